/** A table of a sender that nobody knows: shown, mapped, tried, remembered; the next one is read without asking. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Output } from '../../shared/contract.ts'
import { sheetData, workbookParts, zipOf } from '../fakes/zip.ts'
import { Room, type Seat } from './desk-room.ts'

let room: Room
let anna: Seat
beforeEach(async () => {
  room = await new Room().setUp()
  anna = await room.seat().signIn('anna')
})
afterEach(() => room.close())

type Preview = Output<'exchange.previewTable'>
const suggestions = ({ columns }: Preview) => Object.fromEntries(columns.map(({ heading, suggestion }) => [heading, suggestion]))
const mappingOf = (preview: Preview, change: Readonly<Record<string, string | null>> = {}) => ({
  sheet: preview.sheet,
  heading: preview.heading,
  sender: 'DEFRAA',
  decimal: 'comma' as const,
  dates: 'day-first' as const,
  currency: 'EUR',
  columns: preview.columns.map(({ index, heading, suggestion }) => ({ index, meaning: heading in change ? (change[heading] ?? null) : suggestion })),
})

const CSV = 'Kolli;Was;Stück;Preis;Farbe\nLX806576725FR;Schale;2;12,50;rot\nRR473124829FR;Vase;viele;3,00;blau\n'

describe('columns are guessed by their headings', () => {
  test.each([
    ['English', 'Parcel no;Goods description;Qty;Price;Currency', ['item', 'description', 'quantity', 'value', 'currency']],
    ['French', "N° d'envoi;Désignation;Qté;Valeur;Pays d'origine", ['item', 'description', 'quantity', 'value', 'origin']],
    ['German', 'Sendung;Warenbeschreibung;Stück;Währung;Zolltarifnummer', ['item', 'description', 'quantity', 'currency', 'hs']],
    ['Spanish', 'Número de envío;Descripción;Cantidad;Peso bruto;País de origen', ['item', 'description', 'quantity', 'grossKg', 'origin']],
    ['Arabic', 'رقم البعيثة;المحتويات;الكمية;القيمة;العملة', ['item', 'description', 'quantity', 'value', 'currency']],
  ])('%s', async (language, headings, expected) => {
    const preview = await anna.call('exchange.previewTable', { path: room.put(`${language}.csv`, `${headings}\nLX806576725FR;x;1;2;3\n`) })
    expect(preview.columns.map(({ suggestion }) => suggestion)).toEqual(expected)
  })

  test('or by what stands in them', async () => {
    const preview = await anna.call('exchange.previewTable', { path: room.put('a.csv', 'Foo;Was\nLX 806 576 725 FR;a\nRR473124829FR;b\n') })
    expect(suggestions(preview)).toEqual({ Foo: 'item', Was: 'description' })
    expect(preview.columns[0]?.samples).toEqual(['LX 806 576 725 FR', 'RR473124829FR'])
  })

  test('headings that cannot be told apart, or are none, are marked', async () => {
    const preview = await anna.call('exchange.previewTable', { path: room.put('a.csv', 'Item;Value;Value;;Was\nLX806576725FR;1;2;3;x\n') })
    expect(preview.columns.map(({ fault }) => fault)).toEqual([null, null, 'twice', 'empty', null])
  })
})

test('a table of a new sender is mapped once, and the next is read by itself', async () => {
  const path = room.put('list.csv', CSV)
  const preview = await anna.call('exchange.previewTable', { path })
  expect(preview).toMatchObject({ syntax: 'csv', problem: null, known: null, heading: 0 })
  expect(suggestions(preview)).toEqual({ Kolli: 'item', Was: 'description', Stück: 'quantity', Preis: 'value', Farbe: null })

  const tried = await anna.call('exchange.tryTable', { path, mapping: mappingOf(preview) })
  expect(tried).toMatchObject({ items: 2, columns: [{ index: 2, said: { code: 'number-unreadable' }, where: 'row 3, column Stück', count: 1 }] })

  const olga = await room.seat().signIn('olga')
  expect(await olga.code('exchange.rememberTable', { path, mapping: mappingOf(preview) })).toBe('role')
  const { name } = await anna.call('exchange.rememberTable', { path, mapping: mappingOf(preview) })
  expect(name).toMatch(/^DEFRAA /)
  expect((await anna.import(path)).lines).toMatchObject([{ status: 'accepted', sender: 'DEFRAA', items: 2 }])

  const again = await olga.call('exchange.previewTable', { path: room.put('next.csv', CSV.replace('Vase', 'Krug')) })
  expect(again.known).toEqual({ map: name, sender: 'DEFRAA', all: true })
  expect((await olga.import(room.put('third.csv', CSV.replaceAll('LX806576725FR', 'CP473124829FR')))).lines).toMatchObject([{ status: 'accepted', sender: 'DEFRAA' }])
  // Said anew of the same headings, it replaces what was said before.
  await anna.call('exchange.rememberTable', { path, mapping: mappingOf(preview, { Farbe: 'nature' }) })
  expect((await anna.call('exchange.maps', {})).maps.filter(({ builtIn }) => !builtIn)).toHaveLength(1)
})

test('a mapping without the item is refused with the reason', async () => {
  const path = room.put('list.csv', CSV)
  const preview = await anna.call('exchange.previewTable', { path })
  expect(await anna.error('exchange.tryTable', { path, mapping: mappingOf(preview, { Kolli: null }) })).toMatchObject({ code: 'map-invalid' })
})

test('a workbook shows its sheets, and the one that looks like a manifest', async () => {
  const path = room.put(
    'book.xlsx',
    zipOf(
      workbookParts([
        { name: 'Notes', xml: sheetData([['Hello']]) },
        {
          name: 'Liste',
          xml: sheetData([
            ['Sender', undefined, 'Kolli', 'Was'],
            ['Name', 'City', undefined, undefined],
            ['Ana', 'Lyon', 'LX806576725FR', 'bowl'],
          ]),
        },
      ]),
    ),
  )
  const preview = await anna.call('exchange.previewTable', { path })
  expect(preview.sheets.map(({ name, empty }) => [name, empty])).toEqual([
    ['Notes', false],
    ['Liste', false],
  ])
  expect(preview.sheet).toBe(1)
  expect(suggestions(preview)).toEqual({ 'Sender Name': 'sender.name', 'Sender City': 'sender.city', Kolli: 'item', Was: 'description' })
  await anna.call('exchange.rememberTable', { path, mapping: mappingOf(preview) })
  expect((await anna.import(path)).lines).toMatchObject([{ status: 'accepted', items: 1 }])
  expect((await anna.call('items.get', { item: 'LX806576725FR' })).item?.declaration?.sender).toMatchObject({ name: 'Ana', city: 'Lyon' })
})

test('what cannot be shown says why, and nothing throws', async () => {
  const bad = await anna.call('exchange.previewTable', { path: room.put('x.xlsx', 'PK\u0003\u0004 and no more') })
  expect(bad.problem).toMatchObject({ code: 'unreadable' })
  expect(await anna.code('exchange.previewTable', { path: '/nowhere/at/all' })).toBe('unreadable-file')
  expect(await anna.call('exchange.previewTable', { path: room.put('empty.csv', ';;\n') })).toMatchObject({ columns: [], problem: null })
})
