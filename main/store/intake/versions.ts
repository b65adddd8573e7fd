/**
 * Versions of one document. Two messages with the same type, sender and reference are versions of one; the
 * one in force is found from the set of them, never from the order of arrival: by prepared time, then
 * function (cancel over replace over original), then digest. Source: DESIGN section 2.
 *
 * One that does not say when it was prepared (a table sent by mail) counts from its receipt, which is kept as the
 * messages are: of two lists of one name, the one that came last is meant.
 */
import type { MessageFunction } from '../../../shared/domain/records.ts'
import type { WriteDb } from '../open.ts'

export interface Version {
  readonly id: number
  /** When it was prepared, or received where it does not say. */
  readonly ms: number
  readonly function: string
  readonly digest: string
  readonly live: number
}

const RANK: Record<MessageFunction, number> = { original: 0, replace: 1, cancel: 2 }

export function compareVersions(a: Omit<Version, 'live' | 'id'>, b: Omit<Version, 'live' | 'id'>): number {
  if (a.ms !== b.ms) return a.ms - b.ms
  const rank = (RANK[a.function as MessageFunction] ?? 0) - (RANK[b.function as MessageFunction] ?? 0)
  if (rank !== 0) return rank
  return a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0
}

export interface Standing {
  /** A message already kept holds the very same bytes. */
  readonly duplicateOf: number | null
  /** The version in force until now that this one supersedes. */
  readonly supersedes: number | null
  /** The version in force that this one, late, comes after. */
  readonly supersededBy: number | null
  /** Messages whose standing changes: what they announced must be projected again. */
  readonly touched: readonly number[]
}

/** Gives message `id` its place among the versions of its document and marks which one is in force. */
export function placeVersion(
  db: WriteDb,
  message: { id: number; type: string; sender: string | null; reference: string | null; prepared_ms: number | null; function: string; digest: string },
): Standing {
  // A table that a small post sends names neither itself nor its sender: two files of one name are two tables.
  if (message.reference === null || (message.sender === null && message.type === 'MANIFEST')) {
    db.prepare('UPDATE message SET live = ? WHERE id = ?').run(message.function === 'cancel' ? 0 : 1, message.id)
    return { duplicateOf: null, supersedes: null, supersededBy: null, touched: [] }
  }
  const others = db
    .prepare<[string, string, string | null, number], Version>(
      `SELECT m.id, ifnull(m.prepared_ms, i.received_ms) AS ms, m.function, m.digest, m.live FROM message m JOIN interchange i ON i.id = m.interchange
       WHERE m.type = ? AND m.reference = ? AND m.sender IS ? AND m.id <> ? AND m.status IN ('accepted', 'accepted-with-findings')`,
    )
    .all(message.type, message.reference, message.sender, message.id)
  const same = others.find((other) => other.digest === message.digest)
  if (same) return { duplicateOf: same.id, supersedes: null, supersededBy: null, touched: [] }

  const before = others.toSorted(compareVersions).at(-1) ?? null
  const ms =
    message.prepared_ms ??
    db.prepare<[number], { ms: number }>('SELECT i.received_ms AS ms FROM message m JOIN interchange i ON i.id = m.interchange WHERE m.id = ?').get(message.id)?.ms ??
    0
  const wins = before === null || compareVersions({ ...message, ms }, before) > 0
  if (wins) {
    if (before)
      db.prepare('UPDATE message SET live = 0, superseded_by = ? WHERE type = ? AND reference = ? AND sender IS ? AND id <> ?').run(
        message.id,
        message.type,
        message.reference,
        message.sender,
        message.id,
      )
    db.prepare('UPDATE message SET live = ?, supersedes = ? WHERE id = ?').run(message.function === 'cancel' ? 0 : 1, before?.id ?? null, message.id)
    return { duplicateOf: null, supersedes: before?.id ?? null, supersededBy: null, touched: before ? [before.id] : [] }
  }
  db.prepare('UPDATE message SET live = 0, superseded_by = ? WHERE id = ?').run(before.id, message.id)
  return { duplicateOf: null, supersedes: null, supersededBy: before.id, touched: [] }
}
