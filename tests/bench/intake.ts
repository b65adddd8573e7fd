/**
 * Intake, from files to projected items, beside raw prepared inserts of the very rows that it left behind: the same
 * encryption, pragmas, tables, indexes and commit size. Into an empty store, and into one of a million items
 * (LIAISON_BENCH_ROWS makes that smaller).
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuthority } from '../../hub/authority/sqlite.ts'
import { openBodies } from '../../main/store/bodies.ts'
import { databaseKeyHex } from '../../main/store/keyring.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openForWriting, type WriteDb } from '../../main/store/open.ts'
import { openProjector } from '../../main/store/project/projector.ts'
import { readingContexts } from '../../main/store/writing/contexts.ts'
import { deviceOf } from '../../main/store/writing/device.ts'
import { importPaths } from '../../main/store/writing/import.ts'
import { Jobs } from '../../main/store/writing/jobs.ts'
import { ruleSetOf } from '../../main/store/writing/rule-set.ts'
import { Scheduler } from '../../main/store/writing/scheduler.ts'
import { writeMail } from '../fakes/mail.ts'

export interface Row {
  readonly name: string
  readonly ours: number
  readonly peer: number
  readonly ratio: number
  readonly unit: string
  readonly note: string
}

const DISPATCHES = 40
const ITEMS = 1000
const FILL = Number(process.env['LIAISON_BENCH_ROWS'] ?? 1_000_000)

interface Store {
  readonly db: WriteDb
  readonly keyHex: string
  import(folder: string): Promise<{ readonly seconds: number; readonly commits: number }>
}

/** The store as the writer's thread has it, in this thread, so that its commits can be counted. */
function openStore(folder: string): Store {
  const dataKey = randomBytes(32)
  const keyHex = databaseKeyHex(dataKey)
  const db = openForWriting(join(folder, 'store.db'), keyHex)
  migrate(db, migrations)
  const office = 'CHZRHB'
  const authority = openAuthority(db, { ...db.transaction(() => deviceOf(db))().signer, office, now: Date.now, random: randomBytes })
  const state = { ...authority.office(), office, zone: 'Europe/Zurich' }
  const projector = openProjector(db, office, ruleSetOf(state))
  const bodies = openBodies(join(folder, 'bodies'), dataKey)
  let commits = 0
  const scheduler = new Scheduler(
    db,
    () => {
      projector.flush()
      commits += 1
    },
    () => projector.forget(),
  )
  const jobs = new Jobs(scheduler, () => {})
  return {
    db,
    keyHex,
    import: (mail) =>
      new Promise((resolve, reject) => {
        const began = performance.now()
        const before = commits
        jobs.start('import', importPaths({ db, bodies, projector, context: readingContexts(() => state) }, [mail], null), (job) => {
          if (job.status === 'done') resolve({ seconds: (performance.now() - began) / 1000, commits: commits - before })
          else reject(new Error(job.error?.message))
        })
      }),
  }
}

type Value = string | number | bigint | Uint8Array | null
interface Copied {
  readonly insert: string
  readonly rows: Value[][]
}

/** Every row that an import left, as inserts, in the order in which intake reaches the tables. */
function rowsAfter(db: WriteDb, from: Readonly<Record<string, number>>): Copied[] {
  const copy = (table: string, condition: string, columns?: string): Copied => {
    const names =
      columns ??
      db
        .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map((row) => row.name)
        .join(', ')
    const rows = db.prepare<[], Value[]>(`SELECT ${names} FROM ${table} WHERE ${condition}`).raw().all() as unknown as Value[][]
    return {
      insert: `INSERT OR REPLACE INTO ${table}(${names}) VALUES (${names
        .split(', ')
        .map(() => '?')
        .join(', ')})`,
      rows,
    }
  }
  const items = copy('item', `id > ${from['item']}`)
  const texts = db
    .prepare<[number], { id: number; description: string | null; sender: string | null; addressee: string | null; item: string }>(
      'SELECT id, description, sender, addressee, item FROM item WHERE id > ? AND declaration IS NOT NULL',
    )
    .all(from['item'] ?? 0)
  const facts = (table: string): Copied => copy(table, `id >= ${(from['message'] ?? 0) + 1} * 2097152`)
  return [
    copy('interchange', `id > ${from['interchange']}`),
    copy('message', `id > ${from['message']}`),
    copy('finding', `message > ${from['message']}`),
    facts('dispatch_advice'),
    facts('receptacle_advice'),
    facts('item_advice'),
    facts('declaration'),
    copy('content_piece', `declaration >= ${(from['message'] ?? 0) + 1} * 2097152`),
    items,
    {
      insert: 'INSERT INTO item_words(rowid, description, parties) VALUES (?, ?, ?)',
      rows: texts.map((row) => [row.id, row.description ?? '', `${row.sender ?? ''} ${row.addressee ?? ''}`]),
    },
    { insert: 'INSERT INTO item_marks(rowid, item) VALUES (?, ?)', rows: texts.map((row) => [row.id, row.item]) },
    copy('dispatch', '1'),
    copy('receptacle', '1'),
    copy('counter', '1'),
  ]
}

