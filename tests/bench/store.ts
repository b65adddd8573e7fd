/**
 * Reading a store of a million items (LIAISON_BENCH_ROWS makes that smaller), beside raw better-sqlite3 with the
 * best SQL that one can write for it by hand: the same encrypted file, the same pragmas, prepared statements.
 * The raw side is handed what a screen does not have, such as the key of the row at position 500,000.
 *
 * Ours and raw take turns, call by call, so that a busy machine slows both. Figures are medians in milliseconds.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ItemSort } from '../../shared/contract.ts'
import type { ReadDb } from '../../main/store/open.ts'
import { openForReading } from '../../main/store/open.ts'
import { itemsList } from '../../main/store/queries/items-list.ts'
import { growLists, itemsWindow, toEnd } from '../../main/store/queries/items-window.ts'
import { lookup } from '../../main/store/queries/lookup.ts'
import { search } from '../../main/store/queries/search.ts'
import { startReader } from '../../main/store/reader-client.ts'
import { FILL_KEY, filledStore, randomFrom } from './store-fill.ts'

export interface Row {
  readonly name: string
  readonly ours: number
  readonly peer: number | null
  /** Raw over ours: 1 is as fast as raw, 2 twice as fast. */
  readonly ratio: number | null
  readonly unit: string
  readonly note: string
}

