/**
 * Bodies: message bytes and attachments, addressed by the SHA-256 of what they hold, outside the database.
 *
 * A file is a row of frames, so that neither writing nor reading ever holds more than one:
 *
 *   "LDB1" · salt (16) · then for each frame: length (4, big-endian) · ciphertext · tag (16)
 *
 * A frame holds up to 256 KiB: how it is packed (0 plain, 1 zstd; 1 byte), its length unpacked (4), the bytes.
 * Each file has its own key (HKDF of the salt), so a frame's number serves as its nonce. The last byte of the
 * nonce says whether a frame is the last, and the last frame is bound to the digest: a file that was cut,
 * reordered or put under another's name does not open. Written aside, synced, renamed.
 *
 * Calls are synchronous on purpose: the writer's thread runs them in slices of its own.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { syncFolder } from './durable.ts'
import { StoreFailure } from './failure.ts'
import type { DataKey } from './keyring.ts'
import { deriveKey } from './keyring.ts'

export interface Stored {
  /** SHA-256 of the bytes, lower-case hex. */
  readonly digest: string
  /** Bytes, unpacked. */
  readonly size: number
  /** The same bytes were there already. */
  readonly existed: boolean
}

export interface BodyStore {
  /** Stores a file; yields after each MiB or so, so that the caller can let others go first. */
  putFile(path: string): Generator<void, Stored>
  putBytes(bytes: Uint8Array): Stored
  putStream(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Stored>
  has(digest: string): boolean
  /**
   * The bytes of a body, or of its range [from, to), in chunks of at most `size` bytes (default: a frame, 256 KiB).
   * Chunks are the caller's own. @throws StoreFailure `body-missing`, `body-damaged`
   */
  chunks(digest: string, size?: number, range?: { readonly from?: number; readonly to?: number }): Generator<Uint8Array, void>
  /** A small body whole. Do not use it for what somebody else sized. */
  read(digest: string): Uint8Array
  /** Reads it all: whether every frame opens and the bytes have this digest. */
  verify(digest: string): 'whole' | 'missing' | 'damaged'
  /** Whether there was one. */
  remove(digest: string): boolean
  list(): Generator<string, void>
  /** Removes what a killed process left half-written; only the owner of the folder may. */
  sweep(): void
}

const MAGIC = Buffer.from('LDB1', 'latin1')
const HEAD = MAGIC.length + 16
const FRAME = 256 * 1024
const TAG = 16
const INNER = 5
const LONGEST = FRAME + INNER + TAG
const DIGEST = /^[0-9a-f]{64}$/
const YIELD_EVERY = 1024 * 1024

/** @param folder made if absent, with mode 0700 */
export function openBodies(folder: string, dataKey: DataKey): BodyStore {
  const key = deriveKey(dataKey, 'bodies')
  const aside = join(folder, 'part')
  mkdirSync(aside, { recursive: true, mode: 0o700 })

  const pathOf = (digest: string) => {
    if (!DIGEST.test(digest)) throw new TypeError('A body is named by 64 hexadecimal digits.')
    return join(folder, digest.slice(0, 2), digest)
  }
  const chunks: BodyStore['chunks'] = function* (digest, size = FRAME, { from = 0, to = Infinity } = {}) {
    if (!(size >= 1)) throw new RangeError('A chunk has at least one byte.')
    for (const frame of readFrames(pathOf(digest), key, digest, from, to)) {
      for (let at = 0; at < frame.length; at += size) yield frame.subarray(at, at + size)
    }
  }

  return {
    *putFile(path) {
      const source = openSync(path, 'r')
      const writer = new BodyWriter(folder, aside, key)
      try {
        const buffer = Buffer.allocUnsafe(FRAME)
        let since = 0
        for (let read = readSync(source, buffer); read > 0; read = readSync(source, buffer)) {
          writer.push(buffer.subarray(0, read))
          since += read
          if (since >= YIELD_EVERY) {
            since = 0
            yield
          }
        }
        return writer.finish()
      } finally {
        closeSync(source)
        // Also when the caller stops half-way: a generator's `return` runs this.
        writer.abandon()
      }
    },
    putBytes(bytes) {
      const writer = new BodyWriter(folder, aside, key)
      try {
        writer.push(bytes)
        return writer.finish()
      } finally {
        writer.abandon()
      }
    },
    async putStream(source) {
      const writer = new BodyWriter(folder, aside, key)
      try {
        for await (const chunk of source) writer.push(chunk)
        return writer.finish()
      } finally {
        writer.abandon()
      }
    },
    has: (digest) => existsSync(pathOf(digest)),
    chunks,
    read: (digest) => Buffer.concat([...chunks(digest)]),
    verify(digest) {
      try {
        const hash = createHash('sha256')
        for (const chunk of chunks(digest)) hash.update(chunk)
        return hash.digest('hex') === digest ? 'whole' : 'damaged'
      } catch (error) {
        if (error instanceof StoreFailure) return error.code === 'body-missing' ? 'missing' : 'damaged'
        throw error
      }
    },
    remove(digest) {
      const path = pathOf(digest)
      if (!existsSync(path)) return false
      rmSync(path)
      syncFolder(join(folder, digest.slice(0, 2)))
      return true
    },
    *list() {
      for (const shelf of readdirSync(folder).toSorted()) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue
        for (const name of readdirSync(join(folder, shelf)).toSorted()) if (DIGEST.test(name)) yield name
      }
    },
    sweep() {
      for (const name of readdirSync(aside)) rmSync(join(aside, name), { force: true })
    },
  }
}

