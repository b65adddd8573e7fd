/**
 * What an authority offers to those who hold its transaction: the same verbs over SQLite (answers at once)
 * and PostgreSQL (answers later). The rules behind them are `accept.ts`, once.
 */
import type { LedgerCase } from '../domain/case.ts'
import type { OfficeState } from '../domain/office.ts'
import type { CommandResult, LedgerCommand, LedgerEvent } from './types.ts'

export interface Appended {
  readonly result: CommandResult
  /** Whether the id was known, so that nothing new happened. */
  readonly known: boolean
  readonly events: readonly LedgerEvent[]
  /** The cases that changed, as they are now. */
  readonly cases: readonly LedgerCase[]
}

export interface LedgerHead {
  /** 32 hex digits. */
  readonly chain: string
  readonly seq: number
  /** Hex. */
  readonly hash: string
}

/** A deviation that `verify` found; `code` is stable, `where` names a seq, a command, a case or a device. */
export interface LedgerProblem {
  readonly code: 'gap' | 'body' | 'body-missing' | 'command' | 'page' | 'signature' | 'head' | 'counter' | 'case'
  readonly where: string
  readonly text: string
}

export interface Verification {
  readonly ok: boolean
  readonly events: number
  readonly problems: readonly LedgerProblem[]
}

/** All calls run inside a transaction that the caller opened; `append` and what follows write in it. */
export interface Authority {
  head(): LedgerHead
  office(): OfficeState
  append(command: LedgerCommand): Appended
  appendMany(commands: readonly LedgerCommand[]): readonly Appended[]
  /** Signs the head of the open page; called once, before COMMIT. */
  seal(): void
  /** Last number used by this incarnation of the device; 0 for none. */
  cursor(device: string, incarnation: number): number
  command(id: string): { readonly command: LedgerCommand | null; readonly result: CommandResult } | null
  caseOf(subject: string, at: number): LedgerCase | null
  caseById(id: string): LedgerCase | null
  eventsOfCase(id: string): readonly LedgerEvent[]
  /** Events after `seq`, in order, at most `limit`. */
  events(seq: number, limit: number): readonly LedgerEvent[]
}

export type Later<T> = { readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : T[K] }
/**
 * The same over a store that answers later.
 *
 * @public the hub's store implements it
 */
export type AsyncAuthority = Later<Authority>
