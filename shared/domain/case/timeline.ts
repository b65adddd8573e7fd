/**
 * What fills the timeline's texts (`shared/i18n/timeline.*.ts`): every placeholder of an event type's text
 * has a value here, whatever the event's data holds.
 */
import { CONSIGNMENT_EVENTS, ITEM_EVENTS } from './states.ts'
import type { ConsignmentEventType, ItemEventType } from './states.ts'
import type { LedgerEvent } from '../../ledger/types.ts'

export type TimelineType = ItemEventType | ConsignmentEventType | 'unknown'
export const TIMELINE_TYPES: readonly TimelineType[] = [...new Set<TimelineType>([...ITEM_EVENTS, ...CONSIGNMENT_EVENTS, 'unknown'])]

/** Key of the text for an event: `unknown` where a newer program wrote it. */
export function timelineType(event: Pick<LedgerEvent, 'type' | 'v'>): TimelineType {
  return event.v <= 1 && (TIMELINE_TYPES as readonly string[]).includes(event.type) ? (event.type as TimelineType) : 'unknown'
}

/**
 * @param reasonText turns the id of a retention reason into words; anything else comes back as it is
 * @returns plain strings and numbers for the placeholders. `remark` carries its own dash, so that a text
 *   without a remark ends cleanly.
 */
export function timelineValues(
  event: Pick<LedgerEvent, 'type' | 'actor' | 'data'>,
  reasonText: (reason: string) => string = (reason) => reason,
): Readonly<Record<string, string | number>> {
  const { data } = event
  const text = (key: string): string => {
    const value = data[key]
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  }
  const reason = text('reason')
  const remark = text('text')
  return {
    type: event.type,
    actor: event.actor,
    flag: text('flag'),
    flags: Array.isArray(data['flags']) ? data['flags'].filter((one) => typeof one === 'string').join(', ') : '',
    kind: text('kind') === '' ? 'any' : text('kind'),
    result: text('result'),
    found: Array.isArray(data['found']) ? data['found'].length : 0,
    reason: reason === '' ? '' : reasonText(reason),
    hasReason: reason === '' ? 'no' : 'yes',
    office: text('office'),
    amount: text('amount'),
    currency: text('currency'),
    name: text('name'),
    user: text('user'),
    assigned: text('user') === '' ? 'no' : 'yes',
    officer: text('officer'),
    approver: text('approver'),
    approval: text('approver') === '' ? 'none' : data['sameDevice'] === true ? 'same' : 'other',
    undone: text('type'),
    file: text('file'),
    implied: data['implied'] === true ? 'yes' : 'no',
    // A selector of ICU MessageFormat holds no dash.
    why: text('why').replaceAll('-', '_'),
    told: text('decision') === 'PRESENT' ? 'yes' : 'no',
    accepted: typeof data['accepted'] === 'number' ? data['accepted'] : 0,
    refused: Array.isArray(data['refused']) ? data['refused'].length : 0,
    remark: remark === '' ? '' : ` — ${remark}`,
  }
}
