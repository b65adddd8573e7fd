/** What the Electron host does besides carrying calls: menus, window, printing, saving, notifications, leaving. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Electron from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp } from '../../main/electron/app.ts'
import { menuTemplate } from '../../main/electron/menu.ts'
import { worthTelling } from '../../main/electron/notifications.ts'
import { START_PAGE } from '../../main/electron/origin.ts'
import { pdfAddress, plainName } from '../../main/electron/printing.ts'
import { boundsInSight } from '../../main/electron/window-state.ts'
import { setShellLanguage, shellWords } from '../../main/electron/words.ts'
import { CHANNELS } from '../../shared/bridge.ts'
import type { Job, Reply } from '../../shared/contract.ts'
import { type FakeDesk, fakeDesk } from '../fakes/desk.ts'
import { type BrowserWindow, FakeContents, resetElectron, told } from '../fakes/electron.ts'
import { builtPages } from '../fakes/pages.ts'

let desk: FakeDesk
let built: ReturnType<typeof builtPages>
let data: string

const start = () => startApp({ startDesk: async () => desk, builtFolder: built.base, argv: ['electron', '.', '--data', data], env: {} })
beforeEach(() => {
  resetElectron()
  setShellLanguage('en')
  desk = fakeDesk()
  built = builtPages()
  data = mkdtempSync(join(tmpdir(), 'data-'))
})
afterEach(() => {
  desk.remove()
  for (const folder of [built.base, data]) rmSync(folder, { recursive: true, force: true })
})

const theWindow = (): BrowserWindow => {
  const [window] = told.windows
  if (window === undefined) throw new Error('No window was opened')
  return window
}
const says = (channel: string, contents: FakeContents, ...args: unknown[]): unknown => {
  const handler = told.handlers.get(channel)
  if (handler === undefined) throw new Error(`Nobody hears ${channel}`)
  return handler({ sender: contents, senderFrame: contents.mainFrame } as unknown as Electron.IpcMainInvokeEvent, ...args)
}
/** The page's first call, by which it is at the desk. */
const connect = async () => says(CHANNELS.call, theWindow().webContents, 'session.get', {})
const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

/** A desk that answers some calls as told. */
function answers(outputs: Readonly<Record<string, unknown>>): void {
  const { connect: real } = desk
  desk.connect = (options) => {
    const connection = real(options)
    return {
      ...connection,
      call: async (name, input): Promise<Reply> => (typeof name === 'string' && name in outputs ? { ok: true, output: outputs[name] } : connection.call(name, input)),
    }
  }
}

interface Entry {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly submenu?: readonly Entry[]
}
const entries = (menu: unknown): Entry[] => (menu as Entry[]).flatMap((one) => [one, ...(one.submenu ?? [])])

describe('the menu', () => {
  const template = (platform: NodeJS.Platform, packaged = true) => menuTemplate({ platform, packaged, print: () => {} })
  it.each(['linux', 'win32', 'darwin'] as const)('on %s every entry has a word, and the roles bring the keys', (platform) => {
    const all = entries(template(platform)).filter((one) => (one as { type?: string }).type !== 'separator' && one.role !== 'appMenu')
    expect(all.filter(({ label }) => label === undefined || label === '')).toEqual([])
    for (const role of ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen', 'minimize', 'close', 'quit', 'about'])
      expect(
        all.map((one) => one.role),
        role,
      ).toContain(role)
  })
  it('on macOS the program has its own menu and quits from there', () => {
    const [first] = template('darwin') as unknown as Entry[]
    expect(first).toMatchObject({ role: 'appMenu' })
    expect(first?.submenu?.at(-1)).toMatchObject({ role: 'quit' })
  })
  it('shows developer tools only where the program is not packaged', () => {
    const roles = (packaged: boolean) => entries(template('linux', packaged)).map(({ role }) => role)
    expect(roles(true)).not.toContain('toggleDevTools')
    expect(roles(false)).toContain('toggleDevTools')
  })
  it('no two entries have the same key', () => {
    const keys = entries(template('linux')).flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]))
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('speaks the language of the screens, and follows them', async () => {
    await start()
    expect(entries(told.menu).map(({ label }) => label)).toContain(shellWords.en.file)
    await says(CHANNELS.speak, theWindow().webContents, 'fr')
    expect(entries(told.menu).map(({ label }) => label)).toContain(shellWords.fr.file)
    await says(CHANNELS.speak, theWindow().webContents, { language: 'xx' })
    expect(entries(told.menu).map(({ label }) => label)).toContain(shellWords.en.file)
  })
  it('begins in the language of the machine', async () => {
    told.locale = 'fr-CH'
    await start()
    expect(entries(told.menu).map(({ label }) => label)).toContain(shellWords.fr.file)
  })
  it('has every word in both languages, none of them the other’s by mistake', () => {
    expect(Object.keys(shellWords.fr)).toEqual(Object.keys(shellWords.en))
  })
})

