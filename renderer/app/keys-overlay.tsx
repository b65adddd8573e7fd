import { Dialog } from '../components/dialog.tsx'
import { useWords } from '../i18n/text.tsx'
import { KeyCaps } from './key-names.tsx'
import { keysOf, keyTables, type KeyTable } from './keys.tsx'
import { usePreferences } from './preferences.ts'

const IN_DIALOGS: KeyTable = {
  title: 'keys.dialogs',
  bindings: [
    { keys: ['Ctrl+Enter'], label: 'keys.confirm', run: () => {} },
    { keys: ['Escape'], label: 'keys.close', run: () => {} },
  ],
}

const hasKeys = ({ bindings }: KeyTable): boolean => bindings.some((binding) => binding.hidden !== true && keysOf(binding).length > 0)

/** The keys of the screen below and those that work everywhere, as they are bound at this moment. */
export function KeysOverlay({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const { singleKeys } = usePreferences()
  return (
    <Dialog title={words('keys.title')} onClose={onClose} wide>
      {singleKeys ? null : <p className="note-box doc">{words('keys.off')}</p>}
      <div className="keys-columns">
        {[...keyTables(), IN_DIALOGS].filter(hasKeys).map((table) => (
          <section key={table.title}>
            <h3 className="field-label">{words(table.title)}</h3>
            <dl className="keys-list">
              {table.bindings
                .filter((binding) => binding.hidden !== true && keysOf(binding).length > 0)
                .map((binding) => (
                  <div key={binding.label}>
                    <dt>{words(binding.label)}</dt>
                    <dd>
                      {keysOf(binding)
                        .slice(0, 2)
                        .map((keys) => (
                          <KeyCaps key={keys} keys={keys} />
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
