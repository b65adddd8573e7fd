/** The out-tray: what is owed to the post, and what of it could be written. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Output as Answer } from '../../../shared/contract.ts'
import { type Context, type Run, withDesk } from './context.ts'
import { DONE, NOT_ALL_WELL } from './failures.ts'
import { eachPage } from './lists.ts'
import type { Link } from './open.ts'
import { count, Table } from './output.ts'
import { outRecord } from './rows.ts'

type OutRow = Answer<'exchange.out'>['rows'][number]
type OutRecord = ReturnType<typeof outRecord>

export const outbox: Run = async (context, { options }) => {
  const folder = options.one('flush')
  return withDesk(context, async (link) => (folder === null ? list(context, link) : flush(context, link, resolve(context.workingFolder, folder))))
}

const table = (context: Context) =>
  new Table<OutRecord>(context.output, [
    { title: 'Type', of: (row) => row.type },
    { title: 'Item', of: (row) => row.item },
    { title: 'Says', of: (row) => row.decision ?? row.event },
    { title: 'Status', of: (row) => row.status },
    { title: 'By', of: (row) => row.actor },
    { title: 'Decided', of: (row) => row.decidedAt },
    { title: 'Due', of: (row) => row.dueAt },
    { title: 'File or reason', of: (row) => row.reason ?? row.file, most: 100 },
  ])

async function show(context: Context, to: Table<OutRecord>, rows: readonly OutRow[]): Promise<void> {
  const records = rows.map(outRecord)
  if (context.output.asJson) for (const record of records) await context.output.record(record)
  else await to.rows(records)
}

/** The rows that pass, ordered by id. The desk gives the newest first, as its screen wants them. */
async function rowsById(link: Link, keep: (row: OutRow) => boolean): Promise<OutRow[]> {
  const kept: OutRow[] = []
  await eachPage(
    (after, limit) => link.call('exchange.out', { after, limit }),
    (rows) => {
      for (const row of rows) if (keep(row)) kept.push(row)
      return Promise.resolve(rows.length)
    },
  )
  return kept.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

async function list(context: Context, link: Link): Promise<typeof DONE> {
  const rows = await rowsById(link, () => true)
  await show(context, table(context), rows)
  if (!context.output.asJson) context.output.say(count(rows.length, 'answer'))
  return DONE
}

/** Writes what is due; prints the rows that were written or could not be, then those that wait, then the sums. */
async function flush(context: Context, link: Link, folder: string): Promise<typeof DONE | typeof NOT_ALL_WELL> {
  const { output } = context
  // A folder that somebody names for this very purpose is made; the office's own out folder never is.
  mkdirSync(folder, { recursive: true })
  const { written, failed, waiting } = await link.call('exchange.flush', { folder })
  const touched = new Set([...written, ...failed].map(({ id }) => id))
  const concerned = await rowsById(link, (row) => touched.has(row.id) || row.status === 'waiting')
  await show(context, table(context), concerned)
  const dueTimes = concerned.flatMap((row) => (row.status === 'waiting' ? [row.dueAt] : [])).sort()
  const summary = { folder, written: written.length, failed: failed.length, waiting, nextDue: dueTimes[0] ?? null }
  if (output.asJson) await output.record({ summary })
  else {
    await output.line(
      `${count(summary.written, 'answer')} written to ${folder}, ${summary.failed} failed, ${summary.waiting} waiting${summary.nextDue === null ? '' : ` (the next may leave at ${summary.nextDue})`}.`,
    )
  }
  return failed.length > 0 ? NOT_ALL_WELL : DONE
}
