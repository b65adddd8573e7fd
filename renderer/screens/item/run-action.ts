/** Sends a decision and says what became of it: done with a way back, proposed, or refused and why. */
import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { ApiClient, CommandOutcome } from '../../../shared/contract.ts'
import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { untilAnswered } from '../../app/client/until-answered.ts'
import { useClient } from '../../app/desk.tsx'
import { onOfficerGone } from '../../app/officer-memory.ts'
import { uuid7 } from '../../app/uuid.ts'
import { useErrorText } from '../../components/states.tsx'
import { showToast, toastError } from '../../components/toast.tsx'
import { useSaid, wordsOf } from '../../i18n/text.tsx'

export interface ActionTarget {
  /** Item, receptacle or dispatch, as commands name it. */
  readonly item: string
  /** Seq that the officer had seen of this case. */
  readonly base?: number
}
export interface RunOptions {
  /** A window that is open shows a refusal itself. */
  readonly quiet?: boolean
  /** What is done is a proposal to a second person. */
  readonly proposal?: boolean
}
export type RunAction = (name: CaseCommandName, target: ActionTarget, args?: Record<string, unknown>, options?: RunOptions) => Promise<CommandOutcome | null>

interface Step {
  readonly command: string
  readonly item: string
  readonly name: CaseCommandName
  readonly args: Record<string, unknown>
  readonly until: number
}
/** What `z` takes back, newest last. */
const steps: Step[] = []
const KEPT_STEPS = 50
onOfficerGone(() => steps.splice(0))
/** Where nothing waits to be sent, undo is free for long; the toast offers it for a moment, `z` for ten minutes. */
const FREE_MS = 600_000
const NEVER_UNDONE: ReadonlySet<CaseCommandName> = new Set(['undo', 'note', 'attach', 'assign'])
const INVERSE: Partial<Record<CaseCommandName, CaseCommandName>> = { flag: 'unflag', unflag: 'flag', target: 'untarget', untarget: 'target' }

const ATTEMPTS = 120

/** Sends one command; its id is the same however often the line breaks. */
async function send(client: ApiClient, name: CaseCommandName, { item, base }: ActionTarget, args: Record<string, unknown>): Promise<CommandOutcome> {
  const command = { id: uuid7(), name, item, args }
  const { outcomes } = await untilAnswered(() => client.call('act', base === undefined ? { commands: [command] } : { commands: [command], base }), ATTEMPTS)
  const [outcome] = outcomes
  if (outcome === undefined) throw new Error('The desk gave no outcome for the command')
  return outcome
}

export function useRunAction(): { readonly run: RunAction; readonly undo: () => void } {
  const client = useClient()
  const intl = useIntl()
  const said = useSaid()
  const errorText = useErrorText()
  return useMemo(() => {
    const words = wordsOf(intl)
    const undoStep = (step: Step) => {
      steps.splice(steps.indexOf(step), 1)
      const inverse = INVERSE[step.name]
      // Not remembered: `z` again goes one step further back, and does not put the flag on again.
      void perform(inverse ?? 'undo', { item: step.item }, inverse === undefined ? { command: step.command } : step.args, false)
    }
    const perform = async (
      name: CaseCommandName,
      target: ActionTarget,
      args: Record<string, unknown>,
      undoable: boolean,
      { quiet = false, proposal = false }: RunOptions = {},
    ): Promise<CommandOutcome | null> => {
      let outcome: CommandOutcome
      try {
        outcome = await send(client, name, target, args)
      } catch (cause) {
        toastError(errorText(cause))
        return null
      }
      const item = groupIdentifier(outcome.item)
      if (outcome.result === 'rejected') {
        if (!quiet) toastError(words('toast.refused', { action: words(`act.${name}`), item, reason: outcome.said === null ? outcome.text : said('reject', outcome.said) }))
        return outcome
      }
      const done = words(proposal ? 'done.proposed' : `done.${name}`)
      const step: Step = {
        command: outcome.id,
        item: target.item,
        name,
        args: 'flag' in args ? { flag: args['flag'] } : {},
        until: outcome.undoUntil === null ? Date.now() + FREE_MS : Date.parse(outcome.undoUntil),
      }
      if (undoable) {
        steps.push(step)
        if (steps.length > KEPT_STEPS) steps.shift()
      }
      showToast({
        tone: 'done',
        text: words('toast.done', { done, item }),
        undo: undoable ? { until: Math.min(step.until, Date.now() + 60_000), run: () => undoStep(step) } : null,
      })
      return outcome
    }
    const run: RunAction = (name, target, args = {}, options = {}) => perform(name, target, args, !NEVER_UNDONE.has(name), options)
    return {
      run,
      undo: () => {
        // The last step or none: past one that is too late lies another, perhaps of another item, that nobody meant.
        const step = steps.at(-1)
        if (step === undefined || step.until <= Date.now()) toastError(words('toast.nothingToUndo'))
        else undoStep(step)
      },
    }
  }, [client, intl, said, errorText])
}
