/**
 * Folds events into a case. Total: an event of an unknown type or a newer version is counted and
 * otherwise left alone, and an event whose body was purged still moves the state its type names.
 *
 *   expected → arrived → presented → under-examination ⇄ held → released | refused | detained | destroyed | transferred
 *
 * An event says what happened, so nothing is decided here: where a type alone does not name the new
 * state, the event's data does (`to`).
 */
import { isCaseState, ITEM_EVENTS, stateAfter } from './states.ts'
import type { ItemEventType } from './states.ts'
import type { CaseState, Decision } from '../codes.ts'
import type { Case, CaseEvent, Duty, FoundPiece, Proposal, Standing, Step, StandingDecision } from './types.ts'

/** Highest version of the events' data that this program reads. */
const EVENT_VERSION = 1
/** How many commands back `undo` reaches; bounds the snapshot. */
export const STEPS_KEPT = 8

const STANDING = [
  'state',
  'arrivedAt',
  'presentedAt',
  'closedAt',
  'foundIn',
  'orders',
  'results',
  'found',
  'foundNature',
  'hold',
  'decision',
  'proposal',
  'resultsFrom',
] as const satisfies readonly (keyof Standing)[]

type Data = Readonly<Record<string, unknown>>
const textIn = (data: Data, key: string): string | null => {
  const value = data[key]
  return typeof value === 'string' ? value : null
}

/** The case after one more of its events. */
export function evolve(current: Case, event: CaseEvent): Case {
  const known = event.v <= EVENT_VERSION && (ITEM_EVENTS as readonly string[]).includes(event.type)
  const counted = count(current, event, known)
  return known ? APPLY[event.type as ItemEventType](counted, event) : counted
}

function count(current: Case, event: CaseEvent, known: boolean): Case {
  const first = current.events === 0
  return {
    ...current,
    id: event.case,
    subject: event.subject,
    openedAt: first ? event.at : Math.min(current.openedAt, event.at),
    lastAt: first ? event.at : Math.max(current.lastAt, event.at),
    lastSeq: Math.max(current.lastSeq, event.seq),
    events: current.events + 1,
    unread: current.unread + (known ? 0 : 1),
  }
}

/**
 * Applies a change that can be undone. Two events of one command (an implied presentation and its
 * result) make one step, which goes back to before the first.
 */
function step(current: Case, event: CaseEvent, change: Partial<Standing>, actors: readonly string[] = [event.actor], proposal: string | null = null): Case {
  const before: Record<string, unknown> = {}
  for (const key of STANDING) if (key in change && change[key] !== current[key]) before[key] = current[key] ?? null
  const last = current.steps.at(-1)
  const joined: Step =
    last?.command === event.command
      ? { ...last, type: event.type, before: { ...before, ...last.before } }
      : { command: event.command, proposal, type: event.type, actors, sent: false, before }
  const earlier = last?.command === event.command ? current.steps.slice(0, -1) : current.steps
  return { ...current, ...change, steps: [...earlier, joined].slice(-STEPS_KEPT) }
}

const toState = (type: Parameters<typeof stateAfter>[0], current: Case, event: CaseEvent): CaseState =>
  isCaseState(event.data['to']) ? event.data['to'] : stateAfter(type, current)

function decided(current: Case, event: CaseEvent, decision: Decision): StandingDecision {
  const amount = textIn(event.data, 'amount')
  const currency = textIn(event.data, 'currency')
  const duty: Duty | null = amount !== null && currency !== null ? { amount, currency } : null
  return {
    command: event.command,
    decision,
    reason: textIn(event.data, 'reason'),
    actor: textIn(event.data, 'officer') ?? event.actor,
    approver: textIn(event.data, 'approver'),
    sameDevice: event.data['sameDevice'] === true,
    at: event.at,
    office: textIn(event.data, 'office'),
    duty,
    sent: false,
  }
}

/** Only where the event says it: a scan without a receptacle takes back nothing that was known. */
function foundIn(event: CaseEvent): Pick<Standing, 'foundIn'> {
  const receptacle = textIn(event.data, 'receptacle')
  return receptacle === null ? {} : { foundIn: { receptacle, at: event.at } }
}

/** Who may undo a decision without being a supervisor: whoever took part in it. */
const deciders = (event: CaseEvent): readonly string[] => {
  const officer = textIn(event.data, 'officer')
  return officer === null || officer === event.actor ? [event.actor] : [officer, event.actor]
}

const closing =
  (state: CaseState, decision: Decision) =>
  (current: Case, event: CaseEvent): Case =>
    step(current, event, { state, closedAt: event.at, hold: null, proposal: null, decision: decided(current, event, decision) }, deciders(event), textIn(event.data, 'proposal'))

const holding =
  (kind: 'HOLD' | 'REQUEST_INFO') =>
  (current: Case, event: CaseEvent): Case =>
    step(current, event, {
      state: 'held',
      proposal: null,
      hold: { reason: textIn(event.data, 'reason') ?? '', kind, since: current.state === 'held' && current.hold !== null ? current.hold.since : event.at },
      decision: decided(current, event, kind),
    })

