/**
 * A desk with much to do: officers go first, nothing is lost, and what is broken off leaves no half behind.
 *
 * Order and completeness are asserted, never milliseconds: those are the benches'.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mail } from '../fakes/mail.ts'
import { BAGS, DISPATCHES, edifact, ITEMS } from '../property/projection-mail.ts'
import { Room, type Seat } from './desk-room.ts'

let room: Room
let olga: Seat
let anna: Seat
async function sitDown(): Promise<void> {
  ;[olga, anna] = [await room.seat().signIn('olga'), await room.seat().signIn('anna')]
}
async function open(): Promise<void> {
  room = await new Room().setUp()
  await sitDown()
}
/** A desk for each test of the group that calls this. */
function roomEach(): void {
  beforeEach(open)
  afterEach(() => room.close())
}

/** What announces and declares the items of so many dispatches. Answers the items. */
function put(dispatches: number, itemsEach: number, seed = 1): string[] {
  const items = new Set<string>()
  for (const file of mail(dispatches, itemsEach, seed)) {
    room.put(`${seed}-${file.name}`, file.bytes)
    for (const [id] of Buffer.from(file.bytes)
      .toString('latin1')
      .matchAll(/\b[A-Z]{2}\d{9}[A-Z]{2}\b/g))
      items.add(id)
  }
  return [...items]
}
/** One message each. */
const files = (): number => readdirSync(room.mail).length
const count = async () => (await anna.call('items.counts', {})).all
const clean = async () => expect((await anna.job('store.verify')).result).toMatchObject({ ok: true, problems: [] })

describe('while twenty thousand items are imported', () => {
  roomEach()

  test('officers are answered in between, nobody’s work is lost, and the end is what it would have been', { timeout: 240_000 }, async () => {
    const items = put(20, 1000)
    expect(items).toHaveLength(20_000)
    const { job } = await anna.call('exchange.import', { paths: [room.mail] })
    const ended = anna.ended(job)
    let over = false
    void ended.then(() => (over = true))
    const acted: string[] = []
    const during: boolean[] = []
    for (let n = 0; !over; n++) {
      const item = items[(n * 37) % items.length] as string
      expect(await olga.act('flag', item, { flag: `check-${n}` })).toMatchObject({ result: 'accepted' })
      acted.push(item)
      const { found, row } = await olga.call('items.lookup', { identifier: item })
      expect([found, row?.flags]).toEqual([true, expect.arrayContaining([`check-${n}`])])
      expect(
        (await olga.call('items.window', { filter: { where: [{ field: 'flagged', op: 'is', values: ['true'] }] }, sort: 'newest', position: 0, limit: 50 })).rows.length,
      ).toBeGreaterThan(0)
      during.push(!over)
    }
    expect(await ended).toMatchObject({ status: 'done', result: { files: files(), messages: files(), setAside: 0, duplicate: 0 } })
    // Officers came first: many of them were answered before the import had come to its end.
    expect(during.filter(Boolean).length).toBeGreaterThan(5)
    expect(await count()).toBe(20_000)
    const flagged = await olga.call('items.window', { filter: { where: [{ field: 'flagged', op: 'is', values: ['true'] }] }, sort: 'newest', position: 0, limit: 1 })
    expect(flagged.total).toBe(new Set(acted).size)
    const { rows } = await olga.call('items.list', { filter: { where: [{ field: 'declared', op: 'is', values: ['false'] }] } })
    expect(rows).toEqual([])
    await clean()
  })
})

