/**
 * The row of an item in the worklist, worked out from everything known of one case.
 *
 * Pure: facts, the ledger's case and the rules in, a row out. It reads no clock and no order of arrival,
 * which is what lets a rebuild give the same rows.
 */
import type { Case } from '../../../shared/domain/case/types.ts'
import { CASE_STATES, CLOSED_STATES, EVENTS_HERE, LANES, type CaseState } from '../../../shared/domain/codes.ts'
import { impcCountry, parseDispatch, parseReceptacle, parseS10 } from '../../../shared/domain/identifiers.ts'
import { decimalText } from '../../../shared/domain/money.ts'
import { itemFindings } from '../../../shared/domain/quality.ts'
import type { Declaration, Party } from '../../../shared/domain/records.ts'
import { totalValue, type ItemSubject } from '../../../shared/domain/rule-fields.ts'
import type { RuleSet } from '../../selectivity/evaluate.ts'
import type { Occurrence } from './occurrences.ts'

interface FactOf {
  /** Epoch ms of the fact: when its message was prepared, or when the event happened. */
  readonly ms: number
  /** Key of the fact in its table. */
  readonly id: number
  /** Whether its message is the version in force. */
  readonly live: boolean
  /** Order among versions and documents: prepared, function, digest (`compareVersions`). */
  readonly order: string
}
export interface AdviceFact extends FactOf {
  readonly kind: 'advice'
  readonly receptacle: string | null
  readonly dispatch: string | null
}
export interface DeclarationFact extends FactOf {
  readonly kind: 'declaration'
  readonly declaration: () => Declaration
}
export interface EventFact extends FactOf {
  readonly kind: 'event'
  readonly code: string
  readonly receptacle: string | null
  readonly office: string | null
}
export interface AnswerFact extends FactOf {
  readonly kind: 'answer'
}
export type ItemFact = AdviceFact | DeclarationFact | EventFact | AnswerFact

/** Columns of table `item`, without its key. */
export interface ItemColumns {
  readonly item: string
  readonly case_id: string
  readonly dispatch: string | null
  readonly receptacle: string | null
  /** Receptacle that the announcement in force puts it in; `receptacle` is where it was found, if that is known. */
  readonly advised: string | null
  /** 1: somebody had it in the hand here, an officer or the post. Released on data alone is not seen. */
  readonly seen: number
  readonly state: number
  readonly lane: number
  readonly open: number
  readonly targeted: number
  readonly flagged: number
  readonly proposed: number
  readonly flags: string | null
  readonly assignee: string | null
  readonly class: string | null
  readonly origin_country: string | null
  readonly nature: string | null
  readonly description: string | null
  readonly pieces: number
  readonly gross_g: number | null
  readonly value: string | null
  readonly currency: string | null
  readonly sender: string | null
  readonly addressee: string | null
  readonly announced: number
  readonly declaration: number | null
  readonly last_event: string | null
  readonly last_event_ms: number | null
  readonly hits: string | null
  readonly quality: string | null
  readonly first_ms: number
  readonly updated_ms: number
  readonly examiner: string | null
  readonly held_ms: number | null
  readonly hold_reason: string | null
  readonly returned: number
}

export interface Projected {
  readonly row: ItemColumns
  /** What full-text search finds the item by, besides its identifier. */
  readonly words: { readonly description: string; readonly parties: string } | null
}

