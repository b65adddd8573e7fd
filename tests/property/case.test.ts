/** Random histories with several people: what must hold whatever they try. */
import { createIntl } from 'react-intl'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionsFor, decide, evolve, isClosed, isRejection, ITEM_EVENTS, NO_CASE, REJECTION_CODES } from '../../shared/domain/case.ts'
import type { Case, CaseEvent, RejectionCode } from '../../shared/domain/case.ts'
import { CASE_COMMANDS, LANES } from '../../shared/domain/codes.ts'
import type { Lane, Role } from '../../shared/domain/codes.ts'
import { rejectionsEn } from '../../shared/i18n/rejections.en.ts'
import { rejectionsFr } from '../../shared/i18n/rejections.fr.ts'
import { canonicalJson } from '../../shared/ledger/canonical.ts'
import type { Rejection } from '../../shared/ledger/types.ts'
import { Bench, SUBJECT } from '../unit/case-bench.ts'

const PEOPLE: Readonly<Record<string, readonly Role[]>> = {
  anna: ['officer'],
  bea: ['officer', 'administrator'],
  sam: ['supervisor'],
  vic: ['viewer'],
  ada: ['administrator'],
}

interface Move {
  readonly name: string
  readonly actor: string
  readonly lane: Lane
  readonly device: string
  /** Picks words and earlier commands. */
  readonly pick: number
}

const move: fc.Arbitrary<Move> = fc.record({
  name: fc.constantFrom(...CASE_COMMANDS, 'release', 'release', 'approve', 'undo', 'undo', 'record', 'reopen', 'mark-sent', 'nonsense'),
  actor: fc.constantFrom(...Object.keys(PEOPLE)),
  lane: fc.constantFrom('red' as const, 'red' as const, ...LANES),
  device: fc.constantFrom('desk-1', 'desk-2'),
  pick: fc.nat({ max: 1000 }),
})

const choose = <T>(values: readonly T[], pick: number): T | undefined => values[pick % Math.max(1, values.length)]

function argsOf({ name, pick }: Move, current: Case, ids: readonly string[]): Readonly<Record<string, unknown>> {
  switch (name) {
    case 'flag':
      return pick % 2 === 0 ? {} : { flag: 'weapons' }
    case 'unflag':
      return pick % 3 === 0 ? { flag: 'weapons' } : {}
    case 'examine':
      return pick % 2 === 0 ? {} : { kind: 'scan' }
    case 'record':
      return {
        result: choose(['clear', 'discrepancy', 'prohibited', 'inconclusive', 'odd smell'], pick),
        found: pick % 3 === 0 ? [{ piece: (pick % 4) + 1, quantity: pick }] : null,
      }
    case 'hold':
    case 'request-info':
    case 'reopen':
      return { reason: choose(['a', 'b', 'c'], pick) }
    case 'release-duty':
      return { amount: String(pick), currency: 'CHF' }
    case 'transfer':
      return { office: 'CHGVAA' }
    case 'note':
      return { text: 'x' }
    case 'attach':
      return { digest: 'a'.repeat(64), name: 'x', size: 1, type: 'image/png' }
    case 'assign':
      return { user: choose(['anna', 'bea', null], pick) }
    case 'approve':
      return { command: pick % 5 === 0 ? (choose(ids, pick) ?? 'none') : (current.proposal?.command ?? 'none') }
    case 'undo':
      return { command: pick % 3 === 0 ? (choose(ids, pick) ?? 'none') : (current.steps.at(-1)?.command ?? 'none') }
    case 'mark-sent':
      return { command: choose(ids, pick) ?? 'none', file: 'f', digest: 'b'.repeat(64) }
    default:
      return {}
  }
}

interface Played {
  readonly before: Case
  readonly after: Case
  readonly events: readonly CaseEvent[]
  readonly rejection: Rejection | null
  readonly move: Move
  readonly id: string
}

