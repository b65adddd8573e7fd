import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInRules } from '../../main/selectivity/built-in.ts'
import { keyedSha256 } from '../../main/selectivity/share.ts'
import { compileRules } from '../../main/selectivity/evaluate.ts'
import { BUILT_IN_TABLES } from '../../shared/domain/code-tables.ts'
import { LANES } from '../../shared/domain/codes.ts'
import { itemFindings, qualityWords } from '../../shared/domain/quality.ts'
import type { ItemSubject } from '../../shared/domain/rule-fields.ts'
import { parseRule, type Condition, type Rule } from '../../shared/domain/rules.ts'
import { fold, termFinder, wordsOf } from '../../shared/domain/words.ts'
import { declarationOf, money, party, pieceOf, ruleOf, ruleSet, subject } from '../unit/selectivity/subjects.ts'

const text = fc.constantFrom('gift', 'Pistol, old', 'men’s cotton shirt', 'CLOTHES', '', 'Li-ion battery', 'ivory', 'cadeau', 'N/A')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

const piece = fc
  .record({
    description: maybe(text),
    quantity: maybe(fc.integer({ min: 0, max: 30 })),
    netWeightG: maybe(fc.integer({ min: 0, max: 9000 })),
    value: maybe(fc.constantFrom(money('0'), money('1.00'), money('38.00'), money('5', 'JPY'), { text: 'x', currency: null, minor: null, exponent: 2 })),
    hs: maybe(fc.constantFrom('610910', '', '999999')),
    origin: maybe(fc.constantFrom('PT', 'CN')),
  })
  .map((parts) => pieceOf(parts))
const declaration = fc
  .record({
    nature: maybe(fc.constantFrom('11', '31', '32', '47')),
    grossWeightG: maybe(fc.integer({ min: 0, max: 9000 })),
    mailClass: maybe(fc.constantFrom('C', 'U', 'E')),
    sender: maybe(fc.record({ name: maybe(text), city: maybe(text) }).map(party)),
    addressee: maybe(fc.record({ name: maybe(fc.constantFrom('Phone Corner GmbH', 'A. Petit')), company: maybe(text) }).map(party)),
    content: fc.array(piece, { maxLength: 4 }).map((content) => content.map((one, at) => ({ ...one, piece: at + 1 }))),
  })
  .map((parts) => declarationOf(parts))
const anItem: fc.Arbitrary<ItemSubject> = fc
  .record({
    case: fc.string(),
    declaration: maybe(declaration),
    referenceMs: maybe(fc.integer({ min: 0, max: 2e12 })),
    announced: fc.boolean(),
    originCountry: maybe(fc.constantFrom('FR', 'CN')),
    class: maybe(fc.constantFrom('C', 'U')),
  })
  .map(subject)

const leaf: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
  { field: 'nature', op: 'is', value: '11' },
  { field: 'nature', op: 'notIn', value: ['11', '31'] },
  { field: 'originCountry', op: 'missing' },
  { field: 'grossWeightG', op: 'gt', value: 1000 },
  { field: 'declared', op: 'is', value: true },
  { field: 'piece.description', op: 'vague' },
  { field: 'piece.description', op: 'word', value: { table: 'watch-words' } },
  { field: 'piece.quantity', op: 'between', value: [2, 9] },
  { field: 'piece.value', op: 'in', value: [0, 1] },
  { field: 'piece.hs', op: 'missing' },
  { field: 'sender.city', op: 'contains', value: 'e' },
  { field: 'totalValue', op: 'present' },
  { field: 'case', op: 'share', value: 500 },
)
const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
    tie('condition').map((not): Condition => ({ not })),
    tie('condition').map((onePiece): Condition => ({ onePiece })),
  ),
})).condition

const holds = (when: Condition, of: ItemSubject) => ruleSet([ruleOf(when)]).evaluate(of).hits.length === 1
const rulesOf = (conditions: readonly Condition[]): Rule[] => conditions.map((when, at) => ruleOf(when, { id: `r-${at}`, lane: LANES[at % 4] ?? 'red' }))

