/**
 * What a command prints. stdout carries the answer and nothing else, so that a program can read it; whatever is
 * meant for people besides goes to stderr. Both are UTF-8 with LF on every platform.
 */
import type { Readable, Writable } from 'node:stream'
import { CannotRun, codeOf, messageOf, ReaderGone } from './failures.ts'

export interface Stdio {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

/** C0 and C1 controls but the tab: a description from a hostile file must not drive the terminal. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g
export const printable = (text: string): string => text.replace(CONTROLS, '\u{fffd}')

/** How a stream says that nobody reads it any more. */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])

export class Output {
  readonly asJson: boolean
  readonly #stdout: Writable
  readonly #stderr: Writable
  /** Why nothing more can be printed. */
  #ended: ReaderGone | CannotRun | null = null
  #waiting: ((error: Error) => void) | null = null

  constructor(stdio: Stdio, asJson: boolean) {
    this.asJson = asJson
    this.#stdout = stdio.stdout
    this.#stderr = stdio.stderr
    this.#stdout.on('error', (error: Error) => this.#end(GONE.has(codeOf(error) ?? '') ? new ReaderGone() : new CannotRun(`The answer could not be printed: ${messageOf(error)}`)))
    this.#stdout.on('close', () => this.#end(new ReaderGone()))
    // With stderr gone there is nobody left to tell; a throw from here would end in another message to it.
    this.#stderr.on('error', () => undefined)
  }

  #end(why: ReaderGone | CannotRun): void {
    this.#ended ??= why
    this.#waiting?.(this.#ended)
  }

  /** A line of the answer. Waits while the reader is slower than we are. @throws ReaderGone · CannotRun where it cannot be written */
  async line(text: string): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    if (this.#stdout.write(`${text}\n`)) return
    await new Promise<void>((resolve, reject) => {
      const done = () => {
        this.#waiting = null
        resolve()
      }
      this.#stdout.once('drain', done)
      this.#waiting = (error) => {
        this.#stdout.off('drain', done)
        reject(error)
      }
    })
  }

  /** A record of the answer as one line of JSON. */
  record(value: unknown): Promise<void> {
    return this.line(JSON.stringify(value))
  }

  /** A sentence for people, on stderr. */
  say(text: string): void {
    this.#stderr.write(`${text}\n`)
  }

  /** Waits until all that was printed has left this process. @throws CannotRun where it could not: a full disk must not look like success */
  async flushed(): Promise<void> {
    if (this.#ended === null) {
      await new Promise<void>((resolve) => {
        this.#waiting = () => resolve()
        this.#stdout.write('', () => resolve())
      })
      // A failed write to a file is reported one turn later.
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    if (this.#ended instanceof CannotRun) throw this.#ended
  }
}

/** Whether an error says that the reader of a pipe has gone. */
export const isReaderGone = (error: unknown): boolean => error instanceof ReaderGone || codeOf(error) === 'EPIPE'

export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string | number | boolean | null
  /** Numbers stand right. */
  readonly right?: boolean
  /** Longer texts are cut, in characters. */
  readonly most?: number
}

const cell = <Row>(column: Column<Row>, row: Row): string => {
  const value = column.of(row)
  const text = value === null ? '–' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : printable(String(value).replace(/\s+/g, ' '))
  const most = column.most ?? 60
  const letters = [...text]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text
}

/**
 * A table for people, printed in blocks as wide as their widest cell, so that a million rows need no memory.
 * Its shape may change; programs read `--json`.
 */
export class Table<Row> {
  readonly #columns: readonly Column<Row>[]
  readonly #output: Output
  #headed = false
  #widths: number[]

  constructor(output: Output, columns: readonly Column<Row>[]) {
    this.#output = output
    this.#columns = columns
    this.#widths = columns.map((column) => column.title.length)
  }

  async rows(rows: readonly Row[]): Promise<void> {
    const cells = rows.map((row) => this.#columns.map((column) => cell(column, row)))
    for (const row of cells) row.forEach((text, at) => (this.#widths[at] = Math.max(this.#widths[at] ?? 0, [...text].length)))
    if (!this.#headed && rows.length > 0) {
      this.#headed = true
      await this.#output.line(this.#set(this.#columns.map((column) => column.title)))
    }
    for (const row of cells) await this.#output.line(this.#set(row))
  }

  #set(cells: readonly string[]): string {
    return cells
      .map((text, at) => {
        const space = ' '.repeat(Math.max(0, (this.#widths[at] ?? 0) - [...text].length))
        return this.#columns[at]?.right === true ? space + text : text + space
      })
      .join('  ')
      .trimEnd()
  }
}

/** "1 item", "2 items"; the plural in English only, like all of the command line. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
