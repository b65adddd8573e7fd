/**
 * The grid's window: rows at a position of a (filter, sort), and how many there are.
 *
 * A call is a generator: it yields when it has worked for a slice, so that the reader's thread can answer a
 * look-up in between. Positions of a list are remembered while nothing is written. During an import something
 * is always written: then what stands near the top is found afresh each time, and far positions come from the
 * list as it was, while the next one is made in the background.
 */
import type { ItemFilter, ItemSort, Output, ParsedInput } from '../../../shared/contract.ts'
import type { ReadDb } from '../open.ts'
import { itemRow } from './item-rows.ts'
import { NumberPositions } from './number-positions.ts'
import type { Positions } from './positions.ts'
import { BlockPositions, HandfulPositions } from './positions.ts'
import { atOnce, versionOf } from './statements.ts'
import { TextPositions } from './text-positions.ts'
import { planOf } from './walk.ts'

type WindowInput = ParsedInput<'items.window'>
type ItemWindow = Output<'items.window'>

/** Milliseconds of one slice. */
const SLICE = 10
/** Milliseconds after which a window is answered with what there is. */
const PATIENCE = 1500
/** Lists remembered; each is some tens of kilobytes. */
const KEPT = 24
/** A list that nobody has asked for so long is no longer made up to date. */
const WANTED = 60_000

interface Kept {
  /** Of the present version, as far as it was needed. */
  current: Positions
  /** The last one that was completed. */
  settled: Positions | null
  /** Being completed in the background, of whatever version it was begun in. */
  building: Positions | null
  /** Milliseconds that the present building has cost, and when the next may begin. */
  cost: number
  notBefore: number
  asked: number
  /** Somebody was told a total that is none yet. */
  owes: boolean
}
const lists = new WeakMap<ReadDb, Map<string, Kept>>()

export function* itemsWindow(db: ReadDb, input: WindowInput): Generator<void, ItemWindow> {
  const began = performance.now()
  for (;;) {
    const hurry = performance.now() - began > PATIENCE
    const window = atOnce(db, () => attempt(db, input, hurry))
    if (window !== null) return window
    yield
  }
}

/** One slice: grows what is needed, and answers if that was enough (or if `hurry`). */
function attempt(db: ReadDb, { filter, sort, position, limit }: WindowInput, hurry: boolean): ItemWindow | null {
  const kept = listOf(db, filter, sort)
  const { current } = kept
  const until = performance.now() + SLICE
  const wanted = current.total === null ? position : within(position, current.total, limit)
  const end = current.total === null ? wanted + limit : Math.min(wanted + limit, current.total)
  while (!current.reaches(end) && performance.now() < until) current.step(db)
  if (current.reaches(end)) return answer(db, kept, current, wanted, limit)
  if (kept.settled !== null) return answer(db, kept, kept.settled, wanted, limit)
  // A list begun in an older version has got further than the present one, which begins anew with every commit.
  const { building } = kept
  if (building !== null) {
    while (!building.reaches(end) && performance.now() < until + SLICE) building.step(db)
    if (building.reaches(end)) return answer(db, kept, building, wanted, limit)
  }
  if (!hurry) return null
  const furthest = building !== null && building.rows > current.rows ? building : current
  return answer(db, kept, furthest, Math.min(wanted, Math.max(0, furthest.rows - limit)), limit)
}

/** A position behind the end, since the list has shrunk: its last page instead. */
const within = (position: number, total: number, limit: number): number => (position < total ? position : Math.max(0, total - limit))

function answer(db: ReadDb, kept: Kept, from: Positions, wanted: number, limit: number): ItemWindow {
  const position = from.complete ? within(wanted, from.rows, limit) : wanted
  const rows = from.read(db, position, limit).map(itemRow)
  const { current } = kept
  if (current.complete) return { rows, position, total: current.rows, exact: true }
  if (current.total !== null) return { rows, position, total: current.total, exact: true }
  kept.owes = true
  return { rows, position, total: Math.max(current.rows, kept.settled?.rows ?? 0, kept.building?.rows ?? 0, position + rows.length), exact: false }
}

function listOf(db: ReadDb, filter: ItemFilter, sort: ItemSort): Kept {
  let known = lists.get(db)
  if (known === undefined) lists.set(db, (known = new Map()))
  const key = JSON.stringify([filter.where, filter.search?.trim() ?? '', sort])
  const version = versionOf(db)
  const found = known.get(key)
  const asked = performance.now()
  if (found === undefined) {
    const kept: Kept = { current: positionsOf(db, filter, sort, version), settled: null, building: null, cost: 0, notBefore: 0, asked, owes: false }
    known.set(key, kept)
    const [oldest] = known.keys()
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
    return kept
  }
  known.delete(key)
  known.set(key, found)
  found.asked = asked
  if (found.current.version !== version) {
    if (found.current.complete) {
      found.settled = found.current
      found.building = null
    } else found.building ??= found.current.rows > 0 ? found.current : null
    found.current = positionsOf(db, filter, sort, version)
  }
  return found
}

function positionsOf(db: ReadDb, filter: ItemFilter, sort: ItemSort, version: number): Positions {
  const unfiltered = filter.where.length === 0 && (filter.search?.trim() ?? '') === ''
  if (unfiltered && (sort === 'newest' || sort === 'oldest')) return new NumberPositions(db, sort === 'newest', version)
  const plan = planOf(db, filter, sort)
  switch (plan.kind) {
    case 'handful':
      return new HandfulPositions(plan.ids, version)
    case 'text':
      return new TextPositions(plan.way, sort === 'newest', plan.check, plan.first, version)
    case 'walk':
      return new BlockPositions(plan, version)
  }
}

/**
 * Goes on with lists that were asked for and are not complete, for about `milliseconds`.
 *
 * @returns `working`: there is more to do · `settled`: a list has become complete whose total somebody was told
 *   only roughly · `later`: there is more to do, but not yet · `idle`
 */
export function growLists(db: ReadDb, milliseconds: number): 'working' | 'settled' | 'later' | 'idle' {
  const now = performance.now()
  const known = lists.get(db)
  let later = false
  for (const kept of [...(known?.values() ?? [])].toReversed()) {
    if (now - kept.asked > WANTED) continue
    const target = kept.building ?? (kept.current.complete ? null : kept.current)
    if (target === null && !kept.owes) continue
    if (target !== null && kept.building === null && now < kept.notBefore) {
      later = true
      continue
    }
    if (target !== null) {
      atOnce(db, () => {
        while (!target.complete && performance.now() - now < milliseconds) target.step(db)
      })
      kept.cost += performance.now() - now
      if (!target.complete) return 'working'
      kept.settled = target
      kept.building = null
      // While an import writes, every list is stale at once: it gets a fifth of the reader's time, not all of it.
      kept.notBefore = performance.now() + 4 * kept.cost
      kept.cost = 0
    }
    if (!kept.owes) return 'working'
    kept.owes = false
    return 'settled'
  }
  return later ? 'later' : 'idle'
}

/** Runs a sliced query to its end at once, for those who have nobody waiting. */
export function toEnd<Result>(query: Generator<void, Result>): Result {
  for (let step = query.next(); ; step = query.next()) if (step.done === true) return step.value
}
