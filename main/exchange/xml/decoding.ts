/**
 * Bytes of an XML document to text: the encoding found by byte order mark or declaration, then decoded as
 * a stream, so that a cut inside a letter does no harm.
 */

export interface Encoding {
  /** A label that TextDecoder knows. */
  readonly label: string
  /** Bytes of the byte order mark. */
  readonly mark: number
  /** What the declaration said where it contradicts the bytes. */
  readonly contradicts: string | null
}

/** A declaration stands within these bytes or not at all. */
const DECLARATION_LIMIT = 1024

/**
 * The encoding of a document by its first bytes.
 *
 * @param ended no more bytes will come
 * @returns `null` where more bytes are needed; a label that does not exist is returned as found. Source: XML 1.0, appendix F.
 */
export function findEncoding(bytes: Uint8Array, ended: boolean): Encoding | null {
  const [a, b, c, d] = bytes
  if (bytes.length < 4 && !ended) return null
  const marked = a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null
  const unmarked = a === 0x3c && b === 0 && d === 0 ? 'utf-16le' : a === 0 && b === 0x3c && c === 0 ? 'utf-16be' : null
  const mark = marked === 'utf-8' ? 3 : marked === null ? 0 : 2
  const wide = marked === 'utf-16le' || marked === 'utf-16be' ? marked : unmarked
  if (wide !== null) return { label: wide, mark, contradicts: null }

  const head = Buffer.from(bytes.subarray(mark, mark + DECLARATION_LIMIT)).toString('latin1')
  const start = head.trimStart()
  if (!start.startsWith('<?xml')) {
    // Too short to be a declaration yet.
    if (!ended && start.length < 5 && '<?xml'.startsWith(start) && head.length < DECLARATION_LIMIT) return null
    return { label: marked ?? 'utf-8', mark, contradicts: null }
  }
  const close = head.indexOf('?>')
  if (close < 0 && !ended && head.length < DECLARATION_LIMIT) return null
  const declared = /\sencoding\s*=\s*["']([^"']*)["']/.exec(close < 0 ? head : head.slice(0, close))?.[1]?.toLowerCase() ?? null
  if (declared === null) return { label: marked ?? 'utf-8', mark, contradicts: null }
  // Bytes that could be read this far are no UTF-16, whatever the declaration says.
  if (declared.startsWith('utf-16') || declared.startsWith('ucs-2') || declared === 'iso-10646-ucs-2') return { label: 'utf-8', mark, contradicts: declared }
  if (marked !== null) return { label: marked, mark, contradicts: declared === 'utf-8' || declared === 'utf8' ? null : declared }
  return { label: declared === 'us-ascii' || declared === 'ascii' ? 'utf-8' : declared, mark, contradicts: null }
}

/** A stream of text that knows how many bytes of the document a number of its characters took. */
export class TextStream {
  readonly #decoder: InstanceType<typeof TextDecoder>
  readonly #width: 1 | 2 | 'utf-8'
  /** Bytes of the document before the text that `decode` gave last. */
  #before: number
  #last = ''

  /** @throws RangeError where the label is no encoding that can be read */
  constructor(encoding: Encoding) {
    this.#decoder = new TextDecoder(encoding.label, { ignoreBOM: true })
    this.#width = this.#decoder.encoding === 'utf-8' ? 'utf-8' : this.#decoder.encoding.startsWith('utf-16') ? 2 : 1
    this.#before = encoding.mark
  }

  decode(bytes: Uint8Array): string {
    return this.#next(this.#decoder.decode(bytes, { stream: true }))
  }

  end(): string {
    return this.#next(this.#decoder.decode())
  }

  /** Byte offset of the character at `index` of the text given last. */
  byteAt(index: number): number {
    return this.#before + this.#bytes(this.#last.slice(0, Math.max(0, index)))
  }

  #next(text: string): string {
    this.#before += this.#bytes(this.#last)
    this.#last = text
    return text
  }

  #bytes(text: string): number {
    return this.#width === 'utf-8' ? Buffer.byteLength(text) : text.length * this.#width
  }
}
