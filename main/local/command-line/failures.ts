/**
 * How a command ends early. The exit code says which kind it was: 1 done but not all well, 2 could not run.
 */
import type { CallError } from '../../../shared/contract.ts'

export const DONE = 0 as const
export const NOT_ALL_WELL = 1 as const
export const COULD_NOT_RUN = 2 as const
export type ExitCode = typeof DONE | typeof NOT_ALL_WELL | typeof COULD_NOT_RUN

/** The command could not run; `message` goes to people, on stderr. Exit 2. */
export class CannotRun extends Error {}

/** The command was not understood; its usage is printed after the message. Exit 2. */
export class UsageError extends Error {}

/** What was asked for is not there. Exit 1. */
export class NotFound extends Error {}

/** Whoever read our output has gone (`… | head`): nothing is left to do, and nobody to tell. */
export class ReaderGone extends Error {}

/** The desk refused or failed a call. */
export class CallFailed extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(error: CallError) {
    super(error.message)
    this.code = error.code
    this.details = error.details
  }
}

/** The owner of the data directory went away in the middle of a job, which went with it. */
export class LinkLost extends Error {}

/** The `code` of whatever was thrown; the system's errors and ours both have one. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
