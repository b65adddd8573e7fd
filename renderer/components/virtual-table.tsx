/** A long list of rows that open: only those in view exist, more are fetched before the end is reached. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import { ROW_HEIGHT, usePreferences } from '../app/preferences.ts'

export interface VirtualColumn<Row> {
  readonly id: string
  readonly name: string
  /** A track of a CSS grid. */
  readonly width: string
  readonly cell: (row: Row) => ReactNode
  readonly end?: boolean
  /** Its name is only spoken. */
  readonly nameless?: boolean
  /** Its cell is the button that opens the row. */
  readonly opens?: boolean
}

interface TableProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string | number
  readonly columns: readonly VirtualColumn<Row>[]
  readonly onOpen: ((row: Row) => void) | null
  readonly more: (() => void) | null
}

export function VirtualTable<Row>({ label, rows, rowKey, columns, onOpen, more }: TableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null)
  const { density } = usePreferences()
  const rowHeight = Math.max(32, ROW_HEIGHT[density])
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 })
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more !== null && rows.length > 0 && last >= rows.length - 20) more()
  }, [more, last, rows.length])
  const template = columns.map((column) => column.width).join(' ')
  return (
    <div ref={scroller} className="vtable" role="table" aria-label={label} aria-rowcount={rows.length + 1} tabIndex={0} style={{ '--cols': template } as React.CSSProperties}>
      <div role="rowgroup" className="vtable-head">
        <div role="row" aria-rowindex={1} className="vtable-row head">
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={column.end === true ? 'cell end' : 'cell'}>
              {column.nameless === true ? <span className="sr">{column.name}</span> : column.name}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="vtable-body" style={{ blockSize: virtual.getTotalSize() }}>
        {shown.map((place) => {
          const row = rows[place.index]
          if (row === undefined) return null
          return (
            <div
              key={rowKey(row)}
              role="row"
              aria-rowindex={place.index + 2}
              className="vtable-row"
              style={{ transform: `translateY(${place.start}px)`, blockSize: rowHeight }}
              onClick={onOpen === null ? undefined : () => onOpen(row)}
            >
              {columns.map((column) => (
                <div key={column.id} role="cell" className={column.end === true ? 'cell end' : 'cell'}>
                  {column.opens === true && onOpen !== null ? (
                    <button type="button" className="row-button clip" onClick={(event) => (event.stopPropagation(), onOpen(row))}>
                      {column.cell(row)}
                    </button>
                  ) : (
                    <span>{column.cell(row)}</span>
                  )}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
