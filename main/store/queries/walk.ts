/**
 * How the rows of a (filter, sort) are reached: always in the order of an index, never by sorting the store.
 *
 * A *walk* is a row of segments, each a contiguous range of one index (or of the table) in
 * the order wanted, and a residue of the filter to be checked row by row. Where the filter leaves
 * few rows and no index has them in order, they are a *handful*: fetched by their own index and sorted, since
 * sorting some thousand numbers is cheaper than walking a million rows past them.
 */
import type { ItemFilter, ItemSort } from '../../../shared/contract.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import type { ReadDb } from '../open.ts'
import { newestByText } from './full-text.ts'
import type { NumberSource } from './gathered.ts'
import { isGathered, readyToGather } from './gathered.ts'
import type { Condition } from './item-filter.ts'
import { conditionsOf, OPEN_BY_STATE, passesNothing } from './item-filter.ts'
import { boundsOf } from './positions.ts'
import type { TextWay } from './search-text.ts'
import { soughtBy } from './search-text.ts'
import type { Sql } from './statements.ts'
import { all, and, column, value, versionOf } from './statements.ts'
import type { Part } from '../consignment-tally.ts'
import { consignmentItems, tallyOf } from './tallies.ts'
import { TAKEN } from './text-positions.ts'

export interface Segment {
  readonly from: string
  /** What holds the index range together. */
  readonly fixed: Sql
  /** Columns of the order within the range, all in one direction; the last is unique. */
  readonly key: readonly string[]
  readonly descending: boolean
  /** The table itself: its key is the item's number alone, so ranges are cut by arithmetic. */
  readonly byNumber: boolean
}

export interface Gathering {
  readonly key: string
  readonly source: NumberSource
  /** `before`: the residue names the set, so nothing can be checked without it. Otherwise the residue checks rows themselves, and this does the same once it is worth its cost. */
  readonly when: 'before' | Sql
}

export interface Walk {
  readonly kind: 'walk'
  readonly segments: readonly Segment[]
  readonly residue: Sql | null
  /** Rows in all, where the counters know. */
  readonly total: number | null
  /** The set that takes the place of a part of the residue. */
  readonly gathering: Gathering | null
}
/** A common text by order of arrival. */
export interface TextList {
  readonly kind: 'text'
  readonly way: TextWay
  readonly check: Sql | null
  /** Its newest rows. */
  readonly first: readonly number[]
}
export interface Handful {
  readonly kind: 'handful'
  readonly ids: readonly number[]
}

/** At most so many rows are sorted; each is looked up once, some microseconds apiece. */
export const HANDFUL = 4000

/** Rows looked at a step when a set is gathered. */
const GATHERED = 4096

const NOTHING: Handful = { kind: 'handful', ids: [] }
const TRUE: Sql = { text: '1', values: [] }
const plain = (text: string): Sql => ({ text, values: [] })

/** @throws StoreFailure `filter` */
export function planOf(db: ReadDb, filter: ItemFilter, sort: ItemSort): Walk | TextList | Handful {
  const conditions = conditionsOf(filter.where)
  if (passesNothing(conditions)) return NOTHING
  const text = filter.search?.trim() ?? ''
  if (text !== '') {
    const sought = soughtBy(text)
    switch (sought.kind) {
      case 'nothing':
        return NOTHING
      case 'item':
        conditions.push({ kind: 'identifier', field: 'item', allowed: [sought.identifier], sql: { text: 'item.item = ?', values: [sought.identifier] } })
        break
      case 'receptacle':
      case 'dispatch':
        conditions.push({ kind: 'text', field: sought.kind, allowed: [sought.identifier], sql: { text: `item.${sought.kind} = ?`, values: [sought.identifier] } })
        break
      case 'text': {
        for (const way of sought.ways) {
          const first = newestByText(db, way, HANDFUL + 1)
          if (first.length > HANDFUL) return planOfText(db, conditions, sort, way, first)
          if (first.length > 0) return conditions.length === 0 && sort === 'newest' ? { kind: 'handful', ids: first } : chosen(db, first, conditions, sort)
        }
        return NOTHING
      }
    }
  }
  const identifiers = conditions.find((condition) => condition.kind === 'identifier')
  if (identifiers) return chosen(db, numbersOf(db, identifiers.field, identifiers.allowed), conditions, sort)
  const moved = conditions.find((condition) => condition.kind === 'moved')
  if (moved)
    return chosen(
      db,
      numbersMoved(db, moved.sets),
      conditions.filter((condition) => condition !== moved),
      sort,
    )
  return planOfConditions(db, conditions, sort)
}

