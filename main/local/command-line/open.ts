/**
 * The way from a command to the desk: own it, or go through the process that does.
 *
 * Both ways end in the same calls, so a command does not know which one it took. When the owner goes away in the
 * middle, the next call opens again (by then this process may own the directory itself): calls that read give the
 * same answer, and commands carry their ids, so asking again never does a thing twice.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallName, Input, Notice, Output as Answer, Reply } from '../../../shared/contract.ts'
import { connectSocket, isServed as isSocketThere, SocketRefused } from '../../desk/socket.ts'
import type { Connection, Desk } from '../../desk/port.ts'
import { CallFailed, CannotRun, codeOf, LinkLost, messageOf } from './failures.ts'

export type StartDesk = (options: { readonly dataFolder: string; readonly keyText: string | null; readonly osKeyStore: null }) => Promise<Desk>

export interface OpenOptions {
  readonly dataFolder: string
  readonly keyText: string | null
  readonly startDesk: StartDesk
  /** Whether an office must have been set up; `init` is the one that wants none. */
  readonly expect: 'office' | 'no-office'
}

/** How long a command waits for an owner that is just starting (a migration may take its time) or just leaving. */
const PATIENCE_MS = 60_000

/** The desk's socket in a data directory. */
export const socketPath = (dataFolder: string): string => join(dataFolder, 'desk.sock')

const isServed = (dataFolder: string): boolean => isSocketThere(socketPath(dataFolder))

/** What people are told for a code, where the desk's own words need the command line's names. */
const ADVICE: Readonly<Record<string, string>> = {
  'wrong-key': 'The key does not open this store. It is the text in LIAISON_KEY that it was made with, or its key file.',
  'no-key': 'The store is locked: set LIAISON_KEY to the passphrase that it was made with (or put its key file back).',
  'newer-store': 'The store was written by a newer version of this program. Update the program; nothing was changed.',
}

interface Opened {
  readonly connection: Connection
  /** `null` where another process owns the desk. */
  readonly desk: Desk | null
}

export class Link {
  readonly #options: OpenOptions
  readonly #listeners = new Set<(notice: Notice) => void>()
  readonly #lost = new Set<() => void>()
  #opened: Opened | null = null
  #opening: Promise<Opened> | null = null
  #credentials: { readonly user: string; readonly password: string } | null = null

  private constructor(options: OpenOptions) {
    this.#options = options
  }

  /** @throws CannotRun where neither way leads to a desk that can be used */
  static async open(options: OpenOptions): Promise<Link> {
    const link = new Link(options)
    await link.#ready()
    try {
      const session = await link.call('session.get', {})
      const empty = session.phase === 'set-up'
      if (empty && options.expect === 'office') throw new CannotRun(noOffice(options.dataFolder))
      if (!empty && options.expect === 'no-office')
        throw new CannotRun(`There is an office in ${options.dataFolder} already${session.office ? ` (${session.office.office})` : ''}. Nothing was changed.`)
      if (session.phase === 'locked-store') throw new CannotRun(ADVICE['no-key'])
    } catch (error) {
      await link.close()
      throw error
    }
    return link
  }

  /** Whether this process owns the data directory. */
  get owner(): boolean {
    return this.#opened?.desk != null
  }

  /** @throws CallFailed with the desk's code */
  async call<N extends CallName>(name: N, input: Input<N>): Promise<Answer<N>> {
    for (let again = 0; ; again++) {
      const { connection } = await this.#ready()
      const reply: Reply = await connection.call(name, input)
      if (reply.ok) return reply.output as Answer<N>
      if (reply.error.code !== 'link-lost' || again === 5) throw new CallFailed(reply.error)
      this.#leave(connection)
    }
  }

  /** Like `call` for what starts a job: a job dies with its owner, so it is not simply asked for again. @throws LinkLost */
  async callOnce<N extends CallName>(name: N, input: Input<N>): Promise<Answer<N>> {
    const { connection } = await this.#ready()
    const reply: Reply = await connection.call(name, input)
    if (reply.ok) return reply.output as Answer<N>
    if (reply.error.code !== 'link-lost') throw new CallFailed(reply.error)
    this.#leave(connection)
    throw new LinkLost(reply.error.message)
  }

