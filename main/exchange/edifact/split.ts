/**
 * Splits one segment into tokens: the loop that every byte of every interchange passes through.
 */

/** Bytes a segment may have; the longest that UN/EDIFACT's directories allow is far below. */
export const SEGMENT_LIMIT = 65_536
/** Places of a segment are numbered element * 16 + component, both from 0 (the tag is element 0). */
export const PLACES = 1024
/** A token without a place of its own: too far out, or a repetition of an element. */
export const REPETITION = 1024
const BEYOND = 1023
/** The last element that has places of its own is the 63rd; those further out share one. */
const LAST_ELEMENT = 63 * 16

export const PLAIN = 0
export const ELEMENT = 1
export const COMPONENT = 2
export const REPEAT = 3
export const TERMINATOR = 4
/** These three are bits: what occurs in a segment is gathered. */
export const RELEASE = 8
export const HIGH = 16
export const LINE_BREAK = 32

/**
 * The tokens of the segment being read, and what each byte means.
 *
 * One set for all tokenizers, since only one segment is ever being read: arrays that the engine knows as
 * constants let the loop below run at twice the speed.
 *
 * A token ends one byte, its separator, before the next one starts; `STARTS` has one entry more than there
 * are tokens. `PLACES_OF` has a token's place, or REPETITION and more where it has none of its own.
 */
export const STARTS = new Int32Array(SEGMENT_LIMIT + 8)
export const PLACES_OF = new Int32Array(SEGMENT_LIMIT + 8)
export const CLASSES = new Uint8Array(256)
export const result = { tokens: 0, marks: 0 }

/** Finds the tokens from `from` on; returns where the segment ends, or -1 where it does not before `limit`. */
export function split(window: Uint8Array, from: number, limit: number): number {
  let token = 0
  let place = 0
  let marks = 0
  let at = from
  STARTS[0] = from
  for (;;) {
    let kind = PLAIN
    // Within bounds by `limit`; a default for the impossible would cost a third of the speed.
    while (at < limit && (kind = CLASSES[window[at] as number] as number) === PLAIN) at++
    if (at >= limit) return -1
    at++
    if (kind <= REPEAT) {
      PLACES_OF[token] = place
      STARTS[++token] = at
      if (kind === ELEMENT) place = (place & BEYOND) < LAST_ELEMENT ? (place & 0x3f0) + 16 : BEYOND
      // Past the sixteenth, components share its place.
      else if (kind === COMPONENT) place = (place & 15) < 15 ? place + 1 : place
      else place = (place & 0x3f0) | REPETITION
    } else if (kind === TERMINATOR) {
      PLACES_OF[token] = place
      STARTS[++token] = at
      result.tokens = token
      result.marks = marks
      return at
    } else {
      marks |= kind
      if (kind === RELEASE) {
        if ((window[at] ?? 0) > 127) marks |= HIGH
        at++
      }
    }
  }
}

/** Token at a place (first repetition) of `count` tokens, or -1 where there is none or it is empty. */
export function findToken(count: number, place: number): number {
  for (let token = 0; token < count; token++) {
    if (PLACES_OF[token] === place) return isEmptyToken(token) ? -1 : token
  }
  return -1
}

export function isEmptyToken(token: number): boolean {
  return (STARTS[token + 1] ?? 0) - (STARTS[token] ?? 0) <= 1
}

/** Whether a token's bytes are these. */
export function isToken(window: Uint8Array, token: number, bytes: Uint8Array): boolean {
  const start = STARTS[token] ?? 0
  const length = bytes.length
  if ((STARTS[token + 1] ?? 0) - start !== length + 1) return false
  for (let at = 0; at < length; at++) if (window[start + at] !== bytes[at]) return false
  return true
}
