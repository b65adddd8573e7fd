/** Items for the tests of selectivity and quality: one sound declaration, changed where a case needs it. */
import { builtInRules } from '../../../main/selectivity/built-in.ts'
import { compileRules, type RuleSet } from '../../../main/selectivity/evaluate.ts'
import { keyedSha256 } from '../../../main/selectivity/share.ts'
import { BUILT_IN_TABLES, type CodeTables } from '../../../shared/domain/code-tables.ts'
import type { ContentPiece, Declaration, Money, Party } from '../../../shared/domain/records.ts'
import type { ItemSubject } from '../../../shared/domain/rule-fields.ts'
import { parseRule, type Condition, type Rule } from '../../../shared/domain/rules.ts'

export const ITEM = 'CP473124829FR'
export const DISPATCH = 'FRCDGACHZRHBACN60123'

export function money(text: string, currency: string | null = 'EUR'): Money {
  const point = text.indexOf('.')
  const exponent = point === -1 ? 0 : text.length - point - 1
  const number = Number(text.replace('.', ''))
  return { text, currency, minor: Number.isFinite(number) ? number : null, exponent }
}

export function party(parts: Partial<Party> = {}): Party {
  return {
    name: 'Nadège Caron',
    company: null,
    street: '12 rue des Tanneurs',
    city: 'Lille',
    state: null,
    postalCode: '59000',
    country: 'FR',
    telephone: null,
    email: null,
    taxIds: [],
    ...parts,
  }
}

export function pieceOf(parts: Partial<ContentPiece> = {}): ContentPiece {
  return { piece: 1, description: 'Men’s knitted cotton T-shirt', quantity: 2, netWeightG: 300, value: money('38.00'), hs: '610910', origin: 'PT', ...parts }
}

/** Pieces are numbered as they come. */
export function declarationOf(parts: Partial<Declaration> = {}, ...pieces: Partial<ContentPiece>[]): Declaration {
  const content = (pieces.length === 0 ? [{}] : pieces).map((piece, at) => pieceOf({ piece: at + 1, ...piece }))
  return {
    kind: 'declaration',
    item: ITEM,
    localId: null,
    postingDate: '2026-11-20',
    mailClass: 'C',
    mailCategory: 'A',
    handlingClass: null,
    originOperator: 'FRA',
    destinationOperator: 'CHA',
    dispatch: null,
    receptacle: null,
    nature: '11',
    grossWeightG: 1900,
    postage: null,
    insuredValue: null,
    sender: party(),
    addressee: party({ name: 'Jürg Aebischer', street: 'Seestrasse 41', city: 'Zürich', postalCode: '8002', country: 'CH' }),
    content,
    documents: [],
    referrals: [],
    customsOffice: null,
    ...parts,
  }
}

export function subject(parts: Partial<ItemSubject> = {}): ItemSubject {
  return {
    item: ITEM,
    case: `${ITEM}#1`,
    referenceMs: Date.parse('2026-11-21T18:00:00Z'),
    announced: true,
    declaration: declarationOf(),
    dispatch: DISPATCH,
    receptacle: null,
    category: 'A',
    subclass: 'CN',
    class: 'C',
    originCountry: 'FR',
    originOffice: 'FRCDGA',
    destinationOffice: 'CHZRHB',
    lastEventCode: null,
    ...parts,
  }
}

export function ruleOf(when: Condition, parts: Partial<Rule> = {}): Rule {
  return { id: 'a-rule', v: 1, lane: 'red', reason: { text: { en: 'Because.' } }, when, validFrom: null, validTo: null, owner: null, enabled: true, ...parts }
}

export function ruleSet(rules: readonly Rule[], tables: CodeTables = BUILT_IN_TABLES): RuleSet {
  return compileRules(rules, tables, { shareKey: 'a secret of the office', hash: keyedSha256 })
}

/** Whether one condition, read as an office's JSON would be, holds for an item. */
export function holds(when: unknown, of: ItemSubject, tables?: CodeTables): boolean {
  const reading = parseRule(JSON.stringify({ id: 'a-rule', lane: 'red', reason: { text: { en: 'Because.' } }, when }))
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors))
  return ruleSet([reading.rule], tables).evaluate(of).hits.length === 1
}

export const SHIPPED = builtInRules({ randomSharePerMille: 0 })
