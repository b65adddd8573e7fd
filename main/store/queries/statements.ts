/** Prepared statements, kept per connection: preparing costs more than most queries of a desk run for. */
import type Database from 'better-sqlite3'
import type { ReadDb } from '../open.ts'

export type Bound = string | number | null
/** A piece of SQL and the values of its question marks. What a person typed is only ever a value. */
export interface Sql {
  readonly text: string
  readonly values: readonly Bound[]
}

/** Filters are composed, so their texts vary; the oldest goes when there are this many. */
const KEPT = 300
const kept = new WeakMap<ReadDb, Map<string, Database.Statement<Bound[]>>>()

function prepared(db: ReadDb, text: string): Database.Statement<Bound[]> {
  let statements = kept.get(db)
  if (statements === undefined) kept.set(db, (statements = new Map()))
  const found = statements.get(text)
  if (found !== undefined) {
    statements.delete(text)
    statements.set(text, found)
    return found
  }
  const made = db.prepare<Bound[]>(text)
  statements.set(text, made)
  if (statements.size > KEPT) {
    const [oldest] = statements.keys()
    if (oldest !== undefined) statements.delete(oldest)
  }
  return made
}

/** Rows as objects of the shape that the caller's SQL gives. */
export function all<Row>(db: ReadDb, text: string, values: readonly Bound[] = []): Row[] {
  return prepared(db, text)
    .raw(false)
    .pluck(false)
    .all(...values) as Row[]
}

export function get<Row>(db: ReadDb, text: string, values: readonly Bound[] = []): Row | undefined {
  return prepared(db, text)
    .raw(false)
    .pluck(false)
    .get(...values) as Row | undefined
}

/** The first column alone, of every row. */
export function column<Value extends Bound>(db: ReadDb, text: string, values: readonly Bound[] = []): Value[] {
  return prepared(db, text)
    .pluck(true)
    .all(...values) as Value[]
}

/** Rows as lists of values. */
export function table(db: ReadDb, text: string, values: readonly Bound[] = []): Bound[][] {
  return prepared(db, text)
    .raw(true)
    .all(...values) as Bound[][]
}

/** The first column of the first row; `undefined` without a row. */
export function value<Value extends Bound>(db: ReadDb, text: string, values: readonly Bound[] = []): Value | undefined {
  return prepared(db, text)
    .pluck(true)
    .get(...values) as Value | undefined
}

export const and = (parts: readonly Sql[]): Sql => ({ text: parts.length === 0 ? '1' : parts.map((part) => part.text).join(' AND '), values: parts.flatMap((part) => part.values) })

export const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ')

/** Runs `read` on one state of the store: no commit of the writer comes between its statements. */
export function atOnce<Result>(db: ReadDb, read: () => Result): Result {
  if (db.inTransaction) return read()
  prepared(db, 'BEGIN').run()
  try {
    return read()
  } finally {
    prepared(db, 'COMMIT').run()
  }
}

/** Changes with every commit of another connection; what was remembered from an older one is stale. */
export const versionOf = (db: ReadDb): number => Number(value(db, 'PRAGMA data_version'))
