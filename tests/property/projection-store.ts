/**
 * A store of its own in a temporary folder, driven step by step as the writer's thread drives it, but by a test: where
 * a transaction ends, what comes in between, and what time it is, are the test's to say. Everything below is the real
 * thing: encrypted SQLite, bodies on disk, the authority, readers, projector.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuthority, type SqliteAuthority } from '../../hub/authority/sqlite.ts'
import { openBodies, type BodyStore } from '../../main/store/bodies.ts'
import { Backlog, INTERCHANGE, projectPending, type IngestDependencies, type Interchange } from '../../main/store/intake/ingest.ts'
import { databaseKeyHex } from '../../main/store/keyring.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openForWriting, type WriteDb } from '../../main/store/open.ts'
import { outTrayProjector } from '../../main/store/project/out-tray.ts'
import { openProjector, type Projector } from '../../main/store/project/projector.ts'
import type { Actor } from '../../main/store/protocol.ts'
import { verifyStore, type VerifyResult } from '../../main/store/verifying.ts'
import { readingContexts } from '../../main/store/writing/contexts.ts'
import { deviceOf } from '../../main/store/writing/device.ts'
import { evaluateAgain } from '../../main/store/writing/evaluating.ts'
import { factsReader } from '../../main/store/writing/facts-of.ts'
import { importPaths, readKept } from '../../main/store/writing/import.ts'
import type { JobStep } from '../../main/store/writing/jobs.ts'
import { officers, type GivenCommand, type Officers } from '../../main/store/writing/officers.ts'
import { rebuild } from '../../main/store/writing/rebuild.ts'
import { ruleSetOf } from '../../main/store/writing/rule-set.ts'
import type { CommandOutcome, ImportLine } from '../../shared/contract.ts'
import { settingsOf } from '../../shared/domain/settings.ts'

export const OFFICE = 'CHZRHB'
export const ANNA: Actor = { login: 'anna', roles: ['officer', 'supervisor', 'administrator'] }
export const BEN: Actor = { login: 'ben', roles: ['officer'] }
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$abcdefgh'
const DATA_KEY = new Uint8Array(randomBytes(32))

/** What two stores that got the same must agree on, whatever the order: keys that follow the order of arrival are left out. */
const SHOWN: Readonly<Record<string, string>> = {
  item: 'item, case_id, dispatch, receptacle, advised, seen, state, lane, open, targeted, flagged, proposed, flags, assignee, class, origin_country, nature, description, pieces, gross_g, value, currency, sender, addressee, announced, declaration IS NULL AS undeclared, last_event, last_event_ms, hits, quality, first_ms, updated_ms, examiner, held_ms, hold_reason, returned',
  dispatch: '*',
  receptacle: '*',
  counter: '*',
  out_tray: 'id, type, item, case_id, command, decision, event, actor, at_ms, status, supersedes, superseded_by, file, digest',
}

export type Rows = Readonly<Record<string, readonly string[]>>

/** What may be done between two steps of an import, as an officer would. */
export type Between = () => void

