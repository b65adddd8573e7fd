/**
 * The balance over random days at one desk, with its real store: late commands, reopenings, undone decisions, clocks
 * that jump, several officers. Whatever they do, every period balances, as known at any event; every number opens
 * exactly its items; and where the store is broken on purpose, the report names the item.
 */
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { CUSTODY_EQUATION, DETAINED_EQUATION, GROUPINGS, LINES, OFFICER_COUNTS } from '../../shared/domain/balance.ts'
import type { Balance, Line } from '../../shared/domain/balance.ts'
import { plainMovement, readMovement, writeMovement } from '../../shared/domain/movement.ts'
import type { Movement } from '../../shared/domain/movement.ts'
import { itemsList } from '../../main/store/queries/items-list.ts'
import { toEnd } from '../../main/store/queries/items-window.ts'
import type { ReadDb } from '../../main/store/open.ts'
import { balanceKnown, lateChanges } from '../../main/store/queries/shift-report.ts'
import { ANNA, BEN, Store } from './projection-store.ts'

const ITEMS = ['RR473124829FR', 'CP473124829FR', 'LX806576725FR', 'EA123456785DE']
const HOUR = 3_600_000
const DAY = Date.UTC(2026, 10, 22)

interface Step {
  readonly name: string
  readonly item: string
  readonly supervisor: boolean
  /** Minutes after the step before, or (late) before it. */
  readonly minutes: number
  readonly pick: number
}

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(
    'present',
    'present',
    'arrive',
    'examine',
    'record',
    'hold',
    'request-info',
    'release',
    'release-duty',
    'refuse',
    'detain',
    'detain',
    'destroy',
    'transfer',
    'reopen',
    'reopen',
    'undo',
    'undo',
    'undo',
    'flag',
  ),
  item: fc.constantFrom(...ITEMS),
  supervisor: fc.boolean(),
  minutes: fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: -300, max: 0 })),
  pick: fc.nat({ max: 1000 }),
})

function argsOf(store: Store, { name, item, pick }: Step): Record<string, unknown> {
  switch (name) {
    case 'record':
      return { result: 'clear' }
    case 'hold':
    case 'request-info':
    case 'reopen':
      return { reason: pick % 2 === 0 ? 'proof-of-value' : 'valuation' }
    case 'release-duty':
      return { amount: `${pick}.50`, currency: pick % 2 === 0 ? 'CHF' : 'JPY' }
    case 'transfer':
      return { office: 'CHGVAA' }
    case 'undo': {
      const found = store.authority.caseOf(item, store.now)
      return { command: (found?.kind === 'item' ? found.steps.at(-1)?.command : undefined) ?? 'none' }
    }
    default:
      return {}
  }
}

function play(store: Store, steps: readonly Step[]): void {
  store.now = DAY + 8 * HOUR
  for (const one of steps) {
    store.now = Math.max(DAY, store.now + one.minutes * 60_000)
    store.act({ name: one.name, item: one.item, args: argsOf(store, one) }, one.supervisor ? ANNA : BEN)
  }
}

/** The writer's own connection reads, too: what it asks is seen as it is after each act. */
const reading = (store: Store): ReadDb => store.db as unknown as ReadDb

const balance = (store: Store, fromMs: number, toMs: number, known: number | null = null): Balance =>
  toEnd(balanceKnown(reading(store), store.authority.head().seq, { fromMs, toMs, known })).balance

const sum = (lines: Balance['lines'], equation: typeof CUSTODY_EQUATION): number => equation.reduce((total, [line, sign]) => total + sign * lines[line], 0)

function itemsOf(store: Store, movement: Movement): string[] {
  const text = writeMovement(movement)
  expect(readMovement(text)).toEqual(movement)
  return toEnd(itemsList(reading(store), { filter: { where: [{ field: 'moved', op: 'is', values: [text] }] }, limit: 1000, after: null })).rows.map((row) => row.item)
}

const open: Store[] = []
afterEach(() => {
  for (const store of open.splice(0)) store.close()
})
const newStore = (): Store => {
  const store = new Store()
  open.push(store)
  return store
}

