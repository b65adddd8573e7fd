/** What the desk knows of a subject at the moment of a command: captured, since whoever decides later uses this. */
import { createHash } from 'node:crypto'
import { CASE_STATES, CLOSED_STATES, LANES } from '../../../shared/domain/codes.ts'
import { kindOf } from '../../../shared/domain/identifiers.ts'
import type { CaseFacts, MemberFacts } from '../../../shared/ledger/types.ts'
import type { Hit, RuleSet } from '../../selectivity/evaluate.ts'
import { unannounced } from '../project/item-row.ts'
import type { WriteDb } from '../open.ts'
import { REUSE_MS } from '../project/occurrences.ts'

/** Most members of a receptacle or dispatch that one command decides; above that, items are decided by a bulk action. */
export const MOST_MEMBERS = 10_000

interface Row {
  readonly item: string
  readonly case_id: string
  readonly state: number
  readonly lane: number
  readonly hits: string | null
  readonly declaration: number | null
  readonly last_event: string | null
  readonly last_event_ms: number | null
  readonly announced: number
  readonly receptacle: string | null
  readonly dispatch: string | null
}
const COLUMNS = 'item, case_id, state, lane, hits, declaration, last_event, last_event_ms, announced, receptacle, dispatch'

export interface FactsReader {
  /** Of the item as it is at `at`; of nothing known, or of a use of its number too long ago, the facts of an unannounced item. */
  item(item: string, at: number): CaseFacts
  /** Of the members that are still open. */
  members(subject: string): MemberFacts
  /** Of whatever `subject` is. */
  of(subject: string, at: number): CaseFacts | MemberFacts
}

/** @param rules in force: of an item that nobody has announced they speak too (it has no advance data, for one) */
export function factsReader(db: WriteDb, rules: () => RuleSet): FactsReader {
  const byItem = db.prepare<[string, string, string], Row & { readonly first_ms: number; readonly updated_ms: number }>(
    `SELECT ${COLUMNS}, first_ms, updated_ms FROM item WHERE case_id >= ? AND case_id < ? AND item = ? ORDER BY first_ms DESC`,
  )
  const byReceptacle = db.prepare<[string, number], Row>(`SELECT ${COLUMNS} FROM item WHERE receptacle = ? AND open = 1 ORDER BY id LIMIT ?`)
  const byDispatch = db.prepare<[string, number], Row>(`SELECT ${COLUMNS} FROM item WHERE dispatch = ? AND open = 1 ORDER BY id LIMIT ?`)
  const declaration = db.prepare<[number], { record: string }>('SELECT record FROM declaration WHERE id = ?')
  const pieces = db.prepare<[number], Record<string, unknown>>(
    'SELECT piece, description, quantity, net_g, value_text, currency, hs, origin FROM content_piece WHERE declaration = ? ORDER BY piece',
  )

  const digestOf = (id: number): string | null => {
    const row = declaration.get(id)
    return row === undefined
      ? null
      : createHash('sha256')
          .update(row.record)
          .update(JSON.stringify(pieces.all(id)))
          .digest('hex')
  }
  const briefly = (hits: readonly Hit[]): CaseFacts['hits'] => hits.map(({ rule, lane }) => ({ rule, lane }))
  const factsOf = (row: Row): CaseFacts => ({
    lane: LANES[row.lane] ?? 'red',
    rules: rules().version,
    hits: row.hits === null ? [] : briefly(JSON.parse(row.hits) as Hit[]),
    declaration: row.declaration === null ? null : digestOf(row.declaration),
    lastEvent: row.last_event === null ? null : { code: row.last_event, at: row.last_event_ms ?? 0 },
    announced: row.announced === 1,
    receptacle: row.receptacle,
    dispatch: row.dispatch,
  })
  const factsOfUnknown = (id: string): CaseFacts => {
    const { lane, hits } = rules().evaluate(unannounced(id, `${id}#1`))
    return { lane, rules: rules().version, hits: briefly(hits), declaration: null, lastEvent: null, announced: false, receptacle: null, dispatch: null }
  }
  const isOpen = (row: Row): boolean => !CLOSED_STATES.includes(CASE_STATES[row.state] ?? 'expected')
  const item = (id: string, at: number): CaseFacts => {
    // As the ledger binds the command: what was known of last year's item says nothing of the one that has its number now.
    const near = (first: number, last: number): boolean => kindOf(id) === 'other' || (at >= first - REUSE_MS && at <= last + REUSE_MS)
    const row = byItem.all(`${id}#`, `${id}~~`, id).find(({ first_ms, updated_ms }) => near(first_ms, updated_ms))
    return row === undefined ? factsOfUnknown(id) : factsOf(row)
  }
  const members = (subject: string): MemberFacts => {
    const rows = (kindOf(subject) === 'receptacle' ? byReceptacle : byDispatch).all(subject, MOST_MEMBERS).filter(isOpen)
    return { members: rows.map((row) => ({ subject: row.item, facts: factsOf(row) })) }
  }
  return {
    item,
    members,
    of(subject, at) {
      const kind = kindOf(subject)
      return kind === 'receptacle' || kind === 'dispatch' ? members(subject) : item(subject, at)
    },
  }
}
