/** Keys that an officer puts in place of the first one of an action, and what they would collide with. */
import type { TextKey } from '../i18n/text.tsx'
import { knownTables, keysOf } from './keys.tsx'
import { preferences, setPreferences } from './preferences.ts'

const EVERYWHERE: TextKey = 'keys.everywhere'
/** What a window, the browser or the tab order needs for itself. */
const TAKEN: ReadonlySet<string> = new Set(['Tab', 'Shift+Tab', 'Escape', 'Enter', 'Ctrl+Enter'])

export const isFree = (keys: string): boolean => keys.split(' ').every((one) => !TAKEN.has(one))

/** Whether one of two bindings would never be reached: the same keys, or the beginning of the other. */
const collide = (one: string, other: string): boolean => one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `)

/**
 * The action that has these keys where this one works: on the same screen, or everywhere.
 *
 * @returns its label; `null` where the keys are free
 */
export function conflictOf(label: TextKey, wanted: string): TextKey | null {
  const tables = knownTables()
  const anywhere = tables.some((table) => table.title === EVERYWHERE && table.rows.some((row) => row.label === label))
  for (const { title, rows } of tables) {
    if (!anywhere && title !== EVERYWHERE && !rows.some((row) => row.label === label)) continue
    const other = rows.find((row) => row.label !== label && keysOf(row).some((keys) => collide(keys, wanted)))
    if (other !== undefined) return other.label
  }
  return null
}

/** @param keys '' takes the key away; `null` puts the first one back */
export function remap(label: TextKey, keys: string | null): void {
  const { [label]: _before, ...others } = preferences().keys
  setPreferences({ keys: keys === null ? others : { ...others, [label]: keys } })
}
