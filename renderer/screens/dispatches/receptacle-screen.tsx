/** One receptacle: its items against what was announced in it. */
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ListChecks, PackageSearch } from 'lucide-react'
import { useMemo } from 'react'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { useClient } from '../../app/desk.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { LaneMark, Marks, Pill, StateMark } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { Coverage, ReceptacleStatusMark, ReconciledMark } from './marks.tsx'
import { Crumbs, Figure, Figures, Unknown, useMore } from './parts.tsx'
import { ProgressBar } from './progress-bar.tsx'
import type { ReceptacleRow, ReconciledRow } from './rows.ts'
import { StepList, type StepColumn } from './step-list.tsx'

const PAGE = 200

export function ReceptacleScreen() {
  const words = useWords()
  const client = useClient()
  const navigate = useNavigate()
  const { dispatch, receptacle: id } = useParams({ from: '/dispatches/$dispatch/$receptacle' })
  const query = useInfiniteQuery({
    queryKey: ['dispatches', 'floor.receptacle', id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('floor.receptacle', { receptacle: id, limit: PAGE, after: pageParam }),
    getNextPageParam: (page) => page?.next ?? null,
  })
  const receptacle = query.data?.pages[0]?.receptacle ?? null
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page?.rows ?? []), [query.data])
  const more = useMore(query)
  const columns = useItemColumns()
  if (query.data?.pages[0] === null) return <Unknown title={words('dispatches.receptacle.unknown')} identifier={groupIdentifier(id)} />
  return (
    <div className="work consignment">
      <div className="work-head consignment-head">
        <Crumbs dispatch={dispatch} receptacle={id} />
        {receptacle === null ? <Bones lines={4} /> : <Summary receptacle={receptacle} />}
      </div>
      <span />
      <div className="work-grid">
        {query.isError && rows === undefined ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : rows?.length === 0 ? (
          <EmptyState Icon={PackageSearch} title={words('dispatches.items.none')} />
        ) : (
          <StepList
            label={words('dispatches.items.of', { identifier: groupIdentifier(id) })}
            keys="dispatches.col.items"
            name={`receptacle ${id}`}
            columns={columns}
            rows={rows}
            rowKey={itemKey}
            onOpen={(row) => void navigate({ to: '/items/$item', params: { item: row.case } })}
            onBack={() => void navigate({ to: '/dispatches/$dispatch', params: { dispatch } })}
            more={more}
          />
        )}
      </div>
    </div>
  )
}

const itemKey = (row: ReconciledRow): string => row.case

function Summary({ receptacle: row }: { readonly receptacle: ReceptacleRow }) {
  const words = useWords()
  const { count, weight } = useFormats()
  const weights = [
    row.announcedKg === null ? null : words('dispatches.fact.announcedKg', { weight: weight(row.announcedKg) }),
    row.foundKg === null ? null : words('dispatches.fact.foundKg', { weight: weight(row.foundKg) }),
    row.labelKg === null ? null : words('dispatches.fact.labelKg', { weight: weight(row.labelKg) }),
  ].filter((text) => text !== null)
  return (
    <>
      <div className="line wrap between">
        <h1>
          <Identifier value={row.receptacle} />
        </h1>
        <Link to="/worklist" search={{ receptacle: [row.receptacle] }} className="btn primary">
          <ListChecks className="i" aria-hidden />
          {words('dispatches.whole', { count: row.items })}
        </Link>
      </div>
      <div className="line wrap consignment-facts">
        <ReceptacleStatusMark status={row.status} />
        {row.twice ? <Pill tone="doc">{words('dispatches.figure.twice')}</Pill> : null}
        {weights.map((text) => (
          <bdi key={text} className="muted">
            {text}
          </bdi>
        ))}
      </div>
      <div className="consignment-body">
        <Figures>
          <Figure name={words('dispatches.figure.announced')} value={count(row.advised)} />
          <Figure name={words('dispatches.figure.seen')} value={count(row.seen)} />
          <Figure name={words('receptacle.missing')} value={count(row.missing)} tone={row.missing > 0 && row.seen > 0 ? 'scan' : ''} />
          <Figure name={words('receptacle.excess')} value={count(row.excess)} tone={row.excess > 0 ? 'doc' : ''} />
          <Figure name={words('reconciled.elsewhere')} value={count(row.elsewhere)} tone={row.elsewhere > 0 ? 'scan' : ''} />
          <Figure name={words('dispatches.col.coverage')} value={<Coverage row={row} />} />
          <Figure name={words('dispatches.figure.toPresent')} value={count(row.toPresent)} tone={row.toPresent > 0 ? 'open' : ''} />
        </Figures>
        <ProgressBar row={row} reachable legend />
      </div>
    </>
  )
}

function useItemColumns(): readonly StepColumn<ReconciledRow>[] {
  const words = useWords()
  const { kilograms } = useFormats()
  return useMemo(
    () => [
      { id: 'item', name: words('field.item'), width: '176px', cell: (row) => <Identifier value={row.item} /> },
      { id: 'reconciled', name: words('dispatches.col.reconciled'), width: 'minmax(130px, 0.8fr)', cell: (row) => <ReconciledMark mark={row.reconciled} /> },
      { id: 'lane', name: words('field.lane'), width: '120px', cell: (row) => <LaneMark lane={row.lane} /> },
      { id: 'state', name: words('field.state'), width: 'minmax(120px, 0.7fr)', cell: (row) => <StateMark state={row.state} /> },
      {
        id: 'marks',
        name: words('dispatches.col.marks'),
        width: '76px',
        cell: (row) => <Marks targeted={row.targeted} flagged={row.flags.length > 0} declared={row.declared} />,
      },
      { id: 'description', name: words('item.description'), width: 'minmax(140px, 1.6fr)', spare: true, cell: (row) => <span className="clip">{row.description ?? '—'}</span> },
      { id: 'weight', name: words('dispatches.col.weight'), width: '90px', end: true, spare: true, cell: (row) => kilograms(row.grossWeightKg) },
    ],
    [words, kilograms],
  )
}
