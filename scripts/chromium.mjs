/** A Chromium for the end-to-end tests: the machine's, else Debian's package, fetched when that needs no questions. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findBrowser } from '../main/local/browsers.ts'

/** Chromium alone shows boxes for what IBM Plex lacks; the second package is what Debian's Chromium recommends. */
const PACKAGES = ['chromium', 'fonts-liberation']

/** Answers `{path}`, or `{missing}`: why there is none and what to type. */
export async function needChromium() {
  const found = findBrowser()
  if (found) return { path: found.file }
  // Playwright's own, where somebody fetched it; the configuration then names no other.
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath() }
  const command = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`
  if (process.platform !== 'linux') return { missing: 'install Google Chrome or Microsoft Edge' }
  if (!existsSync('/etc/debian_version')) return { missing: 'install Chromium with the package manager of this system' }
  if (process.getuid?.() !== 0) return { missing: `run: sudo sh -c '${command}'` }
  process.stdout.write('Installing Chromium for the end-to-end tests …\n')
  const done = spawnSync('sh', ['-c', command], { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  const now = findBrowser()
  if (now) return { path: now.file }
  return { missing: `${command} ended with exit code ${done.status}` }
}
