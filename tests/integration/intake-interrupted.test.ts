/**
 * An import, a cancellation and a rebuild that are broken off anywhere: what was committed stays, the rest is done again,
 * and the end is the same as without the interruption, to the last finding.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cancelInterchange, INTERCHANGE, projectPending } from '../../main/store/intake/ingest.ts'
import { importPaths } from '../../main/store/writing/import.ts'
import { BAGS, csv, DISPATCHES, edifact, ITEMS, xml, type DeclaredItem, type EdifactMessage } from '../property/projection-mail.ts'
import { Store } from '../property/projection-store.ts'

const T = Date.UTC(2026, 10, 20, 8)
const HOUR = 3_600_000
const [RR, LX, CP, CN] = ITEMS
const goods = (item: string, description: string): DeclaredItem => ({
  item,
  dispatch: DISPATCHES[0],
  bag: BAGS[0],
  nature: '31',
  sender: 'Marie Durand',
  pieces: [{ description, value: '24.50', currency: 'EUR' }],
})
const predes = (fn: 9 | 5, hours: number, ...items: string[]): EdifactMessage => ({
  kind: 'predes',
  sender: 'FRA01',
  dispatch: DISPATCHES[0],
  fn,
  prepared: T + hours * HOUR,
  bags: [{ bag: BAGS[0], items }],
})
const emsevt = (reference: string, item: string, code: string): EdifactMessage => ({
  kind: 'emsevt',
  sender: 'FRA01',
  reference,
  fn: 9,
  prepared: T,
  events: [{ item, code, at: T + HOUR, bag: null }],
})

/** Everything that a reading may stumble on, in interchanges of several messages. */
const FILES: readonly (readonly [name: string, text: string])[] = [
  // A wrong UNT, something between two messages, a message of a type without a map, a wrong UNZ.
  [
    '1.edi',
    edifact([emsevt('E1', RR, 'EMD'), predes(9, 0, RR, LX), emsevt('E2', LX, 'EMD')])
      .replace('UNT+9+2', 'UNT+5+2')
      .replace('UNH+2', "FTX+AAI+++lost'\nUNH+2")
      .replace('UNZ+3', 'UNZ+7'),
  ],
  ['2.xml', xml({ kind: 'itmatt', sender: 'FRA01', reference: 'IA1', fn: 9, prepared: T, items: [goods(RR, 'cotton shirt'), goods(CP, 'ceramic bowl')] })],
  // Its second message is cut off; its first one takes LX away.
  ['3.edi', edifact([predes(5, 1, RR), emsevt('E3', CN, 'EMC'), emsevt('E4', CN, 'EMD')]).replace(/STS\+1\+EMD[\s\S]*$/, '')],
  ['4.edi', edifact([emsevt('E1', RR, 'EMD')])],
  ['5.csv', csv({ kind: 'manifest', name: '', items: [goods(LX, 'desk lamp')] })],
  ['6.bin', 'no message at all'],
  ['7.edi', edifact([predes(5, 2, RR, CN)]).replace('PREDES:2:1:UP', 'XYZDES:2:1:UP')],
]

const stores: Store[] = []
// A table says of no time but that of its receipt.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: T + 24 * HOUR }))
afterEach(() => {
  vi.useRealTimers()
  for (const store of stores.splice(0)) store.close()
})
function fresh(steps = 1): Store {
  const store = new Store()
  stores.push(store)
  store.stepsPerCommit = () => steps
  for (const [name, text] of FILES) store.put(text, name)
  return store
}

/** All that is left of an import, also what only the order of arrival tells: messages, their standing, every finding. */
function left(store: Store): unknown {
  const messages = store.db
    .prepare(
      `SELECT i.digest AS interchange, i.done, i.stop_after, m.n, m.type, m.reference, m.function, m.status, m.live, m.projected, m.findings, m.items, m.events, s.digest AS supersedes
       FROM message m JOIN interchange i ON i.id = m.interchange LEFT JOIN message s ON s.id = m.supersedes ORDER BY i.digest, m.n`,
    )
    .all()
  const findings = store.db
    .prepare(
      'SELECT i.digest, m.n AS message, f.n, f.code, f.severity, f.place, f.fills FROM finding f JOIN message m ON m.id = f.message JOIN interchange i ON i.id = m.interchange ORDER BY 1, 2, 3',
    )
    .all()
  return { rows: store.rows(), messages, findings }
}

