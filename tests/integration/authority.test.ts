import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { statements } from '../../hub/authority/rows.ts'
import { openAuthority } from '../../hub/authority/sqlite.ts'
import type { Case } from '../../shared/domain/case.ts'
import { BAG, DAY, factsOf, Ledger, OFFICE, S10 } from './authority-bench.ts'

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'ledger-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true })
})
const item = (i: number): string => `RR${String(10_000_000 + i)}0FR`
const digest = 'd'.repeat(64)

describe('a desk that is its own authority', () => {
  it('takes a case through its states and keeps every event', () => {
    const ledger = new Ledger().setUp()
    expect([
      ledger.said('target', S10),
      ledger.said('hold', S10, { reason: 'invoice-missing' }),
      ledger.said('arrive', S10),
      ledger.said('present', S10),
      ledger.said('examine', S10, { kind: 'open' }),
      ledger.said('record', S10, { result: 'clear', found: [{ piece: 1, netWeightKg: 0.5 }] }),
      ledger.said('release', S10),
      ledger.said('release', S10),
      ledger.said('reopen', S10, { reason: 'returned' }),
    ]).toEqual(['expected', 'held', 'held', 'held', 'under-examination', 'under-examination', 'released', 'closed', 'presented'])
    expect(ledger.authority.eventsOfCase(`${S10}#1`).map((event) => event.type)).toEqual([
      'targeted',
      'held',
      'arrived',
      'presented',
      'examination-ordered',
      'examined',
      'released',
      'reopened',
    ])
    expect(ledger.authority.verify()).toEqual({ ok: true, events: 13, problems: [] })
  })

  it('numbers events without a gap, also behind rejected commands', () => {
    const ledger = new Ledger().setUp()
    for (const name of ['unflag', 'flag', 'flag', 'release', 'release', 'note']) ledger.give(name, S10)
    const events = ledger.authority.events(0, 100)
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1))
    expect(ledger.authority.events(3, 2).map((event) => event.seq)).toEqual([4, 5])
    expect(ledger.authority.head().seq).toBe(events.length)
    expect(ledger.authority.cursor('desk-1', 1)).toBe(11)
  })

  it('answers the command and its result by id, for ever', () => {
    const ledger = new Ledger().setUp()
    const command = ledger.command('hold', S10, { reason: 'x' })
    const first = ledger.transaction(() => ledger.authority.append(command))
    expect(ledger.authority.command(command.id)).toEqual({ command, result: first.result })
    expect(ledger.authority.command('never')).toBeNull()
    ledger.give('release', S10)
    const again = ledger.transaction(() => ledger.authority.append({ ...command, n: 999, args: { reason: 'other' } }))
    expect(again).toEqual({ result: first.result, known: true, events: [], cases: [] })
  })

  it('gives a rejected command its stored result again, though it would be accepted now', () => {
    const ledger = new Ledger().setUp()
    const command = ledger.command('reopen', S10, { reason: 'x' })
    expect(ledger.transaction(() => ledger.authority.append(command)).result.rejection?.code).toBe('not-closed')
    ledger.give('release', S10)
    expect(ledger.transaction(() => ledger.authority.append(command)).result.rejection?.code).toBe('not-closed')
  })

  it('opens the next case of a number that comes again after 300 days, and finds each by its time', () => {
    const ledger = new Ledger().setUp()
    ledger.give('release', S10)
    const then = ledger.now
    expect(ledger.give('present', S10, {}, { at: then + 299 * DAY }).result).toMatchObject({ rejection: { code: 'closed' }, case: `${S10}#1`, state: 'released' })
    expect(ledger.give('present', S10, {}, { at: then + 301 * DAY }).result).toMatchObject({ case: `${S10}#2`, state: 'presented' })
    expect(ledger.authority.caseOf(S10, then)?.id).toBe(`${S10}#1`)
    expect(ledger.authority.caseOf(S10, then + 301 * DAY)?.id).toBe(`${S10}#2`)
    expect(ledger.authority.caseOf(S10, then - 301 * DAY)).toBeNull()
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('opens no case for a rejected command', () => {
    const ledger = new Ledger().setUp()
    expect(ledger.give('unflag', S10).result).toMatchObject({ case: null, state: null })
    expect(ledger.authority.caseById(`${S10}#1`)).toBeNull()
  })

  it('lets two desks that scan the same item meet in one case', () => {
    const ledger = new Ledger().setUp()
    expect(ledger.said('present', S10, {}, { device: 'desk-1' })).toBe('presented')
    expect(ledger.said('present', S10, {}, { device: 'desk-2', actor: 'bea' })).toBe('already')
  })
})

