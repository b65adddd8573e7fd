/** Shifts, and the balance of a period read from the moves and stays of custody. */
import { BalanceSheet } from '../../../shared/domain/balance.ts'
import type { Balance, PeriodMove, StockItem, Traits } from '../../../shared/domain/balance.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import type { Flow } from '../../../shared/domain/custody.ts'
import type { ClosedShift, OpenShift } from '../../../shared/domain/shift.ts'
import type { ReadDb } from '../open.ts'
import type { Period } from './custody.ts'
import { cancelledIn, movesIn, staysAt } from './custody.ts'
import type { Bound, Sql } from './statements.ts'
import { all, atOnce, table, value } from './statements.ts'

/** Rows a slice: some milliseconds of work. */
const PAGE = 2000

/**
 * Reads the balance of a period in slices.
 *
 * An item is told apart by what is known of it now, once for the whole balance: were its class read again for its
 * last move, the balance of a class could break by a declaration that came in between.
 */
export function* balanceOf(db: ReadDb, period: Period): Generator<void, Balance> {
  const sheet = new BalanceSheet(period.toMs)
  const traits = traitsReader(db)
  for (const items of stock(db, period.fromMs, period.known, traits)) {
    for (const item of items) sheet.opening(item)
    yield
  }
  for (const moves of movesOf(db, period, traits)) {
    for (const move of moves) sheet.move(move)
    yield
  }
  for (const items of stock(db, period.toMs, period.known, traits)) {
    for (const item of items) sheet.closing(item)
    yield
  }
  return sheet.result()
}

const UNKNOWN: Traits = { class: null, origin: null, lane: null }

function traitsReader(db: ReadDb): (caseId: string) => Traits {
  const known = new Map<string, Traits>()
  const one = db.prepare<[string], [string | null, string | null, number]>('SELECT class, origin_country, lane FROM item WHERE case_id = ?').raw(true)
  return (id) => {
    let traits = known.get(id)
    if (traits === undefined) {
      const row = one.get(id) as [string | null, string | null, number] | undefined
      traits = row === undefined ? UNKNOWN : { class: row[0], origin: row[1], lane: LANES[row[2]] ?? null }
      known.set(id, traits)
    }
    return traits
  }
}

function* stock(db: ReadDb, ms: number, known: number, traits: (caseId: string) => Traits): Generator<StockItem[]> {
  for (const { from, where } of staysAt(ms, known)) {
    let after: readonly Bound[] = [Number.MIN_SAFE_INTEGER, 0, 0]
    for (;;) {
      const rows = pageOf(db, 'm.case_id, m.item, m.stock, m.state, m.from_ms, m.from_seq, m.to_ms, m.to_seq', from, where, from.endsWith('_left') ? LEFT : ENDS, after)
      yield rows.map(([caseId, item, stocked, state, fromMs]) => ({
        case: String(caseId),
        item: String(item),
        stock: stocked === 0 ? ('custody' as const) : ('detained' as const),
        state: CASE_STATES[Number(state)] ?? '',
        sinceMs: Number(fromMs),
        ...traits(String(caseId)),
      }))
      const last = rows.at(-1)
      if (last === undefined || rows.length < PAGE) break
      after = from.endsWith('_left') ? [last[7] ?? 0, last[5] ?? 0] : [last[6] ?? 0, last[4] ?? 0, last[5] ?? 0]
    }
  }
}
const ENDS = ['m.to_ms', 'm.from_ms', 'm.from_seq']
const LEFT = ['m.to_seq', 'm.from_seq']

function* movesOf(db: ReadDb, period: Period, traits: (caseId: string) => Traits): Generator<PeriodMove[]> {
  const cancelled = cancelledIn(period)
  let after: readonly Bound[] = [Number.MIN_SAFE_INTEGER, 0]
  for (;;) {
    const columns = `m.case_id, m.item, m.type, m.actor, m.approver, m.flow, m.flow2, m.duty_minor, m.duty_currency, ${cancelled.text}, m.ms, m.seq`
    const rows = pageOf(db, columns, 'custody_move AS m INDEXED BY custody_move_ms', movesIn(period), ['m.ms', 'm.seq'], after, cancelled.values)
    yield rows.map((row) => ({
      case: String(row[0]),
      item: String(row[1]),
      type: String(row[2]),
      actor: String(row[3]),
      approver: row[4] === null ? null : String(row[4]),
      flows: [row[5], row[6]].filter((flow): flow is Flow => flow !== null),
      duty: row[7] === null || row[8] === null ? null : { minor: Number(row[7]), currency: String(row[8]) },
      cancelled: row[9] === 1,
      ...traits(String(row[0])),
    }))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = [last[10] ?? 0, last[11] ?? 0]
  }
}

