/** What an item really holds, and what is said of it. */
import type { ContentPiece } from '../../shared/domain/records.ts'
import type { Chance } from './chance.ts'
import type { Goods } from './goods/line.ts'
import { priceOf } from './money.ts'
import type { TrueContent } from './office.ts'

/** So many of some goods, with what they weigh and cost together. */
export interface Load {
  readonly goods: Goods
  readonly quantity: number
  readonly grams: number
  /** Euro cents. */
  readonly cents: number
  readonly origin: string
}

export function load(goods: Goods, chance: Chance, country: string, most = goods.quantity): Load {
  const quantity = most <= 1 ? 1 : 1 + Math.floor(most * chance.next() ** 2.2)
  return {
    goods,
    quantity,
    grams: Math.max(1, Math.round(quantity * chance.skewed(...goods.grams))),
    cents: Math.round(quantity * chance.skewed(...goods.cents)),
    origin: goods.made.length === 0 || goods.made.includes(country) ? country : chance.pick(goods.made),
  }
}

export const centsOfAll = (loads: readonly Load[]): number => loads.reduce((sum, one) => sum + one.cents, 0)
export const gramsOfAll = (loads: readonly Load[]): number => loads.reduce((sum, one) => sum + one.grams, 0)

export function truly(loads: readonly Load[], currency: string): readonly TrueContent[] {
  return loads.map(({ goods, quantity, grams, cents, origin }) => ({
    description: goods.description,
    quantity,
    netWeightG: grams,
    value: priceOf(cents, currency).text,
    currency,
    hs: goods.hs,
    origin,
  }))
}

export function pieces(loads: readonly Load[], currency: string, withHs: boolean): readonly ContentPiece[] {
  return loads.map(({ goods, quantity, grams, cents, origin }, i) => ({
    piece: i + 1,
    description: goods.description,
    quantity,
    netWeightG: grams,
    value: priceOf(cents, currency),
    hs: withHs ? goods.hs : null,
    origin,
  }))
}
