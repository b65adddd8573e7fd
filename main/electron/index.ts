/** Electron's entry. Bundled as out/main/index.js, beside out/preload and out/renderer. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog } from 'electron'
import { startDesk } from '../desk/start.ts'
import { startApp } from './app.ts'

startApp({ startDesk, builtFolder: dirname(dirname(fileURLToPath(import.meta.url))), argv: process.argv.slice(1), env: process.env }).catch((error: unknown) => {
  dialog.showErrorBox('Liaison Desk could not start', error instanceof Error ? error.message : String(error))
  app.exit(1)
})
