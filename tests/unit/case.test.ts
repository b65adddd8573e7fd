import { createIntl } from 'react-intl'
import { describe, expect, it } from 'vitest'
import { actionsFor, decide, evolve, EVENT_OWED, isRejection, NO_CASE, REJECTION_CODES, TIMELINE_TYPES, timelineType, timelineValues } from '../../shared/domain/case.ts'
import { CASE_COMMANDS } from '../../shared/domain/codes.ts'
import { checkRawArgs, MAX_TEXT } from '../../shared/domain/command-args.ts'
import { rejectionsEn } from '../../shared/i18n/rejections.en.ts'
import { rejectionsFr } from '../../shared/i18n/rejections.fr.ts'
import { timelineEn } from '../../shared/i18n/timeline.en.ts'
import { timelineFr } from '../../shared/i18n/timeline.fr.ts'
import { Bench, SUBJECT } from './case-bench.ts'

const BEA = { actor: 'bea' }
const SAM = { actor: 'sam', roles: ['supervisor'] as const }
const RED = { lane: 'red' } as const

describe('args', () => {
  const cases: readonly (readonly [string, string, unknown, unknown])[] = [
    ['takes a text with every command', 'present', { text: 'at table 2' }, null],
    ['refuses a key that the command does not know', 'release', { reason: 'x' }, { key: 'reason', problem: 'unknown' }],
    ['refuses a misspelt key', 'hold', { reason: 'x', resaon: 'y' }, { key: 'resaon', problem: 'unknown' }],
    ['misses a reason', 'hold', {}, { key: 'reason', problem: 'missing' }],
    ['refuses an empty reason', 'hold', { reason: '  ' }, { key: 'reason', problem: 'invalid' }],
    ['takes free text as a reason', 'request-info', { reason: 'Which of the two addresses?' }, null],
    ['takes null as absent', 'refuse', { reason: null }, null],
    ['refuses an amount that is no decimal', 'release-duty', { amount: '12,50', currency: 'CHF' }, { key: 'amount', problem: 'invalid' }],
    ['refuses a negative amount', 'release-duty', { amount: '-1', currency: 'CHF' }, { key: 'amount', problem: 'invalid' }],
    ['refuses a currency that is none', 'release-duty', { amount: '1', currency: 'Fr.' }, { key: 'currency', problem: 'invalid' }],
    ['takes a result in own words', 'record', { result: 'second parcel inside' }, null],
    [
      'takes found pieces',
      'record',
      { result: 'discrepancy', found: [{ piece: 1, quantity: 3, netWeightKg: 0.25, value: '9.90', currency: 'eur', hs: '610910', origin: 'BD' }] },
      null,
    ],
    ['refuses a found key it does not know', 'record', { result: 'clear', found: [{ piece: 1, colour: 'red' }] }, { key: 'colour', problem: 'unknown' }],
    ['refuses one piece twice', 'record', { result: 'clear', found: [{ piece: 1 }, { piece: 1 }] }, { key: 'found', problem: 'invalid' }],
    ['refuses args that are no record', 'release', [], { key: 'args', problem: 'invalid' }],
    ['refuses the key __proto__', 'release', JSON.parse('{"__proto__":{"text":"x"}}'), { key: '__proto__', problem: 'unknown' }],
    ['takes 4,000 characters', 'note', { text: 'x'.repeat(MAX_TEXT) }, null],
    ['refuses 4,001', 'note', { text: 'x'.repeat(MAX_TEXT + 1) }, { key: 'text', problem: 'invalid' }],
    ['takes a path from a person', 'attach', { path: '/tmp/x.png' }, null],
  ]
  it.each(cases)('%s', (_title, name, args, wrong) => {
    const answer = checkRawArgs(name, args)
    if (wrong === null) expect(answer).toHaveProperty('args')
    else expect(answer).toEqual({ code: 'args', values: wrong })
  })

  it('wants the digest of a file, not its path, in the ledger', () => {
    expect(new Bench().try('attach', { path: '/etc/passwd' }).rejection).toEqual({ code: 'args', values: { key: 'digest', problem: 'missing' } })
  })

  it('refuses commands and versions that it does not know', () => {
    const bench = new Bench()
    expect(bench.try('teleport').rejection).toEqual({ code: 'unknown-command', values: { name: 'teleport' } })
    expect(bench.try('constructor').rejection?.code).toBe('unknown-command')
    expect(decide(NO_CASE, bench.facts(), { ...bench.command('flag'), v: 2 })).toEqual({ code: 'newer-version', values: { name: 'flag', version: 2 } })
  })

  it('wants a note to say something', () => {
    expect(new Bench().try('note', { text: ' ' }).rejection?.code).toBe('text-required')
  })
})

