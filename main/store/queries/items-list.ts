/**
 * Items by identifier, page after page: for the command line, exports and bulk actions, which want all rows
 * and never a position. The cursor is the case id of the last row, so a page begins where the last one
 * ended, whatever was written in between.
 */
import type { ItemFilter, ItemRow } from '../../../shared/contract.ts'
import type { ReadDb } from '../open.ts'
import { gather, isWhole } from './gathered.ts'
import { ITEM_COLUMNS, itemRow } from './item-rows.ts'
import type { StoredItem } from './item-rows.ts'
import { rowsOf } from './positions.ts'
import type { Sql } from './statements.ts'
import { all, and, atOnce, column, value } from './statements.ts'
import { planOf } from './walk.ts'

export interface Page<Row> {
  readonly rows: Row[]
  /** What `after` takes for the next page; `null` at the end. */
  readonly next: string | null
}

/** Rows of the index looked at a step. */
const STEP = 1024
/** Steps that check rows where they stand, before the matches are gathered. */
const DIRECT = 8

/** @throws StoreFailure `filter` */
export function* itemsList(
  db: ReadDb,
  { filter, limit, after }: { readonly filter: ItemFilter; readonly limit: number; readonly after: string | null },
): Generator<void, Page<ItemRow>> {
  const found: StoredItem[] = []
  for (const portion of portions(db, filter, after, limit + 1)) {
    found.push(...portion)
    if (found.length > limit) break
    yield
  }
  const rows = found.slice(0, limit)
  return { rows: rows.map(itemRow), next: found.length > limit ? (rows.at(-1)?.case_id ?? null) : null }
}

/**
 * The identifiers of all items of a filter, at most `limit`: what a bulk action takes.
 *
 * @returns `more`: there are further ones
 */
export function* itemsOfFilter(
  db: ReadDb,
  { filter, limit }: { readonly filter: ItemFilter; readonly limit: number },
): Generator<void, { readonly items: string[]; readonly more: boolean }> {
  const items: string[] = []
  for (const portion of portions(db, filter, null, limit + 1)) {
    for (const row of portion) items.push(row.item)
    if (items.length > limit) break
    yield
  }
  return { items: items.slice(0, limit), more: items.length > limit }
}

function* portions(db: ReadDb, filter: ItemFilter, after: string | null, limit: number): Generator<StoredItem[], void> {
  const plan = atOnce(db, () => planOf(db, filter, 'item'))
  switch (plan.kind) {
    case 'handful': {
      yield atOnce(db, () => {
        const ids = after === null ? plan.ids : plan.ids.slice(firstAfter(db, plan.ids, after))
        return rowsOf(db, ids.slice(0, limit))
      })
      return
    }
    case 'walk': {
      const { gathering } = plan
      let { residue } = plan
      // The set behind a common word is taken whole before its rows can be told.
      if (gathering?.when === 'before') while (!atOnce(db, () => gather(db, gathering.key, gathering.source))) yield []
      let steps = 0
      for (let from = after, left = limit; left > 0;) {
        if (gathering !== null && gathering.when !== 'before' && (steps > DIRECT || isWhole(db, gathering.key))) {
          while (!atOnce(db, () => gather(db, gathering.key, gathering.source))) yield []
          residue = gathering.when
        }
        const { rows, upTo } = atOnce(db, () => step(db, residue, from, left))
        steps += 1
        left -= rows.length
        yield rows
        if (upTo === null) return
        from = upTo
      }
      return
    }
    case 'text':
      // Only by order of arrival is a text answered so; the sort here is the identifier.
      throw new TypeError('A list by identifier has no plan by order of arrival.')
  }
}

/** The next rows of the index on the case id, those of them that pass, and where to go on (`null`: at the end). */
function step(db: ReadDb, residue: Sql | null, after: string | null, limit: number): { rows: StoredItem[]; upTo: string | null } {
  const from: Sql = after === null ? { text: '1', values: [] } : { text: 'item.case_id > ?', values: [after] }
  const upTo = value<string>(db, `SELECT item.case_id FROM item INDEXED BY item_case WHERE ${from.text} ORDER BY item.case_id LIMIT 1 OFFSET ?`, [...from.values, STEP - 1]) ?? null
  const checked = and([from, ...(upTo === null ? [] : [{ text: 'item.case_id <= ?', values: [upTo] }]), ...(residue === null ? [] : [residue])])
  const rows = all<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM item INDEXED BY item_case WHERE ${checked.text} ORDER BY item.case_id LIMIT ?`, [...checked.values, limit])
  return { rows, upTo }
}

/** Where in a sorted handful the rows after a case id begin; the row itself may be gone by now. */
function firstAfter(db: ReadDb, ids: readonly number[], after: string): number {
  const before = new Set(
    column<number>(db, 'SELECT item.id FROM json_each(?) AS chosen CROSS JOIN item ON item.id = chosen.value WHERE item.case_id <= ?', [JSON.stringify(ids), after]),
  )
  return ids.filter((id) => before.has(id)).length
}
