/** The records that cross the contract: rows of the lists, an item whole, commands and their outcomes, jobs, the session. */
import { CASE_COMMANDS, CASE_STATES, DISPATCH_STATUSES, LANES, MESSAGE_STATUSES, OUT_STATUSES, RECEPTACLE_STATUSES } from '../domain/codes.ts'
import { z } from '../zod.ts'
import { decimal, isoTime, roleSchema, sha256, text } from './call.ts'

export const laneSchema = z.enum(LANES)
export const stateSchema = z.enum(CASE_STATES)

/** A text of the catalogues (`code`) and what fills it; `text` is its English, for the command line and as a fallback. */
export const saidSchema = z.strictObject({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])), text: z.string() })

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const findingSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  where: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
})
export const hitSchema = z.strictObject({ rule: z.string(), lane: laneSchema, reason: saidSchema, values: z.record(z.string(), valueSchema) })

/** A row of the worklist; also what `liaison items` prints (see docs/command-line.md). */
export const itemRowSchema = z.strictObject({
  item: z.string(),
  case: z.string(),
  dispatch: z.string().nullable(),
  receptacle: z.string().nullable(),
  state: stateSchema,
  lane: laneSchema,
  flags: z.array(z.string()),
  targeted: z.boolean(),
  class: z.string().nullable(),
  originCountry: z.string().nullable(),
  nature: z.string().nullable(),
  description: z.string().nullable(),
  pieces: z.number().int(),
  grossWeightKg: z.number().nullable(),
  value: decimal.nullable(),
  currency: z.string().nullable(),
  sender: z.string().nullable(),
  addressee: z.string().nullable(),
  declared: z.boolean(),
  lastEvent: z.string().nullable(),
  updatedAt: isoTime,
})
export type ItemRow = z.infer<typeof itemRowSchema>