const ROWS = Number(process.env['LIAISON_BENCH_ROWS'] ?? 1_000_000)
const CALLS = 60
const PAGE = 200
const NOTHING = { where: [] }

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
  try {
    const file = join(folder, 'store.db')
    const { db } = filledStore(file, ROWS)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    return await measure(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(file: string): Promise<Row[]> {
  const ours = openForReading(file, FILL_KEY)
  const raw = openForReading(file, FILL_KEY)
  const random = randomFrom(7)
  const columns = (ours.prepare('SELECT * FROM item LIMIT 1').columns() as { name: string }[]).map(({ name }) => `item.${name}`).join(', ')
  const rows: Row[] = []

  const window = (sort: ItemSort, position: number) => toEnd(itemsWindow(ours, { filter: NOTHING, sort, position, limit: PAGE }))
  const byNumber = raw.prepare(`SELECT ${columns} FROM item WHERE id < ? ORDER BY id DESC LIMIT ${PAGE}`)
  const byLane = raw.prepare(`SELECT ${columns} FROM item WHERE open = 1 AND lane = ? AND id < ? ORDER BY id DESC LIMIT ${PAGE}`)

  rows.push(
    row(
      'first page, newest',
      `${PAGE} rows`,
      pairs(() => [() => window('newest', 0), () => byNumber.all(Number.MAX_SAFE_INTEGER)]),
    ),
  )
  rows.push(
    row(
      'first page, by lane',
      `${PAGE} rows`,
      pairs(() => [() => window('lane', 0), () => byLane.all(3, Number.MAX_SAFE_INTEGER)]),
    ),
  )
  rows.push(
    row(
      'deep page, newest',
      `${PAGE} rows about the middle; raw knows the key`,
      pairs(() => {
        const position = middle(random)
        const id = ROWS - position
        return [() => window('newest', position), () => byNumber.all(id + 1)]
      }),
    ),
  )

  const began = performance.now()
  window('lane', 0)
  let longest = 0
  for (let state = 'working'; state === 'working';) {
    const slice = performance.now()
    state = growLists(ours, 15)
    longest = Math.max(longest, performance.now() - slice)
  }
  rows.push({
    name: 'anchors of a sort',
    ours: performance.now() - began,
    peer: null,
    ratio: null,
    unit: 'ms',
    note: `once, in the background; longest slice ${longest.toFixed(0)} ms`,
  })
  const laneAt = raw.prepare('SELECT lane, id FROM item WHERE open = 1 ORDER BY open DESC, lane DESC, id DESC LIMIT 1 OFFSET ?')
  rows.push(
    row(
      'deep page, by lane',
      `${PAGE} rows about the middle; raw knows the key`,
      pairs(() => {
        const position = middle(random)
        const at = laneAt.get(position) as { lane: number; id: number }
        return [() => window('lane', position), () => byLane.all(at.lane, at.id + 1)]
      }),
    ),
  )
  const laneOffset = raw.prepare(`SELECT ${columns} FROM item ORDER BY open DESC, lane DESC, id DESC LIMIT ${PAGE} OFFSET ?`)
  rows.push(
    row(
      'deep page, by lane',
      'raw knows the position only: OFFSET',
      pairs(() => {
        const position = middle(random)
        return [() => window('lane', position), () => laneOffset.all(position)]
      }, 15),
    ),
  )

  const words = raw.prepare(`SELECT ${columns} FROM item_words CROSS JOIN item ON item.id = item_words.rowid WHERE item_words MATCH ? ORDER BY item_words.rowid DESC LIMIT 12`)
  for (const [typed, match, note] of [
    ['cotton', '"cotton"*', 'a common word, 12 newest'],
    ['cot', '"cot"*', 'its first three letters'],
    ['leather stra', '"leather" AND "stra"*', 'a word and a beginning'],
  ] as const) {
    rows.push(
      row(
        `search “${typed}”`,
        note,
        pairs(() => [() => search(ours, { text: typed, limit: 12 }), () => words.all(match)]),
      ),
    )
  }
  const marks = raw.prepare(
    `SELECT ${columns} FROM item_marks CROSS JOIN item ON item.id = item_marks.rowid WHERE item_marks MATCH ? AND instr(item.item, ?) > 0 ORDER BY item_marks.rowid DESC LIMIT 12`,
  )
  rows.push(
    row(
      'search a piece',
      'five digits of an identifier, 12 newest; ours looks at dispatches and receptacles too',
      pairs(() => {
        const piece = String(Math.floor(random() * 100_000)).padStart(5, '0')
        const match = [0, 1, 2].map((at) => `"${piece.slice(at, at + 3)}"`).join(' AND ')
        return [() => search(ours, { text: piece, limit: 12 }), () => marks.all(match, piece)]
      }),
    ),
  )

  const some = raw.prepare('SELECT item FROM item WHERE id = ?').pluck()
  const item = () => some.get(1 + Math.floor(random() * ROWS)) as string
  const scan = raw.prepare(`SELECT ${columns} FROM item WHERE case_id >= ? AND case_id < ? ORDER BY first_ms DESC LIMIT 1`)
  rows.push(
    row(
      'scan look-up',
      'a random item each time',
      pairs(() => {
        const one = item()
        return [() => lookup(ours, { identifier: one }), () => scan.get(`${one}#`, `${one}~~`)]
      }, 400),
    ),
  )
  const listed = raw.prepare(`SELECT ${columns} FROM item WHERE case_id > ? ORDER BY case_id LIMIT 1000`)
  rows.push(
    row(
      'a list’s page',
      '1,000 rows by identifier',
      pairs(() => {
        const one = item()
        return [() => toEnd(itemsList(ours, { filter: NOTHING, limit: 1000, after: one })), () => listed.all(one)]
      }, 20),
    ),
  )
  rows.push(await throughThread(file, raw, item))
  return rows
}

/** The look-up as a screen gets it, while a search through everything runs in the same thread. */
async function throughThread(file: string, raw: ReadDb, item: () => string): Promise<Row> {
  const reader = await startReader({ file, keyHex: FILL_KEY, office: 'CHZRHB' })
  try {
    let busy = true
    const through = reader
      .call('window', { filter: { where: [{ field: 'rule', op: 'is', values: ['nobody-wrote-it'] }] }, sort: 'newest', position: 0, limit: PAGE })
      .finally(() => (busy = false))
    const scan = raw.prepare('SELECT * FROM item WHERE case_id >= ? AND case_id < ?')
    const times: number[] = []
    const rawTimes: number[] = []
    while (busy || times.length < 20) {
      const one = item()
      const began = performance.now()
      await reader.call('lookup', { identifier: one })
      times.push(performance.now() - began)
      const again = performance.now()
      scan.get(`${one}#`, `${one}~~`)
      rawTimes.push(performance.now() - again)
    }
    await through
    return {
      ...row('scan look-up, busy reader', '', { ours: times, peer: rawTimes }),
      note: `between threads, while every row is searched; worst ${Math.max(...times).toFixed(0)} ms`,
    }
  } finally {
    await reader.close()
  }
}

interface Times {
  readonly ours: readonly number[]
  readonly peer: readonly number[]
}

/** Both sides of the same question, the second first every other time; a question is made anew for each call. */
function pairs(question: () => readonly [() => unknown, () => unknown], calls = CALLS): Times {
  const ours: number[] = []
  const peer: number[] = []
  for (let call = 0; call < calls; call++) {
    const [own, raw] = question()
    const sides: readonly [() => unknown, number[]][] = [
      [own, ours],
      [raw, peer],
    ]
    for (const [side, times] of call % 2 === 0 ? sides : sides.toReversed()) {
      const began = performance.now()
      side()
      times.push(performance.now() - began)
    }
  }
  return { ours, peer }
}

function row(name: string, note: string, { ours, peer }: Times): Row {
  const [own, raw] = [median(ours), median(peer)]
  return { name, ours: own, peer: raw, ratio: raw / own, unit: 'ms', note }
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
const middle = (random: () => number): number => Math.floor(ROWS * (0.25 + random() * 0.4))
