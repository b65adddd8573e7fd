/** The figures behind Insight's charts, from the same moves and stays as the shift's report. Read in slices. */
import type { Insight } from '../../../shared/contract/insight.ts'
import { AGES } from '../../../shared/domain/balance.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import { effectOf } from '../../../shared/domain/custody.ts'
import type { Flow } from '../../../shared/domain/custody.ts'
import { channelOf, CHANNELS, spreadOf } from '../../../shared/domain/release-times.ts'
import type { Channel } from '../../../shared/domain/release-times.ts'
import type { ReadDb } from '../open.ts'
import { ALL_KNOWN, cancelledIn, movesIn, staysAt } from './custody.ts'
import { all, value } from './statements.ts'

const HOUR = 3_600_000
/** Steps of the stock's curve, and how many there may be before the next larger one is taken. */
const STEPS = [HOUR, 6 * HOUR, 24 * HOUR]
const MOST_STEPS = 100
/** Coverage is told of the newest items: it is a matter of what comes now. */
const NEWEST = 50_000
/** An S10 is used again after about a year; an arrival before this is another item's. */
const REUSE_MS = 300 * 24 * HOUR
const SLICE = 500

export function* insight(db: ReadDb, office: string, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): Generator<void, Insight> {
  const period = { fromMs, toMs, known: ALL_KNOWN }
  const stock = stockCurve(db, fromMs, toMs)
  yield
  const ageing = ages(db, toMs)
  yield
  const releases = yield* releaseTimes(db, period)
  const rules = yield* findingsByRule(db, office, period)
  const origins = coverage(db, period)
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    stock,
    releases,
    ageing,
    origins: origins.toSorted((a, b) => b.items - a.items || (a.origin ?? '~').localeCompare(b.origin ?? '~')),
    originsOf: Math.min(NEWEST, value<number>(db, 'SELECT max(id) FROM item') ?? 0),
    rules,
  }
}

type Period = Parameters<typeof movesIn>[0]

function countAt(db: ReadDb, ms: number): { custody: number; detained: number } {
  const counts = { custody: 0, detained: 0 }
  for (const { from, where } of staysAt(ms, ALL_KNOWN)) {
    for (const { stock, n } of all<{ stock: number; n: number }>(db, `SELECT m.stock, count(*) AS n FROM ${from} WHERE ${where.text} GROUP BY m.stock`, where.values))
      counts[stock === 0 ? 'custody' : 'detained'] += n
  }
  return counts
}

/** The stock at the beginning, and from there by the moves of each step. */
function stockCurve(db: ReadDb, fromMs: number, toMs: number): Insight['stock'] {
  const step = STEPS.find((one) => (toMs - fromMs) / one <= MOST_STEPS) ?? 24 * HOUR
  const moves = all<{ step: number; flow: Flow; n: number }>(
    db,
    `SELECT CAST((m.ms - ?) / ? AS INTEGER) AS step, f.value AS flow, count(*) AS n FROM custody_move AS m INDEXED BY custody_move_ms, json_each(json_array(m.flow, m.flow2)) AS f
     WHERE m.ms >= ? AND m.ms < ? AND f.value IS NOT NULL GROUP BY 1, 2`,
    [fromMs, step, fromMs, toMs],
  )
  const { custody, detained } = countAt(db, fromMs)
  const points: Insight['stock'] = []
  let now = { custody, detained }
  for (let at = 0; fromMs + at * step < toMs; at++) {
    let [came, went] = [0, 0]
    for (const move of moves) {
      if (move.step !== at) continue
      const [inCustody, inDetained] = effectOf(move.flow)
      now = { custody: now.custody + inCustody * move.n, detained: now.detained + inDetained * move.n }
      if (inCustody > 0) came += move.n
      if (inCustody < 0) went += move.n
    }
    points.push({ at: new Date(Math.min(toMs, fromMs + (at + 1) * step)).toISOString(), ...now, came, went })
  }
  return points
}

function ages(db: ReadDb, toMs: number): Insight['ageing'] {
  const held = CASE_STATES.indexOf('held')
  const rows = AGES.map((age) => ({ age, held: 0, custody: 0 }))
  for (const { from, where } of staysAt(toMs, ALL_KNOWN)) {
    const counted = all<{ age: number; state: number; n: number }>(
      db,
      `SELECT CASE WHEN ? - m.from_ms <= ? THEN 0 WHEN ? - m.from_ms <= ? THEN 1 WHEN ? - m.from_ms <= ? THEN 2 WHEN ? - m.from_ms <= ? THEN 3 ELSE 4 END AS age, m.state, count(*) AS n
       FROM ${from} WHERE ${where.text} AND m.stock = 0 GROUP BY 1, 2`,
      [...[24, 48, 72, 168].flatMap((hours) => [toMs, hours * HOUR]), ...where.values],
    )
    for (const { age, state, n } of counted) {
      const row = rows[age]
      if (row === undefined) continue
      row.custody += n
      if (state === held) row.held += n
    }
  }
  return rows
}

