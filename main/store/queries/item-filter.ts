/**
 * A filter of the worklist as SQL: each clause becomes a condition with parameters only, and keeps enough of
 * itself for the planner of `walk.ts` to find the index that serves it.
 */
import type { ItemFilter } from '../../../shared/contract.ts'
import { CASE_STATES, CLOSED_STATES, LANES } from '../../../shared/domain/codes.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { readMovement } from '../../../shared/domain/movement.ts'
import { StoreFailure } from '../failure.ts'
import { casesOf, traitsOf } from './custody.ts'
import type { Sql } from './statements.ts'
import { and, marks } from './statements.ts'

type Clause = ItemFilter['where'][number]
export type ItemField = Clause['field']

/** Texts that an index knows; `null` stands for "has none". */
export type TextField = 'dispatch' | 'receptacle' | 'assignee' | 'examiner'

export type Condition =
  /** Decided by what the counters tell apart, so its rows are counted without looking at one. */
  | { readonly kind: 'tally'; readonly field: 'state' | 'lane' | 'targeted' | 'declared' | 'open'; readonly allowed: ReadonlySet<number>; readonly sql: Sql }
  | { readonly kind: 'text'; readonly field: TextField; readonly allowed: readonly (string | null)[]; readonly sql: Sql }
  /** `flagged`, `proposed`: few rows have them, and a partial index lists those. */
  | { readonly kind: 'mark'; readonly field: 'flagged' | 'proposed'; readonly sql: Sql }
  | { readonly kind: 'identifier'; readonly field: 'item' | 'case'; readonly allowed: readonly string[]; readonly sql: Sql }
  /** What the post has not confirmed: of released items, a partial index lists it. */
  | { readonly kind: 'unreturned'; readonly sql: Sql }
  /** The items behind a number of a balance: sets of case ids, each with what the item must have besides. */
  | { readonly kind: 'moved'; readonly sets: readonly { readonly cases: Sql; readonly traits: Sql }[]; readonly sql: Sql }
  | { readonly kind: 'other'; readonly sql: Sql }

/** States whose items need nothing more; `open` of the projection is their absence. */
const SHUT: readonly string[] = [...CLOSED_STATES, 'withdrawn']
/** By position in CASE_STATES: 1 where a case of that state is open. */
export const OPEN_BY_STATE: readonly number[] = CASE_STATES.map((state) => (SHUT.includes(state) ? 0 : 1))

const NEVER = '0'
/** Whether no row can pass, so that nothing need be asked; SQLite finds no plan for an empty list and a given index. */
export const passesNothing = (conditions: readonly Condition[]): boolean => conditions.some((one) => one.sql.text === NEVER)

/** @throws StoreFailure `filter` where a value is none that the field can have */
export function conditionsOf(where: readonly Clause[]): Condition[] {
  return where.flatMap((clause) => {
    const asked = condition(clause)
    // Whoever has this flag is flagged, and an index lists those few.
    return clause.field === 'flag' && clause.op === 'is' ? [FLAGGED, asked] : [asked]
  })
}

const FLAGGED: Condition = { kind: 'mark', field: 'flagged', sql: { text: 'item.flagged = 1', values: [] } }

function condition(clause: Clause): Condition {
  const { field, op } = clause
  switch (field) {
    case 'state':
      return tally(clause, CASE_STATES, (text) => CASE_STATES.findIndex((state) => state === text))
    case 'lane':
      return tally(clause, LANES, (text) => LANES.findIndex((lane) => lane === text))
    case 'targeted':
    case 'declared':
    case 'open':
      return tally(clause, ['true', 'false'], truth)
    case 'flagged':
    case 'proposed': {
      const allowed = allowedOf(
        clause,
        [0, 1],
        clause.values.map((text) => truthOf(clause, text)),
      )
      if (allowed.size === 1 && allowed.has(1)) return { kind: 'mark', field, sql: { text: `item.${field} = 1`, values: [] } }
      return { kind: 'other', sql: { text: allowed.size === 0 ? NEVER : `item.${field} IN (${[...allowed].join(', ')})`, values: [] } }
    }
    case 'dispatch':
    case 'receptacle':
    case 'assignee':
    case 'examiner': {
      const values = clause.values.map((text) => absent(field === 'assignee' || field === 'examiner' ? text.trim() : normaliseIdentifier(text)))
      const sql = textSql(`item.${field}`, op, values)
      return op === 'is' ? { kind: 'text', field, allowed: [...new Set(values)], sql } : { kind: 'other', sql }
    }
    case 'item':
    case 'case': {
      const values = field === 'item' ? clause.values.map(normaliseIdentifier) : clause.values.map((text) => text.trim())
      const sql = textSql(field === 'item' ? 'item.item' : 'item.case_id', op, values)
      return op === 'is' ? { kind: 'identifier', field, allowed: [...new Set(values)], sql } : { kind: 'other', sql }
    }
    case 'class':
      return { kind: 'other', sql: textSql('item.class', op, upper(clause)) }
    case 'originCountry':
      return { kind: 'other', sql: textSql('item.origin_country', op, upper(clause)) }
    case 'currency':
      return { kind: 'other', sql: textSql('item.currency', op, upper(clause)) }
    case 'lastEvent':
      return { kind: 'other', sql: textSql('item.last_event', op, upper(clause)) }
    case 'heldHours':
      return heldFor(clause)
    case 'reasoned':
    case 'returned': {
      const allowed = allowedOf(
        clause,
        [0, 1],
        clause.values.map((text) => truthOf(clause, text)),
      )
      if (field === 'reasoned')
        return { kind: 'other', sql: { text: allowed.size === 0 ? NEVER : allowed.size === 2 ? '1' : `item.hold_reason IS ${allowed.has(1) ? 'NOT ' : ''}NULL`, values: [] } }
      if (allowed.size === 1 && allowed.has(0)) return { kind: 'unreturned', sql: { text: 'item.returned = 0', values: [] } }
      return { kind: 'other', sql: { text: allowed.size === 0 ? NEVER : `item.returned IN (${[...allowed].join(', ')})`, values: [] } }
    }
    case 'nature':
      return { kind: 'other', sql: textSql('item.nature', op, clause.values.map(absent)) }
    case 'moved':
      return moved(clause)
    case 'flag':
      return within(clause, `item.flags IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(item.flags) AS flag WHERE flag.value IN (${marks(clause.values.length)}))`)
    case 'rule':
      return within(clause, `item.hits IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(item.hits) AS hit WHERE hit.value ->> 'rule' IN (${marks(clause.values.length)}))`)
  }
}