const APPLY: Readonly<Record<ItemEventType, (current: Case, event: CaseEvent) => Case>> = {
  flagged: (current, event) => ({
    ...current,
    flags: [...current.flags, { flag: textIn(event.data, 'flag') ?? 'attention', actor: event.actor, at: event.at, command: event.command, n: current.events }],
  }),
  unflagged,
  targeted: (current, event) => ({
    ...current,
    targeted: { actor: event.actor, at: event.at, command: event.command, told: event.data['decision'] === 'PRESENT', sent: false },
  }),
  untargeted: (current) => ({ ...current, targeted: null }),
  arrived: (current, event) => step(current, event, { state: toState('arrived', current, event), arrivedAt: event.at, ...foundIn(event) }),
  presented: (current, event) =>
    step(current, event, { state: toState('presented', current, event), arrivedAt: current.arrivedAt ?? event.at, presentedAt: event.at, ...foundIn(event) }),
  'examination-ordered': (current, event) => {
    const state = toState('examination-ordered', current, event)
    return step(current, event, {
      state,
      hold: state === 'held' ? current.hold : null,
      proposal: null,
      orders: [...current.orders, { kind: textIn(event.data, 'kind'), actor: event.actor, at: event.at, command: event.command, n: current.events }],
      decision: decided(current, event, 'EXAMINE'),
    })
  },
  examined: (current, event) =>
    step(current, event, {
      state: toState('examined', current, event),
      orders: [],
      results: [...current.results, { result: textIn(event.data, 'result') ?? 'inconclusive', actor: event.actor, at: event.at, command: event.command, n: current.events }],
      found: mergeFound(current.found, event.data['found']),
      foundNature: textIn(event.data, 'nature') ?? current.foundNature,
    }),
  held: holding('HOLD'),
  'information-requested': holding('REQUEST_INFO'),
  released: closing('released', 'RELEASE'),
  'released-with-duty': closing('released', 'RELEASE_DUTY'),
  refused: closing('refused', 'REFUSE'),
  detained: closing('detained', 'DETAIN'),
  destroyed: closing('destroyed', 'DESTROY'),
  transferred: closing('transferred', 'TRANSFER'),
  noted: (current) => ({ ...current, notes: current.notes + 1 }),
  attached: (current) => ({ ...current, attachments: current.attachments + 1 }),
  assigned: (current, event) => ({ ...current, assigned: textIn(event.data, 'user') }),
  proposed: (current, event) => step(current, event, { proposal: proposalIn(event) }),
  undone,
  reopened: (current, event) =>
    step(current, event, { state: toState('reopened', current, event), closedAt: null, hold: null, proposal: null, orders: [], resultsFrom: current.events }),
  'answer-sent': answerSent,
}

function unflagged(current: Case, event: CaseEvent): Case {
  const named: unknown = event.data['removed']
  if (!Array.isArray(named)) return { ...current, flags: [] }
  const removed = new Set<unknown>(named)
  const gone = current.flags.filter((flag) => removed.has(flag.command))
  const lifted = gone.filter((flag) => flag.actor !== event.actor).map((flag) => ({ ...flag, liftedBy: event.actor }))
  return { ...current, flags: current.flags.filter((flag) => !removed.has(flag.command)), lifted: [...current.lifted, ...lifted] }
}

function proposalIn(event: CaseEvent): Proposal {
  const args = event.data['args']
  const why = event.data['why']
  return {
    command: event.command,
    name: event.data['name'] === 'release-duty' ? 'release-duty' : 'release',
    args: typeof args === 'object' && args !== null ? (args as Readonly<Record<string, unknown>>) : {},
    actor: event.actor,
    device: textIn(event.data, 'device') ?? '',
    at: event.at,
    why: why === 'prohibited' || why === 'flagged-by-another' ? why : 'red-lane',
  }
}

/** Puts back what the latest step changed: only the latest can be undone, so it is meant also where the body that names it was purged. */
function undone(current: Case, event: CaseEvent): Case {
  const last = current.steps.at(-1)
  const named = textIn(event.data, 'command')
  if (last === undefined || (named !== null && last.command !== named && last.proposal !== named)) return current
  return { ...current, ...last.before, steps: current.steps.slice(0, -1) }
}

function answerSent(current: Case, event: CaseEvent): Case {
  const command = textIn(event.data, 'command')
  if (command === null) return current
  const sentOf = (decision: StandingDecision | null): StandingDecision | null => (decision?.command === command ? { ...decision, sent: true } : decision)
  const steps = current.steps.map((one): Step => {
    const before = one.before.decision === undefined ? one.before : { ...one.before, decision: sentOf(one.before.decision) }
    return { ...one, before, sent: one.sent || one.command === command || one.proposal === command }
  })
  return { ...current, steps, decision: sentOf(current.decision), targeted: current.targeted?.command === command ? { ...current.targeted, sent: true } : current.targeted }
}

/** Later findings of a piece stand over earlier ones, field by field. */
function mergeFound(earlier: readonly FoundPiece[], later: unknown): readonly FoundPiece[] {
  if (!Array.isArray(later) || later.length === 0) return earlier
  const byPiece = new Map(earlier.map((one) => [one.piece, one]))
  for (const one of later as readonly FoundPiece[]) {
    if (typeof one?.piece === 'number') byPiece.set(one.piece, { ...byPiece.get(one.piece), ...one })
  }
  return [...byPiece.values()].toSorted((a, b) => a.piece - b.piece)
}
