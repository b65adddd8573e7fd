/**
 * The shifts of an office, folded from the ledger events of `@shift/<id>` subjects.
 *
 *   (none) ── shift-open ──► open ── shift-close (a supervisor) ──► closed, for good
 *
 * One shift at a time is open at each post (a table, a counter); an office that has one post calls it `main`.
 * A closed shift never changes. What comes to light later (a command that was given offline before the close and
 * arrived after it) stands in its report as a correction: the report tells apart what was known at the close
 * (`known`, an event number) from what is known now.
 */
import { checkArgs } from './command-args.ts'
import { isRejection, reject } from './case/rejections.ts'
import type { LedgerCommand, LedgerEvent, NewEvent, Rejection } from '../ledger/types.ts'
import { z } from '../zod.ts'

/** What people counted: pieces in custody, and detained goods, which are a stock of their own. */
export interface StockCount {
  readonly custody: number
  readonly detained: number
}

export interface OpenShift {
  readonly id: string
  readonly post: string
  readonly openedBy: string
  /** Epoch ms. */
  readonly openedAt: number
  readonly openedSeq: number
  /** Whether somebody counted the stock or took over what the ledger says. */
  readonly basis: 'counted' | 'carried'
  readonly counted: StockCount | null
  /** What the desk's ledger said when the shift was opened. */
  readonly computed: StockCount | null
  readonly note: string | null
}

export interface ClosedShift extends OpenShift {
  readonly closedBy: string
  /** The moment up to which the shift was balanced, epoch ms. */
  readonly closedAt: number
  readonly closedSeq: number
  /** The last event that the desk of the supervisor knew when the balance was drawn. */
  readonly known: number
  readonly closingCount: StockCount | null
  /** The totals as they were signed, line by line. */
  readonly signed: Readonly<Record<string, number>>
  readonly closingNote: string | null
}

export interface Shifts {
  /** Post → its open shift. */
  readonly open: Readonly<Record<string, OpenShift>>
  /** Post → its last closed shift: what the next one carries over. */
  readonly last: Readonly<Record<string, ClosedShift>>
}
export const NO_SHIFTS: Shifts = { open: {}, last: {} }

/** The post of an office that has only one. */
export const MAIN_POST = 'main'

const SUBJECT = '@shift/'
export const shiftSubject = (id: string): string => SUBJECT + id

const amount = z.int().min(0).max(10_000_000)
const count = z.strictObject({ custody: amount, detained: amount }).nullable()
const text = z.string().max(4000).optional()

const ARGS = {
  'shift-open': z.strictObject({
    text,
    post: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
      .default(MAIN_POST),
    basis: z.enum(['counted', 'carried']),
    counted: count.default(null),
    computed: count.default(null),
  }),
  'shift-close': z.strictObject({
    text,
    to: z.int().min(0),
    known: z.int().min(0),
    counted: count.default(null),
    signed: z.record(z.string().max(40), z.int()),
  }),
} as const
export type ShiftCommandName = keyof typeof ARGS
export const SHIFT_EVENTS: readonly string[] = ['shift-opened', 'shift-closed']

export const isShiftCommand = (name: string): name is ShiftCommandName => Object.hasOwn(ARGS, name)

type ShiftCommand = Pick<LedgerCommand, 'name' | 'subject' | 'actor' | 'roles' | 'at' | 'args'>

/**
 * Decides a command on a shift. Officers and supervisors open; only a supervisor closes.
 *
 * @returns the event, or a rejection: `role` · `subject` · `args` · `shift-open` · `shift-not-open`
 */
export function decideShift(shifts: Shifts, command: ShiftCommand): { readonly events: readonly NewEvent[] } | Rejection {
  const { name, subject } = command
  if (!isShiftCommand(name)) return reject('unknown-command', { name })
  const id = subject.startsWith(SUBJECT) ? subject.slice(SUBJECT.length) : ''
  if (!/^[A-Za-z0-9._-]{1,60}$/.test(id)) return reject('subject', { subject })
  if (command.actor.startsWith('@')) return reject('role', { name })
  const { roles } = command
  if (!(roles.includes('supervisor') || (name === 'shift-open' && roles.includes('officer')))) return reject('role', { name })
  return name === 'shift-open' ? opening(shifts, id, command) : closing(shifts, id, command)
}

