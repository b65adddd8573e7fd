import { describe, expect, it } from 'vitest'
import { channelOf, spreadOf } from '../../shared/domain/release-times.ts'

describe('the spread of times', () => {
  it.each([
    [[5], { mean: 5, median: 5, p90: 5, least: 5, most: 5 }],
    [[4, 1, 3, 2], { mean: 2.5, median: 2.5, p90: 4, least: 1, most: 4 }],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { mean: 5.5, median: 5.5, p90: 9, least: 1, most: 10 }],
    [[100, 1, 1], { mean: 34, median: 1, p90: 100, least: 1, most: 100 }],
  ])('of %j', (minutes, expected) => expect(spreadOf(minutes)).toEqual(expected))

  it('of nothing is none', () => expect(spreadOf([])).toBeNull())
})

describe('the channel of a release', () => {
  it.each([
    [{ onData: true, examined: false, lane: 'red' }, 'data'],
    [{ onData: false, examined: false, lane: 'red' }, 'documents'],
    [{ onData: false, examined: true, lane: 'orange' }, 'scan'],
    [{ onData: false, examined: true, lane: null }, 'scan'],
    [{ onData: false, examined: true, lane: 'red' }, 'opened'],
  ])('%j is %s', (facts, channel) => expect(channelOf(facts)).toBe(channel))
})
