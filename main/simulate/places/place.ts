/** A country as the simulator knows it: its post, its offices of exchange, and how its people and streets are called. */

export interface Names {
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** Eastern order: the family's name first, and in its own script without a blank. */
  readonly order: 'given-first' | 'family-first' | 'joined'
}

export interface City {
  readonly postalCode: string
  readonly name: string
  readonly state: string | null
}

export interface Place {
  readonly country: string
  readonly currency: string
  /** Offices of exchange (IMPC) that close dispatches here. */
  readonly offices: readonly string[]
  /** Letters of the airlines that carry the mail, before their flight numbers. */
  readonly carriers: readonly string[]
  /** How much of an office's inward mail comes from here, against the others. */
  readonly share: number
  /** Share of items that a shop sends, per mille; the rest is of private people. */
  readonly shops: number
  readonly latin: Names
  /** In the script of the country, where that is another one. */
  readonly native: Names | null
  readonly streets: readonly string[]
  readonly nativeStreets: readonly string[]
  readonly cities: readonly City[]
  readonly nativeCities: readonly City[]
  /** `#` stands for a digit. */
  readonly telephone: string
  /** What a firm's name ends in. */
  readonly firms: readonly string[]
}

const list = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split('|').map((one) => one.trim()))

const cities = (text: string | undefined): readonly City[] =>
  list(text).map((one) => {
    const [postalCode = '', name = '', state = ''] = one.split(';').map((part) => part.trim())
    return { postalCode, name, state: state === '' ? null : state }
  })

interface Written {
  readonly currency: string
  readonly offices: string
  readonly carriers: string
  readonly share: number
  readonly shops: number
  readonly given: string
  readonly family: string
  readonly order?: Names['order']
  readonly native?: { readonly given: string; readonly family: string; readonly order?: Names['order']; readonly streets: string; readonly cities: string }
  readonly streets: string
  readonly cities: string
  readonly telephone: string
  readonly firms: string
}

/** A place from lists written with `|`; cities are `postal code; name; state`. */
export function place(country: string, written: Written): Place {
  const { native } = written
  return {
    country,
    currency: written.currency,
    offices: list(written.offices),
    carriers: list(written.carriers),
    share: written.share,
    shops: written.shops,
    latin: { given: list(written.given), family: list(written.family), order: written.order ?? 'given-first' },
    native: native === undefined ? null : { given: list(native.given), family: list(native.family), order: native.order ?? 'given-first' },
    streets: list(written.streets),
    nativeStreets: list(native?.streets),
    cities: cities(written.cities),
    nativeCities: cities(native?.cities),
    telephone: written.telephone,
    firms: list(written.firms),
  }
}
