/** A call's failure with a code of the catalogue `error.*`; crosses to the screen as `CallError`. */
import type { CallError } from '../../shared/contract.ts'
import { english } from '../../shared/i18n/say.ts'

export class DeskFailure extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, string | number>>
  constructor(code: string, details: Readonly<Record<string, string | number>> = {}, message = english('error', code, details)) {
    super(message)
    this.name = 'DeskFailure'
    this.code = code
    this.details = details
  }
}

/**
 * Whatever was thrown, as it may leave the desk. A failure without a code of ours is a bug: its text stays
 * inside (it may hold a path or a name), and a reference says where to find it in the log.
 */
export function callError(error: unknown, log: (reference: string, error: unknown) => void): CallError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[a-z][a-z-]*$/.test(error.code) && error.code !== 'internal') {
    const details = 'details' in error && typeof error.details === 'object' && error.details !== null ? { ...error.details } : {}
    return { code: error.code, message: error.message, details }
  }
  const reference = Math.random().toString(36).slice(2, 10)
  log(reference, error)
  return { code: 'internal', message: english('error', 'internal'), details: { reference } }
}