export class Store {
  readonly folder: string
  readonly mail: string
  readonly file: string
  now = Date.UTC(2026, 10, 22, 8)
  /** Steps between two commits; asked each time. */
  stepsPerCommit: () => number = () => 16
  db!: WriteDb
  bodies!: BodyStore
  authority!: SqliteAuthority
  projector!: Projector
  desk!: Officers
  intake!: IngestDependencies
  #outTray!: ReturnType<typeof outTrayProjector>
  #files = 0

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'liaison-projection-'))
    this.mail = join(this.folder, 'mail')
    this.file = join(this.folder, 'store.db')
    mkdirSync(this.mail)
    this.open()
    this.transaction(() => {
      const give = (name: string, subject: string, args: Record<string, unknown>) => {
        const { rejection } = this.desk.administer(name, subject, args, ANNA)
        if (rejection !== null) throw new Error(`${name}: ${rejection.code}`)
      }
      give('office-open', '@office', { office: OFFICE, zone: 'Europe/Zurich' })
      for (const { login, roles } of [ANNA, BEN]) give('user-add', `@user/${login}`, { login, name: login, roles: [...roles], passwordHash: HASH })
      give('setting-set', '@setting/share-key', { value: 'ab'.repeat(32) })
    })
    this.projector.setRules(ruleSetOf(this.authority.office()))
  }

  /** What a start of the writer's thread does. */
  open(): void {
    this.db = openForWriting(this.file, databaseKeyHex(DATA_KEY))
    migrate(this.db, migrations)
    // A test loses no power; the real store syncs each commit.
    this.db.pragma('synchronous = OFF')
    this.bodies = openBodies(join(this.folder, 'bodies'), DATA_KEY)
    const device = this.db.transaction(() => deviceOf(this.db))()
    const now = () => this.now
    this.authority = openAuthority(this.db, { ...device.signer, office: OFFICE, now, random: randomBytes })
    const office = () => this.authority.office()
    this.projector = openProjector(this.db, OFFICE, ruleSetOf(office()))
    this.#outTray = outTrayProjector(this.db, () => 60_000)
    const facts = factsReader(this.db, () => ruleSetOf(office()))
    this.intake = { db: this.db, bodies: this.bodies, projector: this.projector, context: readingContexts(office) }
    this.desk = officers({
      db: this.db,
      bodies: this.bodies,
      authority: this.authority,
      projector: this.projector,
      outTray: this.#outTray,
      facts,
      device,
      zone: () => settingsOf(office()).zone,
      undoMs: () => 60_000,
      now,
    })
  }

  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE')
    try {
      const done = work()
      this.projector.flush()
      this.authority.seal()
      this.db.exec('COMMIT')
      return done
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK')
      this.projector.forget()
      throw error
    }
  }

  act(given: GivenCommand, actor: Actor = ANNA, at: number = this.now): CommandOutcome {
    const before = this.now
    this.now = at
    try {
      return this.transaction(() => this.desk.act(given, actor))
    } finally {
      this.now = before
    }
  }

  /** A change of rules, tables or settings, and what follows from it for items that are there. */
  changeOffice(name: string, subject: string, args: Readonly<Record<string, unknown>>): void {
    this.transaction(() => this.desk.administer(name, subject, args, ANNA))
    this.projector.setRules(ruleSetOf(this.authority.office()))
    this.run(evaluateAgain(this.intake))
  }

  put(text: string | Uint8Array, name = `file-${++this.#files}`): string {
    const file = join(this.mail, name)
    writeFileSync(file, text)
    return file
  }

  /** Imports one file; `between` runs after each commit but the last. */
  import(file: string, between: Between = () => undefined): ImportLine[] {
    return this.run(importPaths(this.intake, [file], null), between)
  }

  /** Imports a text as a file of its own. */
  read(text: string, name?: string): ImportLine[] {
    return this.import(this.put(text, name))
  }

  run(steps: Generator<JobStep, unknown, void>, between: Between = () => undefined): ImportLine[] {
    const lines: ImportLine[] = []
    for (;;) {
      const done = this.transaction(() => {
        for (let left = Math.max(1, this.stepsPerCommit()); left > 0; left--) {
          const next = steps.next()
          if (next.done) return true
          if (next.value.line !== undefined) lines.push(next.value.line as ImportLine)
        }
        return false
      })
      if (done) return lines
      between()
    }
  }

  /**
   * Runs an import and dies after `steps` steps: the transaction in progress is lost, as are all things in memory.
   * Answers whether it came to its end before.
   */
  die(work: (intake: IngestDependencies) => Generator<JobStep, unknown, void>, steps: number): boolean {
    const running = work(this.intake)
    let left = steps
    for (;;) {
      this.db.exec('BEGIN IMMEDIATE')
      for (let part = Math.max(1, this.stepsPerCommit()); part > 0; part--) {
        if (left-- === 0) {
          this.db.exec('ROLLBACK')
          this.db.close()
          return false
        }
        if (running.next().done) {
          this.projector.flush()
          this.authority.seal()
          this.db.exec('COMMIT')
          this.db.close()
          return true
        }
      }
      this.projector.flush()
      this.authority.seal()
      this.db.exec('COMMIT')
    }
  }

  /** Goes on with what a death interrupted, as the writer's thread does at its start. */
  resume(): void {
    this.open()
    const rebuilding = this.db.prepare("SELECT 1 FROM local WHERE name = 'rebuilding'").get() !== undefined
    if (rebuilding) return this.rebuild()
    const open = this.db.prepare<[number], Interchange>('SELECT id, digest, name, size, map, stop_after FROM interchange WHERE done = ? ORDER BY id').all(INTERCHANGE.reading)
    this.run(projectPending(this.intake))
    const backlog = new Backlog()
    for (const interchange of open) this.run(readKept(this.intake, interchange, backlog))
    this.run(backlog.project(this.intake))
  }

  rebuildSteps(): Generator<JobStep, unknown, void> {
    return rebuild({ ...this.intake, authority: this.authority, outTray: this.#outTray })
  }

  rebuild(): void {
    this.run(this.rebuildSteps())
  }

  verify(): VerifyResult {
    const steps = verifyStore({ file: this.file, keyHex: databaseKeyHex(DATA_KEY), bodies: this.bodies, folder: this.folder, office: OFFICE })
    for (;;) {
      const next = steps.next()
      if (next.done) return next.value
    }
  }

  /** Everything a screen reads, in an order that does not depend on the order of arrival. */
  rows(): Rows {
    const out: Record<string, string[]> = {}
    for (const [table, columns] of Object.entries(SHOWN))
      out[table] = this.db
        .prepare<[], Record<string, unknown>>(`SELECT ${columns} FROM ${table}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort()
    out['words'] = this.#found('item_words', ['shirt', 'bowl', 'lamp', 'Durand', 'Sato'], (word) => word)
    out['marks'] = this.#found('item_marks', ['RR4', '731', 'LX8', '25F'], (piece) => `"${piece}"`)
    return out
  }

  /** The rows that a word finds, and those that it finds and that are no more. */
  #found(table: string, words: readonly string[], query: (word: string) => string): string[] {
    return words.flatMap((word) =>
      this.db
        .prepare<[string], { found: string | null }>(`SELECT item.case_id AS found FROM ${table} LEFT JOIN item ON item.id = ${table}.rowid WHERE ${table} MATCH ?`)
        .all(query(word))
        .map(({ found }) => `${word}: ${found ?? 'a row that is gone'}`)
        .sort(),
    )
  }

  items(): Record<string, unknown>[] {
    return this.db.prepare<[], Record<string, unknown>>('SELECT * FROM item ORDER BY case_id').all()
  }

  close(): void {
    if (this.db.open) this.db.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
