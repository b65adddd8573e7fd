/**
 * When one officer alone may not release.
 *
 * Releasing an item of the red lane, or one that another officer flagged, needs an examination result or
 * a second person. Read strictly:
 * - the result must be the latest since the last reopening, and come after the last such flag and after
 *   the last examination ordered: an order says that somebody wants to look again;
 * - `inconclusive` is no result in this sense, since it says that nobody knows; nor is a word of the officer's
 *   own, since nothing says what it means;
 * - `prohibited`, once recorded, asks for a second person in every lane until the case is reopened, so
 *   that nobody talks himself out of a find with a second result;
 * - a supervisor who takes another officer's flag off still counts as releasing a flagged item.
 */
import type { Case, SecondPersonReason } from './types.ts'
import type { CaseFacts } from '../../ledger/types.ts'

/** Results that say what was found. */
const TELLING: readonly string[] = ['clear', 'discrepancy', 'prohibited']

/** @returns why a second person is needed for `actor` to release, or `null` */
export function secondPersonFor(current: Case, facts: CaseFacts, actor: string): SecondPersonReason | null {
  const results = current.results.filter((one) => one.n > current.resultsFrom)
  if (results.some((one) => one.result === 'prohibited')) return 'prohibited'
  const flags = [...current.flags.filter((flag) => flag.actor !== actor), ...current.lifted.filter((flag) => flag.liftedBy === actor && flag.actor !== actor)]
  if (facts.lane !== 'red' && flags.length === 0) return null
  const lookedAt = results.at(-1)
  const after = Math.max(0, ...flags.map((flag) => flag.n), ...current.orders.map((order) => order.n))
  if (lookedAt !== undefined && TELLING.includes(lookedAt.result) && lookedAt.n > after) return null
  return facts.lane === 'red' ? 'red-lane' : 'flagged-by-another'
}

/** Whether the item was examined, since the last reopening and the last order, with a result that lets it go. */
export function examinedClear(current: Case): boolean {
  const last = current.results.filter((one) => one.n > current.resultsFrom).at(-1)
  return last !== undefined && last.result === 'clear' && current.orders.length === 0
}
