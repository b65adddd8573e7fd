/**
 * The only place that hears IPC. Four channels, each deaf to everybody but the main frame of our own page.
 *
 * A page's connection to the desk begins with its first call and ends when the page goes: a reload signs out.
 */
import { BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent, type OpenDialogOptions, type WebContents } from 'electron'
import { CHANNELS } from '../../shared/bridge.ts'
import type { Notice, Reply } from '../../shared/contract.ts'
import type { Connection, Desk } from '../desk/port.ts'
import { isOurs } from './origin.ts'

/** Throws for a frame that is not the main frame of our page: the caller gets an error, and learns nothing from it. */
function refuseStrangers(event: IpcMainInvokeEvent): void {
  const { senderFrame, sender } = event
  // A frame that has gone in the meantime is null.
  const main = senderFrame !== null && senderFrame.parent === null && senderFrame.frameToken === sender.mainFrame.frameToken
  if (!main || !isOurs(senderFrame.url)) throw new Error('Refused')
}

export function serveIpc(desk: Promise<Desk>): void {
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
}
