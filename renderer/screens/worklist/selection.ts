/** What is selected: rows by hand (kept with their values, so totals need no asking), or all of the filter. */
import type { ItemFilter, ItemRow } from '../../../shared/contract.ts'

export type Selection = { readonly kind: 'rows'; readonly rows: ReadonlyMap<string, ItemRow> } | { readonly kind: 'all'; readonly filter: ItemFilter; readonly total: number }

export const NOTHING: Selection = { kind: 'rows', rows: new Map() }
/** The most that a call takes by name. */
export const MOST_ROWS = 10_000

export const isSelected = (selection: Selection, row: ItemRow | null): boolean => selection.kind === 'all' || (row !== null && selection.rows.has(row.case))
export const countSelected = (selection: Selection): number => (selection.kind === 'all' ? selection.total : selection.rows.size)

export function toggled(selection: Selection, row: ItemRow): Selection {
  const rows = new Map(selection.kind === 'rows' ? selection.rows : [])
  if (rows.has(row.case)) rows.delete(row.case)
  else rows.set(row.case, row)
  return { kind: 'rows', rows }
}

export function withRows(selection: Selection, more: Iterable<ItemRow>): Selection {
  const rows = new Map(selection.kind === 'rows' ? selection.rows : [])
  for (const row of more) if (rows.size < MOST_ROWS) rows.set(row.case, row)
  return { kind: 'rows', rows }
}

/** Sums of the selected rows; `null` where they cannot be added (two currencies, a value missing from all). */
export function totals(rows: Iterable<ItemRow>): { readonly value: { readonly amount: string; readonly currency: string } | null; readonly weightKg: number | null } {
  let currency: string | null = null
  let mixed = false
  let tenThousandths = 0n
  let grams = 0
  let weighed = false
  for (const row of rows) {
    if (row.grossWeightKg !== null) {
      grams += Math.round(row.grossWeightKg * 1_000)
      weighed = true
    }
    if (row.value === null || row.currency === null) continue
    if (currency !== null && currency !== row.currency) mixed = true
    currency = row.currency
    tenThousandths += toTenThousandths(row.value)
  }
  return { value: currency === null || mixed ? null : { amount: fromTenThousandths(tenThousandths), currency }, weightKg: weighed ? grams / 1_000 : null }
}

function toTenThousandths(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,4}))?/.exec(amount)
  if (match === null) return 0n
  const units = BigInt(`${match[2] ?? '0'}${(match[3] ?? '').padEnd(4, '0')}`)
  return match[1] === '-' ? -units : units
}

function fromTenThousandths(units: bigint): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(5, '0')
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/(\.\d{2}\d*?)0+$/, '$1')
  return `${sign}${text}`
}
