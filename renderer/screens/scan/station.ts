/**
 * The station's memory: the last scans, what is shown, which warnings nobody has acknowledged yet.
 *
 * It outlives the screen, so that a look at an item loses nothing, and ends with the sign-in. The newest scan always
 * wins: a reply that comes late is filed with its own scan and never put over a newer one.
 */
import { useMemo, useSyncExternalStore } from 'react'
import type { ApiClient, Output } from '../../../shared/contract.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import type { ScanMode } from '../../../shared/domain/scan-verdict.ts'
import { untilAnswered } from '../../app/client/until-answered.ts'
import { useClient } from '../../app/desk.tsx'
import { onOfficerGone } from '../../app/officer-memory.ts'
import { scannerSettings } from '../../app/scanner-settings.ts'
import { uuid7 } from '../../app/uuid.ts'
import { play } from './tones.ts'

export type ScanReply = Output<'floor.scan'>
export interface ScanEntry {
  readonly id: string
  readonly identifier: string
  readonly mode: ScanMode
  /** ISO time. */
  readonly at: string
  readonly reply: ScanReply | null
  readonly error: unknown
  /** Scanned before, within the scans that are still listed. */
  readonly repeated: boolean
  readonly acknowledged: boolean
  readonly undone: boolean
}
export interface Station {
  /** Newest first. */
  readonly entries: readonly ScanEntry[]
  /** The scan on the panel; `null`: ready for the next. */
  readonly shown: string | null
  /** The receptacle that items are taken out of. */
  readonly open: string | null
}

export const LISTED = 12
/** How long a success stays before it passes, ms. */
export const PASSES_AFTER = 5_000
const EMPTY: Station = { entries: [], shown: null, open: null }
const ATTEMPTS = 240

let station: Station = EMPTY
const listeners = new Set<() => void>()
let passing: ReturnType<typeof setTimeout> | undefined
onOfficerGone(() => {
  clearTimeout(passing)
  set(EMPTY)
})

function set(next: Station): void {
  station = next
  for (const listener of listeners) listener()
}
const change = (id: string, part: Partial<ScanEntry>): void => set({ ...station, entries: station.entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)) })

export const isWarning = ({ reply, repeated, acknowledged, undone, error }: ScanEntry): boolean =>
  !acknowledged && !undone && (error !== null || (reply !== null && reply.warning && !repeated))

async function scan(client: ApiClient, typed: string, mode: ScanMode): Promise<void> {
  const identifier = normaliseIdentifier(typed)
  if (identifier === '') return
  const id = uuid7()
  clearTimeout(passing)
  const repeated = station.entries.some((entry) => entry.identifier === identifier && entry.mode === mode && !entry.undone)
  const entry: ScanEntry = { id, identifier, mode, at: new Date().toISOString(), reply: null, error: null, repeated: false, acknowledged: false, undone: false }
  set({ ...station, entries: [entry, ...station.entries].slice(0, LISTED), shown: id })
  try {
    const input = { id, identifier, mode, receptacle: station.open }
    const reply = await untilAnswered(() => client.call('floor.scan', input), ATTEMPTS)
    // A mode that records says itself what was there before; one that only looks cannot know.
    const again = reply.tone === 'repeated' || (repeated && !reply.recorded)
    change(id, { reply, repeated: again })
    if (reply.kind === 'receptacle' && reply.headline !== 'missent' && mode !== 'look-up' && mode !== 'locate') set({ ...station, open: reply.identifier })
    if (station.entries[0]?.id !== id) return
    if (scannerSettings().sound) play(again ? 'repeated' : reply.tone)
    if (!reply.warning || again) passing = setTimeout(() => station.shown === id && set({ ...station, shown: null }), PASSES_AFTER)
  } catch (error) {
    change(id, { error })
    if (scannerSettings().sound) play('unknown')
  }
}

/** The newest warning was seen. Answers whether there was one. */
function acknowledge(): boolean {
  const warning = station.entries.find(isWarning)
  if (warning === undefined) {
    set({ ...station, shown: null })
    return false
  }
  change(warning.id, { acknowledged: true })
  const next = station.entries.find(isWarning)
  set({ ...station, shown: next?.id ?? null })
  return true
}

export type Undone = { readonly entry: ScanEntry; readonly outcome: Output<'act'>['outcomes'][number] } | null

/** Takes back the newest scan that recorded something. */
async function undo(client: ApiClient): Promise<Undone> {
  const entry = station.entries.find((one) => one.reply?.recorded === true && !one.undone)
  if (entry === undefined) return null
  const { outcomes } = await client.call('act', { commands: [{ id: uuid7(), name: 'undo', item: entry.identifier, args: { command: entry.id } }] })
  const [outcome] = outcomes
  if (outcome === undefined) throw new Error('The desk gave no outcome for the command')
  if (outcome.result === 'accepted') {
    change(entry.id, { undone: true })
    set({ ...station, shown: station.shown === entry.id ? null : station.shown, open: station.open === entry.identifier ? null : station.open })
  }
  return { entry, outcome }
}

export function useStation() {
  const client = useClient()
  const state = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => station,
  )
  return useMemo(
    () => ({
      ...state,
      scan: (typed: string, mode: ScanMode) => void scan(client, typed, mode),
      acknowledge,
      undo: () => undo(client),
      show: (id: string) => set({ ...station, shown: id }),
      close: () => set({ ...station, open: null }),
    }),
    [client, state],
  )
}
