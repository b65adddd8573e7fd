/**
 * Code tables: the vocabularies that the product ships and an office extends.
 *
 * What the product ships lies in tables/; what an office changes is in its ledger. Nothing built in is ever
 * removed, only made inactive: old items still name it.
 */
import { COMMON_TABLES } from './tables/post.ts'
import { CUSTOMS_TABLES } from './tables/customs.ts'
import { WORD_TABLES } from './tables/words.ts'

/** A row of a code table. `label` is English, `labels` the other languages, `extra` the table's further columns. */
export interface CodeRow {
  readonly table: string
  readonly code: string
  readonly label: string
  readonly labels: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, string>>
  readonly builtIn: boolean
  readonly active: boolean
}

/** Rows by table, in the order they are shown. */
export type CodeTables = ReadonlyMap<string, readonly CodeRow[]>

/** What an office does to a table, in the order of its ledger. */
export type CodeChange =
  | {
      readonly kind: 'set'
      readonly table: string
      readonly code: string
      readonly label: string
      readonly labels: Readonly<Record<string, string>>
      readonly extra: Readonly<Record<string, string>>
    }
  | { readonly kind: 'remove'; readonly table: string; readonly code: string }

/** The tables as shipped. Tables without rows are there too: an office fills them. */
export const BUILT_IN_TABLES: CodeTables = new Map(
  Object.entries({ ...COMMON_TABLES, ...CUSTOMS_TABLES, ...WORD_TABLES }).map(([table, rows]) => [
    table,
    rows.map(({ code, label, labels = {}, extra = {} }): CodeRow => ({ table, code, label, labels, extra, builtIn: true, active: true })),
  ]),
)

/**
 * The tables of an office: what is shipped, with the office's changes over it.
 *
 * Setting a built-in code changes its texts and columns one by one (a later release may add a language that
 * the office did not touch) and makes it active again. Removing it makes it inactive; removing an office's
 * own code takes it away. Own rows follow the built-in ones, by code.
 */
export function mergeTables(builtIn: CodeTables, changes: Iterable<CodeChange>): CodeTables {
  const touched = new Map<string, Map<string, CodeRow>>()
  const rowsOf = (table: string): Map<string, CodeRow> => {
    const rows = touched.get(table) ?? new Map((builtIn.get(table) ?? []).map((row) => [row.code, row]))
    touched.set(table, rows)
    return rows
  }
  for (const change of changes) {
    const rows = rowsOf(change.table)
    const before = rows.get(change.code)
    if (change.kind === 'set') {
      const { table, code, label } = change
      rows.set(code, {
        table,
        code,
        label,
        labels: before?.builtIn ? { ...before.labels, ...change.labels } : change.labels,
        extra: before?.builtIn ? { ...before.extra, ...change.extra } : change.extra,
        builtIn: before?.builtIn ?? false,
        active: true,
      })
    } else if (before?.builtIn) rows.set(change.code, { ...before, active: false })
    else rows.delete(change.code)
  }
  const merged = new Map(builtIn)
  for (const [table, rows] of touched) {
    const all = [...rows.values()]
    const own = all.filter((row) => !row.builtIn).sort((a, b) => (a.code < b.code ? -1 : 1))
    if (all.length > 0 || builtIn.has(table)) merged.set(table, [...all.filter((row) => row.builtIn), ...own])
  }
  return merged
}

/** The row of a code, active or not; `null` where the table has none. */
export function codeRow(tables: CodeTables, table: string, code: string): CodeRow | null {
  return tables.get(table)?.find((row) => row.code === code) ?? null
}

/** A code in words, in a language; English where it has none, the code itself where the table does not know it. */
export function codeLabel(tables: CodeTables, table: string, code: string, language: string): string {
  const row = codeRow(tables, table, code)
  return row === null ? code : (row.labels[language] ?? row.label)
}

/**
 * Active rows, of those with `where` only the ones whose columns (`code` is one) have one of its values; `''`
 * stands for empty or absent.
 */
export function activeRows(tables: CodeTables, table: string, where: Readonly<Record<string, string | readonly string[]>> = {}): readonly CodeRow[] {
  const wanted = Object.entries(where)
  return (tables.get(table) ?? []).filter(
    (row) =>
      row.active &&
      wanted.every(([column, value]) => {
        const cell = cellOf(row, column)
        return typeof value === 'string' ? cell === value : value.includes(cell)
      }),
  )
}

/** What a row has in a column: `code`, or one of its further columns; `''` where it has nothing. */
export function cellOf(row: CodeRow, column: string): string {
  if (column === 'code') return row.code
  return Object.hasOwn(row.extra, column) ? (row.extra[column] ?? '') : ''
}

/** A row's code, its label and its translations: in a table of words, all are ways to write the same thing. */
export function spellings(row: CodeRow): readonly string[] {
  return [...new Set([row.code, row.label, ...Object.values(row.labels)])]
}