function play(moves: readonly Move[]): Played[] {
  const bench = new Bench()
  const ids: string[] = []
  let seq = 0
  return moves.map((one) => {
    const before = bench.case
    const system = one.name === 'mark-sent' && one.pick % 2 === 0
    const actor = system ? '@system' : one.actor
    const command = { ...bench.command(one.name, argsOf(one, before, ids), { actor, roles: PEOPLE[one.actor] ?? [], device: one.device }) }
    ids.push(command.id)
    const answer = decide(before, bench.facts(one.lane), command)
    if (isRejection(answer)) return { before, after: before, events: [], rejection: answer, move: one, id: command.id }
    const events = answer.events.map((event): CaseEvent => ({ ...event, seq: ++seq, command: command.id, case: `${SUBJECT}#1`, subject: SUBJECT, at: command.at, actor }))
    bench.case = events.reduce(evolve, before)
    return { before, after: bench.case, events, rejection: null, move: one, id: command.id }
  })
}

const history = fc.array(move, { maxLength: 60 })
/** Histories that circle around releasing, by people who may. */
const risky = fc.array(
  fc.record({
    name: fc.constantFrom('record', 'record', 'release', 'release', 'release-duty', 'flag', 'unflag', 'examine', 'present', 'reopen', 'reopen', 'approve', 'undo'),
    actor: fc.constantFrom('anna', 'anna', 'bea', 'sam', 'sam'),
    lane: fc.constantFrom('red' as const, 'green' as const),
    device: fc.constant('desk-1'),
    pick: fc.nat({ max: 1000 }),
  }),
  { maxLength: 40 },
)
const expectAlways = (check: (played: readonly Played[]) => void, histories: fc.Arbitrary<Move[]> = fc.oneof(history, risky)) =>
  fc.assert(
    fc.property(histories, (moves) => check(play(moves))),
    { numRuns: 400 },
  )

const standingOf = ({ state, arrivedAt, presentedAt, closedAt, orders, results, found, foundNature, hold, decision, proposal, resultsFrom }: Case) => ({
  state,
  arrivedAt,
  presentedAt,
  closedAt,
  orders,
  results,
  found,
  foundNature,
  hold,
  proposal,
  resultsFrom,
  // That an answer went out is a fact that no undo takes back.
  decision: decision === null ? null : { ...decision, sent: false },
})

