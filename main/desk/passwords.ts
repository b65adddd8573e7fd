/**
 * Passwords: argon2id, and a brake on guessing.
 *
 * The brake counts per login and in memory: a guesser on this machine could restart the desk, but then needs the
 * store's key again; and it must not be a way to lock a colleague out for good.
 */
import { hash, verify } from '@node-rs/argon2'
import { DeskFailure } from './failure.ts'

/** The package's `Algorithm.Argon2id`; a const enum that erasable TypeScript cannot read. */
const ARGON2ID = 2
/** Source: RFC 9106, second recommended option, with less memory for machines that run a browser beside it. */
const COST = { algorithm: ARGON2ID, memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 } as const
const FREE_TRIES = 5
const LONGEST_WAIT_S = 300

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST)

interface Tries {
  failed: number
  notBefore: number
}

export class PasswordCheck {
  readonly #tries = new Map<string, Tries>()
  /** Compared where there is no such user, so that the time taken does not tell which logins exist. */
  readonly #nobody = hashPassword('no user has this password')

  /** Who is being checked: one try of a login at a time, else a hundred at once would pass the brake together. */
  readonly #turns = new Map<string, Promise<void>>()

  /** @throws DeskFailure `too-many-tries`, `wrong-password` */
  async check(login: string, password: string, stored: string | null): Promise<void> {
    const checked = (this.#turns.get(login) ?? Promise.resolve()).then(() => this.#try(login, password, stored))
    const turn = checked.catch(() => undefined)
    this.#turns.set(login, turn)
    try {
      await checked
    } finally {
      if (this.#turns.get(login) === turn) this.#turns.delete(login)
    }
  }

  async #try(login: string, password: string, stored: string | null): Promise<void> {
    const tries = this.#tries.get(login) ?? { failed: 0, notBefore: 0 }
    const wait = Math.ceil((tries.notBefore - Date.now()) / 1000)
    if (wait > 0) throw new DeskFailure('too-many-tries', { seconds: wait })
    const right = await verify(stored ?? (await this.#nobody), password.normalize('NFC')).catch(() => false)
    if (right && stored !== null) {
      this.#tries.delete(login)
      return
    }
    tries.failed += 1
    if (tries.failed >= FREE_TRIES) tries.notBefore = Date.now() + Math.min(LONGEST_WAIT_S, 2 ** (tries.failed - FREE_TRIES)) * 1000
    if (this.#tries.size > 10_000) this.#tries.clear()
    this.#tries.set(login, tries)
    throw new DeskFailure('wrong-password')
  }
}
