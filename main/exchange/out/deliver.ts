/**
 * An answer into the out folder, whole or not at all.
 *
 * Written aside, synced, renamed, and the folder synced: whoever collects the files never sees half of one, and what
 * is called sent is on the disk. Answers are the same bytes under the same name however often they are made, so a file
 * that is there already with these bytes is success, and with others is somebody else's, which is never overwritten.
 */
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'

export type Delivery = { readonly ok: true; readonly path: string; readonly sha256: string } | { readonly ok: false; readonly reason: string }

const REASONS: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) => `The folder ${folder} is not there.`,
  ENOTDIR: (folder) => `${folder} is not a folder.`,
  EACCES: (folder) => `This program may not write into ${folder}.`,
  EPERM: (folder) => `This program may not write into ${folder}.`,
  EROFS: (folder) => `${folder} is read-only.`,
  ENOSPC: (folder) => `The disk of ${folder} is full.`,
  EDQUOT: (folder) => `The quota of ${folder} is used up.`,
  EIO: (folder) => `The disk of ${folder} could not write.`,
  ESTALE: (folder) => `The network folder ${folder} has gone.`,
  ENOTCONN: (folder) => `The network folder ${folder} has gone.`,
  EHOSTDOWN: (folder) => `The network folder ${folder} has gone.`,
}

function reasonOf(error: unknown, folder: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code]?.(folder) ?? `${folder}: ${error instanceof Error ? error.message : String(error)}`
}

/**
 * Writes a file durably, once.
 *
 * @param file a name without a folder
 * @returns where it lies and its digest, or why it could not be written, in words; never throws
 */
export function deliver(folder: string, file: string, bytes: Uint8Array): Delivery {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (file !== basename(file) || file === '' || file.startsWith('.')) return { ok: false, reason: `${file} is no name for a file.` }
  const path = join(folder, file)
  try {
    const present = bytesAt(path)
    if (present === 'other-kind') return { ok: false, reason: `${path} is there already, and is no file.` }
    if (present !== null && !present.equals(bytes)) return { ok: false, reason: `${path} is there already with other content. It was left as it is.` }
    if (present === null) write(folder, file, bytes)
    // Also a file that was there: the crash that left it may have come before the folder was synced.
    else syncPath(path)
    syncFolder(folder)
    return { ok: true, path, sha256 }
  } catch (error) {
    return { ok: false, reason: reasonOf(error, folder) }
  }
}

/** What lies at a path, without following a link. */
function bytesAt(path: string): Buffer | 'other-kind' | null {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) return 'other-kind'
  let handle: number
  try {
    handle = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    // The folder may be missing too; writing will say so.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    return fstatSync(handle).isFile() ? readFileSync(handle) : 'other-kind'
  } finally {
    closeSync(handle)
  }
}

/** A reader of the folder skips what begins with a dot or ends in `.part`. */
function write(folder: string, file: string, bytes: Uint8Array): void {
  const unfinished = join(folder, `.${file}.part`)
  rmSync(unfinished, { force: true })
  try {
    const handle = openSync(unfinished, 'wx', 0o644)
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(unfinished, join(folder, file))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

function syncPath(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    // Windows does not sync what is open for reading; the file was there before, and is as safe as it was.
    if (process.platform !== 'win32') throw error
  } finally {
    closeSync(handle)
  }
}

/** Makes a rename durable. Windows has no such call, and some network folders refuse it: the file itself is synced then. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP'))) throw error
  } finally {
    closeSync(handle)
  }
}
