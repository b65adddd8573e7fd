/**
 * From a key or button to a decision: looks whether the action is possible, asks what it needs, sends it.
 *
 * An action that is not possible says why; pressing its key is a question, not a mistake.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { deskKey, useClient } from '../../app/desk.tsx'
import { useErrorText } from '../../components/states.tsx'
import { toastError } from '../../components/toast.tsx'
import { useSaid, useWords, type Said } from '../../i18n/text.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { formOf, TWINS } from './action-forms.ts'
import { RecordDialog } from './record-dialog.tsx'
import { useRunAction, type RunAction } from './run-action.ts'

export type ItemAnswer = Output<'items.get'>
export type Action = ItemAnswer['actions'][number]
export interface FlowTarget {
  readonly item: string
  /** What to ask the desk for: a case id where it is known, since an S10 may have had several. */
  readonly case: string
}
export interface ActionFlow {
  /** `exact`: this very action, and not its twin (a button says what it does, a key says what is meant). */
  readonly start: (name: CaseCommandName, target: FlowTarget, exact?: boolean) => Promise<void>
  readonly run: RunAction
  readonly undo: () => void
  readonly dialogs: ReactNode
}

/** The proposal that waits on an item, as its timeline names it: the last one proposed, if `approve` knows of any. */
export function waitingProposal(answer: ItemAnswer): { readonly command: string; readonly actor: string | null; readonly said: Said } | null {
  const approve = answer.actions.find((action) => action.name === 'approve')
  if (approve === undefined || (!approve.allowed && approve.rejection?.code !== 'own-proposal')) return null
  const proposed = answer.item?.timeline
    .filter((entry) => entry.said.code === 'proposed')
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .at(-1)
  return proposed?.command === undefined || proposed.command === null ? null : { command: proposed.command, actor: proposed.actor, said: proposed.said }
}

/** What the last examination found, if none was ordered since. */
export function lastResult(answer: ItemAnswer): string | null {
  const last = answer.item?.timeline
    .filter((entry) => entry.said.code === 'examined' || entry.said.code === 'examination-ordered')
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .at(-1)
  return last?.said.code === 'examined' ? String(last.said.values['result']) : null
}

/** The action meant by a name: `examine` on an item under examination means its result. */
function meant(name: CaseCommandName, actions: readonly Action[]): Action | undefined {
  const own = actions.find((action) => action.name === name)
  const twin = actions.find((action) => action.name === TWINS[name])
  if (twin?.allowed !== true) return own
  // A result can be recorded only where an examination was ordered: then that is what the key asks for.
  if (name === 'examine') return twin
  return own?.allowed === true ? own : twin
}

export function useActionFlow(): ActionFlow {
  const client = useClient()
  const queries = useQueryClient()
  const words = useWords()
  const said = useSaid()
  const errorText = useErrorText()
  const { run, undo } = useRunAction()
  const [open, setOpen] = useState<{ readonly action: Action; readonly answer: ItemAnswer; readonly target: FlowTarget } | null>(null)
  const close = useCallback(() => setOpen(null), [])

  const start = useCallback(
    async (name: CaseCommandName, target: FlowTarget, exact = false) => {
      let answer: ItemAnswer
      try {
        const input = { item: target.case }
        answer = await queries.fetchQuery({ queryKey: deskKey('items.get', input), queryFn: () => client.call('items.get', input), staleTime: 2_000 })
      } catch (cause) {
        toastError(errorText(cause))
        return
      }
      const action = exact ? answer.actions.find((one) => one.name === name) : meant(name, answer.actions)
      if (action === undefined) return
      if (!action.allowed) {
        toastError(
          words('toast.refused', {
            action: words(`act.${action.name}`),
            item: groupIdentifier(target.item),
            reason: action.rejection === null ? '' : said('reject', action.rejection),
          }),
        )
        return
      }
      const base = { item: target.item, base: answer.seq }
      if (action.name === 'approve') {
        const proposal = waitingProposal(answer)
        if (proposal !== null) await run('approve', base, { command: proposal.command })
      } else if (action.name === 'unflag') {
        const [flag] = answer.item?.flags ?? []
        await run('unflag', base, flag === undefined || flag === '' ? {} : { flag })
      } else if (action.name === 'record' || formOf(action.name).length > 0 || (action.name === 'release' && action.needsSecondPerson)) setOpen({ action, answer, target })
      else await run(action.name, base)
    },
    [client, queries, words, said, errorText, run],
  )
  return useMemo(() => {
    const dialogs =
      open === null ? null : open.action.name === 'record' ? (
        <RecordDialog target={open.target} answer={open.answer} run={run} onClose={close} />
      ) : (
        <ActionDialog action={open.action} target={open.target} answer={open.answer} run={run} onClose={close} />
      )
    return { start, run, undo, dialogs }
  }, [start, run, undo, open, close])
}
