/** Backups: made from a store in use, opened again, and broken in every way that a stick or a stranger might. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BackedUp } from '../../main/store/backup.ts'
import { backupStore, restoreStore } from '../../main/store/backup.ts'
import { openBodies } from '../../main/store/bodies.ts'
import { createKeyring, databaseKeyHex, openKeyring, rewrap } from '../../main/store/keyring.ts'
import type { DataKey } from '../../main/store/keyring.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import type { WriteDb } from '../../main/store/open.ts'
import { openForReading, openForWriting } from '../../main/store/open.ts'
import { takeOwnership } from '../../main/store/owner-lock.ts'
import { fill } from '../bench/store-fill.ts'
import { failureOf, newFolder } from '../unit/store/store-folder.ts'

const PASSPHRASE = 'a passphrase of some length'
let folder: string
let data: string
let dataKey: DataKey
let recoveryKey: string
let db: WriteDb
let file: string
let digest: string
let made: BackedUp

beforeAll(async () => {
  folder = newFolder()
  data = join(folder, 'data')
  ;({ dataKey, recoveryKey } = await createKeyring(data, { passphrase: PASSPHRASE }))
  db = openForWriting(join(data, 'store.db'), databaseKeyHex(dataKey))
  migrate(db, migrations)
  fill(db, 2000)
  const bodies = openBodies(join(data, 'bodies'), dataKey)
  ;({ digest } = bodies.putBytes(Buffer.from('UNB+UNOA:2+POST+CUSTOMS')))
  db.prepare(`INSERT INTO interchange(digest, name, size, received_ms, done) VALUES (?, 'in.edi', 23, 0, 1)`).run(digest)
  file = join(folder, 'desk.backup')
  made = await backupStore({ dataFolder: data, dataKey, file })
})

const restore = (from: string, to: string, passphrase = PASSPHRASE) => restoreStore({ file: from, folder: to, keys: { passphrase } })

describe('a backup', () => {
  it('says what is in it', () => {
    expect(made).toEqual({ office: null, seq: 0, hash: '', bodies: 1, missing: 0, bytes: statSync(file).size })
  })

  it('gives back the store, its messages and its keys', async () => {
    const back = join(newFolder(), 'back')
    expect(await restore(file, back)).toMatchObject({ bodies: 1, head: { seq: 0 } })
    expect(readdirSync(back).toSorted()).toEqual(['bodies', 'keyring.json', 'restored', 'store.db'])
    const key = await openKeyring(back, { recoveryKey })
    const restored = openForReading(join(back, 'store.db'), databaseKeyHex(key))
    expect(restored.prepare('SELECT * FROM item ORDER BY id').all()).toEqual(db.prepare('SELECT * FROM item ORDER BY id').all())
    restored.close()
    expect(Buffer.from(openBodies(join(back, 'bodies'), key).read(digest)).toString()).toBe('UNB+UNOA:2+POST+CUSTOMS')
  })

  it('is one file for its owner alone, a tar that any tool opens, and holds nothing readable', () => {
    const bytes = readFileSync(file)
    if (process.platform !== 'win32') expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(bytes.toString('latin1', 257, 262)).toBe('ustar')
    for (const plain of ['UNB+UNOA', 'SQLite format', 'CREATE TABLE', 'Zürich', PASSPHRASE, recoveryKey]) expect(bytes.includes(plain)).toBe(false)
  })

  it('leaves nothing beside it and does not overwrite another one', async () => {
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'desk.backup'])
    await expect(backupStore({ dataFolder: data, dataKey, file })).rejects.toThrow(/there already/)
  })

  it('is of one moment, while the desk writes on', async () => {
    const other = join(newFolder(), 'live.backup')
    const live = backupStore({ dataFolder: data, dataKey, file: other })
    for (let n = 0; n < 50; n++) {
      db.prepare(`INSERT INTO local(name, value) VALUES (?, 'x')`).run(`live-${n}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await live
    expect(await restore(other, join(newFolder(), 'back'))).toMatchObject({ bodies: 1 })
  })

  it('opens with the keys of the day it was made', async () => {
    const old = join(newFolder(), 'old')
    await restore(file, old)
    const key = await openKeyring(old, { passphrase: PASSPHRASE })
    await rewrap(old, key, { passphrase: 'another passphrase of length' })
    expect(await failureOf(() => restore(file, join(newFolder(), 'back'), 'another passphrase of length'))).toBe('wrong-key')
  })

  it('says which bodies the store had lost', async () => {
    db.prepare(`INSERT INTO interchange(digest, name, size, received_ms, done) VALUES (?, 'lost.edi', 1, 0, 1)`).run('0'.repeat(64))
    expect(await backupStore({ dataFolder: data, dataKey, file: join(newFolder(), 'lossy.backup') })).toMatchObject({ bodies: 1, missing: 1 })
    db.prepare(`DELETE FROM interchange WHERE name = 'lost.edi'`).run()
  })

  it('can be given up half-way, and leaves nothing', async () => {
    const where = newFolder()
    const control = new AbortController()
    const given = backupStore({ dataFolder: data, dataKey, file: join(where, 'desk.backup') }, () => control.abort(), control.signal)
    await expect(given).rejects.toThrow(/ended/)
    expect(readdirSync(where)).toEqual([])
  })
})

describe('restoring', () => {
  it('wants an empty folder, but takes the one whose lock it holds', async () => {
    const full = newFolder()
    writeFileSync(join(full, 'something'), '')
    expect(await failureOf(() => restore(file, full))).toBe('folder-not-empty')
    expect(readdirSync(full)).toEqual(['something'])
    const owned = newFolder()
    const release = takeOwnership(owned)
    await restore(file, owned)
    release()
    expect(existsSync(join(owned, 'keyring.json'))).toBe(true)
  })

  it('unpacks nothing with the wrong key, and all of it without one when told so', async () => {
    const back = join(newFolder(), 'back')
    expect(await failureOf(() => restore(file, back, 'not the passphrase at all'))).toBe('wrong-key')
    expect(existsSync(back)).toBe(false)
    expect(await restoreStore({ file, folder: back, keys: null })).toEqual({ bodies: 1, head: null })
  })

  it.each([
    ['cut in its head', (bytes: Buffer) => bytes.subarray(0, 300)],
    ['cut in its middle', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['cut before its checksums', (bytes: Buffer) => bytes.subarray(0, bytes.length - 2048)],
    ['cut at its very end', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1024)],
    ['empty', () => Buffer.alloc(0)],
    ['of zeros', () => Buffer.alloc(10_240)],
    ['a text', () => Buffer.from('Dear customs officer,\n'.repeat(200))],
    ['with a changed bit in the store', (bytes: Buffer) => flipped(bytes, bytes.length >> 1)],
    ['with a changed bit in a head', (bytes: Buffer) => flipped(bytes, 5)],
    ['with another file in it', (bytes: Buffer) => Buffer.concat([entry('extra.txt', 'x'), bytes])],
    ['that climbs out', (bytes: Buffer) => Buffer.concat([entry('../escaped', 'x'), bytes])],
    ['with an absolute path', (bytes: Buffer) => Buffer.concat([entry('/tmp/escaped', 'x'), bytes])],
    ['with a body on the wrong shelf', (bytes: Buffer) => Buffer.concat([entry(`bodies/00/${'1'.repeat(64)}`, 'x'), bytes])],
    ['with a link', (bytes: Buffer) => Buffer.concat([entry('store.db', '', '2'), bytes])],
    ['with the same file twice', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 1024), bytes])],
    ['with a size beyond reason', (bytes: Buffer) => Buffer.concat([entry('keyring.json', '', '0', 'zzzzzzzzzzz'), bytes])],
  ])('refuses a backup %s, and leaves nothing behind', async (_name, change) => {
    const where = newFolder()
    const bad = join(where, 'bad.backup')
    writeFileSync(bad, change(readFileSync(file)))
    for (const keys of [null, { passphrase: PASSPHRASE }])
      expect(await failureOf(() => restoreStore({ file: bad, folder: join(where, 'back'), keys }))).toMatch(/backup-damaged|keyring-damaged/)
    expect(readdirSync(where)).toEqual(['bad.backup'])
    expect(existsSync(join(where, '..', 'escaped'))).toBe(false)
    expect(existsSync('/tmp/escaped')).toBe(false)
  })

  it('refuses a backup of a later program', async () => {
    const where = newFolder()
    const bytes = readFileSync(file)
    const later = Buffer.from(`${JSON.stringify({ v: 1, program: 'liaison-desk', store: 99_999, made: '2030-01-01T00:00:00.000Z' })}\n`)
    writeFileSync(join(where, 'later.backup'), Buffer.concat([entry('manifest.json', later.toString()), bytes.subarray(1024)]))
    expect(await failureOf(() => restoreStore({ file: join(where, 'later.backup'), folder: join(where, 'back'), keys: null }))).toBe('newer-store')
  })

  it('says so where there is no file', async () => {
    expect(await failureOf(() => restore(join(newFolder(), 'none'), newFolder()))).toBe('backup-damaged')
  })

  it('into a folder that is there and empty keeps it when it fails', async () => {
    const where = newFolder()
    mkdirSync(join(where, 'back'))
    writeFileSync(join(where, 'bad'), '')
    expect(await failureOf(() => restore(join(where, 'bad'), join(where, 'back')))).toBe('backup-damaged')
    expect(readdirSync(join(where, 'back'))).toEqual([])
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8((copy[at] ?? 0) ^ 1, at)
  return copy
}

/** A tar entry as anybody could write one. */
function entry(name: string, text: string, type = '0', size = Buffer.byteLength(text).toString(8).padStart(11, '0')): Buffer {
  const head = Buffer.alloc(512)
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write(`${size}\0`, 124)
  head.write(type, 156)
  head.write('ustar\x0000', 257, 'latin1')
  head.write('        ', 148)
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512)
  body.write(text)
  return Buffer.concat([head, body])
}
