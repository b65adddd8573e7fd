import { describe, expect, it } from 'vitest'
import { PLAIN_FLAG as DECIDED } from '../../shared/domain/case/decide.ts'
import { uuid7 } from '../../renderer/app/uuid.ts'
import { code128 } from '../../renderer/components/code128.ts'
import { PLAIN_FLAG } from '../../renderer/screens/item/item-parts.tsx'
import { foundArgs, NOTHING_FOUND, wrongFound } from '../../renderer/screens/item/found.ts'
import { NOTHING, isSelected, toggled, totals, withRows } from '../../renderer/screens/worklist/selection.ts'
import { asTable } from '../../renderer/screens/worklist/table-text.ts'
import { itemRow } from './fake-client.ts'

/** Widths of bars and spaces as an independent encoder (bwip-js 4.11.4) draws them. */
const DRAWN: Readonly<Record<string, string>> = {
  RR473124829FR: '2112142311312311312212311131411421121122323131213222111141311323112311311123312331112',
  CP000000000CN: '2112141313213131211231221131412122222122222122222122221141311313211133211214212331112',
  A: '2112141113231311232331112',
  FRCDGACHZRHBAUN60123001000123:
    '2112141323112311311313211123132113131113231313212311133123112311312311131311231113232131311133211131413141111122322121232221222122222221223121314131112331112',
}

describe('the barcode', () => {
  it.each(Object.entries(DRAWN))('of %s has the bars that another encoder draws', (text, widths) => {
    expect(code128(text)?.join('')).toBe(widths)
  })

  it.each(['1234', '123456', 'A1234567', 'L-2026-000017', ' ~'])('of %s is whole: symbols of 11 modules, a stop of 13', (text) => {
    const widths = code128(text) ?? []
    expect((widths.reduce((sum, width) => sum + width, 0) - 13) % 11).toBe(0)
    expect(widths.slice(-7)).toEqual([2, 3, 3, 1, 1, 1, 2])
  })

  it('is none for what it cannot carry', () => {
    expect(code128('Zürich')).toBeNull()
    expect(code128('')).toBeNull()
  })
})

describe('a selection', () => {
  const rows = [itemRow(0, { value: '0.10' }), itemRow(1, { value: '0.20' }), itemRow(2, { value: null, currency: null, grossWeightKg: null })]

  it('adds amounts without losing a cent to floats', () => {
    expect(totals(rows)).toEqual({ value: { amount: '0.30', currency: 'EUR' }, weightKg: 1 })
    expect(totals([itemRow(0, { value: '1284.005' })]).value?.amount).toBe('1284.005')
    expect(totals([])).toEqual({ value: null, weightKg: null })
  })

  it('adds no euros to francs', () => {
    expect(totals([...rows, itemRow(3, { currency: 'CHF' })]).value).toBeNull()
  })

  it('toggles rows, and adds a range to what is there', () => {
    const [first = itemRow(0), second = itemRow(1)] = rows
    const one = toggled(NOTHING, first)
    expect([isSelected(one, first), isSelected(one, second)]).toEqual([true, false])
    expect(isSelected(toggled(one, first), first)).toBe(false)
    expect(isSelected(withRows(one, [second]), first)).toBe(true)
  })

  it('is copied as a table that no spreadsheet runs as a formula', () => {
    const text = asTable([itemRow(0, { description: '=cmd|calc\tnow\nplease', value: '-1.00' })], (key) => key)
    const [, line = ''] = text.split('\n')
    expect(line.split('\t')).toHaveLength(14)
    expect(line).toContain("'=cmd|calc now please")
    expect(line).toContain('\t-1.00\t')
  })
})

describe('what was found', () => {
  it('leaves out what was not typed, and whole pieces without an answer', () => {
    expect(foundArgs({ 1: NOTHING_FOUND, 2: { ...NOTHING_FOUND, hs: ' 851713 ', value: '5980,50', currency: 'eur', netWeightKg: '1.8' } })).toEqual([
      { piece: 2, hs: '851713', value: '5980.50', currency: 'EUR', netWeightKg: 1.8 },
    ])
  })

  it('wants numbers where numbers stand', () => {
    expect([...wrongFound({ 1: { ...NOTHING_FOUND, quantity: '1e3', netWeightKg: '-1', value: '1.23456', currency: 'EURO', description: '=1' } })].toSorted()).toEqual([
      '1 currency',
      '1 netWeightKg',
      '1 quantity',
      '1 value',
    ])
  })
})

describe('a flag without a kind', () => {
  it('is known by the name that the case gives it', () => {
    expect(PLAIN_FLAG).toBe(DECIDED)
  })
})

describe('the id of a decision', () => {
  it('is a UUIDv7 of its moment, and no two are the same', () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => uuid7(1_700_000_000_000)))
    expect(ids.size).toBe(1_000)
    for (const id of ids) expect(id).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