/** The items of sets of cases, each once: each set from its own index, its items from theirs. */
function numbersMoved(db: ReadDb, sets: Extract<Condition, { kind: 'moved' }>['sets']): number[] {
  const numbers = new Set<number>()
  for (const { cases, traits } of sets) {
    const text = `SELECT item.id FROM (${cases.text}) AS moved CROSS JOIN item INDEXED BY item_case ON item.case_id = moved.case_id WHERE ${traits.text}`
    for (const id of column<number>(db, text, [...cases.values, ...traits.values])) numbers.add(id)
  }
  return [...numbers]
}

function planOfConditions(db: ReadDb, conditions: readonly Condition[], sort: ItemSort): Walk | Handful {
  const drivers = driversOf(db, conditions)
  const best = drivers.toSorted((a, b) => a.rows - b.rows).at(0)
  const walk = sort === 'newest' || sort === 'oldest' ? walkByNumber(conditions, sort, drivers) : walkBySort(conditions, sort)
  const total = totalOf(db, conditions)
  if (walk.residue.length > 0 && best !== undefined && best.rows <= HANDFUL) {
    const rest = and(conditions.filter((condition) => !best.covers.includes(condition)).map((condition) => condition.sql))
    const ids = column<number>(db, `SELECT item.id FROM ${best.from} WHERE ${best.fixed.text} AND ${rest.text} ORDER BY ${ORDER[sort]}`, [...best.fixed.values, ...rest.values])
    return { kind: 'handful', ids }
  }
  const residue = walk.residue.length === 0 ? null : and(walk.residue)
  return { kind: 'walk', segments: walk.segments, residue, total, gathering: residue !== null && sort === 'item' ? gatheringOf(db, residue, best) : null }
}

/** Full order of a handful. `NULLS LAST` as in the walks: what belongs to no dispatch comes after all that do. */
const ORDER: Record<ItemSort, string> = {
  newest: 'item.id DESC',
  oldest: 'item.id',
  item: 'item.case_id',
  lane: 'item.open DESC, item.lane DESC, item.id DESC',
  state: 'item.state, item.id DESC',
  dispatch: 'item.dispatch IS NULL, item.dispatch, item.id',
  receptacle: 'item.receptacle IS NULL, item.receptacle, item.id',
}

/** The chosen items that pass the filter, in order. */
function chosen(db: ReadDb, ids: readonly number[], conditions: readonly Condition[], sort: ItemSort): Handful {
  if (ids.length === 0) return NOTHING
  const rest = and(conditions.map((condition) => condition.sql))
  return {
    kind: 'handful',
    ids: column<number>(db, `SELECT item.id FROM json_each(?) AS chosen CROSS JOIN item ON item.id = chosen.value WHERE ${rest.text} ORDER BY ${ORDER[sort]}`, [
      JSON.stringify(ids),
      ...rest.values,
    ]),
  }
}

/** Every case of these identifiers, the latest of each first; a case id begins with the identifier and `#` or `~`. */
export function numbersOf(db: ReadDb, field: 'item' | 'case', identifiers: readonly string[]): number[] {
  return identifiers.flatMap((identifier) => {
    if (field === 'case') return column<number>(db, 'SELECT id FROM item INDEXED BY item_case WHERE case_id = ?', [identifier])
    const lives = all<{ id: number; first_ms: number }>(db, 'SELECT id, first_ms FROM item INDEXED BY item_case WHERE case_id >= ? AND case_id < ? AND item = ?', [
      `${identifier}#`,
      `${identifier}~~`,
      identifier,
    ])
    return lives.toSorted((a, b) => b.first_ms - a.first_ms || b.id - a.id).map(({ id }) => id)
  })
}

/** An index that holds all rows of one condition (or two), and how many they are. */
interface Driver {
  readonly rows: number
  readonly from: string
  readonly fixed: Sql
  readonly covers: readonly Condition[]
  /** Its rows come by number, since all columns before the number are fixed. */
  readonly ordered: boolean
}

