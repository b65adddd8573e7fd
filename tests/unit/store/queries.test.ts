import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { contract } from '../../../shared/contract.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import type { ReadDb, WriteDb } from '../../../main/store/open.ts'
import { openForReading } from '../../../main/store/open.ts'
import { dispatches, receptacles } from '../../../main/store/queries/consignments.ts'
import { itemCounts, waitingCounts } from '../../../main/store/queries/counts.ts'
import { itemsWindow, toEnd } from '../../../main/store/queries/items-window.ts'
import { lookup } from '../../../main/store/queries/lookup.ts'
import { messageDetail, messagesList } from '../../../main/store/queries/messages.ts'
import { outDue, outList } from '../../../main/store/queries/out-tray.ts'
import { search } from '../../../main/store/queries/search.ts'
import { soughtBy } from '../../../main/store/queries/search-text.ts'
import { FILL_KEY, filledStore } from '../../bench/store-fill.ts'
import { newFolder } from './store-folder.ts'

const ITEM = 'RR473124829FR'
const DISPATCH = 'FRCDGACHZRHBAUN60123'
const RECEPTACLE = 'FRCDGACHZRHBAUN60123001000123'
let db: ReadDb
let writing: WriteDb

beforeAll(() => {
  const file = join(newFolder(), 'store.db')
  writing = filledStore(file, 5000).db
  db = openForReading(file, FILL_KEY)
  addItem({ item: ITEM, case: `${ITEM}~202402`, description: 'an old life of the same number', ms: Date.UTC(2024, 1, 1) })
  addItem({ item: ITEM, case: `${ITEM}#1`, description: 'brass candlestick', ms: Date.UTC(2026, 4, 1), receptacle: RECEPTACLE })
  addItem({ item: 'RR47312', case: 'RR47312#1', description: 'unreadable label', ms: 0 })
  addItem({ item: 'LOCAL-7Ä', case: 'LOCAL-7Ä#1', description: 'handwritten', ms: 0 })
  writing.prepare(`INSERT INTO receptacle(receptacle, dispatch, type, weight_g, announced_items, status) VALUES (?, ?, 'BG', 12300, 4, 'announced')`).run(RECEPTACLE, DISPATCH)
  addDispatch(DISPATCH, { announced: 1 })
})

function addItem(row: { item: string; case: string; description: string; ms: number; receptacle?: string }): void {
  const { lastInsertRowid: id } = writing
    .prepare(
      `INSERT INTO item(item, case_id, dispatch, receptacle, state, lane, open, description, pieces, gross_g, value, currency, sender, announced, declaration, first_ms, updated_ms) VALUES (?, ?, ?, ?, 0, 0, 1, ?, 1, 1250, '10.00', 'EUR', 'Jean Dupont, Lyon', 1, 9, ?, ?)`,
    )
    .run(row.item, row.case, row.receptacle === undefined ? null : DISPATCH, row.receptacle ?? null, row.description, row.ms, row.ms)
  writing.prepare('INSERT INTO item_words(rowid, description, parties) VALUES (?, ?, ?)').run(id, row.description, 'Jean Dupont, Lyon')
  writing.prepare('INSERT INTO item_marks(rowid, item) VALUES (?, ?)').run(id, row.item)
  writing.prepare(`INSERT INTO counter VALUES ('items', '0|0|0|1', 1) ON CONFLICT DO UPDATE SET n = n + 1`).run()
}

function addDispatch(id: string, row: { announced?: number; cancelled?: number; arrived?: number }): void {
  writing
    .prepare(
      `INSERT INTO dispatch(dispatch, origin, destination, category, subclass, announced, cancelled, arrived, announced_ms, planned_arrival_ms) VALUES (?, 'FRCDGA', 'CHZRHB', 'A', 'UN', ?, ?, ?, 0, 86400000)`,
    )
    .run(id, row.announced ?? 0, row.cancelled ?? 0, row.arrived ?? 0)
}

