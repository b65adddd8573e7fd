/**
 * The folder says where code runs. Two nets: the linter's rules, each proven by a file that breaks it, and a scan of
 * every import there is, so that a rule whose pattern has gone wrong does not pass for a rule that nobody breaks.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix, relative, sep } from 'node:path'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importsOf } from '../fakes/imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')

/** File, its import, and why it is forbidden there; each must be reported. */
const FORBIDDEN: readonly (readonly [file: string, source: string, why: string])[] = [
  ['shared/domain/probe.ts', "import 'node:fs'", 'Node'],
  ['shared/domain/probe.ts', "import type { Stats } from 'node:fs'\nexport type T = Stats", 'Node, as a type'],
  ['shared/domain/probe.ts', "export { join } from 'node:path'", 'Node, passed on'],
  ['shared/domain/probe.ts', "export const load = () => import('node:fs')", 'Node, later'],
  ['shared/probe.ts', "import 'electron'", 'electron'],
  ['shared/probe.ts', "import 'electron/main'", 'electron'],
  ['shared/probe.ts', "import 'react'", 'the DOM'],
  ['shared/probe.ts', "import 'better-sqlite3'", 'Node'],
  ['shared/probe.ts', "import '../main/desk/port.ts'", 'main'],
  ['shared/domain/probe.ts', "import '../../renderer/app/main.tsx'", 'renderer'],
  ['shared/domain/probe.ts', "import '../../hub/authority/sqlite.ts'", 'hub'],
  ['shared/domain/probe.ts', "import '../../tests/fakes/desk.ts'", 'tests'],
  ['shared/domain/probe.ts', "import 'zod'", 'zod not through shared/zod.ts'],
  ['renderer/app/probe.tsx', "import 'node:fs'", 'Node'],
  ['renderer/app/probe.ts', "import 'electron'", 'electron'],
  ['renderer/app/probe.ts', "import 'electron/renderer'", 'electron'],
  ['renderer/app/probe.ts', "import 'better-sqlite3'", 'Node'],
  ['renderer/app/probe.ts', "import 'fastify'", 'Node'],
  ['renderer/app/probe.ts', "import '../../main/desk/port.ts'", 'main'],
  ['renderer/app/probe.ts', "import type { Desk } from '../../main/desk/port.ts'\nexport type T = Desk", 'main, as a type'],
  ['renderer/app/probe.ts', "import '../../hub/authority/sqlite.ts'", 'hub'],
  ['renderer/app/probe.ts', "import 'zod'", 'zod not through shared/zod.ts'],
  ['main/desk/probe.ts', "import 'electron'", 'electron outside main/electron'],
  ['main/desk/probe.ts', "import type { App } from 'electron'\nexport type T = App", 'electron, as a type'],
  ['main/desk/probe.ts', "export const load = () => import('electron')", 'electron, later'],
  ['main/local/probe.ts', "import '../electron/window.ts'", 'main/electron'],
  ['main/desk/probe.ts', "import 'react'", 'screens'],
  ['main/desk/probe.ts', "import '@tanstack/react-query'", 'screens'],
  ['main/desk/probe.ts', "import '../../renderer/app/main.tsx'", 'renderer'],
  ['main/desk/probe.ts', "import '../../hub/server.ts'", 'hub beyond its authority'],
  ['main/desk/probe.ts', "import '../../hub/http/server.ts'", 'hub beyond its authority'],
  ['main/desk/probe.ts', "import '../../tests/fakes/desk.ts'", 'tests'],
  ['main/desk/probe.ts', "import 'zod'", 'zod not through shared/zod.ts'],
  ['main/electron/probe.ts', "import { ipcMain } from 'electron'\nexport const x = ipcMain", 'raw IPC outside ipc.ts'],
  ['main/electron/probe.ts', "import { ipcRenderer } from 'electron'\nexport const x = ipcRenderer", 'raw IPC outside preload.ts'],
  ['main/electron/probe.ts', "import '../../renderer/app/main.tsx'", 'renderer'],
  ['main/electron/probe.ts', "import '../../hub/authority/sqlite.ts'", 'hub'],
  ['main/electron/preload.ts', "import 'zod'", 'zod not through shared/zod.ts'],
  ['hub/authority/probe.ts', "import '../../main/desk/port.ts'", 'main'],
  ['hub/authority/probe.ts', "import '../../renderer/app/main.tsx'", 'renderer'],
  ['hub/probe.ts', "import 'electron'", 'electron'],
  ['hub/probe.ts', "import 'react'", 'screens'],
  ['hub/probe.ts', "import 'zod'", 'zod not through shared/zod.ts'],
  ['tests/unit/probe.ts', "import 'zod'", 'zod not through shared/zod.ts'],
]

