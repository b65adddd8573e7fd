/**
 * Import as a job: files and folders in, a line per message out.
 *
 * The bytes are kept first (durably, by digest); only then is anything read of them. A file that cannot be
 * read, or that breaks a reader in a way nobody foresaw, gives one line that says so, and the rest goes on.
 */
import type { ImportLine, ImportSummary } from '../../../shared/contract.ts'
import { english } from '../../../shared/i18n/say.ts'
import { walk } from '../../exchange/walk.ts'
import { Backlog, giveUpInterchange, ingest, INTERCHANGE, tell, type IngestDependencies, type Interchange } from '../intake/ingest.ts'
import type { JobStep } from './jobs.ts'

export function* importPaths(dependencies: IngestDependencies, paths: readonly string[], map: string | null): Generator<JobStep, ImportSummary, void> {
  const started = performance.now()
  const sum = { files: 0, messages: 0, accepted: 0, acceptedWithFindings: 0, setAside: 0, duplicate: 0, dispatches: 0, receptacles: 0, items: 0, events: 0 }
  const count = (line: ImportLine): ImportLine => {
    sum.messages += 1
    if (line.status === 'accepted') sum.accepted += 1
    else if (line.status === 'accepted-with-findings') sum.acceptedWithFindings += 1
    else if (line.status === 'set-aside') sum.setAside += 1
    else sum.duplicate += 1
    sum.dispatches += line.dispatches
    sum.receptacles += line.receptacles
    sum.items += line.items
    sum.events += line.events
    return line
  }
  const backlog = new Backlog()
  for (const found of walk(paths)) {
    sum.files += 1
    if ('problem' in found) {
      backlog.tell(unread(found.path, null, 'unreadable-file', { reason: found.problem }))
      continue
    }
    yield { at: found.path, progress: 0 }
    yield* counting(importFile(dependencies, found.path, map, backlog), count)
    if (backlog.full) yield* counting(backlog.project(dependencies), count)
  }
  yield* counting(backlog.project(dependencies), count)
  return { ...sum, seconds: Math.round(performance.now() - started) / 1000 }
}

function* counting(steps: Generator<JobStep, void, void>, count: (line: ImportLine) => ImportLine): Generator<JobStep, void, void> {
  for (const step of steps) yield step.line === undefined ? step : { ...step, line: count(step.line as ImportLine) }
}

/** One file: kept, then read. The lines of its messages come with `backlog.project`. */
export function* importFile(dependencies: IngestDependencies, path: string, map: string | null, backlog: Backlog): Generator<JobStep, void, void> {
  const { db, bodies } = dependencies
  let kept
  try {
    kept = yield* stepping(bodies.putFile(path))
  } catch (error) {
    backlog.tell(unread(path, null, 'unreadable-file', { reason: error instanceof Error ? error.message : String(error) }))
    return
  }
  const known = db
    .prepare<[string], { id: number; name: string; size: number; map: string | null; done: number }>('SELECT id, name, size, map, done FROM interchange WHERE digest = ?')
    .get(kept.digest)
  const again = known !== undefined && known.done === INTERCHANGE.read && waitedForMap(db, known.id)
  if (known && known.done === INTERCHANGE.read && !again) {
    const first = db
      .prepare<[number], { type: string; reference: string | null; sender: string | null }>('SELECT type, reference, sender FROM message WHERE interchange = ? ORDER BY n LIMIT 1')
      .get(known.id)
    backlog.tell({
      ...unread(path, kept.digest, 'duplicate-interchange', { file: known.name }, 'info'),
      type: first?.type || null,
      reference: first?.reference ?? null,
      sender: first?.sender ?? null,
      status: 'duplicate',
    })
    return
  }
  const id =
    known?.id ??
    Number(db.prepare('INSERT INTO interchange(digest, name, size, received_ms, map) VALUES (?, ?, ?, ?, ?)').run(kept.digest, path, kept.size, Date.now(), map).lastInsertRowid)
  if (again) db.prepare('UPDATE message SET status = NULL WHERE interchange = ?').run(id)
  const by = known === undefined ? map : again ? (map ?? known.map) : known.map
  if (known) db.prepare('UPDATE interchange SET done = ?, stop_after = NULL, map = ? WHERE id = ?').run(INTERCHANGE.reading, by, id)
  // Durable before anything is read of it: from here on a crash resumes instead of losing the file.
  yield { progress: 0 }
  yield* readKept(dependencies, { id, digest: kept.digest, name: path, size: kept.size, map: by, stop_after: null }, backlog)
}

/** Reads an interchange whose bytes are kept; also what a start does with those that a crash interrupted. */
export function* readKept(dependencies: IngestDependencies, interchange: Interchange, backlog: Backlog): Generator<JobStep, void, void> {
  try {
    yield* ingest(dependencies, interchange, backlog)
  } catch (error) {
    // A fault of ours, or of the disk: what was settled stays, the rest waits for another try, and the folder goes on.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')) throw error
    yield* giveUpInterchange(dependencies, interchange.id)
    backlog.tell(unread(interchange.name, interchange.digest, 'reading-failed', { reason: error instanceof Error ? error.message : String(error) }))
  }
}

/** Whether all that an interchange gave was set aside, and for want of a map: there may be one by now, so the bytes are worth a second look. */
function waitedForMap(db: IngestDependencies['db'], interchange: number): boolean {
  const counts = db
    .prepare<[number], { others: number; waiting: number }>(
      `SELECT coalesce(sum(status IS NOT 'set-aside'), 0) AS others,
        coalesce(sum(EXISTS (SELECT 1 FROM finding f WHERE f.message = message.id AND f.code IN ('no-map', 'no-table-map'))), 0) AS waiting
       FROM message WHERE interchange = ?`,
    )
    .get(interchange)
  return counts !== undefined && counts.others === 0 && counts.waiting > 0
}

function unread(file: string, sha256: string | null, code: string, values: Record<string, string>, severity: 'info' | 'error' = 'error'): ImportLine {
  const finding = tell({ code, severity, place: 'file', values, scope: 'message', item: null })
  return {
    file,
    sha256,
    type: null,
    reference: null,
    sender: null,
    status: 'set-aside',
    supersedes: null,
    findings: [{ ...finding, text: english('finding', code, values) }],
    dispatches: 0,
    receptacles: 0,
    items: 0,
    events: 0,
  }
}

function* stepping<T>(steps: Generator<void, T>): Generator<JobStep, T, void> {
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
    yield {}
  }
}
