/** What readers of the exchange need to know of the office, made from its ledger. */
import type { OfficeState } from '../../../shared/domain/office.ts'
import { settingsOf } from '../../../shared/domain/settings.ts'
import { zoneOfPlace } from '../../../shared/domain/zones.ts'
import { BUILT_IN_MAPS } from '../../exchange/maps/built-in.ts'
import { parseMap, type MessageMap } from '../../exchange/maps/map.ts'
import type { ReadingContext } from '../../exchange/reading.ts'
import { tablesOf } from './rule-set.ts'

export function mapsOf(state: OfficeState): readonly MessageMap[] {
  const own: MessageMap[] = []
  for (const json of Object.values(state.maps)) {
    const reading = parseMap(json)
    if (reading.ok) own.push(reading.map)
  }
  const names = new Set(own.map((map) => map.name))
  // The office's own come last: of two maps that fit equally well, readers take the later.
  return [...BUILT_IN_MAPS.filter((map) => !names.has(map.name)), ...own]
}

/** Contexts for files, as the office stands now; maps and tables are worked out once per state. */
export function readingContexts(office: () => OfficeState): (fileName: string, mapName: string | null) => ReadingContext {
  let seen: OfficeState | null = null
  let maps: readonly MessageMap[] = []
  let known: ReadonlySet<string> = new Set()
  return (fileName, mapName) => {
    const state = office()
    if (state !== seen) {
      seen = state
      maps = mapsOf(state)
      known = new Set((tablesOf(state).get('offices') ?? []).filter((row) => row.active).map((row) => row.code))
    }
    return {
      maps,
      mapName,
      officeZone: settingsOf(state).zone,
      zoneOf: zoneOfPlace,
      knownOffices: known,
      fileName,
    }
  }
}
