import { describe, expect, it } from 'vitest'
import { isRejection } from '../../shared/domain/case.ts'
import type { Role } from '../../shared/domain/codes.ts'
import { decideOffice, evolveOffice, NO_OFFICE, OFFICE_COMMANDS, RECOVERY } from '../../shared/domain/office.ts'
import { viewsFor } from '../../shared/domain/views.ts'
import type { OfficeState } from '../../shared/domain/office.ts'

const HASH = '$argon2id$v=19$m=19456,t=2,p=1$abcdefgh'
const ADMIN: readonly Role[] = ['administrator', 'supervisor']

class Office {
  state: OfficeState = NO_OFFICE
  #seq = 0

  /** `null` where it was accepted, else the code. */
  give(name: string, subject: string, args: Readonly<Record<string, unknown>> = {}, actor = 'anna', roles: readonly Role[] = ADMIN): string | null {
    const answer = decideOffice(this.state, { name, v: 1, subject, actor, roles, at: 1000 + this.#seq, args })
    if (isRejection(answer)) return answer.code
    for (const event of answer.events) this.state = evolveOffice(this.state, { ...event, seq: ++this.#seq, subject, at: 1000 + this.#seq, actor })
    return null
  }

  add(login: string, roles: readonly Role[], actor?: string, held?: readonly Role[]): string | null {
    return this.give('user-add', `@user/${login}`, { login, name: login, roles, passwordHash: HASH }, actor, held)
  }

  static setUp(): Office {
    const office = new Office()
    office.give('office-open', '@office', { office: 'CHZRHB', zone: 'Europe/Zurich', name: 'Zürich' })
    office.add('anna', ADMIN)
    return office
  }
}

describe('setting an office up', () => {
  it('opens it, then adds a first user who is supervisor and administrator', () => {
    const office = new Office()
    expect(office.add('anna', ADMIN)).toBe('no-office')
    expect(office.give('setting-set', '@setting/undoSeconds', { value: 60 })).toBe('role')
    expect(office.give('office-open', '@office', { office: 'CHZRHB', zone: 'Europe/Zurich' })).toBeNull()
    expect(office.add('anna', ['supervisor'])).toBe('first-user')
    expect(office.add('anna', ADMIN)).toBeNull()
    expect(office.state).toMatchObject({ office: 'CHZRHB', zone: 'Europe/Zurich', users: { anna: { enabled: true, roles: ['supervisor', 'administrator'] } } })
  })

  it('may change its zone and name, never its office', () => {
    const office = Office.setUp()
    expect(office.give('office-open', '@office', { office: 'CHZRHB', zone: 'Europe/Paris', name: 'Zürich 2' })).toBeNull()
    expect(office.state).toMatchObject({ zone: 'Europe/Paris', name: 'Zürich 2' })
    expect(office.give('office-open', '@office', { office: 'FRCDGA', zone: 'Europe/Paris' })).toBe('office-fixed')
  })
})

describe('who administers', () => {
  const args: Readonly<Record<string, readonly [string, Readonly<Record<string, unknown>>]>> = {
    'office-open': ['@office', { office: 'CHZRHB', zone: 'UTC' }],
    'user-add': ['@user/new', { login: 'new', name: 'New', roles: ['viewer'], passwordHash: HASH }],
    'user-set': ['@user/bea', { name: 'B' }],
    'user-password': ['@user/bea', { passwordHash: HASH }],
    'user-disable': ['@user/bea', {}],
    'user-enable': ['@user/bea', {}],
    'setting-set': ['@setting/undoSeconds', { value: 30 }],
    'rule-set': ['@rule/r1', { rule: { lane: 'red' } }],
    'rule-remove': ['@rule/r1', {}],
    'code-set': ['@code/subclass/XX', { table: 'subclass', code: 'XX', label: 'Extra' }],
    'code-remove': ['@code/subclass/XX', {}],
    'map-set': ['@map/m', { map: {} }],
    'map-remove': ['@map/m', {}],
    'view-set': ['@view/@office/v1', { view: {} }],
    'view-remove': ['@view/@office/v1', {}],
    purge: ['@retention', { cases: ['RR473124829FR#1'] }],
  }
  const allowed = (roles: readonly Role[], actor: string) =>
    OFFICE_COMMANDS.filter((name) => {
      const office = Office.setUp()
      office.add('bea', ['officer'])
      office.give('map-set', '@map/m', { map: {} })
      office.give('view-set', '@view/@office/v1', { view: {} })
      const [subject, given] = args[name] ?? ['', {}]
      return office.give(name, subject, given, actor, roles) === null
    })

  it.each([
    ['an administrator, everything but the office’s views', ['administrator'], 'zoe', OFFICE_COMMANDS.filter((name) => !name.startsWith('view-'))],
    ['a supervisor, rules and the office’s views', ['supervisor'], 'zoe', ['rule-set', 'rule-remove', 'view-set', 'view-remove']],
    ['an officer, nothing', ['officer'], 'zoe', []],
    ['a viewer, nothing', ['viewer'], 'zoe', []],
    ['nobody with no role, not even supervisor of nothing', [], 'zoe', []],
    ['anybody, the own password', ['officer'], 'bea', ['user-password']],
    ['the recovery, a password and an enabled user', [], RECOVERY, ['user-password', 'user-enable']],
    ['the recovery with claimed roles, no more', ['administrator'], RECOVERY, ['user-password', 'user-enable']],
    ['the desk itself, the purge', ['administrator'], '@system', ['purge']],
  ] as const)('%s', (_title, roles, actor, names) => {
    expect(allowed(roles, actor)).toEqual(names)
  })
})

describe('views', () => {
  it('are their owner’s: nobody else changes or removes them, whatever the role', () => {
    const office = Office.setUp()
    office.add('bea', ['viewer'])
    expect(office.give('view-set', '@view/bea/v1', { view: { name: 'Mine' } }, 'bea', ['viewer'])).toBeNull()
    expect(office.give('view-set', '@view/bea/v1', { view: { name: 'Theirs' } }, 'anna', ADMIN)).toBe('role')
    expect(office.give('view-remove', '@view/bea/v1', {}, 'anna', ADMIN)).toBe('role')
    expect(office.give('view-set', '@view/bea', { view: {} }, 'bea', ['viewer'])).toBe('subject')
    expect(office.state.views).toEqual({ 'bea/v1': { name: 'Mine' } })
    expect(office.give('view-remove', '@view/bea/v1', {}, 'bea', ['viewer'])).toBeNull()
    expect(office.give('view-remove', '@view/bea/v1', {}, 'bea', ['viewer'])).toBe('nothing-there')
    expect(office.state.views).toEqual({})
  })

  it('are shown to their owner and, if the office’s, to everybody; one that cannot be read is counted', () => {
    const view = { name: 'Late', filter: { where: [] }, sort: 'newest', columns: null }
    const kept = { 'bea/v1': view, 'carl/v2': view, '@office/v3': { ...view, name: 'Early' }, '@office/v4': { ...view, sort: 'by-moon' } }
    expect(viewsFor(kept, 'bea')).toEqual({
      views: [
        { ...view, name: 'Early', id: 'v3', owner: '@office' },
        { ...view, id: 'v1', owner: 'bea' },
      ],
      unread: 1,
    })
    expect(viewsFor(kept, null).views.map(({ id }) => id)).toEqual(['v3', 'v1', 'v2'])
  })

  it('are a hundred at most, and one more only in another’s place', () => {
    const office = Office.setUp()
    for (let n = 0; n < 100; n += 1) expect(office.give('view-set', `@view/anna/${n}`, { view: {} })).toBeNull()
    expect(office.give('view-set', '@view/anna/100', { view: {} })).toBe('too-many-views')
    expect(office.give('view-set', '@view/anna/7', { view: { name: 'again' } })).toBeNull()
    expect(office.give('view-set', '@view/@office/100', { view: {} })).toBeNull()
  })
})

describe('users', () => {
  it.each([
    ['Anna', 'login-invalid'],
    ['', 'subject'],
    ['a b', 'login-invalid'],
    ['-a', 'login-invalid'],
    ['@system', 'login-invalid'],
    ['x'.repeat(33), 'login-invalid'],
    ['anna', 'login-taken'],
    ['constructor', null],
    ['__proto__', 'login-invalid'],
    ['o.b-r_1', null],
  ])('login %j → %s', (login, code) => {
    const office = Office.setUp()
    expect(office.add(login, ['officer'])).toBe(code)
    if (code === null) expect(Object.hasOwn(office.state.users, login)).toBe(true)
  })

  it('must have a role', () => {
    const office = Office.setUp()
    expect(office.add('bea', [])).toBe('roles-required')
    expect(office.give('user-set', '@user/anna', { roles: [] })).toBe('roles-required')
  })

  it('keep the last enabled administrator and the last enabled supervisor', () => {
    const office = Office.setUp()
    expect(office.give('user-disable', '@user/anna')).toBe('last-administrator')
    expect(office.give('user-set', '@user/anna', { roles: ['administrator'] })).toBe('last-supervisor')
    office.add('bea', ADMIN)
    expect(office.give('user-disable', '@user/bea')).toBeNull()
    expect(office.give('user-disable', '@user/anna')).toBe('last-administrator')
    expect(office.give('user-enable', '@user/bea')).toBeNull()
    expect(office.give('user-disable', '@user/anna')).toBeNull()
  })

  it('get in again by recovery: password first, then enabled', () => {
    const office = Office.setUp()
    const before = office.state.users['anna']
    expect(office.give('user-password', '@user/anna', { passwordHash: `${HASH}2` }, RECOVERY, [])).toBeNull()
    expect(office.state.users['anna']?.passwordHash).toBe(`${HASH}2`)
    expect(office.state.users['anna']?.passwordAt).toBeGreaterThan(before?.passwordAt ?? 0)
    expect(office.give('user-set', '@user/anna', { roles: ADMIN }, RECOVERY, [])).toBe('role')
  })

  it('are not found by accident', () => {
    const office = Office.setUp()
    for (const login of ['nobody', 'toString', '__proto__']) expect(office.give('user-disable', `@user/${login}`)).toBe('unknown-user')
  })
})

describe('rules, codes, settings, maps', () => {
  it('number the rule set by its last change', () => {
    const office = Office.setUp()
    office.give('rule-set', '@rule/r1', { rule: { lane: 'red', when: [1, { a: null }] } })
    const version = office.state.rulesVersion
    office.give('setting-set', '@setting/x', { value: { deep: [1] } })
    expect(office.state.rulesVersion).toBe(version)
    office.give('rule-remove', '@rule/r1')
    expect(office.state).toMatchObject({ rules: {}, removedRules: ['r1'] })
    expect(office.state.rulesVersion).toBeGreaterThan(version)
    office.give('rule-set', '@rule/r1', { rule: {} })
    expect(office.state.removedRules).toEqual([])
  })

  it('keep a code under its table, slashes and prototypes included', () => {
    const office = Office.setUp()
    for (const code of ['A/B', 'constructor', '__proto__']) {
      expect(office.give('code-set', `@code/flag/${code}`, { table: 'flag', code, label: 'x', labels: { fr: 'y' }, validFrom: '2026-01-01' })).toBeNull()
      expect(Object.hasOwn(office.state.codes['flag'] ?? {}, code)).toBe(true)
    }
    expect(office.give('code-set', '@code/flag/A', { table: 'flag', code: 'B' })).toBe('subject')
    expect(office.give('code-set', '@code/flag/A', { table: 'flag', code: 'A', validFrom: 'yesterday' })).toBe('args')
    office.give('code-remove', '@code/flag/A/B')
    expect(office.state.codes['flag']?.['A/B']).toMatchObject({ removed: true })
    expect(office.give('code-remove', '@code/flag')).toBe('subject')
  })

  it('belong to subjects of their kind', () => {
    const office = Office.setUp()
    expect(office.give('setting-set', '@rule/x', { value: 1 })).toBe('subject')
    expect(office.give('office-open', '@office/x', { office: 'CHZRHB', zone: 'UTC' })).toBe('subject')
    expect(office.give('map-remove', '@map/none')).toBe('nothing-there')
    expect(office.give('setting-set', '@setting/x', {})).toBe('args')
  })

  it('count what a newer program wrote, and leave it alone', () => {
    const office = Office.setUp()
    const after = evolveOffice(office.state, { seq: 9, subject: '@user/anna', type: 'user-teleported', v: 1, at: 1, actor: 'x', data: {} })
    expect(after).toEqual({ ...office.state, lastSeq: 9, unread: 1 })
  })
})
