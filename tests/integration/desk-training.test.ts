/**
 * The training office: ready with mail that goes on arriving, apart from the real office in everything, and gone
 * without a trace when somebody begins again. Sources: UX.md, "States that people forget"; docs/decisions/0006.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { contract, type CallName } from '../../shared/contract.ts'
import { itemsOfDay, laterItem, smallDay } from '../fakes/training-day.ts'
import { Room, type Seat } from './desk-room.ts'

const NEVER_MS = 3_600_000
const filter = { where: [] }

let room: Room
afterEach(() => room.close())

/** A desk whose training office has the small day, with one more message every `arrivesEveryMs`. */
async function newRoom(arrivesEveryMs = NEVER_MS): Promise<Room> {
  room = new Room()
  room.training = { simulate: smallDay, arrivesEveryMs }
  return room
}
const inTraining = async (): Promise<Seat> => {
  const seat = room.seat()
  await seat.call('training.enter', {})
  return seat
}
const total = async (seat: Seat): Promise<number> => (await seat.call('items.window', { filter, sort: 'newest', position: 0, limit: 1 })).total
const folderOf = (): string => join(room.data, 'training')
const days = (): string[] => readdirSync(folderOf()).filter((name) => name.startsWith('day-'))
const seedOf = async (seat: Seat): Promise<number> => (await seat.call('training.day', {})).seed

describe('entering', () => {
  test('from a machine without an office opens a day of mail, with an officer signed in and no key to keep', async () => {
    await (await newRoom()).start()
    const seat = room.seat()
    const session = await seat.call('training.enter', {})
    expect(session).toMatchObject({ phase: 'open', training: true, user: { login: 'officer', roles: ['officer'] } })
    expect(await total(seat)).toBe(12)
    expect((await seat.call('items.counts', {})).byState['arrived']).toBe(12)
    expect(await seat.call('training.day', {})).toMatchObject({ read: 2, ahead: 1 })
    expect(readdirSync(room.data), 'nothing of a real office was made').not.toContain('keyring.json')
  })

  test('from a real office signs out of it, and leaving comes back to its sign-in', async () => {
    await (await newRoom()).setUp()
    const seat = await room.seat().signIn('olga')
    await seat.call('training.enter', {})
    expect((await seat.call('users.list', {})).users.map(({ login }) => login).toSorted()).toEqual(['officer', 'supervisor'])
    expect(await seat.call('training.leave', {})).toMatchObject({ phase: 'sign-in', training: false, user: null, office: { office: 'CHZRHB', name: 'Zürich' } })
    expect(await seat.code('items.counts')).toBe('signed-out')
  })

  test('is for one page: another goes on in the real office, and neither hears of the other', async () => {
    await (await newRoom()).setUp()
    const real = await room.seat().signIn('anna')
    const training = await inTraining()
    expect([await total(real), await total(training)]).toEqual([0, 12])
    const [heardReal, heardTraining] = [real.notices.length, training.notices.length]
    await training.act('flag', itemsOfDay(await seedOf(training))[0]!, { text: 'practice' })
    await training.noticed(() => (training.notices.length > heardTraining ? true : undefined))
    expect(real.notices).toHaveLength(heardReal)
    await real.act('arrive', 'RR473124829FR')
    expect([await total(real), await total(training)]).toEqual([1, 12])
  })

  test('a page that leaves and comes back finds its day as it left it, also after the desk was started again', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    const seed = await seedOf(seat)
    const [item = ''] = itemsOfDay(seed)
    await seat.act('hold', item, { reason: 'proof-of-value' })
    await seat.call('training.leave', {})
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'set-up', training: false })
    await room.restart()
    const again = await inTraining()
    expect(await seedOf(again)).toBe(seed)
    expect((await again.call('items.get', { item })).item?.state).toBe('held')
  })

  test('never locks, and a sign-out leaves it: nobody has a password for it', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    await seat.call('session.lock', {})
    expect((await seat.call('session.get', {})).phase).toBe('open')
    expect(await seat.call('session.signOut', {})).toMatchObject({ training: false, phase: 'set-up' })
  })
})

describe('mail', () => {
  test('goes on arriving while somebody is in, through the same intake', async () => {
    await (await newRoom(50)).start()
    const seat = await inTraining()
    const later = laterItem(await seedOf(seat))
    for (;;) {
      const { item } = await seat.call('items.get', { item: later })
      if (item !== null) break
      const seen = seat.notices.length
      await seat.noticed(() => (seat.notices.length > seen ? true : undefined))
    }
    const { rows } = await seat.call('exchange.messages', {})
    expect(rows.map(({ type, status }) => [type, status])).toEqual([
      ['ITMATT', 'accepted'],
      ['EMSEVT', 'accepted'],
      ['ITMATT', 'accepted'],
    ])
  })
})

