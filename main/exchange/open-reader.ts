/**
 * Finds out what an interchange is by its first bytes, and reads it with the reader for that.
 */
import { createHash } from 'node:crypto'
import type { Finding, MessageHead } from '../../shared/domain/records.ts'
import { EdifactReader } from './edifact/reader.ts'
import { finishing, type InterchangeReader, type ReadingContext, type ReadingSink } from './reading.ts'
import { TableReader } from './table/reader.ts'
import { XmlReader } from './xml/reader.ts'

/** What bytes look like: a syntax that is read, or what else they are. */
export type Syntax = 'edifact' | 'xml' | 'table'
export interface Sniffed {
  readonly syntax: Syntax | null
  /** What it looks like where it is no syntax that is read: `zip`, `pdf`, `binary`, `text`, `empty` … */
  readonly looks: string
  /** Bytes before the interchange that belong to no syntax (a mail header, say). */
  readonly skip: number
}

/** Bytes looked at before the bytes are called something else than EDIFACT or XML. */
const SNIFF_LIMIT = 4096
/** Bytes looked at where characters have two bytes. */
const WIDE_LIMIT = 256

/**
 * A reader for whatever the bytes turn out to be.
 *
 * Keeps back only what finding out needs (4 kB at most), then passes everything on. The file's name decides
 * only between a table and other text.
 *
 * @param firstBytes pushed at once, for a caller that has read some already
 */
export function openReader(context: ReadingContext, sink: ReadingSink, firstBytes?: Uint8Array): InterchangeReader {
  const reader = new OpenReader(context, sink)
  if (firstBytes !== undefined) reader.push(firstBytes)
  return reader
}

class OpenReader implements InterchangeReader {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  #held: Buffer = Buffer.alloc(0)
  #reader: InterchangeReader | null = null

  constructor(context: ReadingContext, sink: ReadingSink) {
    this.#context = context
    this.#sink = sink
  }

