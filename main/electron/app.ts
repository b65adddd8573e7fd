/**
 * The life of the Electron host: window first, then the desk behind it; one process for a data folder; on quitting,
 * the desk closes before the process ends.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow, dialog, session, type WebContents } from 'electron'
import type { Desk } from '../desk/port.ts'
import { defaultDataFolder } from '../local/command-line/data-folder.ts'
import { openPages } from '../pages.ts'
import { configOf, setUpAtFirstStart } from '../set-up/first-start.ts'
import { serveIpc } from './ipc.ts'
import { askBeforeLeaving } from './leaving.ts'
import { setMenu } from './menu.ts'
import { tellOfJobs } from './notifications.ts'
import { printPage, saveText } from './printing.ts'
import { registerScheme, serveScheme } from './protocol.ts'
import { type OsKeyStore, osKeyStore } from './secrets.ts'
import { hardenApp, hardenSession } from './security.ts'
import { openWindow } from './window.ts'
import { setShellLanguage, shellLanguage } from './words.ts'

export type StartDesk = (options: { readonly dataFolder: string; readonly keyText: string | null; readonly osKeyStore: OsKeyStore | null }) => Promise<Desk>

export interface AppOptions {
  readonly startDesk: StartDesk
  /** `out`: the built screens and the preload lie in it. */
  readonly builtFolder: string
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** `--data DIR` or `--data=DIR`; the same default as the command line's, so that both see one desk. */
export function dataFolderOf(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): string {
  const at = argv.findIndex((word) => word === '--data' || word.startsWith('--data='))
  const word = argv[at]
  const given = word === undefined ? undefined : word === '--data' ? argv[at + 1] : word.slice('--data='.length)
  return given === undefined || given === '' ? defaultDataFolder(env) : resolve(given)
}

/** A person reads this in a box, so it ends with what to do. */
function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'owned') return 'Another program has this data folder open: the desk in a browser window, or a command that is still at work. Close it, then start again.'
  return `${error instanceof Error ? error.message : String(error)}\n\nOn a command line, "liaison doctor" says what is wrong with this machine.`
}

/** Resolves when the window is on the screen and the desk is opening; everything after that happens in events. */
export async function startApp(options: AppOptions): Promise<void> {
  const dataFolder = dataFolderOf(options.argv, options.env)
  registerScheme()
  // Chromium as root runs only without its sandbox; then asking for it would end the process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  const profile = join(dataFolder, 'window')
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  app.setPath('userData', profile)
  // The lock lies in the profile: one process for a data folder, as many data folders as one likes.
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  hardenApp(app)
  await app.whenReady()

  hardenSession(session.defaultSession)
  serveScheme(openPages(join(options.builtFolder, 'renderer')))
  const choices = { preload: join(options.builtFolder, 'preload', 'preload.cjs'), packaged: app.isPackaged }
  let window: BrowserWindow | null = null
  const print = (from: WebContents, title: string): Promise<string | null> => printPage(from, title, { choices, lend: (one, other) => ipc.lend(one, other) })
  const showMenu = (): void =>
    setMenu({
      packaged: app.isPackaged,
      platform: process.platform,
      print: () => window !== null && void print(window.webContents, window.getTitle()),
    })
  if (app.getLocale().startsWith('fr')) setShellLanguage('fr')
  showMenu()
  const opening = Promise.withResolvers<Desk>()
  // A desk that does not start is told to the person below; no page may be there yet to hear it.
  opening.promise.catch(() => {})
  const ipc = serveIpc(opening.promise, {
    print,
    save: saveText,
    speak: (language) => {
      if (language === shellLanguage()) return
      setShellLanguage(language)
      showMenu()
    },
    heard: tellOfJobs(() => window),
  })
  const opened = openWindow(choices, profile)
  window = opened
  askBeforeLeaving(opened, (name, input) => ipc.ask(opened.webContents, name, input))
  opened.on('closed', () => (window = null))
  opened.on('focus', () => opened.flashFrame(false))
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())

  // Only now the desk: people wait for the window, the window waits for the desk.
  const store = osKeyStore()
  const started = setUpAtFirstStart({
    dataFolder,
    config: configOf(options.argv, options.env),
    env: options.env,
    hasKeyStore: store !== null,
    open: (useKeyStore) => options.startDesk({ dataFolder, keyText: options.env['LIAISON_KEY'] ?? null, osKeyStore: useKeyStore ? store : null }),
  })
  opening.resolve(started)
  let closed = false
  const close = async (): Promise<void> => {
    // A desk that did not start, or does not close, must not keep the process alive.
    await started.then((desk) => desk.close()).catch(() => {})
    closed = true
    app.quit()
  }
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void close()
  })
  started.catch((error: unknown) => {
    dialog.showErrorBox('Liaison Desk could not open', explain(error))
    app.quit()
  })
}
