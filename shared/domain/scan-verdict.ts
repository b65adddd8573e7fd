/**
 * What a scan means for the person with the item in the hand: one word, one sound, one thing to do.
 *
 *   what is known of it before ─┐
 *   what the mode recorded ─────┼─► headline (the word over the whole panel) · tone · notes · warning
 *   where the scanner stands ───┘
 *
 * Pure, so that the same facts always say the same, on the floor as in the tests. Texts are the catalogue's.
 */
import type { CaseState, Lane, ReceptacleStatus } from './codes.ts'
import { CLOSED_STATES } from './codes.ts'

/** What a scan does. `look-up` and `locate` record nothing. */
export const SCAN_MODES = ['look-up', 'receptacle', 'item', 'present', 'locate'] as const
export type ScanMode = (typeof SCAN_MODES)[number]

export const HEADLINES = [
  // an item's lane
  'green',
  'yellow',
  'orange',
  'red',
  // an item that its lane does not speak for
  'targeted',
  'flagged',
  'held',
  'closed',
  'missent',
  'unknown',
  // what holds items
  'received',
  'announced',
  'excess',
  'dispatch',
  // what is neither
  'unreadable',
] as const
export type Headline = (typeof HEADLINES)[number]

/** Each sounds different. */
export const TONES = ['release', 'documents', 'scan', 'stop', 'unknown', 'repeated'] as const
export type Tone = (typeof TONES)[number]

export const SCAN_NOTES = [
  'not-announced',
  'no-advance-data',
  'other-receptacle',
  'as-announced',
  'closed',
  'missent',
  'flagged',
  'targeted',
  'held',
  'withdrawn',
  'repeated',
  'released-on-data',
  'receptacle-open',
  'receptacle-cancelled',
  'receptacle-not-received',
  'wrong-kind',
  'check-digit',
  'not-recorded',
] as const
export type ScanNoteCode = (typeof SCAN_NOTES)[number]
export interface ScanNote {
  readonly code: ScanNoteCode
  readonly values: Readonly<Record<string, string | number>>
  /** Something is not as it should be. */
  readonly warns: boolean
}

/** An item as it was before this scan. */
export interface ScannedItem {
  readonly state: CaseState
  readonly lane: Lane
  readonly announced: boolean
  readonly declared: boolean
  readonly targeted: boolean
  readonly seen: boolean
  /** Receptacle that the announcement in force puts it in. */
  readonly advised: string | null
  /** Names of colleagues who flagged it. */
  readonly flaggedBy: readonly string[]
}
export interface ScanFacts {
  readonly kind: 'item' | 'receptacle' | 'dispatch' | 'other'
  /** An item identifier whose check digit is right; other kinds have none. */
  readonly sound: boolean
  readonly mode: ScanMode
  /** The office that scans, and the office that the mail is for as far as its identifier says. */
  readonly office: string
  readonly destination: string | null
  /** Receptacle that is open at the station. */
  readonly open: string | null
  readonly item: ScannedItem | null
  readonly receptacle: { readonly status: ReceptacleStatus; readonly announced: boolean } | null
  readonly known: boolean
  /** What became of the command that the mode gave; `null` where it gives none. */
  readonly recorded: 'accepted' | 'already' | { readonly refused: string } | null
}
export interface Verdict {
  readonly headline: Headline
  readonly tone: Tone
  readonly notes: readonly ScanNote[]
  /** Stays until somebody says that it was seen; what is no warning passes by itself. */
  readonly warning: boolean
}

/** Which command a mode gives for what was scanned; `null`: it records nothing of that. */
export function commandOf(mode: ScanMode, kind: ScanFacts['kind']): 'arrive' | 'present' | null {
  if (mode === 'receptacle') return kind === 'receptacle' ? 'arrive' : null
  if (mode === 'item') return kind === 'item' || kind === 'other' ? 'arrive' : null
  if (mode === 'present') return kind === 'item' || kind === 'other' ? 'present' : null
  return null
}

/**
 * Offices of one place share five characters; their last letter is the kind of mail that they handle, and mail for the one is
 * not missent at the other. Source: identifiers.md, IMPC.
 */
export const isMissent = (destination: string | null, office: string): boolean => destination !== null && destination.slice(0, 5) !== office.slice(0, 5)

