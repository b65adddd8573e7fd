/** What can be done on every screen: go somewhere, look something up, change how the desk looks, leave. */
import { useDeskCall } from './desk.tsx'
import { declareKeys, useKeys } from './keys.tsx'
import { preferences, setPreferences } from './preferences.ts'
import { SCREENS, type Screen } from './screens.ts'

const bind = declareKeys('keys.everywhere', {
  'command.palette': ['Ctrl+K'],
  'keys.search': ['/'],
  'keys.help': ['?'],
  'menu.preferences': ['Ctrl+,'],
  'menu.singleKeys': [],
  'command.language.auto': [],
  'command.language.en': [],
  'command.language.fr': [],
  'command.theme.system': [],
  'command.theme.light': [],
  'command.theme.dark': [],
  'command.density.compact': [],
  'command.density.comfortable': [],
  'command.density.large': [],
  'menu.password': [],
  'menu.lock': [],
  'menu.signOut': [],
})
const bindScreens = declareKeys('keys.everywhere', Object.fromEntries(SCREENS.map(({ go }) => [go.label, [go.keys]])))

interface FrameMoves {
  readonly palette: () => void
  readonly search: () => void
  readonly help: () => void
  readonly password: () => void
  readonly preferences: () => void
  readonly go: (to: Screen['to']) => void
}

export function useFrameKeys({ palette, search, help, password, preferences: open, go }: FrameMoves): void {
  const { mutate: lock } = useDeskCall('session.lock')
  const { mutate: signOut } = useDeskCall('session.signOut')
  const own = bind({
    'command.palette': palette,
    'keys.search': search,
    'keys.help': help,
    'menu.preferences': open,
    'menu.singleKeys': () => setPreferences({ singleKeys: !preferences().singleKeys }),
    'command.language.auto': () => setPreferences({ language: 'auto' }),
    'command.language.en': () => setPreferences({ language: 'en' }),
    'command.language.fr': () => setPreferences({ language: 'fr' }),
    'command.theme.system': () => setPreferences({ theme: 'system' }),
    'command.theme.light': () => setPreferences({ theme: 'light' }),
    'command.theme.dark': () => setPreferences({ theme: 'dark' }),
    'command.density.compact': () => setPreferences({ density: 'compact' }),
    'command.density.comfortable': () => setPreferences({ density: 'comfortable' }),
    'command.density.large': () => setPreferences({ density: 'large' }),
    'menu.password': password,
    'menu.lock': () => lock({}),
    'menu.signOut': () => signOut({}),
  })
  const screens = bindScreens(Object.fromEntries(SCREENS.map(({ to, go: { label } }) => [label, () => go(to)])))
  useKeys({ ...own, bindings: [...own.bindings, ...screens.bindings] }, true)
}
