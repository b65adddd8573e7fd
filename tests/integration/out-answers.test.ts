import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '../../shared/domain/records.ts'
import { BUILT_IN_MAPS } from '../../main/exchange/maps/built-in.ts'
import { type AnswerContext, composeAnswer, fileName, type OwedAnswer, referenceOfRow } from '../../main/exchange/out/answers.ts'
import { writeMessage } from '../../main/exchange/write.ts'
import { read } from '../unit/exchange/reading.ts'

const COMMAND = '01936c1e-0000-7000-8000-000000000001'
const context: AnswerContext = {
  office: 'CHZRHB',
  ownAddress: 'CHA01',
  postAddress: 'CHP01',
  receptacle: 'FRCDGACHZRHBAUN60123001000123',
  postCode: (_table, code) => code,
}
const at = Date.UTC(2026, 10, 22, 10, 41, 7, 250)
const held = { at, recordedAt: at + 5, data: { decision: 'HOLD', reason: 'documents-awaited', owes: ['EME'], supersedes: null, text: 'No invoice' } }
const owed = (part: Partial<OwedAnswer>): OwedAnswer => ({ type: 'CUSRSP', item: 'RR473124829FR', command: COMMAND, decision: 'HOLD', event: null, supersedes: null, ...part })

describe('the answer to a decision', () => {
  test('says what was decided, when and where', () => {
    const answer = composeAnswer(owed({}), held, context)
    expect(answer).toMatchObject({
      file: `CUSRSP_RR473124829FR_${COMMAND}.xml`,
      reference: `${COMMAND}/RR473124829FR`,
      head: {
        type: 'CUSRSP',
        sender: 'CHA01',
        recipient: 'CHP01',
        reference: `${COMMAND}/RR473124829FR`,
        function: 'original',
        prepared: { ms: at + 5, text: '2026-11-22T10:41:07.255Z', assumed: false },
      },
      records: [
        {
          kind: 'decision',
          item: 'RR473124829FR',
          receptacle: context.receptacle,
          decision: 'HOLD',
          reason: 'documents-awaited',
          decidedAt: { ms: at, text: '2026-11-22T10:41:07.250Z' },
          office: 'CHZRHB',
          remark: 'No invoice',
          assessment: null,
          supersedes: null,
        },
      ],
    })
  })

  test('names the answer that the post has, where it replaces one', () => {
    const earlier = 'gateway/17/RR473124829FR/CUSRSP'
    const { records } = composeAnswer(owed({ supersedes: earlier }), held, context)
    expect(records).toMatchObject([{ supersedes: composeAnswer(owed({ command: 'gateway/17' }), held, context).reference }])
  })

  test('carries the duty, exactly as it was assessed', () => {
    const { records } = composeAnswer(owed({ decision: 'RELEASE_DUTY' }), { ...held, data: { decision: 'RELEASE_DUTY', amount: '12.50', currency: 'CHF' } }, context)
    expect(records).toMatchObject([{ decision: 'RELEASE_DUTY', reason: null, assessment: { taxes: [], total: { text: '12.50', currency: 'CHF', minor: 1250, exponent: 2 } } }])
  })

  test('of a transfer says where to', () => {
    const { records } = composeAnswer(owed({ decision: 'TRANSFER' }), { ...held, data: { decision: 'TRANSFER', office: 'CHGVAA', text: 'veterinary' } }, context)
    expect(records).toMatchObject([{ decision: 'TRANSFER', office: 'CHZRHB', remark: 'CHGVAA: veterinary' }])
  })

  test('speaks the post’s own codes, where the office has filled them in', () => {
    const postCode: AnswerContext['postCode'] = (table, code) => `${table === 'decisions' ? 'D' : 'R'}-${code.length}`
    expect(composeAnswer(owed({}), held, { ...context, postCode }).records).toMatchObject([{ decision: 'D-4', reason: 'R-17' }])
  })
})

describe('the event that is owed', () => {
  test('names code, reason and place; its reference fits into a BGM', () => {
    const answer = composeAnswer(owed({ type: 'EMSEVT', event: 'EME', decision: null }), held, context)
    expect(answer.file).toBe(`EMSEVT_RR473124829FR_${COMMAND}_EME.edi`)
    expect(answer.reference).toMatch(/^EME-RR473124829FR-[0-9a-f]{16}$/)
    expect(answer.records).toMatchObject([
      { kind: 'event', item: 'RR473124829FR', code: 'EME', at: { ms: at }, office: 'CHZRHB', receptacle: context.receptacle, reason: 'documents-awaited', remark: 'No invoice' },
    ])
  })

  test('of an arrival is a RESDES on the dispatch', () => {
    const subject = 'FRCDGACHZRHBAUN60123001000123'
    const answer = composeAnswer(owed({ type: 'RESDES', item: subject, decision: null }), { at, recordedAt: at, data: {} }, context)
    expect(answer).toMatchObject({
      file: `RESDES_${subject}_${COMMAND}.edi`,
      reference: 'FRCDGACHZRHBAUN60123',
      records: [
        { kind: 'dispatch', dispatch: 'FRCDGACHZRHBAUN60123', arrivedAt: { ms: at } },
        { kind: 'receptacle', receptacle: subject, status: 'received' },
      ],
    })
  })
})

