import { Users } from 'lucide-react'
import { useState } from 'react'
import { useDesk } from '../../app/desk.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError } from '../../components/fields.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { ActionFields } from './action-fields.tsx'
import type { Action, FlowTarget, ItemAnswer } from './action-flow.tsx'
import { emptyAnswers, formOf, GRAVE, toArgs, wrongAnswers } from './action-forms.ts'
import { useDraft } from './drafts.ts'
import type { RunAction } from './run-action.ts'

/** What an action needs to know before it runs, on the field that matters. */
export function ActionDialog({
  action,
  target,
  answer,
  run,
  onClose,
}: {
  readonly action: Action
  readonly target: FlowTarget
  readonly answer: ItemAnswer
  readonly run: RunAction
  readonly onClose: () => void
}) {
  const words = useWords()
  const said = useSaid()
  const { name, needsSecondPerson } = action
  const self = useDesk('session.get', {}).data?.user?.login ?? ''
  const fields = name === 'release' ? (['text'] as const) : formOf(name)
  const [answers, setAnswers, forget] = useDraft(`${name} ${target.case}`, () => emptyAnswers(name, answer.item?.lane ?? null, self))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const wrong = wrongAnswers(name, answers)
  const send = async () => {
    setTried(true)
    if (wrong.size > 0) return
    setBusy(true)
    setRefusal(null)
    const args = name === 'release' ? (answers.text.trim() === '' ? {} : { text: answers.text.trim() }) : toArgs(name, answers)
    const outcome = await run(name, { item: target.item, base: answer.seq }, args, { quiet: true, proposal: needsSecondPerson })
    setBusy(false)
    if (outcome?.result === 'rejected') setRefusal(outcome.said === null ? outcome.text : said('reject', outcome.said))
    if (outcome?.result !== 'accepted') return
    forget()
    onClose()
  }
  return (
    <Dialog
      keeps
      title={words(`act.${name}`)}
      lead={<Identifier value={target.item} />}
      onClose={onClose}
      submit={{ label: words(`act.${name}`), run: () => void send(), busy, danger: GRAVE.has(name) }}
    >
      {needsSecondPerson ? (
        <p className="note-box doc">
          <Users className="i" aria-hidden />
          {words('dialog.release.second')}
        </p>
      ) : null}
      <ActionFields name={name} fields={fields} answers={answers} onAnswers={setAnswers} wrong={tried ? wrong : new Set()} />
      {refusal === null ? null : <FieldError text={words('dialog.refused', { reason: refusal })} />}
    </Dialog>
  )
}
