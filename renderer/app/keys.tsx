/**
 * The registry of actions: what the screens can do, declared once, with or without a key.
 *
 * Keys, the overlay of `?`, the palette and the preferences all read it. One listener stands on the document, one
 * table per mounted screen. A key fires only where it cannot be typing: never in a text field, never while a dialog
 * or a menu is open; a chord with Ctrl also fires in a field. `g` waits a moment for a second key.
 */
import { useEffect, useRef } from 'react'
import type { TextKey } from '../i18n/text.tsx'
import { isSingle, keyName } from './key-names.tsx'
import { preferences, usePreferences } from './preferences.ts'
import { holdForScan } from './scanner.ts'

export interface KeyBinding {
  /** `j`, `Shift+J`, `Enter`, `ArrowDown`, `Ctrl+K`, `g w` (one after the other). None: only the palette has it. */
  readonly keys: readonly string[]
  /** Its name, and the name under which it is remapped. */
  readonly label: TextKey
  readonly run: (event: KeyboardEvent | null) => void
  /** What the palette does, where the key means more than its name says (`e` is also the result of an examination). */
  readonly choose?: () => void
  /** Why it cannot be done now, in the officer's words; `null` where it can. */
  readonly refusal?: () => string | null
  /** Works without being shown. */
  readonly hidden?: boolean
}
export interface KeyTable {
  readonly title: TextKey
  readonly bindings: readonly KeyBinding[]
}

// ── What there is, also on screens that are not open: the preferences list it. ─────────────────────
export interface KnownKey {
  readonly label: TextKey
  readonly keys: readonly string[]
}
const known = new Map<TextKey, Map<TextKey, readonly string[]>>()

function remember(title: TextKey, label: TextKey, keys: readonly string[]): void {
  const table = known.get(title) ?? new Map<TextKey, readonly string[]>()
  table.set(label, keys)
  known.set(title, table)
}

export const knownTables = (): readonly { readonly title: TextKey; readonly rows: readonly KnownKey[] }[] =>
  [...known].map(([title, rows]) => ({ title, rows: [...rows].map(([label, keys]) => ({ label, keys })) }))

type Doing = KeyBinding['run'] | Pick<KeyBinding, 'run' | 'choose' | 'refusal'>
type Rows = Partial<Record<TextKey, readonly string[]>>

/** A screen's actions and keys, known before the screen is ever opened; what they do is bound when it is. */
export function declareKeys<const R extends Rows>(title: TextKey, rows: R): (does: { readonly [L in keyof R]: Doing }) => KeyTable {
  const entries = Object.entries(rows) as (readonly [TextKey & keyof R, readonly string[]])[]
  for (const [label, keys] of entries) remember(title, label, keys)
  return (does) => ({
    title,
    bindings: entries.map(([label, keys]) => {
      const doing: Doing = does[label]
      return { label, keys, ...(typeof doing === 'function' ? { run: doing } : doing) }
    }),
  })
}

/** The keys that an action has at this moment: the first may have been changed by the officer, or taken away. */
export function keysOf({ label, keys }: KnownKey): readonly string[] {
  const own = preferences().keys[label]
  return own === undefined ? keys : own === '' ? keys.slice(1) : [own, ...keys.slice(1)]
}

/** The key to print beside an action; `undefined` where it has none. */
export function useKeyOf(label: TextKey): string | undefined {
  usePreferences()
  return keyOf(label)
}

export function keyOf(label: TextKey): string | undefined {
  for (const rows of known.values()) {
    const keys = rows.get(label)
    if (keys !== undefined) return keysOf({ label, keys })[0]
  }
  return undefined
}

// ── What can be done now. ──────────────────────────────────────────────────────────────────────────
const tables: { current: KeyTable }[] = []
const PREFIX_MS = 1_200
let prefix: { readonly key: string; readonly at: number } | null = null

/** The tables of what is mounted, the innermost first. */
export function keyTables(): readonly KeyTable[] {
  return tables.map((table) => table.current).toReversed()
}

/** `everywhere`: the keys of the frame, which a screen's own go before. */
export function useKeys(table: KeyTable, everywhere = false): void {
  const held = useRef(table)
  held.current = table
  useEffect(() => {
    for (const { label, keys, hidden } of held.current.bindings) if (hidden !== true) remember(held.current.title, label, keys)
    if (everywhere) tables.unshift(held)
    else tables.push(held)
    return () => {
      tables.splice(tables.indexOf(held), 1)
    }
  }, [everywhere])
}

const TYPING = 'input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=file]), textarea, select, [contenteditable=true]'
const OVER = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'
const PRESSED_BY_ITSELF = 'button, a, summary, input, [role=tab], [role=button], [role=switch]'

/** Whether a key belongs to what it was pressed in (a field, a dialog, a menu) and not to the screen. */
export function belongsToWidget(target: EventTarget | null, name: string): boolean {
  if (document.querySelector('[data-modal-open]') !== null) return true
  if (!(target instanceof Element)) return false
  if (name.startsWith('Ctrl+')) return target.closest(OVER) !== null
  if (target.closest(TYPING) !== null || target.closest(OVER) !== null) return true
  const plain = name.replace('Shift+', '')
  if ((plain === 'Enter' || plain === 'Space') && target.closest(PRESSED_BY_ITSELF) !== null) return true
  return plain.startsWith('Arrow') && target.closest('[role=tablist], [role=radiogroup], [role=toolbar], [role=separator]') !== null
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const name = keyName(event)
  if (belongsToWidget(event.target, name)) return
  if (isSingle(name) && !preferences().singleKeys) return
  const before = prefix !== null && event.timeStamp - prefix.at < PREFIX_MS ? prefix.key : null
  prefix = null
  const wanted = before === null ? name : `${before} ${name}`
  for (const table of tables.toReversed()) {
    const bound = () => table.current.bindings.find((one) => keysOf(one).includes(wanted))
    const binding = bound()
    if (binding !== undefined) {
      event.preventDefault()
      // Looked up again when its turn comes: `x` may have selected what `p` behind it is to present.
      const run = () => {
        if (tables.includes(table) && !belongsToWidget(event.target, name)) bound()?.run(event)
      }
      // A scanner's first letter looks like a shortcut; it waits until no second one can follow.
      if (!isSingle(name) || !holdForScan(event, run)) binding.run(event)
      return
    }
  }
  const begins = tables.some(({ current }) => current.bindings.some((one) => keysOf(one).some((keys) => keys.startsWith(`${name} `))))
  if (before === null && begins) prefix = { key: name, at: event.timeStamp }
}

export function useKeyboard(): void {
  useEffect(() => {
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [])
}
