/**
 * The plan of every query, pinned: which index it takes. A plan that turns into a scan shows nowhere else until
 * the store is large.
 */
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ItemFilter, ItemSort } from '../../../shared/contract.ts'
import type { ReadDb } from '../../../main/store/open.ts'
import { openForReading } from '../../../main/store/open.ts'
import { board, boardDispatch, boardReceptacle } from '../../../main/store/queries/board.ts'
import { dispatches, dispatchesLike, receptacles, receptaclesLike } from '../../../main/store/queries/consignments.ts'
import { itemCounts, waitingCounts } from '../../../main/store/queries/counts.ts'
import { itemsList } from '../../../main/store/queries/items-list.ts'
import { growLists, itemsWindow, toEnd } from '../../../main/store/queries/items-window.ts'
import { locate } from '../../../main/store/queries/locate.ts'
import { lookup } from '../../../main/store/queries/lookup.ts'
import { messageDetail, messagesList } from '../../../main/store/queries/messages.ts'
import { outDue, outList } from '../../../main/store/queries/out-tray.ts'
import { search } from '../../../main/store/queries/search.ts'
import { FILL_KEY, filledStore } from '../../bench/store-fill.ts'
import { newFolder } from './store-folder.ts'

let file: string
let dispatch: string
let receptacle: string
let item: string

beforeAll(() => {
  file = join(newFolder(), 'store.db')
  const { db, filled } = filledStore(file, 12_000)
  dispatch = filled.dispatches[1] ?? ''
  receptacle = filled.receptacles[1] ?? ''
  item = db.prepare('SELECT item FROM item LIMIT 1').pluck().get() as string
  db.close()
})

/** The plans of all statements that a query prepares, one line a step. */
function plansOf(run: (db: ReadDb) => unknown): string[] {
  const db = openForReading(file, FILL_KEY)
  const texts: string[] = []
  const watched = new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') {
        return (text: string) => {
          texts.push(text)
          return target.prepare(text)
        }
      }
      const own: unknown = Reflect.get(target, name)
      return typeof own === 'function' ? (own.bind(target) as unknown) : own
    },
  })
  run(watched)
  const plans = texts
    .filter((text) => text.startsWith('SELECT'))
    .flatMap((text) => {
      const values = Array.from({ length: text.split('?').length - 1 }, () => null)
      return (db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { detail: string }[]).map(({ detail }) => detail)
    })
  db.close()
  return plans
}

const window = (filter: ItemFilter, sort: ItemSort) => (db: ReadDb) => {
  toEnd(itemsWindow(db, { filter, sort, position: 0, limit: 100 }))
  toEnd(itemsWindow(db, { filter, sort, position: 5000, limit: 100 }))
  while (growLists(db, 1000) === 'working');
  toEnd(itemsWindow(db, { filter, sort, position: 5000, limit: 100 }))
}
type Clause = ItemFilter['where'][number]
const is = (field: Clause['field'], ...values: string[]): Clause => ({ field, op: 'is', values })

/** What no query of a desk may do: read all items without an index, or sort them. */
const FORBIDDEN = [/^SCAN item$/, /^SCAN (item|message|out_tray|finding)( |$)(?!.*USING (COVERING )?INDEX)/, /TEMP B-TREE/]

