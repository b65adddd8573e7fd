import { describe, expect, it } from 'vitest'
import { dispatchStatus, keyRange, partKey, partsOf, progressOf, receptacleKey, receptaclesOf } from '../../../main/store/consignment-tally.ts'
import { CASE_STATES, type CaseState } from '../../../shared/domain/codes.ts'

const DISPATCH = 'FRCDGACHZRHBAUN60123'
const BAG = 'FRCDGACHZRHBAUN60123001000123'
const row = (state: CaseState, more: { targeted?: number; seen?: number; declaration?: number | null; receptacle?: string | null; advised?: string | null } = {}) => ({
  state: CASE_STATES.indexOf(state),
  targeted: 0,
  seen: 0,
  declaration: 7,
  receptacle: BAG,
  advised: BAG,
  ...more,
})
const counted = (rows: readonly ReturnType<typeof row>[], id = DISPATCH) =>
  partsOf(
    id,
    rows.map((one) => ({ key: partKey(id, one), n: 1 })),
  )
const NO_BAGS = receptaclesOf(DISPATCH, [])

describe('the status of a dispatch', () => {
  const CASES: readonly [string, { announced?: number; cancelled?: number; arrived?: number }, Partial<Record<CaseState, number>>][] = [
    ['announced', { announced: 1 }, { expected: 3 }],
    ['not-announced', {}, { expected: 3 }],
    ['cancelled', { announced: 0, cancelled: 1 }, { withdrawn: 3 }],
    ['arrived', { announced: 1, arrived: 1 }, { expected: 2, arrived: 1 }],
    ['in-work', { announced: 1, arrived: 1 }, { arrived: 2, presented: 1 }],
    ['in-work', { announced: 1, arrived: 1 }, { arrived: 2, released: 1 }],
    ['in-work', { cancelled: 1 }, { expected: 2, held: 1 }],
    ['done', { announced: 1, arrived: 1 }, { released: 2, detained: 1 }],
    ['done', { announced: 1, arrived: 1 }, { released: 2, withdrawn: 1 }],
    ['announced', { announced: 1 }, {}],
  ]
  it.each(CASES)('is %s: %j, %j', (status, { announced = 0, cancelled = 0, arrived = 0 }, states) => {
    const rows = Object.entries(states).flatMap(([state, n]) => Array.from({ length: n }, () => row(state as CaseState)))
    expect(dispatchStatus({ announced, cancelled, arrived }, progressOf(counted(rows)), NO_BAGS)).toBe(status)
  })

  it('is arrived as soon as one of its receptacles is', () => {
    const bags = receptaclesOf(DISPATCH, [{ key: receptacleKey(DISPATCH, 'received', false), n: 1 }])
    expect(dispatchStatus({ announced: 1, cancelled: 0, arrived: 0 }, progressOf(counted([row('expected')])), bags)).toBe('arrived')
  })
})

describe('progress', () => {
  it('counts every item once by how far it is, and beside it what it is', () => {
    const progress = progressOf(
      counted([
        row('expected', { targeted: 1 }),
        row('arrived', { seen: 1, targeted: 1, declaration: null }),
        row('presented', { seen: 1, targeted: 1 }),
        row('under-examination', { seen: 1 }),
        row('held', { seen: 1 }),
        row('released'),
        row('detained', { seen: 1 }),
        row('withdrawn', { targeted: 1 }),
        row('arrived', { seen: 1, advised: null }),
      ]),
    )
    expect(progress).toEqual({
      items: 8,
      withdrawn: 1,
      declared: 7,
      targeted: 3,
      toPresent: 2,
      expected: 1,
      arrived: 2,
      presented: 2,
      held: 1,
      released: 1,
      stopped: 1,
      seen: 6,
      missing: 2,
      excess: 1,
    })
    expect(progress.expected + progress.arrived + progress.presented + progress.held + progress.released + progress.stopped).toBe(progress.items)
  })

  it('keeps identifiers apart of which one begins with the other', () => {
    const [from, to] = keyRange('ABC')
    expect(['ABC|0|0|0|0|0', 'ABC|1|9|0|0|0|0|0', 'ABCD|0|0|0|0|0', 'AB|0|0|0|0|0'].filter((key) => key >= from && key < to)).toEqual(['ABC|0|0|0|0|0', 'ABC|1|9|0|0|0|0|0'])
    expect(partsOf('ABC', [{ key: 'ABC|1|9|0|0|0|0|0', n: 4 }])).toEqual([])
  })
})

it('receptacles are counted by status, and those that are there twice besides', () => {
  const rows = [
    { key: receptacleKey(DISPATCH, 'received', false), n: 3 },
    { key: receptacleKey(DISPATCH, 'received', true), n: 1 },
    { key: receptacleKey(DISPATCH, 'missing', false), n: 2 },
  ]
  expect(receptaclesOf(DISPATCH, rows)).toEqual({ announced: 0, received: 4, missing: 2, excess: 0, damaged: 0, cancelled: 0, twice: 1 })
})
