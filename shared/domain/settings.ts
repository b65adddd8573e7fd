/** The office's settings: what the ledger holds, with what stands where the office has said nothing. */
import { settingsSchema, type Settings } from '../contract.ts'
import type { OfficeState } from './office.ts'

/** Settings that no screen shows: the office's secrets. */
export const SHARE_KEY = 'share-key'

export function settingsOf(state: OfficeState): Settings {
  const office = state.office ?? 'XXXXXX'
  const defaults: Settings = {
    language: null,
    zone: state.zone ?? 'UTC',
    officeName: state.name,
    watchedFolder: null,
    outFolder: null,
    undoSeconds: 60,
    lockMinutes: 15,
    ownAddress: office,
    postAddress: `${office.slice(0, 2)}POST`,
    randomSharePerMille: 10,
  }
  const kept: Record<string, unknown> = { ...defaults }
  for (const key of Object.keys(defaults)) {
    const value = state.settings[key]
    // A value of a newer desk that this one cannot read must not take the whole office down.
    if (value !== undefined && settingsSchema.partial().safeParse({ [key]: value }).success) kept[key] = value
  }
  return kept as Settings
}
