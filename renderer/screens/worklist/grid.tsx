/**
 * The grid over the whole list: only the rows in the window exist, the keyboard's row is a position.
 *
 * Focus stays on the grid and `aria-activedescendant` names the row: rows come and go while one scrolls, and a
 * focused element that is taken away would throw the officer back to the top of the page.
 */
import { useTable } from '@tanstack/react-table'
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type MouseEvent, type RefObject } from 'react'
import type { ItemFilter, ItemRow, ItemSort } from '../../../shared/contract.ts'
import { ROW_HEIGHT, usePreferences } from '../../app/preferences.ts'
import { ErrorState } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'
import { columns, features, type Arrangement, type GridRow } from './columns.tsx'
import { frozenAt, HeaderRow } from './grid-header.tsx'
import { useItemWindows } from './item-windows.ts'
import { longestScroll, offsetOf, offsetShowing, rowTop, rowsPerPage, scrollSpace, scrollTopOf, visibleRows, type ScrollSpace } from './scroll-space.ts'
import { isSelected, type Selection } from './selection.ts'

const AROUND = 6
const ANCHOR = 500
/** Rows drawn as bars while nobody knows how many there are. */
const UNKNOWN = 40
const SELECT_PX = 34

export interface GridHandle {
  readonly move: (to: number | 'first' | 'last' | 'pageUp' | 'pageDown' | 'next' | 'previous') => void
}
export interface ListState {
  readonly total: number | null
  readonly exact: boolean
  readonly cursorRow: ItemRow | null
  readonly rowAt: (position: number) => ItemRow | null
}

interface GridProps {
  readonly filter: ItemFilter
  readonly sort: ItemSort
  readonly onSort: (sort: ItemSort) => void
  readonly cursor: number
  readonly onCursor: (cursor: number) => void
  readonly selection: Selection
  readonly onToggle: (position: number, row: ItemRow, range: boolean) => void
  readonly onToggleAll: () => void
  readonly onOpen: (row: ItemRow) => void
  readonly onList: (list: ListState) => void
  readonly arrangement: Arrangement
  readonly onArrange: (change: (before: Arrangement) => Arrangement) => void
  readonly handle: RefObject<GridHandle | null>
  readonly empty: React.ReactNode
  /** Where the list stood when it was left, in rows. */
  readonly startAt: number
}

