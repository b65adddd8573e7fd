/**
 * Which items customs has in its custody, and how each came and went: folded from the events of one case.
 *
 * Source: the domain's rules, "The shift's balance". Stock is what customs holds physically: presented, under
 * examination, held. Detained goods are a stock of their own. An item that was held or detained on data, before it
 * came, is in neither until it is here. Every change is taken apart into steps that pass through custody:
 *
 *            presented · reopened                        detained
 *    (none) ─────────────────────►  custody  ◄──────────────────────►  detained
 *            ◄─────────────────────            undetained
 *     released · refused · destroyed · transferred · written-off
 *
 * so that both stocks balance item by item. `on-data` is a decision on what customs never had; it moves nothing.
 *
 * Time: a case's moves are in the order of the ledger, and none is before the one it follows. A command that comes
 * late (given offline) for a case that went on meanwhile takes effect when it could, never in between.
 */
import { evolve, isClosed, NO_CASE } from './case.ts'
import type { Case } from './case.ts'
import type { CaseState } from './codes.ts'
import type { LedgerEvent } from '../ledger/types.ts'
import { parseMoney } from './money.ts'

export type Stock = 'none' | 'custody' | 'detained'

export const FLOWS = ['presented', 'reopened', 'released', 'refused', 'destroyed', 'transferred', 'written-off', 'detained', 'undetained', 'on-data'] as const
export type Flow = (typeof FLOWS)[number]

/** Events that are work of an officer, whether or not they move the stock. */
export const ACTS = [
  'presented',
  'examination-ordered',
  'examined',
  'held',
  'information-requested',
  'released',
  'released-with-duty',
  'refused',
  'detained',
  'destroyed',
  'transferred',
  'reopened',
] as const
export type Act = (typeof ACTS)[number]

export interface CaseMove {
  readonly seq: number
  /** When it took effect, epoch ms. */
  readonly ms: number
  readonly type: string
  readonly command: string
  readonly actor: string
  /** The second person, where there was one. */
  readonly approver: string | null
  readonly state: CaseState
  /** The steps between the stocks: none, one, or two where custody was passed through. */
  readonly flows: readonly Flow[]
  /** Duty assessed by it, or taken back (negative), in minor units. */
  readonly duty: { readonly minor: number; readonly currency: string } | null
  /** The event that took it back exactly, and when. */
  readonly undone: { readonly seq: number; readonly ms: number } | null
  /** When that happened which this takes back exactly. */
  readonly undoes: number | null
}

/** An unbroken time in one state of one stock. */
export interface Stay {
  readonly stock: Exclude<Stock, 'none'>
  readonly state: CaseState
  readonly fromSeq: number
  readonly fromMs: number
  /** Since when it has been in this stock, whatever its states. */
  readonly stockMs: number
  readonly toSeq: number | null
  readonly toMs: number | null
}

export interface Custody {
  readonly moves: readonly CaseMove[]
  readonly stays: readonly Stay[]
}

type CustodyEvent = Pick<LedgerEvent, 'seq' | 'command' | 'case' | 'subject' | 'type' | 'v' | 'at' | 'actor' | 'data'>

/**
 * @param events of one item's case, in the ledger's order
 * @param knownHere whether the desk knew, when it gave the command of an event, that the item was here: the post's word
 */
export function custodyOf(events: readonly CustodyEvent[], knownHere: (event: CustodyEvent) => boolean): Custody {
  const moves: CaseMove[] = []
  const stays: Stay[] = []
  let current: Case = NO_CASE
  let stock: Stock = 'none'
  let here = false
  let ms = Number.NEGATIVE_INFINITY
  for (const event of events) {
    const before = current
    current = evolve(before, event)
    const undoing = event.type === 'undone' && current.steps.length < before.steps.length ? (before.steps.at(-1)?.command ?? null) : null
    ms = Math.max(ms, event.at)
    // Asked only where it decides: the facts of a command lie in its body.
    if (!here && (current.state === 'held' || current.state === 'detained') && current.arrivedAt === null && current.presentedAt === null) here = knownHere(event)
    const after = stockOf(current, here)
    const flows = flowsOf(stock, after, event.type, before, current)
    const undone = undoing === null ? [] : moves.filter((move) => move.command === undoing && move.undone === null)
    const takesBack = undone.length > 0 && exactly(undone, flows)
    if (takesBack) for (const move of undone) moves[moves.indexOf(move)] = { ...move, undone: { seq: event.seq, ms } }
    const duty = dutyChange(before, current)
    if (flows.length > 0 || duty !== null || current.state !== before.state || (ACTS as readonly string[]).includes(event.type)) {
      moves.push({
        seq: event.seq,
        ms,
        type: event.type,
        command: event.command,
        actor: textIn(event, 'officer') ?? event.actor,
        approver: textIn(event, 'approver'),
        state: current.state,
        flows,
        duty,
        undone: null,
        undoes: takesBack ? Math.min(...undone.map((move) => move.ms)) : null,
      })
    }
    moveTo(stays, stock, after, before.state, current.state, event.seq, ms)
    stock = after
  }
  return { moves, stays }
}

