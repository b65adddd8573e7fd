/**
 * What a case is. Folded from ledger events only: nothing here comes from a message or from a clock.
 */
import type { CaseState, Decision } from '../codes.ts'
import type { LedgerCommand, LedgerEvent, NewEvent, Rejection } from '../../ledger/types.ts'

/** The part of a ledger command that deciding needs; a screen that asks "may I?" has no more than this. */
export type CaseCommand = Pick<LedgerCommand, 'id' | 'device' | 'name' | 'v' | 'subject' | 'actor' | 'roles' | 'at' | 'args'>

/** The part of a ledger event that folding needs. */
export type CaseEvent = Pick<LedgerEvent, 'seq' | 'command' | 'case' | 'subject' | 'type' | 'v' | 'at' | 'actor' | 'data'>

export interface Decided {
  readonly events: readonly NewEvent[]
}

export interface Flag {
  readonly flag: string
  readonly actor: string
  readonly at: number
  readonly command: string
  /** Ordinal of its event within the case: order of the ledger, not of clocks. */
  readonly n: number
}

/** Another officer's flag that a supervisor took off: it still asks for a second person when that supervisor releases. */
export interface LiftedFlag extends Flag {
  readonly liftedBy: string
}

export interface Target {
  readonly actor: string
  readonly at: number
  readonly command: string
  /** Whether it was targeted before it came, so that the post is told `PRESENT`. */
  readonly told: boolean
  /** Whether that answer went out. */
  readonly sent: boolean
}

export interface ExaminationOrder {
  readonly kind: string | null
  readonly actor: string
  readonly at: number
  readonly command: string
  readonly n: number
}

export interface ExaminationRecord {
  /** One of EXAMINATION_RESULTS, or the officer's own word. */
  readonly result: string
  readonly actor: string
  readonly at: number
  readonly command: string
  readonly n: number
}

/** What an officer found of a content piece: only what differs from the declaration is there. Weights in grams. */
export interface FoundPiece {
  readonly piece: number
  readonly description?: string
  readonly quantity?: number
  readonly netWeightG?: number
  /** Decimal text. */
  readonly value?: string
  readonly currency?: string
  readonly hs?: string
  readonly origin?: string
}

export interface Duty {
  /** Decimal text as typed. */
  readonly amount: string
  readonly currency: string
}

/** The customs decision that stands. */
export interface StandingDecision {
  readonly command: string
  readonly decision: Decision
  readonly reason: string | null
  /** Who decided; with a second person, who proposed. */
  readonly actor: string
  readonly approver: string | null
  /** Whether the approval was given on the very device that proposed. */
  readonly sameDevice: boolean
  readonly at: number
  /** Office or agency of a transfer. */
  readonly office: string | null
  readonly duty: Duty | null
  /** Whether an answer to the post went out for it. */
  readonly sent: boolean
}

/** A release that waits for a second person. */
export interface Proposal {
  readonly command: string
  readonly name: 'release' | 'release-duty'
  readonly args: Readonly<Record<string, unknown>>
  readonly actor: string
  readonly device: string
  readonly at: number
  readonly why: SecondPersonReason
}

/** Why one officer alone may not release. */
export type SecondPersonReason = 'red-lane' | 'flagged-by-another' | 'prohibited'

export interface Hold {
  readonly reason: string
  readonly kind: 'HOLD' | 'REQUEST_INFO'
  /** When the item was first held, without a gap: a new reason does not restart the clock. */
  readonly since: number
}

export interface FoundIn {
  readonly receptacle: string
  readonly at: number
}

/** What commands with a step change, and what `undo` puts back. */
export interface Standing {
  readonly state: CaseState
  readonly arrivedAt: number | null
  readonly presentedAt: number | null
  readonly closedAt: number | null
  /** Receptacle that an officer took it out of, and when. Absent in cases that were folded before it was asked for. */
  readonly foundIn?: FoundIn | null
  /** Examination orders that no result has answered yet. */
  readonly orders: readonly ExaminationOrder[]
  readonly results: readonly ExaminationRecord[]
  readonly found: readonly FoundPiece[]
  /** Nature of transaction as found; `null` where nobody said otherwise. */
  readonly foundNature: string | null
  readonly hold: Hold | null
  readonly decision: StandingDecision | null
  readonly proposal: Proposal | null
  /** Ordinal below which results no longer count for a release: the last reopening. */
  readonly resultsFrom: number
}

/** One undoable command, latest last, with what it changed as it was before. */
export interface Step {
  readonly command: string
  /** The proposal's command where this step is its approval: either id names the step. */
  readonly proposal: string | null
  readonly type: string
  /** Whose step it is: these may undo it, and any supervisor. */
  readonly actors: readonly string[]
  readonly sent: boolean
  readonly before: Partial<Standing>
}

export interface Case extends Standing {
  readonly kind: 'item'
  /** `<subject>#<k>`; `null` for NO_CASE. */
  readonly id: string | null
  readonly subject: string
  /** Earliest and latest `at` of its events, epoch ms: the window that binds an S10 to this case. */
  readonly openedAt: number
  readonly lastAt: number
  readonly lastSeq: number
  /** How many events it was folded from. */
  readonly events: number
  /** Events of a newer version that this program keeps but cannot read. */
  readonly unread: number
  readonly flags: readonly Flag[]
  readonly lifted: readonly LiftedFlag[]
  readonly targeted: Target | null
  readonly assigned: string | null
  readonly notes: number
  readonly attachments: number
  readonly steps: readonly Step[]
}

/** A receptacle's or a dispatch's own small case. */
export interface Consignment {
  readonly kind: 'receptacle' | 'dispatch'
  readonly id: string | null
  readonly subject: string
  readonly state: 'announced' | 'received' | 'missing' | 'damaged'
  readonly receivedAt: number | null
  readonly openedAt: number
  readonly lastAt: number
  readonly lastSeq: number
  readonly events: number
  readonly unread: number
  readonly notes: number
  readonly attachments: number
  /** Commands that can be undone, latest last. */
  readonly steps: readonly ConsignmentStep[]
}

export interface ConsignmentStep {
  readonly command: string
  readonly type: 'received' | 'applied'
  readonly actors: readonly string[]
  readonly sent: boolean
}

export type LedgerCase = Case | Consignment

/** One action at the bottom of the item. */
export type Action =
  | { readonly name: string; readonly allowed: true; readonly needsSecondPerson: boolean }
  | { readonly name: string; readonly allowed: false; readonly rejection: Rejection }
