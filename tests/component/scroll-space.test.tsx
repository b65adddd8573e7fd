import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowsFor } from '../../renderer/screens/worklist/item-windows.ts'
import { lastOffset, longestScroll, offsetOf, offsetShowing, rowTop, rowsPerPage, scrollSpace, scrollTopOf, visibleRows } from '../../renderer/screens/worklist/scroll-space.ts'

describe('a list of rows of one height', () => {
  it.each([
    ['few rows', 10, 36, 600, 360, 1],
    ['as long as may be', 444_444, 36, 600, 15_999_984, 1],
    ['a million rows are compressed', 1_000_000, 36, 600, 16_000_000, (36_000_000 - 600) / (16_000_000 - 600)],
    ['no rows', 0, 36, 600, 0, 1],
  ])('%s', (_case, rows, rowHeight, view, scrollHeight, ratio) => {
    const space = scrollSpace(rows, rowHeight, view, 16_000_000)
    expect(space.scrollHeight).toBe(scrollHeight)
    expect(space.ratio).toBeCloseTo(ratio, 9)
  })

  it('stays below what a browser keeps, at every scaling', () => {
    for (const ratio of [1, 1.25, 1.5, 2, 3, 4]) expect(longestScroll(ratio) * ratio).toBeLessThan(33_500_000)
  })

  it('draws the rows in the window and a few around it', () => {
    const space = scrollSpace(1_000, 36, 360, 16_000_000)
    expect(visibleRows(space, 0, 0)).toEqual({ first: 0, last: 9 })
    expect(visibleRows(space, 18, 0)).toEqual({ first: 0, last: 10 })
    expect(visibleRows(space, 36_000 - 360, 4)).toEqual({ first: 986, last: 999 })
    expect(visibleRows(scrollSpace(0, 36, 360, 16_000_000), 0, 4)).toEqual({ first: 0, last: -1 })
    expect(rowsPerPage(space)).toBe(9)
  })

  const spaces = fc.record({
    rows: fc.integer({ min: 1, max: 50_000_000 }),
    rowHeight: fc.constantFrom(28, 36, 48),
    view: fc.integer({ min: 48, max: 4_000 }),
    longest: fc.constantFrom(8_000_000, 16_000_000),
  })

  it('reaches every row, the last of tens of millions too', () => {
    fc.assert(
      fc.property(spaces, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), ({ rows, rowHeight, view, longest }, from, to) => {
        const space = scrollSpace(rows, rowHeight, view, longest)
        const row = Math.min(rows - 1, Math.floor(to * rows))
        const offset = offsetShowing(space, from * lastOffset(space), row)
        const { first, last } = visibleRows(space, offset, 0)
        expect(first).toBeLessThanOrEqual(row)
        expect(last).toBeGreaterThanOrEqual(row)
        const top = rowTop(space, offset, scrollTopOf(space, offset), row) - scrollTopOf(space, offset)
        expect(top).toBeGreaterThanOrEqual(view >= rowHeight ? -0.01 : -rowHeight)
        expect(top + rowHeight).toBeLessThanOrEqual(Math.max(view, rowHeight) + 0.01)
      }),
    )
  })

  it('gives the scroll bar and the rows the same ends, and one back from the other', () => {
    fc.assert(
      fc.property(spaces, fc.double({ min: 0, max: 1, noNaN: true }), ({ rows, rowHeight, view, longest }, at) => {
        const space = scrollSpace(rows, rowHeight, view, longest)
        const end = Math.max(0, space.scrollHeight - view)
        expect(offsetOf(space, 0)).toBe(0)
        expect(offsetOf(space, end)).toBeCloseTo(lastOffset(space), 3)
        expect(scrollTopOf(space, offsetOf(space, at * end))).toBeCloseTo(at * end, 3)
      }),
    )
  })
})

describe('the windows that are asked for', () => {
  it.each([
    ['at the top, before the total is known', 0, 20, null, [0]],
    ['at the top', 0, 20, 1_000, [0, 100]],
    ['in the middle, one more on each side', 520, 560, 1_000, [400, 500, 600]],
    ['across an edge', 590, 610, 1_000, [400, 500, 600, 700]],
    ['at the end', 980, 999, 1_000, [800, 900]],
    ['of a list that shrank', 980, 999, 50, [0]],
  ])('%s', (_case, first, last, total, starts) => {
    expect(windowsFor(first, last, total)).toEqual(starts)
  })
})
