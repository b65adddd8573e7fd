/**
 * Finds a browser of the Chromium family, which can show a page in a window of its own (`--app=`).
 * Firefox and Safari can't; for them the desk opens a tab.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Browser {
  readonly name: string
  readonly file: string
}

/** What the search looks at; given by tests, the machine's own by default. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly runnable: (file: string) => boolean
}

const runnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export const thisMachine: Machine = { platform: process.platform, env: process.env, runnable }

const LINUX = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable', 'brave-browser', 'vivaldi', 'vivaldi-stable']
/** Where packages put them, also when a service or a cron job starts us with an empty PATH. */
const LINUX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/var/lib/flatpak/exports/bin']
const MAC: readonly (readonly [name: string, file: string])[] = [
  ['Google Chrome', 'Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['Microsoft Edge', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  ['Chromium', 'Chromium.app/Contents/MacOS/Chromium'],
  ['Brave', 'Brave Browser.app/Contents/MacOS/Brave Browser'],
]
const WINDOWS: readonly (readonly [name: string, file: string])[] = [
  ['Microsoft Edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['Google Chrome', 'Google\\Chrome\\Application\\chrome.exe'],
  ['Chromium', 'Chromium\\Application\\chrome.exe'],
  ['Brave', 'BraveSoftware\\Brave-Browser\\Application\\brave.exe'],
]

function candidates({ platform, env }: Machine): readonly Browser[] {
  const chosen = env['LIAISON_BROWSER']
  const first: Browser[] = chosen ? [{ name: chosen, file: chosen }] : []
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    return [...first, ...WINDOWS.flatMap(([name, file]) => folders.map((folder) => ({ name, file: `${folder}\\${file}` })))]
  }
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env['HOME'] ?? '/', 'Applications')]
    return [...first, ...MAC.flatMap(([name, file]) => folders.map((folder) => ({ name, file: join(folder, file) })))]
  }
  const folders = new Set([...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...LINUX_FOLDERS])
  return [...first, ...LINUX.flatMap((name) => [...folders].map((folder) => ({ name, file: join(folder, name) })))]
}

/** The first browser there is, `LIAISON_BROWSER` before all; `null` if there is none. */
export const findBrowser = (machine: Machine = thisMachine): Browser | null => candidates(machine).find((browser) => machine.runnable(browser.file)) ?? null
