/**
 * What each command takes. Strict: a key that a command does not know is refused, because a misspelt
 * `reason` that is silently dropped would be a hold without a reason.
 *
 * Two sets that differ in one place only: `attach` comes from a person with a `path`, and goes into the
 * ledger with the digest of the file that the desk has stored.
 */
import { z } from '../zod.ts'
import { reject } from './case/rejections.ts'
import type { CaseCommandName } from './codes.ts'
import { kindOf, normaliseIdentifier } from './identifiers.ts'
import type { Rejection } from '../ledger/types.ts'

/** Longest remark on a command, in UTF-16 units. */
export const MAX_TEXT = 4000

const word = (max: number) => z.string().trim().min(1).max(max)
/** `null` says "absent", as everywhere in the product's JSON. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)
const text = optional(z.string().max(MAX_TEXT))

const decimal = z.union([z.string().trim(), z.number().transform(String)]).pipe(z.string().regex(/^\d{1,15}(\.\d{1,4})?$/))
const currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/)

const foundPiece = z.strictObject({
  piece: z.int().min(1).max(9999),
  description: optional(word(2000)),
  quantity: optional(z.number().min(0).max(1e9)),
  netWeightKg: optional(z.number().min(0).max(100_000)),
  value: optional(decimal),
  currency: optional(currency),
  hs: optional(word(20)),
  origin: optional(word(60)),
})
/** Pieces that differ, each piece once; or, where the nature of the transaction differs too, `{nature, content}`. */
const pieces = z
  .array(foundPiece)
  .max(999)
  .refine((all) => new Set(all.map((one) => one.piece)).size === all.length)
const found = z.union([
  pieces.transform((content) => ({ nature: undefined, content })),
  z.strictObject({ nature: optional(word(20)), content: optional(pieces) }).transform((all) => ({ nature: all.nature, content: all.content ?? [] })),
])

const flagged = z.strictObject({ text, flag: optional(word(60)) })
const plain = z.strictObject({ text })
const withReason = z.strictObject({ text, reason: word(500) })
const withOptionalReason = z.strictObject({ text, reason: optional(word(500)) })
/** The receptacle that an item was found in, where that is known: it may be another than the announced one. */
const receptacle = optional(
  z
    .string()
    .transform(normaliseIdentifier)
    .refine((id) => kindOf(id) === 'receptacle'),
)
const coming = z.strictObject({ text, receptacle })
const naming = z.strictObject({ text, command: word(200) })
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const common = {
  flag: flagged,
  unflag: flagged,
  target: plain,
  untarget: plain,
  arrive: coming,
  present: coming,
  examine: z.strictObject({ text, kind: optional(word(60)) }),
  record: z.strictObject({ text, result: word(60), found: optional(found) }),
  hold: withReason,
  'request-info': withReason,
  release: plain,
  'release-duty': z.strictObject({ text, amount: decimal, currency }),
  refuse: withOptionalReason,
  detain: withOptionalReason,
  destroy: withOptionalReason,
  transfer: z.strictObject({ text, office: word(100) }),
  note: plain,
  assign: z.strictObject({ text, user: z.union([word(100), z.null()]) }),
  approve: naming,
  undo: naming,
  reopen: withReason,
}

/** Args as people and scripts give them. */
export const rawArgs = {
  ...common,
  attach: z.strictObject({ text, path: z.string().min(1).max(4096) }),
} satisfies Record<CaseCommandName, z.ZodType>

/** Args as the ledger keeps them. */
export const ledgerArgs = {
  ...common,
  attach: z.strictObject({ text, digest: sha256, name: z.string().min(1).max(255), size: z.int().min(0), type: z.string().min(1).max(200) }),
  /** Internal: an answer to the post was written. `command` is the decision's, `digest` that of the file's bytes. */
  'mark-sent': z.strictObject({ text, command: word(200), file: word(1000), digest: sha256 }),
} satisfies Record<CaseCommandName | 'mark-sent', z.ZodType>

export type LedgerCommandName = keyof typeof ledgerArgs
export type LedgerArgs<N extends LedgerCommandName> = z.output<(typeof ledgerArgs)[N]>

export function isLedgerCommandName(name: string): name is LedgerCommandName {
  return Object.hasOwn(ledgerArgs, name)
}

/**
 * Checks args against a schema.
 *
 * @returns `{args}`, or a rejection `args` whose values are the `key` and what is wrong with it
 *   (`problem`: `unknown`, `missing` or `invalid`)
 */
export function checkArgs<T extends z.ZodType>(schema: T, given: unknown): { readonly args: z.output<T> } | Rejection {
  const answer = schema.safeParse(given)
  if (answer.success) return { args: answer.data }
  const issue = answer.error.issues[0]
  if (issue?.code === 'unrecognized_keys') return reject('args', { key: issue.keys[0] ?? '', problem: 'unknown' })
  const key = issue?.path.join('.') ?? ''
  const top = issue?.path[0]
  const missing = typeof given === 'object' && given !== null && typeof top === 'string' && issue?.path.length === 1 && !Object.hasOwn(given, top)
  return reject('args', { key: key === '' ? 'args' : key, problem: missing ? 'missing' : 'invalid' })
}

/** Checks what a person or a script typed for a command; unknown names are refused as `unknown-command`. */
export function checkRawArgs(name: string, given: unknown): { readonly args: Readonly<Record<string, unknown>> } | Rejection {
  if (!Object.hasOwn(rawArgs, name)) return reject('unknown-command', { name })
  return checkArgs(rawArgs[name as CaseCommandName], given)
}
