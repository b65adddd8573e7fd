import { CircleCheck, GraduationCap, Lock } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Session } from '../../../shared/contract.ts'
import { useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { FieldError, TextInput } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { useEnterTraining } from '../training/training.ts'

export function SignIn({ session, reset, onForgot }: { readonly session: Session; readonly reset: boolean; readonly onForgot: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('session.signIn')
  const signOut = useDeskCall('session.signOut')
  const training = useEnterTraining()
  const locked = session.phase === 'locked' && session.user !== null ? session.user : null
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const name = locked?.login ?? user.trim()
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (name !== '' && password !== '' && !call.isPending) call.mutate({ user: name, password }, { onError: () => setPassword('') })
  }
  return (
    <form className="gate-card" onSubmit={send} noValidate>
      <div>
        <h1 className="line">
          {locked === null ? null : <Lock className="i" aria-hidden />}
          {locked === null ? words('signIn.title') : words('signIn.locked')}
        </h1>
        <p className="muted">{locked === null ? `${session.office?.office ?? ''} ${session.office?.name ?? ''}` : words('signIn.locked.lead', { name: locked.name })}</p>
      </div>
      {reset ? (
        <p className="note-box go">
          <CircleCheck className="i" aria-hidden />
          {words('forgot.done')}
        </p>
      ) : null}
      {locked === null ? (
        <TextInput label={words('signIn.user')} value={user} onChange={setUser} autoComplete="username" autoFocus />
      ) : (
        // Tells password managers whose password is meant.
        <input type="text" autoComplete="username" value={locked.login} readOnly hidden />
      )}
      <TextInput
        label={words('signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus={locked !== null}
        error={call.isError ? errorText(call.error) : null}
      />
      <Button type="submit" look="primary" isPending={call.isPending}>
        {words('signIn.submit')}
      </Button>
      {locked === null ? (
        <div className="line wrap between">
          <Button look="plain" onPress={onForgot}>
            {words('signIn.forgot')}
          </Button>
          <Button look="plain" isPending={training.isPending} onPress={training.enter}>
            <GraduationCap className="i" aria-hidden />
            {words(training.isPending ? 'first.busy' : 'training.open')}
          </Button>
        </div>
      ) : (
        <Button look="plain" onPress={() => signOut.mutate({})}>
          {words('signIn.other')}
        </Button>
      )}
      {training.error === null ? null : <FieldError text={errorText(training.error)} />}
    </form>
  )
}

export function UnlockStore() {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('session.unlockStore')
  const [key, setKey] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (key.trim() !== '' && !call.isPending) call.mutate({ key: key.trim() })
  }
  return (
    <form className="gate-card" onSubmit={send} noValidate>
      <div>
        <h1 className="line">
          <Lock className="i" aria-hidden />
          {words('lock.title')}
        </h1>
        <p className="muted">{words('lock.lead')}</p>
      </div>
      <TextInput label={words('lock.key')} type="password" value={key} onChange={setKey} autoFocus error={call.isError ? errorText(call.error) : null} />
      <Button type="submit" look="primary" isPending={call.isPending}>
        {words('lock.submit')}
      </Button>
    </form>
  )
}

export function ForgottenPassword({ onBack, onDone }: { readonly onBack: () => void; readonly onDone: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('session.recover')
  const [recoveryKey, setRecoveryKey] = useState('')
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const missing = (text: string) => (tried && text.trim() === '' ? words('field.required') : null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (recoveryKey.trim() === '' || user.trim() === '' || password.length < 8 || call.isPending) return
    call.mutate({ recoveryKey: recoveryKey.trim(), user: user.trim(), password }, { onSuccess: onDone })
  }
  return (
    <form className="gate-card" onSubmit={send} noValidate>
      <div>
        <h1>{words('forgot.title')}</h1>
        <p className="muted">{words('forgot.lead')}</p>
      </div>
      <TextInput label={words('recovery.key')} value={recoveryKey} onChange={setRecoveryKey} error={missing(recoveryKey)} mono maxLength={200} autoFocus />
      <TextInput label={words('signIn.user')} value={user} onChange={setUser} error={missing(user)} autoComplete="username" />
      <TextInput
        label={words('forgot.newPassword')}
        type="password"
        value={password}
        onChange={setPassword}
        error={tried && password.length < 8 ? words('field.passwordShort') : null}
        autoComplete="new-password"
      />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
      <Button type="submit" look="primary" isPending={call.isPending}>
        {words('forgot.submit')}
      </Button>
      <Button look="plain" onPress={onBack}>
        {words('action.back')}
      </Button>
    </form>
  )
}