describe('nothing is exchanged', () => {
  const REFUSED: Readonly<Partial<Record<CallName, unknown>>> = {
    'session.setUp': { office: 'CHZRHB', name: null, zone: null, user: 'anna', userName: null, password: 'long enough', watchedFolder: null, outFolder: null },
    'session.unlockStore': { key: 'x' },
    'session.signIn': { user: 'anna', password: 'x' },
    'session.recover': { recoveryKey: 'x', user: 'anna', password: 'long enough' },
    'users.password': { login: 'officer', password: 'long enough', present: null },
    'exchange.import': { paths: ['/nowhere'] },
    'exchange.flush': {},
    'store.backup': { file: '/nowhere' },
    'backup.setPlan': { enabled: false, folder: '/nowhere', every: { hours: 6 }, keep: { last: 7, daily: 7, weekly: 4 } },
    'backup.now': {},
    'settings.set': { outFolder: '/nowhere' },
  }
  /** Calls of the exchange that only look at what lies in the store, or change a map in it. */
  const HARMLESS: readonly CallName[] = [
    'exchange.messages',
    'exchange.message',
    'exchange.out',
    'exchange.outText',
    'exchange.maps',
    'exchange.tryMap',
    'exchange.saveMap',
    'exchange.removeMap',
    'exchange.previewTable',
    'exchange.tryTable',
    'exchange.rememberTable',
    'store.rebuild',
    'store.verify',
    'backup.status',
  ]

  test('calls that would exchange or keep something are refused, whoever calls', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    await seat.call('training.switch', { login: 'supervisor' })
    for (const [name, input] of Object.entries(REFUSED)) expect.soft([name, await seat.code(name, input)]).toEqual([name, 'training'])
    expect(await seat.code('settings.set', { watchedFolder: room.mail })).toBe('training')
    expect(await seat.code('settings.set', { lockMinutes: 20 })).toBeNull()
  })

  test('somebody has said of every call that could reach out whether it is one of them', () => {
    const exchange = (Object.keys(contract) as CallName[]).filter((name) => /^(exchange|backup|store|hub|sync)\./.test(name))
    expect(exchange.filter((name) => !(name in REFUSED) && !HARMLESS.includes(name))).toEqual([])
  })

  test('an answer waits in the tray for good, also where the ledger itself was made to name folders', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    const [item = ''] = itemsOfDay(await seedOf(seat))
    await seat.call('training.switch', { login: 'supervisor' })
    expect(await seat.code('settings.set', { undoSeconds: 0 })).toBeNull()
    await seat.act('release', item)
    const { rows } = await seat.call('exchange.out', {})
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ status, file }) => status === 'waiting' && file === null)).toBe(true)
    expect(existsSync(room.out)).toBe(false)
  })
})

describe('beginning again', () => {
  test('lays another day, forgets the last one whole, and keeps every page signed in', async () => {
    await (await newRoom()).setUp()
    const [seat, other] = [await inTraining(), await inTraining()]
    const seed = await seedOf(seat)
    const [before] = days()
    await seat.act('hold', itemsOfDay(seed)[0]!, { reason: 'proof-of-value' })
    expect(await seat.call('training.reset', { seed: seed + 1 })).toMatchObject({ phase: 'open', training: true })
    expect(await seedOf(other)).toBe(seed + 1)
    expect((await other.call('session.get', {})).phase).toBe('open')
    expect((await seat.call('items.get', { item: itemsOfDay(seed)[0]! })).item).toBeNull()
    expect((await seat.call('items.counts', {})).byState).toMatchObject({ arrived: 12, held: 0 })
    expect(days()).toHaveLength(1)
    expect(days()).not.toEqual([before])
  })

  test('from the same seed brings the same items into the same lanes', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    const lanes = async () => (await seat.call('items.list', { filter, limit: 100 })).rows.map(({ item, lane }) => `${item} ${lane}`).toSorted()
    const first = await lanes()
    const { items } = await seat.call('training.exercise', {})
    await seat.call('training.reset', { seed: await seedOf(seat) })
    expect(await lanes()).toEqual(first)
    expect((await seat.call('training.exercise', {})).items.map(({ item }) => item)).toEqual(items.map(({ item }) => item))
  })

  test('survives a process that dies in the middle: the day before is whole, and what was begun is swept away', async () => {
    await (await newRoom()).start()
    const seed = await seedOf(await inTraining())
    const [present = ''] = days()
    await room.desk.close()
    // As a death while the next day was laid leaves it: its folder, half a store, no record that names it.
    const begun = join(folderOf(), 'day-0123456789ab')
    mkdirSync(join(begun, 'mail'), { recursive: true })
    writeFileSync(join(begun, 'store.db'), 'half a page')
    writeFileSync(join(folderOf(), 'day.json.part'), '{"v":1,"na')
    await room.start()
    expect(await seedOf(await inTraining())).toBe(seed)
    expect(days()).toEqual([present])
    expect(existsSync(join(folderOf(), 'day.json.part'))).toBe(false)
  })

  test.each([
    ['its record was lost', () => rmSync(join(folderOf(), 'day.json'))],
    ['its record was cut', () => writeFileSync(join(folderOf(), 'day.json'), readFileSync(join(folderOf(), 'day.json')).subarray(0, 40))],
    ['its store was damaged', () => writeFileSync(join(folderOf(), days()[0] ?? '', 'store.db'), 'no store')],
    ['its truth is gone', () => rmSync(join(folderOf(), days()[0] ?? '', 'truth.ndjson'))],
    ['its folder is gone', () => rmSync(join(folderOf(), days()[0] ?? ''), { recursive: true })],
  ])('a day that cannot be opened is no loss: another is laid where %s', async (_why, damage) => {
    await (await newRoom()).setUp()
    await inTraining()
    await room.desk.close()
    damage()
    await room.start()
    const seat = await inTraining()
    expect(await total(seat)).toBe(12)
    expect(days()).toHaveLength(1)
    await seat.call('training.leave', {})
    await seat.signIn('anna')
    expect((await seat.call('items.counts', {})).all, 'and the real office is as it was').toBe(0)
  })

  test('a day that cannot be laid says so, and takes nothing with it', async () => {
    await (await newRoom()).setUp()
    await room.desk.close()
    room.training = {
      *simulate(options) {
        yield* smallDay(options)
        throw new Error('no more mail')
      },
    }
    await room.start()
    const seat = await room.seat().signIn('anna')
    expect(await seat.code('training.enter')).toBe('internal')
    expect(await seat.call('session.get', {})).toMatchObject({ phase: 'open', training: false })
    expect(days()).toEqual([])
  })
})

