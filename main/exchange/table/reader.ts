/**
 * Reads a table (a CSV manifest) as one message: a row per content piece, a declaration per item.
 *
 * Rows of one item need not stand together, so the file is gathered before anything is told; its size is
 * limited for that reason. Items come in the order of their first rows, pieces in the order of their rows.
 */
import { createHash } from 'node:crypto'
import type { Finding, MessageHead } from '../../../shared/domain/records.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { Assembly } from '../maps/assembly.ts'
import { compileFilling, trimmed, type Filling } from '../maps/convert.ts'
import { FIELDS, type GroupName } from '../maps/fields.ts'
import type { TableMap } from '../maps/map.ts'
import type { InterchangeReader, ReadingContext, ReadingSink } from '../reading.ts'
import { headingKey, readRows } from './reading.ts'

/** Bytes of a table; some 150,000 rows. */
export const TABLE_LIMIT = 32 * 1024 * 1024
/** The heading stands in one of these first rows; titles may stand before it. */
const HEADING_ROWS = 10

interface BoundColumn {
  readonly index: number
  readonly heading: string
  readonly group: GroupName
  readonly filling: Filling
  /** Column of the converter's second text, -1 where there is none. */
  readonly other: number
}

interface Layout {
  readonly map: TableMap
  readonly headingRow: number
  readonly columns: readonly BoundColumn[]
  readonly item: number
  readonly unknown: readonly { readonly index: number; readonly heading: string }[]
}

export class TableReader implements InterchangeReader {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  readonly #assembly: Assembly
  readonly #digest = createHash('sha256')
  #chunks: Uint8Array[] = []
  #length = 0
  #row = 0
  #column: string | null = null

  constructor(context: ReadingContext, sink: ReadingSink) {
    this.#context = context
    this.#sink = sink
    this.#assembly = new Assembly(context, sink, {
      place: () => (this.#row === 0 ? 'table' : this.#column === null ? `row ${this.#row}` : `row ${this.#row}, column ${this.#column}`),
      mark: () => this.#row,
      placeOf: (mark) => `row ${mark}`,
    })
  }

  push(chunk: Uint8Array): void {
    this.#digest.update(chunk)
    this.#length += chunk.length
    if (this.#length <= TABLE_LIMIT) this.#chunks.push(Uint8Array.from(chunk))
    else this.#chunks = []
  }

  end(): void {
    if (this.#length > TABLE_LIMIT) return this.#giveUp('table-too-large', 'table', { limit: TABLE_LIMIT })
    const bytes = Buffer.concat(this.#chunks)
    this.#chunks = []
    const read = readRows(bytes)
    if (!read.ok) return this.#giveUp('not-well-formed', `row ${read.row}`, { reason: read.reason })
    const maps = this.#context.maps.filter((map) => map.syntax === 'table')
    const forced = maps.filter((map) => map.name === this.#context.mapName)
    const layout = findLayout(forced.length > 0 ? forced : maps, read.rows)
    if (layout === null) return this.#giveUp('no-map', 'row 1', { type: 'table', version: '' })

    const head: MessageHead = { ...NO_HEAD, type: layout.map.type, version: layout.map.version, sender: layout.map.sender }
    this.#sink.open(head)
    this.#assembly.reset(head.sender)
    if (read.encoding === 'Windows-1252') this.#find('encoding-assumed', 'info', { encoding: read.encoding })
    if (read.replaced) this.#find('bytes-replaced', 'warning', {})
    this.#findUnknown(layout, read.rows)
    for (const [, rows] of this.#rowsByItem(layout, read.rows)) this.#readItem(layout, read.rows, rows)
    this.#row = 0
    this.#column = null
    const filled = this.#assembly.head(head)
    const reference = filled.reference ?? stem(this.#context.fileName)
    if (reference === null) this.#find('no-reference', 'warning', {})
    this.#assembly.findings.flush()
    this.#sink.close({ head: { ...filled, reference }, outcome: 'complete', map: layout.map.name, digest: this.#digest.digest('hex'), from: 0, to: this.#length })
  }

  #findUnknown(layout: Layout, rows: readonly (readonly string[])[]): void {
    this.#row = layout.headingRow + 1
    if (layout.headingRow > 0) this.#find('rows-before-heading', 'info', { count: layout.headingRow })
    for (const { index, heading } of layout.unknown) {
      const count = rows.slice(layout.headingRow + 1).filter((row) => (row[index] ?? '').trim() !== '').length
      if (count > 0 || heading !== '') this.#find('unmapped', count > 0 ? 'warning' : 'info', { part: `column ${heading === '' ? index + 1 : heading}`, count })
    }
  }

  #rowsByItem(layout: Layout, rows: readonly (readonly string[])[]): Map<string, number[]> {
    const width = rows[layout.headingRow]?.length ?? 0
    const items = new Map<string, number[]>()
    for (let at = layout.headingRow + 1; at < rows.length; at++) {
      const row = rows[at] ?? []
      if (row.every((cell) => cell.trim() === '')) continue
      this.#row = at + 1
      this.#column = null
      for (let beyond = width; beyond < row.length; beyond++) {
        if ((row[beyond] ?? '').trim() !== '')
          this.#assembly.findings.collect('unmapped', 'warning', `column ${beyond + 1}`, () => this.#assembly.place(), { part: `column ${beyond + 1}` })
      }
      const item = normaliseIdentifier(row[layout.item] ?? '')
      if (item === '') {
        this.#find('row-without-item', 'warning', {})
        continue
      }
      const known = items.get(item)
      if (known === undefined) items.set(item, [at])
      else known.push(at)
    }
    return items
  }

  #readItem(layout: Layout, rows: readonly (readonly string[])[], ofItem: readonly number[]): void {
    const first = new Map<number, string>()
    const lists = new Set<string>()
    this.#row = (ofItem[0] ?? 0) + 1
    this.#assembly.begin('declaration')
    for (const at of ofItem) {
      const row = rows[at] ?? []
      this.#row = at + 1
      const begun = new Set<GroupName>()
      for (const column of layout.columns) {
        const cell = row[column.index] ?? ''
        const text = trimmed(cell)
        if (text === null) continue
        this.#column = column.heading
        const other = column.other < 0 ? null : (row[column.other] ?? null)
        if (column.group === 'declaration' || column.group === 'head') {
          // Said again in each row of the item; only another text says something new.
          const said = `${text}\u0000${other ?? ''}`
          if (first.get(column.index) === said) continue
          if (!first.has(column.index)) first.set(column.index, said)
        } else if (column.group !== layout.map.rows) {
          const said = `${column.index} ${text}`
          if (lists.has(said)) continue
          lists.add(said)
        }
        if (!IN_DECLARATION.has(column.group) && !begun.has(column.group)) {
          this.#assembly.begin(column.group)
          begun.add(column.group)
        }
        this.#assembly.put(column.filling, cell, other)
      }
      this.#column = null
      for (const group of begun) this.#assembly.end(group)
    }
    this.#assembly.end('declaration')
  }

  #find(code: string, severity: Finding['severity'], values: Finding['values']): void {
    this.#assembly.findings.add(code, severity, 'message', this.#assembly.place(), values)
  }

  #giveUp(code: string, place: string, values: Finding['values']): void {
    this.#sink.open(NO_HEAD)
    this.#sink.finding({ code, severity: 'error', place, values, scope: 'message', item: null })
    this.#sink.close({ head: NO_HEAD, outcome: 'set-aside', map: null, digest: this.#digest.digest('hex'), from: 0, to: this.#length })
  }
}