describe('names', () => {
  test('are safe on every file system, whatever a caller’s command id is', () => {
    const id = fc.oneof(fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }), fc.constantFrom('../../etc/passwd', 'CON', 'a b', 'ä', 'x'.repeat(200), '-', '...', 'A', 'a'))
    fc.assert(
      fc.property(id, fc.constantFrom('RR473124829FR', 'L-1', 'FRCDGACHZRHBAUN60123001000123'), (command, item) => {
        const name = fileName({ type: 'EMSEVT', item, command, event: 'EDC' })
        expect(name).toMatch(/^EMSEVT_[A-Za-z0-9-]+_[A-Za-z0-9-]+_EDC\.edi$/)
        expect(name.length).toBeLessThan(200)
      }),
    )
  })

  test('of different commands differ, also where a file system ignores case', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 200 }), { minLength: 2, maxLength: 20 }), (commands) => {
        const names = commands.map((command) => fileName({ type: 'CUSRSP', item: 'RR473124829FR', command, event: null }).toLowerCase())
        expect(new Set(names).size).toBe(commands.length)
      }),
    )
  })

  test('and references of one command’s members differ', () => {
    const of = (item: string, type: OwedAnswer['type']) => composeAnswer(owed({ item, type, event: type === 'EMSEVT' ? 'EDC' : null }), held, context)
    for (const type of ['CUSRSP', 'EMSEVT'] as const) {
      const [one, two] = [of('RR473124829FR', type), of('LX806576725FR', type)]
      expect([one.reference === two.reference, one.file === two.file]).toEqual([false, false])
    }
  })

  test('a row’s id names its answer', () => {
    expect(referenceOfRow(`${COMMAND}/RR473124829FR/CUSRSP`)).toBe(composeAnswer(owed({}), held, context).reference)
  })

  test('an EMSEVT of a long identifier keeps its reference short', () => {
    const item = 'X'.repeat(40)
    const { reference } = composeAnswer(owed({ type: 'EMSEVT', event: 'EDC', item }), held, context)
    expect(reference.length).toBeLessThanOrEqual(35)
    expect(reference).toMatch(/^EDC-[0-9a-f]+$/)
  })
})

describe('written, an answer', () => {
  const mapOf = (type: string) => {
    const map = BUILT_IN_MAPS.find((one) => one.type === type)
    if (map === undefined) throw new Error(type)
    return map
  }
  /** One line of printable text, with all that EDIFACT and XML take for something else. */
  const remark = fc
    .array(fc.constantFrom("'", '+', ':', '?', '*', '<', '&', '>', '"', ']]>', 'é', 'ß', '東', '🦀', 'a', 'Z', '9', ' ', '--'), { minLength: 1, maxLength: 80 })
    .map((parts) => parts.join('').trim().replace(/ +/g, ' '))
    .filter((text) => text !== '')
  const ids = fc.constantFrom(COMMAND, 'gateway-17', "o'clock+1:?", '<&>')

  test('is read back as it was meant, and is the same bytes each time', () => {
    fc.assert(
      fc.property(fc.constantFrom('CUSRSP', 'EMSEVT', 'RESDES' as const), remark, ids, (type, text, command) => {
        const item = type === 'RESDES' ? 'FRCDGACHZRHBAUN60123001000123' : 'RR473124829FR'
        const row = owed({ type, item, command, event: type === 'EMSEVT' ? 'EME' : null, supersedes: type === 'CUSRSP' ? `${command}-before/${item}/CUSRSP` : null })
        const event = { ...held, at: at - (at % 60_000), data: { ...held.data, text } }
        const { head, records, reference } = composeAnswer(row, event, context)
        const { bytes, findings } = writeMessage(mapOf(type), head, records)
        expect(findings).toEqual([])
        expect(Buffer.compare(writeMessage(mapOf(type), head, records).bytes, bytes)).toBe(0)

        const { messages, loose } = read(bytes)
        expect(loose).toEqual([])
        const [message] = messages
        expect(messages).toHaveLength(1)
        expect(message?.end).toMatchObject({ outcome: 'complete', head: { type, sender: 'CHA01', recipient: 'CHP01', reference, function: 'original' } })
        expect(message?.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
        // The reader adds what an identifier says by itself, and a dispatch comes once it is complete.
        const byKind = (all: readonly CanonicalRecord[] = []) => all.toSorted((a, b) => a.kind.localeCompare(b.kind))
        expect(meaning(byKind(message?.records))).toMatchObject(meaning(byKind(records)) as object)
      }),
      { numRuns: 300 },
    )
  })

  /** Moments by what they mean: how a time is spelt is the syntax's affair. What is absent may be there in the other. */
  const meaning = (records: readonly CanonicalRecord[]): unknown =>
    JSON.parse(JSON.stringify(records, (_key, value: unknown) => (value === null ? undefined : typeof value === 'object' && 'ms' in value ? value.ms : value)))
})