export function Grid(props: GridProps) {
  const { filter, sort, cursor, onCursor, selection, onList, arrangement, onArrange, handle } = props
  const words = useWords()
  const { density, direction } = usePreferences()
  const rowHeight = ROW_HEIGHT[density]
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const view = useHeight(scroller) - rowHeight
  const [offset, setOffset] = useState(props.startAt * rowHeight)
  const [rows, setRows] = useState<number | null>(null)
  const space = useMemo(() => scrollSpace(rows ?? UNKNOWN, rowHeight, Math.max(view, rowHeight), longestScroll(globalThis.devicePixelRatio ?? 1)), [rows, rowHeight, view])
  const shown = visibleRows(space, offset, AROUND)
  const windows = useItemWindows(filter, sort, shown.first, shown.last)
  const { rowAt, total, exact } = windows
  if (total !== null && total !== rows) setRows(total)
  if (total === null && rows !== null) setRows(null)

  useScroll(scroller, space, offset, setOffset)
  // The keyboard begins in the list, unless somebody has begun elsewhere.
  useEffect(() => {
    const active = document.activeElement
    if (scroller !== null && (active === null || active === document.body || active.id === 'main')) scroller.focus({ preventScroll: true })
  }, [scroller])
  // The row in focus stays known while one looks elsewhere in the list: the panel beside it does not go blank.
  const focused = useRef<{ readonly cursor: number; readonly row: ItemRow } | null>(null)
  const here = rowAt(cursor)
  if (here !== null) focused.current = { cursor, row: here }
  const cursorRow = here ?? (focused.current?.cursor === cursor ? focused.current.row : null)
  useEffect(() => onList({ total, exact, cursorRow, rowAt }), [onList, total, exact, cursorRow, rowAt])

  const show = useRef<(row: number) => void>(() => {})
  show.current = (row) => setOffset((before) => offsetShowing(space, before, row))
  useLayoutEffect(() => {
    handle.current = {
      move: (to) => {
        const last = Math.max(0, space.rows - 1)
        const page = rowsPerPage(space)
        const wanted = typeof to === 'number' ? to : { first: 0, last, pageUp: cursor - page, pageDown: cursor + page, next: cursor + 1, previous: cursor - 1 }[to]
        const row = Math.max(0, Math.min(last, wanted))
        onCursor(row)
        show.current(row)
        // Whoever moves in the list is in the list: Enter opens the row now, and not once more the tab that was pressed before.
        scroller?.focus({ preventScroll: true })
      },
    }
  })
  // A list that shrank, and a change of density, keep the cursor in the window.
  useEffect(() => {
    if (total !== null && cursor > 0 && cursor >= total) onCursor(Math.max(0, total - 1))
  }, [total, cursor, onCursor])
  const height = useRef(rowHeight)
  useEffect(() => {
    if (height.current !== rowHeight) show.current(cursor)
    height.current = rowHeight
  }, [rowHeight, cursor])

  const visible = useMemo(() => {
    const list: GridRow[] = []
    for (let position = shown.first; position <= shown.last; position += 1) list.push({ position, row: rowAt(position) })
    return list
  }, [shown.first, shown.last, rowAt])
  const table = useTable({
    features,
    columns,
    data: visible,
    getRowId: (row) => String(row.position),
    columnResizeMode: 'onChange',
    columnResizeDirection: direction === 'rtl' ? 'rtl' : 'ltr',
    state: { columnOrder: arrangement.order, columnVisibility: arrangement.visible, columnSizing: arrangement.sizes },
    onColumnSizingChange: (change) => onArrange((before) => ({ ...before, sizes: typeof change === 'function' ? change(before.sizes) : change })),
  })
  const leaves = table.getVisibleLeafColumns()
  const template = `${SELECT_PX}px ${leaves.map((leaf) => (leaf.id === 'description' ? `minmax(${leaf.getSize()}px, 1fr)` : `${leaf.getSize()}px`)).join(' ')}`
  const least = SELECT_PX + leaves.reduce((sum, leaf) => sum + leaf.getSize(), 0)
  const scrollTop = scrollTopOf(space, offset)
  // Rows stand still in a layer that moves: while one scrolls, only rows that come are drawn. The layer begins near
  // the window, since a browser places nothing exactly tens of millions of pixels away.
  const anchor = shown.first - (shown.first % ANCHOR)
  const allSelected = selection.kind === 'all'
  const starts = frozenStarts(leaves, arrangement.frozen)
  const order = `${leaves.map((leaf) => leaf.id).join()} ${starts.join()}`

  if (windows.error !== null) return <ErrorState error={windows.error} retry={windows.retry} />
  if (total === 0) return <>{props.empty}</>
  return (
    <div
      ref={setScroller}
      className={starts.length > 0 ? 'grid with-frozen' : 'grid'}
      role="grid"
      tabIndex={0}
      aria-label={words('grid.label')}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={leaves.length + 1}
      aria-multiselectable
      aria-busy={total === null}
      aria-activedescendant={cursor >= shown.first && cursor <= shown.last && total !== null ? `row-${cursor}` : undefined}
      style={{ '--cols': template, '--least': `${least}px` } as React.CSSProperties}
    >
      <HeaderRow
        table={table}
        sort={sort}
        onSort={props.onSort}
        allSelected={allSelected}
        someSelected={!allSelected && selection.rows.size > 0}
        onToggleAll={props.onToggleAll}
        arrangement={arrangement}
        onArrange={onArrange}
        frozen={starts}
      />
      <div className="grid-body" role="rowgroup" style={{ blockSize: space.scrollHeight }}>
        <div role="presentation" className="grid-layer" style={{ transform: `translateY(${rowTop(space, offset, scrollTop, anchor)}px)` }}>
          {table.getRowModel().rows.map((gridRow) => {
            const { position, row } = gridRow.original
            return (
              <Row
                key={position}
                position={position}
                row={row}
                top={(position - anchor) * rowHeight}
                current={position === cursor}
                selected={isSelected(selection, row)}
                order={order}
                onCursor={onCursor}
                onToggle={props.onToggle}
                onOpen={props.onOpen}
                cells={() =>
                  gridRow.getVisibleCells().map((cell, at) => (
                    <div
                      key={cell.id}
                      role="gridcell"
                      aria-colindex={at + 2}
                      className={starts[at] === undefined ? `cell cell-${cell.column.id}` : `cell cell-${cell.column.id} frozen`}
                      style={frozenAt(starts[at])}
                    >
                      <table.FlexRender cell={cell} />
                    </div>
                  ))
                }
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Where the columns that stay begin, in pixels from the start; the selection's column stands before them. */
function frozenStarts(leaves: readonly { readonly getSize: () => number }[], count: number): readonly number[] {
  let at = SELECT_PX
  return leaves.slice(0, count).map((leaf) => {
    const start = at
    at += leaf.getSize()
    return start
  })
}

interface RowProps {
  readonly position: number
  readonly row: ItemRow | null
  readonly top: number
  readonly current: boolean
  readonly selected: boolean
  /** Which columns, in which order: a row is drawn anew when it changes. */
  readonly order: string
  readonly onCursor: (cursor: number) => void
  readonly onToggle: GridProps['onToggle']
  readonly onOpen: (row: ItemRow) => void
  readonly cells: () => React.ReactNode
}

const Row = memo(
  function Row({ position, row, top, current, selected, onCursor, onToggle, onOpen, cells }: RowProps) {
    const words = useWords()
    const press = (event: MouseEvent) => {
      if (row === null) return
      onCursor(position)
      if (event.shiftKey) onToggle(position, row, true)
      else if (event.ctrlKey || event.metaKey) onToggle(position, row, false)
    }
    return (
      <div
        id={`row-${position}`}
        role="row"
        className={current ? 'row current' : 'row'}
        aria-rowindex={position + 2}
        aria-selected={selected}
        style={{ transform: `translateY(${top}px)` }}
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onClick={press}
        onDoubleClick={() => row !== null && onOpen(row)}
      >
        <div role="gridcell" aria-colindex={1} className="cell cell-select" onClick={(event) => event.stopPropagation()}>
          {row === null ? null : (
            <input
              type="checkbox"
              className="box"
              tabIndex={-1}
              checked={selected}
              aria-label={words('grid.selectRow', { item: row.item })}
              onChange={() => {}}
              onClick={(event) => {
                onCursor(position)
                onToggle(position, row, event.shiftKey)
              }}
            />
          )}
        </div>
        {cells()}
      </div>
    )
  },
  (before, after) =>
    before.row === after.row &&
    before.top === after.top &&
    before.current === after.current &&
    before.selected === after.selected &&
    before.order === after.order &&
    before.onToggle === after.onToggle &&
    before.onCursor === after.onCursor &&
    before.onOpen === after.onOpen,
)

function useHeight(node: HTMLElement | null): number {
  const [height, setHeight] = useState(600)
  useLayoutEffect(() => {
    if (node === null) return
    const measure = () => node.clientHeight > 0 && setHeight(node.clientHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    return () => observer.disconnect()
  }, [node])
  return height
}

/**
 * Keeps the scroll bar and the offset in step.
 *
 * Uncompressed, the browser scrolls and the offset follows. Compressed, a wheel's pixel must stay a pixel of rows
 * and not become a hundred, so the wheel moves the offset and the bar follows; the bar itself moves in proportion.
 */
function useScroll(node: HTMLDivElement | null, space: ScrollSpace, offset: number, setOffset: (change: (before: number) => number) => void): void {
  const own = useRef(-1)
  useLayoutEffect(() => {
    if (node === null) return
    const wanted = Math.round(scrollTopOf(space, offset))
    if (Math.abs(node.scrollTop - wanted) < 1) return
    own.current = wanted
    node.scrollTop = wanted
  }, [node, space, offset])
  const onScroll = useCallback(() => {
    if (node === null) return
    const top = node.scrollTop
    // What stays at the start casts its edge only where something lies under it.
    node.toggleAttribute('data-sideways', node.scrollLeft !== 0)
    if (Math.abs(top - own.current) < 1) {
      own.current = -1
      return
    }
    setOffset((before) => (space.ratio !== 1 && Math.abs(scrollTopOf(space, before) - top) < 1 ? before : offsetOf(space, top)))
  }, [node, space, setOffset])
  useEffect(() => {
    if (node === null) return
    const onWheel = (event: WheelEvent) => {
      if (space.ratio === 1 || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return
      event.preventDefault()
      const pixels = event.deltaMode === 1 ? event.deltaY * space.rowHeight : event.deltaMode === 2 ? event.deltaY * space.view : event.deltaY
      setOffset((before) => Math.max(0, Math.min(space.height - space.view, before + pixels)))
    }
    node.addEventListener('scroll', onScroll, { passive: true })
    node.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      node.removeEventListener('scroll', onScroll)
      node.removeEventListener('wheel', onWheel)
    }
  }, [node, space, onScroll, setOffset])
}
