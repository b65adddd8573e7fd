/**
 * `npm start`: the desk in a window, from a fresh clone or for the hundredth time.
 *
 * Electron where its binary is there or can be had; else one line saying why not, and the same desk in a browser.
 * `--local` and `--electron` choose; `--port N`, `--no-open` and `--json` speak to the local host, so they choose it too.
 */
import { buildIfChanged } from './build.mjs'
import { electronBinary } from './electron-binary.mjs'
import { install, needNode, root, runNode, run, say, environment } from './launch.mjs'

const given = process.argv.slice(2)
const insists = given.includes('--electron')
const local = given.some((word) => ['--local', '--no-open', '--json'].includes(word) || /^--port(=|$)/.test(word))
const passed = given.filter((word) => word !== '--electron' && word !== '--local')

install()
const node = needNode()
const built = await buildIfChanged('renderer')
if (built !== 0) {
  say('The screens could not be built; nothing was started.')
  process.exit(built)
}

/** Answers Electron's exit code, or why the desk opens in a browser instead. */
async function startElectron() {
  const { file, reason } = await electronBinary(node, { retry: insists })
  if (!file) return { reason }
  if ((await buildIfChanged('hosts')) !== 0) return { reason: 'it could not be built' }
  // Chromium refuses to run its sandbox as root.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const env = environment(node)
  delete env.ELECTRON_RUN_AS_NODE
  const begun = Date.now()
  const code = await run(file, [root, ...asRoot, ...passed], { cwd: root, env })
  // 127: a library is missing. A window that fails at once is no window; one that ran for a while had its reasons.
  if (code !== 0 && (code === 127 || Date.now() - begun < 3000)) return { reason: `it ended at once with exit code ${code}` }
  return { code }
}

if (!local) {
  const { code, reason } = await startElectron()
  if (code !== undefined) process.exit(code)
  say(`Electron is not used, for ${reason}; the desk opens in a browser window.`)
}
process.exit(await runNode(node, ['main/local/liaison.ts', 'desk', ...passed], { cwd: root }))
