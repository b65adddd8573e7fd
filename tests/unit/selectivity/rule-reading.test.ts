import { describe, expect, it } from 'vitest'
import { parseRule, RULE_LIMITS } from '../../../shared/domain/rules.ts'
import { declarationOf, ruleSet, subject } from './subjects.ts'

const TEST = { field: 'nature', op: 'is', value: '11' }
const SOUND = { id: 'a-rule', lane: 'red', reason: { text: { en: 'Because.' } }, when: TEST }
const read = (parts: Record<string, unknown>) => parseRule(JSON.stringify({ ...SOUND, ...parts }))
const errorsOf = (reading: ReturnType<typeof parseRule>) => (reading.ok ? [] : reading.errors.map(({ path, code }) => `${path}: ${code}`))

describe('a rule', () => {
  it('needs an id, a lane, a reason and a condition; the rest has defaults', () => {
    expect(parseRule(JSON.stringify(SOUND))).toEqual({ ok: true, rule: { ...SOUND, v: 1, validFrom: null, validTo: null, owner: null, enabled: true } })
  })
  it('may come parsed already', () => {
    expect(parseRule(SOUND)).toMatchObject({ ok: true })
  })

  it.each<[Record<string, unknown>, ...string[]]>([
    [{ id: 'A rule' }, 'id: rule-id'],
    [{ id: undefined }, 'id: rule-id'],
    [{ v: 2 }, 'v: rule-version'],
    [{ lane: 'purple' }, 'lane: rule-lane'],
    [{ reason: {} }, 'reason: rule-reason'],
    [{ reason: { code: 'no-such-reason' } }, 'reason: rule-reason'],
    [{ reason: { code: 'hs-missing', text: { en: 'x' } } }, 'reason: rule-reason'],
    [{ reason: { text: { fr: 'Parce que.' } } }, 'reason.text: rule-english'],
    [{ reason: { text: { en: 'x', english: 'y' } } }, 'reason: rule-reason'],
    [{ reason: { text: { en: 'From {sendrCity}' } } }, 'reason.text.en: rule-placeholder'],
    [{ reason: { text: { en: 'x'.repeat(501) } } }, 'reason.text.en: rule-reason'],
    [{ owner: 5 }, 'owner: rule-value'],
    [{ enabled: 'yes' }, 'enabled: rule-value'],
    [{ color: 'red' }, ': rule-key'],
    [{ validFrom: '2026-02-30' }, 'validFrom: rule-date'],
    [{ validFrom: '20.11.2026' }, 'validFrom: rule-date'],
    [{ validTo: '2026-11-20T10:00' }, 'validTo: rule-date'],
    [{ validFrom: '2026-11-20', validTo: '2026-11-20' }, 'validTo: rule-range'],
    [{ id: 'A', lane: 'b', when: {} }, 'id: rule-id', 'lane: rule-lane', 'when: rule-condition'],
  ])('%j is refused at its place', (parts, ...errors) => {
    expect(errorsOf(read(parts))).toEqual(errors)
  })

  it.each<[unknown, ...string[]]>([
    [undefined, 'when: rule-condition'],
    [null, 'when: rule-condition'],
    [[], 'when: rule-condition'],
    ['nature = 11', 'when: rule-condition'],
    [{ all: [] }, 'when.all: rule-group'],
    [{ all: TEST }, 'when.all: rule-group'],
    [{ all: [TEST], any: [TEST] }, 'when: rule-key'],
    [{ ...TEST, note: 'x' }, 'when: rule-key'],
    [{ not: [TEST] }, 'when.not: rule-condition'],
    [{ any: [TEST, { not: { field: 'natur', op: 'is', value: '11' } }] }, 'when.any[1].not.field: rule-field'],
    [{ field: '__proto__', op: 'is', value: 'x' }, 'when.field: rule-field'],
    [{ field: 'constructor', op: 'is', value: 'x' }, 'when.field: rule-field'],
    [{ field: 'nature', op: 'equals', value: '11' }, 'when.op: rule-operator'],
    [{ field: 'nature', op: 'gt', value: '11' }, 'when.op: rule-operator'],
    [{ field: 'grossWeightG', op: 'contains', value: '1' }, 'when.op: rule-operator'],
    [{ field: 'nature', op: 'share', value: 10 }, 'when.op: rule-operator'],
    [{ field: 'nature', op: 'is', value: 11 }, 'when.value: rule-text'],
    [{ field: 'nature', op: 'is', value: '' }, 'when.value: rule-text'],
    [{ field: 'nature', op: 'is' }, 'when.value: rule-text'],
    [{ field: 'nature', op: 'in', value: '11' }, 'when.value: rule-list'],
    [{ field: 'nature', op: 'in', value: [] }, 'when.value: rule-list'],
    [{ field: 'nature', op: 'in', value: ['11', 32] }, 'when.value[1]: rule-text'],
    [{ field: 'nature', op: 'in', value: { table: 'NATURE' } }, 'when.value.table: rule-table'],
    [{ field: 'nature', op: 'in', value: { table: 'nature', where: { commercial: true } } }, 'when.value.where: rule-where'],
    [{ field: 'grossWeightG', op: 'in', value: { table: 'nature' } }, 'when.value: rule-list'],
    [{ field: 'nature', op: 'missing', value: true }, 'when.value: rule-no-value'],
    [{ field: 'grossWeightG', op: 'gt', value: '5' }, 'when.value: rule-number'],
    [{ field: 'grossWeightG', op: 'between', value: [1] }, 'when.value: rule-between'],
    [{ field: 'grossWeightG', op: 'between', value: [1, null] }, 'when.value[1]: rule-number'],
    [{ field: 'declared', op: 'is', value: 'no' }, 'when.value: rule-boolean'],
    [{ field: 'postingDate', op: 'gt', value: '2026-11-20T10:00:00Z' }, 'when.value: rule-date'],
    [{ field: 'piece.value', op: 'gt', value: '1,50' }, 'when.value: rule-amount'],
    [{ field: 'piece.value', op: 'gt', value: { amount: 1, currency: 'euro' } }, 'when.value: rule-amount'],
    [{ field: 'piece.value', op: 'gt', value: { amount: 1, currency: 'EUR', rate: 2 } }, 'when.value: rule-amount'],
    [{ field: 'piece.value', op: 'gt', value: 1e21 }, 'when.value: rule-amount'],
    [{ field: 'case', op: 'share', value: 1001 }, 'when.value: rule-share'],
    [{ field: 'case', op: 'is', value: 'x' }, 'when.op: rule-operator'],
    [{ inTable: 'watched-origins' }, 'when.match: rule-match'],
    [{ inTable: 'watched-origins', match: {} }, 'when.match: rule-match'],
    [{ inTable: 'watched-origins', match: { country: 'grossWeightG' } }, 'when.match.country: rule-match'],
    [{ inTable: 'watched-origins', match: { country: 'originCountri' } }, 'when.match.country: rule-field'],
  ])('the condition %j is refused at its place', (when, ...errors) => {
    expect(errorsOf(read({ when }))).toEqual(errors)
  })

  it('that is refused says in English what would be right', () => {
    const reading = read({ when: { field: 'nature', op: 'gt', value: '11' } })
    expect(reading).toMatchObject({ ok: false, errors: [{ text: 'nature can be asked: is, isNot, in, notIn, present, missing, startsWith.' }] })
  })

  it('may name the value of any field of its condition, and kilograms for grams', () => {
    expect(read({ reason: { text: { en: '{grossWeightKg} kg, {grossWeightG} g of {item}' } }, when: { field: 'grossWeightG', op: 'gt', value: 5 } })).toMatchObject({ ok: true })
  })
})

