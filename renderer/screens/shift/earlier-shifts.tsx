import { useInfiniteQuery } from '@tanstack/react-query'
import type { ShiftRow } from '../../../shared/contract/shift.ts'
import { useClient } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'

interface EarlierShiftsProps {
  readonly chosen: string | null
  readonly open: ShiftRow | null
  readonly onChoose: (shift: string) => void
}

/** The open shift and those before it, newest first. */
export function EarlierShifts({ chosen, open, onChoose }: EarlierShiftsProps) {
  const words = useWords()
  const client = useClient()
  const { moment, clock, count } = useFormats()
  const query = useInfiniteQuery({
    queryKey: ['shift', 'shift.list', 'pages'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => client.call('shift.list', { limit: 50, after: pageParam }),
    getNextPageParam: (page) => page.next,
  })
  const closed = query.data?.pages.flatMap((page) => page.rows).filter((row) => row.closedAt !== null) ?? []
  return (
    <nav className="split-list shift-list" aria-label={words('shift.past')}>
      {open === null ? null : (
        <button type="button" className="split-item" aria-current={chosen === open.id ? 'true' : undefined} onClick={() => onChoose(open.id)}>
          {words('shift.past.current')}
        </button>
      )}
      <h2 className="small muted">{words('shift.past')}</h2>
      {query.data !== undefined && closed.length === 0 ? <p className="small muted">{words('shift.past.none')}</p> : null}
      {closed.map((row) => (
        <button
          key={row.id}
          type="button"
          className="split-item"
          aria-current={chosen === row.id ? 'true' : undefined}
          title={words('shift.past.open', { when: moment(row.openedAt) })}
          onClick={() => onChoose(row.id)}
        >
          <span>{`${moment(row.openedAt)} – ${clock(row.closedAt ?? row.openedAt)}`}</span>
          <span className="small muted">{words('shift.past.figures', { presented: count(row.signed['presented'] ?? 0), closing: count(row.signed['closing'] ?? 0) })}</span>
        </button>
      ))}
      {query.hasNextPage ? (
        <Button size="small" onPress={() => void query.fetchNextPage()}>
          {words('shift.past.more')}
        </Button>
      ) : null}
    </nav>
  )
}
