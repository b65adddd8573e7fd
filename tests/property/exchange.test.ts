import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMSEVT } from '../../main/exchange/maps/edifact-maps.ts'
import { parseMap } from '../../main/exchange/maps/map.ts'
import { CUSRSP } from '../../main/exchange/maps/xml-maps.ts'
import { writeMessage } from '../../main/exchange/write.ts'
import { checkS10, isSoundS10, s10CheckDigit } from '../../shared/domain/identifiers.ts'
import type { CustomsDecision, ItemEvent, MessageHead } from '../../shared/domain/records.ts'
import { scaledInteger } from '../../shared/domain/money.ts'
import { codes, fixture, only, read } from '../unit/exchange/reading.ts'

const SAMPLES = ['predes.edi', 'emsevt.edi', 'itmatt.xml', 'manifest.csv'].map(fixture)
const cuts = (length: number): fc.Arbitrary<number[]> => fc.array(fc.nat({ max: length }), { maxLength: 12 }).map((places) => places.toSorted((a, b) => a - b))

/** A sample with some of its bytes changed, dropped, doubled or moved. */
const damaged = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        kind: fc.constantFrom('set', 'drop', 'insert', 'repeat', 'cut'),
        byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('?\'+:*\r\n <>&;"/!-[]\0'))),
        length: fc.nat({ max: 40 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([sample, changes]) => {
    let bytes = Buffer.from(sample)
    for (const { at, kind, byte, length } of changes) {
      const place = Math.floor(at * bytes.length)
      const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
      if (kind === 'set') bytes = Buffer.concat([before, Buffer.from([byte]), after.subarray(1)])
      else if (kind === 'drop') bytes = Buffer.concat([before, after.subarray(length)])
      else if (kind === 'insert') bytes = Buffer.concat([before, Buffer.from([byte]), after])
      else if (kind === 'repeat') bytes = Buffer.concat([before, after.subarray(0, length), after])
      else bytes = Buffer.concat([before, after.subarray(0, Math.max(1, length * 20))])
    }
    return bytes
  })

/** Bytes that are mostly what a tokenizer trips over. */
const edifactNoise = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "UNA:+.? '",
        'UNA',
        "UNB+UNOC:3+A+B+261122:0715+1'",
        'UNB+UNOW:4',
        "UNH+1+EMSEVT:3:0:UP'",
        "UNH+2+PREDES:2:1:UP'",
        "UNT+2+1'",
        "UNZ+1+1'",
        "UNE+1'",
        "UNG+X'",
        "CNI+1+RR473124829FR'",
        "GIN+BN+A+B*C'",
        "'",
        '?',
        '??',
        '+',
        ':',
        '*',
        '\r\n',
        '\n',
        ' ',
        '\xef\xbb\xbf',
        '\xe9',
        '\0',
        'un',
        'u',
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'))

const xmlNoise = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<ITMATT>',
        '</ITMATT>',
        '<MailItem>',
        '</MailItem>',
        '<ItemId>RR473124829FR</ItemId>',
        '<Header>',
        '</Header>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '&amp;',
        '&',
        ';',
        '<a b="c" xmlns:d="e">',
        '</a>',
        '<d:f/>',
        '<!DOCTYPE x>',
        '\ufeff',
        '\r',
        '\n',
        'é',
        '😀',
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.from(`<ITMATT>${parts.join('')}`))

