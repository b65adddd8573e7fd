/**
 * The window against a plain reading of the whole store: for every sort, many filters and positions, the rows
 * that it gives are those that sorting everything would give.
 */
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ItemFilter, ItemRow, ItemSort } from '../../../shared/contract.ts'
import { ITEM_SORTS } from '../../../shared/contract.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import { partKey, TALLIES } from '../../../main/store/consignment-tally.ts'
import type { ReadDb, WriteDb } from '../../../main/store/open.ts'
import { openForReading } from '../../../main/store/open.ts'
import { itemsList, itemsOfFilter } from '../../../main/store/queries/items-list.ts'
import { growLists, itemsWindow, toEnd } from '../../../main/store/queries/items-window.ts'
import { BlockPositions } from '../../../main/store/queries/positions.ts'
import { planOf } from '../../../main/store/queries/walk.ts'
import { FILL_KEY, filledStore } from '../../bench/store-fill.ts'
import type { Filled } from '../../bench/store-fill.ts'
import { failureOf, newFolder } from './store-folder.ts'

const ITEMS = 24_000
let file: string
let writing: WriteDb
let db: ReadDb
let filled: Filled
/** Every row, as the store has it. */
let everything: Plain[]

interface Plain extends ItemRow {
  readonly id: number
  readonly open: boolean
  readonly flagged: boolean
  readonly proposed: boolean
  readonly assignee: string | null
  readonly rules: readonly string[]
  readonly examiner: string | null
  readonly heldMs: number | null
  readonly reasoned: boolean
  readonly returned: boolean
}

beforeAll(() => {
  file = join(newFolder(), 'store.db')
  const store = filledStore(file, ITEMS)
  writing = store.db
  filled = store.filled
  // Some gaps, as withdrawn occurrences leave them.
  remove([5, 6, 7, 9000, 15_001])
  // What the ready-made views ask for; some of each, in every order of arrival.
  writing.exec(`
    UPDATE item SET examiner = iif(id % 2 = 0, 'anna', 'bea') WHERE id % 97 = 0;
    UPDATE item SET held_ms = ${Date.now()} - (id % 100) * 3600000 - 1800000, hold_reason = iif(id % 3 = 0, NULL, 'documents') WHERE state = ${CASE_STATES.indexOf('held')};
    UPDATE item SET returned = 1 WHERE id % 5 <> 0;
  `)
  db = openForReading(file, FILL_KEY)
  everything = readAll()
})

function remove(ids: readonly number[]): void {
  for (const id of ids) {
    const row = writing.prepare('SELECT * FROM item WHERE id = ?').get(id) as
      | { state: number; lane: number; targeted: number; declaration: number | null; dispatch: string | null; receptacle: string | null; advised: string | null; seen: number }
      | undefined
    if (row === undefined) continue
    writing.prepare('DELETE FROM item WHERE id = ?').run(id)
    writing.prepare('DELETE FROM item_marks WHERE rowid = ?').run(id)
    if (row.declaration !== null) writing.prepare('DELETE FROM item_words WHERE rowid = ?').run(id)
    const less = writing.prepare('UPDATE counter SET n = n - 1 WHERE name = ? AND key = ?')
    less.run('items', `${row.state}|${row.lane}|${row.targeted}|${row.declaration === null ? 0 : 1}`)
    if (row.dispatch !== null) less.run(TALLIES.dispatch, partKey(row.dispatch, row))
    if (row.receptacle !== null) less.run(TALLIES.receptacle, partKey(row.receptacle, row))
  }
}

