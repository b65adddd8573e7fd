/**
 * The thread in which a workbook is opened. Its heap is limited and it can be ended, so that whatever a file does to
 * its reader, the desk goes on.
 *
 *   open ──► every part checked (size, checksum, no DOCTYPE, whole) ──► the sheets' names and first rows
 *   rows ──► the rows of one sheet, some hundreds at a time
 */
import { createInflateRaw, crc32 } from 'node:zlib'
import { Readable } from 'node:stream'
import { workerData } from 'node:worker_threads'
import { streamXlsxRows } from 'hucre/xlsx'
import { SaxesParser } from 'saxes'
import { type Cell, HEAD_ROWS, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, MOST_TEXT, type SheetHead, type TableRow } from './rows.ts'
import type { WorkbookAnswer, WorkbookAsk, WorkbookStart } from './workbook.ts'
import { isText, listEntries, type ZipEntry, type ZipProblem } from './zip-directory.ts'

const { bytes, port, signal } = workerData as WorkbookStart
const ROWS_AT_ONCE = 256
/** Enough of a part to know what it begins and ends with. */
const EDGE = 4096

function answer(message: WorkbookAnswer): void {
  port.postMessage(message)
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
}

/** Thrown here, told to whoever asked. */
class Unfit extends Error {
  readonly problem: ZipProblem
  constructor(problem: ZipProblem) {
    super(problem.code)
    this.problem = problem
  }
}
function fail(code: string, values: ZipProblem['values'] = {}): never {
  throw new Unfit({ code, values })
}

/** Inflates a part piece by piece and holds it to what the listing says of it. */
async function* inflated(entry: ZipEntry): AsyncGenerator<Buffer, void> {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset + entry.from, entry.compressed)
  const source: AsyncIterable<Buffer> = entry.method === 0 ? Readable.from([packed]) : Readable.from([packed]).pipe(createInflateRaw())
  let size = 0
  let sum = 0
  try {
    for await (const piece of source) {
      size += piece.length
      if (size > entry.size) fail('workbook-inflates', { part: entry.name, limit: entry.size })
      sum = crc32(piece, sum)
      yield piece
    }
  } catch (error) {
    if (error instanceof Unfit) throw error
    fail('workbook-broken', { reason: `“${entry.name}” cannot be unpacked` })
  }
  if (size !== entry.size || sum !== entry.crc) fail('workbook-broken', { reason: `“${entry.name}” is not what its listing says` })
}

/** A part must be XML that nothing is expanded in, from its beginning to its end. */
async function check(entry: ZipEntry): Promise<void> {
  let head = ''
  let tail = ''
  for await (const piece of inflated(entry)) {
    if (head.length < EDGE) head += piece.toString('utf8', 0, EDGE)
    tail = (tail + piece.toString('utf8', Math.max(0, piece.length - EDGE))).slice(-EDGE)
  }
  if (entry.size === 0) return
  if (/<!DOCTYPE/i.test(head) || /<!ENTITY/i.test(head)) fail('doctype-refused')
  const prolog = /^\ufeff?(?:\s|<\?[^>]*\?>|<!--[\s\S]*?-->)*<([A-Za-z_][\w.:-]*)/.exec(head)
  const root = prolog?.[1]
  if (root === undefined) fail('workbook-broken', { reason: `“${entry.name}” is not XML in UTF-8` })
  const whole = new RegExp(`(?:</${root.replaceAll('.', '\\.')}\\s*>|/>)(?:\\s|<!--[\\s\\S]*?-->)*$`)
  if (!whole.test(tail)) fail('workbook-broken', { reason: `“${entry.name}” ends early` })
}