describe('reading', () => {
  it.each([
    ['damaged samples', damaged],
    ['what looks like EDIFACT', edifactNoise],
    ['what looks like XML', xmlNoise],
    ['random bytes', fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))],
  ] as const)('never throws and tells one message at least, the same however it is cut: %s', (_name, bytes) => {
    fc.assert(
      fc.property(
        bytes.chain((all) => fc.tuple(fc.constant(all), cuts(all.length))),
        ([all, places]) => {
          const whole = read(all)
          expect(whole.messages.length).toBeGreaterThan(0)
          expect(read(all, {}, places).calls).toEqual(whole.calls)
          for (const { end } of whole.messages) {
            expect(end.digest).toMatch(/^[0-9a-f]{64}$/)
            expect(end.from).toBeLessThanOrEqual(end.to)
            expect(end.to).toBeLessThanOrEqual(all.length)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('every single cut of every sample reads the same', () => {
    for (const sample of SAMPLES) {
      const whole = read(sample)
      for (let cut = 0; cut <= sample.length; cut += 3) expect(read(sample, {}, [cut]).calls).toEqual(whole.calls)
    }
  })

  it('every single cut of a sample that has all that is delicate reads the same', () => {
    const text =
      "\ufeffUNA:+.? '\r\nUNB+UNOW:4+A+B+261122:0715+1'\r\nUNH+1+EMSEVT:3:0:UP'BGM+EVT+R??1+9'CNI+1+RR473124829FR'STS+1+EMD'FTX+AAI+++l?'été ?\n東京 😀 ??'UNT+6+1'UNZ+1+1'UNA|~.! ;UNB~UNOC|3~A~B~261122|0715~2;UNH~1~EMSEVT|3|0|UP;BGM~EVT~R2~9;UNT~3~1;UNZ~1~2;"
    const bytes = Buffer.from(text)
    const whole = read(bytes)
    expect(whole.messages.map(({ end }) => [end.outcome, end.head.reference])).toEqual([
      ['complete', 'R?1'],
      ['complete', 'R2'],
    ])
    expect(whole.messages[0]?.records).toMatchObject([{ remark: "l'été \n東京 😀 ?" }])
    for (let cut = 0; cut <= bytes.length; cut++) expect(read(bytes, {}, [cut]).calls).toEqual(whole.calls)
  })
})

const head = (type: string): fc.Arbitrary<MessageHead> =>
  fc.record({
    type: fc.constant(type),
    version: fc.constant(null),
    sender: name,
    recipient: name,
    reference: name,
    prepared: time.map((ms) => ({ ms, text: '', assumed: false })),
    function: fc.constantFrom('original', 'replace', 'cancel'),
  })
const MINUTE = 60_000
const time = fc.integer({ min: Date.UTC(2000, 0, 1) / MINUTE, max: Date.UTC(2099, 0, 1) / MINUTE }).map((minutes) => minutes * MINUTE)
/** A text that a message can carry: letters of all kinds, service characters and markup, no blanks at its ends. */
const name = fc
  .array(fc.oneof(fc.constantFrom("'", '+', ':', '?', '*', '<', '>', '&', '"', ']]>', '--', ' ', 'é', '東', '😀', '.', ','), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) =>
    parts
      .join('')
      .replace(/[\p{Cc}\ufffe\uffff\ufffd]/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
      .normalize(),
  )
  .filter((text) => text !== '' && text.isWellFormed())
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null })
const item = fc.tuple(fc.constantFrom('RR', 'LX', 'CP', 'EE'), fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom('FR', 'CH', 'JP')).map(([service, n, country]) => {
  const serial = String(n).padStart(8, '0')
  return `${service}${serial}${s10CheckDigit(serial)}${country}`
})

describe('writing and reading', () => {
  it('an EMSEVT comes back as it was written', () => {
    const event: fc.Arbitrary<ItemEvent> = fc.record({
      kind: fc.constant('event'),
      item,
      code: fc.constantFrom('EMD', 'EDB', 'EME'),
      at: optional(time.map((ms) => ({ ms, text: '', assumed: false }))),
      office: optional(fc.constantFrom('CHZRHB', 'JPKWSA')),
      receptacle: optional(fc.constant('FRCDGACHZRHBAUN60123001000123')),
      reason: optional(name),
      remark: optional(name),
    })
    fc.assert(
      fc.property(head('EMSEVT'), fc.array(event, { maxLength: 5 }), (of, events) => {
        const written = writeMessage(EMSEVT, of, events)
        const { end, records, findings } = only(read(written.bytes))
        expect(end.outcome).toBe('complete')
        expect(codes(findings)).toEqual([])
        expect(end.head).toMatchObject({ sender: of.sender, recipient: of.recipient, reference: of.reference, function: of.function, prepared: { ms: of.prepared?.ms } })
        const plain = (record: ItemEvent): unknown => ({ ...record, at: record.at?.ms ?? null })
        expect(records.map((record) => (record.kind === 'event' ? plain(record) : record))).toEqual(events.map(plain))
      }),
      { numRuns: 300 },
    )
  })

  it('a CUSRSP comes back as it was written', () => {
    const amount = fc.integer({ min: 0, max: 9_999_999 })
    const decision: fc.Arbitrary<CustomsDecision> = fc.record({
      kind: fc.constant('decision'),
      item,
      receptacle: optional(fc.constant('FRCDGACHZRHBAUN60123001000123')),
      decision: fc.constantFrom('RELEASE', 'HOLD'),
      reason: optional(name),
      decidedAt: optional(time.map((ms) => ({ ms, text: new Date(ms).toISOString().replace('.000Z', 'Z'), assumed: false }))),
      office: optional(fc.constantFrom('CHZRHB')),
      remark: optional(name),
      supersedes: optional(name),
      assessment: optional(
        fc.record({
          taxes: fc.array(
            fc.record({ type: name, rate: optional(fc.constant('8.1')), base: optional(amount.map(String)), amount: amount.map(String), currency: optional(fc.constant('CHF')) }),
            { maxLength: 3 },
          ),
          total: amount.map((minor) => ({ text: (minor / 100).toFixed(2), currency: 'CHF', minor, exponent: 2 })),
        }),
      ),
    })
    fc.assert(
      fc.property(head('CUSRSP'), fc.array(decision, { maxLength: 4 }), (of, decisions) => {
        const { end, records, findings } = only(read(writeMessage(CUSRSP, of, decisions).bytes))
        expect(codes(findings)).toEqual([])
        expect(end.head).toMatchObject({ sender: of.sender, recipient: of.recipient, reference: of.reference, function: of.function, prepared: { ms: of.prepared?.ms } })
        expect(records).toEqual(decisions)
      }),
      { numRuns: 300 },
    )
  })

  it('any text at all is written without a throw, and what comes back is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (remark) => {
        const of: MessageHead = { type: 'X', version: null, sender: 'A', recipient: 'B', reference: 'R', prepared: { ms: 0, text: '', assumed: false }, function: 'original' }
        const event: ItemEvent = { kind: 'event', item: 'RR473124829FR', code: 'EMD', at: null, office: null, receptacle: null, reason: null, remark }
        for (const charset of ['UNOW', 'UNOC'] as const) expect(only(read(writeMessage(EMSEVT, of, [event], { charset }).bytes)).end.outcome).toBe('complete')
        const decision: CustomsDecision = {
          kind: 'decision',
          item: 'RR473124829FR',
          receptacle: null,
          decision: 'HOLD',
          reason: null,
          decidedAt: null,
          office: null,
          remark,
          assessment: null,
          supersedes: null,
        }
        expect(only(read(writeMessage(CUSRSP, of, [decision]).bytes)).end.outcome).toBe('complete')
      }),
      { numRuns: 500 },
    )
  })
})

describe('small rules', () => {
  it('the quick look at an S10 agrees with the full check', () => {
    const near = fc.tuple(item, fc.nat({ max: 12 }), fc.constantFrom(...'AJKSTWXZ0123456789 -é'.split(''))).map(([id, at, char]) => id.slice(0, at) + char + id.slice(at + 1))
    fc.assert(
      fc.property(fc.oneof(item, near, fc.string({ maxLength: 15 })), (text) => {
        const check = checkS10(text)
        expect(isSoundS10(text)).toBe(check.findings.length === 0 && check.id === text)
      }),
      { numRuns: 2000 },
    )
  })

  it('decimals are scaled exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), fc.integer({ min: 0, max: 4 }), (minor, exponent) => {
        const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
        const text = `${minor < 0 ? '-' : ''}${digits.slice(0, digits.length - exponent)}${exponent === 0 ? '' : `.${digits.slice(digits.length - exponent)}`}`
        expect(scaledInteger(text, exponent, 'point')).toBe(minor)
        expect(scaledInteger(text.replace('.', ','), exponent, 'comma')).toBe(minor)
      }),
    )
  })

  it('a map that is not one never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => void parseMap(json)))
  })
})
