/** All keys of all screens, each to be changed, taken away or put back. A collision is told before it can do harm. */
import { CircleAlert, RotateCcw, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useWords, type TextKey } from '../i18n/text.tsx'
import { isSingle, KeyCaps, keyName, printedKey } from './key-names.tsx'
import { keysOf, knownTables, type KnownKey } from './keys.tsx'
import { usePreferences } from './preferences.ts'
import { conflictOf, isFree, remap } from './remap.ts'

export function KeysEditor() {
  const words = useWords()
  const { singleKeys } = usePreferences()
  const [editing, setEditing] = useState<TextKey | null>(null)
  const [refused, setRefused] = useState<{ readonly label: TextKey; readonly keys: string; readonly by: TextKey | null } | null>(null)
  const take = (label: TextKey, keys: string) => {
    setEditing(null)
    const by = isFree(keys) ? conflictOf(label, keys) : null
    if (!isFree(keys) || by !== null) setRefused({ label, keys, by })
    else {
      setRefused(null)
      remap(label, keys)
    }
  }
  return (
    <>
      {singleKeys ? null : <p className="note-box doc">{words('keys.off')}</p>}
      <div className="keys-editor">
        {onceEach().map(({ title, rows }) => (
          <section key={title}>
            <h3 className="field-label">{words(title)}</h3>
            <ul>
              {rows.map((row) => (
                <li key={row.label}>
                  <KeyLine
                    row={row}
                    editing={editing === row.label}
                    onEdit={() => (setRefused(null), setEditing(row.label))}
                    onKeys={(keys) => take(row.label, keys)}
                    onLeave={() => setEditing(null)}
                  />
                  {refused?.label === row.label ? (
                    <div className="field-error" role="alert">
                      <CircleAlert className="i-s" aria-hidden />
                      <span>
                        {refused.by === null
                          ? words('preferences.keys.reserved', { keys: spelt(refused.keys) })
                          : words('preferences.keys.taken', { keys: spelt(refused.keys), action: words(refused.by) })}
                      </span>
                      {refused.by === null ? null : (
                        <Button
                          size="small"
                          onPress={() => {
                            if (refused.by !== null) remap(refused.by, '')
                            setRefused(null)
                            remap(refused.label, refused.keys)
                          }}
                        >
                          {words('preferences.keys.takeOver')}
                        </Button>
                      )}
                    </div>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  )

  function spelt(keys: string): string {
    return keys
      .split(' ')
      .map((part) => printedKey(part, words))
      .join(' ')
  }
}

/** An action of several screens has one key, and stands where it comes first. */
function onceEach(): ReturnType<typeof knownTables> {
  const seen = new Set<TextKey>()
  return knownTables()
    .map(({ title, rows }) => ({ title, rows: rows.filter(({ label }) => !seen.has(label) && seen.add(label)) }))
    .filter(({ rows }) => rows.length > 0)
}

interface LineProps {
  readonly row: KnownKey
  readonly editing: boolean
  readonly onEdit: () => void
  readonly onKeys: (keys: string) => void
  readonly onLeave: () => void
}

function KeyLine({ row, editing, onEdit, onKeys, onLeave }: LineProps) {
  const words = useWords()
  const own = usePreferences().keys[row.label]
  const name = words(row.label)
  const shown = keysOf(row)
  // Whoever has pressed the new key goes on from the same line.
  const edited = useRef(false)
  useEffect(() => {
    edited.current = editing
  }, [editing])
  return (
    <div className="keys-line">
      <span className="grow clip">{name}</span>
      {editing ? <Capture name={name} length={row.keys[0]?.split(' ').length ?? 1} onKeys={onKeys} onLeave={onLeave} /> : null}
      {editing ? null : (
        <>
          <Button look="plain" size="small" onPress={onEdit} autoFocus={edited.current}>
            <span className="sr">{words('preferences.keys.change', { action: name })}</span>
            {shown.length === 0 ? <span className="muted">{words('preferences.keys.none')}</span> : shown.slice(0, 2).map((keys) => <KeyCaps key={keys} keys={keys} />)}
          </Button>
          {own === undefined ? null : (
            <Button icon look="plain" size="small" aria-label={words('preferences.keys.reset', { action: name })} onPress={() => remap(row.label, null)}>
              <RotateCcw className="i-s" aria-hidden />
            </Button>
          )}
          {row.keys.length === 0 || own === '' ? null : (
            <Button icon look="plain" size="small" aria-label={words('preferences.keys.remove', { action: name })} onPress={() => remap(row.label, '')}>
              <X className="i-s" aria-hidden />
            </Button>
          )}
        </>
      )}
    </div>
  )
}

/** Waits for the new key (two, where the old ones were two) and for nothing else; Escape leaves it as it was. */
function Capture({ name, length, onKeys, onLeave }: { readonly name: string; readonly length: number; readonly onKeys: (keys: string) => void; readonly onLeave: () => void }) {
  const words = useWords()
  const [first, setFirst] = useState<string | null>(null)
  const box = useRef<HTMLButtonElement>(null)
  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(event.key)) return
      event.preventDefault()
      event.stopPropagation()
      const pressed = keyName(event)
      if (pressed === 'Escape') onLeave()
      else if (first !== null) onKeys(`${first} ${pressed}`)
      else if (length > 1 && isSingle(pressed)) setFirst(pressed)
      else onKeys(pressed)
    }
    // Before everybody else: Enter must not press a button, Tab must not leave.
    document.addEventListener('keydown', listen, true)
    return () => document.removeEventListener('keydown', listen, true)
  }, [first, length, onKeys, onLeave])
  return (
    <button type="button" ref={box} className="keys-capture" aria-label={words('preferences.keys.press', { action: name })} onBlur={onLeave}>
      {first === null ? words(length > 1 ? 'preferences.keys.pressTwo' : 'preferences.keys.pressOne') : <KeyCaps keys={first} />}
    </button>
  )
}
