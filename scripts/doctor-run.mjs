/** The half of the doctor that needs Node 24 and the packages: what a window needs. Exit code: how much is wrong. */
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { findBrowser } from '../main/local/browsers.ts'
import { report } from './doctor-line.mjs'
import { installedElectron, noWindow } from './electron-binary.mjs'

let wrong = 0

const electron = installedElectron()
const blocked = noWindow()
if (electron && !blocked) report(true, 'electron', electron)
else
  report(
    null,
    'electron',
    `${electron ? `its binary is there, but ${blocked}` : 'its binary is not there; npm start -- --electron tries to fetch it'}. The desk opens in a browser window instead.`,
  )

const browser = findBrowser()
if (browser) report(true, 'browser', browser.file)
else if (electron && !blocked) report(null, 'browser', 'none of the Chromium family; Electron does without')
else {
  wrong += 1
  report(
    false,
    'browser',
    'none of the Chromium family',
    'Install Chromium, Chrome or Edge, or name one in LIAISON_BROWSER. npm start prints an address that another browser can open.',
  )
}

const port = await new Promise((resolve) => {
  const server = createServer()
  server.on('error', (error) => resolve(error))
  server.listen(0, '127.0.0.1', () => server.close(() => resolve(null)))
})
if (port) wrong += 1
report(
  port === null,
  'loopback',
  port ? `no port of 127.0.0.1 can be opened: ${port.message}` : 'a port of 127.0.0.1 can be opened',
  'A firewall or sandbox forbids it; the desk in a browser window needs it.',
)

// The screens bring their own fonts; a browser without any font of the system shows none at all on some machines.
if (process.platform === 'linux') {
  const fonts = spawnSync('fc-list', [], { encoding: 'utf8' })
  const count = fonts.error ? null : fonts.stdout.split('\n').filter((line) => line !== '').length
  report(count === null || count === 0 ? null : true, 'fonts', count === null ? 'fontconfig is not there to ask' : `${count} of the system; the screens bring their own`)
}
process.exit(wrong)
