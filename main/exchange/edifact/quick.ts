/**
 * Values read straight from the bytes of a segment, where nothing about them is unusual.
 *
 * Most parts of most messages are sound: an identifier whose check digit is right, a plain text, a time in
 * its usual format. For those the converters' answer is known without a second text and a second look. For
 * all others these functions give `undefined`, and the converter does what it always does; what they do
 * give must be what the converter would have given.
 */
import { isSoundReceptacleAt, isSoundS10At, RECEPTACLE_LENGTH, S10_LENGTH } from '../../../shared/domain/identifiers.ts'
import { readClock } from '../../../shared/domain/time.ts'
import type { Converter } from '../maps/map.ts'

/** Converters that have a quick look. */
export type Quick = 'text' | 'upper' | 'item' | 'receptacle'

export function quickFor(converter: Converter): Quick | null {
  return converter === 'text' || converter === 'upper' || converter === 'item' || converter === 'receptacle' ? converter : null
}

/**
 * The value of plain ASCII bytes [start, end) of a window, or `undefined` where the converter must look.
 *
 * @param text the window as a Latin-1 string
 */
export function quickValue(quick: Quick, window: Uint8Array, start: number, end: number, text: string): string | undefined {
  switch (quick) {
    case 'text':
      return isTrimmed(window, start, end) ? text.slice(start, end) : undefined
    case 'upper':
      return isTrimmed(window, start, end) && isUpper(window, start, end) ? text.slice(start, end) : undefined
    case 'item':
      return end - start === S10_LENGTH && isSoundS10At(window, start) ? text.slice(start, end) : undefined
    case 'receptacle':
      return quickReceptacle(window, start, end, text)
  }
}

function isTrimmed(window: Uint8Array, start: number, end: number): boolean {
  return (window[start] ?? 0) > 32 && (window[end - 1] ?? 0) > 32
}

function isUpper(window: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((window[at] ?? 0) > 96) return false
  return true
}

const latestBytes = new Uint8Array(RECEPTACLE_LENGTH)
let latest = ''

/** Items and events of one receptacle follow each other: what was sound a moment ago still is. */
function quickReceptacle(window: Uint8Array, start: number, end: number, text: string): string | undefined {
  if (end - start !== RECEPTACLE_LENGTH) return undefined
  let at = 0
  while (at < RECEPTACLE_LENGTH && latestBytes[at] === window[start + at]) at++
  if (at === RECEPTACLE_LENGTH) return latest
  if (!isSoundReceptacleAt(window, start)) return undefined
  for (at = 0; at < RECEPTACLE_LENGTH; at++) latestBytes[at] = window[start + at] ?? 0
  latest = text.slice(start, end)
  return latest
}

const PLUS = 43
const MINUS = 45
const CLOCK_LENGTH = 12

/** UTC milliseconds of a DTM in format 303, `CCYYMMDDHHMM` and `+01` (its sign perhaps released), or `null`. */
export function quickTime(window: Uint8Array, start: number, end: number, release: number | null): number | null {
  let at = start + CLOCK_LENGTH
  if (window[at] === release) at++
  const sign = window[at]
  if (end - at !== 3 || (sign !== PLUS && sign !== MINUS) || !isDigit(window[at + 1]) || !isDigit(window[at + 2])) return null
  const hours = ((window[at + 1] ?? 0) - 48) * 10 + (window[at + 2] ?? 0) - 48
  const localMs = hours > 18 ? null : readClock(window, start)
  return localMs === null ? null : localMs - (sign === PLUS ? hours : -hours) * 3_600_000
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}
