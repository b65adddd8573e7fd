/**
 * The only place that hears IPC. Each channel is deaf to everybody but the main frame of our own page.
 *
 * A page's connection to the desk begins with its first call and ends when the page goes: a reload signs out.
 */
import { BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent, type OpenDialogOptions, type WebContents } from 'electron'
import { CHANNELS } from '../../shared/bridge.ts'
import type { CallName, Input, Notice, Output, Reply } from '../../shared/contract.ts'
import type { Connection, Desk } from '../desk/port.ts'
import { isOurs } from './origin.ts'

/** Throws for a frame that is not the main frame of our page: the caller gets an error, and learns nothing from it. */
function refuseStrangers(event: IpcMainInvokeEvent): void {
  const { senderFrame, sender } = event
  // A frame that has gone in the meantime is null.
  const main = senderFrame !== null && senderFrame.parent === null && senderFrame.frameToken === sender.mainFrame.frameToken
  if (!main || !isOurs(senderFrame.url)) throw new Error('Refused')
}

/** What the shell does for a page besides carrying its calls. */
export interface PageServices {
  readonly print: (from: WebContents, title: string) => Promise<string | null>
  readonly save: (from: WebContents, name: string, text: string) => Promise<string | null>
  readonly speak: (language: 'en' | 'fr') => void
  /** Hears what the pages are told. */
  readonly heard: (notice: Notice) => void
}
export interface Ipc {
  /** Lets a page use another's connection for as long as it lives. */
  lend(from: WebContents, to: WebContents): void
  /** Asks the desk as a page would; `null` where it has no connection, or is refused. */
  ask<N extends CallName>(contents: WebContents, name: N, input: Input<N>): Promise<Output<N> | null>
}

export function serveIpc(desk: Promise<Desk>, services: PageServices): Ipc {
  const connections = new Map<WebContents, Promise<Connection>>()
  const watched = new WeakSet<WebContents>()

  const letGo = (contents: WebContents): void => {
    const connection = connections.get(contents)
    connections.delete(contents)
    connection?.then(
      (open) => open.close(),
      () => {},
    )
  }

  const connect = async (contents: WebContents): Promise<Connection> => {
    const notify = (notice: Notice) => {
      if (!contents.isDestroyed()) contents.send(CHANNELS.notice, notice)
      services.heard(notice)
    }
    return (await desk).connect({ host: 'electron', notify })
  }

  const connectionOf = (contents: WebContents): Promise<Connection> => {
    const known = connections.get(contents)
    if (known !== undefined) return known
    const connection = connect(contents)
    connections.set(contents, connection)
    if (!watched.has(contents)) {
      watched.add(contents)
      contents.on('destroyed', () => letGo(contents))
      contents.on('render-process-gone', () => letGo(contents))
      contents.on('did-navigate', () => letGo(contents))
    }
    return connection
  }

  ipcMain.handle(CHANNELS.call, async (event, name: unknown, input: unknown): Promise<Reply> => {
    refuseStrangers(event)
    const connection = await connectionOf(event.sender)
    return connection.call(name, input)
  })

  const choose = async (event: IpcMainInvokeEvent, properties: NonNullable<OpenDialogOptions['properties']>): Promise<string[]> => {
    refuseStrangers(event)
    const window = BrowserWindow.fromWebContents(event.sender)
    const chosen = window === null ? await dialog.showOpenDialog({ properties }) : await dialog.showOpenDialog(window, { properties })
    return chosen.canceled ? [] : chosen.filePaths
  }
  ipcMain.handle(CHANNELS.chooseFolder, async (event) => (await choose(event, ['openDirectory', 'createDirectory']))[0] ?? null)
  ipcMain.handle(CHANNELS.chooseFiles, (event) => choose(event, ['openFile', 'multiSelections']))
  ipcMain.handle(CHANNELS.print, (event, title: unknown) => {
    refuseStrangers(event)
    return services.print(event.sender, String(title).slice(0, LONGEST_NAME))
  })
  ipcMain.handle(CHANNELS.save, (event, name: unknown, text: unknown) => {
    refuseStrangers(event)
    return services.save(event.sender, String(name).slice(0, LONGEST_NAME), String(text))
  })
  ipcMain.handle(CHANNELS.speak, (event, language: unknown) => {
    refuseStrangers(event)
    services.speak(language === 'fr' ? 'fr' : 'en')
  })

  return {
    lend(from, to) {
      const connection = connections.get(from)
      if (connection === undefined) return
      connections.set(to, connection)
      to.once('destroyed', () => connections.delete(to))
    },
    async ask(contents, name, input) {
      const connection = await connections.get(contents)
      const reply = await connection?.call(name, input)
      return reply?.ok === true ? (reply.output as never) : null
    },
  }
}

const LONGEST_NAME = 200
