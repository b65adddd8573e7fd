/**
 * The projection of custody and of shifts: the rows of a case are made anew from all its events whenever one is
 * added, so that live work, a rebuild and a purge (which takes facts away) come to the same.
 */
import { CASE_STATES } from '../../../shared/domain/codes.ts'
import { custodyOf } from '../../../shared/domain/custody.ts'
import { kindOf } from '../../../shared/domain/identifiers.ts'
import { closedShift, openedShift } from '../../../shared/domain/shift.ts'
import type { OpenShift } from '../../../shared/domain/shift.ts'
import { EVENTS_HERE } from '../../../shared/domain/codes.ts'
import type { CaseFacts, LedgerCommand, LedgerEvent } from '../../../shared/ledger/types.ts'
import type { Authority } from '../../../shared/ledger/port.ts'
import type { WriteDb } from '../open.ts'
import type { JobStep } from '../writing/jobs.ts'

/** The end of what has not ended: later than any clock, and still an exact number in SQLite and here. */
export const NOT_ENDED = 9_000_000_000_000_000

export interface CustodyProjector {
  /** Makes the rows of an item's case anew. */
  case(id: string): void
  /** Takes an event in: a shift's at once; answers the cases whose rows it changes. */
  apply(event: LedgerEvent): readonly string[]
}

const isItemCase = (id: string): boolean => {
  if (id.startsWith('@')) return false
  const kind = kindOf(id.slice(0, id.lastIndexOf('#')))
  return kind !== 'receptacle' && kind !== 'dispatch'
}

export function custodyProjector(db: WriteDb, authority: Pick<Authority, 'command' | 'eventsOfCase'>): CustodyProjector {
  const dropMoves = db.prepare('DELETE FROM custody_move WHERE case_id = ?')
  const dropStays = db.prepare('DELETE FROM custody_stay WHERE case_id = ?')
  const addMove = db.prepare('INSERT INTO custody_move VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const addStay = db.prepare('INSERT INTO custody_stay VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const open = db.prepare('INSERT OR REPLACE INTO shift(id, post, opened_ms, opened_by, opened_seq, opening) VALUES (?, ?, ?, ?, ?, ?)')
  const opening = db.prepare<[string], { opening: string; closed_ms: number | null }>('SELECT opening, closed_ms FROM shift WHERE id = ?')
  const close = db.prepare('UPDATE shift SET closed_ms = ?, closed_by = ?, closing = ? WHERE id = ?')

  function factsOf(command: LedgerCommand | null, subject: string): CaseFacts | null {
    const facts = command?.facts ?? null
    if (facts === null) return null
    return 'members' in facts ? (facts.members.find((one) => one.subject === subject)?.facts ?? null) : facts
  }

  return {
    case(id) {
      dropMoves.run(id)
      dropStays.run(id)
      const commands = new Map<string, LedgerCommand | null>()
      const commandOf = (name: string): LedgerCommand | null => {
        if (!commands.has(name)) commands.set(name, authority.command(name)?.command ?? null)
        return commands.get(name) ?? null
      }
      const events = authority.eventsOfCase(id)
      const item = id.slice(0, id.lastIndexOf('#'))
      const { moves, stays } = custodyOf(events, (event) => {
        const last = factsOf(commandOf(event.command), event.subject)?.lastEvent ?? null
        return last !== null && EVENTS_HERE.has(last.code)
      })
      for (const move of moves) {
        addMove.run(
          move.seq,
          id,
          item,
          move.ms,
          move.type,
          move.actor,
          move.approver,
          commandOf(move.command)?.shift ?? null,
          CASE_STATES.indexOf(move.state),
          move.flows[0] ?? null,
          move.flows[1] ?? null,
          move.duty?.minor ?? null,
          move.duty?.currency ?? null,
          move.undone?.seq ?? null,
          move.undone?.ms ?? null,
          move.undoes,
        )
      }
      for (const stay of stays) {
        addStay.run(stay.fromSeq, id, item, stay.stock === 'custody' ? 0 : 1, CASE_STATES.indexOf(stay.state), stay.fromMs, stay.stockMs, stay.toSeq, stay.toMs ?? NOT_ENDED)
      }
    },
    apply(event) {
      if (event.type === 'purged') {
        const cases = event.data['cases']
        return Array.isArray(cases) ? cases.filter((id): id is string => typeof id === 'string' && isItemCase(id)) : []
      }
      if (!event.subject.startsWith('@')) return isItemCase(event.case) ? [event.case] : []
      if (event.v > 1) return []
      if (event.type === 'shift-opened') {
        const shift = openedShift(event)
        open.run(shift.id, shift.post, shift.openedAt, shift.openedBy, shift.openedSeq, JSON.stringify(shift))
      } else if (event.type === 'shift-closed') {
        const id = event.subject.slice(event.subject.indexOf('/') + 1)
        const row = opening.get(id)
        if (row === undefined || row.closed_ms !== null) return []
        const shift = closedShift(JSON.parse(row.opening) as OpenShift, event)
        close.run(shift.closedAt, shift.closedBy, JSON.stringify(shift), id)
      }
      return []
    },
  }
}

const PAGE = 256
const OWED = 'custody-owed'

/** Whether a store of an earlier version has yet to make these rows of its past. */
export const owesCustody = (db: WriteDb): boolean => db.prepare('SELECT 1 FROM local WHERE name = ?').get(OWED) !== undefined

/** Makes all of them, from the ledger; what officers do meanwhile makes its own. */
export function* makeCustody(db: WriteDb, authority: Authority): Generator<JobStep, { events: number }, void> {
  const custody = custodyProjector(db, authority)
  const cases = new Set<string>()
  let events = 0
  for (let seq = 0; ;) {
    const page = authority.events(seq, PAGE)
    for (const event of page) for (const id of custody.apply(event)) cases.add(id)
    const last = page.at(-1)
    if (last === undefined) break
    seq = last.seq
    events += page.length
    yield {}
  }
  let done = 0
  for (const id of cases) {
    custody.case(id)
    done += 1
    if (done % 32 === 0) yield { progress: done / cases.size }
  }
  db.prepare('DELETE FROM local WHERE name = ?').run(OWED)
  return { events }
}
