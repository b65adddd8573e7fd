/** Scheduled backups against a real folder, with a clock and a disk that fail on purpose; and one through a real desk. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backupAlarm, startBackups, type Backups, type MakeBackup } from '../../main/desk/backups.ts'
import { readBackupLog } from '../../main/store/backup-log.ts'
import type { BackupPlan } from '../../shared/domain/backup-plan.ts'
import { Room } from './desk-room.ts'

const HOUR = 3_600_000
let folder: string
let data: string
let target: string
let now: number
let room: number
let jobs: Promise<unknown>[]
let backups: Backups

const write: MakeBackup = async (file) => {
  writeFileSync(file, 'a backup')
  return { office: 'CHZRHB', seq: 1, hash: '', bytes: 8, bodies: 0, missing: 0 }
}
let make: MakeBackup
const plan = (change: Partial<BackupPlan> = {}): BackupPlan => ({ enabled: true, folder: target, every: { hours: 6 }, keep: { last: 2, daily: 0, weekly: 0 }, ...change })

function open(): Backups {
  return startBackups({
    dataFolder: data,
    office: () => 'CHZRHB',
    zone: () => 'Europe/Zurich',
    make: (...given) => make(...given),
    job: (run) => {
      jobs.push(run(() => {}, new AbortController().signal).catch((error: unknown) => error))
      return `job ${jobs.length}`
    },
    changed: () => {},
    now: () => now,
    free: () => room,
    size: () => 1000,
  })
}
async function tick(): Promise<boolean> {
  const begun = backups.tick() !== null
  await Promise.all(jobs)
  return begun
}
const files = (): string[] => readdirSync(target).toSorted()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-backups-'))
  data = join(folder, 'data')
  target = join(folder, 'target')
  mkdirSync(data)
  mkdirSync(target)
  now = Date.parse('2026-11-22T10:00:00Z')
  room = 1_000_000
  jobs = []
  make = write
  backups = open()
})
afterEach(() => {
  backups.stop()
  chmodSync(target, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

describe('a plan', () => {
  test('makes the first at once, the next when it is due, and keeps what it says', async () => {
    expect(await tick()).toBe(false)
    backups.setPlan(plan())
    expect(await tick()).toBe(true)
    now += 5 * HOUR
    expect(await tick()).toBe(false)
    for (let n = 0; n < 3; n++) {
      now += 6 * HOUR
      expect(await tick()).toBe(true)
    }
    expect(files()).toHaveLength(2)
    expect(backups.status()).toMatchObject({ alarm: null, lastGood: { ok: true, bytes: 8 }, next: new Date(now + 6 * HOUR).toISOString() })
    expect(backups.status().history).toHaveLength(4)
  })

  test('one that was missed is made at the next start', async () => {
    backups.setPlan(plan())
    await tick()
    backups.stop()
    now += 40 * HOUR
    backups = open()
    expect(await tick()).toBe(true)
    expect(files()).toHaveLength(2)
  })

  test('switched off makes none and alarms nobody', async () => {
    backups.setPlan(plan({ enabled: false }))
    expect(await tick()).toBe(false)
    expect(backups.status()).toMatchObject({ next: null, alarm: null })
  })

  test('leaves the files of others alone, and takes away what a cut-off run left', async () => {
    backups.setPlan(plan({ keep: { last: 1, daily: 0, weekly: 0 } }))
    writeFileSync(join(target, 'liaison-CHZRHB-ffffffff-20200101T000000Z.backup'), 'of another desk')
    writeFileSync(join(target, 'holiday.jpg'), 'a picture')
    const { log } = readBackupLog(data)
    writeFileSync(join(target, `liaison-CHZRHB-${log.desk}-20261121T000000Z.backup.part`), 'cut off')
    await tick()
    now += 6 * HOUR
    await tick()
    expect(files()).toEqual(['holiday.jpg', `liaison-CHZRHB-${log.desk}-20261122T160000Z.backup`, 'liaison-CHZRHB-ffffffff-20200101T000000Z.backup'].toSorted())
  })
})

describe('what goes wrong raises an alarm until one went well', () => {
  const FAULTS: [string, string, () => void][] = [
    ['the folder is gone', 'backup-folder-gone', () => rmSync(target, { recursive: true })],
    ['a file lies where the folder was', 'backup-folder-gone', () => (rmSync(target, { recursive: true }), writeFileSync(target, ''))],
    ['too little room for it', 'backup-disk-full', () => (room = 1050)],
    [
      'the disk fills while it is written',
      'backup-disk-full',
      () => (make = async () => Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }))),
    ],
    ['SQLite finds no room', 'backup-disk-full', () => (make = async () => Promise.reject(new Error('database or disk is full')))],
    [
      'the disk became read-only',
      'backup-folder-read-only',
      () => (make = async () => Promise.reject(Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' }))),
    ],
    ['a share that goes away meanwhile', 'backup-folder-gone', () => (make = async () => (rmSync(target, { recursive: true, force: true }), Promise.reject(new Error('EIO'))))],
    ['the copy does not verify', 'backup-failed', () => (make = async () => Promise.reject(new Error('The store is damaged: row missing')))],
  ]
  test.each(FAULTS)('%s', async (_case, code, break_) => {
    backups.setPlan(plan())
    await tick()
    now += 6 * HOUR
    break_()
    await tick()
    const since = new Date(now).toISOString()
    expect(backups.status()).toMatchObject({ alarm: { code, since }, lastGood: { ok: true } })
    expect(backups.status().alarm?.text).toMatch(/[a-z]/)
    // What doctor reads without a desk is the same.
    expect(backupAlarm(readBackupLog(data).log, now)).toMatchObject({ code })

    // Not at every tick, but soon; the alarm keeps the time when it began.
    now += 60_000
    expect(await tick()).toBe(false)
    now += 15 * 60_000
    expect(await tick()).toBe(true)
    expect(backups.status().alarm?.since).toBe(since)

    rmSync(target, { recursive: true, force: true })
    mkdirSync(target)
    room = 1_000_000
    make = write
    now += 16 * 60_000
    expect(await tick()).toBe(true)
    expect(backups.status().alarm).toBeNull()
    expect(existsSync(target) && files().length === 1).toBe(true)
  })

  test.runIf(process.getuid?.() !== 0)('the folder may not be written', async () => {
    chmodSync(target, 0o500)
    backups.setPlan(plan())
    await tick()
    expect(backups.status().alarm?.code).toBe('backup-folder-read-only')
  })

  test('an older one is not removed where the new one failed', async () => {
    backups.setPlan(plan({ keep: { last: 1, daily: 0, weekly: 0 } }))
    await tick()
    const before = files()
    now += 6 * HOUR
    make = async () => Promise.reject(new Error('no'))
    await tick()
    expect(files()).toEqual(before)
  })

  test('a clock that jumps ahead and back makes one more, and waits for none of a far year', async () => {
    backups.setPlan(plan())
    await tick()
    now += 5 * 365 * 24 * HOUR
    expect(await tick()).toBe(true)
    now -= 5 * 365 * 24 * HOUR - HOUR
    expect(await tick()).toBe(true)
    expect(await tick()).toBe(false)
    make = async () => Promise.reject(new Error('no'))
    now += 7 * HOUR
    expect(await tick()).toBe(true)
    // The failure waits a quarter of an hour; the clock is put back a year meanwhile.
    now -= 365 * 24 * HOUR
    make = write
    expect(await tick()).toBe(true)
  })

  test('a log that was damaged is no plan, and no crash', () => {
    writeFileSync(join(data, 'backups.json'), '{')
    backups.stop()
    backups = open()
    expect(backups.status()).toMatchObject({ plan: null, history: [] })
  })

  test('none for days is told', () => {
    backups.setPlan(plan())
    const { log } = readBackupLog(data)
    const run = { at: '2026-11-01T10:00:00.000Z', file: 'x', ok: true, bytes: 1, seconds: 1, missing: 0, code: null, reason: null }
    expect(backupAlarm({ ...log, runs: [run] }, now)).toMatchObject({ code: 'backup-overdue', values: { days: 21 } })
  })
})

describe('through the desk', () => {
  test('an administrator plans it, the desk makes it, and it opens again', async () => {
    const desk = await new Room().setUp()
    try {
      const adam = await desk.seat().signIn('adam')
      const olga = await desk.seat().signIn('olga')
      expect(await olga.code('backup.setPlan', plan())).toBe('role')
      expect(await adam.code('backup.setPlan', plan({ folder: join(folder, 'nowhere') }))).toBe('backup-folder-gone')
      expect(await adam.code('backup.setPlan', plan({ folder: 'relative' }))).toBe('backup-folder-relative')
      expect(await adam.code('backup.now')).toBe('backup-no-plan')
      await adam.call('backup.setPlan', plan())
      const made = await adam.noticed(
        () => adam.notices.flatMap((notice) => (notice.kind === 'job' && notice.job.kind === 'backup' && notice.job.status !== 'running' ? [notice.job] : []))[0],
      )
      expect(made).toMatchObject({ status: 'done', result: { office: 'CHZRHB' } })
      const status = await olga.call('backup.status', {})
      expect(status).toMatchObject({ alarm: null, lastGood: { ok: true }, plan: { folder: target } })
      expect(
        readFileSync(join(target, files()[0] ?? ''))
          .subarray(257, 262)
          .toString(),
      ).toBe('ustar')

      rmSync(target, { recursive: true })
      const { job } = await adam.call('backup.now', {})
      expect(await adam.ended(job)).toMatchObject({ status: 'failed', error: { code: 'backup-folder-gone' } })
      expect((await olga.call('backup.status', {})).alarm).toMatchObject({ code: 'backup-folder-gone' })
    } finally {
      mkdirSync(target, { recursive: true })
      await desk.close()
    }
  })
})
