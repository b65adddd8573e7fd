/** The files of all dispatches, in the order in which they reach the office. */
import type { DispatchPlan, Dispatches } from './dispatches.ts'
import { EARLIEST_MS } from './dispatches.ts'
import { stepsOf, type Step } from './steps.ts'

interface UnderWay {
  readonly plan: DispatchPlan
  /** In order of time. */
  readonly steps: readonly Step[]
  next: number
}

export class Schedule {
  readonly #dispatches: Dispatches
  /** A heap: the dispatch whose next file comes first is at 0. */
  readonly #heap: UnderWay[] = []

  constructor(dispatches: Dispatches) {
    this.#dispatches = dispatches
  }

  /** Each file in its time; `begins` with the first of its dispatch. */
  *steps(): Generator<{ readonly step: Step; readonly begins: boolean }, void, void> {
    for (;;) {
      this.#begin()
      const first = this.#heap[0]
      if (first === undefined) return
      const step = first.steps[first.next]
      if (step !== undefined) {
        yield { step, begins: first.next === 0 }
        first.next += 1
      }
      if (first.next >= first.steps.length) this.#drop()
      else this.#sink()
    }
  }

  /** Takes in every dispatch whose first file might come before the next one known. */
  #begin(): void {
    for (;;) {
      const arrival = this.#dispatches.nextArrival
      if (arrival === null) return
      const known = this.#heap[0]
      if (known !== undefined && time(known) < arrival - EARLIEST_MS) return
      const plan = this.#dispatches.next()
      const steps = stepsOf(this.#dispatches.world, plan)
      this.#heap.push({ plan, steps, next: 0 })
      this.#rise()
    }
  }

  #drop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink()
  }

  #rise(): void {
    const heap = this.#heap
    let at = heap.length - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!swapped(heap, above, at)) return
      at = above
    }
  }

  #sink(): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      if (left >= heap.length) return
      const lesser = right < heap.length && comesBefore(heap[right] as UnderWay, heap[left] as UnderWay) ? right : left
      if (!swapped(heap, at, lesser)) return
      at = lesser
    }
  }
}

const time = (one: UnderWay): number => one.steps[one.next]?.at ?? Number.POSITIVE_INFINITY
const comesBefore = (a: UnderWay, b: UnderWay): boolean => (time(a) === time(b) ? a.plan.n < b.plan.n : time(a) < time(b))

/** Puts the earlier of two into the upper place; whether that changed anything. */
function swapped(heap: UnderWay[], upper: number, lower: number): boolean {
  const [a, b] = [heap[upper], heap[lower]]
  if (a === undefined || b === undefined || !comesBefore(b, a)) return false
  heap[upper] = b
  heap[lower] = a
  return true
}
