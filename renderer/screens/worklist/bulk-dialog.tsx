/** A bulk action: first its fields, and all the while what it would do to how many, and which would refuse. */
import { CircleCheck, CircleX, Users } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { keepPreviousData } from '@tanstack/react-query'
import type { ItemFilter } from '../../../shared/contract.ts'
import type { CaseCommandName } from '../../../shared/domain/codes.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { useDesk, useDeskCall, whenJobEnds } from '../../app/desk.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError } from '../../components/fields.tsx'
import { Bone, useErrorText, useSlow } from '../../components/states.tsx'
import { showToast } from '../../components/toast.tsx'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { ActionFields } from '../item/action-fields.tsx'
import { emptyAnswers, formOf, toArgs, wrongAnswers, type Answers } from '../item/action-forms.ts'

export interface BulkAction {
  readonly name: CaseCommandName
  readonly target: { readonly items: string[] } | { readonly filter: ItemFilter }
}
interface BulkResult {
  readonly accepted?: number
  readonly rejected?: number
}

export function BulkDialog({ action, onClose, onStarted }: { readonly action: BulkAction; readonly onClose: () => void; readonly onStarted: () => void }) {
  const words = useWords()
  const said = useSaid()
  const errorText = useErrorText()
  const { name, target } = action
  const fields = formOf(name)
  const self = useDesk('session.get', {}).data?.user?.login ?? ''
  const [answers, setAnswers] = useState<Answers>(() => emptyAnswers(name, null, self))
  const [tried, setTried] = useState(false)
  const wrong = wrongAnswers(name, answers)
  // Before its fields are filled, a preview would say only that they are missing.
  const args = useDeferredValue(toArgs(name, answers))
  const preview = useDesk('act.preview', { name, args, ...target }, { enabled: wrong.size === 0, placeholderData: keepPreviousData, gcTime: 0, staleTime: 0 })
  const slow = useSlow(preview.data === undefined)
  const bulk = useDeskCall('act.bulk')
  const label = words(`act.${name}`)
  const outcome = preview.data
  const will = (outcome?.accepted ?? 0) + (outcome?.proposals ?? 0)

  const run = () => {
    setTried(true)
    if (wrong.size > 0) return
    bulk.mutate(
      { name, args: toArgs(name, answers), ...target },
      {
        onSuccess: ({ job }) => {
          onStarted()
          void whenJobEnds(job).then((ended) => {
            if (ended.status === 'done') {
              const { accepted = 0, rejected = 0 } = (ended.result ?? {}) as BulkResult
              showToast({ tone: rejected > 0 && accepted === 0 ? 'error' : 'done', text: words('bulk.done', { action: label, accepted, rejected }), undo: null })
            } else
              showToast({
                tone: 'error',
                text: ended.status === 'cancelled' ? words('bulk.cancelled', { action: label }) : words('bulk.failed', { action: label, reason: ended.error?.message ?? '' }),
                undo: null,
              })
          })
        },
      },
    )
  }
  const total = outcome?.total ?? ('items' in target ? target.items.length : null)
  return (
    <Dialog
      title={total === null ? label : words('bulk.title', { action: label, count: total })}
      onClose={onClose}
      submit={{
        label: outcome === undefined ? label : words('bulk.run', { action: label, count: will }),
        run,
        busy: bulk.isPending,
        disabled: tried && (wrong.size > 0 || will === 0),
      }}
    >
      <ActionFields name={name} fields={fields} answers={answers} onAnswers={setAnswers} wrong={tried ? wrong : new Set()} />
      {wrong.size > 0 ? null : preview.isError ? (
        <FieldError text={errorText(preview.error)} />
      ) : outcome === undefined ? (
        <div className="bulk-preview" role="status">
          {slow ? (
            <>
              <span className="muted">{words('bulk.counting')}</span>
              <Bone width="60%" />
            </>
          ) : null}
        </div>
      ) : (
        <div className="bulk-preview" role="status">
          <div className="line go strong">
            <CircleCheck className="i" aria-hidden />
            {words('bulk.accepted', { count: outcome.accepted })}
          </div>
          {outcome.proposals > 0 ? (
            <div className="line doc">
              <Users className="i" aria-hidden />
              {words('bulk.proposals', { count: outcome.proposals })}
            </div>
          ) : null}
          {outcome.refused.map((one) => (
            <div key={`${one.said.code} ${one.said.text}`} className="bulk-refused">
              <CircleX className="i open" aria-hidden />
              <div>
                <span className="open">{words('bulk.refused', { count: one.count })}</span>
                {` · ${said('reject', one.said)}`}
                {one.examples.length === 0 ? null : <div className="small muted">{words('bulk.examples', { items: one.examples.map(groupIdentifier).join(', ') })}</div>}
              </div>
            </div>
          ))}
        </div>
      )}
      {bulk.isError ? <FieldError text={errorText(bulk.error)} /> : null}
    </Dialog>
  )
}
