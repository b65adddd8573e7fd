/**
 * Answers to the post, made from the ledger alone.
 *
 * Everything in an answer comes from its command and the event that the command made: its reference, its times, its
 * file name, its bytes. So an answer that is written a second time, after a crash or on another desk, is the same file
 * under the same name, and the post sees one answer.
 *
 *   CUSRSP  a decision            reference `<command>/<item>`
 *   EMSEVT  an event that is owed reference `<event>-<item>-<16 hex digits of the command>`, short enough for a BGM
 *   RESDES  an arrival            reference is the dispatch's identifier, as the message has it
 */
import { createHash } from 'node:crypto'
import type { CanonicalRecord, CustomsDecision, DispatchAdvice, ItemEvent, MessageHead, Moment, ReceptacleAdvice } from '../../../shared/domain/records.ts'
import { kindOf } from '../../../shared/domain/identifiers.ts'
import { parseMoney } from '../../../shared/domain/money.ts'
import type { LedgerEvent } from '../../../shared/ledger/types.ts'

/** What a row of the out-tray owes. */
export interface OwedAnswer {
  readonly type: 'CUSRSP' | 'EMSEVT' | 'RESDES'
  /** Item; of a RESDES the receptacle or dispatch. */
  readonly item: string
  readonly command: string
  readonly decision: string | null
  /** EMSEVT code. */
  readonly event: string | null
  /** Id of the row (`<command>/<item>/CUSRSP`) whose answer the post has, and which this one replaces. */
  readonly supersedes: string | null
}

export interface AnswerContext {
  /** IMPC of the office that decided. */
  readonly office: string
  readonly ownAddress: string
  readonly postAddress: string
  /** Where the item lay, as the command's facts have it. */
  readonly receptacle: string | null
  /** Of a RESDES: every receptacle of the dispatch received so far. A later RESDES replaces an earlier one, so it must say all of it. */
  readonly received?: readonly { readonly receptacle: string; readonly at: number }[]
  /** What this office's post calls a decision (`post_code`) and a reason (`upu_code`); itself where it has no other name. */
  readonly postCode: (table: 'decisions' | 'retention-reasons', code: string) => string
}