describe('counters', () => {
  it('refuse a gap and a fork, and store neither', () => {
    const ledger = new Ledger().setUp()
    const next = ledger.authority.cursor('desk-1', 1) + 1
    expect(ledger.give('flag', S10, {}, { n: next + 1 }).result.rejection).toEqual({ code: 'gap', values: { n: next + 1, next } })
    const forked = ledger.give('flag', S10, {}, { n: 2 })
    expect(forked.result.rejection).toEqual({ code: 'fork', values: { n: 2, command: '0197-00000002' } })
    expect(ledger.authority.command(forked.result.id)).toBeNull()
    expect(ledger.authority.cursor('desk-1', 1)).toBe(next - 1)
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('count each incarnation of each device alone', () => {
    const ledger = new Ledger().setUp()
    ledger.give('flag', S10, { flag: 'a' }, { device: 'desk-2' })
    ledger.give('flag', S10, { flag: 'b' }, { device: 'desk-2', incarnation: 2 })
    expect([ledger.authority.cursor('desk-2', 1), ledger.authority.cursor('desk-2', 2), ledger.authority.cursor('desk-3', 1)]).toEqual([1, 1, 0])
  })

  it('use up the number of a known command that a later incarnation issues again', () => {
    const ledger = new Ledger().setUp()
    const command = ledger.command('flag', S10)
    ledger.transaction(() => ledger.authority.append(command))
    const again = ledger.transaction(() => ledger.authority.append({ ...command, incarnation: 2, n: 1 }))
    expect(again.known).toBe(true)
    expect(ledger.authority.cursor('desk-1', 2)).toBe(1)
    expect(ledger.said('note', S10, { text: 'next' }, { incarnation: 2, n: 2 })).toBe('expected')
    expect(ledger.said('note', S10, { text: 'other' }, { incarnation: 2, n: 1 })).toBe('fork')
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('advance for whatever a command carries', () => {
    const ledger = new Ledger().setUp()
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    for (const args of [{ deep }, { text: () => 1 }, { text: Number.NaN }, { big: 1n }] as Readonly<Record<string, unknown>>[]) expect(ledger.said('note', S10, args)).toBe('args')
    expect(ledger.said('teleport', S10)).toBe('unknown-command')
    expect(ledger.said('flag', S10, {}, { v: 7 })).toBe('newer-version')
    expect(ledger.said('flag', 'rr 473 124 829 fr')).toBe('subject')
    expect(ledger.said('flag', '@office')).toBe('unknown-command')
    expect(ledger.said('flag', S10)).toBe('expected')
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('do not advance for an envelope that no desk writes', () => {
    const ledger = new Ledger().setUp()
    const before = ledger.authority.head()
    for (const broken of [
      { id: '' },
      { id: 7 },
      { subject: null },
      { at: 1.5 },
      { at: Number.NaN },
      { n: 0 },
      { n: -1 },
      { n: 2 ** 53 },
      { device: 'x'.repeat(201) },
      { roles: 'officer' },
      { args: null },
      { args: [] },
    ]) {
      const command = { ...ledger.command('flag', S10), ...broken } as ReturnType<Ledger['command']>
      expect(ledger.transaction(() => ledger.authority.append(command)).result.rejection?.code).toBe('args')
    }
    expect(ledger.authority.head()).toEqual(before)
    expect(ledger.authority.cursor('desk-1', 1)).toBe(5)
  })

  it('reach the same ledger however often a run is pushed again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 40 }), (pushes) => {
        const ledger = new Ledger().setUp()
        const run = Array.from({ length: 10 }, (_, i) => ({ ...ledger.command(i % 3 === 2 ? 'unflag' : 'flag', S10, i % 3 === 2 ? {} : { flag: `f${i}` }), n: 6 + i }))
        const results = new Map<string, unknown>()
        for (const end of pushes) {
          // A desk that lost the answer pushes from the beginning again.
          for (const { result } of ledger.transaction(() => ledger.authority.appendMany(run.slice(0, end + 1)))) {
            if (results.has(result.id)) expect(result).toEqual(results.get(result.id))
            results.set(result.id, result)
          }
        }
        expect(ledger.authority.cursor('desk-1', 1)).toBe(5 + Math.max(...pushes) + 1)
        expect(ledger.authority.verify().ok).toBe(true)
      }),
      { numRuns: 15 },
    )
  })
})

describe('who may', () => {
  it('counts only roles that the ledger gave', () => {
    const ledger = new Ledger().setUp()
    ledger.give('release', S10)
    expect(ledger.said('reopen', S10, { reason: 'x' }, { actor: 'bea', roles: ['supervisor'] })).toBe('role')
    expect(ledger.said('note', S10, { text: 'x' }, { actor: 'vic', roles: ['officer'] })).toBe('role')
    expect(ledger.said('user-disable', '@user/anna', {}, { actor: 'bea', roles: ['administrator'] })).toBe('role')
    expect(ledger.said('rule-set', '@rule/r', { rule: {} }, { actor: 'bea', roles: ['supervisor'] })).toBe('role')
  })

  it('refuses strangers and disabled users', () => {
    const ledger = new Ledger().setUp()
    expect(ledger.said('flag', S10, {}, { actor: 'zoe', roles: ['officer'] })).toBe('unknown-user')
    expect(ledger.said('flag', S10, {}, { actor: 'constructor', roles: ['officer'] })).toBe('unknown-user')
    ledger.give('user-disable', '@user/bea')
    expect(ledger.said('flag', S10, {}, { actor: 'bea' })).toBe('user-disabled')
    ledger.give('user-enable', '@user/bea', {}, { actor: '@recovery', roles: [] })
    expect(ledger.said('flag', S10, {}, { actor: 'bea' })).toBe('expected')
  })

  it('gives work to nobody who cannot do it', () => {
    const ledger = new Ledger().setUp()
    expect(ledger.said('assign', S10, { user: 'zoe' })).toBe('unknown-user')
    expect(ledger.said('assign', S10, { user: 'constructor' })).toBe('unknown-user')
    expect(ledger.said('assign', S10, { user: 'bea' })).toBe('expected')
    expect(ledger.said('assign', S10, { user: null })).toBe('expected')
    ledger.give('user-disable', '@user/bea')
    expect(ledger.said('assign', S10, { user: 'bea' })).toBe('user-disabled')
  })

  it('treats missing facts as the red lane', () => {
    const ledger = new Ledger().setUp()
    const { events } = ledger.give('release', S10, {}, { facts: null })
    expect(events.map((event) => event.type)).toEqual(['proposed'])
  })

  it('keeps the second person a second person', () => {
    const ledger = new Ledger().setUp()
    const proposed = ledger.give('release', S10, {}, { actor: 'bea', facts: factsOf('red') })
    const args = { command: proposed.result.id }
    expect(ledger.said('approve', S10, args, { actor: 'bea' })).toBe('own-proposal')
    expect(ledger.said('approve', S10, args, { actor: 'vic' })).toBe('role')
    expect(ledger.said('approve', S10, args, { actor: 'cas', device: 'desk-2' })).toBe('released')
  })
})

describe('what was sent', () => {
  it('can be marked only by the desk, and ends undo', () => {
    const ledger = new Ledger().setUp()
    const { result } = ledger.give('hold', S10, { reason: 'x' })
    const args = { command: result.id, file: 'CUSRSP-1.edi', digest }
    expect(ledger.said('mark-sent', S10, args)).toBe('role')
    expect(ledger.said('mark-sent', S10, args, { actor: '@system', roles: [] })).toBe('held')
    expect(ledger.said('undo', S10, { command: result.id })).toBe('answer-sent')
    expect(ledger.said('refuse', S10)).toBe('refused')
  })
})

describe('whole receptacles', () => {
  const members = (lanes: readonly ('green' | 'red')[]) => ({ members: lanes.map((lane, i) => ({ subject: item(i), facts: factsOf(lane) })) })

  it('decide for each item, in one command, and undo it again', () => {
    const ledger = new Ledger().setUp()
    expect(ledger.said('arrive', BAG, {}, { facts: null })).toBe('received')
    const released = ledger.give('release', BAG, {}, { facts: members(['green', 'red', 'green']) })
    expect(released.result).toMatchObject({
      result: 'accepted',
      state: 'received',
      case: `${BAG}#1`,
      members: { accepted: 2, refused: [{ subject: item(1), rejection: { code: 'needs-second-person' } }] },
    })
    expect(released.events.map((event) => [event.case, event.type])).toEqual([
      [`${item(0)}#1`, 'released'],
      [`${item(2)}#1`, 'released'],
      [`${BAG}#1`, 'applied'],
    ])
    expect(new Set(released.events.map((event) => event.command)).size).toBe(1)
    ledger.give('reopen', item(2), { reason: 'x' })
    const undone = ledger.give('undo', BAG, { command: released.result.id }, { facts: null })
    expect(undone.result.members).toMatchObject({ accepted: 1, refused: [{ subject: item(2), rejection: { code: 'not-latest' } }] })
    expect(ledger.authority.caseById(`${item(0)}#1`)?.state).toBe('expected')
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('take each member once and no member that is no item', () => {
    const ledger = new Ledger().setUp()
    const facts = factsOf('green')
    const { result } = ledger.give('present', BAG, {}, { facts: { members: [S10, S10, '@user/bea', BAG, 'rr1'].map((subject) => ({ subject, facts })) } })
    expect(result.members?.accepted).toBe(1)
    expect(result.members?.refused.map((one) => one.rejection.code)).toEqual(['not-an-item', 'not-an-item', 'not-an-item'])
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('is refused without a trace where nobody takes it', () => {
    const ledger = new Ledger().setUp()
    expect(ledger.said('release', BAG, {}, { facts: members(['red', 'red']) })).toBe('none-of-members')
    expect(ledger.authority.caseById(`${BAG}#1`)).toBeNull()
  })
})

describe('transactions', () => {
  it('take back everything, the office too', () => {
    const ledger = new Ledger().setUp()
    const head = ledger.authority.head()
    expect(() =>
      ledger.transaction(() => {
        ledger.authority.append(ledger.command('user-disable', '@user/bea'))
        ledger.authority.append(ledger.command('release', S10))
        throw new Error('the projection failed')
      }),
    ).toThrow('the projection failed')
    expect(ledger.authority.head()).toEqual(head)
    expect(ledger.authority.office().users['bea']?.enabled).toBe(true)
    expect(ledger.authority.caseById(`${S10}#1`)).toBeNull()
    // The same seq again, with another event under it.
    ledger.give('user-disable', '@user/cas')
    expect(ledger.authority.office().users).toMatchObject({ bea: { enabled: true }, cas: { enabled: false } })
    expect(ledger.authority.verify().ok).toBe(true)
  })

  it('are on disk when they are done: another connection reads and verifies them, read-only', () => {
    const file = join(folder(), 'ledger.db')
    const ledger = new Ledger(file).setUp()
    for (let i = 0; i < 300; i++) ledger.give('present', item(i))
    const reader = new Sqlite(file, { readonly: true })
    const reading = openAuthority(reader, { ...ledger.signer, office: OFFICE, now: () => 0, random: () => new Uint8Array(16) })
    expect(reading.head()).toEqual(ledger.authority.head())
    expect(reading.office()).toEqual(ledger.authority.office())
    expect(reading.verify()).toEqual({ ok: true, events: 305, problems: [] })
    reader.close()
    ledger.db.close()
    const again = new Ledger(file, ledger.signer)
    expect(again.said('present', item(0), {}, { id: 'again-1' })).toBe('already')
    expect(again.said('hold', item(0), { reason: 'x' }, { id: 'again-2' })).toBe('held')
    expect(again.authority.verify().ok).toBe(true)
  })

  it('sign whole pages as they fill and the open one when sealed', () => {
    const ledger = new Ledger().setUp()
    for (let i = 0; i < 600; i++) ledger.transaction(() => ledger.authority.append(ledger.command('present', item(i))))
    const pages = ledger.db.prepare('SELECT page, last_seq FROM ledger_page ORDER BY page').all()
    expect(pages).toEqual([
      { page: 0, last_seq: 256 },
      { page: 1, last_seq: 512 },
      { page: 2, last_seq: 605 },
    ])
    ledger.db.transaction(() => ledger.authority.append(ledger.command('present', item(601))))()
    expect(ledger.authority.verify().problems.map((problem) => problem.code)).toEqual(['page'])
  })
})

describe('snapshots', () => {
  it('are the fold of their events, and can be made again', () => {
    const ledger = new Ledger().setUp()
    for (let i = 0; i < 50; i++)
      for (const [name, args] of [
        ['present', {}],
        ['record', { result: 'clear', found: [{ piece: 1, quantity: i }] }],
        ['release', {}],
      ] as const)
        ledger.give(name, item(i), args)
    ledger.give('hold', BAG, { reason: 'x' }, { facts: { members: [{ subject: S10, facts: factsOf('green') }] } })
    const rows = () => ledger.db.prepare('SELECT * FROM ledger_case ORDER BY subject, k').all()
    const before = rows()
    expect(before).toHaveLength(52)
    ledger.db.exec("UPDATE ledger_case SET state = 'held', snapshot = '{}'; DELETE FROM ledger_case WHERE subject LIKE 'RR1000000%'")
    expect(ledger.authority.verify().ok).toBe(false)
    expect(ledger.transaction(() => ledger.authority.rebuildCases())).toBe(52)
    expect(rows()).toEqual(before)
    expect(ledger.authority.verify().ok).toBe(true)
  })
})

describe('events of a newer program', () => {
  it('stay in the chain and out of the way', () => {
    const ledger = new Ledger().setUp()
    ledger.give('hold', S10, { reason: 'x' })
    // As a hub of the next version would have sent it: chained, stored, of a type unknown here.
    const before = ledger.authority.caseById(`${S10}#1`)
    ledger.db.prepare("UPDATE ledger_event SET type = 'x-rayed-by-drone' WHERE case_id = ? AND type = 'held'").run(`${S10}#1`)
    ledger.transaction(() => ledger.authority.rebuildCases())
    const after = ledger.authority.caseById(`${S10}#1`) as Case
    expect(before?.state).toBe('held')
    expect(after).toMatchObject({ state: 'expected', unread: 1, events: 1 })
    expect(ledger.said('present', S10)).toBe('presented')
  })
})

describe('purge', () => {
  it('removes what was said and keeps what happened, verifiably', () => {
    const ledger = new Ledger().setUp()
    const secret = 'Mrs Example, 1 Sample Street'
    ledger.give('unflag', S10, { text: secret })
    ledger.give('hold', S10, { reason: 'no-contact', text: secret })
    ledger.give('release', S10, { text: secret })
    ledger.give('hold', S10, { reason: secret })
    ledger.give('note', item(1), { text: 'another case' })
    expect(ledger.said('purge', '@retention', { cases: [`${item(1)}#1`] })).toBe('not-closed')
    expect(ledger.said('purge', '@retention', { cases: [`${S10}#1`, `${S10}#9`] })).toBe('not-closed')
    const purged = ledger.give('purge', '@retention', { cases: [`${S10}#1`] }, { actor: '@system', roles: [] })
    expect(purged.cases).toMatchObject([{ id: `${S10}#1`, state: 'released' }])
    expect(purged.cases[0]).not.toHaveProperty('hold.reason', 'no-contact')
    ledger.db.exec('VACUUM')
    expect(ledger.db.serialize().includes(secret)).toBe(false)
    expect(ledger.authority.eventsOfCase(`${S10}#1`)).toMatchObject([
      { type: 'held', actor: 'anna', data: {} },
      { type: 'released', data: {} },
    ])
    expect(ledger.authority.verify()).toMatchObject({ ok: true, problems: [] })
    ledger.transaction(() => ledger.authority.rebuildCases())
    expect(ledger.authority.verify().ok).toBe(true)
    expect(ledger.authority.eventsOfCase(`${item(1)}#1`)).toMatchObject([{ data: { text: 'another case' } }])
  })

  it('does not excuse what goes missing after it', () => {
    const ledger = new Ledger().setUp()
    ledger.give('release', S10)
    ledger.give('purge', '@retention', { cases: [`${S10}#1`] })
    ledger.give('reopen', S10, { reason: 'returned' })
    expect(ledger.authority.verify().ok).toBe(true)
    ledger.db.exec('DELETE FROM ledger_event_body WHERE seq = (SELECT max(seq) FROM ledger_event)')
    expect(ledger.authority.verify().problems.map((problem) => problem.code)).toContain('body-missing')
  })

  it('takes an open case only after 300 silent days', () => {
    const ledger = new Ledger().setUp()
    ledger.give('flag', S10)
    expect(ledger.said('purge', '@retention', { cases: [`${S10}#1`] }, { at: ledger.now + 299 * DAY })).toBe('not-closed')
    expect(ledger.said('purge', '@retention', { cases: [`${S10}#1`] }, { at: ledger.now + 301 * DAY })).toBe('accepted')
  })
})

describe('plans', () => {
  it('look every row up by an index, and the timeline of a case by its own', () => {
    const ledger = new Ledger().setUp()
    for (const statement of Object.values(statements(ledger.db))) {
      if (!statement.source.startsWith('SELECT')) continue
      const plan = ledger.db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement.source}`)
        .all(...Array.from({ length: (statement.source.match(/\?/g) ?? []).length }, () => '1'))
      for (const { detail } of plan) if (detail.startsWith('SCAN')) expect(detail).toBe('SCAN (subquery-2)')
    }
    const timeline = ledger.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statements(ledger.db).eventsOfCase.source}`).all(OFFICE, 'x')
    expect(timeline[0]?.detail).toBe('SEARCH e USING INDEX ledger_event_case (office=? AND case_id=?)')
  })
})
