import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backupName, backupTime, nextBackup, outworn, type BackupPlan } from '../../shared/domain/backup-plan.ts'

const KEEP = { last: 3, daily: 2, weekly: 2 }
const plan = (every: BackupPlan['every']): BackupPlan => ({ enabled: true, folder: '/b', every, keep: KEEP })
const at = (text: string): number => Date.parse(text)

describe('when a backup is due', () => {
  it.each<[string, BackupPlan['every'], string | null, string, string]>([
    ['the first at once', { hours: 6 }, null, '2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z'],
    ['hours after the last', { hours: 6 }, '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z', '2026-11-22T16:00:00Z'],
    ['one that was missed, long ago', { hours: 6 }, '2026-11-01T10:00:00Z', '2026-11-22T11:00:00Z', '2026-11-01T16:00:00Z'],
    ['daily, by the office’s clock', { daily: '03:30' }, '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z', '2026-11-23T02:30:00Z'],
    ['daily, the one of today still to come', { daily: '23:00' }, '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z', '2026-11-22T22:00:00Z'],
    ['daily, in the night when 02:30 does not come', { daily: '02:30' }, '2026-03-28T12:00:00Z', '2026-03-28T13:00:00Z', '2026-03-29T01:30:00Z'],
    ['daily, in the night when 02:30 comes twice', { daily: '02:30' }, '2026-10-24T12:00:00Z', '2026-10-24T13:00:00Z', '2026-10-25T00:30:00Z'],
    ['and after it not a second time', { daily: '02:30' }, '2026-10-25T00:30:05Z', '2026-10-25T00:40:00Z', '2026-10-26T01:30:00Z'],
    ['a last one of the future, by a clock that was wrong', { hours: 6 }, '2031-01-01T00:00:00Z', '2026-11-22T11:00:00Z', '2026-11-22T11:00:00Z'],
    ['a clock put right by a minute is no wrong clock', { hours: 6 }, '2026-11-22T11:01:00Z', '2026-11-22T11:00:00Z', '2026-11-22T17:01:00Z'],
  ])('%s', (_case, every, last, now, next) => {
    expect(new Date(nextBackup(plan(every), last === null ? null : at(last), at(now), 'Europe/Zurich')).toISOString()).toBe(new Date(at(next)).toISOString())
  })

  it('daily backups come once a day of the office, whatever its clocks do', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }), fc.integer({ min: 0, max: 1439 }), (from, minute) => {
        const daily = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const next = nextBackup(plan({ daily }), from, from, 'Europe/Zurich')
        return next > from && next - from <= 25 * 3_600_000
      }),
    )
  })
})

describe('which backups stay', () => {
  const made = (...times: string[]) => times.map((time) => ({ name: time, ms: at(time) }))
  it('the newest few, and one of each of some days and weeks', () => {
    const gone = outworn(
      made(
        '2026-11-22T12:00:00Z',
        '2026-11-22T08:00:00Z',
        '2026-11-22T04:00:00Z',
        '2026-11-21T20:00:00Z',
        '2026-11-21T04:00:00Z',
        '2026-11-20T20:00:00Z',
        '2026-11-15T20:00:00Z',
        '2026-11-14T20:00:00Z',
        '2026-11-05T20:00:00Z',
      ),
      KEEP,
      'UTC',
    )
    expect(gone.map(({ name }) => name)).toEqual(['2026-11-21T04:00:00Z', '2026-11-20T20:00:00Z', '2026-11-14T20:00:00Z', '2026-11-05T20:00:00Z'])
  })
  it('never none: the newest stays whatever is asked', () => {
    expect(outworn(made('2026-11-22T12:00:00Z', '2026-11-21T12:00:00Z'), { last: 0, daily: 0, weekly: 0 }, 'UTC').map(({ name }) => name)).toEqual(['2026-11-21T12:00:00Z'])
  })
})

describe('names of backups', () => {
  it('say whose they are and when they were made', () => {
    const name = backupName('CHZRHB', '0a1b2c3d', at('2026-11-22T15:01:02Z'))
    expect(name).toBe('liaison-CHZRHB-0a1b2c3d-20261122T150102Z.backup')
    expect(backupTime(name, '0a1b2c3d')).toBe(at('2026-11-22T15:01:02Z'))
  })
  it.each([
    'liaison-CHZRHB-ffffffff-20261122T150102Z.backup',
    'liaison-CHZRHB-0a1b2c3d-20269922T150102Z.backup',
    'holiday.jpg',
    'liaison-CHZRHB-0a1b2c3d-20261122T150102Z.backup.part',
  ])('%s is not one of this desk', (name) => expect(backupTime(name, '0a1b2c3d')).toBeNull())
})
