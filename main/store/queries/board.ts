/** The board: dispatches by the day they come, one dispatch with all that was said of it, one receptacle with its items. */
import type { Output, ParsedInput } from '../../../shared/contract.ts'
import { DISPATCH_STATUSES, MESSAGE_STATUSES } from '../../../shared/domain/codes.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import type { TransportLeg } from '../../../shared/domain/records.ts'
import { DISPATCHES } from '../consignment-tally.ts'
import { FACTS_PER_MESSAGE } from '../intake/facts.ts'
import type { ReadDb } from '../open.ts'
import { DISPATCH, dispatchOf, dispatchRow, receptacleOf, type StoredDispatch } from './consignments.ts'
import { ITEM_COLUMNS, isoTimeOrNull, itemRow, type StoredItem } from './item-rows.ts'
import { all, type Bound, value } from './statements.ts'

/** Where a page ended. */
function placeOf(after: string | null): readonly [number, string, string] {
  const parts: unknown = after === null ? null : JSON.parse(after)
  return Array.isArray(parts) ? [Number(parts[0]), String(parts[1]), String(parts[2])] : [0, '', '']
}

type Placed = StoredDispatch & { readonly due_ms: number }

export function board(db: ReadDb, { status, limit, after }: ParsedInput<'floor.board'>): Output<'floor.board'> {
  // Newest first, and within one moment by transport and identifier: two directions, so the first bounds the range and the rest is checked.
  const [due, transport, dispatch] = placeOf(after)
  const past = after === null ? '' : 'due_ms <= ? AND (due_ms < ? OR (brought_by, dispatch) > (?, ?))'
  const from: Bound[] = after === null ? [] : [due, due, transport, dispatch]
  const where = [...(status === null ? [] : ['status = ?']), ...(past === '' ? [] : [past])]
  const index = status === null ? 'dispatch_due' : 'dispatch_status'
  const rows = all<Placed>(
    db,
    `SELECT ${DISPATCH}, due_ms FROM dispatch INDEXED BY ${index}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`} ORDER BY due_ms DESC, brought_by, dispatch LIMIT ?`,
    [...(status === null ? [] : [status]), ...from, limit],
  )
  const last = rows.at(-1)
  return {
    rows: rows.map((row) => dispatchRow(db, row)),
    next: rows.length < limit || last === undefined ? null : JSON.stringify([last.due_ms, last.brought_by, last.dispatch]),
    counts: boardCounts(db),
  }
}

function boardCounts(db: ReadDb): Output<'floor.board'>['counts'] {
  const kept = new Map(all<{ key: string; n: number }>(db, 'SELECT key, n FROM counter WHERE name = ?', [DISPATCHES]).map(({ key, n }) => [key, n]))
  return Object.fromEntries(DISPATCH_STATUSES.map((status) => [status, kept.get(status) ?? 0])) as Output<'floor.board'>['counts']
}

interface StoredNotice {
  readonly id: number
  readonly type: string
  readonly reference: string | null
  readonly sender: string | null
  readonly function: string
  readonly prepared_ms: number | null
  readonly status: string | null
  readonly live: number
  readonly superseded_by: number | null
  readonly name: string
}

export function boardDispatch(db: ReadDb, { dispatch: typed }: ParsedInput<'floor.dispatch'>): Output<'floor.dispatch'> {
  const id = normaliseIdentifier(typed)
  const dispatch = dispatchOf(db, id)
  if (dispatch === null) return null
  const legs = value<string | null>(db, 'SELECT transport FROM dispatch WHERE dispatch = ?', [id]) ?? null
  // By what it says (a fact), and by what it is called: of a cancellation or an exact duplicate no fact is kept.
  // Each kind by its own index: a UNION of them would be sorted first.
  const named = (sql: string): readonly number[] => all<{ readonly id: number }>(db, `${sql} LIMIT 1000`, [id]).map((row) => row.id)
  const messages = new Set([
    ...named(`SELECT id / ${FACTS_PER_MESSAGE} AS id FROM dispatch_advice WHERE dispatch = ?`),
    ...named(`SELECT id FROM message WHERE type = 'PREDES' AND reference = ?`),
    ...named(`SELECT id FROM message WHERE type = 'RESDES' AND reference = ?`),
  ])
  const notices = all<StoredNotice>(
    db,
    `SELECT m.id, m.type, m.reference, m.sender, m.function, m.prepared_ms, m.status, m.live, m.superseded_by, i.name
     FROM json_each(?) AS given CROSS JOIN message AS m ON m.id = given.value JOIN interchange AS i ON i.id = m.interchange
     WHERE m.status IS NOT NULL
     LIMIT 1000`,
    [JSON.stringify([...messages])],
  )
  return {
    dispatch,
    transport: legs === null ? [] : (JSON.parse(legs) as readonly TransportLeg[]).map(({ number, mode, carrier, from, to }) => ({ number, mode, carrier, from, to })),
    notices: notices
      .toSorted((a, b) => b.id - a.id)
      .map((row) => ({
        message: row.id,
        type: row.type,
        reference: row.reference,
        sender: row.sender,
        function: row.function === 'replace' || row.function === 'cancel' ? row.function : 'original',
        prepared: isoTimeOrNull(row.prepared_ms),
        status: MESSAGE_STATUSES.find((status) => status === row.status) ?? 'accepted',
        inForce: row.live === 1,
        supersededBy: row.superseded_by,
        file: row.name,
      })),
  }
}

type Reconciled = NonNullable<Output<'floor.receptacle'>>['rows'][number]
type StoredReconciled = StoredItem & { readonly advised: string | null; readonly seen: number }

export function boardReceptacle(db: ReadDb, { receptacle: typed, limit, after }: ParsedInput<'floor.receptacle'>): Output<'floor.receptacle'> {
  const id = normaliseIdentifier(typed)
  const receptacle = receptacleOf(db, id)
  if (receptacle === null) return null
  // Two lists, one after the other: what was announced here and is elsewhere, then what is here.
  const [part = '', at = '0'] = (after ?? 'elsewhere|0').split('|')
  const columns = `${ITEM_COLUMNS}, item.advised, item.seen`
  const away =
    part === 'elsewhere'
      ? all<StoredReconciled>(
          db,
          `SELECT ${columns} FROM item INDEXED BY item_elsewhere WHERE item.advised = ? AND item.receptacle IS NOT item.advised AND item.advised IS NOT NULL AND item.id > ? ORDER BY item.id LIMIT ?`,
          [id, Number(at), limit],
        )
      : []
  const rest = limit - away.length
  const here =
    rest === 0
      ? []
      : all<StoredReconciled>(db, `SELECT ${columns} FROM item INDEXED BY item_receptacle WHERE item.receptacle = ? AND item.id > ? ORDER BY item.id LIMIT ?`, [
          id,
          part === 'here' ? Number(at) : 0,
          rest,
        ])
  const rows = [...away, ...here]
  const last = rows.at(-1)
  return {
    receptacle,
    rows: rows.map((row) => reconciled(row, id)),
    next: rows.length < limit || last === undefined ? null : `${here.length > 0 ? 'here' : 'elsewhere'}|${last.id}`,
  }
}

function reconciled(stored: StoredReconciled, receptacle: string): Reconciled {
  const row = itemRow(stored)
  const mark = (): Reconciled['reconciled'] => {
    if (row.state === 'withdrawn') return 'withdrawn'
    if (stored.receptacle !== receptacle) return 'elsewhere'
    if (stored.seen === 0) return 'missing'
    return stored.advised === receptacle ? 'seen' : 'excess'
  }
  return { ...row, reconciled: mark(), advised: stored.advised }
}
