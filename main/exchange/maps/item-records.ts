/** Declarations, events and decisions of items, as their groups end. */
import type { ContentPiece, CustomsDecision, Declaration, Party, Referral } from '../../../shared/domain/records.ts'
import type { ReadingSink } from '../reading.ts'
import { ADDRESSEE, ADDRESSEE_TAX_ID, DECISION, DECLARATION, DOCUMENT, EVENT, HEAD, PIECE, REFERRAL, SENDER, SENDER_TAX_ID, TAX, type Registers } from './registers.ts'

type Tax = NonNullable<CustomsDecision['assessment']>['taxes'][number]
type TaxIds = { scheme: string | null; id: string }[]

const NO_TAX_IDS: Party['taxIds'] = []
const NO_DOCUMENTS: Declaration['documents'] = []
const NO_REFERRALS: readonly Referral[] = []

export class ItemRecords {
  readonly #registers: Registers
  readonly #sink: ReadingSink
  #mark = 0
  #content: ContentPiece[] = []
  #documents: { type: string | null; number: string | null }[] = []
  #referrals: Referral[] = []
  #senderTaxIds: TaxIds = []
  #addresseeTaxIds: TaxIds = []
  #taxes: Tax[] = []

  constructor(registers: Registers, sink: ReadingSink) {
    this.#registers = registers
    this.#sink = sink
  }

  beginDeclaration(): void {
    this.#begin()
    this.#content = []
    if (this.#documents.length > 0) this.#documents = []
    if (this.#referrals.length > 0) this.#referrals = []
    if (this.#senderTaxIds.length > 0) this.#senderTaxIds = []
    if (this.#addresseeTaxIds.length > 0) this.#addresseeTaxIds = []
  }

  beginEvent(): void {
    this.#begin()
  }

  beginDecision(): void {
    this.#begin()
    this.#taxes = []
  }

  #begin(): void {
    this.#registers.leaveItem()
    this.#mark = this.#registers.position.mark()
  }

  endDeclaration(): void {
    const registers = this.#registers
    const item = registers.text(DECLARATION.item)
    if (item === null) return registers.without('declaration', registers.position.placeOf(this.#mark))
    this.#sink.record({
      kind: 'declaration',
      item,
      localId: registers.text(DECLARATION.localId),
      postingDate: registers.text(DECLARATION.postingDate),
      mailClass: registers.text(DECLARATION.mailClass),
      mailCategory: registers.text(DECLARATION.mailCategory),
      handlingClass: registers.text(DECLARATION.handlingClass),
      originOperator: registers.text(DECLARATION.originOperator),
      destinationOperator: registers.text(DECLARATION.destinationOperator),
      dispatch: registers.text(DECLARATION.dispatch),
      receptacle: registers.text(DECLARATION.receptacle),
      nature: registers.text(DECLARATION.nature),
      grossWeightG: registers.number(DECLARATION.grossWeightG),
      postage: registers.money(DECLARATION.postage),
      insuredValue: registers.money(DECLARATION.insuredValue),
      sender: this.#party(SENDER, this.#senderTaxIds),
      addressee: this.#party(ADDRESSEE, this.#addresseeTaxIds),
      content: this.#content,
      documents: this.#documents.length === 0 ? NO_DOCUMENTS : this.#documents,
      referrals: this.#referrals.length === 0 ? NO_REFERRALS : this.#referrals,
      customsOffice: registers.text(DECLARATION.customsOffice) ?? registers.text(HEAD.customsOffice),
    })
    registers.leaveItem()
  }

  #party(fields: typeof SENDER, taxIds: TaxIds): Party | null {
    const registers = this.#registers
    const party: Party = {
      name: registers.text(fields.name),
      company: registers.text(fields.company),
      street: registers.text(fields.street),
      city: registers.text(fields.city),
      state: registers.text(fields.state),
      postalCode: registers.text(fields.postalCode),
      country: registers.text(fields.country),
      telephone: registers.text(fields.telephone),
      email: registers.text(fields.email),
      taxIds: taxIds.length === 0 ? NO_TAX_IDS : taxIds,
    }
    return isBlank(party) ? null : party
  }

  endPiece(): void {
    const registers = this.#registers
    this.#content.push({
      piece: registers.number(PIECE.number) ?? this.#content.length + 1,
      description: registers.text(PIECE.description),
      quantity: registers.number(PIECE.quantity),
      netWeightG: registers.number(PIECE.netWeightG),
      value: registers.money(PIECE.value),
      hs: registers.text(PIECE.hs),
      origin: registers.text(PIECE.origin),
    })
  }

  endDocument(): void {
    this.#documents.push({ type: this.#registers.text(DOCUMENT.type), number: this.#registers.text(DOCUMENT.number) })
  }

  endReferral(): void {
    const registers = this.#registers
    const code = registers.text(REFERRAL.code)
    if (code === null) return registers.without('referral')
    this.#referrals.push({ code, at: registers.moment(REFERRAL.at), answered: registers.isTrue(REFERRAL.answered) })
  }

  endSenderTaxId(): void {
    this.#addTaxId(this.#senderTaxIds, SENDER_TAX_ID)
  }

  endAddresseeTaxId(): void {
    this.#addTaxId(this.#addresseeTaxIds, ADDRESSEE_TAX_ID)
  }

  #addTaxId(list: TaxIds, fields: typeof SENDER_TAX_ID): void {
    const id = this.#registers.text(fields.id)
    if (id !== null) list.push({ scheme: this.#registers.text(fields.scheme), id })
  }

  endEvent(): void {
    const registers = this.#registers
    const item = registers.text(EVENT.item)
    if (item === null) return registers.without('event', registers.position.placeOf(this.#mark))
    const code = registers.text(EVENT.code)
    if (code === null) {
      registers.findings.add('no-event-code', 'warning', 'message', registers.position.placeOf(this.#mark), {}, item)
      return
    }
    this.#sink.record({
      kind: 'event',
      item,
      code,
      at: registers.moment(EVENT.at),
      office: registers.text(EVENT.office),
      receptacle: registers.text(EVENT.receptacle),
      reason: registers.text(EVENT.reason),
      remark: registers.text(EVENT.remark),
    })
    registers.leaveItem()
  }

  endTax(): void {
    const registers = this.#registers
    const amount = registers.text(TAX.amount)
    const type = registers.text(TAX.type)
    if (amount === null || type === null) return registers.without('tax')
    this.#taxes.push({ type, rate: registers.text(TAX.rate), base: registers.text(TAX.base), amount, currency: registers.text(TAX.currency) })
  }

  endDecision(): void {
    const registers = this.#registers
    const item = registers.text(DECISION.item)
    const decision = registers.text(DECISION.decision)
    if (item === null || decision === null) return registers.without('decision', registers.position.placeOf(this.#mark))
    const total = registers.money(DECISION.total)
    this.#sink.record({
      kind: 'decision',
      item,
      receptacle: registers.text(DECISION.receptacle),
      decision,
      reason: registers.text(DECISION.reason),
      decidedAt: registers.moment(DECISION.decidedAt),
      office: registers.text(DECISION.office),
      remark: registers.text(DECISION.remark),
      assessment: this.#taxes.length === 0 && total === null ? null : { taxes: this.#taxes, total },
      supersedes: registers.text(DECISION.supersedes),
    })
    registers.leaveItem()
  }
}

function isBlank(party: Party): boolean {
  return (
    party.name === null &&
    party.company === null &&
    party.street === null &&
    party.city === null &&
    party.state === null &&
    party.postalCode === null &&
    party.country === null &&
    party.telephone === null &&
    party.email === null &&
    party.taxIds.length === 0
  )
}
