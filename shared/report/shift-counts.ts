/** What was counted by hand beside what the ledger says. */
import type { ShiftReport } from '../contract/shift.ts'

export interface CountedRow {
  readonly key: 'opening' | 'detainedOpening' | 'closing' | 'detainedClosing'
  readonly counted: number
  readonly computed: number
  /** Counted less computed: negative where pieces are missing. */
  readonly difference: number
}

export function countedRows({ shift, balance }: ShiftReport): CountedRow[] {
  if (shift === null) return []
  const { lines } = balance
  const row = (key: CountedRow['key'], counted: number): CountedRow => ({ key, counted, computed: lines[key], difference: counted - lines[key] })
  const { openingCount, closingCount } = shift
  return [
    ...(openingCount === null ? [] : [row('opening', openingCount.custody), row('detainedOpening', openingCount.detained)]),
    ...(closingCount === null ? [] : [row('closing', closingCount.custody), row('detainedClosing', closingCount.detained)]),
  ]
}
