/**
 * Tells a barcode scanner that types as a keyboard from a person, by speed alone.
 *
 *   idle ── a character ──► burst ── the next within the gap ──► burst … ── Enter, Tab or a pause ──► scan | noise | typing
 *
 * A burst that ends with an identifier is a scan. One too long and too even for fingers is noise: a torn scan, or a code
 * that is none of the post's. Everything else is typing, and nobody may lose a letter of it. Pure: strokes in, what was heard out.
 */
import { isCharacter, recognise, textOf, type Recognised, type ScannerSettings, type Stroke } from './recognise.ts'

export interface Wedge {
  /** Characters of the burst under way. */
  readonly strokes: readonly Stroke[]
  /** Of the last stroke, also of those that are no character. */
  readonly lastAt: number
}
export const SILENCE: Wedge = { strokes: [], lastAt: Number.NEGATIVE_INFINITY }

export type Heard =
  /** A key of a person: what was held back for a scan is free. */
  | { readonly kind: 'typing' }
  /** Perhaps a scan; `pace` is how many strokes came without a pause. */
  | { readonly kind: 'assembling'; readonly pace: number }
  | ({ readonly kind: 'scan'; readonly strokes: readonly Stroke[] } & Recognised)
  | { readonly kind: 'noise'; readonly text: string }

/** So many keys in a row, each within the gap, no hand types; with a digit among them fewer will do, since no shortcut has any. */
const MACHINE = 6
const MACHINE_WITH_DIGIT = 4
/** The longest code worth hearing out: what comes after is cut off in front. */
const LONGEST = 128

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'AltGraph', 'Control', 'Alt', 'Meta'])
const ENDS: ReadonlySet<string> = new Set(['Enter', 'Tab'])

export function isMachine(strokes: readonly Stroke[]): boolean {
  return strokes.length >= MACHINE || (strokes.length >= MACHINE_WITH_DIGIT && strokes.some((stroke) => /^(Digit|Numpad)\d$/.test(stroke.code)))
}

export function hear(before: Wedge, stroke: Stroke, settings: ScannerSettings): { readonly wedge: Wedge; readonly heard: Heard } {
  const within = stroke.at - before.lastAt <= settings.gapMs
  const going = within && before.strokes.length > 0
  // Shift between two characters is a part of the burst, and so are the control characters that some scanners send.
  if (MODIFIERS.has(stroke.key) || (stroke.chord && going))
    return { wedge: { ...before, lastAt: going ? stroke.at : before.lastAt }, heard: going ? { kind: 'assembling', pace: before.strokes.length } : { kind: 'typing' } }
  if (ENDS.has(stroke.key)) return { wedge: SILENCE, heard: going ? ended(before.strokes, settings) : { kind: 'typing' } }
  if (!isCharacter(stroke)) return { wedge: SILENCE, heard: { kind: 'typing' } }
  const strokes = going ? [...before.strokes, stroke].slice(-LONGEST) : [stroke]
  return { wedge: { strokes, lastAt: stroke.at }, heard: { kind: 'assembling', pace: strokes.length } }
}

/** Nothing came for longer than the gap: scanners without a terminator end so. */
export function fallSilent(before: Wedge, settings: ScannerSettings): Heard {
  return before.strokes.length === 0 ? { kind: 'typing' } : ended(before.strokes, settings)
}

function ended(strokes: readonly Stroke[], settings: ScannerSettings): Heard {
  const found = recognise(strokes, settings)
  if (found !== null) return { kind: 'scan', strokes, ...found }
  return isMachine(strokes) ? { kind: 'noise', text: textOf(strokes, settings) } : { kind: 'typing' }
}
