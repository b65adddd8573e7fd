/**
 * Positions of what a common word finds, by order of arrival. A full-text list gives row numbers in order at
 * millions a second, but cannot be entered in the middle when the word is a beginning: each time it gathers
 * all its words first. So the numbers are taken once and kept, and what else the filter asks is checked in
 * portions.
 */
import type { ReadDb } from '../open.ts'
import { newestByText } from './full-text.ts'
import type { StoredItem } from './item-rows.ts'
import type { Positions } from './positions.ts'
import { rowsOf } from './positions.ts'
import type { TextWay } from './search-text.ts'
import type { Sql } from './statements.ts'
import { column } from './statements.ts'

/** Numbers taken a step, and rows checked a step: some milliseconds each. */
export const TAKEN = 65_536
const CHECKED = 1024

export class TextPositions implements Positions {
  readonly version: number
  readonly total = null
  complete = false
  readonly #way: TextWay
  readonly #newestFirst: boolean
  readonly #check: Sql | null
  /** Row numbers, newest first. */
  #taken: number[]
  #allTaken = false
  /** How far they were checked, in the order of the list. */
  #checked = 0
  readonly #passed: number[] = []

  /** @param first the newest rows of the text, which the plan has fetched already */
  constructor(way: TextWay, newestFirst: boolean, check: Sql | null, first: readonly number[], version: number) {
    this.#way = way
    this.#newestFirst = newestFirst
    this.#check = check
    this.#taken = [...first]
    this.version = version
  }

  get rows(): number {
    return this.#check !== null ? this.#passed.length : this.#newestFirst || this.#allTaken ? this.#taken.length : 0
  }

  reaches(end: number): boolean {
    return this.complete || this.rows >= end
  }

  step(db: ReadDb): void {
    // Newest first, what was taken can be checked (and shown) before the rest is taken; oldest first, nothing can.
    const ready = this.#newestFirst || this.#allTaken
    if (this.#check !== null && ready && this.#checked < this.#taken.length) {
      const from = this.#checked
      this.#checked = Math.min(this.#taken.length, from + CHECKED)
      const part = this.#newestFirst ? this.#taken.slice(from, this.#checked) : this.#taken.slice(this.#taken.length - this.#checked, this.#taken.length - from).toReversed()
      const passed = new Set(
        column<number>(db, `SELECT item.id FROM json_each(?) AS chosen CROSS JOIN item ON item.id = chosen.value WHERE ${this.#check.text}`, [
          JSON.stringify(part),
          ...this.#check.values,
        ]),
      )
      for (const id of part) if (passed.has(id)) this.#passed.push(id)
    } else if (!this.#allTaken) {
      const more = newestByText(db, this.#way, TAKEN, this.#taken.at(-1))
      this.#taken = this.#taken.concat(more)
      this.#allTaken = more.length < TAKEN
    }
    this.complete = this.#allTaken && (this.#check === null || this.#checked === this.#taken.length)
  }

  read(db: ReadDb, position: number, limit: number): StoredItem[] {
    if (this.#check !== null) return rowsOf(db, this.#passed.slice(position, position + limit), this.#check)
    const ids = this.#newestFirst
      ? this.#taken.slice(position, position + limit)
      : this.#taken.slice(Math.max(0, this.#taken.length - position - limit), this.#taken.length - position).toReversed()
    return rowsOf(db, ids)
  }
}
