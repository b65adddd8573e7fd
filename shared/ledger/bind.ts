/**
 * Which case a command belongs to.
 *
 * A number is re-used about a year after its last use, so an S10 names an item only for a time: it binds
 * to its case that was active within 300 days of the command, else the ledger opens the next one. Receptacles
 * and dispatches carry the last digit of a year and bind alike. Local numbers are never given twice.
 */
import { kindOf, normaliseIdentifier } from '../domain/identifiers.ts'
import type { LedgerCase } from '../domain/case.ts'

const DAY = 86_400_000
export const BINDING_MS = 300 * DAY

export type SubjectKind = 'item' | 'receptacle' | 'dispatch'

/** Kind of case that a subject has; `null` where it is no identifier in its normal form (or an `@` subject). */
export function caseKindOf(subject: string): SubjectKind | null {
  if (subject.startsWith('@') || subject === '' || subject.length > 100 || subject.includes('#') || normaliseIdentifier(subject) !== subject) return null
  const kind = kindOf(subject)
  return kind === 'other' ? 'item' : kind
}

/** `<subject>#<k>` taken apart; an `@` subject is its own case. */
export function subjectOfCase(caseId: string): { readonly subject: string; readonly k: number } {
  const hash = caseId.startsWith('@') ? -1 : caseId.lastIndexOf('#')
  return hash === -1 ? { subject: caseId, k: 0 } : { subject: caseId.slice(0, hash), k: Number(caseId.slice(hash + 1)) }
}

/**
 * @param cases all cases of one subject, in the order they were opened
 * @param at time of the command, epoch ms
 * @returns the nearest one that was active within 300 days before or after `at` (a late command of an
 *   earlier time still belongs to it), the later one of two that are equally near; `null` to open the next
 */
export function bind<C extends LedgerCase>(subject: string, cases: readonly C[], at: number): C | null {
  if (kindOf(subject) === 'other') return cases[0] ?? null
  let nearest: C | null = null
  let distance = Number.POSITIVE_INFINITY
  for (const one of cases) {
    const away = at < one.openedAt ? one.openedAt - at : Math.max(0, at - one.lastAt)
    if (away <= BINDING_MS && away <= distance) {
      nearest = one
      distance = away
    }
  }
  return nearest
}
