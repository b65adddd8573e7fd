/** `npm run build`: everything into out/. Other commands call `buildIfChanged`, which costs milliseconds when nothing changed. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOf, install, needNode, root, runNode, say } from './launch.mjs'

/** What each part is made from. The lockfile stands for all packages. */
const inputs = {
  renderer: ['renderer', 'shared', 'electron.vite.config.ts', 'package-lock.json'],
  hosts: ['main', 'shared', 'hub', 'electron.vite.config.ts', 'package-lock.json', 'package.json'],
}
const products = { renderer: ['out/renderer/index.html'], hosts: ['out/main/index.js', 'out/main/local.js', 'out/preload/preload.cjs'] }

const markerOf = (part) => join(root, 'out', `.${part}-built`)

/**
 * Builds a part (`renderer`, or `hosts`: Electron's main, preload, and the local host in one file) unless out/ already
 * holds the product of the very same sources. Answers the exit code of the build.
 */
export async function buildIfChanged(part, { force = false, quiet = true } = {}) {
  const marker = markerOf(part)
  const digest = digestOf(inputs[part])
  const there = products[part].every((file) => existsSync(join(root, file)))
  if (!force && there && existsSync(marker) && readFileSync(marker, 'utf8') === digest) return 0
  if (quiet) say(part === 'renderer' ? 'Building the screens …' : 'Building the desk …')
  rmSync(marker, { force: true })
  const code = await runNode(needNode(), ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', quiet ? 'error' : 'info'], {
    cwd: root,
    env: { LIAISON_BUILD: part },
    // A build's lines are no part of any command's output.
    stdio: ['ignore', 2, 2],
  })
  if (code === 0) writeFileSync(marker, digest)
  return code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install()
  const codes = [await buildIfChanged('renderer', { force: true, quiet: false }), await buildIfChanged('hosts', { force: true, quiet: false })]
  process.exit(Math.max(...codes))
}
