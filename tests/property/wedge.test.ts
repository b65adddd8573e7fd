/** Scanners at every speed, on three keyboards, between and inside what a person types. A failing run prints its seed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COUNTRIES, s10CheckDigit } from '../../shared/domain/identifiers.ts'
import { SCANNER_DEFAULTS, type ScannerSettings, type Stroke } from '../../shared/scanner/recognise.ts'
import { fallSilent, hear, SILENCE, type Heard, type Wedge } from '../../shared/scanner/wedge.ts'

type Layout = 'us' | 'fr' | 'de'
const DIGITS_FR = 'à&é"\'(-è_ç'
const SWAPPED: Readonly<Record<Layout, Readonly<Record<string, string>>>> = { us: {}, fr: { A: 'Q', Q: 'A', Z: 'W', W: 'Z' }, de: { Y: 'Z', Z: 'Y' } }

/** Where a layout has a character, and whether with Shift. */
function positionOf(character: string, layout: Layout): { readonly code: string; readonly shift: boolean } {
  if (/\d/.test(character)) return { code: `Digit${character}`, shift: layout === 'fr' }
  if (character === ']') return { code: 'BracketRight', shift: false }
  if (layout === 'fr' && character === 'M') return { code: 'Semicolon', shift: true }
  return { code: `Key${SWAPPED[layout][character] ?? character}`, shift: true }
}
/** What a key prints on a machine. */
function printedAt(code: string, shift: boolean, layout: Layout): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return layout === 'fr' ? (shift ? digit : (DIGITS_FR[Number(digit)] ?? '')) : shift ? ('=!"#$%&/()'[Number(digit)] ?? '') : digit
  if (code === 'BracketRight') return layout === 'us' ? ']' : layout === 'fr' ? '$' : '+'
  if (code === 'Semicolon') return layout === 'fr' ? (shift ? 'M' : 'm') : layout === 'de' ? 'ö' : ';'
  if (layout === 'fr' && code === 'KeyM') return shift ? '?' : ','
  const letter = code.slice(3)
  const printed = SWAPPED[layout][letter] ?? letter
  return shift ? printed : printed.toLowerCase()
}

interface Timed extends Stroke {
  /** Typed by a person. */
  readonly byHand: boolean
}
const stroke = (code: string, key: string, shift: boolean, at: number, byHand = false): Timed => ({ code, key, shift, chord: false, at, byHand })

/** As a scanner that is set to `scanner` sends a text to a machine that is set to `machine`. */
function scanned(text: string, scanner: Layout, machine: Layout, gaps: readonly number[], from: number, end: string | null): Timed[] {
  let at = from
  const next = () => (at += gaps[0] === undefined ? 5 : (gaps[Math.abs(Math.floor(at)) % gaps.length] ?? 5))
  const out = [...text].map((character) => {
    const { code, shift } = positionOf(character, scanner)
    return stroke(code, printedAt(code, shift, machine), shift, next())
  })
  return end === null ? out : [...out, stroke(end, end, false, next())]
}

/** A page with one text field: what a driver does with what is heard. */
function live(strokes: readonly Timed[], settings: ScannerSettings): { readonly scans: string[]; readonly noise: number; readonly text: string; readonly eaten: number } {
  let wedge: Wedge = SILENCE
  let text = ''
  let lengths: number[] = []
  let last = Number.NEGATIVE_INFINITY
  const scans: string[] = []
  let noise = 0
  const note = (heard: Heard): boolean => {
    if (heard.kind === 'scan') {
      scans.push(heard.scan.identifier)
      text = text.slice(0, lengths.at(heard.from - heard.strokes.length) ?? 0)
      return true
    }
    if (heard.kind === 'noise') noise += 1
    return heard.kind === 'noise'
  }
  for (const one of strokes) {
    if (one.at - last > settings.gapMs + 5) {
      note(fallSilent(wedge, settings))
      wedge = SILENCE
    }
    last = one.at
    const next = hear(wedge, one, settings)
    wedge = next.wedge
    note(next.heard)
    if (next.heard.kind === 'assembling') {
      if (next.heard.pace === 1) lengths = []
      lengths.push(text.length)
      if (one.key.length === 1) text += one.key
    }
  }
  note(fallSilent(wedge, settings))
  return { scans, noise, text, eaten: 0 }
}

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const digits = (length: number) => fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((all) => all.join(''))
const country = fc.constantFrom(...COUNTRIES)
const item = fc
  .tuple(letter, letter, digits(8), country)
  .filter(([first]) => !'JKSTW'.includes(first))
  .map(([a, b, serial, of]) => `${a}${b}${serial}${s10CheckDigit(serial)}${of}`)
const office = fc.tuple(country, letter, letter, letter, letter).map((parts) => parts.join(''))
const dispatch = fc.tuple(office, office, letter, letter, letter, digits(5)).map((parts) => parts.join(''))
const receptacle = fc.tuple(dispatch, digits(9)).map((parts) => parts.join(''))
const identifier = fc.oneof(item, dispatch, receptacle)
const gaps = fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 1, maxLength: 7 })
const end = fc.constantFrom('Enter', 'Tab', null)
/** Which layouts a scanner and a machine may have together without being told: QWERTZ is known by a setting only. */
const pair = fc.constantFrom<readonly [Layout, Layout, ScannerSettings['layout']]>(
  ['us', 'us', 'auto'],
  ['us', 'fr', 'auto'],
  ['us', 'de', 'auto'],
  ['fr', 'fr', 'auto'],
  ['fr', 'us', 'fr'],
  ['de', 'de', 'de'],
  ['us', 'fr', 'us'],
)
const typed = fc.array(fc.tuple(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), fc.integer({ min: 95, max: 400 })), { maxLength: 12 })
const typing = (keys: readonly (readonly [string, number])[], from: number): Timed[] => {
  let at = from
  return keys.map(([key, gap]) => stroke(`Key${key.toUpperCase()}`, key, false, (at += gap), true))
}

