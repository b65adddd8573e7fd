import { Check, Keyboard, KeyRound, Lock, LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Menu, MenuItem, MenuSection, MenuTrigger } from '../components/menu.tsx'
import { useWords, type TextKey } from '../i18n/text.tsx'
import { useDesk, useDeskCall } from './desk.tsx'
import { setPreferences, usePreferences, type Preferences } from './preferences.ts'

const LANGUAGES: readonly Preferences['language'][] = ['auto', 'en', 'fr']
const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark']
const DENSITIES: readonly Preferences['density'][] = ['compact', 'comfortable', 'large']

const initials = (name: string) =>
  name
    .split(/[\s.]+/)
    .filter((part) => part !== '')
    .map((part) => part.charAt(0).toUpperCase())
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('')

export function OfficerMenu({ onOpen }: { readonly onOpen: (what: 'keys' | 'password') => void }) {
  const words = useWords()
  const { language, theme, density, singleKeys } = usePreferences()
  const user = useDesk('session.get', {}).data?.user
  const lock = useDeskCall('session.lock')
  const signOut = useDeskCall('session.signOut')
  const name = user?.name ?? ''
  const chosen = (current: boolean, key: TextKey): ReactNode => (
    <>
      {words(key)}
      {current ? <Check className="i end" aria-hidden /> : null}
    </>
  )
  return (
    <>
      <MenuTrigger>
        <AriaButton className="me">
          <span className="av" data-initials={initials(name)} aria-hidden />
          <span className="me-name">{name}</span>
          <span className="sr">{words('frame.me')}</span>
        </AriaButton>
        <Menu label={words('frame.me')}>
          <MenuSection title={words('menu.language')}>
            {LANGUAGES.map((one) => (
              <MenuItem
                key={one}
                id={`language-${one}`}
                textValue={words(`menu.language.${one}`)}
                aria-label={words(`menu.language.${one}`)}
                onAction={() => setPreferences({ language: one })}
              >
                {chosen(language === one, `menu.language.${one}`)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection title={words('menu.theme')}>
            {THEMES.map((one) => (
              <MenuItem key={one} id={`theme-${one}`} textValue={words(`menu.theme.${one}`)} onAction={() => setPreferences({ theme: one })}>
                {chosen(theme === one, `menu.theme.${one}`)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection title={words('menu.density')}>
            {DENSITIES.map((one) => (
              <MenuItem key={one} id={`density-${one}`} textValue={words(`menu.density.${one}`)} onAction={() => setPreferences({ density: one })}>
                {chosen(density === one, `menu.density.${one}`)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection title={words('keys.title')}>
            <MenuItem id="single-keys" textValue={words('menu.singleKeys')} onAction={() => setPreferences({ singleKeys: !singleKeys })}>
              {chosen(singleKeys, 'menu.singleKeys')}
            </MenuItem>
            <MenuItem id="keys" textValue={words('menu.keys')} onAction={() => onOpen('keys')}>
              <Keyboard className="i" aria-hidden />
              {words('menu.keys')}
              <kbd>?</kbd>
            </MenuItem>
          </MenuSection>
          <MenuSection title={name}>
            <MenuItem id="password" textValue={words('menu.password')} onAction={() => onOpen('password')}>
              <KeyRound className="i" aria-hidden />
              {words('menu.password')}
            </MenuItem>
            <MenuItem id="lock" textValue={words('menu.lock')} onAction={() => lock.mutate({})}>
              <Lock className="i" aria-hidden />
              {words('menu.lock')}
            </MenuItem>
            <MenuItem id="sign-out" textValue={words('menu.signOut')} onAction={() => signOut.mutate({})}>
              <LogOut className="i i-flip" aria-hidden />
              {words('menu.signOut')}
            </MenuItem>
          </MenuSection>
        </Menu>
      </MenuTrigger>
    </>
  )
}
