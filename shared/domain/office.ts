/**
 * The office: its users, rules, settings, code tables and message maps, folded from the ledger events of
 * `@` subjects. Administration is a command like any other, so it travels, is undone by another command
 * and shows who did what.
 */
import { checkArgs } from './command-args.ts'
import { SYSTEM } from './case/decide.ts'
import { isRejection, reject } from './case/rejections.ts'
import { ROLES } from './codes.ts'
import { OFFICE_VIEWS } from './built-in-views.ts'
import { viewOf } from './views.ts'
import type { Role } from './codes.ts'
import type { LedgerCommand, LedgerEvent, NewEvent, Rejection } from '../ledger/types.ts'
import { decideShift, evolveShifts, isShiftCommand, NO_SHIFTS, SHIFT_EVENTS } from './shift.ts'
import type { Shifts } from './shift.ts'
import { z } from '../zod.ts'

export interface User {
  readonly login: string
  readonly name: string
  readonly roles: readonly Role[]
  /** As argon2 encodes it; never leaves the desk's main process. */
  readonly passwordHash: string
  readonly language: string | null
  readonly enabled: boolean
  /** Time of the last change of password, epoch ms: older sessions end. */
  readonly passwordAt: number
}

export interface CodeEntry {
  readonly table: string
  readonly code: string
  readonly label: string | null
  /** Language tag → label. */
  readonly labels: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, string>>
  /** ISO dates, half-open; `null` for open. */
  readonly validFrom: string | null
  readonly validTo: string | null
  /** A removed entry stays known: it may hide one that the product brings along. */
  readonly removed: boolean
}

export interface OfficeRule {
  readonly id: string
  readonly rule: Readonly<Record<string, unknown>>
  readonly actor: string
  readonly at: number
  readonly seq: number
}

export interface OfficeState {
  /** IMPC; `null` until the office is opened. */
  readonly office: string | null
  readonly zone: string | null
  readonly name: string | null
  readonly users: Readonly<Record<string, User>>
  readonly rules: Readonly<Record<string, OfficeRule>>
  /** Ids of rules that were removed: it may hide one that the product brings along. */
  readonly removedRules: readonly string[]
  /** Seq of the last rule change: the version of the rule set. */
  readonly rulesVersion: number
  readonly settings: Readonly<Record<string, unknown>>
  /** Table → code → entry. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, CodeEntry>>>>
  readonly maps: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** `<owner>/<id>` → saved view of the worklist, as it was given (`shared/domain/views.ts` reads it). */
  readonly views: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly shifts: Shifts
  readonly lastSeq: number
  readonly unread: number
}

export const NO_OFFICE: OfficeState = {
  office: null,
  zone: null,
  name: null,
  users: {},
  rules: {},
  removedRules: [],
  rulesVersion: 0,
  settings: {},
  codes: {},
  maps: {},
  views: {},
  shifts: NO_SHIFTS,
  lastSeq: 0,
  unread: 0,
}

export type OfficeCommand = Pick<LedgerCommand, 'name' | 'v' | 'subject' | 'actor' | 'roles' | 'at' | 'args'>
export type OfficeEvent = Pick<LedgerEvent, 'seq' | 'subject' | 'type' | 'v' | 'at' | 'actor' | 'data'>

/** The actor of a recovery: whoever held the office's recovery key. It may set a password and enable a user, nothing else. */
export const RECOVERY = '@recovery'

/** Views that one owner may keep. */
const MOST_VIEWS = 100

export const LOGIN = /^[a-z0-9][a-z0-9._-]{0,31}$/
const IMPC = /^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/

const text = z.string().max(4000).optional()
const label = z.string().trim().min(1).max(500)
const roles = z.array(z.enum(ROLES)).max(ROLES.length)
const passwordHash = z.string().min(20).max(500)
const language = z.string().max(35).nullable().optional()
const words = z.record(z.string().max(60), z.string().max(2000))
const date = z.iso.date().nullable().optional()
const json = z.json().refine((value) => value !== undefined)
const body = z.record(z.string(), z.json())

