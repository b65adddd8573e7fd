/**
 * From filled registers to canonical records: what begins, what ends, and what counts must agree.
 *
 *     begin(group) → put(filling, text) … → end(group)   a record goes to the sink when its group ends
 *
 * Knows the records and nothing of any layout; the three readers share it.
 */
import { momentOf } from '../../../shared/domain/time.ts'
import { dispatchOfReceptacle, parseDispatch } from '../../../shared/domain/identifiers.ts'
import type {
  CanonicalRecord,
  ContentPiece,
  CustomsDecision,
  Declaration,
  Finding,
  MessageFunction,
  MessageHead,
  Moment,
  Money,
  Party,
  ReceptacleAdvice,
  Referral,
  TransportLeg,
} from '../../../shared/domain/records.ts'
import type { ReadingContext, ReadingSink } from '../reading.ts'
import { trimmed, type Desk, type Filling } from './convert.ts'
import { FIELDS, register, REGISTERS, UnplacedTime, type GroupName, type Value } from './fields.ts'
import { Findings } from './findings.ts'

const R = Object.fromEntries([...FIELDS.keys()].map((name) => [name, register(name)]))
/** A register known when this file loads, so that reading it costs one array access. */
const at = (name: string): number => R[name] ?? register(name)

const HEAD_SENDER = at('head.sender')
const ITEM_ITEM = at('item.item')
const DECLARATION_ITEM = at('declaration.item')
const EVENT_ITEM = at('event.item')
const DECISION_ITEM = at('decision.item')
const DISPATCH = at('dispatch.dispatch')
const DISPATCH_ORIGIN = at('dispatch.origin')
const DISPATCH_DESTINATION = at('dispatch.destination')
const RECEPTACLE = at('receptacle.receptacle')
const SENDER_PARTY = partyRegisters('sender')
const ADDRESSEE_PARTY = partyRegisters('addressee')
const E = { code: at('event.code'), at: at('event.at'), office: at('event.office'), receptacle: at('event.receptacle'), reason: at('event.reason'), remark: at('event.remark') }
const P = {
  number: at('piece.number'),
  description: at('piece.description'),
  quantity: at('piece.quantity'),
  netWeightG: at('piece.netWeightG'),
  value: at('piece.value'),
  hs: at('piece.hs'),
  origin: at('piece.origin'),
}

function partyRegisters(prefix: string): Readonly<Record<keyof Omit<Party, 'taxIds'>, number>> {
  const field = (name: string): number => at(`${prefix}.${name}`)
  return {
    name: field('name'),
    company: field('company'),
    street: field('street'),
    city: field('city'),
    state: field('state'),
    postalCode: field('postalCode'),
    country: field('country'),
    telephone: field('telephone'),
    email: field('email'),
  }
}

const NO_TAX_IDS: Party['taxIds'] = []
const NO_DOCUMENTS: Declaration['documents'] = []
const NO_REFERRALS: readonly Referral[] = []

/** Where the reader stands; its answers are asked for only when something is wrong. */
export interface Position {
  /** Human-readable place of the part being read. */
  place(): string
  /** Where a group that begins now begins, as a number that `placeOf` understands. */
  mark(): number
  placeOf(mark: number): string
}

