import { describe, expect, it } from 'vitest'
import { ITMATT } from '../../../main/exchange/maps/xml-maps.ts'
import { parseMap, type MessageMap, type XmlMap } from '../../../main/exchange/maps/map.ts'
import { BUILT_IN_MAPS } from '../../../main/exchange/maps/built-in.ts'
import { codes, faults, fixture, latin1, messageFaults, only, read, readByteByByte, utf8 } from './reading.ts'

const SAMPLE = fixture('itmatt.xml').toString('utf8')
const expected = only(read(utf8(SAMPLE))).records
const utf16 = (text: string, big: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const prefixed = SAMPLE.replace(/<(\/?)([A-Z][A-Za-z]*)/g, '<$1p:$2').replace(
  '<p:ITMATT',
  '<p:ITMATT xmlns:p="urn:upu:itmatt" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x y"',
)

describe('shapes of a document that all say the same', () => {
  it.each<[string, Buffer]>([
    ['UTF-8 with a byte order mark', utf8(`\ufeff${SAMPLE}`)],
    ['without a declaration', utf8(SAMPLE.replace(/^<\?xml.*\?>\s*/, ''))],
    ['UTF-16 little endian', utf16(SAMPLE.replace('UTF-8', 'UTF-16'), false, true)],
    ['UTF-16 big endian', utf16(SAMPLE.replace('UTF-8', 'UTF-16'), true, true)],
    ['UTF-16 without a mark', utf16(SAMPLE.replace('UTF-8', 'UTF-16LE'), false, false)],
    ['UTF-16 big endian without a mark', utf16(SAMPLE.replace('UTF-8', 'UTF-16BE'), true, false)],
    ['ISO 8859-1', latin1(SAMPLE.replace('UTF-8', 'ISO-8859-1'))],
    ['Windows-1252, single quotes', latin1(SAMPLE.replace('"UTF-8"', "'windows-1252'"))],
    ['any prefix, and attributes of the schema instance', utf8(prefixed)],
    ['a default namespace', utf8(SAMPLE.replace('<ITMATT ', '<ITMATT xmlns="urn:x" '))],
    ['CR LF, comments, processing instructions', utf8(SAMPLE.replace(/\n/g, '\r\n<!-- x --><?y z?>').replace(/\?>\r\n<!-- x --><\?y z\?>/, '?>\r\n'))],
    ['CDATA and character references', utf8(SAMPLE.replace("Men's knitted cotton T-shirt", "<![CDATA[Men's]]> knitted &#99;&#x6f;tton T-<!-- -->shirt"))],
    ['blanks around values', utf8(SAMPLE.replace(/<(ItemId|Quantity|PostingDate|HSCode)>([^<]+)</g, '<$1>\n  $2\t<'))],
  ])('%s', (_shape, bytes) => {
    const { end, records, findings } = only(read(bytes))
    expect(faults(findings)).toEqual([])
    expect(end.outcome).toBe('complete')
    expect(records).toEqual(expected)
    expect(readByteByByte(bytes).calls).toEqual(read(bytes).calls)
  })

  it.each<[string, Buffer, string]>([
    ['blank lines before the declaration', utf8(`\r\n\n${SAMPLE}`), 'leading-blanks'],
    ['a declaration that contradicts the mark', utf8(`\ufeff${SAMPLE.replace('UTF-8', 'ISO-8859-1')}`), 'encoding-contradicted'],
    ['a declaration of UTF-16 over bytes', utf8(SAMPLE.replace('UTF-8', 'UTF-16')), 'encoding-contradicted'],
  ])('%s: read, and told', (_case, bytes, code) => {
    const { records, findings } = only(read(bytes))
    expect(codes(findings)).toEqual([code])
    expect(records).toEqual(expected)
  })

  it('letters that are not of the declared encoding are replaced, and told', () => {
    const { records, findings } = only(read(latin1(SAMPLE)))
    expect(records[1]).toMatchObject({ addressee: { city: 'Z\ufffdrich' } })
    expect(faults(findings)).toEqual(['bytes-replaced'])
  })
})

describe('what a document says', () => {
  it('CUSITM is the same declaration with its customs office', () => {
    const cusitm = SAMPLE.replace('<ITMATT version="1.5.0">', '<CUSITM>').replace('</ITMATT>', '</CUSITM>').replace('<Nature>11', '<CustomsOffice>CH003</CustomsOffice><Nature>11')
    const { end, records, findings } = only(read(utf8(cusitm)))
    expect([end.head.type, end.head.version, end.map, faults(findings)]).toEqual(['CUSITM', null, 'cusitm', []])
    expect(records).toEqual([{ ...expected[0], customsOffice: 'CH003' }, expected[1]])
  })

  it.each([
    ['in the header', '<Header>', '<Header><CustomsOffice>CH003</CustomsOffice>'],
    ['before the items', '</Header>', '</Header><CustomsOffice>CH003</CustomsOffice>'],
  ])('a customs office named once, %s, is that of each item which names none', (_where, at, named) => {
    const cusitm = SAMPLE.replace('<ITMATT version="1.5.0">', '<CUSITM>')
      .replace('</ITMATT>', '</CUSITM>')
      .replace(at, named)
      .replace('<Nature>11', '<CustomsOffice>CH009</CustomsOffice><Nature>11')
    const { records, findings } = only(read(utf8(cusitm)))
    expect(faults(findings)).toEqual([])
    expect(records).toEqual([
      { ...expected[0], customsOffice: 'CH009' },
      { ...expected[1], customsOffice: 'CH003' },
    ])
  })

  it('tells referrals and whether they were answered', () => {
    const text = SAMPLE.replace(
      '<Document type="invoice" number="2026-1182"/>',
      '<Referral code="RFI" at="2026-11-20T20:10:00Z" answered="true"/><Referral code="RFS" at="2026-11-20T20:10:00"/>',
    )
    expect(only(read(utf8(text))).records[0]).toMatchObject({
      referrals: [
        { code: 'RFI', at: { ms: Date.parse('2026-11-20T20:10:00Z'), assumed: false }, answered: true },
        { code: 'RFS', at: { ms: Date.parse('2026-11-20T19:10:00Z'), assumed: true }, answered: false },
      ],
    })
  })

  it.each([
    ['', 'original'],
    ['<Function>5</Function>', 'replace'],
    ['<Function>cancel</Function>', 'cancel'],
    ['<Function>9</Function>', 'original'],
  ])('a header with %j makes it %s', (element, name) => {
    expect(only(read(utf8(SAMPLE.replace('<Header>', `<Header>${element}`)))).end.head.function).toBe(name)
  })

  it('a header may stand after what it heads', () => {
    const header = /<Header>.*<\/Header>/.exec(SAMPLE)?.[0] ?? ''
    const { end, records } = only(read(utf8(SAMPLE.replace(header, '').replace('</ITMATT>', `${header}</ITMATT>`))))
    expect(end.head.reference).toBe('IA000991')
    expect(records).toEqual(expected)
  })

  it('names what no field takes, by its path, once, with a count', () => {
    const text = SAMPLE.replace(/<MailClass>/g, '<Colour shade="x"><Deep>red</Deep></Colour><MailClass>')
      .replace('<Nature>11', '<Nature list="125">11')
      .replace('<Header>', '<Header>stray')
    const { end, findings, records } = only(read(utf8(text)))
    expect(end.outcome).toBe('complete')
    expect(records).toEqual(expected)
    expect(findings.map(({ code, place, values, severity }) => [code, place, values['part'], values['count'], severity])).toEqual([
      ['unmapped', '/ITMATT/Header', '/ITMATT/Header/text()', 1, 'warning'],
      ['unmapped', '/ITMATT/MailItem[1]/Colour', '/ITMATT/MailItem/Colour', 2, 'warning'],
      ['unmapped', '/ITMATT/MailItem[1]/Nature', '/ITMATT/MailItem/Nature/@list', 1, 'warning'],
    ])
  })

  it('says at which item and piece a value cannot be read, as a fault of the item', () => {
    const { findings, records } = only(
      read(utf8(SAMPLE.replace('<Quantity>20<', '<Quantity>many<').replace('<Value currency="EUR">45.00', '<Value>45.00').replace('0.120', 'light'))),
    )
    expect(findings.map(({ code, place, scope, item }) => [code, place, scope, item])).toEqual([
      ['weight-unreadable', '/ITMATT/MailItem[1]/ContentPiece[2]/NetWeight', 'item', 'RR473124829FR'],
      ['currency-missing', '/ITMATT/MailItem[1]/ContentPiece[2]/Value', 'item', 'RR473124829FR'],
      ['number-unreadable', '/ITMATT/MailItem[2]/ContentPiece[1]/Quantity', 'item', 'CP473124829FR'],
    ])
    expect(messageFaults(findings)).toEqual([])
    expect(records[0]).toMatchObject({ content: [{}, { netWeightG: null, value: { text: '45.00', currency: null, minor: 4500 } }] })
  })

  it('says where an amount has more decimals than its currency, which may be a mark between thousands', () => {
    const { findings, records } = only(read(utf8(SAMPLE.replace('<Value currency="EUR">45.00', '<Value currency="EUR">1.234'))))
    expect(findings.map(({ code, values, scope }) => [code, values['text'], values['counted'], scope])).toEqual([['amount-rounded', '1.234', '1.23', 'item']])
    expect(records[0]).toMatchObject({ content: [{}, { value: { text: '1.234', minor: 123 } }] })
  })

  it('an item without an identifier is a finding, and the others are read', () => {
    const { records, findings } = only(read(utf8(SAMPLE.replace('<ItemId>RR473124829FR</ItemId>', '<ItemId/>'))))
    expect(records).toEqual([expected[1]])
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['no-identifier', '/ITMATT/MailItem[1]']])
  })

  it('a document of another version is read with the map there is, and told', () => {
    const { end, findings } = only(read(utf8(SAMPLE.replace('1.5.0', '2.0'))))
    expect([end.map, end.head.version, codes(findings)]).toEqual(['itmatt-1.5', '2.0', ['map-of-other-version']])
  })

  it('a root without a map is set aside', () => {
    const { end, findings } = only(read(utf8('<INVOICE><a/></INVOICE>')))
    expect([end.outcome, end.head.type, codes(findings)]).toEqual(['set-aside', 'INVOICE', ['no-map']])
  })
})

