/** First start, keys, sign-in, lock, recovery: who gets in, and who does not. Source: DESIGN sections 4 and 7. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createKeyring } from '../../main/store/keyring.ts'
import { startDesk } from '../../main/desk/start.ts'
import { KEY, PASSWORD, Room } from './desk-room.ts'

const ITEM = 'RR473124829FR'
const FIRST = { office: 'CHZRHB', name: null, zone: null, user: 'anna', userName: null, password: PASSWORD, watchedFolder: null, outFolder: null }

let room: Room
afterEach(() => void vi.useRealTimers())

/** A room for each test of the group that calls this. */
function roomEach(): void {
  beforeEach(() => {
    room = new Room()
    // Key files go where the test says, never beside those of whoever runs it.
    vi.stubEnv('XDG_CONFIG_HOME', join(room.folder, 'config'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await room.close()
  })
}

describe('the first start', () => {
  roomEach()

  test('sets up an office once: store, key, office, and a first user who supervises and administers', async () => {
    await room.start()
    const seat = room.seat()
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'set-up', office: null, user: null })
    expect(await seat.code('items.counts')).toBe('not-set-up')
    const { recoveryKey } = await seat.call('session.setUp', FIRST)
    expect(recoveryKey.length).toBeGreaterThan(20)
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'sign-in', office: { office: 'CHZRHB', zone: 'Europe/Zurich' }, user: null })
    expect(await seat.code('session.setUp', { ...FIRST, office: 'FRCDGA' })).toBe('set-up-already')
    await seat.signIn('anna')
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'open', user: { login: 'anna', roles: ['supervisor', 'administrator'] } })
  })

  test('in two windows at once makes one office, and its key opens it again', async () => {
    await room.start()
    const asked = await Promise.all(['anna', 'berta', 'carla'].map((user) => room.seat().connection.call('session.setUp', { ...FIRST, user })))
    expect(asked.map((reply) => (reply.ok ? 'done' : reply.error.code)).sort()).toEqual(['done', 'set-up-already', 'set-up-already'])
    await room.restart()
    const seat = room.seat(true)
    expect((await seat.call('users.list', {})).users).toHaveLength(1)
  })

  test('that died after it made the key is gone through again, and the key of the second time is the one that counts', async () => {
    await createKeyring(room.data, { passphrase: KEY })
    await room.start()
    const seat = room.seat()
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'set-up' })
    const { recoveryKey } = await seat.call('session.setUp', FIRST)
    await room.desk.close()
    await room.start(recoveryKey)
    expect(await room.seat().call('session.get', {})).toMatchObject({ phase: 'sign-in', office: { office: 'CHZRHB' } })
  })

  test('refuses what could not be used: a zone that is none, a short key', async () => {
    await room.start('too short')
    const seat = room.seat()
    expect(await seat.code('session.setUp', { ...FIRST, zone: 'Europe/Atlantis' })).toBe('unknown-zone')
    expect(await seat.code('session.setUp', FIRST)).toBe('short-key')
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'set-up' })
  })

  test('does not make a new key over a store that another one locked', async () => {
    await room.setUp()
    await room.desk.close()
    rmSync(join(room.data, 'keyring.json'))
    await room.start()
    expect(await room.seat().code('session.setUp', FIRST)).toBe('no-key')
    expect(existsSync(join(room.data, 'keyring.json'))).toBe(false)
  })
})

