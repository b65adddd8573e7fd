/**
 * The running desk behind all connections: the store's threads, the office as the ledger has it, jobs, the
 * watched folder, and the out-tray's clock.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Job, Notice, Session } from '../../shared/contract.ts'
import { NO_OFFICE, type OfficeState } from '../../shared/domain/office.ts'
import { settingsOf } from '../../shared/domain/settings.ts'
import { watchFolder } from '../exchange/watch.ts'
import { openBodies, type BodyStore } from '../store/bodies.ts'
import { databaseKeyHex, type DataKey } from '../store/keyring.ts'
import { BODIES_FOLDER, STORE_FILE } from '../store/layout.ts'
import { officeIn } from '../store/office-in.ts'
import type { WriterNotice } from '../store/protocol.ts'
import { startReader, type ReaderClient } from '../store/reader-client.ts'
import { startWriter, type WriterClient } from '../store/writer-client.ts'
import { startBackups, type Backups } from './backups.ts'

/** How often what is due is looked for; an answer leaves within this after its undo time. */
const FLUSH_EVERY_MS = 2000
const ACCESS_EVERY_MS = 1000

export interface Engine {
  readonly writer: WriterClient
  readonly reader: ReaderClient
  readonly bodies: BodyStore
  readonly dataKey: DataKey
  readonly dataFolder: string
  readonly office: () => OfficeState
  jobs(): readonly Job[]
  /** Runs a job outside the writer's thread (a verification, a backup); it shows and cancels like the others. */
  readonly outsideJob: (kind: Job['kind'], run: (progress: (part: number | null, at: string) => void, signal: AbortSignal) => Promise<unknown>) => string
  cancelJob(id: string): Promise<void>
  /** Notes who looked up whom; written soon, in one transaction with others. */
  looked(actor: string, what: string, subject: string): void
  waiting(): Promise<Session['waiting']>
  readonly backups: Backups
  close(): Promise<void>
}

/**
 * @param office for a store that has none yet
 * @param training exchanges nothing: no folder is watched, and nothing is ever written for the post
 * @throws StoreFailure
 */
export async function startEngine(options: {
  readonly dataFolder: string
  readonly dataKey: DataKey
  readonly office: string | null
  readonly notify: (notice: Notice) => void
  readonly training?: boolean
}): Promise<Engine | null> {
  const { dataFolder, dataKey, notify, training = false } = options
  const keyHex = databaseKeyHex(dataKey)
  const file = join(dataFolder, STORE_FILE)
  const office = options.office ?? (existsSync(file) ? officeIn(file, keyHex) : null)
  if (office === null) return null

  let state: OfficeState = NO_OFFICE
  const jobs = new Map<string, Job>()
  const outside = new Map<string, AbortController>()
  let closing = false

  const hear = (notice: WriterNotice): void => {
    switch (notice.kind) {
      case 'ready':
      case 'office':
        state = notice.office
        if (notice.kind === 'office') rewatch()
        return
      case 'job':
        keepJob(notice.job)
        return
      case 'changed':
      case 'line':
        notify(notice)
        return
      case 'fatal':
        return
    }
  }
  function keepJob(job: Job): void {
    jobs.set(job.id, job)
    const over = [...jobs.values()].filter((one) => one.status !== 'running')
    for (const old of over.slice(0, Math.max(0, over.length - 30))) jobs.delete(old.id)
    notify({ kind: 'job', job })
  }

  const writer = await startWriter({ dataFolder, keyHex, dataKey, office, training }, hear)
  const reader = await startReader({ file, keyHex, office }, () => notify({ kind: 'changed', subjects: ['items'] }))
  const bodies = openBodies(join(dataFolder, BODIES_FOLDER), dataKey)

  let watch: { readonly folder: string; readonly stop: () => Promise<void> } | null = null
  function rewatch(): void {
    const folder = training ? null : settingsOf(state).watchedFolder
    if (closing || watch?.folder === folder) return
    const before = watch
    watch = null
    void before?.stop()
    if (folder === null) return
    const { stop } = watchFolder({ folder, importFile: (path) => writer.call('importFile', { path }), onState: () => notify({ kind: 'changed', subjects: ['session'] }) })
    watch = { folder, stop }
  }
  rewatch()

  let flushing = false
  const flushTimer = setInterval(() => {
    const folder = training ? null : settingsOf(state).outFolder
    if (folder === null || flushing) return
    flushing = true
    void reader
      .call('outDue', { at: Date.now() })
      .then((due) => (due > 0 ? writer.call('flush', { folder: null }) : null))
      .catch(() => null)
      .finally(() => (flushing = false))
  }, FLUSH_EVERY_MS)
  flushTimer.unref()

  let seen: { actor: string; what: string; subject: string }[] = []
  const accessTimer = setInterval(() => void writeAccess(), ACCESS_EVERY_MS)
  accessTimer.unref()
  async function writeAccess(): Promise<void> {
    const entries = seen
    seen = []
    if (entries.length > 0) await writer.call('access', { entries, at: Date.now() }).catch(() => null)
  }

  const outsideJob: Engine['outsideJob'] = (kind, run) => {
    const id = crypto.randomUUID()
    const control = new AbortController()
    let job: Job = { id, kind, status: 'running', progress: null, at: null, startedAt: new Date().toISOString(), result: null, error: null }
    const set = (change: Partial<Job>): void => {
      if (job.status !== 'running') return
      job = { ...job, ...change }
      keepJob(job)
    }
    outside.set(id, control)
    set({})
    control.signal.addEventListener('abort', () => set({ status: 'cancelled' }))
    run((progress, at) => set({ progress, at }), control.signal)
      .then((result) => set({ status: 'done', progress: 1, result }))
      .catch((error: unknown) =>
        set({
          status: 'failed',
          error: { code: error instanceof Error && 'code' in error ? String(error.code) : 'internal', message: error instanceof Error ? error.message : String(error) },
        }),
      )
      .finally(() => outside.delete(id))
    return id
  }

  const backups = startBackups({
    dataFolder,
    office: () => state.office ?? office,
    zone: () => settingsOf(state).zone,
    make: async (to, progress, signal) => (await import('../store/backup.ts')).backupStore({ dataFolder, dataKey, file: to }, progress, signal),
    job: (run) => outsideJob('backup', run),
    changed: () => notify({ kind: 'changed', subjects: ['backup'] }),
  })

  return {
    writer,
    reader,
    bodies,
    dataKey,
    dataFolder,
    office: () => state,
    jobs: () => [...jobs.values()],
    outsideJob,
    async cancelJob(id) {
      const control = outside.get(id)
      if (control) control.abort()
      else await writer.call('cancel', { job: id })
    },
    looked(actor, what, subject) {
      seen.push({ actor, what, subject })
    },
    waiting: () => reader.call('waiting', {}),
    backups,
    async close() {
      closing = true
      backups.stop()
      clearInterval(flushTimer)
      clearInterval(accessTimer)
      for (const control of outside.values()) control.abort()
      await watch?.stop()
      await writeAccess()
      await reader.close()
      await writer.close()
    },
  }
}
