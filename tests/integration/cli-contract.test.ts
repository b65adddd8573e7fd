/** The command line against a real desk: the keys it prints, its exit codes, and what it does beside others. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Desk } from '../../main/desk/port.ts'
import { startDesk } from '../../main/desk/start.ts'
import { main } from '../../main/local/cli.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SAMPLES = join(ROOT, 'tests/fixtures/samples')
const sample = (name: string) => join(SAMPLES, name)
const KEY = 'a passphrase of several words'
/** Without a passphrase: the key file opens a store at once, argon2 takes its time on purpose. */
const ENV: NodeJS.ProcessEnv = { LIAISON_PASSWORD: 'correct horse battery' }

type Json = Record<string, unknown>

interface Answer {
  readonly code: number
  readonly lines: Json[]
  readonly stderr: string
}

let folder: string
/** A store with an office and nothing else, copied for each group of tests: making one costs a second of argon2. */
let empty: string
let data: string

/** Runs a command in this process. stdout must be NDJSON and nothing else. */
async function liaison(args: readonly string[], { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Answer> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const collect = (stream: PassThrough) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    return () => Buffer.concat(chunks).toString('utf8')
  }
  const [out, err] = [collect(stdout), collect(stderr)]
  stdin.end(input)
  const code = await main([...args, '--data', data, '--json'], { ...ENV, ...env }, { stdin, stdout, stderr })
  await new Promise((resolve) => setImmediate(resolve))
  const text = out()
  expect(text === '' || text.endsWith('\n')).toBe(true)
  return {
    code,
    lines: text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Json),
    stderr: err(),
  }
}

/** The answer of a command that must succeed. */
async function done(args: readonly string[], input = ''): Promise<Json[]> {
  const { code, lines, stderr } = await liaison(args, { input })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return lines
}
const act = async (...commands: Json[]) => liaison(['act', '--as', 'anna'], { input: commands.map((command) => `${JSON.stringify(command)}\n`).join('') })
const keys = (value: unknown) => Object.keys(value as object)

const usualConfig = process.env['XDG_CONFIG_HOME']
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-cli-'))
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config')
  empty = join(folder, 'empty')
  data = empty
  const { code, stderr } = await liaison(['init', '--office', 'CHZRHB', '--user', 'anna', '--role', 'supervisor'])
  if (code !== 0) throw new Error(stderr)
})
afterAll(() => {
  if (usualConfig === undefined) delete process.env['XDG_CONFIG_HOME']
  else process.env['XDG_CONFIG_HOME'] = usualConfig
  rmSync(folder, { recursive: true, force: true })
})

const fresh = (name: string) => {
  const copy = join(folder, name)
  rmSync(copy, { recursive: true, force: true })
  cpSync(empty, copy, { recursive: true })
  return copy
}

