/**
 * Opens the desk in a window, without its token ever standing in a command line: every process of this machine may
 * read those. The browser gets the path of a file that only this person can read, and the file sends it on.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, findBrowser } from './browsers.ts'
import { FILE_TOKEN_MS } from './sessions.ts'

export interface Redirect {
  readonly file: string
  remove(): void
}

const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')

/** Writes the redirect file: 0600 in a folder of its own, 0700. It is gone as soon as its token is worth nothing. */
export function writeRedirect(address: string, temporary: string = tmpdir()): Redirect {
  const folder = mkdtempSync(join(temporary, 'liaison-desk-'))
  const file = join(folder, 'open.html')
  const html = `<!doctype html>\n<meta charset="utf-8">\n<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n<title>Liaison Desk</title>\n<meta http-equiv="refresh" content="0;url=${attribute(address)}">\n`
  writeFileSync(file, html, { mode: 0o600, flag: 'wx' })
  const remove = () => {
    clearTimeout(later)
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  const later = setTimeout(remove, FILE_TOKEN_MS)
  later.unref()
  process.on('exit', remove)
  return { file, remove }
}

/**
 * The command that shows `file` in a window of its own.
 *
 * The window has a profile of its own: no extension that a person added to their browser reads parcels' addresses,
 * and a browser that is open already neither delays nor adopts it.
 */
export function windowCommand(browser: Browser, file: string, profile: string, asRoot: boolean): { readonly file: string; readonly args: readonly string[] } {
  return {
    file: browser.file,
    args: [
      `--app=${pathToFileURL(file).href}`,
      `--user-data-dir=${profile}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-features=Translate',
      '--window-size=1440,900',
      // Chromium does not start as root with its sandbox.
      ...(asRoot ? ['--no-sandbox'] : []),
    ],
  }
}

/** The system's way to open a file in whatever browser the person prefers. */
export function tabCommand(file: string, platform: NodeJS.Platform): { readonly file: string; readonly args: readonly string[] } {
  if (platform === 'darwin') return { file: 'open', args: [file] }
  // Explorer takes the path as one argument; `start` would have a shell read it.
  if (platform === 'win32') return { file: 'explorer.exe', args: [file] }
  return { file: 'xdg-open', args: [file] }
}

/** Starts a program that outlives nothing of ours; resolves whether it could be started and did not fail at once. */
function launch(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'ignore', detached: process.platform !== 'win32' })
    const started = setTimeout(() => resolve(true), 1_500)
    child.on('error', () => {
      clearTimeout(started)
      resolve(false)
    })
    child.on('exit', (code) => {
      clearTimeout(started)
      // Explorer answers 1 even when all went well.
      resolve(code === 0 || file === 'explorer.exe')
    })
    child.unref()
  })
}

export type Opening = 'window' | 'tab' | 'none'

/** Opens the address: in a window, else in a tab, else not at all. `dataFolder` keeps the window's profile. */
export async function openBrowser(address: string, dataFolder: string): Promise<Opening> {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  if (!hasDisplay) return 'none'
  const redirect = writeRedirect(address)
  const browser = findBrowser()
  if (browser !== null) {
    const profile = join(dataFolder, 'window')
    mkdirSync(profile, { recursive: true, mode: 0o700 })
    const command = windowCommand(browser, redirect.file, profile, process.platform === 'linux' && process.getuid?.() === 0)
    if (await launch(command.file, command.args)) return 'window'
  }
  const command = tabCommand(redirect.file, process.platform)
  if (await launch(command.file, command.args)) return 'tab'
  redirect.remove()
  return 'none'
}
