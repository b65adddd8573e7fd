/** The dispatches of a day, one after the other, in the order in which they arrive. */
import { Chance } from './chance.ts'
import { transitHours } from './distance.ts'
import { arrives, idOfItem, type ItemSource } from './identity.ts'
import { faultAt, DISPATCH_RATES } from './rates.ts'
import type { Place } from './places/place.ts'
import type { World } from './world.ts'

export interface DispatchPlan extends ItemSource {
  /** S8 identifier. */
  readonly dispatch: string
  readonly place: Place
  readonly origin: string
  readonly category: string
  readonly flight: { readonly number: string; readonly carrier: string; readonly from: string; readonly to: string }
  /** Epoch ms. */
  readonly closedAt: number
  readonly departsAt: number
  readonly arrivesAt: number
  readonly receptacles: number
  readonly fault: string | null
  /** The dispatch before it from the same country, whose items may turn up again. */
  readonly before: ItemSource | null
}

interface Kind {
  readonly subclass: string
  readonly share: number
  /** Items that a receptacle holds, about. */
  readonly each: number
}

const KINDS: readonly Kind[] = [
  { subclass: 'UN', share: 40, each: 70 },
  { subclass: 'UR', share: 14, each: 55 },
  { subclass: 'UX', share: 8, each: 60 },
  { subclass: 'CN', share: 22, each: 24 },
  { subclass: 'CC', share: 20, each: 30 },
  { subclass: 'CV', share: 2, each: 20 },
  { subclass: 'EN', share: 12, each: 30 },
]
/** Three digits number the receptacles of a dispatch. */
const RECEPTACLES_MOST = 900
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long before a dispatch arrives its first message may come. */
export const EARLIEST_MS = 60 * HOUR

export class Dispatches {
  readonly world: World
  #made = 0
  #itemsLeft: number
  #first = 0
  /** Dispatches of a series so far, and the last dispatch of a country: as many as there are series. */
  readonly #numbers = new Map<string, number>()
  readonly #last = new Map<string, ItemSource>()

  constructor(world: World) {
    this.world = world
    this.#itemsLeft = world.items
  }

  /** When the next one arrives; `null` after the last. */
  get nextArrival(): number | null {
    return this.#made < this.world.dispatches ? this.#arrivalOf(this.#made) : null
  }

  /** Aeroplanes land in two waves, in the morning and in the afternoon. */
  #arrivalOf(n: number): number {
    const { startsAt, endsAt, seed, dispatches } = this.world
    const part = (n + new Chance(seed, 'arrival', n).next() * 0.9) / dispatches
    const waved = part - Math.sin(4 * Math.PI * part) / (5 * Math.PI)
    return startsAt + Math.round(((endsAt - startsAt) * waved) / 1000) * 1000
  }

  next(): DispatchPlan {
    const { world } = this
    const n = this.#made
    const chance = new Chance(world.seed, 'dispatch', n)
    const arrivesAt = this.#arrivalOf(n)
    this.#made += 1
    const place = chance.weighted(world.origins)
    const kind = chance.weighted(KINDS)
    const items = this.#take(chance)
    const receptacles = Math.max(1, Math.min(RECEPTACLES_MOST, Math.ceil(items / (kind.each * (0.7 + 0.6 * chance.next())))))
    const origin = chance.pick(place.offices)
    const category = kind.subclass === 'CN' && chance.happens(150) ? 'B' : 'A'
    const series = `${origin}${world.office}${category}${kind.subclass}`
    const closedAt = arrivesAt - Math.round(transitHours(place.country, world.country, chance) * 60) * MINUTE
    const carrier = chance.pick(place.carriers)
    const source: ItemSource = { n, first: this.#first - items, items, country: place.country, subclass: kind.subclass, before: null }
    const plan: DispatchPlan = {
      ...source,
      dispatch: `${series}${String(new Date(closedAt).getUTCFullYear() % 10)}${this.#number(series)}`,
      place,
      origin,
      category,
      flight: { number: `${carrier}${String(chance.integer(100, 2999)).padStart(4, '0')}`, carrier, from: origin.slice(2, 5), to: world.office.slice(2, 5) },
      closedAt,
      departsAt: closedAt + Math.min(chance.integer(90, 240) * MINUTE, (arrivesAt - closedAt) / 2),
      arrivesAt,
      receptacles,
      fault: world.faults ? faultAt(DISPATCH_RATES, chance.next()) : null,
      before: this.#last.get(place.country) ?? null,
    }
    this.#last.set(place.country, source)
    return plan
  }

  /** Its share of the items that are left; the last one takes the rest, and each has at least one. */
  #take(chance: Chance): number {
    const left = this.world.dispatches - this.#made
    const fair = this.#itemsLeft / (left + 1)
    const drawn = Math.round(fair * (0.4 + 1.2 * chance.next()))
    const taken = left === 0 ? this.#itemsLeft : Math.max(1, Math.min(drawn, this.#itemsLeft - left))
    this.#itemsLeft -= taken
    this.#first += taken
    return taken
  }

  #number(series: string): string {
    const before = this.#numbers.get(series) ?? 0
    this.#numbers.set(series, before + 1)
    return String((new Chance(this.world.day, series).integer(1, 9999) + before) % 10_000).padStart(4, '0')
  }
}

/** An item of the dispatch before that had come, if there is one to be found; it left the office, and is there again. */
export function earlierItem(world: World, plan: DispatchPlan, j: number): string | null {
  const { before } = plan
  if (before === null) return null
  for (let tried = 0; tried < 4; tried++) {
    const k = new Chance(world.seed, 'again', plan.n, j, tried).integer(0, before.items - 1)
    if (arrives(world, before, k)) return idOfItem(world, before, k)
  }
  return null
}
