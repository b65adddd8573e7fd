/**
 * A long list that one steps through with the keyboard and opens: dispatches, receptacles, items of a receptacle.
 *
 * Only rows in view exist; more are fetched before the end is reached. The cursor is a row's own name, not its place,
 * so that it stays on its row while others come in above. Headings of groups are rows of the same list.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { useKeys } from '../../app/keys.tsx'
import { onOfficerGone } from '../../app/officer-memory.ts'
import { ROW_HEIGHT, usePreferences } from '../../app/preferences.ts'
import { Bone, LinkLost, useLinkUp, useSlow } from '../../components/states.tsx'
import { useWords, type TextKey } from '../../i18n/text.tsx'

export interface StepColumn<Row> {
  readonly id: string
  readonly name: string
  /** A track of a CSS grid. */
  readonly width: string
  /** `current`: the cursor is on this row, and what can be pressed in it is in the order of Tab. */
  readonly cell: (row: Row, current: boolean) => ReactNode
  readonly end?: boolean
  /** Gone where there is little room. */
  readonly spare?: boolean
}
interface StepListProps<Row> {
  readonly label: string
  /** What its keys are called in the overlay of `?`. */
  readonly keys: TextKey
  /** Under this name the cursor is found again. */
  readonly name: string
  readonly columns: readonly StepColumn<Row>[]
  /** `undefined` while the first are on their way. */
  readonly rows: readonly Row[] | undefined
  readonly rowKey: (row: Row) => string
  readonly groupOf?: (row: Row) => string
  readonly onOpen: (row: Row) => void
  readonly onBack?: () => void
  readonly more: (() => void) | null
}

const GROUP_HEIGHT = 34
const cursors = new Map<string, string>()
onOfficerGone(() => cursors.clear())

type Line<Row> = { readonly kind: 'group'; readonly text: string } | { readonly kind: 'row'; readonly row: Row; readonly at: number }