function pageOf(db: ReadDb, columns: string, from: string, where: Sql, key: readonly string[], after: readonly Bound[], first: readonly Bound[] = []): Bound[][] {
  const begin = after.slice(0, key.length)
  return table(db, `SELECT ${columns} FROM ${from} WHERE ${where.text} AND (${key.join(', ')}) > (${key.map(() => '?').join(', ')}) ORDER BY ${key.join(', ')} LIMIT ${PAGE}`, [
    ...first,
    ...where.values,
    ...begin,
  ])
}

export interface LateMove {
  readonly item: string
  readonly type: string
  readonly actor: string
  readonly ms: number
  readonly seq: number
}

/** @param head the last event of the ledger, which counts where `known` does not say otherwise */
export function* balanceKnown(
  db: ReadDb,
  head: number,
  { fromMs, toMs, known }: { readonly fromMs: number; readonly toMs: number; readonly known: number | null },
): Generator<void, { readonly known: number; readonly balance: Balance }> {
  const upTo = known ?? head
  return { known: upTo, balance: yield* balanceOf(db, { fromMs, toMs, known: upTo }) }
}

/** What came to light of a period after `known`: whether anything did, and its moves. */
export function lateChanges(db: ReadDb, { limit, ...period }: Period & { readonly limit: number }): { readonly changed: boolean; readonly moves: readonly LateMove[] } {
  const changed = changedSince(db, period.toMs, period.known)
  return { changed, moves: changed ? lateMoves(db, period, limit) : [] }
}

/** In the order in which they took effect, at most `limit`. */
function lateMoves(db: ReadDb, period: Period, limit: number): LateMove[] {
  return all<LateMove>(
    db,
    'SELECT m.item, m.type, m.actor, m.ms, m.seq FROM custody_move AS m INDEXED BY custody_move_ms WHERE m.ms >= ? AND m.ms < ? AND m.seq > ? ORDER BY m.ms, m.seq LIMIT ?',
    [period.fromMs, period.toMs, period.known, limit],
  )
}

/** Whether anything came to light after `known` that changes a balance up to `toMs`. */
function changedSince(db: ReadDb, toMs: number, known: number): boolean {
  return value(db, 'SELECT 1 FROM custody_move AS m WHERE m.seq > ? AND m.ms < ? LIMIT 1', [known, toMs]) !== undefined
}

export interface ShiftPage {
  readonly shifts: readonly (OpenShift | ClosedShift)[]
  readonly next: string | null
}

/** Shifts, the newest first. The cursor is the number of the event that opened the last one. */
export function shiftList(db: ReadDb, { limit, after }: { readonly limit: number; readonly after: string | null }): ShiftPage {
  const rows = all<{ opened_seq: number; opening: string; closing: string | null }>(
    db,
    'SELECT opened_seq, opening, closing FROM shift INDEXED BY shift_opened WHERE opened_seq < ? ORDER BY opened_seq DESC LIMIT ?',
    [after === null ? Number.MAX_SAFE_INTEGER : Number(after), limit + 1],
  )
  const page = rows.slice(0, limit)
  return {
    shifts: page.map(({ opening, closing }) => JSON.parse(closing ?? opening) as OpenShift | ClosedShift),
    next: rows.length > limit ? String(page.at(-1)?.opened_seq ?? 0) : null,
  }
}

export function shiftById(db: ReadDb, id: string): OpenShift | ClosedShift | null {
  const [row] = all<{ opening: string; closing: string | null }>(db, 'SELECT opening, closing FROM shift WHERE id = ?', [id])
  return row === undefined ? null : (JSON.parse(row.closing ?? row.opening) as OpenShift | ClosedShift)
}

/** What is in either stock now. */
export function stockNow(db: ReadDb, now: number): { custody: number; detained: number } {
  return atOnce(db, () => {
    const rows = all<{ stock: number; n: number }>(
      db,
      'SELECT m.stock, count(*) AS n FROM custody_stay AS m INDEXED BY custody_stay_end WHERE m.to_ms >= ? AND m.from_ms < ? GROUP BY m.stock',
      [now, now],
    )
    const of = (stock: number): number => rows.find((row) => row.stock === stock)?.n ?? 0
    return { custody: of(0), detained: of(1) }
  })
}
