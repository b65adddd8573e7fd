/**
 * Who goes when in the writer's thread: officers first, then bulk work in slices.
 *
 * There is one writer, so order is all there is to arrange. An urgent task runs in a transaction of its own as
 * soon as the slice in progress ends; bulk work is a generator that yields wherever the transaction may end,
 * and is given at most SLICE_MS at a time. Whatever a slice wants to tell goes out after its commit, never
 * before: what somebody was told is on the disk.
 */
import type { WriteDb } from '../open.ts'

/** Source: DESIGN section 4, "bulk work runs in slices sized by time". */
const SLICE_MS = 40

export interface Work {
  /** A step of work; `done` when there is none left. Runs inside a transaction. */
  readonly step: () => boolean
  /** Called after the commit of a transaction in which this work ran. */
  readonly committed: () => void
  /** The work threw: its transaction was rolled back. The work is dropped. */
  readonly failed: (error: unknown) => void
}

export class Scheduler {
  readonly #db: WriteDb
  readonly #beforeCommit: () => void
  readonly #afterRollback: () => void
  readonly #urgent: Work[] = []
  readonly #bulk: Work[] = []
  #scheduled = false

  /** @param beforeCommit writes what was gathered in memory (counters, page signature) @param afterRollback forgets it */
  constructor(db: WriteDb, beforeCommit: () => void, afterRollback: () => void) {
    this.#db = db
    this.#beforeCommit = beforeCommit
    this.#afterRollback = afterRollback
  }

  /** Before any bulk work. Urgent works take turns, a slice each: a long one holds up nobody's single command. */
  urgent(work: Work): void {
    this.#urgent.push(work)
    this.#wake()
  }

  /** After what is queued already, in slices. */
  bulk(work: Work): void {
    this.#bulk.push(work)
    this.#wake()
  }

  /** Drops work that has not finished; its last committed state stays. */
  drop(work: Work): void {
    for (const queue of [this.#urgent, this.#bulk]) {
      const at = queue.indexOf(work)
      if (at !== -1) queue.splice(at, 1)
    }
  }

  /** Drops everything: the store is about to be closed. What was begun goes on at the next start, as after a crash. */
  stop(): void {
    this.#urgent.length = 0
    this.#bulk.length = 0
  }

  get idle(): boolean {
    return this.#urgent.length === 0 && this.#bulk.length === 0
  }

  #wake(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#turn()
      // Through the event loop each time: requests that arrived meanwhile are queued before the next slice.
      if (!this.idle) this.#wake()
    })
  }

  #turn(): void {
    const urgent = this.#urgent.shift()
    if (urgent) {
      if (!this.#slice(urgent)) this.#urgent.push(urgent)
      return
    }
    const bulk = this.#bulk[0]
    if (bulk && this.#slice(bulk)) this.drop(bulk)
  }

  /** One transaction of one work. Answers whether the work is over. */
  #slice(work: Work): boolean {
    const until = performance.now() + SLICE_MS
    this.#db.exec('BEGIN IMMEDIATE')
    let done = false
    try {
      do done = work.step()
      while (!done && performance.now() < until)
      this.#beforeCommit()
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      this.#afterRollback()
      work.failed(error)
      return true
    }
    work.committed()
    return done
  }
}
