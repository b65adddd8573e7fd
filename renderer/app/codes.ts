/** Code tables in words: an office may extend them, so labels come from the desk, not from a catalogue. */
import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { Output } from '../../shared/contract.ts'
import { useDesk } from './desk.tsx'

export type CodeRow = Output<'codes.list'>['codes'][number]
const NONE: readonly CodeRow[] = []

export interface CodeTable {
  /** Active codes, in the table's order. */
  readonly codes: readonly CodeRow[]
  readonly label: (code: string) => string
}

/** A code table; empty until it has come, when codes show as themselves. */
export function useCodeTable(table: string): CodeTable {
  const { locale } = useIntl()
  const rows = useDesk('codes.list', { table }).data?.codes ?? NONE
  return useMemo(() => {
    const own = rows.filter((row) => row.table === table)
    const labels = new Map(own.map((row) => [row.code, labelOf(row, locale)]))
    return { codes: own.filter((row) => row.active), label: (code) => labels.get(code) ?? code }
  }, [rows, table, locale])
}

export const labelOf = (row: CodeRow, locale: string): string => row.labels[locale.slice(0, 2)] ?? row.label
