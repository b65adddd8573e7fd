/** Identifiers, goods and people of the simulator, and options that cannot be. */
import { describe, expect, it } from 'vitest'
import { GOODS } from '../../../main/simulate/goods/index.ts'
import { simulate, type SimulationOptions } from '../../../main/simulate/office.ts'
import { PLACES } from '../../../main/simulate/places/index.ts'
import { isSoundReceptacle, isSoundS10, parseDispatch, parseImpc, parseReceptacle, parseS10 } from '../../../shared/domain/identifiers.ts'
import { isHs } from '../../../shared/domain/quality.ts'
import { read } from '../exchange/reading.ts'

const OPTIONS: SimulationOptions = { seed: 3, office: 'CHZRHB', dispatches: 60, items: 900, faults: true, startsAt: Date.UTC(2026, 10, 23, 5) }

describe('options that cannot be', () => {
  it.each<[string, Partial<SimulationOptions>, RegExp]>([
    ['no items', { items: 0 }, /items takes a whole number from 1/],
    ['negative items', { items: -5 }, /items takes a whole number from 1/],
    ['half an item', { items: 1.5 }, /whole number/],
    ['no number', { items: Number.NaN }, /whole number/],
    ['more items than can be', { items: 1e12, dispatches: 100_000 }, /to 50000000/],
    ['no dispatches', { dispatches: 0 }, /dispatches takes a whole number from 1/],
    ['more dispatches than items', { dispatches: 901 }, /901 dispatches need at least as many items, not 900/],
    ['too many items for one dispatch', { dispatches: 1, items: 20_000 }, /need at least 4 dispatches/],
    ['a negative seed', { seed: -1 }, /seed/],
    ['an infinite seed', { seed: Number.POSITIVE_INFINITY }, /seed/],
    ['an office that is none', { office: 'Zurich' }, /CHZRHB/],
    ['an office in lower case', { office: 'chzrhb' }, /CHZRHB/],
    ['an office of no country', { office: 'QQZRHB' }, /CHZRHB/],
    ['a start before there was such mail', { startsAt: 0 }, /1980/],
    ['a day without hours', { hours: 0 }, /hours/],
    ['a day without end', { hours: 1e9 }, /hours/],
  ])('%s: refused before anything is made, and the error says what may be', (_, wrong, expected) => {
    expect(() => simulate({ ...OPTIONS, ...wrong }).next()).toThrow(expected)
    expect(() => simulate({ ...OPTIONS, ...wrong }).next()).toThrow(RangeError)
  })
})

describe('identifiers', () => {
  it('are sound, and an item has one of its own unless it turned up again', () => {
    const seen = new Map<string, number>()
    for (const one of simulate(OPTIONS)) {
      if (one.kind === 'truth') {
        expect(isSoundS10(one.item)).toBe(true)
        expect(['unallocated', 'reserved', 'bilateral']).not.toContain(parseS10(one.item)?.family)
        if (!one.faults.includes('item-turned-up-again')) {
          expect(seen.has(one.item)).toBe(false)
          seen.set(one.item, 1)
        }
        if (one.announced) expect(parseReceptacle(one.receptacle ?? '')?.dispatch).toBe(one.dispatch)
        expect(one.foundIn === null).toBe(one.arrivesAt === null)
      } else if (one.kind === 'truth-of-receptacle') expect(isSoundReceptacle(one.receptacle)).toBe(true)
      else if (one.kind === 'truth-of-dispatch') expect(parseDispatch(one.dispatch)).toMatchObject({ destination: 'CHZRHB' })
    }
    expect(seen.size).toBeGreaterThan(800)
  })

  it('of one seed differ from day to day, so that a desk can take both', () => {
    const items = (startsAt: number): string[] =>
      [...simulate({ ...OPTIONS, startsAt })].flatMap((one) => (one.kind === 'truth' || one.kind === 'truth-of-dispatch' ? [one.kind === 'truth' ? one.item : one.dispatch] : []))
    const monday = new Set(items(OPTIONS.startsAt))
    expect(items(OPTIONS.startsAt + 86_400_000).filter((id) => monday.has(id))).toEqual([])
  })
})

describe('the invented world', () => {
  it('has several hundred lines of goods, with subheadings of many chapters', () => {
    expect(GOODS.length).toBeGreaterThan(300)
    expect(new Set(GOODS.map(({ hs }) => hs.slice(0, 2))).size).toBeGreaterThan(40)
    for (const { hs, grams, cents, description, quantity } of GOODS) {
      expect({ hs, ok: isHs(hs) && hs.length === 6, description, bounds: grams[0] <= grams[1] && cents[0] <= cents[1] && grams[0] > 0 && cents[0] > 0 && quantity > 0 }).toEqual({
        hs,
        ok: true,
        description,
        bounds: true,
      })
    }
  })

  it('has places that can write an address, and offices of their own country', () => {
    for (const place of PLACES) {
      for (const office of place.offices) expect({ office, impc: parseImpc(office) }).toEqual({ office, impc: office })
      expect(place.offices.every((office) => office.startsWith(place.country))).toBe(true)
      for (const some of [place.carriers, place.latin.given, place.latin.family, place.streets, place.cities, place.firms]) expect(some.length).toBeGreaterThan(0)
    }
    expect(new Set(PLACES.map(({ country }) => country)).size).toBe(PLACES.length)
  })

  it('writes in many scripts, in XML and in tables', () => {
    const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Han', 'Hangul', 'Devanagari', 'Thai']
    const text = [...simulate({ ...OPTIONS, dispatches: 700, items: 4500 })]
      .flatMap((one) => (one.kind === 'interchange' && one.type !== 'EMSEVT' ? [Buffer.from(one.bytes).toString('utf8')] : []))
      .join('')
    expect(scripts.filter((script) => !new RegExp(`\\p{Script=${script}}`, 'u').test(text))).toEqual([])
  })

  it.each(['FRCDGA', 'USJFKA', 'JPKWSA', 'ISREKA'])('is one that %s can have: all its mail is for it', (office) => {
    const all = [...simulate({ ...OPTIONS, office, items: 80, dispatches: 8, faults: false })]
    expect(all.flatMap((one) => (one.kind === 'truth-of-dispatch' ? [parseDispatch(one.dispatch)?.destination] : []))).toEqual(Array.from({ length: 8 }, () => office))
    const outcomes = all.flatMap((one) => (one.kind === 'interchange' ? read(one.bytes, { fileName: one.name }).messages.map(({ end }) => end.outcome) : []))
    expect(new Set(outcomes)).toEqual(new Set(['complete']))
  })
})