export function projectItem(item: string, occurrence: Occurrence<ItemFact>, ledger: Case | null, rules: RuleSet): Projected | null {
  const { advice, lastAdvice, declared, event, place, here, returned, firstAnnounced, everAdvised, everDeclared } = inForce(occurrence.facts)
  if (ledger === null && !everAdvised && !everDeclared && event === null) return null

  const declaration = declared?.declaration() ?? null
  // The later word counts: the post's event, or the officer who took it out of a bag.
  const scanned = ledger?.foundIn ?? null
  const found = scanned !== null && (place === null || scanned.at >= place.ms) ? scanned.receptacle : (place?.receptacle ?? null)
  const receptacle = found ?? (advice ?? lastAdvice)?.receptacle ?? declaration?.receptacle ?? null
  const home = receptacle === null ? null : parseReceptacle(receptacle)
  const dispatch = home?.dispatch ?? (advice ?? lastAdvice)?.dispatch ?? declaration?.dispatch ?? null
  const consignment = dispatch === null ? null : parseDispatch(dispatch)
  const s10 = parseS10(item)
  const announced = advice !== null || declaration !== null || event !== null
  const mailClass = declaration?.mailClass ?? consignment?.subclass.charAt(0) ?? classOfS10(s10?.service ?? null)
  const originOffice = consignment?.origin ?? null
  const originCountry = s10?.country ?? declaration?.sender?.country ?? (originOffice === null ? null : impcCountry(originOffice))

  const subject: ItemSubject = {
    item,
    case: occurrence.caseId,
    referenceMs: Number.isFinite(firstAnnounced) ? firstAnnounced : occurrence.firstMs,
    announced,
    declaration,
    dispatch,
    receptacle,
    category: declaration?.mailCategory ?? consignment?.category ?? null,
    subclass: consignment?.subclass ?? null,
    class: mailClass,
    originCountry,
    originOffice,
    destinationOffice: consignment?.destination ?? null,
    lastEventCode: event?.code ?? null,
  }
  const verdict = rules.evaluate(subject)
  const quality = declaration === null ? [] : itemFindings(declaration, { words: rules.words, dispatch, preparedMs: declared?.ms ?? null })

  const withdrawn = (everAdvised || everDeclared) && (everAdvised ? advice === null : declaration === null) && !here
  const state = stateOf(ledger, here, withdrawn)
  const closed = CLOSED_STATES.includes(state) || state === 'withdrawn'
  // What is stated is summed: one piece without an amount must not hide the others.
  const total = declaration === null ? null : totalValue(declaration.content.filter((piece) => piece.value !== null && piece.value.minor !== null))
  const description = declaration === null ? null : joined(declaration)
  const flags = ledger?.flags.map((flag) => flag.flag) ?? []

  return {
    row: {
      item,
      case_id: occurrence.caseId,
      dispatch,
      receptacle,
      advised: advice?.receptacle ?? declaration?.receptacle ?? null,
      seen: here || (ledger?.arrivedAt ?? null) !== null ? 1 : 0,
      state: CASE_STATES.indexOf(state),
      lane: LANES.indexOf(verdict.lane),
      open: closed ? 0 : 1,
      targeted: ledger?.targeted ? 1 : 0,
      flagged: flags.length > 0 ? 1 : 0,
      proposed: ledger?.proposal ? 1 : 0,
      flags: flags.length > 0 ? JSON.stringify([...new Set(flags)]) : null,
      assignee: ledger?.assigned ?? null,
      class: mailClass,
      origin_country: originCountry,
      nature: declaration?.nature ?? null,
      description,
      pieces: declaration?.content.length ?? 0,
      gross_g: declaration?.grossWeightG ?? null,
      value: total === null || total.minor === null ? null : decimalText(total.minor, total.exponent),
      currency: total?.currency ?? null,
      sender: partyLine(declaration?.sender ?? null),
      addressee: partyLine(declaration?.addressee ?? null),
      announced: announced ? 1 : 0,
      declaration: declared?.id ?? null,
      last_event: event?.code ?? null,
      last_event_ms: event?.ms ?? null,
      hits: verdict.hits.length === 0 ? null : JSON.stringify(verdict.hits),
      quality: quality.length === 0 ? null : JSON.stringify(quality),
      first_ms: occurrence.firstMs,
      updated_ms: occurrence.lastMs,
      examiner: examinerOf(ledger),
      held_ms: ledger?.hold?.since ?? null,
      hold_reason: ledger?.hold && rules.isReason(ledger.hold.reason) ? ledger.hold.reason : null,
      returned: returned ? 1 : 0,
    },
    words: declaration === null ? null : { description: description ?? '', parties: `${partyWords(declaration.sender)} ${partyWords(declaration.addressee)}` },
  }
}

/** An item that the post never spoke of, as the rules see it. */
export function unannounced(item: string, caseId: string): ItemSubject {
  const s10 = parseS10(item)
  return {
    item,
    case: caseId,
    referenceMs: null,
    announced: false,
    declaration: null,
    dispatch: null,
    receptacle: null,
    category: null,
    subclass: null,
    class: classOfS10(s10?.service ?? null),
    originCountry: s10?.country ?? null,
    originOffice: null,
    destinationOffice: null,
    lastEventCode: null,
  }
}