describe('the first exercise', () => {
  test('leads through an item, and says at the end what lay in each', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    const exercise = () => seat.call('training.exercise', {})
    const { items, next } = await exercise()
    expect(next).toBe(0)
    expect(items.map(({ lane, guided }) => [lane, guided])).toEqual([
      ['orange', true],
      ['orange', true],
      ['green', false],
      ['orange', false],
      ['yellow', false],
      ['green', false],
    ])
    expect(items.every(({ inside, verdict }) => inside === null && verdict === null)).toBe(true)
    const [clean = '', bad = '', green = '', missed = '', vague = '', cautious = ''] = items.map(({ item }) => item)
    const stepOf = async (item: string) => (await exercise()).items.find((one) => one.item === item)?.step
    const steps: (string | undefined)[] = [await stepOf(clean)]
    const doing = async (run: () => Promise<unknown>) => {
      await run()
      steps.push(await stepOf(clean))
    }
    await doing(() => seat.call('items.get', { item: clean }))
    expect((await seat.call('training.inside', { item: clean })).inside, 'a closed parcel shows nothing').toBeNull()
    await doing(() => seat.act('present', clean))
    expect((await seat.call('training.inside', { item: clean })).inside, 'and lies before the officer unopened').toBeNull()
    expect((await seat.call('training.inside', { item: clean, open: true })).inside).toMatchObject({ risk: 'none' })
    expect((await seat.call('training.inside', { item: clean })).inside).toMatchObject({ risk: 'none', deserves: 'release', things: [{ description: 'Cotton T-shirt, knitted' }] })
    await doing(() => seat.act('record', clean, { result: 'clear' }))
    await doing(() => seat.act('release', clean))
    expect(steps).toEqual(['find', 'present', 'examine', 'decide', 'done'])

    await seat.act('present', bad)
    await seat.act('examine', bad)
    await seat.act('record', bad, { result: 'discrepancy' })
    await seat.act('hold', bad, { reason: 'proof-of-value' })
    await seat.act('present', green)
    await seat.act('examine', green)
    await seat.act('record', green, { result: 'clear' })
    await seat.act('release', green)
    await seat.act('release', missed)
    await seat.act('release', vague)
    await seat.act('hold', cautious, { reason: 'proof-of-value' })
    const end = await exercise()
    expect(end.items.map(({ verdict }) => verdict)).toEqual(['right', 'right', 'needless', 'missed', 'right', 'overcautious'])
    expect(end).toMatchObject({ next: null, score: { decided: 6, right: 3, missed: 1, needless: 2 } })
    expect(end.items.every(({ inside }) => inside !== null)).toBe(true)
  })

  test('belongs to the training office', async () => {
    await (await newRoom()).setUp()
    const seat = await room.seat().signIn('anna')
    for (const [name, input] of [
      ['training.exercise'],
      ['training.day'],
      ['training.reset'],
      ['training.switch', { login: 'officer' }],
      ['training.inside', { item: 'x' }],
    ] as const)
      expect.soft([name, await seat.code(name, input ?? {})]).toEqual([name, 'not-training'])
  })

  test('lets one practise what takes two: the supervisor approves what the officer proposed', async () => {
    await (await newRoom()).start()
    const seat = await inTraining()
    const [item = ''] = itemsOfDay(await seedOf(seat))
    await seat.call('training.switch', { login: 'supervisor' })
    await seat.act('flag', item, { text: 'look again' })
    expect((await seat.call('training.switch', { login: 'officer' })).user?.login).toBe('officer')
    const proposal = await seat.act('release', item)
    expect(proposal).toMatchObject({ result: 'accepted', state: 'arrived' })
    await seat.call('training.switch', { login: 'supervisor' })
    expect(await seat.act('approve', item, { command: proposal.id })).toMatchObject({ result: 'accepted', state: 'released' })
  })
})
