/** What a training office does not do. Enforced here and, for what writes to the post, in the engine and the writer besides. */
import type { CallName } from '../../../shared/contract.ts'

/**
 * - the real office's set-up, keys and passwords: the page has left that office;
 * - mail in and out, backups, and folders to exchange through: nothing is ever exchanged, and real mail must not come
 *   into a store whose key lies beside it.
 */
const REFUSED: ReadonlySet<CallName> = new Set<CallName>([
  'session.setUp',
  'session.unlockStore',
  'session.signIn',
  'session.recover',
  'users.password',
  'exchange.import',
  'exchange.flush',
  'store.backup',
  'backup.setPlan',
  'backup.now',
])
const FOLDERS = ['watchedFolder', 'outFolder'] as const

export function refusedInTraining(name: CallName, input: unknown): boolean {
  if (REFUSED.has(name)) return true
  return name === 'settings.set' && typeof input === 'object' && input !== null && FOLDERS.some((key) => key in input && (input as Record<string, unknown>)[key] !== null)
}
