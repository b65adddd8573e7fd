import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  checkDispatch,
  checkReceptacle,
  checkS10,
  COUNTRIES,
  groupIdentifier,
  impcCountry,
  kindOf,
  normaliseIdentifier,
  parseDispatch,
  parseImpc,
  parseReceptacle,
  parseS10,
  s10CheckDigit,
} from '../../shared/domain/identifiers.ts'

const vectors = readFileSync(new URL('../fixtures/exchange/s10_vectors.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => ({ s10: line.slice(0, line.indexOf(',')), comment: line.slice(line.indexOf(',') + 2, -1) }))

describe('S10 vectors', () => {
  it.each(vectors)('$s10: $comment', ({ s10, comment }) => {
    const check = checkS10(s10)
    expect(check.ok).toBe(!comment.startsWith('invalid'))
    const codes = check.findings.map((finding) => finding.code)
    if (comment.startsWith('valid')) expect(codes).toEqual([])
    else if (comment.includes('wrong check digit')) expect(codes).toEqual(['s10-check-digit'])
    else if (comment.includes('12 characters')) expect(codes).toEqual(['s10-length'])
    else if (comment.includes('not an assigned country')) expect(codes).toEqual(['s10-country-unknown'])
    else expect(codes).toEqual(['s10-reserved'])
  })

  it('names the digit that a wrong check digit should be', () => {
    expect(checkS10('RB123456786US').findings[0]?.values).toEqual({ identifier: 'RB123456786US', found: '6', expected: '5' })
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('notices a slip of one in digit %i', (at) => {
    const serial = '47312482'
    const slipped = `${serial.slice(0, at)}${(Number(serial.charAt(at)) + 1) % 10}${serial.slice(at + 1)}`
    expect(s10CheckDigit(slipped)).not.toBe(s10CheckDigit(serial))
  })
})

describe('normalising', () => {
  it.each([
    ['rr 473 124 829 us', 'RR473124829US'],
    ['RR-473-124-829-US', 'RR473124829US'],
    ['RR\u2011473\u2013124\u00a0829\u200bUS', 'RR473124829US'],
    ['\ufeffRR473124829US\r\n', 'RR473124829US'],
    ['*RR473124829US*', 'RR473124829US'],
    [']C0RR473124829US', 'RR473124829US'],
    ['ＲＲ４７３１２４８２９ＵＳ', 'RR473124829US'],
    ['RR473124829U$', 'RR473124829U$'],
    ['', ''],
  ])('%j becomes %j', (text, id) => expect(normaliseIdentifier(text)).toBe(id))

  it.each(['rr 1', 'ﬁ-x', 'ß', ']C0]C0x', ' ]c0 rr'])('normalising %j twice is normalising it once', (text) => {
    const once = normaliseIdentifier(text)
    expect(normaliseIdentifier(once)).toBe(once)
  })
})

describe('kinds and parts', () => {
  it.each([
    ['RR 473 124 829 FR', 'item'],
    ['FRCDGACHZRHBAUN60123', 'dispatch'],
    ['FRCDGACHZRHBAUN60123001000123', 'receptacle'],
    ['FRCDGACHZRHBAUN6012300100012', 'other'],
    ['LOCAL-17', 'other'],
  ])('%s is an identifier of kind %s', (id, kind) => expect(kindOf(id)).toBe(kind))

  it('takes an S10 apart, keeping leading zeros', () => {
    expect(parseS10('ee 000 000 005 jp')).toEqual({ id: 'EE000000005JP', service: 'EE', family: 'ems', serial: '00000000', checkDigit: '5', country: 'JP' })
  })

  it('takes a receptacle apart as the UPU example says', () => {
    expect(parseReceptacle('CNBJSAUSJFKAACN60123001000123')).toEqual({
      id: 'CNBJSAUSJFKAACN60123001000123',
      dispatch: 'CNBJSAUSJFKAACN60123',
      serial: '001',
      highest: '0',
      registered: '0',
      weightG: 12_300,
    })
    expect(parseDispatch('CNBJSAUSJFKAACN60123')).toEqual({
      id: 'CNBJSAUSJFKAACN60123',
      origin: 'CNBJSA',
      destination: 'USJFKA',
      category: 'A',
      subclass: 'CN',
      mailClass: 'C',
      yearDigit: '6',
      number: '0123',
      series: 'CNBJSAUSJFKAACN',
    })
  })

  it.each([
    ['QA000000005FR', 'ibrs'],
    ['QN000000005FR', 'unallocated'],
    ['HX100000017FR', 'e-commerce'],
    ['ZA000000005FR', 'bilateral'],
    ['JA000000005FR', 'reserved'],
    ['FA000000005FR', 'unallocated'],
  ])('%s belongs to the family %s', (id, family) => expect(parseS10(id)?.family).toBe(family))

  it('says what is wrong with a dispatch or receptacle', () => {
    expect(checkDispatch('FRCDGACHZRHBAUN6012').findings[0]?.code).toBe('dispatch-length')
    expect(checkDispatch('FRCDGACHZRHBAUN6O123').findings[0]?.code).toBe('dispatch-shape')
    expect(checkDispatch('XXCDGACHZRHBAUN60123').findings).toEqual([
      { code: 'dispatch-country-unknown', severity: 'warning', values: { identifier: 'XXCDGACHZRHBAUN60123', country: 'XX' } },
    ])
    expect(checkReceptacle('FRCDGACHZRHBAUN60123001000123')).toEqual({ ok: true, id: 'FRCDGACHZRHBAUN60123001000123', findings: [] })
    expect(checkReceptacle('FRCDGACHZRHBAUN60123').findings[0]?.code).toBe('receptacle-length')
  })

  it('knows the country of an office', () => {
    expect(impcCountry('CHZRHB')).toBe('CH')
    expect(impcCountry('XXZRHB')).toBeNull()
    expect(impcCountry('CH')).toBeNull()
    expect(parseImpc('jpkwsa')).toBe('JPKWSA')
  })

  it('groups identifiers for people', () => {
    expect(groupIdentifier('rr473124829fr')).toBe('RR 473 124 829 FR')
    expect(groupIdentifier('FRCDGACHZRHBAUN60123')).toBe('FRCDGA CHZRHB A UN 6 0123')
    expect(groupIdentifier('FRCDGACHZRHBAUN60123001000123')).toBe('FRCDGA CHZRHB A UN 6 0123 001 0 0 0123')
    expect(groupIdentifier('local 7')).toBe('LOCAL7')
  })

  it('has the 249 assigned country codes', () => expect(COUNTRIES.size).toBe(249))
})
