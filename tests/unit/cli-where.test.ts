import { describe, expect, test } from 'vitest'
import { asGiven } from '../../main/local/command-line/import.ts'
import { defaultDataFolder } from '../../main/local/command-line/data-folder.ts'
import { itemConditions } from '../../main/local/command-line/lists.ts'
import type { ItemRecord } from '../../main/local/command-line/rows.ts'

const item: ItemRecord = {
  item: 'RR473124829FR',
  case: 'RR473124829FR#1',
  dispatch: null,
  receptacle: null,
  state: 'expected',
  lane: 'red',
  flags: [],
  targeted: false,
  class: 'U',
  originCountry: 'FR',
  nature: '11',
  description: 'gift',
  pieces: 1,
  grossWeightKg: 0.45,
  value: '1.00',
  currency: 'EUR',
  sender: null,
  addressee: 'Jürg Aebischer, Zürich',
  declared: true,
  lastEvent: 'EMD',
  updatedAt: '2026-11-22T10:30:00.000Z',
}

describe('--where', () => {
  test.each([
    [['lane=red'], [{ field: 'lane', op: 'is', values: ['red'] }]],
    [['state=Under-Examination'], [{ field: 'state', op: 'is', values: ['under-examination'] }]],
    [['item=rr 473 124 829 fr'], [{ field: 'item', op: 'is', values: ['RR473124829FR'] }]],
    [
      ['lane=red', 'lane=orange', 'declared=true'],
      [
        { field: 'lane', op: 'is', values: ['red', 'orange'] },
        { field: 'declared', op: 'is', values: ['true'] },
      ],
    ],
    [['lane!=green'], [{ field: 'lane', op: 'not', values: ['green'] }]],
    [['originCountry=fr'], [{ field: 'originCountry', op: 'is', values: ['FR'] }]],
    [['flags=weapon?'], [{ field: 'flag', op: 'is', values: ['weapon?'] }]],
    [['nature=a=b'], [{ field: 'nature', op: 'is', values: ['a=b'] }]],
  ])('%j is asked of the desk', (where, expected) => {
    expect(itemConditions(where, null)).toEqual({ filter: { where: expected }, keep: null })
  })

  test.each([
    [['description=gift'], true],
    [['description=Gift'], false],
    [['value=1.00'], true],
    [['grossWeightKg=0.45'], true],
    [['dispatch=null'], true],
    [['receptacle='], true],
    [['addressee!=null'], true],
    [['sender!=null'], false],
    [['pieces=1', 'description=book', 'description=gift'], true],
  ])('%j is compared row by row', (where, expected) => {
    const { filter, keep } = itemConditions(where, null)
    expect(filter.where).toEqual([])
    expect(keep?.(item)).toBe(expected)
  })

  test.each([
    ['lane', 'FIELD=VALUE'],
    ['=red', 'FIELD=VALUE'],
    ['colour=red', 'no field "colour"'],
    ['lane=purple', 'lane is one of'],
    ['state=lost', 'state is one of'],
    ['targeted=perhaps', 'targeted is one of'],
    ['toString=x', 'no field "toString"'],
  ])('%s is refused', (where, why) => {
    expect(() => itemConditions([where], null)).toThrow(why)
  })

  test('--search goes with it', () => {
    expect(itemConditions(['open=true'], 'cotton 4731').filter).toEqual({ where: [{ field: 'open', op: 'is', values: ['true'] }], search: 'cotton 4731' })
  })
})

test.each([
  ['/data/in/a.edi', [['in/a.edi', '/data/in/a.edi']], 'in/a.edi'],
  ['/data/in/sub/a.edi', [['in', '/data/in']], 'in/sub/a.edi'],
  ['/data/inside/a.edi', [['in', '/data/in']], '/data/inside/a.edi'],
  ['/data/in/a.edi', [['.', '/data/in']], 'a.edi'],
  ['/data/in/a.edi', [['/data/in', '/data/in']], '/data/in/a.edi'],
  ['/a.edi', [['/', '/']], '/a.edi'],
])('%s is named as it was given: %j', (file, named, expected) => {
  expect(
    asGiven(
      file,
      (named as [string, string][]).map(([given, absolute]) => ({ given, absolute })),
    ),
  ).toBe(expected)
})

test.each([
  ['linux', {}, '/home/anna/.local/share/liaison-desk'],
  ['linux', { XDG_DATA_HOME: '/srv/anna' }, '/srv/anna/liaison-desk'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/anna/.local/share/liaison-desk'],
  ['darwin', {}, '/home/anna/Library/Application Support/liaison-desk'],
  ['win32', { LOCALAPPDATA: '/users/anna/local' }, '/users/anna/local/liaison-desk'],
] as const)('on %s with %j the data lies in %s', (platform, env, expected) => {
  expect(defaultDataFolder(env, platform, '/home/anna')).toBe(expected)
})
