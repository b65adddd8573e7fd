/**
 * How the rows of a (filter, sort) are reached: always in the order of an index, never by sorting the store.
 *
 * A *walk* is a row of segments, each a contiguous range of one index (or of the table, or of a full-text
 * list) in the order wanted, and a residue of the filter to be checked row by row. Where the filter leaves
 * few rows and no index has them in order, they are a *handful*: fetched by their own index and sorted, since
 * sorting some thousand numbers is cheaper than walking a million rows past them.
 */
import type { ItemFilter, ItemSort } from '../../../shared/contract.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import type { ReadDb } from '../open.ts'
import type { TextRows } from './full-text.ts'
import { handfulOfText, knownText } from './full-text.ts'
import type { Gathering } from './gathered.ts'
import { isGathered, readyToGather } from './gathered.ts'
import type { Condition } from './item-filter.ts'
import { conditionsOf, OPEN_BY_STATE } from './item-filter.ts'
import { soughtBy } from './search-text.ts'
import type { Sql } from './statements.ts'
import { and, column, value } from './statements.ts'
import { consignmentItems, tallyOf } from './tallies.ts'

export interface Segment {
  readonly from: string
  /** What holds the index range together. */
  readonly fixed: Sql
  /** Columns of the order within the range, all in one direction; the last is unique. */
  readonly key: readonly string[]
  readonly descending: boolean
  /** The key is the item's number alone and comes from the table or a full-text list: ranges are cut by arithmetic. */
  readonly byNumber: boolean
  /** Where the key can be counted without the item's row: a full-text list by itself, else the same as `from`. */
  readonly counts: string
}

export interface Walk {
  readonly kind: 'walk'
  readonly segments: readonly Segment[]
  readonly residue: Sql | null
  /** Rows in all, where the counters know. */
  readonly total: number | null
  /** To be gathered before the residue can be checked. */
  readonly gathering: Gathering | null
}
export interface Handful {
  readonly kind: 'handful'
  readonly ids: readonly number[]
}

/** At most so many rows are sorted; each is looked up once, some microseconds apiece. */
export const HANDFUL = 10_000

const NOTHING: Handful = { kind: 'handful', ids: [] }
const TRUE: Sql = { text: '1', values: [] }
const plain = (text: string): Sql => ({ text, values: [] })

/** @throws StoreFailure `filter` */
export function planOf(db: ReadDb, filter: ItemFilter, sort: ItemSort): Walk | Handful {
  const conditions = conditionsOf(filter.where)
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
        const way = sought.ways.find((candidate) => knownText(db, candidate)) ?? null
        if (way === null) return NOTHING
        const found = handfulOfText(db, way, HANDFUL)
        if (found.kind === 'few' && conditions.length === 0 && sort === 'newest') return { kind: 'handful', ids: found.ids }
        return found.kind === 'few' ? chosen(db, found.ids, conditions, sort) : walkOfText(db, conditions, sort, found)
      }
    }
  }
  const identifiers = conditions.find((condition) => condition.kind === 'identifier')
  if (identifiers) return chosen(db, numbersOf(db, identifiers.field, identifiers.allowed), conditions, sort)
  return planOfConditions(db, conditions, sort)
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
  return { kind: 'walk', segments: walk.segments, residue: walk.residue.length === 0 ? null : and(walk.residue), total, gathering: null }
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
    ids: column<number>(db, `SELECT item.id FROM json_each(?) AS chosen CROSS JOIN item ON item.id = chosen.value WHERE ${rest.text} ORDER BY ${ORDER[sort]}`, [JSON.stringify(ids), ...rest.values]),
  }
}

