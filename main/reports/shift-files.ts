/**
 * The shift's report as a file: CSV for a spreadsheet, JSON for a program, HTML to print.
 *
 * CSV is RFC 4180 (CRLF, quotes doubled). A text that a spreadsheet would run as a formula gets an apostrophe before
 * it: logins and notes are typed by people, class and origin come with the mail.
 */
import { stringify } from 'csv-stringify/sync'
import type { ShiftReport } from '../../shared/contract/shift.ts'
import { shiftPage } from '../../shared/report/shift-page.ts'
import { shiftRows } from '../../shared/report/shift-rows.ts'
import { reportHtml } from './html.ts'
import { reportWords } from './words.ts'
import type { ReportNames } from './words.ts'

export interface FileOptions {
  readonly format: 'csv' | 'json' | 'html'
  readonly language: 'en' | 'fr'
  readonly direction: 'ltr' | 'rtl'
  /** A byte order mark before a CSV: without it Excel reads UTF-8 as something else. */
  readonly mark: boolean
  readonly names: ReportNames
}

export interface ReportFile {
  readonly name: string
  readonly type: string
  readonly text: string
}

const COLUMNS = ['section', 'key', 'line', 'value', 'unit'] as const
const BYTE_ORDER_MARK = '\u{feff}'

export function reportFile(report: ShiftReport, options: FileOptions): ReportFile {
  const name = fileName(report, options.format)
  switch (options.format) {
    case 'csv':
      return { name, type: 'text/csv;charset=utf-8', text: (options.mark ? BYTE_ORDER_MARK : '') + csv(report) }
    case 'json':
      return { name, type: 'application/json', text: `${JSON.stringify({ report: 'shift', ...report })}\n` }
    case 'html': {
      const words = reportWords(options.language, report.zone, options.names)
      return { name, type: 'text/html;charset=utf-8', text: reportHtml(shiftPage(report, words), { ...options, words }) }
    }
  }
}

function csv(report: ShiftReport): string {
  const rows = shiftRows(report).map((row) => COLUMNS.map((column) => defused(row[column])))
  return stringify([[...COLUMNS], ...rows], { record_delimiter: '\r\n' })
}

/** Numbers stay as they are, a difference of −3 too; amounts are decimal texts of our own making. */
function defused(value: string | number): string | number {
  if (typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value)) return value
  return /^[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value
}

/** `CHZRHB-shift-2026-11-22T06-00Z.csv`: sorts by time, and no system forbids its signs. */
const fileName = (report: ShiftReport, format: string): string => `${report.office}-shift-${report.from.slice(0, 16).replaceAll(':', '-')}Z.${format}`
