/**
 * A rule of selectivity as data: when it holds, which lane it gives, and why, in words.
 *
 * Conditions are two-valued: a comparison with something absent does not hold, and `not` turns that round.
 * So `isNot` and `notIn` hold for what is absent, De Morgan's laws hold without exceptions, and a compiler to
 * SQL only has to wrap each test in `coalesce(…, 0)`.
 */
import { z } from '../zod.ts'
import { english } from '../i18n/say.ts'
import { rulesEn, type RuleReasonCode } from '../i18n/rules.en.ts'
import { LANES, type Lane } from './codes.ts'
import { RULE_LIMITS, momentMs, readCondition, type Condition, type RuleError } from './rule-condition.ts'

export { RULE_LIMITS, momentMs } from './rule-condition.ts'
export type { Condition, FieldTest, Operand, Operator, RuleError, TableRef, TableTest } from './rule-condition.ts'

/** An entry of the catalogue `rule.<code>`, or an office's own words per language, with `{placeholders}`. */
export type RuleReason = { readonly code: RuleReasonCode } | { readonly text: { readonly en: string } & Readonly<Record<string, string>> }

export interface Rule {
  readonly id: string
  /** Version of this format: 1. */
  readonly v: 1
  readonly lane: Lane
  readonly reason: RuleReason
  readonly when: Condition
  /** ISO date (the start of that day) or time with a zone; the rule holds from then. `null`: always did. */
  readonly validFrom: string | null
  /** The rule holds until just before then (ranges are half-open). `null`: no end. */
  readonly validTo: string | null
  readonly owner: string | null
  readonly enabled: boolean
}

export type RuleReading = { readonly ok: true; readonly rule: Rule } | { readonly ok: false; readonly errors: readonly RuleError[] }

const text = z.string().max(RULE_LIMITS.text)
const reasonCodes = Object.keys(rulesEn) as [RuleReasonCode, ...RuleReasonCode[]]
/** Everything of a rule but its condition, which has its own reader: zod's messages about recursive unions help nobody. */
const envelopeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  v: z.literal(1).default(1),
  lane: z.enum(LANES),
  reason: z.union([z.strictObject({ code: z.enum(reasonCodes) }), z.strictObject({ text: z.record(z.string().regex(/^[a-z]{2}$/), text.min(1)) })]),
  when: z.unknown().optional(),
  validFrom: z.string().nullable().default(null),
  validTo: z.string().nullable().default(null),
  owner: text.nullable().default(null),
  enabled: z.boolean().default(true),
})

/** Values that a reason may name besides those of the fields in its condition. */
const ALWAYS_NAMED: readonly string[] = ['item', 'piece', 'word', 'share']

/**
 * Reads a rule from JSON text or a parsed value.
 *
 * Never throws: whatever is wrong comes back with its path, at most 20 errors at once. Unknown keys, fields,
 * operators and operands of the wrong type are errors, since a rule that silently never fires is worse than
 * one that is refused.
 */
export function parseRule(json: unknown): RuleReading {
  const errors: RuleError[] = []
  const fail = (path: string, code: string, values: RuleError['values'] = {}): void => {
    if (errors.length < RULE_LIMITS.errors) errors.push({ path, code, values, text: english('error', code, values) })
  }
  const value = typeof json === 'string' ? parsedJson(json, fail) : json
  if (errors.length > 0) return { ok: false, errors }

  const envelope = envelopeSchema.safeParse(value)
  if (!envelope.success) {
    for (const issue of envelope.error.issues) fail(pathText(issue.path), ...envelopeError(issue))
  }
  const when = (value as { readonly when?: unknown } | null | undefined)?.when
  const read = readCondition(when, fail)
  if (!envelope.success || read === null) return { ok: false, errors }

  const { reason, validFrom, validTo } = envelope.data
  if ('text' in reason) {
    if (reason.text['en'] === undefined) fail('reason.text', 'rule-english')
    for (const [language, words] of Object.entries(reason.text)) {
      for (const name of placeholders(words)) {
        if (!read.values.has(name) && !ALWAYS_NAMED.includes(name)) fail(`reason.text.${language}`, 'rule-placeholder', { name, known: [...read.values].join(', ') })
      }
    }
  }
  const from = validFrom === null ? null : momentMs(validFrom)
  const to = validTo === null ? null : momentMs(validTo)
  if (Number.isNaN(from)) fail('validFrom', 'rule-date', { text: short(validFrom) })
  if (Number.isNaN(to)) fail('validTo', 'rule-date', { text: short(validTo) })
  if (from !== null && to !== null && from >= to) fail('validTo', 'rule-range')
  return errors.length > 0 ? { ok: false, errors } : { ok: true, rule: { ...envelope.data, reason: reason as RuleReason, when: read.condition } }
}

type Fail = (path: string, code: string, values?: RuleError['values']) => void

function parsedJson(json: string, fail: Fail): unknown {
  if (json.length > RULE_LIMITS.json) {
    fail('', 'rule-size', { limit: RULE_LIMITS.json })
    return null
  }
  try {
    return JSON.parse(json)
  } catch (error) {
    fail('', 'rule-json', { text: short(error instanceof Error ? error.message : String(error)) })
    return null
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`), '')
}

function envelopeError(issue: z.core.$ZodIssue): [code: string, values: RuleError['values']] {
  if (issue.code === 'unrecognized_keys') return ['rule-key', { key: short(issue.keys.join(', ')) }]
  if (issue.path[0] === 'id') return ['rule-id', {}]
  if (issue.path[0] === 'v') return ['rule-version', {}]
  if (issue.path[0] === 'lane') return ['rule-lane', { lanes: LANES.join(', ') }]
  if (issue.path[0] === 'reason') return ['rule-reason', {}]
  if (issue.path.length === 0) return ['rule-object', {}]
  return ['rule-value', { expected: 'expected' in issue ? String(issue.expected) : issue.code }]
}

/** Names in braces of a text. */
export function placeholders(words: string): string[] {
  return Array.from(words.matchAll(/\{([A-Za-z0-9]+)\}/g), (match) => match[1] ?? '')
}

const short = (value: unknown): string => String(value).slice(0, 200)
