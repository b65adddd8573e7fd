/**
 * `kill -9` at any moment. What was acknowledged on stdout is there afterwards, nothing is there twice, and the store
 * verifies. `LIAISON_FAULT_SECONDS` lengthens the rounds; the seed is printed and may be given as `LIAISON_FAULT_SEED`.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportLine } from '../../shared/contract.ts'
import type { OutcomeRecord } from '../../main/local/command-line/rows.ts'
import { type Ended, records, run, type Running, s10, setUp, start, withoutUndoTime, writeDispatches } from './commands.ts'

const SECONDS = Number(process.env['LIAISON_FAULT_SECONDS'] ?? 10)
const seed = Number(process.env['LIAISON_FAULT_SEED'] ?? Date.now() % 1_000_000)
console.log(`kill -9: seed ${seed}, ${SECONDS} s a test`)

/**
 * Kills a command: half of the time at any moment, half of the time just after it began to answer, when what it said
 * is worth the most and the least of it has been cleaned up.
 *
 * @param longest milliseconds that such a command takes
 */
async function killSomewhere(command: Running, next: () => number, longest: number): Promise<Ended> {
  const early = next() < 0.5
  const delay = next() * (early ? longest : 30)
  if (!early) await Promise.race([new Promise((resolve) => command.child.stdout?.once('data', resolve)), command.ended])
  await Promise.race([sleep(delay), command.ended])
  command.child.kill('SIGKILL')
  return command.ended
}

/** Mulberry32: small, and the same everywhere. */
function random(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

let folder: string
let data: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-kill-'))
  data = join(folder, 'data')
  await setUp(data)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const liaison = (args: readonly string[], input?: string) => run([...args, '--data', data, '--json'], input === undefined ? {} : { input })

async function expectSound() {
  const { code, stdout, stderr } = await liaison(['verify'])
  expect({ code, stderr, result: records(stdout)[0] }).toMatchObject({ code: 0, result: { ok: true, problems: [] } })
}

test(
  'of an import: what was acknowledged is there, the rest comes with the next try, nothing is there twice',
  async () => {
    const next = random(seed)
    const until = Date.now() + SECONDS * 1000
    const dispatches = 6
    const itemsEach = 40
    let longest = 1500
    for (let round = 0; Date.now() < until || round < 3; round++) {
      const incoming = join(folder, `in-${round}`)
      writeDispatches(incoming, 1 + round * dispatches, dispatches, itemsEach)
      const first = start(['import', incoming, '--data', data, '--json'])
      first.child.stdin?.end()
      const began = Date.now()
      const { stdout, signal } = await killSomewhere(first, next, longest)
      if (signal === null) longest = Math.max(300, Date.now() - began)
      const acknowledged = records<ImportLine>(stdout).filter((line) => 'sha256' in line)

      const second = await liaison(['import', incoming])
      expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: expect.any(String) })
      const lines = records<ImportLine>(second.stdout).filter((line) => 'sha256' in line)
      expect(acknowledged.map(({ sha256 }) => lines.find((line) => line.sha256 === sha256)?.status)).toEqual(acknowledged.map(() => 'duplicate'))
      expect(lines).toHaveLength(dispatches)

      const rows = records((await liaison(['items'])).stdout)
      const wanted = Array.from({ length: (round + 1) * dispatches * itemsEach }, (_, n) => s10(itemsEach + n))
      expect(rows.map((row) => row['item'])).toEqual(wanted.toSorted())
    }
    await expectSound()
  },
  SECONDS * 1000 + 120_000,
)