function readAll(): Plain[] {
  const rows = db.prepare('SELECT *, declaration IS NOT NULL AS declared FROM item').all() as Record<string, string | number | null>[]
  return rows.map((row) => ({
    id: Number(row['id']),
    item: String(row['item']),
    case: String(row['case_id']),
    dispatch: row['dispatch'] as string | null,
    receptacle: row['receptacle'] as string | null,
    state: CASE_STATES[Number(row['state'])] ?? 'expected',
    lane: LANES[Number(row['lane'])] ?? 'green',
    flags: row['flags'] === null ? [] : (JSON.parse(String(row['flags'])) as string[]),
    targeted: row['targeted'] === 1,
    class: row['class'] as string | null,
    originCountry: row['origin_country'] as string | null,
    nature: row['nature'] as string | null,
    description: row['description'] as string | null,
    pieces: Number(row['pieces']),
    grossWeightKg: row['gross_g'] === null ? null : Number(row['gross_g']) / 1000,
    value: row['value'] as string | null,
    currency: row['currency'] as string | null,
    sender: row['sender'] as string | null,
    addressee: row['addressee'] as string | null,
    declared: row['declared'] === 1,
    lastEvent: row['last_event'] as string | null,
    updatedAt: new Date(Number(row['updated_ms'])).toISOString(),
    open: row['open'] === 1,
    flagged: row['flagged'] === 1,
    proposed: row['proposed'] === 1,
    assignee: row['assignee'] as string | null,
    examiner: row['examiner'] as string | null,
    heldMs: row['held_ms'] as number | null,
    reasoned: row['hold_reason'] !== null,
    returned: row['returned'] === 1,
    rules: row['hits'] === null ? [] : (JSON.parse(String(row['hits'])) as { rule: string }[]).map((hit) => hit.rule),
  }))
}

type Clause = ItemFilter['where'][number]
const is = (field: Clause['field'], ...values: string[]): Clause => ({ field, op: 'is', values })
const not = (field: Clause['field'], ...values: string[]): Clause => ({ field, op: 'not', values })

function passes(row: Plain, clause: Clause): boolean {
  const wanted = clause.values.map((text) => (text === '' ? null : text))
  const has = ((): boolean => {
    switch (clause.field) {
      case 'flag':
        return row.flags.some((flag) => wanted.includes(flag))
      case 'rule':
        return row.rules.some((rule) => wanted.includes(rule))
      case 'targeted':
      case 'flagged':
      case 'declared':
      case 'open':
      case 'proposed':
      case 'reasoned':
      case 'returned':
        return wanted.includes(String(row[clause.field]))
      case 'heldHours':
        return row.heldMs !== null && row.heldMs <= Date.now() - Number(clause.values[0]) * 3_600_000
      case 'moved':
        return false
      default:
        return wanted.includes(row[clause.field])
    }
  })()
  return has === (clause.op === 'is')
}

const plainText = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
function finds(row: Plain, search: string): boolean {
  if (search === '') return true
  if (/^[A-Z0-9]*[0-9][A-Z0-9]*$/.test(search)) return row.item.includes(search)
  const has = plainText(`${row.description ?? ''} ${row.sender ?? ''} ${row.addressee ?? ''}`).split(/[^\p{L}\p{N}]+/u)
  const words = plainText(search).split(' ')
  return words.every((word, at) => has.some((known) => (at === words.length - 1 ? known.startsWith(word) : known === word)))
}

const byText = (a: string | null, b: string | null): number => (a === null || b === null ? Number(a === null) - Number(b === null) : a < b ? -1 : a > b ? 1 : 0)
const ORDER: Record<ItemSort, (a: Plain, b: Plain) => number> = {
  newest: (a, b) => b.id - a.id,
  oldest: (a, b) => a.id - b.id,
  item: (a, b) => byText(a.case, b.case),
  lane: (a, b) => Number(b.open) - Number(a.open) || LANES.indexOf(b.lane) - LANES.indexOf(a.lane) || b.id - a.id,
  state: (a, b) => CASE_STATES.indexOf(a.state) - CASE_STATES.indexOf(b.state) || b.id - a.id,
  dispatch: (a, b) => byText(a.dispatch, b.dispatch) || a.id - b.id,
  receptacle: (a, b) => byText(a.receptacle, b.receptacle) || a.id - b.id,
}

const expected = (filter: ItemFilter, sort: ItemSort): string[] =>
  everything
    .filter((row) => filter.where.every((clause) => passes(row, clause)) && finds(row, filter.search ?? ''))
    .toSorted(ORDER[sort])
    .map((row) => row.case)