export function verdictOf(facts: ScanFacts): Verdict {
  const notes = notesOf(facts)
  const headline = headlineOf(facts)
  const repeated = facts.recorded === 'already'
  const amiss = notes.some((note) => note.warns)
  const own = toneOf(headline)
  // What is amiss must not sound like a release.
  const tone = repeated ? 'repeated' : amiss && own === 'release' ? 'unknown' : own
  const warning = !repeated && (amiss || tone === 'stop' || tone === 'unknown')
  return { headline, tone, notes, warning }
}

function headlineOf(facts: ScanFacts): Headline {
  const { kind, receptacle, item } = facts
  if (isMissent(facts.destination, facts.office)) return 'missent'
  if (kind === 'dispatch') return facts.known ? 'dispatch' : 'unknown'
  if (kind === 'receptacle') {
    if (receptacle === null || !receptacle.announced) return 'excess'
    return facts.recorded === 'accepted' || receptacle.status !== 'announced' ? 'received' : 'announced'
  }
  if (kind === 'other' && item === null) return 'unreadable'
  if (item === null || !facts.sound) return 'unknown'
  if (turnsUpClosed(item)) return 'closed'
  if (item.state === 'withdrawn' || (!item.announced && item.state === 'expected')) return 'unknown'
  if (item.state === 'released') return 'green'
  if (item.lane === 'red') return 'red'
  if (item.targeted) return 'targeted'
  if (item.flaggedBy.length > 0) return 'flagged'
  if (item.state === 'held') return 'held'
  return item.announced ? item.lane : 'unknown'
}

/** A closed item that is in somebody's hand: released on data and not seen before is as it should be, anything else is not. */
const turnsUpClosed = (item: ScannedItem): boolean => CLOSED_STATES.includes(item.state) && (item.state !== 'released' || item.seen)

const TONE_OF: Readonly<Record<Headline, Tone>> = {
  green: 'release',
  yellow: 'documents',
  orange: 'scan',
  red: 'stop',
  targeted: 'stop',
  flagged: 'stop',
  held: 'stop',
  closed: 'stop',
  missent: 'stop',
  unknown: 'unknown',
  received: 'release',
  announced: 'release',
  excess: 'unknown',
  dispatch: 'release',
  unreadable: 'unknown',
}
const toneOf = (headline: Headline): Tone => TONE_OF[headline]

function notesOf(facts: ScanFacts): ScanNote[] {
  const notes: ScanNote[] = []
  const warn = (code: ScanNoteCode, values: ScanNote['values'] = {}) => notes.push({ code, values, warns: true })
  const say = (code: ScanNoteCode, values: ScanNote['values'] = {}) => notes.push({ code, values, warns: false })
  const { kind, item, receptacle, recorded, mode } = facts
  if (isMissent(facts.destination, facts.office)) warn('missent', { destination: facts.destination ?? '' })
  if (recorded === 'already') say('repeated')
  else if (recorded !== null && typeof recorded === 'object' && recorded.refused !== 'closed') warn('not-recorded', { code: recorded.refused })
  if (commandOf(mode, kind) === null && (mode === 'receptacle' || ((mode === 'item' || mode === 'present') && kind === 'dispatch'))) warn('wrong-kind', { mode })

  if (kind === 'receptacle') {
    if (receptacle === null || !receptacle.announced) warn(receptacle?.status === 'cancelled' ? 'receptacle-cancelled' : 'not-announced')
    if (mode === 'item' || mode === 'present') say('receptacle-open')
    if (mode === 'item' && receptacle?.status === 'announced') say('receptacle-not-received')
    return notes
  }
  if (kind === 'dispatch') {
    if (!facts.known) warn('not-announced')
    return notes
  }
  if (kind === 'item' && !facts.sound) warn('check-digit')
  if (item === null) {
    if (kind === 'item' || recorded !== null) warn('not-announced')
    return notes
  }
  if (turnsUpClosed(item)) warn('closed', { state: item.state })
  else if (item.state === 'released') say('released-on-data')
  if (item.state === 'withdrawn') warn('withdrawn')
  else if (!item.announced) warn('not-announced')
  else if (!item.declared) warn('no-advance-data')
  if (item.flaggedBy.length > 0) warn('flagged', { by: item.flaggedBy.join(', ') })
  if (item.targeted) say('targeted')
  if (item.state === 'held') say('held')
  if (facts.open !== null && mode !== 'locate') {
    if (item.advised !== null && item.advised !== facts.open) warn('other-receptacle', { receptacle: item.advised })
    else if (item.advised === facts.open) say('as-announced')
  }
  return notes
}
