/** Whatever the seed and the size: what is simulated can be read, and is as the truth says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate, type SimulationOptions } from '../../main/simulate/office.ts'
import { PLACES } from '../../main/simulate/places/index.ts'
import { read } from '../unit/exchange/reading.ts'

const options = fc
  .record({
    seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    office: fc.constantFrom(...PLACES.flatMap(({ offices }) => offices)),
    dispatches: fc.integer({ min: 1, max: 12 }),
    each: fc.integer({ min: 1, max: 25 }),
    faults: fc.boolean(),
    startsAt: fc.integer({ min: Date.UTC(1981, 0, 1), max: Date.UTC(2098, 0, 1) }),
    hours: fc.constantFrom(1, 8, 24, 200),
  })
  .map(({ each, ...rest }): SimulationOptions => ({ ...rest, items: each * rest.dispatches }))

const BROKEN = ['truncated', 'not-well-formed', 'unreadable']

describe('a simulated office of any seed', () => {
  it('comes in order, tells of every item, and only what is called broken cannot be read', () => {
    fc.assert(
      fc.property(options, (given) => {
        let [last, name, items] = [-Infinity, '', 0]
        const told = new Set<string>()
        const named = new Set<string>()
        for (const one of simulate(given)) {
          if (one.kind === 'truth') {
            items += 1
            told.add(one.item)
            if (!given.faults) expect(one).toMatchObject({ faults: [], risk: 'none', announced: true, declared: true, foundIn: one.receptacle })
          }
          if (one.kind !== 'interchange') continue
          expect(one.at).toBeGreaterThanOrEqual(last)
          expect(one.name > name).toBe(true)
          ;[last, name] = [one.at, one.name]
          if (!given.faults) expect(one.faults).toEqual([])
          const aside = one.faults.some((fault) => BROKEN.includes(fault))
          const { messages } = read(one.bytes, { fileName: one.name })
          expect({ name, outcomes: messages.map(({ end }) => end.outcome) }).toEqual({ name, outcomes: [aside ? 'set-aside' : 'complete'] })
          if (!aside) for (const record of messages.flatMap(({ records }) => records)) if ('item' in record) named.add(String(record.item))
        }
        expect(items).toBe(given.items)
        // No message names an item that the truth does not know.
        expect([...named].filter((item) => !told.has(item) && !/^\d+$/.test(item))).toEqual([])
        if (!given.faults) expect(named.size).toBe(given.items)
      }),
      { numRuns: 40 },
    )
  })
})
