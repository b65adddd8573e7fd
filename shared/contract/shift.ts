/** Shifts: opening, closing, and the report that balances. */
import { AGES, GROUPINGS, LINES, OFFICER_COUNTS } from '../domain/balance.ts'
import { z } from '../zod.ts'
import { REPORT_FORMATS } from './shift-formats.ts'
import { call, decimal, isoTime, nobody, page, text, window } from './call.ts'

const n = z.int()
const countSchema = z.strictObject({ custody: n.min(0).max(10_000_000), detained: n.min(0).max(10_000_000) })
const record = <K extends string>(keys: readonly K[]) => z.strictObject(Object.fromEntries(keys.map((key) => [key, n])) as Record<K, typeof n>)

const linesSchema = record(LINES)
const dutySchema = z.array(z.strictObject({ currency: z.string(), amount: decimal }))
const groupSchema = z.strictObject({ key: z.string().nullable(), lines: linesSchema, duty: dutySchema })

export const balanceSchema = z.strictObject({
  lines: linesSchema,
  duty: dutySchema,
  groups: z.strictObject(Object.fromEntries(GROUPINGS.map((by) => [by, z.array(groupSchema)])) as Record<(typeof GROUPINGS)[number], z.ZodArray<typeof groupSchema>>),
  states: z.record(z.string(), n),
  ageing: z.array(z.strictObject({ age: z.enum(AGES), held: n, custody: n })),
  officers: z.array(z.strictObject({ officer: z.string(), counts: record(OFFICER_COUNTS) })),
  balanced: z.boolean(),
  breakers: z.array(z.strictObject({ item: z.string(), case: z.string(), custody: n, detained: n })),
  breakersInAll: n,
})

export const shiftRowSchema = z.strictObject({
  id: z.string(),
  post: z.string(),
  openedAt: isoTime,
  openedBy: z.string(),
  basis: z.enum(['counted', 'carried']),
  /** As counted at the opening; `null` where it was carried over. */
  openingCount: countSchema.nullable(),
  note: z.string().nullable(),
  closedAt: isoTime.nullable(),
  closedBy: z.string().nullable(),
  closingCount: countSchema.nullable(),
  closingNote: z.string().nullable(),
  /** The totals as they were signed. */
  signed: z.record(z.string(), n),
})
export type ShiftRow = z.infer<typeof shiftRowSchema>

/** What came to light after the close of a shift, and what it would make of the balance. The signed one stands. */
const correctionSchema = z.strictObject({
  lines: linesSchema,
  moves: z.array(z.strictObject({ item: z.string(), type: z.string(), actor: z.string(), at: isoTime })),
})

export const shiftReportSchema = z.strictObject({
  office: z.string(),
  officeName: z.string().nullable(),
  zone: z.string(),
  shift: shiftRowSchema.nullable(),
  from: isoTime,
  to: isoTime,
  /** Whether the period is not over: an open shift, up to now. */
  running: z.boolean(),
  /** The last event of the ledger that was counted. */
  known: n,
  balance: balanceSchema,
  correction: correctionSchema.nullable(),
})
export type ShiftReport = z.infer<typeof shiftReportSchema>

/** Which period a report is about: a shift by its number, `open` or `last`, or from one time to another. */
const which = { shift: text(60).optional(), from: isoTime.optional(), to: isoTime.optional() }

export const shiftCalls = {
  'shift.state': call(
    'user',
    nobody,
    z.strictObject({
      open: shiftRowSchema.nullable(),
      last: shiftRowSchema.nullable(),
      /** What the ledger says is there now. */
      stock: countSchema,
    }),
  ),
  'shift.list': call('user', z.strictObject(page), window(shiftRowSchema)),
  /** With `counted` the stock was counted, without it is carried over. */
  'shift.open': call('officer', z.strictObject({ counted: countSchema.nullable(), text: text(4000).optional() }), shiftRowSchema),
  'shift.close': call('supervisor', z.strictObject({ shift: text(60), counted: countSchema.nullable(), text: text(4000).optional() }), shiftRowSchema),
  'shift.report': call('user', z.strictObject(which), shiftReportSchema),
  /** The same report as a file. `language` is the reader's; `mark` puts a byte order mark before a CSV, which Excel wants. */
  'report.file': call(
    'user',
    z.strictObject({
      name: z.enum(['shift']),
      ...which,
      format: z.enum(REPORT_FORMATS),
      language: z.enum(['en', 'fr']).optional(),
      direction: z.enum(['ltr', 'rtl']).optional(),
      mark: z.boolean().default(false),
    }),
    z.strictObject({ name: z.string(), type: z.string(), text: z.string() }),
  ),
}
