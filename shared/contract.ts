/**
 * The contract between a screen (or the command line) and the desk: call name → input, output, and who may.
 *
 * One value serves types (inferred) and run time (input is parsed in main, always; unknown keys are refused;
 * output is parsed in development and tests). Errors travel as `{code, message, details}`, never as a string.
 */
import { CASE_COMMANDS, CASE_STATES, DISPATCH_STATUSES, LANES, MESSAGE_STATUSES, OUT_STATUSES, RECEPTACLE_STATUSES, ROLES } from './domain/codes.ts'
import { z } from './zod.ts'

const text = (max: number) => z.string().max(max)
const isoTime = z.string()
const decimal = z.string()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const laneSchema = z.enum(LANES)
export const stateSchema = z.enum(CASE_STATES)
export const roleSchema = z.enum(ROLES)

/** A text of the catalogues (`code`) and what fills it; `text` is its English, for the command line and as a fallback. */
const saidSchema = z.strictObject({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])), text: z.string() })

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

export const dispatchRowSchema = z.strictObject({
  dispatch: z.string(),
  origin: z.string().nullable(),
  destination: z.string().nullable(),
  category: z.string().nullable(),
  subclass: z.string().nullable(),
  status: z.enum(DISPATCH_STATUSES),
  receptacles: z.number().int(),
  items: z.number().int(),
  announcedAt: isoTime.nullable(),
  plannedArrival: isoTime.nullable(),
})
export const receptacleRowSchema = z.strictObject({
  receptacle: z.string(),
  dispatch: z.string().nullable(),
  type: z.string().nullable(),
  weightKg: z.number().nullable(),
  announcedItems: z.number().int().nullable(),
  items: z.number().int(),
  status: z.enum(RECEPTACLE_STATUSES),
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
  /** The counts that the frame shows. */
  waiting: z.strictObject({ out: z.number().int(), setAside: z.number().int() }),
})
export type Session = z.infer<typeof sessionSchema>

const page = { limit: z.number().int().min(1).max(1000).default(200), after: z.string().nullable().default(null) }
const window = <T extends z.ZodType>(row: T) => z.strictObject({ rows: z.array(row), next: z.string().nullable() })

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

const anyone = 'anyone' as const
const nobody = z.strictObject({})

/** `who`: `anyone` (also before sign-in) · `user` (any role) · a role; supervisors may do what officers may. */
const call = <I extends z.ZodType, O extends z.ZodType>(who: 'anyone' | 'user' | 'officer' | 'supervisor' | 'administrator', input: I, output: O) => ({ who, input, output })