describe('a job that is cancelled', () => {
  roomEach()

  test('an import stops, keeps what it told, and goes on when the folder is given again', async () => {
    put(12, 400)
    const { job } = await anna.call('exchange.import', { paths: [room.mail] })
    await anna.noticed(() => anna.notices.find((notice) => notice.kind === 'job' && notice.job.id === job && notice.job.at !== null))
    await anna.call('jobs.cancel', { job })
    expect(await anna.ended(job)).toMatchObject({ status: 'cancelled' })
    await room.restart()
    anna = await room.seat().signIn('anna')
    // What it had read to the end and not yet shown is shown by the next start, and no more than that.
    await anna.idle()
    const before = await count()
    expect(before).toBeLessThanOrEqual(4800)
    await clean()
    await anna.import(room.mail)
    expect(await count()).toBe(4800)
    await clean()
  })

  test('one that had not begun takes nothing of another with it', async () => {
    put(4, 300)
    const first = await anna.call('exchange.import', { paths: [room.mail] })
    const second = await anna.call('exchange.import', { paths: [room.mail] })
    await anna.call('jobs.cancel', { job: second.job })
    expect(await anna.ended(second.job)).toMatchObject({ status: 'cancelled' })
    expect(await anna.ended(first.job)).toMatchObject({ status: 'done', result: { messages: files(), duplicate: 0 } })
    expect(await count()).toBe(1200)
    await clean()
  })

  test('a rebuild is not: half of it would be half a store; and cancelling something else meanwhile does it no harm', async () => {
    put(4, 300)
    await anna.import(room.mail)
    const { job } = await anna.call('store.rebuild', {})
    const waiting = await anna.call('exchange.import', { paths: [room.mail] })
    await anna.call('jobs.cancel', { job })
    await anna.call('jobs.cancel', { job: waiting.job })
    expect(await anna.ended(job)).toMatchObject({ status: 'done', result: { messages: files() } })
    expect(await count()).toBe(1200)
    // Nothing was cut short for good either: another rebuild reads every message to its end.
    expect(await anna.job('store.rebuild')).toMatchObject({ status: 'done', result: { messages: files() } })
    expect(await count()).toBe(1200)
    await clean()
  })

  test('a bulk action keeps what it did', async () => {
    const items = put(2, 400)
    await anna.import(room.mail)
    const { job } = await olga.call('act.bulk', { name: 'flag', args: { flag: 'all' }, items })
    await olga.call('jobs.cancel', { job })
    const flagged = async () =>
      (await olga.call('items.window', { filter: { where: [{ field: 'flag', op: 'is', values: ['all'] }] }, sort: 'newest', position: 0, limit: 1 })).total
    const did = await flagged()
    expect((await olga.ended(job)).status === 'cancelled' ? did : items.length).toBe(did)
    await clean()
  })
})

describe('a whole worklist at once', () => {
  roomEach()

  test('is previewed without a trace, then done item by item, with who refused and why', async () => {
    put(1, 60)
    await anna.import(room.mail)
    const filter = { where: [{ field: 'state' as const, op: 'is' as const, values: ['expected'] }] }
    const one = (await olga.call('items.list', { filter, limit: 1 })).rows[0]?.item ?? ''
    await olga.act('refuse', one)
    const preview = await olga.call('act.preview', { name: 'refuse', args: {}, items: [one, ...(await olga.call('items.list', { filter })).rows.map((row) => row.item)] })
    expect(preview).toMatchObject({ total: 60, accepted: 59, proposals: 0, refused: [{ said: { code: 'closed' }, count: 1, examples: [one] }] })
    const before = (await olga.call('exchange.out', {})).rows.length
    expect((await olga.call('act.preview', { name: 'hold', args: { reason: 'documents-awaited' }, filter })).accepted).toBe(59)
    expect((await olga.call('exchange.out', {})).rows.length).toBe(before)
    const { job } = await olga.call('act.bulk', { name: 'hold', args: { reason: 'documents-awaited' }, filter })
    expect(await olga.ended(job)).toMatchObject({ status: 'done', result: { accepted: 59, rejected: 0 } })
    expect((await olga.call('items.counts', {})).byState).toMatchObject({ held: 59, refused: 1 })
    await clean()
  })
})

describe('while answers by the hundred leave, and a worklist is decided during an import', () => {
  roomEach()

  test('an officer’s single command waits for neither', async () => {
    const items = put(2, 100)
    await anna.import(room.mail)
    await anna.call('settings.set', { undoSeconds: 0 })
    mkdirSync(room.out)
    put(6, 300, 2)
    const { job: mailed } = await anna.call('exchange.import', { paths: [room.mail] })
    // The whole worklist is an officer's decision: it does not stand in line behind the mail.
    const { job } = await olga.call('act.bulk', { name: 'hold', args: { reason: 'documents-awaited' }, items })
    const order: string[] = []
    void anna.ended(mailed).then(() => order.push('import'))
    expect(await olga.ended(job)).toMatchObject({ status: 'done', result: { accepted: 200, rejected: 0 } })
    order.push('worklist')
    const flushed = olga.call('exchange.flush', { folder: room.out }).then((result) => {
      order.push('flush')
      return result
    })
    expect(await olga.act('flag', ITEMS[0])).toMatchObject({ result: 'accepted' })
    order.push('flag')
    expect(await flushed).toMatchObject({ failed: [], waiting: 0 })
    expect((await flushed).written).toHaveLength(400)
    await anna.ended(mailed)
    // The import's end may come before that of the flush, never before what officers wait for.
    expect(order.slice(0, 2)).toEqual(['worklist', 'flag'])
    await clean()
  })
})

