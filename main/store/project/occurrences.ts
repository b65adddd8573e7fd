/**
 * Which facts belong to which case of an identifier.
 *
 * The post uses an S10 again about a year after its last use, so an identifier alone is no item for ever.
 * The ledger has bound commands to cases already (300 days, `shared/ledger`); messages bind themselves here,
 * from the set of facts alone, so that the order of arrival makes no difference:
 *
 * 1. a message's fact belongs to the ledger's case whose span is nearest, if within 300 days of it;
 * 2. what is left falls into runs without a gap of more than 300 days, each an occurrence of its own;
 * 3. the latest run after the last ledger case carries the name the ledger would open next (`<item>#<k+1>`),
 *    earlier ones a name by their first month (`<item>~202511`), which no later command can claim.
 *
 * Only S10 numbers are used again: a local number is one item for ever (`shared/ledger/bind.ts` says so too).
 */
import { kindOf } from '../../../shared/domain/identifiers.ts'

/** Source: identifiers.md, "re-used about a year after its last use"; DESIGN section 2. */
export const REUSE_MS = 300 * 86_400_000

export interface LedgerSpan {
  readonly id: string
  readonly openedMs: number
  readonly lastMs: number
}

export interface Occurrence<F> {
  readonly caseId: string
  /** Whether the ledger knows it; otherwise the first command will open it. */
  readonly known: boolean
  readonly facts: readonly F[]
  readonly firstMs: number
  readonly lastMs: number
}

/** Splits the facts of one identifier into its cases. `cases` in the order the ledger opened them. */
export function occurrences<F extends { readonly ms: number }>(item: string, cases: readonly LedgerSpan[], facts: readonly F[]): Occurrence<F>[] {
  const within = kindOf(item) === 'other' ? Infinity : REUSE_MS
  const bound = cases.map(() => [] as F[])
  const free: F[] = []
  for (const fact of facts) {
    const at = nearest(cases, fact.ms, within)
    if (at === -1) free.push(fact)
    else bound[at]?.push(fact)
  }
  const out: Occurrence<F>[] = cases.map((span, index) => spanOf(span.id, true, bound[index] ?? [], span))
  free.sort((a, b) => a.ms - b.ms)
  const runs: F[][] = []
  let last = -Infinity
  for (const fact of free) {
    if (runs.length === 0 || fact.ms - last > within) runs.push([])
    runs.at(-1)?.push(fact)
    last = fact.ms
  }
  const lastKnown = cases.reduce((most, span) => Math.max(most, span.lastMs), -Infinity)
  runs.forEach((run, index) => {
    const first = run[0]?.ms ?? 0
    const newest = index === runs.length - 1 && first > lastKnown
    out.push(spanOf(newest ? `${item}#${cases.length + 1}` : `${item}~${monthOf(first)}`, false, run, null))
  })
  return out.sort((a, b) => a.firstMs - b.firstMs)
}

function nearest(cases: readonly LedgerSpan[], ms: number, within: number): number {
  let best = -1
  let distance = within
  cases.forEach((span, index) => {
    const away = ms < span.openedMs ? span.openedMs - ms : ms > span.lastMs ? ms - span.lastMs : 0
    // Ties go to the later case: a number's present use matters more than its past one.
    if (away <= distance) {
      best = index
      distance = away
    }
  })
  return best
}

function spanOf<F extends { readonly ms: number }>(caseId: string, known: boolean, facts: readonly F[], span: LedgerSpan | null): Occurrence<F> {
  let firstMs = span?.openedMs ?? Infinity
  let lastMs = span?.lastMs ?? -Infinity
  for (const fact of facts) {
    if (fact.ms < firstMs) firstMs = fact.ms
    if (fact.ms > lastMs) lastMs = fact.ms
  }
  return { caseId, known, facts, firstMs, lastMs }
}

function monthOf(ms: number): string {
  const date = new Date(ms)
  return `${date.getUTCFullYear()}${String(date.getUTCMonth() + 1).padStart(2, '0')}`
}
