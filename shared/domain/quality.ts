/**
 * Quality of an item's advance data: what is missing, what can't be true, what contradicts itself.
 *
 * None of it is a fault of the message: the bytes were read well. Each finding says what was declared, so
 * that an officer sees at once whether it matters. Source: the WCO–UPU dimensions completeness, accuracy and
 * consistency; timeliness needs the item's events and is worked out where those are.
 */
import { activeRows, spellings, type CodeTables } from './code-tables.ts'
import { COUNTRIES } from './countries.ts'
import { parseDispatch, parseReceptacle, parseS10 } from './identifiers.ts'
import type { ContentPiece, Declaration, Finding, Money, Party } from './records.ts'
import { classOfFamily, hsDigits } from './rule-fields.ts'
import { momentMs } from './rules.ts'
import { aloneTest, termFinder, wordsOf, type AloneTest, type TermFinder } from './words.ts'

export type ItemFindingCode =
  | 'content-missing'
  | 'description-missing'
  | 'description-vague'
  | 'quantity-missing'
  | 'quantity-zero'
  | 'value-missing'
  | 'value-0-or-1'
  | 'hs-missing'
  | 'hs-malformed'
  | 'net-weight-missing'
  | 'gross-weight-missing'
  | 'net-above-gross'
  | 'currencies-differ'
  | 'gift-to-firm'
  | 'gift-in-quantity'
  | 'gift-with-invoice'
  | 'sender-missing'
  | 'sender-name-missing'
  | 'sender-street-missing'
  | 'sender-city-missing'
  | 'sender-country-missing'
  | 'addressee-missing'
  | 'addressee-name-missing'
  | 'addressee-street-missing'
  | 'addressee-city-missing'
  | 'sender-name-empty'
  | 'sender-street-empty'
  | 'sender-city-empty'
  | 'addressee-name-empty'
  | 'addressee-street-empty'
  | 'addressee-city-empty'
  | 'origin-operator-differs'
  | 's10-class-differs'
  | 'dispatch-class-differs'
  | 'posted-after-prepared'

/** Words and codes of the office's tables, compiled once. */
export interface QualityWords {
  readonly vague: AloneTest
  readonly empty: AloneTest
  readonly firm: TermFinder
  readonly commercial: ReadonlySet<string>
}

export function qualityWords(tables: CodeTables): QualityWords {
  return {
    vague: aloneTest(activeRows(tables, 'vague-descriptions').flatMap(spellings)),
    empty: aloneTest(activeRows(tables, 'empty-party-words').flatMap(spellings)),
    firm: termFinder(activeRows(tables, 'firm-words').map((row) => ({ term: row.code, unless: [] }))),
    commercial: new Set(activeRows(tables, 'nature', { commercial: 'yes' }).map((row) => row.code)),
  }
}

export interface QualityContext {
  readonly words: QualityWords
  /** When the message that carries the declaration was prepared, epoch ms; `null`: unknown. */
  readonly preparedMs: number | null
  /** The dispatch that the item was announced in; `null`: the one that the declaration names, if any. */
  readonly dispatch: string | null
}

/** Gifts of so many of one kind look like stock. */
const GIFT_QUANTITY = 10
/** A posting date is a day where the item was posted; the first place to begin a day is 14 hours ahead of UTC. */
const EASTERNMOST_MS = 14 * 3_600_000

let lastAsked = { ms: NaN, day: '' }
/** The latest day that it is anywhere at a moment; remembered, since all items of a message ask for the same. */
function lastDayAt(ms: number): string {
  if (lastAsked.ms !== ms) lastAsked = { ms, day: new Date(ms + EASTERNMOST_MS).toISOString().slice(0, 10) }
  return lastAsked.day
}

/**
 * What is odd about a declaration, in the order of the form: parties, whole item, pieces.
 *
 * Pure; the same declaration and context give the same findings. `place` is `sender`, `addressee`, `item` or
 * `piece 2`.
 */
export function itemFindings(declaration: Declaration, context: QualityContext): Finding[] {
  const findings: Finding[] = []
  const add: Add = (code, place, values = {}, severity = 'warning') => {
    findings.push({ code, severity, place, values, scope: 'item', item: declaration.item })
  }
  party('sender', declaration.sender, context.words, add)
  party('addressee', declaration.addressee, context.words, add)
  identity(declaration, context, add)
  weightsAndCurrencies(declaration, add)
  gift(declaration, context.words, add)
  if (declaration.content.length === 0) add('content-missing', 'item')
  const commercial = declaration.nature !== null && context.words.commercial.has(declaration.nature)
  for (const line of declaration.content) piece(line, commercial, context.words, add)
  return findings
}

type Add = (code: ItemFindingCode, place: string, values?: Finding['values'], severity?: Finding['severity']) => void

const ADDRESS = ['name', 'street', 'city'] as const

function party(who: 'sender' | 'addressee', is: Party | null, words: QualityWords, add: Add): void {
  if (is === null) return add(`${who}-missing`, who)
  for (const part of ADDRESS) {
    const text = part === 'name' ? (is.name ?? is.company) : is[part]
    if (blank(text)) add(`${who}-${part}-missing`, who)
    else if (words.empty(wordsOf(text))) add(`${who}-${part}-empty`, who, { text })
  }
  if (who === 'sender' && blank(is.country)) add('sender-country-missing', who, {}, 'info')
}

