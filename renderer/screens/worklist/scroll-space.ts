/**
 * Arithmetic of a list whose rows all have one height, however many there are.
 *
 * A browser's scroll area ends at about 33.5 million device pixels: 600,000 rows of 28 px at 200 %. Beyond a
 * limit the area is compressed: the scroll bar moves over `scrollHeight`, the rows over `height`, in proportion,
 * and the row drawn at the top is that of `offset`, not of `scrollTop`. All in CSS pixels; rows count from 0.
 */
export interface ScrollSpace {
  readonly rows: number
  readonly rowHeight: number
  /** Height of the window on the rows. */
  readonly view: number
  /** Of all rows. */
  readonly height: number
  /** Of the element that scrolls. */
  readonly scrollHeight: number
  /** Pixels of rows per pixel of scroll bar; 1 where nothing is compressed. */
  readonly ratio: number
}

/** Largest scroll area, CSS pixels, that every browser keeps at this scaling. */
export const longestScroll = (devicePixelRatio: number): number => Math.min(16_000_000, Math.floor(30_000_000 / Math.max(1, devicePixelRatio)))

export function scrollSpace(rows: number, rowHeight: number, view: number, longest: number): ScrollSpace {
  const height = rows * rowHeight
  const scrollHeight = Math.min(height, Math.max(longest, view))
  const ratio = height <= scrollHeight || scrollHeight <= view ? 1 : (height - view) / (scrollHeight - view)
  return { rows, rowHeight, view, height, scrollHeight, ratio }
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high))

/** The largest offset: the last row at the bottom of the window. */
export const lastOffset = (space: ScrollSpace): number => Math.max(0, space.height - space.view)

export const offsetOf = (space: ScrollSpace, scrollTop: number): number => clamp(scrollTop * space.ratio, 0, lastOffset(space))
export const scrollTopOf = (space: ScrollSpace, offset: number): number => clamp(offset, 0, lastOffset(space)) / space.ratio

/** Rows to draw at an offset, with `around` more on each side; `last` is included, -1 where there is none. */
export function visibleRows(space: ScrollSpace, offset: number, around: number): { readonly first: number; readonly last: number } {
  if (space.rows === 0) return { first: 0, last: -1 }
  const first = clamp(Math.floor(offset / space.rowHeight) - around, 0, space.rows - 1)
  const last = clamp(Math.ceil((offset + space.view) / space.rowHeight) - 1 + around, first, space.rows - 1)
  return { first, last }
}

/** The nearest offset at which a row is wholly in the window. */
export function offsetShowing(space: ScrollSpace, offset: number, row: number): number {
  const top = row * space.rowHeight
  const low = top + space.rowHeight - space.view
  return clamp(offset > top ? top : offset < low ? low : offset, 0, lastOffset(space))
}

/** Where a row stands inside the element that scrolls, whose scroll position is `scrollTop`. */
export const rowTop = (space: ScrollSpace, offset: number, scrollTop: number, row: number): number =>
  space.ratio === 1 ? row * space.rowHeight : row * space.rowHeight - offset + scrollTop

/** Whole rows in the window: what PageDown moves by. */
export const rowsPerPage = (space: ScrollSpace): number => Math.max(1, Math.floor(space.view / space.rowHeight) - 1)
