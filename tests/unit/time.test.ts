import { describe, expect, it } from 'vitest'
import { COUNTRIES } from '../../shared/domain/countries.ts'
import { isZone, localToUtc, momentOf, parseDay, parseEdifactTime, parseIsoTime, utcToLocal, type ClockReading } from '../../shared/domain/time.ts'
import { COUNTRY_ZONES, zoneOfPlace } from '../../shared/domain/zones.ts'

const iso = (reading: ClockReading | null, zone = 'UTC'): string | null => (reading === null ? null : new Date(momentOf(reading, '', zone).ms).toISOString().replace('.000Z', 'Z'))

describe('times of a DTM segment', () => {
  it.each<[string, string | null, string | null]>([
    ['20261122', '102', '2026-11-22T00:00:00Z'],
    ['261122', '101', '2026-11-22T00:00:00Z'],
    ['2611221135', '201', '2026-11-22T11:35:00Z'],
    ['261122113504', '202', '2026-11-22T11:35:04Z'],
    ['202611221135', '203', '2026-11-22T11:35:00Z'],
    ['20261122113504', '204', '2026-11-22T11:35:04Z'],
    ['202611221135+0530', '205', '2026-11-22T06:05:00Z'],
    ['2611221135UTC', '301', '2026-11-22T11:35:00Z'],
    ['202611221135+01', '303', '2026-11-22T10:35:00Z'],
    ['202611221135-03', '303', '2026-11-22T14:35:00Z'],
    ['202611221135UTC', '303', '2026-11-22T11:35:00Z'],
    ['20261122113504+01:00', '304', '2026-11-22T10:35:04Z'],
    ['202611221135', '303', '2026-11-22T11:35:00Z'],
    ['202611221135', null, '2026-11-22T11:35:00Z'],
    ['202611221135', '102', '2026-11-22T11:35:00Z'],
    ['20261122', '203', '2026-11-22T00:00:00Z'],
    ['202611222400', '203', '2026-11-23T00:00:00Z'],
    ['202802291200', '203', '2028-02-29T12:00:00Z'],
    ['202602291200', '203', null],
    ['202613011200', '203', null],
    ['202611221260', '203', null],
    ['202611222401', '203', null],
    ['20261122113', '203', null],
    ['202611221135+99', '303', null],
    ['202611221135 at noon', '303', null],
    ['', '203', null],
    ['now', '203', null],
  ])('%j in format %s is %s', (text, format, utc) => expect(iso(parseEdifactTime(text, format))).toBe(utc))

  it('letters of a zone that is not known leave the zone open', () => {
    expect(parseEdifactTime('202611221135EST', '303')).toMatchObject({ offset: null })
  })
})

describe('times of ISO 8601', () => {
  it.each<[string, string | null]>([
    ['2026-11-21T18:02:11Z', '2026-11-21T18:02:11Z'],
    ['2026-11-21T18:02Z', '2026-11-21T18:02:00Z'],
    ['2026-11-21 18:02:11+02:00', '2026-11-21T16:02:11Z'],
    ['2026-11-21T18:02:11.5-0330', '2026-11-21T21:32:11.500Z'],
    ['2026-11-21T18:02:11,123456Z', '2026-11-21T18:02:11.123Z'],
    ['20261121T180211Z', '2026-11-21T18:02:11Z'],
    ['2026-11-21', '2026-11-21T00:00:00Z'],
    [' 2026-11-21 ', '2026-11-21T00:00:00Z'],
    ['2026-02-30', null],
    ['2026-11-21T25:00:00Z', null],
    ['2026-11-21T18', null],
    ['21.11.2026', null],
    ['2026-11', null],
  ])('%j is %s', (text, utc) => expect(iso(parseIsoTime(text))).toBe(utc))

  it('marks what it had to assume', () => {
    const bare = parseIsoTime('2026-11-21T18:02:11')
    expect(bare === null ? null : momentOf(bare, 'as received', 'Europe/Zurich')).toEqual({ ms: Date.parse('2026-11-21T17:02:11Z'), text: 'as received', assumed: true })
    expect(parseIsoTime('2026-11-21')?.dayOnly).toBe(true)
  })
})

describe('days of tables', () => {
  it.each<[string, 'day-first' | 'month-first', string | null]>([
    ['2026-11-20', 'day-first', '2026-11-20'],
    ['20261120', 'day-first', '2026-11-20'],
    ['20.11.2026', 'day-first', '2026-11-20'],
    ['3/11/26', 'day-first', '2026-11-03'],
    ['3/11/26', 'month-first', '2026-03-11'],
    ['11-20-2026', 'month-first', '2026-11-20'],
    ['20.13.2026', 'day-first', null],
    ['2026-11-31', 'day-first', null],
    ['soon', 'day-first', null],
  ])('%s, %s: %s', (text, order, day) => expect(parseDay(text, order)).toBe(day))
})

describe('clocks of zones', () => {
  it.each<[string, string, string]>([
    ['2026-01-15T12:00:00Z', 'Europe/Zurich', '2026-01-15T11:00:00Z'],
    ['2026-07-15T12:00:00Z', 'Europe/Zurich', '2026-07-15T10:00:00Z'],
    ['2026-03-29T02:30:00Z', 'Europe/Zurich', '2026-03-29T01:30:00Z'],
    ['2026-10-25T02:30:00Z', 'Europe/Zurich', '2026-10-25T00:30:00Z'],
    ['2026-10-25T03:30:00Z', 'Europe/Zurich', '2026-10-25T02:30:00Z'],
    ['2026-03-08T02:30:00Z', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-06-01T12:00:00Z', 'Asia/Kathmandu', '2026-06-01T06:15:00Z'],
    ['2026-04-05T01:45:00Z', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
    ['2026-06-01T12:00:00Z', 'Pacific/Kiritimati', '2026-05-31T22:00:00Z'],
    ['2026-06-01T12:00:00Z', 'Nowhere/At_All', '2026-06-01T12:00:00Z'],
  ])('the clock shows %s in %s at %s', (shown, zone, utc) => expect(new Date(localToUtc(Date.parse(shown), zone)).toISOString()).toBe(new Date(utc).toISOString()))

  it('there and back again, every three hours of a year', () => {
    for (const zone of ['Europe/Zurich', 'America/Sao_Paulo', 'Asia/Tehran', 'Australia/Lord_Howe', 'Africa/Casablanca']) {
      let missed = 0
      for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 3 * 3_600_000) if (localToUtc(utcToLocal(ms, zone), zone) !== ms) missed++
      // An hour that is shown twice comes back as its first pass.
      expect(missed, zone).toBeLessThanOrEqual(1)
    }
  })

  it('every country has a zone that this runtime knows', () => {
    expect([...COUNTRIES].filter((country) => !isZone(COUNTRY_ZONES.get(country) ?? ''))).toEqual([])
    expect(COUNTRY_ZONES.size).toBe(COUNTRIES.size)
  })

  it.each([
    ['CHZRHB', 'Europe/Zurich'],
    ['JPTYO', 'Asia/Tokyo'],
    ['FRA01', 'Europe/Paris'],
    ['ch', 'Europe/Zurich'],
    ['CDG', null],
    ['XXABCD', null],
    ['', null],
  ])('%s is in %s', (place, zone) => {
    expect(zoneOfPlace(place)).toBe(zone)
  })
})
