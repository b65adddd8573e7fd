/** The bytes of a table, CSV or workbook, as sheets of rows: what a reader and a preview both begin with. */
import type { Finding } from '../../../shared/domain/records.ts'
import { readRows } from './reading.ts'
import { HEAD_ROWS, MOST_ROWS, type SheetHead, type TableRow } from './rows.ts'
import { Workbook, type Read } from './workbook.ts'
import { beginsAsWorkbook, judgeContents } from './workbook-parts.ts'
import { listEntries } from './zip-directory.ts'

/** Bytes of a table; some 150,000 rows of a CSV, several hundred thousand of a workbook. */
export const TABLE_LIMIT = 32 * 1024 * 1024

export interface TableSource {
  readonly syntax: 'csv' | 'xlsx'
  readonly sheets: readonly SheetHead[]
  /** Notes on the bytes themselves. */
  readonly notes: readonly { readonly code: string; readonly severity: Finding['severity']; readonly values: Finding['values'] }[]
  rows(sheet: number): Generator<void, Read<readonly TableRow[]>>
  close(): void
}

export type Opened = { readonly ok: true; readonly source: TableSource } | { readonly ok: false; readonly code: string; readonly place: string; readonly values: Finding['values'] }

const ZIP = [0x50, 0x4b]
export const isZip = (bytes: Uint8Array): boolean => ZIP.every((byte, at) => bytes[at] === byte)

/** What a zip that is too large to be opened is called: a workbook by its first entry, else just a zip. */
export const tooLarge = (first: Uint8Array): Extract<Opened, { ok: false }> =>
  isZip(first) && !beginsAsWorkbook(first)
    ? { ok: false, code: 'unreadable', place: 'byte 0', values: { looks: 'zip' } }
    : { ok: false, code: 'table-too-large', place: 'table', values: { limit: TABLE_LIMIT } }

/** @param bytes taken over: a workbook's go to the thread that reads it */
export function* openSource(bytes: Uint8Array<ArrayBuffer>): Generator<void, Opened> {
  return isZip(bytes) ? yield* openWorkbook(bytes) : openCsv(bytes)
}

function openCsv(bytes: Uint8Array): Opened {
  const read = readRows(bytes)
  if (!read.ok) return { ok: false, code: 'not-well-formed', place: `row ${read.row}`, values: { reason: read.reason } }
  const rows: TableRow[] = []
  for (const [at, cells] of read.rows.entries()) if (cells.some((cell) => cell.trim() !== '')) rows.push({ number: at + 1, cells })
  if (rows.length > MOST_ROWS) return { ok: false, code: 'table-too-long', place: 'table', values: { limit: MOST_ROWS } }
  return {
    ok: true,
    source: {
      syntax: 'csv',
      sheets: [{ index: 0, name: '', hidden: false, rows: rows.slice(0, HEAD_ROWS) }],
      notes: [
        ...(read.encoding === 'Windows-1252' ? [{ code: 'encoding-assumed', severity: 'info', values: { encoding: read.encoding } } as const] : []),
        ...(read.replaced ? [{ code: 'bytes-replaced', severity: 'warning', values: {} } as const] : []),
      ],
      // oxlint-disable-next-line require-yield -- a CSV is read already; a workbook takes steps
      *rows() {
        return { ok: true, value: rows }
      },
      close() {},
    },
  }
}

function* openWorkbook(bytes: Uint8Array<ArrayBuffer>): Generator<void, Opened> {
  const listed = listEntries(bytes)
  if (!listed.ok)
    return beginsAsWorkbook(bytes) ? { ok: false, place: 'workbook', ...listed.problem } : { ok: false, code: 'unreadable', place: 'byte 0', values: { looks: 'zip' } }
  const contents = judgeContents(listed.entries)
  if (contents.kind === 'other') return { ok: false, code: 'unreadable', place: 'byte 0', values: { looks: contents.looks } }
  if (contents.kind === 'refused') return { ok: false, place: 'workbook', ...contents.problem }
  const workbook = new Workbook(bytes)
  let kept = false
  try {
    const sheets = yield* workbook.sheets()
    if (!sheets.ok) return { ok: false, place: 'workbook', ...sheets.problem }
    kept = true
    return { ok: true, source: { syntax: 'xlsx', sheets: sheets.value, notes: [], rows: (sheet) => workbook.rows(sheet), close: () => workbook.close() } }
  } finally {
    if (!kept) workbook.close()
  }
}
