/** The receptacles of a dispatch: which items lie in each, and what becomes of them. */
import { Chance } from './chance.ts'
import type { DispatchPlan } from './dispatches.ts'
import { faultAt, RECEPTACLE_RATES } from './rates.ts'
import type { World } from './world.ts'

const MINUTE = 60_000
/** A bag or container empty, in grams. */
const TARE_G = 900

export interface ReceptaclePlan {
  /** Position in the dispatch, from 0. */
  readonly k: number
  readonly from: number
  readonly to: number
  readonly type: string
  readonly fault: string | null
  readonly announced: boolean
  /** When it is opened; `null`: it does not come. */
  readonly opensAt: number | null
}

export function receptacleAt(world: World, plan: DispatchPlan, k: number): ReceptaclePlan {
  const chance = new Chance(world.seed, 'receptacle', plan.n, k)
  const drawn = world.faults ? faultAt(RECEPTACLE_RATES, chance.next()) : null
  // A dispatch whose only receptacle nobody announced would be one without a pre-advice.
  const fault = plan.receptacles === 1 && (drawn === 'receptacle-excess' || drawn === 'receptacle-missent') ? null : drawn
  const { items, receptacles } = plan
  return {
    k,
    from: Math.floor((k * items) / receptacles),
    to: Math.floor(((k + 1) * items) / receptacles),
    type: plan.subclass.startsWith('C') ? chance.pick(['CN', 'PX', 'BG']) : chance.pick(['BG', 'BG', 'CN']),
    fault,
    announced: plan.fault !== 'no-pre-advice' && fault !== 'receptacle-excess' && fault !== 'receptacle-missent',
    opensAt: fault === 'receptacle-missing' ? null : plan.arrivesAt + 25 * MINUTE + Math.floor((k * 45 * MINUTE) / receptacles),
  }
}

/** The receptacle that item `j` was put into when the dispatch was made. */
export function receptacleOf(plan: DispatchPlan, j: number): number {
  return Math.min(plan.receptacles - 1, Math.floor(((j + 1) * plan.receptacles - 1) / plan.items))
}

/** A neighbour that a missent receptacle was meant for. */
export function otherOffice(world: World, plan: DispatchPlan): string {
  const others = world.origins.filter(({ country }) => country !== plan.country)
  return new Chance(world.seed, 'missent', plan.n).pick(others).offices[0] ?? world.office
}

/** S9 identifier: dispatch, serial, whether it is the last, whether something in it is registered or insured, its weight. */
export function receptacleId(world: World, plan: DispatchPlan, of: ReceptaclePlan, grossG: number): string {
  const dispatch = of.fault === 'receptacle-missent' ? plan.dispatch.slice(0, 6) + otherOffice(world, plan) + plan.dispatch.slice(12) : plan.dispatch
  const registered = plan.subclass === 'UR' || plan.subclass === 'CV' ? 1 : 0
  const hundreds = Math.min(9999, Math.round(weightOf(grossG) / 100))
  return `${dispatch}${String(of.k + 1).padStart(3, '0')}${of.k === plan.receptacles - 1 ? 1 : 0}${registered}${String(hundreds).padStart(4, '0')}`
}

/** Gross weight of a receptacle, rounded to 100 g as its identifier has it. */
export const weightOf = (itemsG: number): number => Math.round((itemsG + TARE_G) / 100) * 100
