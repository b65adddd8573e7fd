/**
 * Backups: one file with everything, encrypted as the store is. It opens with the same keys as the store did
 * when it was made. Format and steps: `backing-up.ts`.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BackedUp, Restored } from './backing-up.ts'
import { mustBeEmpty, takeKeyring } from './backing-up.ts'
import type { BackupReport, BackupStart } from './backup-worker.ts'
import { StoreFailure } from './failure.ts'
import type { DataKey, Keys } from './keyring.ts'
import { openKeyring } from './keyring.ts'

export type { BackedUp, Restored } from './backing-up.ts'

type Tell = (part: number | null, at: string) => void

/**
 * Backs the store of a folder up into a new file, while the desk works on. The file is there whole and verified,
 * or not at all.
 *
 * @throws StoreFailure · Error where the file is there already or cannot be written
 */
export async function backupStore(
  { dataFolder, dataKey, file }: { readonly dataFolder: string; readonly dataKey: DataKey; readonly file: string },
  progress: Tell = () => {},
  signal?: AbortSignal,
): Promise<BackedUp> {
  try {
    return await inThread<BackedUp>({ kind: 'make', dataFolder, dataKey, file, madeMs: Date.now() }, progress, signal)
  } catch (error) {
    // A thread that was ended could not clean up behind itself.
    if (signal?.aborted === true) for (const suffix of ['.part', '.db.part', '.db.part-journal', '.db.part-wal', '.db.part-shm']) rmSync(file + suffix, { force: true })
    throw error
  }
}

/**
 * Restores a backup into an empty folder, and opens it.
 *
 * @param keys tried on the backup's keyring before anything is unpacked; `null`: unpack without opening, for a
 *   key that lies elsewhere
 * @throws StoreFailure `folder-not-empty`, `backup-damaged`, `newer-store`, `no-key`, `wrong-key`, `key-file-open`
 */
export async function restoreStore(
  { file, folder, keys }: { readonly file: string; readonly folder: string; readonly keys: Keys | null },
  progress: Tell = () => {},
  signal?: AbortSignal,
): Promise<Restored> {
  if (!existsSync(file)) throw new StoreFailure('backup-damaged', `There is no file ${file}.`, { file })
  mustBeEmpty(folder)
  const dataKey = keys === null ? null : await keyOf(file, folder, keys)
  try {
    return await inThread<Restored>({ kind: 'put-back', file, folder, dataKey }, progress, signal)
  } catch (error) {
    if (signal?.aborted === true) rmSync(join(folder, 'restore.part'), { recursive: true, force: true })
    throw error
  }
}

async function keyOf(file: string, folder: string, keys: Keys): Promise<DataKey> {
  mkdirSync(dirname(folder), { recursive: true })
  const aside = mkdtempSync(join(dirname(folder), '.restore-'))
  try {
    takeKeyring(file, aside)
    return await openKeyring(aside, keys)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

function inThread<Result>(start: BackupStart, progress: Tell, signal?: AbortSignal): Promise<Result> {
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData: start })
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop)
  return new Promise<Result>((resolve, reject) => {
    worker.on('message', (message: BackupReport) => {
      switch (message.kind) {
        case 'progress':
          progress(message.progress.part, message.progress.at)
          break
        case 'done':
          resolve(message.result as Result)
          break
        case 'failed':
          reject(message.code === null ? new Error(message.text) : new StoreFailure(message.code, message.text, message.details))
          break
      }
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The backup was ended.')))
  }).finally(() => signal?.removeEventListener('abort', stop))
}
