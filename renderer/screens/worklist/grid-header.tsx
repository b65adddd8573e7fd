import type { ReactTable } from '@tanstack/react-table'
import { ArrowDown } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import type { ItemSort } from '../../../shared/contract.ts'
import { useWords } from '../../i18n/text.tsx'
import { COLUMN_FACTS, type Arrangement, type features, type GridRow } from './columns.tsx'

interface HeaderProps {
  readonly table: ReactTable<typeof features, GridRow>
  readonly sort: ItemSort
  readonly onSort: (sort: ItemSort) => void
  readonly allSelected: boolean
  readonly someSelected: boolean
  readonly onToggleAll: () => void
  readonly arrangement: Arrangement
  readonly onArrange: (change: (before: Arrangement) => Arrangement) => void
  /** Where the columns that stay at the start begin, in pixels. */
  readonly frozen: readonly number[]
}

export const frozenAt = (start: number | undefined): React.CSSProperties => (start === undefined ? {} : { insetInlineStart: start })

/** Names of the columns: press to sort, drag to move, the edge to widen (with arrows too). */
export function HeaderRow({ table, sort, onSort, allSelected, someSelected, onToggleAll, onArrange, frozen }: HeaderProps) {
  const words = useWords()
  const [dragged, setDragged] = useState<string | null>(null)
  const widen = (id: string, size: number) => (event: KeyboardEvent) => {
    const rtl = document.documentElement.dir === 'rtl'
    const step = event.key === (rtl ? 'ArrowLeft' : 'ArrowRight') ? 16 : event.key === (rtl ? 'ArrowRight' : 'ArrowLeft') ? -16 : 0
    if (step === 0) return
    event.preventDefault()
    onArrange((before) => ({ ...before, sizes: { ...before.sizes, [id]: Math.max(56, Math.min(900, size + step)) } }))
  }
  const drop = (onto: string) => {
    if (dragged !== null && dragged !== onto)
      onArrange((before) => {
        const from = before.order.indexOf(dragged)
        const to = before.order.indexOf(onto)
        const order = before.order.filter((id) => id !== dragged)
        order.splice(order.indexOf(onto) + (from < to ? 1 : 0), 0, dragged)
        return { ...before, order }
      })
    setDragged(null)
  }
  return (
    <div className="grid-head" role="rowgroup">
      <div className="row head" role="row" aria-rowindex={1}>
        <div role="columnheader" aria-colindex={1} className="cell cell-select">
          <input
            type="checkbox"
            className="box"
            aria-label={words('grid.selectAll')}
            checked={allSelected}
            ref={(box) => {
              if (box !== null) box.indeterminate = someSelected
            }}
            onChange={onToggleAll}
          />
        </div>
        {table.getHeaderGroups()[0]?.headers.map((header, at) => {
          const id = header.column.id
          const facts = COLUMN_FACTS[id]
          if (facts === undefined) return null
          const name = words(facts.name)
          const sorted = facts.sort !== undefined && facts.sort === sort
          const resize = header.getResizeHandler()
          return (
            <div
              key={id}
              role="columnheader"
              aria-colindex={at + 2}
              aria-sort={facts.sort === undefined ? undefined : sorted ? 'ascending' : 'none'}
              className={`cell ${facts.end === true ? 'end' : ''} ${dragged === id ? 'dragged' : ''} ${frozen[at] === undefined ? '' : 'frozen'}`}
              style={frozenAt(frozen[at])}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                setDragged(id)
              }}
              onDragOver={(event) => dragged !== null && event.preventDefault()}
              onDrop={() => drop(id)}
              onDragEnd={() => setDragged(null)}
            >
              {facts.sort === undefined ? (
                <span className="clip">{id === 'marks' ? <span className="sr">{name}</span> : name}</span>
              ) : (
                <button type="button" className="head-button clip" onClick={() => facts.sort !== undefined && onSort(sorted ? 'newest' : facts.sort)}>
                  {name}
                  {sorted ? <ArrowDown className="i-s" aria-hidden /> : null}
                </button>
              )}
              <div
                role="separator"
                tabIndex={0}
                aria-orientation="vertical"
                aria-label={words('columns.resize', { name })}
                aria-valuenow={header.getSize()}
                aria-valuemin={56}
                aria-valuemax={900}
                className={header.column.getIsResizing() ? 'grip active' : 'grip'}
                draggable
                onDragStart={(event) => (event.preventDefault(), event.stopPropagation())}
                onMouseDown={resize}
                onTouchStart={resize}
                onKeyDown={widen(id, header.getSize())}
                onDoubleClick={() => header.column.resetSize()}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
