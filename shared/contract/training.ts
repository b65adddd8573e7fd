/** The training office: in and out of it, its day, the first exercise, and what really lies in an item. */
import { DESERTS, EXERCISE_STEPS, RISKS, VERDICTS } from '../domain/training.ts'
import { anyone, call, decimal, isoTime, nobody, text } from './call.ts'
import { laneSchema, sessionSchema, stateSchema, userRowSchema } from './records.ts'
import { z } from '../zod.ts'

/** One kind of thing that lies in an item, as a person who opens it sees it. */
const thingSchema = z.strictObject({
  description: z.string(),
  quantity: z.number(),
  netWeightKg: z.number().nullable(),
  value: decimal.nullable(),
  currency: z.string().nullable(),
  hs: z.string().nullable(),
  origin: z.string().nullable(),
})
/** What really lies in an item, and what the declaration makes of it. */
const insideSchema = z.strictObject({ things: z.array(thingSchema), risk: z.enum(RISKS), deserves: z.enum(DESERTS) })

const exerciseItemSchema = z.strictObject({
  item: z.string(),
  lane: laneSchema,
  state: stateSchema,
  description: z.string().nullable(),
  originCountry: z.string().nullable(),
  guided: z.boolean(),
  /** What is to be done next; `done` once it was released or kept. */
  step: z.enum(EXERCISE_STEPS),
  /** The verdict on what was done with it and what lay in it; `null` until it is decided. */
  verdict: z.enum(VERDICTS).nullable(),
  decided: z.enum(['released', 'kept']).nullable(),
  examined: z.boolean(),
  inside: insideSchema.nullable(),
})

export const trainingCalls = {
  /** Into the training office, which is made ready first where there is none. Signs the page out of the real office. */
  'training.enter': call(anyone, nobody, sessionSchema),
  /** Back to where the real office stands: its first start or its sign-in. */
  'training.leave': call(anyone, nobody, sessionSchema),
  /** Another day from this seed, or from another one where it is `null`. Everything done in training is gone. */
  'training.reset': call('user', z.strictObject({ seed: z.number().int().min(0).max(0xffff_ffff).nullable().default(null) }), sessionSchema),
  /** Takes the other chair: the officer's, or the supervisor's who approves. */
  'training.switch': call('user', z.strictObject({ login: text(100) }), sessionSchema),
  'training.day': call(
    'user',
    nobody,
    z.strictObject({ seed: z.number().int(), beganAt: isoTime, read: z.number().int(), ahead: z.number().int(), people: z.array(userRowSchema) }),
  ),
  /**
   * What lies in an item that was opened; `null` before, and where the simulation knows of no such item.
   * `open` opens it, if it has come: who writes down a result has looked.
   */
  'training.inside': call('user', z.strictObject({ item: text(200), open: z.boolean().default(false) }), z.strictObject({ inside: insideSchema.nullable() })),
  'training.exercise': call(
    'user',
    nobody,
    z.strictObject({
      items: z.array(exerciseItemSchema),
      /** Place in `items` of the one to go on with; `null` when all are decided. */
      next: z.number().int().nullable(),
      score: z.strictObject({ decided: z.number().int(), right: z.number().int(), missed: z.number().int(), needless: z.number().int(), minutes: z.number().nullable() }),
    }),
  ),
} as const
