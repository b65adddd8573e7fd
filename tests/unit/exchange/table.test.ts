import { describe, expect, it } from 'vitest'
import { BUILT_IN_MAPS } from '../../../main/exchange/maps/built-in.ts'
import { MANIFEST } from '../../../main/exchange/maps/table-maps.ts'
import type { TableMap } from '../../../main/exchange/maps/map.ts'
import { codes, faults, fixture, latin1, messageFaults, only, read, readByteByByte, utf8 } from './reading.ts'

const SAMPLE = fixture('manifest.csv').toString('utf8').slice(1)
const expected = only(read(fixture('manifest.csv'))).records
const HEADING = 'Item;Piece;Description;Quantity;Value;Currency'

describe('headings that differ by an accent only', () => {
  const row = 'RR473124829FR;FRCDGACHZRHBAUN60123001000123;Ana Sørensen;1;Bowl'

  it('“Récipient” is French for the receptacle, beside a “Destinataire”', () => {
    const { records, findings } = only(read(utf8(`Numéro;Récipient;Destinataire;Piece;Description\r\n${row}\r\n`)))
    expect(faults(findings)).toEqual([])
    expect(records[0]).toMatchObject({ receptacle: 'FRCDGACHZRHBAUN60123001000123', addressee: { name: 'Ana Sørensen' } })
  })

  it('“Recipient” is English for the addressee, also where no column names a receptacle', () => {
    const { records, findings } = only(read(utf8(`Item;Bag;Recipient;Piece;Description\r\n${row}\r\n`)))
    expect(faults(findings)).toEqual([])
    expect(records[0]).toMatchObject({ receptacle: 'FRCDGACHZRHBAUN60123001000123', addressee: { name: 'Ana Sørensen' } })
    const alone = only(read(utf8('Item;Recipient;Piece;Description\r\nRR473124829FR;Ana Sørensen;1;Bowl\r\n')))
    expect(faults(alone.findings)).toEqual([])
    expect(alone.records[0]).toMatchObject({ receptacle: null, addressee: { name: 'Ana Sørensen' } })
  })
})

describe('shapes of a table that all say the same', () => {
  it.each<[string, Buffer]>([
    ['UTF-8 without a mark', utf8(SAMPLE)],
    ['UTF-16 little endian', Buffer.from(`\ufeff${SAMPLE}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\ufeff${SAMPLE}`, 'utf16le').swap16()],
    ['Windows-1252', latin1(SAMPLE)],
    ['tabs', utf8(SAMPLE.replaceAll('glazed;', 'glazed|').replaceAll(';', '\t').replaceAll('glazed|', 'glazed;'))],
    ['bars', utf8(SAMPLE.replaceAll('glazed;', 'glazed,').replaceAll(';', '|').replaceAll('glazed,', 'glazed;'))],
    ['a line that names the delimiter', utf8(`sep=;\r\n${SAMPLE}`)],
    ['a title and an empty row before the headings', utf8(`Manifest of 22 November;;\r\n;;;\r\n${SAMPLE}`)],
    ['empty rows between and after', utf8(`${SAMPLE.replace('\r\nLX', '\r\n;;;;\r\n\r\nLX')}\r\n\r\n;;;\r\n`)],
    ['headings in capitals, with blanks and dashes', utf8(SAMPLE.replace(/^.*/, (line) => line.toUpperCase().replaceAll(' ', ' - ')))],
    ['headings by other names', utf8(SAMPLE.replace('Item;', 'Tracking number;').replace(';Quantity;', ';QTY;').replace(';HS;', ';HS-Code;'))],
    [
      'every cell quoted',
      utf8(
        SAMPLE.split('\r\n')
          .map((line, i) =>
            i === 1 || i === 2 || line === ''
              ? line
              : line
                  .split(';')
                  .map((cell) => `"${cell}"`)
                  .join(';'),
          )
          .join('\r\n'),
      ),
    ],
  ])('%s', (_shape, bytes) => {
    const { end, records, findings } = only(read(bytes, { fileName: 'manifest.csv' }))
    expect(faults(findings)).toEqual([])
    expect(end.head).toMatchObject({ type: 'MANIFEST', reference: 'manifest' })
    expect(JSON.parse(JSON.stringify(records).replaceAll('\\r\\n', '\\n'))).toEqual(JSON.parse(JSON.stringify(expected).replaceAll('\\r\\n', '\\n')))
    expect(readByteByByte(bytes).messages.map(({ records: again }) => again)).toEqual([records])
  })

  it('with commas as delimiters, values with commas stand in quotes', () => {
    const { records } = only(read(utf8('Item,Piece,Description,Quantity,Value,Currency\nLX806576725FR,1,"bowl, glazed",1,"1,234.50",EUR\n')))
    expect(records).toMatchObject([{ content: [{ description: 'bowl, glazed', value: { minor: 123_450, text: '1,234.50' } }] }])
  })
})

