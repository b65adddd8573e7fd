/**
 * What goes wrong in a simulated office, and how often. docs/simulator.md shows this table; a test compares the two.
 *
 * The cases are those that offices report from practice: reconciliation at arrival, quality of the data, what is
 * looked for in the post, and interchanges that arrive broken.
 */
export interface Rate {
  readonly code: string
  /** What the share is of; a run of items is six in a row from one sender to one addressee. */
  readonly of: 'dispatches' | 'receptacles' | 'items' | 'interchanges'
  readonly perMille: number
  readonly about: string
}

const rate = (code: string, of: Rate['of'], perMille: number, about: string): Rate => ({ code, of, perMille, about })

export const DISPATCH_RATES = [
  rate('no-pre-advice', 'dispatches', 25, 'no PREDES comes'),
  rate('pre-advice-amended', 'dispatches', 50, 'the first PREDES leaves things out; a second one replaces it'),
  rate('pre-advice-duplicate', 'dispatches', 30, 'the same bytes come twice, under two names'),
  rate('pre-advice-parallel', 'dispatches', 20, 'two systems of the origin announce the dispatch, each in its own name'),
] as const

export const RECEPTACLE_RATES = [
  rate('receptacle-missing', 'receptacles', 10, 'announced, and not among what arrives'),
  rate('receptacle-excess', 'receptacles', 8, 'arrives, and the pre-advice does not name it'),
  rate('receptacle-twice', 'receptacles', 4, 'two that carry the same identifier'),
  rate('receptacle-missent', 'receptacles', 3, 'labelled for an office in another country'),
  rate('receptacle-damaged', 'receptacles', 3, 'arrives torn'),
] as const

export const ITEM_FATE_RATES = [
  rate('item-missing', 'items', 5, 'announced in a receptacle, and not in it'),
  rate('item-in-other-receptacle', 'items', 6, 'lies in another receptacle than announced'),
  rate('item-without-advance-data', 'items', 20, 'announced, and nothing declares it'),
  rate('item-never-announced', 'items', 6, 'there, and no message had named it'),
  rate('item-turned-up-again', 'items', 2, 'left the office with an earlier dispatch, and lies in this one'),
  rate('item-missent', 'items', 3, 'addressed to another country'),
] as const

export const ITEM_DECLARATION_RATES = [
  rate('description-vague', 'items', 40, '“gift”, “parts”, “clothes” and the like'),
  rate('value-0-or-1', 'items', 15, 'a value of 0 or 1'),
  rate('address-incomplete', 'items', 18, 'an address without street or town, or with words instead of one'),
  rate('commercial-as-gift', 'items', 12, 'goods for trade, declared as a gift'),
  rate('net-above-gross', 'items', 8, 'the contents weigh more than the item'),
  rate('class-differs', 'items', 5, 'the class that is declared is not that of the number'),
  rate('undervalued', 'items', 12, 'a fraction of what it cost'),
  rate('lithium', 'items', 4, 'batteries that the post does not carry'),
  rate('prohibited', 'items', 3, 'drugs, weapons, protected species, cash'),
  rate('counterfeit', 'items', 5, 'bears a mark that is not genuine'),
] as const

export const OTHER_RATES = [
  rate('understating-sender', 'items', 19, 'from the one firm of each country that always declares a fraction'),
  rate('splitting', 'items', 6, 'one of six in a row from one sender to one addressee, each just under the threshold'),
  rate('declaration-late', 'items', 15, 'declared only after the item had come'),
] as const

export const INTERCHANGE_RATES = [
  rate('truncated', 'interchanges', 6, 'its end is lost; the whole one follows'),
  rate('not-well-formed', 'interchanges', 5, 'XML with a bare ampersand; a mended one follows'),
  rate('counts-wrong', 'interchanges', 8, 'EDIFACT that counts its segments wrong; accepted with a finding'),
  rate('unreadable', 'interchanges', 3, 'a file before it that is no message at all'),
] as const

export const RATES: readonly Rate[] = [...DISPATCH_RATES, ...RECEPTACLE_RATES, ...ITEM_FATE_RATES, ...ITEM_DECLARATION_RATES, ...OTHER_RATES, ...INTERCHANGE_RATES]

/** One of several faults that exclude each other, or none. @param drawn from 0 up to, and without, 1 */
export function faultAt(rates: readonly Rate[], drawn: number): string | null {
  let left = drawn * 1000
  for (const { code, perMille } of rates) {
    left -= perMille
    if (left < 0) return code
  }
  return null
}

export const perMilleOf = (code: string): number => RATES.find((one) => one.code === code)?.perMille ?? 0
