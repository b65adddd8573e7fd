import { FolderOpen } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { COUNTRIES } from '../../../shared/domain/identifiers.ts'
import { pageBridge } from '../../app/client/bridge.ts'
import { useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { FieldError, TextInput } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'

const EMPTY = { office: '', name: '', user: '', userName: '', password: '', again: '', watchedFolder: '', outFolder: '' }
type Form = typeof EMPTY

interface Props {
  readonly onBack: () => void
  /** The session moves on before the recovery key was read: the gate must stay from here. */
  readonly onBegin: () => void
  readonly onFail: () => void
  readonly onDone: (office: string, recoveryKey: string) => void
}

export function SetUp({ onBack, onBegin, onFail, onDone }: Props) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('session.setUp')
  const [form, setForm] = useState<Form>(EMPTY)
  const [tried, setTried] = useState(false)
  const set = (field: keyof Form) => (value: string) => setForm((before) => ({ ...before, [field]: field === 'office' ? value.toUpperCase().replace(/\s/g, '') : value }))
  const country = form.office.slice(0, 2)
  const wrong: Partial<Record<keyof Form, string>> = {}
  if (!/^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/.test(form.office)) wrong.office = words(form.office === '' ? 'field.required' : 'start.office.bad')
  else if (!COUNTRIES.has(country)) wrong.office = words('start.office.country', { country })
  if (!/^[a-z0-9][a-z0-9._-]{0,31}$/.test(form.user)) wrong.user = words(form.user === '' ? 'field.required' : 'start.user.bad')
  if (form.password.length < 8) wrong.password = words('field.passwordShort')
  if (form.again !== form.password) wrong.again = words('field.passwordsDiffer')
  const error = (field: keyof Form) => (tried ? (wrong[field] ?? null) : null)
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(wrong).length > 0 || call.isPending) return
    onBegin()
    // By the promise: news of the office may take this form away before the answer is here, and it holds the one key.
    void call
      .mutateAsync({
        office: form.office,
        name: orNull(form.name),
        zone: null,
        user: form.user,
        userName: orNull(form.userName),
        password: form.password,
        watchedFolder: orNull(form.watchedFolder),
        outFolder: orNull(form.outFolder),
      })
      .then(({ recoveryKey }) => onDone(form.office, recoveryKey), onFail)
  }
  return (
    <form className="gate-card wide" onSubmit={send} noValidate>
      <div>
        <h1>{words('start.title')}</h1>
        <p className="muted">{words('start.lead')}</p>
      </div>
      <div className="gate-two">
        <TextInput
          label={words('start.office')}
          hint={words('start.office.hint')}
          value={form.office}
          onChange={set('office')}
          error={error('office')}
          mono
          maxLength={12}
          autoFocus
        />
        <TextInput label={words('start.officeName')} value={form.name} onChange={set('name')} optional maxLength={200} />
        <TextInput
          label={words('start.user')}
          hint={words('start.user.hint')}
          value={form.user}
          onChange={set('user')}
          error={error('user')}
          autoComplete="username"
          maxLength={32}
        />
        <TextInput label={words('start.userName')} value={form.userName} onChange={set('userName')} optional autoComplete="name" maxLength={200} />
        <TextInput label={words('start.password')} type="password" value={form.password} onChange={set('password')} error={error('password')} autoComplete="new-password" />
        <TextInput label={words('start.passwordAgain')} type="password" value={form.again} onChange={set('again')} error={error('again')} autoComplete="new-password" />
      </div>
      <FolderInput label={words('start.watched')} hint={words('start.watched.hint')} value={form.watchedFolder} onChange={set('watchedFolder')} />
      <FolderInput label={words('start.out')} hint={words('start.out.hint')} value={form.outFolder} onChange={set('outFolder')} />
      <p className="hint">{words('start.later')}</p>
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
      <Button type="submit" look="primary" isPending={call.isPending}>
        {call.isPending ? words('start.busy') : words('start.submit')}
      </Button>
      <Button look="plain" isDisabled={call.isPending} onPress={onBack}>
        {words('action.back')}
      </Button>
    </form>
  )
}

/** A folder of this machine: typed, or chosen by the system's dialog where the host has one. */
export function FolderInput({
  label,
  hint,
  value,
  onChange,
  disabled,
  required = false,
  error = null,
}: {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
  readonly required?: boolean
  readonly error?: string | null
}) {
  const words = useWords()
  const bridge = pageBridge()
  return (
    <div className="folder">
      <TextInput
        label={label}
        hint={hint}
        value={value}
        onChange={onChange}
        optional={!required}
        error={error}
        maxLength={1000}
        {...(disabled === undefined ? {} : { disabled })}
      />
      {bridge === null ? null : (
        <Button
          icon
          isDisabled={disabled === true}
          aria-label={words('folder.choose', { name: label })}
          onPress={() => void bridge.chooseFolder().then((path) => path !== null && onChange(path))}
        >
          <FolderOpen className="i" aria-hidden />
        </Button>
      )}
    </div>
  )
}