function stockOf({ state, arrivedAt, presentedAt }: Case, here: boolean): Stock {
  if (state === 'presented' || state === 'under-examination') return 'custody'
  if (state !== 'held' && state !== 'detained') return 'none'
  if (arrivedAt === null && presentedAt === null && !here) return 'none'
  return state === 'held' ? 'custody' : 'detained'
}

const OUT: Partial<Record<CaseState, Flow>> = { released: 'released', refused: 'refused', destroyed: 'destroyed', transferred: 'transferred' }

function flowsOf(from: Stock, to: Stock, type: string, before: Case, after: Case): readonly Flow[] {
  if (from === to) {
    const decided = isClosed(after.state) && !isClosed(before.state) && from === 'none' && type !== 'undone'
    return decided ? ['on-data'] : []
  }
  const flows: Flow[] = []
  if (from === 'none') flows.push(type === 'reopened' || type === 'undone' ? 'reopened' : 'presented')
  if (from === 'detained') flows.push('undetained')
  if (to === 'detained') flows.push('detained')
  if (to === 'none') flows.push(OUT[after.state] ?? 'written-off')
  return flows
}

const SIGN: Readonly<Record<Flow, readonly [custody: number, detained: number]>> = {
  presented: [1, 0],
  reopened: [1, 0],
  released: [-1, 0],
  refused: [-1, 0],
  destroyed: [-1, 0],
  transferred: [-1, 0],
  'written-off': [-1, 0],
  detained: [-1, 1],
  undetained: [1, -1],
  'on-data': [0, 0],
}
/** What a step adds to either stock. */
export const effectOf = (flow: Flow): readonly [custody: number, detained: number] => SIGN[flow]

/** Whether steps taken back leave both stocks as they were before; else they stand, and the way back is a move like others. */
function exactly(undone: readonly CaseMove[], back: readonly Flow[]): boolean {
  const sum = (flows: readonly Flow[], at: 0 | 1): number => flows.reduce((total, flow) => total + SIGN[flow][at], 0)
  const all = [...undone.flatMap((move) => move.flows), ...back]
  return sum(all, 0) === 0 && sum(all, 1) === 0
}

/** Duty stands while the case is closed by the decision that assessed it. */
function dutyChange(before: Case, after: Case): CaseMove['duty'] {
  const was = standingDuty(before)
  const is = standingDuty(after)
  if (was === is) return null
  if (is !== null) return is
  return was === null ? null : { minor: -was.minor, currency: was.currency }
}

function standingDuty({ state, decision }: Case): { readonly minor: number; readonly currency: string } | null {
  if (state !== 'released' || decision?.duty === null || decision === null) return null
  const { minor, currency } = parseMoney(decision.duty.amount, decision.duty.currency, 'point')
  return minor === null || currency === null || minor === 0 ? null : { minor, currency }
}

function moveTo(stays: Stay[], from: Stock, to: Stock, stateBefore: CaseState, stateAfter: CaseState, seq: number, ms: number): void {
  if (from === to && (to === 'none' || stateBefore === stateAfter)) return
  const last = stays.at(-1)
  if (from !== 'none' && last !== undefined && last.toSeq === null) stays[stays.length - 1] = { ...last, toSeq: seq, toMs: ms }
  if (to === 'none') return
  stays.push({ stock: to, state: stateAfter, fromSeq: seq, fromMs: ms, stockMs: from === to && last !== undefined ? last.stockMs : ms, toSeq: null, toMs: null })
}

const textIn = (event: CustodyEvent, key: string): string | null => {
  const value = event.data[key]
  return typeof value === 'string' ? value : null
}
