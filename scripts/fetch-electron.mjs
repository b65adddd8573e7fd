/**
 * Brings Electron's archive into its cache under a watchdog, then lets Electron's own installer unpack it.
 *
 * The installer alone waits for ever on a network that drops packets. Here a server that does not answer costs
 * seconds, while a slow download may take as long as it goes on.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root, run, say } from './launch.mjs'

const FIRST_BYTE_MS = 8_000
const STALL_MS = 20_000

const require = createRequire(join(root, 'node_modules', 'electron', 'package.json'))
const { downloadArtifact } = require('@electron/get')
const { version } = require('./package.json')

const stop = new AbortController()
let watchdog = setTimeout(() => stop.abort(new Error('no answer')), FIRST_BYTE_MS)
const progressed = () => {
  clearTimeout(watchdog)
  watchdog = setTimeout(() => stop.abort(new Error('the download stalled')), STALL_MS)
}

try {
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.env.npm_config_platform || process.platform,
    arch: process.env.npm_config_arch || process.arch,
    cacheRoot: process.env.electron_config_cache,
    checksums: require('./checksums.json'),
    downloadOptions: { signal: stop.signal, quiet: true, getProgressCallback: async () => progressed() },
  })
} catch (error) {
  const cause = error.cause ?? error
  say(`Electron: ${cause.code ?? cause.message}`)
  process.exit(1)
}
clearTimeout(watchdog)
process.exit(await run(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { stdio: ['ignore', 2, 2] }))
