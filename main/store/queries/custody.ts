/**
 * Moves and stocks of customs' custody as SQL: one set of conditions, whether a report counts the rows or the
 * worklist opens the items behind a number.
 *
 * Everything is asked *as known at* an event of the ledger: what came later is as if it had not happened. So a report
 * that is read in pieces stands on one state of the store, and a signed one stays what was signed.
 */
import { actsOf, ageRange, LINES_OF } from '../../../shared/domain/balance.ts'
import type { OfficerCount } from '../../../shared/domain/balance.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import { FLOWS } from '../../../shared/domain/custody.ts'
import type { Flow } from '../../../shared/domain/custody.ts'
import type { Movement } from '../../../shared/domain/movement.ts'
import type { Bound, Sql } from './statements.ts'
import { and, marks } from './statements.ts'

export interface Period {
  readonly fromMs: number
  readonly toMs: number
  /** The last event that counts. */
  readonly known: number
}

/** More than any ledger has: for who asks about now. */
export const ALL_KNOWN = Number.MAX_SAFE_INTEGER

/** Moves of a period. */
export const movesIn = ({ fromMs, toMs, known }: Period): Sql => ({ text: 'm.ms >= ? AND m.ms < ? AND m.seq <= ?', values: [fromMs, toMs, known] })

/** Whether a move and its taking back both lie in the period, so that together they moved nothing. */
export const cancelledIn = ({ fromMs, toMs, known }: Period): Sql => ({
  text: '((m.undone_seq IS NOT NULL AND m.undone_seq <= ? AND m.undone_ms < ?) OR (m.undoes_ms IS NOT NULL AND m.undoes_ms >= ?))',
  values: [known, toMs, fromMs],
})

/**
 * Stays that cover a moment: begun before it, and not ended before it (as far as was known). Two parts, since what
 * ended before it by an event that was not known yet is reached by another index; each is a FROM with its condition.
 */
export const staysAt = (ms: number, known: number): readonly { readonly from: string; readonly where: Sql }[] => [
  { from: 'custody_stay AS m INDEXED BY custody_stay_end', where: { text: 'm.to_ms >= ? AND m.from_ms < ? AND m.from_seq <= ?', values: [ms, ms, known] } },
  {
    from: 'custody_stay AS m INDEXED BY custody_stay_left',
    where: { text: 'm.to_seq > ? AND m.to_ms < ? AND m.from_ms < ? AND m.from_seq <= ?', values: [known, ms, ms, known] },
  },
]

/** The statements whose `case_id`s are the items of a movement. @param now epoch ms, where the movement has no end */
export function casesOf(movement: Movement, now: number): readonly Sql[] {
  const { what, by } = movement
  const period: Period = { fromMs: movement.from, toMs: movement.to ?? now, known: movement.known ?? ALL_KNOWN }
  switch (what) {
    case 'opening':
    case 'detainedOpening':
    case 'closing':
    case 'detainedClosing': {
      const custody = what === 'opening' || what === 'closing'
      const at = what === 'opening' || what === 'detainedOpening' ? period.fromMs : period.toMs
      const more: Sql[] = [{ text: 'm.stock = ?', values: [custody ? 0 : 1] }]
      if (movement.state !== null) more.push({ text: 'm.state = ?', values: [CASE_STATES.findIndex((state) => state === movement.state)] })
      if (movement.age !== null) {
        const { from, to } = ageRange(movement.age, at)
        if (from !== null) more.push({ text: 'm.from_ms >= ?', values: [from] })
        if (to !== null) more.push({ text: 'm.from_ms < ?', values: [to] })
      }
      return staysAt(at, period.known).map(({ from, where }) => caseIds(from, and([where, ...more])))
    }
    default: {
      const counted = [movesIn(period), not(cancelledIn(period)), ...(what.startsWith('did-') ? [didBy(what.slice(4) as OfficerCount, by)] : [inLine(flowsOfLine(what))])]
      return [caseIds('custody_move AS m INDEXED BY custody_move_ms', and(counted))]
    }
  }
}

const caseIds = (from: string, where: Sql): Sql => ({ text: `SELECT m.case_id FROM ${from} WHERE ${where.text}`, values: where.values })
const not = (sql: Sql): Sql => ({ text: `NOT ${sql.text}`, values: sql.values })

const flowsOfLine = (line: string): readonly Flow[] => FLOWS.filter((flow) => (LINES_OF[flow] as readonly string[]).includes(line))

const inLine = (flows: readonly Flow[]): Sql => ({ text: `(m.flow IN (${marks(flows.length)}) OR m.flow2 IN (${marks(flows.length)}))`, values: [...flows, ...flows] })

function didBy(count: OfficerCount, by: string | null): Sql {
  if (count === 'approved') return { text: 'm.approver = ?', values: [by] }
  const acts = actsOf(count)
  return { text: `m.type IN (${marks(acts.length)}) AND m.actor = ?`, values: [...acts, by] }
}

/** What an item must have besides, as the report told it apart. */
export function traitsOf(movement: Movement): readonly Sql[] {
  const is = (name: string, value: Bound | undefined): Sql[] => (value === undefined ? [] : [{ text: `item.${name} IS ?`, values: [value] }])
  const lane = movement.lane === undefined || movement.lane === null ? movement.lane : LANES.findIndex((one) => one === movement.lane)
  return [...is('class', movement.class), ...is('origin_country', movement.origin), ...is('lane', lane)]
}
