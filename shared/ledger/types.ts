/**
 * The ledger's two records. Shapes only; what decides is `shared/domain`, what chains is `chain.ts`.
 *
 * Bodies (args, facts, event data) lie apart from the header: the header carries a salted digest of the
 * body, so that a purge can remove the body and the chain still verifies.
 */
import type { Lane, Role } from '../domain/codes.ts'

/** What the desk knew of the item when the officer decided; whoever decides later uses these, never its own. */
export interface CaseFacts {
  readonly lane: Lane
  /** Version of the rule set behind the lane: the ledger seq of the last rule change, 0 for the built-in set. */
  readonly rules: number
  readonly hits: readonly { readonly rule: string; readonly lane: Lane }[]
  /** SHA-256 (hex) of the declaration seen; `null` when there was none. */
  readonly declaration: string | null
  /** Code and time of the post's last event. */
  readonly lastEvent: { readonly code: string; readonly at: number } | null
  /** Whether the post has announced the item (or declared it); an unknown item may be acted on all the same. */
  readonly announced: boolean
  /** The receptacle it was announced in or found in. */
  readonly receptacle: string | null
  readonly dispatch: string | null
}

/** Facts of a command on a whole receptacle or dispatch: its members as the desk knew them. */
export interface MemberFacts {
  readonly members: readonly { readonly subject: string; readonly facts: CaseFacts }[]
}

/** A command as an officer gives it. `n` counts 1, 2, 3 … per (device, incarnation) without a gap. */
export interface LedgerCommand {
  /** UUIDv7, lower case; names the decision for ever (papers, answers and links use it). Callers of the command line may bring their own text. */
  readonly id: string
  readonly device: string
  readonly incarnation: number
  readonly n: number
  readonly name: string
  /** Version of this command's args. */
  readonly v: number
  /** S10, receptacle (29), dispatch (20), a local number, or `@office`, `@user/<login>`, `@rule/<id>`, `@code/<table>/<code>`, `@setting/<key>`, `@map/<name>`. */
  readonly subject: string
  readonly actor: string
  /** The roles the actor acts in. The authority counts only those that the ledger itself gives the actor. */
  readonly roles: readonly Role[]
  /** Kept for papers. `decide` never trusts it: an approval is the other person's own command, `approve`. */
  readonly approver: string | null
  /** Epoch ms by the desk's clock. */
  readonly at: number
  /** IANA zone of the desk. */
  readonly zone: string
  /** Milliseconds by which the desk's clock is known to be off; 0 when unknown. */
  readonly clockOffset: number
  readonly shift: string | null
  /** Seq of the last confirmed event of this case that the officer had seen; 0 for none. */
  readonly base: number
  readonly facts: CaseFacts | MemberFacts | null
  readonly args: Readonly<Record<string, unknown>>
}

/** What a case event says; `data` is versioned by `v` and never renamed. */
export interface LedgerEvent {
  readonly seq: number
  readonly command: string
  /** Case id: `<subject>#<k>`, k = 1, 2 … in the order the ledger opened them; `@…` subjects are their own case. */
  readonly case: string
  readonly subject: string
  readonly type: string
  readonly v: number
  readonly at: number
  readonly recordedAt: number
  readonly actor: string
  readonly data: Readonly<Record<string, unknown>>
}

/** An event before the ledger has numbered it. */
export interface NewEvent {
  readonly type: string
  readonly v: number
  readonly data: Readonly<Record<string, unknown>>
}

/** Why a command was refused: a code of the catalogue `reject.<code>` and the values that fill it. */
export interface Rejection {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

export interface CommandResult {
  readonly id: string
  readonly result: 'accepted' | 'rejected'
  readonly rejection: Rejection | null
  /** Seq of the last event the command made; `null` when rejected. */
  readonly seq: number | null
  /** Case and its state after the command. */
  readonly case: string | null
  readonly state: string | null
  /** For a whole receptacle or dispatch: how many members took it, and which refused and why. */
  readonly members: { readonly accepted: number; readonly refused: readonly { readonly subject: string; readonly rejection: Rejection }[] } | null
}
