/**
 * The shift's report as tables of words and numbers: one model, from which the screen, the printed page and the
 * printable file are drawn. Each number knows its address (`class/U/released`) and the items behind it.
 *
 * Pure: words and formats come from whoever draws it, since only that side knows the reader's language.
 */
import type { ShiftReport } from '../contract/shift.ts'
import { CUSTODY_EQUATION, DETAINED_EQUATION, GROUPINGS, LINES, OFFICER_COUNTS } from '../domain/balance.ts'
import type { Grouping, Line } from '../domain/balance.ts'
import { plainMovement } from '../domain/movement.ts'
import type { Movement } from '../domain/movement.ts'
import type { ReportKey } from '../i18n/report.en.ts'
import { reportEn } from '../i18n/report.en.ts'
import { countedRows } from './shift-counts.ts'

export interface ReportWords {
  readonly say: (key: ReportKey, values?: Readonly<Record<string, string | number>>) => string
  readonly moment: (iso: string) => string
  readonly number: (n: number) => string
  readonly amount: (amount: string, currency: string) => string
  readonly country: (code: string) => string
  readonly mailClass: (code: string) => string
  /** A user's name by the login. */
  readonly person: (login: string) => string
}

export interface PageCell {
  readonly text: string
  /** `number` stands at the end of its column, `identifier` is never broken or mirrored. */
  readonly as: 'text' | 'number' | 'identifier'
  /** `section/key/line`: the same in every form of the report. */
  readonly at: string | null
  /** The items that it counts; `null` where it counts none. */
  readonly items: Movement | null
  readonly strong: boolean
}

export interface PageTable {
  readonly id: string
  readonly title: string
  readonly head: readonly { readonly text: string; readonly as: PageCell['as'] }[]
  readonly rows: readonly (readonly PageCell[])[]
}

export interface ReportPage {
  readonly title: string
  readonly office: string
  readonly period: string
  readonly facts: readonly { readonly label: string; readonly text: string }[]
  readonly verdict: { readonly balanced: boolean; readonly text: string }
  readonly tables: readonly PageTable[]
  readonly correction: { readonly title: string; readonly text: string; readonly tables: readonly PageTable[] } | null
  readonly notes: readonly { readonly label: string; readonly text: string }[]
  readonly signatures: readonly { readonly label: string; readonly place: string }[]
}

const label = (text: string, strong = false): PageCell => ({ text, as: 'text', at: null, items: null, strong })
const EMPTY = label('')

export function shiftPage(report: ShiftReport, words: ReportWords): ReportPage {
  const { say, moment, person } = words
  const { shift, balance } = report
  const to = report.running ? say('report.now', { time: moment(report.to) }) : moment(report.to)
  const facts = [
    { label: say('report.from'), text: moment(report.from) },
    { label: say('report.to'), text: to },
    { label: say('report.zone'), text: report.zone },
    ...(shift === null
      ? []
      : [
          { label: say('report.openedBy'), text: person(shift.openedBy) },
          { label: say('report.closedBy'), text: shift.closedBy === null ? say('report.notClosed') : person(shift.closedBy) },
          { label: say('report.number'), text: shift.id },
        ]),
    { label: say('report.known'), text: String(report.known) },
  ]
  const notes = [
    { label: say('report.note.opening'), text: shift?.note ?? '' },
    { label: say('report.note.closing'), text: shift?.closingNote ?? '' },
  ].filter(({ text }) => text !== '')
  return {
    title: say(shift === null ? 'report.period' : 'report.shift'),
    office: report.officeName === null ? report.office : `${report.office} · ${report.officeName}`,
    period: `${moment(report.from)} – ${to}`,
    facts,
    verdict: {
      balanced: balance.balanced,
      text: balance.balanced ? say('report.balanced') : `${say('report.unbalanced')}. ${say('report.unbalanced.items', { count: balance.breakersInAll })}`,
    },
    tables: [
      balanceTable(report, words),
      detainedTable(report, words),
      ...countTable(report, words),
      stateTable(report, words),
      dutyTable(report, words),
      ageTable(report, words),
      ...GROUPINGS.map((by) => groupTable(report, words, by)),
      officerTable(report, words),
      ...breakerTable(report, words),
    ].filter(({ rows }) => rows.length > 0),
    correction: correctionOf(report, words),
    notes,
    signatures: (['report.signature.supervisor', 'report.signature.next'] as const).map((key) => ({ label: say(key), place: say('report.signature.place') })),
  }
}

/** The movement of a line over the report's period, as far as the report knows. */
function behind(report: ShiftReport, what: Movement['what'], more: Partial<Movement> = {}): Movement {
  return { ...plainMovement(what, Date.parse(report.from), Date.parse(report.to), report.known), ...more }
}

function figure(report: ShiftReport, words: ReportWords, n: number, at: string, items: Movement | null, strong = false): PageCell {
  // A figure that means nothing (a difference of nothing) has no items.
  return { text: words.number(n), as: 'number', at, items: n === 0 ? null : items, strong }
}