describe('a map of a partner', () => {
  const partner = {
    ...ITMATT,
    name: 'partner',
    sender: 'XYZ01',
    version: null,
    groups: [
      {
        at: 'Envelope',
        take: [
          { at: 'From', to: 'head.sender', as: 'text' },
          { at: '@id', to: 'head.reference', as: 'text' },
        ],
      },
      {
        at: 'Items/Item',
        starts: 'declaration',
        take: [
          { at: 'No', to: 'declaration.item', as: 'item' },
          { at: 'Weight', with: 'WeightUnit', unit: 'kg', to: 'declaration.grossWeightG', as: 'weight' },
          { at: 'Postage', with: 'Currency', to: 'declaration.postage', as: 'money' },
        ],
        ignore: ['Internal', '@row'],
      },
    ],
  } satisfies XmlMap
  const maps: readonly MessageMap[] = [...BUILT_IN_MAPS, partner]
  const document = (from: string): Buffer =>
    utf8(
      `<ITMATT><Envelope id="R7"><From>${from}</From></Envelope><Items><Item row="1"><No>RR473124829FR</No><WeightUnit>g</WeightUnit><Weight>450</Weight><Internal a="b"><x/>y</Internal><Currency>CHF</Currency><Postage>3.20</Postage></Item></Items></ITMATT>`,
    )

  it('is JSON', () => expect(parseMap(JSON.stringify(partner))).toEqual({ ok: true, map: partner }))

  it('takes over where its own header names that partner', () => {
    const { end, records, findings } = only(read(document('XYZ01'), { maps }))
    expect([end.map, end.head.sender, end.head.reference, codes(findings)]).toEqual(['partner', 'XYZ01', 'R7', []])
    expect(records).toMatchObject([{ item: 'RR473124829FR', grossWeightG: 450, postage: { currency: 'CHF', minor: 320 } }])
    expect(readByteByByte(document('XYZ01'), { maps }).calls).toEqual(read(document('XYZ01'), { maps }).calls)
  })

  it('leaves the documents of others alone', () => {
    const { end, findings } = only(read(document('OTHER'), { maps }))
    expect(end.map).toBe('itmatt-1.5')
    expect(messageFaults(findings)).toContain('unmapped')
  })

  it('can be forced, whoever sends', () => {
    const { end, records } = only(read(document('OTHER'), { maps, mapName: 'partner' }))
    expect([end.map, records.length]).toEqual(['partner', 1])
  })
})
