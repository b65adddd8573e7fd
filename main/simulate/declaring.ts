/** Declarations that say something else than what is there, in the ways that officials know. */
import type { ContentPiece, Party } from '../../shared/domain/records.ts'
import type { Chance } from './chance.ts'
import { centsOfAll, gramsOfAll, load, pieces, type Load } from './contents.ts'
import type { DispatchPlan } from './dispatches.ts'
import { moneyOf } from '../../shared/domain/money.ts'
import type { Risk, RightDecision } from './office.ts'
import { COUNTERFEIT, DANGEROUS, PROHIBITED } from './risky.ts'
import type { World } from './world.ts'

/** An item with an honest declaration. */
export interface Drafted {
  readonly loads: readonly Load[]
  readonly content: readonly ContentPiece[]
  readonly grossG: number
  readonly nature: string
  readonly mailClass: string
  readonly sender: Party
  readonly addressee: Party
}

export interface Told extends Drafted {
  /** Where the declaration gives another weight than the scales. */
  readonly declaredGrossG: number | null
  readonly risk: Risk
  readonly signs: readonly string[]
  /** `null`: as for anything of this value. */
  readonly right: RightDecision | null
  readonly ends: RightDecision | null
}

interface Circumstances {
  readonly world: World
  readonly plan: DispatchPlan
  readonly chance: Chance
}

const VAGUE = ['gift', 'parts', 'clothes', 'sample', 'goods', 'accessories', 'toys', 'tools', 'shoes', 'food', 'electronics', 'spare parts', 'Gift items', 'cadeau'] as const
const NOBODY = ['unknown', 'n/a', 'xxx', 'no address'] as const
const GIFTS = ['11', '32']

/** What becomes of an honest declaration under a fault; `null` leaves it as it is. */
export function misdeclare(fault: string | null, drafted: Drafted, circumstances: Circumstances): Told {
  const honest: Told = { ...drafted, declaredGrossG: null, risk: 'none', signs: [], right: null, ends: null }
  const change = fault === null ? undefined : CHANGES[fault]
  return change === undefined ? honest : change(honest, circumstances)
}

const CHANGES: Readonly<Record<string, (told: Told, circumstances: Circumstances) => Told>> = {
  'description-vague': (told, { chance }) => ({
    ...told,
    content: told.content.map((piece, i) => (i === 0 ? { ...piece, description: chance.pick(VAGUE) } : piece)),
    signs: ['words'],
    right: 'request-info',
  }),
  'value-0-or-1': (told, { chance }) => ({
    ...told,
    content: told.content.map((piece) => ({ ...piece, value: moneyOf(chance.happens(500) ? 0 : 10 ** (piece.value?.exponent ?? 2), piece.value?.currency ?? null) })),
    risk: 'undervalued',
    signs: ['value-against-content'],
    right: 'request-info',
  }),
  'address-incomplete': (told, { chance }) => ({
    ...told,
    ...(chance.happens(500)
      ? { sender: { ...told.sender, street: chance.happens(500) ? null : chance.pick(NOBODY), city: chance.happens(300) ? null : told.sender.city } }
      : { addressee: { ...told.addressee, street: null, city: chance.happens(300) ? null : told.addressee.city } }),
    signs: ['address'],
    right: 'request-info',
  }),
  'commercial-as-gift': (told, { world, plan, chance }) => {
    const first = told.loads[0]
    const many =
      first === undefined ? [] : [{ ...first, quantity: 12, grams: Math.round((first.grams * 12) / first.quantity), cents: Math.round((first.cents * 12) / first.quantity) }]
    const fits = gramsOfAll(many) < (plan.subclass.startsWith('U') ? 1800 : 28_000)
    // Either a dozen of one kind, or a firm as the addressee: both look like trade.
    const loads = fits ? many : told.loads
    const currency = told.content[0]?.value?.currency ?? plan.place.currency
    return {
      ...told,
      loads,
      content: pieces(loads, currency, chance.happens(400)),
      grossG: fits ? Math.round(gramsOfAll(loads) * 1.08) + 40 : told.grossG,
      nature: '31',
      addressee: fits ? told.addressee : { ...told.addressee, company: `${chance.pick(world.here.latin.family)} Trading ${chance.pick(world.here.firms)}` },
      risk: 'commercial-as-gift',
      signs: [fits ? 'quantity' : 'firm'],
      right: 'request-info',
      ends: 'release-duty',
    }
  },
  'net-above-gross': (told) => ({ ...told, declaredGrossG: Math.max(1, Math.round(gramsOfAll(told.loads) * 0.8) - 1), signs: ['weight-against-content'], right: 'request-info' }),
  'class-differs': (told) => ({ ...told, mailClass: told.mailClass === 'U' ? 'C' : 'U' }),
  undervalued: (told, { plan, chance }) => {
    const share = 0.06 + 0.16 * chance.next()
    const dearer = told.loads.map((one) => ({ ...one, cents: Math.max(one.cents, Math.round(2500 + 30_000 * chance.next() ** 2)) }))
    return {
      ...told,
      loads: dearer,
      content: pieces(
        dearer.map((one) => ({ ...one, cents: Math.round(one.cents * share) })),
        plan.place.currency,
        true,
      ),
      risk: 'undervalued',
      signs: ['value-against-content'],
      right: 'request-info',
    }
  },
  splitting: (told, { world, plan }) => {
    const sum = centsOfAll(told.loads)
    const loads = told.loads.map((one) => ({ ...one, cents: Math.max(100, Math.round((one.cents * world.thresholdCents * 0.95) / sum)) }))
    return {
      ...told,
      loads,
      nature: '11',
      content: pieces(loads, plan.place.currency, true),
      risk: 'splitting',
      signs: ['same-parties', 'just-under-threshold'],
      right: 'hold',
      ends: 'release-duty',
    }
  },
  lithium: (told, circumstances) => hidden(told, circumstances, DANGEROUS, 'refuse'),
  prohibited: (told, circumstances) => hidden(told, circumstances, PROHIBITED, 'detain'),
  counterfeit: (told, circumstances) => hidden(told, circumstances, COUNTERFEIT, 'detain'),
}

/** Something else inside. Two in five senders write what it is, or nearly; else the weight does not fit the words. */
function hidden(told: Told, { plan, chance }: Circumstances, of: typeof PROHIBITED, ends: RightDecision): Told {
  const fitting = of.filter(({ real }) => !plan.subclass.startsWith('U') || real.grams[1] < 1800)
  const { real, said, risk } = chance.pick(fitting.length > 0 ? fitting : of)
  const inside = load(real, chance, plan.country)
  const open = chance.happens(400)
  const declared: Load = open ? inside : { ...load(said, chance, plan.country, 1), quantity: inside.quantity, grams: inside.grams }
  return {
    ...told,
    loads: [inside],
    content: pieces([declared], plan.place.currency, true),
    grossG: Math.round(inside.grams * 1.06) + 45,
    nature: GIFTS.includes(told.nature) ? told.nature : '31',
    risk,
    signs: open ? ['words'] : ['weight-against-content', ...(told.sender.telephone === null ? ['no-telephone'] : [])],
    right: 'examine',
    ends,
  }
}