/** Imports that the same rules must let through. */
const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  ['shared/zod.ts', "import 'zod'"],
  ['shared/domain/probe.ts', "import '../ledger/types.ts'"],
  ['renderer/app/probe.tsx', "import 'react'"],
  ['renderer/app/probe.ts', "import '../../shared/contract.ts'"],
  ['renderer/components/main/probe.ts', "import './hub.ts'"],
  ['main/desk/probe.ts', "import 'node:fs'"],
  ['main/desk/probe.ts', "import '../../hub/authority/sqlite.ts'"],
  ['main/desk/probe.ts', "import '../../shared/zod.ts'"],
  ['main/electron/probe.ts', "import 'electron'"],
  ['main/electron/ipc.ts', "import { ipcMain } from 'electron'\nexport const x = ipcMain"],
  ['main/electron/preload.ts', "import { ipcRenderer } from 'electron'\nexport const x = ipcRenderer"],
  ['hub/authority/probe.ts', "import 'node:crypto'"],
  ['tests/unit/probe.ts', "import '../../main/desk/port.ts'"],
]

const LAYERS = ['shared', 'renderer', 'main', 'main/electron', 'main/local', 'hub', 'tests', 'scripts'] as const

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly message: string }[]
}

describe('the linter reports', () => {
  let base: string
  const placeOf = new Map<string, string>()
  let reported: Set<string>

  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'layers-'))
    const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as { options: Record<string, unknown> }
    // The rules on layers need no types, and these files have none to give.
    config.options = {}
    // Each probe gets a tree of its own, since several stand for the same file.
    const write = (file: string, source: string, key: string) => {
      const tree = join(base, String(placeOf.size))
      const path = join(tree, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(join(tree, '.oxlintrc.json'), JSON.stringify(config))
      writeFileSync(path, `${source}\n`)
      placeOf.set(key, posix.join(String(placeOf.size), file))
    }
    for (const [file, source] of [...FORBIDDEN, ...ALLOWED]) write(file, source, `${file}\n${source}`)
    const result = spawnSync(process.execPath, [oxlint, '--format', 'json', '.'], { cwd: base, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
    const report = JSON.parse(result.stdout) as Report
    reported = new Set(report.diagnostics.filter((one) => one.code.includes('no-restricted-imports')).map((one) => one.filename.split(sep).join('/')))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  it.each(FORBIDDEN)('in %s: %s (%s)', (file, source) => expect(reported).toContain(placeOf.get(`${file}\n${source}`)))
  it.each(ALLOWED)('nothing in %s: %s', (file, source) => expect(reported).not.toContain(placeOf.get(`${file}\n${source}`)))
})

describe('the linter sees', () => {
  const result = spawnSync(process.execPath, [oxlint, '--debug=files'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
  const seen = result.stdout.split('\n').map((line) => relative(root, join(root, line.trim())).split(sep).join('/'))

  it.each(LAYERS)('every source in %s', (layer) => {
    const there = sources(layer)
    expect(there.length).toBeGreaterThan(0)
    expect(there.filter((file) => !seen.includes(file))).toEqual([])
  })
})

/** Sources below a folder, relative to the root, with `/`. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith('tests/fixtures/'))
}

const isNode = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name.split('/')[0] ?? '')
/** An import's target: a path from the root, or a package's name. */
const targetOf = (file: string, name: string): string => (name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), name)) : name)
const within = (target: string, ...folders: string[]): boolean => folders.some((folder) => target.startsWith(`${folder}/`))
const isPackage = (target: string, ...names: string[]): boolean => names.some((name) => target === name || target.startsWith(`${name}/`))

