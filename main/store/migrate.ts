/**
 * Bringing a store to the version that this program knows.
 *
 * `user_version` holds the version. Each migration is one transaction: a power cut leaves the store at one
 * version or at the next. Before the first of them a copy is made, for a migration that was wrong.
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { syncFile, syncFolder } from './durable.ts'
import { StoreFailure } from './failure.ts'
import { APPLICATION_ID } from './open.ts'
import type { WriteDb } from './open.ts'

export interface Migration {
  /** 10, 20, 30 …; also the number in its file's name. */
  readonly version: number
  readonly name: string
  readonly sql: string
  /** What SQL alone cannot say; runs in the same transaction, after `sql`. */
  readonly after?: (db: WriteDb) => void
}

export interface Migrated {
  /** 0: the store was new. */
  readonly from: number
  readonly to: number
  /** The copy that was made before; `null` where there was nothing to migrate or to lose. */
  readonly backup: string | null
}

/**
 * Applies what is missing, in order.
 *
 * @param backupTo folder of the copy; without it none is made
 * @throws StoreFailure `newer-store`
 */
export function migrate(db: WriteDb, migrations: readonly Migration[], { backupTo }: { readonly backupTo?: string } = {}): Migrated {
  const ordered = migrations.toSorted((a, b) => a.version - b.version)
  const newest = ordered.at(-1)?.version ?? 0
  const from = Number(db.pragma('user_version', { simple: true }))
  if (from > newest) {
    throw new StoreFailure('newer-store', `This store was written by a later version of the program (store ${from}; this program knows ${newest}). Update the program.`, {
      store: from,
      program: newest,
    })
  }
  const missing = ordered.filter((migration) => migration.version > from)
  if (missing.length === 0) return { from, to: from, backup: null }
  const backup = from > 0 && backupTo !== undefined ? copyBefore(db, backupTo, from, newest) : null
  // A migration that rebuilds a table drops it while others point at it; the check before each commit finds what it broke.
  db.pragma('foreign_keys = OFF')
  try {
    for (const migration of missing) apply(db, migration)
  } finally {
    db.pragma('foreign_keys = ON')
  }
  return { from, to: newest, backup }
}

function apply(db: WriteDb, migration: Migration): void {
  db.transaction(() => {
    db.exec(migration.sql)
    migration.after?.(db)
    const broken = db.pragma('foreign_key_check')
    if (Array.isArray(broken) && broken.length > 0) throw new Error(`Migration ${migration.version} (${migration.name}) leaves ${broken.length} rows that point nowhere.`)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${migration.version}`)
  }).exclusive()
}

/** The copy has the same key: `VACUUM INTO` encrypts what it writes. */
function copyBefore(db: WriteDb, folder: string, from: number, to: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `store-${from}-before-${to}.db`)
  // A copy that is there was made by an attempt that failed; the store has not left that version since.
  if (existsSync(file)) return file
  const unfinished = `${file}.part`
  rmSync(unfinished, { force: true })
  db.prepare('VACUUM INTO ?').run(unfinished)
  chmodSync(unfinished, 0o600)
  syncFile(unfinished)
  renameSync(unfinished, file)
  syncFolder(folder)
  return file
}
