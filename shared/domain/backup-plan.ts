/**
 * When backups are due, and which of them stay: pure, so that a clock that jumps can be tried on paper.
 *
 * The moments of a daily plan are those of the office's own clock; a night in which that clock is put forward or back
 * has one backup all the same.
 */
import { localToUtc, utcToLocal } from './time.ts'

export interface BackupPlan {
  readonly enabled: boolean
  /** Absolute. It is never made by the desk: a folder that is gone is a disk that is not there. */
  readonly folder: string
  readonly every: { readonly hours: number } | { readonly daily: string }
  /** The newest `last`, and the newest of each of the last `daily` days and `weekly` weeks that have one. */
  readonly keep: { readonly last: number; readonly daily: number; readonly weekly: number }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A clock may be put right by so much without the backup made a moment ago being called one of the future. */
const CLOCK_SLACK = 5 * 60_000

/**
 * When the next backup is to be made.
 *
 * @param last when the last good one was made, epoch ms; `null`: none yet
 * @returns epoch ms; a moment that has passed means now. A last one of the future was made by a clock that was wrong:
 *   its age cannot be known, so the next is due at once
 */
export function nextBackup(plan: BackupPlan, last: number | null, now: number, zone: string): number {
  if (last === null || last > now + CLOCK_SLACK) return now
  if ('hours' in plan.every) return last + plan.every.hours * HOUR
  const [hour = 0, minute = 0] = plan.every.daily.split(':').map(Number)
  const midnight = Math.floor(utcToLocal(last, zone) / DAY) * DAY
  for (let day = midnight; ; day += DAY) {
    const at = localToUtc(day + (hour * 60 + minute) * 60_000, zone)
    if (at > last) return at
  }
}

export interface MadeBackup {
  readonly name: string
  readonly ms: number
}

/** Backups that the plan does not keep. The newest one always stays. */
export function outworn(made: readonly MadeBackup[], keep: BackupPlan['keep'], zone: string): MadeBackup[] {
  const newest = made.toSorted((a, b) => b.ms - a.ms)
  const kept = new Set(newest.slice(0, Math.max(1, keep.last)))
  const keepOf = (most: number, period: (localMs: number) => number): void => {
    const seen = new Set<number>()
    for (const one of newest) {
      const at = period(utcToLocal(one.ms, zone))
      if (seen.has(at)) continue
      if (seen.size >= most) break
      seen.add(at)
      kept.add(one)
    }
  }
  keepOf(keep.daily, (ms) => Math.floor(ms / DAY))
  // Weeks begin on Mondays; the first day of 1970 was a Thursday.
  keepOf(keep.weekly, (ms) => Math.floor((ms / DAY + 3) / 7))
  return newest.filter((one) => !kept.has(one))
}

const NAME = /^liaison-([A-Z0-9]{6})-([0-9a-f]{8})-(\d{8})T(\d{6})Z\.backup$/

/** A name that sorts by time and says whose it is: two desks may share a folder, and neither thins out the other's. */
export function backupName(office: string, desk: string, ms: number): string {
  return `liaison-${office}-${desk}-${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z.backup`
}

/** When a backup of this desk was made, by its name; `null` for every other file. */
export function backupTime(name: string, desk: string): number | null {
  const match = NAME.exec(name)
  if (match === null || match[2] !== desk) return null
  const [, , , day = '', time = ''] = match
  const ms = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`)
  return Number.isNaN(ms) ? null : ms
}
