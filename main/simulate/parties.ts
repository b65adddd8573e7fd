/** Who sends and who receives: shops with habits, private people, and the ways in which one address is written. */
import type { Party } from '../../shared/domain/records.ts'
import { Chance } from './chance.ts'
import { goodsOf } from './goods/index.ts'
import type { Goods } from './goods/line.ts'
import type { Place } from './places/place.ts'
import type { World } from './world.ts'

/** A firm that sends the same few goods, much of it to the same few people. */
export interface Shop {
  readonly party: Party
  readonly goods: readonly Goods[]
  readonly customers: readonly Party[]
  /** Declares a fraction of the price, always. */
  readonly understates: boolean
}

const SHOPS = 16
const CUSTOMERS = 6
const WORDS = [
  'Lotus',
  'Alpine',
  'Golden',
  'Nova',
  'Bright',
  'Orient',
  'Harbour',
  'Maple',
  'Blue Crane',
  'Union',
  'Sunrise',
  'Atlas',
  'Pearl',
  'North',
  'Silk Road',
  'Evergreen',
] as const
const TRADES = ['Crafts', 'Fashion', 'Electronics', 'Gallery', 'Outdoor', 'Books', 'Home', 'Audio', 'Tea House', 'Toys', 'Parts', 'Studio'] as const

export class Parties {
  readonly #world: World
  /** As many as there are countries. */
  readonly #shops = new Map<string, readonly Shop[]>()

  constructor(world: World) {
    this.#world = world
  }

  /** The shops of a country, the busiest first. */
  shopsOf(place: Place): readonly Shop[] {
    let shops = this.#shops.get(place.country)
    if (shops === undefined) {
      shops = Array.from({ length: SHOPS }, (_, i) => this.#shop(place, i))
      this.#shops.set(place.country, shops)
    }
    return shops
  }

  #shop(place: Place, i: number): Shop {
    const { seed, here } = this.#world
    const chance = new Chance(seed, 'shop', place.country, i)
    const made = goodsOf(place.country)
    const goods = Array.from({ length: 3 }, () => chance.pick(made))
    const name = `${WORDS[(i + chance.integer(0, 3) * SHOPS) % WORDS.length]} ${chance.pick(TRADES)} ${chance.pick(place.firms)}`
    const address = personOf(place, chance, false)
    return {
      party: {
        ...address,
        name,
        company: name,
        email: `orders@${name
          .toLowerCase()
          .replaceAll(/[^a-z]+/g, '-')
          .replaceAll(/^-|-$/g, '')}.example`,
        taxIds: chance.happens(400) ? [{ scheme: 'IOSS', id: `IM${fill('##########', chance)}` }] : [],
      },
      goods,
      customers: Array.from({ length: CUSTOMERS }, () => addresseeIn(here, chance, this.#world.origins)),
      understates: i === SHOPS - 1,
    }
  }

  /** A shop, the first ones more often. */
  shop(place: Place, chance: Chance): Shop {
    const shops = this.shopsOf(place)
    return shops[Math.min(shops.length - 1, Math.floor(shops.length * chance.next() ** 2))] ?? chance.pick(shops)
  }
}

/** A private person; `native` in the script of the country, where that has one of its own. */
export function personOf(place: Place, chance: Chance, native: boolean): Party {
  const names = native && place.native !== null ? place.native : place.latin
  const streets = native && place.nativeStreets.length > 0 ? place.nativeStreets : place.streets
  const towns = native && place.nativeCities.length > 0 ? place.nativeCities : place.cities
  const given = chance.pick(names.given)
  const family = chance.pick(names.family)
  const town = chance.pick(towns)
  return {
    name: names.order === 'given-first' ? `${given} ${family}` : names.order === 'joined' ? family + given : `${family} ${given}`,
    company: null,
    street: fill(chance.pick(streets), chance),
    city: town.name,
    state: town.state,
    postalCode: town.postalCode === '' ? null : town.postalCode,
    country: place.country,
    telephone: chance.happens(600) ? fill(place.telephone, chance) : null,
    email: null,
    taxIds: [],
  }
}

/** Somebody in a country: most are called as people there are, some as people elsewhere. */
export function addresseeIn(here: Place, chance: Chance, elsewhere: readonly Place[]): Party {
  const person = personOf(here, chance, false)
  if (!chance.happens(220)) return person
  return { ...person, name: personOf(chance.weighted(elsewhere), chance, false).name }
}

const REWRITINGS: readonly ((party: Party) => Party)[] = [
  (party) => ({ ...party, street: party.street?.toUpperCase() ?? null, city: party.city?.toUpperCase() ?? null }),
  (party) => ({
    ...party,
    street:
      party.street
        ?.replace(/(?:strasse|straße)\b/i, 'str.')
        .replace(/\b(?:Street|rue|avenue|Road)\b/i, (word) => ({ street: 'St', rue: 'r.', avenue: 'av.', road: 'Rd' })[word.toLowerCase()] ?? word) ?? null,
  }),
  (party) => ({ ...party, name: party.name?.split(' ').toReversed().join(' ') ?? null }),
  (party) => ({ ...party, name: party.name?.replace(/^(\S)\S+ /, '$1. ') ?? null }),
  (party) => ({ ...party, name: plain(party.name), street: plain(party.street), city: plain(party.city) }),
]

const plain = (text: string | null): string | null => text?.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '') ?? null

/** The same party as another hand writes it. */
export const rewritten = (party: Party, chance: Chance): Party => chance.pick(REWRITINGS)(party)

/** A pattern with its `#` made digits; no number begins with 0. */
export function fill(pattern: string, chance: Chance): string {
  let made = ''
  let inNumber = false
  for (const sign of pattern) {
    if (sign === '#') made += chance.integer(inNumber ? 0 : 1, 9)
    else made += sign
    inNumber = sign === '#' || (sign >= '0' && sign <= '9')
  }
  return made
}
