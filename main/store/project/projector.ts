/**
 * Keeps the projections: reads the facts and the ledger's case of one identifier, works out its rows, writes
 * what changed, and keeps the counters level with the rows.
 *
 * Each call is complete in itself and may run at any time and in any order; the result depends on what is
 * stored, not on why it was called.
 */
import { CASE_STATES } from '../../../shared/domain/codes.ts'
import type { Case } from '../../../shared/domain/case/types.ts'
import { kindOf } from '../../../shared/domain/identifiers.ts'
import type { Declaration } from '../../../shared/domain/records.ts'
import type { RuleSet } from '../../selectivity/evaluate.ts'
import { messageOf } from '../intake/facts.ts'
import { ELSEWHERE, partKey, TALLIES } from '../consignment-tally.ts'
import type { WriteDb } from '../open.ts'
import { consignmentProjector } from './consignments.ts'
import { Counters } from './counters.ts'
import { projectItem, type ItemColumns, type ItemFact } from './item-row.ts'
import { occurrences, type LedgerSpan } from './occurrences.ts'

export interface Projector {
  item(item: string): void
  dispatch(dispatch: string): void
  receptacle(receptacle: string): void
  /** Whatever `subject` is. */
  subject(subject: string): void
  /** A message's standing changed: what is remembered of it is stale. */
  messageChanged(message: number): void
  /** Rules or code tables changed; items are to be projected again by whoever changed them. */
  setRules(rules: RuleSet): void
  /** Writes the counters; called before every commit. */
  flush(): void
  /** Forgets all that is remembered between calls: the tables were emptied, or a transaction was rolled back. */
  forget(): void
}

interface MessageStanding {
  readonly ms: number
  readonly live: boolean
  readonly counted: boolean
  readonly order: string
}

const FUNCTION_RANK: Record<string, string> = { original: '0', replace: '1', cancel: '2' }
/** Columns compared and written; the key stays. */
const COLUMNS = [
  'item',
  'case_id',
  'dispatch',
  'receptacle',
  'advised',
  'seen',
  'state',
  'lane',
  'open',
  'targeted',
  'flagged',
  'proposed',
  'flags',
  'assignee',
  'class',
  'origin_country',
  'nature',
  'description',
  'pieces',
  'gross_g',
  'value',
  'currency',
  'sender',
  'addressee',
  'announced',
  'declaration',
  'last_event',
  'last_event_ms',
  'hits',
  'quality',
  'first_ms',
  'updated_ms',
  'examiner',
  'held_ms',
  'hold_reason',
  'returned',
] as const satisfies readonly (keyof ItemColumns)[]
/** Withdrawn items are not missing anywhere. */
const WITHDRAWN = CASE_STATES.indexOf('withdrawn')
type StoredRow = ItemColumns & { readonly id: number }

