/** The files that speak of one dispatch, and when each reaches the office. */
import { isLateFile, ITEMS_A_FILE } from './cargo.ts'
import { Chance } from './chance.ts'
import type { DispatchPlan } from './dispatches.ts'
import { EARLIEST_MS } from './dispatches.ts'
import { canHave, damage, type FileDamage } from './damage.ts'
import { declarations, events, extensionOf, preAdvice, report, type PreAdvice } from './messages.ts'
import type { SimulatedInterchange } from './office.ts'
import { faultAt, INTERCHANGE_RATES } from './rates.ts'
import type { World } from './world.ts'

export interface WrittenFile {
  readonly type: SimulatedInterchange['type']
  readonly extension: string
  readonly bytes: Uint8Array
  readonly faults: readonly string[]
}

export interface Step {
  readonly plan: DispatchPlan
  readonly at: number
  readonly write: () => readonly WrittenFile[]
}

type Written = Pick<WrittenFile, 'type' | 'extension' | 'bytes'>
type Writing = () => Written | null

const MINUTE = 60_000

/** In order of time, at least one. */
export function stepsOf(world: World, plan: DispatchPlan): readonly Step[] {
  const chance = new Chance(world.seed, 'steps', plan.n)
  const steps: Step[] = []
  /** A file, and after a broken one the whole one. */
  const add = (name: string, at: number, writing: Writing, faults: readonly string[] = [], extension = 'edi'): void => {
    const broken = world.faults ? damageOf(world, plan, name, extension) : null
    steps.push({ plan, at, write: () => whole(world, plan, writing, broken, faults) })
    if (broken === 'truncated' || broken === 'not-well-formed') {
      // The partner sends the same document again, as it was meant.
      steps.push({ plan, at: at + chance.integer(12, 50) * MINUTE, write: () => whole(world, plan, writing, null, faults) })
    }
  }

  const files = Math.ceil(plan.items / ITEMS_A_FILE)
  for (let file = 0; file < files; file++) {
    const late = isLateFile(world, plan, file)
    const at = late ? plan.arrivesAt + chance.integer(50, 240) * MINUTE : plan.closedAt - chance.integer(20, 12 * 60) * MINUTE
    const sentAt = Math.max(at, plan.arrivesAt - EARLIEST_MS)
    add(`declarations ${file}`, sentAt, () => declarations(world, plan, sentAt, file), [], extensionOf(plan))
  }

  const advisedAt = plan.closedAt + chance.integer(5, 30) * MINUTE
  const againAt = advisedAt + chance.integer(10, 60) * MINUTE
  const advice =
    (at: number, kind: PreAdvice): Writing =>
    () =>
      preAdvice(world, plan, at, kind)
  switch (plan.fault) {
    case 'no-pre-advice':
      break
    case 'pre-advice-amended':
      add('advice', advisedAt, advice(advisedAt, 'incomplete'), ['superseded'])
      add('advice again', againAt, advice(againAt, 'amended'))
      break
    case 'pre-advice-duplicate':
      steps.push({ plan, at: advisedAt, write: () => whole(world, plan, advice(advisedAt, 'only'), null, []) })
      steps.push({ plan, at: againAt, write: () => whole(world, plan, advice(advisedAt, 'only'), null, ['duplicate']) })
      break
    case 'pre-advice-parallel':
      add('advice', advisedAt, advice(advisedAt, 'only'))
      add('advice parallel', againAt, advice(againAt, 'parallel'))
      break
    default:
      add('advice', advisedAt, advice(advisedAt, 'only'))
  }

  const addEvents = (code: 'EMC' | 'EMD' | 'EDB', at: number): void => add(code, at, () => events(world, plan, at, code))
  addEvents('EMC', plan.departsAt + chance.integer(5, 40) * MINUTE)
  const unloadedAt = plan.arrivesAt + chance.integer(75, 100) * MINUTE
  // Posts do not report every dispatch; where they do not, only scanning tells.
  if (chance.happens(850) || plan.fault === 'no-pre-advice') add('report', unloadedAt, () => report(world, plan, unloadedAt))
  addEvents('EMD', unloadedAt + chance.integer(5, 60) * MINUTE)
  if (chance.happens(300)) addEvents('EDB', unloadedAt + chance.integer(70, 150) * MINUTE)
  return steps.toSorted((a, b) => a.at - b.at)
}

function damageOf(world: World, plan: DispatchPlan, name: string, extension: string): FileDamage | null {
  const how = faultAt(INTERCHANGE_RATES, new Chance(world.seed, 'damage', plan.n, name).next()) as FileDamage | null
  return how !== null && canHave(extension, how) ? how : null
}

function whole(world: World, plan: DispatchPlan, writing: Writing, broken: FileDamage | null, faults: readonly string[]): readonly WrittenFile[] {
  const written = writing()
  if (written === null) return []
  return broken === null ? [{ ...written, faults }] : damage(written, broken, faults, new Chance(world.seed, 'cut', plan.n))
}
