/**
 * Who may call what: the whole contract, for every role, a locked session, nobody, and a process that holds the key.
 * Source: DESIGN sections 1 (the contract) and 7.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract, type CallName } from '../../shared/contract.ts'
import { Room, type Seat } from './desk-room.ts'

const ITEM = 'RR473124829FR'
const filter = { where: [] }
const MAPPING = { sheet: 0, heading: 0, sender: null, decimal: 'either', dates: 'day-first', currency: null, columns: [] }

/**
 * A call of each name that is read without a complaint; it need not come to anything. The letters are who may:
 * v viewer · o officer · s supervisor · a administrator (only), t the key's holder without a sign-in.
 */
const CALLS: Readonly<Record<Exclude<CallName, 'training.enter'>, readonly [who: string, input: unknown]>> = {
  'session.get': ['vosat-', {}],
  'session.setUp': ['vosat-', { office: 'CHZRHB', name: null, zone: null, user: 'anna', userName: null, password: 'long enough', watchedFolder: null, outFolder: null }],
  'session.unlockStore': ['vosat-', { key: 'x' }],
  'session.signIn': ['vosat-', { user: 'nobody', password: 'x' }],
  'session.recover': ['vosat-', { recoveryKey: 'x', user: 'nobody', password: 'long enough' }],
  'session.lock': ['vosa', {}],
  'session.signOut': ['vosat-', {}],
  'items.window': ['vosat', { filter, sort: 'newest', position: 0, limit: 10 }],
  'items.list': ['vosat', { filter }],
  'items.get': ['vosat', { item: ITEM }],
  'items.lookup': ['vosat', { identifier: ITEM }],
  search: ['vosat', { text: 'shirt' }],
  'items.counts': ['vosat', {}],
  'dispatches.list': ['vosat', {}],
  'receptacles.list': ['vosat', {}],
  'floor.board': ['vosat', {}],
  'floor.dispatch': ['vosat', { dispatch: 'FRCDGACHZRHBAUN60123' }],
  'floor.receptacle': ['vosat', { receptacle: 'FRCDGACHZRHBAUN60123001000123' }],
  'floor.scan': ['vosat', { id: 'scan-1', identifier: ITEM, mode: 'look-up' }],
  'floor.locate': ['vosat', {}],
  'floor.waiting': ['vosat', {}],
  act: ['vosa', { commands: [{ name: 'note', item: ITEM, args: { text: 'x' } }] }],
  'act.preview': ['os', { name: 'note', args: { text: 'x' }, items: [ITEM] }],
  'act.bulk': ['os', { name: 'note', args: { text: 'x' }, items: [ITEM] }],
  'exchange.import': ['ost', { paths: ['/nowhere/at/all'] }],
  'exchange.messages': ['vosat', {}],
  'exchange.message': ['vosat', { id: 1 }],
  'exchange.out': ['vosat', {}],
  'exchange.outText': ['vosat', { id: 'none' }],
  'exchange.flush': ['ost', {}],
  'exchange.maps': ['vosat', {}],
  'exchange.tryMap': ['vosat', { map: null, path: '/nowhere/at/all' }],
  'exchange.previewTable': ['ost', { path: '/nowhere/at/all' }],
  'exchange.tryTable': ['ost', { path: '/nowhere/at/all', mapping: MAPPING }],
  'exchange.rememberTable': ['a', { path: '/nowhere/at/all', mapping: MAPPING }],
  'exchange.saveMap': ['a', { json: '{}' }],
  'exchange.removeMap': ['a', { name: 'none' }],
  'views.list': ['vosat', {}],
  // The office's: anybody keeps and removes the own ones.
  'views.set': ['s', { id: 'v1', owner: '@office', view: { name: 'Late', filter, sort: 'newest', columns: null } }],
  'views.remove': ['s', { id: 'none', owner: '@office' }],
  'views.share': ['s', { id: 'none' }],
  'jobs.list': ['vosat', {}],
  'jobs.cancel': ['vosat', { job: 'none' }],
  'users.list': ['vosat', {}],
  'users.add': ['a', { login: 'anna', name: 'Anna', roles: ['viewer'], password: 'long enough' }],
  'users.set': ['a', { login: 'nobody' }],
  // Anybody for oneself: here for somebody else, which only an administrator may.
  'users.password': ['a', { login: 'nobody', password: 'long enough', present: null }],
  'settings.get': ['vosat', {}],
  'settings.set': ['a', {}],
  'codes.list': ['vosat', {}],
  'codes.set': ['a', { table: 'natures', code: '11', label: 'Sale' }],
  'codes.remove': ['a', { table: 'natures', code: 'none' }],
  'rules.list': ['vosat', {}],
  'insight.get': ['vosat', { from: '2026-11-22T06:00:00Z', to: '2026-11-22T14:00:00Z' }],
  'shift.state': ['vosat', {}],
  'shift.list': ['vosat', {}],
  'shift.open': ['os', { counted: null }],
  'shift.close': ['s', { shift: 'none', counted: null }],
  'shift.report': ['vosat', { from: '2026-11-22T06:00:00Z' }],
  'report.file': ['vosat', { name: 'shift', from: '2026-11-22T06:00:00Z', format: 'csv' }],
  'rules.set': ['s', { json: '{}' }],
  'rules.remove': ['s', { id: 'none' }],
  'store.rebuild': ['at', {}],
  'store.verify': ['vosat', {}],
  'store.backup': ['at', { file: '' }],
  'backup.status': ['vosat', {}],
  'backup.setPlan': ['a', { enabled: false, folder: '/nowhere', every: { hours: 6 }, keep: { last: 7, daily: 7, weekly: 4 } }],
  'backup.now': ['a', {}],
  // Entering is tried where the training office is: here it would take everybody out of the office that is looked at.
  'training.leave': ['vosat-', {}],
  'training.reset': ['vosat', {}],
  'training.switch': ['vosat', { login: 'nobody' }],
  'training.day': ['vosat', {}],
  'training.inside': ['vosat', { item: ITEM }],
  'training.exercise': ['vosat', {}],
}
/** What a call is refused with where it is not for whoever calls. */
const REFUSALS: ReadonlySet<string> = new Set(['signed-out', 'locked', 'role'])