describe('a scan', () => {
  it.each([ITEM, groupIdentifier(ITEM), ITEM.toLowerCase(), `*${ITEM}*`, `]C0${ITEM}`, 'RR 473-124-829 FR', 'ＲＲ４７３１２４８２９ＦＲ'])(
    'finds an item written %s, in its latest life',
    (typed) => {
      expect(lookup(db, { identifier: typed })).toMatchObject({
        kind: 'item',
        identifier: ITEM,
        found: true,
        row: { case: `${ITEM}#1`, description: 'brass candlestick', grossWeightKg: 1.25 },
      })
    },
  )
  it('knows a receptacle and a dispatch, and says what it does not know', () => {
    expect(lookup(db, { identifier: groupIdentifier(RECEPTACLE) })).toEqual({ kind: 'receptacle', identifier: RECEPTACLE, found: true, row: null })
    expect(lookup(db, { identifier: DISPATCH.toLowerCase() })).toEqual({ kind: 'dispatch', identifier: DISPATCH, found: true, row: null })
    expect(lookup(db, { identifier: 'RR473124832FR' })).toEqual({ kind: 'item', identifier: 'RR473124832FR', found: false, row: null })
    expect(lookup(db, { identifier: '' })).toMatchObject({ kind: 'other', found: false })
  })
  it('finds what is no S10, and does not take it for the longer number that it begins', () => {
    expect(lookup(db, { identifier: 'rr 473 12' })).toMatchObject({ kind: 'other', found: true, row: { item: 'RR47312' } })
    expect(lookup(db, { identifier: 'RR4731' })).toMatchObject({ found: false })
  })
})

describe('a search', () => {
  const items = (text: string) => search(db, { text, limit: 12 }).items.map((row) => row.case)
  it.each([
    ['a word', 'candlestick', [`${ITEM}#1`]],
    ['capitals', 'CANDLESTICK', [`${ITEM}#1`]],
    ['the beginning of a word', 'candl', [`${ITEM}#1`]],
    ['two words in any order', 'candlestick brass', [`${ITEM}#1`]],
    ['a name and a word', 'dupont brass', [`${ITEM}#1`]],
    ['a whole identifier: all its lives, the latest first', ITEM, [`${ITEM}#1`, `${ITEM}~202402`]],
    ['a piece of it', '73124829F', [`${ITEM}#1`, `${ITEM}~202402`]],
    ['a piece with blanks', '473 124 829', [`${ITEM}#1`, `${ITEM}~202402`]],
    ['an identifier that is none', 'RR47312', ['RR47312#1']],
    ['a receptacle: what is in it', RECEPTACLE, [`${ITEM}#1`]],
    ['a dispatch: what is in it', groupIdentifier(DISPATCH), [`${ITEM}#1`]],
    ['pieces that stand apart', '473829', []],
    ['what does not occur', 'qqqq', []],
    ['nothing', '', []],
    ['only signs', '!!! "*"', []],
  ])('finds by %s', (_name, text, found) => {
    expect(items(text)).toEqual(found)
  })
  it('finds accents without accents and the other way round', () => {
    expect(search(db, { text: 'zurich', limit: 5 }).items).toEqual(search(db, { text: 'ZÜRICH', limit: 5 }).items)
    expect(search(db, { text: 'zürich', limit: 5 }).items.length).toBe(5)
  })
  it('finds receptacles and dispatches by their beginning', () => {
    expect(search(db, { text: 'FRCDGA CHZRHB A UN 6 0123 001', limit: 5 })).toMatchObject({ receptacles: [{ receptacle: RECEPTACLE, weightKg: 12.3 }] })
    expect(search(db, { text: 'frcdga', limit: 5 }).dispatches.map((row) => row.dispatch)).toEqual([DISPATCH])
  })
  it('gives newest first', () => {
    const ids = search(db, { text: 'shirt', limit: 50 }).items.map((row) => db.prepare('SELECT id FROM item WHERE case_id = ?').pluck().get(row.case) as number)
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  })
  it('never fails, whatever is typed', () => {
    const awkward = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[A-Z0-9"'*()^:+\- ]{0,20}$/),
      fc.constantFrom('"', '""', "';--", 'AND', 'OR NOT', 'NEAR(a b)', 'description:a', '{a}', 'a*', '^a', 'ﷺ', 'क्षि', '\u0301', '\0', '١٢٣', '箱子', 'a\u0301', '\ud800'),
    )
    fc.assert(
      fc.property(awkward, (text) => {
        search(db, { text, limit: 3 })
        toEnd(itemsWindow(db, { filter: { where: [], search: text }, sort: 'lane', position: 0, limit: 3 }))
        lookup(db, { identifier: text })
      }),
      { numRuns: 400 },
    )
  })
})

