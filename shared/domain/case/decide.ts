/**
 * Decides a command on an item: the events it makes, or why it is refused. The whole table is in
 * `docs/case.md`, and a test reads it there.
 *
 * Pure, and the only place that knows who may do what: the desk, the ledger's authority, the screen that
 * greys out a button and the property tests all ask here.
 */
import { checkArgs, isLedgerCommandName, ledgerArgs } from '../command-args.ts'
import type { LedgerArgs, LedgerCommandName } from '../command-args.ts'
import { secondPersonFor } from './four-eyes.ts'
import { isRejection, reject } from './rejections.ts'
import { EVENT_OWED, isClosed, stateAfter } from './states.ts'
import type { ItemEventType } from './states.ts'
import { EVENTS_HERE } from '../codes.ts'
import type { Decision, Role } from '../codes.ts'
import type { CaseFacts, NewEvent, Rejection } from '../../ledger/types.ts'
import type { Case, CaseCommand, Decided, Proposal } from './types.ts'

/** Version of the commands' args that this program reads. */
export const COMMAND_VERSION = 1
/** Actor of what the desk does by itself: marking an answer as sent. Nobody can sign in under a name with `@`. */
export const SYSTEM = '@system'
/** The flag that is set where nobody names one. */
export const PLAIN_FLAG = 'attention'

type Answer = Decided | Rejection
type Deciders = { readonly [N in LedgerCommandName]: (current: Case, facts: CaseFacts, command: CaseCommand, args: LedgerArgs<N>) => Answer }

/**
 * @param facts what the desk that issued the command knew of the item
 * @returns the events, or a rejection with one of REJECTION_CODES
 */
export function decide(current: Case, facts: CaseFacts, command: CaseCommand): Answer {
  const { name } = command
  if (!isLedgerCommandName(name)) return reject('unknown-command', { name })
  if (command.v !== COMMAND_VERSION) return reject('newer-version', { name, version: command.v })
  if (!mayGive(name, command.actor, command.roles)) return reject('role', { name })
  return parsedAndDecided(name, current, facts, command)
}

function parsedAndDecided<N extends LedgerCommandName>(name: N, current: Case, facts: CaseFacts, command: CaseCommand): Answer {
  const checked = checkArgs(ledgerArgs[name], command.args)
  if (isRejection(checked)) return checked
  return DECIDERS[name](current, facts, command, checked.args as LedgerArgs<N>)
}

/**
 * Officers do all but `reopen`; supervisors all. A viewer and somebody who is only an administrator do
 * nothing to a case: administering users is no customs power.
 */
export function mayGive(name: LedgerCommandName, actor: string, roles: readonly Role[]): boolean {
  if (name === 'mark-sent') return actor === SYSTEM
  if (actor.startsWith('@')) return false
  if (roles.includes('supervisor')) return true
  return roles.includes('officer') && name !== 'reopen'
}

const event = (type: ItemEventType, data: Readonly<Record<string, unknown>> = {}, text?: string): NewEvent => ({
  type,
  v: 1,
  data: text === undefined || text === '' ? data : { ...data, text },
})
const only = (type: ItemEventType, data: Readonly<Record<string, unknown>>, text: string | undefined): Decided => ({ events: [event(type, data, text)] })

const already = (current: Case, command: CaseCommand): Rejection => reject('already', { name: command.name, state: current.state })
const closed = (current: Case): Rejection => reject('closed', { state: current.state })

/** The decision that a new one supersedes: the standing one, or the `PRESENT` that targeting told the post. */
const superseded = (current: Case): string | null => current.decision?.command ?? (current.targeted?.told === true ? current.targeted.command : null)

/** Whether the post has told that the item came, though nobody here has scanned it. */
const isHere = (facts: CaseFacts): boolean => facts.lastEvent !== null && EVENTS_HERE.has(facts.lastEvent.code)

interface Deciding {
  readonly decision: Decision
  readonly type: ItemEventType
  readonly reason?: string | undefined
  readonly text?: string | undefined
  readonly more?: Readonly<Record<string, unknown>>
}

/**
 * The event of a customs decision, with all that the out-tray needs: `decision`, `reason`, `owes` (EMSEVT
 * codes), `supersedes` (command of the decision before), `lane`, and who decided and who approved.
 */
