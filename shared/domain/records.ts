/**
 * Canonical records: where every message map and the table reader end.
 *
 * All that follows (store, selectivity, case, screens) knows only these shapes, never a segment, an
 * element or a column. Optional parts are `null`, never absent, so that two readers of one message
 * give deep-equal records.
 */

/** A moment: UTC epoch milliseconds, the text received, and whether its zone had to be assumed. */
export interface Moment {
  readonly ms: number
  readonly text: string
  readonly assumed: boolean
}

/** An amount: the text received, its currency (ISO 4217, upper case), minor units where they could be worked out. */
export interface Money {
  readonly text: string
  readonly currency: string | null
  /** Integer in units of 10^-exponent; `null` where the text is no number. */
  readonly minor: number | null
  readonly exponent: number
}

/** What a message says it does to its document. Source: BGM message function 9, 5, 1. */
export type MessageFunction = 'original' | 'replace' | 'cancel'

export type Severity = 'info' | 'warning' | 'error'

/**
 * A deviation, with its place. `code` names an entry `finding.<code>` of the catalogues and `values` fill it;
 * `place` is human-readable and stable: `segment 12 (byte 345)`, `/ITMATT/MailItem[3]/Value`, `row 5, column Value`.
 */
export interface Finding {
  readonly code: string
  readonly severity: Severity
  readonly place: string
  readonly values: Readonly<Record<string, string | number>>
  /**
   * `message`: about syntax, counts, unmapped parts, identifiers: it decides accepted-with-findings.
   * `item`: about the quality of one item: shown with the item, no fault of the message.
   */
  readonly scope: 'message' | 'item'
  /** The item identifier the finding belongs to, where it belongs to one. */
  readonly item: string | null
}

/** What identifies a message: `reference` is the BGM document number or the Header's Reference, never a counter. */
export interface MessageHead {
  readonly type: string
  readonly version: string | null
  readonly sender: string | null
  readonly recipient: string | null
  readonly reference: string | null
  readonly prepared: Moment | null
  readonly function: MessageFunction
}

export interface DispatchAdvice {
  readonly kind: 'dispatch'
  /** S8 dispatch identifier, normalised; kept as received (upper case, no blanks) where it fails its check. */
  readonly dispatch: string
  readonly origin: string | null
  readonly destination: string | null
  readonly category: string | null
  readonly subclass: string | null
  readonly closedAt: Moment | null
  readonly transport: readonly TransportLeg[]
  readonly plannedDeparture: Moment | null
  readonly plannedArrival: Moment | null
  /** Actual arrival (RESDES DTM+132). */
  readonly arrivedAt: Moment | null
  /** As the message counts them; `null` where it does not. */
  readonly receptacles: number | null
  readonly items: number | null
  readonly weightG: number | null
}

export interface TransportLeg {
  readonly stage: string | null
  readonly number: string | null
  readonly mode: string | null
  readonly carrier: string | null
  readonly from: string | null
  readonly to: string | null
}

export interface ReceptacleAdvice {
  readonly kind: 'receptacle'
  /** S9 receptacle identifier. */
  readonly receptacle: string
  readonly dispatch: string | null
  readonly type: string | null
  readonly weightG: number | null
  readonly items: number | null
  readonly handling: string | null
  /** From a RESDES; `null` when only announced. */
  readonly status: 'received' | 'missing' | 'excess' | 'damaged' | null
  readonly remark: string | null
}

export interface ItemAdvice {
  readonly kind: 'item'
  readonly item: string
  readonly receptacle: string | null
  readonly dispatch: string | null
}

export interface Party {
  readonly name: string | null
  readonly company: string | null
  readonly street: string | null
  readonly city: string | null
  readonly state: string | null
  readonly postalCode: string | null
  readonly country: string | null
  readonly telephone: string | null
  readonly email: string | null
  readonly taxIds: readonly { readonly scheme: string | null; readonly id: string }[]
}

export interface ContentPiece {
  /** 1, 2, 3 … in the order of the declaration where the message numbers none. */
  readonly piece: number
  readonly description: string | null
  readonly quantity: number | null
  readonly netWeightG: number | null
  /** Of the piece, all its units together. */
  readonly value: Money | null
  readonly hs: string | null
  readonly origin: string | null
}

export interface Referral {
  readonly code: string
  readonly at: Moment | null
  readonly answered: boolean
}

export interface Declaration {
  readonly kind: 'declaration'
  readonly item: string
  readonly localId: string | null
  readonly postingDate: string | null
  readonly mailClass: string | null
  readonly mailCategory: string | null
  readonly handlingClass: string | null
  readonly originOperator: string | null
  readonly destinationOperator: string | null
  readonly dispatch: string | null
  readonly receptacle: string | null
  /** Nature of transaction: 11, 21, 31, 32, 91, 991, 999 or what the office's table adds. */
  readonly nature: string | null
  readonly grossWeightG: number | null
  readonly postage: Money | null
  readonly insuredValue: Money | null
  readonly sender: Party | null
  readonly addressee: Party | null
  readonly content: readonly ContentPiece[]
  readonly documents: readonly { readonly type: string | null; readonly number: string | null }[]
  readonly referrals: readonly Referral[]
  readonly customsOffice: string | null
}

export interface ItemEvent {
  readonly kind: 'event'
  readonly item: string
  /** EMSEVT code as received, upper case: EMD, EDB, EME … */
  readonly code: string
  readonly at: Moment | null
  readonly office: string | null
  readonly receptacle: string | null
  readonly reason: string | null
  readonly remark: string | null
}

/** A customs decision read from (or written to) a CUSRSP. */
export interface CustomsDecision {
  readonly kind: 'decision'
  readonly item: string
  readonly receptacle: string | null
  readonly decision: string
  readonly reason: string | null
  readonly decidedAt: Moment | null
  readonly office: string | null
  readonly remark: string | null
  readonly assessment: {
    readonly taxes: readonly { readonly type: string; readonly rate: string | null; readonly base: string | null; readonly amount: string; readonly currency: string | null }[]
    readonly total: Money | null
  } | null
  readonly supersedes: string | null
}

export type CanonicalRecord = DispatchAdvice | ReceptacleAdvice | ItemAdvice | Declaration | ItemEvent | CustomsDecision
