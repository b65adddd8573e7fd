/** docs/operations.md is what administrators follow: its examples are run, in order, with the configuration that it shows. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configSchema } from '../../main/set-up/config.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')
const shown = /^```json\n(.*?)^```$/ms.exec(page)?.[1] ?? ''

interface Example {
  readonly command: string
  readonly expected: readonly string[]
}
const examples: Example[] = [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...expected] = part.trimEnd().split('\n')
      return { command, expected }
    }),
)

/** A written line as a pattern: `…` in a text stands for anything, `"…"` for any value. */
const pattern = (line: string): RegExp =>
  new RegExp(
    `^${line
      .replaceAll('"…"', '\u0000')
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('\u0000', '(?:"[^"]*"|[0-9.]+)')
      .replaceAll('…', '[^"]*')}$`,
  )

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-operations-'))
  writeFileSync(join(folder, 'set-up.json'), shown)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.runIf(process.platform !== 'win32')('the examples of docs/operations.md', () => {
  const shell = `liaison() { '${process.execPath}' '${join(ROOT, 'main/local/liaison.ts')}' "$@"; }\n`
  let exports = ''
  test.each(examples.map((example) => [example.command, example] as const))('%s', (_command, { command, expected }) => {
    if (command.startsWith('export ')) {
      exports += `${command}\n`
      return
    }
    const { LIAISON_KEY: _key, LIAISON_PASSWORD: _password, ...env } = process.env
    const { stdout, stderr } = spawnSync('sh', ['-c', `${exports}${shell}${command}`], { cwd: folder, env: { ...env, XDG_CONFIG_HOME: join(folder, 'config') }, encoding: 'utf8' })
    const lines = stdout.trimEnd() === '' ? [] : stdout.trimEnd().split('\n')
    expect({ lines: lines.length, stderr, stdout }).toEqual({ lines: expected.length, stderr: expect.any(String), stdout: expect.any(String) })
    expected.forEach((line, n) => expect(lines[n]).toMatch(pattern(line)))
    if (command.includes('--check')) return
    if (command.startsWith('liaison set-up')) expect(statSync(join(folder, 'recovery-key.txt')).mode & 0o777).toBe(0o600)
  })
})

test('the table of keys names every key that the configuration has', () => {
  for (const key of Object.keys(configSchema.shape)) expect(page, key).toMatch(new RegExp(`\`${key}[\`.]`))
})
