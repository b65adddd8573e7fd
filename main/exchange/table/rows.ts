/** Rows of a table as both kinds of file give them, and how much of one is taken. */

/** Text as it stands; a workbook's numbers and truths as they are. An empty cell is an empty text. */
export type Cell = string | number | boolean

export interface TableRow {
  /** As a spreadsheet numbers it, from 1. */
  readonly number: number
  readonly cells: readonly Cell[]
}

/** A sheet by its first rows that hold anything. A hidden one shows none. */
export interface SheetHead {
  /** Its place in the workbook, from 0. */
  readonly index: number
  readonly name: string
  readonly hidden: boolean
  readonly rows: readonly TableRow[]
}

/** Rows of a table with anything in them; as many as the bytes of the longest CSV hold. */
export const MOST_ROWS = 200_000
export const MOST_COLUMNS = 256
export const MOST_CELLS = 6_000_000
/** Characters in all cells. */
export const MOST_TEXT = 64 * 1024 * 1024
/** Sheets that are looked into; those behind them are only named. */
export const MOST_SHEETS = 32
/** First rows by which a sheet is known: titles, headings, and some to show. */
export const HEAD_ROWS = 40

/** What a formula shows where it has no value. */
const ERRORS: ReadonlySet<string> = new Set(['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NULL!', '#NUM!', '#SPILL!', '#CALC!', '#GETTING_DATA'])

export const isError = (cell: Cell): boolean => typeof cell === 'string' && cell.startsWith('#') && ERRORS.has(cell)

/**
 * A cell as text, a number with the decimal mark that the map's converters expect.
 *
 * Fifteen digits, which is what a spreadsheet shows: 0.1 + 0.2 is 0.3 there.
 */
export function cellText(cell: Cell | undefined, decimal: 'point' | 'comma' | 'either'): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'boolean') return cell ? 'true' : 'false'
  if (Number.isInteger(cell)) return Number.isSafeInteger(cell) ? String(cell) : BigInt(cell).toString()
  const short = Number(cell.toPrecision(15))
  const text = String(short)
  const plain = text.includes('e') ? short.toFixed(Math.abs(short) < 1 ? 20 : 0).replace(/\.?0+$/, '') : text
  return decimal === 'comma' ? plain.replace('.', ',') : plain
}
