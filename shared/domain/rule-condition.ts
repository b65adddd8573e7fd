/**
 * Reads the condition of a rule, with the path of whatever is wrong.
 *
 * By hand, and bounded before it recurses: a rule may come from a file or another office, and depth 100,000
 * must be an error message, not a broken stack.
 */
import { RULE_FIELDS, type Field, type FieldType } from './rule-fields.ts'

export const OPERATORS = ['is', 'isNot', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'between', 'present', 'missing', 'startsWith', 'contains', 'word', 'vague', 'share'] as const
export type Operator = (typeof OPERATORS)[number]

/** Codes of a code table; with `where`, only of rows whose column has one of these values (`''`: empty or absent). */
export interface TableRef {
  readonly table: string
  readonly where?: Where
}
export type Where = Readonly<Record<string, string | readonly string[]>>
/** An amount of money. Without a currency it is compared with amounts of any currency; with one, only with that. */
export interface Amount {
  readonly amount: string | number
  readonly currency?: string
}
export type Operand = string | number | boolean | Amount | TableRef | readonly (string | number | Amount)[]

/** One field against one operand. `present`, `missing` and `vague` take none. */
export interface FieldTest {
  readonly field: string
  readonly op: Operator
  readonly value?: Operand
}
/** A row of a code table whose columns equal fields of the item; an empty cell matches anything, an empty row nothing. */
export interface TableTest {
  readonly inTable: string
  /** Column (`code` or a column of the table) → field. */
  readonly match: Readonly<Record<string, string>>
  readonly where?: Where
}
/**
 * `onePiece`: there is one content piece for which all of it holds. Outside of it each `piece.…` test looks
 * for a piece of its own.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly onePiece: Condition }
  | TableTest
  | FieldTest

/** What is wrong with a rule, and where. `code` names an entry `error.<code>` of the catalogues; `text` is its English. */
export interface RuleError {
  /** As in JavaScript: `when.all[2].value`; empty for the whole. */
  readonly path: string
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
  readonly text: string
}

/** Bounds of one rule. Generous for people, small enough that no rule slows intake or breaks a stack. */
export const RULE_LIMITS = { json: 100_000, depth: 16, conditions: 200, list: 1000, text: 500, errors: 20 } as const

type Fail = (path: string, code: string, values?: RuleError['values']) => void

/** What each type of field can be asked. */
const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['is', 'isNot', 'in', 'notIn', 'present', 'missing', 'startsWith', 'contains', 'word', 'vague'],
  code: ['is', 'isNot', 'in', 'notIn', 'present', 'missing', 'startsWith'],
  number: ['is', 'isNot', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'between', 'present', 'missing'],
  money: ['is', 'isNot', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'between', 'present', 'missing'],
  boolean: ['is', 'isNot'],
  date: ['is', 'isNot', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'between', 'present', 'missing'],
  key: ['share'],
}

interface Reader {
  readonly fail: Fail
  /** Names that the reason's text may use. */
  readonly values: Set<string>
  conditions: number
}

/** The condition, and the value names it offers to the reason's text; `null` when `fail` was called. */
export function readCondition(value: unknown, fail: Fail): { readonly condition: Condition; readonly values: ReadonlySet<string> } | null {
  const reader: Reader = { fail, values: new Set(), conditions: 0 }
  const condition = condition_(value, 'when', 1, reader)
  return condition === null ? null : { condition, values: reader.values }
}

function condition_(value: unknown, path: string, depth: number, reader: Reader): Condition | null {
  const { fail } = reader
  if (depth > RULE_LIMITS.depth) return refuse(fail, path, 'rule-depth', { limit: RULE_LIMITS.depth })
  if (++reader.conditions > RULE_LIMITS.conditions) {
    return reader.conditions === RULE_LIMITS.conditions + 1 ? refuse(fail, path, 'rule-conditions', { limit: RULE_LIMITS.conditions }) : null
  }
  if (!isRecord(value)) return refuse(fail, path, 'rule-condition')
  if (Object.hasOwn(value, 'all')) return onlyKeys(value, ['all'], path, fail) ? group('all', value['all'], path, depth, reader) : null
  if (Object.hasOwn(value, 'any')) return onlyKeys(value, ['any'], path, fail) ? group('any', value['any'], path, depth, reader) : null
  if (Object.hasOwn(value, 'not')) {
    const inner = onlyKeys(value, ['not'], path, fail) ? condition_(value['not'], `${path}.not`, depth + 1, reader) : null
    return inner === null ? null : { not: inner }
  }
  if (Object.hasOwn(value, 'onePiece')) {
    const inner = onlyKeys(value, ['onePiece'], path, fail) ? condition_(value['onePiece'], `${path}.onePiece`, depth + 1, reader) : null
    return inner === null ? null : { onePiece: inner }
  }
  if (Object.hasOwn(value, 'inTable')) return onlyKeys(value, ['inTable', 'match', 'where'], path, fail) ? tableTest(value, path, reader) : null
  if (Object.hasOwn(value, 'field')) return onlyKeys(value, ['field', 'op', 'value'], path, fail) ? fieldTest(value, path, reader) : null
  return refuse(fail, path, 'rule-condition')
}

