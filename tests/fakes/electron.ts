/**
 * `electron` for tests: it remembers what it was told, and `satisfies` keeps it honest against Electron's own types
 * where the binary is not there. Only what main/electron uses.
 */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'

/** The methods of `T` without its events, whose hundred overloads only an EventEmitter fits. */
type Methods<T> = Partial<Omit<T, keyof EventEmitter>>

const withEvents = <T extends object>(methods: T): T & EventEmitter => Object.assign(new EventEmitter(), methods)

/** Everything told to the fake since `resetElectron`. */
export interface Told {
  readonly schemes: Electron.CustomScheme[]
  readonly served: Map<string, (request: Request) => Response | Promise<Response>>
  readonly handlers: Map<string, (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown>
  readonly windows: BrowserWindow[]
  readonly errors: string[]
  readonly exposed: Map<string, unknown>
  readonly invoked: unknown[][]
  readonly order: string[]
  readonly paths: Map<string, string>
  menu: unknown
  session: {
    permissionRequest?: Parameters<Electron.Session['setPermissionRequestHandler']>[0]
    permissionCheck?: Parameters<Electron.Session['setPermissionCheckHandler']>[0]
    device?: Parameters<Electron.Session['setDevicePermissionHandler']>[0]
    displayMedia?: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]
    beforeRequest?: (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void
    spellChecker?: boolean
  }
  sandboxed: boolean
  switches: Set<string>
  firstInstance: boolean
  encryption: boolean
  chosen: Electron.OpenDialogReturnValue
  saved: Electron.SaveDialogReturnValue
  readonly asked: Electron.MessageBoxOptions[]
  answered: number
  readonly notified: Notification[]
  readonly openedFiles: string[]
  displays: Electron.Rectangle[]
  locale: string
}
export const told: Told = {
  schemes: [],
  served: new Map(),
  handlers: new Map(),
  windows: [],
  errors: [],
  exposed: new Map(),
  invoked: [],
  order: [],
  paths: new Map(),
  menu: null,
  session: {},
  sandboxed: false,
  switches: new Set(),
  firstInstance: true,
  encryption: true,
  chosen: { canceled: true, filePaths: [] },
  saved: { canceled: true, filePath: '' },
  asked: [],
  answered: 1,
  notified: [],
  openedFiles: [],
  displays: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  locale: 'en-GB',
}

export function resetElectron(): void {
  for (const list of [told.schemes, told.windows, told.errors, told.invoked, told.order, told.asked, told.notified, told.openedFiles]) list.length = 0
  for (const map of [told.served, told.handlers, told.exposed, told.paths]) map.clear()
  told.switches.clear()
  Object.assign(told, {
    menu: null,
    session: {},
    sandboxed: false,
    firstInstance: true,
    encryption: true,
    chosen: { canceled: true, filePaths: [] },
    saved: { canceled: true, filePath: '' },
    answered: 1,
    displays: [{ x: 0, y: 0, width: 1920, height: 1040 }],
    locale: 'en-GB',
  })
  app.removeAllListeners()
  ipcRenderer.removeAllListeners()
  defaultSession.removeAllListeners()
}

export const app = withEvents({
  isPackaged: true,
  commandLine: { hasSwitch: (name: string) => told.switches.has(name) } as Electron.CommandLine,
  enableSandbox() {
    told.sandboxed = true
  },
  setPath(name: string, path: string) {
    told.paths.set(name, path)
  },
  getLocale: () => told.locale,
  requestSingleInstanceLock: () => told.firstInstance,
  async whenReady() {
    told.order.push('ready')
  },
  exit() {
    told.order.push('exit')
  },
  quit() {
    told.order.push('quit')
    let prevented = false
    app.emit('will-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) told.order.push('ended')
  },
} satisfies Methods<Electron.App>)

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    told.order.push('schemes')
    told.schemes.push(...schemes)
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>) {
    told.served.set(scheme, handler)
  },
} satisfies Methods<Electron.Protocol>

const defaultSession = withEvents({
  setPermissionRequestHandler(handler: NonNullable<Told['session']['permissionRequest']> | null) {
    if (handler) told.session.permissionRequest = handler
  },
  setPermissionCheckHandler(handler: NonNullable<Told['session']['permissionCheck']> | null) {
    if (handler) told.session.permissionCheck = handler
  },
  setDevicePermissionHandler(handler: NonNullable<Told['session']['device']> | null) {
    if (handler) told.session.device = handler
  },
  setDisplayMediaRequestHandler(handler: NonNullable<Told['session']['displayMedia']> | null) {
    if (handler) told.session.displayMedia = handler
  },
  setSpellCheckerEnabled(enable: boolean) {
    told.session.spellChecker = enable
  },
  webRequest: {
    onBeforeRequest(listener: NonNullable<Told['session']['beforeRequest']>) {
      told.session.beforeRequest = listener
    },
  } as unknown as Electron.WebRequest,
} satisfies Methods<Electron.Session>)
export const session = { defaultSession: defaultSession as unknown as Electron.Session } satisfies Partial<typeof Electron.session>

