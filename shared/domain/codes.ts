/**
 * The closed vocabularies of the product. What an office may extend (subclasses, receptacle types,
 * natures, reasons, flags) is a code table in the store, not listed here.
 */

/** Where a case stands. Sources: DESIGN section 2; `docs/case.md` has the table command × state. */
export const CASE_STATES = ['expected', 'arrived', 'presented', 'under-examination', 'held', 'released', 'refused', 'detained', 'destroyed', 'transferred', 'withdrawn'] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Only `reopen` leaves these. `withdrawn` is left by a new announcement, not by an officer. */
export const CLOSED_STATES: readonly CaseState[] = ['released', 'refused', 'detained', 'destroyed', 'transferred']

/** Lanes, mildest first; the order is their severity. green *Release* · yellow *Documents* · orange *Scan* · red *Open*. */
export const LANES = ['green', 'yellow', 'orange', 'red'] as const
export type Lane = (typeof LANES)[number]

/** Commands on an item, receptacle or dispatch, as the command line and the screens name them. */
export const CASE_COMMANDS = [
  'flag',
  'unflag',
  'target',
  'untarget',
  'arrive',
  'present',
  'examine',
  'record',
  'hold',
  'request-info',
  'release',
  'release-duty',
  'refuse',
  'detain',
  'destroy',
  'transfer',
  'note',
  'attach',
  'assign',
  'approve',
  'undo',
  'reopen',
] as const
export type CaseCommandName = (typeof CASE_COMMANDS)[number]

/** The customs decisions of `domain/events.md`, as a CUSRSP carries them. */
export const DECISIONS = ['RELEASE', 'RELEASE_DUTY', 'PRESENT', 'EXAMINE', 'HOLD', 'REQUEST_INFO', 'TRANSFER', 'REFUSE', 'DETAIN', 'DESTROY'] as const
export type Decision = (typeof DECISIONS)[number]

export const EXAMINATION_KINDS = ['scan', 'open', 'dog', 'laboratory', 'documents'] as const

/** What an examination found. Which of them answer the four-eyes demand: `case/four-eyes.ts`. An officer may also write an own word. */
export const EXAMINATION_RESULTS = ['clear', 'discrepancy', 'prohibited', 'inconclusive'] as const
export type ExaminationResult = (typeof EXAMINATION_RESULTS)[number]

export const ROLES = ['viewer', 'officer', 'supervisor', 'administrator'] as const
export type Role = (typeof ROLES)[number]

export const DISPATCH_STATUSES = ['announced', 'not-announced', 'cancelled', 'arrived', 'in-work', 'done'] as const
export type DispatchStatus = (typeof DISPATCH_STATUSES)[number]
export const RECEPTACLE_STATUSES = ['announced', 'received', 'missing', 'excess', 'damaged', 'cancelled'] as const
export type ReceptacleStatus = (typeof RECEPTACLE_STATUSES)[number]

export const MESSAGE_STATUSES = ['accepted', 'accepted-with-findings', 'set-aside', 'duplicate'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** Where an answer stands in the out-tray. */
export const OUT_STATUSES = ['waiting', 'sent', 'superseded', 'undone', 'failed'] as const
export type OutStatus = (typeof OUT_STATUSES)[number]

/** The post's import-side events: each of them means that the item is here. Source: the UPU's event codes, side *import*. */
export const EVENTS_HERE: ReadonlySet<string> = new Set(['EMD', 'EDA', 'EDB', 'EME', 'EDC', 'EMF', 'EDD', 'EDE', 'EMG', 'EDF', 'EDG', 'EDH', 'EMH', 'EMI', 'EDX'])
