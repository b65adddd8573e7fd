/**
 * A desk without a desk: answers the contract from values in memory, remembers what it was asked, and can be told to
 * answer otherwise. It decides nothing cleverly; a test says what the desk says.
 */
import type { ApiClient, CallName, Input, ItemFilter, ItemRow, Notice, Output, Session } from '../../shared/contract.ts'
import { CASE_COMMANDS, type CaseCommandName } from '../../shared/domain/codes.ts'
import { DeskError } from '../../renderer/app/client/desk-error.ts'

type Answer<N extends CallName> = (input: Input<N>) => Output<N> | Promise<Output<N>>
type Answers = { [N in CallName]?: Answer<N> }

export const itemRow = (at: number, change: Partial<ItemRow> = {}): ItemRow => {
  const item = `RR${String(10_000_000 + at)}5FR`
  return {
    item,
    case: `${item}#1`,
    dispatch: 'FRCDGACHZRHBAUN60123',
    receptacle: 'FRCDGACHZRHBAUN60123001000123',
    state: 'arrived',
    lane: 'red',
    flags: [],
    targeted: false,
    class: 'U',
    originCountry: 'FR',
    nature: '11',
    description: `Goods ${at}`,
    pieces: 1,
    grossWeightKg: 0.5,
    value: '10.00',
    currency: 'EUR',
    sender: 'Sender, Lille',
    addressee: 'Addressee, Zürich',
    declared: true,
    lastEvent: 'EMD',
    updatedAt: '2026-11-22T08:00:00.000Z',
    ...change,
  }
}

export const openSession = (change: Partial<Session> = {}): Session => ({
  phase: 'open',
  office: { office: 'CHZRHB', name: 'Zürich', zone: 'Europe/Zurich' },
  user: { login: 'anna', name: 'A. Keller', roles: ['supervisor', 'administrator'], enabled: true, language: null },
  lockAfter: 15,
  host: 'local',
  training: false,
  waiting: { out: 0, setAside: 0 },
  ...change,
})

const refusedBy = (names: Partial<Record<CaseCommandName, string>>): Output<'items.get'>['actions'] =>
  CASE_COMMANDS.map((name) => {
    const code = names[name]
    return { name, allowed: code === undefined, rejection: code === undefined ? null : { code, values: {}, text: `refused: ${code}` }, needsSecondPerson: false }
  })

export interface FakeDesk {
  readonly client: ApiClient
  /** Inputs of all calls of a name, in order. */
  readonly asked: <N extends CallName>(name: N) => Input<N>[]
  readonly answer: <N extends CallName>(name: N, answer: Answer<N>) => void
  readonly notify: (notice: Notice) => void
  readonly setLink: (up: boolean) => void
}

const reason = (code: string, label: string, event: string) => ({
  table: 'retention-reasons',
  code,
  label,
  labels: { fr: `${label} (fr)` },
  extra: { event },
  builtIn: true,
  active: true,
})

export function fakeDesk({
  rows = Array.from({ length: 300 }, (_, at) => itemRow(at)),
  session = openSession(),
  refused = {},
}: { readonly rows?: readonly ItemRow[]; readonly session?: Session; readonly refused?: Partial<Record<CaseCommandName, string>> } = {}): FakeDesk {
  const calls: { readonly name: CallName; readonly input: unknown }[] = []
  const listeners = new Set<(notice: Notice) => void>()
  const links = new Set<(up: boolean) => void>()
  const matching = (filter: ItemFilter) =>
    rows.filter((row) =>
      filter.where.every((clause) => {
        const value = clause.field === 'state' ? row.state : clause.field === 'lane' ? row.lane : null
        return value === null || clause.values.includes(value) === (clause.op === 'is')
      }),
    )
  const answers: Answers = {
    'session.get': () => session,
    'items.window': ({ filter, position, limit }) => {
      const all = matching(filter)
      return { rows: all.slice(position, position + limit), position, total: all.length, exact: true }
    },
    'items.get': ({ item }) => {
      const row = rows.find((one) => one.case === item || one.item === item)
      if (row === undefined) return { item: null, actions: [], seq: 0 }
      return {
        item: {
          ...row,
          declaration: null,
          content: [{ piece: 1, description: row.description, quantity: 2, netWeightKg: 0.4, value: '10.00', currency: 'EUR', hs: '610910', origin: 'FR', found: null }],
          events: [],
          timeline: [],
          findings: [],
          hits: [],
        },
        actions: refusedBy(refused),
        seq: 7,
      }
    },
    'items.counts': () => ({ byState: { held: 3, expected: 5 }, byLaneOpen: { red: 2, orange: 1 }, targetedOpen: 0, undeclaredOpen: 0, all: rows.length }),
    'codes.list': ({ table }) => ({
      tables: [],
      codes: table === 'retention-reasons' ? [reason('proof-of-value', 'Proof of value awaited', 'EME'), reason('not-admitted', 'Not admitted', 'EDX')] : [],
    }),
    'jobs.list': () => ({ jobs: [] }),
    'views.list': () => ({ views: [], unread: 0 }),
    'exchange.out': () => ({ rows: [], next: null }),
    search: () => ({ items: [], receptacles: [], dispatches: [] }),
    act: ({ commands }) => ({
      outcomes: commands.map(({ id = '', name, item }) => ({
        id,
        item,
        name,
        result: 'accepted',
        code: null,
        text: '',
        said: null,
        pending: false,
        seq: 8,
        state: 'held',
        undoUntil: null,
        refused: [],
      })),
    }),
  }
  const client: ApiClient = {
    host: 'local',
    async call(name, input) {
      calls.push({ name, input })
      const answer = answers[name] as Answer<typeof name> | undefined
      if (answer === undefined) throw new DeskError({ code: 'unknown-call', message: `The test gives no answer to ${name}`, details: { name } })
      return answer(input)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLink: (listener) => {
      links.add(listener)
      return () => links.delete(listener)
    },
    place: async (files) => files.map(({ name }) => `/incoming/${name}`),
  }
  return {
    client,
    asked: <N extends CallName>(name: N) => calls.filter((call) => call.name === name).map((call) => call.input as Input<N>),
    answer: (name, answer) => {
      Object.assign(answers, { [name]: answer })
    },
    notify: (notice) => {
      for (const listener of listeners) listener(notice)
    },
    setLink: (up) => {
      for (const listener of links) listener(up)
    },
  }
}
