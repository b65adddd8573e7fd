/**
 * Canonical records into fact tables, one message at a time.
 *
 * `id = message * 2^21 + n`, so the facts of a message are a range of the primary key of each table.
 */
import type { CanonicalRecord, Declaration, DispatchAdvice, ItemAdvice, ItemEvent, ReceptacleAdvice } from '../../../shared/domain/records.ts'
import type { WriteDb } from '../open.ts'

export const FACTS_PER_MESSAGE = 2 ** 21
export const FACT_TABLES = ['dispatch_advice', 'receptacle_advice', 'item_advice', 'declaration', 'item_event', 'item_decision'] as const

/** The key range `[from, to)` of a message's facts. */
export const factRange = (message: number): { from: number; to: number } => ({ from: message * FACTS_PER_MESSAGE, to: (message + 1) * FACTS_PER_MESSAGE })
/** The message that a fact came with. */
export const messageOf = (fact: number): number => Math.floor(fact / FACTS_PER_MESSAGE)

export interface RecordCounts {
  dispatches: number
  receptacles: number
  items: number
  events: number
}

export interface FactWriter {
  /** Answers false when the message holds more facts of a kind than its key range; nothing was written then. */
  write(message: number, n: number, record: CanonicalRecord, counts: RecordCounts): boolean
}

export function factWriter(db: WriteDb): FactWriter {
  const dispatch = db.prepare('INSERT INTO dispatch_advice(id, dispatch, record) VALUES (?, ?, ?)')
  const receptacle = db.prepare('INSERT INTO receptacle_advice(id, receptacle, dispatch, record) VALUES (?, ?, ?, ?)')
  const item = db.prepare('INSERT INTO item_advice(id, item, receptacle, dispatch) VALUES (?, ?, ?, ?)')
  const declaration = db.prepare('INSERT INTO declaration(id, item, record) VALUES (?, ?, ?)')
  const piece = db.prepare(
    'INSERT OR REPLACE INTO content_piece(declaration, piece, description, quantity, net_g, value_text, value_minor, value_exponent, currency, hs, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const event = db.prepare('INSERT INTO item_event(id, item, code, at_ms, at_text, at_assumed, office, receptacle, reason, remark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const decision = db.prepare('INSERT INTO item_decision(id, item, record) VALUES (?, ?, ?)')

  const writeDispatch = (id: number, record: DispatchAdvice) => dispatch.run(id, record.dispatch, JSON.stringify(record))
  const writeReceptacle = (id: number, record: ReceptacleAdvice) => receptacle.run(id, record.receptacle, record.dispatch, JSON.stringify(record))
  const writeItem = (id: number, record: ItemAdvice) => item.run(id, record.item, record.receptacle, record.dispatch)
  const writeDeclaration = (id: number, record: Declaration) => {
    const { content, kind: _kind, ...head } = record
    declaration.run(id, record.item, JSON.stringify(head))
    const used = new Set<number>()
    for (const line of content) {
      // A repeated piece number must not swallow the piece before it.
      let number = line.piece
      while (used.has(number)) number += 1
      used.add(number)
      piece.run(
        id,
        number,
        line.description,
        line.quantity,
        line.netWeightG,
        line.value?.text ?? null,
        line.value?.minor ?? null,
        line.value?.exponent ?? null,
        line.value?.currency ?? null,
        line.hs,
        line.origin,
      )
    }
  }
  const writeEvent = (id: number, record: ItemEvent) =>
    event.run(
      id,
      record.item,
      record.code,
      record.at?.ms ?? null,
      record.at?.text ?? null,
      record.at?.assumed ? 1 : 0,
      record.office,
      record.receptacle,
      record.reason,
      record.remark,
    )

  return {
    write(message, n, record, counts) {
      if (n >= FACTS_PER_MESSAGE) return false
      const id = message * FACTS_PER_MESSAGE + n
      switch (record.kind) {
        case 'dispatch':
          writeDispatch(id, record)
          counts.dispatches += 1
          return true
        case 'receptacle':
          writeReceptacle(id, record)
          counts.receptacles += 1
          return true
        case 'item':
          writeItem(id, record)
          counts.items += 1
          return true
        case 'declaration':
          writeDeclaration(id, record)
          counts.items += 1
          return true
        case 'event':
          writeEvent(id, record)
          counts.events += 1
          return true
        case 'decision':
          decision.run(id, record.item, JSON.stringify(record))
          return true
      }
    },
  }
}

/** Removes facts of a message that does not count after all, at most `limit` rows a call; answers whether any are left. */
export function removeFacts(db: WriteDb, message: number, limit: number): boolean {
  const { from, to } = factRange(message)
  let left = limit
  for (const table of FACT_TABLES) {
    if (left <= 0) return true
    if (table === 'declaration') {
      db.prepare('DELETE FROM content_piece WHERE declaration IN (SELECT id FROM declaration WHERE id >= ? AND id < ? LIMIT ?)').run(from, to, left)
    }
    left -= db.prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id >= ? AND id < ? LIMIT ?)`).run(from, to, left).changes
  }
  return left <= 0
}
