/**
 * Verifies a store against itself: the ledger's chain and signatures, the database's own integrity, the kept
 * bodies, and that the projections are what a replay of both logs gives.
 *
 * The replay goes into a scratch store beside it, in one read snapshot of the real one, so that officers go on
 * working meanwhile and neither side disturbs the other.
 */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openAuthority } from '../../hub/authority/sqlite.ts'
import { AUTHORITY_TABLES } from '../../hub/authority/schema.ts'
import type { BodyStore } from './bodies.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openForWriting, type WriteDb } from './open.ts'
import { openProjector } from './project/projector.ts'
import { outTrayProjector } from './project/out-tray.ts'
import { deviceOf } from './writing/device.ts'
import { readingContexts } from './writing/contexts.ts'
import type { JobStep } from './writing/jobs.ts'
import { rebuild } from './writing/rebuild.ts'
import { ruleSetOf } from './writing/rule-set.ts'
import { settingsOf } from '../../shared/domain/settings.ts'

export interface VerifyResult {
  readonly ok: boolean
  readonly events: number
  readonly messages: number
  readonly items: number
  readonly problems: readonly { readonly where: string; readonly text: string }[]
}

/** What two stores with the same logs must agree on; keys that follow the order of arrival are left out. */
const COMPARED: Readonly<Record<string, string>> = {
  item: `item, case_id, dispatch, receptacle, advised, seen, state, lane, open, targeted, flagged, proposed, flags, assignee, class, origin_country, nature, description, pieces, gross_g, value, currency, sender, addressee, announced, declaration IS NULL, last_event, last_event_ms, hits, quality, first_ms, updated_ms, examiner, held_ms, hold_reason, returned`,
  dispatch:
    'dispatch, origin, destination, category, subclass, announced, cancelled, arrived, announced_ms, planned_arrival_ms, planned_departure_ms, counted_items, counted_receptacles, weight_g, transport, status, arrived_ms, due_ms, brought_by, advices, versions',
  receptacle: 'receptacle, dispatch, type, weight_g, announced_items, status, remark, announced_g, found_g, announcements, arrivals',
  counter: 'name, key, n',
  // That the last try of writing it failed is of this desk, and of no log.
  out_tray: "id, type, item, case_id, command, decision, event, actor, at_ms, iif(status = 'failed', 'waiting', status) AS status, supersedes, superseded_by, file, digest",
  shift: 'id, post, opened_ms, opened_by, opened_seq, opening, closed_ms, closed_by, closing',
  custody_move: 'seq, case_id, item, ms, type, actor, approver, shift, state, flow, flow2, duty_minor, duty_currency, undone_seq, undone_ms, undoes_ms',
  custody_stay: 'from_seq, case_id, item, stock, state, from_ms, stock_ms, to_seq, to_ms',
  ledger_case: 'office, subject, k, case_id, kind, state, opened_at, last_at, last_seq, snapshot',
}
const MOST_PROBLEMS = 100

export function* verifyStore(store: {
  readonly file: string
  readonly keyHex: string
  readonly bodies: BodyStore
  readonly folder: string
  readonly office: string
}): Generator<JobStep, VerifyResult, void> {
  const scratchFile = join(store.folder, 'verify.db')
  const remove = (): void => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(scratchFile + suffix, { force: true })
  }
  remove()
  const db = openForWriting(scratchFile, store.keyHex)
  const problems: { where: string; text: string }[] = []
  const found = (where: string, text: string): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ where, text })
  }
  try {
    migrate(db, migrations)
    db.pragma('synchronous = OFF')
    db.prepare('ATTACH ? AS kept KEY ?').run(store.file, `raw:${store.keyHex}`)
    db.exec('BEGIN')
    yield { at: 'database', progress: 0 }
    for (const row of db.prepare<[], { integrity_check: string }>('PRAGMA kept.integrity_check').all()) if (row.integrity_check !== 'ok') found('database', row.integrity_check)

    for (const table of AUTHORITY_TABLES) db.exec(`INSERT INTO main.${table} SELECT * FROM kept.${table}`)
    db.exec('INSERT INTO main.interchange SELECT * FROM kept.interchange')
    db.exec("INSERT INTO main.local SELECT * FROM kept.local WHERE name IN ('device', 'incarnation', 'device-key')")
    yield { at: 'ledger', progress: 0.1 }
    const authority = openAuthority(db, { ...deviceOf(db).signer, office: store.office, now: Date.now, random: randomBytes })
    const chain = authority.verify()
    for (const problem of chain.problems) found(`ledger ${problem.where}`, problem.text)

    yield { at: 'bodies', progress: 0.2 }
    for (const { digest } of db.prepare<[], { digest: string }>('SELECT digest FROM interchange UNION SELECT digest FROM kept.attachment').all()) {
      const state = store.bodies.verify(digest)
      if (state !== 'whole') found(`body ${digest}`, state === 'missing' ? 'its bytes are missing' : 'its bytes are damaged')
      yield {}
    }

    const office = authority.office()
    const projector = openProjector(db, store.office, ruleSetOf(office))
    const outTray = outTrayProjector(db, () => settingsOf(office).undoSeconds * 1000)
    // A snapshot of work half done differs from its replay, and says nothing about either.
    const underWay = underWayIn(db)
    if (underWay !== null) found(underWay, `${underWay === 'import' ? 'an import' : `a ${underWay}`} is in progress; verify again when it has ended`)
    let replayed
    for (const steps = rebuild({ db, bodies: store.bodies, projector, context: readingContexts(() => office), authority, outTray }); ;) {
      const next = steps.next()
      if (next.done) {
        replayed = next.value
        break
      }
      yield { at: next.value.at ?? 'replay', ...(next.value.progress === undefined ? {} : { progress: 0.25 + 0.65 * next.value.progress }) }
    }
    projector.flush()
    yield { at: 'comparison', progress: 0.92 }
    if (underWay === null) for (const [table, columns] of Object.entries(COMPARED)) compare(db, table, columns, found)
    const items = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM main.item').get()?.n ?? 0
    return { ok: problems.length === 0, events: chain.events, messages: replayed.messages, items, problems }
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
    db.close()
    remove()
  }
}

function underWayIn(db: WriteDb): 'import' | 'rebuild' | 're-evaluation' | null {
  const local = db.prepare<[], { name: string }>("SELECT name FROM kept.local WHERE name IN ('rebuilding', 'evaluating', 'custody-owed') ORDER BY name DESC").get()?.name
  if (local !== undefined) return local !== 'evaluating' ? 'rebuild' : 're-evaluation'
  const open = db.prepare('SELECT 1 WHERE EXISTS (SELECT 1 FROM kept.interchange WHERE done = 0) OR EXISTS (SELECT 1 FROM kept.message WHERE projected = 0)').get()
  return open === undefined ? null : 'import'
}

function compare(db: WriteDb, table: string, columns: string, found: (where: string, text: string) => void): void {
  const sides = [
    ['kept', 'main', 'is kept, but a replay of the logs does not give it'],
    ['main', 'kept', 'follows from the logs, but is not kept'],
  ] as const
  for (const [one, other, text] of sides) {
    const rows = db.prepare<[number], Record<string, unknown>>(`SELECT ${columns} FROM ${one}.${table} EXCEPT SELECT ${columns} FROM ${other}.${table} LIMIT ?`).all(MOST_PROBLEMS)
    for (const row of rows) found(table, `${JSON.stringify(row).slice(0, 400)} ${text}`)
  }
}
