import { describe, expect, it } from 'vitest'
import { compileRules } from '../../../main/selectivity/evaluate.ts'
import { BUILT_IN_TABLES } from '../../../shared/domain/code-tables.ts'
import { declarationOf, holds, party, ruleOf, ruleSet, subject } from './subjects.ts'

const ALWAYS = { field: 'item', op: 'present' } as const

describe('validity is by the item’s own time', () => {
  const at = (iso: string | null) => subject({ referenceMs: iso === null ? null : Date.parse(iso) })
  const rule = (validFrom: string | null, validTo: string | null) => ruleOf(ALWAYS, { validFrom, validTo })
  it.each([
    ['before it begins', rule('2026-11-20', null), '2026-11-19T23:59:59.999Z', false],
    ['when it begins', rule('2026-11-20', null), '2026-11-20T00:00:00Z', true],
    ['on its last moment', rule(null, '2026-11-20'), '2026-11-19T23:59:59.999Z', true],
    ['when it ends', rule(null, '2026-11-20'), '2026-11-20T00:00:00Z', false],
    ['within', rule('2026-11-01', '2026-12-01'), '2026-11-20T00:00:00Z', true],
    ['a time with a zone', rule('2026-11-20T12:00:00+01:00', null), '2026-11-20T11:00:00Z', true],
    ['an item without a time, rule begun', rule('2026-11-20', null), null, true],
    ['an item without a time, rule with an end', rule(null, '2026-11-20'), null, false],
    ['an item without a time, rule without dates', rule(null, null), null, true],
  ])('%s', (_title, one, time, expected) => {
    expect(ruleSet([one]).evaluate(at(time)).hits.length).toBe(expected ? 1 : 0)
  })
  it('a day begins where the office is', () => {
    const zurich = compileRules([rule('2026-11-20', null)], BUILT_IN_TABLES, { shareKey: '', hash: () => '0', dayStart: (day) => Date.parse(`${day}T00:00:00+01:00`) })
    expect(zurich.evaluate(at('2026-11-19T23:00:00Z')).lane).toBe('red')
  })
})

describe('a set of rules', () => {
  it('leaves out what is disabled', () => {
    expect(ruleSet([ruleOf(ALWAYS, { enabled: false })]).evaluate(subject()).lane).toBe('green')
  })
  it('lets the last rule of an id count, so that an office replaces or switches off a built-in one', () => {
    const lanes = (...rules: ReturnType<typeof ruleOf>[]) =>
      ruleSet(rules)
        .evaluate(subject())
        .hits.map((hit) => hit.lane)
    expect(lanes(ruleOf(ALWAYS, { lane: 'red' }), ruleOf(ALWAYS, { lane: 'yellow' }))).toEqual(['yellow'])
    expect(lanes(ruleOf(ALWAYS), ruleOf(ALWAYS, { enabled: false }))).toEqual([])
  })
  it('with a green rule explains and stays green', () => {
    expect(ruleSet([ruleOf(ALWAYS, { lane: 'green' })]).evaluate(subject())).toMatchObject({ lane: 'green', hits: [{ lane: 'green' }] })
  })
  it('carries its version', () => {
    expect(compileRules([], BUILT_IN_TABLES, { shareKey: '', hash: () => '0', version: 17 }).version).toBe(17)
  })
  it('keeps nothing of the item before', () => {
    const set = ruleSet([ruleOf({ field: 'piece.description', op: 'word', value: 'pistol' })])
    expect(set.evaluate(subject({ declaration: declarationOf({}, { description: 'pistol' }) })).lane).toBe('red')
    expect(set.evaluate(subject({ declaration: null })).lane).toBe('green')
  })
})

