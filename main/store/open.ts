/**
 * Opening the store. `ReadDb` and `WriteDb` are different types, so that a query cannot be handed the
 * writer's connection, nor a write slip into a reader.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { StoreFailure } from './failure.ts'
import { STORE_VERSION } from './migrations/index.ts'

declare const brand: unique symbol
/** The one connection that writes; it lives in the writer's thread. */
export type WriteDb = Database.Database & { readonly [brand]: 'write' }
/** A connection that cannot write, whatever is asked of it. */
export type ReadDb = Database.Database & { readonly [brand]: 'read' }

/** "LDSK": tells a store of this program from any other SQLite file under the same key. */
export const APPLICATION_ID = 0x4c44534b

const KEY = /^[0-9a-f]{64}$/

/**
 * Opens the store for the writer; makes an empty file where there is none (`migrate` fills it).
 *
 * @param file path of the database
 * @param keyHex 32 bytes in lower-case hex: `deriveKey(dataKey, 'database')`
 * @throws StoreFailure `wrong-key`, `not-a-store`, `newer-store`, `store-damaged`
 */
export function openForWriting(file: string, keyHex: string): WriteDb {
  // Made by us first, so that it is private from its first byte on; SQLite gives -wal and -shm the same mode.
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600))
  const db = open(file, keyHex, false)
  try {
    db.pragma('journal_mode = WAL')
    // The build's default in WAL is NORMAL, which may lose the last commits on a power cut: acknowledged decisions.
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    // The larger the log may grow, the more often a hot index page is written once instead of thrice; the checkpoint
    // runs inside a commit, so it must stay short enough for a decision that waits behind it.
    db.pragma('wal_autocheckpoint = 4000')
    db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
    db.pragma('cache_size = -98304')
    return db as WriteDb
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Opens the store for a reader.
 *
 * @throws StoreFailure `no-store`, `wrong-key`, `not-a-store`, `newer-store`, `store-damaged`
 */
export function openForReading(file: string, keyHex: string): ReadDb {
  if (!existsSync(file)) throw new StoreFailure('no-store', `There is no store at ${file}.`, { file })
  const db = open(file, keyHex, true)
  try {
    db.pragma('query_only = ON')
    db.pragma('cache_size = -49152')
    return db as ReadDb
  } catch (error) {
    db.close()
    throw error
  }
}

function open(file: string, keyHex: string, readonly: boolean): Database.Database {
  if (!KEY.test(keyHex)) throw new TypeError('The key of a store is 32 bytes in lower-case hex.')
  const db = new Database(file, { readonly, timeout: 10_000 })
  try {
    // Nothing may come before these two: the cipher is chosen by the first page that is read.
    db.pragma(`cipher = 'chacha20'`)
    db.pragma(`key = "raw:${keyHex}"`)
    const version = readVersion(db, file)
    if (version > STORE_VERSION) {
      throw new StoreFailure(
        'newer-store',
        `This store was written by a later version of the program (store ${version}; this program knows ${STORE_VERSION}). Update the program.`,
        {
          store: version,
          program: STORE_VERSION,
        },
      )
    }
    db.pragma('trusted_schema = OFF')
    // Sorts and temporary tables would otherwise go to the disk unencrypted.
    db.pragma('temp_store = MEMORY')
    // Encrypted pages have to be copied anyway; a mapping would only add page faults.
    db.pragma('mmap_size = 0')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The first read: only here does a wrong key show. */
function readVersion(db: Database.Database, file: string): number {
  try {
    const version = Number(db.pragma('user_version', { simple: true }))
    const application = Number(db.pragma('application_id', { simple: true }))
    const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get())
    if (application !== APPLICATION_ID && (application !== 0 || tables > 0)) {
      throw new StoreFailure('not-a-store', `${file} is a database, but not a store of this program.`, { file })
    }
    return version
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    if (error.code.startsWith('SQLITE_CORRUPT')) throw new StoreFailure('store-damaged', `The store ${file} is damaged. Restore a backup.`, { file }, error)
    if (error.code !== 'SQLITE_NOTADB') throw error
    if (isForeign(file)) throw new StoreFailure('not-a-store', `${file} is not a store of this program.`, { file }, error)
    throw new StoreFailure('wrong-key', 'The key does not open this store.', { file }, error)
  }
}

/** Whether a file that did not decrypt cannot be a store under any key: an open database, or of no whole number of pages. */
function isForeign(file: string): boolean {
  const { size } = statSync(file)
  if (size % 512 !== 0) return true
  const head = Buffer.alloc(16)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, head, 0, head.length, 0)
  } finally {
    closeSync(handle)
  }
  return head.toString('latin1') === 'SQLite format 3\0'
}
