/**
 * How a browser gets in, and how its pages prove themselves.
 *
 *     entry token ──/enter──> session cookie ──/──> page with a secret ──/socket, /place──> the desk
 *
 * The token goes through a file that only this person can read (or through the terminal), never through a command
 * line, which every process may list. The cookie is not enough by itself, for cookies ignore ports: a server that
 * somebody else runs on this machine gets it sent. The page's secret is only in our HTML, which only the session reads.
 *
 * Only digests are kept and looked up, so that a comparison's time says nothing about a secret.
 */
import { createHash, randomBytes } from 'node:crypto'

/** The redirect file's token: the browser opens it at once or not at all. */
export const FILE_TOKEN_MS = 30_000
/** The printed address, from when it was printed or last used: a person copies it, perhaps into a second window. */
export const PRINTED_TOKEN_MS = 600_000

const MOST_SESSIONS = 64
const MOST_PAGES = 64

const secret = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): string => createHash('sha256').update(text).digest('base64')

interface Entry {
  readonly life: number
  readonly once: boolean
  until: number
}

/** What the host keeps for a page: `P` is its connection. */
export interface PageRecord<P> {
  held: P | null
}
interface SessionRecord<P> {
  readonly pages: Map<string, PageRecord<P>>
}

export class Sessions<P> {
  readonly #now: () => number
  readonly #entries = new Map<string, Entry>()
  readonly #sessions = new Map<string, SessionRecord<P>>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A token for the redirect file: once, within 30 seconds. */
  fileToken(): string {
    return this.#issue(FILE_TOKEN_MS, true)
  }

  /** A token for the printed address: it ends ten minutes after it was printed or last used. */
  printedToken(): string {
    return this.#issue(PRINTED_TOKEN_MS, false)
  }

  #issue(life: number, once: boolean): string {
    const now = this.#now()
    for (const [key, entry] of this.#entries) if (entry.until <= now) this.#entries.delete(key)
    const token = secret()
    this.#entries.set(digest(token), { life, once, until: now + life })
    return token
  }

  /** Takes a token for a session id (the cookie's value); `null` for one that is unknown, used or too old. */
  enter(token: string): string | null {
    const key = digest(token)
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    const now = this.#now()
    if (entry.once || entry.until <= now) this.#entries.delete(key)
    if (entry.until <= now) return null
    entry.until = now + entry.life
    const session = secret()
    makeRoom(this.#sessions, MOST_SESSIONS, (record) => [...record.pages.values()].some((page) => page.held !== null))
    this.#sessions.set(digest(session), { pages: new Map() })
    return session
  }

  /** Every page whose connection is held. */
  *heldPages(): Generator<PageRecord<P>> {
    for (const session of this.#sessions.values()) for (const page of session.pages.values()) if (page.held !== null) yield page
  }

  knows(session: string | undefined): session is string {
    return session !== undefined && this.#sessions.has(digest(session))
  }

  /** A secret for one load of a page. `session` must be known. */
  newPage(session: string): string {
    const record = this.#sessions.get(digest(session))
    if (record === undefined) throw new Error('A page was asked for without a session')
    makeRoom(record.pages, MOST_PAGES, (page) => page.held !== null)
    const page = secret()
    record.pages.set(digest(page), { held: null })
    return page
  }

  /** The page of this secret if it belongs to this session, else `null`. */
  page(session: string | undefined, pageSecret: unknown): PageRecord<P> | null {
    if (session === undefined || typeof pageSecret !== 'string') return null
    return this.#sessions.get(digest(session))?.pages.get(digest(pageSecret)) ?? null
  }
}

/** Drops the oldest that nobody uses, so that a page reloaded for a year does not fill the memory. */
function makeRoom<V>(kept: Map<string, V>, most: number, inUse: (value: V) => boolean): void {
  for (const [key, value] of kept) {
    if (kept.size < most) return
    if (!inUse(value)) kept.delete(key)
  }
}
