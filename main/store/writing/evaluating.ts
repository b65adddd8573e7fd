/**
 * Evaluates items again: rules, code tables or settings changed.
 *
 * Closed items too, though nobody waits for their lane: a rebuild evaluates everything by the rules in force, and
 * what is kept must be what a rebuild gives. Open ones come first.
 */
import type { IngestDependencies } from '../intake/ingest.ts'
import type { JobStep } from './jobs.ts'

type Db = IngestDependencies['db']

const owed = (db: Db): string | null => db.prepare<[], { value: string }>("SELECT value FROM local WHERE name = 'evaluating'").get()?.value ?? null

/** Notes that lanes have to follow a change. Another change on top of it is another note. */
export function oweEvaluation(db: Db): void {
  db.prepare("INSERT OR REPLACE INTO local(name, value) VALUES ('evaluating', ?)").run(String(Number(owed(db) ?? 0) + 1))
}

export const owesEvaluation = (db: Db): boolean => owed(db) !== null

export function* evaluateAgain({ db, projector }: Pick<IngestDependencies, 'db' | 'projector'>): Generator<JobStep, { items: number }, void> {
  const note = owed(db)
  const next = db.prepare<[number, number], { id: number; item: string }>('SELECT id, item FROM item WHERE open = ? AND id > ? ORDER BY id LIMIT 64')
  const most = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM item').get()?.id ?? 0
  let items = 0
  yield* consignmentsAgain({ db, projector })
  for (const open of [1, 0]) {
    let at = 0
    for (;;) {
      const rows = next.all(open, at)
      for (const row of rows) projector.item(row.item)
      const last = rows.at(-1)
      if (!last) break
      at = last.id
      items += rows.length
      yield { progress: (open === 1 ? 0 : 0.5) + (most === 0 ? 0.5 : (0.5 * at) / most) }
    }
  }
  // A change that came meanwhile has left a note of its own, and is evaluated after this one.
  db.prepare("DELETE FROM local WHERE name = 'evaluating' AND value IS ?").run(note)
  return { items }
}

/** Rows of dispatches and receptacles that a migration has left to be worked out; a change of rules touches none. */
function* consignmentsAgain({ db, projector }: Pick<IngestDependencies, 'db' | 'projector'>): Generator<JobStep, void, void> {
  if (db.prepare("SELECT 1 FROM local WHERE name = 'consignments'").get() === undefined) return
  for (const [table, project] of [
    ['dispatch', projector.dispatch],
    ['receptacle', projector.receptacle],
  ] as const) {
    const next = db.prepare<[string], { id: string }>(`SELECT ${table} AS id FROM ${table} WHERE ${table} > ? ORDER BY ${table} LIMIT 64`)
    let rows = next.all('')
    while (rows.length > 0) {
      for (const { id } of rows) project(id)
      yield {}
      rows = next.all(rows.at(-1)?.id ?? '')
    }
  }
  db.prepare("DELETE FROM local WHERE name = 'consignments'").run()
}