  push(chunk: Uint8Array): void {
    if (this.#reader !== null) return this.#reader.push(chunk)
    this.#held = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk])
    this.#decide(false)
  }

  end(): void {
    for (const _ of this.finish());
  }

  *finish(): Generator<void, void> {
    if (this.#reader === null) this.#decide(true)
    if (this.#reader !== null) yield* finishing(this.#reader)
  }

  #decide(ended: boolean): void {
    const sniffed = sniff(this.#held, ended, this.#context.fileName)
    if (sniffed === null) return
    const held = this.#held
    this.#held = Buffer.alloc(0)
    this.#reader = this.#readerFor(sniffed)
    this.#reader.push(held)
  }

  #readerFor(sniffed: Sniffed): InterchangeReader {
    switch (sniffed.syntax) {
      case 'edifact':
        return new EdifactReader(this.#context, this.#sink, sniffed.skip)
      case 'xml':
        return new XmlReader(this.#context, this.#sink)
      case 'table':
        return new TableReader(this.#context, this.#sink)
      case null:
        return sniffed.looks === 'xls' ? new Compound(this.#sink) : new Unreadable(this.#sink, sniffed.looks)
    }
  }
}

/** Something that no reader reads is still received: one message, set aside, that says what it looks like. */
class Unreadable implements InterchangeReader {
  readonly #sink: ReadingSink
  readonly #looks: string
  readonly #digest = createHash('sha256')
  #length = 0

  constructor(sink: ReadingSink, looks: string) {
    this.#sink = sink
    this.#looks = looks
  }

  push(chunk: Uint8Array): void {
    this.#digest.update(chunk)
    this.#length += chunk.length
  }

  end(): void {
    this.giveUp({ code: 'unreadable', values: { looks: this.#looks } })
  }

  protected giveUp({ code, values }: Pick<Finding, 'code' | 'values'>): void {
    const head: MessageHead = { type: '', version: null, sender: null, recipient: null, reference: null, prepared: null, function: 'original' }
    this.#sink.open(head)
    this.#sink.finding({ code, severity: 'error', place: 'byte 0', values, scope: 'message', item: null })
    this.#sink.close({ head, outcome: 'set-aside', map: null, digest: this.#digest.digest('hex'), from: 0, to: this.#length })
  }
}

/** The old container of Office: a workbook of before 2007, or a newer one under a password. */
class Compound extends Unreadable {
  #tail: Buffer = Buffer.alloc(0)
  #encrypted = false

  constructor(sink: ReadingSink) {
    super(sink, 'xls')
  }

  override push(chunk: Uint8Array): void {
    super.push(chunk)
    if (this.#encrypted) return
    const seen = Buffer.concat([this.#tail, chunk])
    this.#encrypted = seen.includes(ENCRYPTED_PACKAGE)
    this.#tail = seen.subarray(-ENCRYPTED_PACKAGE.length)
  }

  override end(): void {
    if (this.#encrypted) this.giveUp({ code: 'workbook-encrypted', values: {} })
    else super.end()
  }
}
/** Name of the stream in which a workbook under a password lies. Source: MS-OFFCRYPTO 2.3.4.4. */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le')

const SIGNATURES: readonly (readonly [looks: string, bytes: readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 3, 4]],
  ['zip', [0x50, 0x4b, 5, 6]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['gzip', [0x1f, 0x8b]],
  ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
]

/**
 * What the first bytes of a file are.
 *
 * @param ended no more bytes will come
 * @returns `null` where more bytes are needed. The answer depends on the bytes alone, never on how they were cut.
 */
export function sniff(bytes: Uint8Array, ended: boolean, fileName = ''): Sniffed | null {
  const enough = ended || bytes.length >= SNIFF_LIMIT
  // A workbook is a zip; whether this one is, its listing at the far end says.
  for (const [looks, signature] of SIGNATURES) if (signature.every((byte, i) => bytes[i] === byte)) return { syntax: looks === 'zip' ? 'table' : null, looks, skip: 0 }
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (wide || (bytes[0] === 0x3c && bytes[1] === 0) || (bytes[0] === 0 && bytes[1] === 0x3c))
    return ended || bytes.length >= WIDE_LIMIT ? sniffWide(bytes.subarray(0, WIDE_LIMIT)) : null

  const head = Buffer.from(bytes.subarray(0, SNIFF_LIMIT)).toString('latin1')
  const from = head.startsWith('\xef\xbb\xbf') ? 3 : 0
  const text = head.slice(from).replace(/^[\s\0]+/, '')
  if (text.length >= 4) {
    if (/^UN[ABGH][^A-Za-z0-9]/i.test(text)) return { syntax: 'edifact', looks: 'EDIFACT', skip: 0 }
    if (/^<[?!A-Za-z_\x80-\xff]/.test(text)) return { syntax: 'xml', looks: 'XML', skip: 0 }
  }
  if (!enough) return null
  const buried = /UNA[^A-Za-z0-9\s]{4}[^A-Za-z0-9][^A-Za-z0-9]\s*UNB|UNB\+UNO[A-Z]:/.exec(head)
  if (buried !== null) return { syntax: 'edifact', looks: 'EDIFACT', skip: buried.index }
  if (text === '') return { syntax: null, looks: head.length === 0 ? 'empty' : 'blank', skip: 0 }
  // oxlint-disable-next-line no-control-regex -- control characters are what tells bytes from text
  if (/[\x00-\x08\x0e-\x19\x1c-\x1f]/.test(text)) return { syntax: null, looks: 'binary', skip: 0 }
  const line = text.slice(0, text.search(/[\r\n]|$/))
  if (/[;,\t|]/.test(line) || /\.(?:csv|tsv|txt)$/i.test(fileName)) return { syntax: 'table', looks: 'CSV', skip: 0 }
  return { syntax: null, looks: /^[{[]/.test(text) ? 'json' : 'text', skip: 0 }
}

/** Two bytes a character: XML or a table (EDIFACT knows no such character set). */
function sniffWide(bytes: Uint8Array): Sniffed {
  const big = bytes[0] === 0xfe || bytes[0] === 0
  const text = new TextDecoder(big ? 'utf-16be' : 'utf-16le').decode(bytes.subarray(0, bytes.length & ~1)).trimStart()
  if (text === '') return { syntax: null, looks: 'blank', skip: 0 }
  if (text.startsWith('<')) return { syntax: 'xml', looks: 'XML', skip: 0 }
  if (/^UN[AB]/.test(text)) return { syntax: null, looks: 'EDIFACT in UTF-16', skip: 0 }
  // oxlint-disable-next-line no-control-regex -- control characters are what tells bytes from text
  return /[\x00-\x08]/.test(text) ? { syntax: null, looks: 'binary', skip: 0 } : { syntax: 'table', looks: 'CSV', skip: 0 }
}
