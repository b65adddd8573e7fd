/**
 * Throws the projections away and makes them again from the two logs.
 *
 * What stays: the messages' bytes and their receipts, the ledger, this desk's own settings. Everything that was
 * read of the bytes is read again, so a mended reader or map reaches old data. The interchanges are taken in the
 * order of their receipt, but any order gives the same rows (a test permutes it).
 */
import type { SqliteAuthority } from '../../../hub/authority/sqlite.ts'
import { Backlog, INTERCHANGE, type IngestDependencies, type Interchange } from '../intake/ingest.ts'
import { makeCustody } from '../project/custody.ts'
import type { OutTray } from '../project/out-tray.ts'
import { readKept } from './import.ts'
import type { JobStep } from './jobs.ts'

/** Emptied in this order; `ledger_case` is a projection of the ledger and is folded again by the authority. */
const PROJECTIONS = [
  'finding',
  'dispatch_advice',
  'receptacle_advice',
  'item_advice',
  'content_piece',
  'declaration',
  'item_event',
  'item_decision',
  'item',
  'dispatch',
  'receptacle',
  'counter',
  'out_tray',
  'custody_move',
  'custody_stay',
  'shift',
] as const
const PAGE = 256

export interface RebuildDependencies extends IngestDependencies {
  readonly authority: SqliteAuthority
  readonly outTray: OutTray
}

export function* rebuild(dependencies: RebuildDependencies): Generator<JobStep, { messages: number; events: number }, void> {
  const { db, authority, projector } = dependencies
  // A process that dies in the middle must not leave half a desk behind: the next start sees this and begins again.
  db.prepare("INSERT OR REPLACE INTO local(name, value) VALUES ('rebuilding', '1')").run()
  yield { at: 'messages', progress: 0 }
  db.exec('UPDATE message SET supersedes = NULL, superseded_by = NULL, live = 0')
  for (const table of PROJECTIONS) {
    db.exec(`DELETE FROM ${table}`)
    yield {}
  }
  const someMessages = db.prepare('DELETE FROM message WHERE id IN (SELECT id FROM message LIMIT 500)')
  while (someMessages.run().changes > 0) yield {}
  db.exec("INSERT INTO item_words(item_words) VALUES ('delete-all')")
  db.exec("INSERT INTO item_marks(item_marks) VALUES ('delete-all')")
  db.prepare('UPDATE interchange SET done = ?').run(INTERCHANGE.reading)
  projector.forget()
  authority.rebuildCases()
  yield { progress: 0.02 }

  const all = db
    .prepare<[number], Interchange>('SELECT id, digest, name, size, map, stop_after FROM interchange WHERE done = ? ORDER BY received_ms, digest')
    .all(INTERCHANGE.reading)
  let messages = 0
  const backlog = new Backlog()
  function* counted(steps: Generator<JobStep, void, void>): Generator<JobStep, void, void> {
    for (const step of steps) {
      if (step.line !== undefined) messages += 1
      yield {}
    }
  }
  for (const [index, interchange] of all.entries()) {
    yield { at: interchange.name, progress: 0.02 + (0.78 * index) / all.length }
    // One whose bytes are damaged must not keep all the others from coming back.
    yield* counted(readKept(dependencies, interchange, backlog))
  }
  yield* counted(backlog.project(dependencies))

  let seq = 0
  let events = 0
  const total = Math.max(1, authority.head().seq)
  const subjects = new Set<string>()
  for (;;) {
    const page = authority.events(seq, PAGE)
    for (const event of page) {
      dependencies.outTray.apply(event)
      if (!event.subject.startsWith('@')) subjects.add(event.subject)
    }
    const last = page.at(-1)
    if (!last) break
    seq = last.seq
    events += page.length
    yield { at: 'ledger', progress: 0.8 + (0.1 * seq) / total }
  }
  let done = 0
  for (const subject of subjects) {
    projector.subject(subject)
    done += 1
    if (done % 32 === 0) yield { at: 'cases', progress: 0.9 + (0.1 * done) / subjects.size }
  }
  for (const _step of makeCustody(db, authority)) yield { at: 'custody' }
  db.prepare("DELETE FROM local WHERE name = 'rebuilding'").run()
  return { messages, events }
}

/** Whether a rebuild was begun and not ended. */
export function isRebuilding(db: IngestDependencies['db']): boolean {
  return db.prepare("SELECT 1 FROM local WHERE name = 'rebuilding'").get() !== undefined
}
