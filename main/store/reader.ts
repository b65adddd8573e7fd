/**
 * The reader's thread: every query, none of them long. A query that works for longer than a slice is a generator
 * and lets others go in between; lists that a grid is scrolling are completed when there is nothing else to do.
 */
import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { newSigningKey, signerOf } from '../../hub/authority/keys.ts'
import { openAuthority } from '../../hub/authority/sqlite.ts'
import type { ItemFilter, ParsedInput } from '../../shared/contract.ts'
import { openForReading } from './open.ts'
import { dispatches, receptacleOf, receptacles } from './queries/consignments.ts'
import { board, boardDispatch, boardReceptacle } from './queries/board.ts'
import { itemCounts, waitingCounts } from './queries/counts.ts'
import { itemsList, itemsOfFilter } from './queries/items-list.ts'
import { locate, toLocate } from './queries/locate.ts'
import { lookup } from './queries/lookup.ts'
import { messageDetail, messagesList } from './queries/messages.ts'
import { outDue, outList } from './queries/out-tray.ts'
import { scanned } from './queries/scanned.ts'
import { search } from './queries/search.ts'
import { itemDetail } from './queries/item-detail.ts'
import { growLists, itemsWindow } from './queries/items-window.ts'
import { atOnce } from './queries/statements.ts'
import { ruleHits } from './queries/rule-hits.ts'
import { insight } from './queries/insight.ts'
import { balanceKnown, lateChanges, shiftById, shiftList, stockNow } from './queries/shift-report.ts'
import { tablesOf } from './writing/rule-set.ts'

const port = parentPort
if (!port) throw new Error('The reader runs in a worker thread.')
export interface ReaderStart {
  readonly file: string
  readonly keyHex: string
  readonly office: string
}
const { file, keyHex, office } = workerData as ReaderStart
const db = openForReading(file, keyHex)
// Read from only: nothing here is ever signed, so any key does.
const authority = openAuthority(db, { ...signerOf(newSigningKey()), office, now: Date.now, random: randomBytes })

const queries = {
  window: (input: ParsedInput<'items.window'>) => itemsWindow(db, input),
  list: (input: ParsedInput<'items.list'>) => itemsList(db, input),
  items: (input: { filter: ItemFilter; limit: number }) => itemsOfFilter(db, input),
  detail: ({ item }: { item: string }) => atOnce(db, () => itemDetail(db, authority, tablesOf(authority.office()), item)),
  lookup: (input: ParsedInput<'items.lookup'>) => lookup(db, input),
  search: (input: { text: string; limit: number }) => atOnce(db, () => search(db, input)),
  counts: () => itemCounts(db),
  dispatches: (input: ParsedInput<'dispatches.list'>) => atOnce(db, () => dispatches(db, input)),
  receptacles: (input: ParsedInput<'receptacles.list'>) => atOnce(db, () => receptacles(db, input)),
  board: (input: ParsedInput<'floor.board'>) => atOnce(db, () => board(db, input)),
  boardDispatch: (input: ParsedInput<'floor.dispatch'>) => atOnce(db, () => boardDispatch(db, input)),
  boardReceptacle: (input: ParsedInput<'floor.receptacle'>) => atOnce(db, () => boardReceptacle(db, input)),
  locate: (input: ParsedInput<'floor.locate'>) => locate(db, input),
  scanned: (input: { identifier: string; actor: string | null; at: number }) => atOnce(db, () => scanned(db, authority, input)),
  openReceptacle: ({ receptacle }: { receptacle: string }) => atOnce(db, () => receptacleOf(db, receptacle)),
  toLocate: () => ({ toLocate: toLocate(db) }),
  messages: (input: ParsedInput<'exchange.messages'>) => messagesList(db, input),
  message: ({ id }: { id: number }) => messageDetail(db, { id }),
  out: (input: ParsedInput<'exchange.out'>) => outList(db, input),
  outDue: ({ at }: { at: number }) => outDue(db, at),
  waiting: () => waitingCounts(db),
  ruleHits: () => ruleHits(db),
  balance: (input: { fromMs: number; toMs: number; known: number | null }) => balanceKnown(db, authority.head().seq, input),
  late: (input: { fromMs: number; toMs: number; known: number; limit: number }) => atOnce(db, () => lateChanges(db, input)),
  shifts: (input: ParsedInput<'shift.list'>) => shiftList(db, input),
  shift: ({ id }: { id: string }) => shiftById(db, id),
  insight: (input: { fromMs: number; toMs: number }) => insight(db, office, input),
  stock: ({ now }: { now: number }) => stockNow(db, now),
} as const
export type ReaderQueries = typeof queries
export type ReaderCall = keyof ReaderQueries

interface Request {
  readonly id: number
  readonly name: ReaderCall
  readonly input: never
}

interface Under {
  readonly id: number
  readonly steps: Generator<void, unknown>
}
/** Sliced queries under way. They take turns, so that a search through everything holds up no page of a list. */
let under: Under[] = []
let turning = false

port.on('message', (request: Request | 'close') => {
  if (request === 'close') {
    under = []
    db.close()
    port.close()
    return
  }
  try {
    const answered = (queries[request.name] as (input: unknown) => unknown)(request.input)
    // Its first slice at once: most need no second one.
    if (isGenerator(answered)) step({ id: request.id, steps: answered })
    else port.postMessage({ id: request.id, ok: true, output: answered })
  } catch (error) {
    fail(request.id, error)
  }
  idleSoon()
})

function isGenerator(value: unknown): value is Generator<void, unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value && !Array.isArray(value)
}

/** One slice; what is not answered by it waits for its next turn. */
function step(query: Under): void {
  try {
    const slice = query.steps.next()
    if (slice.done) port?.postMessage({ id: query.id, ok: true, output: slice.value })
    else under.push(query)
  } catch (error) {
    fail(query.id, error)
  }
  if (under.length > 0 && !turning) {
    turning = true
    setImmediate(() => {
      turning = false
      const next = under.shift()
      if (next !== undefined) step(next)
    })
  }
}

function fail(id: number, error: unknown): void {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
  const details = error instanceof Error && 'details' in error && typeof error.details === 'object' && error.details !== null ? { ...error.details } : {}
  port?.postMessage({ id, ok: false, error: { code, message: error instanceof Error ? error.message : String(error), details } })
}

/** Milliseconds of background work between two looks at the queue, and until work that may not go on yet is tried again. */
const IDLE_SLICE = 10
const LATER = 200
let idling = false
function idleSoon(): void {
  if (idling) return
  idling = true
  setImmediate(idle)
}
function idle(): void {
  idling = false
  if (!db.open) return
  const state = under.length > 0 ? 'working' : growLists(db, IDLE_SLICE)
  if (state === 'settled') port?.postMessage({ settled: true })
  if (state === 'later') {
    idling = true
    setTimeout(idle, LATER).unref()
  } else if (state !== 'idle') idleSoon()
}
port.postMessage({ ready: true })
