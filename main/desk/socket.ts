/**
 * The owner's socket: how a second process reaches the desk that owns the data directory.
 *
 * One process owns a data directory, so a command line beside an open desk goes through the owner to the same
 * writer. The socket is 0600 in a 0700 directory: the operating system says who may open it. It also asks for
 * the key where the store was opened with one, since whoever holds no key must not read, whichever way he comes.
 *
 *   client                                   owner
 *   {hello, v, key}            ────────▶
 *                              ◀────────     {hello, v}   or   {refused: {code, message, details}}, end
 *   {id, name, input}          ────────▶
 *                              ◀────────     {id, reply}      in any order
 *                              ◀────────     {notice}         unasked
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CallError, Notice, Reply } from '../../shared/contract.ts'
import { frame, LineCutter, parseFrame } from './frames.ts'
import type { Connection, Desk } from './port.ts'

const HELLO = 'liaison-desk'
/**
 * 1: hello with key, calls, notices.
 */
export const SOCKET_VERSION = 1

/** Longest frame that the owner takes: a thousand commands with the longest remark fit in. */
const LONGEST_CALL = 16 * 1024 * 1024
/** Longest frame that a client takes: a thousand rows, or the text of an answer. */
const LONGEST_REPLY = 128 * 1024 * 1024
/** What may wait for a client that does not read, before it is given up. */
const MOST_UNREAD = 64 * 1024 * 1024
const HELLO_MS = 10_000
/**
 * How long a closing desk waits for what came through its socket to end: calls, and the jobs that they began. A client
 * does again what was cut off, but an import that was would find its own messages and call them duplicates.
 */
const GRACE_MS = 10_000
/** Bytes of `sun_path` that Linux (108) and macOS (104) both take, less the closing zero. */
const LONGEST_PATH = 103

const errorOf = (code: string, message: string, details: Readonly<Record<string, unknown>> = {}): CallError => ({ code, message, details })

/** A client that gets this opens again: by then another process owns the directory, or it does itself. */
const LOST = errorOf('link-lost', 'The desk that was open has gone.')

/** Where the socket's true address is written down, when it is not the path itself. */
const recordOf = (path: string) => `${path}.path`

/** A short address in the runtime directory (or a pipe with a random name), recorded beside where it would be. */
function otherAddress(path: string, platform: NodeJS.Platform): string {
  const address =
    platform === 'win32'
      ? `\\\\.\\pipe\\liaison-desk-${randomBytes(16).toString('hex')}`
      : join(mkdtempSync(join(process.env['XDG_RUNTIME_DIR'] || tmpdir(), 'liaison-')), 'desk.sock')
  const temporary = `${recordOf(path)}.${process.pid}.tmp`
  writeFileSync(temporary, address, { mode: 0o600 })
  renameSync(temporary, recordOf(path))
  return address
}

/** The address to connect to. */
function addressOf(path: string): string {
  try {
    return readFileSync(recordOf(path), 'utf8').trim()
  } catch {
    return path
  }
}

/** Whether an owner has (or had, if it was killed) its socket here. */
export const isServed = (path: string): boolean => existsSync(path) || existsSync(recordOf(path))

export interface SocketServer {
  /** Takes no new client and no new call, lets what is under way come to its end for a while, and ends the clients. */
  close(): Promise<void>
}

export interface SocketServerOptions {
  /** `DATA/desk.sock`. Where that is too long for a socket, a short one is made and recorded beside it. */
  readonly path: string
  /** Whether this is the key that the store was opened with; `null`: none was given, the key file stands for it. */
  readonly checkKey: (keyText: string | null) => boolean | Promise<boolean>
  readonly platform?: NodeJS.Platform
  /** Milliseconds for which `close` waits for what is under way. */
  readonly graceMs?: number
}

/**
 * Serves a desk to other processes of the same user.
 *
 * Call it only as the owner of the data directory: what lies at `path` is taken for the socket of an owner that
 * died, and removed.
 *
 * @throws the system's error where no socket can be made; the desk works without one
 */
