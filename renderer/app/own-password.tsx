import { useState } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { FieldError, TextInput } from '../components/fields.tsx'
import { useErrorText } from '../components/states.tsx'
import { toastDone } from '../components/toast.tsx'
import { useWords } from '../i18n/text.tsx'
import { useDeskCall } from './desk.tsx'

/** A new password for oneself, with the present one. */
export function OwnPasswordDialog({ login, name, onClose }: { readonly login: string; readonly name: string; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('users.password')
  const [present, setPresent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const short = tried && password.length < 8 ? words('field.passwordShort') : null
  const differs = tried && short === null && password !== again ? words('field.passwordsDiffer') : null
  const run = () => {
    setTried(true)
    if (password.length < 8 || password !== again) return
    call.mutate(
      { login, password, present },
      {
        onSuccess: () => {
          toastDone(words('users.password.done', { name }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={words('menu.password')} onClose={onClose} submit={{ label: words('action.save'), run, busy: call.isPending }}>
      <TextInput label={words('users.password.present')} type="password" autoComplete="current-password" value={present} onChange={setPresent} autoFocus />
      <TextInput label={words('users.password.new')} type="password" autoComplete="new-password" value={password} onChange={setPassword} error={short} />
      <TextInput label={words('start.passwordAgain')} type="password" autoComplete="new-password" value={again} onChange={setAgain} error={differs} />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}
