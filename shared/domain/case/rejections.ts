/**
 * Why a command is refused. A refusal is an answer, not a failure: it is stored, shown and translated
 * (`shared/i18n/rejections.*.ts` has a text for each code), and codes are never removed or renamed.
 */
import type { Rejection } from '../../ledger/types.ts'

export const REJECTION_CODES = [
  // what was asked
  'args',
  'unknown-command',
  'newer-version',
  'subject',
  'text-required',
  'attachment',
  // who asks
  'role',
  'unknown-user',
  'user-disabled',
  // where the case stands
  'closed',
  'not-closed',
  'already',
  'not-flagged',
  'flag-of-another',
  'not-targeted',
  'not-in-custody',
  // two people
  'no-proposal',
  'own-proposal',
  'awaiting-approval',
  'needs-second-person',
  // taking back
  'not-undoable',
  'not-latest',
  'not-yours',
  'answer-sent',
  // whole receptacles and dispatches
  'not-for-consignment',
  'not-an-item',
  'not-clean',
  'none-of-members',
  // the ledger's counters
  'fork',
  'gap',
  // the office
  'no-office',
  'office-fixed',
  'login-invalid',
  'login-taken',
  'roles-required',
  'first-user',
  'last-administrator',
  'last-supervisor',
  'nothing-there',
  'too-many-views',
  // shifts
  'shift-open',
  'shift-not-open',
] as const
export type RejectionCode = (typeof REJECTION_CODES)[number]

export function reject(code: RejectionCode, values: Readonly<Record<string, string | number>> = {}): Rejection {
  return { code, values }
}

/** Tells a refusal from what was decided. */
export function isRejection(answer: object): answer is Rejection {
  return 'code' in answer
}
