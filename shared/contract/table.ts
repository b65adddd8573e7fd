/** A table before it is read: what its columns look like, what they may mean, and the mapping that is remembered. */
import { z } from '../zod.ts'
import { call, text } from './call.ts'
import { findingSchema, saidSchema } from './records.ts'

const meaning = z.string().max(80)
/** What each column holds: the key of a meaning, or `null` for one that is passed over. */
const mapping = z.strictObject({
  sheet: z.number().int().min(0).max(31),
  /** Which of the rows that may be headings. */
  heading: z.number().int().min(0).max(40),
  sender: text(35).nullable(),
  decimal: z.enum(['point', 'comma', 'either']),
  dates: z.enum(['day-first', 'month-first']),
  /** Currency of amounts where no column names it. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  columns: z.array(z.strictObject({ index: z.number().int().min(0).max(255), meaning: meaning.nullable() })).max(256),
})
export type TableMapping = z.infer<typeof mapping>

export const tableCalls = {
  'exchange.previewTable': call(
    'officer',
    z.strictObject({ path: text(4096), sheet: z.number().int().nullable().default(null), heading: z.number().int().nullable().default(null) }),
    z.strictObject({
      /** Why there is nothing to show; `null` where there is. */
      problem: saidSchema.nullable(),
      syntax: z.enum(['csv', 'xlsx']),
      sheets: z.array(z.strictObject({ index: z.number().int(), name: z.string(), hidden: z.boolean(), empty: z.boolean() })),
      sheet: z.number().int(),
      headings: z.array(z.strictObject({ index: z.number().int(), row: z.number().int(), text: z.string() })),
      heading: z.number().int(),
      /** The map by which the file would be read as it is; `all`: it knows every column. */
      known: z.strictObject({ map: z.string(), sender: z.string().nullable(), all: z.boolean() }).nullable(),
      columns: z.array(
        z.strictObject({
          index: z.number().int(),
          heading: z.string(),
          samples: z.array(z.string()),
          suggestion: meaning.nullable(),
          /** `empty`: no heading to know it by next time · `twice`: another column has the same. */
          fault: z.enum(['empty', 'twice']).nullable(),
        }),
      ),
      meanings: z.array(z.strictObject({ key: meaning, group: z.enum(['item', 'sender', 'addressee', 'piece', 'list']), required: z.boolean(), money: z.boolean() })),
    }),
  ),
  /** Reads the file by a mapping without keeping anything. */
  'exchange.tryTable': call(
    'officer',
    z.strictObject({ path: text(4096), mapping }),
    z.strictObject({
      items: z.number().int(),
      /** Of each column what it could not read, with how often and an example's row. */
      columns: z.array(z.strictObject({ index: z.number().int(), said: saidSchema, where: z.string(), count: z.number().int() })),
      findings: z.array(findingSchema),
    }),
  ),
  /** Keeps the mapping as a message map of the office, so that the next such file is read without asking. */
  'exchange.rememberTable': call('administrator', z.strictObject({ path: text(4096), mapping }), z.strictObject({ name: z.string() })),
} as const
