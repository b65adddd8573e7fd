/**
 * One process owns a data folder.
 *
 * An exclusive transaction on a database of its own, held for the process's life: the operating system
 * drops the lock when the process dies, however it dies, so there is no stale lock to explain to anybody.
 * A pid file could not promise that.
 */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { StoreFailure } from './failure.ts'

export const OWNER_FILE = 'owner.db'

/**
 * Takes the data folder for this process.
 *
 * @returns the function that gives it back
 * @throws StoreFailure `owned`
 */
export function takeOwnership(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, OWNER_FILE)
  // Only if absent: closing any second handle on this file would drop a lock that this process already holds.
  if (!existsSync(file)) makePrivate(file)
  const db = new Database(file, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StoreFailure('owned', `Another process has ${folder} open.`, { folder }, error)
    }
    throw error
  }
  return () => {
    if (db.open) db.close()
  }
}

function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    // Another process made it between the look and the open: then there is nothing left to do.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
