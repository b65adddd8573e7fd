/**
 * Which lane an item goes to, and why: rules compiled once, evaluated a hundred thousand times.
 *
 * A condition becomes a tree of nodes with two questions. `test` is asked for every item and stops at the
 * first answer; `explain` is asked only after a hit and collects the values that caused it. The result depends
 * on the rules, the tables and the subject alone, never on the clock or on the order of the rules.
 */
import type { ContentPiece } from '../../shared/domain/records.ts'
import { LANES, type Lane } from '../../shared/domain/codes.ts'
import type { CodeTables } from '../../shared/domain/code-tables.ts'
import { qualityWords, type QualityWords } from '../../shared/domain/quality.ts'
import type { ItemSubject } from '../../shared/domain/rule-fields.ts'
import { momentMs, placeholders, type Rule } from '../../shared/domain/rules.ts'
import { english, fillPlain } from '../../shared/i18n/say.ts'
import { compileCondition, type Evaluated, type Node } from './compile.ts'
import { newExplanation, type Explanation } from './explanation.ts'

export type HitValue = string | number | boolean | null

/** A rule that fired. `reason` fills an entry `rule.<code>` of the catalogues; `values` are what caused it, by field. */
export interface Hit {
  readonly rule: string
  readonly lane: Lane
  readonly reason: { readonly code: string; readonly values: Readonly<Record<string, string | number>>; readonly text: string }
  readonly values: Readonly<Record<string, HitValue>>
}

export interface Verdict {
  /** Of the most severe hit; green where nothing hit. */
  readonly lane: Lane
  /** Most severe first, then by rule id. */
  readonly hits: readonly Hit[]
}

export interface RuleSet {
  /** What the lane was decided by: the ledger seq of the last change to rules or tables, 0 for the set as shipped. */
  readonly version: number
  /** The words of the same tables, for the findings on an item's quality. */
  readonly words: QualityWords
  /** Whether a word is a retention reason of the office: with any other, the post's performance clock does not stop. */
  isReason(word: string): boolean
  evaluate(subject: ItemSubject): Verdict
}

/** Keyed hash of a text, as at least 12 hexadecimal digits (`keyedSha256` in the product). */
export type KeyedHash = (key: string, text: string) => string

export interface CompileOptions {
  /** The office's secret: without it nobody can work out which items the random share takes. */
  readonly shareKey: string
  readonly hash: KeyedHash
  readonly version?: number
  /** Epoch ms at which a day (ISO date) begins at the office; UTC by default. */
  readonly dayStart?: (isoDate: string) => number
}

interface Compiled {
  readonly rule: Rule
  readonly node: Node
  readonly from: number
  readonly to: number
}

const GREEN: Verdict = Object.freeze({ lane: 'green', hits: Object.freeze([]) })
const NO_PIECES: readonly ContentPiece[] = []

/**
 * Compiles a set of rules over the office's code tables.
 *
 * Of rules with the same id the last counts, so an office replaces a built-in rule by one of its own.
 * Disabled rules are left out. Rules hold by the item's own time; an item that has none counts as of today
 * and later: rules with an end have ended for it.
 *
 * Fast enough for intake: see tests/unit/selectivity and `npm run bench`.
 */
export function compileRules(rules: readonly Rule[], tables: CodeTables, options: CompileOptions): RuleSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const compiled = [...byId.values()]
    .filter((rule) => rule.enabled)
    .sort(bySeverity)
    .map((rule): Compiled => ({
      rule,
      node: compileCondition(rule.when, tables, (perMille) => inShare(perMille, options)),
      from: rule.validFrom === null ? -Infinity : momentMs(rule.validFrom, options.dayStart),
      to: rule.validTo === null ? Infinity : momentMs(rule.validTo, options.dayStart),
    }))
  let words: QualityWords | null = null
  const reasons = new Set((tables.get('retention-reasons') ?? []).filter((row) => row.active).map((row) => row.code))
  const evaluated: Evaluated = { subject: undefined as never, pieces: NO_PIECES, piece: null }

  return {
    version: options.version ?? 0,
    get words() {
      return (words ??= qualityWords(tables))
    },
    isReason: (word) => reasons.has(word),
    evaluate(subject) {
      evaluated.subject = subject
      evaluated.pieces = subject.declaration?.content ?? NO_PIECES
      evaluated.piece = null
      const at = subject.referenceMs ?? Infinity
      let hits: Hit[] | null = null
      for (const { rule, node, from, to } of compiled) {
        if (at < from || (at >= to && to !== Infinity)) continue
        if (!node.test(evaluated)) continue
        const explanation = newExplanation(subject)
        node.explain(evaluated, explanation)
        hits ??= []
        hits.push(hitOf(rule, explanation))
      }
      return hits === null ? GREEN : { lane: hits[0]?.lane ?? 'green', hits }
    },
  }
}

function bySeverity(a: Rule, b: Rule): number {
  return LANES.indexOf(b.lane) - LANES.indexOf(a.lane) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/**
 * Whether a case is in a random share, in per mille: the first 48 bits of its keyed hash, as a fraction.
 * A larger share contains every smaller one, so raising it keeps what was drawn.
 */
function inShare(perMille: number, { shareKey, hash }: CompileOptions): (caseId: string) => boolean {
  const below = (perMille / 1000) * 2 ** 48
  return (caseId) => Number.parseInt(hash(shareKey, caseId).slice(0, 12), 16) < below
}

function hitOf(rule: Rule, { values, said }: Explanation): Hit {
  const { reason } = rule
  if ('code' in reason) return { rule: rule.id, lane: rule.lane, reason: { code: reason.code, values: said, text: english('rule', reason.code, said) }, values }
  // An office's own words fill the entry `own` in each language that the screens have, so that no reader
  // of a hit needs to know two kinds of reason.
  const text = fillPlain(reason.text.en, known(reason.text.en, said))
  const french = reason.text['fr'] ?? reason.text.en
  return { rule: rule.id, lane: rule.lane, reason: { code: 'own', values: { ...said, text, textFr: fillPlain(french, known(french, said)) }, text }, values }
}

/** A reason may name a value that did not take part in this hit (the other branch of an `any`): a dash then. */
function known(text: string, said: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> {
  const missing = placeholders(text).filter((name) => !Object.hasOwn(said, name))
  return missing.length === 0 ? said : { ...Object.fromEntries(missing.map((name) => [name, '—'])), ...said }
}
