/** What people would rather look at than read: the stock over time, how long releases take, where quality is. */
import { AGES } from '../domain/balance.ts'
import { CHANNELS } from '../domain/release-times.ts'
import { z } from '../zod.ts'
import { call, isoTime } from './call.ts'

const n = z.int()
/** Minutes. */
const spread = z.strictObject({ mean: z.number(), median: z.number(), p90: z.number(), least: z.number(), most: z.number() })

export const insightSchema = z.strictObject({
  from: isoTime,
  to: isoTime,
  /** Stock at the end of each step, and what came and went in it. */
  stock: z.array(z.strictObject({ at: isoTime, custody: n, detained: n, came: n, went: n })),
  /** From arrival (T0) and from presentation (T1) to the decision (T3), by channel. */
  releases: z.array(z.strictObject({ channel: z.enum(CHANNELS), releases: n, fromArrival: spread.nullable(), fromPresentation: spread.nullable() })),
  ageing: z.array(z.strictObject({ age: z.enum(AGES), held: n, custody: n })),
  /** Of items that were first heard of in the period, among the newest of the store. */
  origins: z.array(z.strictObject({ origin: z.string().nullable(), items: n, declared: n, faultless: n })),
  originsOf: n,
  /** Of items examined in the period: how many each rule had hit, and in how many something was found. */
  rules: z.array(z.strictObject({ rule: z.string(), examined: n, found: n })),
})
export type Insight = z.infer<typeof insightSchema>

export const insightCalls = {
  'insight.get': call('user', z.strictObject({ from: isoTime, to: isoTime }), insightSchema),
}