describe('rows and items', () => {
  it('rows of one item need not stand together; items come in the order of their first rows', () => {
    const { records } = only(read(utf8(`${HEADING}\nRR473124829FR;;a;1;1;EUR\nLX806576725FR;;b;1;1;EUR\nrr 473 124 829 fr;;c;1;1;EUR\n`)))
    expect(records.map((record) => (record.kind === 'declaration' ? [record.item, record.content.map(({ piece, description }) => [piece, description])] : []))).toEqual([
      [
        'RR473124829FR',
        [
          [1, 'a'],
          [2, 'c'],
        ],
      ],
      ['LX806576725FR', [[1, 'b']]],
    ])
  })

  it('a row without an item is a finding with its place, and the others are read', () => {
    const { records, findings } = only(read(utf8(`${HEADING}\n;1;a;1;1;EUR\nLX806576725FR;1;b;1;1;EUR\n`)))
    expect(records).toHaveLength(1)
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['row-without-item', 'row 2']])
  })

  it('rows of one item that contradict each other are a finding; the first counts', () => {
    const { records, findings } = only(read(utf8('Item;Addressee;Description\nLX806576725FR;Ana;a\nLX806576725FR;Bea;b\nLX806576725FR;Ana;c\n')))
    expect(records).toMatchObject([{ addressee: { name: 'Ana' }, content: [{}, {}, {}] }])
    expect(findings.map(({ code, place, values }) => [code, place, values['text']])).toEqual([['repeated-part', 'row 3, column Addressee', 'Bea']])
  })

  it('columns that the map does not know are findings, with how many rows say something there', () => {
    const { findings } = only(read(utf8(`${HEADING};Colour;Shade\nLX806576725FR;1;a;1;1;EUR;red;\nLX806576725FR;2;a;1;1;EUR;blue;;extra\n`)))
    expect(findings.map(({ code, severity, values }) => [code, severity, values['part'], values['count']])).toEqual([
      ['unmapped', 'warning', 'column Colour', 2],
      ['unmapped', 'info', 'column Shade', 0],
      ['unmapped', 'warning', 'column 9', 1],
    ])
  })

  it('a cell that cannot be read is a fault of its item, with row and column', () => {
    const { findings } = only(read(utf8(`${HEADING}\nLX806576725FR;1;a;many;1;EUR\nLX806576725FR;2;a;1;dear;\n`)))
    expect(findings.map(({ code, place, scope, item }) => [code, place, scope, item])).toEqual([
      ['number-unreadable', 'row 2, column Quantity', 'item', 'LX806576725FR'],
      ['amount-unreadable', 'row 3, column Value', 'item', 'LX806576725FR'],
    ])
  })

  it('a wrong identifier is kept, with its finding', () => {
    const { records, findings } = only(read(utf8(`${HEADING}\nLX806576720FR;1;a;1;1;EUR\n`)))
    expect(records).toMatchObject([{ item: 'LX806576720FR' }])
    expect(messageFaults(findings)).toEqual(['s10-check-digit'])
  })
})

describe('locales are the map’s', () => {
  const german = {
    ...MANIFEST,
    name: 'german',
    decimal: 'comma',
    dates: 'day-first',
    columns: [
      { names: ['Sendung'], to: 'declaration.item', as: 'item' },
      { names: ['Einlieferung'], to: 'declaration.postingDate', as: 'day' },
      { names: ['Wert'], with: 'Währung', to: 'piece.value', as: 'money' },
      { names: ['Währung'], to: null, as: 'upper' },
      { names: ['Gramm'], to: 'piece.netWeightG', as: 'weight', unit: 'g' },
      { names: ['Absender-Code'], to: 'head.sender', as: 'text' },
      { names: ['Liste'], to: 'head.reference', as: 'text' },
    ],
  } satisfies TableMap
  const maps = [...BUILT_IN_MAPS, german]

  it('the map whose headings the file has is taken, its decimals and dates with it', () => {
    const { end, records, findings } = only(
      read(utf8('Sendung;Einlieferung;Wert;Währung;Gramm;Absender-Code;Liste\nLX806576725FR;3.11.2026;1.234,5;chf;1.250;DEF01;L9\n'), { maps }),
    )
    expect([end.map, end.head.sender, end.head.reference, codes(findings)]).toEqual(['german', 'DEF01', 'L9', []])
    expect(records).toMatchObject([{ postingDate: '2026-11-03', content: [{ value: { text: '1.234,5', minor: 123_450, currency: 'CHF' }, netWeightG: 1250 }] }])
  })

  it('a table can be read with a forced map only', () => {
    expect(only(read(fixture('manifest.csv'), { maps, mapName: 'german' })).end.outcome).toBe('set-aside')
  })
})

describe('what is no manifest', () => {
  it.each<[string, Buffer, string]>([
    ['headings that no map knows', utf8('a;b;c\n1;2;3\n'), 'no-table-map'],
    ['a quote that never ends', utf8(`${HEADING}\nLX806576725FR;1;"never\n`), 'not-well-formed'],
    ['too much of it', Buffer.alloc(33 * 1024 * 1024, `${HEADING}\n`), 'table-too-large'],
  ])('%s', (_case, bytes, code) => {
    const { end, findings, records } = only(read(bytes))
    expect([end.outcome, codes(findings), records]).toEqual(['set-aside', [code], []])
  })
})