export const contract = {
  'session.get': call(anyone, nobody, sessionSchema),
  /** First start: makes the store, its key, the office and its first user (supervisor and administrator). Answers the recovery key, shown once. */
  'session.setUp': call(
    anyone,
    z.strictObject({
      office: z.string().regex(/^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/),
      name: text(200).nullable(),
      zone: text(60).nullable(),
      user: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/),
      userName: text(200).nullable(),
      password: text(1000).min(8),
      watchedFolder: text(1000).nullable(),
      outFolder: text(1000).nullable(),
    }),
    z.strictObject({ recoveryKey: z.string() }),
  ),
  'session.unlockStore': call(anyone, z.strictObject({ key: text(1000) }), nobody),
  'session.signIn': call(anyone, z.strictObject({ user: text(100), password: text(1000) }), sessionSchema),
  'session.signOut': call(anyone, nobody, sessionSchema),
  'session.lock': call('user', nobody, sessionSchema),
  /** An office whose last supervisor forgot the password gets back in with the recovery key shown at set-up. */
  'session.recover': call(anyone, z.strictObject({ recoveryKey: text(200), user: text(100), password: text(1000).min(8) }), nobody),

  'items.window': call(
    'user',
    z.strictObject({ filter: itemFilterSchema, sort: itemSortSchema, position: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.strictObject({
      rows: z.array(itemRowSchema),
      /** Position of the first row given; may differ from the one asked for when the list shrank. */
      position: z.number().int(),
      /** All rows of the filter; `exact` is false while it is still being counted (then it is a lower bound). */
      total: z.number().int(),
      exact: z.boolean(),
    }),
  ),
  'items.list': call('user', z.strictObject({ filter: itemFilterSchema, ...page }), window(itemRowSchema)),
  /** `item` is an identifier in any spelling, or a case id. */
  'items.get': call('user', z.strictObject({ item: text(200) }), z.strictObject({ item: itemDetailSchema.nullable(), actions: z.array(actionSchema), seq: z.number().int() })),
  /** The look-up of a scan: what is this identifier? */
  'items.lookup': call(
    'user',
    z.strictObject({ identifier: text(200) }),
    z.strictObject({ kind: z.enum(['item', 'receptacle', 'dispatch', 'other']), identifier: z.string(), found: z.boolean(), row: itemRowSchema.nullable() }),
  ),
  /** Words, pieces of identifiers; newest first, a few of each kind. */
  search: call(
    'user',
    z.strictObject({ text: text(200), limit: z.number().int().min(1).max(50).default(12) }),
    z.strictObject({ items: z.array(itemRowSchema), receptacles: z.array(receptacleRowSchema), dispatches: z.array(dispatchRowSchema) }),
  ),
  'items.counts': call(
    'user',
    nobody,
    z.strictObject({
      byState: z.record(z.string(), z.number()),
      byLaneOpen: z.record(z.string(), z.number()),
      targetedOpen: z.number(),
      undeclaredOpen: z.number(),
      all: z.number(),
    }),
  ),
  'dispatches.list': call('user', z.strictObject(page), window(dispatchRowSchema)),
  'receptacles.list': call('user', z.strictObject({ dispatch: text(40).optional(), ...page }), window(receptacleRowSchema)),

  /** Any user may ask: `decide` knows who may do what, and says so in the command's result. */
  act: call(
    'user',
    z.strictObject({ commands: z.array(commandInputSchema).min(1).max(1000), base: z.number().int().optional() }),
    z.strictObject({ outcomes: z.array(commandOutcomeSchema) }),
  ),
  /** What a bulk action would do, before it runs: to how many, and which refuse and why. */
  'act.preview': call(
    'officer',
    z.strictObject({ name: z.enum(CASE_COMMANDS), args: z.record(z.string(), z.unknown()), items: z.array(text(200)).max(10_000).optional(), filter: itemFilterSchema.optional() }),
    z.strictObject({
      total: z.number().int(),
      accepted: z.number().int(),
      proposals: z.number().int(),
      refused: z.array(z.strictObject({ said: saidSchema, count: z.number().int(), examples: z.array(z.string()) })),
    }),
  ),
  /** Runs it as a job; the result is `{accepted, rejected, outcomes (the first 100 rejected)}`. */
  'act.bulk': call(
    'officer',
    z.strictObject({ name: z.enum(CASE_COMMANDS), args: z.record(z.string(), z.unknown()), items: z.array(text(200)).max(10_000).optional(), filter: itemFilterSchema.optional() }),
    z.strictObject({ job: z.string() }),
  ),

  /** Paths on this machine. The job's lines are `ImportLine`s, its result an `ImportSummary`. */
  'exchange.import': call('officer', z.strictObject({ paths: z.array(text(4096)).min(1).max(1000), map: text(100).nullable().default(null) }), z.strictObject({ job: z.string() })),
  'exchange.messages': call('user', z.strictObject({ status: z.enum(MESSAGE_STATUSES).nullable().default(null), ...page }), window(messageRowSchema)),
  'exchange.message': call(
    'user',
    z.strictObject({ id: z.number().int() }),
    z.strictObject({ message: messageRowSchema, findings: z.array(findingSchema), excerpt: z.string() }).nullable(),
  ),
  'exchange.out': call('user', z.strictObject({ status: z.enum(OUT_STATUSES).nullable().default(null), item: text(40).optional(), ...page }), window(outRowSchema)),
  'exchange.outText': call('user', z.strictObject({ id: z.string() }), z.strictObject({ text: z.string() })),
  /** Writes what is due into the out folder (or `folder`). */
  'exchange.flush': call(
    'officer',
    z.strictObject({ folder: text(4096).nullable().default(null) }),
    z.strictObject({
      written: z.array(z.strictObject({ id: z.string(), file: z.string(), sha256 })),
      failed: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
      waiting: z.number().int(),
    }),
  ),
  'exchange.maps': call(
    'user',
    nobody,
    z.strictObject({
      maps: z.array(
        z.strictObject({ name: z.string(), message: z.string(), version: z.string().nullable(), sender: z.string().nullable(), builtIn: z.boolean(), json: z.string() }),
      ),
    }),
  ),
  /** Tries a map on a file without keeping anything: which records come out, and which parts no field took. */
  'exchange.tryMap': call(
    'user',
    z.strictObject({ map: z.string().nullable(), mapJson: z.string().nullable().default(null), path: text(4096) }),
    z.strictObject({
      messages: z.array(
        z.strictObject({
          type: z.string().nullable(),
          reference: z.string().nullable(),
          sender: z.string().nullable(),
          map: z.string().nullable(),
          status: z.enum(MESSAGE_STATUSES),
          records: z.number().int(),
          sample: z.array(z.string()),
          findings: z.array(findingSchema),
        }),
      ),
    }),
  ),
  'exchange.saveMap': call('administrator', z.strictObject({ json: z.string().max(1_000_000) }), z.strictObject({ name: z.string() })),
  'exchange.removeMap': call('administrator', z.strictObject({ name: z.string() }), nobody),

  'jobs.list': call('user', nobody, z.strictObject({ jobs: z.array(jobSchema) })),
  'jobs.cancel': call('user', z.strictObject({ job: z.string() }), nobody),

  'users.list': call('user', nobody, z.strictObject({ users: z.array(userRowSchema) })),
  'users.add': call(
    'administrator',
    z.strictObject({ login: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/), name: text(200).min(1), roles: z.array(roleSchema).min(1), password: text(1000).min(8) }),
    nobody,
  ),
  'users.set': call(
    'administrator',
    z.strictObject({ login: z.string(), name: text(200).min(1).optional(), roles: z.array(roleSchema).min(1).optional(), enabled: z.boolean().optional() }),
    nobody,
  ),
  /** An administrator for anybody; anybody for oneself, with the present password. */
  'users.password': call('user', z.strictObject({ login: z.string(), password: text(1000).min(8), present: text(1000).nullable() }), nobody),

  'settings.get': call('user', nobody, settingsSchema),
  'settings.set': call('administrator', settingsSchema.partial(), nobody),

  'codes.list': call(
    'user',
    z.strictObject({ table: z.string().nullable().default(null) }),
    z.strictObject({ tables: z.array(z.strictObject({ table: z.string(), count: z.number().int() })), codes: z.array(codeRowSchema) }),
  ),
  'codes.set': call(
    'administrator',
    z.strictObject({
      table: z.string().regex(/^[a-z0-9-]{1,40}$/),
      code: text(60).min(1),
      label: text(500).min(1),
      labels: z.record(z.string(), text(500)).default({}),
      extra: z.record(z.string(), text(200)).default({}),
    }),
    nobody,
  ),
  'codes.remove': call('administrator', z.strictObject({ table: z.string(), code: z.string() }), nobody),

  'rules.list': call(
    'user',
    nobody,
    z.strictObject({
      version: z.number().int(),
      rules: z.array(
        z.strictObject({
          id: z.string(),
          lane: laneSchema,
          reason: saidSchema,
          json: z.string(),
          enabled: z.boolean(),
          builtIn: z.boolean(),
          owner: z.string().nullable(),
          hits: z.number().int(),
        }),
      ),
    }),
  ),
  'rules.set': call('supervisor', z.strictObject({ json: z.string().max(100_000) }), z.strictObject({ job: z.string() })),
  'rules.remove': call('supervisor', z.strictObject({ id: z.string() }), z.strictObject({ job: z.string() })),

  'store.rebuild': call('administrator', nobody, z.strictObject({ job: z.string() })),
  'store.verify': call('user', nobody, z.strictObject({ job: z.string() })),
  'store.backup': call('administrator', z.strictObject({ file: text(4096) }), z.strictObject({ job: z.string() })),
} as const