interface InForce {
  advice: AdviceFact | null
  /** The last announcement, also one that was taken back: where to look for what was withdrawn. */
  lastAdvice: AdviceFact | null
  declared: DeclarationFact | null
  /** The post's last event, and the last that names a receptacle. */
  event: EventFact | null
  place: EventFact | null
  here: boolean
  /** Whether the post has it back from customs: both events that it owes say so. */
  returned: boolean
  firstAnnounced: number
  everAdvised: boolean
  everDeclared: boolean
}

/** Of each kind the fact that counts now. */
function inForce(facts: readonly ItemFact[]): InForce {
  const out: InForce = {
    advice: null,
    lastAdvice: null,
    declared: null,
    event: null,
    place: null,
    here: false,
    returned: false,
    firstAnnounced: Infinity,
    everAdvised: false,
    everDeclared: false,
  }
  for (const fact of facts) {
    if (fact.kind === 'advice') {
      out.everAdvised = true
      if (out.lastAdvice === null || later(fact, out.lastAdvice)) out.lastAdvice = fact
    }
    if (fact.kind === 'declaration') out.everDeclared = true
    if (!fact.live || fact.kind === 'answer') continue
    if (fact.kind === 'event') {
      if (out.event === null || happenedLater(fact, out.event)) out.event = fact
      if (fact.receptacle !== null && (out.place === null || happenedLater(fact, out.place))) out.place = fact
      if (EVENTS_HERE.has(fact.code)) out.here = true
      if (EVENTS_BACK.has(fact.code)) out.returned = true
      continue
    }
    if (fact.kind === 'advice' && (out.advice === null || later(fact, out.advice))) out.advice = fact
    if (fact.kind === 'declaration' && (out.declared === null || later(fact, out.declared))) out.declared = fact
    out.firstAnnounced = Math.min(out.firstAnnounced, fact.ms)
  }
  return out
}

/** Returned from customs; departed from the inward office. Source: events.md, rules of the trade. */
const EVENTS_BACK: ReadonlySet<string> = new Set(['EDC', 'EMF'])

/** Whose examination is open: whom the case is assigned to, else who ordered it last. */
function examinerOf(ledger: Case | null): string | null {
  if (ledger === null || (ledger.orders.length === 0 && ledger.state !== 'under-examination')) return null
  return ledger.assigned ?? ledger.orders.at(-1)?.actor ?? ledger.results.at(-1)?.actor ?? null
}

const happenedLater = (a: EventFact, b: EventFact): boolean => a.ms > b.ms || (a.ms === b.ms && later(a, b))

/**
 * The case's own state where the ledger has moved it; until then the post's word counts, but only for
 * *arrived* and *withdrawn*: what customs does is said by customs alone.
 */
function stateOf(ledger: Case | null, here: boolean, withdrawn: boolean): CaseState {
  if (ledger !== null && ledger.state !== 'expected') return ledger.state
  if (here) return 'arrived'
  return withdrawn ? 'withdrawn' : 'expected'
}

const later = (a: FactOf, b: FactOf): boolean => (a.order === b.order ? a.id > b.id : a.order > b.order)

/** The mail class that a service indicator speaks of. Source: identifiers.md, service families. */
function classOfS10(service: string | null): string | null {
  if (service === null) return null
  const first = service.charAt(0)
  if (first === 'E') return 'E'
  if (first === 'C' || first === 'H' || first === 'V') return first === 'V' ? 'U' : 'C'
  return 'LMQRU'.includes(first) ? 'U' : null
}

function joined(declaration: Declaration): string | null {
  const parts = declaration.content.map((piece) => piece.description).filter((text) => text !== null && text !== '')
  return parts.length === 0 ? null : parts.join('; ')
}

function partyLine(party: Party | null): string | null {
  if (party === null) return null
  const parts = [party.name ?? party.company, party.city, party.country].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? null : parts.join(', ').replace(/\s+/g, ' ')
}

function partyWords(party: Party | null): string {
  if (party === null) return ''
  return [party.name, party.company, party.street, party.city, party.postalCode, party.country].filter((part) => part !== null).join(' ')
}
