/**
 * An item: what it holds, what its declaration says, and what somebody who knows both would do.
 *
 * Made again from the seed for each message that speaks of it.
 */
import type { Declaration, Party } from '../../shared/domain/records.ts'
import { Chance } from './chance.ts'
import { centsOfAll, gramsOfAll, load, pieces, truly, type Load } from './contents.ts'
import { misdeclare, type Drafted } from './declaring.ts'
import { earlierItem, type DispatchPlan } from './dispatches.ts'
import { GOODS, goodsOf } from './goods/index.ts'
import type { Goods } from './goods/line.ts'
import { fateOf, idOfItem } from './identity.ts'
import { priceOf } from './money.ts'
import type { Risk, RightDecision, TrueContent } from './office.ts'
import { addresseeIn, Parties, personOf, rewritten } from './parties.ts'
import { faultAt, ITEM_DECLARATION_RATES, perMilleOf } from './rates.ts'
import type { World } from './world.ts'

/** Which item it is, and what becomes of it: all that a message without a declaration needs. */
export interface NamedItem {
  readonly item: string
  /** A code of `ITEM_FATE_RATES`. */
  readonly fate: string | null
}

export interface SimulatedItem extends NamedItem {
  readonly grossG: number
  readonly declaration: Declaration
  readonly contents: readonly TrueContent[]
  /** Faults of the declaration. */
  readonly faults: readonly string[]
  readonly risk: Risk
  readonly signs: readonly string[]
  /** As far as its contents say; where it lies has the last word. */
  readonly right: RightDecision
  readonly ends: RightDecision
}

/** Letters weigh two kilograms at most, parcels and EMS thirty. Source: UPU Convention. */
const LETTER_G = 1850
const PARCEL_G = 29_000
/** A run of items from one sender to one addressee, in each block of items, at most once. */
const RUN = 6
const BLOCK = 200
const DAY = 86_400_000

const parties = new WeakMap<World, Parties>()
function partiesOf(world: World): Parties {
  let of = parties.get(world)
  if (of === undefined) parties.set(world, (of = new Parties(world)))
  return of
}

export function namedAt(world: World, plan: DispatchPlan, j: number): NamedItem {
  const fate = fateOf(world, plan, j)
  if (fate === 'item-turned-up-again') {
    const again = earlierItem(world, plan, j)
    return again === null ? { item: idOfItem(world, plan, j), fate: null } : { item: again, fate }
  }
  const nowhereElse = fate === 'item-in-other-receptacle' && plan.receptacles === 1
  return { item: idOfItem(world, plan, j), fate: nowhereElse ? null : fate }
}

