/** Counts the rows of a store by hand, as no screen may, and compares them with the counters that the screens read. */
import type { WriteDb } from '../../main/store/open.ts'

const BY_HAND: readonly (readonly [counter: string, sql: string])[] = [
  ['items', `SELECT state || '|' || lane || '|' || targeted || '|' || (declaration IS NOT NULL) AS key, count(*) AS n FROM item GROUP BY 1`],
  ...(['dispatch', 'receptacle'] as const).map(
    (where) =>
      [
        `${where}-tally`,
        `SELECT ${where} || '|' || state || '|' || targeted || '|' || (declaration IS NOT NULL) || '|' || seen || '|' || (receptacle IS NOT advised) AS key, count(*) AS n
         FROM item WHERE ${where} IS NOT NULL GROUP BY 1`,
      ] as const,
  ),
  ['receptacle-elsewhere', 'SELECT advised AS key, count(*) AS n FROM item WHERE advised IS NOT NULL AND receptacle IS NOT advised AND state <> 10 GROUP BY 1'],
  [
    'dispatch-receptacles',
    `SELECT dispatch || '|' || status || '|' || (announcements > 1 OR arrivals > 1) AS key, count(*) AS n FROM receptacle WHERE dispatch IS NOT NULL GROUP BY 1`,
  ],
  ['dispatches', 'SELECT status AS key, count(*) AS n FROM dispatch GROUP BY 1'],
]

/** One line for each counter that says another number than the rows do. */
export function strayCounters(db: WriteDb): string[] {
  return BY_HAND.flatMap(([name, sql]) => {
    const counted = new Map(
      db
        .prepare<[], { key: string; n: number }>(sql)
        .all()
        .map(({ key, n }) => [key, n]),
    )
    const kept = new Map(
      db
        .prepare<[string], { key: string; n: number }>('SELECT key, n FROM counter WHERE name = ?')
        .all(name)
        .map(({ key, n }) => [key, n]),
    )
    return [...new Set([...counted.keys(), ...kept.keys()])]
      .filter((key) => counted.get(key) !== kept.get(key))
      .map((key) => `${name} ${key}: ${kept.get(key) ?? 0}, but there are ${counted.get(key) ?? 0}`)
  })
}
