/**
 * Times of messages: from the texts of EDIFACT and ISO 8601 to UTC, through the zone of an office.
 *
 * A text without a zone means the clock on some wall. Which wall is decided by whoever knows the place;
 * here it only becomes a moment, marked as assumed.
 */
import type { Moment } from './records.ts'

/** What a text says by itself: a reading of a clock, and its distance from UTC if it names one. */
export interface ClockReading {
  /** The reading as if its clock showed UTC, epoch milliseconds. */
  readonly localMs: number
  /** Minutes east of UTC, `null` where the text has no zone. */
  readonly offset: number | null
  /** The text names a day only. */
  readonly dayOnly: boolean
}

const MINUTE = 60_000
const QUARTER = 15 * MINUTE
const DAY = 86_400_000

/**
 * A time of a DTM segment.
 *
 * @param format code 2379: 101, 102, 201–205, 301–304; another or none is guessed from the number of digits
 * @returns `null` where the text is no such time, or not in the calendar. Source: UN/EDIFACT code list 2379.
 */
export function parseEdifactTime(text: string, format: string | null): ClockReading | null {
  let digits = 0
  while (digits < text.length && isDigit(text.charCodeAt(digits))) digits++
  const years = format === null ? 0 : (FORMAT_DIGITS.get(format) ?? 0)
  // A format code that does not fit its value is a common slip; the digits themselves are unambiguous but for 12.
  const shape = years !== 0 && years === digits ? years : digits
  const shortYear = shape === 6 || shape === 10 || (shape === 12 && (format === '202' || format === '302'))
  if (shape !== 6 && shape !== 8 && shape !== 10 && shape !== 12 && shape !== 14) return null
  const at = shortYear ? 2 : 4
  const year = shortYear ? 2000 + two(text, 0) : two(text, 0) * 100 + two(text, 2)
  const hour = shape > at + 4 ? two(text, at + 4) : 0
  const minute = shape > at + 6 ? two(text, at + 6) : 0
  const second = shape > at + 8 ? two(text, at + 8) : 0
  const localMs = calendarMs(year, two(text, at), two(text, at + 2), hour, minute, second, 0)
  if (localMs === null) return null
  const dayOnly = shape === at + 4
  if (digits === text.length) return { localMs, offset: null, dayOnly }
  const offset = hourOffset(text, digits) ?? parseOffset(text.slice(digits).trim())
  return offset === undefined ? null : { localMs, offset, dayOnly }
}

const FORMAT_DIGITS: ReadonlyMap<string, number> = new Map([
  ['101', 6],
  ['102', 8],
  ['201', 10],
  ['202', 12],
  ['203', 12],
  ['204', 14],
  ['205', 12],
  ['301', 10],
  ['302', 12],
  ['303', 12],
  ['304', 14],
])

/**
 * A clock reading written CCYYMMDDHHMM, from the 12 characters (or ASCII bytes) at `from`.
 *
 * @returns epoch milliseconds as if the clock showed UTC, or `null` where it is no such reading
 */
export function readClock(characters: Uint8Array, from: number): number | null {
  for (let at = from; at < from + 12; at++) if (!isDigit(characters[at] ?? 0)) return null
  const pair = (at: number): number => ((characters[from + at] ?? 0) - 48) * 10 + (characters[from + at + 1] ?? 0) - 48
  return calendarMs(pair(0) * 100 + pair(2), pair(4), pair(6), pair(8), pair(10), 0, 0)
}

const ISO = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*([A-Za-z+\-\u2212].*)?)?$/

/** A time as ISO 8601 writes it (extended or basic, with or without a zone, or a day only); `null` where it is none. */
export function parseIsoTime(text: string): ClockReading | null {
  const match = ISO.exec(text.trim())
  if (match === null) return null
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', fraction = '', zone] = match
  const localMs = calendarMs(Number(year), Number(month), Number(day), Number(hour ?? '0'), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')))
  if (localMs === null) return null
  if (zone === undefined) return { localMs, offset: null, dayOnly: hour === undefined }
  const offset = parseOffset(zone.trim())
  return offset === undefined ? null : { localMs, offset, dayOnly: false }
}

/**
 * A day as tables write it, `YYYY-MM-DD`, from ISO (2026-11-20, 20261120) or from day and month in the order of a locale.
 *
 * @param order of a date with dots, slashes or dashes that does not begin with the year
 */
export function parseDay(text: string, order: 'day-first' | 'month-first' = 'day-first'): string | null {
  if (isPlainDay(text)) return text
  const trimmed = text.trim()
  const iso = parseIsoTime(trimmed)
  if (iso !== null) return dayText(iso.localMs)
  const match = /^(\d{1,2})[./\- ]+(\d{1,2})[./\- ]+(\d{4}|\d\d)$/.exec(trimmed)
  if (match === null) return null
  const [, first = '', second = '', yearText = ''] = match
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText)
  const [day, month] = order === 'day-first' ? [first, second] : [second, first]
  const ms = calendarMs(year, Number(month), Number(day), 0, 0, 0, 0)
  return ms === null ? null : dayText(ms)
}