const FILTERS: readonly [string, () => ItemFilter][] = [
  ['nothing', () => ({ where: [] })],
  ['one state', () => ({ where: [is('state', 'held')] })],
  ['some states', () => ({ where: [is('state', 'held', 'arrived', 'presented')] })],
  ['not a state', () => ({ where: [not('state', 'expected', 'released')] })],
  ['open ones', () => ({ where: [is('open', 'true')] })],
  ['closed ones', () => ({ where: [is('open', 'false')] })],
  ['one lane', () => ({ where: [is('lane', 'green')] })],
  ['lanes that are open', () => ({ where: [is('lane', 'red', 'orange'), is('open', 'true')] })],
  ['open, one lane', () => ({ where: [is('open', 'true'), is('lane', 'green')] })],
  ['both of open', () => ({ where: [is('open', 'true', 'false')] })],
  ['nothing that can be', () => ({ where: [not('open', 'true', 'false'), is('targeted', 'true')] })],
  ['a flag and none', () => ({ where: [not('flagged', 'true', 'false'), is('dispatch', filled.dispatches[1] ?? '')] })],
  ['contradictions', () => ({ where: [is('state', 'held'), is('state', 'released')] })],
  ['targeted', () => ({ where: [is('targeted', 'true')] })],
  ['not targeted, held', () => ({ where: [not('targeted', 'true'), is('state', 'held')] })],
  ['flagged', () => ({ where: [is('flagged', 'true')] })],
  ['not flagged', () => ({ where: [is('flagged', 'false')] })],
  ['a flag', () => ({ where: [is('flag', 'drugs')] })],
  ['not a flag', () => ({ where: [not('flag', 'drugs')] })],
  ['proposed', () => ({ where: [is('proposed', 'true')] })],
  ['undeclared open', () => ({ where: [is('declared', 'false'), is('open', 'true')] })],
  ['undeclared', () => ({ where: [is('declared', 'false')] })],
  ['one dispatch', () => ({ where: [is('dispatch', filled.dispatches[3] ?? '')] })],
  ['one dispatch as printed', () => ({ where: [is('dispatch', filled.dispatches[3] ?? '')] })],
  ['three dispatches', () => ({ where: [is('dispatch', ...filled.dispatches.slice(2, 5))] })],
  ['three dispatches, open', () => ({ where: [is('dispatch', ...filled.dispatches.slice(2, 5)), is('open', 'true')] })],
  ['no dispatch', () => ({ where: [is('dispatch', '')] })],
  ['a dispatch or none', () => ({ where: [is('dispatch', filled.dispatches[1] ?? '', '')] })],
  ['not this dispatch', () => ({ where: [not('dispatch', filled.dispatches[0] ?? '')] })],
  ['one receptacle', () => ({ where: [is('receptacle', filled.receptacles[7] ?? '')] })],
  ['a receptacle, one state', () => ({ where: [is('receptacle', filled.receptacles[7] ?? ''), is('state', 'expected')] })],
  ['nobody’s dispatch', () => ({ where: [is('dispatch', 'FRAAAACHZRHBAUN69999')] })],
  ['a class', () => ({ where: [is('class', 'E')] })],
  ['a class in an expected state', () => ({ where: [is('class', 'E'), is('state', 'expected')] })],
  ['not a country', () => ({ where: [not('originCountry', 'CN', 'FR')] })],
  ['a currency or none', () => ({ where: [is('currency', 'EUR', '')] })],
  ['a rule', () => ({ where: [is('rule', 'vague')] })],
  ['no such rule', () => ({ where: [is('rule', 'nobody-wrote-it')] })],
  ['somebody’s', () => ({ where: [is('assignee', 'anna')] })],
  ['nobody’s', () => ({ where: [is('assignee', '')] })],
  ['somebody’s examinations', () => ({ where: [is('examiner', 'anna')] })],
  ['held for two days', () => ({ where: [is('state', 'held'), is('heldHours', '48')] })],
  ['held for less than two days', () => ({ where: [is('state', 'held'), not('heldHours', '48')] })],
  ['held without a reason', () => ({ where: [is('state', 'held'), is('reasoned', 'false')] })],
  ['released and not back with the post', () => ({ where: [is('state', 'released'), is('returned', 'false')] })],
  ['not back with the post, whatever the state', () => ({ where: [is('returned', 'false')] })],
  ['an item', () => ({ where: [is('item', everything[100]?.item ?? '')] })],
  ['a case', () => ({ where: [is('case', everything[100]?.case ?? '')] })],
  ['an event', () => ({ where: [is('lastEvent', 'EMD')] })],
  ['a common word', () => ({ where: [], search: 'zurich' })],
  ['a common word, open, a class', () => ({ where: [is('open', 'true'), is('class', 'U')], search: 'zurich' })],
  ['two words', () => ({ where: [], search: 'silk gift' })],
  ['a word and a beginning', () => ({ where: [], search: 'cotton sca' })],
  ['a word with an accent', () => ({ where: [], search: 'Zürich' })],
  ['a word in one dispatch', () => ({ where: [is('dispatch', filled.dispatches[2] ?? '')], search: 'shirt' })],
  ['a piece of an identifier', () => ({ where: [], search: '123' })],
  ['a longer piece', () => ({ where: [], search: '1234' })],
  ['a common piece', () => ({ where: [], search: 'RR1' })],
  ['nothing that occurs', () => ({ where: [], search: 'zzzzqqqq' })],
]

