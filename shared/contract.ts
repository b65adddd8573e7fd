/**
 * The contract between a screen (or the command line) and the desk: call name → input, output, and who may.
 *
 * One value serves types (inferred) and run time (input is parsed in main, always; unknown keys are refused;
 * output is parsed in development and tests). Errors travel as `{code, message, details}`, never as a string.
 */
import { backupCalls } from './contract/backup.ts'
import { tableCalls } from './contract/table.ts'
import { anyone, call, nobody, page, roleSchema, sha256, text, window } from './contract/call.ts'
import {
  type Job,
  actionSchema,
  codeRowSchema,
  commandInputSchema,
  commandOutcomeSchema,
  dispatchRowSchema,
  findingSchema,
  itemDetailSchema,
  itemFilterSchema,
  itemRowSchema,
  itemSortSchema,
  jobSchema,
  laneSchema,
  messageRowSchema,
  outRowSchema,
  receptacleRowSchema,
  saidSchema,
  sessionSchema,
  settingsSchema,
  userRowSchema,
} from './contract/records.ts'
import { floorCalls } from './contract/floor.ts'
import { trainingCalls } from './contract/training.ts'
import { insightCalls } from './contract/insight.ts'
import { shiftCalls } from './contract/shift.ts'
import { CASE_COMMANDS, MESSAGE_STATUSES, OUT_STATUSES } from './domain/codes.ts'
import { viewCalls } from './contract/views.ts'
import { z } from './zod.ts'

export * from './contract/records.ts'

export const contract = {
  ...floorCalls,
  ...viewCalls,
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
  ...backupCalls,
  ...tableCalls,
  ...trainingCalls,
  ...shiftCalls,
  ...insightCalls,
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
export type Subject = 'session' | 'items' | 'dispatches' | 'messages' | 'out' | 'users' | 'settings' | 'codes' | 'rules' | 'maps' | 'backup' | 'views' | 'training' | 'shift'

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