export async function serveSocket(desk: Desk, options: SocketServerOptions): Promise<SocketServer> {
  const platform = options.platform ?? process.platform
  rmSync(recordOf(options.path), { force: true })
  const elsewhere = platform === 'win32' || Buffer.byteLength(options.path) > LONGEST_PATH
  const address = elsewhere ? otherAddress(options.path, platform) : options.path
  if (platform !== 'win32') rmSync(address, { force: true })

  const clients = new Set<Socket>()
  const work = new UnderWay()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.on('close', () => clients.delete(socket))
    attend(socket, desk, options.checkKey, work)
  })
  await listen(server, address, platform)

  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await work.end(options.graceMs ?? GRACE_MS)
      for (const socket of clients) socket.end()
      const grace = setTimeout(() => {
        for (const socket of clients) socket.destroy()
      }, 500)
      await closed
      clearTimeout(grace)
      rmSync(recordOf(options.path), { force: true })
      if (platform === 'win32') return
      rmSync(address, { force: true })
      if (elsewhere) rmSync(dirname(address), { recursive: true, force: true })
    },
  }
}

function listen(server: Server, address: string, platform: NodeJS.Platform): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // The mask holds for the moment between making the socket and the chmod; a worker may not set it.
    const mask = platform === 'win32' ? null : setMask(0o177)
    server.listen(address, () => {
      server.off('error', reject)
      server.on('error', () => undefined)
      if (platform !== 'win32') chmodSync(address, 0o600)
      resolve()
    })
    if (mask !== null) setMask(mask)
  })
}

function setMask(mask: number): number | null {
  try {
    return process.umask(mask)
  } catch {
    return null
  }
}

/** The calls that wait for their reply and the jobs that calls began, so that closing can wait for them. */
class UnderWay {
  #calls = 0
  readonly #jobs = new Set<string>()
  /** Jobs that ended; a short one does so before the reply that names it. */
  readonly #ended = new Set<string>()
  #idle: (() => void) | null = null
  ending = false

