/**
 * How far a dispatch or a receptacle has come, from counters that the projection keeps: one counter for each
 * combination that its items stand in, so that every figure of the board is a sum of a few dozen numbers.
 *
 *   dispatch-tally, receptacle-tally:  ID|state|targeted|declared|seen|strange
 *   receptacle-elsewhere:              ID       announced here, found in another receptacle
 *   dispatch-receptacles:              ID|status|twice
 *   dispatches:                        status
 *
 * An item is *strange* to where it is when no announcement in force puts it there.
 */
import { CASE_STATES, type DispatchStatus, type ReceptacleStatus, RECEPTACLE_STATUSES } from '../../shared/domain/codes.ts'

export const TALLIES = { dispatch: 'dispatch-tally', receptacle: 'receptacle-tally' } as const
export const ELSEWHERE = 'receptacle-elsewhere'
export const RECEPTACLES_OF = 'dispatch-receptacles'
export const DISPATCHES = 'dispatches'

interface Countable {
  readonly state: number
  readonly targeted: number
  readonly declaration: number | null
  readonly seen: number
  readonly receptacle: string | null
  readonly advised: string | null
}
export interface Part {
  readonly state: number
  readonly targeted: number
  readonly declared: number
  readonly seen: number
  readonly strange: number
  readonly n: number
}

export const partKey = (id: string, row: Countable): string =>
  `${id}|${row.state}|${row.targeted}|${row.declaration === null ? 0 : 1}|${row.seen}|${row.receptacle === row.advised ? 0 : 1}`

/** The keys of one identifier lie between these: `}` follows `|`. */
export const keyRange = (id: string): readonly [string, string] => [`${id}|`, `${id}}`]

const PART = /^(\d+)\|([01])\|([01])\|([01])\|([01])$/
/** @param rows of one identifier's range; those of an identifier that merely begins with it are left out */
export function partsOf(id: string, rows: readonly { readonly key: string; readonly n: number }[]): Part[] {
  return rows.flatMap(({ key, n }) => {
    const match = PART.exec(key.slice(id.length + 1))
    if (match === null) return []
    const [state = 0, targeted = 0, declared = 0, seen = 0, strange = 0] = match.slice(1).map(Number)
    return [{ state, targeted, declared, seen, strange, n }]
  })
}

const at = (state: (typeof CASE_STATES)[number]): number => CASE_STATES.indexOf(state)
const WITHDRAWN = at('withdrawn')
const STAGES = {
  expected: [at('expected')],
  arrived: [at('arrived')],
  presented: [at('presented'), at('under-examination')],
  held: [at('held')],
  released: [at('released')],
  /** Refused, detained, destroyed, transferred: closed, and not on its way to the addressee. */
  stopped: [at('refused'), at('detained'), at('destroyed'), at('transferred')],
} as const satisfies Record<string, readonly number[]>
type Stage = keyof typeof STAGES

/** Items by how far they have come; withdrawn ones are counted nowhere but in `withdrawn`. */
export type Progress = Readonly<
  Record<Stage, number> & {
    items: number
    withdrawn: number
    declared: number
    targeted: number
    /** Targeted, not presented. */
    toPresent: number
    seen: number
    missing: number
    excess: number
  }
>

export function progressOf(parts: readonly Part[]): Progress {
  const sum = (passes: (part: Part) => boolean): number => parts.reduce((total, part) => total + (passes(part) ? part.n : 0), 0)
  const here = (passes: (part: Part) => boolean): number => sum((part) => part.state !== WITHDRAWN && passes(part))
  const stage = (name: Stage): number => sum((part) => (STAGES[name] as readonly number[]).includes(part.state))
  return {
    items: here(() => true),
    withdrawn: sum((part) => part.state === WITHDRAWN),
    declared: here((part) => part.declared === 1),
    targeted: here((part) => part.targeted === 1),
    toPresent: sum((part) => part.targeted === 1 && (part.state === at('expected') || part.state === at('arrived'))),
    expected: stage('expected'),
    arrived: stage('arrived'),
    presented: stage('presented'),
    held: stage('held'),
    released: stage('released'),
    stopped: stage('stopped'),
    seen: here((part) => part.seen === 1),
    missing: here((part) => part.seen === 0),
    excess: here((part) => part.seen === 1 && part.strange === 1),
  }
}

export type ReceptacleCounts = Readonly<Record<ReceptacleStatus | 'twice', number>>

export const receptacleKey = (dispatch: string, status: string, twice: boolean): string => `${dispatch}|${status}|${twice ? 1 : 0}`

export function receptaclesOf(id: string, rows: readonly { readonly key: string; readonly n: number }[]): ReceptacleCounts {
  const counts: Record<ReceptacleStatus | 'twice', number> = { announced: 0, received: 0, missing: 0, excess: 0, damaged: 0, cancelled: 0, twice: 0 }
  for (const { key, n } of rows) {
    const [name, twice, more] = key.slice(id.length + 1).split('|')
    const status = RECEPTACLE_STATUSES.find((one) => one === name)
    if (status === undefined || more !== undefined) continue
    counts[status] += n
    if (twice === '1') counts.twice += n
  }
  return counts
}

interface Announced {
  readonly announced: number
  readonly cancelled: number
  readonly arrived: number
}

/** What has happened to its items counts before what was announced of it. */
export function dispatchStatus(stored: Announced, { items, expected, arrived, presented, held, released, stopped }: Progress, bags: ReceptacleCounts): DispatchStatus {
  if (items > 0 && expected + arrived + presented + held === 0) return 'done'
  if (presented + held + released + stopped > 0) return 'in-work'
  if (stored.arrived === 1 || arrived > 0 || bags.received + bags.excess + bags.damaged > 0) return 'arrived'
  if (stored.cancelled === 1) return 'cancelled'
  return stored.announced === 1 ? 'announced' : 'not-announced'
}