describe('the balance of random days', () => {
  it('balances in every period, as known at every event, and adds up the same by class, origin and lane', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat({ max: 40 }), fc.nat({ max: 40 }), fc.nat({ max: 100 }), (steps, start, length, back) => {
        const store = newStore()
        play(store, steps)
        const from = DAY + start * HOUR
        const head = store.authority.head().seq
        for (const known of [head, Math.max(0, head - (back % (head + 1)))]) {
          const found = balance(store, from, from + length * HOUR, known)
          expect(found.breakers).toEqual([])
          expect(found.balanced).toBe(true)
          expect([sum(found.lines, CUSTODY_EQUATION), sum(found.lines, DETAINED_EQUATION)]).toEqual([0, 0])
          for (const by of GROUPINGS) {
            const total = (line: Line): number => found.groups[by].reduce((all, group) => all + group.lines[line], 0)
            expect(Object.fromEntries(LINES.map((line) => [line, total(line)]))).toEqual(found.lines)
            for (const group of found.groups[by]) expect([sum(group.lines, CUSTODY_EQUATION), sum(group.lines, DETAINED_EQUATION)]).toEqual([0, 0])
          }
          expect(found.ageing.reduce((all, { custody }) => all + custody, 0)).toBe(found.lines.closing)
        }
        store.close()
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it('ends with what the cases say is there', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = newStore()
        play(store, steps)
        const { lines } = balance(store, DAY, DAY + 100 * 24 * HOUR)
        const cases = ITEMS.flatMap((item) => {
          const found = store.authority.caseOf(item, store.now)
          return found?.kind === 'item' ? [found] : []
        })
        const here = (one: (typeof cases)[number]): boolean => one.arrivedAt !== null || one.presentedAt !== null
        expect(lines.closing).toBe(cases.filter((one) => one.state === 'presented' || one.state === 'under-examination' || (one.state === 'held' && here(one))).length)
        expect(lines.detainedClosing).toBe(cases.filter((one) => one.state === 'detained' && here(one)).length)
        store.close()
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it('opens behind each number the items that it counts', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat({ max: 12 }), fc.nat({ max: 100 }), (steps, hours, back) => {
        const store = newStore()
        play(store, steps)
        const [from, to] = [DAY + 8 * HOUR, DAY + (8 + hours) * HOUR]
        const known = Math.max(0, store.authority.head().seq - (back % 5))
        const found = balance(store, from, to, known)
        for (const line of LINES) {
          const items = itemsOf(store, plainMovement(line, from, to, known))
          // An item that was released twice is one item: then there are fewer items than releases, never more, never none.
          expect(items.length).toBeLessThanOrEqual(found.lines[line])
          expect(items.length === 0).toBe(found.lines[line] === 0)
          for (const group of found.groups.origin) {
            const of = itemsOf(store, { ...plainMovement(line, from, to, known), origin: group.key })
            expect(of.length === 0).toBe(group.lines[line] === 0)
          }
        }
        for (const state of ['presented', 'under-examination', 'held'])
          expect(itemsOf(store, { ...plainMovement('closing', from, to, known), state })).toHaveLength(found.states[state] ?? 0)
        for (const { age, custody } of found.ageing) expect(itemsOf(store, { ...plainMovement('closing', from, to, known), age })).toHaveLength(custody)
        for (const { officer, counts } of found.officers) {
          for (const count of OFFICER_COUNTS) expect(itemsOf(store, { ...plainMovement(`did-${count}`, from, to, known), by: officer }).length === 0).toBe(counts[count] === 0)
        }
        store.close()
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  it('is the same after a rebuild, and as signed however much comes late', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.array(step, { maxLength: 15 }), (before, after) => {
        const store = newStore()
        play(store, before)
        const [from, to] = [DAY + 8 * HOUR, DAY + 14 * HOUR]
        const known = store.authority.head().seq
        const signed = balance(store, from, to, known)
        play(store, after)
        expect(balance(store, from, to, known)).toEqual(signed)
        const now = balance(store, from, to)
        const late = lateChanges(reading(store), { fromMs: from, toMs: to, known, limit: 100 })
        // What differs has moves that say why.
        if (!late.changed) expect(now.lines).toEqual(signed.lines)
        const rows = (): unknown[] => ['custody_move', 'custody_stay', 'shift'].map((table) => store.db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all())
        const kept = rows()
        store.rebuild()
        expect(rows()).toEqual(kept)
        store.close()
      }),
      { numRuns: 25 },
    )
  }, 120_000)
})

describe('a store that was broken', () => {
  it('gives a report that says so and names the item', () => {
    const store = newStore()
    store.act({ name: 'present', item: 'RR473124829FR' })
    store.act({ name: 'present', item: 'CP473124829FR' })
    store.db.prepare("UPDATE custody_stay SET to_ms = from_ms WHERE item = 'CP473124829FR'").run()
    const found = balance(store, DAY, DAY + 24 * HOUR)
    expect(found.balanced).toBe(false)
    expect(found.breakers).toEqual([{ item: 'CP473124829FR', case: 'CP473124829FR#1', custody: 1, detained: 0 }])
  })
})

describe('custody', () => {
  const lines = (store: Store): Partial<Record<Line, number>> =>
    Object.fromEntries(Object.entries(balance(store, DAY, DAY + 24 * HOUR).lines).filter(([, n]) => n !== 0)) as Partial<Record<Line, number>>
  const CASES: readonly (readonly [string, readonly (readonly [string, Record<string, unknown>?])[], Partial<Record<Line, number>>])[] = [
    ['an item that is presented and released', [['present'], ['record', { result: 'clear' }], ['release']], { presented: 1, released: 1 }],
    ['a decision on data moves nothing', [['refuse']], { onData: 1 }],
    ['an item held before it came is not there', [['hold', { reason: 'valuation' }]], {}],
    ['and is once it arrives', [['hold', { reason: 'valuation' }], ['arrive']], { presented: 1, closing: 1 }],
    ['an arrived item that is detained passed through custody', [['arrive'], ['detain']], { presented: 1, detained: 1, detainedIn: 1, detainedClosing: 1 }],
    [
      'a detained item that is reopened is in custody again',
      [['present'], ['detain'], ['reopen', { reason: 'court' }]],
      { presented: 1, detained: 1, detainedIn: 1, reopened: 1, detainedOut: 1, closing: 1 },
    ],
    [
      'a release that is reopened',
      [['present'], ['record', { result: 'clear' }], ['release'], ['reopen', { reason: 'x' }]],
      { presented: 1, released: 1, reopened: 1, closing: 1 },
    ],
  ]
  it.each(CASES)('%s', (_name, acts, expected) => {
    const store = newStore()
    for (const [name, args = {}] of acts) expect(store.act({ name, item: 'RR473124829FR', args })).toMatchObject({ result: 'accepted' })
    expect(lines(store)).toEqual(expected)
  })

  it('forgets what was undone, and the duty with it', () => {
    const store = newStore()
    store.act({ name: 'present', item: 'RR473124829FR' })
    store.act({ name: 'record', item: 'RR473124829FR', args: { result: 'clear' } })
    const { id } = store.act({ name: 'release-duty', item: 'RR473124829FR', args: { amount: '12.50', currency: 'CHF' } })
    expect(balance(store, DAY, DAY + 24 * HOUR).duty).toEqual([{ currency: 'CHF', amount: '12.50' }])
    store.act({ name: 'undo', item: 'RR473124829FR', args: { command: id } })
    expect(lines(store)).toEqual({ presented: 1, closing: 1 })
    expect(balance(store, DAY, DAY + 24 * HOUR).duty).toEqual([])
  })

  it('takes an undone presentation of an earlier shift out as written off, since that shift has counted it', () => {
    const store = newStore()
    const { id } = store.act({ name: 'present', item: 'RR473124829FR' })
    store.now += 10 * HOUR
    store.act({ name: 'undo', item: 'RR473124829FR', args: { command: id } })
    const found = balance(store, store.now - HOUR, store.now + HOUR)
    expect([found.lines.opening, found.lines.writtenOff, found.lines.closing, found.balanced]).toEqual([1, 1, 0, true])
  })
})