export function StepList<Row>({ label, keys, name, columns, rows, rowKey, groupOf, onOpen, onBack, more }: StepListProps<Row>) {
  const words = useWords()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { density } = usePreferences()
  const rowHeight = Math.max(40, ROW_HEIGHT[density])
  const slow = useSlow(rows === undefined)
  const up = useLinkUp()
  const [cursor, setCursor] = useState(() => cursors.get(name) ?? null)
  const lines = useMemo(() => linesOf(rows ?? [], groupOf), [rows, groupOf])
  const count = rows?.length ?? 0
  const found = cursor === null ? -1 : (rows?.findIndex((row) => rowKey(row) === cursor) ?? -1)
  const at = Math.max(0, found)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? GROUP_HEIGHT : rowHeight),
    overscan: 10,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight, lines])
  // Its keys are meant for it from the start, Enter too; a link that led here would take that one.
  useEffect(() => scroller.current?.focus({ preventScroll: true }), [])
  // Coming back, the row that was left is in view again; once, or the list would fight the wheel.
  const returned = useRef(false)
  useEffect(() => {
    if (returned.current || count === 0) return
    returned.current = true
    if (found > 0) virtual.scrollToIndex(lineOf(lines, found), { align: 'center' })
  }, [count, found, lines, virtual])
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more !== null && lines.length > 0 && last >= lines.length - 30) more()
  }, [more, last, lines.length])

  const moveTo = (next: number) => {
    const row = rows?.[Math.max(0, Math.min(count - 1, next))]
    if (row === undefined) return
    cursors.set(name, rowKey(row))
    setCursor(rowKey(row))
    virtual.scrollToIndex(lineOf(lines, Math.max(0, Math.min(count - 1, next))))
  }
  const step = (by: number) => () => moveTo(found === -1 && by > 0 ? 0 : at + by)
  const open = () => {
    const row = rows?.[at]
    if (row !== undefined) onOpen(row)
  }
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1)
  useKeys({
    title: keys,
    bindings: [
      { keys: ['j', 'ArrowDown'], label: 'key.next', run: step(1) },
      { keys: ['k', 'ArrowUp'], label: 'key.previous', run: step(-1) },
      { keys: ['PageDown'], label: 'key.pageDown', hidden: true, run: step(page) },
      { keys: ['PageUp'], label: 'key.pageUp', hidden: true, run: step(-page) },
      { keys: ['Home'], label: 'key.first', run: () => moveTo(0) },
      { keys: ['End'], label: 'key.last', run: () => moveTo(count - 1) },
      { keys: ['Enter'], label: 'dispatches.key.open', run: open },
      ...(onBack === undefined ? [] : [{ keys: ['Escape'], label: 'dispatches.key.back', run: onBack } as const]),
    ],
  })
  const style = {
    '--cols': columns.map((column) => column.width).join(' '),
    '--cols-narrow': columns.flatMap((column) => (column.spare === true ? [] : [column.width])).join(' '),
  } as CSSProperties
  const cellClass = (column: StepColumn<Row>) => `step-cell${column.end === true ? ' end' : ''}${column.spare === true ? ' spare' : ''}`
  // Nothing is on its way from a desk that does not answer.
  if (rows === undefined && !up && slow) return <LinkLost />
  return (
    <div
      ref={scroller}
      className="steps"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-busy={rows === undefined}
      tabIndex={0}
      aria-activedescendant={count > 0 && shown.some((place) => place.index === lineOf(lines, at)) ? `${id}-${at}` : undefined}
      style={style}
    >
      <div role="rowgroup" className="steps-head">
        <div role="row" aria-rowindex={1} className="step-row head">
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={cellClass(column)}>
              {column.name}
            </div>
          ))}
        </div>
      </div>
      {rows === undefined ? (
        <div role="rowgroup" aria-label={words('state.loading')}>
          {Array.from({ length: 12 }, (_, row) => (
            <div key={row} role="row" className="step-row" style={{ blockSize: rowHeight }}>
              {columns.map((column, place) => (
                <div key={column.id} role="gridcell" className={cellClass(column)}>
                  {slow ? <Bone width={`${40 + ((row * 31 + place * 17) % 45)}%`} /> : null}
                </div>
              ))}
            </div>
          ))}
        </div>
      ) : (
        <div role="rowgroup" className="steps-body" style={{ blockSize: virtual.getTotalSize() }}>
          {shown.map((place) => {
            const line = lines[place.index]
            if (line === undefined) return null
            const where = { transform: `translateY(${place.start}px)`, blockSize: place.size }
            if (line.kind === 'group')
              return (
                <div key={`group ${line.text} ${place.index}`} role="row" className="step-group" style={where}>
                  <div role="gridcell" aria-colspan={columns.length}>
                    {line.text}
                  </div>
                </div>
              )
            const current = line.at === at
            return (
              <div
                key={rowKey(line.row)}
                id={`${id}-${line.at}`}
                role="row"
                aria-rowindex={line.at + 2}
                aria-selected={current}
                className="step-row"
                style={where}
                onClick={() => {
                  moveTo(line.at)
                  onOpen(line.row)
                }}
              >
                {columns.map((column) => (
                  <div key={column.id} role="gridcell" className={cellClass(column)}>
                    {column.cell(line.row, current)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      )}
    </div>
  )
}

/** Rows with a heading wherever the group changes. */
function linesOf<Row>(rows: readonly Row[], groupOf: ((row: Row) => string) | undefined): Line<Row>[] {
  const lines: Line<Row>[] = []
  let before: string | null = null
  rows.forEach((row, at) => {
    const text = groupOf?.(row) ?? null
    if (text !== null && text !== before) lines.push({ kind: 'group', text })
    before = text
    lines.push({ kind: 'row', row, at })
  })
  return lines
}

/** Place of a row among the lines: never before the row's own number, so the search begins there. */
function lineOf<Row>(lines: readonly Line<Row>[], at: number): number {
  for (let index = at; index < lines.length; index++) {
    const line = lines[index]
    if (line?.kind === 'row' && line.at === at) return index
  }
  return 0
}
