/**
 * What the events of a case are called, what each decision owes the post, and the case before its first event.
 */
import { CASE_STATES, CLOSED_STATES } from '../codes.ts'
import type { CaseState, Decision } from '../codes.ts'
import type { Case, Consignment } from './types.ts'

/** Events of an item's case. Never renamed: ledgers hold them. */
export const ITEM_EVENTS = [
  'flagged',
  'unflagged',
  'targeted',
  'untargeted',
  'arrived',
  'presented',
  'examination-ordered',
  'examined',
  'held',
  'information-requested',
  'released',
  'released-with-duty',
  'refused',
  'detained',
  'destroyed',
  'transferred',
  'noted',
  'attached',
  'assigned',
  'proposed',
  'undone',
  'reopened',
  'answer-sent',
] as const
export type ItemEventType = (typeof ITEM_EVENTS)[number]

/** Events of a receptacle's or dispatch's own case. */
export const CONSIGNMENT_EVENTS = ['received', 'applied', 'noted', 'attached', 'undone', 'answer-sent'] as const
export type ConsignmentEventType = (typeof CONSIGNMENT_EVENTS)[number]

/**
 * The EMSEVT event that a decision owes the post. Source: the decisions table of the domain's event list.
 *
 * `PRESENT` owes none, since it is told before arrival. `EXAMINE` owes `EDB`, but only when the item is
 * presented, so the event `presented` carries that. What owes `EDC` owes `EMF` too, at departure; that
 * one is the post's to send.
 */
export const EVENT_OWED: Readonly<Record<Decision, string | null>> = {
  RELEASE: 'EDC',
  RELEASE_DUTY: 'EDC',
  PRESENT: null,
  EXAMINE: null,
  HOLD: 'EME',
  REQUEST_INFO: 'EME',
  TRANSFER: 'EDC',
  REFUSE: 'EDX',
  DETAIN: 'EDX',
  DESTROY: 'EDX',
}

export function isClosed(state: CaseState): boolean {
  return CLOSED_STATES.includes(state)
}

export function isCaseState(value: unknown): value is CaseState {
  return typeof value === 'string' && (CASE_STATES as readonly string[]).includes(value)
}

/**
 * Where a movement leads that has no one target: used to decide, and to fold an event whose body
 * (which says so itself, as `to`) was purged.
 *
 * - An item that was held or decided before it came keeps its state when it arrives.
 * - Presentation goes straight on to the examination where one was ordered.
 * - An order on an item that is not presented yet waits for it.
 * - A result does not end a hold and does not open a closed case.
 * - A reopened case goes back to where the item physically is.
 */
export function stateAfter(type: 'arrived' | 'presented' | 'examination-ordered' | 'examined' | 'reopened', current: Case): CaseState {
  switch (type) {
    case 'arrived':
      return current.state === 'expected' ? 'arrived' : current.state
    case 'presented':
      if (current.state === 'held') return 'held'
      return current.orders.length > 0 ? 'under-examination' : 'presented'
    case 'examination-ordered':
      return current.presentedAt === null ? current.state : 'under-examination'
    case 'examined':
      return current.state === 'held' || isClosed(current.state) ? current.state : 'under-examination'
    case 'reopened':
      if (current.presentedAt !== null) return 'presented'
      return current.arrivedAt !== null ? 'arrived' : 'expected'
  }
}

/** The case of an item that no command has touched. */
export const NO_CASE: Case = {
  kind: 'item',
  id: null,
  subject: '',
  state: 'expected',
  arrivedAt: null,
  presentedAt: null,
  closedAt: null,
  orders: [],
  results: [],
  found: [],
  foundNature: null,
  hold: null,
  decision: null,
  proposal: null,
  resultsFrom: 0,
  openedAt: 0,
  lastAt: 0,
  lastSeq: 0,
  events: 0,
  unread: 0,
  flags: [],
  lifted: [],
  targeted: null,
  assigned: null,
  notes: 0,
  attachments: 0,
  steps: [],
}

/** The case of a receptacle or dispatch that no command has touched. */
export function noConsignment(kind: 'receptacle' | 'dispatch'): Consignment {
  return { kind, id: null, subject: '', state: 'announced', receivedAt: null, openedAt: 0, lastAt: 0, lastSeq: 0, events: 0, unread: 0, notes: 0, attachments: 0, steps: [] }
}