describe('a locked store', () => {
  roomEach()

  test('opens by its passphrase, not by another, and until then answers nothing', async () => {
    await room.setUp()
    await room.restart(null)
    const seat = room.seat(true)
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'locked-store', office: null })
    expect(await seat.code('items.counts')).toBe('no-key')
    expect(await seat.code('session.signIn', { user: 'anna', password: PASSWORD })).toBe('no-key')
    expect(await seat.code('session.setUp', FIRST)).toBe('no-key')
    expect(await seat.code('session.unlockStore', { key: 'not the passphrase at all' })).toBe('wrong-key')
    // Two windows at once open it once.
    const other = room.seat()
    await Promise.all([seat.call('session.unlockStore', { key: KEY }), other.call('session.unlockStore', { key: KEY })])
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'sign-in' })
    expect((await seat.call('users.list', {})).users).toHaveLength(5)
  })

  test('opens by its recovery key too', async () => {
    await room.setUp()
    await room.restart(null)
    await room.seat().call('session.unlockStore', { key: room.recoveryKey })
    expect(await room.seat().call('session.get', {})).toMatchObject({ phase: 'sign-in' })
  })

  test('is not started with a wrong key, nor beside its owner', async () => {
    await room.setUp()
    await expect(startDesk({ dataFolder: room.data, keyText: KEY, osKeyStore: null })).rejects.toMatchObject({ code: 'owned' })
    await room.desk.close()
    await expect(startDesk({ dataFolder: room.data, keyText: 'another passphrase', osKeyStore: null })).rejects.toMatchObject({ code: 'wrong-key' })
    await room.start()
  })
})

describe('a session', () => {
  beforeAll(async () => {
    room = await new Room().setUp()
    const anna = await room.seat().signIn('anna')
    for (const login of ['otto', 'ines', 'paul']) await anna.call('users.add', { login, name: login, roles: ['officer'], password: PASSWORD })
  })
  afterAll(() => room.close())

  test('ends where the user is disabled, and at once', async () => {
    const olga = await room.seat().signIn('olga')
    const anna = await room.seat().signIn('anna')
    await anna.call('users.set', { login: 'olga', enabled: false })
    expect(await olga.code('act', { commands: [{ name: 'note', item: ITEM, args: { text: 'x' } }] })).toBe('signed-out')
    expect(await olga.code('session.signIn', { user: 'olga', password: PASSWORD })).toBe('wrong-password')
    await anna.call('users.set', { login: 'olga', enabled: true })
    await olga.signIn('olga')
  })

  test('ends where the password was changed by somebody else; whoever changed it goes on', async () => {
    const [here, there, adam] = [await room.seat().signIn('otto'), await room.seat().signIn('otto'), await room.seat().signIn('adam')]
    expect(await here.code('users.password', { login: 'otto', password: 'another password', present: 'not it' })).toBe('wrong-password')
    await here.call('users.password', { login: 'otto', password: 'another password', present: PASSWORD })
    expect(await here.code('items.counts')).toBeNull()
    expect(await there.code('items.counts')).toBe('signed-out')
    await adam.call('users.password', { login: 'otto', password: 'a third password', present: null })
    expect(await here.code('items.counts')).toBe('signed-out')
    await here.signIn('otto', 'a third password')
  })

  test('loses what a role allowed as soon as the role is gone', async () => {
    const olga = await room.seat().signIn('ines')
    const anna = await room.seat().signIn('anna')
    await anna.call('users.set', { login: 'ines', roles: ['viewer'] })
    expect(await olga.act('note', ITEM, { text: 'x' })).toMatchObject({ result: 'rejected', code: 'role' })
    expect(await olga.code('items.counts')).toBeNull()
  })

  test('locks by itself after the idle time, and keeping a screen up to date is not being there', async () => {
    const start = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: start })
    const olga = await room.seat().signIn('olga')
    vi.setSystemTime(start + 14 * 60_000)
    expect(await olga.code('items.list', { filter: { where: [] } })).toBeNull()
    vi.setSystemTime(start + 28 * 60_000)
    expect(await olga.code('jobs.list')).toBeNull()
    vi.setSystemTime(start + 29 * 60_000 + 1000)
    expect(await olga.call('session.get', {})).toMatchObject({ phase: 'locked', user: { login: 'olga' }, waiting: { out: 0, setAside: 0 } })
    expect(await olga.code('items.counts')).toBe('locked')
    expect(await olga.code('act', { commands: [{ name: 'note', item: ITEM, args: { text: 'x' } }] })).toBe('locked')
    await olga.signIn('olga')
    expect(await olga.code('items.counts')).toBeNull()
  })

  test('a login is the same in capitals and with blanks around it; a password is not', async () => {
    await room.seat().signIn(' Olga ')
    expect(await room.seat().code('session.signIn', { user: 'olga', password: PASSWORD.toUpperCase() })).toBe('wrong-password')
    expect(await room.seat().code('session.signIn', { user: 'constructor', password: PASSWORD })).toBe('wrong-password')
  })

  test('guessing is slowed down after five tries, also where a hundred come at once, and for that name only', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => room.seat().code('session.signIn', { user: 'paul', password: `guess number ${n}` })))
    expect(guesses.filter((code) => code === 'wrong-password')).toHaveLength(5)
    expect(guesses.filter((code) => code === 'too-many-tries')).toHaveLength(7)
    // The right one waits too, else waiting would tell which is right.
    const right = await room.seat().error('session.signIn', { user: 'paul', password: PASSWORD })
    expect(right).toMatchObject({ code: 'too-many-tries', details: { seconds: 1 } })
    await room.seat().signIn('vic')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 })
    await room.seat().signIn('paul')
  })

  test('of a process that holds the key reads, imports and maintains, but decides nothing without a name', async () => {
    const seat = room.seat(true)
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'sign-in', user: null })
    expect(await seat.code('items.counts')).toBeNull()
    expect(await seat.code('act', { commands: [{ name: 'note', item: ITEM, args: { text: 'x' } }] })).toBe('signed-out')
    expect(await seat.code('act.bulk', { name: 'note', args: { text: 'x' }, items: [ITEM] })).toBe('signed-out')
    expect(await seat.code('users.password', { login: 'anna', password: 'another password', present: null })).toBe('signed-out')
    await seat.signIn('olga')
    expect(await seat.act('note', ITEM, { text: 'x' })).toMatchObject({ result: 'accepted' })
    await seat.call('session.signOut', {})
    await seat.signIn('vic')
    expect(await seat.act('note', ITEM, { text: 'x' })).toMatchObject({ result: 'rejected', code: 'role' })
  })
})