async function textOf(entries: readonly ZipEntry[], name: string): Promise<string> {
  const entry = entries.find((one) => one.name === name)
  if (entry === undefined || entry.size > 4 * 1024 * 1024) fail('workbook-broken', { reason: `it has no “${name}” that can be read` })
  const pieces: Buffer[] = []
  for await (const piece of inflated(entry)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

/** The elements of a small part: name without prefix, attributes without prefixes. */
function elements(xml: string): { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = []
  const parser = new SaxesParser()
  const bare = (name: string): string => name.slice(name.indexOf(':') + 1)
  parser.on('opentag', ({ name, attributes }) => {
    // `r:id` and `id` are two attributes of one sheet: the prefixed one is the link.
    const plain: Record<string, string> = {}
    for (const [key, value] of Object.entries(attributes)) if (!(bare(key) in plain) || key.includes(':')) plain[bare(key)] = value
    found.push({ name: bare(name), attributes: plain })
  })
  parser.on('error', (error) => fail('workbook-broken', { reason: error.message }))
  parser.write(xml).close()
  return found
}

let sheetNames: readonly { readonly name: string; readonly hidden: boolean }[] = []

async function open(): Promise<readonly SheetHead[]> {
  const listed = listEntries(bytes)
  if (!listed.ok) throw new Unfit(listed.problem)
  for (const entry of listed.entries) if (isText(entry.name)) await check(entry)
  const roots = elements(await textOf(listed.entries, '_rels/.rels'))
  const workbook = roots.find(({ attributes }) => attributes['Type']?.endsWith('/officeDocument') === true)?.attributes['Target']?.replace(/^\//, '')
  if (workbook === undefined) fail('workbook-broken', { reason: 'it names no workbook' })
  const parts = elements(await textOf(listed.entries, workbook))
  // The order and the choice of the library's own numbering: sheets that have a name and a part.
  sheetNames = parts
    .filter(({ name, attributes }) => name === 'sheet' && (attributes['name'] ?? '') !== '' && (attributes['id'] ?? '') !== '')
    .map(({ attributes }) => ({ name: attributes['name'] ?? '', hidden: (attributes['state'] ?? 'visible') !== 'visible' }))
  const heads: SheetHead[] = []
  for (const [index, { name, hidden }] of sheetNames.slice(0, MOST_SHEETS).entries()) {
    const rows: TableRow[] = []
    if (!hidden)
      for await (const row of rowsOf(index)) {
        rows.push(row)
        if (rows.length >= HEAD_ROWS) break
      }
    heads.push({ index, name, hidden, rows })
  }
  return heads
}

/** The rows of a sheet that hold anything, with the numbers that a spreadsheet shows. */
async function* rowsOf(sheet: number): AsyncGenerator<TableRow, void> {
  for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
    const cells: Cell[] = values.slice(0, MOST_COLUMNS).map(cellOf)
    while (cells.length > 0 && cells.at(-1) === '') cells.pop()
    if (cells.length > 0) yield { number: index + 1, cells }
  }
}

async function sendRows(sheet: number): Promise<void> {
  let rows: TableRow[] = []
  let count = 0
  let size = 0
  let held = 0
  for await (const row of rowsOf(sheet)) {
    count += 1
    held += row.cells.length
    for (const cell of row.cells) size += typeof cell === 'string' ? cell.length : 8
    if (count > MOST_ROWS || size > MOST_TEXT || held > MOST_CELLS) fail('table-too-long', { limit: count > MOST_ROWS ? MOST_ROWS : count - 1 })
    rows.push(row)
    if (rows.length >= ROWS_AT_ONCE) {
      answer({ kind: 'rows', rows })
      rows = []
    }
  }
  answer({ kind: 'rows', rows })
  answer({ kind: 'end' })
}

/** Texts stay texts, `00123` too; numbers and truths stay what they are; a date is written as ISO 8601 writes it. */
function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return Number.isFinite(value) ? value : ''
  if (typeof value === 'boolean') return value
  if (value instanceof Date) return timeText(value)
  // oxlint-disable-next-line no-control-regex -- what a text of a message cannot hold
  return typeof value === 'string' ? value.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, ' ') : ''
}

/** A day, a moment on a clock without a zone, or a time of day: whatever the number of a date cell says. */
function timeText(date: Date): string {
  const ms = Math.round(date.getTime() / 1000) * 1000
  if (!Number.isFinite(ms) || ms < Date.UTC(1899, 11, 30) || ms >= Date.UTC(10_000, 0, 1)) return '#DATE!'
  const text = new Date(ms).toISOString()
  if (ms < Date.UTC(1900, 0, 1)) return text.slice(11, 19)
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19)
}

port.on('message', (ask: WorkbookAsk) => {
  const work = ask.kind === 'open' ? open().then((sheets) => answer({ kind: 'sheets', sheets })) : sendRows(ask.sheet)
  work.catch((error: unknown) => {
    if (error instanceof Unfit) answer({ kind: 'unfit', problem: error.problem })
    else answer({ kind: 'unfit', problem: { code: 'workbook-broken', values: { reason: error instanceof Error ? error.message : String(error) } } })
  })
})
