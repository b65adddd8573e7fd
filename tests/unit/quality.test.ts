import { describe, expect, it } from 'vitest'
import { BUILT_IN_TABLES, mergeTables } from '../../shared/domain/code-tables.ts'
import { isHs, isZeroOrOne, itemFindings, qualityWords, type ItemFindingCode, type QualityContext } from '../../shared/domain/quality.ts'
import type { ContentPiece, Declaration } from '../../shared/domain/records.ts'
import { findingsEn } from '../../shared/i18n/findings.en.ts'
import { english } from '../../shared/i18n/say.ts'
import { declarationOf, money, party, pieceOf } from './selectivity/subjects.ts'

const WORDS = qualityWords(BUILT_IN_TABLES)
const PREPARED = Date.parse('2026-11-21T18:02:11Z')
const context = (parts: Partial<QualityContext> = {}): QualityContext => ({ words: WORDS, preparedMs: PREPARED, dispatch: null, ...parts })
const find = (parts: Partial<Declaration>, ...pieces: Partial<ContentPiece>[]) => itemFindings(declarationOf(parts, ...pieces), context())

it('a sound declaration has no findings', () => {
  expect(find({})).toEqual([])
})

describe('what is found', () => {
  const GIFT = { nature: '31' }
  it.each<[title: string, found: `${ItemFindingCode} ${string}`[], Partial<Declaration>, ...Partial<ContentPiece>[]]>([
    // completeness
    ['no pieces', ['content-missing item'], { content: [] }],
    ['no description', ['description-missing piece 2'], {}, {}, { description: '  ' }],
    ['vague description', ['description-vague piece 1'], {}, { description: 'GIFTS' }],
    ['a longer description', [], {}, { description: 'gift box of oak' }],
    ['no quantity', ['quantity-missing piece 1'], {}, { quantity: null }],
    ['quantity zero', ['quantity-zero piece 1'], {}, { quantity: 0 }],
    ['no value', ['value-missing piece 1'], {}, { value: null }],
    ['a value that is no number', ['value-missing piece 1'], {}, { value: { text: 'ten', currency: 'EUR', minor: null, exponent: 2 } }],
    ['no net weight', ['net-weight-missing piece 1'], {}, { netWeightG: null }],
    ['no gross weight', ['gross-weight-missing item'], { grossWeightG: null }],
    ['gross weight zero', ['gross-weight-missing item'], { grossWeightG: 0 }],
    ['no HS code on goods sold', ['hs-missing piece 1'], {}, { hs: null }],
    ['no HS code on a gift', [], GIFT, { hs: null }],
    // accuracy
    ['value 0', ['value-0-or-1 piece 1'], {}, { value: money('0.00') }],
    ['value 1', ['value-0-or-1 piece 2'], {}, {}, { value: money('1') }],
    ['a gift to a company', ['gift-to-firm addressee'], { ...GIFT, addressee: party({ company: 'Phone Corner' }) }],
    ['a gift to a firm’s name', ['gift-to-firm addressee'], { ...GIFT, addressee: party({ name: 'Phone Corner GmbH' }) }],
    ['ten of a kind as a gift', ['gift-in-quantity piece 1'], GIFT, { quantity: 10 }],
    ['a gift with an invoice', ['gift-with-invoice item'], { ...GIFT, documents: [{ type: 'Commercial invoice', number: null }] }],
    // consistency
    ['net above gross', ['net-above-gross item'], { grossWeightG: 599 }, {}, {}],
    ['net equal to gross', [], { grossWeightG: 600 }, {}, {}],
    ['two currencies', ['currencies-differ item'], {}, {}, { value: money('3.00', 'CNY') }],
    ['a currency and none', [], {}, {}, { value: money('3.00', null) }],
    ['letters in the HS code', ['hs-malformed piece 1'], {}, { hs: '61O910' }],
    ['operator of another country', ['origin-operator-differs item'], { originOperator: 'DEA' }],
    ['an operator code that names no country', [], { originOperator: 'QQA' }],
    ['operator of an item with an unassigned country', [], { item: 'CP473124829XX', originOperator: 'DEA' }],
    ['a parcel’s number declared as a letter', ['s10-class-differs item'], { mailClass: 'U' }],
    ['an insured item in either class', [], { item: 'VV473124829FR', mailClass: 'U' }],
    ['a parcel in a dispatch of letters', ['dispatch-class-differs item'], { dispatch: 'FRCDGACHZRHBAUN60123' }],
    ['a parcel in a receptacle of letters', ['dispatch-class-differs item'], { receptacle: 'FRCDGACHZRHBAUN60123001000123' }],
    ['posted two days after', ['posted-after-prepared item'], { postingDate: '2026-11-23' }],
    ['posted the next day, where it is that already', [], { postingDate: '2026-11-22' }],
    ['a posting date that is none', [], { postingDate: 'soon' }],
    // addresses
    ['no sender', ['sender-missing sender'], { sender: null }],
    ['no addressee', ['addressee-missing addressee'], { addressee: null }],
    ['a firm without a person', [], { addressee: party({ name: null, company: 'Phone Corner' }) }],
    ['no street, no town', ['addressee-street-missing addressee', 'addressee-city-missing addressee'], { addressee: party({ street: null, city: '' }) }],
    ['a street “unknown”', ['sender-street-empty sender'], { sender: party({ street: 'Unknown' }) }],
    ['a town “N/A”', ['addressee-city-empty addressee'], { addressee: party({ city: 'N/A' }) }],
    ['a name “private”', ['sender-name-empty sender'], { sender: party({ name: 'PRIVATE' }) }],
    ['a sender without a country', ['sender-country-missing sender'], { sender: party({ country: null }) }],
    ['a Private Road', [], { sender: party({ street: '5 Private Road' }) }],
  ])('%s', (_title, found, parts, ...pieces) => {
    expect(find(parts, ...pieces).map((finding) => `${finding.code} ${finding.place}`)).toEqual(found)
  })

  it('belongs to the item, not to the message, with what was declared', () => {
    expect(find({ grossWeightG: 100 })).toEqual([
      { code: 'net-above-gross', severity: 'warning', place: 'item', values: { netKg: 0.3, grossKg: 0.1 }, scope: 'item', item: 'CP473124829FR' },
    ])
  })

  it('is told in a sentence whose placeholders are all filled', () => {
    const everything = [
      ...find(
        {
          nature: '31',
          originOperator: 'DEA',
          mailClass: 'U',
          dispatch: 'FRCDGACHZRHBAEN60123',
          postingDate: '2027-01-01',
          grossWeightG: 1,
          sender: null,
          addressee: party({ name: 'N/A', company: 'AG', street: 'none', city: 'nil' }),
          documents: [{ type: 'invoice', number: null }],
        },
        { description: 'gift', quantity: 50, value: money('1'), hs: '7' },
        { value: money('5', 'CHF') },
      ),
      ...find(
        { addressee: null, sender: party({ name: null, street: '', city: null, country: null }), grossWeightG: null },
        { description: null, quantity: null, netWeightG: null, value: null, hs: null },
      ),
    ]
    expect(new Set(everything.map((finding) => finding.code)).size).toBeGreaterThan(25)
    for (const { code, values } of everything) {
      expect(findingsEn).toHaveProperty(code)
      expect(english('finding', code, values)).not.toMatch(/[{}]/)
    }
  })

  it('in the dispatch where the item was announced, before the one that the declaration names', () => {
    const parcel = declarationOf({ dispatch: 'FRCDGACHZRHBACN60123' })
    expect(itemFindings(parcel, context()).length).toBe(0)
    expect(itemFindings(parcel, context({ dispatch: 'FRCDGACHZRHBAUN60123' })).map((finding) => finding.code)).toEqual(['dispatch-class-differs'])
  })

  it('by the words of the office’s own tables', () => {
    const words = qualityWords(
      mergeTables(BUILT_IN_TABLES, [
        { kind: 'set', table: 'vague-descriptions', code: 'nice things', label: 'nice things', labels: {}, extra: {} },
        { kind: 'remove', table: 'vague-descriptions', code: 'Gift' },
      ]),
    )
    const vague = (description: string) => itemFindings(declarationOf({}, { description }), context({ words })).map((finding) => finding.code)
    expect(vague('Nice things')).toEqual(['description-vague'])
    expect(vague('gift')).toEqual([])
  })
})

