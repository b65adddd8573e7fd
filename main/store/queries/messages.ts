/** Messages of the exchange, newest first, and one with its findings. */
import type { Output } from '../../../shared/contract.ts'
import type { MessageStatus } from '../../../shared/domain/codes.ts'
import type { MessageFunction, Severity } from '../../../shared/domain/records.ts'
import { english } from '../../../shared/i18n/say.ts'
import type { ReadDb } from '../open.ts'
import { isoTime, isoTimeOrNull } from './item-rows.ts'
import type { Page } from './items-list.ts'
import { all, get } from './statements.ts'

type MessageRow = Output<'exchange.messages'>['rows'][number]
type MessageFinding = NonNullable<Output<'exchange.message'>>['findings'][number]
export interface MessageDetail {
  readonly message: MessageRow
  readonly findings: MessageFinding[]
  /** Where its bytes lie, for an excerpt. */
  readonly from: number
  readonly to: number
}

interface StoredMessage {
  readonly id: number
  readonly file: string
  readonly sha256: string
  readonly type: string
  readonly version: string | null
  readonly reference: string | null
  readonly sender: string | null
  readonly function: MessageFunction
  readonly prepared_ms: number | null
  readonly received_ms: number
  readonly status: MessageStatus
  readonly supersedes: string | null
  readonly superseded_by: string | null
  readonly map: string | null
  readonly findings: number
  readonly dispatches: number
  readonly receptacles: number
  readonly items: number
  readonly events: number
  readonly byte_from: number
  readonly byte_to: number
}

const MESSAGE = `SELECT message.id, interchange.name AS file, interchange.digest AS sha256, message.type, message.version, message.reference, message.sender, message.function, message.prepared_ms,
  interchange.received_ms, message.status, message.map, message.findings, message.dispatches, message.receptacles, message.items, message.events, message.byte_from, message.byte_to,
  (SELECT i.digest FROM message AS m CROSS JOIN interchange AS i ON i.id = m.interchange WHERE m.id = message.supersedes) AS supersedes,
  (SELECT i.digest FROM message AS m CROSS JOIN interchange AS i ON i.id = m.interchange WHERE m.id = message.superseded_by) AS superseded_by
  FROM message`
const JOIN = 'CROSS JOIN interchange ON interchange.id = message.interchange'

/** Newest first. A message that is still being read is none yet. */
export function messagesList(
  db: ReadDb,
  { status, limit, after }: { readonly status: MessageStatus | null; readonly limit: number; readonly after: string | null },
): Page<MessageRow> {
  const before = after === null ? Number.MAX_SAFE_INTEGER : Number(after)
  if (!Number.isSafeInteger(before)) return { rows: [], next: null }
  const found =
    status === null
      ? all<StoredMessage>(db, `${MESSAGE} ${JOIN} WHERE message.status IS NOT NULL AND message.id < ? ORDER BY message.id DESC LIMIT ?`, [before, limit + 1])
      : all<StoredMessage>(db, `${MESSAGE} INDEXED BY message_status ${JOIN} WHERE message.status = ? AND message.id < ? ORDER BY message.id DESC LIMIT ?`, [
          status,
          before,
          limit + 1,
        ])
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows: rows.map(messageRow), next: found.length > limit && last !== undefined ? String(last.id) : null }
}

/** Findings shown of one message; a broken table of a million rows has as many. */
const MOST_FINDINGS = 1000

export function messageDetail(db: ReadDb, { id }: { readonly id: number }): MessageDetail | null {
  const stored = get<StoredMessage>(db, `${MESSAGE} ${JOIN} WHERE message.id = ? AND message.status IS NOT NULL`, [id])
  if (stored === undefined) return null
  const findings = all<{ code: string; severity: Severity; place: string; fills: string }>(
    db,
    'SELECT code, severity, place, fills FROM finding WHERE message = ? ORDER BY n LIMIT ?',
    [id, MOST_FINDINGS],
  )
  return {
    message: messageRow(stored),
    findings: findings.map(({ code, severity, place, fills }) => {
      const values = JSON.parse(fills) as Record<string, string | number>
      return { code, severity, where: place, values, text: english('finding', code, values) }
    }),
    from: stored.byte_from,
    to: stored.byte_to,
  }
}

function messageRow(stored: StoredMessage): MessageRow {
  return {
    id: stored.id,
    file: stored.file,
    sha256: stored.sha256,
    type: stored.type === '' ? null : stored.type,
    version: stored.version,
    reference: stored.reference,
    sender: stored.sender,
    function: stored.function,
    prepared: isoTimeOrNull(stored.prepared_ms),
    receivedAt: isoTime(stored.received_ms),
    status: stored.status,
    supersedes: stored.supersedes,
    supersededBy: stored.superseded_by,
    map: stored.map,
    findings: stored.findings,
    dispatches: stored.dispatches,
    receptacles: stored.receptacles,
    items: stored.items,
    events: stored.events,
  }
}
