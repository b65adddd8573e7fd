import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { CallName, Input, Job, Notice, Output } from '../../shared/contract.ts'
import { startDesk } from '../../main/desk/start.ts'
import { restoreStore } from '../../main/store/backup.ts'
import { databaseKeyHex, openKeyring } from '../../main/store/keyring.ts'
import { openForReading } from '../../main/store/open.ts'

const KEY = 'a passphrase of this test'
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'liaison-restore-'))
  folders.push(made)
  return made
}

async function open(dataFolder: string) {
  const jobs = new Map<string, (job: Job) => void>()
  const desk = await startDesk({ dataFolder, keyText: KEY, osKeyStore: null })
  const connection = desk.connect({
    host: 'local',
    notify: (notice: Notice) => {
      if (notice.kind === 'job' && notice.job.status !== 'running') jobs.get(notice.job.id)?.(notice.job)
    },
  })
  async function call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await connection.call(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`)
    return reply.output as Output<N>
  }
  return {
    call,
    job: (id: string) => new Promise<Job>((resolve) => void jobs.set(id, resolve)),
    close: () => desk.close(),
  }
}

/** Incarnation and number of every command, in the order of the numbers. */
async function issued(dataFolder: string): Promise<{ incarnation: number; n: number; name: string }[]> {
  const db = openForReading(join(dataFolder, 'store.db'), databaseKeyHex(await openKeyring(dataFolder, { passphrase: KEY })))
  try {
    return db
      .prepare<[], { incarnation: number; n: number; name: string }>("SELECT incarnation, n, name FROM ledger_command WHERE subject NOT LIKE '@%' ORDER BY incarnation, n")
      .all()
  } finally {
    db.close()
  }
}

it('counts anew under the next incarnation after a restore, once, and keeps what was counted before', async () => {
  const first = join(folder(), 'data')
  const desk = await open(first)
  await desk.call('session.setUp', { office: 'CHZRHB', name: null, zone: null, user: 'anna', userName: null, password: 'password1', watchedFolder: null, outFolder: null })
  await desk.call('session.signIn', { user: 'anna', password: 'password1' })
  const note = (text: string) => ({ commands: [{ id: randomUUID(), name: 'note', item: 'RR473124829FR', args: { text } }] })
  await desk.call('act', note('before'))
  const file = join(folder(), 'office.backup')
  const { job } = await desk.call('store.backup', { file })
  expect((await desk.job(job)).status).toBe('done')
  await desk.call('act', note('after the backup: the restored desk knows nothing of it'))
  await desk.close()

  const second = join(folder(), 'data')
  await restoreStore({ file, folder: second, keys: { passphrase: KEY } }, () => {})
  for (const text of ['restored', 'and opened again']) {
    const again = await open(second)
    await again.call('session.signIn', { user: 'anna', password: 'password1' })
    const { outcomes } = await again.call('act', note(text))
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['accepted'])
    await again.close()
  }
  expect(await issued(second)).toEqual([
    { incarnation: 1, n: expect.any(Number), name: 'note' },
    { incarnation: 2, n: 1, name: 'note' },
    { incarnation: 2, n: 2, name: 'note' },
  ])
})
