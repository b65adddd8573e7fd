/** How this person likes this machine: language, look, and the keys. Every change holds at once. */
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { CheckInput, RadioCards } from '../components/fields.tsx'
import { Tabs } from '../components/tabs.tsx'
import { useWords } from '../i18n/text.tsx'
import { DENSITIES, LANGUAGES, setPreferences, THEMES, usePreferences, type Preferences } from './preferences.ts'
import { KeysEditor } from './keys-editor.tsx'

const TABS = ['look', 'keys'] as const
type Tab = (typeof TABS)[number]

export function PreferencesDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const [tab, setTab] = useState<Tab>('look')
  return (
    <Dialog
      title={words('menu.preferences')}
      lead={words('preferences.lead')}
      onClose={onClose}
      wide
      footer={
        tab === 'keys' ? (
          <Button look="plain" className="at-start" onPress={() => setPreferences({ keys: {} })}>
            {words('preferences.keys.resetAll')}
          </Button>
        ) : undefined
      }
    >
      <Tabs
        label={words('menu.preferences')}
        panel="preferences-panel"
        value={tab}
        onChange={(id) => setTab(id as Tab)}
        tabs={TABS.map((id) => ({ id, label: words(`preferences.tab.${id}`) }))}
      />
      <div id="preferences-panel" role="tabpanel" aria-label={words(`preferences.tab.${tab}`)} className="preferences">
        {tab === 'look' ? <Look /> : <KeysEditor />}
      </div>
    </Dialog>
  )
}

function Look() {
  const words = useWords()
  const { language, theme, density, singleKeys, sidePanel, sounds } = usePreferences()
  return (
    <>
      <RadioCards
        label={words('menu.language')}
        name="language"
        value={language}
        onChange={(value) => setPreferences({ language: value as Preferences['language'] })}
        choices={LANGUAGES.map((value) => ({ value, label: words(`menu.language.${value}`) }))}
      />
      <RadioCards
        label={words('menu.theme')}
        name="theme"
        value={theme}
        onChange={(value) => setPreferences({ theme: value as Preferences['theme'] })}
        choices={THEMES.map((value) => ({ value, label: words(`menu.theme.${value}`) }))}
      />
      <RadioCards
        label={words('menu.density')}
        name="density"
        value={density}
        onChange={(value) => setPreferences({ density: value as Preferences['density'] })}
        choices={DENSITIES.map((value) => ({ value, label: words(`menu.density.${value}`) }))}
      />
      <div className="preferences-checks">
        <CheckInput label={words('menu.singleKeys')} hint={words('preferences.singleKeys.hint')} checked={singleKeys} onChange={(on) => setPreferences({ singleKeys: on })} />
        <CheckInput label={words('preferences.sidePanel')} checked={sidePanel} onChange={(on) => setPreferences({ sidePanel: on })} />
        <CheckInput label={words('preferences.sounds')} hint={words('preferences.sounds.hint')} checked={sounds} onChange={(on) => setPreferences({ sounds: on })} />
      </div>
      <p className="hint">{words('preferences.motion')}</p>
    </>
  )
}