function driversOf(db: ReadDb, conditions: readonly Condition[]): Driver[] {
  const drivers: Driver[] = []
  const tallies = conditions.filter((condition) => condition.kind === 'tally')
  for (const condition of conditions) {
    switch (condition.kind) {
      case 'text': {
        const { field, allowed, sql } = condition
        const person = field === 'assignee' || field === 'examiner'
        if (person && allowed.includes(null)) break
        const rows = allowed.reduce(
          (sum, name) =>
            sum +
            (name === null ? Infinity : person ? bounded(db, `item INDEXED BY item_${field}`, { text: `item.${field} = ?`, values: [name] }) : consignmentItems(db, field, name)),
          0,
        )
        drivers.push({
          rows,
          from: `item INDEXED BY item_${field}`,
          fixed: allowed.length === 1 ? one(field, allowed[0] ?? null) : sql,
          covers: [condition],
          ordered: allowed.length === 1,
        })
        break
      }
      case 'mark': {
        const from = `item INDEXED BY item_${condition.field}`
        drivers.push({ rows: bounded(db, from, condition.sql), from, fixed: condition.sql, covers: [condition], ordered: true })
        break
      }
      case 'tally': {
        const rows = tallyOf(db, [condition])
        if (condition.field === 'state')
          drivers.push({ rows, from: 'item INDEXED BY item_state', fixed: condition.sql, covers: [condition], ordered: condition.allowed.size === 1 })
        if (condition.field === 'targeted' && condition.allowed.size === 1 && condition.allowed.has(1))
          drivers.push({ rows, from: 'item INDEXED BY item_targeted', fixed: condition.sql, covers: [condition], ordered: true })
        break
      }
      case 'unreturned': {
        const released = tallies.find((one) => one.field === 'state' && one.allowed.size === 1 && one.allowed.has(RELEASED))
        if (released === undefined) break
        const fixed = plain(`item.state = ${RELEASED} AND item.returned = 0`)
        const from = 'item INDEXED BY item_unreturned'
        drivers.push({ rows: bounded(db, from, fixed), from, fixed, covers: [condition, released], ordered: true })
        break
      }
      case 'identifier':
      case 'moved':
      case 'other':
        break
    }
  }
  const open = tallies.find((condition) => condition.field === 'open' && condition.allowed.size === 1)
  const lane = tallies.find((condition) => condition.field === 'lane')
  const declared = tallies.find((condition) => condition.field === 'declared' && condition.allowed.size === 1 && condition.allowed.has(0))
  if (open !== undefined) {
    const covers = lane === undefined ? [open] : [open, lane]
    drivers.push({ rows: tallyOf(db, covers), from: 'item INDEXED BY item_lane', fixed: and(covers.map((condition) => condition.sql)), covers, ordered: lane?.allowed.size === 1 })
    if (declared !== undefined && open.allowed.has(1)) {
      drivers.push({ rows: tallyOf(db, [open, declared]), from: 'item INDEXED BY item_undeclared', fixed: and([declared.sql, open.sql]), covers: [open, declared], ordered: true })
    }
  } else if (lane !== undefined) {
    drivers.push({ rows: tallyOf(db, [lane]), from: 'item INDEXED BY item_lane', fixed: and([plain('item.open IN (0, 1)'), lane.sql]), covers: [lane], ordered: false })
  }
  return drivers
}

/** As the partial index of what was not returned spells it. */
const RELEASED = CASE_STATES.indexOf('released')

const one = (field: string, name: string | null): Sql => (name === null ? plain(`item.${field} IS NULL`) : { text: `item.${field} = ?`, values: [name] })

/** Rows of a small index, counted as far as it matters. */
function bounded(db: ReadDb, from: string, fixed: Sql): number {
  return value<number>(db, `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${fixed.text} LIMIT ${HANDFUL + 1})`, fixed.values) ?? 0
}

interface Planned {
  readonly segments: readonly Segment[]
  readonly residue: readonly Sql[]
}

/** Newest and oldest: the index of the rarest condition whose rows come by number, else the table itself. */
function walkByNumber(conditions: readonly Condition[], sort: 'newest' | 'oldest', drivers: readonly Driver[]): Planned {
  const ordered = drivers.filter((driver) => driver.ordered)
  const whole = ordered.find((driver) => conditions.every((condition) => driver.covers.includes(condition)))
  const driver = whole ?? ordered.toSorted((a, b) => a.rows - b.rows).at(0)
  const residue = conditions.filter((condition) => driver === undefined || !driver.covers.includes(condition)).map((condition) => condition.sql)
  const descending = sort === 'newest'
  if (driver === undefined) return { segments: [{ from: 'item NOT INDEXED', fixed: TRUE, key: ['item.id'], descending, byNumber: true }], residue }
  return { segments: [{ from: driver.from, fixed: driver.fixed, key: ['item.id'], descending, byNumber: false }], residue }
}

