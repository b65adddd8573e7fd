import { describe, expect, it } from 'vitest'
import { writeXlsx } from 'hucre/xlsx'
import { BUILT_IN_MAPS } from '../../../main/exchange/maps/built-in.ts'
import { MANIFEST } from '../../../main/exchange/maps/table-maps.ts'
import type { TableMap } from '../../../main/exchange/maps/map.ts'
import { cellText } from '../../../main/exchange/table/rows.ts'
import { sheetData, workbookParts, zipOf, type Part } from '../../fakes/zip.ts'
import { codes, faults, fixture, only, read, utf8 } from './reading.ts'

const HEADING = ['Item', 'Description', 'Quantity', 'Value', 'Currency', 'Gross kg', 'Posting date']
const ROW = ['LX806576725FR', 'bowl', 1, 12.5, 'EUR', 1.234, '2026-11-03']
const sheet = (rows: Parameters<typeof sheetData>[0], name = 'Manifest') => ({ name, xml: sheetData(rows) })
const workbook = (...rows: Parameters<typeof sheetData>[0][number][]): Buffer => zipOf(workbookParts([sheet(rows)]))
const plain = workbookParts([sheet([HEADING, ROW])])
const swap = (name: string, change: Partial<Part>): Part[] => plain.map((part) => (part.name === name ? { ...part, ...change } : part))

