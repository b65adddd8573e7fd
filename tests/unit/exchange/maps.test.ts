import { describe, expect, it } from 'vitest'
import { BUILT_IN_MAPS } from '../../../main/exchange/maps/built-in.ts'
import { PREDES } from '../../../main/exchange/maps/edifact-maps.ts'
import { chooseMap, parseMap, type EdifactMap } from '../../../main/exchange/maps/map.ts'
import { ITMATT } from '../../../main/exchange/maps/xml-maps.ts'
import { MANIFEST } from '../../../main/exchange/maps/table-maps.ts'
import { fixture, latin1, messageFaults, only, read } from './reading.ts'

describe('maps are data', () => {
  it.each(BUILT_IN_MAPS.map((map) => [map.name, map] as const))('%s survives JSON', (_name, map) => {
    expect(parseMap(JSON.stringify(map))).toEqual({ ok: true, map: JSON.parse(JSON.stringify(map)) })
  })

  it('a copy read from JSON reads as the original does', () => {
    const maps = BUILT_IN_MAPS.map((map) => {
      const parsed = parseMap(JSON.stringify(map))
      if (!parsed.ok) throw new Error(parsed.errors.join())
      return parsed.map
    })
    for (const name of ['predes.edi', 'emsevt.edi', 'itmatt.xml', 'manifest.csv']) expect(read(fixture(name), { maps }).calls).toEqual(read(fixture(name)).calls)
  })

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'not JSON: '],
    ['no map', '[]', 'map: '],
    ['no syntax', {}, 'syntax: '],
    [
      'a field that is none',
      { ...ITMATT, groups: [{ at: 'A', take: [{ at: 'B', to: 'declaration.colour', as: 'text' }] }] },
      'groups[0].take[0].to: no field is called "declaration.colour"',
    ],
    ['a converter that is none', { ...ITMATT, take: [{ at: '@v', to: 'head.version', as: 'verse' }] }, 'take[0].as: '],
    ['a converter that does not fit', { ...ITMATT, take: [{ at: '@v', to: 'head.prepared', as: 'text' }] }, 'take[0].as: text does not give what head.prepared holds (moment)'],
    ['a key that is none', { ...ITMATT, colour: 1 }, 'map: '],
    [
      'a place that is none',
      { ...PREDES, segments: [{ segment: 'BGM', take: [{ at: '0.1', to: 'head.reference', as: 'text' }] }] },
      'segments[0].take[0].at: a place in a segment',
    ],
    ['a tag that is none', { ...PREDES, segments: [{ segment: 'bgm+' }] }, 'segments[0].segment: a segment tag'],
    [
      'a code without its table',
      { ...PREDES, segments: [{ segment: 'BGM', take: [{ at: '1', to: 'receptacle.status', as: 'code', codes: 'status' }] }] },
      'segments[0].take[0].codes: the map has no table "status"',
    ],
    ['a group that is none', { ...PREDES, groups: [{ starts: 'bag', segments: [{ segment: 'GID' }] }] }, 'groups[0].starts: '],
    ['a table without an item', { ...MANIFEST, columns: [{ names: ['x'], to: 'piece.hs', as: 'text' }] }, 'columns: none fills declaration.item'],
    [
      'a column that needs one that is not there',
      {
        ...MANIFEST,
        columns: [
          { names: ['Item'], to: 'declaration.item', as: 'item' },
          { names: ['v'], with: 'Cur', to: 'piece.value', as: 'money' },
        ],
      },
      'columns[1].with: no column\'s first name is "Cur"',
    ],
  ])('%s is told with its place', (_case, json, error) => {
    const parsed = parseMap(json)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok)
      expect(
        parsed.errors.some((text) => text.startsWith(error)),
        parsed.errors.join('\n'),
      ).toBe(true)
  })
})

