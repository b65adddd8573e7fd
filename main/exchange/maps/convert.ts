/**
 * Converters: from the text of a part to what its field holds.
 *
 * Each gives `null` for what it cannot read, after a finding that quotes it; a blank text gives `null`
 * without one.
 */
import { checkDispatch, checkReceptacle, checkS10, isSoundReceptacle, isSoundS10, normaliseIdentifier, type IdentifierFinding } from '../../../shared/domain/identifiers.ts'
import { decimalText, isRounded, parseMoney, scaledInteger, type DecimalConvention } from '../../../shared/domain/money.ts'
import { momentOf, parseDay, parseEdifactTime, parseIsoTime } from '../../../shared/domain/time.ts'
import type { Finding, Severity } from '../../../shared/domain/records.ts'
import type { ReadingContext } from '../reading.ts'
import { FIELDS, register, UnplacedTime, type FieldType, type Value } from './fields.ts'
import type { Findings } from './findings.ts'
import type { Converter, MessageMap } from './map.ts'

/** A compiled take: what a converter needs besides the texts. */
export interface Filling {
  readonly register: number
  readonly field: string
  readonly type: FieldType
  readonly convert: Convert
  readonly unit: string | null
  readonly currency: string | null
  readonly format: string | null
  readonly zones: readonly number[]
  readonly codes: ReadonlyMap<string, string> | null
  readonly join: string | null
  readonly decimal: DecimalConvention
  readonly dates: 'day-first' | 'month-first'
}

/** Where a converter reports to, and what it may know. */
export interface Desk {
  readonly context: ReadingContext
  readonly findings: Findings
  /** Human-readable place of the part being read. */
  place(): string
  /** The item being read, for the findings about it. */
  item(): string | null
}

export type Convert = (text: string, other: string | null, filling: Filling, desk: Desk) => Value

/** What `take`, `each` and columns have in common. */
interface TakeLike {
  readonly to: string
  readonly as: Converter
  readonly unit?: string | undefined
  readonly currency?: string | undefined
  readonly format?: string | undefined
  readonly zone?: readonly string[] | undefined
  readonly codes?: string | undefined
  readonly join?: string | undefined
}

export function compileFilling(take: TakeLike, map: MessageMap): Filling {
  const table = take.codes === undefined ? undefined : map.codes?.[take.codes]
  return {
    register: register(take.to),
    field: take.to,
    type: FIELDS.get(take.to)?.type ?? 'text',
    convert: CONVERT[take.as],
    unit: take.unit ?? null,
    currency: take.currency ?? null,
    format: take.format ?? null,
    zones: (take.zone ?? []).map(register),
    codes: table === undefined ? null : new Map(Object.entries(table).map(([code, meaning]) => [code.toUpperCase(), meaning])),
    join: take.join ?? null,
    decimal: map.syntax === 'table' ? map.decimal : map.syntax === 'xml' ? 'point' : 'either',
    dates: map.syntax === 'table' ? map.dates : 'day-first',
  }
}

let soundReceptacle = ''

const CONVERT: Readonly<Record<Converter, Convert>> = {
  text: (text) => trimmed(text),
  upper: (text) => {
    const value = trimmed(text)
    return value === null || isUpper(value) ? value : value.toUpperCase()
  },
  item: (text, _other, _filling, desk) => itemIdentifier(text, desk),
  receptacle: (text, _other, _filling, desk) => {
    // Items and events of one receptacle follow each other; what was sound a moment ago still is.
    if (text === soundReceptacle) return soundReceptacle
    if (!isSoundReceptacle(text)) return identifier(text, checkReceptacle, desk)
    soundReceptacle = text
    return text
  },
  dispatch: (text, _other, _filling, desk) => identifier(text, checkDispatch, desk),
  office,
  integer,
  weight,
  money: (text, other, filling, desk) => {
    const value = trimmed(text)
    if (value === null) return null
    const money = parseMoney(value, blankToNull(other) ?? filling.currency, filling.decimal)
    if (money.minor === null) unreadable('amount-unreadable', value, filling, desk)
    else if (money.currency === null) tell(desk, 'currency-missing', 'warning', filling, { text: value })
    else if (isRounded(money, filling.decimal))
      tell(desk, 'amount-rounded', 'warning', filling, { text: value, currency: money.currency, counted: decimalText(money.minor, money.exponent) })
    return money
  },
  amount: (text, _other, filling, desk) => {
    const value = trimmed(text)
    if (value !== null && scaledInteger(value, 0, filling.decimal) === null) unreadable('number-unreadable', value, filling, desk)
    return value
  },
  date,
  day: (text, _other, filling, desk) => {
    const value = trimmed(text)
    if (value === null) return null
    return parseDay(value, filling.dates) ?? unreadable('date-unreadable', value, filling, desk)
  },
  code: (text, _other, filling, desk) => {
    const value = trimmed(text)
    if (value === null) return null
    const meaning = filling.codes?.get(value.toUpperCase())
    if (meaning !== undefined) return meaning
    desk.findings.collect('code-unknown', 'warning', `${filling.field} ${value}`, () => desk.place(), { field: filling.field, text: value })
    // A closed vocabulary has no word for it; elsewhere the code as received says more than nothing.
    return filling.type === 'status' || filling.type === 'function' ? null : value
  },
  flag: (text, _other, filling, desk) => {
    const value = trimmed(text)
    if (value === null) return null
    if (/^(?:true|1|yes|y)$/i.test(value)) return true
    if (/^(?:false|0|no|n)$/i.test(value)) return false
    return unreadable('flag-unreadable', value, filling, desk)
  },
}

