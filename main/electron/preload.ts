/**
 * What the page sees of Electron: eight functions and nothing else. Built as one CommonJS file, since a sandboxed
 * preload can require `electron` only.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { BRIDGE_NAME, CHANNELS, type DeskBridge } from '../../shared/bridge.ts'
import type { Notice } from '../../shared/contract.ts'

const bridge: DeskBridge = {
  call: (name, input) => ipcRenderer.invoke(CHANNELS.call, name, input),
  subscribe(listener) {
    // The event is not passed on: it holds the sender, and through it all of IPC.
    const hear = (_event: unknown, notice: Notice) => listener(notice)
    ipcRenderer.on(CHANNELS.notice, hear)
    return () => {
      ipcRenderer.off(CHANNELS.notice, hear)
    }
  },
  place: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
  chooseFolder: () => ipcRenderer.invoke(CHANNELS.chooseFolder),
  chooseFiles: () => ipcRenderer.invoke(CHANNELS.chooseFiles),
  print: (title) => ipcRenderer.invoke(CHANNELS.print, title),
  save: (name, text) => ipcRenderer.invoke(CHANNELS.save, name, text),
  speak: (language) => ipcRenderer.invoke(CHANNELS.speak, language),
}

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge)
