/**
 * The case of an item: all that was decided about it, folded from ledger events.
 *
 * `decide(case, facts, command)` says what a command does, or why not; `evolve(case, event)` folds what
 * happened. Both are pure. They run on the desk at once, on the ledger's authority for good, and in the
 * property tests. The table command × state is `docs/case.md`.
 */
export { actionsFor } from './case/actions.ts'
export { decideConsignment, evolveConsignment } from './case/consignment.ts'
export type { ConsignmentDecided, Member, RefusedMember } from './case/consignment.ts'
export { decide, SYSTEM } from './case/decide.ts'
export { evolve } from './case/evolve.ts'
export { isRejection, reject, REJECTION_CODES } from './case/rejections.ts'
export type { RejectionCode } from './case/rejections.ts'
export { EVENT_OWED, isClosed, ITEM_EVENTS, NO_CASE, noConsignment } from './case/states.ts'
export { TIMELINE_TYPES, timelineType, timelineValues } from './case/timeline.ts'
export type { TimelineType } from './case/timeline.ts'
export type { Action, Case, CaseCommand, CaseEvent, Consignment, LedgerCase } from './case/types.ts'
