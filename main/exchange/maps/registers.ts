/**
 * The registers of a message being read: what its fields hold so far, and how they are asked for.
 */
import { parseDispatch } from '../../../shared/domain/identifiers.ts'
import { momentOf } from '../../../shared/domain/time.ts'
import type { Moment, Money } from '../../../shared/domain/records.ts'
import type { ReadingContext } from '../reading.ts'
import { trimmed, type Desk, type Filling } from './convert.ts'
import { FIELDS, register as at, REGISTERS, UnplacedTime, type GroupName, type Value } from './fields.ts'
import type { Findings } from './findings.ts'

/** Registers by field, known when this file loads: looking names up while reading would cost more than all else. */
export const HEAD = {
  sender: at('head.sender'),
  recipient: at('head.recipient'),
  reference: at('head.reference'),
  prepared: at('head.prepared'),
  function: at('head.function'),
  version: at('head.version'),
  customsOffice: at('head.customsOffice'),
}
export const DISPATCH = {
  dispatch: at('dispatch.dispatch'),
  origin: at('dispatch.origin'),
  destination: at('dispatch.destination'),
  category: at('dispatch.category'),
  subclass: at('dispatch.subclass'),
  closedAt: at('dispatch.closedAt'),
  plannedDeparture: at('dispatch.plannedDeparture'),
  plannedArrival: at('dispatch.plannedArrival'),
  arrivedAt: at('dispatch.arrivedAt'),
  receptacles: at('dispatch.receptacles'),
  items: at('dispatch.items'),
  weightG: at('dispatch.weightG'),
}
export const TRANSPORT = {
  stage: at('transport.stage'),
  number: at('transport.number'),
  mode: at('transport.mode'),
  carrier: at('transport.carrier'),
  from: at('transport.from'),
  to: at('transport.to'),
  departure: at('transport.departure'),
  arrival: at('transport.arrival'),
}
export const RECEPTACLE = {
  receptacle: at('receptacle.receptacle'),
  type: at('receptacle.type'),
  weightG: at('receptacle.weightG'),
  items: at('receptacle.items'),
  handling: at('receptacle.handling'),
  status: at('receptacle.status'),
  remark: at('receptacle.remark'),
}
export const ITEM = { item: at('item.item') }
export const DECLARATION = {
  item: at('declaration.item'),
  localId: at('declaration.localId'),
  postingDate: at('declaration.postingDate'),
  mailClass: at('declaration.mailClass'),
  mailCategory: at('declaration.mailCategory'),
  handlingClass: at('declaration.handlingClass'),
  originOperator: at('declaration.originOperator'),
  destinationOperator: at('declaration.destinationOperator'),
  dispatch: at('declaration.dispatch'),
  receptacle: at('declaration.receptacle'),
  nature: at('declaration.nature'),
  grossWeightG: at('declaration.grossWeightG'),
  postage: at('declaration.postage'),
  insuredValue: at('declaration.insuredValue'),
  customsOffice: at('declaration.customsOffice'),
}
const party = (prefix: 'sender' | 'addressee') => ({
  name: at(`${prefix}.name`),
  company: at(`${prefix}.company`),
  street: at(`${prefix}.street`),
  city: at(`${prefix}.city`),
  state: at(`${prefix}.state`),
  postalCode: at(`${prefix}.postalCode`),
  country: at(`${prefix}.country`),
  telephone: at(`${prefix}.telephone`),
  email: at(`${prefix}.email`),
})
export const SENDER = party('sender')
export const ADDRESSEE = party('addressee')
export const SENDER_TAX_ID = { scheme: at('senderTaxId.scheme'), id: at('senderTaxId.id') }
export const ADDRESSEE_TAX_ID = { scheme: at('addresseeTaxId.scheme'), id: at('addresseeTaxId.id') }
export const PIECE = {
  number: at('piece.number'),
  description: at('piece.description'),
  quantity: at('piece.quantity'),
  netWeightG: at('piece.netWeightG'),
  value: at('piece.value'),
  hs: at('piece.hs'),
  origin: at('piece.origin'),
}
export const DOCUMENT = { type: at('document.type'), number: at('document.number') }
export const REFERRAL = { code: at('referral.code'), at: at('referral.at'), answered: at('referral.answered') }
export const EVENT = {
  item: at('event.item'),
  code: at('event.code'),
  at: at('event.at'),
  office: at('event.office'),
  receptacle: at('event.receptacle'),
  reason: at('event.reason'),
  remark: at('event.remark'),
}
export const DECISION = {
  item: at('decision.item'),
  receptacle: at('decision.receptacle'),
  decision: at('decision.decision'),
  reason: at('decision.reason'),
  decidedAt: at('decision.decidedAt'),
  office: at('decision.office'),
  remark: at('decision.remark'),
  total: at('decision.total'),
  supersedes: at('decision.supersedes'),
}
export const TAX = { type: at('tax.type'), rate: at('tax.rate'), base: at('tax.base'), amount: at('tax.amount'), currency: at('tax.currency') }

