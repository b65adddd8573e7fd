/** `docs/case.md` has the table command × state; every cell of it is tried here. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decide, isRejection } from '../../shared/domain/case.ts'
import type { Case } from '../../shared/domain/case.ts'
import type { Role } from '../../shared/domain/codes.ts'
import { Bench } from './case-bench.ts'

const OFFICER: readonly Role[] = ['officer']
const SUPERVISOR: readonly Role[] = ['supervisor']
const CLOSINGS = { release: {}, refuse: {}, detain: {}, destroy: {}, transfer: { office: 'CHGVAA' } }

interface Situation {
  /** Done before the item gets to its state, by a colleague or by anna. */
  readonly before?: (bench: Bench) => void
  /** Done in the state. */
  readonly there?: (bench: Bench) => void
  readonly lane?: 'green' | 'red'
  readonly actor?: string
  readonly roles?: readonly Role[]
  readonly args?: (bench: Bench) => Readonly<Record<string, unknown>>
}

const ARGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  examine: { kind: 'scan' },
  record: { result: 'clear' },
  hold: { reason: 'invoice-missing' },
  'request-info': { reason: 'no-contact' },
  'release-duty': { amount: '12.50', currency: 'CHF' },
  transfer: { office: 'CHGVAA' },
  note: { text: 'seen' },
  attach: { digest: 'a'.repeat(64), name: 'x-ray.png', size: 10, type: 'image/png' },
  assign: { user: 'bea' },
  reopen: { reason: 'new information' },
}

const latest = (bench: Bench) => ({ command: bench.case.steps.at(-1)?.command ?? 'none' })
const propose = (bench: Bench) => bench.give('release', {}, { actor: 'bea', lane: 'red' })

/** What stands before or beside the plain command, by the words after the comma. */
const SITUATIONS: Readonly<Record<string, Situation>> = {
  flag: {},
  'flag, set already': { there: (bench) => bench.give('flag') },
  unflag: { there: (bench) => bench.give('flag') },
  "unflag, a colleague's flag": { there: (bench) => bench.give('flag', {}, { actor: 'bea' }) },
  'target, targeted already': { before: (bench) => bench.give('target') },
  untarget: { before: (bench) => bench.give('target') },
  'present, examination ordered': { before: (bench) => bench.give('examine') },
  'examine, ordered already': { before: (bench) => bench.give('examine'), args: () => ({}) },
  'record, examination ordered': { before: (bench) => bench.give('examine') },
  'hold, same reason': { args: () => ({ reason: 'documents-awaited' }) },
  'release, red lane': { lane: 'red' },
  'release, red lane, examined': { there: (bench) => bench.give('record', { result: 'clear' }), lane: 'red' },
  'release, red lane, inconclusive': { there: (bench) => bench.give('record', { result: 'inconclusive' }), lane: 'red' },
  'release, flagged by a colleague': { there: (bench) => bench.give('flag', {}, { actor: 'bea' }) },
  'release, prohibited found': { there: (bench) => bench.give('record', { result: 'prohibited' }) },
  'release, proposed already': { there: propose, lane: 'red' },
  'release-duty, red lane': { lane: 'red' },
  "approve, a colleague's proposal": { there: propose, lane: 'red', args: latest },
  'approve, own proposal': { there: propose, lane: 'red', actor: 'bea', args: latest },
  'approve, no proposal': { args: () => ({ command: 'none' }) },
  undo: { args: latest },
  'undo, as a supervisor': { args: latest, actor: 'sam', roles: SUPERVISOR },
  "undo, a colleague's command": { args: latest, actor: 'bea' },
  'undo, not the latest': { args: (bench) => ({ command: bench.case.steps[0]?.command }) },
  'undo, answer sent': {
    there: (bench) => bench.give('mark-sent', { command: bench.case.steps.at(-1)?.command, file: 'a.edi', digest: 'b'.repeat(64) }, { actor: '@system' }),
    args: latest,
  },
  'undo, unknown command': { args: () => ({ command: 'never-given' }) },
  'reopen, as a supervisor': { actor: 'sam', roles: SUPERVISOR },
  'reopen, as an officer': {},
  'hold, as a viewer': { roles: ['viewer'] },
  'hold, as an administrator': { roles: ['administrator'] },
}

