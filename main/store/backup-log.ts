/**
 * The plan of the backups and how they went, as one small file beside the store.
 *
 * Not in the ledger: where a disk is mounted is a matter of this machine, and doctor must read it without opening the
 * store. A restored store has no plan until somebody makes one, so two machines never thin out one folder.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupPlanSchema, backupRunSchema } from '../../shared/contract/backup.ts'
import { z } from '../../shared/zod.ts'
import { writeDurably } from './durable.ts'

const FILE = 'backups.json'
const MOST_RUNS = 200

const logSchema = z.object({
  v: z.literal(1),
  /** Names this desk in the names of its backups. */
  desk: z.string().regex(/^[0-9a-f]{8}$/),
  plan: backupPlanSchema.nullable(),
  /** Newest first. */
  runs: z.array(backupRunSchema),
})
export type BackupLog = z.infer<typeof logSchema>

/** What is known; a file that cannot be read counts as none, and says so by `damaged`. */
export function readBackupLog(dataFolder: string): { readonly log: BackupLog; readonly damaged: boolean } {
  const file = join(dataFolder, FILE)
  const none: BackupLog = { v: 1, desk: randomBytes(4).toString('hex'), plan: null, runs: [] }
  if (!existsSync(file)) return { log: none, damaged: false }
  try {
    const parsed = logSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? { log: parsed.data, damaged: false } : { log: none, damaged: true }
  } catch {
    return { log: none, damaged: true }
  }
}

export function writeBackupLog(dataFolder: string, log: BackupLog): void {
  writeDurably(join(dataFolder, FILE), `${JSON.stringify({ ...log, runs: log.runs.slice(0, MOST_RUNS) }, null, 1)}\n`)
}

/** The last run that ended well. */
export const lastGood = (log: BackupLog): BackupLog['runs'][number] | null => log.runs.find((run) => run.ok) ?? null
