/**
 * Positions of the whole store by order of arrival, without walking it: rows of `item` are wide, so stepping
 * through the table would read all of it. Numbers are given without gaps, except where an item went away with
 * the message that announced it. As long as none has, the row at a position is arithmetic. Afterwards the
 * numbers are counted in buckets, from the narrow index on the state; until that is done, a far position is
 * an estimate, as good as the gaps are rare.
 */
import { CASE_STATES } from '../../../shared/domain/codes.ts'
import type { ReadDb } from '../open.ts'
import type { StoredItem } from './item-rows.ts'
import { ITEM_COLUMNS } from './item-rows.ts'
import type { Positions } from './positions.ts'
import { boundsOf } from './positions.ts'
import { all, column } from './statements.ts'
import { tallyOf } from './tallies.ts'

const BUCKET = 1024
const STEP = 16_384

export class NumberPositions implements Positions {
  readonly version: number
  readonly rows: number
  readonly total: number
  complete: boolean
  readonly #newestFirst: boolean
  readonly #low: number
  readonly #high: number
  /** Rows in each bucket of numbers, from `low` on. */
  readonly #buckets: Uint16Array
  /** Rows before each bucket, once all are counted. */
  #before: Float64Array | null = null
  #state = 0
  #after = 0

  constructor(db: ReadDb, newestFirst: boolean, version: number) {
    this.version = version
    this.#newestFirst = newestFirst
    const { low, high } = boundsOf(db)
    this.#low = low
    this.#high = high
    this.total = tallyOf(db, [])
    this.rows = this.total
    this.complete = this.total >= high - low + 1
    this.#buckets = new Uint16Array(this.complete ? 0 : Math.ceil((high - low + 1) / BUCKET))
  }

  reaches(): boolean {
    return true
  }

  step(db: ReadDb): void {
    if (this.complete) return
    if (this.#state >= CASE_STATES.length) {
      this.#before = new Float64Array(this.#buckets.length + 1)
      for (let at = 0; at < this.#buckets.length; at++) this.#before[at + 1] = (this.#before[at] ?? 0) + (this.#buckets[at] ?? 0)
      this.complete = true
      return
    }
    const ids = column<number>(db, 'SELECT id FROM item INDEXED BY item_state WHERE state = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?', [
      this.#state,
      this.#after,
      this.#high,
      STEP,
    ])
    for (const id of ids) {
      const bucket = Math.floor((id - this.#low) / BUCKET)
      this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    }
    if (ids.length < STEP) {
      this.#state += 1
      this.#after = 0
    } else this.#after = ids.at(-1) ?? 0
  }

  read(db: ReadDb, position: number, limit: number): StoredItem[] {
    // Oldest first, the rows wanted are those from `rank` on; newest first, those from `rank` down.
    const rank = this.#newestFirst ? this.total - 1 - position : position
    const { id, skip } = this.#start(rank)
    return this.#newestFirst
      ? all<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM item WHERE item.id <= ? ORDER BY item.id DESC LIMIT ? OFFSET ?`, [
          position === 0 ? Number.MAX_SAFE_INTEGER : id,
          limit,
          position === 0 ? 0 : skip,
        ])
      : all<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM item WHERE item.id >= ? ORDER BY item.id LIMIT ? OFFSET ?`, [position === 0 ? 0 : id, limit, position === 0 ? 0 : skip])
  }

  /** A number at or before which (in the order of the list) the row of this rank, counted from the oldest, stands; and how many rows stand between. */
  #start(rank: number): { readonly id: number; readonly skip: number } {
    const width = this.#high - this.#low + 1
    if (this.#before === null) {
      const id = this.total >= width ? this.#low + rank : Math.round(this.#low + (rank / Math.max(1, this.total - 1)) * (width - 1))
      return { id, skip: 0 }
    }
    let low = 0
    let high = this.#buckets.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#before[middle] ?? 0) <= rank) low = middle
      else high = middle - 1
    }
    const within = rank - (this.#before[low] ?? 0)
    const first = this.#low + low * BUCKET
    return this.#newestFirst ? { id: Math.min(this.#high, first + BUCKET - 1), skip: Math.max(0, (this.#buckets[low] ?? 0) - 1 - within) } : { id: first, skip: within }
  }
}
