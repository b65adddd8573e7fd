/** One field against one operand: the leaves of a condition. Each is compiled to a function of the value. */
import { activeRows, spellings, type CodeTables } from '../../shared/domain/code-tables.ts'
import type { Money } from '../../shared/domain/records.ts'
import { amountOf } from '../../shared/domain/rule-condition.ts'
import type { Field, FieldType, Scalar } from '../../shared/domain/rule-fields.ts'
import { momentMs, type FieldTest, type Operand, type Operator, type TableRef } from '../../shared/domain/rules.ts'
import { aloneTest, fold, termFinder, wordsOf, type Term } from '../../shared/domain/words.ts'

/** From a share in per mille to the test of a case id. */
export type ShareTest = (perMille: number) => (caseId: string) => boolean

export interface ValueTest {
  readonly holds: (value: Scalar) => boolean
  /** What else to tell of a value for which it holds: the word that was found, the share. */
  readonly aside?: (value: Scalar) => { readonly name: string; readonly value: string | number } | null
}

/** The table whose terms are no description when they stand alone. */
export const VAGUE_TABLE = 'vague-descriptions'

/** The test that a condition makes of its field's value. */
export function compileTest({ op, value: operand }: FieldTest, field: Field, tables: CodeTables, share: ShareTest): ValueTest {
  switch (op) {
    case 'present':
      return { holds: (value) => !isMissing(value) }
    case 'missing':
      return { holds: isMissing }
    case 'vague': {
      const alone = aloneTest(activeRows(tables, VAGUE_TABLE).flatMap(spellings))
      return { holds: (value) => typeof value === 'string' && alone(wordsOf(value)) }
    }
    case 'word': {
      const find = termFinder(termsOf(operand, tables))
      const found = (value: Scalar): string | null => (typeof value === 'string' ? find(wordsOf(value)) : null)
      return {
        holds: (value) => found(value) !== null,
        aside(value) {
          const word = found(value)
          return word === null ? null : { name: 'word', value: word }
        },
      }
    }
    case 'share': {
      const perMille = typeof operand === 'number' ? operand : 0
      const drawn = share(perMille)
      return { holds: (value) => typeof value === 'string' && drawn(value), aside: () => ({ name: 'share', value: perMille }) }
    }
    case 'isNot':
      return { holds: negated(compileTest({ field: field.name, op: 'is', ...(operand === undefined ? {} : { value: operand }) }, field, tables, share).holds) }
    case 'notIn':
      return { holds: negated(compileTest({ field: field.name, op: 'in', ...(operand === undefined ? {} : { value: operand }) }, field, tables, share).holds) }
    default:
      return { holds: comparison(op, field.type, operand, tables) }
  }
}

type Comparing = Exclude<Operator, 'present' | 'missing' | 'vague' | 'word' | 'share' | 'isNot' | 'notIn'>

function comparison(op: Comparing, type: FieldType, operand: Operand | undefined, tables: CodeTables): (value: Scalar) => boolean {
  switch (type) {
    case 'text':
      return textTest(op, valuesOf(operand, tables).map(fold), (value) => wordsOf(value).folded)
    case 'code':
      return textTest(op, valuesOf(operand, tables).map(codeForm), codeForm)
    case 'number': {
      const [low = NaN, high = NaN] = listOf(operand).map(Number)
      if (op === 'in') {
        const wanted = new Set(listOf(operand))
        return (value) => typeof value === 'number' && wanted.has(value)
      }
      return (value) => typeof value === 'number' && ordered(op, value - low, value - high)
    }
    case 'date': {
      const days = listOf(operand).map((day) => momentMs(String(day)))
      const [low = NaN, high = NaN] = days
      return (value) => {
        const at = typeof value === 'string' ? momentMs(value.slice(0, 10)) : NaN
        return op === 'in' ? days.includes(at) : ordered(op, at - low, at - high)
      }
    }
    case 'boolean':
      return (value) => value === operand
    case 'money': {
      const amounts = listOf(operand).map(amountDifference)
      const [low = never, high = never] = amounts
      if (op === 'in') return (value) => isMoney(value) && amounts.some((difference) => difference(value) === 0)
      return (value) => isMoney(value) && ordered(op, low(value), high(value))
    }
    case 'key':
      return () => false
  }
}

/** `fromLow` and `fromHigh`: value minus operand; NaN where they cannot be compared, and then nothing holds. */
function ordered(op: Comparing, fromLow: number, fromHigh: number): boolean {
  switch (op) {
    case 'is':
      return fromLow === 0
    case 'lt':
      return fromLow < 0
    case 'lte':
      return fromLow <= 0
    case 'gt':
      return fromLow > 0
    case 'gte':
      return fromLow >= 0
    case 'between':
      return fromLow >= 0 && fromHigh <= 0
    default:
      return false
  }
}

function textTest(op: Comparing, operands: readonly string[], form: (value: string) => string): (value: Scalar) => boolean {
  const first = operands[0] ?? ''
  switch (op) {
    case 'is':
      return (value) => typeof value === 'string' && form(value) === first
    case 'in': {
      const wanted = new Set(operands)
      return (value) => typeof value === 'string' && wanted.has(form(value))
    }
    case 'startsWith':
      return (value) => typeof value === 'string' && form(value).startsWith(first)
    case 'contains':
      return (value) => typeof value === 'string' && form(value).includes(first)
    default:
      return () => false
  }
}

/** A code as it is compared: upper case, without blanks around it. */
export function codeForm(code: string): string {
  return code.trim().toUpperCase()
}

/** Absent, blank, or an amount whose text is no number. */
function isMissing(value: Scalar): boolean {
  if (value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && value.minor === null
}

function isMoney(value: Scalar): value is Money {
  return typeof value === 'object' && value !== null
}

const never = (): number => NaN

/** Value minus the operand, in the finer unit of the two; NaN where the currency is another or the text no number. */
function amountDifference(operand: unknown): (value: Money) => number {
  const amount = amountOf(operand)
  if (amount === null) return never
  return ({ minor, exponent, currency }) => {
    if (minor === null || (amount.currency !== null && amount.currency !== currency)) return NaN
    return exponent >= amount.exponent ? minor - amount.minor * 10 ** (exponent - amount.exponent) : minor * 10 ** (amount.exponent - exponent) - amount.minor
  }
}

const negated =
  (holds: (value: Scalar) => boolean) =>
  (value: Scalar): boolean =>
    !holds(value)

function isTable(operand: Operand | undefined): operand is TableRef {
  return typeof operand === 'object' && 'table' in operand
}

function listOf(operand: Operand | undefined): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand]
}

function valuesOf(operand: Operand | undefined, tables: CodeTables): readonly string[] {
  return isTable(operand) ? activeRows(tables, operand.table, operand.where).map((row) => row.code) : listOf(operand).map(String)
}

/** The words to look for. Of a table: its codes and their translations, since declarations come in every language. */
function termsOf(operand: Operand | undefined, tables: CodeTables): readonly Term[] {
  if (!isTable(operand)) return listOf(operand).map((term) => ({ term: String(term), unless: [] }))
  return activeRows(tables, operand.table, operand.where).flatMap((row) => {
    const unless = (row.extra['unless'] ?? '').split(';')
    return spellings(row).map((term) => ({ term, unless }))
  })
}
