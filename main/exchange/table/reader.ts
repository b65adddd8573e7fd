/**
 * Reads a table (a manifest as CSV or XLSX) as one message: a row per content piece, a declaration per item.
 *
 * Rows of one item need not stand together, so the file is gathered before anything is told; its size is
 * limited for that reason. Items come in the order of their first rows, pieces in the order of their rows.
 */
import { createHash } from 'node:crypto'
import type { Finding, MessageHead } from '../../../shared/domain/records.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { Assembly } from '../maps/assembly.ts'
import { trimmed } from '../maps/convert.ts'
import type { GroupName } from '../maps/fields.ts'
import type { InterchangeReader, ReadingContext, ReadingSink } from '../reading.ts'
import { findLayout, likelyHeadings, type Layout } from './layout.ts'
import { cellText, isError, type SheetHead, type TableRow } from './rows.ts'
import { openSource, TABLE_LIMIT, tooLarge, type TableSource } from './source.ts'

/** Items told between two steps. */
const ITEMS_AT_ONCE = 50
/** Enough to know what a file too large to be kept is. */
const FIRST_BYTES = 1024

export class TableReader implements InterchangeReader {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  readonly #assembly: Assembly
  readonly #digest = createHash('sha256')
  #chunks: Uint8Array[] = []
  #first: Buffer = Buffer.alloc(0)
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
    if (this.#first.length < FIRST_BYTES) this.#first = Buffer.concat([this.#first, chunk.subarray(0, FIRST_BYTES)])
    this.#length += chunk.length
    if (this.#length <= TABLE_LIMIT) this.#chunks.push(Uint8Array.from(chunk))
    else this.#chunks = []
  }

  end(): void {
    for (const _ of this.finish());
  }

  *finish(): Generator<void, void> {
    const opened = this.#length > TABLE_LIMIT ? tooLarge(this.#first) : yield* openSource(this.#bytes())
    if (!opened.ok) return this.#giveUp(opened.code, opened.place, opened.values)
    try {
      yield* this.#read(opened.source)
    } finally {
      opened.source.close()
    }
  }

  #bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length)
    let at = 0
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    this.#chunks = []
    return bytes
  }

  *#read(source: TableSource): Generator<void, void> {
    const maps = this.#context.maps.filter((map) => map.syntax === 'table')
    const forced = maps.filter((map) => map.name === this.#context.mapName)
    const fits = source.sheets.flatMap((sheet) => {
      const layout = findLayout(forced.length > 0 ? forced : maps, sheet.rows, this.#context.fileName)
      return layout === null ? [] : [{ sheet, layout }]
    })
    // The first of those that fit alike: people put the manifest before its notes.
    const best = fits.reduce<(typeof fits)[number] | null>((one, next) => (one === null || next.layout.known > one.layout.known ? next : one), null)
    if (best === null) return this.#giveUp('no-table-map', source.sheets.length > 1 ? 'workbook' : 'table', { headings: likelyHeadings(source.sheets) })
    const { layout, sheet } = best
    const read = yield* source.rows(sheet.index)
    if (!read.ok) return this.#giveUp(read.problem.code, 'workbook', read.problem.values)
    const rows = read.value

    const head: MessageHead = { ...NO_HEAD, type: layout.map.type, version: layout.map.version, sender: layout.map.sender }
    this.#sink.open(head)
    this.#assembly.reset(head.sender)
    for (const { code, severity, values } of source.notes) this.#find(code, severity, values)
    this.#tellSheets(
      source.sheets,
      sheet,
      fits.map((fit) => fit.sheet),
    )
    this.#findUnknown(layout, rows)
    let told = 0
    for (const [, ofItem] of this.#rowsByItem(layout, rows)) {
      this.#readItem(layout, rows, ofItem)
      if (++told % ITEMS_AT_ONCE === 0) yield
    }
    this.#row = 0
    this.#column = null
    const filled = this.#assembly.head(head)
    const reference = filled.reference ?? stem(this.#context.fileName)
    if (reference === null) this.#find('no-reference', 'warning', {})
    this.#assembly.findings.flush()
    this.#sink.close({ head: { ...filled, reference }, outcome: 'complete', map: layout.map.name, digest: this.#digest.digest('hex'), from: 0, to: this.#length })
  }

  /** One sheet is read; nobody may believe that the others were. */
  #tellSheets(all: readonly SheetHead[], read: SheetHead, fitting: readonly SheetHead[]): void {
    if (all.length < 2) return
    this.#find('sheet-chosen', 'info', { sheet: read.name, count: all.length })
    for (const other of all) {
      if (other === read) continue
      if (fitting.includes(other)) this.#find('sheet-left-out', 'warning', { sheet: other.name })
      else if (other.hidden) this.#find('sheet-hidden', 'info', { sheet: other.name })
    }
  }

  #findUnknown(layout: Layout, rows: readonly TableRow[]): void {
    const heading = rows[layout.headingRow]
    this.#row = heading?.number ?? 1
    if (layout.headingRow > 0) this.#find('rows-before-heading', 'info', { count: this.#row - 1 })
    for (const { index, heading: name } of layout.unknown) {
      let count = 0
      for (let at = layout.headingRow + 1; at < rows.length; at++) if (cellText(rows[at]?.cells[index], 'point').trim() !== '') count++
      if (count > 0 || name !== '') this.#find('unmapped', count > 0 ? 'warning' : 'info', { part: `column ${name === '' ? index + 1 : name}`, count })
    }
  }

  #rowsByItem(layout: Layout, rows: readonly TableRow[]): Map<string, number[]> {
    const items = new Map<string, number[]>()
    for (let at = layout.headingRow + 1; at < rows.length; at++) {
      const row = rows[at]
      if (row === undefined) continue
      this.#row = row.number
      this.#column = null
      for (let beyond = layout.width; beyond < row.cells.length; beyond++) {
        if (cellText(row.cells[beyond], 'point').trim() !== '')
          this.#assembly.findings.collect('unmapped', 'warning', `column ${beyond + 1}`, () => this.#assembly.place(), { part: `column ${beyond + 1}` })
      }
      const item = normaliseIdentifier(cellText(row.cells[layout.item], 'point'))
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

  #readItem(layout: Layout, rows: readonly TableRow[], ofItem: readonly number[]): void {
    const first = new Map<number, string>()
    const lists = new Set<string>()
    this.#row = rows[ofItem[0] ?? 0]?.number ?? 0
    this.#assembly.begin('declaration')
    for (const at of ofItem) {
      const row = rows[at]
      if (row === undefined) continue
      this.#row = row.number
      const begun = new Set<GroupName>()
      for (const column of layout.columns) {
        const value = row.cells[column.index] ?? ''
        const cell = cellText(value, layout.map.decimal)
        const text = trimmed(cell)
        if (text === null) continue
        this.#column = column.heading
        if (isError(value)) {
          // A formula that failed says nothing about the parcel.
          this.#assembly.findings.collect('cell-error', 'warning', `${column.index} ${text}`, () => this.#assembly.place(), { text, column: column.heading })
          continue
        }
        const other = column.other < 0 ? null : cellText(row.cells[column.other], layout.map.decimal)
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