function whole(): { readonly end: unknown; readonly steps: number } {
  const store = fresh()
  const lines = store.run(importPaths(store.intake, [store.mail], null))
  expect(lines.map((line) => [line.file.slice(-5), line.status])).toEqual([
    ['1.edi', 'accepted'],
    ['1.edi', 'accepted-with-findings'],
    ['1.edi', 'accepted-with-findings'],
    ['2.xml', 'accepted'],
    ['3.edi', 'accepted'],
    ['3.edi', 'accepted'],
    ['3.edi', 'set-aside'],
    ['4.edi', 'duplicate'],
    ['5.csv', 'accepted'],
    ['6.bin', 'set-aside'],
    ['7.edi', 'set-aside'],
  ])
  let steps = 0
  const again = fresh()
  again.run(
    (function* () {
      for (const step of importPaths(again.intake, [again.mail], null)) {
        steps += 1
        yield step
      }
    })(),
  )
  return { end: left(store), steps }
}

describe('a process that dies in the middle of an import', () => {
  test.each([1, 4])('goes on at its next start to the same end, wherever it died (%i steps a transaction)', (perCommit) => {
    const { end, steps } = whole()
    for (let at = perCommit; at < steps; at += perCommit * 2) {
      const store = fresh(perCommit)
      expect(store.die((intake) => importPaths(intake, [store.mail], null), at)).toBe(false)
      store.resume()
      // What it had not come to is given again, as the folder still holds it.
      store.run(importPaths(store.intake, [store.mail], null))
      expect(left(store), `died after ${at} of ${steps} steps`).toEqual(end)
      store.close()
      stores.splice(stores.indexOf(store), 1)
    }
  })

  test('may die again while it goes on', () => {
    const { end } = whole()
    const store = fresh(2)
    store.die((intake) => importPaths(intake, [store.mail], null), 9)
    for (let dead = 0; dead < 6; dead++) {
      store.open()
      store.die((intake) => importPaths(intake, [store.mail], null), 5 + dead * 3)
    }
    store.resume()
    store.run(importPaths(store.intake, [store.mail], null))
    expect(left(store)).toEqual(end)
  })
})

describe('an import that is cancelled', () => {
  function cancel(store: Store, after: number): void {
    const steps = importPaths(store.intake, [store.mail], null)
    store.transaction(() => {
      for (let n = 0; n < after && !steps.next().done; n++);
    })
    steps.return({} as never)
    const open = store.db.prepare<[number], { id: number }>('SELECT id FROM interchange WHERE done = ?').all(INTERCHANGE.reading)
    for (const { id } of open) store.run(cancelInterchange(store.intake, id))
    store.run(projectPending(store.intake))
  }

  test('leaves a store that agrees with itself, before and after a rebuild', () => {
    const { steps } = whole()
    for (let at = 1; at < steps; at += 4) {
      const store = fresh()
      cancel(store, at)
      expect(store.verify(), `cancelled after ${at} of ${steps} steps`).toMatchObject({ ok: true, problems: [] })
      const before = left(store)
      store.rebuild()
      expect(left(store), `cancelled after ${at} of ${steps} steps`).toEqual(before)
      store.close()
      stores.splice(stores.indexOf(store), 1)
    }
  })

  test('and done again later comes to the same end', () => {
    const { end, steps } = whole()
    for (let at = 1; at < steps; at += 3) {
      const store = fresh()
      cancel(store, at)
      store.run(importPaths(store.intake, [store.mail], null))
      expect(left(store), `cancelled after ${at} of ${steps} steps`).toEqual(end)
      store.close()
      stores.splice(stores.indexOf(store), 1)
    }
  })
})

describe('a process that dies in the middle of a rebuild', () => {
  test('begins it again at its next start', () => {
    const store = fresh(3)
    store.run(importPaths(store.intake, [store.mail], null))
    store.act({ id: 'one', name: 'hold', item: RR, args: { reason: 'documents-awaited' } })
    store.act({ id: 'two', name: 'arrive', item: BAGS[0] })
    const end = left(store)
    for (const at of [1, 4, 8, 15, 20, 26, 33]) {
      store.die(() => store.rebuildSteps(), at)
      store.resume()
      expect(left(store), `died after ${at} steps`).toEqual(end)
    }
    expect(store.verify()).toMatchObject({ ok: true })
  })
})
