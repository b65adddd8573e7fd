/**
 * Commands on a whole receptacle or dispatch.
 *
 * Its arrival is a matter of its own small case. A decision on it is decided for each member, on the
 * member's case and facts, as if it had been given there; the consignment's case records what came of it.
 * Such a command is refused only if no member takes it.
 */
import { checkArgs, isLedgerCommandName, ledgerArgs } from '../command-args.ts'
import type { LedgerCommandName } from '../command-args.ts'
import { COMMAND_VERSION, decide, mayGive } from './decide.ts'
import { STEPS_KEPT } from './evolve.ts'
import { examinedClear } from './four-eyes.ts'
import { isRejection, reject } from './rejections.ts'
import { CONSIGNMENT_EVENTS } from './states.ts'
import type { CaseFacts, NewEvent, Rejection } from '../../ledger/types.ts'
import type { Case, CaseCommand, CaseEvent, Consignment, ConsignmentStep } from './types.ts'

/** Commands that a consignment hands to its members. The rest is decided item by item or not at all. */
export const MEMBER_COMMANDS = [
  'flag',
  'unflag',
  'target',
  'untarget',
  'present',
  'examine',
  'hold',
  'request-info',
  'release',
  'refuse',
  'detain',
  'destroy',
  'transfer',
  'assign',
] as const satisfies readonly LedgerCommandName[]

export interface Member {
  readonly subject: string
  readonly case: Case
  readonly facts: CaseFacts
}

export interface RefusedMember {
  readonly subject: string
  readonly rejection: Rejection
}

export interface ConsignmentDecided {
  /** Events of the consignment's own case. */
  readonly own: readonly NewEvent[]
  readonly members: readonly { readonly member: Member; readonly events: readonly NewEvent[] }[]
  readonly refused: readonly RefusedMember[]
}

const own = (type: (typeof CONSIGNMENT_EVENTS)[number], data: Readonly<Record<string, unknown>>, text: unknown): ConsignmentDecided => ({
  own: [{ type, v: 1, data: typeof text === 'string' && text !== '' ? { ...data, text } : data }],
  members: [],
  refused: [],
})

/**
 * @param members what the desk knew to be inside; for `undo`, the cases that the command to undo touched
 * @param refused members that could not be decided at all (no item identifier)
 */
export function decideConsignment(current: Consignment, members: readonly Member[], refused: readonly RefusedMember[], command: CaseCommand): ConsignmentDecided | Rejection {
  const { name } = command
  if (!isLedgerCommandName(name)) return reject('unknown-command', { name })
  if (command.v !== COMMAND_VERSION) return reject('newer-version', { name, version: command.v })
  if (!mayGive(name, command.actor, command.roles)) return reject('role', { name })
  const checked = checkArgs(ledgerArgs[name], command.args)
  if (isRejection(checked)) return checked
  const { text, ...args } = checked.args
  // Where an item was found is said of the item, never of what holds it.
  if ('receptacle' in args && args.receptacle !== undefined) return reject('args', { key: 'receptacle', problem: 'unknown' })
  switch (name) {
    case 'arrive':
      return current.receivedAt === null ? own('received', { to: 'received' }, text) : reject('already', { name, state: current.state })
    case 'note':
      return (text ?? '').trim() === '' ? reject('text-required') : own('noted', {}, text)
    case 'attach':
      return own('attached', args, text)
    case 'mark-sent':
      return own('answer-sent', args, text)
    case 'undo':
      return undo(current, members, command, String(command.args['command']).trim(), text)
    default:
      if (!(MEMBER_COMMANDS as readonly string[]).includes(name)) return reject('not-for-consignment', { name })
      return decideMembers(members, refused, command, { type: 'applied', v: 1, data: { name } }, text)
  }
}