function insertRaw(db: WriteDb, tables: readonly Copied[], commits: number): number {
  const total = tables.reduce((sum, table) => sum + table.rows.length, 0)
  const perCommit = Math.max(1, Math.ceil(total / commits))
  const prepared = tables.map((table) => ({ ...table, statement: db.prepare(table.insert) }))
  const began = performance.now()
  let left = perCommit
  db.exec('BEGIN IMMEDIATE')
  for (const { statement, rows } of prepared)
    for (const row of rows) {
      statement.run(...row)
      left -= 1
      if (left > 0) continue
      db.exec('COMMIT')
      db.exec('BEGIN IMMEDIATE')
      left = perCommit
    }
  db.exec('COMMIT')
  return (performance.now() - began) / 1000
}

const marksOf = (db: WriteDb): Record<string, number> =>
  Object.fromEntries(['item', 'message', 'interchange'].map((table) => [table, db.prepare<[], { most: number | null }>(`SELECT max(id) AS most FROM ${table}`).get()?.most ?? 0]))

/** Fills a store with rows of items by SQL, so that indexes and full text have their size. */
function fill(db: WriteDb, rows: number): void {
  if (rows === 0) return
  const last = marksOf(db)['item'] ?? 0
  const batch = 50_000
  for (let from = 0; from < rows; from += batch) {
    const to = Math.min(rows, from + batch)
    db.exec(`BEGIN;
      CREATE TEMP TABLE IF NOT EXISTS made(i INTEGER PRIMARY KEY, item TEXT);
      DELETE FROM made;
      WITH RECURSIVE n(i) AS (SELECT ${last + from + 1} UNION ALL SELECT i + 1 FROM n WHERE i < ${last + to})
      INSERT INTO made SELECT i, printf('%s%09d%s', substr('RRLXUACPEE', 1 + 2 * (abs(random()) % 5), 2), abs(random()) % 1000000000, 'XX') || i FROM n;
      INSERT INTO item(id, item, case_id, dispatch, receptacle, state, lane, open, class, origin_country, nature, description, pieces, gross_g, value, currency, sender, addressee, announced, declaration, first_ms, updated_ms)
      SELECT i, item, item || '#1', printf('XXAAAAXXBBBBAUN6%04d', i / 5000 % 10000), printf('XXAAAAXXBBBBAUN6%04d%03d000100', i / 5000 % 10000, i / 100 % 50), i % 3, i % 4, 1, 'U', 'XX', '11', 'Cotton shirt and other goods ' || i % 977, 1, i % 3000, '10.00', 'EUR', 'Sender ' || i % 9973, 'Addressee ' || i % 99991, 1, i, 1700000000000 + i, 1700000000000 + i FROM made;
      INSERT INTO item_words(rowid, description, parties) SELECT id, description, sender || ' ' || addressee FROM item WHERE id > ${last + from} AND id <= ${last + to};
      INSERT INTO item_marks(rowid, item) SELECT id, item FROM item WHERE id > ${last + from} AND id <= ${last + to};
      INSERT INTO item_advice(id, item, receptacle, dispatch) SELECT i, item, NULL, NULL FROM made;
      INSERT INTO declaration(id, item, record) SELECT i, item, '{"filler":"${'x'.repeat(500)}"}' FROM made;
      COMMIT;`)
  }
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function once(rowsBefore: number, mail: string): Promise<{ ours: number; raw: number; items: number; commits: number; cpu: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
  try {
    const first = openStore(join(folder))
    fill(first.db, rowsBefore)
    // The other side starts from the very same file.
    const copy = join(folder, 'copy.db')
    first.db.prepare('VACUUM INTO ?').run(copy)
    first.db.pragma('wal_checkpoint(TRUNCATE)')
    const marks = marksOf(first.db)
    const cpuAtStart = cpuSeconds()
    const { seconds, commits } = await first.import(mail)
    const cpuAfterOurs = cpuSeconds()
    const tables = rowsAfter(first.db, marks)
    const other = openForWriting(copy, first.keyHex)
    const cpuBeforeRaw = cpuSeconds()
    const raw = insertRaw(other, tables, commits)
    const cpu = `CPU ${(cpuAfterOurs - cpuAtStart).toFixed(1)} s against ${(cpuSeconds() - cpuBeforeRaw).toFixed(1)} s`
    other.close()
    const items = tables.find((table) => table.insert.includes('INTO item('))?.rows.length ?? 0
    first.db.close()
    return { ours: seconds, raw, items, commits, cpu }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function run(): Promise<Row[]> {
  const mail = mkdtempSync(join(tmpdir(), 'liaison-mail-'))
  const bytes = writeMail(mail, DISPATCHES, ITEMS)
  const rows: Row[] = []
  try {
    for (const before of FILL === 0 ? [0] : [0, FILL]) {
      const runs = []
      for (let i = 0; i < 1; i++) runs.push(await once(before, mail))
      const middle = runs.toSorted((a, b) => a.raw / a.ours - b.raw / b.ours)[Math.floor(runs.length / 2)]
      if (middle === undefined) continue
      const { ours, raw, items, commits, cpu } = middle
      rows.push({
        name: `intake, ${before.toLocaleString('en')} items there`,
        ours: items / ours,
        peer: items / raw,
        ratio: raw / ours,
        unit: 'items/s',
        note: `${(bytes / 1e6).toFixed(0)} MB of PREDES, ITMATT, CUSITM and tables; peer: prepared inserts of the same rows in ${commits} commits; ${cpu}`,
      })
    }
  } finally {
    rmSync(mail, { recursive: true, force: true })
  }
  return rows
}

if (process.argv[1]?.endsWith('intake.ts')) {
  console.table((await run()).map((row) => ({ ...row, ours: Math.round(row.ours), peer: Math.round(row.peer), ratio: Number(row.ratio.toFixed(2)) })))
}
