/**
 * Versions of a document: what replaces, cancels and repeats it, and what becomes of the items that it named.
 * Source: domain/messages.md, Tolerance and PREDES; DESIGN section 2.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CASE_STATES } from '../../shared/domain/codes.ts'
import { alone, BAGS, csv, DISPATCHES, edifact, ITEMS, xml, type DeclaredItem, type Emsevt, type Fn, type Itmatt, type Predes } from '../property/projection-mail.ts'
import { Store } from '../property/projection-store.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const T = Date.UTC(2026, 10, 20, 8)
const [RR, LX, CP] = ITEMS
const [DISPATCH] = DISPATCHES
const [BAG, OTHER_BAG] = BAGS

let store: Store
beforeEach(() => (store = new Store()))
afterEach(() => {
  vi.useRealTimers()
  store.close()
})

const predes = (fn: Fn, hours: number, bags: Predes['bags'], more: Partial<Predes> = {}): Predes => ({
  kind: 'predes',
  sender: 'FRA01',
  dispatch: DISPATCH,
  fn,
  prepared: T + hours * HOUR,
  bags,
  ...more,
})
const inBag = (...items: string[]): Predes['bags'] => [{ bag: BAG, items }]
const goods = (item: string, description = 'cotton shirt', more: Partial<DeclaredItem> = {}): DeclaredItem => ({
  item,
  dispatch: null,
  bag: null,
  nature: '31',
  sender: 'Marie Durand',
  pieces: [{ description, value: '24.50', currency: 'EUR' }],
  ...more,
})
const itmatt = (fn: Fn, hours: number | null, items: readonly DeclaredItem[], more: Partial<Itmatt> = {}): Itmatt => ({
  kind: 'itmatt',
  sender: 'FRA01',
  reference: 'IA1',
  fn,
  prepared: hours === null ? null : T + hours * HOUR,
  items,
  ...more,
})
const event = (item: string, code: string, hours: number): Emsevt => ({
  kind: 'emsevt',
  sender: 'FRA01',
  reference: `E-${code}-${item}`,
  fn: 9,
  prepared: T + hours * HOUR,
  events: [{ item, code, at: T + hours * HOUR, bag: null }],
})

let control = 0
const give = (...messages: (Predes | Emsevt)[]) => store.read(edifact(messages, String(++control)))
const states = (): Record<string, string> => Object.fromEntries(store.items().map((row) => [String(row['case_id']), CASE_STATES[Number(row['state'])] ?? '']))
const row = (item: string) => store.items().find((one) => one['item'] === item)
const dispatchRow = () => store.db.prepare<[string], Record<string, unknown>>('SELECT announced, cancelled FROM dispatch WHERE dispatch = ?').get(DISPATCH)
const bagStatus = (bag: string) => store.db.prepare<[string], { status: string }>('SELECT status FROM receptacle WHERE receptacle = ?').get(bag)?.status

describe('a PREDES is amended and cancelled', () => {
  test('an item that a new version no longer names is withdrawn, and the next version may bring it back', () => {
    give(predes(9, 0, inBag(RR, LX)))
    expect(states()).toEqual({ [`${RR}#1`]: 'expected', [`${LX}#1`]: 'expected' })
    const [line] = give(predes(5, 1, inBag(RR)))
    expect(line).toMatchObject({ status: 'accepted', reference: DISPATCH, sender: 'FRA01' })
    expect(states()).toEqual({ [`${RR}#1`]: 'expected', [`${LX}#1`]: 'withdrawn' })
    give(predes(5, 2, inBag(RR, LX)))
    expect(states()).toEqual({ [`${RR}#1`]: 'expected', [`${LX}#1`]: 'expected' })
  })

  test('a cancellation withdraws all that it announced, and cancels dispatch and receptacles', () => {
    give(predes(9, 0, inBag(RR, LX)))
    give(predes(1, 1, []))
    expect(states()).toEqual({ [`${RR}#1`]: 'withdrawn', [`${LX}#1`]: 'withdrawn' })
    expect(dispatchRow()).toEqual({ announced: 0, cancelled: 1 })
    expect(bagStatus(BAG)).toBe('cancelled')
  })

  test('what was announced again after a cancellation is expected again', () => {
    give(predes(9, 0, inBag(RR)))
    give(predes(1, 1, []))
    give(predes(9, 2, inBag(RR)))
    expect(states()).toEqual({ [`${RR}#1`]: 'expected' })
    expect(dispatchRow()).toEqual({ announced: 1, cancelled: 0 })
    expect(bagStatus(BAG)).toBe('announced')
  })

  test('a cancellation that comes before what it cancels holds all the same', () => {
    give(predes(1, 1, []))
    const [late] = give(predes(9, 0, inBag(RR)))
    expect(late).toMatchObject({ status: 'accepted', supersedes: null })
    expect(states()).toEqual({ [`${RR}#1`]: 'withdrawn' })
    expect(dispatchRow()).toEqual({ announced: 0, cancelled: 1 })
  })

  test('of versions prepared at the same minute, cancel stands over replace, and replace over original', () => {
    for (const fn of [1, 9, 5] as const) give(predes(fn, 0, fn === 1 ? [] : inBag(fn === 9 ? RR : LX)))
    expect(states()).toEqual({ [`${RR}#1`]: 'withdrawn', [`${LX}#1`]: 'withdrawn' })
  })

  test('an item that moved to another receptacle of the dispatch moves, and the empty receptacle is cancelled', () => {
    give(predes(9, 0, inBag(RR)))
    give(predes(5, 1, [{ bag: OTHER_BAG, items: [RR] }]))
    expect(row(RR)).toMatchObject({ receptacle: OTHER_BAG, state: CASE_STATES.indexOf('expected') })
    expect([bagStatus(BAG), bagStatus(OTHER_BAG)]).toEqual(['cancelled', 'announced'])
  })

  test('an item that has arrived, by the post or by us, or was decided before it came, is not withdrawn', () => {
    give(predes(9, 0, inBag(RR, LX, CP)))
    give(event(RR, 'EMD', 1))
    store.act({ name: 'arrive', item: LX })
    store.act({ name: 'hold', item: CP, args: { reason: 'documents-awaited' } })
    give(predes(1, 2, []))
    expect(states()).toEqual({ [`${RR}#1`]: 'arrived', [`${LX}#1`]: 'arrived', [`${CP}#1`]: 'held' })
  })

  test('a flag or a target does not keep an item from being withdrawn, nor does being withdrawn take them off', () => {
    give(predes(9, 0, inBag(RR)))
    store.act({ name: 'flag', item: RR })
    store.act({ name: 'target', item: RR })
    give(predes(1, 1, []))
    expect(row(RR)).toMatchObject({ state: CASE_STATES.indexOf('withdrawn'), targeted: 1, flagged: 1, open: 0 })
  })

  test('what another sender announces of the same dispatch stands beside it, and is not cancelled with it', () => {
    give(predes(9, 0, inBag(RR)))
    give(predes(9, 0, inBag(LX), { sender: 'CNA01' }))
    expect(states()).toEqual({ [`${RR}#1`]: 'expected', [`${LX}#1`]: 'expected' })
    give(predes(1, 1, []))
    expect(states()).toEqual({ [`${RR}#1`]: 'withdrawn', [`${LX}#1`]: 'expected' })
    expect(dispatchRow()).toEqual({ announced: 1, cancelled: 0 })
  })

  test('a declaration alone does not keep an item that its dispatch no longer names', () => {
    give(predes(9, 0, inBag(RR)))
    store.read(xml(itmatt(9, 0, [goods(RR)])))
    give(predes(5, 1, inBag(LX)))
    expect(states()).toEqual({ [`${RR}#1`]: 'withdrawn', [`${LX}#1`]: 'expected' })
    expect(row(RR)).toMatchObject({ description: 'cotton shirt' })
  })
})

describe('a declaration is amended and cancelled', () => {
  test('the later version is in force, whichever came first', () => {
    const versions = [itmatt(9, 0, [goods(RR, 'cotton shirt')]), itmatt(5, 1, [goods(RR, 'ceramic bowl')]), itmatt(5, 2, [goods(RR, 'desk lamp')])]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      const fresh = new Store()
      for (const n of order) fresh.read(xml(versions[n] as Itmatt))
      expect(fresh.items().map((one) => one['description'])).toEqual(['desk lamp'])
      fresh.close()
    }
  })

  test('a cancelled declaration leaves an announced item without advance data', () => {
    give(predes(9, 0, inBag(RR)))
    store.read(xml(itmatt(9, 0, [goods(RR)])))
    store.read(xml(itmatt(1, 1, [])))
    expect(row(RR)).toMatchObject({ state: CASE_STATES.indexOf('expected'), description: null, declaration: null })
    expect(row(RR)?.['hits']).toContain('no-advance-data')
  })

  test('an item that only a declaration spoke of is withdrawn with it', () => {
    store.read(xml(itmatt(9, 0, [goods(RR), goods(LX)])))
    store.read(xml(itmatt(5, 1, [goods(RR)])))
    expect(states()).toEqual({ [`${RR}#1`]: 'expected', [`${LX}#1`]: 'withdrawn' })
  })

  test('ITMATT and CUSITM of one reference are two documents: the one prepared later is shown', () => {
    store.read(xml(itmatt(9, 1, [goods(RR, 'cotton shirt')])))
    store.read(xml(itmatt(9, 0, [goods(RR, 'ceramic bowl')], { kind: 'cusitm' })))
    expect(row(RR)).toMatchObject({ description: 'cotton shirt' })
    store.read(xml(itmatt(9, 2, [goods(RR, 'desk lamp')], { kind: 'cusitm' })))
    expect(row(RR)).toMatchObject({ description: 'desk lamp' })
  })
})

describe('what the line of an import says of versions', () => {
  test('`supersedes` names the interchange that held the version in force before', () => {
    const first = store.read(edifact([predes(9, 0, inBag(RR))]))[0]
    const second = store.read(edifact([predes(5, 1, inBag(RR))]))[0]
    const third = store.read(edifact([predes(5, 2, inBag(RR))]))[0]
    expect([first?.supersedes, second?.supersedes, third?.supersedes]).toEqual([null, first?.sha256, second?.sha256])
    expect(new Set([first?.sha256, second?.sha256, third?.sha256]).size).toBe(3)
  })

  test('a late older version supersedes nothing and changes nothing in force', () => {
    give(predes(9, 0, inBag(RR)))
    give(predes(5, 2, inBag(RR)))
    const before = store.rows()['item']
    const [late] = give(predes(5, 1, inBag(RR)))
    expect(late).toMatchObject({ status: 'accepted', supersedes: null, items: 1 })
    expect(store.rows()['item']).toEqual(before)
    expect(store.db.prepare('SELECT count(*) AS n FROM message WHERE live = 1').get()).toEqual({ n: 1 })
  })

  test('the same bytes of a message in another interchange are a duplicate, which changes nothing', () => {
    const message = predes(9, 0, inBag(RR))
    give(message)
    const before = store.rows()
    const [again] = give(message)
    expect(again).toMatchObject({ status: 'duplicate', reference: DISPATCH, supersedes: null, items: 0 })
    expect(store.rows()).toEqual(before)
  })

  test('an interchange with known bytes gives one duplicate line, however many messages it holds and whatever its name', () => {
    const text = edifact([predes(9, 0, inBag(RR)), predes(9, 0, [], { dispatch: DISPATCHES[1] })])
    expect(store.read(text).map((line) => line.status)).toEqual(['accepted', 'accepted'])
    const before = store.rows()
    const again = store.read(text, 'under-another-name')
    expect(again).toMatchObject([{ status: 'duplicate', type: 'PREDES', findings: [{ code: 'duplicate-interchange', severity: 'info' }] }])
    expect(store.rows()).toEqual(before)
  })

  test('tables under one name are documents of their own; of an item in several, the one received last counts', () => {
    // A table says neither when it was prepared nor by whom, and a small post calls every day’s table the same.
    vi.useFakeTimers({ toFake: ['Date'], now: T })
    const lines = ['cotton shirt', 'ceramic bowl', 'desk lamp'].flatMap((description) => {
      vi.advanceTimersByTime(DAY)
      return store.read(csv({ kind: 'manifest', name: '', items: [goods(RR, description)] }), 'manifest.csv')
    })
    expect(lines.map((line) => line.supersedes)).toEqual([null, null, null])
    expect(row(RR)).toMatchObject({ description: 'desk lamp' })
    expect(store.verify()).toMatchObject({ ok: true })
  })

  test('a message without a reference is a document of its own each time', () => {
    const one: Itmatt = itmatt(9, 0, [goods(RR, 'cotton shirt')], { reference: null })
    expect(store.read(alone(one))).toMatchObject([{ status: 'accepted-with-findings', reference: null, supersedes: null }])
    expect(store.read(alone({ ...one, prepared: T + HOUR, items: [goods(RR, 'desk lamp')] }))).toMatchObject([{ supersedes: null }])
    expect(row(RR)).toMatchObject({ description: 'desk lamp' })
  })
})
