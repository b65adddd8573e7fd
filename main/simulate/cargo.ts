/** A dispatch with its receptacles' identifiers, and the way of each of its items: announced, declared, found where. */
import { Chance } from './chance.ts'
import type { DispatchPlan } from './dispatches.ts'
import { itemAt, namedAt, type NamedItem, type SimulatedItem } from './item.ts'
import { perMilleOf } from './rates.ts'
import { receptacleAt, receptacleId, receptacleOf, weightOf, type ReceptaclePlan } from './receptacles.ts'
import type { World } from './world.ts'

/** Items that one file of declarations has. */
export const ITEMS_A_FILE = 250

export interface Receptacle {
  readonly plan: ReceptaclePlan
  readonly id: string
  /** Gross weight as announced. */
  readonly weightG: number
}

export interface Way {
  readonly home: Receptacle
  /** Where it really lies; `null`: nowhere here. */
  readonly there: Receptacle | null
  readonly announced: boolean
  readonly declared: boolean
}

export class Cargo {
  readonly world: World
  readonly dispatch: DispatchPlan
  readonly receptacles: readonly Receptacle[]

  constructor(world: World, dispatch: DispatchPlan) {
    this.world = world
    this.dispatch = dispatch
    this.receptacles = Array.from({ length: dispatch.receptacles }, (_, k) => {
      const plan = receptacleAt(world, dispatch, k)
      let grossG = 0
      for (let j = plan.from; j < plan.to; j++) grossG += itemAt(world, dispatch, j).grossG
      return { plan, id: receptacleId(world, dispatch, plan, grossG), weightG: weightOf(grossG) }
    })
  }

  *items(from = 0, to = this.dispatch.items): Generator<{ readonly j: number; readonly item: SimulatedItem }, void, void> {
    for (let j = from; j < to; j++) yield { j, item: itemAt(this.world, this.dispatch, j) }
  }

  /** The same without what is in them, which is most of the work. */
  *named(from = 0, to = this.dispatch.items): Generator<{ readonly j: number; readonly item: NamedItem }, void, void> {
    for (let j = from; j < to; j++) yield { j, item: namedAt(this.world, this.dispatch, j) }
  }

  wayOf(j: number, { fate }: NamedItem): Way {
    const k = receptacleOf(this.dispatch, j)
    const home = this.receptacles[k] as Receptacle
    const strange = fate === 'item-never-announced' || fate === 'item-turned-up-again'
    const lies = fate === 'item-in-other-receptacle' ? (this.receptacles[(k + 1) % this.receptacles.length] ?? home) : home
    return {
      home,
      there: fate === 'item-missing' || lies.plan.opensAt === null ? null : lies,
      announced: home.plan.announced && !strange,
      declared: !strange && fate !== 'item-without-advance-data',
    }
  }

  /** Whether the file that declares item `j` comes after the item. */
  isLate(j: number): boolean {
    return isLateFile(this.world, this.dispatch, Math.floor(j / ITEMS_A_FILE))
  }
}

export function isLateFile(world: World, plan: DispatchPlan, file: number): boolean {
  return world.faults && new Chance(world.seed, 'late', plan.n, file).happens(perMilleOf('declaration-late'))
}

/** The cargo of a dispatch under way is kept as long as the dispatch is. */
const kept = new WeakMap<DispatchPlan, Cargo>()
export function cargoOf(world: World, plan: DispatchPlan): Cargo {
  let cargo = kept.get(plan)
  if (cargo === undefined) kept.set(plan, (cargo = new Cargo(world, plan)))
  return cargo
}