/** Whether a text is YYYY-MM-DD of the calendar, as it stands. */
function isPlainDay(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false
  for (let at = 0; at < 10; at++) if (at !== 4 && at !== 7 && !isDigit(text.charCodeAt(at))) return false
  return calendarMs(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8), 0, 0, 0, 0) !== null
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/**
 * The moment that a clock reading means.
 *
 * @param zone IANA zone of the clock, used only where the reading names no zone of its own
 */
export function momentOf(reading: ClockReading, text: string, zone: string): Moment {
  if (reading.offset !== null) return { ms: reading.localMs - reading.offset * MINUTE, text, assumed: false }
  return { ms: localToUtc(reading.localMs, zone), text, assumed: true }
}

/** Whether this runtime knows an IANA zone. */
export function isZone(zone: string): boolean {
  return zoneClock(zone) !== null
}

/**
 * UTC of a wall clock.
 *
 * An hour that a change of clocks repeats means its first pass; one that it skips means the same distance
 * after the change (as ECMAScript's Temporal does by default). An unknown zone counts as UTC.
 */
export function localToUtc(localMs: number, zone: string): number {
  const clock = zoneClock(zone)
  if (clock === null) return localMs
  const before = offsetAt(clock, localMs - DAY)
  const after = offsetAt(clock, localMs + DAY)
  if (before === after) return localMs - before
  const early = localMs - Math.max(before, after)
  if (offsetAt(clock, early) === localMs - early) return early
  const late = localMs - Math.min(before, after)
  return offsetAt(clock, late) === localMs - late ? late : localMs - before
}

/** What the wall clock of a zone shows at a moment, as milliseconds as if it showed UTC. An unknown zone counts as UTC. */
export function utcToLocal(ms: number, zone: string): number {
  const clock = zoneClock(zone)
  return clock === null ? ms : ms + offsetAt(clock, ms)
}

interface ZoneClock {
  readonly format: Intl.DateTimeFormat
  /** Offset in milliseconds by quarter of an hour: no zone changes its clocks in between. */
  readonly offsets: Map<number, number>
}

const clocks = new Map<string, ZoneClock | null>()

function zoneClock(zone: string): ZoneClock | null {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  let clock: ZoneClock | null = null
  try {
    clock = { format: new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', day: 'numeric' }), offsets: new Map() }
  } catch {
    // RangeError: not a zone of this runtime.
  }
  if (clocks.size > 1000) clocks.clear()
  clocks.set(zone, clock)
  return clock
}

function offsetAt(clock: ZoneClock, ms: number): number {
  const quarter = Math.floor(ms / QUARTER)
  const known = clock.offsets.get(quarter)
  if (known !== undefined) return known
  const text = clock.format.format(quarter * QUARTER)
  const match = /GMT(?:([+\-\u2212])(\d\d):?(\d\d)(?::?(\d\d))?)?/.exec(text)
  const size = (Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0)) * MINUTE + Number(match?.[4] ?? 0) * 1000
  const offset = match?.[1] === undefined || match[1] === '+' ? size : -size
  if (clock.offsets.size > 20_000) clock.offsets.clear()
  clock.offsets.set(quarter, offset)
  return offset
}

/** The usual zone of a DTM, a sign and two digits at the end of the text, in minutes; `null` for all others. */
function hourOffset(text: string, at: number): number | null {
  if (text.length !== at + 3) return null
  const sign = text.charCodeAt(at)
  if ((sign !== 43 && sign !== 45) || !isDigit(text.charCodeAt(at + 1)) || !isDigit(text.charCodeAt(at + 2))) return null
  const hours = two(text, at + 1)
  return hours > 18 ? null : (sign === 43 ? 60 : -60) * hours
}

/** Minutes east of UTC: `Z`, `UTC`, `+01`, `+0100`, `+01:00`. `null` where the zone's letters are unknown, `undefined` where it is no zone. */
function parseOffset(text: string): number | null | undefined {
  const first = text.charCodeAt(0)
  if (first === 43 || first === 45 || first === 0x2212) {
    const digits = text.slice(1).replace(':', '')
    if (!/^\d{1,2}(?:\d\d)?$/.test(digits)) return undefined
    const minutes = digits.length <= 2 ? Number(digits) * 60 : Number(digits.slice(0, -2)) * 60 + Number(digits.slice(-2))
    if (minutes > 18 * 60) return undefined
    return first === 43 ? minutes : -minutes
  }
  const letters = text.toUpperCase()
  if (letters === 'Z' || letters === 'UTC' || letters === 'GMT') return 0
  return /^[A-Z]{1,5}$/.test(letters) ? null : undefined
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function calendarMs(year: number, month: number, day: number, hour: number, minute: number, second: number, ms: number): number | null {
  const days = MONTH_DAYS[month - 1]
  if (days === undefined || day < 1 || day > days || year < 1000) return null
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return null
  // 24:00 is the end of a day; a leap second counts as the second after it.
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second + ms > 0)) return null
  return daysFrom1970(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + ms
}

/** Days of the Gregorian calendar; years count from March, so that the leap day comes last. */
function daysFrom1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const century = Math.floor(y / 400)
  const yearOfCentury = y - century * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return century * 146_097 + yearOfCentury * 365 + Math.floor(yearOfCentury / 4) - Math.floor(yearOfCentury / 100) + dayOfYear - 719_468
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function two(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
}
