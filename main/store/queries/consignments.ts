/** Dispatches and receptacles: in pages by identifier, with the counts that the projection keeps. */
import type { Output } from '../../../shared/contract.ts'
import { CASE_STATES, DISPATCH_STATUSES, RECEPTACLE_STATUSES } from '../../../shared/domain/codes.ts'
import { parseReceptacle } from '../../../shared/domain/identifiers.ts'
import { ELSEWHERE, type Part, type Progress, progressOf } from '../consignment-tally.ts'
import type { ReadDb } from '../open.ts'
import { isoTimeOrNull, kilograms } from './item-rows.ts'
import { all, get, value } from './statements.ts'
import { consignmentParts, receptacleCounts } from './tallies.ts'

export type DispatchRow = Output<'dispatches.list'>['rows'][number]
export type ReceptacleRow = Output<'receptacles.list'>['rows'][number]

export interface StoredDispatch {
  readonly dispatch: string
  readonly origin: string | null
  readonly destination: string | null
  readonly category: string | null
  readonly subclass: string | null
  readonly status: string | null
  readonly announced_ms: number | null
  readonly planned_arrival_ms: number | null
  readonly arrived_ms: number | null
  readonly brought_by: string
  readonly advices: number
  readonly versions: number
}
interface StoredReceptacle {
  readonly receptacle: string
  readonly dispatch: string | null
  readonly type: string | null
  readonly weight_g: number | null
  readonly announced_g: number | null
  readonly found_g: number | null
  readonly announced_items: number | null
  readonly announcements: number
  readonly arrivals: number
  readonly status: string
}
export const DISPATCH = 'dispatch, origin, destination, category, subclass, status, announced_ms, planned_arrival_ms, arrived_ms, brought_by, advices, versions'
const RECEPTACLE = 'receptacle, dispatch, type, weight_g, announced_g, found_g, announced_items, announcements, arrivals, status'

export function dispatchRow(db: ReadDb, stored: StoredDispatch): DispatchRow {
  const bags = receptacleCounts(db, stored.dispatch)
  return {
    dispatch: stored.dispatch,
    origin: stored.origin,
    destination: stored.destination,
    category: stored.category,
    subclass: stored.subclass,
    status: DISPATCH_STATUSES.find((status) => status === stored.status) ?? 'announced',
    receptacles: bags.announced + bags.received + bags.missing + bags.excess + bags.damaged,
    announcedAt: isoTimeOrNull(stored.announced_ms),
    plannedArrival: isoTimeOrNull(stored.planned_arrival_ms),
    arrivedAt: isoTimeOrNull(stored.arrived_ms),
    transport: stored.brought_by === '' ? null : stored.brought_by,
    preAdvices: stored.advices,
    preAdviceVersions: stored.versions,
    receptaclesByStatus: bags,
    ...shown(progressOf(consignmentParts(db, 'dispatch', stored.dispatch))),
  }
}

function receptacleRow(db: ReadDb, stored: StoredReceptacle): ReceptacleRow {
  const parts = consignmentParts(db, 'receptacle', stored.receptacle)
  const progress = progressOf(parts)
  const elsewhere = value<number>(db, 'SELECT n FROM counter WHERE name = ? AND key = ?', [ELSEWHERE, stored.receptacle]) ?? 0
  return {
    receptacle: stored.receptacle,
    dispatch: stored.dispatch,
    type: stored.type,
    weightKg: kilograms(stored.weight_g),
    announcedKg: kilograms(stored.announced_g),
    foundKg: kilograms(stored.found_g),
    labelKg: kilograms(parseReceptacle(stored.receptacle)?.weightG ?? null),
    announcedItems: stored.announced_items,
    status: RECEPTACLE_STATUSES.find((status) => status === stored.status) ?? 'announced',
    twice: stored.announcements > 1 || stored.arrivals > 1,
    advised: progress.items - strangers(parts) + elsewhere,
    missing: progress.missing,
    elsewhere,
    ...shown(progress),
  }
}

const WITHDRAWN = CASE_STATES.indexOf('withdrawn')
const strangers = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + (part.strange === 1 && part.state !== WITHDRAWN ? part.n : 0), 0)

function shown({ missing: _missing, withdrawn: _withdrawn, ...progress }: Progress): Omit<Progress, 'missing' | 'withdrawn'> {
  return progress
}

/** One receptacle, with what its items have come to. */
export function receptacleOf(db: ReadDb, receptacle: string): ReceptacleRow | null {
  const stored = get<StoredReceptacle>(db, `SELECT ${RECEPTACLE} FROM receptacle WHERE receptacle = ?`, [receptacle])
  return stored === undefined ? null : receptacleRow(db, stored)
}
export function dispatchOf(db: ReadDb, dispatch: string): DispatchRow | null {
  const stored = get<StoredDispatch>(db, `SELECT ${DISPATCH} FROM dispatch WHERE dispatch = ?`, [dispatch])
  return stored === undefined ? null : dispatchRow(db, stored)
}

interface Page {
  readonly limit: number
  readonly after: string | null
}

export function dispatches(db: ReadDb, { limit, after }: Page): Output<'dispatches.list'> {
  const rows = all<StoredDispatch>(db, `SELECT ${DISPATCH} FROM dispatch WHERE dispatch > ? ORDER BY dispatch LIMIT ?`, [after ?? '', limit])
  return { rows: rows.map((row) => dispatchRow(db, row)), next: rows.length < limit ? null : (rows.at(-1)?.dispatch ?? null) }
}

export function receptacles(db: ReadDb, { dispatch, limit, after }: Page & { readonly dispatch?: string | undefined }): Output<'receptacles.list'> {
  const rows =
    dispatch === undefined
      ? all<StoredReceptacle>(db, `SELECT ${RECEPTACLE} FROM receptacle WHERE receptacle > ? ORDER BY receptacle LIMIT ?`, [after ?? '', limit])
      : all<StoredReceptacle>(db, `SELECT ${RECEPTACLE} FROM receptacle WHERE dispatch = ? AND receptacle > ? ORDER BY receptacle LIMIT ?`, [dispatch, after ?? '', limit])
  return { rows: rows.map((row) => receptacleRow(db, row)), next: rows.length < limit ? null : (rows.at(-1)?.receptacle ?? null) }
}

/** Those whose identifier begins with the fragment; few enough rows that those which contain it are found by reading them. */
export function dispatchesLike(db: ReadDb, fragment: string, limit: number): DispatchRow[] {
  return all<StoredDispatch>(db, `SELECT ${DISPATCH} FROM dispatch WHERE instr(dispatch, ?) > 0 ORDER BY dispatch DESC LIMIT ?`, [fragment, limit]).map((row) =>
    dispatchRow(db, row),
  )
}
export function receptaclesLike(db: ReadDb, fragment: string, limit: number): ReceptacleRow[] {
  return all<StoredReceptacle>(db, `SELECT ${RECEPTACLE} FROM receptacle WHERE receptacle >= ? AND receptacle < ? ORDER BY receptacle LIMIT ?`, [
    fragment,
    `${fragment}~`,
    limit,
  ]).map((row) => receptacleRow(db, row))
}