describe('evaluation', () => {
  it('does not depend on the order of the rules, nor on what was evaluated before', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 6 }), anItem, anItem, (conditions, before, of) => {
        const rules = rulesOf(conditions)
        const used = ruleSet(rules.toReversed())
        used.evaluate(before)
        expect(used.evaluate(of)).toEqual(ruleSet(rules).evaluate(of))
      }),
    )
  })

  it('gives the most severe lane of its hits, and the hits sorted by it', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 6 }), anItem, (conditions, of) => {
        const { lane, hits } = ruleSet(rulesOf(conditions)).evaluate(of)
        const severities = hits.map((hit) => LANES.indexOf(hit.lane))
        expect(LANES.indexOf(lane)).toBe(Math.max(0, ...severities))
        expect(severities).toEqual(severities.toSorted((a, b) => b - a))
      }),
    )
  })

  it('keeps De Morgan’s laws, also where values are absent', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), anItem, (conditions, of) => {
        const negated = conditions.map((not): Condition => ({ not }))
        expect(holds({ not: { all: conditions } }, of)).toBe(holds({ any: negated }, of))
        expect(holds({ not: { any: conditions } }, of)).toBe(holds({ all: negated }, of))
        for (const one of conditions) expect(holds({ not: { not: one } }, of)).toBe(holds(one, of))
      }),
    )
  })

  it('explains every hit with values, and says it without a placeholder left', () => {
    fc.assert(
      fc.property(condition, anItem, (when, of) => {
        const [hit] = ruleSet([ruleOf(when)]).evaluate(of).hits
        if (hit === undefined) return
        for (const value of Object.values(hit.values)) expect(value === null || ['string', 'number', 'boolean'].includes(typeof value)).toBe(true)
        for (const value of Object.values(hit.reason.values)) expect(['string', 'number']).toContain(typeof value)
      }),
    )
    const shipped = ruleSet(builtInRules({ randomSharePerMille: 500 }))
    fc.assert(
      fc.property(anItem, (of) => {
        for (const hit of shipped.evaluate(of).hits) {
          expect(hit.reason.text).not.toMatch(/\{[a-zA-Z]+\}/)
          expect(Object.keys(hit.values).length).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('of a condition survives being written as JSON and read again', () => {
    fc.assert(
      fc.property(condition, anItem, (when, of) => {
        const rule = ruleOf(when)
        const reading = parseRule(JSON.stringify(rule))
        expect(reading).toEqual({ ok: true, rule })
        if (reading.ok) expect(ruleSet([reading.rule]).evaluate(of)).toEqual(ruleSet([rule]).evaluate(of))
      }),
    )
  })
})

describe('the random share', () => {
  const ids = Array.from({ length: 100_000 }, (_, k) => `RR${String(k).padStart(9, '0')}FR#1`)
  const drawn = (perMille: number, of: readonly string[] = ids) => {
    const set = compileRules([ruleOf({ field: 'case', op: 'share', value: perMille })], BUILT_IN_TABLES, { shareKey: 'a secret of the office', hash: keyedSha256 })
    return new Set(of.filter((id) => set.evaluate(subject({ case: id, declaration: null })).hits.length > 0))
  }
  it.each([10, 50, 333])('of %i ‰ takes about as many of 100,000 cases, the same ones each time', (perMille) => {
    const once = drawn(perMille)
    const expected = 100 * perMille
    // Five standard deviations of a binomial: the ids and the key are fixed, so this can't fail by chance.
    expect(Math.abs(once.size - expected)).toBeLessThan(5 * Math.sqrt(100 * perMille * (1 - perMille / 1000)))
    const few = ids.slice(0, 5000)
    expect(drawn(perMille, few)).toEqual(new Set(few.filter((id) => once.has(id))))
  })
  it('that is larger contains the smaller one', () => {
    const larger = drawn(50)
    expect([...drawn(10)].filter((id) => !larger.has(id))).toEqual([])
  })
})

describe('reading a rule', () => {
  it('never throws, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(typeof parseRule(value).ok).toBe('boolean')
      }),
    )
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parseRule(value).ok).toBe(false)
      }),
    )
    const shaped = fc.record({ id: fc.constant('a-rule'), lane: fc.constant('red'), reason: fc.constant({ text: { en: 'x' } }), when: fc.jsonValue() })
    fc.assert(
      fc.property(shaped, (value) => {
        expect(typeof parseRule(value).ok).toBe('boolean')
      }),
    )
  })
})

describe('words', () => {
  it('fold and cut the same however often, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (any) => {
        expect(fold(fold(any))).toBe(fold(any))
        for (const token of wordsOf(any).tokens) expect(wordsOf(token).tokens).toEqual([token])
      }),
      // Letters that become capitals only when they are taken apart: a watched word went unseen in them.
      { examples: [['㍱'], ['𝐆𝐔𝐍'], ['İ']] },
    )
  })
  it('a term is found between any other words, in any case', () => {
    const find = termFinder([{ term: 'Épée', unless: [] }])
    const word = fc.stringMatching(/^[a-z]{1,8}$/).filter((one) => one !== 'epee')
    fc.assert(
      fc.property(fc.array(word), fc.array(word), fc.constantFrom('épée', 'EPEE', 'Épée', 'e\u0301pe\u0301e'), (before, after, term) => {
        expect(find(wordsOf([...before, term, ...after].join(' ')))).toBe('Épée')
      }),
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(find(wordsOf(words.join(' ')))).toBeNull()
      }),
    )
  })
})

it('findings of an item never throw and always belong to it', () => {
  const words = qualityWords(BUILT_IN_TABLES)
  fc.assert(
    fc.property(declaration, maybe(fc.integer()), maybe(fc.string()), (one, preparedMs, dispatch) => {
      const findings = itemFindings(one, { words, preparedMs, dispatch })
      for (const finding of findings) expect(finding).toMatchObject({ scope: 'item', item: one.item })
    }),
  )
})
