/** Targeted, not presented: what somebody has to find among all that comes in. */
import type { Output, ParsedInput } from '../../../shared/contract.ts'
import type { ReadDb } from '../open.ts'
import { ITEM_COLUMNS, itemRow, type StoredItem } from './item-rows.ts'
import { all } from './statements.ts'
import { talliesOf } from './tallies.ts'

const TO_LOCATE = 'item INDEXED BY item_to_locate WHERE item.targeted = 1 AND item.state < 2'

/** By receptacle, those without one first: a pick list is walked bag by bag. */
export function locate(db: ReadDb, { limit, after }: ParsedInput<'floor.locate'>): Output<'floor.locate'> {
  const [receptacle = '', id = '0'] = (after ?? '').split('|')
  // NULL sorts first, and a comparison with it is never true: items without a receptacle are the first part of the list.
  const loose = after === null || receptacle === '' ? page(db, 'item.receptacle IS NULL AND item.id > ?', [Number(id)], limit) : []
  const rest = limit - loose.length
  const bags = rest === 0 ? [] : page(db, '(item.receptacle, item.id) > (?, ?)', [receptacle, receptacle === '' ? 0 : Number(id)], rest)
  const rows = [...loose, ...bags]
  const last = rows.at(-1)
  return { rows: rows.map(itemRow), next: rows.length < limit || last === undefined ? null : `${last.receptacle ?? ''}|${last.id}` }
}

const page = (db: ReadDb, from: string, values: readonly (string | number)[], limit: number): StoredItem[] =>
  all<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM ${TO_LOCATE} AND ${from} ORDER BY item.receptacle, item.id LIMIT ?`, [...values, limit])

export const toLocate = (db: ReadDb): number => talliesOf(db).reduce((sum, tally) => sum + (tally.targeted === 1 && tally.state < 2 ? tally.n : 0), 0)
