/** Workbooks through the whole desk: read by a known map, set aside with advice, read once a map is there, rebuilt alike. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MANIFEST } from '../../main/exchange/maps/table-maps.ts'
import { sheetData, workbookParts, zipOf } from '../fakes/zip.ts'
import { Room, type Seat } from './desk-room.ts'

let room: Room
let anna: Seat
beforeEach(async () => {
  room = await new Room().setUp()
  anna = await room.seat().signIn('anna')
})
afterEach(() => room.close())

const workbook = (...rows: Parameters<typeof sheetData>[0][number][]): Buffer => zipOf(workbookParts([{ name: 'Liste', xml: sheetData(rows) }]))
const PARTNER = ['Kolli', 'Was', 'Stück', 'Preis']
const OWN = {
  ...MANIFEST,
  name: 'partner list',
  sender: 'DEFRAA',
  columns: [
    { names: ['Kolli'], to: 'declaration.item', as: 'item' },
    { names: ['Was'], to: 'piece.description', as: 'text' },
    { names: ['Stück'], to: 'piece.quantity', as: 'integer' },
    { names: ['Preis'], to: 'piece.value', as: 'money', currency: 'EUR' },
  ],
}

describe('a workbook at the desk', () => {
  test('is read by the map that knows its headings', async () => {
    const { lines } = await anna.import(room.put('list.xlsx', workbook(['Item', 'Description', 'Quantity'], ['LX806576725FR', 'bowl', 2])))
    expect(lines).toMatchObject([{ type: 'MANIFEST', status: 'accepted', items: 1, reference: 'list' }])
    expect((await anna.call('items.get', { item: 'LX806576725FR' })).item).toMatchObject({ content: [{ description: 'bowl', quantity: 2 }] })
  })

  test('whose headings nobody knows waits, says so, and is read once somebody has said what they mean; the next one too', async () => {
    const first = room.put('list-1.xlsx', workbook(PARTNER, ['LX806576725FR', 'bowl', 2, 12.5]))
    const { lines } = await anna.import(first)
    expect(lines).toMatchObject([{ status: 'set-aside', findings: [{ code: 'no-table-map', values: { headings: 'Kolli · Was · Stück · Preis' } }] }])

    await anna.call('exchange.saveMap', { json: JSON.stringify(OWN) })
    expect((await anna.import(first)).lines).toMatchObject([{ status: 'accepted', sender: 'DEFRAA', items: 1, findings: [] }])
    // Now it was read: the same bytes once more are a duplicate.
    expect((await anna.import(first)).lines).toMatchObject([{ status: 'duplicate' }])
    const next = await anna.import(room.put('list-2.xlsx', workbook(PARTNER, ['RR473124829FR', 'vase', 1, 3])))
    expect(next.lines).toMatchObject([{ status: 'accepted', sender: 'DEFRAA', items: 1 }])
    expect((await anna.call('exchange.messages', { status: 'set-aside' })).rows).toEqual([])

    const before = await anna.call('items.list', { filter: { where: [] }, limit: 10 })
    expect((await anna.job('store.rebuild')).status).toBe('done')
    expect((await anna.call('items.list', { filter: { where: [] }, limit: 10 })).rows.map(({ item }) => item)).toEqual(before.rows.map(({ item }) => item))
    expect((await anna.job('store.verify')).result).toMatchObject({ ok: true })
  })

  test('that is hostile stands beside the others, set aside with a reason in words', async () => {
    const good = workbookParts([
      {
        name: 'L',
        xml: sheetData([
          ['Item', 'Description'],
          ['RR473124829FR', 'x'],
        ]),
      },
    ])
    room.put('a-bomb.xlsx', zipOf([...good, { name: 'xl/theme/theme1.xml', body: `<a>${'0'.repeat(20_000_000)}</a>` }]))
    room.put('b-climbs.xlsx', zipOf([...good, { name: '../x.xml', body: '<a/>' }]))
    room.put('c-macros.xlsm', zipOf([...good, { name: 'xl/vbaProject.bin', body: 'x' }]))
    room.put('d-good.xlsx', zipOf(good))
    const { lines } = await anna.import(room.mail)
    expect(lines.map(({ status, findings }) => [status, findings[0]?.code])).toEqual([
      ['set-aside', 'workbook-inflates'],
      ['set-aside', 'workbook-name'],
      ['set-aside', 'workbook-macros'],
      ['accepted', undefined],
    ])
    expect(lines.flatMap(({ findings }) => findings).every(({ text }) => /[.]$/.test(text))).toBe(true)
  })

  test('large, leaves officers their turn while it is read', async () => {
    const rows = Array.from({ length: 4000 }, (_, at) => [`RR${String(at).padStart(8, '0')}0FR`, 'a thing of some kind', 1])
    const { job } = await anna.call('exchange.import', { paths: [room.put('large.xlsx', workbook(['Item', 'Description', 'Quantity'], ...rows))] })
    await anna.call('users.list', {})
    const { outcomes } = await anna.call('act', { commands: [{ name: 'note', item: 'LX806576725FR', args: { text: 'seen' } }] })
    expect(outcomes).toHaveLength(1)
    expect(await anna.ended(job)).toMatchObject({ status: 'done', result: { items: 4000 } })
  })
})
