/**
 * A folder with everything that does harm, in the middle of good mail, through the real command line: each bad file
 * is one set-aside line with its reason, the good ones come in, and memory stays bounded.
 * Source: the issue, "How it will be judged"; domain/messages.md, Tolerance.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportLine } from '../../shared/contract.ts'
import { BAGS, DISPATCHES, edifact, ITEMS, xml } from '../property/projection-mail.ts'

const LIAISON = join(import.meta.dirname, '../../main/local/liaison.ts')
const MB = 1024 * 1024
/** Source: the peak for all processes of the desk. */
const MOST_MB = 600
const T = Date.UTC(2026, 10, 20, 8)

let folder: string
let mail: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-hostile-'))
  mail = join(folder, 'mail')
  mkdirSync(mail)
  const made = await liaison(['init', '--office', 'CHZRHB', '--user', 'anna', '--role', 'supervisor'])
  if (made.code !== 0) throw new Error(`The office could not be set up (${made.code}).`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Run {
  readonly code: number | null
  readonly lines: Record<string, unknown>[]
  readonly stderr: string
  readonly peakMb: number
}

function liaison(args: readonly string[], input = ''): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [LIAISON, ...args, '--data', join(folder, 'data'), '--json'], {
      env: { ...process.env, LIAISON_KEY: 'a passphrase of the test desk', LIAISON_PASSWORD: 'correct horse battery' },
    })
    let stdout = ''
    let stderr = ''
    let peakMb = 0
    const watch = setInterval(() => {
      try {
        peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1] ?? 0) / 1024 || peakMb
      } catch {
        // Gone, or a system without /proc.
      }
    }, 20)
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin.end(input)
    child.on('close', (code) => {
      clearInterval(watch)
      resolve({
        code,
        lines: stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
        stderr,
        peakMb,
      })
    })
  })
}

const una = "UNA:+.? '\nUNB+UNOC:3+FRA01+CHA01+261122:0715+1'\n"
const good = (n: number) => edifact([{ kind: 'predes', sender: 'FRA01', dispatch: `FRCDGACHZRHBAUN6${String(n).padStart(4, '0')}`, fn: 9, prepared: T, bags: [] }], String(n))
/** Bytes that look like nothing, the same each time. */
function noise(bytes: number): Buffer {
  const out = Buffer.alloc(bytes)
  let state = 7
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    out[at] = state >>> 16
  }
  return out
}
const bomb = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};&e${n};&e${n};">`).join('')
const item = (text: string) =>
  `<ITMATT version="1.5.0"><Header><Sender>FRA01</Sender><Reference>X</Reference></Header><MailItem><ItemId>${ITEMS[0]}</ItemId>${text}</MailItem></ITMATT>`

/** Name, bytes, and the code of the finding that says what is the matter. */
const BAD: readonly (readonly [name: string, bytes: () => string | Uint8Array, codes: readonly string[]])[] = [
  ['random', () => noise(MB), ['unreadable']],
  ['random behind a good start', () => Buffer.concat([Buffer.from(una), noise(2 * MB)]), ['segment-outside-message']],
  ['50 MB of a segment', () => `${una}UNH+1+PREDES:2:1:UP'${'A'.repeat(50 * MB)}`, ['truncated', 'segment-too-long']],
  ['50 MB of elements', () => `${una}UNH+1+PREDES:2:1:UP'BGM${'+A'.repeat(25 * MB)}`, ['truncated', 'segment-too-long']],
  ['50 MB of text without a line', () => `Item;Value;${'A'.repeat(50 * MB)}`, ['table-too-large']],
  ['50 MB of XML text', () => `<ITMATT version="1.5.0"><Header><Sender>${'A'.repeat(50 * MB)}`, ['text-too-long']],
  ['50 MB of a tag', () => `<ITMATT ${'a="b" '.repeat(8 * MB)}`, ['text-too-long', 'too-many-attributes']],
  ['an entity that expands', () => `<!DOCTYPE ITMATT [<!ENTITY e0 "x">${bomb}]>${item('<LocalId>&e30;</LocalId>')}`, ['doctype-refused']],
  ['an entity of a file', () => `<!DOCTYPE ITMATT [<!ENTITY e SYSTEM "file:///etc/passwd">]>${item('<LocalId>&e;</LocalId>')}`, ['doctype-refused']],
  ['an entity of the network', () => `<!DOCTYPE ITMATT SYSTEM "http://127.0.0.1:9/x.dtd">${item('')}`, ['doctype-refused']],
  ['depth 100,000', () => `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, ['too-deep', 'no-map']],
  ['depth 100,000 in an item', () => item(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`), ['too-deep']],
  ['zip', () => Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), noise(100_000)]), ['unreadable']],
  ['exe', () => Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0'), noise(100_000)]), ['unreadable']],
  ['empty', () => '', ['unreadable']],
  ['blank', () => '\n \n\t', ['unreadable']],
  ['a name with\na line.edi', () => 'no message', ['unreadable']],
  ['..edi', () => 'none either', ['unreadable']],
  ['%2e%2e%2fetc.edi', () => 'nothing', ['unreadable']],
  ['--help.edi', () => 'nor here', ['unreadable']],
]

