/** One dispatch: what was said of it, how far it is, and its receptacles against what was announced. */
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ListChecks, PackageSearch } from 'lucide-react'
import { useMemo } from 'react'
import { parseReceptacle } from '../../../shared/domain/identifiers.ts'
import { useClient, useDesk } from '../../app/desk.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { Pill } from '../../components/marks.tsx'
import { Bones, EmptyState, ErrorState } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { AdvicePills, Coverage, DispatchStatusMark, ReceptacleStatusMark, TargetCount } from './marks.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Crumbs, Figure, Figures, Unknown, useMore } from './parts.tsx'
import type { DispatchDetail, Notice, ReceptacleRow } from './rows.ts'
import { StepList, type StepColumn } from './step-list.tsx'

const PAGE = 200

export function DispatchScreen() {
  const words = useWords()
  const client = useClient()
  const navigate = useNavigate()
  const { dispatch: id } = useParams({ from: '/dispatches/$dispatch' })
  const detail = useDesk('floor.dispatch', { dispatch: id })
  const query = useInfiniteQuery({
    queryKey: ['dispatches', 'receptacles.list', id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('receptacles.list', { dispatch: id, limit: PAGE, after: pageParam }),
    getNextPageParam: (page) => page.next,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows), [query.data])
  const more = useMore(query)
  const back = () => void navigate({ to: '/dispatches', search: {} })
  const columns = useReceptacleColumns()
  if (detail.data === null) return <Unknown title={words('dispatches.unknown')} identifier={id} />
  if (detail.isError) return <ErrorState error={detail.error} retry={() => void detail.refetch()} />
  return (
    <div className="work consignment">
      <div className="work-head consignment-head">
        <Crumbs dispatch={id} />
        {detail.data === undefined ? <Bones lines={4} /> : <Summary detail={detail.data} />}
      </div>
      <span />
      <div className="work-grid">
        {query.isError && rows === undefined ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : rows?.length === 0 ? (
          <EmptyState Icon={PackageSearch} title={words('dispatches.receptacles.none')} />
        ) : (
          <StepList
            label={words('dispatches.receptacles', { number: id })}
            keys="dispatches.col.receptacles"
            name={`dispatch ${id}`}
            columns={columns}
            rows={rows}
            rowKey={receptacleKey}
            onOpen={(row) => void navigate({ to: '/dispatches/$dispatch/$receptacle', params: { dispatch: id, receptacle: row.receptacle } })}
            onBack={back}
            more={more}
          />
        )}
      </div>
    </div>
  )
}

const receptacleKey = (row: ReceptacleRow): string => row.receptacle

function Summary({ detail: { dispatch, transport, notices } }: { readonly detail: DispatchDetail }) {
  const words = useWords()
  const { count, moment } = useFormats()
  const bags = dispatch.receptaclesByStatus
  const legs = transport.map((leg) => [leg.number, leg.from === null && leg.to === null ? null : `${leg.from ?? '?'} → ${leg.to ?? '?'}`].filter((part) => part !== null).join(' '))
  return (
    <>
      <div className="line wrap between">
        <h1>
          <Identifier value={dispatch.dispatch} />
        </h1>
        <Link to="/worklist" search={{ dispatch: [dispatch.dispatch] }} className="btn primary">
          <ListChecks className="i" aria-hidden />
          {words('dispatches.whole', { count: dispatch.items })}
        </Link>
      </div>
      <div className="line wrap consignment-facts">
        <DispatchStatusMark status={dispatch.status} />
        <AdvicePills row={dispatch} />
        {legs.length === 0 ? null : <span className="muted">{legs.join(' · ')}</span>}
        {dispatch.plannedArrival === null ? null : <span className="muted">{words('dispatches.fact.planned', { moment: moment(dispatch.plannedArrival) })}</span>}
        {dispatch.arrivedAt === null ? null : <span className="muted">{words('dispatches.fact.arrived', { moment: moment(dispatch.arrivedAt) })}</span>}
      </div>
      <div className="consignment-body">
        <Figures>
          <Figure name={words('dispatches.figure.receptacles')} value={count(dispatch.receptacles)} />
          <Figure name={words('receptacle.received')} value={count(bags.received + bags.damaged)} />
          <Figure name={words('receptacle.missing')} value={count(bags.missing)} tone={bags.missing > 0 ? 'open' : ''} />
          <Figure name={words('receptacle.excess')} value={count(bags.excess)} tone={bags.excess > 0 ? 'doc' : ''} />
          <Figure name={words('dispatches.figure.twice')} value={count(bags.twice)} tone={bags.twice > 0 ? 'doc' : ''} />
          <Figure name={words('dispatches.col.coverage')} value={<Coverage row={dispatch} />} />
          <Figure
            name={words('dispatches.figure.toPresent')}
            value={
              dispatch.toPresent === 0 ? (
                count(0)
              ) : (
                <Link to="/worklist" search={{ dispatch: [dispatch.dispatch], targeted: ['true'], state: ['expected', 'arrived'] }}>
                  {count(dispatch.toPresent)}
                </Link>
              )
            }
            tone={dispatch.toPresent > 0 ? 'open' : ''}
          />
        </Figures>
        <ProgressBar row={dispatch} reachable legend />
        <Notices notices={notices} />
      </div>
    </>
  )
}

/** Every message that announced or reported it, with what became of it. */
function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  const words = useWords()
  const { moment } = useFormats()
  if (notices.length === 0) return <p className="note-box doc">{words('dispatches.notices.none')}</p>
  return (
    <ul className="notices" aria-label={words('dispatches.notices')}>
      {notices.map((notice) => (
        <li key={notice.message} className={notice.inForce ? 'notice' : 'notice past'}>
          <span className="strong">{notice.type}</span>
          <span>{words(`function.${notice.function}`)}</span>
          <span className="muted">{notice.sender ?? words('word.unknown')}</span>
          <span className="muted">{moment(notice.prepared)}</span>
          {notice.inForce ? <Pill tone="go">{words('dispatches.notice.inForce')}</Pill> : <Pill>{words(fateOf(notice))}</Pill>}
          <Link to="/exchange" search={{}} className="muted clip" title={notice.file}>
            {notice.file.split(/[/\\]/).at(-1)}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function fateOf(notice: Notice) {
  if (notice.status === 'duplicate' || notice.status === 'set-aside') return `message.${notice.status}` as const
  if (notice.function === 'cancel') return 'dispatches.notice.cancels'
  return notice.supersededBy === null ? 'dispatches.notice.cancelled' : 'dispatches.notice.superseded'
}

function useReceptacleColumns(): readonly StepColumn<ReceptacleRow>[] {
  const words = useWords()
  const { count, kilograms } = useFormats()
  return useMemo(
    () => [
      {
        id: 'receptacle',
        name: words('field.receptacle'),
        width: 'minmax(150px, 1fr)',
        cell: (row) => {
          const parts = parseReceptacle(row.receptacle)
          return parts === null ? (
            <Identifier value={row.receptacle} />
          ) : (
            <span className="line" title={row.receptacle}>
              <b className="mono">{parts.serial}</b>
              <span className="muted">{row.type}</span>
            </span>
          )
        },
      },
      {
        id: 'status',
        name: words('dispatches.col.status'),
        width: 'minmax(132px, 1fr)',
        cell: (row) => (
          <span className="line step-pills">
            <ReceptacleStatusMark status={row.status} />
            {row.twice ? <Pill tone="doc">{words('dispatches.figure.twice')}</Pill> : null}
          </span>
        ),
      },
      {
        id: 'weight',
        name: words('dispatches.col.weight'),
        width: '118px',
        end: true,
        spare: true,
        cell: (row) => <Weights row={row} kilograms={kilograms} />,
      },
      {
        id: 'items',
        name: words('dispatches.col.seen'),
        width: '96px',
        end: true,
        cell: (row) => <span title={words('dispatches.seen.title', { seen: row.seen, announced: row.advised })}>{`${count(row.seen)} / ${count(row.advised)}`}</span>,
      },
      {
        id: 'excess',
        name: words('receptacle.excess'),
        width: '80px',
        end: true,
        spare: true,
        cell: (row) => <span className={row.excess > 0 ? 'doc' : 'muted'}>{count(row.excess)}</span>,
      },
      { id: 'coverage', name: words('dispatches.col.coverage'), width: '92px', end: true, cell: (row) => <Coverage row={row} /> },
      { id: 'targeted', name: words('dispatches.col.targeted'), width: '88px', end: true, cell: (row) => <TargetCount row={row} /> },
      { id: 'progress', name: words('dispatches.col.progress'), width: 'minmax(150px, 1.6fr)', cell: (row, current) => <ProgressBar row={row} reachable={current} /> },
    ],
    [words, count, kilograms],
  )
}

/** The weight that counts, and beside it the announced or printed one where it differs by more than the label's own step of 100 g. */
function Weights({ row, kilograms }: { readonly row: ReceptacleRow; readonly kilograms: (kg: number | null) => string }) {
  const words = useWords()
  const other = [row.announcedKg, row.labelKg].find((kg) => kg !== null && row.weightKg !== null && Math.abs(kg - row.weightKg) > 0.1) ?? null
  if (other === null) return <span>{kilograms(row.weightKg)}</span>
  return (
    <span className="doc" title={words('dispatches.weight.differs', { found: kilograms(row.weightKg), announced: kilograms(other) })}>
      {kilograms(row.weightKg)} <s className="muted">{kilograms(other)}</s>
    </span>
  )
}