function group(kind: 'all' | 'any', value: unknown, path: string, depth: number, reader: Reader): Condition | null {
  if (!Array.isArray(value) || value.length === 0) return refuse(reader.fail, `${path}.${kind}`, 'rule-group')
  const inner: Condition[] = []
  let sound = true
  for (let i = 0; i < value.length; i++) {
    const condition = condition_(value[i], `${path}.${kind}[${i}]`, depth + 1, reader)
    if (condition === null) sound = false
    else inner.push(condition)
    if (reader.conditions > RULE_LIMITS.conditions) return null
  }
  if (!sound) return null
  return kind === 'all' ? { all: inner } : { any: inner }
}

function tableTest(value: Readonly<Record<string, unknown>>, path: string, reader: Reader): Condition | null {
  const { fail } = reader
  const table = value['inTable']
  if (!isTableName(table)) return refuse(fail, `${path}.inTable`, 'rule-table')
  const match = value['match']
  if (!isRecord(match) || Object.keys(match).length === 0 || Object.keys(match).length > 10) return refuse(fail, `${path}.match`, 'rule-match')
  const columns: Record<string, string> = Object.create(null)
  for (const [column, name] of Object.entries(match)) {
    const field = known(name, `${path}.match.${column.slice(0, 60)}`, reader)
    if (field === null) return null
    if (field.type !== 'code' || field.of === 'list') return refuse(fail, `${path}.match.${column.slice(0, 60)}`, 'rule-match')
    columns[column] = field.name
  }
  const where = whereOf(value['where'], `${path}.where`, fail)
  return where === null ? null : { inTable: table, match: { ...columns }, ...(where === undefined ? {} : { where }) }
}

function fieldTest(value: Readonly<Record<string, unknown>>, path: string, reader: Reader): Condition | null {
  const { fail } = reader
  const field = known(value['field'], `${path}.field`, reader)
  if (field === null) return null
  const op = OPERATORS.find((operator) => operator === value['op'])
  const possible = OPERATORS_OF[field.type]
  if (op === undefined || !possible.includes(op)) return refuse(fail, `${path}.op`, 'rule-operator', { field: field.name, operators: possible.join(', ') })
  const operand = value['value']
  if (op === 'present' || op === 'missing' || op === 'vague') {
    return operand === undefined ? { field: field.name, op } : refuse(fail, `${path}.value`, 'rule-no-value', { operator: op })
  }
  if (!fits(operand, op, field.type, `${path}.value`, fail)) return null
  return { field: field.name, op, value: operand }
}

function known(name: unknown, path: string, reader: Reader): Field | null {
  const field = typeof name === 'string' ? RULE_FIELDS.get(name) : undefined
  if (field === undefined) return refuse(reader.fail, path, 'rule-field', { field: String(name).slice(0, 60) })
  reader.values.add(field.value)
  if (field.grams) reader.values.add(kilogramName(field.value))
  if (field.type === 'money') reader.values.add(currencyName(field))
  return field
}

/** `netWeightG` → `netWeightKg`: people read kilograms. */
export const kilogramName = (value: string): string => value.replace(/G$/, 'Kg')

/** The currency of an amount: `currency` for the piece’s value, `totalValueCurrency` and so on for the others. */
export const currencyName = (field: Field): string => (field.of === 'piece' ? 'currency' : `${field.value}Currency`)

/** Whether an operand is what the operator takes; else says what it takes. */
function fits(operand: unknown, op: Operator, type: FieldType, path: string, fail: Fail): operand is Operand {
  switch (op) {
    case 'in':
    case 'notIn':
      if (isRecord(operand) && Object.hasOwn(operand, 'table')) return tableOperand(operand, type, path, fail)
      return list(operand, (one, at) => scalar(one, type, at, fail), path, fail)
    case 'word':
      if (isRecord(operand)) return tableOperand(operand, type, path, fail)
      return typeof operand === 'string' ? scalar(operand, type, path, fail) : list(operand, (one, at) => scalar(one, type, at, fail), path, fail)
    case 'between':
      if (!Array.isArray(operand) || operand.length !== 2) return wrong(fail, path, 'rule-between')
      return scalar(operand[0], type, `${path}[0]`, fail) && scalar(operand[1], type, `${path}[1]`, fail)
    case 'share':
      return typeof operand === 'number' && Number.isInteger(operand) && operand >= 0 && operand <= 1000 ? true : wrong(fail, path, 'rule-share')
    default:
      return scalar(operand, type, path, fail)
  }
}