describe('what a decision tells the out-tray', () => {
  it.each([
    ['hold', { reason: 'proof-of-value' }, 'HOLD', ['EME'], 'proof-of-value'],
    ['request-info', { reason: 'no-contact' }, 'REQUEST_INFO', ['EME'], 'no-contact'],
    ['release', {}, 'RELEASE', ['EDC'], null],
    ['release-duty', { amount: '12.50', currency: 'CHF' }, 'RELEASE_DUTY', ['EDC'], null],
    ['transfer', { office: 'CHGVAA' }, 'TRANSFER', ['EDC'], null],
    ['refuse', { reason: 'not-admitted' }, 'REFUSE', ['EDX'], 'not-admitted'],
    ['detain', {}, 'DETAIN', ['EDX'], null],
    ['destroy', {}, 'DESTROY', ['EDX'], null],
    ['examine', { kind: 'open' }, 'EXAMINE', [], null],
    ['target', {}, 'PRESENT', [], null],
  ] as const)('%s', (name, args, decision, owes, reason) => {
    const { events } = new Bench().try(name, args)
    expect(events).toHaveLength(1)
    expect(events[0]?.data).toMatchObject({ decision, owes, reason, supersedes: null, lane: 'green', officer: 'anna', approver: null })
    expect(owes).toEqual(EVENT_OWED[decision] === null ? [] : [EVENT_OWED[decision]])
  })

  it('owes EDB when the item is presented, and when a result shows that it was', () => {
    expect(new Bench().try('present').events[0]?.data).toMatchObject({ owes: ['EDB'], implied: false })
    const { events } = new Bench().give('arrive').try('record', { result: 'clear' })
    expect(events.map((event) => event.type)).toEqual(['presented', 'examined'])
    expect(events[0]?.data).toMatchObject({ owes: ['EDB'], implied: true })
  })

  it('tells the post nothing about a target on an item that has come', () => {
    expect(new Bench().give('arrive').try('target').events[0]?.data).toEqual({ lane: 'green' })
  })

  it('names the decision that it supersedes, all along', () => {
    const bench = new Bench()
    const targeted = bench.try('target')
    const ordered = bench.try('examine')
    const held = bench.try('hold', { reason: 'x' })
    const released = bench.try('release')
    expect([ordered, held, released].map(({ events }) => events[0]?.data['supersedes'])).toEqual([targeted.id, ordered.id, held.id])
    bench.give('reopen', { reason: 'returned' }, SAM)
    expect(bench.try('detain').events[0]?.data['supersedes']).toBe(released.id)
  })

  it('keeps grams and decimal text of what was found, and merges piece by piece', () => {
    const bench = new Bench().give('present')
    bench.give('record', { result: 'discrepancy', found: [{ piece: 2, netWeightKg: 0.2505, value: 12 }] })
    bench.give('record', {
      result: 'discrepancy',
      found: {
        nature: '11',
        content: [
          { piece: 2, quantity: 3 },
          { piece: 1, currency: 'eur' },
        ],
      },
    })
    expect(bench.case.found).toEqual([
      { piece: 1, currency: 'EUR' },
      { piece: 2, netWeightG: 251, value: '12', quantity: 3 },
    ])
    expect(bench.case.foundNature).toBe('11')
  })

  it('does not restart the clock of a hold with a new reason', () => {
    const bench = new Bench().give('hold', { reason: 'a' })
    const since = bench.case.hold?.since
    bench.give('request-info', { reason: 'b' })
    expect(bench.case.hold).toEqual({ reason: 'b', kind: 'REQUEST_INFO', since })
  })
})

