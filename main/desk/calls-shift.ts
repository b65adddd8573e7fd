/** Shifts and their reports. What is decided about a shift is a ledger command like any other. */
import type { Output, ParsedInput } from '../../shared/contract.ts'
import type { ShiftReport, ShiftRow } from '../../shared/contract/shift.ts'
import { LINES } from '../../shared/domain/balance.ts'
import type { Balance, Lines } from '../../shared/domain/balance.ts'
import { settingsOf } from '../../shared/domain/settings.ts'
import { MAIN_POST, shiftSubject } from '../../shared/domain/shift.ts'
import type { ClosedShift, OpenShift } from '../../shared/domain/shift.ts'
import { english } from '../../shared/i18n/say.ts'
import { reportFile } from '../reports/shift-files.ts'
import { tablesOf } from '../store/writing/rule-set.ts'
import { uuidv7 } from '../store/writing/uuid.ts'
import { administer } from './calls-administration.ts'
import type { CallContext, Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'

type Which = Pick<ParsedInput<'shift.report'>, 'shift' | 'from' | 'to'>

export const shiftCalls: Handlers<'shift.state' | 'shift.list' | 'shift.open' | 'shift.close' | 'shift.report' | 'report.file'> = {
  async 'shift.state'({ engine }) {
    const { open, last } = engine().office().shifts
    const stock = await engine().reader.call('stock', { now: Date.now() })
    return { open: rowOf(open[MAIN_POST]), last: rowOf(last[MAIN_POST]), stock }
  },
  async 'shift.list'({ engine }, input) {
    const { shifts, next } = await engine().reader.call('shifts', input)
    return { rows: shifts.map(shiftRow), next }
  },
  async 'shift.open'(context, { counted, text }) {
    const engine = context.engine()
    const now = Date.now()
    const computed = await engine.reader.call('stock', { now })
    const id = uuidv7(now)
    await administer(context, [
      { name: 'shift-open', subject: shiftSubject(id), args: { post: MAIN_POST, basis: counted === null ? 'carried' : 'counted', counted, computed, ...remark(text) } },
    ])
    return shiftRow(engine.office().shifts.open[MAIN_POST] ?? missing())
  },
  async 'shift.close'(context, { shift, counted, text }) {
    const engine = context.engine()
    const open = Object.values(engine.office().shifts.open).find((one) => one.id === shift)
    if (open === undefined) throw new DeskFailure('shift-not-open', {}, english('reject', 'shift-not-open'))
    const to = Date.now()
    const { known, balance } = await engine.reader.call('balance', { fromMs: open.openedAt, toMs: to, known: null })
    await administer(context, [{ name: 'shift-close', subject: shiftSubject(shift), args: { to, known, counted, signed: { ...balance.lines }, ...remark(text) } }])
    return shiftRow(engine.office().shifts.last[open.post] ?? missing())
  },
  'shift.report': (context, which) => reportOf(context, which),
  async 'report.file'(context, { format, language, direction, mark, ...which }) {
    const report = await reportOf(context, which)
    const office = context.engine().office()
    const inLanguage = language ?? settingsOf(office).language ?? 'en'
    const users = Object.fromEntries(Object.values(office.users).map(({ login, name }) => [login, name]))
    const classes = Object.fromEntries((tablesOf(office).get('mail-class') ?? []).map(({ code, label, labels }) => [code, labels[inLanguage] ?? label]))
    return reportFile(report, { format, language: inLanguage, direction: direction ?? 'ltr', mark, names: { users, classes } })
  },
}

const remark = (text: string | undefined): { text?: string } => (text === undefined || text.trim() === '' ? {} : { text })

/** Accepted, and yet not there: a bug. */
function missing(): never {
  throw new Error('The shift was accepted and is not in the office.')
}

const rowOf = (shift: OpenShift | undefined): ShiftRow | null => (shift === undefined ? null : shiftRow(shift))
const iso = (ms: number): string => new Date(ms).toISOString()

function shiftRow(shift: OpenShift | ClosedShift): ShiftRow {
  const closed = 'closedAt' in shift ? shift : null
  return {
    id: shift.id,
    post: shift.post,
    openedAt: iso(shift.openedAt),
    openedBy: shift.openedBy,
    basis: shift.basis,
    openingCount: shift.counted,
    note: shift.note,
    closedAt: closed === null ? null : iso(closed.closedAt),
    closedBy: closed?.closedBy ?? null,
    closingCount: closed?.closingCount ?? null,
    closingNote: closed?.closingNote ?? null,
    signed: { ...closed?.signed },
  }
}

async function reportOf({ engine }: CallContext, which: Which): Promise<ShiftReport> {
  const desk = engine()
  const office = desk.office()
  const { zone, officeName } = settingsOf(office)
  const now = Date.now()
  const shift = await shiftOf(desk, which)
  const closed = shift !== null && 'closedAt' in shift ? shift : null
  const fromMs = shift?.openedAt ?? timeOf(which.from, 'from') ?? missingPeriod()
  const toMs = closed?.closedAt ?? (shift === null ? Math.min(timeOf(which.to, 'to') ?? now, now) : now)
  if (toMs < fromMs) throw new DeskFailure('input', { problem: 'the period ends before it begins' })
  const { known, balance } = await desk.reader.call('balance', { fromMs, toMs, known: closed?.known ?? null })
  return {
    office: office.office ?? '',
    officeName,
    zone,
    shift: shift === null ? null : shiftRow(shift),
    from: iso(fromMs),
    to: iso(toMs),
    running: shift !== null && closed === null,
    known,
    balance: plain(balance),
    correction: closed === null ? null : await correctionOf(desk, { fromMs, toMs, known: closed.known }, balance),
  }
}

async function shiftOf(desk: ReturnType<CallContext['engine']>, { shift }: Which): Promise<OpenShift | ClosedShift | null> {
  if (shift === undefined) return null
  const { open, last } = desk.office().shifts
  const found = shift === 'open' ? open[MAIN_POST] : shift === 'last' ? last[MAIN_POST] : await desk.reader.call('shift', { id: shift })
  if (found === undefined || found === null) throw new DeskFailure('not-found')
  return found
}

function timeOf(text: string | undefined, name: string): number | null {
  if (text === undefined) return null
  const ms = Date.parse(text)
  if (!Number.isFinite(ms)) throw new DeskFailure('input', { problem: `${name} is no time: ${text.slice(0, 60)}` })
  return ms
}

function missingPeriod(): never {
  throw new DeskFailure('input', { problem: 'a report needs a shift, or a time from which it begins' })
}

const MOST_LATE = 200

async function correctionOf(desk: ReturnType<CallContext['engine']>, period: { fromMs: number; toMs: number; known: number }, signed: Balance): Promise<ShiftReport['correction']> {
  const late = await desk.reader.call('late', { ...period, limit: MOST_LATE })
  if (!late.changed) return null
  const { balance } = await desk.reader.call('balance', { fromMs: period.fromMs, toMs: period.toMs, known: null })
  const lines = Object.fromEntries(LINES.map((line) => [line, balance.lines[line] - signed.lines[line]])) as Lines
  if (late.moves.length === 0 && LINES.every((line) => lines[line] === 0)) return null
  return { lines: { ...lines }, moves: late.moves.map(({ item, type, actor, ms }) => ({ item, type, actor, at: iso(ms) })) }
}

/** The contract's rows are writable lists; the domain's are not. */
const plain = (balance: Balance): Output<'shift.report'>['balance'] => structuredClone(balance) as Output<'shift.report'>['balance']