/** The clock that views of waiting items go by moves in steps, so that a list is not another one at every look. */
const CLOCK_MS = 60_000

/** Held for so many hours or longer, as of now: the least of the numbers given. */
function heldFor(clause: Clause): Condition {
  const hours = clause.values.map((text) => Number(text.trim().replace(',', '.')))
  if (hours.some((number) => !Number.isFinite(number) || number < 0)) throw badValue(clause.field, clause.values.join(', '), ['a number of hours'])
  const since = Math.floor(Date.now() / CLOCK_MS) * CLOCK_MS - Math.min(...hours) * 3_600_000
  return { kind: 'other', sql: { text: clause.op === 'is' ? 'item.held_ms <= ?' : '(item.held_ms IS NULL OR item.held_ms > ?)', values: [since] } }
}

function moved(clause: Clause): Condition {
  const now = Date.now()
  const sets = clause.values.flatMap((text) => {
    const movement = readMovement(text)
    if (movement === null) throw badValue(clause.field, text, ['released;from=…;to=…'])
    const traits = and(traitsOf(movement))
    return casesOf(movement, now).map((cases) => ({ cases, traits }))
  })
  const text = sets.map(({ cases, traits }) => `(item.case_id IN (${cases.text}) AND ${traits.text})`).join(' OR ')
  const values = sets.flatMap(({ cases, traits }) => [...cases.values, ...traits.values])
  if (clause.op === 'not') return { kind: 'other', sql: { text: `NOT (${text})`, values } }
  return { kind: 'moved', sets, sql: { text: `(${text})`, values } }
}

function within(clause: Clause, text: string): Condition {
  return { kind: 'other', sql: { text: clause.op === 'is' ? `(${text})` : `NOT (${text})`, values: clause.values } }
}

function tally(clause: Clause & { readonly field: ItemField }, names: readonly string[], position: (text: string) => number): Condition {
  const field = clause.field as Extract<Condition, { kind: 'tally' }>['field']
  const numbers = clause.values.map((text) => {
    const number = position(text.trim().toLowerCase())
    if (number === -1) throw badValue(clause.field, text, names)
    return number
  })
  const every = field === 'state' || field === 'lane' ? names.map((_, index) => index) : [0, 1]
  const allowed = allowedOf(clause, every, numbers)
  const list = [...allowed].toSorted((a, b) => a - b).join(', ')
  if (field === 'declared') {
    const text = allowed.size === 2 ? '1' : allowed.size === 0 ? NEVER : allowed.has(1) ? 'item.declaration IS NOT NULL' : 'item.declaration IS NULL'
    return { kind: 'tally', field, allowed, sql: { text, values: [] } }
  }
  // A lone number as `=`: that is what a partial index and an ordered one can be used by.
  return { kind: 'tally', field, allowed, sql: { text: allowed.size === 0 ? NEVER : allowed.size === 1 ? `item.${field} = ${list}` : `item.${field} IN (${list})`, values: [] } }
}

function allowedOf(clause: Clause, every: readonly number[], named: readonly number[]): ReadonlySet<number> {
  return new Set(every.filter((number) => named.includes(number) === (clause.op === 'is')))
}

/** SQL's own NULL is neither in nor out of a list; here an absent value is a value like others. */
function textSql(name: string, op: Clause['op'], values: readonly (string | null)[]): Sql {
  const named = values.filter((text) => text !== null)
  const none = named.length < values.length
  const list = `${name} ${op === 'is' ? 'IN' : 'NOT IN'} (${marks(named.length)})`
  if (op === 'is') {
    if (!none) return { text: list, values: named }
    return { text: named.length === 0 ? `${name} IS NULL` : `(${list} OR ${name} IS NULL)`, values: named }
  }
  if (none) return { text: named.length === 0 ? `${name} IS NOT NULL` : `(${list} AND ${name} IS NOT NULL)`, values: named }
  return { text: `(${list} OR ${name} IS NULL)`, values: named }
}

/** An empty value asks for rows that have none: `dispatch=`. */
const absent = (text: string): string | null => (text.trim() === '' ? null : text.trim())
const upper = (clause: Clause): (string | null)[] => clause.values.map((text) => absent(text.toUpperCase()))

function truth(text: string): number {
  return text === 'true' || text === 'yes' || text === '1' ? 1 : text === 'false' || text === 'no' || text === '0' ? 0 : -1
}

function truthOf(clause: Clause, text: string): number {
  const number = truth(text.trim().toLowerCase())
  if (number === -1) throw badValue(clause.field, text, ['true', 'false'])
  return number
}

function badValue(field: ItemField, text: string, names: readonly string[]): StoreFailure {
  const problem = `“${text}” is no value of ${field}. It can be: ${names.join(', ')}.`
  return new StoreFailure('filter', problem, { field, value: text, problem })
}