const ITEM_KEYS = [
  'item',
  'case',
  'dispatch',
  'receptacle',
  'state',
  'lane',
  'flags',
  'targeted',
  'class',
  'originCountry',
  'nature',
  'description',
  'pieces',
  'grossWeightKg',
  'value',
  'currency',
  'sender',
  'addressee',
  'declared',
  'lastEvent',
  'updatedAt',
]
const PROGRESS = { declared: 0, targeted: 0, toPresent: 0, seen: 0, excess: 0, expected: 0, arrived: 0, presented: 0, held: 0, released: 0, stopped: 0 }
const RECONCILED = { twice: false, advised: 0, missing: 0, elsewhere: 0, ...PROGRESS }
const LINE_KEYS = ['file', 'sha256', 'type', 'reference', 'sender', 'status', 'supersedes', 'findings', 'dispatches', 'receptacles', 'items', 'events']
const OUTCOME_KEYS = ['id', 'item', 'name', 'result', 'code', 'text', 'pending', 'seq', 'state']
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('init', () => {
  const passphrase = { LIAISON_KEY: KEY }

  test('prints the recovery key once, on a store that only its user can look into', async () => {
    data = join(folder, 'made')
    const { code, lines, stderr } = await liaison(['init', '--office', 'chzrhb', '--user', 'anna', '--role', 'supervisor'], { env: passphrase })
    expect(code).toBe(0)
    expect(lines).toEqual([
      {
        office: 'CHZRHB',
        user: 'anna',
        roles: ['supervisor', 'administrator'],
        zone: 'Europe/Zurich',
        data,
        key: 'passphrase',
        recoveryKey: expect.stringMatching(/^[0-9A-Z-]{30,}$/),
      },
    ])
    expect(stderr).toMatch(/recovery key/)
    if (process.platform !== 'win32') expect([data, ...readdirSync(data).map((name) => join(data, name))].filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([])
  })

  test.each([
    ['the passphrase', passphrase, 0, /^$/],
    ['another passphrase', { LIAISON_KEY: 'quite another passphrase' }, 2, /does not open this store/],
    ['no passphrase', {}, 2, /LIAISON_KEY/],
  ])('its store opens, or does not, with %s', async (_what, env, expected, message) => {
    const { code, lines, stderr } = await liaison(['items'], { env })
    expect({ code, lines }).toEqual({ code: expected, lines: [] })
    expect(stderr).toMatch(message)
  })

  test('leaves an office that is there alone', async () => {
    data = fresh('again')
    const { code, lines, stderr } = await liaison(['init', '--office', 'FRCDGA', '--user', 'berta'])
    expect({ code, lines }).toEqual({ code: 2, lines: [] })
    expect(stderr).toMatch(/office .*already/)
    expect(await done(['items'])).toEqual([])
  })

  test('makes a key file where no passphrase is given; without it the store stays shut', async () => {
    data = join(folder, 'with-file')
    const { code, lines } = await liaison(['init', '--office', 'CHZRHB', '--user', 'anna', '--zone', 'Europe/Paris'])
    expect({ code, line: lines[0] }).toMatchObject({ code: 0, line: { key: 'file', zone: 'Europe/Paris' } })
    expect((await liaison(['items'])).code).toBe(0)
    process.env['XDG_CONFIG_HOME'] = join(folder, 'another-user')
    try {
      expect(await liaison(['items'])).toMatchObject({ code: 2, lines: [] })
    } finally {
      process.env['XDG_CONFIG_HOME'] = join(folder, 'config')
    }
  })

  test('begins an office with somebody who may do everything', async () => {
    data = join(folder, 'officer')
    expect(await liaison(['init', '--office', 'CHZRHB', '--user', 'otto', '--role', 'officer'])).toMatchObject({
      code: 2,
      lines: [],
      stderr: expect.stringMatching(/supervisor and administrator/),
    })
  })
})

describe('a store that cannot be opened ends with 2, and nothing is printed', () => {
  test('where its bytes were overwritten', async () => {
    data = fresh('damaged')
    writeFileSync(join(data, 'store.db'), Buffer.alloc(8192, 0x5a))
    const { code, lines, stderr } = await liaison(['items'])
    expect({ code, lines }).toEqual({ code: 2, lines: [] })
    expect(stderr).not.toBe('')
  })

  test('where there is none', async () => {
    data = join(folder, 'nothing')
    mkdirSync(data, { recursive: true })
    expect(await liaison(['items'])).toMatchObject({ code: 2, lines: [], stderr: expect.stringMatching(/No office is set up/) })
  })
})

describe('a lost password', () => {
  test('is set anew with the recovery key, which opens the store too where its passphrase is lost', async () => {
    data = join(folder, 'lost')
    const { lines } = await liaison(['init', '--office', 'CHZRHB', '--user', 'anna'], { env: { LIAISON_KEY: KEY } })
    const recovery = { LIAISON_RECOVERY_KEY: String(lines[0]?.['recoveryKey']), LIAISON_PASSWORD: 'a new horse battery' }
    expect(await liaison(['recover', '--user', 'anna'], { env: { ...recovery, LIAISON_RECOVERY_KEY: '0000-0000-0000-0000-0000-0000-0000-0000' } })).toMatchObject({
      code: 2,
      lines: [],
    })
    expect(await liaison(['recover', '--user', 'anna'], { env: recovery })).toMatchObject({ code: 0, lines: [{ user: 'anna' }] })
    const flag = { input: '{"name":"flag","item":"RR473124829FR"}\n' }
    expect((await liaison(['act', '--as', 'anna'], { ...flag, env: { LIAISON_KEY: KEY } })).code).toBe(2)
    expect((await liaison(['act', '--as', 'anna'], { ...flag, env: { LIAISON_KEY: KEY, LIAISON_PASSWORD: 'a new horse battery' } })).code).toBe(0)
  })
})

describe('the sample day', () => {
  /** Open for the greater part, since opening a store for each look at it is most of the time that a look takes. */
  let desk: Desk | null = null
  beforeAll(() => {
    data = fresh('day')
  })
  afterAll(() => desk?.close())

  test('is imported with a line a message and the sums', async () => {
    const lines = await done(['import', SAMPLES])
    expect(
      lines
        .slice(0, -1)
        .map((line) => [line['file'], line['type'], line['reference'], line['sender'], line['status'], line['dispatches'], line['receptacles'], line['items'], line['events']]),
    ).toEqual([
      [sample('emsevt.edi'), 'EMSEVT', '20261122113500', 'FRA01', 'accepted', 0, 0, 0, 2],
      [sample('itmatt.xml'), 'ITMATT', 'IA000991', 'FRA01', 'accepted', 0, 0, 2, 0],
      [sample('manifest.csv'), 'MANIFEST', 'manifest', null, 'accepted', 0, 0, 1, 0],
      [sample('predes.edi'), 'PREDES', 'FRCDGACHZRHBAUN60123', 'FRA01', 'accepted', 1, 2, 3, 0],
    ])
    for (const line of lines.slice(0, -1)) expect(keys(line)).toEqual(LINE_KEYS)
    expect(lines.at(-1)).toEqual({
      summary: {
        files: 4,
        messages: 4,
        accepted: 4,
        acceptedWithFindings: 0,
        setAside: 0,
        duplicate: 0,
        dispatches: 1,
        receptacles: 2,
        items: 6,
        events: 2,
        seconds: expect.any(Number),
      },
    })
  })

  test('changes nothing the second time', async () => {
    desk = await startDesk({ dataFolder: data, keyText: null, osKeyStore: null })
    const lines = await done(['import', sample('predes.edi')])
    expect(lines[0]).toMatchObject({ status: 'duplicate', type: 'PREDES', reference: 'FRCDGACHZRHBAUN60123', sender: 'FRA01', dispatches: 0, items: 0 })
    expect(lines.at(-1)).toMatchObject({ summary: { messages: 1, duplicate: 1, accepted: 0 } })
  })

  test('shows its dispatch and receptacles', async () => {
    expect(await done(['dispatches'])).toEqual([
      {
        dispatch: 'FRCDGACHZRHBAUN60123',
        origin: 'FRCDGA',
        destination: 'CHZRHB',
        category: 'A',
        subclass: 'UN',
        // An item of it was seen at the office: EMD.
        status: 'arrived',
        receptacles: 2,
        items: 3,
        announcedAt: '2026-11-22T06:00:00.000Z',
        plannedArrival: '2026-11-22T09:45:00.000Z',
        arrivedAt: null,
        transport: 'LX0633',
        preAdvices: 1,
        ...PROGRESS,
        declared: 3,
        seen: 2,
        expected: 1,
        arrived: 2,
      },
    ])
    const receptacles = [
      {
        receptacle: 'FRCDGACHZRHBAUN60123001000123',
        dispatch: 'FRCDGACHZRHBAUN60123',
        type: 'BG',
        weightKg: 12.3,
        announcedItems: 2,
        items: 2,
        status: 'announced',
        ...RECONCILED,
        advised: 2,
        declared: 2,
        seen: 2,
        arrived: 2,
      },
      {
        receptacle: 'FRCDGACHZRHBAUN60123002100064',
        dispatch: 'FRCDGACHZRHBAUN60123',
        type: 'BG',
        weightKg: 6.4,
        announcedItems: 1,
        items: 1,
        status: 'announced',
        ...RECONCILED,
        advised: 1,
        missing: 1,
        declared: 1,
        expected: 1,
      },
    ]
    expect(await done(['receptacles'])).toEqual(receptacles)
    expect(await done(['receptacles', '--dispatch', 'frcdga chzrhb a un 6 0123'])).toEqual(receptacles)
    expect(await liaison(['receptacles', '--dispatch', 'FRCDGACHZRHBAUN69999'])).toMatchObject({ code: 1, lines: [] })
  })

  test('shows its items, ordered by identifier', async () => {
    const rows = await done(['items'])
    for (const row of rows) expect(keys(row)).toEqual(ITEM_KEYS)
    expect(rows).toMatchObject([
      {
        item: 'CP473124829FR',
        state: 'expected',
        class: 'C',
        originCountry: 'FR',
        nature: '31',
        description: 'gift',
        pieces: 1,
        grossWeightKg: 1.9,
        value: '1.00',
        currency: 'EUR',
        declared: true,
        lastEvent: null,
        flags: [],
        targeted: false,
      },
      {
        item: 'LX806576725FR',
        nature: '11',
        pieces: 2,
        grossWeightKg: 0.32,
        value: '36.50',
        currency: 'EUR',
        lastEvent: 'EME',
        sender: expect.stringContaining('Nadège Caron'),
        addressee: expect.stringContaining('Zürich'),
      },
      {
        item: 'RR473124829FR',
        dispatch: 'FRCDGACHZRHBAUN60123',
        receptacle: 'FRCDGACHZRHBAUN60123001000123',
        description: "Men's knitted cotton T-shirt; Leather belt with metal buckle",
        pieces: 2,
        grossWeightKg: 0.45,
        value: '83.00',
        currency: 'EUR',
        lastEvent: 'EMD',
      },
    ])
    for (const row of rows) expect(row['updatedAt']).toMatch(TIME)
  })

  test.each([
    [['--where', 'item=rr473124829fr'], ['RR473124829FR']],
    [['--where', 'class=C'], ['CP473124829FR']],
    [
      ['--where', 'declared=true', '--where', 'nature=11'],
      ['LX806576725FR', 'RR473124829FR'],
    ],
    [
      ['--where', 'nature=11', '--where', 'nature=31'],
      ['CP473124829FR', 'LX806576725FR', 'RR473124829FR'],
    ],
    [['--where', 'nature!=11'], ['CP473124829FR']],
    [['--where', 'description=gift'], ['CP473124829FR']],
    [['--where', 'lastEvent=null'], ['CP473124829FR']],
    [['--where', 'pieces=2', '--limit', '1'], ['LX806576725FR']],
    [['--where', 'state=held'], []],
    [['--search', 'cotton'], ['RR473124829FR']],
    [['--search', 'nadege reims'], ['LX806576725FR']],
    [['--search', 'nowhere'], []],
    [
      ['--search', '47312482'],
      ['CP473124829FR', 'RR473124829FR'],
    ],
    [
      ['--limit', '2'],
      ['CP473124829FR', 'LX806576725FR'],
    ],
    [['--limit', '0'], []],
  ])('items %j', async (options, expected) => {
    expect((await done(['items', ...options])).map((row) => row['item'])).toEqual(expected)
  })

  test('shows an item with all that is known, under any spelling', async () => {
    const [detail] = await done(['item', 'rr 473-124-829 fr'])
    expect(keys(detail)).toEqual([...ITEM_KEYS, 'declaration', 'content', 'events', 'timeline', 'findings', 'hits'])
    const { content, events, timeline, hits } = detail as Record<string, Json[]>
    expect(content?.[0]).toEqual({
      piece: 1,
      description: "Men's knitted cotton T-shirt",
      quantity: 2,
      netWeightKg: 0.3,
      value: '38.00',
      currency: 'EUR',
      hs: '610910',
      origin: 'PT',
      found: null,
    })
    expect(events).toEqual([
      { code: 'EMD', at: '2026-11-22T10:30:00.000Z', office: 'CHZRHB', receptacle: 'FRCDGACHZRHBAUN60123001000123', reason: null, remark: null, message: expect.any(Number) },
    ])
    for (const entry of timeline ?? []) expect(keys(entry)).toEqual(['at', 'kind', 'text', 'actor', 'command'])
    for (const hit of hits ?? []) expect([keys(hit), typeof hit['reason']]).toEqual([['rule', 'lane', 'reason', 'values'], 'string'])
  })

  test('does not know an item that nobody announced', async () => {
    expect(await liaison(['item', 'RR000000005FR'])).toMatchObject({ code: 1, lines: [], stderr: expect.stringMatching(/no item/) })
  })

  test('takes decisions, and answers each once', async () => {
    const hold = { id: 'gw-1', name: 'hold', item: 'cp 473 124 829 fr', args: { reason: 'proof-of-value', text: 'No invoice' } }
    const first = await act(hold)
    expect(first).toMatchObject({
      code: 0,
      lines: [{ id: 'gw-1', item: 'CP473124829FR', name: 'hold', result: 'accepted', code: null, pending: false, seq: expect.any(Number), state: 'held' }],
    })
    expect(keys(first.lines[0])).toEqual(OUTCOME_KEYS)
    expect((await act(hold)).lines).toEqual(first.lines)
    expect((await act({ ...hold, name: 'release', args: {} })).lines).toEqual(first.lines)
    expect((await done(['items', '--where', 'state=held'])).map((row) => row['item'])).toEqual(['CP473124829FR'])
  })

  test('goes on after lines that are no commands, and says 1', async () => {
    const { code, lines } = await liaison(['act', '-', '--as', 'anna'], {
      input:
        'release\n{"name":"note","item":"RR473124829FR","args":{"text":"seen"}}\n{"id":"x1","name":"note","item":"RR473124829FR","args":{"txt":"seen"}}\n{"name":"frobnicate","item":"RR473124829FR"}\n',
    })
    expect(code).toBe(1)
    expect(lines.map((line) => [line['result'], line['code']])).toEqual([
      ['rejected', 'syntax'],
      ['accepted', null],
      ['rejected', 'args'],
      ['rejected', 'unknown-command'],
    ])
    for (const line of lines) expect(keys(line)).toEqual(OUTCOME_KEYS)
  })

  test('a rejected command is stored: the same id says the same for ever', async () => {
    const release = { id: 'gw-2', name: 'reopen', item: 'RR473124829FR', args: { reason: 'by mistake' } }
    const first = await act(release)
    expect(first).toMatchObject({ code: 1, lines: [{ result: 'rejected', seq: null }] })
    expect((await act({ ...release, name: 'note', args: { text: 'x' } })).lines).toEqual(first.lines)
  })

  test('attaches a file of the working directory', async () => {
    const photo = join(folder, 'photo.jpg')
    writeFileSync(photo, 'not really a photo')
    expect(
      await act({ name: 'attach', item: 'RR473124829FR', args: { path: photo } }, { name: 'attach', item: 'RR473124829FR', args: { path: join(folder, 'gone.jpg') } }),
    ).toMatchObject({
      code: 1,
      lines: [{ result: 'accepted' }, { result: 'rejected', code: 'attachment' }],
    })
  })

  test('lists the answers that are owed, and keeps them until the undo time is over', async () => {
    const rows = await done(['outbox'])
    for (const row of rows)
      expect(keys(row)).toEqual([
        'id',
        'type',
        'item',
        'decision',
        'event',
        'command',
        'actor',
        'decidedAt',
        'dueAt',
        'status',
        'supersedes',
        'supersededBy',
        'file',
        'sha256',
        'reason',
      ])
    expect(rows.map((row) => `${String(row['type'])} ${String(row['decision'] ?? row['event'])} ${String(row['status'])} ${String(row['actor'])}`).toSorted()).toEqual([
      'CUSRSP HOLD waiting anna',
      'EMSEVT EME waiting anna',
    ])
    for (const row of rows) expect(Date.parse(String(row['dueAt'])) - Date.parse(String(row['decidedAt']))).toBeGreaterThanOrEqual(60_000)
    const out = join(folder, 'out')
    mkdirSync(out, { recursive: true })
    const flushed = await done(['outbox', '--flush', out])
    expect(flushed.at(-1)).toEqual({ summary: { folder: out, written: 0, failed: 0, waiting: 2, nextDue: rows[0]?.['dueAt'] } })
    expect(readdirSync(out)).toEqual([])
  })

  test('an undone decision owes nothing', async () => {
    expect(await act({ name: 'undo', item: 'CP473124829FR', args: { command: 'gw-1' } })).toMatchObject({ code: 0, lines: [{ result: 'accepted', state: 'expected' }] })
    expect((await done(['outbox'])).map((row) => row['status'])).toEqual(['undone', 'undone'])
  })

  test('verifies, rebuilds to the same, and verifies again', async () => {
    const before = await done(['items'])
    await desk?.close()
    desk = null
    expect(await done(['items'])).toEqual(before)
    expect(await done(['verify'])).toMatchObject([{ ok: true, problems: [] }])
    expect(await done(['rebuild'])).toMatchObject([{ messages: 4 }])
    expect(await done(['items'])).toEqual(before)
    expect(await done(['verify'])).toMatchObject([{ ok: true, problems: [] }])
  })

  test('is backed up, restored elsewhere, and the same there', async () => {
    const before = await done(['items'])
    const file = join(folder, 'day.backup')
    expect(await done(['backup', file])).toMatchObject([{ file }])
    expect(await liaison(['backup', file])).toMatchObject({ code: 2, lines: [] })
    const original = data
    data = join(folder, 'restored')
    expect((await liaison(['restore', file])).code).toBe(0)
    expect(await done(['items'])).toEqual(before)
    expect(await done(['verify'])).toMatchObject([{ ok: true }])
    expect(await liaison(['restore', file])).toMatchObject({ code: 2, lines: [] })
    writeFileSync(`${file}.cut`, readFileSync(file).subarray(0, 20_000))
    data = join(folder, 'restored-from-half')
    expect(await liaison(['restore', `${file}.cut`])).toMatchObject({ code: 2, lines: [] })
    data = original
  })
})

describe('who acts', () => {
  beforeAll(() => {
    data = fresh('who')
  })

  test.each([
    ['a wrong password', ['--as', 'anna'], { LIAISON_PASSWORD: 'wrong horse battery' }],
    ['an unknown user', ['--as', 'nobody'], {}],
  ])('%s: 2, and nothing is decided', async (_what, as, env) => {
    const { code, lines, stderr } = await liaison(['act', ...as], { env, input: '{"name":"flag","item":"RR473124829FR"}\n' })
    expect({ code, lines }).toEqual({ code: 2, lines: [] })
    expect(stderr).not.toBe('')
    expect(await done(['items'])).toEqual([])
  })
})

describe('files that are no messages', () => {
  test('give one set-aside line each, and the rest goes on: 1', async () => {
    data = fresh('bad')
    const incoming = join(folder, 'incoming')
    mkdirSync(incoming, { recursive: true })
    const predes = readFileSync(sample('predes.edi'), 'utf8')
    writeFileSync(join(incoming, '1-noise.bin'), Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)))
    writeFileSync(join(incoming, '2-empty.edi'), '')
    writeFileSync(join(incoming, '3-cut.edi'), predes.slice(0, predes.indexOf('UNT')))
    writeFileSync(join(incoming, '4-unknown.edi'), predes.replaceAll('PREDES', 'NOSUCH'))
    writeFileSync(join(incoming, '5-entities.xml'), '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><ITMATT><Header>&e;</Header></ITMATT>')
    writeFileSync(join(incoming, '6-good.edi'), predes)
    const { code, lines } = await liaison(['import', incoming])
    expect(code).toBe(1)
    expect(lines.slice(0, -1).map((line) => [String(line['file']).slice(incoming.length + 1), line['status']])).toEqual([
      ['1-noise.bin', 'set-aside'],
      ['2-empty.edi', 'set-aside'],
      ['3-cut.edi', 'set-aside'],
      ['4-unknown.edi', 'set-aside'],
      ['5-entities.xml', 'set-aside'],
      ['6-good.edi', 'accepted'],
    ])
    for (const line of lines.slice(0, -2)) expect(line['findings']).not.toEqual([])
    expect(lines.at(-1)).toMatchObject({ summary: { setAside: 5, accepted: 1 } })
    expect((await done(['items'])).length).toBe(3)
  })

  test('an unknown map is a mistake of the caller: 2', async () => {
    expect(await liaison(['import', sample('predes.edi'), '--map', 'no-such-map'])).toMatchObject({ code: 2, lines: [], stderr: expect.stringMatching(/no map "no-such-map"/) })
  })
})

