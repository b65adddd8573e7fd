/** Order is free, and a number is used again. Source: domain/messages.md, "Order is free"; domain/identifiers.md, S10. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CASE_STATES } from '../../shared/domain/codes.ts'
import { BAGS, DISPATCHES, edifact, ITEMS, xml, type DeclaredItem } from '../property/projection-mail.ts'
import { Store } from '../property/projection-store.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const T = Date.UTC(2026, 10, 20, 8)
const [RR] = ITEMS
const [DISPATCH] = DISPATCHES
const [BAG] = BAGS

let store: Store
beforeEach(() => (store = new Store()))
afterEach(() => store.close())

const predes = (at: number) => edifact([{ kind: 'predes', sender: 'FRA01', dispatch: DISPATCH, fn: 9, prepared: at, bags: [{ bag: BAG, items: [RR] }] }], String(at))
const goods = (description: string): DeclaredItem => ({
  item: RR,
  dispatch: null,
  bag: null,
  nature: '31',
  sender: 'Marie Durand',
  pieces: [{ description, value: '24.50', currency: 'EUR' }],
})
const itmatt = (at: number, description = 'cotton shirt') => xml({ kind: 'itmatt', sender: 'FRA01', reference: `IA-${at}`, fn: 9, prepared: at, items: [goods(description)] })
const emsevt = (at: number, code: string) => edifact([{ kind: 'emsevt', sender: 'FRA01', reference: `E-${at}`, fn: 9, prepared: at, events: [{ item: RR, code, at, bag: BAG }] }])
const cases = () => store.items().map((row) => ({ case: row['case_id'], state: CASE_STATES[Number(row['state'])], description: row['description'], dispatch: row['dispatch'] }))

describe('what explains may come after what it explains', () => {
  test('a decision before dispatch and declaration: they join the case that it opened', () => {
    store.now = T
    expect(store.act({ name: 'hold', item: 'rr 473 124 829 fr', args: { reason: 'documents-awaited' } })).toMatchObject({ result: 'accepted', item: RR, state: 'held' })
    expect(cases()).toEqual([{ case: `${RR}#1`, state: 'held', description: null, dispatch: null }])
    store.read(itmatt(T + HOUR))
    store.read(predes(T + 2 * HOUR))
    expect(cases()).toEqual([{ case: `${RR}#1`, state: 'held', description: 'cotton shirt', dispatch: DISPATCH }])
  })

  test('an event before everything else: the item is known, arrived, and undeclared until its declaration comes', () => {
    store.read(emsevt(T, 'EMD'))
    expect(cases()).toEqual([{ case: `${RR}#1`, state: 'arrived', description: null, dispatch: DISPATCH }])
    expect(store.items()[0]?.['hits']).toContain('no-advance-data')
    store.read(itmatt(T - DAY))
    store.read(predes(T - DAY))
    expect(cases()).toEqual([{ case: `${RR}#1`, state: 'arrived', description: 'cotton shirt', dispatch: DISPATCH }])
    expect(store.items()[0]?.['hits'] ?? '').not.toContain('no-advance-data')
  })

  test('a receptacle that was scanned before anybody announced it is in excess until the dispatch comes', () => {
    const status = () => store.db.prepare<[string], { status: string }>('SELECT status FROM receptacle WHERE receptacle = ?').get(BAG)?.status
    store.act({ name: 'arrive', item: BAG })
    expect(status()).toBe('excess')
    store.read(predes(T))
    expect(status()).toBe('received')
  })

  test('every order of dispatch, declaration, event and decision ends in the same rows', () => {
    const steps = [
      (to: Store) => to.read(predes(T)),
      (to: Store) => to.read(itmatt(T)),
      (to: Store) => to.read(emsevt(T + HOUR, 'EMD')),
      (to: Store) => to.act({ id: 'one', name: 'refuse', item: RR }, undefined, T + 2 * HOUR),
    ]
    const permutations = (left: readonly number[]): number[][] =>
      left.length === 0 ? [[]] : left.flatMap((one) => permutations(left.filter((other) => other !== one)).map((rest) => [one, ...rest]))
    let expected: unknown = null
    for (const order of permutations([0, 1, 2, 3])) {
      const fresh = new Store()
      for (const n of order) steps[n]?.(fresh)
      expected ??= fresh.rows()
      expect(fresh.rows()).toEqual(expected)
      fresh.close()
    }
  })
})

describe('a number that is used again after more than 300 days is another item', () => {
  const YEAR = 365 * DAY

  test('the second use is a case of its own, and the first stays as it was', () => {
    store.read(predes(T - YEAR))
    store.read(itmatt(T - YEAR, 'ceramic bowl'))
    store.act({ name: 'refuse', item: RR }, undefined, T - YEAR + DAY)
    const first = cases()
    expect(first).toEqual([{ case: `${RR}#1`, state: 'refused', description: 'ceramic bowl', dispatch: DISPATCH }])
    store.read(itmatt(T, 'desk lamp'))
    expect(cases()).toEqual([...first, { case: `${RR}#2`, state: 'expected', description: 'desk lamp', dispatch: null }])
  })

  test('a command binds to the use of its time, and opens the case that the announcement was shown under', () => {
    store.read(itmatt(T - YEAR, 'ceramic bowl'))
    store.read(itmatt(T, 'desk lamp'))
    // Nobody acted on last year's: it has no case of the ledger, and can claim no number of one.
    expect(cases()).toEqual([
      { case: `${RR}#1`, state: 'expected', description: 'desk lamp', dispatch: null },
      { case: `${RR}~202511`, state: 'expected', description: 'ceramic bowl', dispatch: null },
    ])
    expect(store.act({ name: 'hold', item: RR, args: { reason: 'documents-awaited' } }, undefined, T + DAY)).toMatchObject({ result: 'accepted', state: 'held' })
    expect(cases().map(({ case: id, state }) => [id, state])).toEqual([
      [`${RR}#1`, 'held'],
      [`${RR}~202511`, 'expected'],
    ])
  })

  test('the facts of a command are those of the use that it is about, not of last year’s', () => {
    store.read(itmatt(T - YEAR, 'gift'))
    store.act({ id: 'now', name: 'hold', item: RR, args: { reason: 'documents-awaited' } }, undefined, T)
    const facts = store.authority.command('now')?.command?.facts
    expect(facts).toMatchObject({ announced: false, declaration: null })
    expect(cases().map(({ case: id, description }) => [id, description])).toEqual([
      [`${RR}#1`, null],
      [`${RR}~202511`, 'gift'],
    ])
  })

  test('events and late messages go to the use whose time they are of', () => {
    store.act({ name: 'refuse', item: RR }, undefined, T - YEAR)
    store.act({ name: 'hold', item: RR, args: { reason: 'documents-awaited' } }, undefined, T)
    store.read(itmatt(T - YEAR - DAY, 'ceramic bowl'))
    store.read(itmatt(T - DAY, 'desk lamp'))
    store.read(emsevt(T + HOUR, 'EMF'))
    expect(cases()).toEqual([
      { case: `${RR}#1`, state: 'refused', description: 'ceramic bowl', dispatch: null },
      { case: `${RR}#2`, state: 'held', description: 'desk lamp', dispatch: DISPATCH },
    ])
  })

  test.each([
    [299, 1],
    [300, 1],
    [301, 2],
  ])('%i days apart make %i case(s)', (days, expected) => {
    store.read(itmatt(T - days * DAY))
    store.read(itmatt(T, 'desk lamp'))
    expect(cases()).toHaveLength(expected)
  })

  test('a local number is one item for ever', () => {
    const local = (at: number, description: string) => itmatt(at, description).replace(RR, 'CHZRHB-L-0001')
    store.read(local(T - 2 * YEAR, 'ceramic bowl'))
    store.read(local(T, 'desk lamp'))
    store.act({ name: 'note', item: 'CHZRHB-L-0001', args: { text: 'seen' } }, undefined, T + YEAR)
    expect(cases()).toHaveLength(1)
    expect(cases()[0]?.description).toBe('desk lamp')
  })

  test('replay gives the uses again', () => {
    for (const years of [2, 1, 0]) {
      store.read(itmatt(T - years * YEAR, `shirt of ${years}`))
      if (years !== 1) store.act({ name: 'flag', item: RR }, undefined, T - years * YEAR + DAY)
    }
    const rows = store.rows()
    expect(rows['item']).toHaveLength(3)
    store.rebuild()
    expect(store.rows()).toEqual(rows)
    expect(store.verify()).toMatchObject({ ok: true })
  })
})
