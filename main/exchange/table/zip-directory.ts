/**
 * The central directory of a zip, read and judged before anything in it is inflated.
 *
 * A zip says of itself what it holds, and a hostile one lies: sizes that hide a bomb, entries that share their bytes,
 * one name twice, names that climb out of a folder. All that is settled here, on the listing alone, so that whatever
 * reads the archive afterwards meets a plain one. Source: PKWARE APPNOTE 6.3.10, 4.3 and 4.5.3.
 */
import type { Finding } from '../../../shared/domain/records.ts'

/** Entries of a workbook; a large one with pictures has some hundreds. */
export const ENTRY_LIMIT = 2000
/** Inflated bytes of all parts that are text: what reading may cost at most. Some 300,000 rows of twenty cells. */
export const INFLATED_LIMIT = 256 * 1024 * 1024
/** Inflated bytes of the table of strings, which is held in memory as a whole. */
export const STRINGS_LIMIT = 64 * 1024 * 1024
/** A part of more than `RATIO_FREE` bytes may inflate so many times; rows of a manifest do so ten to forty times. */
export const RATIO_LIMIT = 300
const RATIO_FREE = 8 * 1024 * 1024
const LONGEST_NAME = 512

export interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly crc: number
  readonly compressed: number
  readonly size: number
  /** Where its bytes begin. */
  readonly from: number
}

/** Why an archive is not read: a finding's code and its values. */
export interface ZipProblem {
  readonly code: string
  readonly values: Finding['values']
}
export type Listed = { readonly ok: true; readonly entries: readonly ZipEntry[] } | { readonly ok: false; readonly problem: ZipProblem }

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const MAX_32 = 0xffffffff
const MAX_16 = 0xffff
/** Bytes of the end record, and the longest comment behind it. */
const END_LENGTH = 22
const END_SEARCH = END_LENGTH + MAX_16

const ENCRYPTED = 1
const STRONG_ENCRYPTION = 1 << 6
const MASKED_DIRECTORY = 1 << 13
const SIZES_FOLLOW = 1 << 3

class Refused extends Error {
  readonly problem: ZipProblem
  constructor(code: string, values: ZipProblem['values']) {
    super(code)
    this.problem = { code, values }
  }
}

function fail(code: string, values: ZipProblem['values'] = {}): never {
  throw new Refused(code, values)
}
function broken(reason: string): never {
  return fail('workbook-broken', { reason })
}

/** What an archive holds, or why it is not to be opened. Never throws on bytes. */
export function listEntries(bytes: Uint8Array): Listed {
  try {
    return { ok: true, entries: new Directory(bytes).entries() }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.problem }
    throw error
  }
}