/** Which imports a file may not have; the second net, written without the first one's patterns. */
function crossing(file: string, name: string): boolean {
  const target = targetOf(file, name)
  const relativeImport = name.startsWith('.')
  if (isPackage(target, 'zod') && !relativeImport) return file !== 'shared/zod.ts'
  if (isPackage(target, 'electron') && !relativeImport) return !within(file, 'main/electron', 'tests')
  if (within(file, 'shared')) return relativeImport ? !within(target, 'shared') : isNode(target) || !isPackage(target, 'zod', '@formatjs', 'intl-messageformat')
  if (within(file, 'renderer')) return relativeImport ? !within(target, 'renderer', 'shared') : isNode(target) || isPackage(target, 'better-sqlite3', 'fastify', 'pino', 'ws')
  if (within(file, 'main/electron')) return relativeImport && !within(target, 'main', 'shared', 'out')
  if (within(file, 'main'))
    return relativeImport
      ? within(target, 'main/electron') || !within(target, 'main', 'shared', 'hub/authority', 'out')
      : isPackage(target, 'react', 'react-dom', 'react-aria-components')
  if (within(file, 'hub')) return relativeImport ? !within(target, 'hub', 'shared') : isPackage(target, 'react', 'react-dom')
  return false
}

describe('the scan of imports', () => {
  it.each<[string, string, boolean]>([
    ['shared/domain/case.ts', 'node:fs', true],
    ['shared/domain/case.ts', 'fs', true],
    ['shared/domain/case.ts', 'path/posix', true],
    ['shared/domain/case.ts', '../../main/desk/port.ts', true],
    ['shared/domain/case.ts', '../codes.ts', false],
    ['renderer/app/main.tsx', '../../main/csp.ts', true],
    ['renderer/app/main.tsx', '../../shared/contract.ts', false],
    ['main/desk/start.ts', 'electron', true],
    ['main/desk/start.ts', '../electron/app.ts', true],
    ['main/desk/start.ts', '../../hub/server.ts', true],
    ['main/desk/start.ts', '../../hub/authority/sqlite.ts', false],
    ['main/electron/app.ts', 'electron', false],
    ['hub/authority/sqlite.ts', '../../main/store/open.ts', true],
    ['hub/authority/sqlite.ts', '../../shared/ledger/types.ts', false],
    ['main/desk/start.ts', 'zod', true],
  ])('judges %s importing %s', (file, name, forbidden) => expect(crossing(file, name)).toBe(forbidden))

  it('finds imports in every form', () => {
    const source = [
      "import a from 'a'",
      "import { b,\n  c } from 'b'",
      "import type { d } from 'd'",
      "import 'e'",
      "export * from 'f'",
      "export { g } from 'g'",
      "const h = await import('h')",
      "new Worker(new URL('./i.ts', import.meta.url))",
      "// import 'no'",
      "/* import 'no' */",
    ].join('\n')
    expect(importsOf(source).toSorted()).toEqual(['./i.ts', 'a', 'b', 'd', 'e', 'f', 'g', 'h'])
  })

  it.each(['shared', 'renderer', 'main', 'hub', 'tests'])('finds no crossing in %s', (layer) => {
    const files = sources(layer)
    const imports = files.flatMap((file) => importsOf(readFileSync(join(root, file), 'utf8')).map((name) => [file, name] as const))
    expect(imports.length).toBeGreaterThan(0)
    // This file quotes what it forbids.
    expect(imports.filter(([file, name]) => file !== 'tests/house/layers.test.ts' && crossing(file, name)).map(([file, name]) => `${file}: ${name}`)).toEqual([])
  })
})