/** Ways to each column; a closed column is reached in each of the five states. */
const PATHS: Readonly<Record<string, readonly ((bench: Bench) => void)[]>> = {
  expected: [() => undefined],
  arrived: [(bench) => bench.give('arrive')],
  presented: [(bench) => bench.all(['arrive', 'present'])],
  'under-examination': [(bench) => bench.all(['arrive', 'present', 'examine'])],
  held: [(bench) => bench.all(['arrive', 'present']).give('hold', { reason: 'documents-awaited' })],
  closed: Object.entries(CLOSINGS).map(
    ([name, args]) =>
      (bench: Bench) =>
        bench.all(['arrive', 'present']).give(name, args),
  ),
  'held before arrival': [(bench) => bench.give('hold', { reason: 'documents-awaited' })],
  'closed before arrival': Object.entries(CLOSINGS).map(
    ([name, args]) =>
      (bench: Bench) =>
        bench.give(name, args),
  ),
}

const table = readFileSync(new URL('../../docs/case.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const [heads = [], ...rows] = table
const columns = heads.slice(1)

function outcome(row: string, reach: (bench: Bench) => void): { got: string; before: Case } {
  const name = row.split(',')[0] ?? ''
  const situation = SITUATIONS[row] ?? {}
  const bench = new Bench()
  situation.before?.(bench)
  reach(bench)
  situation.there?.(bench)
  const args = situation.args?.(bench) ?? ARGS[name] ?? {}
  const command = bench.command(name, args, { actor: situation.actor ?? 'anna', roles: situation.roles ?? OFFICER })
  const before = bench.case
  const answer = decide(before, bench.facts(situation.lane ?? 'green'), command)
  if (isRejection(answer)) return { got: answer.code, before }
  const after = bench.fold(command, answer.events)
  if (answer.events.some((event) => event.type === 'proposed')) return { got: after.state === before.state ? 'proposal' : 'moved', before }
  return { got: after.state === before.state ? '=' : after.state, before }
}

describe('the table command × state of docs/case.md', () => {
  it('has a row for every command and a column for every state', () => {
    expect(new Set(rows.map(([row]) => row?.split(',')[0]))).toEqual(
      new Set([
        'flag',
        'unflag',
        'target',
        'untarget',
        'arrive',
        'present',
        'examine',
        'record',
        'hold',
        'request-info',
        'release',
        'release-duty',
        'refuse',
        'detain',
        'destroy',
        'transfer',
        'note',
        'attach',
        'assign',
        'approve',
        'undo',
        'reopen',
      ]),
    )
    expect(columns).toEqual(Object.keys(PATHS))
    expect(rows.every((cells) => cells.length === columns.length + 1)).toBe(true)
  })

  it('knows every situation that the table names', () => {
    // "no flag", "not targeted": that is how a case is before anybody does anything.
    const named = rows.map(([row = '']) => row).filter((row) => row.includes(',') && !/, no(t targeted| flag)$/.test(row))
    expect(named.filter((row) => !Object.hasOwn(SITUATIONS, row))).toEqual([])
  })

  it.each(rows.map(([row = '', ...cells]) => [row, cells] as const))('%s', (row, cells) => {
    for (const [i, cell] of cells.entries()) {
      if (cell === '—') continue
      const column = columns[i] ?? ''
      const got = (PATHS[column] ?? []).map((reach) => outcome(row, reach).got)
      expect({ column, got: [...new Set(got)] }).toEqual({ column, got: [cell] })
    }
  })

  it('treats an item that the post withdrew as one that is expected', () => {
    for (const name of ['arrive', 'present', 'hold', 'release', 'detain']) {
      const announced = new Bench()
      const withdrawn = new Bench()
      const command = announced.command(name, ARGS[name] ?? {})
      expect(decide(withdrawn.case, { ...withdrawn.facts('green'), announced: false }, command)).toEqual(decide(announced.case, announced.facts('green'), command))
    }
  })
})
