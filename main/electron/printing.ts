/**
 * Printing through PDF: a report is opened in a window that nobody sees, made into a PDF, saved where the person says,
 * and opened with the system's own viewer, which prints it.
 *
 * Electron's direct printing drops page headers and gets margins wrong in some versions; a PDF is what was seen.
 */
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { BrowserWindow, dialog, shell, type WebContents } from 'electron'
import { isOurs, START_PAGE } from './origin.ts'
import { shellText } from './words.ts'
import { windowOptions, type WindowChoices } from './window.ts'

/** Longest wait for a report to stand on its page: a hundred thousand items take some seconds. */
const PATIENCE_MS = 60_000
/** Answers once the report is there with its fonts; a screen that is no report, once it stands. The page's own policy does not stand against what the shell asks. */
const READY = `new Promise((done) => {
  const until = Date.now() + ${PATIENCE_MS}
  const wanted = location.hash.includes('print=') ? '.sheet' : 'main h1'
  const look = () => document.querySelector(wanted) !== null ? document.fonts.ready.then(() => setTimeout(() => done(true), 200)) : Date.now() > until ? done(false) : setTimeout(look, 50)
  look()
})`

export interface PrintOptions {
  readonly choices: Omit<WindowChoices, 'dark'>
  /** Lets another page use the connection of one: the hidden window is the same officer. */
  readonly lend: (from: WebContents, to: WebContents) => void
}

/** The address under which a page shows itself for the PDF: it does not ask to be printed there. */
export function pdfAddress(address: string): string | null {
  if (!isOurs(address)) return null
  const { hash } = new URL(address)
  return `${START_PAGE}?pdf=1${hash}`
}

/** @throws Error where the page does not come to stand */
async function pdfOf(from: WebContents, { choices, lend }: PrintOptions): Promise<Uint8Array> {
  const address = pdfAddress(from.getURL())
  if (address === null) throw new Error('There is no page of the desk to print.')
  const options = windowOptions({ ...choices, dark: false })
  const hidden = new BrowserWindow({ ...options, show: false, webPreferences: { ...options.webPreferences, backgroundThrottling: false } })
  try {
    lend(from, hidden.webContents)
    await hidden.loadURL(address)
    if ((await hidden.webContents.executeJavaScript(READY)) !== true) throw new Error('The report did not come to stand in time.')
    return await hidden.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true, generateDocumentOutline: true })
  } finally {
    hidden.destroy()
  }
}

/** Makes the PDF of what a page shows, saves and opens it. Answers its path; `null` where the person changed their mind. */
export async function printPage(from: WebContents, title: string, options: PrintOptions): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(from)
  try {
    const pdf = await pdfOf(from, options)
    const file = await askWhere(window, `${plainName(title)}.pdf`)
    if (file === null) return null
    await writeFile(file, pdf)
    await shell.openPath(file)
    return file
  } catch (error) {
    dialog.showErrorBox(shellText('printFailed'), error instanceof Error ? error.message : String(error))
    return null
  }
}

/** Saves a text of the page as a file: pages may not download, so the shell asks where. */
export async function saveText(from: WebContents, name: string, text: string): Promise<string | null> {
  try {
    const file = await askWhere(BrowserWindow.fromWebContents(from), plainName(name))
    if (file !== null) await writeFile(file, text, 'utf8')
    return file
  } catch (error) {
    dialog.showErrorBox(shellText('saveFailed'), error instanceof Error ? error.message : String(error))
    return null
  }
}

async function askWhere(window: BrowserWindow | null, defaultPath: string): Promise<string | null> {
  const { canceled, filePath } = window === null ? await dialog.showSaveDialog({ defaultPath }) : await dialog.showSaveDialog(window, { defaultPath })
  return canceled || filePath === '' ? null : filePath
}

/** A name without a way in it, and without what a file system does not take. */
export function plainName(name: string): string {
  const plain = [...basename(name.replaceAll('\\', '/'))].map((char) => (char < ' ' || '<>:"|?*'.includes(char) ? ' ' : char)).join('')
  const bare = plain.replace(/^[. ]+|[. ]+$/g, '').slice(0, 120)
  return bare === '' ? 'liaison-desk' : bare
}
