/**
 * A store full of items, written straight into the projection: for queries, which read nothing else.
 *
 * The same seed gives the same rows. Shares follow a busy office: most items wait for release on data, few
 * are held, one in a hundred is targeted; one dispatch holds some two thousand items.
 */
import { CASE_STATES, LANES } from '../../shared/domain/codes.ts'
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'
import { partKey, TALLIES } from '../../main/store/consignment-tally.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import type { WriteDb } from '../../main/store/open.ts'
import { openForWriting } from '../../main/store/open.ts'

/** For stores that hold nothing but invented rows. */
export const FILL_KEY = 'ab'.repeat(32)

const WORDS = [
  'cotton',
  'shirt',
  'phone',
  'case',
  'leather',
  'shoes',
  'toy',
  'car',
  'book',
  'ceramic',
  'cup',
  'watch',
  'strap',
  'lamp',
  'cable',
  'usb',
  'charger',
  'dress',
  'silk',
  'scarf',
  'wooden',
  'puzzle',
  'garden',
  'tool',
  'bicycle',
  'light',
  'gift',
  'sample',
  'jewellery',
  'ring',
  'necklace',
  'vitamin',
  'tablets',
  'cosmetic',
  'cream',
  'brush',
  'pencil',
  'paper',
  'notebook',
  'headphones',
]
const NAMES = ['Müller', 'Rossi', 'Dupont', 'Keller', 'Tanaka', 'Silva', 'Novak', 'Jensen', 'Kowalski', 'Garcia', 'Okafor', 'Haddad', 'Nguyen', 'Ivanova', 'Smith', 'Brown']
const CITIES = ['Zürich', 'Lyon', 'Genève', 'Basel', 'Bern', 'Lausanne', 'Lugano', 'Winterthur']
const COUNTRIES = ['CN', 'FR', 'DE', 'GB', 'US', 'JP', 'NL', 'IT']
/** Cumulative, per mille, by position in CASE_STATES. */
const STATE_SHARES = [620, 740, 760, 770, 785, 960, 970, 975, 978, 985, 1000]

export interface Filled {
  readonly items: number
  readonly dispatches: readonly string[]
  readonly receptacles: readonly string[]
}

/** A new store at `file`, migrated, with this many items. */
export function filledStore(file: string, items: number, seed = 1): { db: WriteDb; filled: Filled } {
  const db = openForWriting(file, FILL_KEY)
  migrate(db, migrations)
  return { db, filled: fill(db, items, seed) }
}

