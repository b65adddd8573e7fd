import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { EXAMINATION_KINDS, type CaseCommandName } from '../../../shared/domain/codes.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useClient, useDesk } from '../../app/desk.tsx'
import { FieldError, RadioCards, SelectInput, TextArea, TextInput } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { GRAVE, REASON_EVENT, type ActionField, type AnswerName, type Answers } from './action-forms.ts'

interface FieldsProps {
  readonly name: CaseCommandName
  readonly fields: readonly ActionField[]
  readonly answers: Answers
  readonly onAnswers: (answers: Answers) => void
  readonly wrong: ReadonlySet<AnswerName>
}

/** The fields of an action. The first takes the focus: it is the one that matters. */
export function ActionFields({ name, fields, answers, onAnswers, wrong }: FieldsProps) {
  const words = useWords()
  const set = (answer: AnswerName) => (value: string) => onAnswers({ ...answers, [answer]: value })
  return (
    <>
      {fields.map((field, at) => {
        const autoFocus = at === 0
        switch (field) {
          case 'reason':
          case 'optional-reason':
            return <ReasonField key={field} name={name} needed={field === 'reason'} value={answers.reason} onChange={set('reason')} wrong={wrong.has('reason')} />
          case 'free-reason':
            return (
              <TextInput
                key={field}
                label={words('dialog.reason')}
                value={answers.reason}
                onChange={set('reason')}
                autoFocus={autoFocus}
                maxLength={500}
                error={wrong.has('reason') ? words('field.required') : null}
              />
            )
          case 'text':
          case 'needed-text':
            return (
              <TextArea
                key={field}
                label={words('dialog.text')}
                value={answers.text}
                onChange={set('text')}
                autoFocus={autoFocus}
                optional={field === 'text'}
                maxLength={4_000}
                rows={3}
                error={wrong.has('text') ? words('field.required') : null}
              />
            )
          case 'amount':
            return (
              <TextInput
                key={field}
                label={words('dialog.amount')}
                value={answers.amount}
                onChange={set('amount')}
                autoFocus={autoFocus}
                mono
                maxLength={20}
                error={wrong.has('amount') ? words('dialog.amount.bad') : null}
              />
            )
          case 'currency':
            return (
              <TextInput
                key={field}
                label={words('dialog.currency')}
                value={answers.currency}
                onChange={(value) => set('currency')(value.toUpperCase())}
                mono
                maxLength={3}
                error={wrong.has('currency') ? words('dialog.currency.bad') : null}
              />
            )
          case 'kind':
            return <KindField key={field} value={answers.kind} onChange={set('kind')} />
          case 'office':
            return (
              <TextInput
                key={field}
                label={words('dialog.office')}
                value={answers.office}
                onChange={set('office')}
                autoFocus={autoFocus}
                maxLength={100}
                error={wrong.has('office') ? words('field.required') : null}
              />
            )
          case 'flag':
            return <FlagField key={field} value={answers.flag} onChange={set('flag')} />
          case 'user':
            return <UserField key={field} value={answers.user} onChange={set('user')} />
          case 'file':
            return <FileField key={field} onPlaced={set('path')} wrong={wrong.has('path')} />
        }
      })}
      {name === 'destroy' && GRAVE.has(name) ? <p className="note-box open">{words('dialog.destroy.warn')}</p> : null}
    </>
  )
}

function ReasonField({
  name,
  needed,
  value,
  onChange,
  wrong,
}: {
  readonly name: CaseCommandName
  readonly needed: boolean
  readonly value: string
  readonly onChange: (value: string) => void
  readonly wrong: boolean
}) {
  const words = useWords()
  const { codes, label } = useCodeTable('retention-reasons')
  const event = REASON_EVENT[name]
  const offered = codes.filter((row) => event === undefined || row.extra['event'] === undefined || row.extra['event'] === '' || row.extra['event'] === event)
  return (
    <SelectInput
      label={words('dialog.reason')}
      value={value}
      onChange={onChange}
      choices={offered.map((row) => ({ value: row.code, label: label(row.code) }))}
      empty={words('dialog.reason.choose')}
      autoFocus
      optional={!needed}
      hint={event === 'EME' ? words('dialog.reason.clock') : undefined}
      error={wrong ? words('field.required') : null}
    />
  )
}

function KindField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const words = useWords()
  const { codes, label } = useCodeTable('examination-kinds')
  const kinds =
    codes.length > 0 ? codes.map((row) => ({ value: row.code, label: label(row.code) })) : EXAMINATION_KINDS.map((kind) => ({ value: kind, label: words(`exam.${kind}`) }))
  return <RadioCards label={words('dialog.kind')} name="kind" value={value} onChange={onChange} choices={kinds} autoFocus />
}

function FlagField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const words = useWords()
  const { codes, label } = useCodeTable('flags')
  return (
    <SelectInput
      label={words('dialog.flag')}
      value={value}
      onChange={onChange}
      choices={codes.map((row) => ({ value: row.code, label: label(row.code) }))}
      empty={words('dialog.flag.none')}
      autoFocus
    />
  )
}

function UserField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const words = useWords()
  const users = useDesk('users.list', {}).data?.users ?? []
  return (
    <SelectInput
      label={words('dialog.user')}
      value={value}
      onChange={onChange}
      choices={users.filter((user) => user.enabled).map((user) => ({ value: user.login, label: user.name }))}
      empty={words('dialog.user.nobody')}
      autoFocus
    />
  )
}

function FileField({ onPlaced, wrong }: { readonly onPlaced: (path: string) => void; readonly wrong: boolean }) {
  const words = useWords()
  const client = useClient()
  const errorText = useErrorText()
  const id = useId()
  const [failed, setFailed] = useState<unknown>(null)
  const choose = (file: File | undefined) => {
    onPlaced('')
    setFailed(null)
    if (file !== undefined) client.place([{ name: file.name, file }]).then(([path]) => onPlaced(path ?? ''), setFailed)
  }
  return (
    <div className="field">
      <label htmlFor={id} className="line">
        <Upload className="i" aria-hidden />
        {words('dialog.file')}
      </label>
      <input id={id} type="file" className="input" autoFocus onChange={(event) => choose(event.target.files?.[0])} />
      {wrong ? <FieldError text={words('dialog.file.none')} /> : null}
      {failed === null ? null : <FieldError text={errorText(failed)} />}
    </div>
  )
}
