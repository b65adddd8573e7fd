/**
 * Feeds a document to the parser: bytes in chunks of any size in, the parser's events out, under limits.
 *
 *     bytes ─► encoding found ─► pieces of 64 kB, cut at the same places however the file came ─► saxes ─► handlers
 *
 * A document is left at the first thing that is wrong with it; what still comes is only digested. Handlers
 * may leave it too. What a handler's sink throws goes through to whoever pushed.
 */
import { createHash } from 'node:crypto'
import type { Finding } from '../../../shared/domain/records.ts'
import { findEncoding, TextStream } from './decoding.ts'
import { createXmlParser, type XmlHandlers, type XmlParser } from './parser.ts'

export const XML_LIMITS = { depth: 64, attributes: 64, name: 256, text: 1 << 20 } as const
const PIECE = 1 << 16
/** Pieces without any event after which the parser is gathering something too long. */
const QUIET_PIECES = (2 * XML_LIMITS.text) / PIECE

/** Thrown through the parser to leave it at once; never past `#parse`. */
const LEAVE = new Error('The document is left here.')

export interface FeedReport {
  /** The document is set aside. */
  failed(code: string, place: string, values: Finding['values']): void
  /** Something about the document as a whole, told once. */
  noticed(code: string, severity: Finding['severity'], values: Finding['values']): void
}

export class XmlFeed {
  /** Pieces parsed since the last event; handlers set it to 0. */
  quiet = 0
  /** The root element has begun. */
  begun = false

  readonly #report: FeedReport
  readonly #parser: XmlParser
  readonly #digest = createHash('sha256')
  #length = 0
  #phase: 'encoding' | 'reading' | 'left' = 'encoding'
  #first = Buffer.alloc(0)
  #stream: TextStream | null = null
  readonly #piece = Buffer.alloc(PIECE)
  #pieceLength = 0
  /** The text being parsed, and how many characters the parser had before it. */
  #text = ''
  #before = 0
  /** Characters of a piece that the parser never got: blanks before the document. */
  #withheld = 0
  #blank = true
  #ending = false

