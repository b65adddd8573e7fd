import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Migration } from '../../../main/store/migrate.ts'
import { migrate } from '../../../main/store/migrate.ts'
import { migrations, STORE_VERSION } from '../../../main/store/migrations/index.ts'
import type { WriteDb } from '../../../main/store/open.ts'
import { openForReading, openForWriting } from '../../../main/store/open.ts'
import { strayCounters } from '../../property/recount.ts'
import { failureOf, newFolder } from './store-folder.ts'

const KEY = '11'.repeat(32)
const fresh = (): WriteDb => openForWriting(join(newFolder(), 'store.db'), KEY)

/** Every table, index and trigger as it was declared. */
const schemaOf = (db: WriteDb): unknown[] => db.prepare(`SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name`).all()
const versionOf = (db: WriteDb): unknown => db.pragma('user_version', { simple: true })

const one: Migration = { version: 10, name: 'one', sql: 'CREATE TABLE a(id INTEGER PRIMARY KEY, of INTEGER REFERENCES a(id)) STRICT;' }
const two: Migration = { version: 20, name: 'two', sql: 'CREATE TABLE b(id INTEGER PRIMARY KEY) STRICT;', after: (db) => db.prepare('INSERT INTO b SELECT id FROM a').run() }

describe('the migrations of the program', () => {
  it('are numbered in tens, rising, each number once, as their files are', () => {
    const files = readdirSync(new URL('../../../main/store/migrations/', import.meta.url)).filter((name) => name !== 'index.ts')
    expect(files).toEqual(migrations.map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}.ts`))
    for (const { version } of migrations) expect(version % 10).toBe(0)
    expect(migrations.map(({ version }) => version)).toEqual([...new Set(migrations.map(({ version }) => version))].toSorted((a, b) => a - b))
  })

  it('make the same store from nothing at once and one by one', () => {
    const atOnce = fresh()
    migrate(atOnce, migrations)
    const stepwise = fresh()
    for (let upTo = 1; upTo <= migrations.length; upTo++) migrate(stepwise, migrations.slice(0, upTo))
    expect(schemaOf(stepwise)).toEqual(schemaOf(atOnce))
    expect(versionOf(stepwise)).toBe(STORE_VERSION)
  })

  it('make only STRICT tables, so that a number never turns into a text', () => {
    const db = fresh()
    migrate(db, migrations)
    const loose = db.prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`).pluck().all()
    expect(loose).toEqual([])
  })

  it('0010 starts from an empty file', () => {
    const db = fresh()
    expect(migrate(db, migrations.slice(0, 1))).toEqual({ from: 0, to: 10, backup: null })
    expect(schemaOf(db).length).toBeGreaterThan(20)
  })

  it('0020 counts the items of a store that had none of its columns, and owes their projection', () => {
    const db = fresh()
    migrate(db, migrations.slice(0, 1))
    db.exec(`
      INSERT INTO item(item, case_id, dispatch, receptacle, state, lane, open, targeted, announced, declaration, first_ms, updated_ms)
        VALUES ('A', 'A#1', 'D', 'B', 1, 0, 1, 1, 1, 7, 0, 0), ('C', 'C#1', 'D', NULL, 10, 0, 0, 0, 1, NULL, 0, 0);
      INSERT INTO dispatch VALUES ('D', NULL, NULL, NULL, NULL, 1, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL);
      INSERT INTO receptacle VALUES ('B', 'D', 'BG', 12300, 1, 'announced', NULL);
      INSERT INTO counter VALUES ('dispatch-state', 'D|1', 1), ('dispatch-state', 'D|10', 1), ('receptacle-items', 'B', 1);`)
    migrate(db, migrations.slice(0, 2))
    expect(strayCounters(db).filter((line) => /tally|receptacles/.test(line))).toEqual([])
    expect(db.prepare(`SELECT key FROM counter WHERE name = 'receptacle-tally'`).pluck().all()).toEqual(['B|1|1|1|0|1'])
    expect(db.prepare(`SELECT name FROM counter WHERE name IN ('dispatch-state', 'receptacle-items')`).all()).toEqual([])
    expect(db.prepare(`SELECT value FROM local WHERE name = 'evaluating'`).pluck().get()).toBe('1')
  })

  it('0040 keeps the rows as they were and owes them the new columns', () => {
    const db = fresh()
    migrate(
      db,
      migrations.filter(({ version }) => version < 40),
    )
    db.prepare("INSERT INTO item(item, case_id, state, lane, open, announced, first_ms, updated_ms) VALUES ('RR473124829FR', 'RR473124829FR#1', 5, 0, 0, 1, 1, 2)").run()
    migrate(db, migrations)
    expect(db.prepare('SELECT item, state, examiner, held_ms, hold_reason, returned FROM item').all()).toEqual([
      { item: 'RR473124829FR', state: 5, examiner: null, held_ms: null, hold_reason: null, returned: 0 },
    ])
    expect(db.prepare("SELECT count(*) FROM local WHERE name = 'evaluating'").pluck().get()).toBe(1)
    const empty = fresh()
    migrate(empty, migrations)
    expect(empty.prepare("SELECT count(*) FROM local WHERE name = 'evaluating'").pluck().get()).toBe(0)
  })
})