/** Each index that serves a query, and the columns it is entered by. */
const PINNED: readonly [string, (db: ReadDb) => unknown, readonly RegExp[]][] = [
  ['newest', window({ where: [] }, 'newest'), [/SEARCH item USING INTEGER PRIMARY KEY \(rowid<\?\)/]],
  ['oldest', window({ where: [] }, 'oldest'), [/SEARCH item USING INTEGER PRIMARY KEY \(rowid>\?\)/]],
  [
    'by identifier',
    window({ where: [] }, 'item'),
    [/SEARCH item USING COVERING INDEX item_case \(case_id>\?\)/, /SEARCH item USING INDEX item_case \(case_id>\? AND case_id<\?\)/],
  ],
  [
    'by lane',
    window({ where: [] }, 'lane'),
    [/SEARCH item USING INDEX item_lane \(open=\? AND lane=\? AND id>\?\)/, /SEARCH item USING COVERING INDEX item_lane \(open=\? AND lane=\? AND id<\?\)/],
  ],
  ['by state', window({ where: [] }, 'state'), [/SEARCH item USING INDEX item_state \(state=\?/]],
  ['by dispatch', window({ where: [] }, 'dispatch'), [/SEARCH item USING INDEX item_dispatch \(dispatch>\?/]],
  ['by receptacle', window({ where: [] }, 'receptacle'), [/SEARCH item USING INDEX item_receptacle \(receptacle>\?/]],
  ['open ones by lane', window({ where: [is('open', 'true')] }, 'lane'), [/item_lane \(open=\? AND lane=\?/]],
  ['one state, newest', window({ where: [is('state', 'expected')] }, 'newest'), [/USING INDEX item_state \(state=\?/]],
  ['one dispatch, newest', (db) => window({ where: [is('dispatch', dispatch)] }, 'newest')(db), [/USING INDEX item_dispatch \(dispatch=\?/]],
  ['one receptacle, newest', (db) => window({ where: [is('receptacle', receptacle)] }, 'newest')(db), [/USING INDEX item_receptacle \(receptacle=\?/]],
  ['targeted, newest', window({ where: [is('targeted', 'true')] }, 'newest'), [/USING (COVERING )?INDEX item_targeted/]],
  ['flagged, newest', window({ where: [is('flagged', 'true')] }, 'newest'), [/USING (COVERING )?INDEX item_flagged/]],
  ['proposed, newest', window({ where: [is('proposed', 'true')] }, 'newest'), [/USING (COVERING )?INDEX item_proposed/]],
  ['undeclared, newest', window({ where: [is('declared', 'false'), is('open', 'true')] }, 'newest'), [/USING INDEX item_undeclared/]],
  ['somebody’s, newest', window({ where: [is('assignee', 'anna')] }, 'newest'), [/USING (COVERING )?INDEX item_assignee \(assignee=\?/]],
  ['my examinations', window({ where: [is('examiner', 'anna')] }, 'oldest'), [/USING (COVERING )?INDEX item_examiner \(examiner=\?/]],
  ['held over 48 h', window({ where: [is('state', 'held'), is('heldHours', '48')] }, 'oldest'), [/USING INDEX item_state \(state=\?/]],
  ['released and not back with the post', window({ where: [is('state', 'released'), is('returned', 'false')] }, 'oldest'), [/USING (COVERING )?INDEX item_unreturned/]],
  ['a class, newest', window({ where: [is('class', 'E')] }, 'newest'), [/SEARCH item USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/]],
  [
    'a rule’s hits, by identifier',
    (db) => toEnd(itemsList(db, { filter: { where: [is('rule', 'vague')] }, limit: 1000, after: null })),
    [/USING INDEX item_case/, /SEARCH item USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/],
  ],
  ['a word, newest', window({ where: [], search: 'muller' }, 'newest'), [/SCAN item_words VIRTUAL TABLE INDEX/, /SEARCH item USING INTEGER PRIMARY KEY/]],
  ['a page of all', (db) => toEnd(itemsList(db, { filter: { where: [] }, limit: 100, after: item })), [/USING INDEX item_case \(case_id>\?/]],
  ['a scanned receptacle', (db) => lookup(db, { identifier: receptacle }), [/SEARCH receptacle USING PRIMARY KEY \(receptacle=\?\)/]],
  ['a scanned dispatch', (db) => lookup(db, { identifier: dispatch }), [/SEARCH dispatch USING PRIMARY KEY \(dispatch=\?\)/]],
  ['search: words', (db) => search(db, { text: 'cotton shi', limit: 12 }), [/SCAN item_words VIRTUAL TABLE INDEX/]],
  ['search: a piece', (db) => search(db, { text: '4711', limit: 12 }), [/SCAN item_marks VIRTUAL TABLE INDEX/]],
  ['search: a receptacle', (db) => search(db, { text: receptacle, limit: 12 }), [/USING (COVERING )?INDEX item_receptacle \(receptacle=\?\)/]],
  ['counts', itemCounts, [/SEARCH counter USING PRIMARY KEY \(name=\?\)/]],
  ['what waits', waitingCounts, [/USING INDEX out_tray_waiting/, /USING COVERING INDEX message_status \(status=\?\)/]],
  [
    'dispatches',
    (db) => dispatches(db, { limit: 100, after: null }),
    [/SEARCH dispatch USING PRIMARY KEY \(dispatch>\?\)/, /SEARCH counter USING PRIMARY KEY \(name=\? AND key>\? AND key<\?\)/],
  ],
  [
    'the board',
    (db) => board(db, { status: null, limit: 5, after: null }),
    [/SCAN dispatch USING INDEX dispatch_due/, /SEARCH counter USING PRIMARY KEY \(name=\? AND key>\? AND key<\?\)/],
  ],
  [
    'the board, further on',
    (db) => board(db, { status: null, limit: 5, after: board(db, { status: null, limit: 2, after: null }).next }),
    [/SEARCH dispatch USING INDEX dispatch_due \(due_ms<\?\)/],
  ],
  [
    'the board of a stage',
    (db) => board(db, { status: 'in-work', limit: 5, after: board(db, { status: 'in-work', limit: 2, after: null }).next }),
    [/SEARCH dispatch USING INDEX dispatch_status \(status=\? AND due_ms<\?\)/],
  ],
  [
    'a dispatch whole',
    (db) => boardDispatch(db, { dispatch }),
    [
      /SEARCH dispatch USING PRIMARY KEY/,
      /dispatch_advice USING (COVERING )?INDEX dispatch_advice_dispatch/,
      /message USING (COVERING )?INDEX message_document \(type=\? AND reference=\?\)/,
    ],
  ],
  [
    'a receptacle whole',
    (db) => boardReceptacle(db, { receptacle, limit: 100, after: null }),
    [/USING INDEX item_elsewhere \(advised=\? AND id>\?\)/, /USING INDEX item_receptacle \(receptacle=\? AND id>\?\)/],
  ],
  ['what is to be located', (db) => locate(db, { limit: 100, after: null }), [/USING INDEX item_to_locate \(receptacle=\?/, /USING INDEX item_to_locate \(receptacle>/]],
  ['receptacles', (db) => receptacles(db, { limit: 100, after: null }), [/SEARCH receptacle USING PRIMARY KEY \(receptacle>\?\)/]],
  ['receptacles of a dispatch', (db) => receptacles(db, { dispatch, limit: 100, after: null }), [/USING INDEX receptacle_dispatch \(dispatch=\?/]],
  ['receptacles that begin so', (db) => receptaclesLike(db, receptacle.slice(0, 21), 5), [/SEARCH receptacle USING PRIMARY KEY \(receptacle>\? AND receptacle<\?\)/]],
  ['dispatches with this piece', (db) => dispatchesLike(db, 'CHZRHB', 5), [/SCAN dispatch/]],
  ['messages', (db) => messagesList(db, { status: null, limit: 50, after: '7' }), [/SEARCH message USING INTEGER PRIMARY KEY \(rowid<\?\)/]],
  ['messages set aside', (db) => messagesList(db, { status: 'set-aside', limit: 50, after: '7' }), [/SEARCH message USING INDEX message_status \(status=\? AND id<\?\)/]],
  ['a message', (db) => messageDetail(db, { id: 1 }), [/SEARCH message USING INTEGER PRIMARY KEY/]],
  ['answers', (db) => outList(db, { status: null, limit: 50, after: '7/x' }), [/out_tray USING INDEX out_tray_seq \(\(seq,id\)</]],
]

describe('every query takes its index', () => {
  it.each(PINNED)('%s', (_name, run, pins) => {
    const plans = plansOf(run)
    for (const pin of pins)
      expect(
        plans.filter((step) => pin.test(step)),
        `${String(pin)} in\n${plans.join('\n')}`,
      ).not.toEqual([])
    for (const step of plans) for (const wrong of FORBIDDEN) expect(step).not.toMatch(wrong)
  })
})

describe('what is sorted is only ever a handful', () => {
  it.each<[string, (db: ReadDb) => unknown, RegExp]>([
    ['few items by another order', window({ where: [is('targeted', 'true')] }, 'item'), /USING INDEX item_targeted/],
    ['the cases of a scanned number', (db) => lookup(db, { identifier: item }), /SEARCH item USING INDEX item_case \(case_id>\? AND case_id<\?\)/],
    ['the answers of one item', (db) => outList(db, { status: null, item, limit: 50, after: null }), /USING INDEX out_tray_item \(item=\?\)/],
    ['answers that wait', (db) => outList(db, { status: 'waiting', limit: 50, after: null }), /USING INDEX out_tray_waiting/],
    ['answers that are due', (db) => outDue(db, 5), /USING .*INDEX out_tray_waiting \(due_ms<\?\)/],
  ])('%s', (_name, run, pin) => {
    const plans = plansOf(run)
    expect(
      plans.some((step) => pin.test(step)),
      plans.join('\n'),
    ).toBe(true)
    for (const step of plans) expect(step).not.toMatch(FORBIDDEN[1] ?? /$^/)
  })
})
