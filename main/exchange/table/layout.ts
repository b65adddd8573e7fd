/** Which map reads a table, and where its headings stand: known by the headings alone. */
import { FIELDS, type GroupName } from '../maps/fields.ts'
import { compileFilling, type Filling } from '../maps/convert.ts'
import type { TableMap } from '../maps/map.ts'
import { headingKey } from './reading.ts'
import { cellText, type SheetHead, type TableRow } from './rows.ts'

/** The heading stands in one of these first rows; titles may stand before it. */
export const HEADING_ROWS = 10

export interface BoundColumn {
  readonly index: number
  readonly heading: string
  readonly group: GroupName
  readonly filling: Filling
  /** Column of the converter's second text, -1 where there is none. */
  readonly other: number
}

export interface Layout {
  readonly map: TableMap
  /** Place of the heading's last row among the rows given. */
  readonly headingRow: number
  readonly width: number
  readonly columns: readonly BoundColumn[]
  readonly item: number
  readonly unknown: readonly { readonly index: number; readonly heading: string }[]
  /** Columns that the map knows, those it passes over among them. */
  readonly known: number
}

/** A column's headings, the most telling first: with the one above it, its own, the one above alone. */
type Headings = readonly (readonly string[])[]

/**
 * The map that knows most of the headings, and the row where they stand.
 *
 * Of maps that know as many, the one whose sender the file's name holds; then the later, since an office's own follow
 * those that the product ships.
 */
export function findLayout(maps: readonly TableMap[], rows: readonly TableRow[], fileName: string): Layout | null {
  const candidates = headingsOf(rows)
  let best: Layout | null = null
  for (const map of maps) {
    let own: Layout | null = null
    for (const { headings, row } of candidates) {
      const layout = layoutOf(map, headings, row)
      if (layout !== null && (own === null || layout.known > own.known)) own = layout
    }
    if (own !== null && (best === null || compare(own, best, fileName) >= 0)) best = own
  }
  return best
}

function compare(one: Layout, other: Layout, fileName: string): number {
  if (one.known !== other.known) return one.known - other.known
  const named = ({ map: { sender } }: Layout): number => (sender !== null && fileName.toUpperCase().includes(sender.toUpperCase()) ? 1 : 0)
  return named(one) - named(other)
}

/** Rows that may be headings, single ones first, then pairs: a heading over several columns stands above theirs. */
export function headingsOf(rows: readonly TableRow[]): { readonly headings: Headings; readonly row: number }[] {
  const texts = rows.slice(0, HEADING_ROWS + 1).map(({ cells }) => cells.map((cell) => cellText(cell, 'point').trim()))
  const single = texts.slice(0, HEADING_ROWS).map((cells, row) => ({ headings: cells.map((text) => [text]), row }))
  const pairs = texts.slice(1, HEADING_ROWS).flatMap((lower, at) => {
    const upper = texts[at] ?? []
    return rows[at + 1]?.number === (rows[at]?.number ?? 0) + 1 ? [{ headings: paired(upper, lower), row: at + 1 }] : []
  })
  return [...single, ...pairs]
}

function paired(upper: readonly string[], lower: readonly string[]): Headings {
  let over = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, index) => {
    const above = upper[index] ?? ''
    const own = lower[index] ?? ''
    if (above !== '') over = above
    return own === '' ? [above] : [`${over} ${own}`.trim(), own]
  })
}

function layoutOf(map: TableMap, headings: Headings, headingRow: number): Layout | null {
  const keyed = [0, 1].map((level) => {
    const byKey = new Map<string, number>()
    headings.forEach((names, index) => {
      const key = headingKey(names[level] ?? '')
      if (key !== '' && !byKey.has(key)) byKey.set(key, index)
    })
    return byKey
  })
  // Headings are compared without accents and blanks, but a heading that is another column's name to the letter is that
  // one's: “Récipient” is French for a receptacle, “Recipient” English for the addressee.
  const owners = new Map<string, TableMap['columns'][number]>()
  for (const column of map.columns) for (const name of column.names) if (!owners.has(toTheLetter(name))) owners.set(toTheLetter(name), column)
  const isAnothers = (heading: string, names: readonly string[]): boolean => owners.has(toTheLetter(heading)) && !names.some((name) => toTheLetter(name) === toTheLetter(heading))
  // All names by the telling headings first: “City” below “Sender” is not just any city.
  const find = (names: readonly string[]): number => {
    for (const [level, byKey] of keyed.entries())
      for (const name of names) {
        const index = byKey.get(headingKey(name))
        if (index !== undefined && !isAnothers(headings[index]?.[level] ?? '', names)) return index
      }
    return -1
  }
  const columns: BoundColumn[] = []
  const used = new Set<number>()
  let item = -1
  for (const column of map.columns) {
    const index = find(column.names)
    if (index < 0) continue
    used.add(index)
    if (column.to === null) continue
    if (column.to === 'declaration.item') item = index
    const group = FIELDS.get(column.to)?.group ?? 'declaration'
    const other = column.with === undefined ? undefined : map.columns.find((candidate) => candidate.names[0] === column.with)
    columns.push({
      index,
      group,
      heading: headings[index]?.[0] ?? '',
      other: other === undefined ? -1 : find(other.names),
      filling: compileFilling({ ...column, to: column.to }, map),
    })
  }
  // One heading alone may be a word in a title; without the item no row says whose it is.
  if (item < 0 || columns.length < 2) return null
  const unknown = headings.map((names, index) => ({ index, heading: names[0] ?? '' })).filter(({ index }) => !used.has(index))
  return { map, headingRow, width: headings.length, columns, item, unknown, known: used.size }
}

const toTheLetter = (heading: string): string => heading.normalize('NFC').trim().toLowerCase()

/** The row that looks most like headings: most texts, the earlier of two alike. */
export function headingRowOf(rows: readonly TableRow[]): number {
  let best = 0
  let most = 0
  for (const [at, { cells }] of rows.slice(0, HEADING_ROWS).entries()) {
    const words = new Set(cells.filter((cell) => typeof cell === 'string' && /\p{L}/u.test(cell))).size
    if (words > most) {
      best = at
      most = words
    }
  }
  return best
}

/** For the sentence that says no map knows them. */
export function likelyHeadings(sheets: readonly SheetHead[]): string {
  const rows = sheets.find((sheet) => sheet.rows.length > 0)?.rows ?? []
  const texts = (rows[headingRowOf(rows)]?.cells ?? []).map((cell) => cellText(cell, 'point').trim()).filter((text) => text !== '')
  const line = texts.join(' · ')
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
