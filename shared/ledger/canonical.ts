/**
 * Canonical JSON: one text per value, so that two programs hash the same bytes.
 *
 * Keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript prints them (−0 as 0), strings as
 * JSON.stringify writes them: lone surrogates come out as `\udXXX` escapes, so the text always encodes to
 * UTF-8 without loss. Keys whose value is `undefined` are left out, as JSON has no such value.
 */

/** Deeper than anything a command means; a bomb of brackets ends here, not at the end of the stack. */
const MAX_DEPTH = 64

/** Thrown for what JSON cannot say: a function, a symbol, a bigint, NaN, infinity, an object that is no plain record, 65 levels. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
}

export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical('nested too deeply')
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonical(`no JSON number: ${String(value)}`)
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeArray(value, depth) : writeRecord(value, depth)
    default:
      throw new NotCanonical(`no JSON value: ${typeof value}`)
  }
}

function writeArray(values: readonly unknown[], depth: number): string {
  let out = '['
  for (let i = 0; i < values.length; i++) out += (i === 0 ? '' : ',') + write(values[i], depth + 1)
  return `${out}]`
}

function writeRecord(record: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(record)
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) throw new NotCanonical('no plain record')
  let out = ''
  for (const key of Object.keys(record).toSorted(byCodeUnit)) {
    const value = (record as Readonly<Record<string, unknown>>)[key]
    if (value !== undefined) out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${write(value, depth + 1)}`
  }
  return `{${out}}`
}

/** The language's own order of strings, which no locale changes. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
