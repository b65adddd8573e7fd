import { describe, expect, it } from 'vitest'
import { NO_CASE } from '../../../shared/domain/case.ts'
import type { Case } from '../../../shared/domain/case.ts'
import { bind, caseKindOf, subjectOfCase } from '../../../shared/ledger/bind.ts'

const DAY = 86_400_000
const S10 = 'RR473124829FR'
const active = (id: string, from: number, to: number): Case => ({ ...NO_CASE, id, openedAt: from * DAY, lastAt: to * DAY })

describe('which case a command belongs to', () => {
  const first = active('1', 1000, 1010)
  const second = active('2', 1500, 1520)
  it.each([
    ['no case yet', [], 1000, null],
    ['while it is active', [first], 1005, '1'],
    ['300 days after its last activity', [first], 1310, '1'],
    ['301 days after it', [first], 1311, null],
    ['300 days before its opening', [first], 700, '1'],
    ['301 days before it', [first], 699, null],
    ['the nearer of two', [first, second], 1200, '1'],
    ['the nearer of two, from the other side', [first, second], 1300, '2'],
    ['the later of two equally near', [first, second], 1255, '2'],
    ['inside the second', [first, second], 1510, '2'],
  ] as const)('%s', (_title, cases, day, id) => {
    expect(bind(S10, cases, day * DAY)?.id ?? null).toBe(id)
  })

  it('is always the one case of a local number', () => {
    expect(bind('L-0001', [first], 99_999 * DAY)?.id).toBe('1')
  })
})

describe('subjects', () => {
  it.each([
    [S10, 'item'],
    ['CNBJSAUSJFKAACN60123001000123', 'receptacle'],
    ['CNBJSAUSJFKAACN60123', 'dispatch'],
    ['LOCAL123', 'item'],
    ['rr473124829fr', null],
    ['RR 473 124 829 FR', null],
    ['@user/anna', null],
    ['RR#1', null],
    ['', null],
    ['X'.repeat(101), null],
  ])('%s is %s', (subject, kind) => {
    expect(caseKindOf(subject)).toBe(kind)
  })

  it('can be read off a case', () => {
    expect(subjectOfCase(`${S10}#12`)).toEqual({ subject: S10, k: 12 })
    expect(subjectOfCase('@code/flag/A#1')).toEqual({ subject: '@code/flag/A#1', k: 0 })
  })
})
