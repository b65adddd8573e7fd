/**
 * What a rule may ask about: the canonical fields, as one table.
 *
 * The table says where a field lies and of what type it is, and nothing else, so that the same rule can be
 * evaluated on a subject in memory (main/selectivity/evaluate.ts) and compiled to SQL over stored columns.
 */
import { parseS10 } from './identifiers.ts'
import { addMoney } from './money.ts'
import type { ContentPiece, Declaration, Money, Party } from './records.ts'

/**
 * All that is known of an item when its lane is decided. Identifiers are normalised; absent is `null`.
 * Nothing here depends on when the evaluation runs.
 */
export interface ItemSubject {
  readonly item: string
  readonly case: string
  /** The item's own time (declaration prepared, first announcement), epoch ms: rules are valid by it, never by the wall clock. */
  readonly referenceMs: number | null
  /** The post has announced the item, in a dispatch or by an event. */
  readonly announced: boolean
  readonly declaration: Declaration | null
  readonly dispatch: string | null
  readonly receptacle: string | null
  readonly category: string | null
  readonly subclass: string | null
  readonly class: string | null
  readonly originCountry: string | null
  readonly originOffice: string | null
  readonly destinationOffice: string | null
  /** Code of the post's last event: EMD, EDB … */
  readonly lastEventCode: string | null
}

export type FieldType = 'text' | 'code' | 'number' | 'money' | 'boolean' | 'date' | 'key'
export type Scalar = string | number | boolean | Money | null

/**
 * One field. `many` fields have any number of values an item (the pieces, the documents): a condition holds
 * when it holds for one of them. `value` is its name in a reason's text.
 */
export type Field = {
  readonly name: string
  readonly type: FieldType
  readonly value: string
  /** Grams: a reason's text may also use `{…Kg}`. */
  readonly grams?: true
} & (
  | { readonly of: 'item'; readonly read: (subject: ItemSubject) => Scalar }
  | { readonly of: 'piece'; readonly read: (piece: ContentPiece) => Scalar }
  | { readonly of: 'list'; readonly read: (subject: ItemSubject) => readonly Scalar[] }
)

type ItemField = Extract<Field, { of: 'item' }>
const item = (name: string, type: FieldType, read: (subject: ItemSubject) => Scalar, value = name): ItemField => ({ name, type, value, of: 'item', read })
const declared = (name: string, type: FieldType, read: (declaration: Declaration) => Scalar, value = name): ItemField =>
  item(name, type, (subject) => (subject.declaration === null ? null : read(subject.declaration)), value)
const piece = (key: string, type: FieldType, read: (piece: ContentPiece) => Scalar): Field => ({ name: `piece.${key}`, type, value: key, of: 'piece', read })

const PARTY_FIELDS = ['name', 'company', 'street', 'city', 'state', 'postalCode', 'telephone', 'email'] as const satisfies readonly (keyof Party)[]
function party(who: 'sender' | 'addressee'): Field[] {
  return [
    ...PARTY_FIELDS.map((key) => declared(`${who}.${key}`, 'text', (declaration) => declaration[who]?.[key] ?? null, `${who}${key.charAt(0).toUpperCase()}${key.slice(1)}`)),
    declared(`${who}.country`, 'code', (declaration) => declaration[who]?.country ?? null, `${who}Country`),
  ]
}