function opening(shifts: Shifts, id: string, command: ShiftCommand): { readonly events: readonly NewEvent[] } | Rejection {
  const checked = checkArgs(ARGS['shift-open'], command.args)
  if (isRejection(checked)) return checked
  const { post, basis, counted } = checked.args
  const there = Object.hasOwn(shifts.open, post) ? shifts.open[post] : undefined
  if (there !== undefined) return reject('shift-open', { actor: there.openedBy })
  if (basis === 'counted' && counted === null) return reject('args', { key: 'counted', problem: 'missing' })
  // A shift's number is used once: its closed namesake would else be opened anew and change.
  if (Object.values(shifts.last).some((one) => one.id === id)) return reject('shift-not-open')
  return { events: [event('shift-opened', checked.args)] }
}

function closing(shifts: Shifts, id: string, command: ShiftCommand): { readonly events: readonly NewEvent[] } | Rejection {
  const checked = checkArgs(ARGS['shift-close'], command.args)
  if (isRejection(checked)) return checked
  const open = openShift(shifts, id)
  if (open === null) return reject('shift-not-open')
  const { to } = checked.args
  if (to < open.openedAt || to > command.at) return reject('args', { key: 'to', problem: 'invalid' })
  return { events: [event('shift-closed', checked.args)] }
}

const event = (type: string, args: Readonly<Record<string, unknown>>): NewEvent => ({
  type,
  v: 1,
  data: Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)),
})

/** The open shift of this number; `null` where it is closed or was never opened. */
export const openShift = (shifts: Shifts, id: string): OpenShift | null => Object.values(shifts.open).find((one) => one.id === id) ?? null

type ShiftEvent = Pick<LedgerEvent, 'seq' | 'subject' | 'type' | 'v' | 'at' | 'actor' | 'data'>

/** The shift that an event opened. Total: what cannot be read is absent. */
export function openedShift({ seq, subject, at, actor, data }: ShiftEvent): OpenShift {
  return {
    id: subject.slice(SUBJECT.length),
    post: textIn(data, 'post') ?? MAIN_POST,
    openedBy: actor,
    openedAt: at,
    openedSeq: seq,
    basis: data['basis'] === 'counted' ? 'counted' : 'carried',
    counted: countIn(data['counted']),
    computed: countIn(data['computed']),
    note: textIn(data, 'text'),
  }
}

/** An open shift after the event that closed it. */
export function closedShift(open: OpenShift, { seq, at, actor, data }: ShiftEvent): ClosedShift {
  const signed = data['signed']
  return {
    ...open,
    closedBy: actor,
    closedAt: numberIn(data, 'to') ?? at,
    closedSeq: seq,
    known: numberIn(data, 'known') ?? seq,
    closingCount: countIn(data['counted']),
    signed: typeof signed === 'object' && signed !== null ? (Object.fromEntries(Object.entries(signed).filter(([, n]) => typeof n === 'number')) as Record<string, number>) : {},
    closingNote: textIn(data, 'text'),
  }
}

/** The shifts after one more event of a shift. */
export function evolveShifts(shifts: Shifts, event: ShiftEvent): Shifts {
  if (event.type === 'shift-opened') {
    const opened = openedShift(event)
    return { ...shifts, open: { ...shifts.open, [opened.post]: opened } }
  }
  const open = openShift(shifts, event.subject.slice(SUBJECT.length))
  if (event.type !== 'shift-closed' || open === null) return shifts
  return {
    open: Object.fromEntries(Object.entries(shifts.open).filter(([, one]) => one !== open)),
    last: { ...shifts.last, [open.post]: closedShift(open, event) },
  }
}

function textIn(data: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = data[key]
  return typeof value === 'string' && value !== '' ? value : null
}

function numberIn(data: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = data[key]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

function countIn(value: unknown): StockCount | null {
  if (typeof value !== 'object' || value === null) return null
  const { custody, detained } = value as { custody?: unknown; detained?: unknown }
  return typeof custody === 'number' && typeof detained === 'number' ? { custody, detained } : null
}
