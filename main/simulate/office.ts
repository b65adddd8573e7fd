/**
 * An office of exchange that never existed: the mail that reaches it in a day, and what is really in it.
 *
 * Everything follows from the options. What comes out are interchanges in the syntaxes that posts use, and beside
 * them the truth, which no desk ever sees: what lies where, what it is, and what a good officer would do with it.
 */
import { checkOptions, worldOf } from './world.ts'
import { Dispatches } from './dispatches.ts'
import { Schedule } from './schedule.ts'
import { truthOfDispatch } from './truth.ts'

export interface SimulationOptions {
  /** A whole number; the same seed gives the same bytes. */
  readonly seed: number
  /** IMPC of the inward office, for example `CHZRHB`. */
  readonly office: string
  readonly dispatches: number
  /** Items of all dispatches together. */
  readonly items: number
  /** Without faults everything is announced, declared well, in its place, and may be released. */
  readonly faults: boolean
  /** Epoch ms of the simulated day's start. What the post had announced before that has an earlier `at`. */
  readonly startsAt: number
  /** How long dispatches go on arriving; 24 without it. */
  readonly hours?: number
}

/** A file as it reaches the office. */
export interface SimulatedInterchange {
  readonly kind: 'interchange'
  /** Its order among all names is the order of arrival. */
  readonly name: string
  /** Epoch ms when it reaches the office. */
  readonly at: number
  readonly bytes: Uint8Array
  readonly type: 'PREDES' | 'ITMATT' | 'CUSITM' | 'MANIFEST' | 'EMSEVT' | 'RESDES' | null
  /** What is wrong with the file itself, by the codes of `RATES`. */
  readonly faults: readonly string[]
}

export type Risk = 'none' | 'undervalued' | 'prohibited' | 'counterfeit' | 'dangerous' | 'commercial-as-gift' | 'splitting'
/** What is to be done; `none`: the item is not there. */
export type RightDecision = 'release' | 'release-duty' | 'request-info' | 'hold' | 'examine' | 'refuse' | 'detain' | 'transfer' | 'none'

export interface TrueContent {
  readonly description: string
  readonly quantity: number
  readonly netWeightG: number
  /** What it really cost, in the sender's currency, as a decimal. */
  readonly value: string
  readonly currency: string
  readonly hs: string
  readonly origin: string
}

export interface TruthOfItem {
  readonly kind: 'truth'
  readonly item: string
  /** What the pre-advice says; `null` where none names it. */
  readonly dispatch: string | null
  readonly receptacle: string | null
  /** The receptacle that it really lies in; `null`: it does not come. */
  readonly foundIn: string | null
  /** The item is named by a PREDES. */
  readonly announced: boolean
  /** A declaration reaches the office, in time or late. */
  readonly declared: boolean
  readonly contents: readonly TrueContent[]
  readonly faults: readonly string[]
  readonly risk: Risk
  /** What gives it away to somebody who looks: `value-against-content`, `weight-against-content`, `words`, `same-parties` … */
  readonly signs: readonly string[]
  /** What a good officer does first. */
  readonly right: RightDecision
  /** What it ends in, once all is known. */
  readonly ends: RightDecision
  /** Epoch ms from which it can be scanned; `null`: never. */
  readonly arrivesAt: number | null
}

export interface TruthOfReceptacle {
  readonly kind: 'truth-of-receptacle'
  readonly receptacle: string
  readonly dispatch: string
  readonly announced: boolean
  readonly arrivesAt: number | null
  readonly items: number
  readonly faults: readonly string[]
}

export interface TruthOfDispatch {
  readonly kind: 'truth-of-dispatch'
  readonly dispatch: string
  readonly arrivesAt: number
  readonly receptacles: number
  readonly items: number
  readonly faults: readonly string[]
}

export type Simulated = SimulatedInterchange | TruthOfItem | TruthOfReceptacle | TruthOfDispatch

/**
 * The mail of a day, in the order in which it reaches the office; the truth about a dispatch comes with its first file.
 *
 * Memory is that of the dispatches under way, never of the run: a dispatch is made again, from the seed, for each of
 * its files.
 *
 * @throws RangeError where the options contradict each other or ask for more than an office can have
 */
export function* simulate(options: SimulationOptions): Generator<Simulated, void, void> {
  checkOptions(options)
  const world = worldOf(options)
  const schedule = new Schedule(new Dispatches(world))
  let files = 0
  for (const { step, begins } of schedule.steps()) {
    if (begins) yield* truthOfDispatch(world, step.plan)
    for (const file of step.write()) {
      files += 1
      yield { kind: 'interchange', name: nameOf(files, step.at, file.type, step.plan.origin, file.extension), at: step.at, bytes: file.bytes, type: file.type, faults: file.faults }
    }
  }
}

/** `00000012-20261122T061500Z-PREDES-FRCDGA.edi` */
function nameOf(number: number, at: number, type: string | null, from: string, extension: string): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `${String(number).padStart(8, '0')}-${time}-${type ?? 'FILE'}-${from}.${extension}`
}
