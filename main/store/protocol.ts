/**
 * What the desk's main thread and the writer's thread say to each other. Plain data only: it crosses threads.
 *
 * Requests are answered in the order in which their transactions commit; officers' commands go before bulk
 * work whatever waits. Everything else the writer says unasked is a notice.
 */
import type { CommandOutcome, Job, ParsedInput, Subject } from '../../shared/contract.ts'
import type { Action } from '../../shared/domain/case.ts'
import type { OfficeState } from '../../shared/domain/office.ts'
import type { Role } from '../../shared/domain/codes.ts'

export interface Actor {
  readonly login: string
  readonly roles: readonly Role[]
}

/** One action on many items, named one by one: a filter is resolved by the reader before it comes here. */
export interface BulkInput {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly items: readonly string[]
  readonly actor: Actor
}

export interface WriterStart {
  readonly dataFolder: string
  readonly keyHex: string
  readonly dataKey: Uint8Array
  /** IMPC of the office whose ledger this is. */
  readonly office: string
  /** A training office: the writer itself writes no answer anywhere, whoever asks. */
  readonly training: boolean
}

/** Calls that the writer answers: input and output of each. */
export interface WriterCalls {
  act: { input: { commands: ParsedInput<'act'>['commands']; actor: Actor }; output: CommandOutcome[] }
  preview: {
    input: BulkInput
    output: {
      total: number
      accepted: number
      proposals: number
      refused: { said: { code: string; values: Record<string, string | number>; text: string }; count: number; examples: string[] }[]
    }
  }
  bulk: { input: BulkInput; output: { job: string } }
  /** Changes to users, settings, rules, codes, maps: ledger commands on `@` subjects, in one transaction; the first that is refused ends the row. */
  office: {
    input: { commands: { name: string; subject: string; args: Record<string, unknown> }[]; actor: Actor }
    output: { accepted: boolean; rejection: { code: string; values: Record<string, string | number>; text: string } | null; job: string | null }
  }
  import: { input: { paths: string[]; map: string | null }; output: { job: string } }
  /** A file of the watched folder: answers when its messages are committed. */
  importFile: { input: { path: string }; output: { status: 'accepted' | 'set-aside' } }
  flush: { input: { folder: string | null }; output: { written: { id: string; file: string; sha256: string }[]; failed: { id: string; reason: string }[]; waiting: number } }
  outText: { input: { id: string }; output: { text: string } }
  rebuild: { input: Record<string, never>; output: { job: string } }
  jobs: { input: Record<string, never>; output: Job[] }
  cancel: { input: { job: string }; output: null }
  actions: { input: { item: string; actor: Actor }; output: { actions: readonly Action[]; seq: number } }
  access: { input: { entries: { actor: string; what: string; subject: string }[]; at: number }; output: null }
  close: { input: Record<string, never>; output: null }
}
export type WriterCall = keyof WriterCalls

export interface WriterRequest<N extends WriterCall = WriterCall> {
  readonly id: number
  readonly name: N
  readonly input: WriterCalls[N]['input']
}
export type WriterReply =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details: Record<string, unknown> } }
export type WriterNotice =
  | { readonly kind: 'ready'; readonly office: OfficeState }
  | { readonly kind: 'office'; readonly office: OfficeState }
  | { readonly kind: 'changed'; readonly subjects: readonly Subject[] }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'line'; readonly job: string; readonly line: unknown }
  | { readonly kind: 'fatal'; readonly error: { readonly code: string; readonly message: string; readonly details: Record<string, unknown> } }
