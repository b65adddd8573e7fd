/**
 * The EDIFACT tokenizer: bytes in chunks of any size in, segments out.
 *
 *     push ──► window of bytes ──► segment() with its tokens ──► next segment
 *                 │ unfinished segment (≤ 64 kB): carried to the next chunk, read again from its start
 *                 └ longer: overlong(), and on from the next terminator
 *
 * A segment is only ever read when all of it is there, so no cut can fall inside a release sequence, a
 * UNA or a letter of several bytes. Tokens are positions in the window; text is made only for those that
 * someone asks for.
 */
import { createHash, hash, type Hash } from 'node:crypto'
import { UNDECLARED, type Charset, type Decoded } from './charset.ts'
import { advisedService, AWAIT, DEFAULTS, isBlank, markClasses, undeclaredService, upper, type ServiceCharacters } from './service.ts'
import { CLASSES, findToken, HIGH, isToken, LINE_BREAK, RELEASE, result, SEGMENT_LIMIT, split, STARTS } from './split.ts'

/** Bytes read at a time. */
const WINDOW = 32_768
/** Whether a segment is being read: a second tokenizer started from inside would overwrite its tokens. */
let busy = false

const TAG_UNA = tagKey('UNA')
const TAG_UNB = tagKey('UNB')

/** A tag of three characters as a number: what rules are looked up by. */
export function tagKey(tag: string): number {
  return (tag.charCodeAt(0) << 16) | (tag.charCodeAt(1) << 8) | tag.charCodeAt(2)
}

export interface SegmentSink {
  /** A whole segment stands in the tokenizer, until this returns. */
  segment(): void
  /** Something other than a segment: see the codes. `from` is the byte where it stands. */
  irregular(code: 'overlong' | 'una-unusable' | 'line-terminators', from: number): void
  /** Bytes that do not belong to the charset of the interchange. */
  decoded(decoded: Decoded, charset: string): void
}

export class Tokenizer {
  /** Tokens of the segment, its tag included. */
  tokens = 0
  /** Key of the tag in upper case; 0 where the tag has not three characters. */
  tag = 0
  /** Bytes [from, to) of the segment in the interchange, its terminator included. */
  from = 0
  to = 0
  /** A line break stands inside the segment. */
  broken = false
  /** The tag is written in small letters, and so its codes may be. */
  small = false
  charset: Charset = UNDECLARED

  /** The window, as bytes and as a Latin-1 string of them. */
  window: Uint8Array = new Uint8Array(0)
  text = ''
  /** Nothing in the segment is released, beyond ASCII or broken: a token's text is what stands in the window. */
  plain = false

  readonly #sink: SegmentSink
  #service = DEFAULTS
  #advised = false
  /** Where the UNB stands that the last UNA was for. */
  #advisedUnb = -1
  readonly #classes = new Uint8Array(256)
  #base = 0
  #released = false
  #high = false

  #carry = Buffer.alloc(4096)
  #carried = 0
  /** What alone can make the carried bytes readable. */
  #awaits: 'anything' | 'terminator' | 'line-end' = 'anything'
  #skipping = false
  #skipReleased = false
  #begun = false

  #hashFrom = -1
  #hash: Hash | null = null

  /** @param offset of the first byte in its file */
  constructor(sink: SegmentSink, offset = 0) {
    this.#sink = sink
    this.#base = offset
    this.#setService(DEFAULTS)
  }

  get service(): ServiceCharacters {
    return this.#service
  }

