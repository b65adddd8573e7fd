/**
 * A simulated office of a million items (LIAISON_BENCH_ROWS makes that smaller) at a real desk, from files on disk to
 * the first row on a screen: how fast it is made and taken in, how soon a start has its first rows, in what memory.
 *
 * The other side of intake is prepared inserts of the very rows that it left, all of them, into a store of the same
 * key, pragmas, tables and indexes, without checking references, in commits of 5,000 rows: fewer than intake makes. The other side of a start is a process that
 * opens the file with its key and selects the same rows by hand: it reads no keyring, starts no writer, asks nobody
 * who may see what.
 */
import { fork, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Notice } from '../../shared/contract.ts'
import type { Connection } from '../../main/desk/port.ts'
import { startDesk } from '../../main/desk/start.ts'
import { databaseKeyHex, openKeyring } from '../../main/store/keyring.ts'
import { STORE_FILE } from '../../main/store/layout.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openForReading, openForWriting, type ReadDb, type WriteDb } from '../../main/store/open.ts'
import type { FirstRow } from './_first-row.ts'

interface Row {
  readonly name: string
  readonly ours: number
  readonly peer: number | null
  /** Above 1 ours is the better one. */
  readonly ratio: number | null
  readonly unit: string
  readonly note: string
}

const ITEMS = Number(process.env['LIAISON_BENCH_ROWS'] ?? 1_000_000)
const DISPATCHES = Math.max(1, Math.ceil(ITEMS / 1000))
const STARTS = 5
const COMMIT_ROWS = 5000
const KEY = 'a passphrase of the bench'
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const peakMB = (): number => process.resourceUsage().maxRSS / 1000

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
  try {
    const rows: Row[] = []
    const made = simulated(join(folder, 'office'))
    rows.push({
      name: 'simulate, into files',
      ours: ITEMS / made.seconds,
      peer: null,
      ratio: null,
      unit: 'items/s',
      note: `${made.files} files, ${(made.bytes / 1e6).toFixed(0)} MB, in a process of its own`,
    })

    const data = join(folder, 'data')
    await setUp(data)
    rows.push(...(await firstRows('empty', data)))

    const taken = await importAll(data, made.in)
    const keyHex = databaseKeyHex(await openKeyring(data, { passphrase: KEY }))
    const file = join(data, STORE_FILE)
    const raw = rawInserts(file, join(folder, 'raw.db'), keyHex)
    rows.push({
      name: 'intake, from files to lists',
      ours: raw.rows / taken.seconds,
      peer: raw.rows / raw.seconds,
      ratio: raw.seconds / taken.seconds,
      unit: 'rows/s',
      note: `${raw.rows.toLocaleString('en')} rows of ${taken.items.toLocaleString('en')} items in ${taken.seconds.toFixed(0)} s: ${Math.round(taken.items / taken.seconds).toLocaleString('en')} items/s; ${taken.records.toLocaleString('en')} records read, each item being named by several; ${taken.setAside} messages set aside`,
    })
    rows.push({
      name: 'memory of the desk at its peak, while it takes them in',
      ours: taken.peakMB,
      peer: null,
      ratio: null,
      unit: 'MB',
      note: `${taken.beforeMB.toFixed(0)} MB before`,
    })
    rows.push(...(await firstRows(`${taken.items.toLocaleString('en')} items`, data)))
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function simulated(out: string): { readonly in: string; readonly files: number; readonly bytes: number; readonly seconds: number } {
  const began = performance.now()
  const args = ['main/local/liaison.ts', 'simulate', '--out', out, '--seed', '20261122', '--dispatches', String(DISPATCHES), '--items', String(ITEMS), '--json']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return { ...(JSON.parse(stdout) as { in: string; files: number; bytes: number }), seconds: (performance.now() - began) / 1000 }
}

async function call<T>(connection: Connection, name: string, input: unknown): Promise<T> {
  const reply = await connection.call(name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.output as T
}

async function setUp(data: string): Promise<void> {
  const desk = await startDesk({ dataFolder: data, keyText: KEY, osKeyStore: null })
  const office = { office: 'CHZRHB', name: 'Zürich', zone: null, user: 'anna', userName: null, password: 'correct horse battery', watchedFolder: null, outFolder: null }
  await call(desk.connect({ host: 'local', notify: () => undefined }), 'session.setUp', office)
  await desk.close()
}

interface Taken {
  readonly seconds: number
  readonly items: number
  /** Advices, declarations and events of items. */
  readonly records: number
  readonly setAside: number
  readonly beforeMB: number
  readonly peakMB: number
}

async function importAll(data: string, folder: string): Promise<Taken> {
  const desk = await startDesk({ dataFolder: data, keyText: KEY, osKeyStore: null })
  let ended: (notice: Notice & { readonly kind: 'job' }) => void = () => undefined
  const end = new Promise<Notice & { readonly kind: 'job' }>((resolve) => (ended = resolve))
  const notify = (notice: Notice): void => {
    if (notice.kind === 'job' && notice.job.kind === 'import' && ['done', 'failed', 'cancelled'].includes(notice.job.status)) ended(notice)
  }
  const connection = desk.connect({ host: 'local', notify, trusted: true })
  const beforeMB = peakMB()
  const began = performance.now()
  await call(connection, 'exchange.import', { paths: [folder] })
  const { job } = await end
  const seconds = (performance.now() - began) / 1000
  if (job.status !== 'done') throw new Error(`The import ended as ${job.status}.`)
  const { all } = await call<{ readonly all: number }>(connection, 'items.counts', {})
  await desk.close()
  const { items, events, setAside } = job.result as { readonly items: number; readonly events: number; readonly setAside: number }
  return { seconds, items: all, records: items + events, setAside, beforeMB, peakMB: peakMB() }
}

/** Everything that intake wrote, once more: by statements prepared once, and nothing worked out. */
function rawInserts(file: string, other: string, keyHex: string): { readonly rows: number; readonly seconds: number } {
  const from = openForReading(file, keyHex)
  const to = openForWriting(other, keyHex)
  try {
    migrate(to, migrations)
    to.pragma('foreign_keys = OFF')
    let rows = 0
    let ms = 0
    for (const { select, insert } of copies(from)) {
      const statement = to.prepare(insert)
      let batch: unknown[][] = []
      const write = (): void => {
        if (batch.length === 0) return
        const began = performance.now()
        to.exec('BEGIN IMMEDIATE')
        for (const row of batch) statement.run(...row)
        to.exec('COMMIT')
        ms += performance.now() - began
        rows += batch.length
        batch = []
      }
      for (const row of from.prepare(select).raw().iterate() as IterableIterator<unknown[]>) {
        batch.push(row)
        if (batch.length === COMMIT_ROWS) write()
      }
      write()
    }
    return { rows, seconds: ms / 1000 }
  } finally {
    from.close()
    ;(to as WriteDb).close()
    rmSync(other, { force: true })
  }
}

/** A statement that reads each table's rows, and one that writes them. */
function copies(db: ReadDb): { readonly select: string; readonly insert: string }[] {
  const tables = db.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid").all()
  const virtual = tables.filter(({ sql }) => sql.startsWith('CREATE VIRTUAL')).map(({ name }) => name)
  const plain = tables.filter(({ name }) => !virtual.some((one) => name === one || name.startsWith(`${one}_`)))
  return [
    ...plain.map(({ name }) => {
      const columns = db
        .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${name}')`)
        .all()
        .map((column) => `"${column.name}"`)
      return {
        select: `SELECT ${columns.join(', ')} FROM "${name}"`,
        insert: `INSERT OR REPLACE INTO "${name}"(${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      }
    }),
    {
      select: "SELECT id, ifnull(description, ''), ifnull(sender, '') || ' ' || ifnull(addressee, '') FROM item WHERE declaration IS NOT NULL",
      insert: 'INSERT INTO item_words(rowid, description, parties) VALUES (?, ?, ?)',
    },
    { select: 'SELECT id, item FROM item', insert: 'INSERT INTO item_marks(rowid, item) VALUES (?, ?)' },
  ]
}

async function firstRows(size: string, data: string): Promise<Row[]> {
  const keyHex = databaseKeyHex(await openKeyring(data, { passphrase: KEY }))
  const ours: FirstRow[] = []
  const peer: FirstRow[] = []
  // In turns, so that a busy machine slows both.
  for (let i = 0; i < STARTS; i++) {
    ours.push(await started(data, KEY))
    peer.push(await started(join(data, STORE_FILE), keyHex, 'raw'))
  }
  const [mine, theirs] = [median(ours.map(({ ms }) => ms)), median(peer.map(({ ms }) => ms))]
  const note = `median of ${STARTS} starts; ${ours[0]?.rows ?? 0} rows; with the key derived from a passphrase; peer: open the file and select them`
  return [
    { name: `start to the first rows, ${size}`, ours: mine, peer: theirs, ratio: theirs / mine, unit: 'ms', note },
    {
      name: `memory then, ${size}`,
      ours: median(ours.map(({ rssMB }) => rssMB)),
      peer: median(peer.map(({ rssMB }) => rssMB)),
      ratio: null,
      unit: 'MB',
      note: 'resident; the desk with its threads',
    },
  ]
}

function started(...args: readonly string[]): Promise<FirstRow> {
  return new Promise((resolve, reject) => {
    const child = fork('tests/bench/_first-row.ts', args, { cwd: ROOT, execArgv: ['--disable-warning=ExperimentalWarning'] })
    let first: FirstRow | null = null
    child.on('message', (message) => (first = message as FirstRow))
    child.on('error', reject)
    child.on('exit', (code) => (first === null ? reject(new Error(`A start ended with ${code} and no row.`)) : resolve(first)))
  })
}

if (process.argv[1]?.endsWith('office.ts')) {
  console.table(
    (await run()).map((row) => ({
      ...row,
      ours: Math.round(row.ours),
      peer: row.peer === null ? null : Math.round(row.peer),
      ratio: row.ratio === null ? null : Number(row.ratio.toFixed(2)),
    })),
  )
}
