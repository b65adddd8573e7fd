import { describe, expect, it } from 'vitest'
import type { CanonicalRecord } from '../../../shared/domain/records.ts'
import { codes, faults, fixture, latin1, messageFaults, only, read, readByteByByte, utf8 } from './reading.ts'

const PREDES = fixture('predes.edi').toString('latin1').trim()
const EMSEVT = fixture('emsevt.edi').toString('latin1').trim()
const same = (a: readonly CanonicalRecord[], b: readonly CanonicalRecord[]): void => expect(a).toEqual(b)
const expected = only(read(latin1(PREDES))).records

/** An EMSEVT with one event, whose remark is `remark`. */
const remarkMessage = (syntax: string, remark: string): string =>
  `UNB+${syntax}+FRA01+CHA01+261122:1135+E1'UNH+1+EMSEVT:3:0:UP'BGM+EVT+R1+9'CNI+1+RR473124829FR'STS+1+EMD'DTM+334:202611221130?+01:303'LOC+175+CHZRHB'FTX+AAI+++${remark}'UNT+8+1'UNZ+1+E1'`
const remarkOf = (bytes: Uint8Array): string | null => {
  const record = only(read(bytes)).records[0]
  return record?.kind === 'event' ? record.remark : null
}
/** The text with other service characters; what was released stays a letter and needs no release any more. */
const swap = (text: string, from: string, to: string): string => text.replace(/\?[+:']|[+:'?]/g, (part) => (part.length === 2 ? part.charAt(1) : to.charAt(from.indexOf(part))))