  async through(call: () => Promise<Reply>): Promise<Reply> {
    this.#calls++
    try {
      const reply = await call()
      const job = reply.ok ? jobIn(reply.output) : null
      if (job !== null && !this.#ended.delete(job)) this.#jobs.add(job)
      return reply
    } finally {
      this.#calls--
      this.#settle()
    }
  }

  hear(notice: Notice): void {
    if (notice.kind !== 'job' || notice.job.status === 'running') return
    // A notice comes once a client: whether the job was one of ours is known by then, or a call is still under way.
    if (!this.#jobs.delete(notice.job.id) && this.#calls > 0) this.#ended.add(notice.job.id)
    this.#settle()
  }

  #settle(): void {
    if (this.#calls > 0) return
    this.#ended.clear()
    if (this.#jobs.size === 0) this.#idle?.()
  }

  async end(most: number): Promise<void> {
    this.ending = true
    if (this.#calls === 0 && this.#jobs.size === 0) return
    await new Promise<void>((resolve) => {
      this.#idle = resolve
      setTimeout(resolve, most).unref()
    })
  }
}

const jobIn = (output: unknown): string | null => (typeof output === 'object' && output !== null && 'job' in output && typeof output.job === 'string' ? output.job : null)

/** Talks with one client until either side ends it. Whatever it sends, the desk only ever sees calls. */
function attend(socket: Socket, desk: Desk, checkKey: SocketServerOptions['checkKey'], work: UnderWay): void {
  const cutter = new LineCutter(LONGEST_CALL)
  let connection: Connection | null = null
  let greeted = false
  const late = setTimeout(() => refuse(errorOf('protocol', 'No greeting came.')), HELLO_MS)

  const send = (value: unknown) => {
    if (!socket.writable) return
    socket.write(frame(value))
    // A client that stopped reading would otherwise keep every notice in the desk's memory.
    if (socket.writableLength > MOST_UNREAD) socket.destroy()
  }
  const refuse = (error: CallError) => {
    send({ refused: error })
    socket.end()
    // What it goes on sending is read and dropped, else the refusal could be lost in a reset.
    socket.removeListener('data', take)
    socket.resume()
    setTimeout(() => socket.destroy(), 1000).unref()
  }
  const greet = async (hello: Readonly<Record<string, unknown>>) => {
    greeted = true
    clearTimeout(late)
    if (hello['hello'] !== HELLO || hello['v'] !== SOCKET_VERSION)
      return refuse(
        errorOf('protocol', `The desk that is open speaks version ${SOCKET_VERSION} of its socket. Close it, or use the command line of the same version.`, { v: SOCKET_VERSION }),
      )
    const key = hello['key']
    if (!(await checkKey(typeof key === 'string' ? key : null))) return refuse(errorOf('wrong-key', 'The key is not the one that the open desk was unlocked with.'))
    if (socket.destroyed) return
    const notify = (notice: Notice) => {
      send({ notice })
      work.hear(notice)
    }
    connection = desk.connect({ host: 'local', notify, trusted: true })
    send({ hello: HELLO, v: SOCKET_VERSION })
  }
  const answer = async (call: Readonly<Record<string, unknown>>, through: Connection) => {
    const { id, name, input } = call
    const reply: Reply = work.ending ? { ok: false, error: LOST } : await work.through(() => through.call(name, input))
    send({ id, reply })
  }
  const take = (chunk: Buffer) => {
    const lines = cutter.push(chunk)
    if (lines === null) return refuse(errorOf('too-large', `A frame may have ${LONGEST_CALL} bytes.`))
    for (const line of lines) {
      const value = parseFrame(line)
      if (value === null) return refuse(errorOf('protocol', 'A frame is a JSON object on one line.'))
      if (!greeted) void greet(value).catch((error: unknown) => refuse(errorOf('internal', String(error))))
      // Calls before the answer to the greeting have proved no key.
      else if (connection === null) return refuse(errorOf('protocol', 'A call came before the greeting was answered.'))
      else void answer(value, connection)
    }
  }
  socket.on('data', take)
  // A peer that died is no event for the desk; 'close' follows.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    clearTimeout(late)
    connection?.close()
    connection = null
  })
}

/** The owner's answer to a greeting that it did not take. */
export class SocketRefused extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(error: CallError) {
    super(error.message)
    this.code = error.code
    this.details = error.details
  }
}

export interface SocketConnection extends Connection {
  /** Answers the function that ends the subscription. */
  onNotice(listener: (notice: Notice) => void): () => void
  /** Called once when the owner is gone. Calls that wait are answered with the error `link-lost`. */
  onLost(listener: () => void): void
}

/**
 * Connects to the desk that owns a data directory.
 *
 * @throws `SocketRefused` where the owner refuses (wrong key, other version), the system's error (`ENOENT`,
 *   `ECONNREFUSED`, `ECONNRESET`) where no owner listens, `EACCES` where the socket belongs to another user
 */
export async function connectSocket(path: string, options: { readonly key: string | null }): Promise<SocketConnection> {
  const address = addressOf(path)
  checkOwner(address)
  const socket = connect(address)
  const cutter = new LineCutter(LONGEST_REPLY)
  const waiting = new Map<number, (reply: Reply) => void>()
  const listeners = new Set<(notice: Notice) => void>()
  const lost = new Set<() => void>()
  let last = 0
  let over = false

  const end = () => {
    if (over) return
    over = true
    for (const resolve of waiting.values()) resolve({ ok: false, error: LOST })
    waiting.clear()
    for (const listener of lost) listener()
  }
  const take = (value: Readonly<Record<string, unknown>>) => {
    if ('notice' in value) {
      for (const listener of listeners) listener(value['notice'] as Notice)
      return
    }
    const id = value['id']
    const resolve = typeof id === 'number' ? waiting.get(id) : undefined
    if (typeof id === 'number') waiting.delete(id)
    resolve?.(value['reply'] as Reply)
  }

  await new Promise<void>((resolve, reject) => {
    let greeted = false
    socket.on('connect', () => socket.write(frame({ hello: HELLO, v: SOCKET_VERSION, key: options.key })))
    socket.on('error', (error) => {
      if (!greeted) reject(error)
    })
    socket.on('close', () => {
      if (!greeted) reject(Object.assign(new Error('The owner closed the socket before it answered.'), { code: 'ECONNRESET' }))
      end()
    })
    socket.on('data', (chunk) => {
      const lines = cutter.push(chunk)
      if (lines === null) return void socket.destroy()
      for (const line of lines) {
        const value = parseFrame(line)
        if (value === null) return void socket.destroy()
        if (greeted) take(value)
        else if ('refused' in value) reject(new SocketRefused(value['refused'] as CallError))
        else {
          greeted = true
          resolve()
        }
      }
    })
  }).catch((error: unknown) => {
    socket.destroy()
    throw error
  })

  return {
    call: (name, input) => {
      if (over) return Promise.resolve({ ok: false, error: LOST })
      const id = ++last
      return new Promise<Reply>((resolve) => {
        waiting.set(id, resolve)
        socket.write(frame({ id, name, input }))
      })
    },
    onNotice: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLost: (listener) => {
      lost.add(listener)
    },
    close: () => socket.end(),
  }
}

/** The greeting carries the key, so it goes to a socket of the same user only. */
function checkOwner(address: string): void {
  const uid = process.getuid?.()
  if (uid === undefined || address.startsWith('\\\\')) return
  if (lstatSync(address).uid !== uid && uid !== 0) throw Object.assign(new Error(`${address} belongs to another user.`), { code: 'EACCES' })
}