const ARGS = {
  'office-open': z.strictObject({ text, office: z.string().regex(IMPC), zone: z.string().min(1).max(60), name: label.nullable().optional() }),
  'user-add': z.strictObject({ text, login: z.string(), name: label, roles, passwordHash, language }),
  'user-set': z.strictObject({ text, name: label.optional(), roles: roles.optional(), language }),
  'user-password': z.strictObject({ text, passwordHash }),
  'user-disable': z.strictObject({ text }),
  'user-enable': z.strictObject({ text }),
  'setting-set': z.strictObject({ text, value: json }),
  'rule-set': z.strictObject({ text, rule: body }),
  'rule-remove': z.strictObject({ text }),
  'code-set': z.strictObject({
    text,
    table: z.string().regex(/^[a-z0-9-]{1,40}$/),
    code: z.string().min(1).max(60),
    label: label.nullable().optional(),
    labels: words.optional(),
    extra: words.optional(),
    validFrom: date,
    validTo: date,
  }),
  'code-remove': z.strictObject({ text }),
  'map-set': z.strictObject({ text, map: body }),
  'map-remove': z.strictObject({ text }),
  'view-set': z.strictObject({ text, view: body }),
  'view-remove': z.strictObject({ text }),
  /** Removes the bodies of cases whose retention has ended. Their skeleton, and this event, stay. */
  purge: z.strictObject({ text, cases: z.array(z.string().min(1).max(200)).min(1).max(10_000) }),
} as const
export type OfficeCommandName = keyof typeof ARGS
export const OFFICE_COMMANDS = Object.keys(ARGS) as readonly OfficeCommandName[]

/** What a subject of each kind begins with; the rest is the login, the id, the key … */
const SUBJECT: Readonly<Record<OfficeCommandName, string>> = {
  'office-open': '@office',
  'user-add': '@user/',
  'user-set': '@user/',
  'user-password': '@user/',
  'user-disable': '@user/',
  'user-enable': '@user/',
  'setting-set': '@setting/',
  'rule-set': '@rule/',
  'rule-remove': '@rule/',
  'code-set': '@code/',
  'code-remove': '@code/',
  'map-set': '@map/',
  'map-remove': '@map/',
  'view-set': '@view/',
  'view-remove': '@view/',
  purge: '@retention',
}

/** Past tense of each command: the event's type. */
const EVENT: Readonly<Record<OfficeCommandName, string>> = {
  'office-open': 'office-opened',
  'user-add': 'user-added',
  'user-set': 'user-changed',
  'user-password': 'user-password-changed',
  'user-disable': 'user-disabled',
  'user-enable': 'user-enabled',
  'setting-set': 'setting-changed',
  'rule-set': 'rule-changed',
  'rule-remove': 'rule-removed',
  'code-set': 'code-changed',
  'code-remove': 'code-removed',
  'map-set': 'map-changed',
  'map-remove': 'map-removed',
  'view-set': 'view-changed',
  'view-remove': 'view-removed',
  purge: 'purged',
}
export const OFFICE_EVENTS: readonly string[] = Object.values(EVENT)

/** What stands after the prefix of an `@` subject: `anna` of `@user/anna`, `['table', 'code']`'s code may itself hold slashes. */
function keyOf(subject: string): string {
  const slash = subject.indexOf('/')
  return slash === -1 ? '' : subject.slice(slash + 1)
}

function codeOf(subject: string): { readonly table: string; readonly code: string } {
  const key = keyOf(subject)
  const slash = key.indexOf('/')
  return slash === -1 ? { table: key, code: '' } : { table: key.slice(0, slash), code: key.slice(slash + 1) }
}

/** Own property or `undefined`: `@user/constructor` must not find the object's own. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined)

const enabledWith = (state: OfficeState, role: Role): User[] => Object.values(state.users).filter((user) => user.enabled && user.roles.includes(role))

/**
 * Decides a command of administration.
 *
 * Administrators do all of it, but saved views; supervisors also change rules and the office's views; anybody changes
 * the own password and the own views. The first
 * user of an office is whoever sets it up, and must be supervisor and administrator at once. The last
 * enabled administrator and the last enabled supervisor stay.
 */
export function decideOffice(state: OfficeState, command: OfficeCommand): { readonly events: readonly NewEvent[] } | Rejection {
  const { name, subject } = command
  if (isShiftCommand(name)) {
    if (command.v !== 1) return reject('newer-version', { name, version: command.v })
    return state.office === null ? reject('no-office') : decideShift(state.shifts, command)
  }
  if (!isOfficeCommand(name)) return reject('unknown-command', { name })
  if (command.v !== 1) return reject('newer-version', { name, version: command.v })
  const prefix = SUBJECT[name]
  if (prefix.endsWith('/') ? !subject.startsWith(prefix) || keyOf(subject) === '' : subject !== prefix) return reject('subject', { subject })
  if (!mayAdminister(state, command, name)) return reject('role', { name })
  const checked = checkArgs(ARGS[name], command.args)
  if (isRejection(checked)) return checked
  if (name !== 'office-open' && state.office === null) return reject('no-office')
  const refused = refuse(state, command, name, checked.args)
  return refused ?? { events: [{ type: EVENT[name], v: 1, data: withoutUndefined(checked.args) }] }
}

