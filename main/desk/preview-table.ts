/** A table before it is read, and the map that a person's mapping of its columns makes. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import type { TableMapping } from '../../shared/contract/table.ts'
import type { Output, ParsedInput } from '../../shared/contract.ts'
import type { Finding } from '../../shared/domain/records.ts'
import type { OfficeState } from '../../shared/domain/office.ts'
import { english } from '../../shared/i18n/say.ts'
import { parseMap, type TableMap } from '../exchange/maps/map.ts'
import { openReader } from '../exchange/open-reader.ts'
import { finishing, type ReadingSink } from '../exchange/reading.ts'
import { findLayout, headingRowOf, headingsOf } from '../exchange/table/layout.ts'
import { MEANINGS, suggest } from '../exchange/table/meanings.ts'
import { headingKey } from '../exchange/table/reading.ts'
import { cellText, type SheetHead } from '../exchange/table/rows.ts'
import { openSource, TABLE_LIMIT } from '../exchange/table/source.ts'
import { tell } from '../store/intake/ingest.ts'
import { readingContexts } from '../store/writing/contexts.ts'
import { DeskFailure } from './failure.ts'

type Preview = Output<'exchange.previewTable'>
const SAMPLES = 4
const LONGEST_SAMPLE = 60
const MOST_FINDINGS = 50

const MEANINGS_TOLD: Preview['meanings'] = MEANINGS.map(({ key, group, required, as }) => ({ key, group, required: required === true, money: as === 'money' }))

interface Opened {
  readonly syntax: 'csv' | 'xlsx'
  readonly sheets: readonly SheetHead[]
}

/** @throws DeskFailure `unreadable-file`, `file-too-large` */
async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await stat(path)
    if (size > TABLE_LIMIT) throw new DeskFailure('file-too-large', { most: TABLE_LIMIT / 1024 / 1024 })
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (error instanceof DeskFailure) throw error
    throw new DeskFailure('unreadable-file', { reason: error instanceof Error ? error.message : String(error) })
  }
}

async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const next = steps.next()
    if (next.done === true) return next.value
    await turn()
  }
}

async function open(path: string): Promise<Opened | { readonly problem: NonNullable<Preview['problem']> }> {
  const opened = await inTurns(openSource(await bytesOf(path)))
  if (!opened.ok) return { problem: { code: opened.code, values: { ...opened.values } as Record<string, string | number>, text: english('finding', opened.code, opened.values) } }
  const { syntax, sheets } = opened.source
  opened.source.close()
  return { syntax, sheets }
}

/** @throws DeskFailure `unreadable-file`, `file-too-large` */
export async function previewTable(office: OfficeState, { path, sheet: wanted, heading: row }: ParsedInput<'exchange.previewTable'>): Promise<Preview> {
  const nothing: Preview = { problem: null, syntax: 'csv', sheets: [], sheet: 0, headings: [], heading: 0, known: null, columns: [], meanings: MEANINGS_TOLD }
  const opened = await open(path)
  if ('problem' in opened) return { ...nothing, problem: opened.problem }
  const { syntax, sheets } = opened
  const maps = readingContexts(() => office)(path, null).maps.filter((map) => map.syntax === 'table')
  const layouts = sheets.map((sheet) => findLayout(maps, sheet.rows, path))
  const best = layouts.reduce(
    (at, layout, index) => ((layout?.known ?? 0) > (layouts[at]?.known ?? 0) ? index : at),
    Math.max(
      0,
      sheets.findIndex((sheet) => sheet.rows.length > 1),
    ),
  )
  const sheet = sheets[wanted ?? best]
  const shown = sheets.map(({ index, name, hidden, rows }) => ({ index, name, hidden, empty: rows.length === 0 }))
  if (sheet === undefined || sheet.rows.length === 0) return { ...nothing, syntax, sheets: shown, sheet: sheet?.index ?? 0 }

  const candidates = headingsOf(sheet.rows)
  const guessed = candidates.map(({ headings }) => suggest(headings.map((names) => ({ headings: names, samples: [] }))).filter((one) => one !== null).length)
  const most = Math.max(...guessed)
  const heading = row !== null && candidates[row] !== undefined ? row : most >= 2 ? guessed.indexOf(most) : headingRowOf(sheet.rows)
  const chosen = candidates[heading]
  const headings = chosen?.headings ?? []
  const samples = headings.map((_, index) =>
    sheet.rows
      .slice((chosen?.row ?? 0) + 1)
      .map(({ cells }) => cellText(cells[index], 'point').trim())
      .filter((text) => text !== '')
      .slice(0, SAMPLES)
      .map((text) => (text.length > LONGEST_SAMPLE ? `${text.slice(0, LONGEST_SAMPLE - 1)}…` : text)),
  )
  const suggestions = suggest(headings.map((names, index) => ({ headings: names, samples: samples[index] ?? [] })))
  const keys = headings.map((names) => headingKey(names[0] ?? ''))
  const layout = layouts[sheet.index] ?? null
  const named = headings.filter((names) => (names[0] ?? '') !== '').length
  return {
    problem: null,
    syntax,
    sheets: shown,
    sheet: sheet.index,
    headings: candidates.map((candidate, index) => ({
      index,
      row: sheet.rows[candidate.row]?.number ?? 0,
      text: candidate.headings
        .map((names) => names[0] ?? '')
        .filter((text) => text !== '')
        .slice(0, 6)
        .join(' · '),
    })),
    heading,
    known: layout === null ? null : { map: layout.map.name, sender: layout.map.sender, all: layout.known >= named },
    columns: headings.map((names, index) => ({
      index,
      heading: names[0] ?? '',
      samples: samples[index] ?? [],
      suggestion: keys[index] === '' || keys.indexOf(keys[index] ?? '') !== index ? null : (suggestions[index] ?? null),
      fault: keys[index] === '' ? 'empty' : keys.indexOf(keys[index] ?? '') !== index ? 'twice' : null,
    })),
    meanings: MEANINGS_TOLD,
  }
}