export const partySchema = z.strictObject({
  name: z.string().nullable(),
  company: z.string().nullable(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
  telephone: z.string().nullable(),
  email: z.string().nullable(),
  taxIds: z.array(z.strictObject({ scheme: z.string().nullable(), id: z.string() })),
})
const moneySchema = z.strictObject({ amount: z.string(), currency: z.string().nullable() })
export const foundSchema = z.strictObject({
  description: z.string().nullable(),
  quantity: z.number().nullable(),
  netWeightKg: z.number().nullable(),
  value: decimal.nullable(),
  currency: z.string().nullable(),
  hs: z.string().nullable(),
  origin: z.string().nullable(),
})
export const contentSchema = z.strictObject({
  piece: z.number().int(),
  description: z.string().nullable(),
  quantity: z.number().nullable(),
  netWeightKg: z.number().nullable(),
  value: decimal.nullable(),
  currency: z.string().nullable(),
  hs: z.string().nullable(),
  origin: z.string().nullable(),
  found: foundSchema.nullable(),
})
export const declarationSchema = z.strictObject({
  message: z.number().int(),
  type: z.string(),
  reference: z.string().nullable(),
  from: z.string().nullable(),
  prepared: isoTime.nullable(),
  localId: z.string().nullable(),
  postingDate: z.string().nullable(),
  mailClass: z.string().nullable(),
  mailCategory: z.string().nullable(),
  handlingClass: z.string().nullable(),
  originOperator: z.string().nullable(),
  destinationOperator: z.string().nullable(),
  dispatch: z.string().nullable(),
  receptacle: z.string().nullable(),
  nature: z.string().nullable(),
  grossWeightKg: z.number().nullable(),
  postage: moneySchema.nullable(),
  insuredValue: moneySchema.nullable(),
  sender: partySchema.nullable(),
  addressee: partySchema.nullable(),
  documents: z.array(z.strictObject({ type: z.string().nullable(), number: z.string().nullable() })),
  referrals: z.array(z.strictObject({ code: z.string(), at: isoTime.nullable(), answered: z.boolean() })),
  customsOffice: z.string().nullable(),
})
export const timelineSchema = z.strictObject({
  at: isoTime,
  /** `event` (the post's), `decision`, `message`, `note` … : the kind of the icon. */
  kind: z.string(),
  text: z.string(),
  said: saidSchema,
  actor: z.string().nullable(),
  command: z.string().nullable(),
})
/** What the command line prints for `item ID`; the screen shows the same record. */
export const itemDetailSchema = itemRowSchema.extend({
  declaration: declarationSchema.nullable(),
  content: z.array(contentSchema),
  events: z.array(
    z.strictObject({
      code: z.string(),
      at: isoTime.nullable(),
      office: z.string().nullable(),
      receptacle: z.string().nullable(),
      reason: z.string().nullable(),
      remark: z.string().nullable(),
      message: z.number().int(),
    }),
  ),
  timeline: z.array(timelineSchema),
  findings: z.array(findingSchema),
  hits: z.array(hitSchema),
})
export type ItemDetail = z.infer<typeof itemDetailSchema>

/** An action at the bottom of the item: its name, and if it is not possible, why. */
export const actionSchema = z.strictObject({ name: z.enum(CASE_COMMANDS), allowed: z.boolean(), rejection: saidSchema.nullable(), needsSecondPerson: z.boolean() })

/** Fields that a filter may name. `search` is free text or a piece of an identifier. */
export const ITEM_FIELDS = [
  'item',
  'case',
  'dispatch',
  'receptacle',
  'state',
  'lane',
  'targeted',
  'flagged',
  'flag',
  'class',
  'originCountry',
  'nature',
  'currency',
  'declared',
  'lastEvent',
  'open',
  'assignee',
  'rule',
  'proposed',
  'examiner',
  'heldHours',
  'reasoned',
  'returned',
  'moved',
] as const
export const itemFilterSchema = z.strictObject({
  where: z.array(z.strictObject({ field: z.enum(ITEM_FIELDS), op: z.enum(['is', 'not']), values: z.array(text(200)).min(1).max(50) })).max(20),
  search: text(200).optional(),
})
export type ItemFilter = z.infer<typeof itemFilterSchema>
/** Sorts that an index serves. `newest` is the order of arrival in the store, latest first. */
export const ITEM_SORTS = ['newest', 'oldest', 'item', 'lane', 'state', 'dispatch', 'receptacle'] as const
export const itemSortSchema = z.enum(ITEM_SORTS)
export type ItemSort = (typeof ITEM_SORTS)[number]

export const commandInputSchema = z.strictObject({
  id: text(200).min(1).optional(),
  name: z.string(),
  /** Item, receptacle or dispatch. */
  item: text(200),
  args: z.record(z.string(), z.unknown()).optional(),
})
/** What `act` answers, line by line. */
export const commandOutcomeSchema = z.strictObject({
  id: z.string(),
  item: z.string(),
  name: z.string(),
  result: z.enum(['accepted', 'rejected']),
  code: z.string().nullable(),
  text: z.string(),
  said: saidSchema.nullable(),
  pending: z.boolean(),
  seq: z.number().int().nullable(),
  state: z.string().nullable(),
  /** Until when `undo` is free; `null` where nothing waits to be sent. */
  undoUntil: isoTime.nullable(),
  refused: z.array(z.strictObject({ item: z.string(), said: saidSchema })),
})
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>

export const importLineSchema = z.strictObject({
  file: z.string(),
  /** Of the interchange; `null` for a file that could not be read at all. */
  sha256: sha256.nullable(),
  type: z.string().nullable(),
  reference: z.string().nullable(),
  sender: z.string().nullable(),
  status: z.enum(MESSAGE_STATUSES),
  /** SHA-256 of the interchange that held the version which this one supersedes. */
  supersedes: z.string().nullable(),
  findings: z.array(findingSchema),
  dispatches: z.number().int(),
  receptacles: z.number().int(),
  items: z.number().int(),
  events: z.number().int(),
})
export type ImportLine = z.infer<typeof importLineSchema>
export const importSummarySchema = z.strictObject({
  files: z.number().int(),
  messages: z.number().int(),
  accepted: z.number().int(),
  acceptedWithFindings: z.number().int(),
  setAside: z.number().int(),
  duplicate: z.number().int(),
  dispatches: z.number().int(),
  receptacles: z.number().int(),
  items: z.number().int(),
  events: z.number().int(),
  seconds: z.number(),
})
export type ImportSummary = z.infer<typeof importSummarySchema>

/** Items by how far they have come; withdrawn ones are not among them. */
const progressShape = {
  items: z.number().int(),
  /** With advance data. */
  declared: z.number().int(),
  targeted: z.number().int(),
  /** Targeted, not presented. */
  toPresent: z.number().int(),
  /** Had in the hand here, by an officer or the post. */
  seen: z.number().int(),
  /** Seen in a receptacle that no announcement in force puts them in. */
  excess: z.number().int(),
  expected: z.number().int(),
  arrived: z.number().int(),
  /** Presented or under examination. */
  presented: z.number().int(),
  held: z.number().int(),
  released: z.number().int(),
  /** Refused, detained, destroyed or transferred. */
  stopped: z.number().int(),
}
export const dispatchRowSchema = z.strictObject({
  dispatch: z.string(),
  origin: z.string().nullable(),
  destination: z.string().nullable(),
  category: z.string().nullable(),
  subclass: z.string().nullable(),
  status: z.enum(DISPATCH_STATUSES),
  receptacles: z.number().int(),
  announcedAt: isoTime.nullable(),
  plannedArrival: isoTime.nullable(),
  arrivedAt: isoTime.nullable(),
  /** Flight or voyage that brings it here. */
  transport: z.string().nullable(),
  /** Announcements in force; more than one are parallel. */
  preAdvices: z.number().int(),
  /** All announcements that were made of it, those that an amendment or a cancellation took the place of among them. */
  preAdviceVersions: z.number().int(),
  receptaclesByStatus: z.strictObject({
    announced: z.number().int(),
    received: z.number().int(),
    missing: z.number().int(),
    excess: z.number().int(),
    damaged: z.number().int(),
    cancelled: z.number().int(),
    twice: z.number().int(),
  }),
  ...progressShape,
})
export const receptacleRowSchema = z.strictObject({
  receptacle: z.string(),
  dispatch: z.string().nullable(),
  type: z.string().nullable(),
  weightKg: z.number().nullable(),
  /** As announced, as the post found it, and as the identifier itself says. */
  announcedKg: z.number().nullable(),
  foundKg: z.number().nullable(),
  labelKg: z.number().nullable(),
  /** As its announcement counts them. */
  announcedItems: z.number().int().nullable(),
  status: z.enum(RECEPTACLE_STATUSES),
  /** Listed, or reported as come, more than once. */
  twice: z.boolean(),
  /** Announced in it by announcements in force, wherever they were found. */
  advised: z.number().int(),
  /** Not seen anywhere yet. */
  missing: z.number().int(),
  /** Announced in it, found in another. */
  elsewhere: z.number().int(),
  ...progressShape,
})
export const messageRowSchema = z.strictObject({
  id: z.number().int(),
  file: z.string(),
  sha256,
  type: z.string().nullable(),
  version: z.string().nullable(),
  reference: z.string().nullable(),
  sender: z.string().nullable(),
  function: z.enum(['original', 'replace', 'cancel']),
  prepared: isoTime.nullable(),
  receivedAt: isoTime,
  status: z.enum(MESSAGE_STATUSES),
  supersedes: z.string().nullable(),
  supersededBy: z.string().nullable(),
  map: z.string().nullable(),
  findings: z.number().int(),
  dispatches: z.number().int(),
  receptacles: z.number().int(),
  items: z.number().int(),
  events: z.number().int(),
})
export const outRowSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  item: z.string(),
  decision: z.string().nullable(),
  event: z.string().nullable(),
  command: z.string(),
  actor: z.string(),
  decidedAt: isoTime,
  /** When it may leave: after the undo time. */
  dueAt: isoTime,
  status: z.enum(OUT_STATUSES),
  supersedes: z.string().nullable(),
  supersededBy: z.string().nullable(),
  file: z.string().nullable(),
  sha256: sha256.nullable(),
  reason: z.string().nullable(),
})
export const userRowSchema = z.strictObject({ login: z.string(), name: z.string(), roles: z.array(roleSchema), enabled: z.boolean(), language: z.string().nullable() })
export const codeRowSchema = z.strictObject({
  table: z.string(),
  code: z.string(),
  label: z.string(),
  labels: z.record(z.string(), z.string()),
  extra: z.record(z.string(), z.string()),
  builtIn: z.boolean(),
  active: z.boolean(),
})

