/** A line of goods: what people send, in the words that they declare it with. */

export interface Goods {
  /** HS 2022 subheading, six digits. */
  readonly hs: string
  readonly description: string
  /** Net weight of one, in grams. */
  readonly grams: readonly [least: number, most: number]
  /** Price of one in euro cents; a sender's own currency is worked out from it. */
  readonly cents: readonly [least: number, most: number]
  /** Most of them in one item. */
  readonly quantity: number
  /** Where they are made; empty: anywhere, so in the sender's country. */
  readonly made: readonly string[]
  /** A battery inside, within what the post carries. */
  readonly battery: boolean
}

/**
 * Lines of goods from a table, a line each: `hs description | grams | euro | quantity | countries`.
 *
 * Ranges are `least-most`, or one number; `*` before the description marks a built-in battery.
 */
export function goods(table: string): readonly Goods[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [what = '', grams = '', euro = '', quantity = '1', made = ''] = line.split('|').map((part) => part.trim())
      const battery = what.charAt(7) === '*'
      return {
        hs: what.slice(0, 6),
        description: what.slice(battery ? 8 : 7),
        grams: range(grams),
        cents: range(euro, 100),
        quantity: Number(quantity),
        made: made === '' ? [] : made.split(' '),
        battery,
      }
    })
}

function range(text: string, times = 1): readonly [number, number] {
  const [least = '', most = least] = text.split('-')
  return [Math.round(Number(least) * times), Math.round(Number(most) * times)]
}
