import { Dialog } from '../components/dialog.tsx'
import { useWords, type TextKey, type Words } from '../i18n/text.tsx'
import { keyTables, type KeyTable } from './keys.tsx'
import { usePreferences } from './preferences.ts'

const SIGNS: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Enter: '↵' }
const NAMES: Readonly<Record<string, TextKey>> = {
  Space: 'keyName.space',
  PageUp: 'keyName.pageUp',
  PageDown: 'keyName.pageDown',
  Home: 'keyName.home',
  End: 'keyName.end',
  Shift: 'keyName.shift',
  Escape: 'keyName.escape',
}

/** A binding as it is printed on the keys: `Shift+ArrowDown` → `Shift ↓`. */
function printed(keys: string, words: Words): string {
  return keys
    .split('+')
    .map((part) => (NAMES[part] === undefined ? (SIGNS[part] ?? (/^[a-z]$/.test(part) ? part.toUpperCase() : part)) : words(NAMES[part])))
    .join(' ')
}

const IN_DIALOGS: KeyTable = {
  title: 'keys.dialogs',
  bindings: [
    { keys: ['Ctrl Enter'], label: 'keys.confirm', run: () => {} },
    { keys: ['Escape'], label: 'keys.close', run: () => {} },
  ],
}

/** The keys of the screen below and those that work everywhere, as they are bound at this moment. */
export function KeysOverlay({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const { singleKeys } = usePreferences()
  return (
    <Dialog title={words('keys.title')} onClose={onClose} wide>
      {singleKeys ? null : <p className="note-box doc">{words('keys.off')}</p>}
      <div className="keys-columns">
        {[...keyTables(), IN_DIALOGS].map((table) => (
          <section key={table.title}>
            <h3 className="field-label">{words(table.title)}</h3>
            <dl className="keys-list">
              {table.bindings
                .filter((binding) => binding.hidden !== true)
                .map((binding) => (
                  <div key={binding.label}>
                    <dt>{words(binding.label)}</dt>
                    <dd>
                      {binding.keys.slice(0, 2).map((keys) => (
                        <span key={keys}>
                          {keys.split(' ').map((part, at) => (
                            <kbd key={at}>{printed(part, words)}</kbd>
                          ))}
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
