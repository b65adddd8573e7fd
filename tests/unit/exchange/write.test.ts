import { createRequire } from 'node:module'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_MAPS } from '../../../main/exchange/maps/built-in.ts'
import { CUSRSP, ITMATT } from '../../../main/exchange/maps/xml-maps.ts'
import { EMSEVT, PREDES, RESDES } from '../../../main/exchange/maps/edifact-maps.ts'
import { MANIFEST } from '../../../main/exchange/maps/table-maps.ts'
import { WriteError, writeMessage } from '../../../main/exchange/write.ts'
import { moneyOf } from '../../../shared/domain/money.ts'
import type { CustomsDecision, DispatchAdvice, ItemEvent, MessageHead, Moment, ReceptacleAdvice } from '../../../shared/domain/records.ts'
import { codes, fixture, messageFaults, only, read } from './reading.ts'

const moment = (text: string): Moment => ({ ms: Date.parse(text), text, assumed: false })
const head = (type: string, version: string | null, reference: string): MessageHead => ({
  type,
  version,
  sender: 'CHA01',
  recipient: 'FRA01',
  reference,
  prepared: moment('2026-11-22T10:35:00Z'),
  function: 'original',
})
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

const DECISION: CustomsDecision = {
  kind: 'decision',
  item: 'RR473124829FR',
  receptacle: 'FRCDGACHZRHBAUN60123001000123',
  decision: 'RELEASE_DUTY',
  reason: 'duties-due',
  decidedAt: moment('2026-11-22T10:30:15Z'),
  office: 'CHZRHB',
  remark: 'Schuhe & "Gürtel" <2>',
  supersedes: '0192-a/RR473124829FR',
  assessment: {
    taxes: [
      { type: 'VAT', rate: '8.1', base: '83.00', amount: '6.70', currency: 'CHF' },
      { type: 'DUTY', rate: null, base: null, amount: '0', currency: 'CHF' },
    ],
    total: moneyOf(670, 'CHF'),
  },
}
const BARE: CustomsDecision = { ...DECISION, receptacle: null, reason: null, office: null, remark: null, supersedes: null, assessment: null }

const EVENT: ItemEvent = {
  kind: 'event',
  item: 'RR473124829FR',
  code: 'EME',
  at: moment('2026-11-22T10:40:00Z'),
  office: 'CHZRHB',
  receptacle: 'FRCDGACHZRHBAUN60123001000123',
  reason: 'documents-awaited',
  remark: "No invoice? l'envoi: 2+1 *star* Zürich 東京",
}
const ARRIVAL: DispatchAdvice = {
  kind: 'dispatch',
  dispatch: 'FRCDGACHZRHBAUN60123',
  origin: null,
  destination: null,
  category: null,
  subclass: null,
  closedAt: null,
  transport: [],
  plannedDeparture: null,
  plannedArrival: null,
  arrivedAt: moment('2026-11-22T09:47:00Z'),
  receptacles: null,
  items: null,
  weightG: null,
}
const RECEPTACLE: ReceptacleAdvice = {
  kind: 'receptacle',
  receptacle: 'FRCDGACHZRHBAUN60123001000123',
  dispatch: 'FRCDGACHZRHBAUN60123',
  type: 'BG',
  weightG: 12_200,
  items: null,
  handling: null,
  status: 'damaged',
  remark: 'torn',
}