describe('what tries to break it', () => {
  const nested = (depth: number, inner: string) => '{"not":'.repeat(depth) + inner + '}'.repeat(depth)
  const json = (when: string) => `{"id":"a-rule","lane":"red","reason":{"text":{"en":"x"}},"when":${when}}`

  it.each([
    ['no JSON', 'nonsense', 'rule-json'],
    ['nothing', '', 'rule-json'],
    ['a list', '[]', 'rule-object'],
    ['null', 'null', 'rule-object'],
    ['a number', '5', 'rule-object'],
    ['100,001 characters', ' '.repeat(100_001), 'rule-size'],
    ['a condition 17 deep', json(nested(16, JSON.stringify(TEST))), 'rule-depth'],
    ['a condition 10,000 deep', json(nested(10_000, JSON.stringify(TEST))), 'rule-depth'],
    ['201 conditions', json(JSON.stringify({ all: Array.from({ length: 200 }, () => TEST) })), 'rule-conditions'],
    ['1,001 values', json(JSON.stringify({ field: 'nature', op: 'in', value: Array.from({ length: 1001 }, () => '1') })), 'rule-list-size'],
    ['a text of 501 characters', json(JSON.stringify({ ...TEST, value: 'x'.repeat(501) })), 'rule-text-size'],
  ])('%s', (_title, text, code) => {
    const reading = parseRule(text)
    expect(reading.ok ? [] : reading.errors.map((error) => error.code)).toContain(code)
  })

  it('depth 100,000 that was parsed elsewhere', () => {
    let when: unknown = TEST
    for (let depth = 0; depth < 100_000; depth++) when = { all: [when] }
    expect(errorsOf(parseRule({ ...SOUND, when }))[0]).toMatch(/rule-depth$/)
  })

  it('a million unknown keys, a million conditions: few errors, soon', () => {
    const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, k) => [`k${k}`, 1]))
    const many = Array.from({ length: 1_000_000 }, () => ({ field: 'x' }))
    for (const reading of [parseRule({ ...SOUND, ...keys }), parseRule({ ...SOUND, when: keys }), parseRule({ ...SOUND, when: { all: many } })]) {
      expect(errorsOf(reading).length).toBeGreaterThan(0)
      expect(errorsOf(reading).length).toBeLessThanOrEqual(RULE_LIMITS.errors)
      if (!reading.ok) for (const error of reading.errors) expect(error.text.length).toBeLessThan(1000)
    }
  })

  it('keys of the prototype neither pass nor pollute', () => {
    const reading = parseRule('{"id":"a-rule","lane":"red","reason":{"text":{"en":"x"}},"when":{"inTable":"t","match":{"__proto__":"nature"}},"__proto__":{"lane":"green"}}')
    expect(({} as Record<string, unknown>)['lane']).toBeUndefined()
    if (reading.ok) expect(reading.rule.lane).toBe('red')
    expect(errorsOf(parseRule('{"__proto__":{"id":"a-rule"}}')).length).toBeGreaterThan(0)
  })

  const laneOf = (op: string, value: string, description: string) => {
    const reading = read({ when: { field: 'piece.description', op, value } })
    return reading.ok ? ruleSet([reading.rule]).evaluate(subject({ declaration: declarationOf({}, { description }) })).lane : 'refused'
  }
  it.each(['is', 'contains', 'startsWith', 'word'])('with %s patterns are literal, also those that make a regular expression hang', (op) => {
    expect(laneOf(op, '(a+)+$', 'a'.repeat(50_000))).toBe('green')
    expect(laneOf(op, '.*', 'anything')).toBe('green')
    expect(laneOf(op, '[a]+', '[a]+')).toBe('red')
  })
  it('a word of nothing but punctuation finds nothing', () => {
    expect(laneOf('word', '***', '***')).toBe('green')
  })
})
