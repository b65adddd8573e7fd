/** Answers to the post: when they leave, when they do not, and what happens to those that could not. Source: DESIGN section 5. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Input, Output } from '../../shared/contract.ts'
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'
import { DISPATCHES, edifact, xml } from '../property/projection-mail.ts'
import { Room, type Seat } from './desk-room.ts'

const T = Date.UTC(2026, 10, 20, 8)

/** Items and an out folder of the test's own: one desk serves them all, as one does in an office. */
let RR: string
let LX: string
let CP: string
let BAG = ''
let bag = 0
let out: string
let serial = 10_000_000
const nextItem = (service: string): string => {
  const digits = String((serial += 1))
  return `${service}${digits}${s10CheckDigit(digits)}FR`
}

let room: Room
let olga: Seat
let anna: Seat
beforeAll(async () => {
  room = await new Room().setUp()
  olga = await room.seat().signIn('olga')
  anna = await room.seat().signIn('anna')
})
afterAll(() => room.close())
beforeEach(async () => {
  ;[RR, LX, CP] = [nextItem('RR'), nextItem('LX'), nextItem('CP')]
  out = mkdtempSync(join(room.folder, 'out-'))
  await set({ undoSeconds: 60, outFolder: null })
})

const set = (settings: Input<'settings.set'>) => anna.call('settings.set', settings)
const isMine = (id: string): boolean => [RR, LX, CP, BAG].some((one) => id.includes(`/${one}/`))
const rows = async () => {
  const all: Output<'exchange.out'>['rows'] = []
  for (let after: string | null = null; ;) {
    const page: Output<'exchange.out'> = await olga.call('exchange.out', { after, limit: 1000 })
    all.push(...page.rows)
    if (page.next === null) return all.filter((row) => isMine(row.id))
    after = page.next
  }
}
const statuses = async () => (await rows()).map((row) => [row.type, row.event ?? row.decision, row.status]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
const flush = async (folder: string | null = out) => {
  const { written, failed } = await olga.call('exchange.flush', { folder })
  const waiting = (await rows()).filter((row) => row.status === 'waiting' || row.status === 'failed').length
  return { written: written.filter(({ id }) => isMine(id)), failed: failed.filter(({ id }) => isMine(id)), waiting }
}
const files = () => readdirSync(out).filter((file) => [RR, LX, CP].some((one) => file.includes(one)))

describe('within the undo time', () => {
  test('nothing leaves, and what is undone never will', async () => {
    const held = await olga.act('hold', RR, { reason: 'documents-awaited' })
    expect(held.undoUntil).not.toBeNull()
    expect(await flush()).toMatchObject({ written: [], failed: [], waiting: 2 })
    expect(files()).toEqual([])
    expect(await olga.act('undo', RR, { command: held.id })).toMatchObject({ result: 'accepted', state: 'expected' })
    expect(await statuses()).toEqual([
      ['CUSRSP', 'HOLD', 'undone'],
      ['EMSEVT', 'EME', 'undone'],
    ])
    await set({ undoSeconds: 0 })
    expect(await flush()).toMatchObject({ written: [], waiting: 0 })
    expect(files()).toEqual([])
  })

  test('a later decision takes the place of one that has not left, and names what the post has, not what it never got', async () => {
    const first = await olga.act('hold', RR, { reason: 'documents-awaited' })
    const second = await olga.act('request-info', RR, { reason: 'documents-awaited' })
    const [one, two] =
      [await rows()].map((all) => [
        all.find((row) => row.command === first.id && row.type === 'CUSRSP'),
        all.find((row) => row.command === second.id && row.type === 'CUSRSP'),
      ])[0] ?? []
    expect(one).toMatchObject({ status: 'superseded', supersededBy: two?.id })
    expect(two).toMatchObject({ status: 'waiting', supersedes: null })
    expect((await olga.call('exchange.outText', { id: two?.id ?? '' })).text).not.toContain('<Supersedes>')
    // Taking the second back brings the first into force again.
    await olga.act('undo', RR, { command: second.id })
    expect((await rows()).find((row) => row.id === one?.id)).toMatchObject({ status: 'waiting', supersededBy: null })
  })
})

describe('after it', () => {
  beforeEach(() => set({ undoSeconds: 0 }))

  test('each answer leaves once, whole, under a name and digest that the tray knows', async () => {
    await olga.act('hold', RR, { reason: 'documents-awaited' })
    const { written, failed, waiting } = await flush()
    expect([written.length, failed, waiting]).toEqual([2, [], 0])
    for (const { id, file, sha256 } of written) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, file)))
          .digest('hex'),
      ).toBe(sha256)
      expect((await rows()).find((row) => row.id === id)).toMatchObject({ status: 'sent', file, sha256 })
      expect((await olga.call('exchange.outText', { id })).text).toBe(readFileSync(join(out, file), 'utf8'))
    }
    expect(files()).toHaveLength(2)
    expect(await flush()).toMatchObject({ written: [], failed: [], waiting: 0 })
    expect(files()).toHaveLength(2)
  })

  test('what was sent is not undone but decided anew, and the new answer names the old one', async () => {
    const held = await olga.act('hold', RR, { reason: 'documents-awaited' })
    await flush()
    expect(await olga.act('undo', RR, { command: held.id })).toMatchObject({ result: 'rejected', code: 'answer-sent' })
    const refused = await olga.act('refuse', RR, {})
    const answer = (await rows()).find((row) => row.command === refused.id && row.type === 'CUSRSP')
    const before = (await rows()).find((row) => row.command === held.id && row.type === 'CUSRSP')
    expect(answer).toMatchObject({ status: 'waiting', supersedes: before?.id })
    expect(before).toMatchObject({ status: 'sent', supersededBy: answer?.id })
    expect((await olga.call('exchange.outText', { id: answer?.id ?? '' })).text).toContain(`<Supersedes>${held.id}/${RR}</Supersedes>`)
  })

  test('an answer between a sent one and the next that never left is passed over: the next names the one that the post has', async () => {
    const first = await olga.act('hold', RR, { reason: 'documents-awaited' })
    await flush()
    await set({ undoSeconds: 3600 })
    await olga.act('request-info', RR, { reason: 'documents-awaited' })
    const third = await olga.act('refuse', RR, {})
    const answer = (await rows()).find((row) => row.command === third.id && row.type === 'CUSRSP')
    expect(answer?.supersedes).toBe((await rows()).find((row) => row.command === first.id && row.type === 'CUSRSP')?.id)
  })

  test('a crash after the file was written and before the ledger heard of it writes the same file again', async () => {
    await olga.act('hold', RR, { reason: 'documents-awaited' })
    await flush()
    const kept = files().map((file) => [file, readFileSync(join(out, file), 'utf8')])
    const before = join(out, 'before')
    mkdirSync(before)
    // As the folder looks when the commit was lost: the answer of a second decision lies there, and the tray still owes it.
    const again = await olga.act('refuse', RR, {})
    const owed = (await rows()).filter((row) => row.command === again.id && row.status === 'waiting')
    const texts = new Map(await Promise.all(owed.map(async (row) => [row.id, (await olga.call('exchange.outText', { id: row.id })).text] as const)))
    const { written } = await flush(before)
    for (const { id, file } of written) expect(readFileSync(join(before, file), 'utf8')).toBe(texts.get(id))
    // Written once more over what lies there, nothing changes.
    for (const [file, text] of kept) writeFileSync(join(before, file as string), text as string)
    expect(await flush(before)).toMatchObject({ written: [], failed: [] })
  })

  test('a file of that name with other content is left alone, and the answer waits with the reason', async () => {
    const held = await olga.act('hold', RR, { reason: 'documents-awaited' })
    const { written } = await flush()
    const other = join(out, 'other')
    mkdirSync(other)
    const refused = await olga.act('refuse', RR, {})
    const name = written.find(({ file }) => file.startsWith('CUSRSP'))?.file.replace(held.id, refused.id) ?? ''
    writeFileSync(join(other, name), 'somebody else’s')
    const result = await flush(other)
    expect(result).toMatchObject({ written: [{}], failed: [{}], waiting: 1 })
    expect(readFileSync(join(other, name), 'utf8')).toBe('somebody else’s')
    expect((await rows()).find((row) => row.id === result.failed[0]?.id)).toMatchObject({ status: 'failed', reason: result.failed[0]?.reason })
    rmSync(join(other, name))
    expect(await flush(other)).toMatchObject({ written: [{ file: name }], failed: [], waiting: 0 })
  })

  test('a folder that is not there fails with the reason, and what was owed leaves once it is', async () => {
    await olga.act('hold', RR, { reason: 'documents-awaited' })
    const gone = join(out, 'gone')
    const first = await flush(gone)
    expect(first).toMatchObject({ written: [], waiting: 2 })
    expect(first.failed.map((one) => one.reason)).toEqual([`The folder ${gone} is not there.`, `The folder ${gone} is not there.`])
    expect(await statuses()).toEqual([
      ['CUSRSP', 'HOLD', 'failed'],
      ['EMSEVT', 'EME', 'failed'],
    ])
    // A failed try is no difference between store and logs, and no rebuild loses what is owed.
    expect((await olga.job('store.verify')).result).toMatchObject({ ok: true, problems: [] })
    mkdirSync(gone)
    expect(await flush(gone)).toMatchObject({ written: [{}, {}], failed: [], waiting: 0 })
    expect((await rows()).every((row) => row.status === 'sent' && row.reason === null)).toBe(true)
  })

  test('without an out folder nothing is tried behind anybody’s back, and asked for it says what is missing', async () => {
    await olga.act('hold', RR, { reason: 'documents-awaited' })
    expect((await flush(null)).failed[0]?.reason).toMatch(/No out folder is set/)
    await set({ outFolder: out })
    await olga.noticed(() => (files().length === 2 ? true : undefined))
    expect((await rows()).every((row) => row.status === 'sent')).toBe(true)
  })

  test('sending is in the ledger: a rebuilt store has sent what it had sent, and sends it no second time', async () => {
    await olga.act('hold', RR, { reason: 'documents-awaited' })
    await flush()
    await olga.act('refuse', LX, {})
    const before = await rows()
    expect(await anna.job('store.rebuild')).toMatchObject({ status: 'done' })
    expect(await rows()).toEqual(before)
    const { written } = await flush()
    expect(written.map(({ id }) => id).sort()).toEqual(
      before
        .filter((row) => row.item === LX)
        .map((row) => row.id)
        .sort(),
    )
    expect((await olga.job('store.verify')).result).toMatchObject({ ok: true })
  })

  test('targeting before arrival tells the post at once that it must be presented; untargeting takes it back while it waits', async () => {
    await set({ undoSeconds: 3600 })
    await olga.act('target', RR)
    expect(await statuses()).toEqual([['CUSRSP', 'PRESENT', 'waiting']])
    await olga.act('untarget', RR)
    expect(await statuses()).toEqual([['CUSRSP', 'PRESENT', 'undone']])
  })
})

