/**
 * Rows of dispatches and receptacles: what the post announced (the version in force), what a RESDES said, and
 * what the ledger knows. Pure in the same sense as the item's row: from what is stored, never from when.
 */
import type { Consignment } from '../../../shared/domain/case/types.ts'
import type { ReceptacleStatus } from '../../../shared/domain/codes.ts'
import { parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import type { DispatchAdvice, ReceptacleAdvice } from '../../../shared/domain/records.ts'
import { messageOf } from '../intake/facts.ts'
import { DISPATCHES, dispatchStatus, keyRange, partsOf, progressOf, receptacleKey, RECEPTACLES_OF, receptaclesOf, TALLIES } from '../consignment-tally.ts'
import type { WriteDb } from '../open.ts'
import type { Counters } from './counters.ts'

/** 9999-12-31: before everything that has a day, where the newest comes first. */
const NO_DAY = Date.UTC(9999, 11, 31)
const DISPATCH_COLUMNS = [
  'dispatch',
  'origin',
  'destination',
  'category',
  'subclass',
  'announced',
  'cancelled',
  'arrived',
  'announced_ms',
  'planned_arrival_ms',
  'planned_departure_ms',
  'counted_items',
  'counted_receptacles',
  'weight_g',
  'transport',
  'arrived_ms',
  'due_ms',
  'brought_by',
  'advices',
  'versions',
] as const

interface Standing {
  readonly ms: number
  readonly live: boolean
  readonly counted: boolean
  readonly order: string
}
interface Advice<R> {
  readonly record: R
  readonly live: boolean
  readonly ms: number
  readonly order: string
}

export interface ConsignmentProjector {
  readonly dispatch: (dispatch: string) => void
  readonly receptacle: (receptacle: string) => void
  /** Something that its status hangs on has changed: it is worked out before the commit. */
  readonly touch: (dispatch: string) => void
  /** Works out the status of what was touched, from counters that were written already; counts what it changes. */
  readonly settle: () => void
  readonly forget: () => void
  /** Makes the row of a dispatch that is known by its items alone. */
  readonly knowDispatch: (dispatch: string) => void
  /** An item or receptacle is not in `dispatch` any more: where nothing else speaks of it, its row goes. Answers whether it went. */
  readonly leaveDispatch: (dispatch: string) => boolean
}

export function consignmentProjector(db: WriteDb, office: string, standing: (message: number) => Standing, counters: Counters): ConsignmentProjector {
  const touched = new Set<string>()
  const selectDispatch = db.prepare<[string], { id: number; record: string }>('SELECT id, record FROM dispatch_advice WHERE dispatch = ?')
  const selectReceptacle = db.prepare<[string], { id: number; record: string }>('SELECT id, record FROM receptacle_advice WHERE receptacle = ?')
  const selectCase = db.prepare<[string, string], { snapshot: string }>('SELECT snapshot FROM ledger_case WHERE office = ? AND subject = ? ORDER BY k DESC LIMIT 1')
  const hasDispatch = db.prepare<[string], { one: number }>('SELECT 1 AS one FROM dispatch WHERE dispatch = ?')
  const putDispatch = db.prepare(
    `INSERT INTO dispatch(${DISPATCH_COLUMNS.join(', ')}) VALUES (${DISPATCH_COLUMNS.map(() => '?').join(', ')})
     ON CONFLICT(dispatch) DO UPDATE SET ${DISPATCH_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  )
  const putReceptacle = db.prepare(
    'INSERT OR REPLACE INTO receptacle(receptacle, dispatch, type, weight_g, announced_items, status, remark, announced_g, found_g, announcements, arrivals) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const storedReceptacle = db.prepare<[string], { dispatch: string | null; status: string; announcements: number; arrivals: number }>(
    'SELECT dispatch, status, announcements, arrivals FROM receptacle WHERE receptacle = ?',
  )
  const dropReceptacle = db.prepare('DELETE FROM receptacle WHERE receptacle = ?')
  const dropDispatch = db.prepare('DELETE FROM dispatch WHERE dispatch = ?')
  const standingOf = db.prepare<[string], { status: string | null; announced: number; cancelled: number; arrived: number }>(
    'SELECT status, announced, cancelled, arrived FROM dispatch WHERE dispatch = ?',
  )
  const setStatus = db.prepare('UPDATE dispatch SET status = ? WHERE dispatch = ?')
  const countersOf = db.prepare<[string, string, string], { key: string; n: number }>('SELECT key, n FROM counter WHERE name = ? AND key >= ? AND key < ?')
  const isNamed = db.prepare<{ id: string; office: string }, { one: number }>(
    `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM item WHERE dispatch = @id) OR EXISTS (SELECT 1 FROM receptacle WHERE dispatch = @id)
       OR EXISTS (SELECT 1 FROM ledger_case WHERE office = @office AND subject = @id)`,
  )

  function advices<R>(rows: readonly { id: number; record: string }[]): Advice<R>[] {
    const out: Advice<R>[] = []
    for (const row of rows) {
      const from = standing(messageOf(row.id))
      if (from.counted) out.push({ record: JSON.parse(row.record) as R, live: from.live, ms: from.ms, order: `${from.order}${String(row.id).padStart(16, '0')}` })
    }
    return out.sort((a, b) => (a.order < b.order ? -1 : 1))
  }
  const ledgerCase = (subject: string): Consignment | null => {
    const row = selectCase.get(office, subject)
    return row === undefined ? null : (JSON.parse(row.snapshot) as Consignment)
  }

  function dispatch(id: string): void {
    const all = advices<DispatchAdvice>(selectDispatch.all(id))
    // A RESDES reports an arrival; only what announces makes the dispatch announced.
    const announcements = all.filter((advice) => advice.record.arrivedAt === null)
    const live = announcements.filter((advice) => advice.live)
    const best = live.at(-1)?.record ?? announcements.at(-1)?.record ?? null
    const parsed = parseDispatch(id)
    const report = all.findLast((advice) => advice.live && advice.record.arrivedAt !== null)?.record ?? null
    const ledger = ledgerCase(id)
    const arrivedMs = report?.arrivedAt?.ms ?? ledger?.receivedAt ?? null
    const announcedMs = announcements[0]?.ms ?? null
    const planned = best?.plannedArrival?.ms ?? null
    putDispatch.run(
      id,
      best?.origin ?? parsed?.origin ?? null,
      best?.destination ?? parsed?.destination ?? null,
      best?.category ?? parsed?.category ?? null,
      best?.subclass ?? parsed?.subclass ?? null,
      live.length > 0 ? 1 : 0,
      live.length === 0 && announcements.length > 0 ? 1 : 0,
      report !== null || ledger?.state === 'received' ? 1 : 0,
      announcedMs,
      planned,
      best?.plannedDeparture?.ms ?? null,
      best?.items ?? null,
      best?.receptacles ?? null,
      best?.weightG ?? null,
      best === null || best.transport.length === 0 ? null : JSON.stringify(best.transport),
      arrivedMs,
      arrivedMs ?? planned ?? announcedMs ?? NO_DAY,
      best?.transport.findLast((leg) => leg.number !== null)?.number ?? '',
      live.length,
      announcements.length,
    )
    touched.add(id)
  }

  function settle(): void {
    for (const id of touched) {
      const stored = standingOf.get(id)
      if (stored === undefined) continue
      const status = dispatchStatus(
        stored,
        progressOf(partsOf(id, countersOf.all(TALLIES.dispatch, ...keyRange(id)))),
        receptaclesOf(id, countersOf.all(RECEPTACLES_OF, ...keyRange(id))),
      )
      if (status === stored.status) continue
      setStatus.run(status, id)
      if (stored.status !== null) counters.add(DISPATCHES, stored.status, -1)
      counters.add(DISPATCHES, status, 1)
    }
    touched.clear()
  }

  /** A row that only a version before named must not outlive it: another order of arrival would never have made it. */
  function leaveDispatch(id: string): boolean {
    if (isNamed.get({ id, office }) !== undefined || advices<DispatchAdvice>(selectDispatch.all(id)).length > 0) return false
    const status = standingOf.get(id)?.status ?? null
    if (status !== null) counters.add(DISPATCHES, status, -1)
    dropDispatch.run(id)
    return true
  }

  function receptacle(id: string): void {
    const all = advices<ReceptacleAdvice>(selectReceptacle.all(id))
    const announcements = all.filter((advice) => advice.record.status === null)
    const live = announcements.filter((advice) => advice.live)
    const found = all.findLast((advice) => advice.live && advice.record.status !== null)?.record ?? null
    const best = live.at(-1)?.record ?? announcements.at(-1)?.record ?? null
    const ledger = ledgerCase(id)?.state ?? null
    const stored = storedReceptacle.get(id)
    const left = stored?.dispatch ?? null
    const count = (home: string | null, status: string, twice: boolean, by: 1 | -1): void => {
      if (home === null) return
      counters.add(RECEPTACLES_OF, receptacleKey(home, status, twice), by)
      touched.add(home)
    }
    if (stored !== undefined) count(left, stored.status, stored.announcements > 1 || stored.arrivals > 1, -1)
    if (best === null && found === null && ledger === null) {
      dropReceptacle.run(id)
      if (left !== null) leaveDispatch(left)
      return
    }
    let status: ReceptacleStatus
    if (ledger !== null && ledger !== 'announced') status = ledger
    else if (found !== null && found.status !== null) status = found.status
    else if (live.length > 0) status = 'announced'
    else status = announcements.length > 0 ? 'cancelled' : 'excess'
    // Received, but nobody announces it: that is what "in excess" means.
    if (status === 'received' && live.length === 0) status = 'excess'
    const parsed = parseReceptacle(id)
    const arrivals = all.filter(({ live: counts, record }) => counts && record.status !== null && record.status !== 'missing').length
    const home = best?.dispatch ?? found?.dispatch ?? parsed?.dispatch ?? null
    if (home !== null && hasDispatch.get(home) === undefined) dispatch(home)
    putReceptacle.run(
      id,
      home,
      best?.type ?? found?.type ?? null,
      found?.weightG ?? best?.weightG ?? parsed?.weightG ?? null,
      best?.items ?? null,
      status,
      found?.remark ?? best?.remark ?? null,
      best?.weightG ?? null,
      found?.weightG ?? null,
      live.length,
      arrivals,
    )
    count(home, status, live.length > 1 || arrivals > 1, 1)
    if (left !== null && left !== home) leaveDispatch(left)
  }

  return {
    dispatch,
    receptacle,
    touch: (id) => touched.add(id),
    settle,
    forget: () => touched.clear(),
    leaveDispatch,
    knowDispatch(id) {
      if (hasDispatch.get(id) === undefined) dispatch(id)
    },
  }
}
