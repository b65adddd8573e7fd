/** The two full-text lists: words of descriptions and names, and trigrams of identifiers. */
import type { ReadDb } from '../open.ts'
import type { Gathering } from './gathered.ts'
import type { TextWay } from './search-text.ts'
import type { Sql } from './statements.ts'
import { column, value, versionOf } from './statements.ts'
import type { Segment } from './walk.ts'

const TABLE = { words: 'item_words', fragment: 'item_marks' } as const

/** Whether anything is found this way at all; stops at the first. */
export function knownText(db: ReadDb, way: TextWay): boolean {
  const table = TABLE[way.by]
  if (way.by === 'words') return value(db, `SELECT 1 FROM ${table} WHERE ${table} MATCH ? LIMIT 1`, [way.match]) !== undefined
  return value(db, `SELECT 1 FROM ${table} CROSS JOIN item ON item.id = ${table}.rowid WHERE ${table} MATCH ? AND instr(item.item, ?) > 0 LIMIT 1`, [way.match, way.fragment]) !== undefined
}

/** Newest first; `before` continues. */
export function newestByText(db: ReadDb, way: TextWay, limit: number): number[] {
  const { text, values } = listOf(way)
  return column<number>(db, `${text} ORDER BY rowid DESC LIMIT ?`, [...values, limit])
}

export type TextRows =
  | { readonly kind: 'few'; readonly ids: readonly number[] }
  /** `by` walks the list itself, `check` is what it leaves open, `gathering` makes the bitmap for items that are reached otherwise. */
  | { readonly kind: 'many'; readonly by: Segment; readonly check: Sql | null; readonly gathering: Gathering }

/** All rows of a text if they are at most `most`, else how to walk them. */
export function handfulOfText(db: ReadDb, way: TextWay, most: number): TextRows {
  const ids = newestByText(db, way, most + 1)
  if (ids.length <= most) return { kind: 'few', ids }
  const table = TABLE[way.by]
  const list: Sql = { text: `${table} MATCH ?`, values: [way.match] }
  const check: Sql | null = way.by === 'fragment' ? { text: 'instr(item.item, ?) > 0', values: [way.fragment] } : null
  return {
    kind: 'many',
    by: { from: `${table} CROSS JOIN item ON item.id = ${table}.rowid`, fixed: list, key: [`${table}.rowid`], descending: true, byNumber: true, counts: table },
    check,
    gathering: { key: `${versionOf(db)} ${table} ${way.match}`, list: { text: `SELECT rowid FROM ${table} WHERE ${list.text}`, values: list.values }, number: 'rowid' },
  }
}

function listOf(way: TextWay): Sql {
  if (way.by === 'words') return { text: 'SELECT rowid FROM item_words WHERE item_words MATCH ?', values: [way.match] }
  return {
    text: 'SELECT item_marks.rowid AS rowid FROM item_marks CROSS JOIN item ON item.id = item_marks.rowid WHERE item_marks MATCH ? AND instr(item.item, ?) > 0',
    values: [way.match, way.fragment],
  }
}