  /** Signs in on this link, and again by itself where it has to be opened again. @throws CallFailed */
  async signIn(user: string, password: string): Promise<void> {
    await this.call('session.signIn', { user, password })
    this.#credentials = { user, password }
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onLost(listener: () => void): () => void {
    this.#lost.add(listener)
    return () => this.#lost.delete(listener)
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = null
    if (opened === null) return
    if (opened.desk !== null) await jobsOfOthers(opened.connection)
    opened.connection.close()
    await opened.desk?.close()
  }

  /** Gives up a connection whose owner goes away; another call may have opened a new one already. */
  #leave(connection: Connection): void {
    connection.close()
    if (this.#opened?.connection === connection) this.#opened = null
  }

  async #ready(): Promise<Opened> {
    if (this.#opened !== null) return this.#opened
    this.#opening ??= this.#open().finally(() => (this.#opening = null))
    return this.#opening
  }

  readonly #notify = (notice: Notice): void => {
    for (const listener of this.#listeners) listener(notice)
  }

  async #open(): Promise<Opened> {
    const { dataFolder, keyText, startDesk, expect } = this.#options
    // Starting a desk makes its directory; a mistyped --data must not leave an empty one behind.
    if (expect === 'office' && !existsSync(dataFolder)) throw new CannotRun(noOffice(dataFolder))
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      // Where a socket lies an owner is likely; asking it first spares loading the whole desk to learn that it is owned.
      const opened = isServed(dataFolder)
        ? ((await this.#reach(dataFolder, keyText)) ?? (await this.#own(startDesk, dataFolder, keyText)))
        : ((await this.#own(startDesk, dataFolder, keyText)) ?? (await this.#reach(dataFolder, keyText)))
      if (opened !== null) {
        this.#opened = opened
        const credentials = this.#credentials
        if (credentials !== null) {
          const reply = await opened.connection.call('session.signIn', credentials)
          if (!reply.ok) throw new CallFailed(reply.error)
        }
        return opened
      }
      if (Date.now() > until) throw new CannotRun(`Another process owns ${dataFolder} but does not answer. End it, then try again.`)
      await sleep(50)
    }
  }

  /** `null` where another process owns the directory. */
  async #own(startDesk: StartDesk, dataFolder: string, keyText: string | null): Promise<Opened | null> {
    try {
      const desk = await startDesk({ dataFolder, keyText, osKeyStore: null })
      return { desk, connection: desk.connect({ host: 'local', notify: this.#notify, trusted: true }) }
    } catch (error) {
      const code = codeOf(error)
      if (code === 'owned') return null
      if (code === 'not-set-up') throw new CannotRun(noOffice(dataFolder))
      throw cannotOpen(error, dataFolder)
    }
  }

  /** `null` where the owner does not listen (yet, or any more). */
  async #reach(dataFolder: string, keyText: string | null): Promise<Opened | null> {
    try {
      const connection = await connectSocket(socketPath(dataFolder), { key: keyText })
      connection.onNotice(this.#notify)
      connection.onLost(() => {
        // One that was given up before is no loss: what runs now runs elsewhere.
        if (this.#opened?.connection !== connection) return
        for (const listener of this.#lost) listener()
      })
      return { connection, desk: null }
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE') return null
      throw cannotOpen(error, dataFolder)
    }
  }
}

/**
 * Waits for the jobs that other commands have running in this process. They could do them again, but an import that
 * was cut off by the end of a look-up would report its own messages as duplicates. Jobs that begin later are not
 * waited for: a process that owns the directory must come to its end.
 */
async function jobsOfOthers(connection: Connection): Promise<void> {
  let others: Set<string> | null = null
  for (;;) {
    const reply = await connection.call('jobs.list', {})
    if (!reply.ok) return
    const { jobs } = reply.output as Answer<'jobs.list'>
    const running = jobs.filter((job) => job.status === 'running').map((job) => job.id)
    others ??= new Set(running)
    if (!running.some((id) => others?.has(id))) return
    await sleep(50)
  }
}

const noOffice = (dataFolder: string): string => `No office is set up in ${dataFolder}. Set one up with "init", or name its directory with --data.`

/** Words for a store that could not be opened. */
function cannotOpen(error: unknown, dataFolder: string): CannotRun {
  const code = codeOf(error)
  const advice = code === null ? undefined : ADVICE[code]
  if (advice !== undefined) return new CannotRun(advice)
  if (error instanceof SocketRefused) return new CannotRun(error.message)
  return new CannotRun(`The store in ${dataFolder} could not be opened: ${messageOf(error)}`)
}
