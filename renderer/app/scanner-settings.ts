/** How the scanner of this machine is set up, and whether the station makes sounds: kept where the other preferences of this machine are. */
import { useSyncExternalStore } from 'react'
import { SCANNER_DEFAULTS, type ScannerLayout, type ScannerSettings } from '../../shared/scanner/recognise.ts'
import { readStored, writeStored } from './preferences.ts'

export interface StationSettings extends ScannerSettings {
  readonly sound: boolean
}
const NAME = 'liaison.scanner'
const DEFAULTS: StationSettings = { ...SCANNER_DEFAULTS, sound: true }
export const LAYOUTS: readonly ScannerLayout[] = ['auto', 'us', 'fr', 'de']
/** Slowest and fastest pause that may be set, ms: below, no scanner keeps up; above, fingers would be taken for one. */
export const GAP_RANGE = [20, 90] as const

function sound(kept: unknown): StationSettings {
  const given = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<keyof StationSettings, unknown>>
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 8) : '')
  return {
    prefix: text(given.prefix),
    suffix: text(given.suffix),
    layout: LAYOUTS.find((layout) => layout === given.layout) ?? DEFAULTS.layout,
    gapMs: typeof given.gapMs === 'number' && given.gapMs >= GAP_RANGE[0] && given.gapMs <= GAP_RANGE[1] ? given.gapMs : DEFAULTS.gapMs,
    sound: given.sound !== false,
  }
}

let current = sound(readStored(NAME))
const listeners = new Set<() => void>()

export const scannerSettings = (): StationSettings => current

export function setScannerSettings(change: Partial<StationSettings>): void {
  current = sound({ ...current, ...change })
  writeStored(NAME, current)
  for (const listener of listeners) listener()
}

export function useScannerSettings(): StationSettings {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, scannerSettings)
}