describe('shapes of an interchange that all say the same', () => {
  it.each<[string, string]>([
    ['without UNA', PREDES.replace(/^UNA.{6}\r?\n/, '')],
    ['on one line', PREDES.replace(/\r?\n/g, '')],
    ['with CR LF after each segment', PREDES.replace(/\r?\n/g, '\r\n')],
    ['with CR after each segment', PREDES.replace(/\r?\n/g, '\r')],
    ['with tabs and blanks before segments', PREDES.replace(/\n/g, '\n \t  ')],
    ['after a byte order mark', `\xef\xbb\xbf${PREDES}`],
    ['after empty lines', `\r\n\r\n${PREDES}`],
    ['with ^Z and NULs at the end', `${PREDES}\r\n\x1a\0\0\0`],
    ['with other service characters', swap(PREDES, "+:'?", '|^~!').replace('UNA^|.! ~', 'UNA^|.! ~')],
    ['with control characters as separators', swap(PREDES, "+:'?", '\x1d\x1f\x1c\x1e')],
    ['with a line feed as terminator', PREDES.replace("UNA:+.? '\n", 'UNA:+.? \n').replace(/'\n?/g, '\n')],
    ['with lines as terminators and CR LF', PREDES.replace("UNA:+.? '\n", 'UNA:+.? \n').replace(/'\n?/g, '\r\n')],
    ['without UNA, lines as terminators', PREDES.replace(/^UNA.{6}\n/, '').replace(/'\n?/g, '\n')],
    ['without UNA, CR LF lines as terminators', PREDES.replace(/^UNA.{6}\n/, '').replace(/'\n?/g, '\r\n')],
    ['with a UNA of a decimal comma', PREDES.replace('UNA:+.?', 'UNA:+,?').replace('18.7', '18,7').replace('12.3', '12,3').replace('6.4', '6,4')],
    ['with empty trailing elements and components', PREDES.replace("HAN+RG'", "HAN+RG:::+++'").replace("TDT+20+LX0633+4++LX'", "TDT+20+LX0633+4++LX::::+++'")],
    ['with empty segments between', PREDES.replace("HAN+RG'", "HAN+RG''''")],
    ['with lower case tags', PREDES.replace(/^([A-Z]{3})\+/gm, (_tag, name: string) => `${name.toLowerCase()}+`)],
    ['all in lower case', `UNA:+.? '\n${PREDES.slice(10).toLowerCase().replace('fra01+cha01', 'FRA01+CHA01')}`],
    ['with counts at the end of the message', PREDES.replace(/CNT\+.*\n/g, '').replace('UNT+', "CNT+11:2'\nCNT+16:3'\nCNT+7:18.7:KGM'\nUNT+")],
    ['in a functional group', PREDES.replace('UNH+', "UNG+PREDES+FRA01+CHA01+261122:0715+G1+UP+2:1'\nUNH+").replace('UNZ+1', "UNE+1+G1'\nUNZ+1")],
  ])('%s', (_shape, text) => {
    const bytes = latin1(text)
    const { end, records, findings } = only(read(bytes))
    expect(faults(findings)).toEqual([])
    expect(end.outcome).toBe('complete')
    const upper = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('lx0633', 'LX0633').replaceAll('"lx"', '"LX"'))
    expect(upper(records)).toEqual(expected)
    expect(readByteByByte(bytes).calls).toEqual(read(bytes).calls)
  })

  it('reads several interchanges one after the other, each with its own service characters', () => {
    const other = swap(EMSEVT, "+:'?", '|^~!')
    const { messages, loose } = read(latin1(`${PREDES}\n${`UNA^|.! ~${other}`}\n${EMSEVT}\n${PREDES}`))
    expect(messages.map(({ end }) => [end.head.type, end.outcome])).toEqual([
      ['PREDES', 'complete'],
      ['EMSEVT', 'complete'],
      ['EMSEVT', 'complete'],
      ['PREDES', 'complete'],
    ])
    same(messages[1]?.records ?? [], messages[2]?.records ?? [])
    expect(loose).toEqual([])
  })

  it('keeps what a release character releases: separators, itself, a line break', () => {
    expect(remarkOf(latin1(remarkMessage('UNOC:3', "l?'envoi ?+ ?: ?? 1??")))).toBe("l'envoi + : ? 1?")
    expect(remarkOf(latin1(remarkMessage('UNOC:3', 'one?\ntwo')))).toBe('one\ntwo')
    expect(remarkOf(latin1(remarkMessage('UNOC:3', '????')))).toBe('??')
  })

  it('joins the parts and repetitions of a free text', () => {
    expect(remarkOf(latin1(remarkMessage('UNOC:3', "No invoice:in the parcel'FTX+AAI+++asked twice").replace('UNT+8', 'UNT+9')))).toBe('No invoice in the parcel asked twice')
  })

  it('puts a value back together that a line break was cut into, and says so', () => {
    const broken = PREDES.replace('FRCDGACHZRHBAUN60123+9', 'FRCDGACHZR\r\nHBAUN60123+9').replace('202611220640', '20261122\n0640')
    const { records, findings } = only(read(latin1(broken)))
    same(
      records.filter((record) => record.kind !== 'dispatch'),
      expected.filter((record) => record.kind !== 'dispatch'),
    )
    expect(records.find((record) => record.kind === 'dispatch')).toMatchObject({ dispatch: 'FRCDGACHZRHBAUN60123', closedAt: { ms: Date.parse('2026-11-22T05:40:00Z') } })
    expect(findings.find((finding) => finding.code === 'line-break-in-segment')).toMatchObject({ severity: 'info', values: { count: 2 } })
  })

  it('reads repeated elements of syntax version 4, with and without a UNA', () => {
    const repeated = PREDES.replace(/^UNA.{6}\n/, '')
      .replace('UNOC:3', 'UNOC:4')
      .replace('RR473124829FR+LX806576725FR', 'RR473124829FR*LX806576725FR')
    same(only(read(latin1(repeated))).records, expected)
    same(only(read(latin1(`UNA:+.?#'${repeated.replace('*', '#')}`))).records, expected)
    // Version 3 knows no repetition: an asterisk is a letter like others.
    expect(faults(only(read(latin1(repeated.replace('UNOC:4', 'UNOC:3')))).findings)).toContain('s10-length')
  })
})

describe('character sets', () => {
  it.each<[string, string, Buffer]>([
    ['UNOA', 'plain ascii', latin1('plain ascii')],
    ['UNOC', 'Zürich – é', Buffer.from([...latin1('Z\xfcrich '), 0x96, ...latin1(' \xe9')])],
    ['UNOC', 'Zürich 東京', utf8('Zürich 東京')],
    ['UNOD', 'Łódź', Buffer.from([0xa3, 0xf3, 0x64, 0xbc])],
    ['UNOE', 'Москва', Buffer.from([0xbc, 0xde, 0xe1, 0xda, 0xd2, 0xd0])],
    ['UNOF', 'Αθήνα', Buffer.from([0xc1, 0xe8, 0xde, 0xed, 0xe1])],
    ['UNOK', 'İzmir', Buffer.from([0xdd, 0x7a, 0x6d, 0x69, 0x72])],
    ['UNOW', 'Zürich 東京 😀', utf8('Zürich 東京 😀')],
    ['UNOX', 'Zürich', utf8('Zürich')],
    ['UNOB', 'Zürich', utf8('Zürich')],
    ['UNOB', 'Zürich', latin1('Z\xfcrich')],
  ])('%s reads %s', (syntax, text, bytes) => {
    const [before = '', after = ''] = remarkMessage(`${syntax}:3`, '#').split('#')
    const whole = Buffer.concat([latin1(before), bytes, latin1(after)])
    expect(remarkOf(whole)).toBe(text)
    expect(readByteByByte(whole).calls).toEqual(read(whole).calls)
  })

  it('says where bytes do not belong to the set', () => {
    expect(faults(only(read(latin1(remarkMessage('UNOW:4', 'Z\xfcrich')))).findings)).toEqual(['bytes-replaced'])
    expect(faults(only(read(utf8(remarkMessage('UNOC:3', 'Zürich')))).findings)).toEqual(['encoding-contradicted'])
    expect(codes(only(read(utf8(remarkMessage('UNOB:3', 'Zürich')))).findings)).toEqual(['charset-exceeded'])
    expect(codes(read(latin1(remarkMessage('UNOQ:3', 'x'))).loose)).toEqual(['charset-unknown'])
  })
})

describe('counts and references', () => {
  it.each<[string, string, string[]]>([
    ['a wrong UNT count', PREDES.replace('UNT+24', 'UNT+25'), ['unt-count']],
    ['a UNT count that is no number', PREDES.replace('UNT+24', 'UNT+x'), ['unt-count']],
    ['no UNT count', PREDES.replace('UNT+24', 'UNT+'), ['unt-count']],
    ['a UNT of another message', PREDES.replace('UNT+24+1', 'UNT+24+2'), ['unt-reference']],
    ['fewer receptacles than counted', PREDES.replace('CNT+11:2', 'CNT+11:3'), ['cnt-receptacles']],
    ['fewer items than counted', PREDES.replace('CNT+16:3', 'CNT+16:4'), ['cnt-items']],
    ['another weight than the sum', PREDES.replace('18.7', '18.8'), ['cnt-weight']],
    ['another number of items in a receptacle', PREDES.replace('QTY+52:2', 'QTY+52:3'), ['qty-items']],
    ['a receptacle of another dispatch', PREDES.replace('FRCDGACHZRHBAUN60123002100064', 'FRCDGACHZRHBAUN60124002100064'), ['receptacle-of-other-dispatch']],
    [
      'more than five items in a segment',
      PREDES.replace("GIN+BN+RR473124829FR+LX806576725FR'", "GIN+BN+RR473124829FR+LX806576725FR+EE000000005JP+CP473124829US+UA999999995CN+LP666440208MY'")
        .replace('QTY+52:2', 'QTY+52:6')
        .replace('CNT+16:3', 'CNT+16:7'),
      ['too-many-elements'],
    ],
  ])('%s is a finding, and the message is read', (_case, text, wanted) => {
    const { end, findings } = only(read(latin1(text)))
    expect(end.outcome).toBe('complete')
    expect(messageFaults(findings)).toEqual(wanted)
  })

  it.each<[string, string, string[]]>([
    ['a wrong UNZ count', PREDES.replace('UNZ+1', 'UNZ+2'), ['unz-count']],
    ['a UNZ of another interchange', PREDES.replace('UNZ+1+PD000123', 'UNZ+1+PD000124'), ['unz-reference']],
    ['no UNZ', PREDES.replace(/UNZ.*/, ''), ['unz-missing']],
    ['no UNB', PREDES.replace(/UNB.*\n/, '').replace(/UNZ.*/, ''), ['unb-missing']],
    ['a group without its end', PREDES.replace('UNH+', "UNG+PREDES+FRA01+CHA01+261122:0715+G1+UP+2:1'\nUNH+"), ['une-missing']],
    ['a test indicator', PREDES.replace("+PD000123'", "+PD000123++++++1'"), ['test-indicator']],
    ['a segment between messages', PREDES.replace('UNZ+', "XYZ+1'\nUNZ+"), ['segment-outside-message']],
    ['a UNA that cannot be', PREDES.replace('UNA:+.?', 'UNA::.?'), ['una-unusable']],
  ])('%s is told outside the message', (_case, text, wanted) => {
    const { messages, loose } = read(latin1(text))
    expect(messages.map(({ end }) => end.outcome)).toEqual(['complete'])
    expect(faults(loose)).toEqual(wanted)
  })

  it('notices a message reference that comes again in the interchange', () => {
    const body = PREDES.slice(PREDES.indexOf('UNH'), PREDES.indexOf('UNZ'))
    const { messages } = read(latin1(PREDES.replace('UNZ+1', `${body}UNZ+2`)))
    expect(messages.map(({ findings }) => messageFaults(findings))).toEqual([[], ['reference-repeated']])
  })

  it('a cancellation has no body, and contradicts nothing', () => {
    const cancel = PREDES.replace(/60123\+9'[^]*UNT/, "60123+1'\nUNT").replace('UNT+24', 'UNT+3')
    const { end, records, findings } = only(read(latin1(cancel)))
    expect([end.head.function, end.head.reference, messageFaults(findings)]).toEqual(['cancel', 'FRCDGACHZRHBAUN60123', []])
    expect(records).toMatchObject([{ kind: 'dispatch', dispatch: 'FRCDGACHZRHBAUN60123', receptacles: null }])
  })

  it.each([
    ['9', 'original'],
    ['5', 'replace'],
    ['1', 'cancel'],
    ['4', 'replace'],
    ['', 'original'],
  ])('message function %j means %s', (code, name) => {
    expect(only(read(latin1(PREDES.replace("60123+9'", `60123+${code}'`)))).end.head.function).toBe(name)
  })

  it('an unknown message function is a finding', () => {
    expect(messageFaults(only(read(latin1(PREDES.replace("60123+9'", "60123+77'")))).findings)).toEqual(['function-unknown'])
  })
})

describe('one bad message never stops the others', () => {
  const three = (second: string): string => {
    const body = PREDES.slice(PREDES.indexOf('UNH'), PREDES.indexOf('UNZ'))
    return PREDES.replace(/UNH[^]*/, '') + body + second + body.replace('UNH+1', 'UNH+3').replace('UNT+24+1', 'UNT+24+3') + "UNZ+3+PD000123'"
  }
  it.each<[string, string, string]>([
    ['a type without a map', "UNH+2+INVOIC:D:96A:UN'BGM+380+X+9'UNT+3+2'", 'no-map'],
    ['a message without its end', "UNH+2+PREDES:2:1:UP'BGM+PRE+FRCDGACHZRHBAUN60123+9'", 'unt-missing'],
    ['a segment that does not end in time', `UNH+2+PREDES:2:1:UP'BGM+PRE+${'A'.repeat(70_000)}+9'UNT+3+2'`, 'segment-too-long'],
    ['no type at all', "UNH+2'UNT+2+2'", 'no-map'],
  ])('%s', (_case, second, code) => {
    const bytes = latin1(three(second))
    const { messages } = read(bytes)
    expect(messages.map(({ end }) => end.outcome)).toEqual(['complete', 'set-aside', 'complete'])
    expect(codes(messages[1]?.findings ?? [])).toContain(code)
    same(messages[2]?.records ?? [], expected)
    for (const { end } of messages) expect(bytes.subarray(end.from, end.from + 3).toString()).toBe('UNH')
    if (second.length < 1000) expect(readByteByByte(bytes).calls).toEqual(read(bytes).calls)
  })

  it('a tail that was cut off sets its message aside and keeps those before it', () => {
    const text = PREDES.replace(/UNZ.*/, '') + PREDES.slice(PREDES.indexOf('UNH'), PREDES.indexOf('GID+2'))
    const { messages } = read(latin1(text))
    expect(messages.map(({ end }) => end.outcome)).toEqual(['complete', 'set-aside'])
    expect(codes(messages[1]?.findings ?? [])).toContain('truncated')
    expect(messages[1]?.end.to).toBe(text.length)
  })

  it.each([1, 5, 20, 60, 100, 300, 500])('a file cut at byte %i says so and never throws', (length) => {
    const reading = read(latin1(PREDES.slice(0, length)))
    expect(reading.messages.every(({ end }) => end.outcome === 'set-aside')).toBe(true)
    expect(reading.messages).toHaveLength(1)
  })
})

describe('what is found in an item or place', () => {
  it('keeps items whose identifier is wrong, with what is wrong', () => {
    const { records, findings } = only(read(latin1(PREDES.replace('RR473124829FR', 'RR473124820FR').replace('CP473124829FR', 'cp 473 124 829 fr'))))
    expect(records.filter((record) => record.kind === 'item').map((record) => record.item)).toEqual(['RR473124820FR', 'LX806576725FR', 'CP473124829FR'])
    expect(findings.find((finding) => finding.code === 's10-check-digit')).toMatchObject({
      severity: 'error',
      scope: 'message',
      item: 'RR473124820FR',
      place: 'segment 18 (byte 376)',
      values: { identifier: 'RR473124820FR', found: '0', expected: '9' },
    })
    expect(codes(findings)).toContain('identifier-written')
  })

  it('takes a time without a zone for the clock of the office where it happened', () => {
    const at = (office: string): string => EMSEVT.replace(/DTM\+334:202611221130\?\+01:303/, 'DTM+334:202611221130:203').replace('LOC+175+CHZRHB', `LOC+175+${office}`)
    const time = (text: string): unknown => only(read(latin1(text))).records[0]
    expect(time(at('CHZRHB'))).toMatchObject({ at: { ms: Date.parse('2026-11-22T10:30:00Z'), assumed: true } })
    expect(time(at('JPKWSA'))).toMatchObject({ at: { ms: Date.parse('2026-11-22T02:30:00Z'), assumed: true } })
    expect(time(at('??????'))).toMatchObject({ at: { ms: Date.parse('2026-11-22T10:30:00Z'), assumed: true } })
  })

  it('takes the departure for the clock of the origin', () => {
    const departure = (text: string): unknown => only(read(latin1(text))).records.find((record) => record.kind === 'dispatch')?.plannedDeparture
    expect(departure(PREDES.replace('LOC+5+CDG', 'LOC+5+JPTYO'))).toMatchObject({ ms: Date.parse('2026-11-22T00:20:00Z'), assumed: true })
    expect(departure(PREDES.replaceAll('FRCDGACHZRHB', 'USJFKACHZRHB'))).toMatchObject({ ms: Date.parse('2026-11-22T14:20:00Z'), assumed: true })
  })

  it('of several legs the first departure and the last arrival count', () => {
    const legs = PREDES.replace("CNT+11:2'", "TDT+20+LX0100+4++LX'\nLOC+5+ZRH'\nDTM+189:202611221200:203'\nLOC+7+GVA'\nDTM+232:202611221300:203'\nCNT+11:2'").replace(
      'UNT+24',
      'UNT+29',
    )
    const { records, findings } = only(read(latin1(legs)))
    expect(messageFaults(findings)).toEqual([])
    expect(records.find((record) => record.kind === 'dispatch')).toMatchObject({
      transport: [
        { number: 'LX0633', from: 'CDG', to: 'ZRH' },
        { number: 'LX0100', from: 'ZRH', to: 'GVA' },
      ],
      plannedDeparture: { text: '202611220920' },
      plannedArrival: { text: '202611221300' },
    })
  })

  it('an office that the local list does not know is information', () => {
    const known = only(read(latin1(EMSEVT), { knownOffices: new Set(['FRCDGA']) }))
    expect(known.findings).toEqual([
      { code: 'office-unknown', severity: 'info', place: 'segment 7 (byte 184)', values: { office: 'CHZRHB', count: 2 }, scope: 'message', item: null },
    ])
    expect(only(read(latin1(EMSEVT), { knownOffices: new Set(['CHZRHB']) })).findings).toEqual([])
  })

  it('names each part that no field took, once, with a count', () => {
    const text = PREDES.replace("HAN+RG'", "HAN+RG+X'\nNAD+CN+x'\nNAD+CZ+y'\nDTM+999:20261122:102'\nMEA+WT+N+KGM:1'").replace('UNT+24', 'UNT+28')
    const { end, findings } = only(read(latin1(text)))
    expect(end.outcome).toBe('complete')
    expect(findings.filter((finding) => finding.code === 'unmapped').map(({ values, severity }) => [values['part'], values['count'], severity])).toEqual([
      ['HAN 2.1', 1, 'warning'],
      ['NAD', 2, 'warning'],
      ['DTM+999', 1, 'warning'],
      ['MEA+WT', 1, 'warning'],
    ])
  })

  it('a receptacle, item or event without its identifier is a finding', () => {
    expect(messageFaults(only(read(latin1(PREDES.replace('PCI++FRCDGACHZRHBAUN60123002100064', 'PCI++')))).findings)).toContain('no-identifier')
    expect(messageFaults(only(read(latin1(EMSEVT.replace('CNI+1+RR473124829FR', 'CNI+1+')))).findings)).toEqual(['no-identifier'])
    expect(messageFaults(only(read(latin1(EMSEVT.replace("STS+1+EMD'", "STS+1+'")))).findings)).toEqual(['no-event-code'])
  })

  it('a second value for a field that has one is a finding, unless it is the same', () => {
    expect(messageFaults(only(read(latin1(EMSEVT.replace("STS+1+EMD'", "STS+1+EMD'\nSTS+1+EME'").replace('UNT+15', 'UNT+16')))).findings)).toEqual(['repeated-part'])
    expect(messageFaults(only(read(latin1(EMSEVT.replace("STS+1+EMD'", "STS+1+EMD'\nSTS+1+EMD'").replace('UNT+15', 'UNT+16')))).findings)).toEqual([])
  })

  it('values that cannot be read are quoted', () => {
    const { findings, records } = only(read(latin1(PREDES.replace('202611220640', '202613220640').replace('12.3', 'heavy').replace('CNT+16:3', 'CNT+16:some'))))
    expect(findings.filter((finding) => finding.severity === 'warning').map(({ code, values }) => [code, values['text']])).toEqual([
      ['date-unreadable', '202613220640'],
      ['number-unreadable', 'some'],
      ['weight-unreadable', 'heavy'],
    ])
    expect(records.find((record) => record.kind === 'dispatch')).toMatchObject({ closedAt: null, items: null })
  })

  it('reads a RESDES: what came, what did not, what should not have', () => {
    const resdes =
      "UNB+UNOC:3+CHA01+FRA01+261122:1300+R1'UNH+1+RESDES:1:1:UP'BGM+RES+FRCDGACHZRHBAUN60123+9'DTM+132:202611221047?+01:303'" +
      "GID+1+1:BG'PCI++FRCDGACHZRHBAUN60123001000123'STS+2+R'MEA+WT+G+KGM:12.2'GID+2'PCI++FRCDGACHZRHBAUN60123002100064'STS+2+M'" +
      "GID+3'PCI++FRCDGACHZRHBAUN60122001000010'STS+2+E'FTX+AAI+++seal broken'GID+4'PCI++FRCDGACHZRHBAUN60123003000010'STS+2+X'UNT+18+1'UNZ+1+R1'"
    const { records, findings } = only(read(latin1(resdes)))
    expect(
      records
        .filter((record) => record.kind === 'receptacle')
        .map(({ receptacle, dispatch, status, weightG, remark }) => [receptacle.slice(16, 23), dispatch, status, weightG, remark]),
    ).toEqual([
      ['0123001', 'FRCDGACHZRHBAUN60123', 'received', 12_200, null],
      ['0123002', 'FRCDGACHZRHBAUN60123', 'missing', null, null],
      ['0122001', 'FRCDGACHZRHBAUN60122', 'excess', null, 'seal broken'],
      ['0123003', 'FRCDGACHZRHBAUN60123', null, null, null],
    ])
    expect(records.find((record) => record.kind === 'dispatch')).toMatchObject({ arrivedAt: { ms: Date.parse('2026-11-22T09:47:00Z'), assumed: false } })
    expect(messageFaults(findings)).toEqual(['code-unknown'])
  })

  it('tells at most 500 findings a message, and how many it left out', () => {
    const items = Array.from({ length: 900 }, (_, i) => `GIN+BN+RR${String(i).padStart(9, '0')}FR'`).join('')
    const { findings, records } = only(read(latin1(PREDES.replace("GIN+BN+CP473124829FR'", items))))
    expect(findings.length).toBeLessThanOrEqual(501)
    const last = findings.at(-1)
    expect(last?.code).toBe('more-findings')
    expect(records.filter((record) => record.kind === 'item')).toHaveLength(902)
  })
})