/** Long work: import, rebuild, re-evaluation, backup, flush. It survives a change of screen and can be cancelled. */
export const jobSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['import', 'rebuild', 'evaluate', 'backup', 'flush', 'bulk', 'verify']),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** 0…1 where it can be known. */
  progress: z.number().min(0).max(1).nullable(),
  /** What it has got to, for people: a file name, a count. */
  at: z.string().nullable(),
  startedAt: isoTime,
  result: z.unknown(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
})
export type Job = z.infer<typeof jobSchema>

export const sessionSchema = z.strictObject({
  /** `set-up`: no office yet · `locked-store`: the key is missing · `sign-in` · `open` · `locked`: idle, the same officer signs in again. */
  phase: z.enum(['set-up', 'locked-store', 'sign-in', 'open', 'locked']),
  office: z.strictObject({ office: z.string(), name: z.string().nullable(), zone: z.string() }).nullable(),
  user: userRowSchema.nullable(),
  /** Idle minutes after which the desk locks. */
  lockAfter: z.number(),
  host: z.enum(['electron', 'local']),
  /** At work in the training office, which exchanges nothing; everything else in this record is then the training office's. */
  training: z.boolean(),
  /** The counts that the frame shows. */
  waiting: z.strictObject({ out: z.number().int(), setAside: z.number().int() }),
})
export type Session = z.infer<typeof sessionSchema>

export const settingsSchema = z.strictObject({
  language: z.enum(['en', 'fr']).nullable(),
  zone: z.string(),
  officeName: z.string().nullable(),
  watchedFolder: z.string().nullable(),
  outFolder: z.string().nullable(),
  /** Seconds; an answer waits this long so that `undo` is free. */
  undoSeconds: z.number().int().min(0).max(3600),
  lockMinutes: z.number().int().min(1).max(480),
  /** Sender code put into our messages, and the post's as recipient. */
  ownAddress: z.string(),
  postAddress: z.string(),
  randomSharePerMille: z.number().int().min(0).max(1000),
})
export type Settings = z.infer<typeof settingsSchema>
