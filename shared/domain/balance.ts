/**
 * The balance of a period: what customs had, what came, what went, what it has.
 *
 *   opening + presented + reopened = released + refused + detained + destroyed + transferred + written off + closing
 *
 * and, for detained goods, a stock of their own:
 *
 *   opening + detained = released from detention (reopened) + closing
 *
 * Source: the domain's rules, "The shift's balance". It is fed with the stock at the beginning, each move in
 * between and the stock at the end, which the store keeps apart from the moves: so it can fail to balance, and then
 * names the items that break it. Pure: it knows no clock, no store, no language.
 */
import { effectOf } from './custody.ts'
import type { Act, Flow, Stock } from './custody.ts'
import { currencyExponent, decimalText } from './money.ts'

/** What a row of the balance is told apart by. */
export interface Traits {
  readonly class: string | null
  readonly origin: string | null
  readonly lane: string | null
}

export interface StockItem extends Traits {
  readonly case: string
  readonly item: string
  readonly stock: Exclude<Stock, 'none'>
  readonly state: string
  /** Since when it has been in this state, epoch ms. */
  readonly sinceMs: number
}

export interface PeriodMove extends Traits {
  readonly case: string
  readonly item: string
  readonly type: string
  readonly actor: string
  readonly approver: string | null
  readonly flows: readonly Flow[]
  readonly duty: { readonly minor: number; readonly currency: string } | null
  /** Taken back within the period, or takes back something of it: together they moved nothing. */
  readonly cancelled: boolean
}

/** The lines of the balance, in the order of the report. */
export const LINES = [
  'opening',
  'presented',
  'reopened',
  'released',
  'refused',
  'detained',
  'destroyed',
  'transferred',
  'writtenOff',
  'closing',
  'detainedOpening',
  'detainedIn',
  'detainedOut',
  'detainedClosing',
  'onData',
] as const
export type Line = (typeof LINES)[number]
export type Lines = Readonly<Record<Line, number>>

/** Lines that must add up to nothing, and with which sign. */
export const CUSTODY_EQUATION: readonly (readonly [Line, 1 | -1])[] = [
  ['opening', 1],
  ['presented', 1],
  ['reopened', 1],
  ['released', -1],
  ['refused', -1],
  ['detained', -1],
  ['destroyed', -1],
  ['transferred', -1],
  ['writtenOff', -1],
  ['closing', -1],
]
export const DETAINED_EQUATION: readonly (readonly [Line, 1 | -1])[] = [
  ['detainedOpening', 1],
  ['detainedIn', 1],
  ['detainedOut', -1],
  ['detainedClosing', -1],
]

/** The lines that a step counts in. */
export const LINES_OF: Readonly<Record<Flow, readonly Line[]>> = {
  presented: ['presented'],
  reopened: ['reopened'],
  undetained: ['reopened', 'detainedOut'],
  released: ['released'],
  refused: ['refused'],
  detained: ['detained', 'detainedIn'],
  destroyed: ['destroyed'],
  transferred: ['transferred'],
  'written-off': ['writtenOff'],
  'on-data': ['onData'],
}

/** Upper ends of the ages in hours; the last has none. */
export const AGES = ['24', '48', '72', '168', 'more'] as const
export type Age = (typeof AGES)[number]

/** The ends of an age before `at`, epoch ms: an item is in it if `from <= since < to`. */
export function ageRange(age: Age, at: number): { readonly from: number | null; readonly to: number | null } {
  const index = AGES.indexOf(age)
  const hours = (name: Age | undefined): number | null => (name === undefined || name === 'more' ? null : at - Number(name) * 3_600_000)
  return { from: hours(age), to: index === 0 ? null : hours(AGES[index - 1]) }
}

