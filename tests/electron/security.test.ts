/**
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security), its twenty items read back from the
 * options, handlers and headers that this program really sets.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Electron from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BRIDGE_NAME, CHANNELS, type DeskBridge } from '../../shared/bridge.ts'
import { CONTENT_SECURITY_POLICY, SECURITY_HEADERS } from '../../main/csp.ts'
import { dataFolderOf, startApp } from '../../main/electron/app.ts'
import { isOurs, START_PAGE } from '../../main/electron/origin.ts'
import { osKeyStore } from '../../main/electron/secrets.ts'
import { windowOptions } from '../../main/electron/window.ts'
import { type FakeDesk, fakeDesk } from '../fakes/desk.ts'
import { app, FakeContents, resetElectron, session, told } from '../fakes/electron.ts'
import { builtPages } from '../fakes/pages.ts'

let desk: FakeDesk
let built: ReturnType<typeof builtPages>
let dataFolder: string
let keyStores: unknown[]

const start = (
  startDesk = async (options: { osKeyStore: unknown }) => {
    told.order.push('desk')
    keyStores.push(options.osKeyStore)
    return desk
  },
) => startApp({ startDesk, builtFolder: built.base, argv: ['electron', '.', '--data', dataFolder], env: {} })

beforeEach(() => {
  resetElectron()
  desk = fakeDesk()
  built = builtPages()
  keyStores = []
  dataFolder = mkdtempSync(join(tmpdir(), 'data-'))
})
afterEach(() => {
  desk.remove()
  for (const folder of [built.base, dataFolder]) rmSync(folder, { recursive: true, force: true })
})

const STRANGE = [
  'https://example.test/',
  'http://desk/',
  'file:///etc/passwd',
  'app://other/index.html',
  'app://desk.example.test/',
  'app://desk@example.test/',
  'app://user@desk/',
  'app://desk:8080/',
  'app:desk',
  'data:text/html,x',
  'about:blank',
  'javascript:alert(1)',
  '',
  'not an address',
]
const theWindow = () => {
  const [window] = told.windows
  if (window === undefined) throw new Error('No window was opened')
  return window
}
const preferences = () => theWindow().options.webPreferences ?? {}
const prevented = (contents: FakeContents, name: string, event: object): boolean => {
  let stopped = false
  contents.emit(name, { preventDefault: () => (stopped = true), ...event })
  return stopped
}
const served = (path: string, init?: RequestInit) => {
  const handler = told.served.get('app')
  if (handler === undefined) throw new Error('No protocol was served')
  return handler(new Request(new URL(path, START_PAGE), init))
}

describe("Electron's security checklist", () => {
  it('1. only secure content: every request that is not for our own scheme is cancelled', async () => {
    await start()
    const cancelled = (url: string) => {
      let answer: { cancel?: boolean } = {}
      told.session.beforeRequest?.({ url }, (given) => (answer = given))
      return answer.cancel
    }
    for (const url of ['https://example.test/', 'http://127.0.0.1/', 'ws://127.0.0.1/', 'wss://example.test/', 'ftp://example.test/', 'file:///etc/passwd', 'nonsense'])
      expect(cancelled(url)).toBe(true)
    for (const url of [START_PAGE, 'app://desk/assets/x.js', 'blob:app://desk/1', 'data:image/png;base64,x']) expect(cancelled(url)).toBe(false)
  })

  it('2. no Node.js in pages, workers or frames', async () => {
    await start()
    expect(preferences()).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false })
  })

  it('3. context isolation', async () => {
    await start()
    expect(preferences()).toMatchObject({ contextIsolation: true })
  })

  it('4. process sandboxing, for every renderer there may ever be', async () => {
    await start()
    expect(preferences()).toMatchObject({ sandbox: true })
    expect(told.sandboxed).toBe(true)
  })

  it('4. but where Chromium was told to go without (as root), asking for it would only end the program', async () => {
    told.switches.add('no-sandbox')
    await start()
    expect(told.sandboxed).toBe(false)
  })

  it('5. permissions: copying from our own page, nothing else, nobody else', async () => {
    await start()
    const ours = new FakeContents(START_PAGE)
    const asks = (contents: FakeContents, permission: string, isMainFrame = true) => {
      let granted: boolean | undefined
      told.session.permissionRequest?.(contents as unknown as Electron.WebContents, permission as 'unknown', (answer) => (granted = answer), {
        isMainFrame,
        requestingUrl: contents.url,
      } as Electron.PermissionRequest)
      return granted
    }
    const checks = (contents: FakeContents | null, permission: string) =>
      told.session.permissionCheck?.(contents as unknown as Electron.WebContents, permission as 'unknown', 'app://desk', { isMainFrame: true })
    expect(asks(ours, 'clipboard-sanitized-write')).toBe(true)
    expect(checks(ours, 'clipboard-sanitized-write')).toBe(true)
    expect(asks(ours, 'clipboard-sanitized-write', false)).toBe(false)
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'fileSystem',
      'clipboard-read',
      'hid',
      'serial',
      'usb',
      'local-network-access',
      'display-capture',
      'unknown',
    ]) {
      expect(asks(ours, permission)).toBe(false)
      expect(checks(ours, permission)).toBe(false)
    }
    for (const url of STRANGE)
      expect([asks(new FakeContents(url), 'clipboard-sanitized-write'), checks(new FakeContents(url), 'clipboard-sanitized-write')]).toEqual([false, false])
    expect(checks(null, 'clipboard-sanitized-write')).toBe(false)
    expect(told.session.device?.({} as Electron.DevicePermissionHandlerHandlerDetails)).toBe(false)
    let streams: unknown = 'none asked for'
    told.session.displayMedia?.({} as Electron.DisplayMediaRequestHandlerHandlerRequest, (given) => (streams = given))
    expect(streams).toEqual({})
  })

  it('6. webSecurity stays on', async () => {
    await start()
    expect(preferences()).toMatchObject({ webSecurity: true })
  })

  it('7. a content security policy in the header of every response, errors too', async () => {
    await start()
    for (const response of await Promise.all([
      served('/index.html'),
      served('/'),
      served('/assets/index-abc.js'),
      served('/missing'),
      served('/index.html', { method: 'POST' }),
      served('/index.html', { method: 'HEAD' }),
    ]))
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(response.headers.get(name)).toBe(value)
    expect(SECURITY_HEADERS['content-security-policy']).toBe(CONTENT_SECURITY_POLICY)
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/)
  })

  it('8. no insecure content', async () => {
    await start()
    expect(preferences()).toMatchObject({ allowRunningInsecureContent: false })
  })

  it('9. no experimental features', async () => {
    await start()
    expect(preferences()).toMatchObject({ experimentalFeatures: false })
  })

  it('10. no enableBlinkFeatures', async () => {
    await start()
    expect(preferences()).not.toHaveProperty('enableBlinkFeatures')
  })

  it('11. and 12. no webview: the tag is off and none may attach', async () => {
    await start()
    expect(preferences()).toMatchObject({ webviewTag: false })
    expect(prevented(theWindow().webContents, 'will-attach-webview', {})).toBe(true)
  })

  it('13. navigation: to our own pages only, in the main frame only, and files dropped on the window open nothing', async () => {
    await start()
    const contents = theWindow().webContents
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      for (const url of STRANGE) expect([name, url, prevented(contents, name, { url, isMainFrame: true })]).toEqual([name, url, true])
      expect(prevented(contents, name, { url: START_PAGE, isMainFrame: true })).toBe(false)
    }
    expect(prevented(contents, 'will-frame-navigate', { url: START_PAGE, isMainFrame: false })).toBe(true)
    expect(preferences()).toMatchObject({ navigateOnDragDrop: false })
  })

  it('13. contents that appear later are guarded like the first', async () => {
    await start()
    const later = new FakeContents('https://example.test/')
    app.emit('web-contents-created', {}, later)
    expect(prevented(later, 'will-navigate', { url: 'https://example.test/' })).toBe(true)
    expect(later.windowOpen).not.toBeNull()
  })

  it('14. no new windows', async () => {
    await start()
    for (const url of [START_PAGE, 'https://example.test/', 'about:blank'])
      expect(theWindow().webContents.windowOpen?.({ url } as Electron.HandlerDetails)).toEqual({ action: 'deny' })
  })

  it('15. nothing calls shell.openExternal', async () => {
    const { readdirSync } = await import('node:fs')
    const folder = new URL('../../main/electron/', import.meta.url)
    for (const file of readdirSync(folder)) {
      const source = readFileSync(new URL(file, folder), 'utf8')
      expect(source).not.toMatch(/openExternal/)
      // One file may open something: the PDF that it has itself just written where the person said.
      if (file === 'printing.ts') expect(source.match(/\bshell\.\w+/g)).toEqual(['shell.openPath'])
      else expect(source).not.toMatch(/\bshell\b\s*[,}.]/)
    }
  })

  it('16. a current Electron, pinned to one version', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { devDependencies: Record<string, string> }
    expect(manifest.devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Number.parseInt(manifest.devDependencies['electron'] ?? '0', 10)).toBeGreaterThanOrEqual(45)
  })

  describe('17. the sender of every IPC message', () => {
    const event = (contents: FakeContents, frame: object | null = contents.mainFrame) => ({ sender: contents, senderFrame: frame }) as unknown as Electron.IpcMainInvokeEvent
    const invoke = async (channel: string, from: Electron.IpcMainInvokeEvent, ...args: unknown[]) => {
      const handler = told.handlers.get(channel)
      if (handler === undefined) throw new Error(`Nobody handles ${channel}`)
      return handler(from, ...args)
    }

    it('must be the main frame of one of our pages', async () => {
      await start()
      expect([...told.handlers.keys()].toSorted()).toEqual(
        Object.values(CHANNELS)
          .filter((channel) => channel !== CHANNELS.notice)
          .toSorted(),
      )
      const ours = theWindow().webContents
      const strangers = [
        ...STRANGE.map((url) => event(new FakeContents(url))),
        event(ours, null),
        event(ours, { frameToken: 'sub', parent: ours.mainFrame, url: START_PAGE }),
        event(ours, { frameToken: 'sub', parent: null, url: START_PAGE }),
        event(ours, { ...ours.mainFrame, url: 'https://example.test/' }),
      ]
      for (const channel of told.handlers.keys()) for (const from of strangers) await expect(invoke(channel, from, 'session.get', {})).rejects.toThrow('Refused')
      expect(desk.calls).toEqual([])
      expect(desk.open.size).toBe(0)
    })

    it('that is ours reaches the desk with whatever it says, for the desk to judge', async () => {
      await start()
      const ours = theWindow().webContents
      expect(await invoke(CHANNELS.call, event(ours), 'session.get', { a: 1 })).toEqual({ ok: true, output: { connection: 1, name: 'session.get', input: { a: 1 } } })
      await invoke(CHANNELS.call, event(ours), 12, null)
      expect(desk.calls.map((call) => [call.connection, call.name, call.input])).toEqual([
        [1, 'session.get', { a: 1 }],
        [1, 12, null],
      ])
      expect(desk.hosts).toEqual(['electron'])
    })

    it('hears notices until its page goes; the next page signs in anew', async () => {
      await start()
      const ours = theWindow().webContents
      await invoke(CHANNELS.call, event(ours), 'session.get', {})
      desk.notify({ kind: 'changed', subjects: ['items'] })
      expect(ours.sent).toEqual([[CHANNELS.notice, { kind: 'changed', subjects: ['items'] }]])
      for (const gone of ['did-navigate', 'render-process-gone', 'did-navigate']) {
        const before = desk.calls.at(-1)?.connection ?? 0
        ours.emit(gone)
        await invoke(CHANNELS.call, event(ours), 'session.get', {})
        expect(desk.calls.at(-1)?.connection).toBe(before + 1)
        await expect.poll(() => desk.open.size).toBe(1)
      }
      ours.destroyed = true
      desk.notify({ kind: 'changed', subjects: ['items'] })
      expect(ours.sent).toHaveLength(1)
    })

    it('gets from a dialog what the person chose, and nothing if they did not', async () => {
      await start()
      const ours = theWindow().webContents
      expect(await invoke(CHANNELS.chooseFolder, event(ours))).toBeNull()
      expect(await invoke(CHANNELS.chooseFiles, event(ours))).toEqual([])
      told.chosen = { canceled: false, filePaths: ['/in/a.edi', '/in/b.edi'] }
      expect(await invoke(CHANNELS.chooseFolder, event(ours))).toBe('/in/a.edi')
      expect(await invoke(CHANNELS.chooseFiles, event(ours))).toEqual(['/in/a.edi', '/in/b.edi'])
    })
  })

  it('18. a scheme of our own instead of file://, with no more privileges than a secure page has', async () => {
    await start()
    expect(theWindow().webContents.url).toBe('app://desk/index.html')
    expect(told.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
    expect(told.order.indexOf('schemes')).toBeLessThan(told.order.indexOf('ready'))
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/assets/index-abc.js.map',
    '/assets/',
    '/C:/secret.txt',
    '/index.html%00',
  ])('18. which reads built files and no others: %s', async (path) => {
    await start()
    const response = await served(`app://desk${path}`)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  it('18. and answers for no other host', async () => {
    await start()
    for (const url of ['app://other/index.html', 'app://desk:80/index.html', 'app://user@desk/index.html']) {
      const response = await told.served.get('app')?.({ url, method: 'GET' } as Request)
      expect(response?.status).toBe(404)
    }
  })

  it('19. the fuses are set in electron-builder.yml', () => {
    const text = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8')
    for (const line of [
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'grantFileProtocolExtraPrivileges: false',
    ])
      expect(text).toContain(line)
  })

  it("20. the page gets eight functions, and none of Electron's objects", async () => {
    await import('../../main/electron/preload.ts')
    const { ipcRenderer } = await import('../fakes/electron.ts')
    expect([...told.exposed.keys()]).toEqual([BRIDGE_NAME])
    const bridge = told.exposed.get(BRIDGE_NAME) as DeskBridge
    expect(Object.keys(bridge).toSorted()).toEqual(['call', 'chooseFiles', 'chooseFolder', 'place', 'print', 'save', 'speak', 'subscribe'])
    const heard: unknown[][] = []
    const end = bridge.subscribe((...given: unknown[]) => heard.push(given))
    const notice = { kind: 'changed', subjects: ['items'] }
    ipcRenderer.emit(CHANNELS.notice, { sender: 'all of IPC' }, notice)
    end()
    ipcRenderer.emit(CHANNELS.notice, { sender: 'all of IPC' }, notice)
    expect(heard).toEqual([[notice]])
    await bridge.call('session.get', {})
    await bridge.chooseFolder()
    expect(told.invoked).toEqual([[CHANNELS.call, 'session.get', {}], [CHANNELS.chooseFolder]])
    expect(bridge.place(new File(['x'], 'a.edi'))).toBe('/from/disk/a.edi')
    expect(bridge.place('/etc/passwd')).toBe('')
  })
})

describe('besides the checklist', () => {
  it('no download, no certificate, no log-in, no dictionary from the network', async () => {
    await start()
    const stopped: string[] = []
    const event = (name: string) => ({ preventDefault: () => stopped.push(name) })
    session.defaultSession.emit('will-download', event('download'))
    let trusted: boolean | null = null
    app.emit('certificate-error', event('certificate'), {}, 'https://example.test', 'error', {}, (given: boolean) => (trusted = given))
    app.emit('select-client-certificate', event('choice'))
    app.emit('login', event('login'))
    expect(stopped).toEqual(['download', 'certificate', 'choice', 'login'])
    expect(trusted).toBe(false)
    expect(told.session.spellChecker).toBe(false)
    expect(preferences()).toMatchObject({ spellcheck: false })
  })

  it('no developer tools in what is shipped', () => {
    const given = { preload: '/p.cjs', dark: false }
    expect(windowOptions({ ...given, packaged: true }).webPreferences).toMatchObject({ devTools: false })
    expect(windowOptions({ ...given, packaged: false }).webPreferences).toMatchObject({ devTools: true })
  })

  it.each(STRANGE)('%j is none of our pages', (address) => expect(isOurs(address)).toBe(false))
  it.each([START_PAGE, 'app://desk/', 'app://desk/index.html#/items/1', 'app://desk/print.html?x=1'])('%j is', (address) => expect(isOurs(address)).toBe(true))
})

describe('the life of the program', () => {
  it('shows the window before it opens the desk, in the colour of the theme', async () => {
    await start()
    expect(told.order).toEqual(['schemes', 'ready', 'window', 'desk'])
    expect(theWindow().options).toMatchObject({ show: true, backgroundColor: '#101413' })
    expect(windowOptions({ preload: '', packaged: true, dark: false }).backgroundColor).toBe('#eef0ee')
  })

  it('is one process for a data folder; the second brings the window of the first to the front', async () => {
    await start()
    theWindow().minimised = true
    app.emit('second-instance')
    expect(theWindow()).toMatchObject({ minimised: false, focused: 1 })
    expect(told.paths.get('userData')).toBe(join(dataFolder, 'window'))
    resetElectron()
    told.firstInstance = false
    await start()
    expect(told.windows).toEqual([])
    expect(told.order).toContain('ended')
    expect(told.order).not.toContain('desk')
  })

  it('closes the desk before it ends', async () => {
    await start()
    app.emit('window-all-closed')
    expect(told.order).not.toContain('ended')
    await expect.poll(() => told.order.at(-1)).toBe('ended')
    expect(desk.closed).toBe(true)
  })

  it('says why the desk did not open, what to do, and ends', async () => {
    await start(() => Promise.reject(Object.assign(new Error('owned'), { code: 'owned' })))
    await expect.poll(() => told.order.at(-1)).toBe('ended')
    expect(told.errors).toEqual([expect.stringContaining('Close it, then start again.')])
  })

  it.each([
    [['electron', '.', '--data', '/tmp/here'], '/tmp/here'],
    [['electron', '--data=/tmp/here'], '/tmp/here'],
    [['electron'], '/home/anna/.data/liaison-desk'],
    [['electron', '--data'], '/home/anna/.data/liaison-desk'],
  ])('takes its data folder from %j', (argv, folder) => {
    if (process.platform === 'linux') expect(dataFolderOf(argv, { XDG_DATA_HOME: '/home/anna/.data' })).toBe(folder)
    else expect(dataFolderOf(argv, {})).toEqual(expect.any(String))
  })

  it("has the operating system wrap the store's key, where there is something to wrap it with", async () => {
    await start()
    expect(keyStores).toEqual([expect.objectContaining({ wrap: expect.any(Function) })])
    const store = osKeyStore()
    const key = Uint8Array.from({ length: 32 }, (_, at) => at * 7)
    const wrapped = store?.wrap(key) ?? new Uint8Array()
    expect(Buffer.from(wrapped).includes(Buffer.from(key))).toBe(false)
    expect(store?.unwrap(wrapped)).toEqual(key)
    told.encryption = false
    expect(osKeyStore()).toBeNull()
  })
})
