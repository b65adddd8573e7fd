/** The numbers beside the filters, and those of the frame: from counters and partial indexes, never by counting rows. */
import type { Output } from '../../../shared/contract.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import type { ReadDb } from '../open.ts'
import { value } from './statements.ts'
import { talliesOf } from './tallies.ts'

export function itemCounts(db: ReadDb): Output<'items.counts'> {
  const tallies = talliesOf(db)
  const sum = (passes: (tally: (typeof tallies)[number]) => boolean): number => tallies.reduce((total, tally) => total + (passes(tally) ? tally.n : 0), 0)
  return {
    byState: Object.fromEntries(CASE_STATES.map((state, at) => [state, sum((tally) => tally.state === at)])),
    byLaneOpen: Object.fromEntries(LANES.map((lane, at) => [lane, sum((tally) => tally.lane === at && tally.open === 1)])),
    targetedOpen: sum((tally) => tally.targeted === 1 && tally.open === 1),
    undeclaredOpen: sum((tally) => tally.declared === 0 && tally.open === 1),
    all: sum(() => true),
  }
}

/** What waits for somebody: answers not yet written (or that failed), messages set aside. */
export function waitingCounts(db: ReadDb): Output<'session.get'>['waiting'] {
  return {
    out: value<number>(db, `SELECT count(*) FROM out_tray INDEXED BY out_tray_waiting WHERE status IN ('waiting', 'failed')`) ?? 0,
    setAside: value<number>(db, `SELECT count(*) FROM message INDEXED BY message_status WHERE status = 'set-aside'`) ?? 0,
  }
}
