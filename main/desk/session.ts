/** Who is at a connection, and what they may call. Checked here, in main, for every call. */
import type { Session } from '../../shared/contract.ts'
import type { Role } from '../../shared/domain/codes.ts'
import type { OfficeState, User } from '../../shared/domain/office.ts'
import { settingsOf } from '../../shared/domain/settings.ts'
import type { Actor } from '../store/protocol.ts'
import { DeskFailure } from './failure.ts'

export interface ConnectionSession {
  readonly host: 'electron' | 'local'
  /** The process that holds the key itself (the command line): reads, imports and maintains without a sign-in. */
  readonly trusted: boolean
  /** In the training office, whose two chairs have no password. */
  training: boolean
  login: string | null
  /** Time of the password that was used: a change of it ends older sessions. */
  passwordAt: number
  locked: boolean
  /** Epoch ms of the last call that a person made. */
  lastCall: number
}

export const newSession = (host: 'electron' | 'local', trusted: boolean): ConnectionSession => ({
  host,
  trusted,
  training: false,
  login: null,
  passwordAt: 0,
  locked: false,
  lastCall: Date.now(),
})

/** The signed-in user as the ledger has them now; a disabled user or a changed password ends the session. */
export function userOf(session: ConnectionSession, office: OfficeState): User | null {
  if (session.login === null) return null
  const user = Object.hasOwn(office.users, session.login) ? office.users[session.login] : undefined
  if (user === undefined || !user.enabled || (user.passwordAt !== session.passwordAt && !session.training)) {
    session.login = null
    session.locked = false
    return null
  }
  return user
}

/** Calls that ask for nothing and keep a screen up to date; they do not count as somebody being there. */
const QUIET: ReadonlySet<string> = new Set(['session.get', 'jobs.list', 'items.counts', 'backup.status'])

/** Locks a session on which nobody has done anything for the office's idle time: the screen's own timer is a courtesy, this is the rule. */
export function lockIfIdle(session: ConnectionSession, office: OfficeState, call: string): void {
  const now = Date.now()
  if (session.login !== null && !session.trusted && !session.training && now - session.lastCall > settingsOf(office).lockMinutes * 60_000) session.locked = true
  if (!QUIET.has(call)) session.lastCall = now
}

/** What a trusted connection does without a sign-in. A decision is signed with a name, so it is not among them. */
const TRUSTED: ReadonlySet<string> = new Set(['exchange.import', 'exchange.previewTable', 'exchange.tryTable', 'exchange.flush', 'store.rebuild', 'store.verify', 'store.backup'])

/** @throws DeskFailure `signed-out`, `locked`, `role` */
export function authorise(session: ConnectionSession, office: OfficeState, call: string, who: 'user' | 'officer' | 'supervisor' | 'administrator'): Actor | null {
  const user = userOf(session, office)
  if (user === null) {
    if (session.trusted && (who === 'user' || TRUSTED.has(call)) && !call.startsWith('users.password') && call !== 'session.lock') return null
    throw new DeskFailure('signed-out')
  }
  if (session.locked) throw new DeskFailure('locked')
  if (who !== 'user' && !(session.trusted && TRUSTED.has(call)) && !holds(user.roles, who)) throw new DeskFailure('role')
  return { login: user.login, roles: user.roles }
}

function holds(roles: readonly Role[], who: 'officer' | 'supervisor' | 'administrator'): boolean {
  return roles.includes(who) || (who === 'officer' && roles.includes('supervisor'))
}

export const userRow = (user: User): NonNullable<Session['user']> => ({
  login: user.login,
  name: user.name,
  roles: [...user.roles],
  enabled: user.enabled,
  language: user.language,
})