export function itemAt(world: World, plan: DispatchPlan, j: number): SimulatedItem {
  const chance = new Chance(world.seed, 'item', plan.n, j)
  const { item, fate } = namedAt(world, plan, j)
  const run = splitRun(world, plan, j)
  const fault = !world.faults ? null : run !== null ? 'splitting' : faultAt(ITEM_DECLARATION_RATES, chance.next())

  const shop =
    run !== null ? partiesOf(world).shop(plan.place, run) : fault !== 'commercial-as-gift' && chance.happens(plan.place.shops) ? partiesOf(world).shop(plan.place, chance) : null
  const documents = plan.subclass === 'UN' && shop === null && chance.happens(20)
  const loads = loadsOf(plan, chance, shop?.goods ?? null)
  const sender = shop?.party ?? personOf(plan.place, chance, chance.happens(350))
  const to = fate === 'item-missent' ? chance.pick(world.origins) : world.here
  const addressee =
    run !== null && shop !== null
      ? (shop.customers[0] ?? sender)
      : fate !== 'item-missent' && shop !== null && chance.happens(350)
        ? habitual(shop.customers, chance)
        : addresseeIn(to, chance, world.origins)
  const nature = shop !== null ? (chance.happens(25) ? '32' : '11') : documents ? '999' : chance.happens(880) ? '31' : '999'
  const commercial = nature === '11' || nature === '32'
  const currency = plan.place.currency
  const grossG = Math.round(gramsOfAll(loads) * (1.03 + 0.12 * chance.next())) + chance.integer(12, plan.subclass.startsWith('U') ? 60 : 240)

  const understates = world.faults && shop !== null && shop.understates && fault === null && run === null
  const drafted: Drafted = { loads, content: pieces(loads, currency, commercial || chance.happens(600)), grossG, nature, mailClass: plan.subclass.charAt(0), sender, addressee }
  const told = misdeclare(understates ? 'undervalued' : fault, drafted, { world, plan, chance })
  const owed = centsOfAll(told.loads) > world.thresholdCents
  const content = told.content
  const ends = told.ends ?? (owed ? 'release-duty' : 'release')
  const insured = plan.subclass === 'CV' || item.startsWith('V')
  return {
    item,
    fate,
    grossG: told.grossG,
    declaration: {
      kind: 'declaration',
      item,
      localId: shop !== null && chance.happens(300) ? `${plan.place.country}${String(chance.integer(10_000_000, 99_999_999))}` : null,
      postingDate: new Date(plan.closedAt - chance.integer(1, 5) * DAY).toISOString().slice(0, 10),
      mailClass: told.mailClass,
      mailCategory: plan.category,
      handlingClass: plan.subclass === 'UR' ? 'RG' : insured ? 'IN' : null,
      originOperator: `${plan.place.country}A`,
      destinationOperator: `${to.country}A`,
      dispatch: null,
      receptacle: null,
      nature: told.nature,
      grossWeightG: told.declaredGrossG ?? told.grossG,
      postage: priceOf(400 + Math.round(told.grossG * 0.9), currency),
      insuredValue: insured ? priceOf(Math.max(2000, centsOfAll(told.loads)), currency) : null,
      sender: told.sender,
      addressee: told.addressee,
      content,
      documents:
        commercial && told.nature !== '31' && chance.happens(450) ? [{ type: 'invoice', number: `${new Date(plan.closedAt).getUTCFullYear()}-${chance.integer(1000, 9999)}` }] : [],
      referrals: [],
      customsOffice: null,
    },
    contents: truly(told.loads, currency),
    faults: fault === null ? (understates ? ['understating-sender'] : []) : [fault],
    risk: told.risk,
    signs: told.signs,
    right: told.right ?? ends,
    ends,
  }
}

/** A customer of the shop, seldom written twice in the same way. */
function habitual(customers: readonly Party[], chance: Chance): Party {
  const customer = chance.pick(customers)
  return chance.happens(400) ? rewritten(customer, chance) : customer
}

/** The draws that all items of a run share, or nothing where item `j` is in none. */
function splitRun(world: World, plan: DispatchPlan, j: number): Chance | null {
  if (!world.faults) return null
  const block = Math.floor(j / BLOCK)
  const chance = new Chance(world.seed, 'run', plan.n, block)
  if (!chance.happens((perMilleOf('splitting') * BLOCK) / RUN)) return null
  const begins = block * BLOCK + chance.integer(0, BLOCK - RUN)
  return j >= begins && j < begins + RUN ? chance : null
}

function loadsOf(plan: DispatchPlan, chance: Chance, ofShop: readonly Goods[] | null): readonly Load[] {
  const limit = plan.subclass.startsWith('U') ? LETTER_G : PARCEL_G
  const wanted = ofShop !== null ? (chance.happens(150) ? 2 : 1) : 1 + Math.floor(3.2 * chance.next() ** 2.5)
  const loads: Load[] = []
  let grams = 0
  for (let tried = 0; loads.length < wanted && tried < 12; tried++) {
    const goods = chance.pick(ofShop !== null && tried < 6 ? ofShop : chance.happens(600) ? goodsOf(plan.country) : GOODS)
    const one = load(goods, chance, plan.country, tried < 3 ? goods.quantity : 1)
    if (grams + one.grams > limit || loads.some((other) => other.goods === goods)) continue
    loads.push(one)
    grams += one.grams
  }
  return loads.length > 0 ? loads : [load(chance.pick(GOODS.filter(({ grams: [, most] }) => most < 200)), chance, plan.country, 1)]
}
