/** The two full-text lists: words of descriptions and names, and trigrams of identifiers. */
import type { ReadDb } from '../open.ts'
import type { TextWay } from './search-text.ts'
import { column } from './statements.ts'

/** Rows of a text, newest first, from a row number (exclusive) on. */
export function newestByText(db: ReadDb, way: TextWay, limit: number, before = Number.MAX_SAFE_INTEGER): number[] {
  if (way.by === 'words') {
    try {
      return column<number>(db, 'SELECT rowid FROM item_words WHERE item_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?', [way.match, before, limit])
    } catch (error) {
      // SQLite's letters are those of an older Unicode than ours: what is one word to us may be a phrase to it, which the
      // list cannot look for. No word of the list holds such a sign either.
      if (error instanceof Error && error.message.includes('fts5')) return []
      throw error
    }
  }
  if (way.fragment.length === 3)
    return column<number>(db, 'SELECT rowid FROM item_marks WHERE item_marks MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?', [way.match, before, limit])
  return column<number>(
    db,
    'SELECT item_marks.rowid FROM item_marks CROSS JOIN item ON item.id = item_marks.rowid WHERE item_marks MATCH ? AND item_marks.rowid < ? AND instr(item.item, ?) > 0 ORDER BY item_marks.rowid DESC LIMIT ?',
    [way.match, before, way.fragment, limit],
  )
}