describe('the window', () => {
  const state = (bounds: object, more: object = {}) => {
    mkdirSync(join(data, 'window'), { recursive: true })
    writeFileSync(join(data, 'window', 'window.json'), JSON.stringify({ bounds, maximised: false, zoom: 1, ...more }))
  }
  it('opens where it was left, as large, as zoomed', async () => {
    state({ x: 100, y: 50, width: 1000, height: 700 }, { maximised: true, zoom: 1.5 })
    await start()
    expect(theWindow().options).toMatchObject({ x: 100, y: 50, width: 1000, height: 700 })
    theWindow().webContents.emit('did-finish-load')
    expect(theWindow()).toMatchObject({ maximised: true, webContents: { zoom: 1.5 } })
  })
  it.each<[string, unknown]>([
    ['nothing', null],
    ['no JSON', '{'],
    ['a size of nothing', JSON.stringify({ bounds: { x: 0, y: 0, width: 0, height: 0 }, maximised: false, zoom: 1 })],
    ['a zoom of nothing', JSON.stringify({ bounds: { x: 0, y: 0, width: 900, height: 700 }, maximised: false, zoom: 0 })],
  ])('opens as on the first day where its memory holds %s', async (_case, text) => {
    if (typeof text === 'string') {
      mkdirSync(join(data, 'window'))
      writeFileSync(join(data, 'window', 'window.json'), text)
    }
    await start()
    expect(theWindow().options).toMatchObject({ width: 1440, height: 900 })
  })
  const SCREEN = [{ x: 0, y: 0, width: 1920, height: 1040 }]
  it.each<[string, Electron.Rectangle, Electron.Rectangle[], boolean]>([
    ['on the screen', { x: 0, y: 0, width: 800, height: 600 }, SCREEN, true],
    ['half beside it', { x: 1500, y: 100, width: 800, height: 600 }, SCREEN, true],
    ['on a screen that is gone', { x: 2500, y: 100, width: 800, height: 600 }, SCREEN, false],
    ['with its upper edge out of reach', { x: 100, y: -300, width: 800, height: 600 }, SCREEN, false],
    ['below everything', { x: 100, y: 1039, width: 800, height: 600 }, SCREEN, false],
    ['on the second screen', { x: 2000, y: 10, width: 800, height: 600 }, [...SCREEN, { x: 1920, y: 0, width: 1280, height: 1024 }], true],
    ['without any screen', { x: 0, y: 0, width: 800, height: 600 }, [], false],
  ])('%s', (_case, bounds, areas, seen) => expect(boundsInSight({ bounds, maximised: false, zoom: 1 }, areas) !== null).toBe(seen))

  it('is remembered when it closes', async () => {
    await start()
    theWindow().webContents.zoom = 1.25
    theWindow().close()
    await expect.poll(() => theWindow().gone).toBe(true)
    expect(JSON.parse(readFileSync(join(data, 'window', 'window.json'), 'utf8'))).toEqual({ bounds: { x: 10, y: 20, width: 1200, height: 800 }, maximised: false, zoom: 1.25 })
  })
})

describe('printing goes through a PDF', () => {
  it('of a hidden window of the same officer, as safe as the first; saved, opened, gone', async () => {
    await start()
    const page = theWindow().webContents
    page.show(`${START_PAGE}#/shift?print=1`)
    await connect()
    told.saved = { canceled: false, filePath: join(data, 'report.pdf') }
    expect(await says(CHANNELS.print, page, 'Shift report')).toBe(join(data, 'report.pdf'))
    const [first, hidden] = told.windows
    expect(hidden?.options).toMatchObject({ show: false })
    expect(hidden?.options.webPreferences).toEqual({ ...first?.options.webPreferences, backgroundThrottling: false })
    expect(hidden?.webContents.url).toBe(`${START_PAGE}?pdf=1#/shift?print=1`)
    expect(hidden?.webContents.printed).toEqual([{ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true, generateDocumentOutline: true }])
    expect(hidden?.gone).toBe(true)
    expect(desk.hosts).toEqual(['electron'])
    expect(readFileSync(join(data, 'report.pdf'), 'utf8')).toBe(`%PDF of ${START_PAGE}?pdf=1#/shift?print=1`)
    expect(told.openedFiles).toEqual([join(data, 'report.pdf')])
    // The window that printed goes on with its own connection.
    expect(desk.open.size).toBe(1)
  })
  it('nothing is left where the person changed their mind', async () => {
    await start()
    await connect()
    expect(await says(CHANNELS.print, theWindow().webContents, 'x')).toBeNull()
    expect([told.openedFiles, told.windows.at(-1)?.gone]).toEqual([[], true])
  })
  it('a folder that cannot be written is told, not thrown', async () => {
    await start()
    await connect()
    told.saved = { canceled: false, filePath: join(data, 'nowhere', 'report.pdf') }
    expect(await says(CHANNELS.print, theWindow().webContents, 'x')).toBeNull()
    expect(told.errors).toEqual([expect.stringContaining('could not be printed')])
  })
  it.each(['https://example.test/', 'file:///etc/passwd', 'about:blank'])('%s is nothing to print', (address) => expect(pdfAddress(address)).toBeNull())
  it('strangers print and save nothing', async () => {
    await start()
    for (const channel of [CHANNELS.print, CHANNELS.save, CHANNELS.speak]) expect(() => says(channel, new FakeContents('https://example.test/'), 'x', 'y')).toThrow('Refused')
  })
})