describe('CUSRSP', () => {
  const written = writeMessage(CUSRSP, head('CUSRSP', null, '0193-b/RR473124829FR'), [DECISION, BARE])

  it('is laid out as our reading of M44 says', () => {
    expect(text(written.bytes)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<CUSRSP>
  <Header>
    <Sender>CHA01</Sender>
    <Recipient>FRA01</Recipient>
    <Reference>0193-b/RR473124829FR</Reference>
    <Prepared>2026-11-22T10:35:00Z</Prepared>
  </Header>
  <Response>
    <ItemId>RR473124829FR</ItemId>
    <Receptacle>FRCDGACHZRHBAUN60123001000123</Receptacle>
    <Decision>RELEASE_DUTY</Decision>
    <Reason>duties-due</Reason>
    <DecidedAt>2026-11-22T10:30:15Z</DecidedAt>
    <Office>CHZRHB</Office>
    <Remark>Schuhe &amp; "Gürtel" &lt;2&gt;</Remark>
    <Assessment>
      <Tax type="VAT" rate="8.1" base="83.00" amount="6.70" currency="CHF"/>
      <Tax type="DUTY" amount="0" currency="CHF"/>
      <Total currency="CHF">6.70</Total>
    </Assessment>
    <Supersedes>0192-a/RR473124829FR</Supersedes>
  </Response>
  <Response>
    <ItemId>RR473124829FR</ItemId>
    <Decision>RELEASE_DUTY</Decision>
    <DecidedAt>2026-11-22T10:30:15Z</DecidedAt>
  </Response>
</CUSRSP>
`)
    expect(written.findings).toEqual([])
  })

  it('is read back by our own reader', () => {
    const { end, records, findings } = only(read(written.bytes))
    expect(findings).toEqual([])
    expect(end.head).toMatchObject({ type: 'CUSRSP', sender: 'CHA01', recipient: 'FRA01', reference: '0193-b/RR473124829FR', function: 'original' })
    expect(records).toEqual([DECISION, BARE])
  })

  it('is read by another parser', () => {
    expect(XMLValidator.validate(text(written.bytes))).toBe(true)
    const tree = new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(text(written.bytes))
    expect(tree.CUSRSP.Header).toEqual({ Sender: 'CHA01', Recipient: 'FRA01', Reference: '0193-b/RR473124829FR', Prepared: '2026-11-22T10:35:00Z' })
    expect(tree.CUSRSP.Response[0].Remark).toBe('Schuhe & "Gürtel" <2>')
    expect(tree.CUSRSP.Response[0].Assessment.Tax.map((tax: Record<string, string>) => [tax['@_type'], tax['@_amount']])).toEqual([
      ['VAT', '6.70'],
      ['DUTY', '0'],
    ])
  })

  it('says in its header where it is not the original', () => {
    expect(only(read(writeMessage(CUSRSP, { ...head('CUSRSP', null, 'r'), function: 'replace' }, [BARE]).bytes)).end.head.function).toBe('replace')
  })

  it('replaces what XML forbids, tells how much, and keeps the rest', () => {
    const remark = 'a\u0000b\u0008c\ud800d\udc00e\ufffef\r\n\tg ]]> \u{1f600}'
    const { bytes, findings } = writeMessage(CUSRSP, head('CUSRSP', null, 'r'), [{ ...BARE, remark }])
    expect(findings).toEqual([
      { code: 'character-replaced', severity: 'warning', place: 'decision.remark', values: { field: 'decision.remark', count: 5 }, scope: 'message', item: null },
    ])
    expect(only(read(bytes)).records).toMatchObject([{ remark: 'a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\r\n\tg ]]> \u{1f600}' }])
    expect(XMLValidator.validate(text(bytes))).toBe(true)
  })
})

interface SplitSegment {
  readonly tag: string
  readonly elements: string[][]
}
interface Splitter {
  on(event: string, handler: (text: string) => void): void
  encoding(level: string): void
  write(text: string): void
  end(): void
}
const NodeEdifact = createRequire(import.meta.url)('edifact/parser.js') as new () => Splitter

/** Segments as the `edifact` package splits them. */
function splitElsewhere(bytes: Uint8Array): SplitSegment[] {
  const segments: SplitSegment[] = []
  const parser = new NodeEdifact()
  parser.encoding('UNOC')
  parser.on('opensegment', (tag) => void segments.push({ tag, elements: [] }))
  parser.on('element', () => void segments.at(-1)?.elements.push([]))
  parser.on('component', (component) => void segments.at(-1)?.elements.at(-1)?.push(component))
  parser.write(Buffer.from(bytes).toString('latin1'))
  parser.end()
  return segments
}

describe('EMSEVT', () => {
  const { bytes, findings } = writeMessage(EMSEVT, head('EMSEVT', '3.0', 'EME-RR473124829FR-0123456789abcdef'), [EVENT])

  it('is an interchange of its own, with every service character released', () => {
    expect(text(bytes).split('\r\n')).toEqual([
      "UNA:+.?*'",
      expect.stringMatching(/^UNB\+UNOW:4\+CHA01\+FRA01\+20261122:1035\+[0-9A-F]{14}'$/),
      "UNH+1+EMSEVT:3:0:UP'",
      "BGM+EVT+EME-RR473124829FR-0123456789abcdef+9'",
      "DTM+137:202611221035?+00:303'",
      "CNI+1+RR473124829FR'",
      "STS+1+EME'",
      "DTM+334:202611221040?+00:303'",
      "LOC+175+CHZRHB'",
      "RFF+AAS:FRCDGACHZRHBAUN60123001000123'",
      "STS+7+documents-awaited'",
      "FTX+AAI+++No invoice?? l?'envoi?: 2?+1 ?*star?* Zürich 東京'",
      "UNT+11+1'",
      expect.stringMatching(/^UNZ\+1\+[0-9A-F]{14}'$/),
      '',
    ])
    expect(findings).toEqual([])
  })

  it('is read back by our own reader', () => {
    const message = only(read(bytes))
    expect(codes(message.findings)).toEqual([])
    expect(message.end.head).toMatchObject({ reference: 'EME-RR473124829FR-0123456789abcdef', sender: 'CHA01', recipient: 'FRA01' })
    expect(message.records).toEqual([{ ...EVENT, at: { ...EVENT.at, text: '202611221040+00' } }])
  })

  it('is split the same by another parser', () => {
    const latin = writeMessage(EMSEVT, head('EMSEVT', '3.0', 'R1'), [{ ...EVENT, remark: "l'envoi: 2+1? Zürich" }], { charset: 'UNOC' })
    expect(latin.findings).toEqual([])
    const segments = splitElsewhere(latin.bytes)
    expect(segments.map(({ tag }) => tag)).toEqual(['UNB', 'UNH', 'BGM', 'DTM', 'CNI', 'STS', 'DTM', 'LOC', 'RFF', 'STS', 'FTX', 'UNT', 'UNZ'])
    expect(segments.find(({ tag }) => tag === 'FTX')?.elements).toEqual([['AAI'], [''], [''], ["l'envoi: 2+1? Zürich"]])
    expect(segments.find(({ tag, elements }) => tag === 'DTM' && elements[0]?.[0] === '334')?.elements).toEqual([['334', '202611221040+00', '303']])
    expect(segments.at(0)?.elements).toEqual([['UNOC', '3'], ['CHA01'], ['FRA01'], ['261122', '1035'], ['R1']])
  })

  it('replaces letters that ISO 8859-1 lacks, and control characters, and tells', () => {
    const poor = writeMessage(EMSEVT, head('EMSEVT', '3.0', 'R1'), [{ ...EVENT, remark: '東 a\u0007b' }], { charset: 'UNOC' })
    expect(codes(poor.findings)).toEqual(['character-replaced', 'character-replaced'])
    expect(only(read(poor.bytes)).records).toMatchObject([{ remark: '? a?b' }])
    const rich = writeMessage(EMSEVT, head('EMSEVT', '3.0', 'R1'), [{ ...EVENT, remark: 'two\r\nlines\u0007\ud800' }])
    expect(codes(rich.findings)).toEqual(['line-break-replaced', 'character-replaced'])
    expect(only(read(rich.bytes)).records).toMatchObject([{ remark: 'two lines\ufffd\ufffd' }])
  })

  it('lets a long text run through the components of a free text, and tells what it had to cut', () => {
    const words = Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ')
    const long = writeMessage(EMSEVT, head('EMSEVT', '3.0', 'R1'), [{ ...EVENT, remark: words }])
    expect(long.findings).toEqual([])
    expect(only(read(long.bytes)).records).toMatchObject([{ remark: words }])
    expect(codes(writeMessage(EMSEVT, head('EMSEVT', '3.0', 'R1'), [{ ...EVENT, remark: 'x'.repeat(3000) }]).findings)).toEqual(['text-cut'])
  })
})

describe('RESDES', () => {
  it('tells what arrived, and is read back', () => {
    const { bytes } = writeMessage(RESDES, head('RESDES', '1.1', ARRIVAL.dispatch), [
      ARRIVAL,
      RECEPTACLE,
      { ...RECEPTACLE, receptacle: 'FRCDGACHZRHBAUN60123002100064', status: 'missing', weightG: null, remark: null, type: null },
    ])
    expect(text(bytes)).toContain("GID+2+1'\r\nPCI++FRCDGACHZRHBAUN60123002100064'\r\nSTS+2+M'\r\nUNT")
    const { records, findings } = only(read(bytes))
    expect(messageFaults(findings)).toEqual([])
    expect(records.filter((record) => record.kind === 'receptacle')).toEqual([
      RECEPTACLE,
      { ...RECEPTACLE, receptacle: 'FRCDGACHZRHBAUN60123002100064', status: 'missing', weightG: null, remark: null, type: null },
    ])
    expect(records.find((record) => record.kind === 'dispatch')).toMatchObject({ arrivedAt: { ms: ARRIVAL.arrivedAt?.ms } })
  })

  it('tells what the message has no place for', () => {
    const { findings } = writeMessage(RESDES, head('RESDES', '1.1', ARRIVAL.dispatch), [
      { ...ARRIVAL, items: 3 },
      { ...RECEPTACLE, handling: 'RG' },
    ])
    expect(findings.map(({ code, place }) => [code, place])).toEqual([
      ['not-written', 'receptacle.handling'],
      ['not-written', 'dispatch.items'],
    ])
  })
})

describe('the map works both ways', () => {
  it.each([
    ['predes.edi', PREDES],
    ['itmatt.xml', ITMATT],
  ] as const)('what was read from %s is written and read to the same records', (name, map) => {
    const first = only(read(fixture(name)))
    const { bytes, findings } = writeMessage(map, first.end.head, first.records, { zone: 'Europe/Zurich' })
    expect(findings).toEqual([])
    const again = only(read(bytes))
    expect(again.records).toEqual(first.records)
    expect(again.end.head).toEqual(first.end.head)
  })

  it('writes the same bytes every time', () => {
    for (const [map, records] of [
      [CUSRSP, [DECISION]],
      [EMSEVT, [EVENT]],
      [RESDES, [ARRIVAL, RECEPTACLE]],
    ] as const) {
      const once = writeMessage(
        map,
        head(map.type, map.version, 'R1'),
        records.map((record) => (record.kind === 'dispatch' ? { ...record, dispatch: 'R1' } : record)),
      )
      const twice = writeMessage(
        structuredClone(map),
        head(map.type, map.version, 'R1'),
        structuredClone(records).map((record) => (record.kind === 'dispatch' ? { ...record, dispatch: 'R1' } : record)),
      )
      expect(text(twice.bytes)).toBe(text(once.bytes))
    }
  })
})

describe('what cannot be written is an error that says why', () => {
  const failing: [string, () => unknown, string][] = [
    ['an interchange without a sender', () => writeMessage(EMSEVT, { ...head('EMSEVT', '3.0', 'R'), sender: null }, [EVENT]), 'value-missing'],
    ['an interchange without a reference', () => writeMessage(EMSEVT, { ...head('EMSEVT', '3.0', 'R'), reference: null }, [EVENT]), 'value-missing'],
    ['an interchange without a time', () => writeMessage(EMSEVT, { ...head('EMSEVT', '3.0', 'R'), prepared: null }, [EVENT]), 'value-missing'],
    [
      'an amount that is no number',
      () => writeMessage(CUSRSP, head('CUSRSP', null, 'R'), [{ ...DECISION, assessment: { taxes: [], total: { text: 'much', currency: 'CHF', minor: null, exponent: 2 } } }]),
      'value-not-writable',
    ],
    ['a year beyond four digits', () => writeMessage(CUSRSP, head('CUSRSP', null, 'R'), [{ ...BARE, decidedAt: { ms: 8e14, text: '', assumed: false } }]), 'value-not-writable'],
    ['a time that is none', () => writeMessage(CUSRSP, head('CUSRSP', null, 'R'), [{ ...BARE, decidedAt: { ms: Number.NaN, text: '', assumed: false } }]), 'value-not-writable'],
    [
      'a status without a code',
      () => writeMessage({ ...RESDES, codes: { status: { R: 'received' } } }, head('RESDES', '1.1', ARRIVAL.dispatch), [ARRIVAL, RECEPTACLE]),
      'value-not-writable',
    ],
    ['two fields in one place that differ', () => writeMessage(RESDES, head('RESDES', '1.1', 'another'), [ARRIVAL]), 'values-contradict'],
    ['a negative weight', () => writeMessage(RESDES, head('RESDES', '1.1', ARRIVAL.dispatch), [ARRIVAL, { ...RECEPTACLE, weightG: -1 }]), 'value-not-writable'],
    ['a table', () => writeMessage(MANIFEST, head('MANIFEST', null, 'R'), []), 'table-not-written'],
  ]
  it.each(failing)('%s', (_case, write, code) => {
    let caught: unknown
    try {
      write()
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(WriteError)
    expect(caught).toMatchObject({ code, message: expect.stringMatching(/\w+.*\.$/) })
  })

  it('every built-in map that is no table writes something', () => {
    for (const map of BUILT_IN_MAPS.filter(({ syntax }) => syntax !== 'table')) expect(writeMessage(map, head(map.type, map.version, 'R'), []).bytes.length).toBeGreaterThan(50)
  })
})
