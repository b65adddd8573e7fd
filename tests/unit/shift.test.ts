/** Who opens and closes a shift, and what the office remembers of it. */
import { describe, expect, it } from 'vitest'
import { isRejection } from '../../shared/domain/case.ts'
import type { Role } from '../../shared/domain/codes.ts'
import { decideOffice, evolveOffice, NO_OFFICE } from '../../shared/domain/office.ts'
import type { OfficeState } from '../../shared/domain/office.ts'
import { shiftSubject } from '../../shared/domain/shift.ts'

class Office {
  state: OfficeState = { ...NO_OFFICE, office: 'CHZRHB' }
  now = 1000
  #seq = 0

  give(name: string, id: string, args: Readonly<Record<string, unknown>>, roles: readonly Role[] = ['supervisor'], actor = 'anna'): string | null {
    this.now += 100
    const subject = shiftSubject(id)
    const answer = decideOffice(this.state, { name, v: 1, subject, actor, roles, at: this.now, args })
    if (isRejection(answer)) return answer.code
    for (const event of answer.events) this.state = evolveOffice(this.state, { ...event, seq: ++this.#seq, subject, at: this.now, actor })
    return null
  }
  open(id: string, args: Readonly<Record<string, unknown>> = { basis: 'carried' }, roles?: readonly Role[]): string | null {
    return this.give('shift-open', id, args, roles)
  }
  close(id: string, args: Readonly<Record<string, unknown>> = {}, roles?: readonly Role[]): string | null {
    return this.give('shift-close', id, { to: this.now + 50, known: 7, signed: { opening: 1 }, ...args }, roles)
  }
}

describe('a shift', () => {
  it('is opened by officers and supervisors, and closed by a supervisor alone', () => {
    const office = new Office()
    for (const roles of [['viewer'], ['administrator'], []] as const) expect(office.open('s1', { basis: 'carried' }, roles)).toBe('role')
    expect(office.open('s1', { basis: 'carried' }, ['officer'])).toBeNull()
    for (const roles of [['viewer'], ['administrator'], ['officer']] as const) expect(office.close('s1', {}, roles)).toBe('role')
    expect(office.close('s1', {}, ['supervisor'])).toBeNull()
  })

  it('is one at a time at a post, and several posts have their own', () => {
    const office = new Office()
    expect(office.open('s1')).toBeNull()
    expect(office.open('s2')).toBe('shift-open')
    expect(office.open('s2', { basis: 'carried', post: 'table-2' })).toBeNull()
    expect(Object.keys(office.state.shifts.open)).toEqual(['main', 'table-2'])
    expect(office.close('s1')).toBeNull()
    expect(Object.keys(office.state.shifts.open)).toEqual(['table-2'])
    expect(office.state.shifts.last['main']).toMatchObject({ id: 's1', closedBy: 'anna', known: 7, signed: { opening: 1 } })
  })

  it('is closed once, and its number is not used again', () => {
    const office = new Office()
    office.open('s1')
    expect(office.close('other')).toBe('shift-not-open')
    expect(office.close('s1')).toBeNull()
    expect(office.close('s1')).toBe('shift-not-open')
    expect(office.open('s1')).toBe('shift-not-open')
  })

  it.each([
    ['a counted stock without a count', { basis: 'counted' }],
    ['a count below nothing', { basis: 'counted', counted: { custody: -1, detained: 0 } }],
    ['half a count', { basis: 'counted', counted: { custody: 1 } }],
    ['a basis that nobody knows', { basis: 'guessed' }],
    ['a post that is no name', { basis: 'carried', post: 'Table 1;' }],
    ['an argument too many', { basis: 'carried', stock: 3 }],
  ])('is not opened with %s', (_what, args) => {
    expect(new Office().open('s1', args)).toBe('args')
  })

  it('is not closed up to a time before its opening, or one that has not come', () => {
    const office = new Office()
    office.open('s1')
    expect(office.close('s1', { to: 10 })).toBe('args')
    expect(office.close('s1', { to: office.now + 100_000 })).toBe('args')
  })

  it.each(['@shift/', '@shift/a b', '@user/anna', `@shift/${'x'.repeat(61)}`])('is not called %s', (subject) => {
    const answer = decideOffice({ ...NO_OFFICE, office: 'CHZRHB' }, { name: 'shift-open', v: 1, subject, actor: 'anna', roles: ['supervisor'], at: 1, args: { basis: 'carried' } })
    expect(answer).toMatchObject({ code: 'subject' })
  })

  it('leaves what a newer program says of it alone', () => {
    const before: OfficeState = { ...NO_OFFICE, office: 'CHZRHB' }
    const after = evolveOffice(before, { type: 'shift-opened', v: 2, data: {}, seq: 1, subject: '@shift/s1', at: 1, actor: 'anna' })
    expect(after).toMatchObject({ shifts: before.shifts, unread: 1 })
  })
})
