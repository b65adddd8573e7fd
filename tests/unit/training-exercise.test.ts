/** Which items the first exercise takes, what it asks for next, and how it judges. */
import { describe, expect, it } from 'vitest'
import type { CaseState, Lane } from '../../shared/domain/codes.ts'
import { chooseExercise, nextStep, scoreOf, verdictOn, type Desert, type ExerciseCandidate, type ExerciseProgress, type Verdict } from '../../shared/domain/training.ts'

const candidate = (item: string, lane: Lane, deserves: Desert, state: CaseState = 'arrived'): ExerciseCandidate => ({ item, lane, deserves, state })
const progress = (change: Partial<ExerciseProgress>): ExerciseProgress => ({
  lane: 'orange',
  state: 'arrived',
  guided: true,
  opened: false,
  examined: false,
  unsealed: false,
  duty: false,
  deserves: 'release',
  risk: 'none',
  ...change,
})

describe('the choice', () => {
  const day: readonly ExerciseCandidate[] = [
    ...['a', 'b', 'c', 'd'].map((name) => candidate(`green-${name}`, 'green', 'release')),
    ...['a', 'b'].map((name) => candidate(`orange-${name}`, 'orange', 'release')),
    ...['a', 'b'].map((name) => candidate(`red-bad-${name}`, 'red', 'keep')),
    ...['a', 'b'].map((name) => candidate(`yellow-${name}`, 'yellow', 'release')),
    candidate('green-bad', 'green', 'keep'),
    candidate('either', 'orange', 'other'),
    candidate('to-come', 'red', 'keep', 'expected'),
    candidate('decided', 'green', 'release', 'released'),
  ]

  it('leads through one that may go and one that may not, and leaves four to the officer', () => {
    const chosen = chooseExercise(day, 1)
    expect(chosen.map(({ item, guided }) => [item.replace(/-.$/, ''), guided])).toEqual([
      ['orange', true],
      ['red-bad', true],
      ['green', false],
      ['red-bad', false],
      ['yellow', false],
      ['green', false],
    ])
    expect(new Set(chosen.map(({ item }) => item)).size).toBe(6)
  })

  it('is the same for a seed whatever the order in which the items came, and another for another seed', () => {
    expect(chooseExercise(day.toReversed(), 7)).toEqual(chooseExercise(day, 7))
    const seeds = Array.from({ length: 20 }, (_, seed) =>
      chooseExercise(day, seed)
        .map(({ item }) => item)
        .join(),
    )
    expect(new Set(seeds).size).toBeGreaterThan(3)
  })

  it('takes what has arrived, is undecided, and has one right answer', () => {
    for (let seed = 0; seed < 50; seed++) {
      const items = chooseExercise(day, seed).map(({ item }) => item)
      expect(items.filter((item) => ['either', 'to-come', 'decided'].includes(item))).toEqual([])
    }
  })

  it.each([
    ['leads to what no rule saw where no rule saw any', [candidate('green-bad', 'green', 'keep'), candidate('green-a', 'green', 'release')], ['green-bad', 'green-a']],
    ['leaves a place out that the day has nothing for', [candidate('yellow-a', 'yellow', 'release')], ['yellow-a']],
    ['is empty on a day without mail', [], []],
  ])('%s', (_what, candidates, items) => {
    expect(chooseExercise(candidates, 3).map(({ item }) => item)).toEqual(items)
  })
})

describe('the next step', () => {
  it.each<[string, Partial<ExerciseProgress>, string]>([
    ['begins with finding it', {}, 'find'],
    ['then it is presented', { opened: true }, 'present'],
    ['and found by whoever presents it, however they came to it', { state: 'presented' }, 'examine'],
    ['then it is opened', { opened: true, state: 'presented' }, 'examine'],
    ['also where an examination was ordered', { opened: true, state: 'under-examination' }, 'examine'],
    ['then decided', { opened: true, state: 'under-examination', examined: true }, 'decide'],
    ['and done once it is released', { state: 'released' }, 'done'],
    ['or held', { state: 'held' }, 'done'],
    ['of an unguided one is found first, too', { guided: false }, 'find'],
    ['then judged', { guided: false, opened: true }, 'judge'],
    ['also when it lies there unopened', { guided: false, opened: true, state: 'presented' }, 'judge'],
    ['and decided after its result', { guided: false, opened: true, state: 'under-examination', examined: true }, 'decide'],
  ])('%s', (_what, change, step) => {
    expect(nextStep(progress(change))).toBe(step)
  })
})

describe('the verdict', () => {
  it.each<[Verdict | null, string, Partial<ExerciseProgress>]>([
    [null, 'while it is undecided', { state: 'under-examination', examined: true }],
    ['right', 'examined, found as declared, and released', { state: 'released', examined: true }],
    ['unseen', 'released without the look that its lane asks for', { state: 'released' }],
    ['unseen', 'opened, but with no result on record', { state: 'released', unsealed: true }],
    ['overcautious', 'kept with nothing in it', { state: 'held', examined: true }],
    ['right', 'on data, where the lane says so', { lane: 'green', state: 'released' }],
    ['needless', 'opened although the lane says release', { lane: 'green', state: 'released', examined: true }],
    ['needless', 'looked into and the look not written down', { lane: 'green', state: 'released', unsealed: true }],
    ['right', 'its papers in order, released from the lane Documents', { lane: 'yellow', state: 'released' }],
    ['right', 'its papers doubted, opened from the lane Documents', { lane: 'yellow', state: 'released', examined: true }],
    ['missed', 'released with drugs in it', { lane: 'red', state: 'released', deserves: 'keep', risk: 'prohibited' }],
    ['missed', 'found, and released all the same', { state: 'released', examined: true, deserves: 'keep', risk: 'counterfeit' }],
    ['right', 'held', { state: 'held', deserves: 'keep', risk: 'dangerous' }],
    ['right', 'refused', { state: 'refused', deserves: 'keep', risk: 'dangerous' }],
    ['right', 'detained', { state: 'detained', deserves: 'keep', risk: 'prohibited' }],
    ['right', 'released against the duty that was hidden', { state: 'released', duty: true, deserves: 'keep', risk: 'undervalued' }],
    ['missed', 'duty does not make a forbidden thing good', { state: 'released', duty: true, deserves: 'keep', risk: 'prohibited' }],
  ])('is %s: %s', (verdict, _what, change) => {
    expect(verdictOn(progress(change))).toBe(verdict)
  })

  it('is counted: right ones, targeted ones that went through, and what was stopped for nothing', () => {
    expect(scoreOf(['right', 'missed', 'unseen', 'needless', 'overcautious', 'right', null])).toEqual({ decided: 6, right: 2, missed: 2, needless: 2 })
    expect(scoreOf([])).toEqual({ decided: 0, right: 0, missed: 0, needless: 0 })
  })
})