/**
 * The message map that a mapping makes of a file's headings. Columns that are passed over are in it too: the file that
 * has them all is known by it before any other map.
 *
 * @throws DeskFailure `map-invalid`
 */
async function mapOf(path: string, mapping: TableMapping): Promise<TableMap> {
  const opened = await open(path)
  if ('problem' in opened) throw new DeskFailure('unreadable-file', { reason: opened.problem.text })
  const rows = opened.sheets[mapping.sheet]?.rows ?? []
  const headings = headingsOf(rows)[mapping.heading]?.headings ?? []
  const nameOf = (index: number): string => headings[index]?.[0] ?? ''
  const currency = mapping.columns.find((column) => column.meaning === 'currency')
  const columns = mapping.columns
    .filter(({ index }) => headingKey(nameOf(index)) !== '')
    .map(({ index, meaning: key }): TableMap['columns'][number] => {
      const meaning = MEANINGS.find((one) => one.key === key)
      if (meaning === undefined || meaning.to === null) return { names: [nameOf(index)], to: null, as: meaning?.as ?? 'text' }
      return {
        names: [nameOf(index)],
        to: meaning.to,
        as: meaning.as,
        ...(meaning.unit === undefined ? {} : { unit: meaning.unit }),
        ...(meaning.as !== 'money' ? {} : currency !== undefined ? { with: nameOf(currency.index) } : mapping.currency === null ? {} : { currency: mapping.currency }),
      }
    })
  // One sender may send two kinds of table; the same headings once more replace what was said of them before.
  const mark = createHash('sha256')
    .update(columns.map(({ names }) => headingKey(names[0] ?? '')).join('\n'))
    .digest('hex')
    .slice(0, 6)
  const reading = parseMap({
    name: `${mapping.sender ?? 'table'} ${mark}`,
    note: 'made from the columns of a table',
    syntax: 'table',
    type: 'MANIFEST',
    version: null,
    sender: mapping.sender,
    decimal: mapping.decimal,
    dates: mapping.dates,
    rows: 'piece',
    columns,
  })
  if (!reading.ok || reading.map.syntax !== 'table') throw new DeskFailure('map-invalid', { problem: reading.ok ? '' : reading.errors.join(' · ') })
  return reading.map
}

/** The map to keep, as the ledger takes it. @throws DeskFailure `unreadable-file`, `file-too-large`, `map-invalid` */
export const mapToRemember = mapOf

export async function tryTable(office: OfficeState, { path, mapping }: ParsedInput<'exchange.tryTable'>): Promise<Output<'exchange.tryTable'>> {
  const map = await mapOf(path, mapping)
  const context = readingContexts(() => office)(path, null)
  const headings = map.columns.map(({ names }) => names[0] ?? '')
  const indexes = mapping.columns.map(({ index }) => index)
  let items = 0
  const byColumn = new Map<string, { index: number; finding: Finding; count: number }>()
  const findings: Finding[] = []
  const sink: ReadingSink = {
    open() {},
    record: () => void (items += 1),
    finding(finding) {
      const column = headings.findIndex((heading) => finding.place.endsWith(`, column ${heading}`))
      if (column === -1) {
        if (findings.length < MOST_FINDINGS) findings.push(finding)
        return
      }
      const id = `${column} ${finding.code}`
      const known = byColumn.get(id)
      if (known === undefined) byColumn.set(id, { index: indexes[column] ?? column, finding, count: 1 })
      else known.count += 1
    },
    close() {},
  }
  const reader = openReader({ ...context, maps: [map], mapName: map.name }, sink)
  reader.push(await bytesOf(path))
  await inTurns(finishing(reader))
  return {
    items,
    columns: [...byColumn.values()].map(({ index, finding, count }) => {
      const { code, values, text, where } = tell(finding)
      return { index, said: { code, values, text }, where, count }
    }),
    findings: findings.map(tell),
  }
}
