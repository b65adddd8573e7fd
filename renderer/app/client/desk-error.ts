import type { CallError } from '../../../shared/contract.ts'

/**
 * A call that the desk refused, as an exception of the query layer.
 *
 * `code` names an entry `error.<code>` of the catalogues; `reference` is short, changes with every failure and
 * goes into the copyable text of the screen, so that a person on the telephone and the log meet.
 */
export class DeskError extends Error {
  override readonly name = 'DeskError'
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
  readonly reference: string

  constructor(error: CallError) {
    super(error.message)
    this.code = error.code
    this.details = error.details
    this.reference = typeof error.details['reference'] === 'string' ? error.details['reference'] : Date.now().toString(36).toUpperCase()
  }
}

/** The connection to the desk broke before an answer came. Reads are asked again; a decision is sent again with its id. */
export const LINK_LOST = 'link-lost'

export const linkLost = () => new DeskError({ code: LINK_LOST, message: 'The connection to the desk was lost.', details: {} })

export const toDeskError = (cause: unknown): DeskError =>
  cause instanceof DeskError ? cause : new DeskError({ code: 'unexpected', message: cause instanceof Error ? cause.message : String(cause), details: {} })
