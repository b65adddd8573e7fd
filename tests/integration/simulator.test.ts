/** A simulated office at a real desk; and the size of one, which memory must not notice. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { simulate, type SimulationOptions, type TruthOfItem } from '../../main/simulate/office.ts'
import { Room } from './desk-room.ts'

const OPTIONS: SimulationOptions = { seed: 5, office: 'CHZRHB', dispatches: 25, items: 1500, faults: true, startsAt: Date.UTC(2026, 10, 23, 5) }
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let room: Room | null = null
afterEach(async () => {
  await room?.close()
  room = null
})

/** The simulated files in the desk's mail folder, read by it, and what was true of them. */
async function imported(options: Partial<SimulationOptions>) {
  room = await new Room().setUp()
  const truth: TruthOfItem[] = []
  const broken = new Map<string, readonly string[]>()
  let files = 0
  for (const one of simulate({ ...OPTIONS, ...options })) {
    if (one.kind === 'truth') truth.push(one)
    if (one.kind !== 'interchange') continue
    files += 1
    room.put(one.name, one.bytes)
    if (one.faults.length > 0) broken.set(one.name, one.faults)
  }
  const anna = await room.seat().signIn('anna')
  const { job, lines } = await anna.import(room.mail)
  return { anna, truth, broken, files, result: job.result, lines: lines.map((line) => ({ ...line, file: line.file.slice(line.file.lastIndexOf('/') + 1) })) }
}

const known = (truth: readonly TruthOfItem[]): Set<string> => new Set(truth.filter(({ announced, declared }) => announced || declared).map(({ item }) => item))

describe('a simulated office at a desk', () => {
  test('without faults: every file is accepted, and every item is there', { timeout: 120_000 }, async () => {
    const { anna, files, result, lines } = await imported({ faults: false })
    expect(result).toMatchObject({ files, messages: files, accepted: files, acceptedWithFindings: 0, setAside: 0, duplicate: 0, dispatches: expect.any(Number) })
    expect(lines.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error')).toEqual([])
    expect((await anna.call('items.counts', {})).all).toBe(OPTIONS.items)
  })

  test('with faults: only what the truth calls broken is set aside, and the lists are what a replay gives', { timeout: 120_000 }, async () => {
    const { anna, truth, broken, lines } = await imported({ dispatches: 120, items: 2400 })
    const unreadable = ['truncated', 'not-well-formed', 'unreadable']
    const aside = (faults: readonly string[] = []): boolean => faults.some((fault) => unreadable.includes(fault))
    expect(broken.size).toBeGreaterThan(5)
    expect(lines.filter(({ status }) => status === 'set-aside').map(({ file }) => file)).toEqual([...broken].filter(([, faults]) => aside(faults)).map(([file]) => file))
    expect(lines.filter(({ status }) => status === 'duplicate').map(({ file }) => file)).toEqual(
      [...broken].filter(([, faults]) => faults.includes('duplicate')).map(([file]) => file),
    )
    // Items that were never announced become known where the post reports an event of them; nothing else is invented.
    const all = (await anna.call('items.counts', {})).all
    expect(all).toBeGreaterThanOrEqual(known(truth).size)
    expect(all).toBeLessThanOrEqual(new Set(truth.map(({ item }) => item)).size)
    expect((await anna.job('store.verify')).result).toMatchObject({ ok: true, problems: [] })
  })
})

describe('the command', () => {
  const run = (folder: string, ...more: string[]) =>
    spawnSync(process.execPath, ['main/local/liaison.ts', 'simulate', '--out', folder, '--seed', '9', '--dispatches', '7', '--items', '150', ...more], {
      cwd: ROOT,
      encoding: 'utf8',
    })

  function digestOf(folder: string): string {
    const hash = createHash('sha256').update(readFileSync(join(folder, 'truth.ndjson')))
    for (const name of readdirSync(join(folder, 'in')).toSorted()) hash.update(name).update(readFileSync(join(folder, 'in', name)))
    return hash.digest('hex')
  }

  test('writes the same files for the same options, refuses a folder that is in use, and needs no desk', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'liaison-simulate-'))
    try {
      const [one, two] = [join(folder, 'one'), join(folder, 'two')]
      expect([run(one).status, run(two).status]).toEqual([0, 0])
      expect(digestOf(one)).toBe(digestOf(two))
      const truth = readFileSync(join(one, 'truth.ndjson'), 'utf8').trimEnd().split('\n')
      expect(truth.filter((line) => (JSON.parse(line) as { kind: string }).kind === 'truth')).toHaveLength(150)
      const again = run(one)
      expect(again).toMatchObject({ status: 2, stdout: '' })
      expect(again.stderr).toMatch(/not empty/)
      expect(digestOf(one)).toBe(digestOf(two))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test.each([
    [['--items', '0'], /from 1 to/],
    [['--dispatches', '151'], /at least as many items/],
    [['--items', '-1'], /--items/],
    [['--items', '1e9'], /--items takes a whole number/],
    [['--seed', '99999999999999999999'], /--seed takes a whole number/],
    [['--faults', 'perhaps'], /--faults takes on or off/],
    [['--start', 'tomorrow'], /--start takes a day/],
    [['--office', 'ZRH'], /CHZRHB/],
    [['--hours', '0'], /hours/],
  ] as [string[], RegExp][])('%j: exit 2, says what may be, and makes nothing', (more, expected) => {
    const folder = join(tmpdir(), 'liaison-simulate-never-made')
    const { status, stdout, stderr } = run(folder, ...more)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(expected)
    expect(existsSync(folder)).toBe(false)
  })

  test('says that a folder cannot be made where there can be none', () => {
    const { status, stderr } = run(join(tmpdir(), 'liaison-nowhere', 'below'))
    expect(status).toBe(2)
    expect(stderr).toMatch(/cannot be made/)
  })
})

test('two hundred thousand items pass through a heap that could hold few of them', { timeout: 300_000 }, () => {
  const program = `
    import { simulate } from ${JSON.stringify(new URL('../../main/simulate/office.ts', import.meta.url).href)}
    let items = 0, bytes = 0
    for (const one of simulate({ seed: 1, office: 'CHZRHB', dispatches: 1000, items: 200000, faults: true, startsAt: ${OPTIONS.startsAt} })) {
      if (one.kind === 'truth') items += 1
      if (one.kind === 'interchange') bytes += one.bytes.length
    }
    console.log(items, bytes > 200e6)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=48', '--input-type=module', '--eval', program], { encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '200000 true\n', stderr: '' })
})
