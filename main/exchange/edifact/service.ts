/**
 * Service characters of an interchange: those that a UNA names, the defaults, or a line's end as terminator.
 * Source: ISO 9735, service string advice.
 */
import { COMPONENT, ELEMENT, HIGH, LINE_BREAK, PLAIN, RELEASE, REPEAT, TERMINATOR } from './split.ts'

export interface ServiceCharacters {
  readonly component: number
  readonly element: number
  readonly release: number | null
  readonly repetition: number | null
  readonly terminator: number
}

export const DEFAULTS: ServiceCharacters = { component: 58, element: 43, release: 63, repetition: null, terminator: 39 }

/** More bytes are needed to tell. */
export const AWAIT = -1

/** What each byte means under these service characters. */
export function markClasses(service: ServiceCharacters, classes: Uint8Array): void {
  classes.fill(PLAIN, 0, 128)
  classes.fill(HIGH, 128)
  classes[10] = LINE_BREAK
  classes[13] = LINE_BREAK
  if (service.repetition !== null) classes[service.repetition] = REPEAT
  classes[service.component] = COMPONENT
  classes[service.element] = ELEMENT
  if (service.release !== null) classes[service.release] = RELEASE
  classes[service.terminator] = TERMINATOR
}

/** The characters of a UNA (six bytes after the tag), or `null` where they cannot be told apart or stand for letters. */
export function advisedService(una: Uint8Array): ServiceCharacters | null {
  const [component = 0, element = 0, , release = 32, repetition = 32, terminator = 0] = una
  const given = [component, element, release, repetition, terminator].filter((byte) => byte !== 32)
  const usable = component !== 32 && element !== 32 && terminator !== 32 && new Set(given).size === given.length && !given.some(isLetterOrDigit)
  return usable ? { component, element, release: release === 32 ? null : release, repetition: repetition === 32 ? null : repetition, terminator } : null
}

/**
 * The characters of an interchange whose UNB at `at` no UNA precedes: the terminator is an apostrophe, or
 * where lines end before the first one and the next line is another service segment, the line's end.
 *
 * @returns `null` where neither was found in the bytes that are there
 */
export function undeclaredService(window: Uint8Array, at: number, length: number): ServiceCharacters | typeof AWAIT | null {
  for (let i = at + 3; i < length; i++) {
    const byte = window[i] ?? 0
    if (byte === DEFAULTS.release) i++
    else if (byte === DEFAULTS.terminator) return DEFAULTS
    else if (byte === 10 || byte === 13) {
      let next = i
      while (next < length && isBlank(window[next] ?? 0)) next++
      if (length - next < 4) return AWAIT
      if (upper(window[next] ?? 0) === 85 && upper(window[next + 1] ?? 0) === 78 && window[next + 3] === DEFAULTS.element) {
        return { ...DEFAULTS, terminator: byte === 13 && window[i + 1] === 10 ? 10 : byte }
      }
    }
  }
  return null
}

export function upper(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - 32 : byte
}

/** Between segments: white space, and what old systems end or pad files with (NUL, ^Z). */
export function isBlank(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 26 || byte === 0
}

function isLetterOrDigit(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
}
