import { KeyRound, Pencil, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { ROLES, type Role } from '../../../shared/domain/codes.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckInput, FieldError, TextInput } from '../../components/fields.tsx'
import { Pill } from '../../components/marks.tsx'
import { Bones, ErrorState, useErrorText } from '../../components/states.tsx'
import { toastDone } from '../../components/toast.tsx'
import { useWords } from '../../i18n/text.tsx'

type User = Output<'users.list'>['users'][number]
type Open = { readonly kind: 'add' } | { readonly kind: 'edit' | 'password'; readonly user: User }

export function Users({ may, self }: { readonly may: boolean; readonly self: string }) {
  const words = useWords()
  const query = useDesk('users.list', {})
  const [open, setOpen] = useState<Open | null>(null)
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Bones lines={6} />
  return (
    <>
      <table className="table rows">
        <thead>
          <tr>
            <th>{words('users.name')}</th>
            <th>{words('users.login')}</th>
            <th>{words('users.roles')}</th>
            <th>
              <span className="sr">{words('action.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {query.data.users.map((user) => (
            <tr key={user.login}>
              <td>
                {user.name} {user.login === self ? <span className="muted">({words('users.self')})</span> : null}
              </td>
              <td className="mono">{user.login}</td>
              <td>
                <span className="line wrap">
                  {user.roles.map((role) => (
                    <Pill key={role}>{words(`role.${role}`)}</Pill>
                  ))}
                  {user.enabled ? null : <Pill tone="open">{words('users.disabled')}</Pill>}
                </span>
              </td>
              <td className="num">
                {may ? (
                  <>
                    <Button icon look="plain" size="small" aria-label={words('users.edit', { name: user.name })} onPress={() => setOpen({ kind: 'edit', user })}>
                      <Pencil className="i" aria-hidden />
                    </Button>
                    <Button icon look="plain" size="small" aria-label={words('users.password.title', { name: user.name })} onPress={() => setOpen({ kind: 'password', user })}>
                      <KeyRound className="i" aria-hidden />
                    </Button>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {may ? (
        <div className="form">
          <div>
            <Button onPress={() => setOpen({ kind: 'add' })}>
              <UserPlus className="i" aria-hidden />
              {words('users.add')}
            </Button>
          </div>
        </div>
      ) : null}
      {open?.kind === 'add' ? <AddUser onClose={() => setOpen(null)} /> : null}
      {open?.kind === 'edit' ? <EditUser user={open.user} onClose={() => setOpen(null)} /> : null}
      {open?.kind === 'password' ? <SetPassword user={open.user} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function RoleChecks({ roles, onChange, wrong }: { readonly roles: readonly Role[]; readonly onChange: (roles: Role[]) => void; readonly wrong: boolean }) {
  const words = useWords()
  return (
    <fieldset className="plain-set">
      <legend className="field-label">{words('users.roles')}</legend>
      {ROLES.map((role) => (
        <CheckInput
          key={role}
          label={words(`role.${role}`)}
          hint={words(`role.${role}.hint`)}
          checked={roles.includes(role)}
          onChange={(on) => onChange(ROLES.filter((one) => (one === role ? on : roles.includes(one))))}
        />
      ))}
      {wrong ? <FieldError text={words('users.rolesNeeded')} /> : null}
    </fieldset>
  )
}

function AddUser({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('users.add')
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [roles, setRoles] = useState<Role[]>(['officer'])
  const [tried, setTried] = useState(false)
  const badLogin = !/^[a-z0-9][a-z0-9._-]{0,31}$/.test(login)
  const run = () => {
    setTried(true)
    if (badLogin || name.trim() === '' || password.length < 8 || roles.length === 0) return
    call.mutate(
      { login, name: name.trim(), roles, password },
      {
        onSuccess: () => {
          toastDone(words('users.added', { name: name.trim() }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={words('users.add')} onClose={onClose} submit={{ label: words('action.add'), run, busy: call.isPending }}>
      <TextInput label={words('users.login')} value={login} onChange={setLogin} autoFocus maxLength={32} error={tried && badLogin ? words('start.user.bad') : null} />
      <TextInput label={words('users.name')} value={name} onChange={setName} maxLength={200} error={tried && name.trim() === '' ? words('field.required') : null} />
      <TextInput
        label={words('start.password')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={tried && password.length < 8 ? words('field.passwordShort') : null}
      />
      <RoleChecks roles={roles} onChange={setRoles} wrong={tried && roles.length === 0} />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}

function EditUser({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('users.set')
  const [name, setName] = useState(user.name)
  const [roles, setRoles] = useState<Role[]>(user.roles)
  const [enabled, setEnabled] = useState(user.enabled)
  const run = () => {
    if (roles.length === 0 || name.trim() === '') return
    call.mutate(
      {
        login: user.login,
        ...(name.trim() === user.name ? {} : { name: name.trim() }),
        ...(roles.join() === user.roles.join() ? {} : { roles }),
        ...(enabled === user.enabled ? {} : { enabled }),
      },
      { onSuccess: onClose },
    )
  }
  return (
    <Dialog title={words('users.edit', { name: user.name })} onClose={onClose} submit={{ label: words('action.save'), run, busy: call.isPending }}>
      <TextInput label={words('users.name')} value={name} onChange={setName} autoFocus maxLength={200} error={name.trim() === '' ? words('field.required') : null} />
      <RoleChecks roles={roles} onChange={setRoles} wrong={roles.length === 0} />
      <CheckInput label={words('users.enabled')} checked={enabled} onChange={setEnabled} />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}

function SetPassword({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('users.password')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const run = () => {
    setTried(true)
    if (password.length < 8) return
    call.mutate(
      { login: user.login, password, present: null },
      {
        onSuccess: () => {
          toastDone(words('users.password.done', { name: user.name }))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={words('users.password.title', { name: user.name })} onClose={onClose} submit={{ label: words('action.save'), run, busy: call.isPending }}>
      <TextInput
        label={words('users.password.new')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        autoFocus
        error={tried && password.length < 8 ? words('field.passwordShort') : null}
      />
      {call.isError ? <FieldError text={errorText(call.error)} /> : null}
    </Dialog>
  )
}
