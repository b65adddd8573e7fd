/**
 * How this person likes this machine: kept in the browser's local storage, never in the office's records.
 *
 * Storage may be missing or full; then the choice lasts until the page closes.
 */
import { useSyncExternalStore } from 'react'

export interface Preferences {
  readonly language: 'auto' | 'en' | 'fr'
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'compact' | 'comfortable' | 'large'
  /** Keys without Ctrl or Alt (WCAG 2.1.4): can be switched off. */
  readonly singleKeys: boolean
  readonly sidePanel: boolean
  readonly direction: 'auto' | 'rtl'
  /** Tones of the scan station. */
  readonly sounds: boolean
  /** Action → the key that stands in place of its first one; '' where it has none. */
  readonly keys: Readonly<Record<string, string>>
}

const NAME = 'liaison.preferences'
const DEFAULTS: Preferences = { language: 'auto', theme: 'system', density: 'comfortable', singleKeys: true, sidePanel: true, direction: 'auto', sounds: true, keys: {} }
const CHOICES: { readonly [K in Exclude<keyof Preferences, 'keys' | 'direction'>]: readonly Preferences[K][] } = {
  language: ['auto', 'en', 'fr'],
  theme: ['system', 'light', 'dark'],
  density: ['compact', 'comfortable', 'large'],
  singleKeys: [true, false],
  sidePanel: [true, false],
  sounds: [true, false],
}
export const { language: LANGUAGES, theme: THEMES, density: DENSITIES } = CHOICES
export const ROW_HEIGHT: Readonly<Record<Preferences['density'], number>> = { compact: 28, comfortable: 36, large: 48 }

/** Choices for tests, of this page alone: `?dir=rtl` mirrors it, `?pseudo=ar` puts Arabic letters around its words besides. */
const IN_ADDRESS = new URLSearchParams(globalThis.location?.search ?? '')
export const PSEUDO = IN_ADDRESS.get('pseudo') === 'ar'

const listeners = new Set<() => void>()
let current = read()

function read(): Preferences {
  const kept = readStored(NAME)
  const sound: Record<string, unknown> = { ...DEFAULTS }
  if (typeof kept === 'object' && kept !== null)
    for (const [key, value] of Object.entries(kept)) if (key in CHOICES && (CHOICES[key as keyof typeof CHOICES] as readonly unknown[]).includes(value)) sound[key] = value
  const keys = (kept as { readonly keys?: unknown } | null)?.keys
  if (typeof keys === 'object' && keys !== null) sound['keys'] = Object.fromEntries(Object.entries(keys).filter(([, value]) => typeof value === 'string' && value.length < 40))
  return { ...(sound as unknown as Preferences), direction: IN_ADDRESS.get('dir') === 'rtl' || PSEUDO ? 'rtl' : 'auto' }
}

/** A value of local storage, parsed; `null` where there is none or it cannot be read. */
export function readStored(name: string): unknown {
  try {
    const text = localStorage.getItem(name)
    return text === null ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}

export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {
    // Full or forbidden: the choice lasts until the page closes.
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  const { direction: _ofThisPage, ...kept } = current
  writeStored(NAME, kept)
  applyPreferences()
  for (const listener of listeners) listener()
}

/** Puts theme, density and direction on the root element, where the style sheet reads them. */
export function applyPreferences(): void {
  const root = document.documentElement
  if (current.theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = current.theme
  root.dataset['density'] = current.density
  root.dir = current.direction === 'rtl' ? 'rtl' : 'ltr'
}

export function preferences(): Preferences {
  return current
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, preferences)
}
