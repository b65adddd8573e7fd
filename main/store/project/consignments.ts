/**
 * Rows of dispatches and receptacles: what the post announced (the version in force), what a RESDES said, and
 * what the ledger knows. Pure in the same sense as the item's row: from what is stored, never from when.
 */
import type { Consignment } from '../../../shared/domain/case/types.ts'
import type { ReceptacleStatus } from '../../../shared/domain/codes.ts'
import { parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import type { DispatchAdvice, ReceptacleAdvice } from '../../../shared/domain/records.ts'
import { messageOf } from '../intake/facts.ts'
import type { WriteDb } from '../open.ts'

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
  /** Makes the row of a dispatch that is known by its items alone. */
  readonly knowDispatch: (dispatch: string) => void
  /** An item or receptacle is not in `dispatch` any more: where nothing else speaks of it, its row goes. Answers whether it went. */
  readonly leaveDispatch: (dispatch: string) => boolean
}

export function consignmentProjector(db: WriteDb, office: string, standing: (message: number) => Standing): ConsignmentProjector {
  const selectDispatch = db.prepare<[string], { id: number; record: string }>('SELECT id, record FROM dispatch_advice WHERE dispatch = ?')
  const selectReceptacle = db.prepare<[string], { id: number; record: string }>('SELECT id, record FROM receptacle_advice WHERE receptacle = ?')
  const selectCase = db.prepare<[string, string], { snapshot: string }>('SELECT snapshot FROM ledger_case WHERE office = ? AND subject = ? ORDER BY k DESC LIMIT 1')
  const hasDispatch = db.prepare<[string], { one: number }>('SELECT 1 AS one FROM dispatch WHERE dispatch = ?')
  const putDispatch = db.prepare(
    `INSERT OR REPLACE INTO dispatch(dispatch, origin, destination, category, subclass, announced, cancelled, arrived, announced_ms, planned_arrival_ms, planned_departure_ms, counted_items, counted_receptacles, weight_g, transport)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const putReceptacle = db.prepare('INSERT OR REPLACE INTO receptacle(receptacle, dispatch, type, weight_g, announced_items, status, remark) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const homeOf = db.prepare<[string], { dispatch: string | null }>('SELECT dispatch FROM receptacle WHERE receptacle = ?')
  const dropReceptacle = db.prepare('DELETE FROM receptacle WHERE receptacle = ?')
  const dropDispatch = db.prepare('DELETE FROM dispatch WHERE dispatch = ?')
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
  const ledgerState = (subject: string): Consignment['state'] | null => {
    const row = selectCase.get(office, subject)
    return row === undefined ? null : (JSON.parse(row.snapshot) as Consignment).state
  }

  function dispatch(id: string): void {
    const all = advices<DispatchAdvice>(selectDispatch.all(id))
    // A RESDES reports an arrival; only what announces makes the dispatch announced.
    const announcements = all.filter((advice) => advice.record.arrivedAt === null)
    const live = announcements.filter((advice) => advice.live)
    const best = live.at(-1)?.record ?? announcements.at(-1)?.record ?? null
    const parsed = parseDispatch(id)
    const arrived = all.some((advice) => advice.live && advice.record.arrivedAt !== null) || ledgerState(id) === 'received'
    putDispatch.run(
      id,
      best?.origin ?? parsed?.origin ?? null,
      best?.destination ?? parsed?.destination ?? null,
      best?.category ?? parsed?.category ?? null,
      best?.subclass ?? parsed?.subclass ?? null,
      live.length > 0 ? 1 : 0,
      live.length === 0 && announcements.length > 0 ? 1 : 0,
      arrived ? 1 : 0,
      announcements[0]?.ms ?? null,
      best?.plannedArrival?.ms ?? null,
      best?.plannedDeparture?.ms ?? null,
      best?.items ?? null,
      best?.receptacles ?? null,
      best?.weightG ?? null,
      best === null || best.transport.length === 0 ? null : JSON.stringify(best.transport),
    )
  }

  /** A row that only a version before named must not outlive it: another order of arrival would never have made it. */
  function leaveDispatch(id: string): boolean {
    if (isNamed.get({ id, office }) !== undefined || advices<DispatchAdvice>(selectDispatch.all(id)).length > 0) return false
    dropDispatch.run(id)
    return true
  }

  function receptacle(id: string): void {
    const all = advices<ReceptacleAdvice>(selectReceptacle.all(id))
    const announcements = all.filter((advice) => advice.record.status === null)
    const live = announcements.filter((advice) => advice.live)
    const found = all.findLast((advice) => advice.live && advice.record.status !== null)?.record ?? null
    const best = live.at(-1)?.record ?? announcements.at(-1)?.record ?? null
    const ledger = ledgerState(id)
    const left = homeOf.get(id)?.dispatch ?? null
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
    )
    if (left !== null && left !== home) leaveDispatch(left)
  }

  return {
    dispatch,
    receptacle,
    leaveDispatch,
    knowDispatch(id) {
      if (hasDispatch.get(id) === undefined) dispatch(id)
    },
  }
}