function isOfficeCommand(name: string): name is OfficeCommandName {
  return Object.hasOwn(ARGS, name)
}

function mayAdminister(state: OfficeState, { actor, roles: held, subject }: OfficeCommand, name: OfficeCommandName): boolean {
  if (actor === RECOVERY) return name === 'user-password' || name === 'user-enable'
  if (Object.keys(state.users).length === 0) return name === 'office-open' || name === 'user-add'
  if (actor === SYSTEM) return name === 'purge'
  if (actor.startsWith('@')) return false
  if (name === 'view-set' || name === 'view-remove') return mayKeepView(state, actor, held, subject)
  if (held.includes('administrator')) return true
  if (name === 'rule-set' || name === 'rule-remove') return held.includes('supervisor')
  return name === 'user-password' && subject === `@user/${actor}`
}

/** A view is its owner's; the office's are its supervisors'. Nobody reaches into somebody else's drawer. */
function mayKeepView(state: OfficeState, actor: string, held: readonly Role[], subject: string): boolean {
  const { owner } = viewOf(keyOf(subject))
  if (owner === OFFICE_VIEWS) return held.includes('supervisor')
  return owner === actor && own(state.users, actor)?.enabled === true
}

/** What the state forbids, beyond roles and shapes. */
function refuse(state: OfficeState, command: OfficeCommand, name: OfficeCommandName, args: Readonly<Record<string, unknown>>): Rejection | null {
  const key = keyOf(command.subject)
  switch (name) {
    case 'office-open':
      return state.office !== null && state.office !== args['office'] ? reject('office-fixed', { office: state.office }) : null
    case 'user-add':
      return refuseNewUser(state, key, args)
    case 'user-set':
    case 'user-password':
    case 'user-disable':
    case 'user-enable':
      return refuseChange(state, key, name, args)
    case 'code-set': {
      const { table, code } = codeOf(command.subject)
      return table === args['table'] && code === args['code'] ? null : reject('subject', { subject: command.subject })
    }
    case 'code-remove': {
      // Also of an entry that only the product brings along: the event is what hides it.
      const { table, code } = codeOf(command.subject)
      return table === '' || code === '' ? reject('subject', { subject: command.subject }) : null
    }
    case 'view-set': {
      const { owner, id } = viewOf(key)
      if (id === '') return reject('subject', { subject: command.subject })
      const kept = Object.keys(state.views).filter((one) => viewOf(one).owner === owner)
      return kept.length >= MOST_VIEWS && !kept.includes(key) ? reject('too-many-views', { most: MOST_VIEWS }) : null
    }
    case 'view-remove':
      return own(state.views, key) === undefined ? reject('nothing-there', { subject: command.subject }) : null
    case 'map-remove':
      return own(state.maps, key) === undefined ? reject('nothing-there', { subject: command.subject }) : null
    default:
      return null
  }
}

function refuseNewUser(state: OfficeState, login: string, args: Readonly<Record<string, unknown>>): Rejection | null {
  const given = args['roles'] as readonly Role[]
  if (!LOGIN.test(login) || args['login'] !== login) return reject('login-invalid', { login })
  if (own(state.users, login) !== undefined) return reject('login-taken', { login })
  if (given.length === 0) return reject('roles-required', { login })
  const first = Object.keys(state.users).length === 0
  return first && !(given.includes('supervisor') && given.includes('administrator')) ? reject('first-user', { login }) : null
}

function refuseChange(state: OfficeState, login: string, name: OfficeCommandName, args: Readonly<Record<string, unknown>>): Rejection | null {
  const user = own(state.users, login)
  if (user === undefined) return reject('unknown-user', { login })
  const given = args['roles'] as readonly Role[] | undefined
  if (given?.length === 0) return reject('roles-required', { login })
  const keeps = (role: Role): boolean => (name === 'user-disable' ? false : given === undefined || given.includes(role))
  if (!user.enabled) return null
  for (const role of ['administrator', 'supervisor'] as const) {
    if (user.roles.includes(role) && !keeps(role) && enabledWith(state, role).length === 1)
      return reject(role === 'administrator' ? 'last-administrator' : 'last-supervisor', { login })
  }
  return null
}

