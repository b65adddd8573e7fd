/**
 * What each action asks for, as data: fields, which of them it cannot do without, and its args from the answers.
 *
 * Actions without fields run at once; undo is the safety net, not a question.
 */
import type { CaseCommandName, Lane } from '../../../shared/domain/codes.ts'

export type ActionField = 'reason' | 'optional-reason' | 'free-reason' | 'text' | 'needed-text' | 'amount' | 'currency' | 'kind' | 'office' | 'flag' | 'user' | 'file'
export interface Answers {
  readonly reason: string
  readonly text: string
  readonly amount: string
  readonly currency: string
  readonly kind: string
  readonly office: string
  readonly flag: string
  readonly user: string
  readonly path: string
}
export type AnswerName = keyof Answers

const FORMS: Partial<Record<CaseCommandName, readonly ActionField[]>> = {
  hold: ['reason', 'text'],
  'request-info': ['reason', 'text'],
  'release-duty': ['amount', 'currency', 'text'],
  refuse: ['optional-reason', 'text'],
  detain: ['optional-reason', 'text'],
  destroy: ['optional-reason', 'text'],
  transfer: ['office', 'text'],
  note: ['needed-text'],
  flag: ['flag', 'text'],
  examine: ['kind', 'text'],
  assign: ['user', 'text'],
  reopen: ['free-reason', 'text'],
  attach: ['file', 'text'],
}

/** The fields of an action; none where it runs at once. `record` has its own window. */
export const formOf = (name: CaseCommandName): readonly ActionField[] => FORMS[name] ?? []

/** The event whose reasons an action offers: the post's performance clock stops only for a valid one. */
export const REASON_EVENT: Partial<Record<CaseCommandName, string>> = { hold: 'EME', 'request-info': 'EME', refuse: 'EDX', detain: 'EDX', destroy: 'EDX' }

const KIND_OF_LANE: Readonly<Record<Lane, string>> = { green: 'scan', yellow: 'documents', orange: 'scan', red: 'open' }

/** @param self the officer's own sign-in name: who assigns, mostly takes it on */
export const emptyAnswers = (name: CaseCommandName, lane: Lane | null, self: string): Answers => ({
  reason: '',
  text: '',
  amount: '',
  currency: '',
  kind: name === 'examine' ? KIND_OF_LANE[lane ?? 'orange'] : '',
  office: '',
  flag: '',
  user: self,
  path: '',
})

/** Answers that are missing or cannot be meant. */
export function wrongAnswers(name: CaseCommandName, answers: Answers): ReadonlySet<AnswerName> {
  const wrong = new Set<AnswerName>()
  for (const field of formOf(name)) {
    if ((field === 'reason' || field === 'free-reason') && answers.reason.trim() === '') wrong.add('reason')
    if (field === 'needed-text' && answers.text.trim() === '') wrong.add('text')
    if (field === 'amount' && !/^\d{1,15}([.,]\d{1,4})?$/.test(answers.amount.trim())) wrong.add('amount')
    if (field === 'currency' && !/^[A-Za-z]{3}$/.test(answers.currency.trim())) wrong.add('currency')
    if (field === 'office' && answers.office.trim() === '') wrong.add('office')
    if (field === 'file' && answers.path === '') wrong.add('path')
  }
  return wrong
}

/** The args of the command: only what was answered, since unknown or empty keys are refused. */
export function toArgs(name: CaseCommandName, answers: Answers): Record<string, unknown> {
  const args: Record<string, unknown> = {}
  const put = (key: string, value: string) => {
    if (value.trim() !== '') args[key] = value.trim()
  }
  for (const field of formOf(name)) {
    if (field === 'reason' || field === 'optional-reason' || field === 'free-reason') put('reason', answers.reason)
    else if (field === 'text' || field === 'needed-text') put('text', answers.text)
    else if (field === 'amount') put('amount', answers.amount.replace(',', '.'))
    else if (field === 'currency') put('currency', answers.currency.toUpperCase())
    else if (field === 'file') put('path', answers.path)
    // Nobody: takes the assignment away.
    else if (field === 'user') args['user'] = answers.user === '' ? null : answers.user
    else put(field, answers[field])
  }
  return args
}

/** Keys of the item's actions; the worklist's are the same. */
export const ACTION_KEYS: Partial<Record<CaseCommandName, string>> = {
  present: 'p',
  examine: 'e',
  record: 'e',
  hold: 'h',
  'request-info': 'i',
  release: 'r',
  target: 't',
  untarget: 't',
  flag: 'f',
  unflag: 'f',
  note: 'n',
  approve: 'a',
  undo: 'z',
}

/** Actions that stand as buttons, in this order; the others wait under “More”. */
export const MAIN_ACTIONS: readonly CaseCommandName[] = ['approve', 'present', 'examine', 'record', 'hold', 'request-info', 'release', 'reopen']
export const MORE_ACTIONS: readonly CaseCommandName[] = [
  'arrive',
  'release-duty',
  'target',
  'untarget',
  'flag',
  'unflag',
  'note',
  'attach',
  'assign',
  'transfer',
  'refuse',
  'detain',
  'destroy',
]
export const GRAVE: ReadonlySet<CaseCommandName> = new Set(['refuse', 'detain', 'destroy'])
/** Pairs that share a key: the second is meant where the first has been done. */
export const TWINS: Partial<Record<CaseCommandName, CaseCommandName>> = { examine: 'record', target: 'untarget', flag: 'unflag' }