function decisionEvent(current: Case, facts: CaseFacts, officer: string, { decision, type, reason, text, more }: Deciding): NewEvent {
  const owed = EVENT_OWED[decision]
  return event(
    type,
    { decision, reason: reason ?? null, owes: owed === null ? [] : [owed], supersedes: superseded(current), lane: facts.lane, officer, approver: null, ...more },
    text,
  )
}

const closing = (current: Case, facts: CaseFacts, command: CaseCommand, deciding: Deciding): Answer =>
  isClosed(current.state) ? closed(current) : { events: [decisionEvent(current, facts, command.actor, deciding)] }

function holding(current: Case, facts: CaseFacts, command: CaseCommand, kind: 'HOLD' | 'REQUEST_INFO', args: LedgerArgs<'hold'>): Answer {
  if (isClosed(current.state)) return closed(current)
  if (current.hold?.kind === kind && current.hold.reason === args.reason) return already(current, command)
  const type = kind === 'HOLD' ? 'held' : 'information-requested'
  return { events: [decisionEvent(current, facts, command.actor, { decision: kind, type, reason: args.reason, text: args.text, more: { to: 'held' } })] }
}

function releasing(name: Proposal['name'], args: LedgerArgs<'release'> | LedgerArgs<'release-duty'>): Deciding {
  if ('amount' in args) return { decision: 'RELEASE_DUTY', type: 'released-with-duty', text: args.text, more: { amount: args.amount, currency: args.currency } }
  return { decision: name === 'release' ? 'RELEASE' : 'RELEASE_DUTY', type: name === 'release' ? 'released' : 'released-with-duty', text: args.text }
}

/** Releases, or, where one officer alone may not, proposes the release to a second person. */
function release(name: Proposal['name'], current: Case, facts: CaseFacts, command: CaseCommand, args: LedgerArgs<'release'> | LedgerArgs<'release-duty'>): Answer {
  if (isClosed(current.state)) return closed(current)
  const why = secondPersonFor(current, facts, command.actor)
  if (why === null) return { events: [decisionEvent(current, facts, command.actor, releasing(name, args))] }
  const { text, ...kept } = args
  const waiting = current.proposal
  if (waiting?.name === name && JSON.stringify(waiting.args) === JSON.stringify(kept)) return reject('awaiting-approval', { actor: waiting.actor, command: waiting.command })
  return only('proposed', { name, args: kept, why, device: command.device, lane: facts.lane }, text)
}

