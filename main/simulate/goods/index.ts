/** All lines of goods, and which of them a country's people send. */
import { DEVICES } from './devices.ts'
import { HOME } from './home.ts'
import type { Goods } from './line.ts'
import { PANTRY } from './pantry.ts'
import { WEAR } from './wear.ts'

export const GOODS: readonly Goods[] = [...WEAR, ...DEVICES, ...HOME, ...PANTRY]

const byCountry = new Map<string, readonly Goods[]>()

/** What is made in a country, or anywhere: what its shops mostly send. */
export function goodsOf(country: string): readonly Goods[] {
  let of = byCountry.get(country)
  if (of === undefined) {
    of = GOODS.filter(({ made }) => made.length === 0 || made.includes(country))
    byCountry.set(country, of)
  }
  return of
}