/** A page's contents. `url` is what its main frame shows. */
export class FakeContents extends EventEmitter {
  url = ''
  readonly mainFrame = { frameToken: 'main', parent: null, url: '' }
  readonly sent: unknown[][] = []
  windowOpen: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null
  destroyed = false
  constructor(url = '') {
    super()
    this.show(url)
  }
  show(url: string): void {
    this.url = url
    this.mainFrame.url = url
  }
  getURL(): string {
    return this.url
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  send(...args: unknown[]): void {
    this.sent.push(args)
  }
  zoom = 1
  ready = true
  readonly printed: Electron.PrintToPDFOptions[] = []
  getZoomFactor(): number {
    return this.zoom
  }
  setZoomFactor(zoom: number): void {
    this.zoom = zoom
  }
  async executeJavaScript(): Promise<unknown> {
    return this.ready
  }
  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    this.printed.push(options)
    return Buffer.from(`%PDF of ${this.url}`)
  }
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.windowOpen = handler
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly webContents = new FakeContents()
  minimised = false
  focused = 0
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    this.options = options
    told.windows.push(this)
    told.order.push('window')
    app.emit('web-contents-created', {}, this.webContents)
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return told.windows.find((window) => window.webContents === contents) ?? null
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.show(url)
  }
  isMinimized(): boolean {
    return this.minimised
  }
  restore(): void {
    this.minimised = false
  }
  focus(): void {
    this.focused += 1
  }
  looked = true
  isFocused(): boolean {
    return this.looked
  }
  flashing = false
  flashFrame(flag: boolean): void {
    this.flashing = flag
  }
  maximised = false
  maximize(): void {
    this.maximised = true
  }
  isMaximized(): boolean {
    return this.maximised
  }
  bounds: Electron.Rectangle = { x: 10, y: 20, width: 1200, height: 800 }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds
  }
  getTitle(): string {
    return 'Liaison Desk'
  }
  gone = false
  /** As a person closes it: whoever hears it may prevent that. */
  close(): void {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) this.destroy()
  }
  destroy(): void {
    this.gone = true
    this.webContents.destroyed = true
    this.webContents.emit('destroyed')
    this.emit('closed')
  }
}

/** A notification that was shown. */
export class Notification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions
  constructor(options: Electron.NotificationConstructorOptions) {
    super()
    this.options = options
  }
  static isSupported(): boolean {
    return true
  }
  show(): void {
    told.notified.push(this)
  }
}

export const screen = {
  getAllDisplays: () => told.displays.map((workArea) => ({ workArea }) as Electron.Display),
} satisfies Methods<Electron.Screen>

export const shell = {
  async openPath(path: string) {
    told.openedFiles.push(path)
    return ''
  },
} satisfies Methods<Electron.Shell>

export const ipcMain = {
  handle(channel: string, listener: (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown) {
    told.handlers.set(channel, listener)
  },
} satisfies Methods<Electron.IpcMain>

export const ipcRenderer = withEvents({
  async invoke(...args: unknown[]) {
    told.invoked.push(args)
    return { ok: true, output: args }
  },
} satisfies Methods<Electron.IpcRenderer>)

export const contextBridge = {
  exposeInMainWorld(key: string, api: unknown) {
    told.exposed.set(key, api)
  },
} satisfies Methods<Electron.ContextBridge>

export const webUtils = { getPathForFile: (file: File) => `/from/disk/${file.name}` } satisfies Methods<Electron.WebUtils>

export const nativeTheme = { shouldUseDarkColors: true } satisfies Methods<Electron.NativeTheme>

export const dialog = {
  showErrorBox(title: string, content: string) {
    told.errors.push(`${title}: ${content}`)
  },
  showOpenDialog: async () => told.chosen,
  showSaveDialog: async () => told.saved,
  showMessageBox: async (_window: Electron.BaseWindow | Electron.MessageBoxOptions, options?: Electron.MessageBoxOptions) => {
    if (options) told.asked.push(options)
    return { response: told.answered, checkboxChecked: false }
  },
} satisfies Methods<Electron.Dialog>

export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template as unknown as Electron.Menu,
  setApplicationMenu(menu: Electron.Menu | null) {
    told.menu = menu
  },
} satisfies Partial<typeof Electron.Menu>

/** Turns a text inside out, so that a test sees whether it was wrapped. */
export const safeStorage = {
  isEncryptionAvailable: () => told.encryption,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: (text: string) => Buffer.from([...text].reverse().join('')),
  decryptString: (wrapped: Buffer) => [...wrapped.toString()].reverse().join(''),
} satisfies Methods<Electron.SafeStorage>
