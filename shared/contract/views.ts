/** Saved views of the worklist: one's own and the office's. */
import { OFFICE_VIEWS } from '../domain/built-in-views.ts'
import { viewSchema } from '../domain/views.ts'
import { z } from '../zod.ts'
import { call, nobody, text } from './call.ts'

const id = text(60).regex(/^[A-Za-z0-9-]+$/)
const owner = text(40).describe(`a login, or ${OFFICE_VIEWS}`)

export const viewCalls = {
  'views.list': call('user', nobody, z.strictObject({ views: z.array(viewSchema.extend({ id: z.string(), owner: z.string() })), unread: z.number().int() })),
  /** Keeps a view, new or changed; the office's only by a supervisor. */
  'views.set': call('user', z.strictObject({ id, owner, view: viewSchema }), nobody),
  'views.remove': call('user', z.strictObject({ id, owner }), nobody),
  /** Makes one's own view the office's, in one step. */
  'views.share': call('supervisor', z.strictObject({ id }), nobody),
} as const