describe.runIf(process.platform === 'linux')('a folder of hostile files', () => {
  const lines = new Map<string, ImportLine[]>()
  let run: Run
  let specials: string[]

  beforeAll(async () => {
    let n = 0
    for (const [name, bytes] of BAD) {
      writeFileSync(join(mail, name), bytes())
      writeFileSync(join(mail, `${name} then good`), good((n += 1)))
    }
    execFileSync('mkfifo', [join(mail, 'pipe.edi')])
    mkdirSync(join(mail, 'folder.edi'))
    writeFileSync(join(mail, 'folder.edi', 'inside.edi'), good((n += 1)))
    symlinkSync('loop-b.edi', join(mail, 'loop-a.edi'))
    symlinkSync('loop-a.edi', join(mail, 'loop-b.edi'))
    symlinkSync('..', join(mail, 'up.edi'))
    symlinkSync('/etc/passwd', join(mail, 'away.edi'))
    writeFileSync(Buffer.concat([Buffer.from(`${mail}/`), Buffer.from([0xe9, 0x2e, 0x65, 0x64, 0x69])]), good(9998))
    specials = ['pipe.edi', '\u{fffd}.edi']
    run = await liaison(['import', mail])
    for (const line of run.lines.slice(0, -1) as unknown as ImportLine[]) lines.set(line.file, [...(lines.get(line.file) ?? []), line])
  })

  test.each(BAD.map(([name, , codes]) => ({ name, codes })))('$name: one line, set aside, with the reason', ({ name, codes }) => {
    const told = lines.get(join(mail, name))
    expect(told?.map((line) => [line.status, line.items, line.events])).toEqual([['set-aside', 0, 0]])
    const found = told?.[0]?.findings.map((finding) => finding.code) ?? []
    expect(
      found.some((code) => codes.includes(code)),
      `found ${found.join(', ')}`,
    ).toBe(true)
    expect(told?.[0]?.findings.every((finding) => finding.text.length < 1000)).toBe(true)
    expect(told?.[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('what is no file, or has a name that nothing could show, is told and not opened', () => {
    for (const name of specials) expect(lines.get(join(mail, name)), name).toMatchObject([{ status: 'set-aside', sha256: null, findings: [{ code: 'unreadable-file' }] }])
  })

  test('links are passed over', () => {
    for (const name of ['loop-a.edi', 'loop-b.edi', 'up.edi', 'away.edi']) expect(lines.has(join(mail, name))).toBe(false)
  })

  test('every good file beside them came in', async () => {
    for (const [name] of BAD) expect(lines.get(join(mail, `${name} then good`))).toMatchObject([{ status: 'accepted', dispatches: 1 }])
    expect(lines.get(join(mail, 'folder.edi', 'inside.edi'))).toMatchObject([{ status: 'accepted' }])
    expect((await liaison(['dispatches'])).lines).toHaveLength(BAD.length + 1)
  })

  test('files come by their names, the summary counts them, the exit code says that not all is well', () => {
    const order = [...lines.keys()].filter((name) => !name.includes('\u{fffd}'))
    expect(order).toEqual(order.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    expect(run.lines.at(-1)).toMatchObject({ summary: { files: BAD.length * 2 + 3, accepted: BAD.length + 1, setAside: BAD.length + 2 } })
    expect(run.code).toBe(1)
  })

  test('memory stayed bounded', () => {
    expect(run.peakMb).toBeGreaterThan(0)
    expect(run.peakMb).toBeLessThan(MOST_MB)
  })

  test('the store agrees with itself, and the same folder again changes nothing', async () => {
    expect((await liaison(['verify'])).lines).toMatchObject([{ ok: true }])
    const again = await liaison(['import', mail])
    expect(again.lines.at(-1)).toMatchObject({ summary: { accepted: 0, setAside: 3 } })
    expect((await liaison(['dispatches'])).lines).toHaveLength(BAD.length + 1)
  })
})

test('a message with more complaints than anybody reads tells some, and how many it left out', async () => {
  const many = join(folder, 'many.edi')
  const bags = Array.from({ length: 20_000 }, (_, n) => `GID+${n + 1}+1:BG'PCI++NOBAG${n}'XYZ+${n}'`).join('\n')
  writeFileSync(many, `${una}UNH+1+PREDES:2:1:UP'BGM+PRE+${DISPATCHES[0]}+9'\n${bags}\nUNT+5+1'UNZ+1+1'`)
  const run = await liaison(['import', many])
  const line = run.lines[0] as unknown as ImportLine
  expect(line).toMatchObject({ status: 'accepted-with-findings', receptacles: 20_000 })
  expect(line.findings.length).toBeLessThan(600)
  expect(line.findings.map((finding) => finding.code)).toContain('more-findings')
  expect(run.peakMb).toBeLessThan(MOST_MB)
})

test('what a message says cannot leave its place: markup, line ends and control characters come back as they went in', async () => {
  // XML has no way to say these two; the rest goes through as it is.
  const evil = 'a\u0007b \u2028 <script>alert(1)</script> \u001b[31m "q" ; DROP TABLE item; -- 🎁'
  const file = join(folder, 'evil.xml')
  writeFileSync(
    file,
    xml({
      kind: 'itmatt',
      sender: 'FRA01',
      reference: 'IA-evil',
      fn: 9,
      prepared: T,
      items: [
        {
          item: ITEMS[1],
          dispatch: null,
          bag: BAGS[0],
          nature: '31',
          sender: 'Marie',
          pieces: [{ description: evil.replaceAll('\u0007', '').replaceAll('\u001b', '').replaceAll('<', '&lt;'), value: '1', currency: 'EUR' }],
        },
      ],
    }),
  )
  expect((await liaison(['import', file])).code).toBe(0)
  const { lines } = await liaison(['item', ITEMS[1]])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ content: [{ description: evil.replaceAll('\u0007', '').replaceAll('\u001b', '') }] })
})