function decideMembers(
  members: readonly Member[],
  beforehand: readonly RefusedMember[],
  command: CaseCommand,
  event: NewEvent,
  text: string | undefined,
): ConsignmentDecided | Rejection {
  const taken: { member: Member; events: readonly NewEvent[] }[] = []
  const refused: RefusedMember[] = [...beforehand]
  for (const member of members) {
    const answer = decideMember(member, { ...command, subject: member.subject })
    if (isRejection(answer)) refused.push({ subject: member.subject, rejection: answer })
    else taken.push({ member, events: answer.events })
  }
  if (taken.length === 0) return reject('none-of-members', { members: refused.length, code: refused[0]?.rejection.code ?? 'subject' })
  const data = {
    ...event.data,
    accepted: taken.length,
    refused: refused.map(({ subject, rejection }) => ({ subject, code: rejection.code, values: rejection.values })),
    ...(text === undefined || text === '' ? {} : { text }),
  }
  return { own: [{ ...event, data }], members: taken, refused }
}

/**
 * Releasing a whole receptacle releases what is clean in it, and never proposes: a colleague who is asked
 * to approve forty items at once looks at none of them.
 */
function decideMember(member: Member, command: CaseCommand): ReturnType<typeof decide> {
  const answer = decide(member.case, member.facts, command)
  if (command.name !== 'release' || isRejection(answer)) return answer
  if (answer.events.some((event) => event.type === 'proposed')) return reject('needs-second-person')
  const why = leftBehind(member.case, member.facts)
  return why === null ? answer : reject('not-clean', { why })
}

/** Why an item stays when its receptacle is released; `null` when it is clean. */
function leftBehind(current: Case, facts: CaseFacts): string | null {
  if (current.flags.length > 0) return 'flagged'
  if (current.targeted !== null) return 'targeted'
  if (current.orders.length > 0) return 'examination'
  if (current.state === 'held') return 'held'
  if (current.results.length > 0 || current.state === 'under-examination') return examinedClear(current) ? null : 'examination'
  return facts.lane === 'green' ? null : facts.lane
}

function undo(current: Consignment, members: readonly Member[], command: CaseCommand, named: string, text: string | undefined): ConsignmentDecided | Rejection {
  const step = current.steps.find((one) => one.command === named)
  if (step === undefined) return reject('not-undoable', { command: named })
  if (!step.actors.includes(command.actor) && !command.roles.includes('supervisor')) return reject('not-yours', { actor: step.actors[0] ?? '' })
  if (step.type === 'received') return step.sent ? reject('answer-sent', { command: named }) : own('undone', { command: named, type: 'received', to: 'announced' }, text)
  return decideMembers(members, [], command, { type: 'undone', v: 1, data: { command: named, type: 'applied' } }, text)
}

/** The consignment's case after one more of its events; total, as `evolve` is. */
export function evolveConsignment(current: Consignment, event: CaseEvent): Consignment {
  const known = event.v <= 1 && (CONSIGNMENT_EVENTS as readonly string[]).includes(event.type)
  const first = current.events === 0
  const counted: Consignment = {
    ...current,
    id: event.case,
    subject: event.subject,
    openedAt: first ? event.at : Math.min(current.openedAt, event.at),
    lastAt: first ? event.at : Math.max(current.lastAt, event.at),
    lastSeq: Math.max(current.lastSeq, event.seq),
    events: current.events + 1,
    unread: current.unread + (known ? 0 : 1),
  }
  if (!known) return counted
  const step = (type: ConsignmentStep['type']): readonly ConsignmentStep[] =>
    [...counted.steps, { command: event.command, type, actors: [event.actor], sent: false }].slice(-STEPS_KEPT)
  switch (event.type as (typeof CONSIGNMENT_EVENTS)[number]) {
    case 'received':
      return { ...counted, state: 'received', receivedAt: event.at, steps: step('received') }
    case 'applied':
      return { ...counted, steps: step('applied') }
    case 'noted':
      return { ...counted, notes: counted.notes + 1 }
    case 'attached':
      return { ...counted, attachments: counted.attachments + 1 }
    case 'undone': {
      const gone = counted.steps.find((one) => one.command === event.data['command'])
      const steps = counted.steps.filter((one) => one !== gone)
      return gone?.type === 'received' ? { ...counted, state: 'announced', receivedAt: null, steps } : { ...counted, steps }
    }
    case 'answer-sent':
      return { ...counted, steps: counted.steps.map((one) => (one.command === event.data['command'] ? { ...one, sent: true } : one)) }
  }
}