const total = (lines: Readonly<Record<Line, number>>, equation: typeof CUSTODY_EQUATION, side: 1 | -1): number =>
  equation.reduce((sum, [line, sign]) => (sign === side ? sum + lines[line] : sum), 0)

/** Came and went side by side, with their sums below: as an account is written. */
function accountTable(report: ShiftReport, words: ReportWords, id: 'balance' | 'detained', equation: typeof CUSTODY_EQUATION): PageTable {
  const { say } = words
  const { lines } = report.balance
  const side = (sign: 1 | -1): Line[] => equation.filter(([, one]) => one === sign).map(([line]) => line)
  const [came, went] = [side(1), side(-1)]
  const cells = (line: Line | undefined): PageCell[] =>
    line === undefined ? [EMPTY, EMPTY] : [label(say(`report.line.${line}`)), figure(report, words, lines[line], `balance/all/${line}`, behind(report, line))]
  const rows = Array.from({ length: Math.max(came.length, went.length) }, (_, at) => [...cells(came[at]), ...cells(went[at])])
  const sum = (sign: 1 | -1): PageCell[] => [
    label(say('report.total'), true),
    figure(report, words, total(lines, equation, sign), `${id}/total/${sign === 1 ? 'came' : 'went'}`, null, true),
  ]
  const head = { text: say('report.items'), as: 'number' as const }
  return {
    id,
    title: say(`report.${id}`),
    head: [{ text: say('report.came'), as: 'text' }, head, { text: say('report.went'), as: 'text' }, head],
    rows: [...rows, [...sum(1), ...sum(-1)]],
  }
}

const balanceTable = (report: ShiftReport, words: ReportWords): PageTable => accountTable(report, words, 'balance', CUSTODY_EQUATION)

function detainedTable(report: ShiftReport, words: ReportWords): PageTable {
  const table = accountTable(report, words, 'detained', DETAINED_EQUATION)
  const none = DETAINED_EQUATION.every(([line]) => report.balance.lines[line] === 0)
  return none ? { ...table, rows: [] } : table
}

function countTable(report: ShiftReport, words: ReportWords): readonly PageTable[] {
  const { say, number } = words
  const rows = countedRows(report)
  if (rows.length === 0) return []
  const head = (['counted', 'computed', 'difference'] as const).map((key) => ({ text: say(`report.count.${key}`), as: 'number' as const }))
  const cell = (key: string, name: string, n: number, strong = false): PageCell => ({ text: number(n), as: 'number', at: `count/${key}/${name}`, items: null, strong })
  return [
    {
      id: 'count',
      title: say('report.count'),
      head: [{ text: '', as: 'text' }, ...head],
      rows: rows.map(({ key, counted, computed, difference }) => [
        label(say(`report.count.${key}`)),
        cell(key, 'counted', counted),
        cell(key, 'computed', computed),
        cell(key, 'difference', difference, difference !== 0),
      ]),
    },
  ]
}

function stateTable(report: ShiftReport, words: ReportWords): PageTable {
  const { say } = words
  return {
    id: 'state',
    title: say('report.state'),
    head: [
      { text: '', as: 'text' },
      { text: say('report.items'), as: 'number' },
    ],
    rows: [
      ...(['presented', 'under-examination', 'held'] as const).map((state) => [
        label(say(`report.state.${state}`)),
        figure(report, words, report.balance.states[state] ?? 0, `state/${state}/items`, behind(report, 'closing', { state })),
      ]),
      [label(say('report.line.onData')), figure(report, words, report.balance.lines.onData, 'balance/all/onData', behind(report, 'onData'))],
    ],
  }
}

function dutyTable(report: ShiftReport, words: ReportWords): PageTable {
  const { say, amount } = words
  return {
    id: 'duty',
    title: say('report.duty'),
    head: [],
    rows:
      report.balance.duty.length === 0
        ? [[label(say('report.duty.none'))]]
        : report.balance.duty.map((sum): PageCell[] => [
            label(sum.currency),
            { text: amount(sum.amount, sum.currency), as: 'number', at: `duty/${sum.currency}/amount`, items: null, strong: false },
          ]),
  }
}

function ageTable(report: ShiftReport, words: ReportWords): PageTable {
  const { say } = words
  return {
    id: 'ageing',
    title: say('report.ageing'),
    head: [
      { text: say('report.age'), as: 'text' },
      { text: say('report.ageing.held'), as: 'number' },
      { text: say('report.ageing.custody'), as: 'number' },
    ],
    rows: report.balance.ageing.map(({ age, held, custody }) => [
      label(say(`report.age.${age}`)),
      figure(report, words, held, `ageing/${age}/held`, behind(report, 'closing', { state: 'held', age })),
      figure(report, words, custody, `ageing/${age}/custody`, behind(report, 'closing', { age })),
    ]),
  }
}

/** Always shown; the others only where some row has a number in them. */
const ALWAYS: ReadonlySet<Line> = new Set<Line>(['opening', 'presented', 'released', 'closing'])