export class Assembly implements Desk {
  readonly context: ReadingContext
  readonly findings: Findings
  readonly #sink: ReadingSink
  readonly #position: Position
  readonly #values: Value[] = Array.from({ length: FIELDS.size }, () => null)
  readonly #marks: Record<GroupName, number> = {
    head: 0,
    dispatch: 0,
    transport: 0,
    receptacle: 0,
    item: 0,
    declaration: 0,
    senderTaxId: 0,
    addresseeTaxId: 0,
    piece: 0,
    document: 0,
    referral: 0,
    event: 0,
    decision: 0,
    tax: 0,
  }
  #sender: string | null = null
  #inDispatch = false
  #inReceptacle = false
  #item: string | null = null
  #records = 0

  #transport: TransportLeg[] = []
  #departure: Moment | null = null
  #arrival: Moment | null = null
  #content: ContentPiece[] = []
  #documents: { type: string | null; number: string | null }[] = []
  #referrals: Referral[] = []
  #senderTaxIds: { scheme: string | null; id: string }[] = []
  #addresseeTaxIds: { scheme: string | null; id: string }[] = []
  #taxes: NonNullable<CustomsDecision['assessment']>['taxes'][number][] = []

  #receptacles = 0
  #receptaclesWeighed = 0
  #weightG = 0
  #items = 0
  #itemsInReceptacle = 0
  #lastReceptacle: string | null = null
  #lastDispatch: string | null = null

  constructor(context: ReadingContext, sink: ReadingSink, position: Position) {
    this.context = context
    this.#sink = sink
    this.#position = position
    this.findings = new Findings(sink)
  }

  /** A message begins, in an envelope from `sender`: nothing of the one before it stays. */
  reset(sender: string | null): void {
    this.#values.fill(null)
    this.#sender = sender
    this.#inDispatch = false
    this.#inReceptacle = false
    this.#item = null
    this.#records = 0
    this.#receptacles = 0
    this.#receptaclesWeighed = 0
    this.#weightG = 0
    this.#items = 0
  }

  get records(): number {
    return this.#records
  }

  place(): string {
    return this.#position.place()
  }

  item(): string | null {
    return this.#item
  }

  /** Fills a field from the text of a part. Blank texts fill nothing. */
  put(filling: Filling, text: string, other: string | null): void {
    if (text === '') return
    const before = this.#values[filling.register]
    if (before !== null && before !== undefined) {
      this.#putAgain(filling, text, before)
      return
    }
    const value = filling.convert(text, other, filling, this)
    this.#values[filling.register] = value
    if (value !== null && (filling.register === DECLARATION_ITEM || filling.register === EVENT_ITEM || filling.register === DECISION_ITEM)) this.#item = String(value)
  }

  /** Fills a field with a value that its converter would have given; `false` where it has one, and the text must tell. */
  fill(register: number, value: Value): boolean {
    if (this.#values[register] !== null) return false
    this.#values[register] = value
    if (register === DECLARATION_ITEM || register === EVENT_ITEM || register === DECISION_ITEM) this.#item = String(value)
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

  begin(group: GroupName): void {
    const range = REGISTERS[group]
    const values = this.#values
    for (let i = range[0]; i < range[1]; i++) values[i] = null
    // Items of a list begin and end in one place, and come by the thousand.
    if (group === 'item') return
    this.#marks[group] = this.#position.mark()
    switch (group) {
      case 'dispatch':
        this.#inDispatch = true
        this.#transport = []
        this.#departure = null
        this.#arrival = null
        break
      case 'receptacle':
        this.#inReceptacle = true
        this.#itemsInReceptacle = 0
        break
      case 'declaration':
        this.#item = null
        this.#content = []
        this.#documents = []
        this.#referrals = []
        this.#senderTaxIds = []
        this.#addresseeTaxIds = []
        break
      case 'event':
        this.#item = null
        break
      case 'decision':
        this.#item = null
        this.#taxes = []
        break
      default:
        break
    }
  }

  end(group: GroupName): void {
    switch (group) {
      case 'dispatch':
        return this.#endDispatch()
      case 'transport':
        return this.#endTransport()
      case 'receptacle':
        return this.#endReceptacle()
      case 'item':
        return this.#endItem()
      case 'declaration':
        return this.#endDeclaration()
      case 'piece':
        return this.#endPiece()
      case 'event':
        return this.#endEvent()
      case 'decision':
        return this.#endDecision()
      case 'document':
        this.#documents.push({ type: this.text(at('document.type')), number: this.text(at('document.number')) })
        return
      case 'referral':
        return this.#endReferral()
      case 'senderTaxId':
        return this.#endTaxId(this.#senderTaxIds, at('senderTaxId.scheme'), at('senderTaxId.id'))
      case 'addresseeTaxId':
        return this.#endTaxId(this.#addresseeTaxIds, at('addresseeTaxId.scheme'), at('addresseeTaxId.id'))
      case 'tax':
        return this.#endTax()
      case 'head':
        return
    }
  }

  /** The head as filled so far; `fallback` gives what the envelope knew. */
  head(fallback: MessageHead): MessageHead {
    const fn = this.text(at('head.function'))
    return {
      type: fallback.type,
      version: fallback.version ?? this.text(at('head.version')),
      sender: this.text(at('head.sender')) ?? fallback.sender,
      recipient: this.text(at('head.recipient')) ?? fallback.recipient,
      reference: this.text(at('head.reference')),
      prepared: this.#moment(at('head.prepared')) ?? fallback.prepared,
      function: fn === null ? 'original' : messageFunction(fn, this),
    }
  }

  /** The moment of a field, in the zone of the first of its places that has a known one, else the office's. */
  #moment(register: number): Moment | null {
    const value = this.#values[register]
    if (value === null || value === undefined || typeof value !== 'object') return null
    if ('ms' in value) return value
    if (!(value instanceof UnplacedTime)) return null
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
    if (register === HEAD_SENDER) return this.#sender
    if (register !== DISPATCH_ORIGIN && register !== DISPATCH_DESTINATION) return null
    const parts = parseDispatch(this.text(DISPATCH) ?? '')
    return (register === DISPATCH_ORIGIN ? parts?.origin : parts?.destination) ?? null
  }

  #number(register: number): number | null {
    const value = this.#values[register]
    return typeof value === 'number' ? value : null
  }

  #money(register: number): Money | null {
    const value = this.#values[register]
    return value !== null && typeof value === 'object' && value !== undefined && 'minor' in value ? value : null
  }

  #emit(record: CanonicalRecord): void {
    this.#records++
    this.#sink.record(record)
  }

  #disagree(code: string, place: string, stated: number | null, found: number): void {
    if (stated !== null && stated !== found) this.findings.add(code, 'warning', 'message', place, { stated, found })
  }

  #without(group: GroupName): void {
    this.findings.add('no-identifier', 'warning', 'message', this.#position.placeOf(this.#marks[group]), { group })
  }

  #endDispatch(): void {
    this.#inDispatch = false
    const id = this.text(DISPATCH)
    if (id === null) return this.#without('dispatch')
    const parts = parseDispatch(id)
    const receptacles = this.#number(at('dispatch.receptacles'))
    const items = this.#number(at('dispatch.items'))
    const weightG = this.#number(at('dispatch.weightG'))
    const place = this.#position.placeOf(this.#marks.dispatch)
    // A message that lists nothing (a cancellation, a summary) contradicts none of its counts.
    if (this.#receptacles > 0) {
      this.#disagree('cnt-receptacles', place, receptacles, this.#receptacles)
      if (this.#receptaclesWeighed === this.#receptacles) this.#disagree('cnt-weight', place, weightG, this.#weightG)
    }
    if (this.#items > 0) this.#disagree('cnt-items', place, items, this.#items)
    this.#emit({
      kind: 'dispatch',
      dispatch: id,
      origin: this.text(at('dispatch.origin')) ?? parts?.origin ?? null,
      destination: this.text(at('dispatch.destination')) ?? parts?.destination ?? null,
      category: this.text(at('dispatch.category')) ?? parts?.category ?? null,
      subclass: this.text(at('dispatch.subclass')) ?? parts?.subclass ?? null,
      closedAt: this.#moment(at('dispatch.closedAt')),
      transport: this.#transport,
      plannedDeparture: this.#departure ?? this.#moment(at('dispatch.plannedDeparture')),
      plannedArrival: this.#arrival ?? this.#moment(at('dispatch.plannedArrival')),
      arrivedAt: this.#moment(at('dispatch.arrivedAt')),
      receptacles,
      items,
      weightG,
    })
  }

  /** Of several legs the first departure and the last arrival are the dispatch's. */
  #endTransport(): void {
    this.#departure ??= this.#moment(at('transport.departure'))
    this.#arrival = this.#moment(at('transport.arrival')) ?? this.#arrival
    this.#transport.push({
      stage: this.text(at('transport.stage')),
      number: this.text(at('transport.number')),
      mode: this.text(at('transport.mode')),
      carrier: this.text(at('transport.carrier')),
      from: this.text(at('transport.from')),
      to: this.text(at('transport.to')),
    })
  }

  #endReceptacle(): void {
    this.#inReceptacle = false
    this.#receptacles++
    const weightG = this.#number(at('receptacle.weightG'))
    if (weightG !== null) {
      this.#weightG += weightG
      this.#receptaclesWeighed++
    }
    const place = this.#position.placeOf(this.#marks.receptacle)
    const items = this.#number(at('receptacle.items'))
    // A receptacle of letters without numbers has a count and no list.
    if (this.#itemsInReceptacle > 0) this.#disagree('qty-items', place, items, this.#itemsInReceptacle)
    const id = this.text(RECEPTACLE)
    if (id === null) return this.#without('receptacle')
    const status = this.text(at('receptacle.status'))
    const named = this.text(DISPATCH)
    const own = this.#dispatchOf(id)
    if (own !== null && named !== null && own !== named && status !== 'excess') {
      this.findings.add('receptacle-of-other-dispatch', 'warning', 'message', place, { receptacle: id, dispatch: named })
    }
    this.#emit({
      kind: 'receptacle',
      receptacle: id,
      dispatch: own,
      type: this.text(at('receptacle.type')),
      weightG,
      items,
      handling: this.text(at('receptacle.handling')),
      status: isStatus(status) ? status : null,
      remark: this.text(at('receptacle.remark')),
    })
  }

  /** A receptacle's identifier names its dispatch; where it does not, the message's dispatch is meant. */
  #dispatchOf(receptacle: string | null): string | null {
    if (receptacle !== this.#lastReceptacle) {
      this.#lastReceptacle = receptacle
      this.#lastDispatch = receptacle === null ? null : dispatchOfReceptacle(receptacle)
    }
    return this.#lastDispatch ?? (this.#inDispatch ? this.text(DISPATCH) : null)
  }

  #endItem(): void {
    const item = this.text(ITEM_ITEM)
    if (item === null) {
      this.#marks.item = this.#position.mark()
      return this.#without('item')
    }
    this.addItem(item)
  }

  /** An item stands in the list of a receptacle, or of the dispatch: all that a group `item` holds. */
  addItem(item: string): void {
    this.#items++
    this.#itemsInReceptacle++
    const receptacle = this.#inReceptacle ? this.text(RECEPTACLE) : null
    this.#records++
    this.#sink.record({ kind: 'item', item, receptacle, dispatch: this.#dispatchOf(receptacle) })
  }

  #endDeclaration(): void {
    const item = this.text(DECLARATION_ITEM)
    if (item === null) return this.#without('declaration')
    this.#emit({
      kind: 'declaration',
      item,
      localId: this.text(at('declaration.localId')),
      postingDate: this.text(at('declaration.postingDate')),
      mailClass: this.text(at('declaration.mailClass')),
      mailCategory: this.text(at('declaration.mailCategory')),
      handlingClass: this.text(at('declaration.handlingClass')),
      originOperator: this.text(at('declaration.originOperator')),
      destinationOperator: this.text(at('declaration.destinationOperator')),
      dispatch: this.text(at('declaration.dispatch')),
      receptacle: this.text(at('declaration.receptacle')),
      nature: this.text(at('declaration.nature')),
      grossWeightG: this.#number(at('declaration.grossWeightG')),
      postage: this.#money(at('declaration.postage')),
      insuredValue: this.#money(at('declaration.insuredValue')),
      sender: this.#party(SENDER_PARTY, this.#senderTaxIds),
      addressee: this.#party(ADDRESSEE_PARTY, this.#addresseeTaxIds),
      content: this.#content,
      documents: this.#documents.length === 0 ? NO_DOCUMENTS : this.#documents,
      referrals: this.#referrals.length === 0 ? NO_REFERRALS : this.#referrals,
      customsOffice: this.text(at('declaration.customsOffice')) ?? null,
    })
    this.#item = null
  }

  #party(fields: typeof SENDER_PARTY, taxIds: Party['taxIds']): Party | null {
    const party: Party = {
      name: this.text(fields.name),
      company: this.text(fields.company),
      street: this.text(fields.street),
      city: this.text(fields.city),
      state: this.text(fields.state),
      postalCode: this.text(fields.postalCode),
      country: this.text(fields.country),
      telephone: this.text(fields.telephone),
      email: this.text(fields.email),
      taxIds: taxIds.length === 0 ? NO_TAX_IDS : taxIds,
    }
    const blank =
      party.name === null &&
      party.company === null &&
      party.street === null &&
      party.city === null &&
      party.state === null &&
      party.postalCode === null &&
      party.country === null &&
      party.telephone === null &&
      party.email === null &&
      taxIds.length === 0
    return blank ? null : party
  }

  #endPiece(): void {
    this.#content.push({
      piece: this.#number(P.number) ?? this.#content.length + 1,
      description: this.text(P.description),
      quantity: this.#number(P.quantity),
      netWeightG: this.#number(P.netWeightG),
      value: this.#money(P.value),
      hs: this.text(P.hs),
      origin: this.text(P.origin),
    })
  }

  #endReferral(): void {
    const code = this.text(at('referral.code'))
    if (code === null) return this.#without('referral')
    this.#referrals.push({ code, at: this.#moment(at('referral.at')), answered: this.#values[at('referral.answered')] === true })
  }

  #endTaxId(list: { scheme: string | null; id: string }[], scheme: number, id: number): void {
    const text = this.text(id)
    if (text !== null) list.push({ scheme: this.text(scheme), id: text })
  }

  #endEvent(): void {
    const item = this.text(EVENT_ITEM)
    if (item === null) return this.#without('event')
    const code = this.text(E.code)
    if (code === null) {
      this.findings.add('no-event-code', 'warning', 'message', this.#position.placeOf(this.#marks.event), {}, item)
      return
    }
    this.#emit({
      kind: 'event',
      item,
      code,
      at: this.#moment(E.at),
      office: this.text(E.office),
      receptacle: this.text(E.receptacle),
      reason: this.text(E.reason),
      remark: this.text(E.remark),
    })
    this.#item = null
  }

  #endTax(): void {
    const amount = this.text(at('tax.amount'))
    const type = this.text(at('tax.type'))
    if (amount === null || type === null) return this.#without('tax')
    this.#taxes.push({ type, rate: this.text(at('tax.rate')), base: this.text(at('tax.base')), amount, currency: this.text(at('tax.currency')) })
  }

  #endDecision(): void {
    const item = this.text(DECISION_ITEM)
    const decision = this.text(at('decision.decision'))
    if (item === null || decision === null) return this.#without('decision')
    const total = this.#money(at('decision.total'))
    this.#emit({
      kind: 'decision',
      item,
      receptacle: this.text(at('decision.receptacle')),
      decision,
      reason: this.text(at('decision.reason')),
      decidedAt: this.#moment(at('decision.decidedAt')),
      office: this.text(at('decision.office')),
      remark: this.text(at('decision.remark')),
      assessment: this.#taxes.length === 0 && total === null ? null : { taxes: this.#taxes, total },
      supersedes: this.text(at('decision.supersedes')),
    })
    this.#item = null
  }
}

