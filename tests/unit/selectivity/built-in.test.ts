import { describe, expect, it } from 'vitest'
import { builtInRules } from '../../../main/selectivity/built-in.ts'
import { compileRules } from '../../../main/selectivity/evaluate.ts'
import { keyedSha256 } from '../../../main/selectivity/share.ts'
import { BUILT_IN_TABLES, mergeTables } from '../../../shared/domain/code-tables.ts'
import type { ContentPiece, Declaration } from '../../../shared/domain/records.ts'
import { parseRule } from '../../../shared/domain/rules.ts'
import { declarationOf, money, party, pieceOf, ruleSet, SHIPPED, subject } from './subjects.ts'

const shipped = ruleSet(SHIPPED)
const hitsOf = (parts: Partial<Declaration> | null, ...pieces: Partial<ContentPiece>[]) =>
  shipped.evaluate(subject({ declaration: parts === null ? null : declarationOf(parts, ...pieces) }))

describe('the rules as shipped', () => {
  it('leave a sound declaration green', () => {
    expect(hitsOf({})).toEqual({ lane: 'green', hits: [] })
  })

  const GIFT = { nature: '31' }
  it.each<[title: string, lane: string, rules: string[], Partial<Declaration> | null, ...Partial<ContentPiece>[]]>([
    ['no declaration at all', 'yellow', ['no-advance-data'], null],
    ['a vague description', 'yellow', ['description-vague'], {}, { description: 'Clothes' }],
    ['one vague piece of two', 'yellow', ['description-vague'], {}, {}, { description: 'parts' }],
    ['no description', 'yellow', ['description-missing'], {}, { description: ' ' }],
    ['no pieces', 'yellow', ['content-missing'], { content: [] }],
    ['a sale without HS code', 'yellow', ['hs-missing'], {}, { hs: null }],
    ['a sample without HS code on one of two pieces', 'yellow', ['hs-missing'], { nature: '32' }, {}, { hs: '' }],
    ['a gift without HS code', 'green', [], GIFT, { hs: null }],
    ['documents without HS code', 'green', [], { nature: '91' }, { hs: null }],
    ['value 0', 'orange', ['value-0-or-1'], {}, { value: money('0') }],
    ['value 0.00', 'orange', ['value-0-or-1'], {}, { value: money('0.00') }],
    ['value 1.00', 'orange', ['value-0-or-1'], {}, { value: money('1.00') }],
    ['value 1 without a currency', 'orange', ['value-0-or-1'], {}, { value: money('1', null) }],
    ['value 1 on the second piece', 'orange', ['value-0-or-1'], {}, {}, { value: money('1.000', 'KWD') }],
    ['value 1.50', 'green', [], {}, { value: money('1.50') }],
    ['value 0.01', 'green', [], {}, { value: money('0.01') }],
    ['value 10', 'green', [], {}, { value: money('10') }],
    ['a weapon', 'red', ['watch-words-open'], {}, { description: 'Rifle scope mount' }],
    ['a weapon in French', 'red', ['watch-words-open'], {}, { description: 'boîte de munitions 9 mm' }],
    ['a drug', 'red', ['watch-words-open'], {}, { description: 'FENTANYL powder' }],
    ['ivory', 'red', ['watch-words-open'], {}, { description: 'carved ivory figure' }],
    ['the colour ivory', 'green', [], {}, { description: 'ivory lace for a wedding gown' }],
    ['a glue gun', 'green', [], {}, { description: 'hot glue gun, 60 W' }],
    ['a glue gun and a gun', 'red', ['watch-words-open'], {}, { description: 'glue gun, gun' }],
    ['a knife', 'orange', ['watch-words-scan'], {}, { description: 'Kitchen knife, 20 cm' }],
    ['a gift to a company', 'orange', ['gift-to-firm'], { ...GIFT, addressee: party({ company: 'Phone Corner' }) }],
    ['a gift to a firm by its name', 'orange', ['gift-to-firm'], { ...GIFT, addressee: party({ name: 'Phone Corner GmbH' }) }],
    ['a gift to a firm by its name, with points', 'orange', ['gift-to-firm'], { ...GIFT, addressee: party({ name: 'Boutique du Lac S.à r.l.' }) }],
    ['a sale to a firm', 'green', [], { addressee: party({ name: 'Phone Corner GmbH' }) }],
    ['ten of a kind as a gift', 'orange', ['gift-in-quantity'], GIFT, { quantity: 10 }],
    ['nine of a kind as a gift', 'green', [], GIFT, { quantity: 9 }],
    ['ten of a kind sold', 'green', [], {}, { quantity: 10 }],
    ['5.001 kg of lithium batteries', 'orange', ['lithium-over-5-kg'], {}, { description: 'Li-ion battery packs', netWeightG: 5001 }],
    ['5 kg of lithium batteries', 'green', [], {}, { description: 'Li-ion battery packs', netWeightG: 5000 }],
    ['batteries beside something heavy', 'green', [], {}, { description: 'Li-ion battery packs', netWeightG: 100 }, { description: 'Cast-iron pan', netWeightG: 6000 }],
  ])('%s: %s', (_title, lane, rules, parts, ...pieces) => {
    const { lane: given, hits } = hitsOf(parts, ...pieces)
    expect(hits.map((hit) => hit.rule)).toEqual(rules)
    expect(given).toBe(lane)
  })

  it('show every reason, most severe first, then by id', () => {
    const { lane, hits } = hitsOf(
      { ...GIFT, addressee: party({ name: 'Phone Corner GmbH' }) },
      { description: 'gift', quantity: 20, value: money('1.00'), hs: '' },
      { description: 'pistol' },
    )
    expect(lane).toBe('red')
    expect(hits.map((hit) => hit.rule)).toEqual(['watch-words-open', 'gift-in-quantity', 'gift-to-firm', 'value-0-or-1', 'description-vague'])
  })

  it('say why in a sentence, with the values that caused it', () => {
    const [hit] = hitsOf({}, {}, { description: 'Gift' }).hits
    expect(hit).toEqual({
      rule: 'description-vague',
      lane: 'yellow',
      reason: { code: 'description-vague', values: { item: 'CP473124829FR', piece: 2, description: 'Gift' }, text: '“Gift” alone does not describe the goods.' },
      values: { piece: 2, 'piece.description': 'Gift' },
    })
  })

  it.each([
    ['no-advance-data', null, {}, { declared: false }, 'No advance data: nobody has declared what is in this item.'],
    ['value-0-or-1', {}, { value: money('1.00') }, { piece: 1, 'piece.value': '1.00', 'piece.currency': 'EUR' }, 'The declared value is 1.00 EUR.'],
    ['hs-missing', {}, { hs: null }, { nature: '11', piece: 1, 'piece.hs': null }, 'Commercial goods (nature 11) without an HS code: “Men’s knitted cotton T-shirt”.'],
    ['watch-words-open', {}, { description: 'Old pistol' }, { piece: 1, 'piece.description': 'Old pistol', word: 'pistol' }, 'The description names “pistol”.'],
    [
      'lithium-over-5-kg',
      {},
      { description: 'Power bank', netWeightG: 5500 },
      { piece: 1, 'piece.description': 'Power bank', word: 'power bank', 'piece.netWeightG': 5500 },
      '“Power bank”: 5.5 kg. Lithium batteries may weigh at most 5 kg in the post.',
    ],
    ['gift-in-quantity', GIFT, { quantity: 12 }, { nature: '31', piece: 1, 'piece.quantity': 12 }, 'Declared as a gift, but 12 of one kind: “Men’s knitted cotton T-shirt”.'],
  ] as const)('%s says so', (rule, parts, piece, values, text) => {
    const hit = hitsOf(parts, piece).hits.find((one) => one.rule === rule)
    expect(hit?.values).toEqual(values)
    expect(hit?.reason.text).toBe(text)
  })

  it('read back as rules of an office would, so each can be copied and changed', () => {
    for (const rule of builtInRules({ randomSharePerMille: 10 })) expect(parseRule(JSON.stringify(rule))).toEqual({ ok: true, rule })
  })
})

