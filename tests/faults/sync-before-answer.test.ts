/**
 * A system-call trace shows that the sync to disk precedes the acknowledgement. Wants `strace`; without it the tests
 * are skipped, and say so.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { records, run, s10, setUp, withoutUndoTime, writeDispatches } from './commands.ts'

const straceWorks = process.platform === 'linux' && spawnSync('strace', ['-f', '-e', 'trace=none', 'true']).status === 0
if (!straceWorks) console.warn('SKIPPED: strace is missing or may not trace here, so that the order of sync and acknowledgement is not shown.')

interface Call {
  readonly name: string
  /** All that strace shows of its arguments, paths of descriptors included. */
  readonly text: string
}

/** System calls in the order in which they *ended*: an answer that begins after a sync has ended is what counts. */
function callsOf(trace: string): Call[] {
  const begun = new Map<string, string>()
  const calls: Call[] = []
  for (const line of trace.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const unfinished = /^(\w+)\((.*)<unfinished \.\.\.>$/.exec(rest)
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest)
    const whole = /^(\w+)\((.*)$/.exec(rest)
    if (unfinished !== null) begun.set(pid, unfinished[2] ?? '')
    else if (resumed !== null) calls.push({ name: resumed[1] ?? '', text: `${begun.get(pid) ?? ''}${resumed[2] ?? ''}` })
    else if (whole !== null) calls.push({ name: whole[1] ?? '', text: whole[2] ?? '' })
  }
  return calls
}

let folder: string
let data: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-trace-'))
  data = join(folder, 'data')
  await setUp(data)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function traced(args: readonly string[], input = '') {
  const file = join(folder, 'trace')
  const before = ['strace', '-f', '-y', '-s', '400', '-e', 'trace=write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,rename,renameat,renameat2', '-o', file, '--']
  const ended = await run([...args, '--data', data, '--json'], { before, input })
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  return { calls: callsOf(readFileSync(file, 'utf8')), stdout: ended.stdout }
}

const isSync = ({ name }: Call) => name === 'fsync' || name === 'fdatasync'
const isWrite = ({ name }: Call) => /^p?writev?(?:64|2)?$/.test(name)
/** Where stdout gets the line that acknowledges; `text` as strace quotes it. */
const answerAt = (calls: readonly Call[], text: string) => calls.findIndex((call) => isWrite(call) && call.text.startsWith('1<') && call.text.includes(text.replaceAll('"', '\\"')))

/** The last write to the store's log before `end`, and the sync after it. */
function expectSyncedBefore(calls: readonly Call[], end: number, path: RegExp) {
  expect(end).toBeGreaterThan(0)
  const before = calls.slice(0, end)
  const lastWrite = before.findLastIndex((call) => isWrite(call) && path.test(call.text.slice(0, call.text.indexOf('>') + 1)))
  const lastSync = before.findLastIndex((call) => isSync(call) && path.test(call.text))
  expect(lastWrite).toBeGreaterThan(-1)
  // A sync between the last write to it and the acknowledgement.
  expect(lastSync).toBeGreaterThan(lastWrite)
}

const LOG = /store\.db-wal>/

describe.skipIf(!straceWorks)('the disk has it before anybody is told', () => {
  test('a decision', async () => {
    const { calls } = await traced(['act', '--as', 'anna'], `${JSON.stringify({ id: 'traced-1', name: 'flag', item: s10(1) })}\n`)
    expectSyncedBefore(calls, answerAt(calls, '{"id":"traced-1"'), LOG)
  })

  test('an import: the bytes of the file, and then what was read of them', async () => {
    writeDispatches(join(folder, 'in'), 1, 1, 20)
    const { calls } = await traced(['import', join(folder, 'in')])
    const end = answerAt(calls, '"type":"PREDES"')
    expectSyncedBefore(calls, end, LOG)
    const before = calls.slice(0, end)
    const renamed = before.findIndex(({ name, text }) => name.startsWith('rename') && text.includes('/bodies/'))
    expect(renamed).toBeGreaterThan(-1)
    // The file itself before it gets its name, its folder afterwards.
    expect(before.slice(0, renamed).some((call) => isSync(call) && call.text.includes('/bodies/'))).toBe(true)
    expect(before.slice(renamed).some((call) => isSync(call) && call.text.includes('/bodies/'))).toBe(true)
  })

  test('an answer to the post: in the out folder before the ledger says sent, in the ledger before the command says so', async () => {
    await withoutUndoTime(data)
    const out = join(folder, 'out')
    mkdirSync(out)
    const held = await run(['act', '--as', 'anna', '--data', data, '--json'], {
      input: `${JSON.stringify({ id: 'held-1', name: 'hold', item: s10(25), args: { reason: 'documents-awaited' } })}\n`,
    })
    expect(records(held.stdout)[0]).toMatchObject({ result: 'accepted' })
    const { calls, stdout } = await traced(['outbox', '--flush', out])
    const written = records(stdout).filter((row) => row['status'] === 'sent')
    expect(written.length).toBeGreaterThan(0)
    for (const row of written) {
      const file = String(row['file'])
      const renamed = calls.findIndex(({ name, text }) => name.startsWith('rename') && text.includes(file))
      expect(calls.slice(0, renamed).some((call) => isSync(call) && call.text.includes(`.${file}.part`))).toBe(true)
      const folderSynced = calls.findIndex((call, at) => at > renamed && isSync(call) && call.text.includes(`<${out}>`))
      expect(folderSynced).toBeGreaterThan(renamed)
      expect(calls.findIndex((call, at) => at > folderSynced && isWrite(call) && LOG.test(call.text))).toBeGreaterThan(folderSynced)
      expectSyncedBefore(calls, answerAt(calls, file), LOG)
    }
  })
})