describe('an office whose last supervisor forgot the password', () => {
  roomEach()

  test.each([
    ['a passphrase', KEY],
    ['a key file', null],
  ])('gets back in with the recovery key, and with nothing else (a store with %s)', async (_kind, key) => {
    await room.start(key)
    const seat = room.seat()
    const { recoveryKey } = await seat.call('session.setUp', FIRST)
    // With a key file the store is open all the time: what is asked for is the recovery key, not a way to the data.
    for (const wrong of ['', 'anything', KEY, recoveryKey.slice(0, -1), `${recoveryKey.slice(0, -1)}${recoveryKey.endsWith('2') ? '3' : '2'}`])
      expect(await seat.code('session.recover', { recoveryKey: wrong, user: 'anna', password: 'stolen password' }), wrong).toBe('wrong-key')
    expect(await seat.code('session.recover', { recoveryKey, user: 'nobody', password: 'a new password' })).toBe('unknown-user')
    await seat.call('session.recover', { recoveryKey: recoveryKey.toLowerCase(), user: 'anna', password: 'a new password' })
    expect(await seat.code('session.signIn', { user: 'anna', password: PASSWORD })).toBe('wrong-password')
    await seat.signIn('anna', 'a new password')
  })

  test('also where the passphrase is lost with it, and a user who was disabled is enabled', async () => {
    await room.setUp()
    const anna = await room.seat().signIn('anna')
    await anna.call('users.set', { login: 'sam', enabled: false })
    await room.restart(null)
    const seat = room.seat()
    await seat.call('session.recover', { recoveryKey: room.recoveryKey, user: 'sam', password: 'a new password' })
    await seat.signIn('sam', 'a new password')
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'open', user: { login: 'sam', enabled: true } })
  })
})
