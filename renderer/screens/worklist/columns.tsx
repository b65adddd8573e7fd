/** Columns of the worklist: what each shows, how wide, and how this person arranged them. */
import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  type ColumnOrderState,
  type ColumnSizingState,
  type ColumnVisibilityState,
} from '@tanstack/react-table'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ItemRow, ItemSort, Output } from '../../../shared/contract.ts'
import { useCodeTable } from '../../app/codes.ts'
import { readStored, writeStored } from '../../app/preferences.ts'
import { Identifier } from '../../components/identifier.tsx'
import { LaneMark, Marks, StateMark } from '../../components/marks.tsx'
import { Bone } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import type { TextKey } from '../../i18n/text.tsx'

/** A row of the grid: a position, and what stands there once it has come. */
export interface GridRow {
  readonly position: number
  readonly row: ItemRow | null
}

export const features = tableFeatures({ columnSizingFeature, columnResizingFeature, columnVisibilityFeature, columnOrderingFeature })

interface ColumnFacts {
  readonly name: TextKey
  readonly sort?: ItemSort
  readonly end?: boolean
  readonly bone: string
}
/** What the header needs to know beside the table's own definition. */
export const COLUMN_FACTS: Readonly<Record<string, ColumnFacts>> = {
  item: { name: 'column.item', sort: 'item', bone: '82%' },
  marks: { name: 'column.marks', bone: '0' },
  lane: { name: 'column.lane', sort: 'lane', bone: '60%' },
  state: { name: 'column.state', sort: 'state', bone: '70%' },
  description: { name: 'column.description', bone: '64%' },
  value: { name: 'column.value', end: true, bone: '60%' },
  weight: { name: 'column.weight', end: true, bone: '60%' },
  age: { name: 'column.age', bone: '50%' },
  origin: { name: 'column.origin', bone: '50%' },
  class: { name: 'column.class', bone: '50%' },
  nature: { name: 'column.nature', bone: '50%' },
  dispatch: { name: 'column.dispatch', sort: 'dispatch', bone: '80%' },
  receptacle: { name: 'column.receptacle', sort: 'receptacle', bone: '80%' },
  sender: { name: 'column.sender', bone: '70%' },
  addressee: { name: 'column.addressee', bone: '70%' },
  lastEvent: { name: 'column.lastEvent', bone: '40%' },
  pieces: { name: 'column.pieces', end: true, bone: '30%' },
}

function waiting(id: string) {
  const width = COLUMN_FACTS[id]?.bone ?? '0'
  return width === '0' ? null : <Bone width={width} />
}

const NOTHING = '—'
const helper = createColumnHelper<typeof features, GridRow>()
const column = (id: string, size: number, Cell: (props: { readonly row: ItemRow }) => React.ReactNode) =>
  helper.display({ id, size, minSize: 44, maxSize: 900, cell: ({ row }) => (row.original.row === null ? waiting(id) : <Cell row={row.original.row} />) })

export const columns = helper.columns([
  column('item', 150, ({ row }) => <Identifier value={row.item} />),
  column('marks', 44, ({ row }) => <Marks targeted={row.targeted} flagged={row.flags.length > 0} declared={row.declared} />),
  column('lane', 114, ({ row }) => <LaneMark lane={row.lane} />),
  column('state', 150, ({ row }) => <StateMark state={row.state} />),
  column('description', 92, ({ row }) => (
    <span dir="auto" className={row.description === null ? 'muted' : ''}>
      {row.description ?? NOTHING}
    </span>
  )),
  column('value', 116, ({ row }) => <ValueCell row={row} />),
  column('weight', 78, ({ row }) => <WeightCell row={row} />),
  column('age', 58, ({ row }) => <AgeCell row={row} />),
  column('origin', 70, ({ row }) => <OriginCell row={row} />),
  column('class', 92, ({ row }) => <ClassCell row={row} />),
  column('nature', 130, ({ row }) => <NatureCell row={row} />),
  column('dispatch', 246, ({ row }) => (row.dispatch === null ? NOTHING : <Identifier value={row.dispatch} />)),
  column('receptacle', 330, ({ row }) => (row.receptacle === null ? NOTHING : <Identifier value={row.receptacle} />)),
  column('sender', 180, ({ row }) => <span dir="auto">{row.sender ?? NOTHING}</span>),
  column('addressee', 180, ({ row }) => <span dir="auto">{row.addressee ?? NOTHING}</span>),
  column('lastEvent', 100, ({ row }) => <span className="mono">{row.lastEvent ?? NOTHING}</span>),
  column('pieces', 76, ({ row }) => <PiecesCell row={row} />),
])