const NO_HEAD: MessageHead = { type: '', version: null, sender: null, recipient: null, reference: null, prepared: null, function: 'original' }
/** Groups that are open while an item is read; all others begin and end within a row. */
const IN_DECLARATION: ReadonlySet<GroupName> = new Set(['head', 'declaration'])

function stem(fileName: string): string | null {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
  const dot = base.lastIndexOf('.')
  const name = dot > 0 ? base.slice(0, dot) : base
  return name === '' ? null : name
}

/** The map whose headings the file has most of, and the row where they stand. */
function findLayout(maps: readonly TableMap[], rows: readonly (readonly string[])[]): Layout | null {
  let best: Layout | null = null
  for (const map of maps) {
    for (let at = 0; at < Math.min(HEADING_ROWS, rows.length); at++) {
      const layout = layoutOf(map, rows[at] ?? [], at)
      if (layout !== null && (best === null || layout.columns.length > best.columns.length)) best = layout
    }
  }
  return best
}

function layoutOf(map: TableMap, headings: readonly string[], headingRow: number): Layout | null {
  const byKey = new Map<string, number>()
  headings.forEach((heading, index) => {
    const key = headingKey(heading)
    if (key !== '' && !byKey.has(key)) byKey.set(key, index)
  })
  const find = (names: readonly string[]): number => {
    for (const name of names) {
      const index = byKey.get(headingKey(name))
      if (index !== undefined) return index
    }
    return -1
  }
  const columns: BoundColumn[] = []
  const used = new Set<number>()
  let item = -1
  for (const column of map.columns) {
    const index = find(column.names)
    if (index < 0) continue
    used.add(index)
    if (column.to === null) continue
    if (column.to === 'declaration.item') item = index
    const group = FIELDS.get(column.to)?.group ?? 'declaration'
    const other = column.with === undefined ? undefined : map.columns.find((candidate) => candidate.names[0] === column.with)
    columns.push({
      index,
      group,
      heading: headings[index] ?? '',
      other: other === undefined ? -1 : find(other.names),
      filling: compileFilling({ ...column, to: column.to }, map),
    })
  }
  // One heading alone may be a word in a title; without the item no row says whose it is.
  if (item < 0 || columns.length < 2) return null
  const unknown = headings.map((heading, index) => ({ index, heading: heading.trim() })).filter(({ index }) => !used.has(index))
  return { map, headingRow, columns, item, unknown }
}
