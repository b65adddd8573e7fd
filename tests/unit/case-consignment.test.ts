import { describe, expect, it } from 'vitest'
import { decideConsignment, evolveConsignment, isRejection, noConsignment } from '../../shared/domain/case.ts'
import type { Consignment, ConsignmentDecided, Member } from '../../shared/domain/case.ts'
import type { CaseFacts, Rejection } from '../../shared/ledger/types.ts'
import { Bench } from './case-bench.ts'

const BAG = 'CNBJSAUSJFKAACN60123001000123'

function member(subject: string, lane: CaseFacts['lane'] = 'green', prepare: (bench: Bench) => unknown = () => undefined): Member {
  const bench = new Bench(lane)
  prepare(bench)
  return { subject, case: { ...bench.case, subject }, facts: bench.facts() }
}

function give(
  name: string,
  args: Readonly<Record<string, unknown>>,
  members: readonly Member[],
  current: Consignment = noConsignment('receptacle'),
  actor = 'anna',
): ConsignmentDecided | Rejection {
  const command = { ...new Bench().command(name, args, { actor }), subject: BAG }
  return decideConsignment(current, members, [], command)
}

const taken = (answer: ConsignmentDecided | Rejection) => (isRejection(answer) ? answer : answer.members.map((one) => one.member.subject))
const left = (answer: ConsignmentDecided | Rejection) =>
  isRejection(answer) ? answer : answer.refused.map(({ subject, rejection }) => [subject, rejection.code, rejection.values['why'] ?? ''])

describe('releasing a whole receptacle', () => {
  it('releases what is clean and lists the rest, with the reason', () => {
    const answer = give('release', {}, [
      member('clean'),
      member('yellow', 'yellow'),
      member('orange', 'orange'),
      member('orange-scanned', 'orange', (bench) => bench.give('present').give('record', { result: 'clear' })),
      member('red', 'red'),
      member('red-examined', 'red', (bench) => bench.give('present').give('record', { result: 'clear' })),
      member('differs', 'green', (bench) => bench.give('present').give('record', { result: 'discrepancy' })),
      member('own-flag', 'green', (bench) => bench.give('flag')),
      member('other-flag', 'green', (bench) => bench.give('flag', {}, { actor: 'bea' })),
      member('targeted', 'green', (bench) => bench.give('target')),
      member('held', 'green', (bench) => bench.give('hold', { reason: 'x' })),
      member('ordered', 'green', (bench) => bench.give('examine')),
      member('gone', 'green', (bench) => bench.give('refuse')),
    ])
    expect(taken(answer)).toEqual(['clean', 'orange-scanned', 'red-examined'])
    expect(left(answer)).toEqual([
      ['yellow', 'not-clean', 'yellow'],
      ['orange', 'not-clean', 'orange'],
      ['red', 'needs-second-person', ''],
      ['differs', 'not-clean', 'examination'],
      ['own-flag', 'not-clean', 'flagged'],
      ['other-flag', 'needs-second-person', ''],
      ['targeted', 'not-clean', 'targeted'],
      ['held', 'not-clean', 'held'],
      ['ordered', 'not-clean', 'examination'],
      ['gone', 'closed', ''],
    ])
  })

  it('never proposes', () => {
    expect(give('release', {}, [member('red', 'red')])).toEqual({ code: 'none-of-members', values: { members: 1, code: 'needs-second-person' } })
  })
})

describe('other decisions on a whole receptacle', () => {
  it('decide each item as if it had been asked alone', () => {
    const answer = give('hold', { reason: 'damaged' }, [member('a', 'red'), member('b', 'green', (bench) => bench.give('release'))])
    expect(taken(answer)).toEqual(['a'])
    expect(left(answer)).toEqual([['b', 'closed', '']])
    if (isRejection(answer)) throw new Error(answer.code)
    expect(answer.own).toEqual([{ type: 'applied', v: 1, data: { name: 'hold', accepted: 1, refused: [{ subject: 'b', code: 'closed', values: { state: 'released' } }] } }])
  })

  it.each(['record', 'approve', 'reopen', 'release-duty'])('%s is done item by item', (name) => {
    const args = { record: { result: 'clear' }, approve: { command: 'x' }, reopen: { reason: 'x' }, 'release-duty': { amount: '1', currency: 'CHF' } }[name] ?? {}
    const command = { ...new Bench().command(name, args, { actor: 'sam', roles: ['supervisor'] }), subject: BAG }
    expect(decideConsignment(noConsignment('receptacle'), [member('a')], [], command)).toEqual({ code: 'not-for-consignment', values: { name } })
  })

  it.each([
    ['viewer', 'role'],
    ['administrator', 'role'],
  ] as const)('are not for a %s', (role, code) => {
    const command = { ...new Bench().command('present', {}, { roles: [role] }), subject: BAG }
    expect(decideConsignment(noConsignment('receptacle'), [member('a')], [], command)).toMatchObject({ code })
  })

  it('are refused where nothing is known to be inside', () => {
    expect(give('present', {}, [])).toEqual({ code: 'none-of-members', values: { members: 0, code: 'subject' } })
  })
})

describe("a receptacle's own case", () => {
  const fold = (current: Consignment, answer: ConsignmentDecided | Rejection, command: string): Consignment => {
    if (isRejection(answer)) throw new Error(answer.code)
    return answer.own.reduce((state, event, i) => evolveConsignment(state, { ...event, seq: i + 1, command, case: `${BAG}#1`, subject: BAG, at: 1, actor: 'anna' }), current)
  }

  it('is received once', () => {
    const received = fold(noConsignment('receptacle'), give('arrive', {}, []), 'c1')
    expect(received.state).toBe('received')
    expect(give('arrive', {}, [], received)).toMatchObject({ code: 'already' })
    const undone = fold(received, give('undo', { command: 'c1' }, [], received), 'c2')
    expect(undone).toMatchObject({ state: 'announced', receivedAt: null, steps: [] })
  })

  it('undoes what it did in the items where it is still the latest', () => {
    const untouched = member('a', 'green', (bench) => bench.give('hold', { reason: 'x' }))
    const moved = member('b', 'green', (bench) => bench.give('hold', { reason: 'x' }).give('release'))
    const step = untouched.case.steps[0]?.command ?? ''
    const current: Consignment = { ...noConsignment('receptacle'), steps: [{ command: step, type: 'applied', actors: ['anna'], sent: false }] }
    const answer = give('undo', { command: step }, [untouched, moved], current)
    expect(taken(answer)).toEqual(['a'])
    expect(left(answer)).toEqual([['b', 'not-latest', '']])
    expect(give('undo', { command: step }, [untouched], current, 'bea')).toMatchObject({ code: 'not-yours' })
    expect(give('undo', { command: 'other' }, [untouched], current)).toMatchObject({ code: 'not-undoable' })
  })

  it('takes notes and files itself, and ignores events of a newer program', () => {
    const noted = fold(noConsignment('dispatch'), give('note', { text: 'wet' }, []), 'c1')
    expect(noted.notes).toBe(1)
    expect(evolveConsignment(noted, { seq: 2, command: 'c2', case: `${BAG}#1`, subject: BAG, type: 'x-rayed', v: 1, at: 1, actor: 'anna', data: {} })).toMatchObject({
      unread: 1,
      state: 'announced',
    })
  })
})