const DECIDERS: Deciders = {
  flag: (current, _facts, command, { flag = PLAIN_FLAG, text }) =>
    current.flags.some((one) => one.flag === flag && one.actor === command.actor) ? already(current, command) : only('flagged', { flag }, text),

  unflag: (current, _facts, command, { flag, text }) => {
    const meant = current.flags.filter((one) => flag === undefined || one.flag === flag)
    const mine = command.roles.includes('supervisor') ? meant : meant.filter((one) => one.actor === command.actor)
    if (meant.length === 0) return reject('not-flagged', { flag: flag ?? '' })
    if (mine.length === 0) return reject('flag-of-another', { actor: meant[0]?.actor ?? '' })
    return only('unflagged', { removed: mine.map((one) => one.command), flags: [...new Set(mine.map((one) => one.flag))] }, text)
  },

  // Before the item came, targeting tells the post that it must be presented: the one decision it needs early.
  target: (current, facts, command, { text }) => {
    if (isClosed(current.state)) return closed(current)
    if (current.targeted !== null) return already(current, command)
    if (current.state !== 'expected' || isHere(facts)) return only('targeted', { lane: facts.lane }, text)
    return { events: [decisionEvent(current, facts, command.actor, { decision: 'PRESENT', type: 'targeted', text })] }
  },

  untarget: (current, _facts, _command, { text }) =>
    current.targeted === null ? reject('not-targeted') : only('untargeted', { withdraws: current.targeted.told ? current.targeted.command : null }, text),

  // Also of an item that was held or decided before it came: the state stands, the arrival is on record.
  arrive: (current, _facts, command, { receptacle, text }) =>
    current.arrivedAt !== null ? already(current, command) : only('arrived', { to: stateAfter('arrived', current), ...present({ receptacle }) }, text),

  present: (current, _facts, command, { receptacle, text }) => {
    if (current.presentedAt !== null && !isClosed(current.state)) return already(current, command)
    if (isClosed(current.state)) return closed(current)
    return only('presented', { to: stateAfter('presented', current), implied: false, owes: ['EDB'], ...present({ receptacle }) }, text)
  },

  examine: (current, facts, command, { kind, text }) => {
    if (isClosed(current.state)) return closed(current)
    if (current.orders.some((order) => order.kind === (kind ?? null))) return already(current, command)
    const more = { kind: kind ?? null, to: stateAfter('examination-ordered', current) }
    return { events: [decisionEvent(current, facts, command.actor, { decision: 'EXAMINE', type: 'examination-ordered', text, more })] }
  },

  // Every result is recorded, also one that a laboratory sends after the decision. A result proves that
  // the item lay on the table, so where nobody presented it, that is caught up with.
  record: (current, facts, _command, { result, found, text }) => {
    if (current.arrivedAt === null && current.presentedAt === null && current.orders.length === 0 && !isHere(facts)) return reject('not-in-custody', { state: current.state })
    const content = (found?.content ?? []).map(({ netWeightKg, ...piece }) => ({
      ...present(piece),
      ...(netWeightKg === undefined ? {} : { netWeightG: Math.round(netWeightKg * 1000) }),
    }))
    const examined = event('examined', { result, found: content, nature: found?.nature ?? null, to: stateAfter('examined', current) }, text)
    if (current.presentedAt !== null || isClosed(current.state)) return { events: [examined] }
    return { events: [event('presented', { to: stateAfter('presented', current), implied: true, owes: ['EDB'] }), examined] }
  },

  hold: (current, facts, command, args) => holding(current, facts, command, 'HOLD', args),
  'request-info': (current, facts, command, args) => holding(current, facts, command, 'REQUEST_INFO', args),
  release: (current, facts, command, args) => release('release', current, facts, command, args),
  'release-duty': (current, facts, command, args) => release('release-duty', current, facts, command, args),
  refuse: (current, facts, command, args) => closing(current, facts, command, { decision: 'REFUSE', type: 'refused', ...args }),
  detain: (current, facts, command, args) => closing(current, facts, command, { decision: 'DETAIN', type: 'detained', ...args }),
  destroy: (current, facts, command, args) => closing(current, facts, command, { decision: 'DESTROY', type: 'destroyed', ...args }),
  transfer: (current, facts, command, { office, text }) => closing(current, facts, command, { decision: 'TRANSFER', type: 'transferred', text, more: { office } }),

  note: (_current, _facts, _command, { text }) => ((text ?? '').trim() === '' ? reject('text-required') : only('noted', {}, text)),
  attach: (_current, _facts, _command, { text, ...file }) => only('attached', file, text),
  assign: (current, _facts, command, { user, text }) => (current.assigned === user ? already(current, command) : only('assigned', { user }, text)),

  approve: (current, facts, command, args) => {
    const proposal = current.proposal
    if (proposal?.command !== args.command) return reject('no-proposal', { command: args.command })
    if (proposal.actor === command.actor) return reject('own-proposal')
    const checked = checkArgs(ledgerArgs[proposal.name], proposal.args)
    if (isRejection(checked)) return checked
    const deciding = releasing(proposal.name, checked.args)
    const more = { ...deciding.more, proposal: proposal.command, approver: command.actor, sameDevice: proposal.device === command.device }
    return { events: [decisionEvent(current, facts, proposal.actor, { ...deciding, text: args.text, more })] }
  },

  undo: (current, _facts, command, args) => {
    const names = (step: Case['steps'][number]): boolean => step.command === args.command || step.proposal === args.command
    const last = current.steps.at(-1)
    if (last === undefined || !current.steps.some(names)) return reject('not-undoable', { command: args.command })
    if (!names(last)) return reject('not-latest', { command: args.command })
    if (!last.actors.includes(command.actor) && !command.roles.includes('supervisor')) return reject('not-yours', { actor: last.actors[0] ?? '' })
    if (last.sent) return reject('answer-sent', { command: args.command })
    return only('undone', { command: last.command, type: last.type, to: last.before.state ?? current.state }, args.text)
  },

  reopen: (current, _facts, _command, { reason, text }) =>
    isClosed(current.state) ? only('reopened', { reason, to: stateAfter('reopened', current) }, text) : reject('not-closed', { state: current.state }),

  'mark-sent': (_current, _facts, _command, { text, ...answer }) => only('answer-sent', answer, text),
}

/** Without the keys whose value is `undefined`: canonical JSON knows no such value. */
function present<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}