describe('migrating', () => {
  it('applies what is missing, in order, and nothing a second time', () => {
    const db = fresh()
    expect(migrate(db, [two, one])).toMatchObject({ from: 0, to: 20 })
    expect(migrate(db, [one, two])).toEqual({ from: 20, to: 20, backup: null })
  })

  it('leaves the version before the one that fails, with its rows', () => {
    const db = fresh()
    migrate(db, [one])
    db.prepare('INSERT INTO a(id) VALUES (7)').run()
    const broken: Migration = { version: 30, name: 'broken', sql: 'DELETE FROM a; CREATE TABLE c(id INTEGER) STRICT; SELECT * FROM nowhere;' }
    expect(() => migrate(db, [one, two, broken])).toThrow(/nowhere/)
    expect(versionOf(db)).toBe(20)
    expect(db.prepare('SELECT id FROM a').pluck().all()).toEqual([7])
    expect(db.prepare('SELECT id FROM b').pluck().all()).toEqual([7])
  })

  it('does not let a migration leave a row that points nowhere', () => {
    const db = fresh()
    migrate(db, [one])
    db.prepare('INSERT INTO a(id, of) VALUES (1, NULL), (2, 1)').run()
    expect(() => migrate(db, [one, { version: 20, name: 'loses', sql: 'DELETE FROM a WHERE id = 1;' }])).toThrow(/point nowhere/)
    expect(db.prepare('SELECT count(*) FROM a').pluck().get()).toBe(2)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  })

  it('copies a store that has something to lose, under the same key, as it was before', () => {
    const db = fresh()
    const folder = join(newFolder(), 'before')
    expect(migrate(db, [one], { backupTo: folder }).backup).toBeNull()
    db.prepare('INSERT INTO a(id) VALUES (7)').run()
    const { backup } = migrate(db, [one, two], { backupTo: folder })
    expect(readdirSync(folder)).toHaveLength(1)
    const copy = openForReading(backup ?? '', KEY)
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    expect(copy.prepare('SELECT id FROM a').pluck().all()).toEqual([7])
    copy.close()
  })

  it('makes no copy when there is nothing to do', () => {
    const db = fresh()
    const folder = join(newFolder(), 'before')
    migrate(db, [one])
    migrate(db, [one], { backupTo: folder })
    expect(existsSync(folder)).toBe(false)
  })

  it('refuses a store of a later program and leaves it as it is', async () => {
    const db = fresh()
    migrate(db, [one, two])
    expect(await failureOf(() => migrate(db, [one]))).toBe('newer-store')
    expect(versionOf(db)).toBe(20)
  })
})
