/** Answers owed to the post, latest first. */
import type { Output } from '../../../shared/contract.ts'
import type { OutStatus } from '../../../shared/domain/codes.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import type { ReadDb } from '../open.ts'
import { isoTime } from './item-rows.ts'
import type { Page } from './items-list.ts'
import type { Bound } from './statements.ts'
import { all, value } from './statements.ts'

type OutRow = Output<'exchange.out'>['rows'][number]
interface StoredOut {
  readonly id: string
  readonly seq: number
  readonly type: string
  readonly item: string
  readonly decision: string | null
  readonly event: string | null
  readonly command: string
  readonly actor: string
  readonly at_ms: number
  readonly due_ms: number
  readonly status: OutStatus
  readonly supersedes: string | null
  readonly superseded_by: string | null
  readonly file: string | null
  readonly digest: string | null
  readonly reason: string | null
}

const COLUMNS = 'id, seq, type, item, decision, event, command, actor, at_ms, due_ms, status, supersedes, superseded_by, file, digest, reason'

/**
 * @param input `item` in any spelling; a cursor is `<seq>/<id>`, since one command may owe several answers
 */
export function outList(
  db: ReadDb,
  { status, item, limit, after }: { readonly status: OutStatus | null; readonly item?: string | undefined; readonly limit: number; readonly after: string | null },
): Page<OutRow> {
  const [seq, id] = cursorOf(after)
  const statusIs = status === null ? '' : 'AND status = ?'
  const values: Bound[] = status === null ? [] : [status]
  let found: StoredOut[]
  if (item !== undefined) {
    // One item owes a handful of answers, so sorting them is nothing.
    found = all<StoredOut>(db, `SELECT ${COLUMNS} FROM out_tray INDEXED BY out_tray_item WHERE item = ? AND (seq, id) < (?, ?) ${statusIs} ORDER BY seq DESC, id DESC LIMIT ?`, [
      normaliseIdentifier(item),
      seq,
      id,
      ...values,
      limit + 1,
    ])
  } else if (status === 'waiting' || status === 'failed') {
    // Few wait at a time, so these are read from their own index and sorted; those that were sent are the bulk.
    found = all<StoredOut>(
      db,
      `SELECT ${COLUMNS} FROM out_tray INDEXED BY out_tray_waiting WHERE status IN ('waiting', 'failed') AND (seq, id) < (?, ?) ${statusIs} ORDER BY seq DESC, id DESC LIMIT ?`,
      [seq, id, ...values, limit + 1],
    )
  } else {
    found = all<StoredOut>(db, `SELECT ${COLUMNS} FROM out_tray INDEXED BY out_tray_seq WHERE (seq, id) < (?, ?) ${statusIs} ORDER BY seq DESC, id DESC LIMIT ?`, [
      seq,
      id,
      ...values,
      limit + 1,
    ])
  }
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows: rows.map(outRow), next: found.length > limit && last !== undefined ? `${last.seq}/${last.id}` : null }
}

function cursorOf(after: string | null): [number, string] {
  if (after === null) return [Number.MAX_SAFE_INTEGER, '']
  const cut = after.indexOf('/')
  const seq = Number(after.slice(0, cut))
  return cut < 1 || !Number.isSafeInteger(seq) ? [0, ''] : [seq, after.slice(cut + 1)]
}

function outRow(stored: StoredOut): OutRow {
  return {
    id: stored.id,
    type: stored.type,
    item: stored.item,
    decision: stored.decision,
    event: stored.event,
    command: stored.command,
    actor: stored.actor,
    decidedAt: isoTime(stored.at_ms),
    dueAt: isoTime(stored.due_ms),
    status: stored.status,
    supersedes: stored.supersedes,
    supersededBy: stored.superseded_by,
    file: stored.file,
    sha256: stored.digest,
    reason: stored.reason,
  }
}

/** How many answers may leave by `at`, epoch ms. */
export const outDue = (db: ReadDb, at: number): number => value<number>(db, "SELECT count(*) FROM out_tray WHERE status IN ('waiting', 'failed') AND due_ms <= ?", [at]) ?? 0