/** The office after one more event of an `@` subject; what it does not know, it counts and leaves alone. */
export function evolveOffice(current: OfficeState, event: OfficeEvent): OfficeState {
  const state = { ...current, lastSeq: Math.max(current.lastSeq, event.seq) }
  if (event.v <= 1 && SHIFT_EVENTS.includes(event.type)) return { ...state, shifts: evolveShifts(state.shifts, event) }
  if (event.v > 1 || !OFFICE_EVENTS.includes(event.type)) return { ...state, unread: state.unread + 1 }
  const { data } = event
  const key = keyOf(event.subject)
  switch (event.type) {
    case 'office-opened':
      return { ...state, office: textIn(data, 'office'), zone: textIn(data, 'zone'), name: textIn(data, 'name') ?? state.name }
    case 'user-added':
      return withUser(state, {
        login: key,
        name: textIn(data, 'name') ?? key,
        roles: rolesIn(data) ?? ['viewer'],
        passwordHash: textIn(data, 'passwordHash') ?? '',
        language: textIn(data, 'language'),
        enabled: true,
        passwordAt: event.at,
      })
    case 'user-changed':
      return changeUser(state, key, (user) => ({
        ...user,
        name: textIn(data, 'name') ?? user.name,
        roles: rolesIn(data) ?? user.roles,
        language: Object.hasOwn(data, 'language') ? textIn(data, 'language') : user.language,
      }))
    case 'user-password-changed':
      return changeUser(state, key, (user) => ({ ...user, passwordHash: textIn(data, 'passwordHash') ?? user.passwordHash, passwordAt: event.at }))
    case 'user-disabled':
      return changeUser(state, key, (user) => ({ ...user, enabled: false }))
    case 'user-enabled':
      return changeUser(state, key, (user) => ({ ...user, enabled: true }))
    case 'setting-changed':
      return { ...state, settings: put(state.settings, key, data['value'] ?? null) }
    case 'rule-changed':
      return {
        ...state,
        rules: put(state.rules, key, { id: key, rule: recordIn(data, 'rule'), actor: event.actor, at: event.at, seq: event.seq }),
        removedRules: state.removedRules.filter((id) => id !== key),
        rulesVersion: event.seq,
      }
    case 'rule-removed':
      return { ...state, rules: without(state.rules, key), removedRules: [...state.removedRules.filter((id) => id !== key), key].toSorted(), rulesVersion: event.seq }
    case 'code-changed':
      return withCode(state, event.subject, data, false)
    case 'code-removed':
      return withCode(state, event.subject, {}, true)
    case 'map-changed':
      return { ...state, maps: put(state.maps, key, recordIn(data, 'map')) }
    case 'view-changed':
      return { ...state, views: put(state.views, key, recordIn(data, 'view')) }
    case 'view-removed':
      return { ...state, views: without(state.views, key) }
    case 'map-removed':
      return { ...state, maps: without(state.maps, key) }
    default:
      return state
  }
}

function withUser(state: OfficeState, user: User): OfficeState {
  return { ...state, users: put(state.users, user.login, user) }
}

function changeUser(state: OfficeState, login: string, change: (user: User) => User): OfficeState {
  const user = own(state.users, login)
  return user === undefined ? state : withUser(state, change(user))
}

function withCode(state: OfficeState, subject: string, data: Readonly<Record<string, unknown>>, removed: boolean): OfficeState {
  const { table, code } = codeOf(subject)
  const entry: CodeEntry = {
    table,
    code,
    label: textIn(data, 'label'),
    labels: recordIn(data, 'labels') as Readonly<Record<string, string>>,
    extra: recordIn(data, 'extra') as Readonly<Record<string, string>>,
    validFrom: textIn(data, 'validFrom'),
    validTo: textIn(data, 'validTo'),
    removed,
  }
  return { ...state, codes: put(state.codes, table, put(own(state.codes, table) ?? {}, code, entry)) }
}

/** Adds or replaces one key without ever touching a prototype, whatever the key is called. */
function put<T>(record: Readonly<Record<string, T>>, key: string, value: T): Readonly<Record<string, T>> {
  return Object.fromEntries([...Object.entries(record).filter(([name]) => name !== key), [key, value]])
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

function textIn(data: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = data[key]
  return typeof value === 'string' ? value : null
}

function recordIn(data: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = data[key]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}

function rolesIn(data: Readonly<Record<string, unknown>>): readonly Role[] | null {
  const value = data['roles']
  if (!Array.isArray(value)) return null
  return ROLES.filter((role) => value.includes(role))
}

function withoutUndefined(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined))
}
