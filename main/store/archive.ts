/**
 * The container of a backup: a plain tar, so that it can be looked into with any tool in twenty years. What it
 * holds is encrypted already.
 *
 * Only what a backup needs: files, in order, with sizes beyond 8 GiB in the GNU form. Reading takes nothing but
 * files with the names that the caller allows: no links, no folders, no `..`, nothing twice.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { StoreFailure } from './failure.ts'

const BLOCK = 512
/** Bytes copied at a time. */
const PORTION = 1024 * 1024
/** The largest size that eleven octal digits can say. */
const OCTAL = 8 ** 11 - 1

/** Writes entries one after the other to a handle. */
export class ArchiveWriter {
  readonly #handle: number
  readonly #seconds: number

  constructor(handle: number, madeMs: number) {
    this.#handle = handle
    this.#seconds = Math.floor(madeMs / 1000)
  }

  /** `chunks` must give exactly `size` bytes. */
  *add(name: string, size: number, chunks: Iterable<Uint8Array>): Generator<number, void> {
    this.#write(header(name, size, this.#seconds))
    let written = 0
    for (const chunk of chunks) {
      this.#write(chunk)
      written += chunk.length
      if (written > size) break
      yield chunk.length
    }
    if (written !== size) throw new Error(`${name} changed while it was written: ${size} bytes were announced, ${written} came.`)
    this.#write(new Uint8Array(padding(size)))
  }

  /** Two empty blocks end an archive; without them it was cut. */
  end(): void {
    this.#write(new Uint8Array(2 * BLOCK))
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#handle, bytes, at)
  }
}

export interface Entry {
  readonly name: string
  readonly size: number
  /** To be read before the next entry is asked for; what is left is skipped. */
  readonly chunks: Iterable<Uint8Array>
}

/** @throws StoreFailure `backup-damaged` where the archive is cut, or holds what `allows` does not */
export function* readArchive(handle: number, allows: (name: string) => boolean): Generator<Entry, void> {
  const seen = new Set<string>()
  for (;;) {
    const block = readExactly(handle, BLOCK)
    if (block === null) throw damaged('it was cut')
    if (block.every((byte) => byte === 0)) return
    const { name, size } = parseHeader(block)
    if (!allows(name)) throw damaged(`it holds “${name}”, which no backup does`)
    if (seen.has(name)) throw damaged(`it holds ${name} twice`)
    seen.add(name)
    let left = size
    const take = function* (): Generator<Uint8Array, void> {
      while (left > 0) {
        const chunk = readExactly(handle, Math.min(PORTION, left))
        if (chunk === null) throw damaged('it was cut')
        left -= chunk.length
        yield chunk
      }
    }
    yield { name, size, chunks: { [Symbol.iterator]: take } }
    for (const _rest of take());
    if (padding(size) > 0 && readExactly(handle, padding(size)) === null) throw damaged('it was cut')
  }
}

/** The bytes of a file, a portion at a time. */
export function* fileChunks(path: string): Generator<Uint8Array, void> {
  const handle = openSync(path, 'r')
  try {
    const buffer = new Uint8Array(PORTION)
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) yield buffer.subarray(0, read)
  } finally {
    closeSync(handle)
  }
}

export const damaged = (why: string): StoreFailure => new StoreFailure('backup-damaged', `This backup cannot be used: ${why}.`, { why })

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

function header(name: string, size: number, seconds: number): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 100) throw new RangeError(`A name of more than 100 bytes: ${name}`)
  block.write(name, 0, 'utf8')
  block.write('0000600\0', 100, 'latin1')
  block.write('0000000\0', 108, 'latin1')
  block.write('0000000\0', 116, 'latin1')
  if (size <= OCTAL) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  else {
    block.writeUInt8(0x80, 124)
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  block.write(`${seconds.toString(8).padStart(11, '0')}\0`, 136, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

function parseHeader(block: Buffer): { readonly name: string; readonly size: number } {
  if (block.toString('latin1', 257, 262) !== 'ustar') throw damaged('it is no backup of this program')
  const sum = parseInt(block.toString('latin1', 148, 156), 8)
  if (sum !== checksum(block)) throw damaged('an entry’s head is damaged')
  const type = block.toString('latin1', 156, 157)
  const end = block.indexOf(0)
  const name = block.toString('utf8', 0, end === -1 || end > 100 ? 100 : end)
  if (type !== '0' || block[345] !== 0) throw damaged(`“${name}” is not a plain file`)
  const size = (block[124] ?? 0) & 0x80 ? Number(block.readBigUInt64BE(128)) : parseInt(block.toString('latin1', 124, 136), 8)
  if (!Number.isSafeInteger(size) || size < 0) throw damaged('an entry’s head is damaged')
  return { name, size }
}

/** Sum of the head's bytes, with blanks in the place of the sum itself. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)
}

function readExactly(handle: number, length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length;) {
    const read = readSync(handle, bytes, at, length - at, null)
    if (read === 0) return null
    at += read
  }
  return bytes
}
