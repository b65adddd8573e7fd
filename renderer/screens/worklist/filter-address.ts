/**
 * A filter as an address, so that a view can be sent to a colleague: `?state=held&lane=red&lane=orange&not.class=T&q=lamp`.
 *
 * One clause per field and operator; several values are repeated, since a dispatch or flag may hold any character.
 */
import type { ItemFilter, ItemSort } from '../../../shared/contract.ts'

export type Clause = ItemFilter['where'][number]
export type ItemField = Clause['field']

/**
 * The contract's lists, spelt again for the types to check: the contract itself is made of zod schemas, which the
 * page has no use for and would load before its first row.
 */
const FIELDS: Readonly<Record<ItemField, true>> = {
  item: true,
  case: true,
  dispatch: true,
  receptacle: true,
  state: true,
  lane: true,
  targeted: true,
  flagged: true,
  flag: true,
  class: true,
  originCountry: true,
  nature: true,
  currency: true,
  declared: true,
  lastEvent: true,
  open: true,
  assignee: true,
  rule: true,
  proposed: true,
  examiner: true,
  heldHours: true,
  reasoned: true,
  returned: true,
  moved: true,
}
const SORTS: Readonly<Record<ItemSort, true>> = { newest: true, oldest: true, item: true, lane: true, state: true, dispatch: true, receptacle: true }
/** In the order of the menu. */
export const ALL_SORTS = Object.keys(SORTS) as ItemSort[]
/** As the router keeps it. */
export type WorklistSearch = Readonly<Record<string, readonly string[]>>
export interface WorklistView {
  readonly filter: ItemFilter
  readonly sort: ItemSort
}

const isField = (text: string): text is ItemField => Object.hasOwn(FIELDS, text)
const isSort = (text: string | undefined): text is ItemSort => text !== undefined && Object.hasOwn(SORTS, text)

const isHours = (text: string): boolean => /^\d{1,6}([.,]\d{1,2})?$/.test(text)

export function viewToSearch({ filter, sort }: WorklistView): WorklistSearch {
  const search: Record<string, readonly string[]> = {}
  for (const { field, op, values } of filter.where) search[op === 'is' ? field : `not.${field}`] = values
  if (filter.search !== undefined && filter.search !== '') search['q'] = [filter.search]
  if (sort !== 'newest') search['sort'] = [sort]
  return search
}

/** Never throws: an address may be typed. What it cannot mean is left out. */
export function searchToView(search: WorklistSearch): WorklistView {
  const where: Clause[] = []
  let text: string | undefined
  let sort: ItemSort = 'newest'
  for (const [name, given] of Object.entries(search)) {
    const values = given
      .map((value) => value.slice(0, 200))
      .filter((value) => value !== '' && (name !== 'heldHours' || isHours(value)))
      .slice(0, 50)
    if (values.length === 0) continue
    const op = name.startsWith('not.') ? 'not' : 'is'
    const field = op === 'not' ? name.slice(4) : name
    if (field === 'q') text = values[0]
    else if (field === 'sort') sort = isSort(values[0]) ? values[0] : 'newest'
    else if (isField(field) && where.length < 20) where.push({ field, op, values })
  }
  return { filter: text === undefined ? { where } : { where, search: text }, sort }
}

/** The router's address text ⇄ names with their values; every name may repeat. */
export function parseAddress(text: string): WorklistSearch {
  const search = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) search.set(name, [...(search.get(name) ?? []), value])
  return Object.fromEntries(search)
}

export function writeAddress(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams()
  for (const [name, values] of Object.entries(search))
    for (const value of Array.isArray(values) ? values : [values]) if (typeof value === 'string' || typeof value === 'number') params.append(name, String(value))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** A filter with one clause set, or taken away (`values` empty). The place of a clause that was there stays. */
export function withClause(filter: ItemFilter, clause: Clause, replaces: Clause | null): ItemFilter {
  const others = filter.where.filter((one) => one === replaces || one.field !== clause.field || one.op !== clause.op)
  const at = others.findIndex((one) => one === replaces)
  const kept = others.filter((one) => one !== replaces)
  const where = clause.values.length === 0 ? kept : at < 0 ? [...kept, clause] : [...kept.slice(0, at), clause, ...kept.slice(at)]
  return { ...filter, where }
}

/** Whether two filters ask for the same, whatever the order of their clauses and values. */
export function sameFilter(one: ItemFilter, other: ItemFilter): boolean {
  const plain = (filter: ItemFilter) =>
    JSON.stringify([filter.where.map((clause) => [clause.field, clause.op, clause.values.toSorted()].flat().join('\u0000')).toSorted(), filter.search ?? ''])
  return plain(one) === plain(other)
}
