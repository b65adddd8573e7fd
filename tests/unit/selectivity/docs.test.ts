import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInRules } from '../../../main/selectivity/built-in.ts'
import type { ContentPiece, Declaration } from '../../../shared/domain/records.ts'
import { RULE_FIELDS } from '../../../shared/domain/rule-fields.ts'
import { parseRule, type Rule } from '../../../shared/domain/rules.ts'
import { declarationOf, money, pieceOf, ruleSet, subject } from './subjects.ts'

const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')
const blocks = Array.from(page.matchAll(/```json (\w+)\n([\s\S]*?)```/g), (match) => ({ kind: match[1] ?? '', json: match[2] ?? '' }))
const tableRows = (heading: string) =>
  (page.split(`\n${heading}\n`)[1]?.split(/\n#/)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
const inCode = (cell: string | undefined) => Array.from((cell ?? '').matchAll(/`([^`]+)`/g), (match) => match[1] ?? '')

/** A declaration as the page writes one: what it leaves out is sound, and a value is one text. */
function declarationIn(json: string): Declaration {
  const written = JSON.parse(json) as Omit<Partial<Declaration>, 'content'> & {
    readonly content: readonly (Omit<Partial<ContentPiece>, 'value' | 'piece'> & { readonly value?: string })[]
  }
  const content = written.content.map(({ value, ...piece }, at) => {
    const [amount = '', currency = null] = value?.split(' ') ?? []
    return pieceOf({ piece: at + 1, ...piece, ...(value === undefined ? {} : { value: money(amount, currency) }) })
  })
  return declarationOf({ ...written, content })
}

describe('docs/rules.md', () => {
  const examples: [title: string, rule: Rule, kind: string, declaration: Declaration][] = []
  let rule: Rule | null = null
  for (const { kind, json } of blocks) {
    if (kind === 'rule') {
      const reading = parseRule(json)
      rule = reading.ok ? reading.rule : null
    } else if (rule) examples.push([`${rule.id} ${kind} on ${json.trim()}`, rule, kind, declarationIn(json)])
  }

  it('has rules that can be read, each with an item on which it fires and one on which it does not', () => {
    expect(blocks.filter(({ kind }) => kind === 'rule').map(({ json }) => parseRule(json).ok)).toEqual([true, true, true])
    expect(examples.map(([, { id }, kind]) => `${id} ${kind}`)).toEqual([
      'perfume-samples fires',
      'perfume-samples silent',
      'heavy-batteries fires',
      'heavy-batteries silent',
      'just-under-the-threshold fires',
      'just-under-the-threshold silent',
      'just-under-the-threshold silent',
    ])
  })
  it.each(examples)('%s', (_title, example, kind, declaration) => {
    const { hits } = ruleSet([example]).evaluate(subject({ declaration }))
    expect(hits.map((hit) => hit.rule)).toEqual(kind === 'fires' ? [example.id] : [])
    for (const hit of hits) expect(hit.reason.text).not.toMatch(/[{}—]/)
  })

  it('lists every field with its type and its name in a reason', () => {
    const listed = tableRows('### Fields')
      .filter((cells) => inCode(cells[1]).length > 0)
      .map((cells) => `${inCode(cells[1])[0]} ${cells[2]} ${inCode(cells[4])[0]}`)
    const known = [...RULE_FIELDS.values()].filter((field) => !field.name.startsWith('addressee.')).map((field) => `${field.name} ${field.type} ${field.value}`)
    expect(listed).toEqual(known)
  })
  it('lists every operator of every type', () => {
    for (const cells of tableRows('### Operators').slice(2)) {
      const field = [...RULE_FIELDS.values()].find((one) => one.type === cells[1])
      const refused = parseRule({ id: 'x', lane: 'red', reason: { text: { en: 'x' } }, when: { field: field?.name, op: 'no such' } })
      expect(refused.ok || refused.errors[0]?.values['operators']).toBe(inCode(cells[2]).join(', '))
    }
  })
  it('lists every built-in rule with its lane', () => {
    const listed = tableRows('## The rules that the desk comes with').flatMap((cells) => {
      const names = inCode(cells[1])
      const lanes = (cells[2] ?? '').split(', ')
      return names.map((name, at) => `${name.startsWith('-') ? (names[0] ?? '').replace('-documents', name) : name} ${lanes[at]}`)
    })
    expect(listed.toSorted()).toEqual(
      builtInRules({ randomSharePerMille: 10 })
        .map((one) => `${one.id} ${one.lane}`)
        .toSorted(),
    )
  })
})
