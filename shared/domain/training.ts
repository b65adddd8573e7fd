/**
 * The first exercise of the training office: which items it takes, what is to be done next with one, and how well it
 * was done. Pure: the desk brings what stands in the ledger and what the simulation knows to lie in each item.
 */
import type { CaseState, Lane } from './codes.ts'
import { CLOSED_STATES } from './codes.ts'

/** What opening an item brings to light, in the simulation's words; `none`: what was declared. */
export const RISKS = ['none', 'undervalued', 'prohibited', 'counterfeit', 'dangerous', 'commercial-as-gift', 'splitting'] as const
export type Risk = (typeof RISKS)[number]

/** What an item deserves, once all is known of it; `other`: neither is wrong, so that no exercise asks for it. */
export const DESERTS = ['release', 'keep', 'other'] as const
export type Desert = (typeof DESERTS)[number]

/**
 * What is to be done next. A guided item goes the whole way; with the others the officer judges.
 *
 *   guided:  find ─► present ─► examine ─► decide ─► done
 *   others:  find ─► judge ───► examine ─► decide ─► done
 *                      └──── decided without opening ────┘
 */
export const EXERCISE_STEPS = ['find', 'present', 'examine', 'judge', 'decide', 'done'] as const
export type ExerciseStep = (typeof EXERCISE_STEPS)[number]

/**
 * - `right`
 * - `missed`: something lay in it that should not have passed, and it was released
 * - `unseen`: the rules asked for a look, and it was released without one; by luck nothing lay in it
 * - `needless`: opened, although nothing spoke against it, and nothing lay in it
 * - `overcautious`: kept, although nothing lay in it
 */
export const VERDICTS = ['right', 'missed', 'unseen', 'needless', 'overcautious'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What may become an item of the exercise: as it stands in the list, and what lies in it. */
export interface ExerciseCandidate {
  readonly item: string
  readonly lane: Lane
  readonly state: CaseState
  readonly deserves: Desert
}

/** Where an item of the exercise stands. */
export interface ExerciseProgress {
  readonly lane: Lane
  readonly state: CaseState
  readonly guided: boolean
  /** The officer has had it on the screen. */
  readonly opened: boolean
  /** It was examined, with a result. */
  readonly examined: boolean
  /** Somebody has seen what lies in it, with a result or without. */
  readonly unsealed: boolean
  /** It was released against duty. */
  readonly duty: boolean
  readonly deserves: Desert
  readonly risk: Risk
}

/** What may come in once the duty on all of it is paid. */
const DUTIABLE: ReadonlySet<Risk> = new Set<Risk>(['undervalued', 'commercial-as-gift', 'splitting'])

/** The rules want it looked into: lane orange *Scan* or red *Open*. */
const asksForLook = (lane: Lane): boolean => lane === 'orange' || lane === 'red'

type Wanted = (one: ExerciseCandidate) => boolean
interface Place {
  /** Led through step by step. */
  readonly guided: boolean
  /** What it is for; the first of these that the day has. */
  readonly wanted: readonly Wanted[]
}
const releasable =
  (...lanes: readonly Lane[]): Wanted =>
  (one) =>
    lanes.includes(one.lane) && one.deserves === 'release'
const bad =
  (...lanes: readonly Lane[]): Wanted =>
  (one) =>
    lanes.includes(one.lane) && one.deserves === 'keep'
/** One after the other, the easiest first. An item that no rule saw is fair only where the officer is led to open it. */
const PLACES: readonly Place[] = [
  { guided: true, wanted: [releasable('orange'), releasable('yellow')] },
  { guided: true, wanted: [bad('orange', 'red'), bad('yellow'), bad('green')] },
  { guided: false, wanted: [releasable('green')] },
  { guided: false, wanted: [bad('orange', 'red'), bad('yellow'), releasable('orange')] },
  { guided: false, wanted: [releasable('yellow')] },
  { guided: false, wanted: [releasable('green')] },
]

export interface ExerciseChoice {
  readonly item: string
  readonly guided: boolean
}

/**
 * The items of the exercise, in the order in which they are done.
 *
 * The same seed and items give the same choice. Where a day lacks what a place asks for, the place is left out.
 */
export function chooseExercise(candidates: readonly ExerciseCandidate[], seed: number): readonly ExerciseChoice[] {
  const drawn = candidates
    .filter(({ state }) => state === 'arrived')
    .map((one) => ({ one, order: mixed(`${seed} ${one.item}`) }))
    .toSorted((a, b) => a.order - b.order || (a.one.item < b.one.item ? -1 : 1))
  const chosen: ExerciseChoice[] = []
  const free = (wants: Wanted) => drawn.find(({ one }) => wants(one) && chosen.every(({ item }) => item !== one.item))
  for (const { guided, wanted } of PLACES) {
    const found = wanted.map(free).find((one) => one !== undefined)
    if (found !== undefined) chosen.push({ item: found.one.item, guided })
  }
  return chosen
}

/** FNV-1a: an order that looks drawn, and is the same on every machine. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash
}

/** What became of it: let go, or kept from going (held, refused, detained, destroyed, handed over). */
export function decidedAs(state: CaseState): 'released' | 'kept' | null {
  if (state === 'released') return 'released'
  return state === 'held' || CLOSED_STATES.includes(state) ? 'kept' : null
}

export function nextStep({ state, guided, opened, examined }: ExerciseProgress): ExerciseStep {
  if (decidedAs(state) !== null) return 'done'
  if (examined) return 'decide'
  if (state === 'under-examination') return 'examine'
  if (!opened && state !== 'presented') return 'find'
  if (!guided) return 'judge'
  return state === 'presented' ? 'examine' : 'present'
}

/** @returns `null` until it is decided */
export function verdictOn(progress: ExerciseProgress): Verdict | null {
  const { lane } = progress
  const looked = progress.examined || progress.unsealed
  const decided = decidedAs(progress.state)
  if (decided === null) return null
  // Duty on what was declared too low is no miss: somebody has seen it and made it good.
  if (progress.deserves === 'keep') return decided === 'kept' || (progress.duty && DUTIABLE.has(progress.risk)) ? 'right' : 'missed'
  if (decided === 'kept') return 'overcautious'
  if (asksForLook(lane)) return progress.examined ? 'right' : 'unseen'
  return looked && lane === 'green' ? 'needless' : 'right'
}

export interface ExerciseScore {
  readonly decided: number
  readonly right: number
  /** Targeted items that went through: with something in them, or unseen. */
  readonly missed: number
  /** Items that were opened or kept although nothing spoke against them. */
  readonly needless: number
}

export function scoreOf(verdicts: readonly (Verdict | null)[]): ExerciseScore {
  const count = (...wanted: readonly Verdict[]): number => verdicts.filter((one) => one !== null && wanted.includes(one)).length
  return { decided: verdicts.filter((one) => one !== null).length, right: count('right'), missed: count('missed', 'unseen'), needless: count('needless', 'overcautious') }
}
