/**
 * The records that the command line prints, key by key. Their keys and their order are a promise to scripts
 * (docs/command-line.md): what the screens need besides is left out here, so that it may change.
 */
import type { CommandOutcome, Input, ItemDetail, ItemRow, Output } from '../../../shared/contract.ts'

type Row<N extends 'dispatches.list' | 'receptacles.list' | 'exchange.out'> = Output<N>['rows'][number]

export const itemRecord = (row: ItemRow) => ({
  item: row.item,
  case: row.case,
  dispatch: row.dispatch,
  receptacle: row.receptacle,
  state: row.state,
  lane: row.lane,
  flags: row.flags,
  targeted: row.targeted,
  class: row.class,
  originCountry: row.originCountry,
  nature: row.nature,
  description: row.description,
  pieces: row.pieces,
  grossWeightKg: row.grossWeightKg,
  value: row.value,
  currency: row.currency,
  sender: row.sender,
  addressee: row.addressee,
  declared: row.declared,
  lastEvent: row.lastEvent,
  updatedAt: row.updatedAt,
})
export type ItemRecord = ReturnType<typeof itemRecord>
export const ITEM_KEYS = [
  'item',
  'case',
  'dispatch',
  'receptacle',
  'state',
  'lane',
  'flags',
  'targeted',
  'class',
  'originCountry',
  'nature',
  'description',
  'pieces',
  'grossWeightKg',
  'value',
  'currency',
  'sender',
  'addressee',
  'declared',
  'lastEvent',
  'updatedAt',
] as const satisfies readonly (keyof ItemRecord)[]

export const itemDetailRecord = (detail: ItemDetail) => ({
  ...itemRecord(detail),
  declaration: detail.declaration,
  content: detail.content.map(({ piece, description, quantity, netWeightKg, value, currency, hs, origin, found }) => ({
    piece,
    description,
    quantity,
    netWeightKg,
    value,
    currency,
    hs,
    origin,
    found,
  })),
  events: detail.events.map(({ code, at, office, receptacle, reason, remark, message }) => ({ code, at, office, receptacle, reason, remark, message })),
  timeline: detail.timeline.map(({ at, kind, text, actor, command }) => ({ at, kind, text, actor, command })),
  findings: detail.findings.map(findingRecord),
  hits: detail.hits.map(({ rule, lane, reason, values }) => ({ rule, lane, reason: reason.text, values })),
})

/** Items by how far they have come; their sum is `items`, which is printed before. */
const progressRecord = (row: Row<'dispatches.list'> | Row<'receptacles.list'>) => ({
  declared: row.declared,
  targeted: row.targeted,
  toPresent: row.toPresent,
  seen: row.seen,
  excess: row.excess,
  expected: row.expected,
  arrived: row.arrived,
  presented: row.presented,
  held: row.held,
  released: row.released,
  stopped: row.stopped,
})

export const dispatchRecord = (row: Row<'dispatches.list'>) => ({
  dispatch: row.dispatch,
  origin: row.origin,
  destination: row.destination,
  category: row.category,
  subclass: row.subclass,
  status: row.status,
  receptacles: row.receptacles,
  items: row.items,
  announcedAt: row.announcedAt,
  plannedArrival: row.plannedArrival,
  arrivedAt: row.arrivedAt,
  transport: row.transport,
  preAdvices: row.preAdvices,
  ...progressRecord(row),
})

export const receptacleRecord = (row: Row<'receptacles.list'>) => ({
  receptacle: row.receptacle,
  dispatch: row.dispatch,
  type: row.type,
  weightKg: row.weightKg,
  announcedItems: row.announcedItems,
  items: row.items,
  status: row.status,
  twice: row.twice,
  advised: row.advised,
  missing: row.missing,
  elsewhere: row.elsewhere,
  ...progressRecord(row),
})

export const outRecord = (row: Row<'exchange.out'>) => ({
  id: row.id,
  type: row.type,
  item: row.item,
  decision: row.decision,
  event: row.event,
  command: row.command,
  actor: row.actor,
  decidedAt: row.decidedAt,
  dueAt: row.dueAt,
  status: row.status,
  supersedes: row.supersedes,
  supersededBy: row.supersededBy,
  file: row.file,
  sha256: row.sha256,
  reason: row.reason,
})

/** What `act` prints for a command; all parts of a line that could not be read are `null`. */
export interface OutcomeRecord {
  readonly id: string | null
  readonly item: string | null
  readonly name: string | null
  readonly result: 'accepted' | 'rejected'
  readonly code: string | null
  readonly text: string
  readonly pending: boolean
  readonly seq: number | null
  readonly state: string | null
}

export const outcomeRecord = (outcome: CommandOutcome): OutcomeRecord => ({
  id: outcome.id,
  item: outcome.item,
  name: outcome.name,
  result: outcome.result,
  code: outcome.code,
  text: outcome.text,
  pending: outcome.pending,
  seq: outcome.seq,
  state: outcome.state,
})

export interface PrintedFinding {
  readonly code: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly where: string
  readonly text: string
}
export const findingRecord = ({ code, severity, where, text }: PrintedFinding): PrintedFinding => ({ code, severity, where, text })

export type ActInput = Input<'act'>['commands'][number]
