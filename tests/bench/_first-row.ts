/**
 * Started by office.ts as a process of its own: says how long after its start the first rows of the worklist were
 * there, and what memory it then had. With a key as the second argument it reads them from the file by hand.
 */
export interface FirstRow {
  /** From the start of the process, in milliseconds. */
  readonly ms: number
  readonly rows: number
  readonly rssMB: number
}

const ROWS = 50
const [, , place = '', key = '', raw = ''] = process.argv

const said = (rows: number): void => {
  const first: FirstRow = { ms: performance.now(), rows, rssMB: process.memoryUsage().rss / 1e6 }
  process.send?.(first)
}

// Either side loads what it needs, and nothing of the other's.
if (raw === 'raw') {
  const { openForReading } = await import('../../main/store/open.ts')
  const db = openForReading(place, key)
  said(db.prepare(`SELECT * FROM item ORDER BY id DESC LIMIT ${ROWS}`).all().length)
  db.close()
} else {
  const { startDesk } = await import('../../main/desk/start.ts')
  const desk = await startDesk({ dataFolder: place, keyText: key, osKeyStore: null })
  const connection = desk.connect({ host: 'local', notify: () => undefined, trusted: true })
  const reply = await connection.call('items.window', { filter: { where: [] }, sort: 'newest', position: 0, limit: ROWS })
  if (!reply.ok) throw new Error(reply.error.message)
  said((reply.output as { readonly rows: readonly unknown[] }).rows.length)
  await desk.close()
}
process.disconnect?.()
