/**
 * Amounts of money: the text as received, and the integer of minor units worked out from it.
 *
 * Minor units are integers, so sums over a shift are exact; the text stays, so that an officer sees
 * what the sender wrote.
 */
import type { Money } from './records.ts'

/** Currencies whose minor unit is not a hundredth. Source: ISO 4217, list one; all others have exponent 2. */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code): [string, number] => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code): [string, number] => [code, 3]),
  ...'CLF UYW'.split(' ').map((code): [string, number] => [code, 4]),
])

/**
 * How decimals are written: `point` (1,234.50), `comma` (1.234,50), or `either`: the last of the two marks
 * is the decimal one. A single mark is a decimal mark then, since messages do not group digits.
 */
export type DecimalConvention = 'point' | 'comma' | 'either'

/** Digits after the decimal mark that a currency has. Unknown currencies and `null` count as 2. */
export function currencyExponent(currency: string | null): number {
  return currency === null ? 2 : (EXPONENTS.get(currency) ?? 2)
}

/**
 * An amount from its text.
 *
 * More decimals than the currency has are rounded half away from zero (the text keeps them). `minor` is
 * `null` where the text is no number, or one too big to be exact.
 *
 * @param currency ISO 4217, any case; blank counts as `null`
 */
export function parseMoney(text: string, currency: string | null, decimal: DecimalConvention = 'either'): Money {
  const { code, exponent } = currency === null ? NO_CURRENCY : currencyNamed(currency)
  return { text, currency: code, minor: scaledInteger(text, exponent, decimal), exponent }
}

interface Currency {
  readonly code: string | null
  readonly exponent: number
}
const NO_CURRENCY: Currency = { code: null, exponent: 2 }
/** Currencies as they were written: a message names a few of them thousands of times. */
const named = new Map<string, Currency>()

function currencyNamed(text: string): Currency {
  let currency = named.get(text)
  if (currency === undefined) {
    const code = text.trim().toUpperCase()
    currency = code === '' ? NO_CURRENCY : { code, exponent: currencyExponent(code) }
    if (named.size >= 1000) named.clear()
    named.set(text, currency)
  }
  return currency
}

/**
 * Whether an amount says more than its currency can: `1.234` EUR, which is counted as 1.23, and may have meant 1234.
 * An amount that is no number says nothing.
 */
export function isRounded(amount: Money, decimal: DecimalConvention = 'either'): boolean {
  // A mark that far from the end is rare; only then is the amount worked out twice.
  const mark = Math.max(amount.text.lastIndexOf('.'), amount.text.lastIndexOf(','))
  if (amount.minor === null || mark < 0 || amount.text.length - 1 - mark <= amount.exponent) return false
  const finer = scaledInteger(amount.text, amount.exponent + 4, decimal)
  return finer !== null && finer !== amount.minor * 10_000
}

/** An amount from minor units; its text is the plain decimal with a point. */
export function moneyOf(minor: number, currency: string | null): Money {
  const exponent = currencyExponent(currency)
  return { text: decimalText(minor, exponent), currency, minor, exponent }
}

/** Minor units as a plain decimal: `-1.05`, `1200` (exponent 0). */
export function decimalText(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const sign = minor < 0 ? '-' : ''
  return exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - exponent)}`
}

/** The sum, or `null` where the currencies differ or either amount is no number. */
export function addMoney(a: Money, b: Money): Money | null {
  if (a.minor === null || b.minor === null || a.currency !== b.currency) return null
  const exponent = Math.max(a.exponent, b.exponent)
  const minor = a.minor * 10 ** (exponent - a.exponent) + b.minor * 10 ** (exponent - b.exponent)
  return Number.isSafeInteger(minor) ? { text: decimalText(minor, exponent), currency: a.currency, minor, exponent } : null
}

/** Negative, 0 or positive as `a` is less than, equal to or more than `b`; `null` where they cannot be compared. */
export function compareMoney(a: Money, b: Money): number | null {
  if (a.minor === null || b.minor === null || a.currency !== b.currency) return null
  const exponent = Math.max(a.exponent, b.exponent)
  return a.minor * 10 ** (exponent - a.exponent) - b.minor * 10 ** (exponent - b.exponent)
}

/**
 * A decimal text times 10^exponent, as an exact integer; `null` where it is no number.
 *
 * Blanks and apostrophes between digits are grouping in every convention. Without floating point, so
 * that 1.005 kg is 1005 g and 8.165 of a currency is what it says.
 */
export function scaledInteger(text: string, exponent: number, decimal: DecimalConvention = 'either'): number | null {
  const plain = decimal === 'comma' && text.includes('.') ? null : scaledPlain(text, exponent)
  return plain ?? scaledAny(text, exponent, decimal)
}

/** The usual case without an allocation: up to 15 digits, perhaps a point, no more decimals than asked for. */
function scaledPlain(text: string, exponent: number): number | null {
  if (text.length > 15) return null
  let value = 0
  let decimals = -1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48
      if (decimals >= 0) decimals++
    } else if (code === 46 && decimals < 0 && at > 0) decimals = 0
    else return null
  }
  if (decimals === 0 || text.length === 0 || decimals > exponent) return null
  const scaled = value * (POWERS[exponent - Math.max(decimals, 0)] ?? Number.NaN)
  return Number.isSafeInteger(scaled) ? scaled : null
}

const POWERS: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]

function scaledAny(text: string, exponent: number, decimal: DecimalConvention): number | null {
  const plain = decimal !== 'comma' && PLAIN.test(text) ? text : unify(text, decimal)
  if (plain === null) return null
  const negative = plain.charCodeAt(0) === 45
  const from = negative ? 1 : 0
  const point = plain.indexOf('.')
  const whole = point < 0 ? plain.slice(from) : plain.slice(from, point)
  const fraction = point < 0 ? '' : plain.slice(point + 1)
  let minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'))
  if (fraction.length > exponent && fraction.charCodeAt(exponent) >= 53) minor += 1
  if (!Number.isSafeInteger(minor)) return null
  return negative && minor !== 0 ? -minor : minor
}

const PLAIN = /^-?[0-9]+(?:\.[0-9]+)?$/

/** Any accepted way to write a number, as `-?digits(.digits)?`; `null` where it is none. */
function unify(text: string, decimal: DecimalConvention): string | null {
  const bare = text
    .replace(/[\s\u2009\u202f'’]/g, '')
    .replace(/^\+/, '')
    .replace(/^\u2212/, '-')
  const lastPoint = bare.lastIndexOf('.')
  const lastComma = bare.lastIndexOf(',')
  const mark = decimal === 'point' ? '.' : decimal === 'comma' ? ',' : lastPoint > lastComma ? '.' : ','
  const grouping = mark === '.' ? ',' : '.'
  const at = bare.indexOf(mark)
  // A grouping mark after the decimal mark, or a second decimal mark, is no way to write a number.
  if (at >= 0 && (bare.indexOf(mark, at + 1) >= 0 || bare.indexOf(grouping, at) >= 0)) return null
  const whole = (at < 0 ? bare : bare.slice(0, at)).replace(grouping === ',' ? /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g : /(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))/g, '')
  const fraction = at < 0 ? '' : bare.slice(at + 1)
  const sign = whole.startsWith('-') ? '-' : ''
  const digits = sign === '' ? whole : whole.slice(1)
  if (!/^[0-9]*$/.test(digits) || !/^[0-9]*$/.test(fraction) || digits + fraction === '') return null
  return `${sign}${digits === '' ? '0' : digits}${fraction === '' ? '' : `.${fraction}`}`
}
