import { Keyboard, KeyRound, Lock, LogOut, SlidersHorizontal } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { Menu, MenuItem, MenuSection, MenuTrigger } from '../components/menu.tsx'
import { useWords, type TextKey } from '../i18n/text.tsx'
import { useDesk, useDeskCall } from './desk.tsx'
import { KeyCaps } from './key-names.tsx'
import { useKeyOf } from './keys.tsx'

const initials = (name: string) =>
  name
    .split(/[\s.]+/)
    .filter((part) => part !== '')
    .map((part) => part.charAt(0).toUpperCase())
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('')

export function OfficerMenu({ onOpen }: { readonly onOpen: (what: 'keys' | 'password' | 'preferences') => void }) {
  const words = useWords()
  const session = useDesk('session.get', {}).data
  const user = session?.user
  // In a training office nobody has a password, and a lock would be one without a key.
  const training = session?.training === true
  const lock = useDeskCall('session.lock')
  const signOut = useDeskCall('session.signOut')
  const name = user?.name ?? ''
  return (
    <MenuTrigger>
      <AriaButton className="me">
        <span className="av" data-initials={initials(name)} aria-hidden />
        <span className="me-name">{name}</span>
        <span className="sr">{words('frame.me')}</span>
      </AriaButton>
      <Menu label={words('frame.me')}>
        <MenuSection title={`${name} · ${(user?.roles ?? []).map((role) => words(`role.${role}`)).join(' · ')}`}>
          <MenuItem id="preferences" textValue={words('menu.preferences')} onAction={() => onOpen('preferences')}>
            <SlidersHorizontal className="i" aria-hidden />
            {words('menu.preferences')}
            <Hint action="menu.preferences" />
          </MenuItem>
          <MenuItem id="keys" textValue={words('menu.keys')} onAction={() => onOpen('keys')}>
            <Keyboard className="i" aria-hidden />
            {words('menu.keys')}
            <Hint action="keys.help" />
          </MenuItem>
          {training ? null : (
            <>
              <MenuItem id="password" textValue={words('menu.password')} onAction={() => onOpen('password')}>
                <KeyRound className="i" aria-hidden />
                {words('menu.password')}
              </MenuItem>
              <MenuItem id="lock" textValue={words('menu.lock')} onAction={() => lock.mutate({})}>
                <Lock className="i" aria-hidden />
                {words('menu.lock')}
              </MenuItem>
            </>
          )}
          <MenuItem id="sign-out" textValue={words(training ? 'training.leave' : 'menu.signOut')} onAction={() => signOut.mutate({})}>
            <LogOut className="i i-flip" aria-hidden />
            {words(training ? 'training.leave' : 'menu.signOut')}
          </MenuItem>
        </MenuSection>
      </Menu>
    </MenuTrigger>
  )
}

function Hint({ action }: { readonly action: TextKey }) {
  const keys = useKeyOf(action)
  return keys === undefined ? null : <KeyCaps keys={keys} />
}