export type CallName = keyof typeof contract
export type Input<N extends CallName> = z.input<(typeof contract)[N]['input']>
export type ParsedInput<N extends CallName> = z.output<(typeof contract)[N]['input']>
export type Output<N extends CallName> = z.output<(typeof contract)[N]['output']>

/** How an error travels. `code` names an entry `error.<code>` of the catalogues. */
export interface CallError {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}
export type Reply<T = unknown> = { readonly ok: true; readonly output: T } | { readonly ok: false; readonly error: CallError }

/** Subjects that a change notice names; query keys begin with them. */
export type Subject = 'session' | 'items' | 'dispatches' | 'messages' | 'out' | 'users' | 'settings' | 'codes' | 'rules' | 'maps'

/** What the desk tells a screen unasked. */
export type Notice =
  | { readonly kind: 'changed'; readonly subjects: readonly Subject[] }
  | { readonly kind: 'job'; readonly job: Job }
  /** A line of a job's output (an `ImportLine` of an import). */
  | { readonly kind: 'line'; readonly job: string; readonly line: unknown }

/** The renderer's port to the desk: two adapters (the preload bridge, a WebSocket) and a fake in component tests. */
export interface ApiClient {
  readonly host: 'electron' | 'local'
  call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  /** Answers the function that ends the subscription. */
  subscribe(listener: (notice: Notice) => void): () => void
  /** Whether the desk answers; a dropped WebSocket reconnects by itself. */
  onLink(listener: (up: boolean) => void): () => void
  /** Hands files that were dropped or chosen to the desk; answers the paths under which `exchange.import` finds them. */
  place(files: readonly { readonly name: string; readonly file: unknown }[]): Promise<string[]>
}
