/** Long work as jobs: progress, lines, cancel, result. A job outlives the screen that asked for it. */
import { randomUUID } from 'node:crypto'
import type { Job } from '../../../shared/contract.ts'
import type { WriterNotice } from '../protocol.ts'
import type { Scheduler, Work } from './scheduler.ts'

/** What a job's generator yields at each point where the transaction may end. */
export interface JobStep {
  readonly line?: unknown
  readonly progress?: number
  readonly at?: string
}

const NOTICE_EVERY_MS = 200
const KEPT = 50

export class Jobs {
  readonly #scheduler: Scheduler
  readonly #tell: (notice: WriterNotice) => void
  readonly #jobs = new Map<string, { job: Job; work: Work; steps: Generator<JobStep, unknown, void>; begun: boolean; ended: ((job: Job) => void)[] }>()

  constructor(scheduler: Scheduler, tell: (notice: WriterNotice) => void) {
    this.#scheduler = scheduler
    this.#tell = tell
  }

  list(): Job[] {
    return [...this.#jobs.values()].map((entry) => entry.job)
  }

  /**
   * Starts a job. Its generator's return value becomes the result. `ended` is called once, after the last commit.
   * What an officer decided goes before bulk work, also where it is a job.
   */
  start(kind: Job['kind'], steps: Generator<JobStep, unknown, void>, ended: (job: Job) => void = () => {}): string {
    const id = randomUUID()
    let job: Job = { id, kind, status: 'running', progress: 0, at: null, startedAt: new Date().toISOString(), result: null, error: null }
    let lines: unknown[] = []
    let told = 0
    const set = (change: Partial<Job>): void => {
      job = { ...job, ...change }
      const entry = this.#jobs.get(id)
      if (entry) entry.job = job
    }
    const end = (change: Partial<Job>): void => {
      set(change)
      this.#tell({ kind: 'job', job })
      for (const listener of this.#jobs.get(id)?.ended ?? []) listener(job)
      this.#forgetOld()
    }
    let finished: { result: unknown } | null = null
    const work: Work = {
      step: () => {
        const entry = this.#jobs.get(id)
        if (entry) entry.begun = true
        const next = steps.next()
        if (next.done) {
          finished = { result: next.value ?? null }
          return true
        }
        if (next.value.line !== undefined) lines.push(next.value.line)
        if (next.value.progress !== undefined) set({ progress: Math.min(1, Math.max(0, next.value.progress)) })
        if (next.value.at !== undefined) set({ at: next.value.at })
        return false
      },
      committed: () => {
        const out = lines
        lines = []
        for (const line of out) this.#tell({ kind: 'line', job: id, line })
        if (finished) {
          end({ status: 'done', progress: 1, result: finished.result })
        } else if (performance.now() - told > NOTICE_EVERY_MS) {
          told = performance.now()
          this.#tell({ kind: 'job', job })
        }
      },
      failed: (error) => {
        const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
        end({ status: 'failed', error: { code, message: error instanceof Error ? error.message : String(error) } })
      },
    }
    this.#jobs.set(id, { job, work, steps, begun: false, ended: [ended] })
    this.#tell({ kind: 'job', job })
    if (kind === 'bulk') this.#scheduler.urgent(work)
    else this.#scheduler.bulk(work)
    return id
  }

  /**
   * What was committed stays; the rest is not done. Unknown and finished jobs are left alone, and so is what would
   * leave the store between two truths: a rebuild, an evaluation.
   *
   * @returns the kind of a job that was stopped after it had begun
   */
  cancel(id: string): Job['kind'] | null {
    const entry = this.#jobs.get(id)
    if (!entry || entry.job.status !== 'running' || entry.job.kind === 'rebuild' || entry.job.kind === 'evaluate') return null
    this.#scheduler.drop(entry.work)
    // Closes the files that it holds open.
    entry.steps.return(null)
    entry.job = { ...entry.job, status: 'cancelled' }
    this.#tell({ kind: 'job', job: entry.job })
    for (const listener of entry.ended) listener(entry.job)
    return entry.begun ? entry.job.kind : null
  }

  #forgetOld(): void {
    const over = [...this.#jobs].filter(([, entry]) => entry.job.status !== 'running')
    for (const [id] of over.slice(0, Math.max(0, over.length - KEPT))) this.#jobs.delete(id)
  }
}
