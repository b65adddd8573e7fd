/** An item for people to read in a terminal. Its shape may change; programs read `--json`. */
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { type Output, printable, Table } from './output.ts'
import type { itemDetailRecord } from './rows.ts'

type Detail = ReturnType<typeof itemDetailRecord>

const money = (value: string | null, currency: string | null) => (value === null ? null : `${value}${currency === null ? '' : ` ${currency}`}`)

export async function showItem(output: Output, item: Detail): Promise<void> {
  const facts: readonly (readonly [string, string | null])[] = [
    ['State', item.state],
    ['Lane', item.lane],
    ['Flags', item.flags.join(', ') || null],
    ['Targeted', item.targeted ? 'yes' : null],
    ['Dispatch', item.dispatch],
    ['Receptacle', item.receptacle],
    ['From', item.sender ?? item.originCountry],
    ['To', item.addressee],
    ['Content', item.description],
    ['Value', money(item.value, item.currency)],
    ['Weight', item.grossWeightKg === null ? null : `${item.grossWeightKg} kg`],
    ['Declared', item.declared ? 'yes' : 'no advance data'],
    ['Last event', item.lastEvent],
  ]
  await output.line(printable(groupIdentifier(item.item)))
  for (const [name, value] of facts) if (value !== null) await output.line(`  ${name.padEnd(12)}${printable(value)}`)

  const content = new Table<Detail['content'][number]>(output, [
    { title: '  Piece', of: (row) => `  ${row.piece}` },
    { title: 'Declared', of: (row) => row.description, most: 40 },
    { title: 'Qty', of: (row) => row.quantity, right: true },
    { title: 'Kg', of: (row) => row.netWeightKg, right: true },
    { title: 'Value', of: (row) => money(row.value, row.currency), right: true },
    { title: 'HS', of: (row) => row.hs },
    { title: 'Origin', of: (row) => row.origin },
    {
      title: 'Found',
      of: (row) =>
        row.found === null
          ? null
          : Object.entries(row.found)
              .flatMap(([key, value]) => (value === null ? [] : [`${key} ${value}`]))
              .join(', '),
    },
  ])
  if (item.content.length > 0) await output.line('')
  await content.rows(item.content)

  if (item.hits.length > 0) await output.line('\nWhy this lane')
  for (const hit of item.hits) await output.line(`  ${hit.lane.padEnd(8)}${printable(hit.reason)}`)
  if (item.findings.length > 0) await output.line('\nFindings')
  for (const finding of item.findings) await output.line(`  ${finding.severity.padEnd(8)}${printable(finding.text)} (${printable(finding.where)})`)
  if (item.timeline.length > 0) await output.line('\nTimeline')
  for (const entry of item.timeline) await output.line(`  ${entry.at}  ${printable(entry.text)}${entry.actor === null ? '' : ` – ${printable(entry.actor)}`}`)
}
