import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../../main/store/migrate.ts'
import { migrations, STORE_VERSION } from '../../../main/store/migrations/index.ts'
import { APPLICATION_ID, openForReading, openForWriting } from '../../../main/store/open.ts'
import { failureOf, newFolder } from './store-folder.ts'

const KEY = '5a'.repeat(32)
const OTHER = 'a5'.repeat(32)

function newStore(): string {
  const file = join(newFolder(), 'store.db')
  const db = openForWriting(file, KEY)
  migrate(db, migrations)
  db.prepare(`INSERT INTO local(name, value) VALUES ('secret', 'the-plain-text-of-a-parcel')`).run()
  db.close()
  return file
}

describe('a store on the disk', () => {
  it('shows nothing of what it holds, neither in its file nor in its log', () => {
    const file = join(newFolder(), 'store.db')
    const db = openForWriting(file, KEY)
    migrate(db, migrations)
    db.prepare(`INSERT INTO local(name, value) VALUES ('secret', 'the-plain-text-of-a-parcel')`).run()
    for (const name of [file, `${file}-wal`]) {
      const bytes = readFileSync(name)
      expect(bytes.includes('the-plain-text-of-a-parcel')).toBe(false)
      expect(bytes.includes('SQLite format 3')).toBe(false)
      expect(bytes.includes('CREATE TABLE')).toBe(false)
    }
    db.close()
  })

  it.skipIf(process.platform === 'win32')('is readable by its owner alone, from its first byte on', () => {
    const file = join(newFolder(), 'store.db')
    const db = openForWriting(file, KEY)
    migrate(db, migrations)
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect((statSync(name).mode & 0o777).toString(8)).toBe('600')
    db.close()
  })
})

describe('opening', () => {
  it('sets what keeps an acknowledged decision through a power cut', () => {
    const db = openForWriting(newStore(), KEY)
    const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, trusted_schema: 0, temp_store: 2, mmap_size: 0 }
    for (const [name, wanted] of Object.entries(settings)) expect([name, db.pragma(name, { simple: true }) ?? 0]).toEqual([name, wanted])
    db.close()
  })

  it('gives readers a connection that cannot write, even when asked to', () => {
    const db = openForReading(newStore(), KEY)
    expect(() => db.prepare(`DELETE FROM local`).run()).toThrow(/readonly/)
    expect(() => db.exec('CREATE TABLE other(a)')).toThrow(/readonly/)
    db.close()
  })

  it.each([
    ['another key', (file: string) => file, OTHER, 'wrong-key'],
    ['a text file', (file: string) => (writeFileSync(file, 'Dear customs officer,\n'.repeat(100)), file), KEY, 'not-a-store'],
    ['a database that is not encrypted', (file: string) => plainDatabase(`${file}.plain`), KEY, 'not-a-store'],
    ['a store that was cut', (file: string) => (truncateSync(file, 8192), file), KEY, 'store-damaged'],
    ['a store that was cut within a page', (file: string) => (truncateSync(file, 4097), file), KEY, 'store-damaged'],
    ['a database of another program under the same key', (file: string) => foreignDatabase(`${file}.foreign`), KEY, 'not-a-store'],
    ['a store of a later program', (file: string) => laterStore(file), KEY, 'newer-store'],
  ])('says what is wrong with %s', async (_name, prepare, key, code) => {
    const file = prepare(newStore())
    expect(await failureOf(() => openForReading(file, key))).toBe(code)
    expect(await failureOf(() => openForWriting(file, key))).toBe(code)
  })

  it('does not make a store by reading where none is', async () => {
    expect(await failureOf(() => openForReading(join(newFolder(), 'store.db'), KEY))).toBe('no-store')
  })

  it('refuses a key that is none before it touches the file', () => {
    const file = newStore()
    const copy = `${file}.copy`
    copyFileSync(file, copy)
    for (const key of ['', 'passphrase', KEY.toUpperCase(), `${KEY}'; --`, KEY.slice(1)]) expect(() => openForWriting(file, key)).toThrow(TypeError)
    expect(readFileSync(file).equals(readFileSync(copy))).toBe(true)
  })

  it('carries the mark of the program and the version', () => {
    const db = openForReading(newStore(), KEY)
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    expect(db.pragma('user_version', { simple: true })).toBe(STORE_VERSION)
    db.close()
  })
})

function plainDatabase(file: string): string {
  const db = new Database(file)
  db.exec('CREATE TABLE address(name TEXT)')
  db.close()
  return file
}

function foreignDatabase(file: string): string {
  const db = new Database(file)
  db.pragma(`cipher = 'chacha20'`)
  db.pragma(`key = "raw:${KEY}"`)
  db.exec('CREATE TABLE address(name TEXT)')
  db.close()
  return file
}

function laterStore(file: string): string {
  const db = openForWriting(file, KEY)
  db.pragma(`user_version = ${STORE_VERSION + 10}`)
  db.close()
  return file
}
