/** The board: every dispatch by the day it comes and what brings it, and how far it is from announced to done. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Package } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { DISPATCH_STATUSES, type DispatchStatus } from '../../../shared/domain/codes.ts'
import { useClient } from '../../app/desk.tsx'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { AdvicePills, Coverage, DispatchStatusMark, TargetCount } from './marks.tsx'
import { useMore } from './parts.tsx'
import { ProgressBar } from './progress-bar.tsx'
import type { DispatchRow } from './rows.ts'
import { StepList, type StepColumn } from './step-list.tsx'

const PAGE = 100
/** In the order in which a dispatch goes through them. */
const STAGES = ['announced', 'not-announced', 'arrived', 'in-work', 'done', 'cancelled'] as const satisfies readonly DispatchStatus[]
const isStatus = (text: string | undefined): text is DispatchStatus => DISPATCH_STATUSES.some((status) => status === text)

export function BoardScreen() {
  const words = useWords()
  const client = useClient()
  const navigate = useNavigate()
  const { count } = useFormats()
  const asked = useSearch({ from: '/dispatches' })['status']?.[0]
  const status = isStatus(asked) ? asked : null
  const query = useInfiniteQuery({
    queryKey: ['dispatches', 'floor.board', status],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('floor.board', { status, limit: PAGE, after: pageParam }),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows), [query.data])
  const counts = query.data?.pages.at(-1)?.counts
  const all = counts === undefined ? undefined : Object.values(counts).reduce((sum, n) => sum + n, 0)
  const more = useMore(query)
  const groupOf = useGroups()
  const columns = useBoardColumns()
  const open = useCallback((row: DispatchRow) => void navigate({ to: '/dispatches/$dispatch', params: { dispatch: row.dispatch } }), [navigate])
  return (
    <div className="work">
      <div className="work-head">
        <h1>{words('dispatches.title')}</h1>
        <nav className="stages" aria-label={words('dispatches.stages')}>
          <Link to="/dispatches" search={{}} className="stage" aria-current={status === null ? 'true' : undefined} activeOptions={{ includeSearch: true, exact: true }}>
            {words('dispatches.all')} <span className="n">{all === undefined ? '' : count(all)}</span>
          </Link>
          {STAGES.map((one) => (
            <Link
              key={one}
              to="/dispatches"
              search={{ status: [one] }}
              className="stage"
              aria-current={status === one ? 'true' : undefined}
              activeOptions={{ includeSearch: true, exact: true }}
            >
              {words(`dispatch.${one}`)} <span className="n">{counts === undefined ? '' : count(counts[one] ?? 0)}</span>
            </Link>
          ))}
        </nav>
      </div>
      <span />
      <div className="work-grid">
        {query.isError && rows === undefined ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : rows?.length === 0 ? (
          <EmptyState Icon={Package} title={words(status === null ? 'dispatches.empty' : 'dispatches.empty.status')}>
            {words(status === null ? 'dispatches.empty.text' : 'dispatches.empty.status.text')}
          </EmptyState>
        ) : (
          <StepList
            label={words('dispatches.title')}
            keys="dispatches.title"
            name={`board ${status ?? ''}`}
            columns={columns}
            rows={rows}
            rowKey={dispatchKey}
            groupOf={groupOf}
            onOpen={open}
            more={more}
          />
        )}
      </div>
    </div>
  )
}

const dispatchKey = (row: DispatchRow): string => row.dispatch

/** The day, as a heading; within it, what one transport brings stands together. */
function useGroups(): (row: DispatchRow) => string {
  const words = useWords()
  const { day } = useFormats()
  return useCallback(
    (row) => {
      const when = row.arrivedAt ?? row.plannedArrival ?? row.announcedAt
      return when === null ? words('dispatches.group.noDay') : day(when)
    },
    [words, day],
  )
}

function useBoardColumns(): readonly StepColumn<DispatchRow>[] {
  const words = useWords()
  const { count, clock } = useFormats()
  return useMemo(
    () => [
      {
        id: 'dispatch',
        name: words('dispatches.col.dispatch'),
        width: 'minmax(236px, 1.1fr)',
        cell: (row) => <Identifier value={row.dispatch} />,
      },
      {
        id: 'status',
        name: words('dispatches.col.status'),
        width: 'minmax(132px, 1fr)',
        cell: (row) => (
          <span className="line step-pills">
            <DispatchStatusMark status={row.status} />
            <AdvicePills row={row} />
          </span>
        ),
      },
      {
        id: 'due',
        name: words('dispatches.col.planned'),
        width: '64px',
        spare: true,
        cell: (row) => {
          const when = row.arrivedAt ?? row.plannedArrival
          return when === null ? null : <span className={row.arrivedAt === null ? 'muted' : ''}>{clock(when)}</span>
        },
      },
      {
        id: 'transport',
        name: words('dispatches.col.transport'),
        width: '92px',
        spare: true,
        cell: (row) => (row.transport === null ? null : <bdi className="mono">{row.transport}</bdi>),
      },
      {
        id: 'receptacles',
        name: words('dispatches.col.receptacles'),
        width: '100px',
        end: true,
        spare: true,
        cell: (row) => {
          const { received, excess, damaged } = row.receptaclesByStatus
          return (
            <span
              title={words('dispatches.receptacles.title', { here: received + excess + damaged, all: row.receptacles })}
            >{`${count(received + excess + damaged)} / ${count(row.receptacles)}`}</span>
          )
        },
      },
      { id: 'items', name: words('dispatches.col.items'), width: '76px', end: true, cell: (row) => count(row.items) },
      { id: 'coverage', name: words('dispatches.col.coverage'), width: '92px', end: true, cell: (row) => <Coverage row={row} /> },
      { id: 'targeted', name: words('dispatches.col.targeted'), width: '88px', end: true, cell: (row) => <TargetCount row={row} /> },
      { id: 'progress', name: words('dispatches.col.progress'), width: 'minmax(160px, 1.6fr)', cell: (row, current) => <ProgressBar row={row} reachable={current} /> },
    ],
    [words, count, clock],
  )
}
