import { describe, expect, it } from 'vitest'
import { commandOf, HEADLINES, isMissent, SCAN_MODES, verdictOf, type ScanFacts, type ScannedItem } from '../../shared/domain/scan-verdict.ts'

const BAG = 'FRCDGACHZRHBAUN60123001000123'
const OTHER = 'FRCDGACHZRHBAUN60123002100064'
const ITEM: ScannedItem = { state: 'expected', lane: 'green', announced: true, declared: true, targeted: false, seen: false, advised: BAG, flaggedBy: [] }
const FACTS: ScanFacts = {
  kind: 'item',
  sound: true,
  mode: 'item',
  office: 'CHZRHB',
  destination: 'CHZRHB',
  open: null,
  item: ITEM,
  receptacle: null,
  known: true,
  recorded: 'accepted',
}
const item = (change: Partial<ScannedItem>, more: Partial<ScanFacts> = {}): ScanFacts => ({ ...FACTS, ...more, item: { ...ITEM, ...change } })
const bag = (status: NonNullable<ScanFacts['receptacle']>['status'], announced: boolean, more: Partial<ScanFacts> = {}): ScanFacts => ({
  ...FACTS,
  kind: 'receptacle',
  mode: 'receptacle',
  item: null,
  receptacle: { status, announced },
  ...more,
})

describe('what a scan says', () => {
  const CASES: readonly [what: string, facts: ScanFacts, headline: string, tone: string, warning: boolean, notes: readonly string[]][] = [
    ['an item of the green lane', item({}), 'green', 'release', false, []],
    ['of the yellow lane', item({ lane: 'yellow' }), 'yellow', 'documents', false, []],
    ['of the orange lane', item({ lane: 'orange' }), 'orange', 'scan', false, []],
    ['of the red lane', item({ lane: 'red' }), 'red', 'stop', true, []],
    ['in its receptacle', item({}, { open: BAG }), 'green', 'release', false, ['as-announced']],
    ['in another receptacle than announced', item({}, { open: OTHER }), 'green', 'unknown', true, ['other-receptacle']],
    ['announced in none, in a receptacle', item({ advised: null }, { open: OTHER }), 'green', 'release', false, []],
    ['scanned before', item({ state: 'arrived', seen: true }, { recorded: 'already' }), 'green', 'repeated', false, ['repeated']],
    ['a red one scanned before', item({ lane: 'red', state: 'arrived', seen: true }, { recorded: 'already' }), 'red', 'repeated', false, ['repeated']],
    ['never announced', item({ announced: false, declared: false }), 'unknown', 'unknown', true, ['not-announced']],
    ['never heard of', { ...FACTS, item: null, known: false }, 'unknown', 'unknown', true, ['not-announced']],
    ['announced without a declaration', item({ declared: false, lane: 'orange' }), 'orange', 'scan', true, ['no-advance-data']],
    ['targeted', item({ targeted: true }), 'targeted', 'stop', true, ['targeted']],
    ['targeted, of the red lane', item({ targeted: true, lane: 'red' }), 'red', 'stop', true, ['targeted']],
    ['flagged by a colleague', item({ flaggedBy: ['M. Rossi'] }), 'flagged', 'stop', true, ['flagged']],
    ['held', item({ state: 'held' }), 'held', 'stop', true, ['held']],
    ['released on data, seen for the first time', item({ state: 'released' }), 'green', 'release', false, ['released-on-data']],
    ['released, and here again', item({ state: 'released', seen: true }), 'closed', 'stop', true, ['closed']],
    ['refused', item({ state: 'refused' }), 'closed', 'stop', true, ['closed']],
    ['refused, and the command with it', item({ state: 'refused' }, { mode: 'present', recorded: { refused: 'closed' } }), 'closed', 'stop', true, ['closed']],
    ['withdrawn by the post', item({ state: 'withdrawn' }), 'unknown', 'unknown', true, ['withdrawn']],
    ['for another place', item({}, { destination: 'USJFKA' }), 'missent', 'stop', true, ['missent']],
    ['for another office of this place', item({}, { destination: 'CHZRHA' }), 'green', 'release', false, []],
    ['by somebody who may not', item({}, { recorded: { refused: 'role' } }), 'green', 'unknown', true, ['not-recorded']],
    ['an item where receptacles are meant', item({}, { mode: 'receptacle', recorded: null }), 'green', 'unknown', true, ['wrong-kind']],
    ['looked up only', item({}, { mode: 'look-up', recorded: null }), 'green', 'release', false, []],
    ['a wrong check digit', { ...FACTS, item: null, sound: false, known: false }, 'unknown', 'unknown', true, ['check-digit', 'not-announced']],
    ['no identifier at all', { ...FACTS, kind: 'other', item: null, known: false, recorded: null }, 'unreadable', 'unknown', true, []],
    ['a receptacle as announced', bag('announced', true), 'received', 'release', false, []],
    ['a receptacle scanned before', bag('received', true, { recorded: 'already' }), 'received', 'repeated', false, ['repeated']],
    ['a receptacle in excess', { ...FACTS, kind: 'receptacle', mode: 'receptacle', item: null, known: false }, 'excess', 'unknown', true, ['not-announced']],
    ['a receptacle whose announcement was cancelled', bag('cancelled', false), 'excess', 'unknown', true, ['receptacle-cancelled']],
    ['a receptacle for another place', bag('announced', true, { destination: 'USJFKA' }), 'missent', 'stop', true, ['missent']],
    ['a receptacle opened for its items', bag('announced', true, { mode: 'item', recorded: null }), 'announced', 'release', false, ['receptacle-open', 'receptacle-not-received']],
    ['a dispatch', { ...FACTS, kind: 'dispatch', mode: 'look-up', item: null, recorded: null }, 'dispatch', 'release', false, []],
    ['a dispatch nobody knows', { ...FACTS, kind: 'dispatch', mode: 'look-up', item: null, recorded: null, known: false }, 'unknown', 'unknown', true, ['not-announced']],
  ]
  it.each(CASES)('%s', (_what, facts, headline, tone, warning, notes) => {
    const verdict = verdictOf(facts)
    expect({ headline: verdict.headline, tone: verdict.tone, warning: verdict.warning, notes: verdict.notes.map((note) => note.code) }).toEqual({ headline, tone, warning, notes })
  })
  it('is shown for every headline', () => {
    expect([...new Set(CASES.map(([, , headline]) => headline))].toSorted()).toEqual([...HEADLINES].toSorted())
  })
})

it('looking and locating record nothing, and no mode records what it is not made for', () => {
  const given = SCAN_MODES.flatMap((mode) => (['item', 'receptacle', 'dispatch', 'other'] as const).map((kind) => [mode, kind, commandOf(mode, kind)] as const)).filter(
    ([, , name]) => name !== null,
  )
  expect(given).toEqual([
    ['receptacle', 'receptacle', 'arrive'],
    ['item', 'item', 'arrive'],
    ['item', 'other', 'arrive'],
    ['present', 'item', 'present'],
    ['present', 'other', 'present'],
  ])
})

it.each([
  [null, 'CHZRHB', false],
  ['CHZRHB', 'CHZRHB', false],
  ['CHZRHA', 'CHZRHB', false],
  ['CHGVAA', 'CHZRHB', true],
])('mail for %s is missent at %s: %s', (destination, office, missent) => {
  expect(isMissent(destination, office)).toBe(missent)
})
