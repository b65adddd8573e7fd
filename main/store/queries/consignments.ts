/** Dispatches and receptacles: in pages by identifier, with the counts that the projection keeps. */
import type { Output } from '../../../shared/contract.ts'
import { CASE_STATES, RECEPTACLE_STATUSES, type DispatchStatus } from '../../../shared/domain/codes.ts'
import type { ReadDb } from '../open.ts'
import { OPEN_BY_STATE } from './item-filter.ts'
import { isoTimeOrNull, kilograms } from './item-rows.ts'
import { all, get, value } from './statements.ts'
import { consignmentItems, statesOfDispatch } from './tallies.ts'

export type DispatchRow = Output<'dispatches.list'>['rows'][number]
export type ReceptacleRow = Output<'receptacles.list'>['rows'][number]

interface StoredDispatch {
  readonly dispatch: string
  readonly origin: string | null
  readonly destination: string | null
  readonly category: string | null
  readonly subclass: string | null
  readonly announced: number
  readonly cancelled: number
  readonly arrived: number
  readonly announced_ms: number | null
  readonly planned_arrival_ms: number | null
}
interface StoredReceptacle {
  readonly receptacle: string
  readonly dispatch: string | null
  readonly type: string | null
  readonly weight_g: number | null
  readonly announced_items: number | null
  readonly status: string
}
const DISPATCH = 'dispatch, origin, destination, category, subclass, announced, cancelled, arrived, announced_ms, planned_arrival_ms'
const RECEPTACLE = 'receptacle, dispatch, type, weight_g, announced_items, status'

const EXPECTED = CASE_STATES.indexOf('expected')
const ARRIVED = CASE_STATES.indexOf('arrived')
const WITHDRAWN = CASE_STATES.indexOf('withdrawn')

function dispatchRow(db: ReadDb, stored: StoredDispatch): DispatchRow {
  const states = statesOfDispatch(db, stored.dispatch)
  const items = states.reduce((sum, n, state) => sum + (state === WITHDRAWN ? 0 : n), 0)
  return {
    dispatch: stored.dispatch,
    origin: stored.origin,
    destination: stored.destination,
    category: stored.category,
    subclass: stored.subclass,
    status: statusOf(db, stored, states, items),
    receptacles: value<number>(db, "SELECT count(*) FROM receptacle WHERE dispatch = ? AND status <> 'cancelled'", [stored.dispatch]) ?? 0,
    items,
    announcedAt: isoTimeOrNull(stored.announced_ms),
    plannedArrival: isoTimeOrNull(stored.planned_arrival_ms),
  }
}

/** What has happened to its items counts before what was announced of it. */
function statusOf(db: ReadDb, stored: StoredDispatch, states: readonly number[], items: number): DispatchStatus {
  const at = (which: (state: number) => boolean): number => states.reduce((sum, n, state) => sum + (which(state) ? n : 0), 0)
  const open = at((state) => OPEN_BY_STATE[state] === 1)
  const worked = at((state) => state !== EXPECTED && state !== ARRIVED && state !== WITHDRAWN)
  if (items > 0 && open === 0) return 'done'
  if (worked > 0) return 'in-work'
  if (stored.arrived === 1 || (states[ARRIVED] ?? 0) > 0 || receivedOne(db, stored.dispatch)) return 'arrived'
  if (stored.cancelled === 1) return 'cancelled'
  return stored.announced === 1 ? 'announced' : 'not-announced'
}

const receivedOne = (db: ReadDb, dispatch: string): boolean =>
  get(db, "SELECT 1 FROM receptacle WHERE dispatch = ? AND status IN ('received', 'excess', 'damaged') LIMIT 1", [dispatch]) !== undefined

function receptacleRow(db: ReadDb, stored: StoredReceptacle): ReceptacleRow {
  return {
    receptacle: stored.receptacle,
    dispatch: stored.dispatch,
    type: stored.type,
    weightKg: kilograms(stored.weight_g),
    announcedItems: stored.announced_items,
    items: consignmentItems(db, 'receptacle', stored.receptacle),
    status: RECEPTACLE_STATUSES.find((status) => status === stored.status) ?? 'announced',
  }
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