/** Every case of these identifiers; each begins with the identifier and `#` or `~`. */
export function numbersOf(db: ReadDb, field: 'item' | 'case', identifiers: readonly string[]): number[] {
  return identifiers.flatMap((identifier) =>
    field === 'case'
      ? column<number>(db, 'SELECT id FROM item INDEXED BY item_case WHERE case_id = ?', [identifier])
      : column<number>(db, 'SELECT id FROM item INDEXED BY item_case WHERE case_id >= ? AND case_id < ? AND item = ?', [`${identifier}#`, `${identifier}~~`, identifier]),
  )
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
        if (field === 'assignee' && allowed.includes(null)) break
        const rows = allowed.reduce((sum, name) => sum + (name === null ? Infinity : field === 'assignee' ? bounded(db, 'item INDEXED BY item_assignee', { text: 'item.assignee = ?', values: [name] }) : consignmentItems(db, field, name)), 0)
        drivers.push({ rows, from: `item INDEXED BY item_${field}`, fixed: allowed.length === 1 ? one(field, allowed[0] ?? null) : sql, covers: [condition], ordered: allowed.length === 1 })
        break
      }
      case 'mark': {
        const from = `item INDEXED BY item_${condition.field}`
        drivers.push({ rows: bounded(db, from, condition.sql), from, fixed: condition.sql, covers: [condition], ordered: true })
        break
      }
      case 'tally': {
        const rows = tallyOf(db, [condition])
        if (condition.field === 'state') drivers.push({ rows, from: 'item INDEXED BY item_state', fixed: condition.sql, covers: [condition], ordered: condition.allowed.size === 1 })
        if (condition.field === 'targeted' && condition.allowed.size === 1 && condition.allowed.has(1)) drivers.push({ rows, from: 'item INDEXED BY item_targeted', fixed: condition.sql, covers: [condition], ordered: true })
        break
      }
      case 'identifier':
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
  if (driver === undefined) return { segments: [{ from: 'item NOT INDEXED', fixed: TRUE, key: ['item.id'], descending, byNumber: true, counts: 'item NOT INDEXED' }], residue }
  return { segments: [{ from: driver.from, fixed: driver.fixed, key: ['item.id'], descending, byNumber: false, counts: driver.from }], residue }
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
    segments.push({ from: `item INDEXED BY ${index}`, fixed, key, descending, byNumber: false, counts: `item INDEXED BY ${index}` })
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
      for (const state of allowed('state', CASE_STATES.map((_, index) => index))) add('item_state', plain(`item.state = ${state}`), ['item.id'], true)
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

/** A common text: by number its full-text list itself is walked; otherwise the index of the sort, each row checked against the list. */
function walkOfText(db: ReadDb, conditions: readonly Condition[], sort: ItemSort, found: Extract<TextRows, { kind: 'many' }>): Walk {
  const check = found.check === null ? [] : [found.check]
  if (sort === 'newest' || sort === 'oldest') {
    const residue = [...check, ...conditions.map((condition) => condition.sql)]
    return { kind: 'walk', segments: [{ ...found.by, descending: sort === 'newest' }], residue: residue.length === 0 ? null : and(residue), total: null, gathering: null }
  }
  readyToGather(db)
  const { segments, residue } = walkBySort(conditions, sort)
  return { kind: 'walk', segments, residue: and([isGathered(found.gathering.key), ...check, ...residue]), total: null, gathering: found.gathering }
}

/** Rows of a filter that the counters can tell apart; `null` where they cannot. */
function totalOf(db: ReadDb, conditions: readonly Condition[]): number | null {
  const tallies = conditions.filter((condition) => condition.kind === 'tally')
  if (tallies.length === conditions.length) return tallyOf(db, tallies)
  const [first, ...others] = conditions.filter((condition) => condition.kind !== 'tally')
  if (first?.kind !== 'text' || others.length > 0 || first.field === 'assignee' || first.allowed.includes(null)) return null
  const field = first.field
  const byState = tallies.every((condition) => condition.field === 'state' || condition.field === 'open')
  if (field === 'receptacle' ? tallies.length > 0 : !byState) return null
  const states = CASE_STATES.map((_, state) => state).filter((state) => tallies.every((condition) => condition.allowed.has(condition.field === 'open' ? (OPEN_BY_STATE[state] ?? 0) : state)))
  return first.allowed.reduce((sum, name) => sum + (name === null ? 0 : consignmentItems(db, field, name, tallies.length === 0 ? undefined : states)), 0)
}