const lock = async (seat: Seat) => (await seat.signIn('adam')).call('session.lock', {})

let room: Room
const seats: Record<string, Seat> = {}
beforeAll(async () => {
  room = await new Room().setUp()
  for (const [letter, login] of Object.entries({ v: 'vic', o: 'olga', s: 'sam', a: 'adam' })) seats[letter] = await room.seat().signIn(login)
  seats['t'] = room.seat(true)
  seats['locked'] = room.seat()
  await lock(seats['locked'])
  seats['-'] = room.seat()
})
afterAll(() => room.close())

test('the table names every call of the contract', () => {
  expect([...Object.keys(CALLS), 'training.enter'].sort()).toEqual(Object.keys(contract).sort())
})

describe.each(Object.entries(CALLS))('%s', (name, [who, input]) => {
  test.each([
    ['v', 'a viewer'],
    ['o', 'an officer'],
    ['s', 'a supervisor'],
    ['a', 'an administrator'],
    ['t', 'a process with the key'],
    ['-', 'nobody'],
  ])('by %s (%s)', async (letter, _whom) => {
    const seat = seats[letter] as Seat
    const code = await seat.code(name, name === 'store.backup' ? { file: join(room.folder, `${letter}.backup`) } : input)
    if (name === 'session.lock' || name === 'session.signOut') {
      const login = { v: 'vic', o: 'olga', s: 'sam', a: 'adam' }[letter]
      if (login !== undefined) await seat.signIn(login)
    }
    const allowed = code === null || !REFUSALS.has(code)
    expect(allowed ? 'allowed' : code).toBe(who.includes(letter) ? 'allowed' : letter === 't' || letter === '-' ? 'signed-out' : 'role')
    expect(code).not.toBe('internal')
    expect(code).not.toBe('input')
  })

  test('an unknown key is refused', async () => {
    expect(await (seats['a'] as Seat).code(name, { ...(input as object), extra: 1 })).toBe('input')
  })

  test('a locked session gets no further than its sign-in', async () => {
    const locked = seats['locked'] as Seat
    const code = await locked.code(name, input)
    if (contract[name as CallName].who === 'anyone') expect(code).not.toBe('locked')
    else expect(code).toBe('locked')
    if (name === 'session.signOut') await lock(locked)
  })
})

test.each([[undefined], [null], ['constructor'], ['__proto__'], ['toString'], [1], [{}], ['items.nothing']])('%s is no call', async (name) => {
  expect(await (seats['a'] as Seat).code(name as string)).toBe('unknown-call')
})

test.each([['text'], [1], [[]], [true]])('an input that is no object is refused: %s', async (input) => {
  expect(await (seats['a'] as Seat).code('items.counts', input)).toBe('input')
})