describe('of decisions', () => {
  test(
    'what was acknowledged is there under its number, and the same ids again repeat nothing',
    async () => {
      const next = random(seed + 1)
      const until = Date.now() + SECONDS * 1000
      let longest = 1500
      let last = 0
      for (let round = 0; Date.now() < until || round < 3; round++) {
        const item = s10(90_000_000 + round)
        const ids = Array.from({ length: 120 }, (_, n) => `round-${round}-${n}`)
        const commands = ids.map((id) => `${JSON.stringify({ id, name: 'note', item, args: { text: id } })}\n`).join('')
        const first = start(['act', '--as', 'anna', '--data', data, '--json'])
        first.child.stdin?.end(commands)
        const began = Date.now()
        const { stdout, signal } = await killSomewhere(first, next, longest)
        if (signal === null) longest = Math.max(300, Date.now() - began)
        const acknowledged = records<OutcomeRecord>(stdout)

        const second = await liaison(['act', '--as', 'anna'], commands)
        expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: expect.any(String) })
        const outcomes = records<OutcomeRecord>(second.stdout)
        expect(outcomes.map(({ id }) => id)).toEqual(ids)
        expect(outcomes.slice(0, acknowledged.length)).toEqual(acknowledged)
        const numbers = outcomes.map(({ seq }) => seq ?? 0)
        expect(new Set(numbers).size).toBe(ids.length)
        expect(Math.min(...numbers)).toBeGreaterThan(last)
        last = Math.max(...numbers)

        const detail = records<{ timeline: { text: string; command: string | null }[] }>((await liaison(['item', item])).stdout)[0]
        const noted = (detail?.timeline ?? []).flatMap(({ command }) => (command?.startsWith(`round-${round}-`) === true ? [command] : []))
        expect(noted.toSorted()).toEqual(ids.toSorted())
      }
      await expectSound()
    },
    SECONDS * 1000 + 120_000,
  )

  test('of the process that owns the store: a command that went through it takes over and is answered whole', async () => {
    const item = s10(91_000_000)
    // The owner sits there with its input open, as a gateway does.
    const owner = start(['act', '--as', 'anna', '--data', data, '--json'])
    owner.child.stdin?.write(`${JSON.stringify({ id: 'owner-0', name: 'note', item, args: { text: 'mine' } })}\n`)
    await expect.poll(() => owner.stdout(), { timeout: 30_000 }).toContain('"owner-0"')

    const client = start(['act', '--as', 'anna', '--data', data, '--json'])
    const send = (n: number) => client.child.stdin?.write(`${JSON.stringify({ id: `client-${n}`, name: 'note', item, args: { text: String(n) } })}\n`)
    send(0)
    await expect.poll(() => client.stdout(), { timeout: 30_000 }).toContain('"client-0"')
    owner.child.kill('SIGKILL')
    for (let n = 1; n < 30; n++) send(n)
    client.child.stdin?.end()
    const { code, stdout, stderr } = await client.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(records<OutcomeRecord>(stdout).map(({ id, result }) => [id, result])).toEqual(Array.from({ length: 30 }, (_, n) => [`client-${n}`, 'accepted']))
    await owner.ended
    await expectSound()
  }, 120_000)

  test('of the process that owns the store: an import that went through it goes on, and names each file once', async () => {
    const incoming = join(folder, 'in-through')
    writeDispatches(incoming, 5000, 8, 1500)
    const owner = start(['act', '--as', 'anna', '--data', data, '--json'])
    owner.child.stdin?.write(`${JSON.stringify({ id: 'owner-1', name: 'note', item: s10(91_000_001), args: { text: 'mine' } })}\n`)
    await expect.poll(() => owner.stdout(), { timeout: 30_000 }).toContain('"owner-1"')

    const client = start(['import', incoming, '--data', data, '--json'])
    client.child.stdin?.end()
    await expect.poll(() => client.stdout(), { timeout: 30_000, interval: 5 }).toContain('"status"')
    owner.child.kill('SIGKILL')
    const { code, stdout, stderr } = await client.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = records<ImportLine>(stdout).filter((line) => 'sha256' in line)
    expect(lines.map(({ file }) => file)).toEqual(Array.from({ length: 8 }, (_, n) => join(incoming, `predes-500${n}.edi`)))
    // What was committed but not yet told when the owner died is known by then.
    expect(lines.filter(({ status }) => status !== 'accepted' && status !== 'duplicate')).toEqual([])
    await owner.ended
    expect(records((await liaison(['receptacles', '--dispatch', 'FRCDGACHZRHBAUN65007'])).stdout)).toMatchObject([{ announcedItems: 1500, items: 1500 }])
    await expectSound()
  }, 180_000)
})

test(
  'of a flush: each answer is in the folder once, as the ledger says it was sent',
  async () => {
    const next = random(seed + 2)
    const until = Date.now() + (SECONDS * 1000) / 2
    const out = join(folder, 'out')
    mkdirSync(out)
    await withoutUndoTime(data)
    let longest = 1500
    for (let round = 0; Date.now() < until || round < 2; round++) {
      const holds = Array.from(
        { length: 40 },
        (_, n) => `${JSON.stringify({ id: `hold-${round}-${n}`, name: 'hold', item: s10(92_000_000 + round * 100 + n), args: { reason: 'documents-awaited' } })}\n`,
      )
      expect((await liaison(['act', '--as', 'anna'], holds.join(''))).code).toBe(0)
      const first = start(['outbox', '--flush', out, '--data', data, '--json'])
      first.child.stdin?.end()
      const began = Date.now()
      if ((await killSomewhere(first, next, longest)).signal === null) longest = Math.max(300, Date.now() - began)
      // A kill between the file and the ledger leaves a file that the ledger does not know of yet.
      const left = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]))
      const { code, stderr } = await liaison(['outbox', '--flush', out])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      for (const [name, text] of left) if (!name.endsWith('.part')) expect(readFileSync(join(out, name), 'utf8')).toBe(text)
    }
    const rows = records(await liaison(['outbox']).then(({ stdout }) => stdout))
    expect(rows.filter(({ status }) => status !== 'sent')).toEqual([])
    const files = readdirSync(out)
    expect(files.toSorted()).toEqual(rows.map(({ file }) => String(file)).toSorted())
    const digests = rows.map(({ file }) =>
      createHash('sha256')
        .update(readFileSync(join(out, String(file))))
        .digest('hex'),
    )
    expect(digests).toEqual(rows.map(({ sha256 }) => sha256))
    await expectSound()
  },
  SECONDS * 1000 + 120_000,
)