class Directory {
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  entries(): ZipEntry[] {
    const { count, from, to } = this.#end()
    if (count > ENTRY_LIMIT) fail('workbook-entries', { limit: ENTRY_LIMIT })
    const entries: ZipEntry[] = []
    const names = new Set<string>()
    let at = from
    for (let n = 0; n < count; n++) {
      if (at + 46 > to || this.#u32(at) !== CENTRAL) broken('its listing ends early')
      const nameLength = this.#u16(at + 28)
      const extraLength = this.#u16(at + 30)
      const next = at + 46 + nameLength + extraLength + this.#u16(at + 32)
      if (next > to) broken('its listing ends early')
      const entry = this.#entry(at, nameLength, extraLength)
      // Two names that differ in case only are one file on half of all machines.
      const key = entry.name.toLowerCase()
      if (names.has(key)) fail('workbook-name', { name: shown(entry.name) })
      names.add(key)
      entries.push(entry)
      at = next
    }
    if (at !== to) broken('something stands behind its listing')
    disjoint(entries, from)
    weigh(entries)
    return entries
  }

  #end(): { count: number; from: number; to: number } {
    const { length } = this.#bytes
    let at = length - END_LENGTH
    while (at >= Math.max(0, length - END_SEARCH) && this.#u32(at) !== END) at--
    if (at < Math.max(0, length - END_SEARCH)) broken('it ends early')
    // Bytes behind the end could hold a second archive, which another program would take for the first.
    if (at + END_LENGTH + this.#u16(at + 20) !== length) broken('something stands behind its end')
    if (this.#u16(at + 4) !== 0 && this.#u16(at + 4) !== MAX_16) broken('it is one of several parts')
    let count = this.#u16(at + 10)
    let size = this.#u32(at + 12)
    let from = this.#u32(at + 16)
    let to = at
    if (count === MAX_16 || size === MAX_32 || from === MAX_32) {
      if (at < 20 || this.#u32(at - 20) !== LOCATOR_64) broken('it ends early')
      const record = this.#u64(at - 20 + 8)
      if (record + 56 > at || this.#u32(record) !== END_64) broken('it ends early')
      count = this.#u64(record + 32)
      size = this.#u64(record + 40)
      from = this.#u64(record + 48)
      to = record
    } else if (at >= 20 && this.#u32(at - 20) === LOCATOR_64) {
      // Written though nothing needs it; some programs always do.
      to = this.#u64(at - 20 + 8)
    }
    if (from + size > to) broken('its listing lies outside of it')
    return { count, from, to: from + size }
  }

  #entry(at: number, nameLength: number, extraLength: number): ZipEntry {
    const flags = this.#u16(at + 8)
    const method = this.#u16(at + 10)
    const name = this.#name(at + 46, nameLength)
    if ((flags & (ENCRYPTED | STRONG_ENCRYPTION | MASKED_DIRECTORY)) !== 0) fail('workbook-encrypted')
    if (method !== 0 && method !== 8) broken(`“${shown(name)}” is packed in a way (${method}) that workbooks do not use`)
    let compressed = this.#u32(at + 20)
    let size = this.#u32(at + 24)
    let offset = this.#u32(at + 42)
    if (compressed === MAX_32 || size === MAX_32 || offset === MAX_32) {
      const wide = this.#wide(at + 46 + nameLength, extraLength)
      const take = (value: number): number => (value === MAX_32 ? wide() : value)
      size = take(size)
      compressed = take(compressed)
      offset = take(offset)
    }
    if (offset + 30 > this.#bytes.length || this.#u32(offset) !== LOCAL) broken(`“${shown(name)}” is not where its listing says`)
    const localName = this.#u16(offset + 26)
    const from = offset + 30 + localName + this.#u16(offset + 28)
    if (this.#name(offset + 30, localName) !== name || this.#u16(offset + 8) !== method) fail('workbook-name', { name: shown(name) })
    if (from + compressed > this.#bytes.length) broken(`“${shown(name)}” ends early`)
    const localFlags = this.#u16(offset + 6)
    if ((localFlags & (ENCRYPTED | STRONG_ENCRYPTION)) !== 0) fail('workbook-encrypted')
    if ((localFlags & SIZES_FOLLOW) === 0) {
      const [local, listed] = [this.#u32(offset + 22), size]
      if (local !== MAX_32 && local !== listed) broken(`“${shown(name)}” has two sizes`)
    }
    if (method === 0 && compressed !== size) broken(`“${shown(name)}” has two sizes`)
    return { name, method, crc: this.#u32(at + 16), compressed, size, from }
  }

  #name(at: number, length: number): string {
    if (length === 0 || length > LONGEST_NAME || at + length > this.#bytes.length) fail('workbook-name', { name: '' })
    let name: string
    try {
      name = new TextDecoder('utf-8', { fatal: true }).decode(this.#bytes.subarray(at, at + length))
    } catch {
      fail('workbook-name', { name: '�' })
    }
    const parts = name.split('/')
    // oxlint-disable-next-line no-control-regex -- a control character in a name is a trick
    if (/[\\:\x00-\x1f]/.test(name) || name.startsWith('/') || parts.some((part) => part === '..' || part === '.') || parts.slice(0, -1).includes(''))
      fail('workbook-name', { name: shown(name) })
    return name
  }

  /** The wide values of an entry, in the order in which they stand. */
  #wide(at: number, length: number): () => number {
    let field = at
    while (field + 4 <= at + length) {
      const size = this.#u16(field + 2)
      if (this.#u16(field) === 1) {
        let next = field + 4
        const end = Math.min(field + 4 + size, at + length)
        return () => {
          if (next + 8 > end) broken('its listing lacks a size')
          next += 8
          return this.#u64(next - 8)
        }
      }
      field += 4 + size
    }
    broken('its listing lacks a size')
  }

  #u16(at: number): number {
    return at + 2 <= this.#bytes.length ? this.#view.getUint16(at, true) : 0
  }
  #u32(at: number): number {
    return at >= 0 && at + 4 <= this.#bytes.length ? this.#view.getUint32(at, true) : 0
  }
  #u64(at: number): number {
    const value = at + 8 <= this.#bytes.length ? this.#view.getBigUint64(at, true) : -1n
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) broken('its listing lies outside of it')
    return Number(value)
  }
}

/** Entries that share bytes are how a small file holds endless ones. */
function disjoint(entries: readonly ZipEntry[], listing: number): void {
  let end = 0
  for (const entry of entries.toSorted((a, b) => a.from - b.from)) {
    if (entry.from < end) broken(`“${shown(entry.name)}” shares its bytes with another part`)
    end = entry.from + entry.compressed
  }
  if (end > listing) broken('its listing lies within a part')
}

function weigh(entries: readonly ZipEntry[]): void {
  let all = 0
  for (const { name, compressed, size } of entries) {
    if (isText(name)) all += size
    const most = /sharedStrings\.xml$/i.test(name) ? STRINGS_LIMIT : INFLATED_LIMIT
    if (isText(name) && size > most) fail('workbook-inflates', { part: shown(name), limit: most })
    if (size > RATIO_FREE && size > compressed * RATIO_LIMIT) fail('workbook-inflates', { part: shown(name), limit: compressed * RATIO_LIMIT })
    if (size === 0 && compressed > 16) broken(`“${shown(name)}” has two sizes`)
  }
  if (all > INFLATED_LIMIT) fail('workbook-inflates', { part: 'the whole', limit: INFLATED_LIMIT })
}

/** Parts that reading a workbook inflates. */
export const isText = (name: string): boolean => /\.(?:xml|rels)$/i.test(name)

/** A name as a finding quotes it. */
const shown = (name: string): string => {
  // oxlint-disable-next-line no-control-regex -- what would garble the line is shown as a mark
  const plain = name.replace(/[\x00-\x1f]/g, '�')
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain
}
