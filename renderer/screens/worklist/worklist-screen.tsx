import { useNavigate, useSearch } from '@tanstack/react-router'
import { Inbox, ListX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { ItemFilter, ItemRow, ItemSort, Output } from '../../../shared/contract.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { deskKey, useClient, useDesk } from '../../app/desk.tsx'
import { useNarrow } from '../../app/narrow.ts'
import { setPreferences, usePreferences } from '../../app/preferences.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { toastDone, toastError } from '../../components/toast.tsx'
import { copyText } from '../../components/identifier.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { useActionFlow } from '../item/action-flow.tsx'
import { ItemPanel } from '../item/item-panel.tsx'
import { BulkDialog, type BulkAction } from './bulk-dialog.tsx'
import { useArrangement } from './columns.tsx'
import { ColumnsButton } from './columns-button.tsx'
import { searchToView, viewToSearch, type WorklistSearch } from './filter-address.ts'
import { Grid, type GridHandle, type ListState } from './grid.tsx'
import { rememberList, rememberedCursor } from './list-memory.ts'
import { countSelected, MOST_ROWS, NOTHING, toggled, withRows, type Selection } from './selection.ts'
import { Sentence } from './sentence.tsx'
import { StatusLine } from './status-line.tsx'
import { asTable } from './table-text.ts'
import { useOpenView, viewInAddress } from './open-view.ts'
import { ViewDialogs } from './view-dialogs.tsx'
import { ViewMenu } from './view-menu.tsx'
import { keyOfView, readyViewOf, useSavedViews, VIEWS } from './views.ts'
import { useWorklistKeys } from './worklist-keys.ts'

const UNKNOWN_LIST: ListState = { total: null, exact: false, cursorRow: null, rowAt: () => null }

export function WorklistScreen() {
  const words = useWords()
  const formats = useFormats()
  const client = useClient()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ from: '/worklist' })
  const address = JSON.stringify(search)
  // By the address's text: the router makes a new object for the same address.
  const view = useMemo(() => searchToView(JSON.parse(address) as WorklistSearch), [address])
  const { filter, sort } = view
  // Where there is no room beside the list, the panel lies over it and is only shown when asked for.
  const narrow = useNarrow(1080)
  const [over, setOver] = useState(false)
  const { sidePanel: beside } = usePreferences()
  const sidePanel = narrow ? over : beside
  const saved = useSavedViews()
  const inAddress = useMemo(() => viewInAddress(JSON.parse(address) as WorklistSearch, saved.views), [address, saved])
  const [arrangement, setArrangement] = useArrangement(inAddress === null ? null : { key: keyOfView(inAddress), columns: inAddress.columns })
  const [cursor, setCursor] = useState(() => rememberedCursor(address))
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const [list, setList] = useState<ListState>(UNKNOWN_LIST)
  const [bulk, setBulk] = useState<BulkAction | null>(null)
  const anchor = useRef(0)
  const grid = useRef<GridHandle>(null)
  const counts = useDesk('items.counts', {}).data

  // Another list begins at its first row, with nothing selected; the same list keeps its place.
  const [shownAddress, setShownAddress] = useState(address)
  if (shownAddress !== address) {
    setShownAddress(address)
    setCursor(rememberedCursor(address))
    setSelection(NOTHING)
    setList(UNKNOWN_LIST)
  }
  useEffect(() => rememberList(address, view, cursor), [address, view, cursor])

  const show = useCallback(
    (next: { readonly filter?: ItemFilter; readonly sort?: ItemSort }) => {
      // Whoever changes the list of a saved view is still in that view, until another is chosen.
      const { view: named } = JSON.parse(address) as WorklistSearch
      void navigate({ to: '/worklist', search: { ...viewToSearch({ ...view, ...next }), ...(named === undefined ? {} : { view: named }) } })
    },
    [navigate, view, address],
  )
  const go = (to: WorklistSearch) => void navigate({ to: '/worklist', search: to })
  const openView = useOpenView(inAddress, view, arrangement, go)
  const open = useCallback((row: ItemRow) => void navigate({ to: '/items/$item', params: { item: row.case } }), [navigate])
  const flow = useActionFlow()

  const range = useCallback(
    async (from: number, to: number) => {
      const first = Math.min(from, to)
      const count = Math.abs(to - from) + 1
      if (count > MOST_ROWS) toastError(words('worklist.selected.limit'))
      const rows: ItemRow[] = []
      for (let position = first; position < first + Math.min(count, MOST_ROWS); position += 1) {
        const row = list.rowAt(position)
        if (row !== null) rows.push(row)
        else {
          const limit = Math.min(1_000, first + count - position)
          const window = await client.call('items.window', { filter, sort, position, limit })
          rows.push(...window.rows)
          position += Math.max(window.rows.length, 1) - 1
          if (window.rows.length === 0) break
        }
      }
      setSelection((before) => withRows(before, rows))
    },
    [client, filter, sort, list, words],
  )
  const toggle = useCallback(
    (position: number, row: ItemRow, extend: boolean) => {
      if (extend) void range(anchor.current, position)
      else setSelection((before) => toggled(before.kind === 'all' ? NOTHING : before, row))
      anchor.current = position
    },
    [range],
  )
  const toggleAll = () => setSelection(selection.kind === 'all' || countSelected(selection) > 0 ? NOTHING : { kind: 'all', filter, total: list.total ?? 0 })

  const act = (name: BulkAction['name'], exact = false) => {
    if (countSelected(selection) > 0)
      setBulk({ name, target: selection.kind === 'all' ? { filter: selection.filter } : { items: [...selection.rows.values()].map((row) => row.item) } })
    else if (list.cursorRow !== null) void flow.start(name, { item: list.cursorRow.item, case: list.cursorRow.case }, exact)
  }
  const copy = async () => {
    const rows = selection.kind === 'rows' && selection.rows.size > 0 ? [...selection.rows.values()] : list.cursorRow === null ? [] : [list.cursorRow]
    if (rows.length > 0 && (await copyText(asTable(rows, words)))) toastDone(words('worklist.copied', { count: rows.length }))
  }
  useWorklistKeys({
    move: (to) => grid.current?.move(to),
    select: () => list.cursorRow !== null && toggle(cursor, list.cursorRow, false),
    extend: (step) => {
      const to = Math.max(0, Math.min((list.total ?? 1) - 1, cursor + step))
      void range(cursor, to)
      grid.current?.move(to)
    },
    open: () => list.cursorRow !== null && open(list.cursorRow),
    peek: () => (narrow ? setOver(!over) : setPreferences({ sidePanel: !beside })),
    act,
    // Of a selection, each item says for itself why not.
    actions: () =>
      countSelected(selection) > 0 || list.cursorRow === null
        ? null
        : (queries.getQueryData<Output<'items.get'>>(deskKey('items.get', { item: list.cursorRow.case }))?.actions ?? null),
    undo: flow.undo,
    clear: () => (narrow && over ? setOver(false) : setSelection(NOTHING)),
    copy: () => void copy(),
  })

  const active = openView.view === null ? readyViewOf(filter) : null
  const everything = filter.where.length === 0 && filter.search === undefined
  return (
    <div className={sidePanel ? 'work with-side' : 'work'}>
      <div className="work-head">
        <h1 className="sr">{words('worklist.title')}</h1>
        <Tabs
          label={words('worklist.views')}
          panel="worklist-panel"
          value={active?.tab === true ? active.id : null}
          onChange={(id) => {
            const chosen = VIEWS.find((one) => one.id === id)
            if (chosen !== undefined) go(viewToSearch(chosen))
          }}
          tabs={VIEWS.filter((one) => one.tab).map((one) => ({
            id: one.id,
            label: words(one.name),
            count: one.count === null || counts === undefined ? undefined : formats.count(one.count(counts)),
          }))}
        />
        <ViewMenu open={openView} ready={active} go={go} />
      </div>
      <div className="work-sentence">
        <Sentence filter={filter} sort={sort} onFilter={(next) => show({ filter: next })} onSort={(next) => show({ sort: next })} />
        {openView.changed && openView.refusal('view.update') === null ? (
          <Button look="plain" size="small" onPress={() => openView.run('view.update')}>
            {words('view.update')}
          </Button>
        ) : active === null && openView.view === null && !everything ? (
          <Button look="plain" size="small" onPress={() => openView.run('view.save')}>
            {words('view.save.short')}
          </Button>
        ) : null}
        <span className="total small muted" role="status">
          {list.total === null ? '' : words(list.exact ? 'worklist.total' : 'worklist.total.more', { count: list.total })}
        </span>
        <ColumnsButton arrangement={arrangement} onArrange={setArrangement} />
      </div>
      <div className="work-grid" id="worklist-panel" role="tabpanel" aria-label={openView.view?.name ?? (active === null ? words('worklist.title') : words(active.name))}>
        <Grid
          key={address}
          filter={filter}
          sort={sort}
          onSort={(next) => show({ sort: next })}
          cursor={cursor}
          onCursor={setCursor}
          selection={selection}
          onToggle={toggle}
          onToggleAll={toggleAll}
          onOpen={open}
          onList={setList}
          arrangement={arrangement}
          onArrange={setArrangement}
          handle={grid}
          startAt={Math.max(0, cursor - 4)}
          empty={
            <EmptyState
              Icon={everything ? Inbox : ListX}
              title={words('worklist.empty.title')}
              actions={
                everything ? (
                  <Button look="primary" onPress={() => void navigate({ to: '/exchange', search: {} })}>
                    {words('worklist.empty.import')}
                  </Button>
                ) : (
                  <Button onPress={() => void navigate({ to: '/worklist', search: {} })}>{words('worklist.empty.showAll')}</Button>
                )
              }
            >
              {words(everything ? 'worklist.empty.all' : 'worklist.empty.filter')}
            </EmptyState>
          }
        />
        <Spoken list={list} cursor={cursor} selection={selection} />
      </div>
      <StatusLine selection={selection} onClear={() => setSelection(NOTHING)} onAct={(name) => act(name)} />
      {sidePanel ? (
        <aside className="side" aria-label={words('worklist.panel')}>
          <ItemPanel row={list.cursorRow} flow={flow} onOpen={open} waiting={list.total === null} onClose={narrow ? () => setOver(false) : null} />
        </aside>
      ) : null}
      {flow.dialogs}
      <ViewDialogs open={openView} />
      {bulk === null ? null : (
        <BulkDialog
          action={bulk}
          onClose={() => setBulk(null)}
          onStarted={() => {
            setBulk(null)
            setSelection(NOTHING)
          }}
        />
      )}
    </div>
  )
}

/** What a screen reader hears of the row in focus, a moment after one stopped moving. */
function Spoken({ list, cursor, selection }: { readonly list: ListState; readonly cursor: number; readonly selection: Selection }) {
  const words = useWords()
  const [text, setText] = useState('')
  const row = list.cursorRow
  const selected = row !== null && (selection.kind === 'all' || selection.rows.has(row.case))
  const said =
    row === null || list.total === null
      ? ''
      : words(selected ? 'grid.row.selected' : 'grid.row', {
          row: cursor + 1,
          total: list.total,
          item: groupIdentifier(row.item),
          lane: words(`lane.${row.lane}`),
          state: words(`state.${row.state}`),
        })
  useEffect(() => {
    const timer = setTimeout(() => setText(said), 250)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div className="sr" aria-live="polite">
      {text}
    </div>
  )
}