function list(operand: unknown, each: (value: unknown, path: string) => boolean, path: string, fail: Fail): boolean {
  if (!Array.isArray(operand) || operand.length === 0) return wrong(fail, path, 'rule-list')
  if (operand.length > RULE_LIMITS.list) return wrong(fail, path, 'rule-list-size', { limit: RULE_LIMITS.list })
  let sound = true
  for (let i = 0; i < operand.length; i++) sound = each(operand[i], `${path}[${i}]`) && sound
  return sound
}

function scalar(value: unknown, type: FieldType, path: string, fail: Fail): boolean {
  switch (type) {
    case 'text':
    case 'code':
      if (typeof value !== 'string' || value.trim() === '') return wrong(fail, path, 'rule-text')
      return value.length <= RULE_LIMITS.text ? true : wrong(fail, path, 'rule-text-size', { limit: RULE_LIMITS.text })
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? true : wrong(fail, path, 'rule-number')
    case 'boolean':
      return typeof value === 'boolean' ? true : wrong(fail, path, 'rule-boolean')
    case 'date':
      return typeof value === 'string' && value.length === 10 && !Number.isNaN(momentMs(value)) ? true : wrong(fail, path, 'rule-date', { text: String(value).slice(0, 60) })
    case 'money':
      return amountOf(value) === null ? wrong(fail, path, 'rule-amount') : true
    case 'key':
      return wrong(fail, path, 'rule-share')
  }
}

function tableOperand(operand: Readonly<Record<string, unknown>>, type: FieldType, path: string, fail: Fail): boolean {
  if (type !== 'text' && type !== 'code') return wrong(fail, path, 'rule-list')
  if (!onlyKeys(operand, ['table', 'where'] satisfies (keyof TableRef)[], path, fail)) return false
  if (!isTableName(operand['table'])) return wrong(fail, `${path}.table`, 'rule-table')
  return whereOf(operand['where'], `${path}.where`, fail) !== null
}

function whereOf(value: unknown, path: string, fail: Fail): Where | undefined | null {
  if (value === undefined) return undefined
  const sound = (one: unknown): boolean => typeof one === 'string' && one.length <= RULE_LIMITS.text
  if (!isRecord(value) || Object.keys(value).length > 10) return refuse(fail, path, 'rule-where')
  for (const one of Object.values(value)) {
    if (!(sound(one) || (Array.isArray(one) && one.length <= 20 && one.every(sound)))) return refuse(fail, path, 'rule-where')
  }
  return value as Where
}

/** Longest amounts: 12 digits before the point, 6 after it, so that all arithmetic stays within safe integers. */
const DECIMAL = /^-?\d{1,12}(\.\d{1,6})?$/

/** An amount of a rule in units of 10^-exponent, or `null` where it is none. */
export function amountOf(value: unknown): { readonly minor: number; readonly exponent: number; readonly currency: string | null } | null {
  if (typeof value === 'string' || typeof value === 'number') return amountOf({ amount: value } satisfies Amount)
  if (!isRecord(value)) return null
  const { amount, currency } = value
  if (Object.keys(value).some((key) => key !== 'amount' && key !== 'currency')) return null
  if (currency !== undefined && !(typeof currency === 'string' && /^[A-Z]{3}$/.test(currency))) return null
  const text = typeof amount === 'number' ? String(amount) : amount
  if (typeof text !== 'string' || !DECIMAL.test(text)) return null
  const point = text.indexOf('.')
  const exponent = point === -1 ? 0 : text.length - point - 1
  return { minor: Number(text.replace('.', '')), exponent, currency: currency ?? null }
}

function onlyKeys(value: Readonly<Record<string, unknown>>, keys: readonly string[], path: string, fail: Fail): boolean {
  const extra = Object.keys(value).find((key) => !keys.includes(key))
  return extra === undefined ? true : wrong(fail, path, 'rule-key', { key: extra.slice(0, 60) })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
const isTableName = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value)

function refuse(fail: Fail, path: string, code: string, values: RuleError['values'] = {}): null {
  fail(path, code, values)
  return null
}
function wrong(fail: Fail, path: string, code: string, values: RuleError['values'] = {}): false {
  fail(path, code, values)
  return false
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * Epoch ms of an ISO date (the start of that day, by `dayStart`) or of a time with a zone; NaN for anything
 * else, and for days that the calendar does not have.
 */
export function momentMs(text: string, dayStart: (isoDate: string) => number = (day) => Date.parse(`${day}T00:00:00Z`)): number {
  const day = text.slice(0, 10)
  if (!DAY.test(day)) return NaN
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return NaN
  if (text.length === 10) return dayStart(day)
  return TIME.test(text) ? Date.parse(text) : NaN
}