describe.each(ITEM_SORTS)('sorted by %s', (sort) => {
  it.each(FILTERS)('%s: every window is what sorting everything would give', (_name, make) => {
    const filter = make()
    const rows = expected(filter, sort)
    for (const position of [0, 150, Math.floor(rows.length / 2), Math.max(0, rows.length - 250), rows.length, 40_000]) {
      const window = settled(filter, sort, position, 300)
      expect(window.total).toBe(rows.length)
      expect(window.position).toBe(position < rows.length ? position : Math.max(0, rows.length - 300))
      expect(window.rows.map((row) => row.case)).toEqual(rows.slice(window.position, window.position + 300))
    }
  })
})

/** The window once its list is complete. */
function settled(filter: ItemFilter, sort: ItemSort, position: number, limit: number): ReturnType<typeof first> {
  first(filter, sort, position, limit)
  while (growLists(db, 1000) === 'working');
  return first(filter, sort, position, limit)
}
const first = (filter: ItemFilter, sort: ItemSort, position: number, limit: number) => toEnd(itemsWindow(db, { filter, sort, position, limit }))

describe('a long walk by identifier', () => {
  it.each([0, 1, 3])('finds the same rows whether it checks them where they stand or gathers them first (after %i steps)', (near) => {
    for (const filter of [
      { where: [is('class', 'E')] },
      { where: [is('rule', 'vague')] },
      { where: [not('currency', 'EUR'), is('state', 'expected')] },
      { where: [not('originCountry', 'CN'), not('flag', 'drugs')] },
    ]) {
      const plan = planOf(db, filter, 'item')
      if (plan.kind !== 'walk') throw new TypeError(`${JSON.stringify(filter)} is no walk`)
      const positions = new BlockPositions(plan, 1, near)
      while (!positions.complete) positions.step(db)
      expect(positions.read(db, 0, ITEMS).map((row) => row.case_id)).toEqual(expected(filter, 'item'))
    }
  })
})

describe('a row', () => {
  it('has the contract’s shape, ISO times and kilograms', () => {
    const { rows } = first({ where: [] }, 'oldest', 0, 1)
    const {
      id: _id,
      examiner: _examiner,
      heldMs: _heldMs,
      reasoned: _reasoned,
      returned: _returned,
      open: _open,
      flagged: _flagged,
      proposed: _proposed,
      assignee: _assignee,
      rules: _rules,
      ...row
    } = everything.toSorted(ORDER.oldest)[0] as Plain
    expect(rows).toEqual([row])
  })
})

describe('walking windows from end to end', () => {
  it.each(['newest', 'lane', 'item', 'dispatch'] as const)('by %s meets every row once', (sort) => {
    const seen: string[] = []
    for (let total = 1; seen.length < total;) {
      const window = settled({ where: [not('class', 'E')] }, sort, seen.length, 997)
      // The last one begins earlier, so that it is full.
      seen.splice(window.position)
      seen.push(...window.rows.map((row) => row.case))
      total = window.total
    }
    expect(seen).toEqual(expected({ where: [not('class', 'E')] }, sort))
  })
})