/** Without blanks around; `null` where nothing is left. */
export function trimmed(text: string): string | null {
  const last = text.length - 1
  if (last < 0) return null
  if (text.charCodeAt(0) > 32 && text.charCodeAt(last) > 32 && text.charCodeAt(0) < 128 && text.charCodeAt(last) < 128) return text
  const inner = text.trim()
  return inner === '' ? null : inner
}

/** Nothing in it that a capital could stand for. */
function isUpper(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 96) return false
  return true
}

function blankToNull(text: string | null): string | null {
  return text === null ? null : trimmed(text)
}

function itemIdentifier(text: string, desk: Desk): string | null {
  return isSoundS10(text) ? text : identifier(text, checkS10, desk)
}

/** Kept whatever is wrong with it: the parcel comes all the same, and the officer must find it under the number it bears. */
function identifier(text: string, check: (text: string) => { readonly findings: readonly IdentifierFinding[] }, desk: Desk): string | null {
  const received = trimmed(text)
  if (received === null) return null
  const id = normaliseIdentifier(received)
  if (id === '') return null
  const item = check === checkS10 ? id : desk.item()
  for (const finding of check(id).findings) desk.findings.add(finding.code, finding.severity, 'message', desk.place(), finding.values, item)
  if (id !== received) desk.findings.add('identifier-written', 'info', 'message', desk.place(), { text: received, identifier: id }, item)
  return id
}

function office(text: string, _other: string | null, _filling: Filling, desk: Desk): string | null {
  const value = trimmed(text)
  if (value === null) return null
  const code = normaliseIdentifier(value)
  const known = desk.context.knownOffices
  if (known.size > 0 && !known.has(code)) desk.findings.collect('office-unknown', 'info', code, () => desk.place(), { office: code })
  return code
}

function integer(text: string, _other: string | null, filling: Filling, desk: Desk): number | null {
  const value = trimmed(text)
  if (value === null) return null
  const thousandths = scaledInteger(value, 3, filling.decimal)
  if (thousandths === null || thousandths < 0) return unreadable('number-unreadable', value, filling, desk)
  if (thousandths % 1000 !== 0) tell(desk, 'number-not-whole', 'warning', filling, { text: value })
  return Math.round(thousandths / 1000)
}

/** Grams per unit. Sources: UN/ECE Recommendation 20 codes, and the names that people use. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['KGM', 1000],
  ['KG', 1000],
  ['kg', 1000],
  ['g', 1],
  ['KGS', 1000],
  ['KILOGRAM', 1000],
  ['GRM', 1],
  ['G', 1],
  ['GR', 1],
  ['GRAM', 1],
  ['MGM', 0.001],
  ['LBR', 453.59237],
  ['LB', 453.59237],
  ['LBS', 453.59237],
  ['ONZ', 28.349523125],
  ['OZ', 28.349523125],
  ['TNE', 1_000_000],
  ['T', 1_000_000],
  ['HGM', 100],
])

function weight(text: string, other: string | null, filling: Filling, desk: Desk): number | null {
  const value = trimmed(text)
  if (value === null) return null
  const written = blankToNull(other) ?? filling.unit ?? 'KGM'
  const grams = UNITS.get(written) ?? UNITS.get(written.toUpperCase())
  if (grams === undefined) {
    tell(desk, 'unit-unknown', 'warning', filling, { text: value, unit: written })
    return null
  }
  if (grams === 1000) {
    const exact = scaledInteger(value, 3, filling.decimal)
    return exact === null || exact < 0 ? unreadable('weight-unreadable', value, filling, desk) : exact
  }
  const millionths = scaledInteger(value, 6, filling.decimal)
  return millionths === null || millionths < 0 ? unreadable('weight-unreadable', value, filling, desk) : Math.round((millionths * grams) / 1_000_000)
}

function date(text: string, other: string | null, filling: Filling, desk: Desk): Value {
  const value = trimmed(text)
  if (value === null) return null
  const digitsOnly = value.charCodeAt(4) !== 45
  const reading = digitsOnly ? (parseEdifactTime(value, blankToNull(other) ?? filling.format) ?? parseIsoTime(value)) : parseIsoTime(value)
  if (reading === null) {
    const day = parseDay(value, filling.dates)
    const dayReading = day === null ? null : parseIsoTime(day)
    return dayReading === null ? unreadable('date-unreadable', value, filling, desk) : new UnplacedTime(dayReading, value, filling.zones)
  }
  return reading.offset === null ? new UnplacedTime(reading, value, filling.zones) : momentOf(reading, value, 'UTC')
}

function unreadable(code: string, text: string, filling: Filling, desk: Desk): null {
  tell(desk, code, 'warning', filling, { text })
  return null
}

/** About a value: the item's quality where there is an item, else the message's. */
function tell(desk: Desk, code: string, severity: Severity, filling: Filling, values: Finding['values']): void {
  const item = desk.item()
  desk.findings.add(code, severity, item === null ? 'message' : 'item', desk.place(), { field: filling.field, ...values }, item)
}