/** Packs and encrypts frame by frame while it hashes; the digest is known only at the end, and with it the name. */
class BodyWriter {
  readonly #folder: string
  readonly #file: string
  readonly #handle: number
  readonly #head: Buffer
  readonly #key: Uint8Array
  readonly #hash = createHash('sha256')
  readonly #frame = Buffer.allocUnsafe(FRAME)
  #filled = 0
  #number = 0
  #size = 0
  #open = true

  constructor(folder: string, aside: string, key: Uint8Array) {
    this.#folder = folder
    this.#file = join(aside, randomBytes(12).toString('hex'))
    this.#handle = openSync(this.#file, 'wx', 0o600)
    const salt = randomBytes(16)
    this.#head = Buffer.concat([MAGIC, salt])
    this.#key = fileKey(key, salt)
    writeAll(this.#handle, this.#head)
  }

  push(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#size += chunk.length
    let at = 0
    while (at < chunk.length) {
      // A full frame is kept back until more comes, so that the last one can be marked.
      if (this.#filled === FRAME) this.#write(null)
      const part = chunk.subarray(at, at + FRAME - this.#filled)
      this.#frame.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
    }
  }

  finish(): Stored {
    const digest = this.#hash.digest('hex')
    const shelf = join(this.#folder, digest.slice(0, 2))
    const path = join(shelf, digest)
    if (existsSync(path)) return { digest, size: this.#size, existed: true }
    this.#write(digest)
    fsyncSync(this.#handle)
    closeSync(this.#handle)
    this.#open = false
    if (!existsSync(shelf)) {
      mkdirSync(shelf, { recursive: true, mode: 0o700 })
      syncFolder(this.#folder)
    }
    renameSync(this.#file, path)
    syncFolder(shelf)
    return { digest, size: this.#size, existed: false }
  }

  /** Leaves nothing behind; after `finish` there is nothing to leave. */
  abandon(): void {
    if (!this.#open) return
    this.#open = false
    closeSync(this.#handle)
    rmSync(this.#file, { force: true })
  }

  #write(last: string | null): void {
    const plain = this.#frame.subarray(0, this.#filled)
    const packed = zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
    const smaller = packed.length < plain.length
    const inner = Buffer.alloc(INNER)
    inner.writeUInt8(smaller ? 1 : 0, 0)
    inner.writeUInt32BE(plain.length, 1)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#number, last !== null))
    cipher.setAAD(boundTo(this.#head, last))
    const body = Buffer.concat([cipher.update(inner), cipher.update(smaller ? packed : plain), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    writeAll(this.#handle, Buffer.concat([length, body]))
    this.#filled = 0
    this.#number += 1
  }
}

function* readFrames(path: string, key: Uint8Array, digest: string, from: number, to: number): Generator<Uint8Array, void> {
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch (error) {
    throw new StoreFailure('body-missing', `The body ${digest} is not in the store.`, { digest }, error)
  }
  const damaged = (cause?: unknown) => new StoreFailure('body-damaged', `The body ${digest} is damaged. Restore it from a backup, or import the file again.`, { digest }, cause)
  try {
    const head = readAll(handle, HEAD)
    if (head === null || !head.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged()
    const secret = fileKey(key, head.subarray(MAGIC.length))
    let next = frameLength(handle, damaged)
    if (next === null) throw damaged()
    for (let number = 0, start = 0; next !== null && start < to; number++, start += FRAME) {
      const body = readAll(handle, next)
      if (body === null) throw damaged()
      next = frameLength(handle, damaged)
      // All frames but the last are full, so those before the range need not be opened.
      if (next !== null && start + FRAME <= from) continue
      const plain = openFrame(secret, head, body, number, next === null ? digest : null, damaged)
      if (next !== null && plain.length !== FRAME) throw damaged()
      const wanted = plain.subarray(Math.max(0, from - start), Math.max(0, Math.min(plain.length, to - start)))
      if (wanted.length > 0) yield wanted
    }
  } finally {
    closeSync(handle)
  }
}

function openFrame(key: Uint8Array, head: Buffer, body: Buffer, number: number, last: string | null, damaged: (cause?: unknown) => StoreFailure): Uint8Array {
  if (body.length < INNER + TAG) throw damaged()
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last !== null), { authTagLength: TAG })
    decipher.setAAD(boundTo(head, last))
    decipher.setAuthTag(body.subarray(body.length - TAG))
    const inner = Buffer.concat([decipher.update(body.subarray(0, body.length - TAG)), decipher.final()])
    const length = inner.readUInt32BE(1)
    const packed = inner.subarray(INNER)
    const plain = inner.readUInt8(0) === 1 ? zstdDecompressSync(packed, { maxOutputLength: FRAME }) : packed
    if (plain.length !== length) throw new RangeError('a frame of another length')
    return plain
  } catch (error) {
    throw damaged(error)
  }
}

/** `null` at the end of the file. */
function frameLength(handle: number, damaged: () => StoreFailure): number | null {
  const bytes = Buffer.alloc(4)
  const read = readSync(handle, bytes)
  if (read === 0) return null
  const length = bytes.readUInt32BE()
  if (read !== 4 || length > LONGEST) throw damaged()
  return length
}

function readAll(handle: number, length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length;) {
    const read = readSync(handle, bytes, at, length - at, null)
    if (read === 0) return null
    at += read
  }
  return bytes
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
}

const fileKey = (key: Uint8Array, salt: Uint8Array) => new Uint8Array(hkdfSync('sha256', key, salt, 'liaison-desk/body', 32))
const boundTo = (head: Buffer, digest: string | null) => (digest === null ? head : Buffer.concat([head, Buffer.from(digest, 'hex')]))

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 7)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}
