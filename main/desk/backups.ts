/**
 * Makes backups when they are due, thins out old ones, and raises an alarm when one fails.
 *
 *   every half minute: due? ──► folder there, writable, room enough ──► backup (verified) ──► thin out ──► noted
 *                                        └── no ──► noted as failed ──► alarm until the next good one; tried again
 *
 * A backup that was missed while no desk ran is due at the start. What is older is removed only after a newer one was
 * made and opened.
 */
import { accessSync, constants, existsSync, readdirSync, rmSync, statSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupAlarm, BackupRun } from '../../shared/contract/backup.ts'
import { backupName, backupTime, nextBackup, outworn, type BackupPlan } from '../../shared/domain/backup-plan.ts'
import { english } from '../../shared/i18n/say.ts'
import type { BackedUp } from '../store/backup.ts'
import { lastGood, readBackupLog, writeBackupLog, type BackupLog } from '../store/backup-log.ts'
import { BODIES_FOLDER, STORE_FILE } from '../store/layout.ts'
import { DeskFailure } from './failure.ts'

const TICK_MS = 30_000
/** After a start, so that the first screen does not wait for it. */
const FIRST_MS = 20_000
/** A failing backup is tried again after so long: a share may be back. */
const AGAIN_MS = 15 * 60_000
/** The copy, and what is written while it is made. */
const ROOM = 1.1

export type MakeBackup = (file: string, progress: (part: number | null, at: string) => void, signal: AbortSignal) => Promise<BackedUp>

export interface BackupsOptions {
  readonly dataFolder: string
  readonly office: () => string
  readonly zone: () => string
  readonly make: MakeBackup
  readonly job: (run: (progress: (part: number | null, at: string) => void, signal: AbortSignal) => Promise<unknown>) => string
  /** Something that screens show changed. */
  readonly changed: () => void
  readonly now?: () => number
  /** Free bytes of a folder's disk. */
  readonly free?: (folder: string) => number
  /** Bytes that a backup will take. */
  readonly size?: () => number
}

export interface Backups {
  status(): BackupState
  setPlan(plan: BackupPlan): void
  /** @throws DeskFailure `backup-no-plan` */
  makeNow(): string
  /** One look at the clock; the timer calls it. Answers the job that it started, or `null`. */
  tick(): string | null
  stop(): void
}

export interface BackupState {
  readonly plan: BackupPlan | null
  readonly next: string | null
  readonly alarm: BackupAlarm | null
  readonly lastGood: BackupRun | null
  readonly history: BackupRun[]
  readonly running: string | null
}

/** Whether backups fail, since when, and what to do; also what doctor says of a desk that does not run. */
export function backupAlarm(log: BackupLog, now: number): BackupAlarm | null {
  if (log.plan === null || !log.plan.enabled) return null
  const [newest] = log.runs
  if (newest?.ok === false) {
    const failures = log.runs.slice(0, log.runs.findIndex((run) => run.ok) === -1 ? undefined : log.runs.findIndex((run) => run.ok))
    return alarm(newest.code ?? 'backup-failed', { folder: log.plan.folder, reason: newest.reason ?? '' }, failures.at(-1)?.at ?? newest.at)
  }
  // No failure and yet none made: the desk was not running. A day past a plan's longest pause is worth a word.
  const good = newest === undefined ? null : Date.parse(newest.at)
  const pause = 'hours' in log.plan.every ? log.plan.every.hours * 3_600_000 : 86_400_000
  if (good !== null && now - good > 2 * pause + 86_400_000) return alarm('backup-overdue', { days: Math.floor((now - good) / 86_400_000) }, new Date(good + pause).toISOString())
  return null
}

const alarm = (code: string, values: BackupAlarm['values'], since: string): BackupAlarm => ({ code, values, text: english('error', code, values), since })

