/**
 * What the two hosts carry between a page and the desk. Both carry the same things, so both shapes stand here.
 *
 * Electron's preload puts a `DeskBridge` on the page as `deskBridge`. The local host's page has none and opens a
 * WebSocket on `/socket`, whose first message is a `Hello`.
 */
import type { Notice, Reply } from './contract.ts'

/** What the page sees of Electron: eight functions, nothing of Electron itself. */
export interface DeskBridge {
  /** Never rejects for a failure of the desk: that is a `Reply` too. */
  call(name: string, input: unknown): Promise<Reply>
  /** Answers the function that ends the subscription. */
  subscribe(listener: (notice: Notice) => void): () => void
  /** The path of a `File` that was dropped or chosen; empty for one that is not from a disk. */
  place(file: unknown): string
  /** The system's dialog; `null` where the person changed their mind. */
  chooseFolder(): Promise<string | null>
  /** The system's dialog; empty where the person changed their mind. */
  chooseFiles(): Promise<string[]>
  /** Makes a PDF of the report that the page shows, asks where to keep it and opens it; `null` where it was not made. */
  print(title: string): Promise<string | null>
  /** Asks where to keep a text; `null` where it was not kept. */
  save(name: string, text: string): Promise<string | null>
  /** The language of the screens, for menus and system dialogs; one that the shell does not speak is English. */
  speak(language: string): Promise<void>
}

/** The name under which the bridge stands in the page's global scope. */
export const BRIDGE_NAME = 'deskBridge'

/** IPC channels of the Electron host: all there are. */
export const CHANNELS = {
  call: 'desk:call',
  notice: 'desk:notice',
  chooseFolder: 'desk:choose-folder',
  chooseFiles: 'desk:choose-files',
  print: 'desk:print',
  save: 'desk:save',
  speak: 'desk:speak',
} as const

/** First message of a page on its WebSocket: the secret that its own HTML carried in `<meta name="page-secret">`. */
export interface Hello {
  readonly secret: string
}
export interface SocketCall {
  readonly id: number
  readonly name: string
  readonly input: unknown
}
export type SocketMessage = { readonly id: number; readonly reply: Reply } | { readonly notice: Notice }

/** Why the local host closes a WebSocket: `refused` will not get better by trying again, only by opening the page anew. */
export const SOCKET_CLOSE = { refused: 4401, malformed: 4400, slow: 4408, stopped: 1001 } as const
