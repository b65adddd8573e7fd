/**
 * The ledger's authority, without its storage: one implementation for SQLite on a desk and PostgreSQL on a hub.
 *
 * A store loads what `needsOf` names, calls `accept`, and writes what comes back, all in one transaction.
 * Nothing here reads a clock or a table, and nothing depends on what the store keeps elsewhere.
 *
 * The counter is checked before anything else and advances for a rejected command too, so a bad command
 * never blocks the queue behind it:
 *
 *   id known                        → the stored result, whatever `n` (and the number, if it is the next, is used up)
 *   n ≤ counted, other id there     → refused `fork`: two desks count under one name
 *   n > counted + 1                 → refused `gap`: something before it is missing
 *   n = counted + 1                 → decided; accepted or rejected, stored for ever
 */
import { bind, BINDING_MS, caseKindOf, subjectOfCase } from './bind.ts'
import { canonicalJson, NotCanonical } from './canonical.ts'
import { kindOf } from '../domain/identifiers.ts'
import { decide, decideConsignment, evolve, evolveConsignment, isClosed, isRejection, NO_CASE, noConsignment, reject, SYSTEM } from '../domain/case.ts'
import type { Case, Consignment, LedgerCase, Member, RefusedMember } from '../domain/case.ts'
import { decideOffice, evolveOffice, RECOVERY } from '../domain/office.ts'
import type { OfficeState } from '../domain/office.ts'
import type { CaseFacts, CommandResult, LedgerCommand, LedgerEvent, NewEvent, Rejection } from './types.ts'

/** What the authority must know before it decides a command. */
export interface Needs {
  /** Every case of each of these subjects. */
  readonly subjects: readonly string[]
  /** The cases in which this command made events. */
  readonly touchedBy: string | null
}

export interface Loaded {
  /** The stored result of the command's id. */
  readonly known: CommandResult | null
  /** Last number used by the command's device and incarnation; 0 for none. */
  readonly counted: number
  /** Id issued under the command's number; only asked for when that number is used up. */
  readonly issued: string | null
  /** Last event of the chain; 0 for none. */
  readonly seq: number
  readonly office: OfficeState
  /** Subject → its cases in the order they were opened. */
  readonly cases: ReadonlyMap<string, readonly LedgerCase[]>
  readonly touched: readonly LedgerCase[]
}

export type Acceptance =
  /** The id is known. `uses` says that its number is new and must be marked as used. */
  | { readonly kind: 'known'; readonly result: CommandResult; readonly uses: boolean }
  /** A counter that cannot be: nothing is stored. */
  | { readonly kind: 'refused'; readonly result: CommandResult }
  /**
   * Decided. `json` is the command to store, canonical; `cases` are the new snapshots; `office` differs if an
   * `@` subject changed; the bodies of the cases in `purged` are to be removed.
   */
  | {
      readonly kind: 'stored'
      readonly json: string
      readonly result: CommandResult
      readonly events: readonly LedgerEvent[]
      readonly cases: readonly LedgerCase[]
      readonly office: OfficeState
      readonly purged: readonly string[]
    }

/**
 * Facts of a command that brought none: as if in the strictest lane, so that leaving them out opens no door.
 */
export const NO_FACTS: CaseFacts = { lane: 'red', rules: 0, hits: [], declaration: null, lastEvent: null, announced: false, receptacle: null, dispatch: null }

/** Longest id, name, subject or login, in UTF-16 units. */
const MAX_WORD = 200

export function needsOf(command: LedgerCommand): Needs {
  if (command.subject.startsWith('@')) return { subjects: command.name === 'purge' ? subjectsOf(command.args['cases']) : [], touchedBy: null }
  const members = command.facts !== null && 'members' in command.facts ? command.facts.members.map((one) => one.subject) : []
  const kind = caseKindOf(command.subject)
  const whole = kind === 'receptacle' || kind === 'dispatch'
  const named = command.args['command']
  return {
    subjects: [...new Set([command.subject, ...(whole ? members : [])])],
    touchedBy: whole && command.name === 'undo' && typeof named === 'string' ? named.trim() : null,
  }
}