describe('any filter', () => {
  const clause: fc.Arbitrary<Clause> = fc.oneof(
    fc.record({
      field: fc.constant('state' as const),
      op: fc.constantFrom('is' as const, 'not' as const),
      values: fc.uniqueArray(fc.constantFrom(...CASE_STATES), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      field: fc.constant('lane' as const),
      op: fc.constantFrom('is' as const, 'not' as const),
      values: fc.uniqueArray(fc.constantFrom(...LANES), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      field: fc.constantFrom('open' as const, 'targeted' as const, 'declared' as const, 'flagged' as const),
      op: fc.constantFrom('is' as const, 'not' as const),
      values: fc.uniqueArray(fc.constantFrom('true', 'false'), { minLength: 1 }),
    }),
    fc.record({
      field: fc.constantFrom('class' as const),
      op: fc.constantFrom('is' as const, 'not' as const),
      values: fc.uniqueArray(fc.constantFrom('U', 'C', 'E', ''), { minLength: 1 }),
    }),
    fc
      .record({
        field: fc.constant('dispatch' as const),
        op: fc.constantFrom('is' as const, 'not' as const),
        values: fc.uniqueArray(fc.constantFrom(0, 1, 5, 9, -1), { minLength: 1 }),
      })
      .map(({ field, op, values }) => ({ field, op, values: values.map((at) => filled.dispatches[at] ?? '') })),
  )
  it('with any sort gives the rows in order and their exact number', () => {
    fc.assert(
      fc.property(
        fc.array(clause, { maxLength: 4 }),
        fc.constantFrom(...ITEM_SORTS),
        fc.constantFrom('', 'zurich', 'silk', '123', '471'),
        fc.nat(ITEMS),
        (where, sort, search, position) => {
          const filter: ItemFilter = { where, search }
          const rows = expected(filter, sort)
          const window = settled(filter, sort, position, 100)
          expect(window.total).toBe(rows.length)
          expect(window.rows.map((row) => row.case)).toEqual(rows.slice(window.position, window.position + 100))
        },
      ),
      { numRuns: 60 },
    )
  }, 240_000)
})

describe('a list by identifier', () => {
  it.each(FILTERS)('%s: its pages together are all rows, once each', (_name, make) => {
    const filter = make()
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: { rows: ItemRow[]; next: string | null } = toEnd(itemsList(db, { filter, limit: 1000, after }))
      expect(page.rows.length).toBeLessThanOrEqual(1000)
      seen.push(...page.rows.map((row) => row.case))
      after = page.next
    } while (after !== null)
    expect(seen).toEqual(expected(filter, 'item'))
  })

  it('names the items of a filter for a bulk action, and says when there are more', () => {
    const filter: ItemFilter = { where: [is('state', 'held')] }
    const items = expected(filter, 'item').map((id) => id.slice(0, 13))
    expect(toEnd(itemsOfFilter(db, { filter, limit: 10_000 }))).toEqual({ items, more: false })
    expect(toEnd(itemsOfFilter(db, { filter, limit: 10 }))).toEqual({ items: items.slice(0, 10), more: true })
  })
})

describe('a value that a field cannot have', () => {
  it.each([is('state', 'lost'), is('lane', 'blue'), is('open', 'maybe'), is('flagged', ''), not('declared', '2')])('%o is refused by name', async (clause) => {
    expect(await failureOf(() => first({ where: [clause] }, 'newest', 0, 10))).toBe('filter')
  })
})

describe('while somebody writes', () => {
  it('the top of a list is fresh at once, and a far position waits for nobody', () => {
    settled({ where: [is('class', 'E')] }, 'newest', 0, 10)
    const id = (writing.prepare('SELECT max(id) FROM item').pluck().get() as number) + 1
    writing
      .prepare(
        `INSERT INTO item(id, item, case_id, state, lane, open, class, announced, first_ms, updated_ms) VALUES (?, 'RR000000005FR', 'RR000000005FR#1', 0, 0, 1, 'E', 1, 0, 0)`,
      )
      .run(id)
    writing.prepare(`INSERT INTO counter(name, key, n) VALUES ('items', '0|0|0|0', 1) ON CONFLICT DO UPDATE SET n = n + 1`).run()
    expect(first({ where: [is('class', 'E')] }, 'newest', 0, 10).rows[0]?.item).toBe('RR000000005FR')
    expect(first({ where: [] }, 'newest', 0, 10).rows[0]?.item).toBe('RR000000005FR')
    const far = first({ where: [is('class', 'E')] }, 'newest', 5000, 10)
    expect(far.rows).toHaveLength(10)
    for (const row of far.rows) expect(row.class).toBe('E')
    remove([id])
    everything = readAll()
  })

  it('a row that has left the filter is not shown from an older list', () => {
    const filter: ItemFilter = { where: [is('rule', 'random')] }
    const before = settled(filter, 'newest', 0, 300)
    const [gone] = before.rows
    writing.prepare('UPDATE item SET hits = NULL WHERE case_id = ?').run(gone?.case)
    const after = first(filter, 'newest', 0, 300)
    expect(after.rows.map((row) => row.case)).not.toContain(gone?.case)
    everything = readAll()
    expect(settled(filter, 'newest', 0, 300).total).toBe(before.total - 1)
  })
})