export const GROUPINGS = ['class', 'origin', 'lane'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface DutySum {
  readonly currency: string
  /** Decimal text; negative where more was taken back than assessed. */
  readonly amount: string
}

export interface Group {
  readonly key: string | null
  readonly lines: Lines
  readonly duty: readonly DutySum[]
}

/** What the report counts of an officer's work. */
export const OFFICER_COUNTS = ['presented', 'examined', 'held', 'released', 'refused', 'detained', 'closedOtherwise', 'reopened', 'approved'] as const
export type OfficerCount = (typeof OFFICER_COUNTS)[number]
const COUNTED_AS: Partial<Record<string, OfficerCount>> = {
  presented: 'presented',
  examined: 'examined',
  held: 'held',
  'information-requested': 'held',
  released: 'released',
  'released-with-duty': 'released',
  refused: 'refused',
  detained: 'detained',
  destroyed: 'closedOtherwise',
  transferred: 'closedOtherwise',
  reopened: 'reopened',
} satisfies Partial<Record<Act, OfficerCount>>
/** The events behind a count of an officer's; `approved` is told by the approver, whatever was decided. */
export const actsOf = (count: OfficerCount): readonly string[] => Object.keys(COUNTED_AS).filter((type) => COUNTED_AS[type] === count)

export interface OfficerWork {
  readonly officer: string
  readonly counts: Readonly<Record<OfficerCount, number>>
}

/** An item that came or went without the stocks saying so: what is missing (negative) or in excess in each. */
export interface Breaker {
  readonly item: string
  readonly case: string
  readonly custody: number
  readonly detained: number
}

export interface Balance {
  readonly lines: Lines
  readonly duty: readonly DutySum[]
  readonly groups: Readonly<Record<Grouping, readonly Group[]>>
  /** What is in custody at the end, by state: presented, under-examination, held. */
  readonly states: Readonly<Record<string, number>>
  /** Of what is held at the end. */
  readonly ageing: readonly { readonly age: Age; readonly held: number; readonly custody: number }[]
  readonly officers: readonly OfficerWork[]
  readonly balanced: boolean
  /** The first hundred. */
  readonly breakers: readonly Breaker[]
  readonly breakersInAll: number
}

const MOST_BREAKERS = 100
type Counting = Record<Line, number>
const none = (): Counting => Object.fromEntries(LINES.map((line) => [line, 0])) as Counting

interface Sums {
  readonly lines: Counting
  readonly duty: Map<string, number>
}

/**
 * Gathers a balance item by item, so that a store may feed it as it reads. Any order within each of the three
 * parts gives the same balance.
 */
export class BalanceSheet {
  readonly #all: Sums = { lines: none(), duty: new Map() }
  readonly #groups: Record<Grouping, Map<string | null, Sums>> = { class: new Map(), origin: new Map(), lane: new Map() }
  /** Case → what it should have left in either stock. */
  readonly #left = new Map<string, { readonly item: string; custody: number; detained: number }>()
  readonly #states: Record<string, number> = { presented: 0, 'under-examination': 0, held: 0 }
  readonly #ages = new Map<Age, { held: number; custody: number }>(AGES.map((age) => [age, { held: 0, custody: 0 }]))
  readonly #officers = new Map<string, Record<OfficerCount, number>>()
  readonly #endMs: number

  /** @param endMs the end of the period, from which ages are counted */
  constructor(endMs: number) {
    this.#endMs = endMs
  }

  opening(item: StockItem): void {
    this.#count(item, item.stock === 'custody' ? 'opening' : 'detainedOpening')
    this.#shift(item, item.stock === 'custody' ? 1 : 0, item.stock === 'custody' ? 0 : 1)
  }

  move(move: PeriodMove): void {
    if (move.duty !== null) for (const sums of this.#sumsOf(move)) sums.duty.set(move.duty.currency, (sums.duty.get(move.duty.currency) ?? 0) + move.duty.minor)
    if (move.cancelled) return
    for (const flow of move.flows) {
      for (const line of LINES_OF[flow]) this.#count(move, line)
      const [custody, detained] = effectOf(flow)
      this.#shift(move, custody, detained)
    }
    const counted = COUNTED_AS[move.type]
    if (counted !== undefined) this.#work(move.actor)[counted] += 1
    if (move.approver !== null) this.#work(move.approver).approved += 1
  }

  closing(item: StockItem): void {
    const custody = item.stock === 'custody'
    this.#count(item, custody ? 'closing' : 'detainedClosing')
    this.#shift(item, custody ? -1 : 0, custody ? 0 : -1)
    if (!custody) return
    this.#states[item.state] = (this.#states[item.state] ?? 0) + 1
    const hours = (this.#endMs - item.sinceMs) / 3_600_000
    const age = this.#ages.get(AGES.find((one) => one === 'more' || hours <= Number(one)) ?? 'more')
    if (age === undefined) return
    age.custody += 1
    if (item.state === 'held') age.held += 1
  }

  result(): Balance {
    const breakers = [...this.#left].flatMap(([id, { item, custody, detained }]) => (custody === 0 && detained === 0 ? [] : [{ item, case: id, custody, detained }]))
    const grouped = (by: Grouping): Group[] =>
      [...this.#groups[by]].map(([key, sums]) => ({ key, lines: { ...sums.lines }, duty: dutyOf(sums) })).toSorted((a, b) => compareKeys(a.key, b.key))
    const lines = { ...this.#all.lines }
    const adds = (equation: typeof CUSTODY_EQUATION): boolean => equation.reduce((sum, [line, sign]) => sum + sign * lines[line], 0) === 0
    return {
      lines,
      duty: dutyOf(this.#all),
      groups: { class: grouped('class'), origin: grouped('origin'), lane: grouped('lane') },
      states: { ...this.#states },
      ageing: AGES.map((age) => ({ age, held: 0, custody: 0, ...this.#ages.get(age) })),
      officers: [...this.#officers].map(([officer, counts]) => ({ officer, counts: { ...counts } })).toSorted((a, b) => compareKeys(a.officer, b.officer)),
      balanced: breakers.length === 0 && adds(CUSTODY_EQUATION) && adds(DETAINED_EQUATION),
      breakers: breakers.toSorted((a, b) => compareKeys(a.case, b.case)).slice(0, MOST_BREAKERS),
      breakersInAll: breakers.length,
    }
  }

  #sumsOf(traits: Traits): readonly Sums[] {
    return [
      this.#all,
      ...GROUPINGS.map((by) => {
        const groups = this.#groups[by]
        const key = traits[by]
        let sums = groups.get(key)
        if (sums === undefined) groups.set(key, (sums = { lines: none(), duty: new Map() }))
        return sums
      }),
    ]
  }

  #count(traits: Traits, line: Line): void {
    for (const sums of this.#sumsOf(traits)) sums.lines[line] += 1
  }

  #shift(one: { readonly case: string; readonly item: string }, custody: number, detained: number): void {
    if (custody === 0 && detained === 0) return
    const left = this.#left.get(one.case)
    if (left === undefined) this.#left.set(one.case, { item: one.item, custody, detained })
    else {
      left.custody += custody
      left.detained += detained
    }
  }

  #work(officer: string): Record<OfficerCount, number> {
    let counts = this.#officers.get(officer)
    if (counts === undefined) {
      counts = Object.fromEntries(OFFICER_COUNTS.map((count) => [count, 0])) as Record<OfficerCount, number>
      this.#officers.set(officer, counts)
    }
    return counts
  }
}

const dutyOf = ({ duty }: Sums): DutySum[] =>
  [...duty]
    .filter(([, minor]) => minor !== 0)
    .map(([currency, minor]) => ({ currency, amount: decimalText(minor, currencyExponent(currency)) }))
    .toSorted((a, b) => compareKeys(a.currency, b.currency))

/** What has no class or origin comes last. */
function compareKeys(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
