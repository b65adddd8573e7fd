/**
 * The writer's thread: the one place that changes the store.
 *
 *   requests ──► urgent queue ──┐
 *                               ├─► one transaction at a time ──► commit (synced) ──► replies, lines, notices
 *   jobs ─────► slices ≤ 40 ms ─┘
 *
 * Everything it answers was committed before it was answered.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { openAuthority, type SqliteAuthority } from '../../hub/authority/sqlite.ts'
import type { Subject } from '../../shared/contract.ts'
import type { OfficeState } from '../../shared/domain/office.ts'
import { settingsOf } from '../../shared/domain/settings.ts'
import { english } from '../../shared/i18n/say.ts'
import { openBodies } from './bodies.ts'
import { BODIES_FOLDER, RESTORED_MARK, STORE_FILE } from './layout.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openForWriting, type WriteDb } from './open.ts'
import { makeCustody, owesCustody } from './project/custody.ts'
import { outTrayProjector } from './project/out-tray.ts'
import { openProjector } from './project/projector.ts'
import type { Actor, WriterCall, WriterCalls, WriterNotice, WriterReply, WriterRequest, WriterStart } from './protocol.ts'
import { answers } from './writing/answers.ts'
import { bulkAct, previewBulk } from './writing/bulk.ts'
import { readingContexts } from './writing/contexts.ts'
import { deviceOf, nextIncarnation } from './writing/device.ts'
import { factsReader } from './writing/facts-of.ts'
import { importFile, importPaths, readKept } from './writing/import.ts'
import { Backlog, cancelInterchange, INTERCHANGE, projectPending, type Interchange } from './intake/ingest.ts'
import { Jobs, type JobStep } from './writing/jobs.ts'
import { officers } from './writing/officers.ts'
import { evaluateAgain, oweEvaluation, owesEvaluation } from './writing/evaluating.ts'
import { isRebuilding, rebuild } from './writing/rebuild.ts'
import { movesLanes, ruleSetOf } from './writing/rule-set.ts'
import { Scheduler } from './writing/scheduler.ts'

const port = parentPort
if (!port) throw new Error('The writer runs in a worker thread.')
const tell = (notice: WriterNotice): void => port.postMessage(notice)

/** Screens are told of changes at most so often while bulk work runs. */
const CHANGED_EVERY_MS = 250

