/** Opening and closing a shift. */
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { ShiftReport, ShiftRow } from '../../../shared/contract/shift.ts'
import { useDeskCall } from '../../app/desk.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError, RadioCards, TextArea } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { CountFields, countOf, NOT_COUNTED } from './count-fields.tsx'

export function OpenShiftDialog({ state, onOpened, onClose }: { readonly state: Output<'shift.state'>; readonly onOpened: () => void; readonly onClose: () => void }) {
  const words = useWords()
  const { moment } = useFormats()
  const errorText = useErrorText()
  const call = useDeskCall('shift.open')
  const [basis, setBasis] = useState('carried')
  const [counted, setCounted] = useState(NOT_COUNTED)
  const [text, setText] = useState('')
  const { last, stock } = state
  const count = basis === 'counted' ? countOf(counted, stock) : null
  const ready = basis === 'carried' || (count !== undefined && count !== null)
  return (
    <Dialog
      title={words('shift.open.title')}
      lead={words('shift.open.lead', stock)}
      onClose={onClose}
      submit={{
        label: words('shift.open'),
        run: () => call.mutate({ counted: count ?? null, ...(text.trim() === '' ? {} : { text: text.trim() }) }, { onSuccess: onOpened }),
        busy: call.isPending,
        disabled: !ready,
      }}
    >
      {last === null || last.closedAt === null ? null : (
        <p className="muted">{words('shift.open.last', { custody: last.closingCount?.custody ?? last.signed['closing'] ?? 0, when: moment(last.closedAt) })}</p>
      )}
      <RadioCards
        label={words('shift.open.basis')}
        name="basis"
        value={basis}
        onChange={setBasis}
        autoFocus
        choices={[
          { value: 'carried', label: words('shift.open.carried') },
          { value: 'counted', label: words('shift.open.counted') },
        ]}
      />
      {basis === 'counted' ? <CountFields counted={counted} ledger={stock} onChange={setCounted} autoFocus /> : null}
      <TextArea label={words('shift.note.opening')} optional value={text} onChange={setText} maxLength={4000} rows={2} />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}

export function CloseShiftDialog({ report, onClosed, onClose }: { readonly report: ShiftReport; readonly onClosed: (shift: ShiftRow) => void; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('shift.close')
  const [counted, setCounted] = useState(NOT_COUNTED)
  const [text, setText] = useState('')
  const { lines } = report.balance
  const ledger = { custody: lines.closing, detained: lines.detainedClosing }
  const count = countOf(counted, ledger)
  const differs = count !== undefined && count !== null && (count.custody !== ledger.custody || count.detained !== ledger.detained)
  return (
    <Dialog
      title={words('shift.close.title')}
      lead={words('shift.close.lead')}
      onClose={onClose}
      submit={{
        label: words('shift.close'),
        run: () =>
          call.mutate({ shift: report.shift?.id ?? '', counted: count ?? null, ...(text.trim() === '' ? {} : { text: text.trim() }) }, { onSuccess: (closed) => onClosed(closed) }),
        busy: call.isPending,
        disabled: count === undefined,
      }}
    >
      <CountFields counted={counted} ledger={ledger} onChange={setCounted} autoFocus />
      {differs ? <p className="muted">{words('shift.close.difference')}</p> : null}
      <TextArea label={words('shift.note')} optional value={text} onChange={setText} maxLength={4000} rows={3} />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}