describe('what an officer gives with a command', () => {
  const [item, other, photographed, flagged] = ITEMS
  beforeAll(open)
  afterAll(() => room.close())

  test('a known id answers what it answered, whatever is asked under it again', async () => {
    const first = await olga.act('hold', item, { reason: 'documents-awaited' }, 'my-own-id')
    expect(await olga.act('hold', item, { reason: 'documents-awaited' }, 'my-own-id')).toEqual(first)
    expect(await olga.act('refuse', other, {}, 'my-own-id')).toEqual(first)
    const rejected = await olga.act('hold', item, {}, 'another')
    expect(rejected).toMatchObject({ result: 'rejected', code: 'args', seq: null, pending: false })
    expect(await olga.act('hold', item, { reason: 'documents-awaited' }, 'another')).toEqual(rejected)
    await room.restart()
    await sitDown()
    expect(await olga.act('hold', item, {}, 'my-own-id')).toEqual(first)
    expect(await olga.act('hold', item, {}, 'another')).toEqual(rejected)
    expect((await olga.call('exchange.out', {})).rows).toHaveLength(2)
  })

  test.runIf(process.platform !== 'win32')('a file is attached by its content; what is no file, or is not there, is refused and holds nobody up', async () => {
    const photo = join(room.folder, 'photo.jpg')
    writeFileSync(photo, 'not really a photograph')
    const pipe = join(room.folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    mkdirSync(join(room.folder, 'folder'))
    expect(await olga.act('attach', photographed, { path: photo })).toMatchObject({ result: 'accepted' })
    for (const [path, text] of [
      [pipe, /it is no file/],
      ['/dev/zero', /it is no file/],
      [join(room.folder, 'folder'), /it is no file/],
      [join(room.folder, 'none'), /there is no such file/],
    ] as const) {
      const refused = await olga.act('attach', photographed, { path }, `attach ${path}`)
      expect(refused).toMatchObject({ result: 'rejected', code: 'attachment', text: expect.stringMatching(text) as string, seq: null })
    }
    expect(await olga.act('attach', photographed, { path: photo, extra: 1 })).toMatchObject({ result: 'rejected', code: 'args' })
    const { item: detail } = await olga.call('items.get', { item: photographed })
    expect(JSON.stringify(detail?.timeline)).toContain('photo.jpg')
    await clean()
  })

  test('a hundred commands in one call are decided in their order, and answered each', async () => {
    const commands = Array.from({ length: 100 }, (_, n) =>
      n % 2 === 0 ? { name: 'flag', item: flagged, args: { flag: `f${n}` } } : { name: 'unflag', item: flagged, args: { flag: `f${n - 1}` } },
    )
    const { outcomes } = await olga.call('act', { commands })
    expect(outcomes.map((one) => one.result)).toEqual(commands.map(() => 'accepted'))
    expect(outcomes.map((one) => one.seq)).toEqual(outcomes.map((one) => one.seq).toSorted((a, b) => Number(a) - Number(b)))
    expect((await olga.call('items.lookup', { identifier: flagged })).row?.flags).toEqual([])
  })

  test('one that can never be ours does not hold up those beside it', async () => {
    const { outcomes } = await olga.call('act', {
      commands: [
        { name: 'nothing-of-ours', item },
        { name: 'mark-sent', item, args: { command: 'x', file: 'x', digest: 'x' } },
        { name: 'purge', item: '@retention', args: { cases: ['x'] } },
        { name: 'user-add', item: '@user/eve', args: { login: 'eve', name: 'Eve', roles: ['administrator'], passwordHash: 'x'.repeat(30) } },
        { name: 'note', item: '', args: { text: 'x' } },
        { name: 'note', item: 'A#1', args: { text: 'x' } },
        { name: 'flag', item, args: { flag: 'x', constructor: 1 } },
        { name: 'note', item, args: { text: 'last' } },
      ],
    })
    expect(outcomes.map((one) => one.result)).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'accepted'])
    expect((await anna.call('users.list', {})).users.some((user) => user.login === 'eve')).toBe(false)
    await clean()
  })

  test('a watched folder takes what is put there, moves it, and forgets nothing over a restart', async () => {
    const watched = join(room.folder, 'watched')
    mkdirSync(watched)
    await anna.call('settings.set', { watchedFolder: watched })
    writeFileSync(
      join(watched, 'a.edi'),
      edifact([{ kind: 'predes', sender: 'FRA01', dispatch: DISPATCHES[0], fn: 9, prepared: Date.UTC(2026, 10, 20), bags: [{ bag: BAGS[0], items: [ITEMS[0]] }] }]),
    )
    writeFileSync(join(watched, 'b.bin'), 'no message at all')
    await anna.noticed(() =>
      anna.notices.filter((notice) => notice.kind === 'job' && notice.job.kind === 'import' && notice.job.status === 'done').length >= 2 ? true : undefined,
    )
    expect((await anna.call('items.lookup', { identifier: ITEMS[0] })).found).toBe(true)
    expect((await anna.call('exchange.messages', { status: 'set-aside' })).rows).toHaveLength(1)
    expect((await anna.call('session.get', {})).waiting.setAside).toBe(1)
    await clean()
  })
})
