/**
 * The findings of one message, on their way to the sink.
 *
 * What can occur once per segment (an unmapped part, an assumed zone) is collected and told once, with
 * its first place and a count, when the message ends. All else is told at once. Past the limit only the
 * number is kept, so that a hostile or hopeless file cannot fill the store with complaints.
 */
import type { Finding, Severity } from '../../../shared/domain/records.ts'
import type { ReadingSink } from '../reading.ts'

/** Findings told per message; one `more-findings` with the number of the rest follows. */
export const FINDINGS_LIMIT = 500

interface Collected {
  readonly finding: Omit<Finding, 'values'>
  readonly values: Readonly<Record<string, string | number>>
  count: number
}

export class Findings {
  readonly #sink: ReadingSink
  readonly #collected = new Map<string, Collected>()
  #told = 0
  #untold = 0

  constructor(sink: ReadingSink) {
    this.#sink = sink
  }

  add(code: string, severity: Severity, scope: Finding['scope'], place: string, values: Finding['values'] = {}, item: string | null = null): void {
    if (this.#told + this.#collected.size >= FINDINGS_LIMIT) {
      this.#untold++
      return
    }
    this.#told++
    this.#sink.finding({ code, severity, place, values, scope, item })
  }

  /** Told at the end, once for all with the same code and `key`, with `count` among its values; `place` is asked for the first only. */
  collect(code: string, severity: Severity, key: string, place: () => string, values: Finding['values']): void {
    const id = `${code} ${key}`
    const known = this.#collected.get(id)
    if (known !== undefined) {
      known.count++
      return
    }
    if (this.#told + this.#collected.size >= FINDINGS_LIMIT) {
      this.#untold++
      return
    }
    this.#collected.set(id, { finding: { code, severity, place: place(), scope: 'message', item: null }, values, count: 1 })
  }

  /** Takes back what was collected under a code: a closer map was found that may know those parts. */
  forget(code: string): void {
    for (const id of this.#collected.keys()) if (id.startsWith(`${code} `)) this.#collected.delete(id)
  }

  /** The message ends: tells what was collected, and how many findings were left out. The next message starts afresh. */
  flush(): void {
    for (const { finding, values, count } of this.#collected.values()) this.#sink.finding({ ...finding, values: { ...values, count } })
    if (this.#untold > 0) {
      this.#sink.finding({ code: 'more-findings', severity: 'warning', place: '', values: { count: this.#untold }, scope: 'message', item: null })
    }
    this.#collected.clear()
    this.#told = 0
    this.#untold = 0
  }
}
