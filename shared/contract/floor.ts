/** The floor: the board of dispatches, what is in them, and the scan station. */
import { HEADLINES, SCAN_MODES, SCAN_NOTES, TONES } from '../domain/scan-verdict.ts'
import { DISPATCH_STATUSES, MESSAGE_STATUSES } from '../domain/codes.ts'
import { z } from '../zod.ts'
import { call, isoTime, nobody, page, text, window } from './call.ts'
import { dispatchRowSchema, itemRowSchema, receptacleRowSchema, saidSchema } from './records.ts'

const transportSchema = z.strictObject({
  number: z.string().nullable(),
  mode: z.string().nullable(),
  carrier: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
})
/** A message that announces or reports a dispatch, whatever became of it: none is hidden. */
const noticeSchema = z.strictObject({
  message: z.number().int(),
  type: z.string(),
  reference: z.string().nullable(),
  sender: z.string().nullable(),
  function: z.enum(['original', 'replace', 'cancel']),
  prepared: isoTime.nullable(),
  status: z.enum(MESSAGE_STATUSES),
  /** It counts: no later version has taken its place, and nothing cancelled it. */
  inForce: z.boolean(),
  supersededBy: z.number().int().nullable(),
  file: z.string(),
})

/** How an item stands to the receptacle that is looked at. `elsewhere`: announced here, found in another. */
export const RECONCILED = ['seen', 'missing', 'excess', 'elsewhere', 'withdrawn'] as const

export const floorCalls = {
  /** Newest day first; dispatches that nobody gave a day stand on top. */
  'floor.board': call(
    'user',
    z.strictObject({ status: z.enum(DISPATCH_STATUSES).nullable().default(null), ...page }),
    z.strictObject({
      ...window(dispatchRowSchema).shape,
      /** Dispatches by status, all of them. */
      counts: z.record(z.enum(DISPATCH_STATUSES), z.number().int()),
    }),
  ),
  'floor.dispatch': call(
    'user',
    z.strictObject({ dispatch: text(40) }),
    z.strictObject({ dispatch: dispatchRowSchema, transport: z.array(transportSchema), notices: z.array(noticeSchema) }).nullable(),
  ),
  /** Its items, those first that were announced in it and found elsewhere. */
  'floor.receptacle': call(
    'user',
    z.strictObject({ receptacle: text(40), ...page }),
    z
      .strictObject({
        receptacle: receptacleRowSchema,
        ...window(z.strictObject({ ...itemRowSchema.shape, reconciled: z.enum(RECONCILED), advised: z.string().nullable() })).shape,
      })
      .nullable(),
  ),
  /**
   * A scan, whole: what it is, what the mode records of it (a command of the ledger, under `id`), and what to do with it.
   * `receptacle` is the one that is open at the station: items are found in it, and its counts come back.
   */
  'floor.scan': call(
    'user',
    z.strictObject({ id: text(200).min(1), identifier: text(400), mode: z.enum(SCAN_MODES), receptacle: text(40).nullable().default(null) }),
    z.strictObject({
      id: z.string(),
      identifier: z.string(),
      kind: z.enum(['item', 'receptacle', 'dispatch', 'other']),
      headline: z.enum(HEADLINES),
      tone: z.enum(TONES),
      warning: z.boolean(),
      notes: z.array(z.strictObject({ code: z.enum(SCAN_NOTES), values: z.record(z.string(), z.union([z.string(), z.number()])), warns: z.boolean() })),
      /** Why, in one line: the first rule that put it into its lane, or why nothing was recorded. */
      reason: saidSchema.nullable(),
      /** After the scan. */
      item: itemRowSchema.nullable(),
      receptacle: receptacleRowSchema.nullable(),
      /** Whether a command was recorded, so that `undo` can take it back. */
      recorded: z.boolean(),
    }),
  ),
  /** Targeted, not presented, by receptacle: what the station waits for. */
  'floor.locate': call('user', z.strictObject(page), window(itemRowSchema)),
  'floor.waiting': call('user', nobody, z.strictObject({ toLocate: z.number().int() })),
} as const
