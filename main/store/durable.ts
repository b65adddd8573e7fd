/** Files that are there after a power cut, whole or not at all: written aside, synced, renamed, and the folder synced. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Makes a rename in this folder durable. Windows has no such call, and its rename is journalled. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Writes a small file whole; readers see the old one or the new one. */
export function writeDurably(file: string, bytes: Uint8Array | string, mode = 0o600): void {
  const unfinished = `${file}.part`
  rmSync(unfinished, { force: true })
  const handle = openSync(unfinished, 'wx', mode)
  try {
    const body = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes
    for (let at = 0; at < body.length;) at += writeSync(handle, body, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(unfinished, file)
  syncFolder(dirname(file))
}
