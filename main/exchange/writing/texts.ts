/** Values as the texts of a message: the converters, backwards. */
import type { Finding, MessageFunction } from '../../../shared/domain/records.ts'
import { decimalText } from '../../../shared/domain/money.ts'
import { utcToLocal } from '../../../shared/domain/time.ts'
import type { MessageMap, Take } from '../maps/map.ts'
import type { WrittenValue } from './instances.ts'

/** A message cannot be written as asked. `message` says why, and which field. */
export class WriteError extends Error {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: string, message: string, values: Readonly<Record<string, string | number>> = {}) {
    super(message)
    this.name = 'WriteError'
    this.code = code
    this.values = values
  }
}

/** What had to be changed or left out in writing; the caller decides whether to send it all the same. */
export class Changes {
  readonly findings: Finding[] = []

  add(code: 'character-replaced' | 'line-break-replaced' | 'not-written' | 'text-cut', severity: Finding['severity'], place: string, values: Finding['values'] = {}): void {
    this.findings.push({ code, severity, place, values, scope: 'message', item: null })
  }
}

/** A value as text, and the second text (unit, currency, date format) that goes with it. */
export interface Written {
  readonly text: string
  readonly other: string | null
}

const FUNCTION_CODES: Readonly<Record<MessageFunction, string>> = { original: '9', replace: '5', cancel: '1' }

/**
 * The text of a value in a message.
 *
 * @param zone IANA zone of times that are written without one
 * @throws WriteError where the map's converter has no text for the value
 */
export function writeValue(value: WrittenValue, take: Pick<Take, 'to' | 'as' | 'unit' | 'format' | 'codes'>, map: MessageMap, zone: string): Written {
  const cannot = (why: string): never => {
    throw new WriteError('value-not-writable', `${take.to} cannot be written: ${why}.`, { field: take.to })
  }
  const text = (plain: string): Written => ({ text: plain, other: null })
  if (take.to === 'head.function') {
    const code = Object.entries(FUNCTION_CODES).find(([name]) => name === value)?.[1]
    if (code === undefined || typeof value !== 'string') return cannot('it is no message function')
    return text(take.as === 'code' ? (codeFor(value, take, map) ?? code) : code)
  }
  switch (take.as) {
    case 'text':
    case 'upper':
    case 'item':
    case 'receptacle':
    case 'dispatch':
    case 'office':
    case 'amount':
    case 'day':
      return typeof value === 'string' ? text(value) : cannot('it is no text')
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? text(String(value)) : cannot('it is no whole number')
    case 'weight': {
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return cannot('it is no weight in grams')
      const unit = take.unit ?? 'KGM'
      if (/^(?:KGM|KG)$/i.test(unit)) return { text: kilograms(value), other: unit }
      return /^(?:GRM|G)$/i.test(unit) ? { text: String(value), other: unit } : cannot(`weights are not written in ${unit}`)
    }
    case 'money':
      if (typeof value !== 'object' || !('minor' in value)) return cannot('it is no amount')
      return value.minor === null ? cannot(`${JSON.stringify(value.text)} is no number`) : { text: decimalText(value.minor, value.exponent), other: value.currency }
    case 'date': {
      if (typeof value !== 'object' || !('ms' in value)) return cannot('it is no time')
      if (!Number.isFinite(value.ms) || value.ms < YEAR_1000 || value.ms >= YEAR_10000) return cannot('its year has not four digits')
      if (map.syntax !== 'edifact') return text(new Date(value.ms).toISOString().replace('.000Z', 'Z'))
      const format = take.format ?? '303'
      return { text: edifactTime(value.ms, format, zone) ?? cannot(`times are not written in format ${format}`), other: format }
    }
    case 'code':
      if (typeof value !== 'string') return cannot('it is no code')
      return text(codeFor(value, take, map) ?? cannot(`the table ${take.codes ?? ''} has no code for ${JSON.stringify(value)}`))
    case 'flag':
      return typeof value === 'boolean' ? text(value ? 'true' : 'false') : cannot('it is neither true nor false')
  }
}

const YEAR_1000 = Date.UTC(1000, 0, 1)
const YEAR_10000 = Date.UTC(10_000, 0, 1)

function codeFor(meaning: string, take: Pick<Take, 'codes' | 'to'>, map: MessageMap): string | null {
  const table = map.codes?.[take.codes ?? ''] ?? {}
  const code = Object.keys(table).find((candidate) => table[candidate] === meaning)
  // A status without a code would change its meaning; other fields keep codes that no table knows, in both directions.
  return code ?? (take.to === 'receptacle.status' || take.to === 'head.function' ? null : meaning)
}

/** Kilograms without needless zeros: 12300 → `12.3`. */
function kilograms(grams: number): string {
  return decimalText(grams, 3).replace(/\.?0+$/, '') || '0'
}

function edifactTime(ms: number, format: string, zone: string): string | null {
  const zoned = format === '303' || format === '304'
  const digits = new Date(zoned ? ms : utcToLocal(ms, zone)).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  switch (format) {
    case '102':
      return digits.slice(0, 8)
    case '203':
      return digits.slice(0, 12)
    case '204':
      return digits
    case '303':
      return `${digits.slice(0, 12)}+00`
    case '304':
      return `${digits}+00`
    default:
      return null
  }
}

/** Replaces lone surrogates, and what `forbidden` matches, by U+FFFD, and tells how many there were. */
export function withoutForbidden(text: string, forbidden: RegExp, field: string, changes: Changes): string {
  let count = 0
  let clean = text
  if (!clean.isWellFormed()) {
    clean = clean.toWellFormed()
    for (let i = 0; i < text.length; i++) if (clean.charCodeAt(i) !== text.charCodeAt(i)) count++
  }
  clean = clean.replace(forbidden, () => {
    count++
    return '\uFFFD'
  })
  if (count > 0) changes.add('character-replaced', 'warning', field, { field, count })
  return clean
}
