/** docs/command-line.md is a promise to scripts: its examples are run, in order, and every line is compared. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDesk } from '../../main/desk/start.ts'
import { COMMANDS } from '../../main/local/command-line/commands.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(ROOT, 'docs/command-line.md'), 'utf8')

interface Example {
  readonly command: string
  readonly expected: readonly string[]
  readonly code: number
}

/** `$ command` lines of the console blocks with what follows them; `# exit N` says the code where it is not 0. */
function examples(): Example[] {
  return [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...expected] = part.trimEnd().split('\n')
        return { command, expected, code: Number(/# exit (\d)$/.exec(command)?.[1] ?? 0) }
      }),
  )
}

/** Whether a value is as the page says; `…` in a text stands for anything, and a text that is only `…` for any value. */
function expectAsWritten(actual: unknown, written: unknown, at: string): void {
  if (written === '…') return
  if (typeof written === 'string' && written.includes('…')) {
    const pattern = new RegExp(
      `^${written
        .split('…')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      's',
    )
    expect(String(actual)).toMatch(pattern)
  } else if (Array.isArray(written)) {
    expect([at, Array.isArray(actual) ? actual.length : actual]).toEqual([at, written.length])
    written.forEach((one, n) => expectAsWritten((actual as unknown[])[n], one, `${at}[${n}]`))
  } else if (typeof written === 'object' && written !== null) {
    // The order of the keys is part of what is written.
    expect([at, ...Object.keys((actual ?? {}) as object)]).toEqual([at, ...Object.keys(written)])
    for (const [key, one] of Object.entries(written)) expectAsWritten((actual as Record<string, unknown>)[key], one, `${at}.${key}`)
  } else expect([at, actual]).toEqual([at, written])
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-docs-'))
  cpSync(join(ROOT, 'tests/fixtures/samples'), folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One item in a hundred is drawn at random for examination: here that would be one run in thirty. */
async function withoutRandomShare(data: string): Promise<void> {
  const desk = await startDesk({ dataFolder: data, keyText: 'a passphrase of several words', osKeyStore: null })
  try {
    const connection = desk.connect({ host: 'local', notify: () => undefined })
    await connection.call('session.signIn', { user: 'anna', password: 'correct horse battery' })
    expect(await connection.call('settings.set', { randomSharePerMille: 0 })).toMatchObject({ ok: true })
  } finally {
    await desk.close()
  }
}

const shell = `liaison() { '${process.execPath}' '${join(ROOT, 'main/local/liaison.ts')}' "$@"; }\n`

describe.runIf(process.platform !== 'win32')('the examples of docs/command-line.md', () => {
  let exports = ''
  test.each(examples().map((example) => [example.command, example] as const))('%s', async (_command, { command, expected, code }) => {
    if (command.startsWith('export ')) {
      exports += `${command}\n`
      expect(expected).toEqual([])
      return
    }
    const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `${exports}${shell}${command}`], { cwd: folder, env, encoding: 'utf8' })
    const lines = stdout.trimEnd() === '' ? [] : stdout.trimEnd().split('\n')
    expect({ lines: lines.length, stdout, stderr }).toEqual({ lines: expected.length, stdout: expect.any(String), stderr: expect.any(String) })
    expected.forEach((line, n) => expectAsWritten(JSON.parse(lines[n] ?? ''), JSON.parse(line), `line ${n + 1}`))
    expect({ status, stderr }).toEqual({ status: code, stderr: expect.any(String) })
    if (command.startsWith('liaison init ')) await withoutRandomShare(join(folder, 'desk'))
  })
})

test('the page has a section or a mention for every command, and no other', () => {
  const named = [...page.matchAll(/^## (.+)$/gm)].flatMap(([, title = '']) => title.split(', ')).filter((name) => /^[a-z-]+$/.test(name))
  expect(named.toSorted()).toEqual([...COMMANDS.map(({ name }) => name), 'help'].toSorted())
})

test('the usage lines of the page are those of help', () => {
  for (const { name, usage } of COMMANDS) expect(page).toContain(`${name}${usage === '' ? '' : ` ${usage}`}\n`)
})