describe('an HS code', () => {
  it.each(['610910', '6109.10', '6109 10 00', '6109100010', '010121', '970110', '9701101'])('%s can be one', (hs) => expect(isHs(hs)).toBe(true))
  it.each(['61091', '61091000101', '000000', '770000', '980000', '990000', '61-09-10', '６１０９１０', '', 'HS6109', '-610910'])('%s can’t', (hs) => expect(isHs(hs)).toBe(false))
})

describe('a value of 0 or 1', () => {
  it.each([
    ['0', true],
    ['1', true],
    ['0.00', true],
    ['1.000', true],
    ['0.01', false],
    ['1.01', false],
    ['10', false],
    ['100', false],
    ['x', false],
  ])('%s: %s', (text, expected) => {
    expect(isZeroOrOne(money(text))).toBe(expected)
  })
})

it('a declaration of nothing but nulls, and one of 10,000 pieces, are read like any other', () => {
  const nothing: Declaration = {
    ...declarationOf(),
    item: '',
    nature: null,
    mailClass: null,
    originOperator: null,
    postingDate: null,
    grossWeightG: null,
    sender: null,
    addressee: null,
    content: [],
  }
  expect(itemFindings(nothing, context({ preparedMs: null })).map((finding) => finding.code)).toEqual([
    'sender-missing',
    'addressee-missing',
    'gross-weight-missing',
    'content-missing',
  ])
  const many = declarationOf({ grossWeightG: 1e9, content: Array.from({ length: 10_000 }, (_, at) => pieceOf({ piece: at + 1, description: 'gift' })) })
  expect(itemFindings(many, context()).length).toBe(10_000)
})
