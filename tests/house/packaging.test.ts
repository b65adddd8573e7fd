/**
 * Packs the program as it is shipped, around a stand-in for Electron's binary, and takes the package apart: its fuses,
 * its files, and whether what is in it runs by itself.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sheetData, workbookParts, zipOf } from '../fakes/zip.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string>; version: string }

/** By this text the fuse tool finds the fuses in a binary; behind it stand a version, their number and one byte each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

function standInElectron(folder: string): string {
  const dist = join(folder, 'electron-stand-in')
  mkdirSync(join(dist, 'locales'), { recursive: true })
  mkdirSync(join(dist, 'resources'))
  writeFileSync(join(dist, 'electron'), Buffer.concat([Buffer.alloc(4096), Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from('111111111'), Buffer.alloc(4096)]))
  chmodSync(join(dist, 'electron'), 0o755)
  writeFileSync(join(dist, 'version'), manifest.devDependencies['electron'] ?? '')
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) writeFileSync(join(dist, file), '')
  return dist
}

/** As the package's own binary would run it, but by this Node; the bundle lies where the archive's files do. */
const run = (script: string, args: readonly string[], env: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 120_000 })

describe.runIf(process.platform === 'linux')('the package', () => {
  let folder: string
  let unpacked: string
  let extracted: string
  let files: string[]

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packaging-'))
    const packed = spawnSync(
      process.execPath,
      [
        'scripts/pack.mjs',
        '--linux',
        'dir',
        `--${process.arch === 'arm64' ? 'arm64' : 'x64'}`,
        `-c.electronDist=${standInElectron(folder)}`,
        `-c.directories.output=${join(folder, 'dist')}`,
      ],
      { cwd: root, encoding: 'utf8' },
    )
    if (packed.status !== 0) throw new Error(`npm run pack ended with exit code ${packed.status}:\n${packed.stdout}\n${packed.stderr}`)
    unpacked = readdirSync(join(folder, 'dist'))
      .map((name) => join(folder, 'dist', name))
      .find((path) => existsSync(join(path, 'resources', 'app.asar'))) as string
    const archive = join(unpacked, 'resources', 'app.asar')
    files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'))
    extracted = join(folder, 'extracted')
    extractAll(archive, extracted)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'liaison-desk'))
    const on = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({ runAsNode: false, cookieEncryption: true, nodeOptions: false, inspect: false, asarIntegrity: true, onlyFromAsar: true, ownSnapshot: false, filePrivileges: false })
  })

  it('holds the bundle, the preload and the screens', () => {
    for (const file of ['/package.json', '/out/main/index.js', '/out/main/local.js', '/out/preload/preload.cjs', '/out/renderer/index.html']) expect(files).toContain(file)
  })

  it('holds nothing that only development needs', () => {
    const unwanted = files.filter((file) =>
      /\.map$|\/node_modules\/(node-(linux|win|darwin|bin-darwin)-|electron\/|vite\/|react\/|typescript\/)|^\/(main|renderer|shared|hub|tests|scripts)\//.test(file),
    )
    expect(unwanted).toEqual([])
  })

  it('holds neither sources nor tests, and lists its folders', () => {
    const top = new Set(files.map((file) => file.split('/')[1]))
    expect([...top].toSorted((a = '', b = '') => (a < b ? -1 : 1))).toEqual(['node_modules', 'out', 'package.json'])
    expect(files.filter((file) => file.startsWith('/out/') && /\.(?:ts|tsx|map)$|\.test\.|\.e2e\./.test(file))).toEqual([])
    // Each thread is a file of its own in the bundle; one that is missing would show only when it is needed.
    for (const worker of ['writer', 'reader', 'backup-worker', 'verify-worker', 'workbook-worker'])
      expect(
        files.some((file) => new RegExp(`^/out/main/chunks/${worker}-[^/]+\\.js$`).test(file)),
        worker,
      ).toBe(true)
  })

  it('unpacks every native binary, and nothing besides what lies with it', () => {
    const unpackedFolder = join(unpacked, 'resources', 'app.asar.unpacked')
    for (const native of files.filter((file) => file.endsWith('.node'))) expect(existsSync(join(unpackedFolder, ...native.split('/'))), native).toBe(true)
  })

  it('holds one native binary of SQLite, unpacked, where it can be loaded', () => {
    const natives = files.filter((file) => file.includes('/better-sqlite3/') && file.endsWith('.node'))
    expect(natives).toHaveLength(1)
    expect(existsSync(join(unpacked, 'resources', 'app.asar.unpacked', ...(natives[0] ?? '').split('/')))).toBe(true)
  })

  it('is no larger than it need be', () => {
    // Without Electron itself, 22 MB when this was written; the Node for development alone would be 190.
    const size = statSync(join(unpacked, 'resources', 'app.asar')).size / 1024 ** 2
    expect(size).toBeLessThan(60)
  })

  it('has a preload that requires nothing but electron', () => {
    const preload = readFileSync(join(extracted, 'out', 'preload', 'preload.cjs'), 'utf8')
    const required = [...preload.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map((match) => match[1])
    expect(new Set(required)).toEqual(new Set(['electron']))
    expect(preload).not.toMatch(/\bimport\s*[({"']|\bfrom\s*["']/)
    expect(readdirSync(join(extracted, 'out', 'preload'))).toEqual(['preload.cjs'])
  })

  it('runs its command line from what is in it: sets up an office, imports, verifies', () => {
    const local = join(extracted, 'out', 'main', 'local.js')
    const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'share'), LIAISON_PASSWORD: 'a password for this test' }
    const data = ['--data', join(folder, 'data')]
    const workbook = join(folder, 'list.xlsx')
    writeFileSync(
      workbook,
      zipOf(
        workbookParts([
          {
            name: 'L',
            xml: sheetData([
              ['Item', 'Description'],
              ['RR473124829FR', 'bowl'],
            ]),
          },
        ]),
      ),
    )
    const outcomes = [
      run(local, ['init', '--office', 'CHZRHB', '--user', 'anna', '--role', 'supervisor', ...data], env),
      run(local, ['import', join(root, 'tests', 'fixtures', 'exchange', 'predes.edi'), '--json', ...data], env),
      run(local, ['items', '--json', '--limit', '1', ...data], env),
      run(local, ['import', workbook, '--json', ...data], env),
      run(local, ['verify', ...data], env),
    ]
    for (const outcome of outcomes) expect([0, 1], `${outcome.stdout}${outcome.stderr}`).toContain(outcome.status)
    expect(outcomes[0]?.status).toBe(0)
    expect(JSON.parse(outcomes[2]?.stdout.split('\n')[0] ?? '')).toMatchObject({ item: expect.any(String) })
    expect(JSON.parse(outcomes[3]?.stdout.split('\n')[0] ?? '')).toMatchObject({ status: 'accepted', items: 1 })
    expect(outcomes[4]?.status).toBe(0)
  })
})

describe('electron-builder.yml', () => {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
  it.each([
    ['Windows', /^win:\n {2}target: \[nsis, portable\]$/m],
    ['macOS', /^mac:\n {2}target: \[dmg, zip\]$/m],
    ['Linux', /^ {2}target: \[AppImage, deb\]$/m],
    ['a hardened runtime', /^ {2}hardenedRuntime: true$/m],
  ])('packs for %s', (_name, line) => expect(text).toMatch(line))

  it('asks macOS for what machine code needs and for nothing of the person’s', () => {
    const file = /^ {2}entitlements: (.+)$/m.exec(text)?.[1] ?? ''
    const keys = [...readFileSync(join(root, file), 'utf8').matchAll(/<key>([^<]+)<\/key>/g)].map((match) => match[1])
    expect(keys).toEqual(['com.apple.security.cs.allow-jit', 'com.apple.security.cs.disable-library-validation'])
  })
})