describe('a case, whatever people try', () => {
  it('leaves a closed state only by reopening or undoing', () => {
    expectAlways((played) => {
      for (const { before, after, events } of played) {
        if (isClosed(before.state) && after.state !== before.state) expect(events.map((event) => event.type)).toEqual([expect.stringMatching(/^(reopened|undone)$/)])
      }
    })
  })

  it('never lets a role be passed by', () => {
    expectAlways((played) => {
      for (const { events } of played) {
        for (const event of events) {
          expect(['anna', 'bea', 'sam', '@system']).toContain(event.actor)
          if (event.type === 'reopened') expect(event.actor).toBe('sam')
          expect(event.type === 'answer-sent').toBe(event.actor === '@system')
        }
      }
    })
  })

  it('never releases in the red lane, over a colleague’s flag or after a find without a result or a second person', () => {
    expectAlways((played) => {
      // An oracle of its own: the events that stand, in order, without those that were undone.
      let standing: CaseEvent[] = []
      let flags: { command: string; actor: string }[] = []
      for (const {
        events,
        move: { lane },
      } of played) {
        for (const event of events) {
          if (event.type === 'undone') standing = standing.filter((one) => one.command !== event.data['command'])
          else if (event.type === 'flagged') flags.push({ command: event.command, actor: event.actor })
          else if (event.type === 'unflagged') flags = flags.filter((one) => !(event.data['removed'] as string[]).includes(one.command))
          else if (event.type === 'released' || event.type === 'released-with-duty') {
            const since = standing.slice(standing.findLastIndex((one) => one.type === 'reopened') + 1)
            const results = since.filter((one) => one.type === 'examined').map((one) => one.data['result'])
            const officer = event.data['officer']
            const second = event.data['approver'] !== null && event.data['approver'] !== officer
            const dangerous = lane === 'red' || flags.some((flag) => flag.actor !== officer)
            if (dangerous) expect(second || (results.length > 0 && results.at(-1) !== 'inconclusive')).toBe(true)
            if (results.includes('prohibited')) expect(second).toBe(true)
          }
          standing.push(event)
        }
      }
    }, risky)
  })

  it('puts back on undo exactly what stood before', () => {
    expectAlways((played) => {
      const before = new Map<string, Case>()
      for (const step of played) {
        before.set(step.id, step.before)
        const undone = step.events.find((event) => event.type === 'undone')
        const earlier = undone === undefined ? undefined : before.get(String(undone.data['command']))
        if (earlier !== undefined) expect(standingOf(step.after)).toEqual(standingOf(earlier))
      }
    })
  })

  it('never undoes what the post was told', () => {
    expectAlways((played) => {
      const sent = new Set<unknown>()
      for (const { events, before } of played) {
        for (const event of events) {
          if (event.type === 'answer-sent') {
            sent.add(event.data['command'])
            // The answer to an approved release goes out under the approval; its proposal names the same step.
            for (const step of before.steps) if (step.command === event.data['command'] || step.proposal === event.data['command']) sent.add(step.command)
          }
          if (event.type === 'undone') expect(sent.has(event.data['command'])).toBe(false)
        }
      }
    })
  })

  it('is its events, replayed, also through the text it is stored as', () => {
    expectAlways((played) => {
      const events = played.flatMap((step) => step.events)
      const direct = events.reduce(evolve, { ...NO_CASE, subject: SUBJECT })
      const stored = events.reduce((state, event) => evolve(JSON.parse(canonicalJson(state)) as Case, JSON.parse(canonicalJson(event)) as CaseEvent), {
        ...NO_CASE,
        subject: SUBJECT,
      })
      expect(direct).toEqual(played.at(-1)?.after ?? { ...NO_CASE, subject: SUBJECT })
      expect(canonicalJson(stored)).toBe(canonicalJson(direct))
    })
  })

  it('keeps its skeleton when the bodies are purged', () => {
    expectAlways((played) => {
      const events = played.flatMap((step) => step.events)
      const skeleton = events.map((event) => ({ ...event, data: {} })).reduce(evolve, { ...NO_CASE, subject: SUBJECT })
      expect(skeleton.state).toBe(played.at(-1)?.after.state ?? 'expected')
    })
  })

  it('refuses with a code and values that its texts can say', () => {
    const intl = { en: rejectionsEn, fr: rejectionsFr }
    const formats = Object.entries(intl).map(([locale, messages]) =>
      createIntl({
        locale,
        messages: { ...messages },
        onError: (error) => {
          throw error
        },
      }),
    )
    const said = new Set<string>()
    expectAlways((played) => {
      for (const {
        rejection,
        before,
        move: { lane, actor },
      } of played) {
        const offered = actionsFor(before, new Bench().facts(lane), { login: actor, roles: PEOPLE[actor] ?? [] }).flatMap((one) => (one.allowed ? [] : [one.rejection]))
        for (const one of rejection === null ? offered : [rejection, ...offered]) {
          expect(REJECTION_CODES).toContain(one.code as RejectionCode)
          const key = canonicalJson(one)
          if (said.has(key)) continue
          said.add(key)
          for (const format of formats) expect(format.formatMessage({ id: one.code }, one.values)).not.toContain('{')
        }
      }
    })
  })
})

describe('evolve', () => {
  it('never throws, and always gives a case that can be stored', () => {
    const json = fc.jsonValue({ maxDepth: 3 })
    const data = fc.dictionary(fc.constantFrom('flag', 'removed', 'to', 'found', 'result', 'command', 'args', 'reason', 'decision', 'officer', 'cases', 'x'), json)
    const event = fc.record({
      type: fc.oneof(fc.constantFrom(...ITEM_EVENTS), fc.string()),
      v: fc.constantFrom(1, 1, 1, 2),
      data,
      actor: fc.constantFrom('anna', 'bea'),
      at: fc.integer(),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const folded = events.reduce((state, one, i) => evolve(state, { ...one, seq: i + 1, command: `c${i >> 1}`, case: `${SUBJECT}#1`, subject: SUBJECT }), NO_CASE)
        expect(folded.events).toBe(events.length)
        expect(JSON.parse(canonicalJson(folded))).toEqual(JSON.parse(JSON.stringify(folded)))
      }),
    )
  })
})