/** What the item's number says of its country and class, against what the declaration and the dispatch say. */
function identity(declaration: Declaration, context: QualityContext, add: Add): void {
  const s10 = parseS10(declaration.item)
  const { originOperator, mailClass } = declaration
  // A designated operator's code begins with its country: FRA is France's. Others (IATA codes of brokers) say nothing.
  const operatorCountry = originOperator !== null && /^[A-Z]{3}$/.test(originOperator) ? originOperator.slice(0, 2) : null
  if (s10 !== null && operatorCountry !== null && COUNTRIES.has(operatorCountry) && COUNTRIES.has(s10.country) && operatorCountry !== s10.country) {
    add('origin-operator-differs', 'item', { country: s10.country, operator: originOperator ?? '' })
  }
  const byNumber = s10 === null ? null : classOfFamily(s10.family)
  if (s10 !== null && byNumber !== null && mailClass !== null && mailClass !== byNumber) {
    add('s10-class-differs', 'item', { service: s10.service, expected: byNumber, declared: mailClass })
  }
  const dispatchId = context.dispatch ?? declaration.dispatch ?? (declaration.receptacle === null ? null : (parseReceptacle(declaration.receptacle)?.dispatch ?? null))
  const dispatchClass = dispatchId === null ? null : (parseDispatch(dispatchId)?.mailClass ?? null)
  const itemClass = byNumber ?? mailClass
  if (dispatchClass !== null && itemClass !== null && dispatchClass !== itemClass) {
    add('dispatch-class-differs', 'item', { class: itemClass, dispatchClass, dispatch: dispatchId ?? '' })
  }
  const posted = declaration.postingDate
  if (posted !== null && context.preparedMs !== null && posted.slice(0, 10) > lastDayAt(context.preparedMs) && !Number.isNaN(momentMs(posted.slice(0, 10)))) {
    add('posted-after-prepared', 'item', { posted, prepared: new Date(context.preparedMs).toISOString() })
  }
}

function weightsAndCurrencies(declaration: Declaration, add: Add): void {
  const { grossWeightG, content } = declaration
  const netG = content.reduce((sum, line) => sum + (line.netWeightG ?? 0), 0)
  if (grossWeightG === null || grossWeightG <= 0) add('gross-weight-missing', 'item')
  else if (netG > grossWeightG) add('net-above-gross', 'item', { netKg: netG / 1000, grossKg: grossWeightG / 1000 })
  const currencies = [...new Set(content.flatMap((line) => line.value?.currency ?? []))]
  if (currencies.length > 1) add('currencies-differ', 'item', { currencies: currencies.toSorted().join(', ') })
}

function gift(declaration: Declaration, words: QualityWords, add: Add): void {
  if (declaration.nature !== '31') return
  const { addressee, content, documents } = declaration
  const firm = !blank(addressee?.company) ? addressee?.company : addressee?.name
  if (!blank(firm) && (firm === addressee?.company || words.firm(wordsOf(firm)) !== null)) add('gift-to-firm', 'addressee', { firm })
  for (const line of content) {
    if (line.quantity !== null && line.quantity >= GIFT_QUANTITY) add('gift-in-quantity', place(line), { quantity: line.quantity, description: line.description ?? '—' })
  }
  const invoice = documents.find((document) => document.type?.toLowerCase().includes('invoice'))
  if (invoice) add('gift-with-invoice', 'item', { number: invoice.number ?? '—' })
}

function piece(line: ContentPiece, commercial: boolean, words: QualityWords, add: Add): void {
  const at = place(line)
  if (blank(line.description)) add('description-missing', at)
  else if (words.vague(wordsOf(line.description))) add('description-vague', at, { description: line.description })
  if (line.quantity === null) add('quantity-missing', at, {}, 'info')
  else if (line.quantity <= 0) add('quantity-zero', at)
  if (line.netWeightG === null) add('net-weight-missing', at, {}, 'info')
  if (line.value === null || line.value.minor === null) add('value-missing', at)
  else if (isZeroOrOne(line.value)) add('value-0-or-1', at, { value: line.value.text, currency: line.value.currency ?? '—' })
  if (blank(line.hs)) {
    if (commercial) add('hs-missing', at)
  } else if (!isHs(line.hs)) add('hs-malformed', at, { hs: line.hs })
}

/** The two values that officials name again and again as no value at all. */
export function isZeroOrOne(value: Money): boolean {
  return value.minor === 0 || value.minor === 10 ** value.exponent
}

/**
 * Whether a text can be an HS code: 6 to 10 digits (dots and blanks aside) in a chapter that exists, 01–97
 * without 77, which the WCO keeps for later. Whether the heading exists is the nomenclature's business.
 */
export function isHs(text: string): boolean {
  const digits = hsDigits(text)
  if (!/^\d{6,10}$/.test(digits)) return false
  const chapter = Number(digits.slice(0, 2))
  return chapter >= 1 && chapter <= 97 && chapter !== 77
}

const place = (line: ContentPiece): string => `piece ${line.piece}`

function blank(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text.trim() === ''
}
