/**
 * A full-text list as a bitmap, so that rows reached through another index can be checked against it.
 *
 * FTS5 can be asked for one row number at a time, but reads its expression anew each time, some 20 µs a row;
 * a bit is looked up in a fraction of one, and a million rows take 125 kB.
 */
import type { ReadDb } from '../open.ts'
import type { Sql } from './statements.ts'
import { column, value } from './statements.ts'

interface Bitmap {
  readonly bits: Uint8Array
  /** Numbers below this were gathered. */
  upTo: number
}

const KEPT = 8
const bitmaps = new WeakMap<ReadDb, Map<string, Bitmap>>()
/** Numbers gathered a step. */
const STEP = 32_768

export interface Gathering {
  /** Names the list and the version of the store it was taken from. */
  readonly key: string
  /** Row numbers of the list; ` AND <number> >= ? AND <number> < ?` is added. */
  readonly list: Sql
  readonly number: string
}

export const isGathered = (key: string): Sql => ({ text: 'gathered(?, item.id) = 1', values: [key] })

/** One step; answers whether the list is whole. */
export function gather(db: ReadDb, { key, list, number }: Gathering): boolean {
  const kept = bitmapsOf(db)
  const last = value<number>(db, 'SELECT max(id) FROM item') ?? 0
  let bitmap = kept.get(key)
  if (bitmap === undefined) {
    bitmap = { bits: new Uint8Array((last >> 3) + 1), upTo: 0 }
    kept.set(key, bitmap)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  }
  const end = bitmap.bits.length << 3
  if (bitmap.upTo >= end) return true
  const { bits, upTo } = bitmap
  for (const id of column<number>(db, `${list.text} AND ${number} >= ? AND ${number} < ?`, [...list.values, upTo, upTo + STEP])) {
    const at = id >> 3
    bits[at] = (bits[at] ?? 0) | (1 << (id & 7))
  }
  bitmap.upTo = upTo + STEP
  return bitmap.upTo >= end
}

function bitmapsOf(db: ReadDb): Map<string, Bitmap> {
  const known = bitmaps.get(db)
  if (known !== undefined) return known
  const made = new Map<string, Bitmap>()
  bitmaps.set(db, made)
  db.function('gathered', { directOnly: true }, (key, id) => {
    const bits = made.get(String(key))?.bits
    const number = Number(id)
    return bits === undefined ? 0 : ((bits[number >> 3] ?? 0) >> (number & 7)) & 1
  })
  return made
}

/** Makes the function known before a statement that names it is prepared. */
export function readyToGather(db: ReadDb): void {
  bitmapsOf(db)
}
