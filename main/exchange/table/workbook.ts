/**
 * A workbook, opened in a thread of its own and read here in steps.
 *
 * Reading pushes and never waits on a promise, since intake reads inside a transaction; the library that reads
 * workbooks does nothing else. So it runs in a thread, and whoever reads sleeps a few milliseconds at a time until
 * something came, with a step in between in which others may go.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { SheetHead, TableRow } from './rows.ts'
import type { ZipProblem } from './zip-directory.ts'

export interface WorkbookStart {
  readonly bytes: Uint8Array
  readonly port: MessagePort
  /** Counts answers, so that whoever waits wakes. */
  readonly signal: Int32Array
}
export type WorkbookAsk = { readonly kind: 'open' } | { readonly kind: 'rows'; readonly sheet: number }
export type WorkbookAnswer =
  | { readonly kind: 'sheets'; readonly sheets: readonly SheetHead[] }
  | { readonly kind: 'rows'; readonly rows: readonly TableRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'unfit'; readonly problem: ZipProblem }

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ZipProblem }

/** What the thread may hold: the strings of the largest workbook that is taken, several times over. */
const HEAP_MB = 1024
const WAIT_MS = 5
/** Longest silence. The limits bound the work to seconds; this is for a machine that stands still. */
const PATIENCE_MS = 300_000

export class Workbook {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #signal = new Int32Array(new SharedArrayBuffer(4))
  #gone: ZipProblem | null = null

  /** Takes the bytes over; they are the thread's from here on. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    const start: WorkbookStart = { bytes, port: port2, signal: this.#signal }
    this.#worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
      workerData: start,
      transferList: [port2, bytes.buffer],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 64 },
    })
    this.#worker.unref()
    port1.unref()
    this.#worker.on('error', (error) => {
      this.#gone =
        'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? { code: 'workbook-too-complex', values: {} }
          : { code: 'workbook-broken', values: { reason: error instanceof Error ? error.message : String(error) } }
    })
  }

  *sheets(): Generator<void, Read<readonly SheetHead[]>> {
    this.#ask({ kind: 'open' })
    const answer = yield* this.#answer()
    if (answer.kind === 'unfit') return { ok: false, problem: answer.problem }
    return { ok: true, value: answer.kind === 'sheets' ? answer.sheets : [] }
  }

  /** All rows of a sheet that hold anything. */
  *rows(sheet: number): Generator<void, Read<readonly TableRow[]>> {
    this.#ask({ kind: 'rows', sheet })
    const all: TableRow[] = []
    for (;;) {
      const answer = yield* this.#answer()
      if (answer.kind === 'unfit') return { ok: false, problem: answer.problem }
      if (answer.kind === 'end') return { ok: true, value: all }
      if (answer.kind === 'rows') for (const row of answer.rows) all.push(row)
    }
  }

  close(): void {
    this.#port.close()
    void this.#worker.terminate()
  }

  #ask(ask: WorkbookAsk): void {
    this.#port.postMessage(ask)
  }

  *#answer(): Generator<void, WorkbookAnswer> {
    const until = performance.now() + PATIENCE_MS
    for (;;) {
      const seen = Atomics.load(this.#signal, 0)
      const received = receiveMessageOnPort(this.#port) as { readonly message: WorkbookAnswer } | undefined
      if (received !== undefined) return received.message
      if (this.#gone !== null) return { kind: 'unfit', problem: this.#gone }
      // No judgement on the file: intake keeps it, and the next import tries again.
      if (performance.now() > until) throw new Error('The workbook could not be read in time.')
      Atomics.wait(this.#signal, 0, seen, WAIT_MS)
      yield
    }
  }
}
