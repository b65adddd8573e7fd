import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { simulate, type SimulatedInterchange, type SimulationOptions } from '../../../main/simulate/office.ts'
import { itemFindings, qualityWords } from '../../../shared/domain/quality.ts'
import { BUILT_IN_TABLES } from '../../../shared/domain/code-tables.ts'
import { read } from '../exchange/reading.ts'

const OPTIONS: SimulationOptions = { seed: 7, office: 'CHZRHB', dispatches: 12, items: 700, faults: true, startsAt: Date.UTC(2026, 10, 23, 5) }

function digest(options: Partial<SimulationOptions>): string {
  const hash = createHash('sha256')
  for (const one of simulate({ ...OPTIONS, ...options })) {
    if (one.kind === 'interchange') hash.update(one.name).update(one.bytes)
    else hash.update(JSON.stringify(one))
  }
  return hash.digest('hex')
}

const files = (options: Partial<SimulationOptions>): SimulatedInterchange[] => [...simulate({ ...OPTIONS, ...options })].filter((one) => one.kind === 'interchange')

describe('a simulated office', () => {
  it('is the same, byte for byte, for the same options', () => {
    expect(digest({})).toBe(digest({}))
  })

  it.each<[string, Partial<SimulationOptions>]>([
    ['seed', { seed: 8 }],
    ['office', { office: 'FRCDGA' }],
    ['day', { startsAt: OPTIONS.startsAt + 86_400_000 }],
    ['choice of faults', { faults: false }],
  ])('is another with another %s', (_, options) => {
    expect(digest(options)).not.toBe(digest({}))
  })

  it('tells of every item once, however many dispatches share them', () => {
    for (const [dispatches, items] of [
      [1, 1],
      [9, 9],
      [3, 500],
    ] as const) {
      const kinds = [...simulate({ ...OPTIONS, dispatches, items })].map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'truth')).toHaveLength(items)
      expect(kinds.filter((kind) => kind === 'truth-of-dispatch')).toHaveLength(dispatches)
    }
  })

  it('lets files arrive in the order of their names', () => {
    const all = files({})
    expect(all.map(({ name }) => name).toSorted()).toEqual(all.map(({ name }) => name))
    expect(all.map(({ at }) => at).toSorted((a, b) => a - b)).toEqual(all.map(({ at }) => at))
  })
})

describe('without faults', () => {
  const words = qualityWords(BUILT_IN_TABLES)

  it.each([1, 2, 3, 20261122])('nothing in any file or item is found fault with (seed %i)', (seed) => {
    for (const { name, bytes } of files({ seed, faults: false })) {
      const { messages, loose } = read(bytes, { fileName: name })
      const found = [...loose, ...messages.flatMap(({ findings }) => findings)].filter(({ severity }) => severity !== 'info')
      expect({ name, found, outcomes: messages.map(({ end }) => end.outcome) }).toEqual({ name, found: [], outcomes: ['complete'] })
      for (const { records, end } of messages) {
        for (const record of records) {
          if (record.kind !== 'declaration') continue
          expect({ record, found: itemFindings(record, { words, dispatch: null, preparedMs: end.head.prepared?.ms ?? null }) }).toEqual({ record, found: [] })
        }
      }
    }
  })
})
