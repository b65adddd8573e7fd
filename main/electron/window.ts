/** The desk's window: its page sandboxed, its frame on the screen before anything is read. */
import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from 'electron'
import { START_PAGE } from './origin.ts'

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
export function openWindow(choices: Omit<WindowChoices, 'dark'>, training: boolean): BrowserWindow {
  const window = new BrowserWindow(windowOptions({ ...choices, dark: nativeTheme.shouldUseDarkColors }))
  // A page that does not load is shown as such by Chromium; the promise says nothing more.
  window.loadURL(training ? `${START_PAGE}?training` : START_PAGE).catch(() => {})
  return window
}
