/**
 * A set of rows as a bitmap, so that rows reached through one index can be checked against another.
 *
 * FTS5 can be asked for one row number at a time, but reads its expression anew each time, some 20 µs a row;
 * and to look at a row of `item` in the order of its identifier is to read a page of the disk for each. A bit
 * is looked up in a fraction of a microsecond, and a million rows take 125 kB.
 */
import type { ReadDb } from '../open.ts'
import type { Sql } from './statements.ts'
import { value } from './statements.ts'

/** How the numbers of a set come: a few milliseconds' worth each call, `done` with the last. */
export type NumberSource = (db: ReadDb) => { readonly numbers: readonly number[]; readonly done: boolean }

interface Bitmap {
  readonly bits: Uint8Array
  done: boolean
}

/** More than there are lists, so that none loses its set while it is remembered. */
const KEPT = 40
const bitmaps = new WeakMap<ReadDb, Map<string, Bitmap>>()

/** @param key names the set and the version of the store it is taken from */
export const isGathered = (key: string): Sql => ({ text: 'gathered(?, item.id) = 1', values: [key] })

/** One step; answers whether the set is whole. */
export function gather(db: ReadDb, key: string, source: NumberSource): boolean {
  const kept = bitmapsOf(db)
  let bitmap = kept.get(key)
  if (bitmap === undefined) {
    const last = value<number>(db, 'SELECT max(id) FROM item') ?? 0
    bitmap = { bits: new Uint8Array((last >> 3) + 1), done: false }
    kept.set(key, bitmap)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  }
  if (bitmap.done) return true
  const { bits } = bitmap
  const { numbers, done } = source(db)
  for (const id of numbers) bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7))
  bitmap.done = done
  return done
}

export const isWhole = (db: ReadDb, key: string): boolean => bitmaps.get(db)?.get(key)?.done === true

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
