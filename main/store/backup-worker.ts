/** Runs a backup or a restore in a thread of its own: copying a large store takes seconds at a time. */
import { parentPort, workerData } from 'node:worker_threads'
import type { BackedUp, Progress, Restored } from './backing-up.ts'
import { makeBackup, putBack } from './backing-up.ts'
import type { StoreFailureCode } from './failure.ts'
import { StoreFailure } from './failure.ts'
import type { DataKey } from './keyring.ts'

export type BackupStart =
  | { readonly kind: 'make'; readonly dataFolder: string; readonly dataKey: DataKey; readonly file: string; readonly madeMs: number }
  | { readonly kind: 'put-back'; readonly file: string; readonly folder: string; readonly dataKey: DataKey | null }
export type BackupReport =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: BackedUp | Restored }
  | { readonly kind: 'failed'; readonly code: StoreFailureCode | null; readonly text: string; readonly details: Readonly<Record<string, string | number>> }

const start = workerData as BackupStart
const report = (message: BackupReport): void => parentPort?.postMessage(message)

/** Milliseconds between two reports of how far it has got. */
const EVERY = 200

try {
  const steps: Generator<Progress, BackedUp | Restored> = start.kind === 'make' ? makeBackup(start) : putBack(start)
  let told = 0
  let step = steps.next()
  while (step.done !== true) {
    if (performance.now() - told > EVERY) {
      told = performance.now()
      report({ kind: 'progress', progress: step.value })
    }
    step = steps.next()
  }
  report({ kind: 'done', result: step.value })
} catch (error) {
  if (error instanceof StoreFailure) report({ kind: 'failed', code: error.code, text: error.message, details: error.details })
  else report({ kind: 'failed', code: null, text: error instanceof Error ? error.message : String(error), details: {} })
}