test('every identifier is read whatever the speed, the keyboard and the terminator', () => {
  fc.assert(
    fc.property(identifier, pair, gaps, end, fc.constantFrom('', ']C1', ']C0'), (id, [scanner, machine, layout], pace, terminator, symbology) => {
      const { scans, text } = live(scanned(symbology + id, scanner, machine, pace, 0, terminator), { ...SCANNER_DEFAULTS, layout })
      expect(scans).toEqual([id])
      expect(text).toBe('')
    }),
    { numRuns: 2000 },
  )
})

test('scans between what a person types leave the typed text and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(typed, identifier, gaps, fc.constantFrom('Enter', 'Tab')), { minLength: 1, maxLength: 3 }),
      typed,
      fc.constantFrom<Layout>('us', 'fr'),
      (parts, rest, machine) => {
        const all: Timed[] = []
        const now = () => (all.at(-1)?.at ?? 0) + 200
        for (const [words, id, pace, terminator] of parts) {
          all.push(...typing(words, now()))
          all.push(...scanned(id, 'us', machine, pace, now(), terminator))
        }
        all.push(...typing(rest, now()))
        const { scans, text, noise } = live(all, SCANNER_DEFAULTS)
        expect(scans).toEqual(parts.map(([, id]) => id))
        expect(text).toBe(
          all
            .filter(({ byHand }) => byHand)
            .map(({ key }) => key)
            .join(''),
        )
        expect(noise).toBe(0)
      },
    ),
    { numRuns: 500 },
  )
})

test('a letter typed the moment before a scan stays where it was typed', () => {
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1, maxLength: 3 }), item, fc.integer({ min: 5, max: 60 }), (words, id, gap) => {
      const typedBefore = words.map((key, at) => stroke(`Key${key}`, key.toLowerCase(), false, at * 70, true))
      const { scans, text } = live([...typedBefore, ...scanned(id, 'us', 'us', [gap], (typedBefore.at(-1)?.at ?? 0) + 1, 'Enter')], SCANNER_DEFAULTS)
      expect(scans).toEqual([id])
      expect(text).toBe(words.join('').toLowerCase())
    }),
  )
})

test('two scans without a breath between them are two', () => {
  fc.assert(
    fc.property(item, receptacle, fc.integer({ min: 5, max: 40 }), (one, other, gap) => {
      const first = scanned(one, 'us', 'us', [gap], 0, 'Enter')
      expect(live([...first, ...scanned(other, 'us', 'us', [gap], first.at(-1)?.at ?? 0, 'Enter')], SCANNER_DEFAULTS).scans).toEqual([one, other])
    }),
  )
})

test('a person who types at any human speed is never taken for a scanner', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), fc.integer({ min: 80, max: 500 })), { maxLength: 60 }), (keys) => {
      const strokes = typing(keys, 0).map((one) => ({ ...one, code: /\d/.test(one.key) ? `Digit${one.key}` : one.code }))
      const { scans, noise, text } = live(strokes, SCANNER_DEFAULTS)
      expect({ scans, noise, text }).toEqual({ scans: [], noise: 0, text: keys.map(([key]) => key).join('') })
    }),
  )
})

test('a torn scan is noise, never a row of shortcuts, and an item with a wrong check digit says so', () => {
  fc.assert(
    fc.property(item, fc.integer({ min: 4, max: 12 }), gaps, (id, length, pace) => {
      const { scans, noise } = live(scanned(id.slice(0, length), 'us', 'us', pace, 0, null), SCANNER_DEFAULTS)
      expect({ scans, noise }).toEqual({ scans: [], noise: 1 })
    }),
  )
  const wrong = 'RR473124828FR'
  const strokes = scanned(wrong, 'us', 'fr', [12], 0, 'Enter')
  let wedge: Wedge = SILENCE
  let heard: Heard = { kind: 'typing' }
  for (const one of strokes) ({ wedge, heard } = hear(wedge, one, SCANNER_DEFAULTS))
  expect(heard).toMatchObject({ kind: 'scan', scan: { kind: 'item', identifier: wrong, sound: false } })
})

test.each<[string, Partial<ScannerSettings>, string, string]>([
  ['a prefix of its own', { prefix: 'S' }, 'SRR473124829FR', 'RR473124829FR'],
  ['a suffix of its own', { suffix: 'XX' }, 'RR473124829FRXX', 'RR473124829FR'],
  ['both, and a symbology identifier', { prefix: 'S', suffix: 'Z' }, 'S]C1RR473124829FRZ', 'RR473124829FR'],
])('%s is no part of the identifier', (_what, settings, sent, id) => {
  const { scans, text } = live(scanned(sent, 'us', 'us', [20], 0, 'Enter'), { ...SCANNER_DEFAULTS, ...settings })
  expect({ scans, text }).toEqual({ scans: [id], text: '' })
})

test('control characters inside a burst go nowhere', () => {
  const strokes = scanned('RR473124829FR', 'us', 'us', [20], 0, 'Enter')
  const group = { ...stroke('BracketRight', ']', false, 0), chord: true }
  const with1D = strokes.flatMap((one, at) => (at === 3 || at === 13 ? [{ ...group, at: one.at - 5 }, one] : [one]))
  expect(live(with1D, SCANNER_DEFAULTS).scans).toEqual(['RR473124829FR'])
})
