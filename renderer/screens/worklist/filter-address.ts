/**
 * A filter as an address, so that a view can be sent to a colleague: `?state=held&lane=red&lane=orange&not.class=T&q=lamp`.
 *
 * One clause per field and operator; several values are repeated, since a dispatch or flag may hold any character.
 */
import { ITEM_FIELDS, ITEM_SORTS, type ItemFilter, type ItemSort } from '../../../shared/contract.ts'

export type ItemField = (typeof ITEM_FIELDS)[number]
export type Clause = ItemFilter['where'][number]
/** As the router keeps it. */
export type WorklistSearch = Readonly<Record<string, readonly string[]>>
export interface WorklistView {
  readonly filter: ItemFilter
  readonly sort: ItemSort
}

const isOneOf = <T extends string>(all: readonly T[], text: string): text is T => (all as readonly string[]).includes(text)

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
      .filter((value) => value !== '')
      .slice(0, 50)
    if (values.length === 0) continue
    const op = name.startsWith('not.') ? 'not' : 'is'
    const field = op === 'not' ? name.slice(4) : name
    if (field === 'q') text = values[0]
    else if (field === 'sort') sort = isOneOf(ITEM_SORTS, values[0] ?? '') ? (values[0] as ItemSort) : 'newest'
    else if (isOneOf(ITEM_FIELDS, field) && where.length < 20) where.push({ field, op, values })
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