export function openProjector(db: WriteDb, office: string, initialRules: RuleSet): Projector {
  let rules = initialRules
  const counters = new Counters(db)
  const standings = new Map<number, MessageStanding>()

  const selectStanding = db.prepare<[number], { prepared_ms: number | null; received_ms: number; live: number; status: string | null; function: string; digest: string }>(
    'SELECT m.prepared_ms, i.received_ms, m.live, m.status, m.function, m.digest FROM message m JOIN interchange i ON i.id = m.interchange WHERE m.id = ?',
  )
  const selectCases = db.prepare<[string, string], { case_id: string; opened_at: number; last_at: number; snapshot: string }>(
    'SELECT case_id, opened_at, last_at, snapshot FROM ledger_case WHERE office = ? AND subject = ? ORDER BY k',
  )
  const selectAdvices = db.prepare<[string], { id: number; receptacle: string | null; dispatch: string | null }>('SELECT id, receptacle, dispatch FROM item_advice WHERE item = ?')
  const selectDeclarations = db.prepare<[string], { id: number; record: string }>('SELECT id, record FROM declaration WHERE item = ?')
  const selectPieces = db.prepare<
    [number],
    {
      piece: number
      description: string | null
      quantity: number | null
      net_g: number | null
      value_text: string | null
      value_minor: number | null
      value_exponent: number | null
      currency: string | null
      hs: string | null
      origin: string | null
    }
  >('SELECT piece, description, quantity, net_g, value_text, value_minor, value_exponent, currency, hs, origin FROM content_piece WHERE declaration = ? ORDER BY piece')
  const selectEvents = db.prepare<[string], { id: number; code: string; at_ms: number | null; receptacle: string | null; office: string | null }>(
    'SELECT id, code, at_ms, receptacle, office FROM item_event WHERE item = ?',
  )
  const selectAnswers = db.prepare<[string], { id: number }>('SELECT id FROM item_decision WHERE item = ?')
  const selectRows = db.prepare<[string, string, string], StoredRow>(`SELECT id, ${COLUMNS.join(', ')} FROM item WHERE case_id >= ? AND case_id < ? AND item = ?`)
  const insertRow = db.prepare(`INSERT INTO item(${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`)
  const updateRow = db.prepare(`UPDATE item SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)
  const deleteRow = db.prepare('DELETE FROM item WHERE id = ?')
  const insertWords = db.prepare('INSERT INTO item_words(rowid, description, parties) VALUES (?, ?, ?)')
  const deleteWords = db.prepare('DELETE FROM item_words WHERE rowid = ?')
  const insertMarks = db.prepare('INSERT INTO item_marks(rowid, item) VALUES (?, ?)')
  const deleteMarks = db.prepare('DELETE FROM item_marks WHERE rowid = ?')
  const knownDispatches = new Set<string>()
  const consignments = consignmentProjector(db, office, (id) => standing(id), counters)

  function standing(message: number): MessageStanding {
    const kept = standings.get(message)
    if (kept) return kept
    const row = selectStanding.get(message)
    const prepared = row?.prepared_ms ?? row?.received_ms ?? 0
    const fresh: MessageStanding = {
      ms: prepared,
      live: row?.live === 1,
      counted: row?.status === 'accepted' || row?.status === 'accepted-with-findings',
      order: `${String(prepared).padStart(15, '0')}${FUNCTION_RANK[row?.function ?? ''] ?? '0'}${row?.digest ?? ''}`,
    }
    if (standings.size > 50_000) standings.clear()
    standings.set(message, fresh)
    return fresh
  }

  function declarationOf(id: number, record: string): Declaration {
    const head = JSON.parse(record) as Omit<Declaration, 'content' | 'kind'>
    const content = selectPieces.all(id).map((piece) => ({
      piece: piece.piece,
      description: piece.description,
      quantity: piece.quantity,
      netWeightG: piece.net_g,
      value: piece.value_text === null ? null : { text: piece.value_text, currency: piece.currency, minor: piece.value_minor, exponent: piece.value_exponent ?? 2 },
      hs: piece.hs,
      origin: piece.origin,
    }))
    return { kind: 'declaration', ...head, content }
  }

  function factsOf(item: string): ItemFact[] {
    const facts: ItemFact[] = []
    for (const row of selectAdvices.all(item)) {
      const from = standing(messageOf(row.id))
      if (from.counted) facts.push({ kind: 'advice', id: row.id, ms: from.ms, live: from.live, order: from.order, receptacle: row.receptacle, dispatch: row.dispatch })
    }
    for (const row of selectDeclarations.all(item)) {
      const from = standing(messageOf(row.id))
      if (from.counted) facts.push({ kind: 'declaration', id: row.id, ms: from.ms, live: from.live, order: from.order, declaration: () => declarationOf(row.id, row.record) })
    }
    for (const row of selectEvents.all(item)) {
      const from = standing(messageOf(row.id))
      if (from.counted)
        facts.push({ kind: 'event', id: row.id, ms: row.at_ms ?? from.ms, live: from.live, order: from.order, code: row.code, receptacle: row.receptacle, office: row.office })
    }
    for (const row of selectAnswers.all(item)) {
      const from = standing(messageOf(row.id))
      if (from.counted) facts.push({ kind: 'answer', id: row.id, ms: from.ms, live: from.live, order: from.order })
    }
    return facts
  }

  function count(row: ItemColumns, by: 1 | -1): void {
    counters.add('items', `${row.state}|${row.lane}|${row.targeted}|${row.declaration === null ? 0 : 1}`, by)
    if (row.dispatch !== null) {
      counters.add(TALLIES.dispatch, partKey(row.dispatch, row), by)
      consignments.touch(row.dispatch)
    }
    if (row.receptacle !== null) counters.add(TALLIES.receptacle, partKey(row.receptacle, row), by)
    if (row.advised !== null && row.advised !== row.receptacle && row.state !== WITHDRAWN) counters.add(ELSEWHERE, row.advised, by)
    if (row.open === 1 && row.hits !== null) for (const hit of JSON.parse(row.hits) as { rule: string }[]) counters.add('rule-hits', hit.rule, by)
  }

  function remove(old: StoredRow): void {
    count(old, -1)
    if (old.declaration !== null) deleteWords.run(old.id)
    deleteMarks.run(old.id)
    deleteRow.run(old.id)
    leave(old.dispatch)
  }

  function leave(dispatch: string | null): void {
    if (dispatch !== null && consignments.leaveDispatch(dispatch)) knownDispatches.delete(dispatch)
  }

  function item(item: string): void {
    const caseRows = selectCases.all(office, item)
    const spans: LedgerSpan[] = caseRows.map((row) => ({ id: row.case_id, openedMs: row.opened_at, lastMs: row.last_at }))
    const found = occurrences(item, spans, factsOf(item))
    // Every case id of an item begins with the item and '#' or '~'; the item itself is compared as well,
    // because an identifier that failed its check may be the beginning of another.
    const stored = new Map(selectRows.all(`${item}#`, `${item}~~`, item).map((row) => [row.case_id, row]))
    for (const occurrence of found) {
      const at = spans.findIndex((span) => span.id === occurrence.caseId)
      const snapshot = at === -1 ? null : (caseRows[at]?.snapshot ?? null)
      const ledger = snapshot === null ? null : (JSON.parse(snapshot) as Case)
      const projected = projectItem(item, occurrence, ledger, rules)
      const old = stored.get(occurrence.caseId)
      if (projected === null) continue
      stored.delete(occurrence.caseId)
      const { row, words } = projected
      if (row.dispatch !== null && !knownDispatches.has(row.dispatch)) {
        consignments.knowDispatch(row.dispatch)
        knownDispatches.add(row.dispatch)
      }
      if (!old) {
        const id = Number(insertRow.run(...COLUMNS.map((column) => row[column])).lastInsertRowid)
        insertMarks.run(id, row.item)
        if (words) insertWords.run(id, words.description, words.parties)
        count(row, 1)
        continue
      }
      if (COLUMNS.every((column) => row[column] === old[column])) continue
      updateRow.run(...COLUMNS.map((column) => row[column]), old.id)
      if (row.declaration !== old.declaration) {
        if (old.declaration !== null) deleteWords.run(old.id)
        if (words) insertWords.run(old.id, words.description, words.parties)
      }
      count(old, -1)
      count(row, 1)
      if (old.dispatch !== row.dispatch) leave(old.dispatch)
    }
    for (const gone of stored.values()) remove(gone)
  }

  return {
    item,
    subject(subject) {
      const kind = kindOf(subject)
      if (kind === 'receptacle') consignments.receptacle(subject)
      else if (kind === 'dispatch') consignments.dispatch(subject)
      else item(subject)
    },
    dispatch: consignments.dispatch,
    receptacle: consignments.receptacle,
    messageChanged(message) {
      standings.delete(message)
    },
    setRules(next) {
      rules = next
    },
    flush() {
      counters.flush()
      // A status follows from the counters, so it is worked out once they stand, and counted in its turn.
      consignments.settle()
      counters.flush()
      if (knownDispatches.size > 10_000) knownDispatches.clear()
    },
    forget() {
      counters.forget()
      consignments.forget()
      knownDispatches.clear()
      standings.clear()
    },
  }
}