describe('a manifest as a workbook says what it says as a CSV', () => {
  it('the sample, written by another program', async () => {
    const rows = fixture('manifest.csv')
      .toString('utf8')
      .slice(1)
      .split('\r\n')
      .filter((line) => line !== '')
    // Quoted line breaks: join what a quote keeps open.
    const whole: string[] = []
    for (const line of rows) {
      const last = whole.at(-1)
      if (last !== undefined && (last.match(/"/g)?.length ?? 0) % 2 === 1) whole[whole.length - 1] = `${last}\n${line}`
      else whole.push(line)
    }
    const cells = whole.map((line) => (line.match(/("(?:[^"]|"")*"|[^;]*)(?:;|$)/g) ?? []).map((cell) => cell.replace(/;$/, '').replace(/^"|"$/g, '').replaceAll('""', '"')))
    const bytes = await writeXlsx({ sheets: [{ name: 'Manifest', rows: cells }] })
    const fromWorkbook = only(read(bytes, { fileName: 'manifest.xlsx' }))
    const fromCsv = only(read(fixture('manifest.csv'), { fileName: 'manifest.csv' }))
    expect(faults(fromWorkbook.findings)).toEqual(faults(fromCsv.findings))
    expect(JSON.parse(JSON.stringify(fromWorkbook.records))).toEqual(JSON.parse(JSON.stringify(fromCsv.records).replaceAll('\\r\\n', '\\n')))
    expect(fromWorkbook.end.head).toMatchObject({ type: 'MANIFEST', reference: 'manifest' })
  })

  it('however its bytes are cut', () => {
    const bytes = workbook(HEADING, ROW)
    expect(read(bytes, {}, [1, 2, 3, 4, 5, 600]).calls).toEqual(read(bytes).calls)
  })
})

describe('cells', () => {
  const piece = (name: string, cell: Parameters<typeof sheetData>[0][number][number], map: readonly TableMap[] = [MANIFEST]) =>
    only(read(workbook(['Item', 'Description', name], ['LX806576725FR', 'bowl', cell]), { maps: map }))

  it('numbers keep what they are worth, with the decimals of a spreadsheet', () => {
    expect(piece('Gross kg', 0.1 + 0.2).records).toMatchObject([{ grossWeightG: 300 }])
    expect(piece('Value', 1234.5).records).toMatchObject([{ content: [{ value: { minor: 123_450, text: '1234.5' } }] }])
    expect(piece('HS', 8517130000).records).toMatchObject([{ content: [{ hs: '8517130000' }] }])
    expect(piece('Gross kg', { xml: '<c><v>1.5E-3</v></c>' }).records).toMatchObject([{ grossWeightG: 2 }])
  })
  it('numbers are no text: a map with decimal commas reads them all the same', () => {
    expect(piece('Gross kg', 1.234, [{ ...MANIFEST, decimal: 'comma' }]).records).toMatchObject([{ grossWeightG: 1234 }])
  })
  it('texts stay texts', () => {
    expect(piece('HS', '00123').records).toMatchObject([{ content: [{ hs: '00123' }] }])
    expect(piece('Local id', '=1+1').records).toMatchObject([{ localId: '=1+1' }])
  })
  it('dates are days, in both calendars of spreadsheets', () => {
    const date = { xml: '<c s="1"><v>46329</v></c>' }
    expect(piece('Posting date', date).records).toMatchObject([{ postingDate: '2026-11-03' }])
    const old = zipOf(
      workbookParts(
        [
          sheet([
            ['Item', 'Description', 'Posting date'],
            ['LX806576725FR', 'bowl', { xml: '<c s="1"><v>44867</v></c>' }],
          ]),
        ],
        { date1904: true },
      ),
    )
    expect(only(read(old)).records).toMatchObject([{ postingDate: '2026-11-03' }])
  })
  it('a date that is none is a fault of its item', () => {
    expect(faults(piece('Posting date', { xml: '<c s="1"><v>1e15</v></c>' }).findings)).toEqual(['date-unreadable'])
  })
  it('formulas count by the value they showed', () => {
    expect(piece('Quantity', { xml: '<c><f>1+2</f><v>3</v></c>' }).records).toMatchObject([{ content: [{ quantity: 3 }] }])
    expect(piece('Description', { xml: '<c t="str"><f>A1</f><v>vase</v></c>' }).records).toMatchObject([{}])
  })
  it('a formula that failed says nothing, and that is told', () => {
    const { records, findings } = piece('HS', { xml: '<c t="e"><f>VLOOKUP(1,A:A,1)</f><v>#N/A</v></c>' })
    expect(records).toMatchObject([{ content: [{ hs: null }] }])
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['cell-error', 'row 2, column HS']])
  })
  it('truths are true and false', () => {
    const flags = {
      ...MANIFEST,
      columns: [...MANIFEST.columns, { names: ['Answered'], to: 'referral.answered', as: 'flag' }, { names: ['Referral'], to: 'referral.code', as: 'text' }],
    } satisfies TableMap
    const { records } = only(read(workbook(['Item', 'Description', 'Referral', 'Answered'], ['LX806576725FR', 'bowl', 'R1', true]), { maps: [flags] }))
    expect(records).toMatchObject([{ referrals: [{ code: 'R1', answered: true }] }])
  })
  it.each([
    [1, 'point', '1'],
    [-0.5, 'comma', '-0,5'],
    [1e21, 'either', '1000000000000000000000'],
    [1e-9, 'either', '0.000000001'],
    [123456.789, 'comma', '123456,789'],
  ] as const)('%d with a decimal %s is written %s', (value, decimal, text) => expect(cellText(value, decimal)).toBe(text))
})

describe('rows and sheets', () => {
  it('blank rows, titles and far rows do no harm, and rows are numbered as the spreadsheet does', () => {
    const { records, findings } = only(read(workbook(['Manifest of Tuesday'], [], HEADING, [], ['', 'a'], ROW)))
    expect(records).toHaveLength(1)
    expect(findings.map(({ code, place }) => [code, place])).toEqual([
      ['rows-before-heading', 'row 3'],
      ['row-without-item', 'row 5'],
    ])
  })
  it('1,048,576 rows declared are as many as there are', () => {
    const xml = `<dimension ref="A1:XFD1048576"/>${sheetData([HEADING, ROW])}`.replace(
      '</sheetData>',
      '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>RR473124829FR</t></is></c></row></sheetData>',
    )
    const { records, findings } = only(read(zipOf(workbookParts([{ name: 'Manifest', xml }]))))
    expect([records.length, faults(findings)]).toEqual([2, []])
  })
  it('a cell in the last column a spreadsheet has takes no room', () => {
    const xml = sheetData([HEADING, ROW]).replace('</row>', '<c r="XFD1" t="inlineStr"><is><t>far</t></is></c></row>')
    expect(only(read(zipOf(workbookParts([{ name: 'Manifest', xml }])))).records).toHaveLength(1)
  })
  it('headings over several columns stand above their own', () => {
    const { end, records } = only(
      read(
        workbook(
          ['Item', 'Content', undefined, undefined, 'Sender', undefined, 'Addressee', undefined],
          [undefined, 'Description', 'Quantity', 'Value', 'Name', 'Country', 'Name', 'Country'],
          ['LX806576725FR', 'bowl', 2, 5, 'Ana', 'FR', 'Bea', 'CH'],
        ),
      ),
    )
    expect(end.outcome).toBe('complete')
    expect(records).toMatchObject([
      { item: 'LX806576725FR', sender: { name: 'Ana', country: 'FR' }, addressee: { name: 'Bea', country: 'CH' }, content: [{ description: 'bowl', quantity: 2 }] },
    ])
  })
  it('of several sheets the one that fits is read, and what was not is told', () => {
    const bytes = zipOf(
      workbookParts([
        sheet([['Read me'], ['Prices are in euros']], 'Notes'),
        sheet([HEADING, ROW], 'Shipment'),
        sheet(
          [
            ['Item', 'Description'],
            ['RR473124829FR', 'x'],
          ],
          'Second',
        ),
        { ...sheet([HEADING, ROW], 'Secret'), hidden: true },
      ]),
    )
    const { records, findings } = only(read(bytes))
    expect(records).toMatchObject([{ item: 'LX806576725FR' }])
    expect(findings.map(({ code, severity, values }) => [code, severity, values['sheet']])).toEqual([
      ['sheet-chosen', 'info', 'Shipment'],
      ['sheet-left-out', 'warning', 'Second'],
      ['sheet-hidden', 'info', 'Secret'],
    ])
  })
  it('a partner’s own map, which knows all its headings, goes before one that knows some of them', () => {
    const own = {
      ...MANIFEST,
      name: 'partner',
      sender: 'FRCDGA',
      columns: [
        { names: ['Item'], to: 'declaration.item', as: 'item' },
        { names: ['Value'], to: 'piece.quantity', as: 'integer' },
        { names: ['Description'], to: null, as: 'text' },
        { names: ['Remarks'], to: 'piece.description', as: 'text' },
      ],
    } satisfies TableMap
    const bytes = workbook(['Item', 'Description', 'Value', 'Remarks'], ['LX806576725FR', 'ours', 3, 'bowl'])
    const { end, records, findings } = only(read(bytes, { maps: [...BUILT_IN_MAPS, own] }))
    expect([end.map, end.head.sender, codes(findings)]).toEqual(['partner', 'FRCDGA', []])
    expect(records).toMatchObject([{ content: [{ description: 'bowl', quantity: 3 }] }])
    const other = { ...own, name: 'other', sender: 'DEFRAA' }
    expect(only(read(bytes, { maps: [own, other], fileName: 'in/frcdga-2026-11.xlsx' })).end.map).toBe('partner')
    expect(only(read(bytes, { maps: [own, other], fileName: 'list.xlsx' })).end.map).toBe('other')
  })
})

describe('a workbook that is set aside, with a reason in words', () => {
  const bomb = '0'.repeat(40 * 1024 * 1024)
  it.each<[string, () => Buffer, string]>([
    ['no workbook in it', () => zipOf([{ name: 'photo.jpg', body: 'x' }]), 'unreadable'],
    ['a zip cut in the middle', () => workbook(HEADING, ROW).subarray(0, 900), 'workbook-broken'],
    ['a byte changed in the middle of a part', () => flip(workbook(HEADING, ROW), 300), 'workbook-broken'],
    ['a part that unpacks to more than it says', () => zipOf(swap('xl/worksheets/sheet1.xml', { says: { size: 100 } })), 'workbook-inflates'],
    ['a part that unpacks to less than it says', () => zipOf(swap('xl/worksheets/sheet1.xml', { says: { size: 100_000 } })), 'workbook-broken'],
    ['a part that says it is empty', () => zipOf(swap('xl/worksheets/sheet1.xml', { says: { size: 0 } })), 'workbook-broken'],
    ['a part that says it is larger than all memory', () => zipOf(swap('xl/worksheets/sheet1.xml', { says: { size: 0xfffffff0 } })), 'workbook-inflates'],
    ['a wrong checksum', () => zipOf(swap('xl/worksheets/sheet1.xml', { says: { crc: 1 } })), 'workbook-broken'],
    ['a bomb among its parts', () => zipOf([...plain, { name: 'xl/theme/theme1.xml', body: `<a>${bomb}</a>` }]), 'workbook-inflates'],
    ['a bomb of strings', () => zipOf([...plain, { name: 'xl/sharedStrings.xml', body: `<sst>${'<si><t>x</t></si>'.repeat(4_500_000)}</sst>` }]), 'workbook-inflates'],
    [
      'parts that share their bytes',
      () => zipOf([...plain, ...Array.from({ length: 3 }, (_, at) => ({ name: `xl/worksheets/s${at}.xml`, body: '', sharesWith: 5 }))]),
      'workbook-name',
    ],
    ['more parts than any workbook has', () => zipOf([...plain, ...Array.from({ length: 2100 }, (_, at) => ({ name: `xl/media/${at}.png`, body: '' }))]), 'workbook-entries'],
    ['fewer parts listed than there are', () => zipOf(plain, { count: 4 }), 'workbook-broken'],
    ['a name that climbs out', () => zipOf([...plain, { name: '../../etc/cron.d/x.xml', body: '<a/>' }]), 'workbook-name'],
    ['an absolute name', () => zipOf([...plain, { name: '/etc/passwd', body: '' }]), 'workbook-name'],
    ['a name of another system', () => zipOf([...plain, { name: 'C:\\x.xml', body: '<a/>' }]), 'workbook-name'],
    ['a name twice', () => zipOf([...plain, { name: 'XL/workbook.xml', body: '<a/>' }]), 'workbook-name'],
    ['two names for one part', () => zipOf(swap('xl/workbook.xml', { says: { localName: 'xl/workboog.xml' } })), 'workbook-name'],
    ['a second archive behind the first', () => Buffer.concat([workbook(HEADING, ROW), workbook(HEADING)]), 'workbook-broken'],
    ['parts under a password', () => zipOf(swap('xl/workbook.xml', { says: { flags: 1 } })), 'workbook-encrypted'],
    ['a packing that workbooks do not use', () => zipOf(swap('xl/workbook.xml', { says: { method: 14 } })), 'workbook-broken'],
    ['macros', () => zipOf([...plain, { name: 'xl/vbaProject.bin', body: 'x' }]), 'workbook-macros'],
    ['macros of the old kind', () => zipOf([...plain, { name: 'xl/macrosheets/sheet1.xml', body: '<a/>' }]), 'workbook-macros'],
    ['links to other files', () => zipOf([...plain, { name: 'xl/externalLinks/externalLink1.xml', body: '<a/>' }]), 'workbook-links'],
    ['queries of a database', () => zipOf([...plain, { name: 'xl/connections.xml', body: '<a/>' }]), 'workbook-links'],
    ['a zip in the zip', () => zipOf([...plain, { name: 'xl/media/more.zip', body: zipOf(plain) }]), 'workbook-embeds'],
    ['another document inside', () => zipOf([...plain, { name: 'xl/embeddings/oleObject1.bin', body: 'x' }]), 'workbook-embeds'],
    ['a DOCTYPE', () => zipOf(swap('xl/workbook.xml', { body: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>' })), 'doctype-refused'],
    ['a part that is not XML', () => zipOf(swap('xl/workbook.xml', { body: 'MZ' })), 'workbook-broken'],
    ['a sheet that ends early', () => zipOf(swap('xl/worksheets/sheet1.xml', { body: '<worksheet><sheetData><row r="1"><c><v>1</v></c></row>' })), 'workbook-broken'],
    ['a sheet that is not there', () => zipOf(plain.filter(({ name }) => !name.includes('sheet1'))), 'workbook-broken'],
    ['no sheet that any map knows', () => workbook(['a', 'b'], [1, 2]), 'no-table-map'],
    ['no sheet at all', () => zipOf(workbookParts([])), 'no-table-map'],
    ['a binary workbook', () => zipOf([...plain, { name: 'xl/workbook.bin', body: 'x' }]), 'unreadable'],
    [
      'a workbook under a password',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(6000), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(900)]),
      'workbook-encrypted',
    ],
    ['more bytes than a table may have', () => Buffer.concat([workbook(HEADING, ROW), Buffer.alloc(33 * 1024 * 1024)]), 'table-too-large'],
    ['a large zip that is no workbook', () => Buffer.concat([zipOf([{ name: 'photo.jpg', body: 'x' }]), Buffer.alloc(33 * 1024 * 1024)]), 'unreadable'],
  ])('%s', (_case, make, code) => {
    const { end, records, findings } = only(read(make(), { fileName: 'list.xlsx' }))
    expect([end.outcome, codes(findings), records]).toEqual(['set-aside', [code], []])
  })

  it('a lone signature of a zip is none', () => expect(codes(only(read(utf8('PK\u0003\u0004'))).findings)).toEqual(['unreadable']))
})

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 0x55
  return bytes
}
