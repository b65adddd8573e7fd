/** The desk's window: its page sandboxed, its frame on the screen before anything is read. */
import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from 'electron'
import { START_PAGE } from './origin.ts'
import { boundsInSight, keepWindowState, readWindowState, screenAreas } from './window-state.ts'

/** The lowest surface of renderer/style/tokens.css, so that the window does not flash before the page is there. */
const SURFACE = { light: '#eef0ee', dark: '#101413' } as const

export interface WindowChoices {
  /** Absolute path of the built preload. */
  readonly preload: string
  readonly packaged: boolean
  readonly dark: boolean
}

/** Most of these are Electron's defaults; they stand here because a default may change and a test reads them back. */
export const windowOptions = ({ preload, packaged, dark }: WindowChoices): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  minWidth: 720,
  minHeight: 480,
  title: 'Liaison Desk',
  backgroundColor: dark ? SURFACE.dark : SURFACE.light,
  autoHideMenuBar: true,
  show: true,
  webPreferences: {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Its dictionaries would come from the network.
    spellcheck: false,
    safeDialogs: true,
    devTools: !packaged,
  },
})

/** @param training opens the page in the training office */
/** @param profile folder in which the window's place is remembered */
export function openWindow(choices: Omit<WindowChoices, 'dark'>, profile: string): BrowserWindow {
  const state = readWindowState(profile)
  const bounds = state === null ? null : boundsInSight(state, screenAreas())
  const window = new BrowserWindow({ ...windowOptions({ ...choices, dark: nativeTheme.shouldUseDarkColors }), ...bounds })
  if (state?.maximised === true) window.maximize()
  // Chromium forgets a zoom that is set before there is a page.
  if (state !== null) window.webContents.once('did-finish-load', () => window.webContents.setZoomFactor(state.zoom))
  keepWindowState(window, profile)
  // A page that does not load is shown as such by Chromium; the promise says nothing more.
  window.loadURL(START_PAGE).catch(() => {})
  return window
}