/** Where the reader stands; its answers are asked for only when something is wrong. */
export interface Position {
  /** Human-readable place of the part being read. */
  place(): string
  /** Where a group that begins now begins, as a number that `placeOf` understands. */
  mark(): number
  placeOf(mark: number): string
}

export class Registers implements Desk {
  readonly context: ReadingContext
  readonly findings: Findings
  readonly position: Position
  readonly #values: Value[] = Array.from({ length: FIELDS.size }, () => null)
  #sender: string | null = null
  #item: string | null = null

  constructor(context: ReadingContext, findings: Findings, position: Position) {
    this.context = context
    this.findings = findings
    this.position = position
  }

  /** A message begins, in an envelope from `sender`: nothing of the one before it stays. */
  reset(sender: string | null): void {
    this.#values.fill(null)
    this.#sender = sender
    this.#item = null
  }

  /** A group begins: its fields are empty. */
  clear(group: GroupName): void {
    const range = REGISTERS[group]
    const values = this.#values
    for (let i = range[0]; i < range[1]; i++) values[i] = null
  }

  place(): string {
    return this.position.place()
  }

  item(): string | null {
    return this.#item
  }

  /** What follows belongs to no item. */
  leaveItem(): void {
    this.#item = null
  }

  /** Fills a field from the text of a part. Blank texts fill nothing. */
  put(filling: Filling, text: string, other: string | null): void {
    if (text === '') return
    const { register } = filling
    const before = this.#values[register]
    if (before !== null && before !== undefined) return this.#putAgain(filling, text, before)
    const value = filling.convert(text, other, filling, this)
    this.#values[register] = value
    if (typeof value === 'string' && namesItem(register)) this.#item = value
  }

  /** Fills a field with a value that its converter would have given; `false` where it has one, and the text must tell. */
  fill(register: number, value: Value): boolean {
    if (this.#values[register] !== null) return false
    this.#values[register] = value
    if (typeof value === 'string' && namesItem(register)) this.#item = value
    return true
  }

  #putAgain(filling: Filling, text: string, before: Value): void {
    const more = trimmed(text)
    if (more === null) return
    if (filling.join !== null && typeof before === 'string') {
      this.#values[filling.register] = before + filling.join + more
      return
    }
    // The first counts; a silent second would be a loss. The same again is none.
    if (textOf(before) !== more) this.findings.add('repeated-part', 'warning', 'message', this.place(), { field: filling.field, text: more }, this.#item)
  }

  text(register: number): string | null {
    const value = this.#values[register]
    return typeof value === 'string' ? value : null
  }

  number(register: number): number | null {
    const value = this.#values[register]
    return typeof value === 'number' ? value : null
  }

  isTrue(register: number): boolean {
    return this.#values[register] === true
  }

  money(register: number): Money | null {
    const value = this.#values[register]
    return typeof value === 'object' && value !== null && 'minor' in value ? value : null
  }

  /** The moment of a field, in the zone of the first of its places that has a known one, else the office's. */
  moment(register: number): Moment | null {
    const value = this.#values[register]
    if (typeof value !== 'object' || value === null) return null
    if (!(value instanceof UnplacedTime)) return 'ms' in value ? value : null
    const moment = momentOf(value.reading, value.text, this.#zone(value.zones))
    this.#values[register] = moment
    this.findings.collect('time-assumed', 'info', '', () => this.place(), { text: value.text })
    return moment
  }

  #zone(registers: readonly number[]): string {
    for (const register of registers) {
      const place = this.text(register) ?? this.#impliedPlace(register)
      const zone = place === null ? null : this.context.zoneOf(place)
      if (zone !== null) return zone
    }
    return this.context.officeZone
  }

  /** Places that no field of the map need say: the envelope names the sender, a dispatch's identifier its two offices. */
  #impliedPlace(register: number): string | null {
    if (register === HEAD.sender) return this.#sender
    if (register !== DISPATCH.origin && register !== DISPATCH.destination) return null
    const parts = parseDispatch(this.text(DISPATCH.dispatch) ?? '')
    return (register === DISPATCH.origin ? parts?.origin : parts?.destination) ?? null
  }

  /** A count or sum that the message states, against what it lists. */
  disagree(code: string, place: string, stated: number | null, found: number): void {
    if (stated !== null && stated !== found) this.findings.add(code, 'warning', 'message', place, { stated, found })
  }

  /** A group ended without what would say which thing it is about. */
  without(group: GroupName, place = this.place()): void {
    this.findings.add('no-identifier', 'warning', 'message', place, { group })
  }
}

function namesItem(register: number): boolean {
  return register === DECLARATION.item || register === EVENT.item || register === DECISION.item
}

function textOf(value: Value): string {
  if (typeof value === 'object') return value === null ? '' : value.text
  return String(value)
}