describe('what a text is taken for', () => {
  it.each([
    [ITEM, 'item'],
    [groupIdentifier(ITEM), 'item'],
    [RECEPTACLE, 'receptacle'],
    [DISPATCH, 'dispatch'],
    ['RR473', 'fragment,words'],
    ['RR 473 124', 'fragment,words'],
    ['4711', 'fragment,words'],
    ['shirt', 'words,fragment'],
    ['cotton shirt', 'words'],
    ['iphone 13', 'words'],
    ['12', 'words'],
    ['?', 'nothing'],
  ])('%s: %s', (text, expected) => {
    const sought = soughtBy(text)
    expect(sought.kind === 'text' ? sought.ways.map((way) => way.by).join() : sought.kind).toBe(expected)
  })
})

describe('counts', () => {
  it('are those of the rows', () => {
    const counts = itemCounts(db)
    const of = (where: string): unknown => db.prepare(`SELECT count(*) FROM item WHERE ${where}`).pluck().get()
    expect(contract['items.counts'].output.parse(counts)).toEqual(counts)
    expect(counts.all).toBe(of('1'))
    expect(counts.byState['held']).toBe(of('state = 4'))
    expect(counts.byLaneOpen['red']).toBe(of('lane = 3 AND open = 1'))
    expect(counts.targetedOpen).toBe(of('targeted = 1 AND open = 1'))
    expect(counts.undeclaredOpen).toBe(of('declaration IS NULL AND open = 1'))
  })
})

describe('a dispatch', () => {
  it('is listed once, in pages by identifier', () => {
    const seen: string[] = []
    for (let after: string | null = null; ;) {
      const page: { rows: { dispatch: string }[]; next: string | null } = dispatches(db, { limit: 2, after })
      seen.push(...page.rows.map((row) => row.dispatch))
      after = page.next
      if (after === null) break
    }
    expect(seen).toEqual(db.prepare('SELECT dispatch FROM dispatch ORDER BY dispatch').pluck().all())
  })
  it('has its receptacles', () => {
    const page = receptacles(db, { dispatch: DISPATCH, limit: 10, after: null })
    expect(contract['receptacles.list'].output.parse(page)).toEqual(page)
    expect(page.rows).toMatchObject([{ receptacle: RECEPTACLE, dispatch: DISPATCH, type: 'BG', weightKg: 12.3, labelKg: 12.3, announcedItems: 4, items: 0, status: 'announced' }])
  })
})