function groupTable(report: ShiftReport, words: ReportWords, by: Grouping): PageTable {
  const { say, amount } = words
  const groups = report.balance.groups[by]
  const shown = [...CUSTODY_EQUATION.map(([line]) => line), 'onData' as const].filter((line) => ALWAYS.has(line) || groups.some((group) => group.lines[line] !== 0))
  const withDuty = groups.some((group) => group.duty.length > 0)
  const name = (key: string | null): string => {
    if (key === null) return say('report.key.none')
    if (by === 'lane') return say(`report.lane.${key}` as ReportKey)
    return by === 'class' ? words.mailClass(key) : words.country(key)
  }
  return {
    id: by,
    title: say(`report.by.${by}`),
    head: [
      { text: say(`report.key.${by}`), as: 'text' },
      ...shown.map((line) => ({ text: say(`report.line.${line}`), as: 'number' as const })),
      ...(withDuty ? [{ text: say('report.duty'), as: 'number' as const }] : []),
    ],
    rows: groups.map(({ key, lines, duty }) => [
      label(name(key)),
      ...shown.map((line) => figure(report, words, lines[line], `${by}/${key ?? ''}/${line}`, behind(report, line, { [by]: key }))),
      ...(withDuty
        ? [{ text: duty.map((sum) => amount(sum.amount, sum.currency)).join(' · '), as: 'number' as const, at: `${by}/${key ?? ''}/duty`, items: null, strong: false }]
        : []),
    ]),
  }
}

function officerTable(report: ShiftReport, words: ReportWords): PageTable {
  const { say, person } = words
  const { officers } = report.balance
  const shown = OFFICER_COUNTS.filter((count) => count === 'presented' || count === 'released' || officers.some(({ counts }) => counts[count] > 0))
  return {
    id: 'officer',
    title: say('report.officers'),
    head: [{ text: say('report.officer'), as: 'text' }, ...shown.map((count) => ({ text: say(`report.did.${count}`), as: 'number' as const }))],
    rows: officers.map(({ officer, counts }) => [
      label(person(officer)),
      ...shown.map((count) => figure(report, words, counts[count], `officer/${officer}/${count}`, behind(report, `did-${count}`, { by: officer }))),
    ]),
  }
}

function breakerTable(report: ShiftReport, words: ReportWords): readonly PageTable[] {
  const { say, number } = words
  if (report.balance.breakers.length === 0) return []
  const head = (['custody', 'detained'] as const).map((key) => ({ text: say(`report.breaker.${key}`), as: 'number' as const }))
  return [
    {
      id: 'breaker',
      title: say('report.breakers'),
      head: [{ text: say('report.breaker.item'), as: 'identifier' }, ...head],
      rows: report.balance.breakers.map(({ item, case: id, custody, detained }): PageCell[] => [
        { text: item, as: 'identifier', at: `breaker/${id}/item`, items: null, strong: true },
        { text: number(custody), as: 'number', at: `breaker/${id}/custody`, items: null, strong: false },
        { text: number(detained), as: 'number', at: `breaker/${id}/detained`, items: null, strong: false },
      ]),
    },
  ]
}

type EventKey = Extract<ReportKey, `report.event.${string}`> extends `report.event.${infer T}` ? T : never
const isEvent = (type: string): type is EventKey => Object.hasOwn(reportEn, `report.event.${type}`)

function correctionOf(report: ShiftReport, words: ReportWords): ReportPage['correction'] {
  const { say, number, moment, person } = words
  const { correction, balance } = report
  if (correction === null) return null
  const changed = LINES.filter((line) => correction.lines[line] !== 0)
  const cell = (line: Line, name: string, n: number): PageCell => ({ text: number(n), as: 'number', at: `correction/${line}/${name}`, items: null, strong: false })
  const now = { ...report, known: Number.MAX_SAFE_INTEGER }
  return {
    title: say('report.correction'),
    text: say('report.correction.text'),
    tables: [
      {
        id: 'correction',
        title: say('report.correction'),
        head: [
          { text: say('report.correction.line'), as: 'text' as const },
          ...(['signed', 'change', 'corrected'] as const).map((key) => ({ text: say(`report.correction.${key}`), as: 'number' as const })),
        ],
        rows: changed.map((line) => [
          label(say(`report.line.${line}`)),
          cell(line, 'signed', balance.lines[line]),
          cell(line, 'change', correction.lines[line]),
          figure(report, words, balance.lines[line] + correction.lines[line], `correction/${line}/corrected`, behind(now, line)),
        ]),
      },
      {
        id: 'late',
        title: say('report.correction.moves'),
        head: [
          { text: say('report.breaker.item'), as: 'identifier' as const },
          { text: say('report.correction.what'), as: 'text' as const },
          { text: say('report.officer'), as: 'text' as const },
          { text: say('report.correction.when'), as: 'text' as const },
        ],
        rows: correction.moves.map((move): PageCell[] => [
          { text: move.item, as: 'identifier', at: null, items: null, strong: true },
          label(isEvent(move.type) ? say(`report.event.${move.type}`) : move.type),
          label(person(move.actor)),
          label(moment(move.at)),
        ]),
      },
    ].filter(({ rows }) => rows.length > 0),
  }
}