export function startBackups(options: BackupsOptions): Backups {
  const { dataFolder, make, job, changed } = options
  const now = options.now ?? Date.now
  const free = options.free ?? freeOf
  const size = options.size ?? (() => sizeOf(dataFolder))
  let { log } = readBackupLog(dataFolder)
  let running: string | null = null
  let stopped = false
  let tryFrom = 0

  function keep(next: BackupLog): void {
    log = next
    try {
      writeBackupLog(dataFolder, log)
    } catch (error) {
      // A full data disk: the alarm stands in memory at least, and the store has worse to say.
      process.emitWarning(`The log of the backups could not be written: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (!stopped) changed()
  }

  async function run(plan: BackupPlan, progress: (part: number | null, at: string) => void, signal: AbortSignal): Promise<unknown> {
    const began = now()
    const started = performance.now()
    const file = freshName(plan.folder, began)
    const seconds = (): number => Math.round((performance.now() - started) / 100) / 10
    const told = { at: new Date(began).toISOString(), file }
    try {
      checkFolder(plan.folder, size() * ROOM, free)
      const made = await make(file, progress, signal)
      keep({ ...log, runs: [{ ...told, ok: true, bytes: made.bytes, seconds: seconds(), missing: made.missing, code: null, reason: null }, ...log.runs] })
      tryFrom = 0
      thin(plan)
      return made
    } catch (error) {
      if (signal.aborted) throw error
      const failure = failureOf(error, plan.folder)
      keep({ ...log, runs: [{ ...told, ok: false, bytes: null, seconds: seconds(), missing: 0, code: failure.code, reason: failure.reason }, ...log.runs] })
      tryFrom = now() + AGAIN_MS
      throw new DeskFailure(failure.code, { folder: plan.folder, reason: failure.reason })
    }
  }

  /** Two within a second, or one by a clock that went back, are two files all the same. */
  function freshName(folder: string, ms: number): string {
    for (let at = ms; ; at += 1000) {
      const file = join(folder, backupName(options.office(), log.desk, at))
      if (!existsSync(file)) return file
    }
  }

  function thin(plan: BackupPlan): void {
    try {
      const made = readdirSync(plan.folder).flatMap((name) => {
        const ms = backupTime(name, log.desk)
        return ms === null ? [] : [{ name, ms }]
      })
      for (const { name } of outworn(made, plan.keep, options.zone())) rmSync(join(plan.folder, name), { force: true })
      // What a run that was cut off has left; none is being made now.
      for (const name of readdirSync(plan.folder)) {
        const base = name.replace(/(?:\.db)?\.part(?:-wal|-shm|-journal)?$/, '')
        if (base !== name && backupTime(base, log.desk) !== null) rmSync(join(plan.folder, name), { force: true })
      }
    } catch (error) {
      process.emitWarning(`Old backups could not be removed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  function begin(plan: BackupPlan): string {
    const id = job(async (progress, signal) => {
      try {
        return await run(plan, progress, signal)
      } finally {
        running = null
        if (!stopped) changed()
      }
    })
    running = id
    changed()
    return id
  }

  function due(): number | null {
    const { plan } = log
    if (plan === null || !plan.enabled) return null
    const good = lastGood(log)
    return nextBackup(plan, good === null ? null : Date.parse(good.at), now(), options.zone())
  }

  const backups: Backups = {
    status() {
      const at = due()
      return {
        plan: log.plan,
        next: at === null ? null : new Date(Math.max(at, tryFrom > now() + AGAIN_MS ? 0 : tryFrom)).toISOString(),
        alarm: backupAlarm(log, now()),
        lastGood: lastGood(log),
        history: log.runs,
        running,
      }
    },
    setPlan(plan) {
      tryFrom = 0
      // A failure of the plan before says nothing about this one; what was made stays in the history.
      const failing = log.runs[0]?.ok === false && JSON.stringify(log.plan) !== JSON.stringify(plan)
      keep({ ...log, plan, runs: failing ? log.runs.slice(log.runs.findIndex((one) => one.ok) === -1 ? log.runs.length : log.runs.findIndex((one) => one.ok)) : log.runs })
    },
    makeNow() {
      if (log.plan === null) throw new DeskFailure('backup-no-plan')
      return running ?? begin(log.plan)
    },
    tick() {
      const at = due()
      if (stopped || running !== null || log.plan === null || at === null || at > now()) return null
      // A clock that was put back leaves a wait that ends in a year: no wait is longer than its own length.
      if (tryFrom > now() && tryFrom <= now() + AGAIN_MS) return null
      return begin(log.plan)
    },
    stop() {
      stopped = true
      clearTimeout(first)
      clearInterval(timer)
    },
  }
  const first = setTimeout(() => backups.tick(), FIRST_MS)
  const timer = setInterval(() => backups.tick(), TICK_MS)
  first.unref()
  timer.unref()
  return backups
}

/** @throws DeskFailure with what is wrong with the folder, before hours are spent on writing into it */
function checkFolder(folder: string, needed: number, free: (folder: string) => number): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new DeskFailure('backup-folder-gone', { folder, reason: '' })
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch {
    throw new DeskFailure('backup-folder-read-only', { folder, reason: '' })
  }
  if (free(folder) < needed) throw new DeskFailure('backup-disk-full', { folder, reason: `${Math.ceil(needed / 1_000_000)} MB` })
}

function failureOf(error: unknown, folder: string): { code: string; reason: string } {
  const reason = error instanceof Error ? error.message : String(error)
  if (error instanceof DeskFailure) return { code: error.code, reason: String(error.details['reason'] ?? '') }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || /ENOSPC|no space left|database or disk is full/i.test(reason)) return { code: 'backup-disk-full', reason }
  if (code === 'ENOENT' || !existsSync(folder)) return { code: 'backup-folder-gone', reason }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code) || /EACCES|EROFS|EPERM|readonly database/i.test(reason)) return { code: 'backup-folder-read-only', reason }
  return { code: 'backup-failed', reason }
}

function freeOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** The store twice (its copy is packed after it was made), and the bodies. */
function sizeOf(dataFolder: string): number {
  const store = join(dataFolder, STORE_FILE)
  let size = existsSync(store) ? statSync(store).size * 2 : 0
  const bodies = join(dataFolder, BODIES_FOLDER)
  if (!existsSync(bodies)) return size
  for (const folder of readdirSync(bodies, { withFileTypes: true }))
    if (folder.isDirectory()) for (const name of readdirSync(join(bodies, folder.name))) size += statSync(join(bodies, folder.name, name), { throwIfNoEntry: false })?.size ?? 0
  return size
}