describe('a whole receptacle', () => {
  const goods = (item: string, value: string) => ({
    item,
    dispatch: null,
    bag: null,
    nature: '31',
    sender: 'Marie Durand',
    pieces: [{ description: 'hand made ceramic bowl', value, currency: 'EUR' }],
  })
  beforeEach(async () => {
    await set({ undoSeconds: 0, randomSharePerMille: 0 })
    BAG = `${DISPATCHES[0]}${String((bag += 1)).padStart(3, '0')}000123`
    const predes = room.put('a.edi', edifact([{ kind: 'predes', sender: `FRA0${bag}`, dispatch: DISPATCHES[0], fn: 9, prepared: T, bags: [{ bag: BAG, items: [RR, LX, CP] }] }]))
    const itmatt = room.put(
      'b.xml',
      xml({ kind: 'itmatt', sender: 'FRA01', reference: `IA${bag}`, fn: 9, prepared: T, items: [goods(RR, '24.50'), goods(LX, '31.20')] }).replaceAll(
        '<Country>FR</Country></Sender>',
        '<Country>FR</Country></Sender><Addressee><Name>Ana Sørensen</Name><Street>Rämistrasse 3</Street><City>Zürich</City><PostalCode>8001</PostalCode><Country>CH</Country></Addressee>',
      ),
    )
    await olga.import(predes, itmatt)
  })

  test('is released item by item: an answer and an event for each that is clean, none for the others, and these are named', async () => {
    const outcome = await olga.act('release', BAG)
    expect(outcome).toMatchObject({ result: 'accepted', item: BAG })
    expect(outcome.refused).toMatchObject([{ item: CP, said: { code: 'not-clean' } }])
    const { written, waiting } = await flush()
    expect(waiting).toBe(0)
    expect(written.map(({ id }) => id).sort()).toEqual([LX, RR].flatMap((item) => [`${outcome.id}/${item}/CUSRSP`, `${outcome.id}/${item}/EMSEVT:EDC`]).sort())
    expect(new Set(written.map(({ file }) => file)).size).toBe(4)
    for (const { file } of written) expect(readFileSync(join(out, file), 'utf8')).toContain(BAG)
  })

  test('that arrived is told with a RESDES of its own', async () => {
    const outcome = await olga.act('arrive', BAG)
    expect(await statuses()).toEqual([['RESDES', null, 'waiting']])
    const { written } = await flush()
    expect(readFileSync(join(out, written[0]?.file ?? ''), 'utf8')).toContain(`PCI++${BAG}'`)
    expect(await olga.act('undo', BAG, { command: outcome.id })).toMatchObject({ code: 'answer-sent' })
  })

  test('undone as a whole takes every answer back', async () => {
    await set({ undoSeconds: 3600 })
    const outcome = await olga.act('release', BAG)
    expect(await olga.act('undo', BAG, { command: outcome.id })).toMatchObject({ result: 'accepted' })
    expect((await rows()).map((row) => row.status)).toEqual(['undone', 'undone', 'undone', 'undone'])
    const { rows: items } = await olga.call('items.list', { filter: { where: [] } })
    expect(items.filter((row) => [RR, LX, CP].includes(row.item)).map((row) => row.state)).toEqual(['expected', 'expected', 'expected'])
  })
})