describe('which map is taken', () => {
  const map = (name: string, version: string | null, sender: string | null): EdifactMap => ({ ...PREDES, name, version, sender })
  const maps = [map('any', null, null), map('2', '2', null), map('2.1', '2.1', null), map('2.1 of A', '2.1', 'A'), map('any of B', null, 'B'), map('1.0 of C', '1.0', 'C')]
  it.each<[string | null, string | null, string | null, string, string]>([
    ['2.1', null, null, '2.1', 'version'],
    ['2.1.7', null, null, '2.1', 'version'],
    ['2.2', null, null, '2', 'version'],
    ['3.0', null, null, 'any', 'any-version'],
    ['2.10', 'X', null, '2', 'version'],
    ['2.1', 'A', null, '2.1 of A', 'version'],
    ['3.0', 'A', null, 'any', 'any-version'],
    ['3.0', 'B', null, 'any of B', 'any-version'],
    ['2.1', 'B', null, 'any of B', 'any-version'],
    ['2.1', 'C', null, '2.1', 'version'],
    ['2.1', 'X', '1.0 of C', '1.0 of C', 'forced'],
    ['2.1', 'X', 'not there', '2.1', 'version'],
  ])('version %s of %s, forced %s: %s', (version, sender, forced, name, fit) => {
    expect(chooseMap(maps, version, sender, forced)).toMatchObject({ map: { name }, fit })
  })

  it('of versions that all differ the newest', () => {
    expect(chooseMap([map('1.9', '1.9', null), map('1.10', '1.10', null), map('1.2', '1.2', null)], '3', null, null)).toMatchObject({ map: { name: '1.10' }, fit: 'other-version' })
  })

  it('of maps that fit alike the later, so that an office’s copy wins', () => {
    expect(chooseMap([PREDES, { ...PREDES, name: 'copy' }], '2.1', null, null)).toMatchObject({ map: { name: 'copy' } })
  })

  it('none where there is none', () => expect(chooseMap([map('a', null, 'A')], '2.1', 'B', null)).toBeNull())
})

describe('a copy changed for a partner', () => {
  const PREDES_TEXT = fixture('predes.edi').toString('latin1')
  it('reads what the built-in map calls unmapped', () => {
    const text = PREDES_TEXT.replace("HAN+RG'", "NAD+CN+RG'").replace('GIN+BN', 'GIN+ML')
    expect(messageFaults(only(read(latin1(text))).findings)).toEqual(['cnt-items', 'unmapped', 'unmapped'])
    const copy = JSON.parse(
      JSON.stringify(PREDES)
        .replace('{"segment":"HAN","take":[{"at":"1"', '{"segment":"NAD","when":{"1":"CN"},"take":[{"at":"2"')
        .replace('"when":{"1":"BN"}', '"when":{"1":["BN","ML"]}'),
    )
    const parsed = parseMap({ ...copy, name: 'partner', sender: 'FRA01' })
    if (!parsed.ok) throw new Error(parsed.errors.join())
    const { end, records, findings } = only(read(latin1(text), { maps: [...BUILT_IN_MAPS, parsed.map] }))
    expect([end.map, messageFaults(findings)]).toEqual(['partner', []])
    expect(records.filter((record) => record.kind === 'receptacle').map(({ handling }) => handling)).toEqual(['RG', null])
    expect(only(read(latin1(text.replace('FRA01', 'GBR01')), { maps: [...BUILT_IN_MAPS, parsed.map] })).end.map).toBe('predes-2.1')
  })

  it('can pass over what is of no interest', () => {
    const text = PREDES_TEXT.replace("HAN+RG'", "HAN+RG'\nNAD+CN+x'\nRFF+AAA:1:2'").replace('UNT+24', 'UNT+26')
    const copy: EdifactMap = { ...PREDES, segments: [...PREDES.segments, { segment: 'NAD', ignore: ['*'] }, { segment: 'RFF', ignore: ['1'] }] }
    // The rules stand outside the receptacle, which ends where they come: its items have lost their place.
    expect(messageFaults(only(read(latin1(text), { maps: [copy] })).findings)).toEqual(['cnt-items', 'unmapped'])
    const inside: EdifactMap = {
      ...PREDES,
      groups: PREDES.groups.map((group) =>
        group.starts === 'receptacle' ? { ...group, segments: [...group.segments, { segment: 'NAD', ignore: ['*'] }, { segment: 'RFF', ignore: ['1'] }] } : group,
      ),
    }
    expect(messageFaults(only(read(latin1(text), { maps: [inside] })).findings)).toEqual([])
  })
})
