/**
 * From filled registers to canonical records: what begins and what ends.
 *
 *     begin(group) → put(filling, text) … → end(group)   a record goes to the sink when its group ends
 *
 * Knows the records and nothing of any layout; the three readers share it.
 */
import type { MessageFunction, MessageHead } from '../../../shared/domain/records.ts'
import type { ReadingContext, ReadingSink } from '../reading.ts'
import type { Filling } from './convert.ts'
import { DispatchRecords, type ItemList } from './dispatch-records.ts'
import type { GroupName, Value } from './fields.ts'
import { Findings } from './findings.ts'
import { ItemRecords } from './item-records.ts'
import { HEAD, Registers, type Position } from './registers.ts'

export class Assembly {
  readonly findings: Findings
  readonly #registers: Registers
  readonly #dispatch: DispatchRecords
  readonly #items: ItemRecords
  #begun = false

  constructor(context: ReadingContext, sink: ReadingSink, position: Position) {
    this.findings = new Findings(sink)
    this.#registers = new Registers(context, this.findings, position)
    this.#dispatch = new DispatchRecords(this.#registers, sink)
    this.#items = new ItemRecords(this.#registers, sink)
  }

  /** A message begins, in an envelope from `sender`: nothing of the one before it stays. */
  reset(sender: string | null): void {
    this.#begun = false
    this.#registers.reset(sender)
    this.#dispatch.reset()
  }

  /** Whether anything but the head has begun since the message did. */
  get begun(): boolean {
    return this.#begun
  }

  place(): string {
    return this.#registers.place()
  }

  put(filling: Filling, text: string, other: string | null): void {
    this.#registers.put(filling, text, other)
  }

  fill(register: number, value: Value): boolean {
    return this.#registers.fill(register, value)
  }

  /** Where items of the receptacle, or the dispatch, that is open can be added one by one. */
  itemsHere(): ItemList {
    return this.#dispatch.itemsHere()
  }

  begin(group: GroupName): void {
    if (group !== 'head') this.#begun = true
    this.#registers.clear(group)
    switch (group) {
      case 'dispatch':
        return this.#dispatch.beginDispatch()
      case 'receptacle':
        return this.#dispatch.beginReceptacle()
      case 'declaration':
        return this.#items.beginDeclaration()
      case 'event':
        return this.#items.beginEvent()
      case 'decision':
        return this.#items.beginDecision()
      default:
        return
    }
  }

  end(group: GroupName): void {
    switch (group) {
      case 'dispatch':
        return this.#dispatch.endDispatch()
      case 'transport':
        return this.#dispatch.endTransport()
      case 'receptacle':
        return this.#dispatch.endReceptacle()
      case 'item':
        return this.#dispatch.endItem()
      case 'declaration':
        return this.#items.endDeclaration()
      case 'piece':
        return this.#items.endPiece()
      case 'document':
        return this.#items.endDocument()
      case 'referral':
        return this.#items.endReferral()
      case 'senderTaxId':
        return this.#items.endSenderTaxId()
      case 'addresseeTaxId':
        return this.#items.endAddresseeTaxId()
      case 'event':
        return this.#items.endEvent()
      case 'decision':
        return this.#items.endDecision()
      case 'tax':
        return this.#items.endTax()
      case 'head':
        return
    }
  }

  /** The head as filled so far; `fallback` gives what the envelope knew. */
  head(fallback: MessageHead): MessageHead {
    const registers = this.#registers
    const given = registers.text(HEAD.function)
    return {
      type: fallback.type,
      version: fallback.version ?? registers.text(HEAD.version),
      sender: registers.text(HEAD.sender) ?? fallback.sender,
      recipient: registers.text(HEAD.recipient) ?? fallback.recipient,
      reference: registers.text(HEAD.reference),
      prepared: registers.moment(HEAD.prepared) ?? fallback.prepared,
      function: given === null ? 'original' : this.#function(given),
    }
  }

  /** Source: UN/EDIFACT code list 1225 (1 and 3 take back, 4 and 5 replace, 7 and 9 are what they are), and the words for them. */
  #function(text: string): MessageFunction {
    const known = FUNCTIONS.get(text.toUpperCase())
    if (known === undefined) this.findings.collect('function-unknown', 'warning', text, () => this.place(), { text })
    return known ?? 'original'
  }
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