function subjectsOf(cases: unknown): readonly string[] {
  return Array.isArray(cases) ? [...new Set(cases.filter((id) => typeof id === 'string').map((id) => subjectOfCase(id).subject))] : []
}

/** @param now the authority's clock, epoch ms: `recordedAt` of the events */
export function accept(loaded: Loaded, given: LedgerCommand, now: number): Acceptance {
  if (loaded.known !== null) return { kind: 'known', result: loaded.known, uses: given.n === loaded.counted + 1 }
  if (given.n > loaded.counted + 1) return refusedCount(given, reject('gap', { n: given.n, next: loaded.counted + 1 }))
  if (given.n <= loaded.counted) return refusedCount(given, reject('fork', { n: given.n, command: loaded.issued ?? '' }))

  const storable = asStorable(given)
  const command = { ...storable.command, roles: rolesHeld(loaded.office, storable.command) }
  const refused = storable.rejection ?? refuseActor(loaded.office, command) ?? refuseAssignee(loaded.office, command)
  const decided = refused ?? (command.subject.startsWith('@') ? onOffice(loaded, command, now) : onCase(loaded, command, now))
  // What is stored is the command as it was given: the roles it claimed are part of what happened.
  if ('code' in decided) {
    const bound = boundCase(loaded, command)
    const result = {
      id: command.id,
      result: 'rejected',
      rejection: decided,
      seq: null,
      case: bound?.id ?? null,
      state: bound?.state ?? null,
      members: null,
    } satisfies CommandResult
    return { kind: 'stored', json: storable.json, result, events: [], cases: [], office: loaded.office, purged: [] }
  }
  return { kind: 'stored', json: storable.json, ...decided }
}

/**
 * Asked before anything is loaded: a command with an envelope that no desk of ours writes has no number that
 * could be used up and no id that could be looked up. Its args are checked later, by `decide`.
 *
 * @returns the refusal, or `null` for a sound envelope
 */
export function malformed(command: LedgerCommand): CommandResult | null {
  const key = brokenPart(command)
  if (key === null) return null
  return {
    id: String(command.id).slice(0, MAX_WORD),
    result: 'rejected',
    rejection: reject('args', { key, problem: 'invalid' }),
    seq: null,
    case: null,
    state: null,
    members: null,
  }
}

function brokenPart(command: LedgerCommand): string | null {
  for (const key of ['id', 'device', 'name', 'subject', 'actor'] as const) {
    const value: unknown = command[key]
    if (typeof value !== 'string' || value === '' || value.length > MAX_WORD) return key
  }
  for (const key of ['incarnation', 'n', 'v', 'at', 'base'] as const) if (!Number.isSafeInteger(command[key])) return key
  if (command.n < 1) return 'n'
  if (!Array.isArray(command.roles)) return 'roles'
  return typeof command.args === 'object' && command.args !== null && !Array.isArray(command.args) ? null : 'args'
}

function refusedCount(command: LedgerCommand, rejection: Rejection): Acceptance {
  return { kind: 'refused', result: { id: command.id, result: 'rejected', rejection, seq: null, case: null, state: null, members: null } }
}

/** Args that canonical JSON cannot say are dropped, and the command is rejected: its number is used all the same. */
function asStorable(given: LedgerCommand): { readonly command: LedgerCommand; readonly json: string; readonly rejection: Rejection | null } {
  try {
    return { command: given, json: canonicalJson(given), rejection: null }
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error
    const command = { ...given, args: {}, facts: null }
    return { command, json: canonicalJson(command), rejection: reject('args', { key: 'args', problem: 'invalid' }) }
  }
}

/** A role counts only where the ledger itself gave it to the actor. Before the first user there is nobody to ask. */
function rolesHeld(office: OfficeState, command: LedgerCommand): LedgerCommand['roles'] {
  if (Object.keys(office.users).length === 0) return command.roles
  const user = Object.hasOwn(office.users, command.actor) ? office.users[command.actor] : undefined
  return command.roles.filter((role) => user?.roles.includes(role) === true)
}