/** Fields of a rule. Names are never removed or given another meaning: rules of years ago use them. */
const ALL: readonly Field[] = [
  item('case', 'key', (subject) => subject.case),
  item('item', 'code', (subject) => subject.item),
  item('announced', 'boolean', (subject) => subject.announced),
  item('declared', 'boolean', (subject) => subject.declaration !== null),
  item('dispatch', 'code', (subject) => subject.dispatch),
  item('receptacle', 'code', (subject) => subject.receptacle),
  item('category', 'code', (subject) => subject.category),
  item('class', 'code', (subject) => subject.class),
  item('subclass', 'code', (subject) => subject.subclass),
  item('originCountry', 'code', (subject) => subject.originCountry),
  item('originOffice', 'code', (subject) => subject.originOffice),
  item('destinationOffice', 'code', (subject) => subject.destinationOffice),
  item('lastEventCode', 'code', (subject) => subject.lastEventCode),
  item('s10.service', 'code', (subject) => parseS10(subject.item)?.service ?? null, 's10Service'),
  item('s10.family', 'code', (subject) => parseS10(subject.item)?.family.toUpperCase() ?? null, 's10Family'),
  item('s10.country', 'code', (subject) => parseS10(subject.item)?.country ?? null, 's10Country'),

  declared('localId', 'code', (declaration) => declaration.localId),
  declared('postingDate', 'date', (declaration) => declaration.postingDate),
  declared('mailClass', 'code', (declaration) => declaration.mailClass),
  declared('mailCategory', 'code', (declaration) => declaration.mailCategory),
  declared('handlingClass', 'code', (declaration) => declaration.handlingClass),
  declared('originOperator', 'code', (declaration) => declaration.originOperator),
  declared('destinationOperator', 'code', (declaration) => declaration.destinationOperator),
  declared('customsOffice', 'code', (declaration) => declaration.customsOffice),
  declared('nature', 'code', (declaration) => declaration.nature),
  { ...declared('grossWeightG', 'number', (declaration) => declaration.grossWeightG), grams: true },
  { ...declared('netWeightG', 'number', (declaration) => sum(declaration.content, (line) => line.netWeightG)), grams: true },
  declared('postage', 'money', (declaration) => declaration.postage),
  declared('insuredValue', 'money', (declaration) => declaration.insuredValue),
  declared('totalValue', 'money', (declaration) => totalValue(declaration.content)),
  declared('totalQuantity', 'number', (declaration) => sum(declaration.content, (line) => line.quantity)),
  declared('pieceCount', 'number', (declaration) => declaration.content.length),
  declared('documents', 'number', (declaration) => declaration.documents.length),
  { name: 'document.type', type: 'code', value: 'documentType', of: 'list', read: (subject) => subject.declaration?.documents.map((document) => document.type) ?? [] },
  declared('referrals.open', 'number', (declaration) => declaration.referrals.reduce((open, referral) => open + (referral.answered ? 0 : 1), 0), 'referralsOpen'),
  { name: 'referral.code', type: 'code', value: 'referralCode', of: 'list', read: (subject) => subject.declaration?.referrals.map((referral) => referral.code) ?? [] },

  ...party('sender'),
  ...party('addressee'),

  piece('description', 'text', (line) => line.description),
  piece('quantity', 'number', (line) => line.quantity),
  { ...piece('netWeightG', 'number', (line) => line.netWeightG), grams: true },
  piece('value', 'money', (line) => line.value),
  piece('currency', 'code', (line) => line.value?.currency ?? null),
  piece('hs', 'code', (line) => (line.hs === null ? null : hsDigits(line.hs))),
  piece('origin', 'code', (line) => line.origin),
]

/** Field by name. A map, so that `__proto__` is an unknown field like any other. */
export const RULE_FIELDS: ReadonlyMap<string, Field> = new Map(ALL.map((field) => [field.name, field]))

/** An HS code without the dots and blanks that people put between its parts. */
export function hsDigits(hs: string): string {
  return /[.\s]/.test(hs) ? hs.replace(/[.\s]/g, '') : hs
}

function sum(content: readonly ContentPiece[], read: (line: ContentPiece) => number | null): number | null {
  let total: number | null = null
  for (const line of content) {
    const part = read(line)
    if (part !== null) total = (total ?? 0) + part
  }
  return total
}

/** Value of all pieces together; `null` where one has no amount, or where currencies differ. */
export function totalValue(content: readonly ContentPiece[]): Money | null {
  const first = content[0]?.value ?? null
  if (first === null || first.minor === null) return null
  let total: Money | null = first
  for (let at = 1; at < content.length && total !== null; at++) {
    const value = content[at]?.value ?? null
    total = value === null ? null : addMoney(total, value)
  }
  return total
}

/** Mail class that a service family travels in; `null` where it may be either (insured, bilateral). */
export function classOfFamily(family: NonNullable<ReturnType<typeof parseS10>>['family']): 'U' | 'C' | 'E' | null {
  switch (family) {
    case 'ems':
      return 'E'
    case 'parcel':
    case 'e-commerce':
      return 'C'
    case 'tracked-letter':
    case 'registered':
    case 'letter':
    case 'm-bag':
    case 'ibrs':
      return 'U'
    case 'insured':
    case 'bilateral':
    case 'reserved':
    case 'unallocated':
      return null
  }
}
