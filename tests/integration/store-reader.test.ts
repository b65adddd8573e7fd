/** The reader's thread, as the desk uses it: real worker, real store, a writer beside it. */
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReaderClient } from '../../main/store/reader-client.ts'
import { startReader } from '../../main/store/reader-client.ts'
import { FILL_KEY, fill, filledStore } from '../bench/store-fill.ts'
import { newFolder } from '../unit/store/store-folder.ts'

const OFFICE = 'CHZRHB'
const NOTHING = { where: [] }
const open: ReaderClient[] = []
afterEach(async () => {
  for (const client of open.splice(0)) await client.close()
})

async function reader(file: string, settled?: () => void): Promise<ReaderClient> {
  const client = await startReader({ file, keyHex: FILL_KEY, office: OFFICE }, settled)
  open.push(client)
  return client
}

describe('the reader', () => {
  it('answers every call of a screen', async () => {
    const file = join(newFolder(), 'store.db')
    const { db, filled } = filledStore(file, 3000)
    const client = await reader(file)
    const first = await client.call('window', { filter: NOTHING, sort: 'newest', position: 0, limit: 50 })
    expect(first).toMatchObject({ position: 0, total: 3000, exact: true })
    const item = first.rows[0]?.item ?? ''
    expect(await client.call('lookup', { identifier: item })).toMatchObject({ found: true, row: { item } })
    expect((await client.call('search', { text: item, limit: 5 })).items).toHaveLength(1)
    expect((await client.call('list', { filter: NOTHING, limit: 1000, after: null })).rows).toHaveLength(1000)
    expect((await client.call('counts', {})).all).toBe(3000)
    expect((await client.call('dispatches', { limit: 10, after: null })).rows).toHaveLength(filled.dispatches.length)
    expect((await client.call('receptacles', { dispatch: filled.dispatches[0] ?? '', limit: 50, after: null })).rows).toHaveLength(20)
    expect(await client.call('messages', { status: null, limit: 10, after: null })).toEqual({ rows: [], next: null })
    expect(await client.call('message', { id: 1 })).toBeNull()
    expect(await client.call('out', { status: null, limit: 10, after: null })).toEqual({ rows: [], next: null })
    expect(await client.call('waiting', {})).toEqual({ out: 0, setAside: 0 })
    db.close()
  })

  it('says what was wrong with a call, and goes on', async () => {
    const file = join(newFolder(), 'store.db')
    filledStore(file, 100).db.close()
    const client = await reader(file)
    await expect(client.call('window', { filter: { where: [{ field: 'state', op: 'is', values: ['lost'] }] }, sort: 'lane', position: 0, limit: 5 })).rejects.toMatchObject({
      code: 'filter',
      details: { field: 'state' },
    })
    expect((await client.call('counts', {})).all).toBe(100)
  })

  it('says why it cannot open a store', async () => {
    await expect(startReader({ file: join(newFolder(), 'none.db'), keyHex: FILL_KEY, office: OFFICE })).rejects.toThrow(/no store/)
  })

  it('sees what the writer has committed, and nothing before', async () => {
    const file = join(newFolder(), 'store.db')
    const { db } = filledStore(file, 1000)
    const client = await reader(file)
    expect((await client.call('counts', {})).all).toBe(1000)
    db.exec('BEGIN')
    db.prepare(`UPDATE counter SET n = n + 5 WHERE name = 'items' AND key = (SELECT min(key) FROM counter WHERE name = 'items')`).run()
    expect((await client.call('counts', {})).all).toBe(1000)
    db.exec('COMMIT')
    expect((await client.call('counts', {})).all).toBe(1005)
    db.close()
  })

  it('answers scans and pages while a search through everything is under way', async () => {
    const file = join(newFolder(), 'store.db')
    filledStore(file, 60_000).db.close()
    const client = await reader(file)
    const order: string[] = []
    const note = (name: string) => () => void order.push(name)
    const through = client
      .call('window', { filter: { where: [{ field: 'rule', op: 'is', values: ['nobody-wrote-it'] }] }, sort: 'item', position: 0, limit: 10 })
      .then(note('through'))
    const page = client.call('window', { filter: NOTHING, sort: 'newest', position: 0, limit: 10 }).then(note('page'))
    const scan = client.call('lookup', { identifier: 'RR473124829FR' }).then(note('scan'))
    await Promise.all([through, page, scan])
    expect(order.indexOf('through')).toBe(2)
  })

  it('counts a list to its end by itself, and says so to whoever was told a rough number', async () => {
    const file = join(newFolder(), 'store.db')
    filledStore(file, 60_000).db.close()
    const told = Promise.withResolvers<void>()
    const client = await reader(file, told.resolve)
    const window = { filter: { where: [{ field: 'class' as const, op: 'is' as const, values: ['E'] }] }, sort: 'item' as const, position: 0, limit: 10 }
    const rough = await client.call('window', window)
    expect(rough.exact).toBe(false)
    await told.promise
    const exact = await client.call('window', window)
    expect(exact.exact).toBe(true)
    expect(exact.total).toBeGreaterThan(rough.total)
  })

  it('shows pages of a growing store: never a row twice within a page, always in order', async () => {
    const file = join(newFolder(), 'store.db')
    const { db } = filledStore(file, 20_000)
    const client = await reader(file)
    for (let round = 0; round < 8; round++) {
      fill(db, 700, 100 + round)
      for (const sort of ['newest', 'lane', 'item'] as const) {
        for (const position of [0, 5000, 19_000]) {
          const { rows, total } = await client.call('window', { filter: { where: [{ field: 'open', op: 'is', values: ['true'] }] }, sort, position, limit: 200 })
          expect(new Set(rows.map((row) => row.case)).size).toBe(rows.length)
          expect(rows.every((row) => !['released', 'withdrawn'].includes(row.state))).toBe(true)
          if (sort === 'item') expect(rows.map((row) => row.case)).toEqual(rows.map((row) => row.case).toSorted())
          expect(total).toBeGreaterThan(14_000)
        }
      }
    }
    db.close()
  })

  it('ends its thread when it is closed, and answers nothing afterwards', async () => {
    const file = join(newFolder(), 'store.db')
    filledStore(file, 100).db.close()
    const client = await startReader({ file, keyHex: FILL_KEY, office: OFFICE })
    await client.close()
    await expect(client.call('counts', {})).rejects.toMatchObject({ code: 'desk-closed' })
    await client.close()
  })
})