describe('messages', () => {
  beforeAll(() => {
    for (let n = 1; n <= 5; n++) {
      writing.prepare(`INSERT INTO interchange(id, digest, name, size, received_ms, done) VALUES (?, ?, ?, 100, ?, 1)`).run(n, String(n).repeat(64), `in-${n}.edi`, n * 1000)
      writing
        .prepare(
          `INSERT INTO message(id, interchange, n, type, version, sender, reference, prepared_ms, function, digest, byte_from, byte_to, status, supersedes, findings) VALUES (?, ?, 0, 'PREDES', '2.1', 'FRA', 'R1', 0, 'original', 'd', 10, 90, ?, ?, 1)`,
        )
        .run(n, n, n === 5 ? null : n % 2 === 0 ? 'set-aside' : 'accepted', n === 3 ? 1 : null)
      writing.prepare(`INSERT INTO finding VALUES (?, 0, 'no-such-code', 'error', 'segment 3 (byte 40)', '{"a":1}', NULL)`).run(n)
    }
    writing.prepare('UPDATE message SET superseded_by = 3 WHERE id = 1').run()
  })
  it('come newest first, without the one that is still being read', () => {
    const page = messagesList(db, { status: null, limit: 10, after: null })
    expect(contract['exchange.messages'].output.parse(page)).toEqual(page)
    expect(page.rows.map((row) => row.id)).toEqual([4, 3, 2, 1])
    expect(page.rows[1]).toMatchObject({ file: 'in-3.edi', sha256: '3'.repeat(64), supersedes: '1'.repeat(64), supersededBy: null, receivedAt: '1970-01-01T00:00:03.000Z' })
    expect(page.rows[3]).toMatchObject({ supersededBy: '3'.repeat(64) })
  })
  it('come by status, and in pages', () => {
    const first = messagesList(db, { status: 'set-aside', limit: 1, after: null })
    expect(first.rows.map((row) => row.id)).toEqual([4])
    expect(messagesList(db, { status: 'set-aside', limit: 1, after: first.next }).rows.map((row) => row.id)).toEqual([2])
    expect(messagesList(db, { status: 'set-aside', limit: 1, after: '2' })).toEqual({ rows: [], next: null })
    expect(messagesList(db, { status: null, limit: 1, after: 'x' })).toEqual({ rows: [], next: null })
  })
  it('have their findings and say where their bytes lie', () => {
    expect(messageDetail(db, { id: 2 })).toMatchObject({
      message: { id: 2 },
      from: 10,
      to: 90,
      findings: [{ code: 'no-such-code', severity: 'error', where: 'segment 3 (byte 40)', values: { a: 1 } }],
    })
    expect(messageDetail(db, { id: 5 })).toBeNull()
    expect(messageDetail(db, { id: 99 })).toBeNull()
  })
  it('that are set aside wait for somebody', () => {
    expect(waitingCounts(db).setAside).toBe(2)
  })
})

describe('the out-tray', () => {
  beforeAll(() => {
    const add = writing.prepare(
      `INSERT INTO out_tray(id, seq, type, item, case_id, command, decision, actor, at_ms, due_ms, status) VALUES (?, ?, 'CUSRSP', ?, ?, ?, 'RELEASE', 'anna', ?, ?, ?)`,
    )
    for (let n = 1; n <= 6; n++)
      for (const part of ['a', 'b']) add.run(`c${n}/${ITEM}/${part}`, n, n === 1 ? ITEM : 'RR000000005FR', 'x', `c${n}`, n, n * 10, n < 4 ? 'sent' : n === 4 ? 'failed' : 'waiting')
  })
  const ids = (page: { rows: { id: string }[] }): string => page.rows.map((row) => row.id.replace(/\/.*\//, '')).join(' ')
  it('comes latest first', () => {
    const page = outList(db, { status: null, limit: 100, after: null })
    expect(contract['exchange.out'].output.parse(page)).toEqual(page)
    expect(ids(page)).toBe('c6b c6a c5b c5a c4b c4a c3b c3a c2b c2a c1b c1a')
  })
  it.each([
    ['waiting', 'c6b c6a c5b c5a'],
    ['failed', 'c4b c4a'],
    ['sent', 'c3b c3a c2b c2a c1b c1a'],
    ['undone', ''],
  ] as const)('of status %s', (status, expected) => {
    expect(ids(outList(db, { status, limit: 100, after: null }))).toBe(expected)
  })
  it('in pages that lose and repeat nothing where one command owes two', () => {
    let seen = ''
    for (let after: string | null = null; ;) {
      const page: { rows: { id: string }[]; next: string | null } = outList(db, { status: null, limit: 5, after })
      seen += ` ${ids(page)}`
      after = page.next
      if (after === null) break
    }
    expect(seen.trim()).toBe('c6b c6a c5b c5a c4b c4a c3b c3a c2b c2a c1b c1a')
  })
  it('of one item, as it is printed', () => {
    expect(ids(outList(db, { status: null, item: groupIdentifier(ITEM), limit: 100, after: null }))).toBe('c1b c1a')
  })
  it('begins at the end with a cursor that is none', () => {
    for (const after of ['', 'x', '/', 'NaN/1', '1']) expect(outList(db, { status: null, limit: 100, after }).rows).toEqual([])
  })
  it('counts what may leave', () => {
    expect([outDue(db, 39), outDue(db, 40), outDue(db, 1000)]).toEqual([0, 2, 6])
    expect(waitingCounts(db).out).toBe(6)
  })
})