function ValueCell({ row }: { readonly row: ItemRow }) {
  const { amount } = useFormats()
  return <span className={row.value === null ? 'muted' : 'mono'}>{amount(row.value, row.currency)}</span>
}
function WeightCell({ row }: { readonly row: ItemRow }) {
  const { kilograms } = useFormats()
  return <span className={row.grossWeightKg === null ? 'muted' : 'mono'}>{kilograms(row.grossWeightKg)}</span>
}
function AgeCell({ row }: { readonly row: ItemRow }) {
  const { age, moment } = useFormats()
  return (
    <span className="muted" title={moment(row.updatedAt)}>
      {age(row.updatedAt)}
    </span>
  )
}
function OriginCell({ row }: { readonly row: ItemRow }) {
  const { country } = useFormats()
  return (
    <span className="mono" title={country(row.originCountry)}>
      {row.originCountry ?? NOTHING}
    </span>
  )
}
function ClassCell({ row }: { readonly row: ItemRow }) {
  const { label } = useCodeTable('mail-class')
  return row.class === null ? NOTHING : label(row.class)
}
function NatureCell({ row }: { readonly row: ItemRow }) {
  const { label } = useCodeTable('nature')
  return row.nature === null ? NOTHING : label(row.nature)
}
function PiecesCell({ row }: { readonly row: ItemRow }) {
  const { count } = useFormats()
  return <span className="mono">{count(row.pieces)}</span>
}

type ViewColumns = NonNullable<Output<'views.list'>['views'][number]['columns']>

// ── Arrangement ────────────────────────────────────────────────────────────────────────────────────
export interface Arrangement {
  readonly order: ColumnOrderState
  readonly visible: ColumnVisibilityState
  readonly sizes: ColumnSizingState
  /** How many columns stay at the start when the list is scrolled sideways. */
  readonly frozen: number
}
export const MOST_FROZEN = 3
const NAME = 'liaison.worklist.columns'
const IDS = Object.keys(COLUMN_FACTS)
const SHOWN = new Set(['item', 'marks', 'lane', 'state', 'description', 'value', 'weight', 'age'])
export const AS_AT_FIRST: Arrangement = { order: IDS, visible: Object.fromEntries(IDS.map((id) => [id, SHOWN.has(id)])), sizes: {}, frozen: 1 }

/** What was kept, as far as it still fits: columns that a newer version brings are there too. */
function fitted(kept: Partial<Arrangement> | null): Arrangement {
  if (kept === null || typeof kept !== 'object') return AS_AT_FIRST
  const frozen = typeof kept.frozen === 'number' ? Math.max(0, Math.min(MOST_FROZEN, Math.floor(kept.frozen))) : AS_AT_FIRST.frozen
  const order = Array.isArray(kept.order) ? kept.order.filter((id) => IDS.includes(id)) : []
  return { order: [...new Set([...order, ...IDS])], visible: { ...AS_AT_FIRST.visible, ...kept.visible, item: true }, sizes: { ...kept.sizes }, frozen }
}

/** As a view keeps it. */
export const columnsOf = ({ order, visible, sizes, frozen }: Arrangement): ViewColumns => ({ order: [...order], visible: { ...visible }, sizes: { ...sizes }, frozen })

export function sameColumns(one: ViewColumns, other: ViewColumns): boolean {
  const [a, b] = [fitted(one), fitted(other)]
  const plain = ({ order, visible, sizes, frozen }: Arrangement) => JSON.stringify([order, order.map((id) => [visible[id] !== false, sizes[id] ?? 0]), frozen])
  return plain(a) === plain(b)
}

/**
 * Columns as this person arranged them; those of a saved view belong to it, and what is changed there lasts until the
 * view is left or updated.
 */
export function useArrangement(view: { readonly key: string; readonly columns: ViewColumns | null } | null) {
  const [own, setOwn] = useState(() => fitted(readStored(NAME) as Partial<Arrangement> | null))
  useEffect(() => {
    const timer = setTimeout(() => writeStored(NAME, own), 300)
    return () => clearTimeout(timer)
  }, [own])
  const [draft, setDraft] = useState<{ readonly key: string; readonly arrangement: Arrangement } | null>(null)
  const key = view?.columns === null || view === null ? null : view.key
  const columns = view?.columns ?? null
  const ofView = useMemo(() => (columns === null ? null : fitted(columns)), [columns])
  const shown = key === null || ofView === null ? own : draft?.key === key ? draft.arrangement : ofView
  const arrange = useCallback(
    (change: (before: Arrangement) => Arrangement) => {
      if (key === null || ofView === null) setOwn(change)
      else setDraft((before) => ({ key, arrangement: change(before?.key === key ? before.arrangement : ofView) }))
    },
    [key, ofView],
  )
  return [shown, arrange] as const
}