describe('beside an open desk', () => {
  test('a command goes through it and prints the same; its key is asked for too', async () => {
    data = fresh('beside')
    await done(['import', SAMPLES])
    const alone = await done(['items'])
    const desk = await startDesk({ dataFolder: data, keyText: null, osKeyStore: null })
    try {
      expect(await done(['items'])).toEqual(alone)
      expect(await act({ id: 'beside-1', name: 'flag', item: 'RR473124829FR' })).toMatchObject({ code: 0, lines: [{ id: 'beside-1', result: 'accepted' }] })
      expect((await done(['import', sample('predes.edi')]))[0]).toMatchObject({ status: 'duplicate' })
      expect(await done(['verify'])).toMatchObject([{ ok: true }])
      expect(await liaison(['init', '--office', 'FRCDGA', '--user', 'berta'])).toMatchObject({ code: 2, lines: [] })
    } finally {
      await desk.close()
    }
    expect((await done(['items', '--where', 'flagged=true'])).map((row) => row['item'])).toEqual(['RR473124829FR'])
  })

  test('the key is asked for there too', async () => {
    data = join(folder, 'with-passphrase')
    expect((await liaison(['init', '--office', 'CHZRHB', '--user', 'anna'], { env: { LIAISON_KEY: KEY } })).code).toBe(0)
    const desk = await startDesk({ dataFolder: data, keyText: KEY, osKeyStore: null })
    try {
      expect(await liaison(['items'], { env: { LIAISON_KEY: 'quite another passphrase' } })).toMatchObject({ code: 2, lines: [] })
      expect(await liaison(['items'])).toMatchObject({ code: 2, lines: [] })
      expect(await liaison(['items'], { env: { LIAISON_KEY: KEY } })).toMatchObject({ code: 0, lines: [] })
    } finally {
      await desk.close()
    }
  })

  test('many at once all do their work', async () => {
    data = fresh('at-once')
    const answers = await Promise.all([
      ...['predes.edi', 'itmatt.xml', 'manifest.csv', 'emsevt.edi'].map((name) => liaison(['import', sample(name)])),
      ...Array.from({ length: 4 }, (_, n) =>
        act(...Array.from({ length: 10 }, (__, k) => ({ id: `${n}-${k}`, name: 'note', item: 'RR473124829FR', args: { text: `${n}-${k}` } }))),
      ),
    ])
    expect(answers.map(({ code, stderr }) => [code, stderr])).toEqual(answers.map(() => [0, '']))
    expect(answers.slice(0, 4).map(({ lines }) => lines[0]?.['status'])).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    const [detail] = await done(['item', 'RR473124829FR'])
    const notes = ((detail ?? {})['timeline'] as Json[]).flatMap((entry) => (typeof entry['command'] === 'string' ? [entry['command']] : []))
    expect(notes.toSorted()).toEqual(
      Array.from({ length: 4 }, (_, n) => Array.from({ length: 10 }, (__, k) => `${n}-${k}`))
        .flat()
        .toSorted(),
    )
    expect(await done(['verify'])).toMatchObject([{ ok: true }])
  })
})

describe.runIf(process.platform !== 'win32')('where the answer goes', () => {
  beforeAll(async () => {
    data = fresh('head')
    await done(['import', SAMPLES])
  })
  const piped = (rest: string) =>
    new Promise<string>((resolve) => {
      const child = spawn('sh', ['-c', `{ '${process.execPath}' main/local/liaison.ts items --json --data '${data}'; echo "exit $?" >&2; } ${rest}`], {
        cwd: ROOT,
        env: { ...process.env, ...ENV },
      })
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
      child.on('close', () => resolve(said))
    })

  test('a reader that goes away ends the command quietly', async () => {
    expect(await piped('| head -c 1')).toBe('exit 0\n')
  })

  test.runIf(existsSync('/dev/full'))('a full disk is said and is no success', async () => {
    expect(await piped('> /dev/full')).toMatch(/could not be printed.*\nexit 2\n/)
  })
})