describe('watched origins', () => {
  const watched = (extra: Record<string, string>) =>
    ruleSet(SHIPPED, mergeTables(BUILT_IN_TABLES, [{ kind: 'set', table: 'watched-origins', code: 'one', label: 'One', labels: {}, extra }])).evaluate(subject())
  it.each([
    ['yellow', 'watched-origins-documents'],
    ['orange', 'watched-origins-scan'],
    ['red', 'watched-origins-open'],
    ['', 'watched-origins-open'],
  ])('a row of lane “%s” fires %s', (lane, rule) => {
    const { hits } = watched({ country: 'FR', class: 'C', lane })
    expect(hits.map((hit) => hit.rule)).toEqual([rule])
    expect(hits[0]?.values).toEqual({ originCountry: 'FR', class: 'C' })
    expect(hits[0]?.reason.text).toBe('This office looks at class C from FR.')
  })
  it('a row of an unknown lane fires nothing', () => {
    expect(watched({ country: 'FR', lane: 'purple' }).hits).toEqual([])
  })
})

describe('the random share', () => {
  const share = (perMille: number) => ruleSet(builtInRules({ randomSharePerMille: perMille }).filter((rule) => rule.id === 'random-share'))
  it('of 1000 takes every case, of 0 none', () => {
    expect(share(1000).evaluate(subject()).lane).toBe('orange')
    expect(share(0).evaluate(subject()).lane).toBe('green')
  })
  it('depends on the case alone: not on what is declared, announced or happens', () => {
    const set = share(500)
    for (let k = 1; k <= 200; k++) {
      const id = `CP473124829FR#${k}`
      const drawn = set.evaluate(subject({ case: id })).lane
      expect(set.evaluate(subject({ case: id, declaration: null, announced: false, referenceMs: null, lastEventCode: 'EMD', receptacle: null })).lane).toBe(drawn)
    }
  })
  it('is drawn by the office’s key: who does not have it cannot tell what will be drawn', () => {
    const drawnWith = (shareKey: string) => {
      const set = compileRules(builtInRules({ randomSharePerMille: 500 }), BUILT_IN_TABLES, { shareKey, hash: keyedSha256 })
      return Array.from({ length: 64 }, (_, k) => set.evaluate(subject({ case: `CP473124829FR#${k}` })).lane)
    }
    expect(drawnWith('one')).toEqual(drawnWith('one'))
    expect(drawnWith('one')).not.toEqual(drawnWith('two'))
  })
})

it('a piece that is sound stays sound whatever its number', () => {
  expect(hitsOf({ content: [pieceOf({ piece: 7 })] }).lane).toBe('green')
})
