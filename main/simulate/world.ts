/** What holds for a whole simulation: the office, its post, who sends to it, and what is under its threshold. */
import { impcCountry, parseImpc } from '../../shared/domain/identifiers.ts'
import { COUNTRY_ZONES } from '../../shared/domain/zones.ts'
import { hash } from './chance.ts'
import { centsOf } from './money.ts'
import type { SimulationOptions } from './office.ts'
import { PLACES, placeOf } from './places/index.ts'
import type { Place } from './places/place.ts'

export interface World {
  readonly seed: number
  readonly office: string
  readonly country: string
  readonly here: Place
  readonly zone: string
  readonly origins: readonly Place[]
  readonly faults: boolean
  readonly startsAt: number
  readonly endsAt: number
  readonly dispatches: number
  readonly items: number
  /** Up to this value, in euro cents, nothing is to be paid. */
  readonly thresholdCents: number
  /** What makes this day another than the same seed's day before: numbers of dispatches and items go on from it. */
  readonly day: number
}

/** Most items of one dispatch, on average: it has three digits for its receptacles. */
const ITEMS_A_DISPATCH = 5000
const DISPATCHES_MOST = 100_000
const ITEMS_MOST = 50_000_000
const HOURS_MOST = 24 * 14
/** Years that identifiers and messages can write. */
const FROM = Date.UTC(1980, 0, 1)
const TO = Date.UTC(2099, 0, 1)

/** @throws RangeError that says which option, and what it may be */
export function checkOptions(options: SimulationOptions): void {
  const { seed, office, dispatches, items, startsAt, hours = 24 } = options
  whole('seed', seed, 0, Number.MAX_SAFE_INTEGER)
  if (parseImpc(office) !== office || impcCountry(office) === null) {
    throw new RangeError(`The office takes an office of exchange of six letters and digits (IMPC), for example CHZRHB, not "${String(office)}".`)
  }
  whole('number of dispatches', dispatches, 1, DISPATCHES_MOST)
  whole('number of items', items, 1, ITEMS_MOST)
  if (items < dispatches) throw new RangeError(`${dispatches} dispatches need at least as many items, not ${items}.`)
  if (items > dispatches * ITEMS_A_DISPATCH) {
    throw new RangeError(`${items} items need at least ${Math.ceil(items / ITEMS_A_DISPATCH)} dispatches: one has ${ITEMS_A_DISPATCH} items at most, on average.`)
  }
  if (!Number.isSafeInteger(startsAt) || startsAt < FROM || startsAt >= TO) throw new RangeError('The start takes a moment between the years 1980 and 2099.')
  if (!Number.isFinite(hours) || hours < 1 || hours > HOURS_MOST) throw new RangeError(`The hours take a number from 1 to ${HOURS_MOST}, not ${hours}.`)
}

function whole(name: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw new RangeError(`The ${name} takes a whole number from ${least} to ${most}, not ${value}.`)
}

/** Value up to which nothing is to be paid, in the office's money: an invented figure in the order of real ones. */
const THRESHOLDS: Readonly<Record<string, number>> = { CHF: 62, GBP: 135, EUR: 150, USD: 100 }

export function worldOf(options: SimulationOptions): World {
  const here = placeOf(options.office)
  const { seed, office, startsAt, hours = 24 } = options
  return {
    seed,
    office,
    country: here.country,
    here,
    zone: COUNTRY_ZONES.get(here.country) ?? 'UTC',
    origins: PLACES.filter(({ country }) => country !== here.country),
    faults: options.faults,
    startsAt,
    endsAt: startsAt + hours * 3_600_000,
    dispatches: options.dispatches,
    items: options.items,
    thresholdCents: centsOf(THRESHOLDS[here.currency] ?? 0, here.currency) || 15_000,
    day: hash(seed, office, 'day', Math.floor(startsAt / 86_400_000)),
  }
}
