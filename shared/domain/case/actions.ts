/**
 * What an officer may do with an item now, and why not. It asks `decide` with the least args that each
 * command needs, so that a greyed-out button and a refused command can never disagree.
 */
import { CASE_COMMANDS } from '../codes.ts'
import type { CaseCommandName, Role } from '../codes.ts'
import { COMMAND_VERSION, decide } from './decide.ts'
import { isRejection } from './rejections.ts'
import type { CaseFacts } from '../../ledger/types.ts'
import type { Action, Case } from './types.ts'

/** Stands where the officer will type something; no real reason, flag, office or user reads like it. */
const TYPED = '…'

function leastArgs(name: CaseCommandName, current: Case): Readonly<Record<string, unknown>> {
  switch (name) {
    case 'flag':
      return { flag: TYPED }
    case 'hold':
    case 'request-info':
    case 'reopen':
      return { reason: TYPED }
    case 'record':
      return { result: 'clear' }
    case 'release-duty':
      return { amount: '1', currency: 'XXX' }
    case 'transfer':
      return { office: TYPED }
    case 'note':
      return { text: TYPED }
    case 'attach':
      return { digest: '0'.repeat(64), name: TYPED, size: 0, type: TYPED }
    case 'assign':
      return { user: TYPED }
    case 'approve':
      return { command: current.proposal?.command ?? TYPED }
    case 'undo':
      return { command: current.steps.at(-1)?.command ?? TYPED }
    default:
      return {}
  }
}

/** One entry per command, in the order of CASE_COMMANDS. */
export function actionsFor(current: Case, facts: CaseFacts, actor: { readonly login: string; readonly roles: readonly Role[] }): Action[] {
  return CASE_COMMANDS.map((name): Action => {
    const command = {
      id: '',
      device: '',
      name,
      v: COMMAND_VERSION,
      subject: current.subject,
      actor: actor.login,
      roles: actor.roles,
      at: current.lastAt,
      args: leastArgs(name, current),
    }
    const answer = decide(current, facts, command)
    if (isRejection(answer)) return { name, allowed: false, rejection: answer }
    return { name, allowed: true, needsSecondPerson: answer.events.some((event) => event.type === 'proposed') }
  })
}
