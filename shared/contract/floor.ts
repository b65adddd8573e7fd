/** The floor: the board of dispatches, what is in them, and the scan station. */
import { DISPATCH_STATUSES, MESSAGE_STATUSES } from '../domain/codes.ts'
import { z } from '../zod.ts'
import { call, isoTime, nobody, page, text, window } from './call.ts'
import { dispatchRowSchema, itemRowSchema, receptacleRowSchema } from './records.ts'

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
  /** Targeted, not presented, by receptacle: what the station waits for. */
  'floor.locate': call('user', z.strictObject(page), window(itemRowSchema)),
  'floor.waiting': call('user', nobody, z.strictObject({ toLocate: z.number().int() })),
} as const
