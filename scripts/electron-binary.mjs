/** Whether Electron can open a window on this machine, and where its binary is. Never keeps a person waiting for long. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode, say } from './launch.mjs'

const folder = join(root, 'node_modules', 'electron')
const failure = join(root, 'node_modules', '.cache', 'electron-unavailable')
/** After a download that failed, the next starts do not try again for this long (`npm start -- --electron` does). */
const REST_HOURS = 24

const read = (file) => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

/** The binary's file if it is there and of the version that the lockfile names; else `null`. */
export function installedElectron() {
  const name = read(join(folder, 'path.txt'))
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const file = join(override, name || (process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'))
    return existsSync(file) ? file : null
  }
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  const file = join(folder, 'dist', name)
  return name !== '' && read(join(folder, 'dist', 'version')).replace(/^v/, '') === wanted && existsSync(file) ? file : null
}

/** Why Electron could not show a window even if its binary were there; `null` if nothing stands against it. */
export function noWindow(env = process.env, platform = process.platform) {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display'
  return null
}

/** Answers `{file}` or `{reason}`. Downloads if need be, from the mirror and into the cache that npm or the environment name. */
export async function electronBinary(node, { retry = false } = {}) {
  const blocked = noWindow()
  if (blocked) return { reason: blocked }
  const there = installedElectron()
  if (there) return { file: there }
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return { reason: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set and its binary is not there' }
  const rested = (Date.now() - (statSync(failure, { throwIfNoEntry: false })?.mtimeMs ?? 0)) / 3_600_000
  if (!retry && rested < REST_HOURS) return { reason: `its download failed ${Math.max(1, Math.round(rested * 60))} minutes ago (npm start -- --electron tries again)` }
  say('Fetching Electron (once) …')
  const code = await runNode(node, ['scripts/fetch-electron.mjs'], { cwd: root, stdio: ['ignore', 2, 2] })
  const now = installedElectron()
  if (code === 0 && now) {
    rmSync(failure, { force: true })
    return { file: now }
  }
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  writeFileSync(failure, '')
  return { reason: 'its binary is not there and could not be fetched' }
}
