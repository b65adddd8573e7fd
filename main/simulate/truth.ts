/** The truth about a dispatch: the dispatch, its receptacles, its items. */
import { cargoOf, type Cargo } from './cargo.ts'
import type { DispatchPlan } from './dispatches.ts'
import type { SimulatedItem } from './item.ts'
import type { RightDecision, TruthOfItem, TruthOfDispatch, TruthOfReceptacle } from './office.ts'
import type { World } from './world.ts'

export function* truthOfDispatch(world: World, plan: DispatchPlan): Generator<TruthOfItem | TruthOfDispatch | TruthOfReceptacle, void, void> {
  const cargo = cargoOf(world, plan)
  yield {
    kind: 'truth-of-dispatch',
    dispatch: plan.dispatch,
    arrivesAt: plan.arrivesAt,
    receptacles: plan.receptacles,
    items: plan.items,
    faults: plan.fault === null ? [] : [plan.fault],
  }
  for (const { plan: of, id } of cargo.receptacles) {
    yield {
      kind: 'truth-of-receptacle',
      receptacle: id,
      dispatch: plan.dispatch,
      announced: of.announced,
      arrivesAt: of.opensAt,
      items: of.to - of.from,
      faults: of.fault === null ? [] : [of.fault],
    }
  }
  for (const one of cargo.items()) yield truthOfItem(plan, cargo, one.j, one.item)
}

function truthOfItem(plan: DispatchPlan, cargo: Cargo, j: number, item: SimulatedItem): TruthOfItem {
  const way = cargo.wayOf(j, item)
  const late = way.declared && cargo.isLate(j)
  const faults = [
    ...(item.fate === null ? [] : [item.fate]),
    ...(way.home.plan.fault === null ? [] : [way.home.plan.fault]),
    ...(plan.fault === 'no-pre-advice' ? [plan.fault] : []),
    ...(way.declared ? item.faults : []),
    ...(late ? ['declaration-late'] : []),
  ]
  const [right, ends] = decisions(item, way.there === null, way.declared)
  return {
    kind: 'truth',
    item: item.item,
    dispatch: way.announced ? plan.dispatch : null,
    receptacle: way.announced ? way.home.id : null,
    foundIn: way.there?.id ?? null,
    announced: way.announced,
    declared: way.declared,
    contents: item.contents,
    faults,
    risk: item.risk,
    signs: way.declared ? item.signs : ['no-data'],
    right,
    ends,
    arrivesAt: way.there?.plan.opensAt ?? null,
  }
}

function decisions(item: SimulatedItem, missing: boolean, declared: boolean): readonly [RightDecision, RightDecision] {
  if (missing) return ['none', 'none']
  if (item.fate === 'item-missent') return ['transfer', 'transfer']
  if (item.fate === 'item-turned-up-again' || item.fate === 'item-never-announced') return ['examine', item.ends]
  if (!declared) return ['hold', item.ends]
  return [item.right, item.ends]
}