describe('four eyes', () => {
  it('keeps both names, and marks an approval from the same device', () => {
    const bench = new Bench('red').give('present')
    const proposed = bench.try('release-duty', { amount: '5', currency: 'chf', text: 'small' }, RED)
    expect(bench.case.state).toBe('presented')
    const approved = bench.try('approve', { command: proposed.id }, { ...BEA, device: 'desk-1' })
    expect(approved.events).toHaveLength(1)
    expect(approved.events[0]).toMatchObject({
      type: 'released-with-duty',
      data: { officer: 'anna', approver: 'bea', sameDevice: true, amount: '5', currency: 'CHF', proposal: proposed.id },
    })
    expect(bench.case.decision).toMatchObject({ actor: 'anna', approver: 'bea', sameDevice: true, duty: { amount: '5', currency: 'CHF' } })
  })

  it('does not mark an approval from another device', () => {
    const bench = new Bench('red')
    const { id } = bench.try('release', {}, RED)
    expect(bench.try('approve', { command: id }, { ...BEA, device: 'desk-2' }).events[0]?.data['sameDevice']).toBe(false)
  })

  it('lets a viewer approve nothing', () => {
    const bench = new Bench('red')
    const { id } = bench.try('release', {}, RED)
    expect(bench.try('approve', { command: id }, { actor: 'vic', roles: ['viewer'] }).rejection?.code).toBe('role')
  })

  it('binds a supervisor too', () => {
    const bench = new Bench('red')
    const { id } = bench.try('release', {}, { ...SAM, ...RED })
    expect(bench.case.state).toBe('expected')
    expect(bench.try('approve', { command: id }, SAM).rejection?.code).toBe('own-proposal')
  })

  it('lets the one who flagged release alone', () => {
    expect(new Bench().give('flag').give('release').case.state).toBe('released')
  })

  it('asks again when a colleague flags after the result', () => {
    const bench = new Bench().give('present').give('record', { result: 'clear' }).give('flag', {}, BEA)
    expect(bench.try('release').events[0]?.data).toMatchObject({ why: 'flagged-by-another' })
  })

  it('asks again when a colleague orders another look after the result', () => {
    const bench = new Bench('red').give('present').give('record', { result: 'clear' }).give('examine', { kind: 'laboratory' }, BEA)
    expect(bench.try('release').events[0]?.type).toBe('proposed')
  })

  it('counts a result after the flag', () => {
    expect(new Bench().give('flag', {}, BEA).give('present').give('record', { result: 'discrepancy' }).give('release').case.state).toBe('released')
  })

  it("does not let a supervisor lift a colleague's flag to release alone", () => {
    const bench = new Bench().give('flag', {}, BEA).give('unflag', {}, SAM)
    expect(bench.case.flags).toEqual([])
    expect(bench.try('release', {}, SAM).events[0]?.type).toBe('proposed')
    expect(new Bench().give('flag', {}, BEA).give('unflag', {}, SAM).give('release').case.state).toBe('released')
  })

  it('does not let a second result talk a prohibited article away', () => {
    const bench = new Bench().give('present').give('record', { result: 'prohibited' }).give('record', { result: 'clear' })
    expect(bench.try('release').events[0]?.data).toMatchObject({ why: 'prohibited' })
  })

  it('forgets earlier results when the case is reopened', () => {
    const bench = new Bench('red').give('present').give('record', { result: 'clear' }).give('release', {}, RED)
    expect(bench.case.state).toBe('released')
    bench.give('reopen', { reason: 'tip-off' }, SAM)
    expect(bench.try('release', {}, RED).events[0]?.type).toBe('proposed')
  })

  it.each([
    ['hold', { reason: 'x' }],
    ['examine', {}],
    ['detain', {}],
  ])('drops a proposal on %s', (name, args) => {
    const bench = new Bench('red')
    const { id } = bench.try('release', {}, RED)
    bench.give(name, args)
    expect(bench.try('approve', { command: id }, BEA).rejection?.code).toBe('no-proposal')
  })

  it('replaces a proposal by another one, and not by the same', () => {
    const bench = new Bench('red')
    const first = bench.try('release', {}, RED)
    expect(bench.try('release', {}, { ...BEA, ...RED }).rejection).toEqual({ code: 'awaiting-approval', values: { actor: 'anna', command: first.id } })
    const second = bench.try('release-duty', { amount: '1', currency: 'CHF' }, { ...BEA, ...RED })
    expect(bench.case.proposal?.command).toBe(second.id)
    expect(bench.try('approve', { command: first.id }).rejection?.code).toBe('no-proposal')
  })

  it('does not trust an approver whom the proposer names', () => {
    const bench = new Bench('red')
    const command = { ...bench.command('release'), approver: 'bea' }
    const answer = decide(bench.case, bench.facts('red'), command)
    expect(!isRejection(answer) && answer.events[0]?.type).toBe('proposed')
  })
})

