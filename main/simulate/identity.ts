/** The number of an item, and what becomes of it before anybody looks at what it holds. */
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'
import { Chance } from './chance.ts'
import { faultAt, ITEM_FATE_RATES } from './rates.ts'
import type { World } from './world.ts'

/** All that the number of an item follows from. */
export interface ItemSource {
  /** Number of the dispatch in its simulation, from 0. */
  readonly n: number
  /** How many items the dispatches before it have. */
  readonly first: number
  readonly items: number
  readonly country: string
  readonly subclass: string
  readonly before: ItemSource | null
}

/** Letters of an S10 that fit a subclass. Source: UPU S10, allocations of the service indicator. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  UN: ['UA', 'UB', 'UM', 'UX', 'LX', 'LZ'],
  UR: ['RR', 'RB', 'RE', 'VV'],
  UX: ['LX', 'LZ', 'LB'],
  CN: ['CP', 'CC', 'CE', 'CY'],
  CC: ['HJ', 'HH', 'HB', 'CY'],
  CV: ['CV', 'CD'],
  EN: ['EE', 'EA', 'EB', 'EM'],
}
const ANY = ['RR'] as const

const SERIALS = 100_000_000
/** Prime to the number of serials, so that each item of a run has a serial of its own, and neighbours are far apart. */
const STRIDE = 37_129_823

export function idOfItem(world: World, source: ItemSource, j: number): string {
  const service = new Chance(world.seed, 'service', source.n, j).pick(SERVICES[source.subclass] ?? ANY)
  const serial = String((((((source.first + j) % SERIALS) * STRIDE) % SERIALS) + (world.day % SERIALS)) % SERIALS).padStart(8, '0')
  return `${service}${serial}${s10CheckDigit(serial)}${source.country}`
}

/** Numbers of untracked letters begin with U; no events come of them. */
export const isTracked = (item: string): boolean => !item.startsWith('U')

/** What becomes of an item on its own, whatever its receptacle meets: a code of `ITEM_FATE_RATES`, or nothing. */
export function fateOf(world: World, source: ItemSource, j: number): string | null {
  return world.faults ? faultAt(ITEM_FATE_RATES, new Chance(world.seed, 'fate', source.n, j).next()) : null
}

/** Announced, declared and there, with nothing odd about its way. */
export const arrives = (world: World, source: ItemSource, j: number): boolean => fateOf(world, source, j) === null