function refuseActor(office: OfficeState, command: LedgerCommand): Rejection | null {
  if (command.actor === SYSTEM || command.actor === RECOVERY || Object.keys(office.users).length === 0) return null
  const user = Object.hasOwn(office.users, command.actor) ? office.users[command.actor] : undefined
  if (user === undefined) return reject('unknown-user', { login: command.actor })
  return user.enabled ? null : reject('user-disabled', { login: command.actor })
}

/** Work given to somebody who is not there waits for ever. */
function refuseAssignee(office: OfficeState, command: LedgerCommand): Rejection | null {
  const login = command.args['user']
  if (command.name !== 'assign' || typeof login !== 'string' || Object.keys(office.users).length === 0) return null
  const user = Object.hasOwn(office.users, login) ? office.users[login] : undefined
  if (user === undefined) return reject('unknown-user', { login })
  return user.enabled ? null : reject('user-disabled', { login })
}

type Outcome = Omit<Extract<Acceptance, { kind: 'stored' }>, 'kind' | 'json'>

function number(event: NewEvent, command: LedgerCommand, caseId: string, subject: string, seq: number, now: number): LedgerEvent {
  return { seq, command: command.id, case: caseId, subject, type: event.type, v: event.v, at: command.at, recordedAt: now, actor: command.actor, data: event.data }
}

function onOffice(loaded: Loaded, command: LedgerCommand, now: number): Outcome | Rejection {
  const decided = decideOffice(loaded.office, command)
  if (isRejection(decided)) return decided
  const purged = command.name === 'purge' ? purgedCases(decided.events) : []
  const early = purged.find((id) => !mayPurge(loaded, id, command.at))
  if (early !== undefined) return reject('not-closed', { state: caseOf(loaded, early)?.state ?? early })
  const events = decided.events.map((event, i) => number(event, command, command.subject, command.subject, loaded.seq + 1 + i, now))
  const result = { id: command.id, result: 'accepted', rejection: null, seq: events.at(-1)?.seq ?? null, case: command.subject, state: null, members: null } satisfies CommandResult
  return { result, events, cases: [], office: events.reduce(evolveOffice, loaded.office), purged }
}

const purgedCases = (events: readonly NewEvent[]): readonly string[] =>
  events.flatMap((event) => (Array.isArray(event.data['cases']) ? (event.data['cases'] as readonly string[]) : []))

const caseOf = (loaded: Loaded, id: string): LedgerCase | undefined => loaded.cases.get(subjectOfCase(id).subject)?.find((one) => one.id === id)

/** Closed, or long enough without activity that no command can bind to it any more. */
function mayPurge(loaded: Loaded, id: string, at: number): boolean {
  const one = caseOf(loaded, id)
  if (one === undefined) return false
  return (one.kind === 'item' && isClosed(one.state)) || at - one.lastAt > BINDING_MS
}

function boundCase(loaded: Loaded, command: LedgerCommand): LedgerCase | null {
  return caseKindOf(command.subject) === null ? null : bind(command.subject, loaded.cases.get(command.subject) ?? [], command.at)
}

function onCase(loaded: Loaded, command: LedgerCommand, now: number): Outcome | Rejection {
  const kind = caseKindOf(command.subject)
  if (kind === null) return reject('subject', { subject: command.subject.slice(0, 100) })
  return kind === 'item' ? onItem(loaded, command, now) : onConsignment(loaded, command, kind, now)
}

const newCaseId = (loaded: Loaded, subject: string): string => `${subject}#${(loaded.cases.get(subject)?.length ?? 0) + 1}`

/** A number that the desk prints for an item without a readable identifier: L, the desk's mark, digits. */
const LOCAL_NUMBER = /^L[A-Z0-9]{0,8}[0-9]{6,}$/