describe('saving', () => {
  it('writes where the person says', async () => {
    await start()
    told.saved = { canceled: false, filePath: join(data, 'items.csv') }
    expect(await says(CHANNELS.save, theWindow().webContents, 'items.csv', 'a;é\r\n')).toBe(join(data, 'items.csv'))
    expect(readFileSync(join(data, 'items.csv'), 'utf8')).toBe('a;é\r\n')
  })
  it.each([
    ['report 22/11.pdf', '11.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\x.csv', 'x.csv'],
    ['a<b>:"c|?*.csv', 'a b   c   .csv'],
    ['', 'liaison-desk'],
    ['...', 'liaison-desk'],
  ])('suggests for %j the name %j', (given, name) => expect(plainName(given)).toBe(name))
})

const job = (change: Partial<Job>): Job => ({
  id: 'j',
  kind: 'import',
  status: 'done',
  progress: 1,
  at: null,
  startedAt: new Date(0).toISOString(),
  result: null,
  error: null,
  ...change,
})

describe('notifications', () => {
  it.each<[string, Partial<Job>, boolean, number, boolean]>([
    ['long work that is done', {}, false, 60_000, true],
    ['done in a moment', {}, false, 2_000, false],
    ['failed in a moment', { status: 'failed' }, false, 2_000, true],
    ['while somebody looks', {}, true, 60_000, false],
    ['under way', { status: 'running' }, false, 60_000, false],
    ['stopped by hand', { status: 'cancelled' }, false, 60_000, false],
  ])('%s', (_case, change, focused, now, told_) => expect(worthTelling(job(change), focused, now)).toBe(told_))

  it('once a job, without names, and a click brings the window back', async () => {
    await start()
    await connect()
    theWindow().looked = false
    theWindow().minimised = true
    for (let n = 0; n < 3; n++) desk.notify({ kind: 'job', job: job({ at: '/mail/RR473124829FR.edi' }) })
    expect(told.notified.map(({ options }) => options)).toEqual([{ title: 'Done: import' }])
    expect(theWindow().flashing).toBe(true)
    told.notified[0]?.emit('click')
    expect(theWindow()).toMatchObject({ minimised: false, focused: 1 })
    theWindow().emit('focus')
    expect(theWindow().flashing).toBe(false)
  })
})

describe('leaving', () => {
  const OPEN = { phase: 'open', waiting: { out: 3, setAside: 0 } }
  const IDLE = { jobs: [] }
  it('with nothing undone asks nothing', async () => {
    answers({ 'session.get': { ...OPEN, waiting: { out: 0, setAside: 2 } }, 'jobs.list': IDLE })
    await start()
    await connect()
    theWindow().close()
    await expect.poll(() => theWindow().gone).toBe(true)
    expect(told.asked).toEqual([])
  })
  it('with answers that wait, or work under way, asks; who stays, stays', async () => {
    answers({ 'session.get': OPEN, 'settings.get': { outFolder: '/out' }, 'jobs.list': { jobs: [job({ status: 'running' })] } })
    await start()
    await connect()
    theWindow().close()
    theWindow().close()
    await expect.poll(() => told.asked.length).toBe(1)
    await settled()
    expect([theWindow().gone, told.asked.length]).toEqual([false, 1])
    expect(told.asked[0]?.detail).toMatch(/waiting to leave: 3[\s\S]*import/)
    // The safe answer is the one that Enter and Esc give.
    expect(told.asked[0]).toMatchObject({ defaultId: 1, cancelId: 1 })
    told.answered = 0
    theWindow().close()
    await expect.poll(() => theWindow().gone).toBe(true)
  })
  it('answers that wait for an out folder that there is not are no reason', async () => {
    answers({ 'session.get': OPEN, 'settings.get': { outFolder: null }, 'jobs.list': IDLE })
    await start()
    await connect()
    theWindow().close()
    await expect.poll(() => theWindow().gone).toBe(true)
    expect(told.asked).toEqual([])
  })
  it('a desk that does not answer does not hold the window', async () => {
    await start()
    theWindow().close()
    await expect.poll(() => theWindow().gone).toBe(true)
  })
  it('the end of the session of the system is not held up', async () => {
    answers({ 'session.get': OPEN, 'settings.get': { outFolder: '/out' }, 'jobs.list': IDLE })
    await start()
    await connect()
    theWindow().emit('session-end')
    theWindow().close()
    expect(theWindow().gone).toBe(true)
  })
})

it('a set-up that was ordered is done before the desk is shown, and one that cannot be says why', async () => {
  const file = join(data, 'set-up.json')
  writeFileSync(file, '{}')
  await startApp({ startDesk: async () => desk, builtFolder: built.base, argv: ['electron', '.', '--data', data, '--config', file], env: {} })
  await expect.poll(() => told.errors.length).toBe(1)
  expect(told.errors[0]).toContain('cannot be used')
  expect(existsSync(join(data, 'keyring.json'))).toBe(false)
})