  constructor(handlers: Omit<XmlHandlers, 'doctype' | 'aside' | 'error'>, report: FeedReport) {
    this.#report = report
    this.#parser = createXmlParser({
      ...handlers,
      doctype: () => this.leave('doctype-refused', {}),
      aside: () => {
        this.quiet = 0
      },
      error: (error) => this.leave('not-well-formed', { reason: error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '') }),
    })
  }

  /** Bytes of the document so far. */
  get length(): number {
    return this.#length
  }

  push(chunk: Uint8Array): void {
    this.#digest.update(chunk)
    this.#length += chunk.length
    if (this.#phase === 'left') return
    if (this.#phase === 'encoding') {
      this.#first = Buffer.concat([this.#first, chunk])
      this.#begin(false)
      return
    }
    this.#decode(chunk)
  }

  /** The document is over. @returns SHA-256 (hex) of all its bytes */
  end(): string {
    if (this.#phase === 'encoding') this.#begin(true)
    if (this.#phase === 'reading') this.#parse(this.#stream?.decode(this.#piece.subarray(0, this.#pieceLength)) ?? '')
    if (this.#phase === 'reading') {
      this.#parse(this.#stream?.end() ?? '')
      this.#parse(null)
    }
    return this.#digest.digest('hex')
  }

  /** The namespace of a prefix where the parser stands; `null` where it has none. */
  uriOf(prefix: string): string | null {
    return this.#parser.uriOf(prefix)
  }

  /** Sets the document aside, from inside a handler. */
  leave(code: string, values: Finding['values']): never {
    this.#phase = 'left'
    const ampersand = code === 'not-well-formed' ? this.#bareAmpersand() : -1
    // What the parser misses when the document is over is the rest of the document.
    const truncated = code === 'not-well-formed' && this.#ending && this.begun && ampersand < 0
    this.#report.failed(truncated ? 'truncated' : code, this.#place(ampersand), values)
    throw LEAVE
  }

  tooLong(): never {
    this.leave('text-too-long', { limit: XML_LIMITS.text })
  }

  #begin(ended: boolean): void {
    const encoding = findEncoding(this.#first, ended)
    if (encoding === null) return
    const first = this.#first
    this.#first = Buffer.alloc(0)
    try {
      this.#stream = new TextStream(encoding)
    } catch {
      this.#phase = 'left'
      this.#report.failed('encoding-unknown', 'byte 0', { encoding: encoding.label })
      return
    }
    this.#phase = 'reading'
    if (encoding.contradicts !== null) this.#report.noticed('encoding-contradicted', 'warning', { declared: encoding.contradicts, found: encoding.label })
    this.#decode(first.subarray(encoding.mark))
  }

  #decode(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#phase === 'reading';) {
      if (this.#pieceLength === 0 && bytes.length - at >= PIECE) {
        this.#parse(this.#stream?.decode(bytes.subarray(at, at + PIECE)) ?? '')
        at += PIECE
        continue
      }
      const part = bytes.subarray(at, at + PIECE - this.#pieceLength)
      this.#piece.set(part, this.#pieceLength)
      this.#pieceLength += part.length
      at += part.length
      if (this.#pieceLength < PIECE) return
      this.#pieceLength = 0
      this.#parse(this.#stream?.decode(this.#piece) ?? '')
    }
  }

  /** Gives the parser a piece of text, or with `null` the end of the document. */
  #parse(piece: string | null): void {
    if (this.#phase === 'left') return
    try {
      if (piece === '') return
      if (piece === null) {
        this.#ending = true
        this.#parser.close()
        return
      }
      if (piece.includes('\uFFFD')) this.#report.noticed('bytes-replaced', 'warning', {})
      this.#before += this.#text.length
      this.#text = piece
      this.#withheld = 0
      if (this.#blank) this.#dropBlanks()
      if (this.#text === '') return
      this.quiet++
      this.#parser.write(this.#text)
      if (this.#parser.unfinishedReference > XML_LIMITS.name) this.leave('not-well-formed', { reason: 'an & that begins no reference' })
      if (this.quiet > QUIET_PIECES) this.tooLong()
    } catch (thrown) {
      if (thrown !== LEAVE) throw thrown
    }
  }

  /** A declaration must be the first thing there is; blank lines before it are a common slip that loses nothing. */
  #dropBlanks(): void {
    const text = this.#text.trimStart()
    this.#withheld = this.#text.length - text.length
    if (this.#withheld > 0) this.#report.noticed('leading-blanks', 'info', {})
    this.#text = text
    if (text !== '') this.#blank = false
  }

  /**
   * Index in the text of the `&` that the parser took for the beginning of a reference, -1 where there is none.
   *
   * The commonest fault of all, and the parser notices it only at the next `;`, which may never come.
   */
  #bareAmpersand(): number {
    const unfinished = this.#parser.unfinishedReference
    const at = this.#text.lastIndexOf('&', this.#index())
    if (unfinished > 0 && this.#ending) return at
    return at >= 0 && !/^&#?[\p{L}\p{N}_:.-]{1,64};/u.test(this.#text.slice(at, at + 80)) && /[\s<;]/.test(this.#text.slice(at + 1, at + 80)) ? at : -1
  }

  #index(): number {
    return this.#parser.position - this.#before
  }

  /** Where the parser stands, or a character before that. */
  #place(earlier: number): string {
    const index = this.#index()
    const at = earlier < 0 ? index : earlier
    let { line, column } = this.#parser
    if (earlier >= 0) {
      const between = this.#text.slice(earlier, index)
      const breaks = between.split('\n').length - 1
      line -= breaks
      const lineStart = this.#text.lastIndexOf('\n', earlier)
      column = breaks === 0 ? column - between.length : earlier - lineStart - 1
    }
    return `line ${line}, column ${Math.max(0, column)} (byte ${this.#stream?.byteAt(at + this.#withheld) ?? 0})`
  }
}
