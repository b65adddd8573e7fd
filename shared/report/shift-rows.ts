/**
 * The shift's report as plain rows: what a spreadsheet or a program reads. Numbers are numbers, times ISO 8601, and
 * each row has the address that the same number has on screen and paper (`section/key/line`).
 */
import type { ShiftReport } from '../contract/shift.ts'
import { GROUPINGS, LINES, OFFICER_COUNTS } from '../domain/balance.ts'
import { countedRows } from './shift-counts.ts'

export interface ReportRow {
  readonly section: string
  readonly key: string
  readonly line: string
  readonly value: string | number
  /** `items`, a currency, or nothing where the value is no amount. */
  readonly unit: string
}

export function shiftRows(report: ShiftReport): ReportRow[] {
  const { shift, balance, correction } = report
  const rows: ReportRow[] = []
  const text = (line: string, value: string | number | null): void => {
    if (value !== null && value !== '') rows.push({ section: 'report', key: '', line, value, unit: '' })
  }
  const items = (section: string, key: string | null, line: string, value: number): void => {
    rows.push({ section, key: key ?? '', line, value, unit: 'items' })
  }
  text('office', report.office)
  text('officeName', report.officeName)
  text('zone', report.zone)
  text('from', report.from)
  text('to', report.to)
  text('known', report.known)
  if (shift !== null) {
    text('shift', shift.id)
    text('post', shift.post)
    text('openedBy', shift.openedBy)
    text('closedBy', shift.closedBy)
    text('note', shift.note)
    text('closingNote', shift.closingNote)
  }
  text('balanced', balance.balanced ? 'yes' : 'no')
  for (const line of LINES) items('balance', 'all', line, balance.lines[line])
  for (const { key, counted, computed, difference } of countedRows(report)) {
    items('count', key, 'counted', counted)
    items('count', key, 'computed', computed)
    items('count', key, 'difference', difference)
  }
  for (const [state, n] of Object.entries(balance.states)) items('state', state, 'items', n)
  for (const { currency, amount } of balance.duty) rows.push({ section: 'duty', key: currency, line: 'amount', value: amount, unit: currency })
  for (const { age, held, custody } of balance.ageing) {
    items('ageing', age, 'held', held)
    items('ageing', age, 'custody', custody)
  }
  for (const by of GROUPINGS) {
    for (const { key, lines, duty } of balance.groups[by]) {
      for (const line of LINES) items(by, key, line, lines[line])
      for (const { currency, amount } of duty) rows.push({ section: by, key: key ?? '', line: 'duty', value: amount, unit: currency })
    }
  }
  for (const { officer, counts } of balance.officers) for (const count of OFFICER_COUNTS) items('officer', officer, count, counts[count])
  for (const { case: id, item, custody, detained } of balance.breakers) {
    rows.push({ section: 'breaker', key: id, line: 'item', value: item, unit: '' })
    items('breaker', id, 'custody', custody)
    items('breaker', id, 'detained', detained)
  }
  if (correction !== null) {
    for (const line of LINES) {
      if (correction.lines[line] === 0) continue
      items('correction', line, 'signed', balance.lines[line])
      items('correction', line, 'change', correction.lines[line])
      items('correction', line, 'corrected', balance.lines[line] + correction.lines[line])
    }
    for (const [at, move] of correction.moves.entries()) {
      const key = String(at + 1)
      rows.push({ section: 'late', key, line: 'item', value: move.item, unit: '' })
      rows.push({ section: 'late', key, line: 'type', value: move.type, unit: '' })
      rows.push({ section: 'late', key, line: 'actor', value: move.actor, unit: '' })
      rows.push({ section: 'late', key, line: 'at', value: move.at, unit: '' })
    }
  }
  return rows
}