describe('undo', () => {
  it('takes an approved release back to the proposal, by either of the two', () => {
    const bench = new Bench('red')
    const proposed = bench.try('release', {}, RED)
    bench.give('approve', { command: proposed.id }, BEA)
    expect(bench.try('undo', { command: proposed.id }).rejection).toBeNull()
    expect(bench.case).toMatchObject({ state: 'expected', proposal: { command: proposed.id } })
    expect(bench.try('undo', { command: proposed.id }).rejection).toBeNull()
    expect(bench.case.proposal).toBeNull()
  })

  it('takes back an implied presentation with the result that implied it', () => {
    const bench = new Bench().give('arrive')
    const { id } = bench.try('record', { result: 'clear', found: [{ piece: 1, quantity: 2 }] })
    bench.give('undo', { command: id })
    expect(bench.case).toMatchObject({ state: 'arrived', presentedAt: null, results: [], found: [] })
  })

  it('keeps what stands beside the state', () => {
    const bench = new Bench()
    const { id } = bench.try('hold', { reason: 'x' })
    bench.give('flag').give('note', { text: 'seen' }).give('undo', { command: id })
    expect(bench.case).toMatchObject({ state: 'expected', notes: 1, flags: [{ flag: 'attention' }] })
  })

  it.each([['flag'], ['target'], ['note'], ['assign']])('does not reach %s', (name) => {
    const bench = new Bench()
    const { id } = bench.try(name, name === 'note' ? { text: 'x' } : name === 'assign' ? { user: 'bea' } : {})
    expect(bench.try('undo', { command: id }).rejection?.code).toBe('not-undoable')
  })

  it('remembers that an answer went out, also of a decision that an undone one had superseded', () => {
    const bench = new Bench()
    const held = bench.try('hold', { reason: 'x' })
    const released = bench.try('release')
    bench.give('mark-sent', { command: held.id, file: 'h.edi', digest: 'c'.repeat(64) }, { actor: '@system' })
    bench.give('undo', { command: released.id })
    expect(bench.case.decision).toMatchObject({ command: held.id, sent: true })
    expect(bench.try('undo', { command: held.id }).rejection?.code).toBe('answer-sent')
  })

  it('lets a new decision follow one whose answer was sent', () => {
    const bench = new Bench()
    const held = bench.try('hold', { reason: 'x' })
    bench.give('mark-sent', { command: held.id, file: 'h.edi', digest: 'c'.repeat(64) }, { actor: '@system' })
    expect(bench.try('release').events[0]?.data['supersedes']).toBe(held.id)
  })

  it('lets only the desk itself mark an answer as sent', () => {
    const args = { command: 'x', file: 'h.edi', digest: 'c'.repeat(64) }
    expect(new Bench().try('mark-sent', args, SAM).rejection?.code).toBe('role')
    expect(new Bench().try('release', {}, { actor: '@system', roles: ['supervisor'] }).rejection?.code).toBe('role')
  })

  it('reaches eight commands back', () => {
    const bench = new Bench()
    const ids = Array.from({ length: 9 }, (_, i) => bench.try('hold', { reason: `reason ${i}` }).id)
    for (const id of ids.slice(1).toReversed()) expect(bench.try('undo', { command: id }).rejection).toBeNull()
    expect(bench.try('undo', { command: ids[0] }).rejection?.code).toBe('not-undoable')
    expect(bench.case.hold?.reason).toBe('reason 0')
  })
})

describe('events that this program does not know', () => {
  const alien = { seq: 9, command: 'c', case: `${SUBJECT}#1`, subject: SUBJECT, at: 5, actor: 'x' }
  it('counts them and changes nothing else', () => {
    const bench = new Bench().give('arrive')
    const after = evolve(bench.case, { ...alien, type: 'teleported', v: 1, data: { to: 'released' } })
    expect(after).toEqual({ ...bench.case, openedAt: 5, lastSeq: 9, events: bench.case.events + 1, unread: 1 })
    expect(evolve(bench.case, { ...alien, type: 'released', v: 2, data: {} })).toMatchObject({ state: 'arrived', unread: 1 })
  })

  it('moves the state of an event whose body was purged', () => {
    expect(evolve(NO_CASE, { ...alien, type: 'detained', v: 1, data: {} })).toMatchObject({ state: 'detained', decision: { decision: 'DETAIN', reason: null } })
  })
})

