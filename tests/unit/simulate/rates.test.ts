import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { simulate, type Simulated } from '../../../main/simulate/office.ts'
import { RATES } from '../../../main/simulate/rates.ts'

/** Large enough that the rarest case occurs some dozen times; in many dispatches, since some cases are theirs. */
const OPTIONS = { seed: 11, office: 'CHZRHB', dispatches: 900, items: 24_000, faults: true, startsAt: Date.UTC(2026, 10, 23, 5), hours: 300 }

const KINDS = { dispatches: 'truth-of-dispatch', receptacles: 'truth-of-receptacle', items: 'truth', interchanges: 'interchange' } as const

const found = new Map<string, number>()
const of = new Map<Simulated['kind'], number>()
beforeAll(() => {
  for (const one of simulate(OPTIONS)) {
    of.set(one.kind, (of.get(one.kind) ?? 0) + 1)
    for (const fault of one.faults) found.set(`${one.kind} ${fault}`, (found.get(`${one.kind} ${fault}`) ?? 0) + 1)
  }
}, 120_000)

describe('what goes wrong', () => {
  it.each(RATES.map((rate) => [rate.code, rate] as const))('%s occurs about as often as its rate says', (code, rate) => {
    const all = of.get(KINDS[rate.of]) ?? 0
    const times = found.get(`${KINDS[rate.of]} ${code}`) ?? 0
    const expected = (all * rate.perMille) / 1000
    // Draws scatter (three standard deviations); some cases are not possible everywhere, so fewer is right, and late files come whole.
    const scatter = 3.5 * Math.sqrt(expected) * (code === 'declaration-late' || code === 'splitting' ? 8 : 1)
    expect({ times, expected, enough: times > 0 && times >= expected * 0.4 - scatter, few: times <= expected * 1.15 + scatter }).toMatchObject({ enough: true, few: true })
  })

  it('is nothing that has no rate', () => {
    const known = new Set([...RATES.map(({ code }) => code), 'duplicate', 'superseded'])
    expect([...found.keys()].map((key) => key.split(' ')[1]).filter((code) => !known.has(code ?? ''))).toEqual([])
  })
})

describe('docs/simulator.md', () => {
  it('shows the rates as they are', () => {
    const page = readFileSync(new URL('../../../docs/simulator.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `([^`]+)` \| (dispatches|receptacles|items|interchanges) \| (\d+) \| (.*) \|$/gm)].map(([, code, whose, perMille, about]) => ({
      code,
      of: whose,
      perMille: Number(perMille),
      about,
    }))
    expect(rows).toEqual(RATES.map(({ code, of: whose, perMille, about }) => ({ code, of: whose, perMille, about })))
  })
})