function onItem(loaded: Loaded, command: LedgerCommand, now: number): Outcome | Rejection {
  const current = boundItem(loaded, command.subject, command.at)
  const facts = command.facts !== null && 'lane' in command.facts ? command.facts : NO_FACTS
  // An identifier that fails its check is an item where the post announced it so; what nobody knows must have the form of one.
  if (current.id === null && !facts.announced && kindOf(command.subject) === 'other' && !LOCAL_NUMBER.test(command.subject)) return reject('subject', { subject: command.subject })
  const decided = decide(current, facts, command)
  if (isRejection(decided)) return decided
  const caseId = current.id ?? newCaseId(loaded, command.subject)
  const events = decided.events.map((event, i) => number(event, command, caseId, command.subject, loaded.seq + 1 + i, now))
  const after = events.reduce(evolve, current)
  const result = { id: command.id, result: 'accepted', rejection: null, seq: events.at(-1)?.seq ?? null, case: after.id, state: after.state, members: null } satisfies CommandResult
  return { result, events, cases: [after], office: loaded.office, purged: [] }
}

function boundItem(loaded: Loaded, subject: string, at: number): Case {
  const bound = bind(subject, loaded.cases.get(subject) ?? [], at)
  return bound?.kind === 'item' ? bound : { ...NO_CASE, subject }
}

function onConsignment(loaded: Loaded, command: LedgerCommand, kind: Consignment['kind'], now: number): Outcome | Rejection {
  const bound = bind(command.subject, loaded.cases.get(command.subject) ?? [], command.at)
  const current: Consignment = bound !== null && bound.kind !== 'item' ? bound : { ...noConsignment(kind), subject: command.subject }
  const { members, refused } = command.name === 'undo' ? touchedMembers(loaded) : membersOf(loaded, command)
  const decided = decideConsignment(current, members, refused, command)
  if (isRejection(decided)) return decided

  let seq = loaded.seq
  const events: LedgerEvent[] = []
  const cases: LedgerCase[] = []
  for (const { member, events: made } of decided.members) {
    const caseId = member.case.id ?? newCaseId(loaded, member.subject)
    const numbered = made.map((event) => number(event, command, caseId, member.subject, ++seq, now))
    events.push(...numbered)
    cases.push(numbered.reduce(evolve, member.case))
  }
  const caseId = current.id ?? newCaseId(loaded, command.subject)
  const own = decided.own.map((event) => number(event, command, caseId, command.subject, ++seq, now))
  const after = own.reduce(evolveConsignment, current)
  const fannedOut = decided.members.length > 0 || decided.refused.length > 0
  const result = {
    id: command.id,
    result: 'accepted',
    rejection: null,
    seq,
    case: after.id,
    state: after.state,
    members: fannedOut ? { accepted: decided.members.length, refused: decided.refused } : null,
  } satisfies CommandResult
  return { result, events: [...events, ...own], cases: [...cases, after], office: loaded.office, purged: [] }
}

/** Each member once, in the order given; whatever is no item is refused and listed. */
function membersOf(loaded: Loaded, command: LedgerCommand): { members: Member[]; refused: RefusedMember[] } {
  const members: Member[] = []
  const refused: RefusedMember[] = []
  const seen = new Set<string>()
  for (const { subject, facts } of command.facts !== null && 'members' in command.facts ? command.facts.members : []) {
    if (seen.has(subject)) continue
    seen.add(subject)
    if (caseKindOf(subject) === 'item') members.push({ subject, case: boundItem(loaded, subject, command.at), facts: facts ?? NO_FACTS })
    else refused.push({ subject, rejection: reject('not-an-item', { subject }) })
  }
  return { members, refused }
}

function touchedMembers(loaded: Loaded): { members: Member[]; refused: RefusedMember[] } {
  const members = loaded.touched.flatMap((one) => (one.kind === 'item' ? [{ subject: one.subject, case: one, facts: NO_FACTS }] : []))
  return { members, refused: [] }
}
