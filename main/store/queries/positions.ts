/**
 * Where the rows of a walk stand: how many come before a place, without counting them anew.
 *
 * A scroll bar asks for "the rows at 500,000". `OFFSET` would walk half a million rows each time; a keyset
 * knows only what follows a row that one has. So a walk is cut into blocks, each with the key it starts after
 * and the number of rows before it; a far jump finds its block and goes on by keyset from there. Blocks are
 * made in steps of a few milliseconds, so that a scan's look-up never waits behind them.
 */
import type { ReadDb } from '../open.ts'
import { gather } from './gathered.ts'
import type { StoredItem } from './item-rows.ts'
import { ITEM_COLUMNS } from './item-rows.ts'
import type { Bound, Sql } from './statements.ts'
import { all, and, table, value } from './statements.ts'
import type { Segment, Walk } from './walk.ts'

/** The rows of one (filter, sort), by position. */
export interface Positions {
  /** `versionOf` the store that it describes. */
  readonly version: number
  /** Rows found so far; all of them once complete. */
  readonly rows: number
  readonly complete: boolean
  /** Rows in all where that is known before they are found. */
  readonly total: number | null
  /** A few milliseconds of work towards completion. */
  step(db: ReadDb): void
  /** Whether the rows up to this position (exclusive) can be read now. */
  reaches(end: number): boolean
  read(db: ReadDb, position: number, limit: number): StoredItem[]
}

type Key = readonly Bound[]
interface Block {
  readonly segment: Segment
  /** The block starts after this key; `null`: where the segment starts. */
  readonly after: Key | null
  /** The last key that still belongs to it; `null`: where the segment ends. */
  readonly upTo: Key | null
  readonly before: number
  readonly rows: number
  /** Kept where matches are so thin that walking to them would take longer than fetching them. */
  readonly ids: readonly number[] | null
}

/** Rows a block where every row of the index counts: skipping them inside an index costs a third of a millisecond. */
const BLOCK = 4096
/** Matches a block where rows are checked one by one. */
const CHECKED = 512
const LEAST_SPAN = 256
const MOST_SPAN = 65_536
const NEAR = 40
/** Below one match in so many rows, the matches themselves are kept. */
const THIN = 8

export class BlockPositions implements Positions {
  readonly version: number
  readonly total: number | null
  rows = 0
  complete = false
  readonly #walk: Walk
  readonly #near: number
  readonly #blocks: Block[] = []
  /** What is checked on each row; the set's bit, once there is one. */
  #residue: Sql | null
  #gathered = false
  #steps = 0
  #at = 0
  #after: Key | null = null
  #span = 1024
  #bounds: { readonly low: number; readonly high: number } | null = null

  /** @param near steps that check rows where they stand, before a set is gathered for the rest */
  constructor(walk: Walk, version: number, near = NEAR) {
    this.#walk = walk
    this.#near = near
    this.version = version
    this.total = walk.total
    this.#residue = walk.residue
  }

  reaches(end: number): boolean {
    return this.complete || this.rows >= end
  }

