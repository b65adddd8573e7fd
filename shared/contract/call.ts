/** What the contract's parts are made of: a call, a page of rows, and the plain values in them. */
import { ROLES } from '../domain/codes.ts'
import { z } from '../zod.ts'

export const text = (max: number) => z.string().max(max)
/** ISO 8601, UTC. */
export const isoTime = z.string()
/** A number as it was written, exact: `"83.00"`. */
export const decimal = z.string()
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const roleSchema = z.enum(ROLES)
export const anyone = 'anyone' as const
export const nobody = z.strictObject({})

/** Rows after a cursor; `next` of the last page is `null`. */
export const page = { limit: z.number().int().min(1).max(1000).default(200), after: z.string().nullable().default(null) }
export const window = <T extends z.ZodType>(row: T) => z.strictObject({ rows: z.array(row), next: z.string().nullable() })

/** `who`: `anyone` (also before sign-in) · `user` (any role) · a role; supervisors may do what officers may. */
export const call = <I extends z.ZodType, O extends z.ZodType>(who: 'anyone' | 'user' | 'officer' | 'supervisor' | 'administrator', input: I, output: O) => ({ who, input, output })
