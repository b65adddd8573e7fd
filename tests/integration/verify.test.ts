/** `verify` finds what does not belong, names it, and is otherwise silent. Source: the command line; DESIGN section 2. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BAGS, DISPATCHES, edifact, ITEMS, xml } from '../property/projection-mail.ts'
import { Store } from '../property/projection-store.ts'

const T = Date.UTC(2026, 10, 20, 8)
const [RR, LX] = ITEMS

let store: Store
let digests: string[]
beforeAll(() => {
  store = new Store()
  digests = [
    edifact([{ kind: 'predes', sender: 'FRA01', dispatch: DISPATCHES[0], fn: 9, prepared: T, bags: [{ bag: BAGS[0], items: [RR, LX] }] }]),
    xml({
      kind: 'itmatt',
      sender: 'FRA01',
      reference: 'IA1',
      fn: 9,
      prepared: T,
      items: [{ item: RR, dispatch: null, bag: null, nature: '31', sender: 'Marie Durand', pieces: [{ description: 'cotton shirt', value: '24.50', currency: 'EUR' }] }],
    }),
  ].map((text) => store.read(text)[0]?.sha256 ?? '')
  store.act({ id: 'one', name: 'hold', item: RR, args: { reason: 'documents-awaited' } })
  store.act({ id: 'two', name: 'arrive', item: BAGS[0] })
  store.act({ id: 'three', name: 'attach', item: RR, args: { path: store.put('a photograph') } })
})
afterAll(() => store.close())

const problems = () => store.verify().problems
/** Changes something behind the store's back, looks what verify says, and puts it back. */
function changed(sql: string, back: string): readonly { where: string; text: string }[] {
  store.db.exec(sql)
  try {
    return problems()
  } finally {
    store.db.exec(back)
  }
}

test('a sound store is found sound, with what was looked at', () => {
  expect(store.verify()).toEqual({ ok: true, events: 7, messages: 2, items: 2, problems: [] })
})

describe('a projection that is not what the logs give', () => {
  test.each([
    ['item', `UPDATE item SET state = 5 WHERE item = '${RR}'`, `UPDATE item SET state = 4 WHERE item = '${RR}'`],
    ['item', `UPDATE item SET lane = 3 WHERE item = '${LX}'`, `UPDATE item SET lane = 1 WHERE item = '${LX}'`],
    ['item', `UPDATE item SET description = 'Cotton shirt' WHERE item = '${RR}'`, `UPDATE item SET description = 'cotton shirt' WHERE item = '${RR}'`],
    ['dispatch', 'UPDATE dispatch SET cancelled = 1', 'UPDATE dispatch SET cancelled = 0'],
    ['receptacle', "UPDATE receptacle SET status = 'missing'", "UPDATE receptacle SET status = 'received'"],
    ['counter', "UPDATE counter SET n = n + 1 WHERE name = 'receptacle-tally'", "UPDATE counter SET n = n - 1 WHERE name = 'receptacle-tally'"],
    ['out_tray', "UPDATE out_tray SET status = 'sent' WHERE id LIKE 'one/%/CUSRSP'", "UPDATE out_tray SET status = 'waiting' WHERE id LIKE 'one/%/CUSRSP'"],
    ['ledger_case', `UPDATE ledger_case SET state = 'released' WHERE subject = '${RR}'`, `UPDATE ledger_case SET state = 'held' WHERE subject = '${RR}'`],
  ])('%s: %s', (where, sql, back) => {
    const found = changed(sql, back)
    expect(found.length).toBeGreaterThan(0)
    expect(found.map((one) => one.where.split(' ')[0])).toContain(where === 'ledger_case' ? 'ledger' : where)
    expect(problems()).toEqual([])
  })

  test('a row too few and a row too many are told apart', () => {
    store.db.exec(`CREATE TEMP TABLE kept AS SELECT * FROM item WHERE item = '${LX}'; DELETE FROM item WHERE item = '${LX}'`)
    expect(problems()).toMatchObject([{ where: 'item', text: expect.stringContaining('follows from the logs, but is not kept') as string }])
    store.db.exec('INSERT INTO item SELECT * FROM temp.kept')
    store.db.exec("INSERT INTO receptacle(receptacle, status) VALUES ('X', 'announced')")
    expect(problems()).toMatchObject([{ where: 'receptacle', text: expect.stringContaining('a replay of the logs does not give it') as string }])
    store.db.exec("DELETE FROM receptacle WHERE receptacle = 'X'; DROP TABLE temp.kept")
    expect(problems()).toEqual([])
  })
})

describe('what the logs themselves lost', () => {
  const bodyFile = (digest: string) => join(store.folder, 'bodies', digest.slice(0, 2), digest)

  test('a damaged interchange is named, and a rebuild brings all the others back', () => {
    const file = bodyFile(digests[1] ?? '')
    const whole = readFileSync(file)
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(60) ^ 1, 60)
    writeFileSync(file, damaged)
    const result = store.verify()
    expect(result.ok).toBe(false)
    expect(result.problems[0]).toEqual({ where: `body ${digests[1]}`, text: 'its bytes are damaged' })

    const rows = store.rows()
    store.rebuild()
    expect(store.items().map((row) => [row['item'], row['description']])).toEqual([
      [LX, null],
      [RR, null],
    ])
    writeFileSync(file, whole)
    store.rebuild()
    expect(store.items().map((row) => [row['item'], row['description']])).toEqual([
      [LX, null],
      [RR, 'cotton shirt'],
    ])
    expect(store.rows()).toEqual(rows)
    expect(problems()).toEqual([])
  })

  test('a missing interchange and a missing attachment are named', () => {
    const attached = store.db.prepare<[], { digest: string }>('SELECT digest FROM attachment').get()?.digest ?? ''
    for (const digest of [digests[0] ?? '', attached]) {
      const file = bodyFile(digest)
      const whole = readFileSync(file)
      rmSync(file)
      expect(problems()[0]).toEqual({ where: `body ${digest}`, text: 'its bytes are missing' })
      writeFileSync(file, whole)
    }
    expect(problems()).toEqual([])
  })

  test('a changed event is found by the chain', () => {
    const found = changed("UPDATE ledger_event SET actor = 'ben' WHERE type = 'held'", "UPDATE ledger_event SET actor = 'anna' WHERE type = 'held'")
    expect(found.some((one) => one.where.startsWith('ledger'))).toBe(true)
    expect(problems()).toEqual([])
  })
})

describe('while something is under way', () => {
  test.each([
    ['import', 'UPDATE interchange SET done = 0 WHERE id = 1', 'UPDATE interchange SET done = 1 WHERE id = 1'],
    ['import', 'UPDATE message SET projected = 0 WHERE id = 1', 'UPDATE message SET projected = 1 WHERE id = 1'],
    ['rebuild', "INSERT INTO local VALUES ('rebuilding', '1')", "DELETE FROM local WHERE name = 'rebuilding'"],
    ['re-evaluation', "INSERT INTO local VALUES ('evaluating', '1')", "DELETE FROM local WHERE name = 'evaluating'"],
  ])('%s: it says so, and calls nothing a difference that is none', (where, sql, back) => {
    expect(changed(`${sql}; UPDATE item SET state = state + 1`, `${back}; UPDATE item SET state = state - 1`)).toEqual([
      { where, text: expect.stringContaining('in progress') as string },
    ])
  })
})

test('no trace is left beside the store', () => {
  problems()
  expect(readdirSync(store.folder).filter((name) => name.startsWith('verify'))).toEqual([])
})
