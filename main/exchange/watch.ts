/**
 * The watched folder: where the post's files arrive by themselves.
 *
 *   incoming ── unchanged for the settle time ──► import ──► done/         accepted, also with findings, and duplicates
 *                                                      └───► set-aside/
 *
 * Nothing is deleted, and a file is moved only after its messages are committed: a crash in between imports it again,
 * which a duplicate survives. Polling is what is relied on, since network folders send no events; `fs.watch` only
 * makes it look sooner.
 */
import { type FSWatcher, watch } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, extname, join, relative, sep } from 'node:path'

export interface WatchState {
  /** `missing`: the folder is not there (any more); it is looked for again. `failing`: the reason says what does not work. */
  readonly status: 'watching' | 'missing' | 'failing'
  readonly reason: string | null
  /** Files that still grow or wait to be read. */
  readonly waiting: number
}

export interface WatchOptions {
  readonly folder: string
  /** Imports one file; answers once its messages are committed. A rejection leaves the file where it is, for another try. */
  readonly importFile: (path: string) => Promise<{ readonly status: string }>
  /** Called with each change of the state. */
  readonly onState: (state: WatchState) => void
  /** Milliseconds without a change of size or time, before a file counts as whole. */
  readonly settleMs?: number
  readonly pollMs?: number
}

const DONE = 'done'
const SET_ASIDE = 'set-aside'
/** A file of no bytes is most often one whose writer has only just begun. */
const EMPTY_PATIENCE = 10
/** Before a file that could not be imported or moved is tried again. */
const RETRY_MS = 30_000

interface Seen {
  size: number
  mtimeMs: number
  ino: number
  since: number
  /** When it may be tried again. */
  notBefore: number
  /** Imported already, but could not be moved: where it belongs. */
  belongs: string | null
}

/** Names that a writer gives to what is not finished, and that systems give to what is no message. */
export function isTemporary(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~') || /(?:~|\.part|\.tmp|\.temp|\.filepart|\.crdownload)$/i.test(name) || /^(?:thumbs\.db|desktop\.ini)$/i.test(name)
}

/**
 * Watches a folder until it is stopped.
 *
 * @returns `stop`, which resolves once a file that is being read has been dealt with
 */
export function watchFolder(options: WatchOptions): { readonly stop: () => Promise<void> } {
  const { folder, importFile, onState, settleMs = 2000, pollMs = 1000 } = options
  const seen = new Map<string, Seen>()
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let hint: FSWatcher | null = null
  let told: WatchState | null = null
  let running: Promise<void> | null = null
  let lookedAt = 0
  let problem: string | null = null

  const tell = (state: WatchState) => {
    if (told?.status === state.status && told.reason === state.reason && told.waiting === state.waiting) return
    told = state
    onState(state)
  }
  const begin = () => {
    lookedAt = performance.now()
    running = look().finally(() => {
      running = null
      later(pollMs)
    })
  }
  const later = (ms: number) => {
    if (stopped) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(begin, ms)
    timer.unref()
  }
  // Not at once and not each time: a writer that appends line by line would otherwise keep us looking.
  const hinted = () => {
    if (running === null) later(Math.max(0, Math.min(pollMs, 200) - (performance.now() - lookedAt)))
  }
  const listen = () => {
    if (hint !== null) return
    try {
      hint = watch(folder, { persistent: false }, hinted)
      hint.on('error', unlisten)
    } catch {
      // Polling does it alone then.
      hint = null
    }
  }
  const unlisten = () => {
    hint?.close()
    hint = null
  }

  const look = async (): Promise<void> => {
    let found: string[]
    try {
      if (!(await lstat(folder)).isDirectory()) throw Object.assign(new Error(`${folder} is no folder.`), { code: 'ENOTDIR' })
      found = await filesBelow(folder)
    } catch (error) {
      unlisten()
      seen.clear()
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      tell({ status: missing ? 'missing' : 'failing', reason: missing ? `${folder} is not there.` : messageOf(error), waiting: 0 })
      return
    }
    listen()
    problem = null
    for (const path of seen.keys()) if (!found.includes(path)) seen.delete(path)
    let waiting = found.length
    for (const path of found) {
      if (stopped) return
      if (await deal(path)) waiting--
      else if (told !== null && waiting !== told.waiting) tell({ ...told, waiting })
    }
    tell({ status: problem === null ? 'watching' : 'failing', reason: problem, waiting })
  }

  /** Whether the file has left the folder. */
  const deal = async (path: string): Promise<boolean> => {
    const now = performance.now()
    const stat = await lstat(path).catch(() => null)
    if (stat === null) {
      seen.delete(path)
      return true
    }
    const before = seen.get(path)
    if (before === undefined || before.size !== stat.size || before.mtimeMs !== stat.mtimeMs || before.ino !== stat.ino) {
      seen.set(path, { size: stat.size, mtimeMs: stat.mtimeMs, ino: stat.ino, since: now, notBefore: 0, belongs: null })
      return false
    }
    if (now - before.since < (stat.size === 0 ? settleMs * EMPTY_PATIENCE : settleMs)) return false
    if (now < before.notBefore) {
      problem ??= `${relative(folder, path)} could not be dealt with; it is tried again.`
      return false
    }
    try {
      before.belongs ??= (await importFile(path)).status === 'set-aside' ? SET_ASIDE : DONE
      const after = await lstat(path).catch(() => null)
      // It went on growing while it was read: what came is in the desk, and the rest is a new version of the file.
      if (after !== null && (after.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino)) {
        seen.delete(path)
        return false
      }
      if (after !== null) await moveAway(path, join(folder, before.belongs, relative(folder, path)))
      seen.delete(path)
      return true
    } catch (error) {
      problem = `${relative(folder, path)}: ${messageOf(error)}`
      before.notBefore = performance.now() + RETRY_MS
      return false
    }
  }

  begin()
  return {
    stop: async () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      unlisten()
      await running
    },
  }
}

/** Files to import, by name; neither links nor what this program put away. */
async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = []
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(below, { withFileTypes: true })) {
      const path = join(below, entry.name)
      if (isTemporary(entry.name)) continue
      if (entry.isFile()) found.push(path)
      else if (entry.isDirectory() && !(below === folder && (entry.name === DONE || entry.name === SET_ASIDE))) await visit(path).catch(() => undefined)
    }
  }
  await visit(folder)
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/** Moves a file to a name that is free: `a.edi`, `a (2).edi`, `a (3).edi` … */
async function moveAway(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  const extension = extname(to)
  const stem = to.slice(0, to.length - extension.length)
  for (let n = 1; ; n++) {
    const target = n === 1 ? to : `${stem} (${n})${extension}`
    if ((await lstat(target).catch(() => null)) !== null) continue
    try {
      await rename(from, target)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
      await moveAcross(from, target)
    }
    return
  }
}

/** `done` may be a mount of its own: then the copy is on its disk before the original goes. */
async function moveAcross(from: string, to: string): Promise<void> {
  const unfinished = `${dirname(to)}${sep}.${process.pid}.part`
  await copyFile(from, unfinished)
  const handle = await open(unfinished, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, to)
  await rm(from)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