/** The index of the sort, in as many ranges as its first columns have values. */
function walkBySort(conditions: readonly Condition[], sort: Exclude<ItemSort, 'newest' | 'oldest'>): Planned {
  const segments: Segment[] = []
  const used: Condition[] = []
  const allowed = (field: 'state' | 'lane' | 'open', every: readonly number[]): number[] => {
    const of = conditions.filter((condition) => condition.kind === 'tally' && condition.field === field)
    used.push(...of)
    return every.filter((number) => of.every((condition) => condition.kind === 'tally' && condition.allowed.has(number)))
  }
  const add = (index: string, fixed: Sql, key: readonly string[], descending: boolean) =>
    segments.push({ from: `item INDEXED BY ${index}`, fixed, key, descending, byNumber: false })
  switch (sort) {
    case 'item':
      add('item_case', TRUE, ['item.case_id'], false)
      break
    case 'lane':
      for (const open of allowed('open', [1, 0])) {
        for (const lane of allowed('lane', LANES.map((_, index) => index).toReversed())) add('item_lane', plain(`item.open = ${open} AND item.lane = ${lane}`), ['item.id'], true)
      }
      break
    case 'state':
      for (const state of allowed(
        'state',
        CASE_STATES.map((_, index) => index),
      ))
        add('item_state', plain(`item.state = ${state}`), ['item.id'], true)
      break
    case 'dispatch':
    case 'receptacle': {
      const named = conditions.find((condition) => condition.kind === 'text' && condition.field === sort)
      if (named?.kind === 'text') {
        used.push(named)
        for (const name of named.allowed.toSorted(nullsLast)) add(`item_${sort}`, one(sort, name), ['item.id'], false)
      } else {
        add(`item_${sort}`, plain(`item.${sort} IS NOT NULL`), [`item.${sort}`, 'item.id'], false)
        add(`item_${sort}`, one(sort, null), ['item.id'], false)
      }
      break
    }
  }
  return { segments, residue: conditions.filter((condition) => !used.includes(condition)).map((condition) => condition.sql) }
}

function nullsLast(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}

/** A common text: by order of arrival its list is taken as it is; otherwise the index of the sort is walked, and each row looked up in the list. */
function planOfText(db: ReadDb, conditions: readonly Condition[], sort: ItemSort, way: TextWay, first: readonly number[]): Walk | TextList {
  if (sort === 'newest' || sort === 'oldest') return { kind: 'text', way, check: conditions.length === 0 ? null : and(conditions.map((condition) => condition.sql)), first }
  readyToGather(db)
  const key = `${versionOf(db)} ${way.by} ${way.match} ${way.by === 'fragment' ? way.fragment : ''}`
  let last: number | undefined
  const source: NumberSource = (on) => {
    const numbers = newestByText(on, way, TAKEN, last)
    last = numbers.at(-1)
    return { numbers, done: numbers.length < TAKEN }
  }
  const { segments, residue } = walkBySort(conditions, sort)
  return { kind: 'walk', segments, residue: and([isGathered(key), ...residue]), total: null, gathering: { key, source, when: 'before' } }
}

/**
 * In the order of identifiers each row lies on another page of the table, so checking all of them costs ten
 * times what it costs in the order they lie in. The first rows are checked where they stand; for all, the
 * matches are gathered first: through the index of the rarest condition, or through the table.
 */
function gatheringOf(db: ReadDb, residue: Sql, driver: Driver | undefined): Gathering {
  readyToGather(db)
  const key = `${versionOf(db)} ${residue.text} ${JSON.stringify(residue.values)}`
  const { low, high } = boundsOf(db)
  const rare = driver !== undefined && driver.rows * 8 < tallyOf(db, [])
  const [source, portion] = rare ? [and([driver.fixed, residue]), GATHERED * 16] : [residue, GATHERED]
  let from = low
  return {
    key,
    when: isGathered(key),
    source: (on) => {
      const to = from + portion
      const numbers = column<number>(on, `SELECT item.id FROM ${rare ? driver.from : 'item NOT INDEXED'} WHERE item.id >= ? AND item.id < ? AND ${source.text}`, [
        from,
        to,
        ...source.values,
      ])
      from = to
      return { numbers, done: to > high }
    },
  }
}

/** Rows of a filter that the counters can tell apart; `null` where they cannot. */
function totalOf(db: ReadDb, conditions: readonly Condition[]): number | null {
  const tallies = conditions.filter((condition) => condition.kind === 'tally')
  if (tallies.length === conditions.length) return tallyOf(db, tallies)
  const [first, ...others] = conditions.filter((condition) => condition.kind !== 'tally')
  if (first?.kind !== 'text' || others.length > 0 || first.field === 'assignee' || first.field === 'examiner' || first.allowed.includes(null)) return null
  const field = first.field
  // Their counters do not tell lanes apart.
  if (tallies.some((condition) => condition.field === 'lane')) return null
  const passes = (part: Part): boolean =>
    tallies.every(({ field: asked, allowed }) =>
      allowed.has(asked === 'open' ? (OPEN_BY_STATE[part.state] ?? 0) : asked === 'targeted' ? part.targeted : asked === 'declared' ? part.declared : part.state),
    )
  return first.allowed.reduce((sum, name) => sum + (name === null ? 0 : consignmentItems(db, field, name, passes)), 0)
}
