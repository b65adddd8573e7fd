/** Keys as bindings write them (`Shift+ArrowDown`, `g w`), as events carry them, and as they are printed on the keys. */
import { useWords, type TextKey, type Words } from '../i18n/text.tsx'

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'> & Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey'>>

/**
 * Name of a key event as bindings write it. Letters are read by what they print; where the layout has no Latin letters
 * (Arabic, Cyrillic), by their position. Command on a Mac is what Ctrl is elsewhere.
 */
export function keyName(event: Pressed): string {
  let key = event.key === ' ' ? 'Space' : event.key
  if (key.length === 1 && key.charCodeAt(0) > 0x7f && event.code.startsWith('Key')) key = event.code.slice(3).toLowerCase()
  const held = event.ctrlKey === true || event.metaKey === true ? 'Ctrl+' : ''
  if (key.length === 1 && !/[a-z]/i.test(key)) return held + key
  if (key.length === 1) return held + (event.shiftKey ? `Shift+${key.toUpperCase()}` : held === '' ? key.toLowerCase() : key.toUpperCase())
  return held + (event.shiftKey ? `Shift+${key}` : key)
}

/** A letter, digit or sign alone: what WCAG 2.1.4 wants to be switched off or remapped. */
export const isSingle = (name: string): boolean => name.length === 1 || /^Shift\+.$/.test(name)

const SIGNS: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Enter: '↵' }
const NAMES: Readonly<Record<string, TextKey>> = {
  Space: 'keyName.space',
  PageUp: 'keyName.pageUp',
  PageDown: 'keyName.pageDown',
  Home: 'keyName.home',
  End: 'keyName.end',
  Shift: 'keyName.shift',
  Escape: 'keyName.escape',
  Backspace: 'keyName.backspace',
  Delete: 'keyName.delete',
}
const MAC = /Mac/.test(globalThis.navigator?.platform ?? '')

/** A key as it is printed: `Shift+ArrowDown` → `Shift ↓`. */
export function printedKey(name: string, words: Words): string {
  return name
    .split('+')
    .map((part) => {
      if (part === 'Ctrl') return MAC ? '⌘' : 'Ctrl'
      const named = NAMES[part]
      return named === undefined ? (SIGNS[part] ?? (/^[a-z]$/.test(part) ? part.toUpperCase() : part)) : words(named)
    })
    .join(' ')
}

/** The caps of a binding: one for each key that is pressed after another. */
export function KeyCaps({ keys }: { readonly keys: string }) {
  const words = useWords()
  return (
    <span className="key-caps" aria-hidden="true">
      {keys.split(' ').map((part, at) => (
        <kbd key={at}>{printedKey(part, words)}</kbd>
      ))}
    </span>
  )
}