function start(given: WriterStart): void {
  const db: WriteDb = openForWriting(join(given.dataFolder, STORE_FILE), given.keyHex)
  migrate(db, migrations, { backupTo: join(given.dataFolder, 'before-migration') })
  const bodies = openBodies(join(given.dataFolder, BODIES_FOLDER), given.dataKey)
  bodies.sweep()

  const mark = join(given.dataFolder, RESTORED_MARK)
  const device = db.transaction(() => {
    if (existsSync(mark)) nextIncarnation(db)
    return deviceOf(db)
  })()
  // After the commit: a crash in between skips an incarnation, which harms nothing.
  rmSync(mark, { force: true })
  const office = given.office
  const authority: SqliteAuthority = openAuthority(db, { ...device.signer, office, now: Date.now, random: randomBytes })
  let state: OfficeState = authority.office()
  let rules = ruleSetOf(state)
  const projector = openProjector(db, office, rules)
  const undoMs = (): number => settingsOf(state).undoSeconds * 1000
  const outTray = outTrayProjector(db, undoMs)
  const context = readingContexts(() => state)
  const facts = factsReader(db, () => rules)
  const intake = { db, bodies, projector, context }
  const desk = officers({ db, bodies, authority, projector, outTray, facts, device, zone: () => settingsOf(state).zone, undoMs, now: Date.now })
  const outbox = answers({ db, authority, office: () => state, markSent: desk.markSent })

  const scheduler = new Scheduler(
    db,
    () => {
      projector.flush()
      authority.seal()
    },
    () => projector.forget(),
  )
  const jobs = new Jobs(scheduler, tell)

  let dirty = new Set<Subject>()
  let dirtyTimer: NodeJS.Timeout | null = null
  /** Tells screens that subjects changed; at once for an officer's own act, gathered for bulk work. */
  function changed(subjects: readonly Subject[], at: 'once' | 'soon'): void {
    for (const subject of subjects) dirty.add(subject)
    const send = (): void => {
      dirtyTimer = null
      const out = [...dirty]
      dirty = new Set()
      if (out.length > 0) tell({ kind: 'changed', subjects: out })
    }
    if (at === 'once') send()
    else dirtyTimer ??= setTimeout(send, CHANGED_EVERY_MS)
  }

  /** Runs one piece of work before any bulk; answers after its commit. */
  function now<T>(run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let value: { readonly it: T } | null = null
      scheduler.urgent({
        step: () => {
          value = { it: run() }
          return true
        },
        committed: () => {
          if (value) resolve(value.it)
        },
        failed: reject,
      })
    })
  }

  /** The same in steps, so that a long batch lets others in between; answers after the last commit. */
  function nowInSteps<T>(steps: Generator<void, T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: { readonly it: T } | null = null
      scheduler.urgent({
        step: () => {
          const next = steps.next()
          if (next.done) result = { it: next.value }
          return next.done === true
        },
        committed: () => {
          if (result) resolve(result.it)
        },
        failed: reject,
      })
    })
  }

  /** A job whose progress changes what screens show. */
  function* showing(steps: Generator<JobStep, unknown, void>, subjects: readonly Subject[]): Generator<JobStep, unknown, void> {
    try {
      for (;;) {
        const next = steps.next()
        if (next.done) return next.value
        changed(subjects, 'soon')
        yield next.value
      }
    } finally {
      changed(subjects, 'soon')
    }
  }
  const STORE_SUBJECTS: readonly Subject[] = ['items', 'dispatches', 'messages', 'out', 'session', 'shift']

  function officeChanged(): string | null {
    const before = state
    state = authority.office()
    if (state === before) return null
    tell({ kind: 'office', office: state })
    changed(['users', 'settings', 'codes', 'rules', 'maps', 'views', 'session', 'shift'], 'once')
    if (!movesLanes(before, state)) return null
    rules = ruleSetOf(state)
    projector.setRules(rules)
    return jobs.start('evaluate', showing(evaluateAgain(intake), ['items']))
  }

  function* acts(commands: WriterCalls['act']['input']['commands'], actor: Actor): Generator<void, WriterCalls['act']['output']> {
    const out: WriterCalls['act']['output'] = []
    for (const command of commands) {
      out.push(desk.act(command, actor))
      yield
    }
    return out
  }

  function startImport(steps: Generator<JobStep, unknown, void>, ended?: Parameters<Jobs['start']>[2]): string {
    return jobs.start('import', showing(steps, STORE_SUBJECTS), ended)
  }

  const calls: { [N in WriterCall]: (input: WriterCalls[N]['input']) => Promise<WriterCalls[N]['output']> } = {
    act: async ({ commands, actor }) => {
      const outcomes = await nowInSteps(acts(commands, actor))
      changed(['items', 'dispatches', 'out', 'session', 'shift'], 'once')
      return outcomes
    },
    preview: (input) => nowInSteps(previewBulk(desk, input)),
    bulk: async (input) => ({ job: jobs.start('bulk', showing(bulkAct(desk, input), STORE_SUBJECTS)) }),
    office: async ({ commands, actor }) => {
      const rejection = await now(() => {
        const before = state
        let refused = null
        for (const { name, subject, args } of commands) {
          refused = desk.administer(name, subject, args, actor).rejection
          if (refused !== null) break
        }
        // In the transaction that changes the rules: a process that dies before all lanes follow goes on at its next start.
        if (movesLanes(before, authority.office())) oweEvaluation(db)
        return refused
      })
      const job = officeChanged()
      return {
        accepted: rejection === null,
        rejection: rejection === null ? null : { code: rejection.code, values: { ...rejection.values }, text: english('reject', rejection.code, rejection.values) },
        job,
      }
    },
    import: async ({ paths, map }) => ({ job: startImport(importPaths(intake, paths, map)) }),
    importFile: ({ path }) =>
      new Promise((resolve, reject) => {
        let setAside = false
        const watching = function* (): Generator<JobStep, null, void> {
          const backlog = new Backlog()
          function* whole(): Generator<JobStep, void, void> {
            yield* importFile(intake, path, null, backlog)
            yield* backlog.project(intake)
          }
          for (const step of whole()) {
            const line = step.line as { status?: string } | undefined
            if (line?.status === 'set-aside') setAside = true
            yield step
          }
          return null
        }
        startImport(watching(), (job) => {
          if (job.status === 'done') resolve({ status: setAside ? 'set-aside' : 'accepted' })
          else reject(new Error(job.error?.message ?? 'The import was cancelled.'))
        })
      }),
    flush: async ({ folder }) => {
      if (given.training) throw Object.assign(new Error(english('error', 'training')), { code: 'training' })
      const result = await nowInSteps(outbox.flush(folder))
      changed(['out', 'session', 'items'], 'once')
      return result
    },
    outText: ({ id }) => now(() => ({ text: outbox.text(id) })),
    rebuild: async () => ({ job: jobs.start('rebuild', showing(rebuild({ ...intake, authority, outTray }), STORE_SUBJECTS)) }),
    jobs: async () => jobs.list(),
    cancel: async ({ job }) => {
      if (jobs.cancel(job) !== 'import') return null
      // One bulk work at a time is begun, so the interchanges that are being read are those of this import. What it had
      // begun of them and not settled is taken back; what it had settled is projected when its turn comes.
      const open = db.prepare<[number], { id: number }>('SELECT id FROM interchange WHERE done = ?').all(INTERCHANGE.reading)
      for (const { id } of open) await nowInSteps(quietly(cancelInterchange(intake, id)))
      const pending = showing(projectPending(intake), STORE_SUBJECTS)
      scheduler.bulk({ step: () => pending.next().done === true, committed: () => {}, failed: (error) => process.emitWarning(failureOf(error).message) })
      return null
    },
    actions: ({ item, actor }) => now(() => desk.actions(item, actor)),
    access: ({ entries, at }) =>
      now(() => {
        const insert = db.prepare('INSERT INTO access_log(at_ms, actor, what, subject) VALUES (?, ?, ?, ?)')
        for (const { actor, what, subject } of entries) insert.run(at, actor, what, subject)
        return null
      }),
    close: async () => {
      if (dirtyTimer) clearTimeout(dirtyTimer)
      scheduler.stop()
      db.pragma('optimize')
      db.close()
      return null
    },
  }

  async function answer(request: WriterRequest): Promise<WriterReply> {
    try {
      const run = calls[request.name] as (input: unknown) => Promise<unknown>
      return { id: request.id, ok: true, output: await run(request.input) }
    } catch (error) {
      return { id: request.id, ok: false, error: failureOf(error) }
    }
  }
  port?.on('message', (request: WriterRequest) => void answer(request).then((reply) => port.postMessage(reply)))

  // What a crash interrupted goes on by itself; officers work meanwhile.
  if (isRebuilding(db)) jobs.start('rebuild', showing(rebuild({ ...intake, authority, outTray }), STORE_SUBJECTS))
  else if (owesCustody(db)) jobs.start('rebuild', showing(makeCustody(db, authority), ['shift']))
  if (owesEvaluation(db)) jobs.start('evaluate', showing(evaluateAgain(intake), ['items']))
  if (!isRebuilding(db)) {
    const open = db.prepare<[number], Interchange>('SELECT id, digest, name, size, map, stop_after FROM interchange WHERE done = ? ORDER BY id').all(INTERCHANGE.reading)
    const pending = db.prepare('SELECT 1 FROM message WHERE projected = 0 LIMIT 1').get() !== undefined
    if (open.length > 0 || pending)
      startImport(
        (function* () {
          const backlog = new Backlog()
          yield* projectPending(intake)
          for (const interchange of open) yield* readKept(intake, interchange, backlog)
          yield* backlog.project(intake)
          return null
        })(),
      )
  }
  tell({ kind: 'ready', office: state })
}

/** The steps of a job as bare points where others may go in between. */
function* quietly(steps: Generator<JobStep, void, void>): Generator<void, void> {
  for (const _step of steps) yield
}

function failureOf(error: unknown): { code: string; message: string; details: Record<string, unknown> } {
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
    const details = 'details' in error && typeof error.details === 'object' && error.details !== null ? { ...error.details } : {}
    return { code, message: error.message, details }
  }
  return { code: 'internal', message: String(error), details: {} }
}

try {
  start(workerData as WriterStart)
} catch (error) {
  tell({ kind: 'fatal', error: failureOf(error) })
}
