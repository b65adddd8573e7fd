/** A case as the fold of its events, and the text in which its snapshot is kept. */
import { evolve, evolveConsignment, NO_CASE, noConsignment } from '../../shared/domain/case.ts'
import type { LedgerCase } from '../../shared/domain/case.ts'
import { caseKindOf } from '../../shared/ledger/bind.ts'
import { canonicalJson } from '../../shared/ledger/canonical.ts'
import type { LedgerEvent } from '../../shared/ledger/types.ts'

/** @param events all events of one case, in order; @returns `null` where there are none */
export function foldCase(events: readonly LedgerEvent[]): LedgerCase | null {
  const first = events[0]
  if (first === undefined) return null
  const kind = caseKindOf(first.subject)
  return kind === 'receptacle' || kind === 'dispatch' ? events.reduce(evolveConsignment, noConsignment(kind)) : events.reduce(evolve, NO_CASE)
}

/** Canonical, so that two equal cases have one text. */
export function foldedSnapshot(one: LedgerCase): string {
  return canonicalJson(one)
}