function isStatus(text: string | null): text is NonNullable<ReceptacleAdvice['status']> {
  return text === 'received' || text === 'missing' || text === 'excess' || text === 'damaged'
}

function textOf(value: Value): string {
  if (value !== null && typeof value === 'object') return value.text
  return String(value)
}

const FUNCTIONS: ReadonlyMap<string, MessageFunction> = new Map([
  ['9', 'original'],
  ['ORIGINAL', 'original'],
  ['NEW', 'original'],
  ['7', 'original'],
  ['DUPLICATE', 'original'],
  ['5', 'replace'],
  ['4', 'replace'],
  ['REPLACE', 'replace'],
  ['REPLACEMENT', 'replace'],
  ['AMEND', 'replace'],
  ['AMENDMENT', 'replace'],
  ['CHANGE', 'replace'],
  ['1', 'cancel'],
  ['3', 'cancel'],
  ['CANCEL', 'cancel'],
  ['CANCELLATION', 'cancel'],
  ['DELETE', 'cancel'],
])

/** Source: UN/EDIFACT code list 1225 (1 and 3 take back, 4 and 5 replace, 7 and 9 are what they are), and the words for them. */
function messageFunction(text: string, desk: Desk): MessageFunction {
  const known = FUNCTIONS.get(text.toUpperCase())
  if (known !== undefined) return known
  const values: Finding['values'] = { text }
  desk.findings.collect('function-unknown', 'warning', text, () => desk.place(), values)
  return 'original'
}
