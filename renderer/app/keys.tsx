/**
 * Keys of the screens: one listener on the document, one table per mounted screen.
 *
 * A key fires only where it cannot be typing: never in a text field, never while a dialog or a menu is open.
 * `g` waits a moment for a second key. Letters are read by what they print; where the layout has no Latin
 * letters (Arabic, Cyrillic), by their position.
 */
import { useEffect, useRef } from 'react'
import type { TextKey } from '../i18n/text.tsx'
import { preferences } from './preferences.ts'

export interface KeyBinding {
  /** `j`, `Shift+J`, `Enter`, `ArrowDown`, `g w` (one after the other). */
  readonly keys: readonly string[]
  readonly label: TextKey
  readonly run: (event: KeyboardEvent) => void
  /** Works without being shown in the overlay. */
  readonly hidden?: boolean
}
export interface KeyTable {
  readonly title: TextKey
  readonly bindings: readonly KeyBinding[]
}

const tables: { current: KeyTable }[] = []
const PREFIX_MS = 1_200
let prefix: { readonly key: string; readonly at: number } | null = null

/** The tables of what is mounted, the innermost first, for the overlay of `?`. */
export function keyTables(): readonly KeyTable[] {
  return tables.map((table) => table.current).toReversed()
}

/** `everywhere`: the keys of the frame, which a screen's own go before. */
export function useKeys(table: KeyTable, everywhere = false): void {
  const held = useRef(table)
  held.current = table
  useEffect(() => {
    if (everywhere) tables.unshift(held)
    else tables.push(held)
    return () => {
      tables.splice(tables.indexOf(held), 1)
    }
  }, [everywhere])
}

/** Name of a key event as bindings write it. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  let key = event.key === ' ' ? 'Space' : event.key
  if (key.length === 1 && key.charCodeAt(0) > 0x7f && event.code.startsWith('Key')) key = event.code.slice(3).toLowerCase()
  if (key.length === 1) return /[a-z]/i.test(key) ? (event.shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase()) : key
  return event.shiftKey ? `Shift+${key}` : key
}

const TYPING = 'input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=file]), textarea, select, [contenteditable=true]'
const OVER = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'
const PRESSED_BY_ITSELF = 'button, a, summary, input, [role=tab], [role=button], [role=switch]'

/** Whether a key belongs to what it was pressed in (a field, a dialog, a menu) and not to the screen. */
export function belongsToWidget(target: EventTarget | null, name: string): boolean {
  if (document.querySelector('[data-modal-open]') !== null) return true
  if (!(target instanceof Element)) return false
  if (target.closest(TYPING) !== null || target.closest(OVER) !== null) return true
  const plain = name.replace('Shift+', '')
  if ((plain === 'Enter' || plain === 'Space') && target.closest(PRESSED_BY_ITSELF) !== null) return true
  return plain.startsWith('Arrow') && target.closest('[role=tablist], [role=radiogroup], [role=toolbar], [role=separator]') !== null
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const name = keyName(event)
  if (belongsToWidget(event.target, name)) return
  const single = name.length === 1 || /^Shift\+.$/.test(name)
  if (single && !preferences().singleKeys) return
  const before = prefix !== null && event.timeStamp - prefix.at < PREFIX_MS ? prefix.key : null
  prefix = null
  const wanted = before === null ? name : `${before} ${name}`
  for (const { current } of tables.toReversed()) {
    const binding = current.bindings.find((one) => one.keys.includes(wanted))
    if (binding !== undefined) {
      event.preventDefault()
      binding.run(event)
      return
    }
  }
  const begins = tables.some(({ current }) => current.bindings.some((one) => one.keys.some((keys) => keys.startsWith(`${name} `))))
  if (before === null && begins) prefix = { key: name, at: event.timeStamp }
}

export function useKeyboard(): void {
  useEffect(() => {
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [])
}
