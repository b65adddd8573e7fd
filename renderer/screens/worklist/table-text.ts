import type { ItemRow } from '../../../shared/contract.ts'
import type { Words } from '../../i18n/text.tsx'

/** A cell that a spreadsheet takes as it is: no line breaks, no tabs, and nothing that it would run as a formula. */
const cell = (text: string | number | null): string => {
  const plain = String(text ?? '').replace(/[\t\r\n]+/g, ' ')
  return /^[=+\-@]/.test(plain) && !/^-?[\d.,]+$/.test(plain) ? `'${plain}` : plain
}

/** Rows as tab-separated text with a header, for the clipboard. */
export function asTable(rows: readonly ItemRow[], words: Words): string {
  const head = [
    words('column.item'),
    words('column.lane'),
    words('column.state'),
    words('column.description'),
    words('column.value'),
    words('field.currency'),
    words('column.weight'),
    words('column.origin'),
    words('column.class'),
    words('column.dispatch'),
    words('column.receptacle'),
    words('column.sender'),
    words('column.addressee'),
    words('column.age'),
  ]
  const lines = rows.map((row) => [
    row.item,
    words(`lane.${row.lane}`),
    words(`state.${row.state}`),
    row.description,
    row.value,
    row.currency,
    row.grossWeightKg,
    row.originCountry,
    row.class,
    row.dispatch,
    row.receptacle,
    row.sender,
    row.addressee,
    row.updatedAt,
  ])
  return [head, ...lines].map((line) => line.map(cell).join('\t')).join('\n')
}
