/** Counts that the projection keeps, so that no screen counts rows. */
import { keyRange, type Part, partsOf, type ReceptacleCounts, RECEPTACLES_OF, receptaclesOf, TALLIES } from '../consignment-tally.ts'
import type { ReadDb } from '../open.ts'
import type { Condition } from './item-filter.ts'
import { OPEN_BY_STATE } from './item-filter.ts'
import { all, versionOf } from './statements.ts'

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

/** Items of a dispatch or receptacle that pass, withdrawn ones among them: what a filter by it has. */
export function consignmentItems(db: ReadDb, field: 'dispatch' | 'receptacle', name: string, passes: (part: Part) => boolean = () => true): number {
  return consignmentParts(db, field, name).reduce((sum, part) => sum + (passes(part) ? part.n : 0), 0)
}

/** What the items of a dispatch or receptacle are, counted. */
export function consignmentParts(db: ReadDb, field: 'dispatch' | 'receptacle', name: string): Part[] {
  return partsOf(name, countersOf(db, TALLIES[field], name))
}

export function receptacleCounts(db: ReadDb, dispatch: string): ReceptacleCounts {
  return receptaclesOf(dispatch, countersOf(db, RECEPTACLES_OF, dispatch))
}

const countersOf = (db: ReadDb, name: string, id: string): { key: string; n: number }[] =>
  all(db, 'SELECT key, n FROM counter WHERE name = ? AND key >= ? AND key < ?', [name, ...keyRange(id)])
