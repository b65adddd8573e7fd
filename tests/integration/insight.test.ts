/** What Insight shows is what was done: the figures of a small day, through the desk's own call. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Room, type Seat } from './desk-room.ts'

const room = new Room()
let seat: Seat
beforeAll(async () => {
  await room.setUp()
  seat = await room.seat().signIn('anna')
  for (const item of ['RR473124829FR', 'LX806576725FR', 'CP473124829FR']) await seat.act('present', item)
  await seat.act('record', 'LX806576725FR', { result: 'clear' })
  await seat.act('release', 'LX806576725FR')
  await seat.act('hold', 'RR473124829FR', { reason: 'proof-of-value' })
  await seat.act('record', 'CP473124829FR', { result: 'discrepancy' })
  await seat.act('detain', 'CP473124829FR')
})
afterAll(() => room.close())

test('the curve, the ages, the releases and the findings agree with what was done, and with the shift’s balance', async () => {
  const period = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date(Date.now() + 1_000).toISOString() }
  const insight = await seat.call('insight.get', period)
  expect(insight.stock.reduce((sum, { came }) => sum + came, 0)).toBe(3)
  expect(insight.stock.at(-1)).toMatchObject({ custody: 1, detained: 1 })
  expect(insight.ageing[0]).toEqual({ age: '24', held: 1, custody: 1 })
  expect(insight.releases.map(({ channel, releases }) => [channel, releases])).toEqual(expect.arrayContaining([['data', 0]]))
  expect(insight.releases.reduce((sum, { releases }) => sum + releases, 0)).toBe(1)
  // Nobody announced these items: the rule that says so hit both that were examined.
  expect(insight.rules).toContainEqual({ rule: 'no-advance-data', examined: 2, found: 1 })
  const { balance } = await seat.call('shift.report', { from: period.from })
  expect([balance.lines.closing, balance.lines.detainedClosing]).toEqual([insight.stock.at(-1)?.custody, insight.stock.at(-1)?.detained])
})

test('a period that ends before it begins is refused in words', async () => {
  expect(await seat.code('insight.get', { from: '2026-11-23T00:00:00Z', to: '2026-11-22T00:00:00Z' })).toBe('input')
})