  step(db: ReadDb): void {
    this.#steps += 1
    if (this.#isGathering(db)) return
    const segment = this.#walk.segments[this.#at]
    if (segment === undefined) {
      this.complete = true
      return
    }
    const upTo = this.#boundary(db, segment)
    if (this.#residue === null) this.#addWhole(db, segment, upTo)
    else this.#addChecked(db, segment, upTo)
    this.#after = upTo
    if (upTo === null) this.#at += 1
  }

  /** Whether this step went into the set that the walk needs. */
  #isGathering(db: ReadDb): boolean {
    const { gathering, residue } = this.#walk
    if (gathering === null || this.#gathered) return false
    if (gathering.when !== 'before' && this.#steps <= this.#near) return false
    this.#gathered = gather(db, gathering.key, gathering.source)
    if (this.#gathered && gathering.when !== 'before' && residue !== null) this.#residue = gathering.when
    return true
  }

  read(db: ReadDb, position: number, limit: number): StoredItem[] {
    const rows: StoredItem[] = []
    for (let at = this.#blockAt(position); at < this.#blocks.length && rows.length < limit; at++) {
      const block = this.#blocks[at]
      if (block === undefined) break
      const skip = Math.max(0, position - block.before)
      const wanted = Math.min(limit - rows.length, block.rows - skip)
      if (wanted > 0) rows.push(...this.#readBlock(db, block, skip, wanted))
    }
    return rows
  }

  /** Where the next block ends; `null` where the segment does. */
  #boundary(db: ReadDb, segment: Segment): Key | null {
    if (segment.byNumber) {
      this.#bounds ??= boundsOf(db)
      const { low, high } = this.#bounds
      const from = this.#after?.[0] ?? (segment.descending ? high + 1 : low - 1)
      const to = segment.descending ? Number(from) - this.#span : Number(from) + this.#span
      return (segment.descending ? to <= low : to >= high) ? null : [to]
    }
    const span = this.#residue === null ? BLOCK : this.#span
    const range = rangeOf(segment, this.#after, null)
    const [row] = table(db, `SELECT ${segment.key.join(', ')} FROM ${segment.from} WHERE ${range.text} ORDER BY ${orderOf(segment)} LIMIT 1 OFFSET ?`, [...range.values, span - 1])
    return row ?? null
  }

  #addWhole(db: ReadDb, segment: Segment, upTo: Key | null): void {
    const range = rangeOf(segment, this.#after, null)
    const rows = upTo === null ? (value<number>(db, `SELECT count(*) FROM ${segment.from} WHERE ${range.text}`, range.values) ?? 0) : BLOCK
    this.#push({ segment, after: this.#after, upTo, rows, ids: null })
  }

  /** The matches between two keys, cut where 512 are reached, so that reading never skips more than those. */
  #addChecked(db: ReadDb, segment: Segment, upTo: Key | null): void {
    const began = performance.now()
    const range = rangeOf(segment, this.#after, upTo)
    const checked = and([range, ...(this.#residue === null ? [] : [this.#residue])])
    const found = table(db, `SELECT item.id, ${segment.key.join(', ')} FROM ${segment.from} WHERE ${checked.text} ORDER BY ${orderOf(segment)}`, checked.values)
    const thin = found.length * THIN < this.#span
    let after = this.#after
    for (let at = 0; at < found.length; at += CHECKED) {
      const part = found.slice(at, at + CHECKED)
      const last = at + CHECKED >= found.length
      const end = last ? upTo : (part.at(-1)?.slice(1) ?? upTo)
      this.#push({ segment, after, upTo: end, rows: part.length, ids: thin ? part.map((row) => Number(row[0])) : null })
      after = end
    }
    const took = performance.now() - began
    if (took < 2) this.#span = Math.min(MOST_SPAN, this.#span * 2)
    else if (took > 8) this.#span = Math.max(LEAST_SPAN, this.#span >> 1)
  }

  #push(block: Omit<Block, 'before'>): void {
    if (block.rows === 0) return
    this.#blocks.push({ ...block, before: this.rows })
    this.rows += block.rows
  }

  #blockAt(position: number): number {
    let low = 0
    let high = this.#blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#blocks[middle]?.before ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  #readBlock(db: ReadDb, block: Block, skip: number, limit: number): StoredItem[] {
    const { segment } = block
    const residue = this.#walk.residue
    if (block.ids !== null) {
      // Checked again: since they were found, an officer may have moved them out of the filter.
      return rowsOf(db, block.ids.slice(skip, skip + limit), and([segment.fixed, ...(residue === null ? [] : [residue])]))
    }
    const range = rangeOf(segment, block.after, block.upTo)
    const checked = residue === null ? range : and([range, residue])
    return all<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM ${segment.from} WHERE ${checked.text} ORDER BY ${orderOf(segment)} LIMIT ? OFFSET ?`, [...checked.values, limit, skip])
  }
}

/** A filter that leaves a handful: its rows, sorted. */
export class HandfulPositions implements Positions {
  readonly version: number
  readonly complete = true
  readonly rows: number
  readonly total: number
  readonly #ids: readonly number[]

  constructor(ids: readonly number[], version: number) {
    this.version = version
    this.#ids = ids
    this.rows = ids.length
    this.total = ids.length
  }

  step(): void {
    // Whole from the start.
  }
  reaches(): boolean {
    return true
  }
  read(db: ReadDb, position: number, limit: number): StoredItem[] {
    return rowsOf(db, this.#ids.slice(position, position + limit))
  }
}

/** Rows by their numbers, in the order given; those that are gone, or fail the check, are left out. */
export function rowsOf(db: ReadDb, ids: readonly number[], check: Sql = { text: '1', values: [] }): StoredItem[] {
  if (ids.length === 0) return []
  const found = all<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM json_each(?) AS chosen CROSS JOIN item ON item.id = chosen.value WHERE ${check.text}`, [
    JSON.stringify(ids),
    ...check.values,
  ])
  const byId = new Map(found.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export function boundsOf(db: ReadDb): { readonly low: number; readonly high: number } {
  return { low: value<number>(db, 'SELECT min(id) FROM item') ?? 1, high: value<number>(db, 'SELECT max(id) FROM item') ?? 0 }
}

export const orderOf = (segment: Segment): string => segment.key.map((name) => (segment.descending ? `${name} DESC` : name)).join(', ')

/** The segment's rows after one key and up to another. */
export function rangeOf(segment: Segment, after: Key | null, upTo: Key | null): Sql {
  const parts: Sql[] = [segment.fixed]
  if (after !== null) parts.push(compared(segment, segment.descending ? '<' : '>', after))
  if (upTo !== null) parts.push(compared(segment, segment.descending ? '>=' : '<=', upTo))
  return and(parts)
}

function compared(segment: Segment, sign: string, key: Key): Sql {
  const [only] = segment.key
  if (segment.key.length === 1) return { text: `${only} ${sign} ?`, values: key }
  return { text: `(${segment.key.join(', ')}) ${sign} (${key.map(() => '?').join(', ')})`, values: key }
}
