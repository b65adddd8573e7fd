/** Unattended set-up: what a configuration makes, what a second run changes, what is refused, and what a first start picks up. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDesk } from '../../main/desk/start.ts'
import { main } from '../../main/local/cli.ts'
import { ConfigError, readConfig } from '../../main/set-up/config.ts'
import { configOf, machineConfig, setUpAtFirstStart } from '../../main/set-up/first-start.ts'

type Json = Record<string, unknown>
let folder: string
let data: string
const env: NodeJS.ProcessEnv = { ANNA: 'correct horse battery', XDG_CONFIG_HOME: '' }
const GOOD = {
  version: 1,
  office: 'CHZRHB',
  recoveryKeyFile: 'recovery-key.txt',
  supervisor: { login: 'anna', name: 'Anna', password: { env: 'ANNA' } },
  users: [{ login: 'olga', name: 'Olga', roles: ['officer'], password: { file: 'olga' } }],
  folders: { watched: 'in' },
}

async function liaison(...args: string[]): Promise<{ code: number; lines: Json[]; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const read = (stream: PassThrough) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    return () => Buffer.concat(chunks).toString('utf8')
  }
  const [out, err] = [read(stdout), read(stderr)]
  const code = await main([...args, '--data', data, '--json'], env, { stdin, stdout, stderr })
  await new Promise((resolve) => setImmediate(resolve))
  return {
    code,
    lines: out()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Json),
    stderr: err(),
  }
}
const write = (config: unknown, name = 'set-up.json'): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config))
  return file
}

let configHome: string | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-set-up-'))
  data = join(folder, 'data')
  mkdirSync(join(folder, 'in'))
  writeFileSync(join(folder, 'olga'), 'tall trees grow\n', { mode: 0o600 })
  configHome = process.env['XDG_CONFIG_HOME']
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config')
})
afterEach(() => {
  if (configHome === undefined) delete process.env['XDG_CONFIG_HOME']
  else process.env['XDG_CONFIG_HOME'] = configHome
  rmSync(folder, { recursive: true, force: true })
})

describe('liaison set-up', () => {
  test('sets an office up, and a second run changes only what differs', async () => {
    const file = write(GOOD)
    const first = await liaison('set-up', '--config', file)
    expect(first).toMatchObject({ code: 0, lines: [{ office: 'CHZRHB', made: true, changed: ['users.olga'], recoveryKey: null }] })
    expect(statSync(join(folder, 'recovery-key.txt')).mode & 0o777).toBe(0o600)
    expect((await liaison('set-up', '--config', file)).lines).toMatchObject([{ made: false, changed: [], recoveryKeyFile: null }])

    mkdirSync(join(folder, 'backups'))
    write({ ...GOOD, language: 'fr', users: [{ ...GOOD.users[0], roles: ['supervisor'] }], backups: { folder: 'backups', every: { hours: 4 } }, proxy: 'http://proxy:3128' })
    expect((await liaison('set-up', '--config', file)).lines).toMatchObject([{ made: false, changed: ['language', 'users.olga', 'backups', 'proxy'] }])
    expect((await liaison('set-up', '--config', file)).lines).toMatchObject([{ changed: [] }])
    expect((await liaison('doctor')).lines.find(({ check }) => check === 'network')).toMatchObject({ ok: null, text: expect.stringContaining('http://proxy:3128') })
  })

  test('when nothing differs it needs no password; when something does, the present one', async () => {
    const file = write(GOOD)
    await liaison('set-up', '--config', file)
    env['ANNA'] = 'another password'
    try {
      expect((await liaison('set-up', '--config', file)).lines).toMatchObject([{ changed: [] }])
      write({ ...GOOD, name: 'Zürich' })
      expect(await liaison('set-up', '--config', file)).toMatchObject({ code: 2, stderr: expect.stringContaining('supervisor.password: anna cannot sign in') })
    } finally {
      env['ANNA'] = 'correct horse battery'
    }
  })

  test('another office is refused, and nothing is changed', async () => {
    await liaison('set-up', '--config', write(GOOD))
    expect(await liaison('set-up', '--config', write({ ...GOOD, office: 'FRCDGA' }))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this desk is that of CHZRHB, not FRCDGA'),
    })
  })

  test('a set-up that cannot be makes nothing', async () => {
    rmSync(join(folder, 'olga'))
    expect(await liaison('set-up', '--config', write(GOOD))).toMatchObject({ code: 2, stderr: expect.stringContaining('users[0].password') })
    expect((await liaison('items')).stderr).toContain('No office is set up')
  })
})

describe('a configuration that cannot be used names each key and its remedy', () => {
  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /it is not JSON/],
    ['nothing', {}, /version: /],
    ['a misspelt key', { ...GOOD, langauge: 'fr' }, /langauge: there is no such key/],
    ['a password in it', { ...GOOD, supervisor: { ...GOOD.supervisor, password: 'secret' } }, /supervisor\.password: .*never stands here/],
    ['no supervisor', { ...GOOD, supervisor: undefined }, /supervisor: is missing/],
    ['a zone that is none', { ...GOOD, zone: 'Mars/Base' }, /zone: a time zone like/],
    ['a folder that is not there', { ...GOOD, folders: { watched: 'nowhere' } }, /folders\.watched: there is no folder/],
    ['one folder for both', { ...GOOD, folders: { watched: 'in', out: 'in' } }, /folders\.out: is the watched folder too/],
    ['a person twice', { ...GOOD, users: [GOOD.users[0], GOOD.users[0]] }, /users\[1\]\.login: olga stands there twice/],
    ['a hub without TLS', { ...GOOD, hub: 'http://hub' }, /hub: an address beginning with https:/],
    ['a proxy with a password', { ...GOOD, proxy: 'http://u:p@proxy' }, /proxy: .*without a password/],
    ['a certificate that is none', { ...GOOD, ca: 'olga' }, /ca: .*no certificate in PEM form/],
    ['a passphrase that is not set', { ...GOOD, key: 'environment' }, /key: set LIAISON_KEY/],
    ['a rhythm that is none', { ...GOOD, backups: { folder: 'in', every: { daily: '25:00' } } }, /backups\.every\.daily: an hour of the day is written 03:30/],
    ['a rhythm of no kind', { ...GOOD, backups: { folder: 'in', every: 'night' } }, /backups\.every: write/],
  ])('%s', (_case, config, message) => {
    expect(() => readConfig(write(config), env)).toThrow(message)
  })

  test('all of them at once', () => {
    const problems = (() => {
      try {
        readConfig(write({ ...GOOD, folders: { watched: 'nowhere' }, ca: 'gone.pem' }), env)
      } catch (error) {
        return error instanceof ConfigError ? error.problems : []
      }
      return []
    })()
    expect(problems).toHaveLength(2)
  })

  test.runIf(process.platform !== 'win32')('a password file that others can read', () => {
    chmodSync(join(folder, 'olga'), 0o644)
    expect(() => readConfig(write(GOOD), env).passwordOf('olga')).toThrow(/chmod 600/)
  })
})

describe('at the first start', () => {
  const start = (config: string | null) =>
    setUpAtFirstStart({ dataFolder: data, config, env, hasKeyStore: false, open: () => startDesk({ dataFolder: data, keyText: null, osKeyStore: null }) })
  const phase = async (desk: Awaited<ReturnType<typeof start>>): Promise<unknown> => {
    const reply = await desk.connect({ host: 'local', notify: () => {} }).call('session.get', {})
    return reply.ok ? (reply.output as Json)['phase'] : reply.error
  }

  test('a host sets the office up before anybody sees it; later starts leave it alone', async () => {
    const desk = await start(write(GOOD))
    expect(await phase(desk)).toBe('sign-in')
    await desk.close()
    expect(readFileSync(join(folder, 'recovery-key.txt'), 'utf8')).toMatch(/\S{16,}/)
    const again = await start(write('not even JSON'))
    expect(await phase(again)).toBe('sign-in')
    await again.close()
  })

  test('without a configuration a person is asked', async () => {
    const desk = await start(null)
    expect(await phase(desk)).toBe('set-up')
    await desk.close()
  })

  test.each<[string, unknown, RegExp]>([
    ['one that cannot be used stops it', { ...GOOD, office: 'x' }, /office: the IMPC/],
    ['a recovery key that nobody would see', { ...GOOD, recoveryKeyFile: undefined }, /recoveryKeyFile: is missing/],
    ['a key store that is not there', { ...GOOD, key: 'system' }, /key: this machine has no key store/],
  ])('%s', async (_case, config, message) => {
    await expect(start(write(config))).rejects.toThrow(message)
    expect(existsSync(join(data, 'keyring.json'))).toBe(false)
  })

  test('it is looked for in an order that a page tells', () => {
    expect(configOf(['--config', 'a'], { LIAISON_CONFIG: 'b' })).toBe('a')
    expect(configOf(['--config=c'], {})).toBe('c')
    expect(configOf([], { LIAISON_CONFIG: 'b' })).toBe('b')
    expect(machineConfig({ PROGRAMDATA: 'D:\\All' }, 'win32')).toMatch(/liaison-desk.set-up\.json$/)
    expect(machineConfig({}, 'linux')).toBe('/etc/liaison-desk/set-up.json')
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
    expect(page).toContain(machineConfig({}, 'linux'))
    expect(page).toContain(machineConfig({}, 'darwin'))
  })
})