function* releaseTimes(db: ReadDb, period: Period): Generator<void, Insight['releases']> {
  const cancelled = cancelledIn(period)
  const decided = all<{ case_id: string; item: string; ms: number; seq: number; flow: string | null }>(
    db,
    `SELECT m.case_id, m.item, m.ms, m.seq, m.flow FROM custody_move AS m INDEXED BY custody_move_ms
     WHERE ${movesIn(period).text} AND m.type IN ('released', 'released-with-duty') AND NOT ${cancelled.text}`,
    [...movesIn(period).values, ...cancelled.values],
  )
  yield
  const times = new Map(CHANNELS.map((channel): [Channel, { n: number; arrival: number[]; presentation: number[] }] => [channel, { n: 0, arrival: [], presentation: [] }]))
  for (const [at, { case_id, item, ms, seq, flow }] of decided.entries()) {
    const earlier = all<{ type: string; ms: number }>(db, 'SELECT type, ms FROM custody_move WHERE case_id = ? AND seq < ? AND undone_seq IS NULL ORDER BY seq', [case_id, seq])
    const presented = earlier.find((one) => one.type === 'presented')?.ms ?? null
    const arrived = earlier.find((one) => one.type === 'arrived')?.ms ?? null
    const told = value<number>(db, "SELECT min(at_ms) FROM item_event WHERE item = ? AND code = 'EMD' AND at_ms BETWEEN ? AND ?", [item, ms - REUSE_MS, ms]) ?? null
    const lane = value<number>(db, 'SELECT lane FROM item WHERE case_id = ?', [case_id])
    const channel = channelOf({ onData: flow === 'on-data', examined: earlier.some((one) => one.type === 'examined'), lane: lane === undefined ? null : (LANES[lane] ?? null) })
    const of = times.get(channel)
    if (of === undefined) continue
    of.n += 1
    const came = [told, arrived].filter((one) => one !== null)
    if (came.length > 0) of.arrival.push((ms - Math.min(...came)) / 60_000)
    if (presented !== null) of.presentation.push((ms - presented) / 60_000)
    if (at % SLICE === SLICE - 1) yield
  }
  return [...times].map(([channel, { n, arrival, presentation }]) => ({ channel, releases: n, fromArrival: spreadOf(arrival), fromPresentation: spreadOf(presentation) }))
}

function* findingsByRule(db: ReadDb, office: string, period: Period): Generator<void, Insight['rules']> {
  const cancelled = cancelledIn(period)
  const examined = all<{ case_id: string; item: string }>(
    db,
    `SELECT DISTINCT m.case_id, m.item FROM custody_move AS m INDEXED BY custody_move_ms WHERE ${movesIn(period).text} AND m.type = 'examined' AND NOT ${cancelled.text}`,
    [...movesIn(period).values, ...cancelled.values],
  )
  yield
  const rules = new Map<string, { examined: number; found: number }>()
  for (const [at, { case_id, item }] of examined.entries()) {
    const hits = value<string>(db, 'SELECT hits FROM item WHERE case_id = ?', [case_id])
    const found = value<number>(
      db,
      `SELECT EXISTS (SELECT 1 FROM json_each(snapshot, '$.results') AS r WHERE r.value ->> 'result' IN ('discrepancy', 'prohibited')) FROM ledger_case WHERE office = ? AND subject = ? AND case_id = ?`,
      [office, item, case_id],
    )
    for (const { rule } of JSON.parse(hits ?? '[]') as { rule: string }[]) {
      const of = rules.get(rule) ?? { examined: 0, found: 0 }
      rules.set(rule, { examined: of.examined + 1, found: of.found + (found === 1 ? 1 : 0) })
    }
    if (at % SLICE === SLICE - 1) yield
  }
  return [...rules].map(([rule, counts]) => ({ rule, ...counts })).toSorted((a, b) => b.found - a.found || b.examined - a.examined || a.rule.localeCompare(b.rule))
}

function coverage(db: ReadDb, { fromMs, toMs }: Period): Insight['origins'] {
  const last = value<number>(db, 'SELECT max(id) FROM item') ?? 0
  return all<Insight['origins'][number]>(
    db,
    `SELECT origin_country AS origin, count(*) AS items, count(declaration) AS declared, sum(declaration IS NOT NULL AND quality IS NULL) AS faultless
     FROM item WHERE id > ? AND first_ms >= ? AND first_ms < ? GROUP BY origin_country`,
    [last - NEWEST, fromMs, toMs],
  )
}