export interface Answer {
  readonly head: MessageHead
  readonly records: readonly CanonicalRecord[]
  readonly reference: string
  /** Name of the file, without a folder: safe on every file system. */
  readonly file: string
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The reference of a decision's answer. */
const decisionReference = (command: string, item: string): string => `${command}/${item}`

/** The reference that an out-tray row's answer has; `id` as `<command>/<item>/<type>[:<event>]`. */
export function referenceOfRow(id: string): string {
  const type = id.lastIndexOf('/')
  return type === -1 ? id : id.slice(0, type)
}

/** BGM's document number has 35 characters in the directories that the post uses. */
const LONGEST_NUMBER = 35

function eventReference(command: string, item: string, event: string): string {
  const readable = `${event}-${item}-${sha256(command).slice(0, 16)}`
  return readable.length <= LONGEST_NUMBER ? readable : `${event}-${sha256(`${command}/${item}`).slice(0, LONGEST_NUMBER - event.length - 1)}`
}

/**
 * A part of a file name that no file system takes for anything else: letters, digits and dashes. A text that had to be
 * changed, or that differs from another by case only, keeps apart by a piece of its digest.
 */
function safePart(text: string, canonical: RegExp, longest: number): string {
  if (text.length <= longest && canonical.test(text)) return text
  const kept = text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return `${kept.slice(0, longest - 13)}-${sha256(text).slice(0, 12)}`
}

/** `CUSRSP_<item>_<command>.xml`, `EMSEVT_<item>_<command>_<event>.edi`, `RESDES_<receptacle>_<command>.edi` */
export function fileName({ type, item, command, event }: Pick<OwedAnswer, 'type' | 'item' | 'command' | 'event'>): string {
  const parts: string[] = [type, safePart(item, /^[A-Z0-9]+$/, 40), safePart(command, /^[a-z0-9-]+$/, 80)]
  if (event !== null) parts.push(safePart(event, /^[A-Z0-9]+$/, 20))
  return `${parts.join('_')}.${type === 'CUSRSP' ? 'xml' : 'edi'}`
}

const moment = (ms: number): Moment => ({ ms, text: new Date(ms).toISOString(), assumed: false })
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/**
 * The answer that a row of the out-tray owes.
 *
 * @param owed the row
 * @param event the ledger event that owes it: `at`, `recordedAt` (epoch ms) and its data
 */
export function composeAnswer(owed: OwedAnswer, event: Pick<LedgerEvent, 'at' | 'recordedAt' | 'data'>, context: AnswerContext): Answer {
  const body = bodyOf(owed, event, context)
  const head: MessageHead = {
    type: owed.type,
    version: body.version,
    sender: context.ownAddress,
    recipient: context.postAddress,
    reference: body.reference,
    prepared: moment(event.recordedAt),
    function: 'original',
  }
  return { head, records: body.records, reference: body.reference, file: fileName(owed) }
}

interface Body {
  readonly version: string | null
  readonly reference: string
  readonly records: readonly CanonicalRecord[]
}

function bodyOf(owed: OwedAnswer, event: Pick<LedgerEvent, 'at' | 'data'>, context: AnswerContext): Body {
  switch (owed.type) {
    case 'CUSRSP':
      return { version: null, reference: decisionReference(owed.command, owed.item), records: [customsDecision(owed, event, context)] }
    case 'EMSEVT': {
      const code = owed.event ?? ''
      return { version: '3.0', reference: eventReference(owed.command, owed.item, code), records: [itemEvent(owed.item, code, event, context)] }
    }
    case 'RESDES':
      return arrival(owed.item, event, context.received ?? [])
  }
}

const reasonOf = (data: Readonly<Record<string, unknown>>, { postCode }: AnswerContext): string | null => {
  const reason = text(data['reason'])
  return reason === null ? null : postCode('retention-reasons', reason)
}

function customsDecision(owed: OwedAnswer, { at, data }: Pick<LedgerEvent, 'at' | 'data'>, context: AnswerContext): CustomsDecision {
  const amount = text(data['amount'])
  return {
    kind: 'decision',
    item: owed.item,
    receptacle: context.receptacle,
    decision: context.postCode('decisions', owed.decision ?? ''),
    reason: reasonOf(data, context),
    decidedAt: moment(at),
    office: context.office,
    remark: remarkOf(data),
    assessment: amount === null ? null : { taxes: [], total: parseMoney(amount, text(data['currency']), 'point') },
    supersedes: owed.supersedes === null ? null : referenceOfRow(owed.supersedes),
  }
}

/** The officer's text; of a transfer also where to, for which a CUSRSP has no element of its own. */
function remarkOf(data: Readonly<Record<string, unknown>>): string | null {
  const parts = [text(data['office']), text(data['text'])].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(': ')
}

function itemEvent(item: string, code: string, { at, data }: Pick<LedgerEvent, 'at' | 'data'>, context: AnswerContext): ItemEvent {
  return { kind: 'event', item, code, at: moment(at), office: context.office, receptacle: context.receptacle, reason: reasonOf(data, context), remark: remarkOf(data) }
}

function arrival(subject: string, { at, data }: Pick<LedgerEvent, 'at' | 'data'>, received: readonly { readonly receptacle: string; readonly at: number }[]): Body {
  const receptacle = kindOf(subject) === 'receptacle'
  // A receptacle's identifier begins with its dispatch's.
  const dispatch = receptacle ? subject.slice(0, 20) : subject
  const nothing = {
    origin: null,
    destination: null,
    category: null,
    subclass: null,
    closedAt: null,
    transport: [],
    plannedDeparture: null,
    plannedArrival: null,
    receptacles: null,
    items: null,
    weightG: null,
  }
  const first = received.reduce((earliest, one) => Math.min(earliest, one.at), at)
  const advice: DispatchAdvice = { kind: 'dispatch', dispatch, ...nothing, arrivedAt: moment(first) }
  const all = new Map(received.map((one) => [one.receptacle, null as string | null]))
  if (receptacle) all.set(subject, text(data['text']))
  const found = [...all]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, remark]): ReceptacleAdvice => ({ kind: 'receptacle', receptacle: id, dispatch, type: null, weightG: null, items: null, handling: null, status: 'received', remark }))
  return { version: '1.1', reference: dispatch, records: [advice, ...found] }
}