export function fill(db: WriteDb, items: number, seed = 1): Filled {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const insert = db.prepare(
    `INSERT INTO item(item, case_id, dispatch, receptacle, state, lane, open, targeted, flagged, proposed, flags, assignee, class, origin_country, nature, description, pieces, gross_g, value, currency, sender, addressee, announced, declaration, last_event, last_event_ms, hits, quality, first_ms, updated_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, NULL, ?, ?)`,
  )
  const words = db.prepare('INSERT INTO item_words(rowid, description, parties) VALUES (?, ?, ?)')
  const marks = db.prepare('INSERT INTO item_marks(rowid, item) VALUES (?, ?)')
  const dispatchRow = db.prepare(
    `INSERT OR IGNORE INTO dispatch(dispatch, origin, destination, category, subclass, announced, cancelled, arrived, announced_ms, planned_arrival_ms, status, due_ms, advices, versions)
     VALUES (?, ?, 'CHZRHB', 'A', ?, 1, 0, ?, ?, ?, 'in-work', ?, 1, 1)`,
  )
  const receptacleRow = db.prepare(`INSERT OR IGNORE INTO receptacle(receptacle, dispatch, type, weight_g, announced_items, status) VALUES (?, ?, 'BG', ?, ?, 'announced')`)
  const counters = new Map<string, number>()
  const count = (name: string, key: string) => counters.set(`${name}\0${key}`, (counters.get(`${name}\0${key}`) ?? 0) + 1)
  const dispatches: string[] = []
  const receptacles: string[] = []
  let receptacle: string | null = null
  let dispatch: string | null = null
  const start = Date.UTC(2026, 0, 1)
  for (let done = 0; done < items;) {
    db.transaction(() => {
      for (const end = Math.min(items, done + 10_000); done < end; done++) {
        const at = start + done * 1000
        if (done % 2000 === 0) {
          const country = pick(COUNTRIES)
          dispatch = `${country}AAAACHZRHBA${pick(['UN', 'CN', 'EN'])}6${String(dispatches.length % 10_000).padStart(4, '0')}`
          if (!dispatches.includes(dispatch)) dispatches.push(dispatch)
          dispatchRow.run(dispatch, dispatch.slice(0, 6), dispatch.slice(13, 15), done % 4000 === 0 ? 1 : 0, at, at + 86_400_000, at + 86_400_000)
        }
        if (done % 100 === 0) {
          receptacle = `${dispatch}${String((done / 100) % 1000).padStart(3, '0')}000123`
          receptacles.push(receptacle)
          receptacleRow.run(receptacle, dispatch, 12_300, 100)
        }
        const apart = done % 97 === 0
        // A permutation of the serials, so that identifiers come in no order, as real ones do.
        const serial = String((done * 7_368_787 + seed) % 100_000_000).padStart(8, '0')
        const country = dispatch === null ? 'CN' : String(dispatch).slice(0, 2)
        const item = `${pick(['RR', 'LX', 'CP', 'EE', 'UA', 'HA'])}${serial}${s10CheckDigit(serial)}${country}`
        const share = random() * 1000
        const state = STATE_SHARES.findIndex((most) => share < most)
        const lane = random() < 0.9 ? 0 : random() < 0.6 ? 1 : random() < 0.7 ? 2 : 3
        const targeted = random() < 0.01 ? 1 : 0
        const flagged = random() < 0.003
        const declared = random() < 0.93
        const description = declared ? [pick(WORDS), pick(WORDS), pick(WORDS)].join(' ') : null
        const person = () => `${pick(NAMES)}, ${pick(CITIES)}`
        const sender = declared ? person() : null
        const addressee = declared ? person() : null
        const hits = lane === 0 ? null : JSON.stringify([{ rule: pick(['no-hs', 'vague', 'watch-word', 'random']), lane: LANES[lane], code: 'rule', fills: {}, values: {} }])
        const id = Number(
          insert.run(
            item,
            `${item}#1`,
            apart ? null : dispatch,
            apart ? null : receptacle,
            state,
            lane,
            state < 5 ? 1 : 0,
            targeted,
            flagged ? 1 : 0,
            random() < 0.001 ? 1 : 0,
            flagged ? JSON.stringify([pick(['check', 'drugs', 'weapons'])]) : null,
            random() < 0.002 ? pick(['anna', 'ben']) : null,
            pick(['U', 'C', 'E']),
            country,
            pick(['11', '31', '91']),
            description,
            declared ? 1 : 0,
            100 + Math.floor(random() * 5000),
            declared ? (random() * 200).toFixed(2) : null,
            declared ? pick(['EUR', 'USD', 'CNY']) : null,
            sender,
            addressee,
            declared ? done + 1 : null,
            pick(['EMA', 'EMB', 'EMC', 'EMD']),
            at,
            hits,
            at,
            at,
          ).lastInsertRowid,
        )
        if (declared) words.run(id, description, `${sender} ${addressee}`)
        marks.run(id, item)
        count('items', `${state}|${lane}|${targeted}|${declared ? 1 : 0}`)
        if (!apart && dispatch !== null && receptacle !== null) {
          const row = { state, targeted, declaration: declared ? 1 : null, seen: 0, receptacle, advised: null }
          count(TALLIES.dispatch, partKey(dispatch, row))
          count(TALLIES.receptacle, partKey(receptacle, row))
        }
      }
    })()
  }
  const counter = db.prepare('INSERT INTO counter(name, key, n) VALUES (?, ?, ?) ON CONFLICT(name, key) DO UPDATE SET n = n + excluded.n')
  db.transaction(() => {
    for (const [key, n] of counters) {
      const [name = '', rest = ''] = key.split('\0')
      counter.run(name, rest, n)
    }
  })()
  db.pragma('optimize = 0x10002')
  return { items, dispatches, receptacles }
}

export const STATE_OF = (name: (typeof CASE_STATES)[number]): number => CASE_STATES.indexOf(name)

/** Numbers in [0, 1) from a seed (mulberry32): the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
