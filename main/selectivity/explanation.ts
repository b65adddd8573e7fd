/** What caused a hit: by field for machines, by placeholder for the sentence. */
import type { ContentPiece, Money } from '../../shared/domain/records.ts'
import { currencyName, kilogramName } from '../../shared/domain/rule-condition.ts'
import type { Field, ItemSubject, Scalar } from '../../shared/domain/rule-fields.ts'

export interface Explanation {
  /** Field → value; the number of the piece as `piece`, a watched word as `word`. The first cause of a field stays. */
  readonly values: Record<string, string | number | boolean | null>
  /** Placeholder → value. */
  readonly said: Record<string, string | number>
}

export function newExplanation(subject: ItemSubject): Explanation {
  return { values: {}, said: { item: subject.item } }
}

/** Notes that a field had this value. */
export function note(explanation: Explanation, field: Field, value: Scalar): void {
  const { values, said } = explanation
  if (Object.hasOwn(values, field.name)) return
  if (typeof value === 'object' && value !== null) {
    values[field.name] = value.text
    const currency = field.of === 'piece' ? 'piece.currency' : `${field.name}.currency`
    values[currency] ??= value.currency
    said[field.value] ??= value.text
    said[currencyName(field)] ??= value.currency ?? '—'
    return
  }
  values[field.name] = value
  said[field.value] ??= value === null ? '—' : typeof value === 'boolean' ? String(value) : value
  if (field.grams && typeof value === 'number') said[kilogramName(field.value)] ??= value / 1000
}

/** Notes which piece it was; its description goes into the sentence, since "piece 3" says little to a person. */
export function notePiece(explanation: Explanation, piece: ContentPiece): void {
  explanation.values['piece'] ??= piece.piece
  explanation.said['piece'] ??= piece.piece
  explanation.said['description'] ??= piece.description ?? '—'
}

/** A value besides the fields: the watched word, the share. */
export function noteAside(explanation: Explanation, name: string, value: string | number): void {
  explanation.values[name] ??= value
  explanation.said[name] ??= value
}

/** Several values of one field as one, for what held for none of them. */
export function joined(values: readonly Scalar[]): Scalar {
  const first = values[0]
  if (first === undefined || values.length === 1) return first ?? null
  const texts = new Set(values.slice(0, 5).map((value) => (value === null ? '—' : typeof value === 'object' ? moneyText(value) : String(value))))
  return [...texts].join('; ')
}

const moneyText = (value: Money): string => (value.currency === null ? value.text : `${value.text} ${value.currency}`)
