/** The look-up of a scan: what is this, and do we know it? */
import type { Output } from '../../../shared/contract.ts'
import { kindOf, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import type { ReadDb } from '../open.ts'
import type { StoredItem } from './item-rows.ts'
import { ITEM_COLUMNS, itemRow } from './item-rows.ts'
import { get, value } from './statements.ts'

/** @param input `identifier` in any spelling; `row` of an item is its latest case, since the post uses a number again about a year later */
export function lookup(db: ReadDb, { identifier: typed }: { readonly identifier: string }): Output<'items.lookup'> {
  const identifier = normaliseIdentifier(typed)
  const kind = kindOf(identifier)
  switch (kind) {
    case 'dispatch':
      return { kind, identifier, found: value(db, 'SELECT 1 FROM dispatch WHERE dispatch = ?', [identifier]) !== undefined, row: null }
    case 'receptacle':
      return { kind, identifier, found: value(db, 'SELECT 1 FROM receptacle WHERE receptacle = ?', [identifier]) !== undefined, row: null }
    case 'item':
    case 'other': {
      // Also what is no S10: items with an identifier that failed its check, and the desk's own local numbers.
      const row = latestCase(db, identifier)
      return { kind, identifier, found: row !== null, row: row === null ? null : itemRow(row) }
    }
  }
}

/** The latest case of an item identifier (normalised). */
export function latestCase(db: ReadDb, item: string): StoredItem | null {
  return (
    get<StoredItem>(
      db,
      `SELECT ${ITEM_COLUMNS} FROM item INDEXED BY item_case WHERE item.case_id >= ? AND item.case_id < ? AND item.item = ? ORDER BY item.first_ms DESC, item.id DESC LIMIT 1`,
      [`${item}#`, `${item}~~`, item],
    ) ?? null
  )
}
