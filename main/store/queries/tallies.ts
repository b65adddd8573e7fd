/** Counts that the projection keeps, so that no screen counts rows. */
import { CASE_STATES } from '../../../shared/domain/codes.ts'
import type { ReadDb } from '../open.ts'
import type { Condition } from './item-filter.ts'
import { OPEN_BY_STATE } from './item-filter.ts'
import { all, value, versionOf } from './statements.ts'

export interface Tally {
  readonly state: number
  readonly lane: number
  readonly targeted: number
  readonly declared: number
  readonly open: number
  readonly n: number
}

const kept = new WeakMap<ReadDb, { readonly version: number; readonly tallies: readonly Tally[] }>()

/** Items by state, lane, target and declaration: at most 176 rows, whatever the size of the store. */
export function talliesOf(db: ReadDb): readonly Tally[] {
  const version = versionOf(db)
  const before = kept.get(db)
  if (before?.version === version) return before.tallies
  const tallies = all<{ key: string; n: number }>(db, `SELECT key, n FROM counter WHERE name = 'items'`).map(({ key, n }) => {
    const [state = 0, lane = 0, targeted = 0, declared = 0] = key.split('|').map(Number)
    return { state, lane, targeted, declared, open: OPEN_BY_STATE[state] ?? 0, n }
  })
  kept.set(db, { version, tallies })
  return tallies
}

/** Items that pass all of these conditions. */
export function tallyOf(db: ReadDb, conditions: readonly Extract<Condition, { kind: 'tally' }>[]): number {
  return talliesOf(db).reduce((sum, tally) => sum + (conditions.every((condition) => condition.allowed.has(tally[condition.field])) ? tally.n : 0), 0)
}

/** Items of a dispatch (of some states only, where given) or of a receptacle. */
export function consignmentItems(db: ReadDb, field: 'dispatch' | 'receptacle' | 'assignee', name: string, states?: readonly number[]): number {
  if (field === 'receptacle') return value<number>(db, `SELECT n FROM counter WHERE name = 'receptacle-items' AND key = ?`, [name]) ?? 0
  return statesOfDispatch(db, name).reduce((sum, n, state) => sum + (states === undefined || states.includes(state) ? n : 0), 0)
}

/** Items of a dispatch by position in CASE_STATES. */
export function statesOfDispatch(db: ReadDb, dispatch: string): number[] {
  const keys = CASE_STATES.map((_, state) => `${dispatch}|${state}`)
  const counts = CASE_STATES.map(() => 0)
  for (const { key, n } of all<{ key: string; n: number }>(db, `SELECT key, n FROM counter WHERE name = 'dispatch-state' AND key IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(keys),
  ])) {
    counts[Number(key.slice(key.lastIndexOf('|') + 1))] = n
  }
  return counts
}