describe('an explanation holds the values that caused the hit', () => {
  const explain = (when: Parameters<typeof ruleOf>[0], ...parts: Parameters<typeof declarationOf>) =>
    ruleSet([ruleOf(when)]).evaluate(subject({ declaration: declarationOf(...parts) })).hits[0]?.values
  it('of each part of an all', () => {
    expect(
      explain({
        all: [
          { field: 'nature', op: 'is', value: '11' },
          { field: 'grossWeightG', op: 'gt', value: 5 },
        ],
      }),
    ).toEqual({ nature: '11', grossWeightG: 1900 })
  })
  it('of the parts of an any that held', () => {
    expect(
      explain({
        any: [
          { field: 'nature', op: 'is', value: '31' },
          { field: 'mailClass', op: 'is', value: 'C' },
        ],
      }),
    ).toEqual({ mailClass: 'C' })
  })
  it('of a not: the value that was there', () => {
    expect(explain({ not: { field: 'sender.country', op: 'is', value: 'CH' } })).toEqual({ 'sender.country': 'FR' })
    expect(explain({ not: { field: 'piece.origin', op: 'is', value: 'CH' } }, {}, { origin: 'PT' }, { origin: 'CN' })).toEqual({ 'piece.origin': 'PT; CN' })
  })
  it('of a not around an all: only what failed', () => {
    expect(
      explain({
        not: {
          all: [
            { field: 'nature', op: 'is', value: '11' },
            { field: 'mailClass', op: 'is', value: 'E' },
          ],
        },
      }),
    ).toEqual({ mailClass: 'C' })
  })
  it('of a not around an any: all of them', () => {
    expect(
      explain({
        not: {
          any: [
            { field: 'nature', op: 'is', value: '31' },
            { field: 'mailClass', op: 'is', value: 'E' },
          ],
        },
      }),
    ).toEqual({ nature: '11', mailClass: 'C' })
  })
  it('of the piece that held, not of the first', () => {
    expect(explain({ field: 'piece.quantity', op: 'gte', value: 10 }, {}, { quantity: 2 }, { quantity: 12 })).toEqual({ piece: 2, 'piece.quantity': 12 })
  })
  it('as null where something is absent', () => {
    expect(explain({ field: 'sender.city', op: 'missing' }, { sender: party({ city: null }) })).toEqual({ 'sender.city': null })
  })
})

describe('an office’s own words', () => {
  const reason = { text: { en: 'From {senderCity}: {grossWeightKg} kg', fr: 'De {senderCity} : {grossWeightKg} kg' } }
  const when = {
    any: [
      { field: 'sender.city', op: 'is', value: 'Lille' },
      { field: 'grossWeightG', op: 'gt', value: 1000 },
    ],
  } as const
  const hit = (...parts: Parameters<typeof declarationOf>) => ruleSet([ruleOf(when, { reason })]).evaluate(subject({ declaration: declarationOf(...parts) })).hits[0]
  it('are filled, in each language', () => {
    expect(hit()?.reason).toMatchObject({ code: 'own', text: 'From Lille: 1.9 kg', values: { text: 'From Lille: 1.9 kg', textFr: 'De Lille : 1.9 kg' } })
  })
  it('have a dash for a value that took no part', () => {
    expect(hit({ sender: party({ city: 'Reims' }) })?.reason.text).toBe('From —: 1.9 kg')
  })
  it('are in English where there is no French', () => {
    const [only] = ruleSet([ruleOf(ALWAYS, { reason: { text: { en: 'Look at {item}' } } })]).evaluate(subject()).hits
    expect(only?.reason.values).toEqual({ item: 'CP473124829FR', text: 'Look at CP473124829FR', textFr: 'Look at CP473124829FR' })
  })
  it('do not fill what a sender wrote', () => {
    expect(hit({ sender: party({ city: 'Lille' }), item: 'X' })?.reason.text).not.toContain('{')
    const [only] = ruleSet([ruleOf({ field: 'sender.city', op: 'present' }, { reason: { text: { en: 'From {senderCity}' } } })]).evaluate(
      subject({ declaration: declarationOf({ sender: party({ city: '{item} $& {senderCity}' }) }) }),
    ).hits
    expect(only?.reason.text).toBe('From {item} $& {senderCity}')
  })
})

it('an item without a readable identifier can be asked like any other', () => {
  expect(holds({ field: 's10.country', op: 'missing' }, subject({ item: 'LOCAL-1' }))).toBe(true)
})
