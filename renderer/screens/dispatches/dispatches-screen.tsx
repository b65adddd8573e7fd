/** Dispatches, their receptacles, and the way from there to the items. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Package, X } from 'lucide-react'
import { parseDispatch } from '../../../shared/domain/identifiers.ts'
import type { Output } from '../../../shared/contract.ts'
import { useCodeTable } from '../../app/codes.ts'
import { useClient } from '../../app/desk.tsx'
import { useKeys } from '../../app/keys.tsx'
import { Button } from '../../components/button.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { Pill } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'

type DispatchRow = Output<'dispatches.list'>['rows'][number]
type ReceptacleRow = Output<'receptacles.list'>['rows'][number]
const TONE: Readonly<Record<DispatchRow['status'] | ReceptacleRow['status'], string>> = {
  announced: '',
  'not-announced': 'doc',
  cancelled: '',
  arrived: 'go',
  'in-work': 'scan',
  done: 'go',
  received: 'go',
  missing: 'open',
  excess: 'doc',
  damaged: 'open',
}

export function DispatchesScreen() {
  const words = useWords()
  const client = useClient()
  const navigate = useNavigate()
  const chosen = useSearch({ from: '/dispatches' })['dispatch']?.[0] ?? null
  const query = useInfiniteQuery({
    queryKey: ['dispatches', 'dispatches.list', 'pages'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('dispatches.list', { limit: 200, after: pageParam }),
    getNextPageParam: (page) => page.next,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const close = () => void navigate({ to: '/dispatches', search: {} })
  useKeys({ title: 'dispatches.title', bindings: [{ keys: ['Escape'], label: 'action.close', run: close }] })
  return (
    <div className={chosen === null ? 'work' : 'work with-side'}>
      <div className="work-head">
        <h1>{words('dispatches.title')}</h1>
      </div>
      <span />
      <div className="page-scroll work-grid" tabIndex={0} role="region" aria-label={words('dispatches.title')}>
        {query.isError ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Bones lines={10} />
        ) : rows.length === 0 ? (
          <EmptyState Icon={Package} title={words('dispatches.empty')}>
            {words('dispatches.empty.text')}
          </EmptyState>
        ) : (
          <DispatchTable rows={rows} chosen={chosen} onChoose={(dispatch) => void navigate({ to: '/dispatches', search: { dispatch: [dispatch] } })} />
        )}
        {query.hasNextPage ? (
          <div className="load-more">
            <Button onPress={() => void query.fetchNextPage()}>{words('action.loadMore')}</Button>
          </div>
        ) : null}
      </div>
      {chosen === null ? null : (
        <aside className="side" aria-label={words('dispatches.receptacles', { number: parseDispatch(chosen)?.number ?? chosen })}>
          <Receptacles key={chosen} dispatch={chosen} onClose={close} onItems={(search) => void navigate({ to: '/worklist', search })} />
        </aside>
      )}
    </div>
  )
}

function DispatchTable({ rows, chosen, onChoose }: { readonly rows: readonly DispatchRow[]; readonly chosen: string | null; readonly onChoose: (dispatch: string) => void }) {
  const words = useWords()
  const { moment, count } = useFormats()
  const categories = useCodeTable('mail-category')
  const subclasses = useCodeTable('mail-subclass')
  return (
    <table className="table rows">
      <thead>
        <tr>
          <th>{words('dispatches.col.dispatch')}</th>
          <th>{words('dispatches.col.status')}</th>
          <th>{words('dispatches.col.category')}</th>
          <th className="num">{words('dispatches.col.receptacles')}</th>
          <th className="num">{words('dispatches.col.items')}</th>
          <th>{words('dispatches.col.announced')}</th>
          <th>{words('dispatches.col.planned')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.dispatch} aria-current={row.dispatch === chosen || undefined} onClick={() => onChoose(row.dispatch)}>
            <td>
              <button type="button" className="row-button" onClick={() => onChoose(row.dispatch)}>
                <Identifier value={row.dispatch} />
              </button>
            </td>
            <td>
              <Pill tone={TONE[row.status]}>{words(`dispatch.${row.status}`)}</Pill>
            </td>
            <td className="clip" title={row.category === null ? '' : categories.label(row.category)}>
              {row.subclass === null ? (row.category === null ? null : categories.label(row.category)) : subclasses.label(row.subclass)}
            </td>
            <td className="num mono">{count(row.receptacles)}</td>
            <td className="num mono">{count(row.items)}</td>
            <td className="muted">{moment(row.announcedAt)}</td>
            <td className="muted">{moment(row.plannedArrival)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ReceptaclesProps {
  readonly dispatch: string
  readonly onItems: (search: Readonly<Record<string, readonly string[]>>) => void
  readonly onClose: () => void
}

function Receptacles({ dispatch, onItems, onClose }: ReceptaclesProps) {
  const words = useWords()
  const client = useClient()
  const { weight, count } = useFormats()
  const query = useInfiniteQuery({
    queryKey: ['dispatches', 'receptacles.list', dispatch],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('receptacles.list', { dispatch, limit: 200, after: pageParam }),
    getNextPageParam: (page) => page.next,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <>
      <div className="panel-ident">
        <div className="line between">
          <h2>{words('dispatches.receptacles', { number: parseDispatch(dispatch)?.number ?? dispatch })}</h2>
          <Button icon look="plain" size="small" aria-label={words('action.close')} onPress={onClose}>
            <X className="i" aria-hidden />
          </Button>
        </div>
        <Identifier value={dispatch} className="ident-small" />
        <Button look="primary" onPress={() => onItems({ dispatch: [dispatch] })}>
          {words('dispatches.whole')}
        </Button>
      </div>
      <div className="panel-scroll" tabIndex={0} role="region" aria-label={words('field.receptacle')}>
        {query.isError ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Bones lines={8} />
        ) : rows.length === 0 ? (
          <p className="sec muted">{words('dispatches.receptacles.none')}</p>
        ) : (
          <ul>
            {rows.map((row) => (
              <li key={row.receptacle} className="receptacle">
                <div className="line between wrap">
                  <Identifier value={row.receptacle} className="ident-small" />
                  <Pill tone={TONE[row.status]}>{words(`receptacle.${row.status}`)}</Pill>
                </div>
                <div className="line between">
                  <span className="small muted">
                    {weight(row.weightKg)} · {words('dispatches.counts', { items: row.items, announced: row.announcedItems ?? row.items })}
                  </span>
                  <Button size="small" onPress={() => onItems({ receptacle: [row.receptacle] })}>
                    {words('dispatches.showItems')} {count(row.items)}
                    <span className="sr">{words('dispatches.showItems.of', { identifier: row.receptacle })}</span>
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )}
        {query.hasNextPage ? (
          <div className="load-more">
            <Button onPress={() => void query.fetchNextPage()}>{words('action.loadMore')}</Button>
          </div>
        ) : null}
      </div>
    </>
  )
}