  /** Syntax version 4 has a repetition separator even where no UNA says so. */
  allowRepetition(): void {
    if (!this.#advised && this.#service.repetition === null) this.#setService({ ...this.#service, repetition: 42 })
  }

  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) at = this.#carried > 0 ? this.#readCarried(chunk, at) : this.#readChunk(chunk, at)
  }

  /** Reads windows of the chunk where they lie; carries what no window completes. Returns how far it came. */
  #readChunk(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length) {
      const window = chunk.subarray(at, at + WINDOW)
      const consumed = this.#read(window)
      const last = at + window.length === chunk.length
      if (consumed === 0 || (last && consumed < window.length)) {
        this.#append(window.subarray(consumed))
        return at + window.length
      }
      at += consumed
    }
    return at
  }

  /** Goes on with what is carried, a window of the chunk after it. Returns how far it came. */
  #readCarried(chunk: Uint8Array, at: number): number {
    const before = this.#carried
    const part = chunk.subarray(at, at + WINDOW)
    this.#append(part)
    if (this.#carried <= SEGMENT_LIMIT && this.#isHopeless(part)) return at + part.length
    const consumed = this.#read(this.#carry.subarray(0, this.#carried))
    if (consumed >= before) {
      this.#carried = 0
      return at + consumed - before
    }
    this.#carry.copyWithin(0, consumed, this.#carried)
    this.#carried -= consumed
    return at + part.length
  }

  /** The bytes after the last whole segment, blanks apart: where they begin, or -1 if there are none. Ends the tokenizer. */
  end(): number {
    const rest = this.#carried
    let blank = 0
    while (blank < rest && isBlank(this.#carry[blank] ?? 0)) blank++
    const at = this.#base
    if (this.#hashFrom >= 0) {
      this.#hash ??= createHash('sha256')
      this.#hash.update(this.#carry.subarray(Math.max(0, this.#hashFrom - at), rest))
      this.#hashFrom = at + rest
    }
    this.#base += rest
    this.#carried = 0
    return this.#skipping ? at : blank === rest ? -1 : at + blank
  }

  /** Offset of the first byte not yet read; the length of the interchange once ended. */
  get offset(): number {
    return this.#base
  }

  /** From here on bytes belong to the digest. */
  digestFrom(offset: number): void {
    this.#hashFrom = offset
    this.#hash = null
  }

  /** SHA-256 (hex) of the bytes from `digestFrom` to `to`, which must not lie before the segment being read. */
  digestTo(to: number): string {
    const bytes = this.window.subarray(Math.max(0, this.#hashFrom - this.#base), Math.max(0, to - this.#base))
    const digest = this.#hash === null ? hash('sha256', bytes, 'hex') : this.#hash.update(bytes).digest('hex')
    this.#hashFrom = -1
    this.#hash = null
    return digest
  }

  /** Text of a token: released characters without their release character, letters decoded. */
  value(token: number): string {
    let text = this.text.slice(STARTS[token] ?? 0, (STARTS[token + 1] ?? 1) - 1)
    if (this.plain) return text
    if (this.#released) text = this.#unrelease(text)
    if (this.#high && NOT_ASCII.test(text)) text = this.charset.decode(text, (decoded) => this.#tell(decoded))
    return text
  }

  /** Text of the part at a place; empty where there is none. */
  valueAt(place: number): string {
    const token = findToken(this.tokens, place)
    return token < 0 ? '' : this.value(token)
  }

  /** Whether the part at a place is this text, given as its bytes too: compared without making a text of the part. */
  is(place: number, text: string, bytes: Uint8Array): boolean {
    const token = findToken(this.tokens, place)
    if (token < 0) return text === ''
    if (isToken(this.window, token, bytes)) return true
    if (!this.small && this.plain) return false
    const part = this.value(token).replace(/[\r\n]/g, '')
    return part === text || (this.small && part.toUpperCase() === text)
  }

  #tell(decoded: Decoded): void {
    if (decoded !== 'as-declared') this.#sink.decoded(decoded, this.charset.name)
  }

  #unrelease(text: string): string {
    const release = String.fromCharCode(this.#service.release ?? 63)
    let at = text.indexOf(release)
    if (at < 0) return text
    let plain = ''
    let from = 0
    while (at >= 0) {
      plain += text.slice(from, at)
      from = at + 1
      at = text.indexOf(release, at + 2)
    }
    return plain + text.slice(from)
  }

  #setService(service: ServiceCharacters): void {
    this.#service = service
    markClasses(service, this.#classes)
    if (busy) CLASSES.set(this.#classes)
  }

  #append(bytes: Uint8Array): void {
    const size = this.#carried + bytes.length
    if (size > this.#carry.length) {
      const larger = Buffer.alloc(Math.max(size, 2 * this.#carry.length))
      larger.set(this.#carry.subarray(0, this.#carried))
      this.#carry = larger
    }
    this.#carry.set(bytes, this.#carried)
    this.#carried = size
  }

  /** Whether a part cannot complete what is carried, so that reading again would be in vain (and quadratic for tiny chunks). */
  #isHopeless(part: Uint8Array): boolean {
    if (this.#awaits === 'anything') return false
    if (part.includes(this.#service.terminator)) return false
    return this.#awaits === 'terminator' || !(part.includes(10) || part.includes(13) || part.includes(DEFAULTS.terminator))
  }

  /** Reads all whole segments of a window; returns how many bytes are done with. */
  #read(window: Uint8Array): number {
    if (busy) throw new Error('An interchange was given bytes from inside the reading of another.')
    this.window = window
    this.text = ''
    CLASSES.set(this.#classes)
    busy = true
    let consumed = 0
    try {
      consumed = this.#readWindow(window, window.length)
    } finally {
      busy = false
    }
    if (this.#hashFrom >= 0 && consumed > 0) {
      this.#hash ??= createHash('sha256')
      this.#hash.update(window.subarray(Math.max(0, this.#hashFrom - this.#base), consumed))
      this.#hashFrom = this.#base + consumed
    }
    this.#base += consumed
    return consumed
  }

  #readWindow(window: Uint8Array, length: number): number {
    let at = 0
    this.#awaits = 'anything'
    if (!this.#begun) {
      at = byteOrderMark(window)
      if (at < 0) return 0
      this.#begun = true
    }
    for (;;) {
      if (this.#skipping) {
        at = this.#skip(window, at, length)
        if (this.#skipping) return length
      }
      while (at < length && isBlank(window[at] ?? 0)) at++
      if (at >= length) return length
      if (window[at] === this.#service.terminator) {
        at++
        continue
      }
      const first = (window[at] ?? 0) & 0xdf
      if (first === 85) {
        const next = this.#serviceAt(window, at, length)
        if (next === AWAIT) return at
        if (next > at) {
          at = next
          continue
        }
      }
      if (this.text === '') this.text = Buffer.from(window.buffer, window.byteOffset, length).toString('latin1')
      const end = this.#tokenise(window, at, length)
      if (end < 0) {
        if (length - at <= SEGMENT_LIMIT) {
          this.#awaits = 'terminator'
          return at
        }
        this.#sink.irregular('overlong', this.#base + at)
        this.#skipping = true
        this.#skipReleased = false
        continue
      }
      if (end - at > SEGMENT_LIMIT) {
        this.#sink.irregular('overlong', this.#base + at)
      } else {
        this.from = this.#base + at
        this.to = this.#base + end
        this.#sink.segment()
      }
      at = end
    }
  }

  /** Splits the segment at `at`; returns where the next one begins, or -1 where this one's terminator is not there yet. */
  #tokenise(window: Uint8Array, at: number, length: number): number {
    const end = split(window, at, Math.min(length, at + SEGMENT_LIMIT + 1))
    if (end < 0) return -1
    const marks = result.marks
    this.tokens = result.tokens
    this.#released = (marks & RELEASE) !== 0
    this.#high = (marks & HIGH) !== 0
    this.broken = (marks & LINE_BREAK) !== 0
    if (this.broken && this.#service.terminator === 10 && window[end - 2] === 13) this.broken = this.#dropCarriageReturn(window, at, end - 1)
    this.plain = !this.#released && !this.#high && !this.broken
    const first = window[at] ?? 0
    this.small = first > 96
    this.tag = (STARTS[1] ?? 0) - at === 4 ? (upper(first) << 16) | (upper(window[at + 1] ?? 0) << 8) | upper(window[at + 2] ?? 0) : 0
    return end
  }

  /** Lines that end with CR LF where LF is the terminator: the CR is no part of the last token. Returns whether the segment is broken otherwise. */
  #dropCarriageReturn(window: Uint8Array, at: number, terminator: number): boolean {
    if (terminator > (STARTS[this.tokens - 1] ?? 0)) STARTS[this.tokens] = terminator
    return window.subarray(at, terminator - 1).includes(13)
  }

  /** Passes an overlong segment by, to behind its terminator; a release sequence may lie across windows. */
  #skip(window: Uint8Array, at: number, length: number): number {
    const { release, terminator } = this.#service
    for (let i = at; i < length; i++) {
      const byte = window[i]
      if (this.#skipReleased) this.#skipReleased = false
      else if (byte === release) this.#skipReleased = true
      else if (byte === terminator) {
        this.#skipping = false
        return i + 1
      }
    }
    return length
  }

  /** Looks at what may be a UNA, or a UNB that no UNA precedes. Returns where to go on (`at` if nothing was taken), or AWAIT. */
  #serviceAt(window: Uint8Array, at: number, length: number): number {
    const key = (upper(window[at] ?? 0) << 16) | (upper(window[at + 1] ?? 0) << 8) | upper(window[at + 2] ?? 0)
    if (length - at < 4) return upper(window[at + 1] ?? 78) === 78 ? AWAIT : at
    if (key === TAG_UNA) {
      if (length - at < 9) return AWAIT
      this.#advise(window.subarray(at + 3, at + 9), this.#base + at)
      return at + 9
    }
    if (key !== TAG_UNB) return at
    // A UNA holds for one interchange. The same UNB may pass here twice, when a chunk ended inside it.
    if (this.#advisedUnb >= 0 && this.#advisedUnb !== this.#base + at) {
      this.#advised = false
      if (window[at + 3] === DEFAULTS.element) this.#setService(DEFAULTS)
    }
    if (this.#advised || window[at + 3] !== DEFAULTS.element) {
      this.#advisedUnb = this.#base + at
      return at
    }
    const service = undeclaredService(window, at, length)
    if (service === null) {
      if (length - at > SEGMENT_LIMIT) return at
      this.#awaits = 'line-end'
      return AWAIT
    }
    if (service === AWAIT) return AWAIT
    if (service.terminator !== this.#service.terminator && service !== DEFAULTS) this.#sink.irregular('line-terminators', this.#base + at)
    this.#setService(service)
    return at
  }

  #advise(una: Uint8Array, from: number): void {
    const service = advisedService(una)
    this.#advised = service !== null
    this.#advisedUnb = -1
    this.#setService(service ?? DEFAULTS)
    if (service === null) this.#sink.irregular('una-unusable', from)
  }
}

// oxlint-disable-next-line no-control-regex -- the range is the point
const NOT_ASCII = /[^\x00-\x7f]/

/** Length of a UTF-8 byte order mark at the start; -1 where it may still become one. */
function byteOrderMark(window: Uint8Array): number {
  if (window[0] !== 0xef) return 0
  if (window.length < 3) return window.length === 1 || window[1] === 0xbb ? -1 : 0
  return window[1] === 0xbb && window[2] === 0xbf ? 3 : 0
}
