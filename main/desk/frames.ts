/**
 * Newline-delimited JSON over a byte stream: a frame is a line. Bytes are gathered until their line is
 * complete, so a letter that is cut in two by the network is never decoded in halves.
 */

const NEWLINE = 0x0a

/** Cuts a stream of chunks into lines. `limit` is the longest line in bytes; a longer one ends the cutting. */
export class LineCutter {
  readonly #limit: number
  #held: Uint8Array[] = []
  #size = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * The lines that this chunk completes, without their newline.
   *
   * @returns `null` once a line is longer than the limit; the stream is then of no further use
   */
  push(chunk: Uint8Array): string[] | null {
    const lines: string[] = []
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#held.push(chunk.subarray(from, at))
      this.#size += at - from
      if (this.#size > this.#limit) return null
      lines.push(Buffer.concat(this.#held).toString('utf8'))
      this.#held = []
      this.#size = 0
      from = at + 1
    }
    if (from < chunk.length) {
      this.#held.push(chunk.subarray(from))
      this.#size += chunk.length - from
    }
    return this.#size > this.#limit ? null : lines
  }
}

/** A frame as it goes over the wire. JSON never holds a raw newline, so the line is the frame. */
export const frame = (value: unknown): string => `${JSON.stringify(value)}\n`

/** The object of a line, or `null` where the line is not one. */
export function parseFrame(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