describe('actions', () => {
  it('offers every command, and says why not', () => {
    const bench = new Bench()
    const actions = actionsFor(bench.case, bench.facts('red'), { login: 'anna', roles: ['officer'] })
    expect(actions.map((one) => one.name)).toEqual([...CASE_COMMANDS])
    expect(actions.filter((one) => !one.allowed).map((one) => [one.name, one.allowed ? '' : one.rejection.code])).toEqual([
      ['unflag', 'not-flagged'],
      ['untarget', 'not-targeted'],
      ['record', 'not-in-custody'],
      ['approve', 'no-proposal'],
      ['undo', 'not-undoable'],
      ['reopen', 'role'],
    ])
    expect(actions.find((one) => one.name === 'release')).toEqual({ name: 'release', allowed: true, needsSecondPerson: true })
  })

  it('offers the second person the approval, and the first none', () => {
    const bench = new Bench('red').give('release', {}, RED)
    const offered = (login: string) => actionsFor(bench.case, bench.facts('red'), { login, roles: ['officer'] }).find((one) => one.name === 'approve')?.allowed
    expect([offered('anna'), offered('bea')]).toEqual([false, true])
  })
})

describe('texts', () => {
  const placeholders = /\{(\w+)/g
  const format = (locale: string, text: string, values: Readonly<Record<string, string | number>>): string => {
    const intl = createIntl({
      locale,
      messages: { text },
      onError: (error) => {
        throw error
      },
    })
    return String(intl.formatMessage({ id: 'text' }, values))
  }
  it.each([
    ['en', rejectionsEn, timelineEn],
    ['fr', rejectionsFr, timelineFr],
  ] as const)('%s can be formatted, each with the values it asks for', (locale, rejections, timeline) => {
    expect(Object.keys(rejections)).toEqual([...REJECTION_CODES])
    for (const text of Object.values(rejections)) {
      const names = [...text.matchAll(placeholders)].map((match) => match[1] ?? '')
      expect(format(locale, text, Object.fromEntries(names.map((name) => [name, 1])))).not.toContain('{')
    }
    expect(new Set(Object.keys(timeline))).toEqual(new Set(TIMELINE_TYPES))
    for (const [type, text] of Object.entries(timeline)) {
      const said = format(locale, text, timelineValues({ type, actor: 'anna', data: { text: 'a remark' } }))
      expect(said).not.toContain('{')
      if (type !== 'unknown') expect(said).toContain('— a remark')
    }
  })

  it('says what happened', () => {
    const bench = new Bench('red')
    const { id } = bench.try('release', {}, RED)
    const [event] = bench.try('approve', { command: id }, { ...BEA, device: 'desk-1' }).events
    if (event === undefined) throw new Error('no event')
    expect(timelineType(event)).toBe('released')
    expect(format('en', timelineEn.released, timelineValues({ ...event, actor: 'bea' }))).toBe('Released, decided by anna, approved by bea on the same device')
    expect(timelineType({ type: 'released', v: 3 })).toBe('unknown')
  })
})

describe('what the post told', () => {
  const here = { lastEvent: { code: 'EMD', at: 1 } } as const

  it('lets a result be recorded of an item that nobody here has scanned', () => {
    const bench = new Bench()
    const known = { ...bench.facts('green'), ...here }
    const command = bench.command('record', { result: 'clear' })
    expect(isRejection(decide(bench.case, bench.facts('green'), command))).toBe(true)
    expect(isRejection(decide(bench.case, known, command))).toBe(false)
  })

  it('makes targeting no order to present: the item is here', () => {
    const bench = new Bench()
    const decided = decide(bench.case, { ...bench.facts('green'), ...here }, bench.command('target', {}))
    expect(isRejection(decided) ? [] : decided.events.map((event) => event.data['decision'] ?? null)).toEqual([null])
  })
})
