/**
 * What a barcode scanner typed: keystrokes by position and by what they print, turned into an identifier.
 *
 * A scanner types as if on one keyboard layout while the machine reads another: `HA112…` of a scanner set to US arrives
 * on a French machine as `HA&&é…`. So each stroke is read in several ways, and the identifier's own rules (its check
 * digit, its countries) say which of them was meant.
 */
import { COUNTRIES, isSoundReceptacle, isSoundS10, kindOf } from '../domain/identifiers.ts'

export interface Stroke {
  /** Position on the keyboard: `KeyA`, `Digit1`. */
  readonly code: string
  /** What it prints on this machine. */
  readonly key: string
  readonly shift: boolean
  /** Ctrl, Alt or the system's key is down: a control character, which goes nowhere. */
  readonly chord: boolean
  /** Milliseconds on any clock that rises. */
  readonly at: number
}

export type ScannerLayout = 'auto' | 'us' | 'fr' | 'de'
export interface ScannerSettings {
  /** Longest pause between two keys of one scan, ms. Scanners send a key every 5 to 60 ms. */
  readonly gapMs: number
  /** What the scanner is set to type before and after each code. */
  readonly prefix: string
  readonly suffix: string
  /** The keyboard that the scanner believes it is. `auto` finds out where it can; QWERTZ it cannot tell from QWERTY. */
  readonly layout: ScannerLayout
}
export const SCANNER_DEFAULTS: ScannerSettings = { gapMs: 75, prefix: '', suffix: '', layout: 'auto' }

export interface Scan {
  readonly kind: 'item' | 'receptacle' | 'dispatch'
  readonly identifier: string
  /** An item whose check digit is wrong is shaped like one and still none. */
  readonly sound: boolean
}
export interface Recognised {
  readonly scan: Scan
  /** Index of the first stroke that the scanner sent; what stands before it was typed by hand. */
  readonly from: number
}

const SIGNS: Readonly<Record<string, string>> = { Minus: '-', Period: '.', Slash: '/', Space: ' ', BracketRight: ']', BracketLeft: '[', Semicolon: ';', Comma: ',' }
const FRENCH: Readonly<Record<string, string>> = { KeyQ: 'A', KeyA: 'Q', KeyW: 'Z', KeyZ: 'W', Semicolon: 'M', KeyM: ',' }
const GERMAN: Readonly<Record<string, string>> = { KeyY: 'Z', KeyZ: 'Y' }

/** The capital letter, digit or sign at a position; `''` for keys without any. */
function byPosition(code: string, other: Readonly<Record<string, string>> = {}): string {
  const own = other[code]
  if (own !== undefined) return own
  if (code.startsWith('Key')) return code.slice(3)
  // Whether or not Shift is down: on a French layout digits are typed with it.
  if (code.startsWith('Digit')) return code.slice(5)
  const numpad = /^Numpad(\d)$/.exec(code)
  return numpad?.[1] ?? SIGNS[code] ?? ''
}

/** Whether a key of this stroke can be a character of a code. */
export const isCharacter = (stroke: Stroke): boolean => !stroke.chord && (stroke.key.length === 1 || byPosition(stroke.code) !== '')

type Reading = (stroke: Stroke) => string
const READINGS = {
  us: (stroke) => byPosition(stroke.code),
  fr: (stroke) => byPosition(stroke.code, FRENCH),
  de: (stroke) => byPosition(stroke.code, GERMAN),
  printed: (stroke) => (stroke.key.length === 1 ? stroke.key.toUpperCase() : ''),
} satisfies Readonly<Record<string, Reading>>

/** In the order in which they are believed. */
function readingsOf(strokes: readonly Stroke[], layout: ScannerLayout): readonly Reading[] {
  const { us, fr, de, printed } = READINGS
  if (layout !== 'auto') return [READINGS[layout], printed]
  // A scanner that types on a French keyboard holds Shift for its digits; no other layout wants that.
  const shiftedDigits = strokes.some((stroke) => stroke.shift && stroke.code.startsWith('Digit'))
  return shiftedDigits ? [printed, fr, us] : [us, printed, de]
}

const LENGTHS = [29, 20, 13] as const

/** The identifier that a burst of keys ends with, or `null`. */
export function recognise(strokes: readonly Stroke[], settings: ScannerSettings): Recognised | null {
  let doubtful: Recognised | null = null
  for (const reading of readingsOf(strokes, settings.layout)) {
    // One character a stroke, so that a place in the text is a place among the strokes.
    const text = strokes.map((stroke) => reading(stroke).slice(0, 1) || ' ').join('')
    const end = endOf(text, settings.suffix)
    for (const length of LENGTHS) {
      const from = end - length
      if (from < 0) continue
      const identifier = text.slice(from, end)
      const kind = kindOf(identifier)
      if (kind === 'other' || identifier.includes(' ')) continue
      const recognised: Recognised = { scan: { kind, identifier, sound: kind !== 'item' || isSoundS10(identifier) }, from: startOf(text, from, settings.prefix) }
      if (isBelieved(recognised.scan)) return recognised
      // A wrong check digit, or a country that there is none of: another reading may know better.
      if (from === recognised.from && from > 0) continue
      doubtful ??= recognised
    }
  }
  return doubtful
}

function isBelieved({ kind, identifier }: Scan): boolean {
  if (kind === 'item') return isSoundS10(identifier)
  if (kind === 'receptacle') return isSoundReceptacle(identifier)
  return COUNTRIES.has(identifier.slice(0, 2)) && COUNTRIES.has(identifier.slice(6, 8))
}

/** Where the code ends: before the scanner's suffix and what is left of control characters. */
function endOf(text: string, suffix: string): number {
  const trimmed = text.trimEnd()
  const tail = suffix.toUpperCase()
  return tail !== '' && trimmed.endsWith(tail) ? trimmed.length - tail.length : trimmed.length
}

/** Where it begins: its symbology identifier (`]C1`), the sign of a Code 39 and the scanner's prefix are sent by it, too. */
function startOf(text: string, from: number, prefix: string): number {
  let start = from
  const before = (pattern: RegExp): void => {
    const match = pattern.exec(text.slice(0, start))
    if (match !== null) start -= match[0].length
  }
  before(/[ *]+$/)
  // Its bracket is another sign on other layouts, and where it takes AltGr it is no character at all.
  before(/(?:[^A-Z0-9 ][A-Z][0-9A-Z]|^[A-Z]\d) *$/)
  const head = prefix.toUpperCase()
  if (head !== '' && text.slice(0, start).endsWith(head)) start -= head.length
  return start
}

/** The strokes as text, for what is no identifier of the post: a number of the desk's own, a place, a damaged code. */
export function textOf(strokes: readonly Stroke[], settings: ScannerSettings): string {
  const [reading = READINGS.us] = readingsOf(strokes, settings.layout)
  const text = strokes.map(reading).join('').trim()
  const head = settings.prefix.toUpperCase()
  const plain = head !== '' && text.startsWith(head) ? text.slice(head.length) : text
  return plain.slice(0, endOf(plain, settings.suffix)).replace(/^[^A-Z0-9 ][A-Z][0-9A-Z]/, '')
}
