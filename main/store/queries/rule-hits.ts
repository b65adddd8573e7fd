import type { ReadDb } from '../open.ts'
import { all } from './statements.ts'

/** Open items hit, by rule. Counted by the projection, never here. */
export function ruleHits(db: ReadDb): Record<string, number> {
  return Object.fromEntries(all<{ key: string; n: number }>(db, "SELECT key, n FROM counter WHERE name = 'rule-hits'").map(({ key, n }) => [key, n]))
}
