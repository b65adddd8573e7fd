/** The other side of grid.ts: a list as TanStack Virtual's own example has it, with everything in memory and nothing to it. */
import { useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { useVirtualizer } from '@tanstack/react-virtual'

const CELLS = ['RR 473 124 829 FR', 'expected', 'green', 'FRCDGA CHZRHB', '001', 'FR', 'Cotton T-shirt, knitted', '38.00 EUR', '0.450', 'Lyon', 'Zürich', 'EMC'] as const

function PlainList({ count, rowHeight }: { readonly count: number; readonly rowHeight: number }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 })
  return (
    <div ref={scroller} className="list" style={{ height: '100vh', overflow: 'auto' }}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => (
          <div
            key={item.key}
            className="plain-row"
            style={{
              position: 'absolute',
              insetBlockStart: 0,
              insetInline: 0,
              height: item.size,
              transform: `translateY(${item.start}px)`,
              display: 'grid',
              gridTemplateColumns: 'repeat(12, 1fr)',
            }}
          >
            {CELLS.map((cell, at) => (
              <div key={cell}>{at === 0 ? `${cell} ${item.index}` : cell}</div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

const place = document.querySelector<HTMLElement>('#list')
if (place !== null) createRoot(place).render(<PlainList count={Number(place.dataset['count'])} rowHeight={Number(place.dataset['rowHeight'])} />)
