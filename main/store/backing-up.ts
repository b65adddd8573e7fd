/**
 * Making a backup and putting one back, step by step; `backup.ts` runs it in a thread of its own.
 *
 *   manifest.json · keyring.json · bodies/ab/… · store.db · checksums
 *
 * The database is copied first (`VACUUM INTO` takes one moment of it while the desk works on) and the bodies
 * after it: a body is written before the row that names it, so every row of the copy finds its body.
 * `checksums` is what `sha256sum` writes and checks; it comes last, so a backup that was cut is known as such.
 * A backup is good once it was opened: the copy's integrity, the ledger's head, and that each body named is there.
 */
import { createHash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from '../../shared/zod.ts'
import { ArchiveWriter, damaged, fileChunks, readArchive } from './archive.ts'
import { openBodies } from './bodies.ts'
import { syncFolder } from './durable.ts'
import { StoreFailure } from './failure.ts'
import { databaseKeyHex, KEYRING_FILE } from './keyring.ts'
import type { DataKey } from './keyring.ts'
import { BODIES_FOLDER, RESTORED_MARK, STORE_FILE, TRAINING_FOLDER } from './layout.ts'
import { STORE_VERSION } from './migrations/index.ts'
import { openForReading } from './open.ts'
import { OWNER_FILE } from './owner-lock.ts'

export interface LedgerHeadKept {
  readonly office: string | null
  readonly seq: number
  /** Hex; empty where the ledger has no event. */
  readonly hash: string
}
export interface BackedUp extends LedgerHeadKept {
  readonly bytes: number
  readonly bodies: number
  /** Bodies that the store names and has lost. The backup holds everything else. */
  readonly missing: number
}
export interface Restored {
  readonly bodies: number
  /** What was found on opening it; `null` where no key was given, so that it was not opened. */
  readonly head: LedgerHeadKept | null
}
export interface Progress {
  /** 0…1; `null` where it cannot be known. */
  readonly part: number | null
  readonly at: string
}

const manifestSchema = z.strictObject({ v: z.literal(1), program: z.literal('liaison-desk'), store: z.number().int(), made: z.string() })
const MANIFEST = 'manifest.json'
const CHECKSUMS = 'checksums'
const BODY = /^bodies\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/
const PLAIN: readonly string[] = [MANIFEST, KEYRING_FILE, STORE_FILE, CHECKSUMS]

/** @throws StoreFailure · Error where the file is there already or cannot be written */
export function* makeBackup({
  dataFolder,
  dataKey,
  file,
  madeMs,
}: {
  readonly dataFolder: string
  readonly dataKey: DataKey
  readonly file: string
  readonly madeMs: number
}): Generator<Progress, BackedUp> {
  if (existsSync(file)) throw new Error(`${file} is there already. A backup does not overwrite another one.`)
  const unfinished = `${file}.part`
  const copy = `${file}.db.part`
  const clean = (): void => {
    for (const path of [unfinished, copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`]) rmSync(path, { force: true })
  }
  clean()
  try {
    yield { part: null, at: 'copying the store' }
    const db = openForReading(join(dataFolder, STORE_FILE), databaseKeyHex(dataKey))
    try {
      db.pragma('query_only = OFF')
      db.prepare('VACUUM INTO ?').run(copy)
    } finally {
      db.close()
    }
    chmodSync(copy, 0o600)
    yield { part: null, at: 'checking the copy' }
    const { head, named } = examine(copy, dataKey)

    const bodies = [...openBodies(join(dataFolder, BODIES_FOLDER), dataKey).list()]
    const paths = bodies.map((digest) => ({ name: `${BODIES_FOLDER}/${digest.slice(0, 2)}/${digest}`, path: join(dataFolder, BODIES_FOLDER, digest.slice(0, 2), digest) }))
    const sized = [...paths, { name: STORE_FILE, path: copy }].map((entry) => ({ ...entry, size: statSync(entry.path).size }))
    const all = sized.reduce((sum, entry) => sum + entry.size, 0)
    const handle = openSync(unfinished, 'wx', 0o600)
    try {
      const archive = new ArchiveWriter(handle, madeMs)
      const sums: string[] = []
      const add = function* (name: string, size: number, chunks: Iterable<Uint8Array>): Generator<number, void> {
        const hash = createHash('sha256')
        yield* archive.add(name, size, hashed(chunks, hash))
        sums.push(`${hash.digest('hex')}  ${name}\n`)
      }
      let written = 0
      const manifest = Buffer.from(
        `${JSON.stringify({ v: 1, program: 'liaison-desk', store: STORE_VERSION, made: new Date(madeMs).toISOString() } satisfies z.infer<typeof manifestSchema>)}\n`,
      )
      const keyring = readFileSync(join(dataFolder, KEYRING_FILE))
      for (const [name, bytes] of [
        [MANIFEST, manifest],
        [KEYRING_FILE, keyring],
      ] as const)
        for (const _ of add(name, bytes.length, [bytes]));
      for (const { name, path, size } of sized) {
        for (const bytes of add(name, size, fileChunks(path))) {
          written += bytes
          yield { part: written / all, at: name === STORE_FILE ? 'the store' : 'messages and attachments' }
        }
      }
      const listed = Buffer.from(sums.join(''))
      for (const _ of archive.add(CHECKSUMS, listed.length, [listed]));
      archive.end()
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    // What was written is what is read: a backup that nobody has read is a hope.
    for (const _ of check(unfinished)) yield { part: 1, at: 'reading it again' }
    const bytes = statSync(unfinished).size
    renameSync(unfinished, file)
    syncFolder(dirname(file))
    const present = new Set(bodies)
    return { ...head, bytes, bodies: bodies.length, missing: named.filter((digest) => !present.has(digest)).length }
  } finally {
    clean()
  }
}

/**
 * Puts a backup into an empty folder (or one that is not there yet). All of it, or nothing.
 *
 * @param dataKey finds the key, given the folder that holds the restored keyring; `null` restores without opening
 * @throws StoreFailure `folder-not-empty`, `backup-damaged`, `newer-store`, and what opening the store throws
 */
export function* putBack({ file, folder, dataKey }: { readonly file: string; readonly folder: string; readonly dataKey: DataKey | null }): Generator<Progress, Restored> {
  mustBeEmpty(folder)
  const made = !existsSync(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const aside = join(folder, 'restore.part')
  try {
    let bodies = 0
    for (const { name, bytes, done } of extract(file, aside)) {
      if (BODY.test(name)) bodies += 1
      yield { part: bytes === 0 ? null : done / bytes, at: name === STORE_FILE ? 'the store' : 'messages and attachments' }
    }
    yield { part: 1, at: 'opening it' }
    const head = dataKey === null ? null : examine(join(aside, STORE_FILE), dataKey).head
    syncTree(aside)
    writeNew(join(aside, RESTORED_MARK), [])
    // The keyring last: until it is there, there is no store in this folder.
    for (const name of [RESTORED_MARK, BODIES_FOLDER, STORE_FILE, KEYRING_FILE]) if (existsSync(join(aside, name))) renameSync(join(aside, name), join(folder, name))
    rmSync(aside, { recursive: true, force: true })
    syncFolder(folder)
    return { bodies, head }
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (made) removeEmpty(folder)
    throw error
  }
}

/** Reads the keyring out of a backup into a folder, so that its key can be tried before all of it is unpacked. */
export function takeKeyring(file: string, folder: string): void {
  const handle = openSync(file, 'r')
  try {
    for (const entry of readArchive(handle, allowed)) {
      if (entry.name !== KEYRING_FILE) continue
      if (entry.size > 1_000_000) throw damaged('its keyring is too large')
      writeNew(join(folder, KEYRING_FILE), entry.chunks)
      return
    }
    throw damaged('it has no keyring')
  } finally {
    closeSync(handle)
  }
}

const allowed = (name: string): boolean => PLAIN.includes(name) || BODY.test(name)

/** Integrity, version, the ledger's head, and the bodies it names. */
function examine(file: string, dataKey: DataKey): { head: LedgerHeadKept; named: string[] } {
  const db = openForReading(file, databaseKeyHex(dataKey))
  try {
    const verdict = db.pragma('integrity_check(10)', { simple: true })
    if (verdict !== 'ok') throw new StoreFailure('not-a-store', `The store is damaged: ${String(verdict)}. Run “liaison verify”.`, { verdict: String(verdict) })
    const row = db.prepare<[], { office: string; seq: number; hash: Buffer }>('SELECT office, seq, hash FROM ledger_chain LIMIT 1').get()
    const named = db.prepare<[], string>('SELECT digest FROM interchange UNION SELECT digest FROM attachment').pluck().all() as string[]
    return { head: row === undefined ? { office: null, seq: 0, hash: '' } : { office: row.office, seq: row.seq, hash: row.hash.toString('hex') }, named }
  } finally {
    db.close()
    // Opening a copy in WAL mode leaves these behind.
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
  }
}

/** Reads a backup to its end: every entry with its checksum, nothing missing, nothing besides. */
function* check(file: string): Generator<void, void> {
  for (const _ of entries(file, () => null)) yield
}

function* extract(file: string, aside: string): Generator<{ name: string; bytes: number; done: number }, void> {
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { mode: 0o700 })
  const bytes = statSync(file).size
  let done = 0
  for (const { name, size } of entries(file, (entry) => {
    const path = join(aside, ...entry.split('/'))
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return path
  })) {
    done += size
    yield { name, bytes, done }
  }
}

/** Goes through the entries, writing each where `place` says (`null`: nowhere), and checks the whole. */
function* entries(file: string, place: (name: string) => string | null): Generator<{ name: string; size: number }, void> {
  const handle = openSync(file, 'r')
  const sums = new Map<string, string>()
  let listed: string | null = null
  try {
    for (const entry of readArchive(handle, allowed)) {
      if (listed !== null) throw damaged('something follows its checksums')
      if (entry.name === CHECKSUMS || entry.name === MANIFEST) {
        if (entry.size > 1_000_000_000) throw damaged(`its ${entry.name} is too large`)
        const bytes = Buffer.concat([...entry.chunks].map((chunk) => Buffer.from(chunk)))
        if (entry.name === CHECKSUMS) listed = bytes.toString('utf8')
        else {
          understood(bytes)
          sums.set(entry.name, createHash('sha256').update(bytes).digest('hex'))
        }
        continue
      }
      const hash = createHash('sha256')
      const path = place(entry.name)
      if (path === null) for (const chunk of entry.chunks) hash.update(chunk)
      else writeNew(path, hashed(entry.chunks, hash))
      sums.set(entry.name, hash.digest('hex'))
      yield { name: entry.name, size: entry.size }
    }
  } finally {
    closeSync(handle)
  }
  if (listed === null) throw damaged('it was cut')
  if (listed !== [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join('')) throw damaged('what it holds is not what was put into it')
  for (const name of [MANIFEST, KEYRING_FILE, STORE_FILE]) if (!sums.has(name)) throw damaged(`it has no ${name}`)
}

function understood(bytes: Buffer): void {
  const parsed = manifestSchema.safeParse(jsonOf(bytes))
  if (!parsed.success) throw damaged('its manifest cannot be read')
  const { store } = parsed.data
  if (store > STORE_VERSION)
    throw new StoreFailure('newer-store', `This backup was made by a later version of the program (store ${store}; this program knows ${STORE_VERSION}). Update the program.`, {
      store,
      program: STORE_VERSION,
    })
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

function* hashed(chunks: Iterable<Uint8Array>, hash: ReturnType<typeof createHash>): Generator<Uint8Array, void> {
  for (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
}

function writeNew(path: string, chunks: Iterable<Uint8Array>): void {
  const handle = openSync(path, 'wx', 0o600)
  try {
    for (const chunk of chunks) for (let at = 0; at < chunk.length;) at += writeSync(handle, chunk, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** The lock of whoever restores may lie in the folder, and a training office, of which no file is the real one's; nothing else. */
export function mustBeEmpty(folder: string): void {
  if (!existsSync(folder)) return
  const others = readdirSync(folder).filter((name) => !name.startsWith(OWNER_FILE) && name !== TRAINING_FOLDER)
  if (others.length > 0)
    throw new StoreFailure('folder-not-empty', `${folder} is not empty. A backup is restored into an empty folder only, so that it overwrites nothing.`, { folder })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Somebody else has put something there: then it is not ours to remove.
  }
}

/** The folders; each file was synced when it was written. */
function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) syncTree(join(folder, entry.name))
  syncFolder(folder)
}
