import { useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { forgetOfficer } from '../../app/officer-memory.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError, RadioCards, TextInput } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'

const WAYS = ['same', 'other', 'number'] as const
const LAST_SEED = 0xffff_ffff

/** Lays the same day again, another one, or the one of a number. */
export function AgainDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const seed = useDesk('training.day', {}).data?.seed ?? null
  const reset = useDeskCall('training.reset')
  const [way, setWay] = useState<string>('same')
  const [number, setNumber] = useState('')
  const [tried, setTried] = useState(false)
  const typed = /^\d{1,10}$/.test(number.trim()) && Number(number) <= LAST_SEED ? Number(number) : null
  const run = () => {
    setTried(true)
    if (way === 'number' && typed === null) return
    reset.mutate(
      { seed: way === 'same' ? seed : way === 'number' ? typed : null },
      {
        onSuccess: () => {
          forgetOfficer()
          onClose()
          void navigate({ to: '/training' })
        },
      },
    )
  }
  return (
    <Dialog
      title={words('training.again.title')}
      lead={words('training.again.lead')}
      onClose={onClose}
      submit={{ label: words('training.again.submit'), run, busy: reset.isPending }}
    >
      <RadioCards
        label={words('training.again.which')}
        name="day"
        value={way}
        onChange={setWay}
        choices={WAYS.map((one) => ({ value: one, label: words(`training.again.${one}`) }))}
        autoFocus
      />
      {way === 'number' ? (
        <TextInput
          label={words('training.again.number.label')}
          hint={words('training.again.number.hint')}
          value={number}
          onChange={setNumber}
          error={tried && typed === null ? words('training.again.number.bad') : null}
          maxLength={10}
          mono
        />
      ) : null}
      {reset.isPending ? (
        <p className="muted" role="status">
          {words('first.busy')}
        </p>
      ) : null}
      {reset.isError ? <FieldError text={errorText(reset.error)} /> : null}
    </Dialog>
  )
}
