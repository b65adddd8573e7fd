import { PassThrough } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../main/local/command-line/commands.ts'
import { main } from '../../main/local/cli.ts'

/** A command that must not get as far as a desk. */
async function run(argv: string[], env: NodeJS.ProcessEnv = {}) {
  const stdin = new PassThrough()
  stdin.end()
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const started: unknown[] = []
  const code = await main(argv, env, { stdin, stdout, stderr }, (options) => {
    started.push(options)
    return Promise.reject(new Error('no desk here'))
  })
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? ''), started }
}

const nowhere = join(tmpdir(), 'liaison-desk-of-nobody')

describe('a command that is not understood ends with 2, says why on stderr, and prints nothing', () => {
  test.each([
    [[]],
    [['frobnicate']],
    [['items', '--wher', 'lane=red']],
    [['items', 'RR473124829FR']],
    [['items', '--limit', 'ten']],
    [['items', '--limit', '-1']],
    [['items', '--where', 'colour=red']],
    [['item']],
    [['item', 'RR473124829FR', 'LX806576725FR']],
    [['import']],
    [['act']],
    [['act', '--as']],
    [['backup']],
    [['desk', '--port', '70000']],
    [['dispatches', '--json=yes']],
    [['dispatches', '--data', '']],
    [['init']],
    [['init', '--office', 'ZRH', '--user', 'anna']],
    [['init', '--office', 'CHZRHB', '--user', 'Anna Muster']],
    [['init', '--office', 'CHZRHB', '--user', 'anna', '--role', 'king']],
    [['init', '--office', 'CHZRHB', '--user', 'anna', '--zone', 'Europe/Nowhere']],
    [['recover']],
  ])('%j', async (argv) => {
    const { code, stdout, stderr, started } = await run(argv)
    expect({ code, stdout, started }).toEqual({ code: 2, stdout: '', started: [] })
    expect(stderr).not.toBe('')
  })
})

describe('a command that could not run ends with 2 and says what is missing', () => {
  test.each([
    [['items', '--data', nowhere], {}, /No office is set up in .*liaison-desk-of-nobody/],
    [['act', '--as', 'anna', '--data', nowhere], {}, /LIAISON_PASSWORD/],
    [['act', '/no/such/file', '--as', 'anna', '--data', nowhere], { LIAISON_PASSWORD: 'correct horse' }, /\/no\/such\/file cannot be read/],
    [['import', '/no/such/file', '--data', nowhere], {}, /Nothing was imported/],
    [['init', '--office', 'CHZRHB', '--user', 'anna', '--data', nowhere], {}, /LIAISON_PASSWORD/],
    [['init', '--office', 'CHZRHB', '--user', 'anna', '--data', nowhere], { LIAISON_PASSWORD: 'short' }, /8 or more/],
    [['init', '--office', 'CHZRHB', '--user', 'anna', '--data', nowhere], { LIAISON_PASSWORD: 'correct horse', LIAISON_KEY: 'too short' }, /16 or more/],
    [['init', '--office', 'CHZRHB', '--user', 'anna', '--data', nowhere], { LIAISON_PASSWORD: 'correct horse', LIAISON_KEY: '' }, /LIAISON_KEY is empty/],
    [['recover', '--user', 'anna', '--data', nowhere], {}, /LIAISON_RECOVERY_KEY/],
  ] as [string[], NodeJS.ProcessEnv, RegExp][])('%j with %j', async (argv, env, expected) => {
    const { code, stdout, stderr } = await run(argv, env)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(expected)
  })
})

describe('help', () => {
  test('names every command, on stdout', async () => {
    const { code, stdout, stderr } = await run(['help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { name } of COMMANDS) expect(stdout).toContain(`  ${name} `)
    expect(stdout.includes('\r')).toBe(false)
  })

  test.each(COMMANDS.map(({ name }) => name))('of %s is its usage, asked for either way', async (name) => {
    const asked = await run(['help', name])
    const flagged = await run([name, '--help'])
    expect(asked.code).toBe(0)
    expect(flagged).toEqual(asked)
    expect(asked.stdout).toMatch(new RegExp(`^liaison ${name}\\b`))
  })

  test('common options may stand before the command', async () => {
    const { code, stderr } = await run(['--data', nowhere, '--json', 'items'])
    expect(code).toBe(2)
    expect(stderr).toContain(nowhere)
  })
})
