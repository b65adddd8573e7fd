/** Beside the verdict: counts of the open receptacle, what is to be located, the last scans. */
import { Link } from '@tanstack/react-router'
import { Crosshair, X } from 'lucide-react'
import { parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import { useDesk } from '../../app/desk.tsx'
import { Button } from '../../components/button.tsx'
import { Identifier } from '../../components/identifier.tsx'
import { Bones, ErrorState } from '../../components/states.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { LOOKS } from './verdict-panel.tsx'
import type { ScanEntry } from './station.ts'

export function ReceptacleTally({ receptacle, onClose }: { readonly receptacle: string; readonly onClose: () => void }) {
  const words = useWords()
  const { count, weight } = useFormats()
  // One item is asked for and none is shown: the counts are the receptacle's own.
  const row = useDesk('floor.receptacle', { receptacle, limit: 1 }).data?.receptacle ?? null
  const parts = parseReceptacle(receptacle)
  const dispatch = parts === null ? null : parseDispatch(parts.dispatch)
  const figures = [
    ['announced', row?.advised ?? 0, ''],
    ['seen', row?.seen ?? 0, ''],
    ['missing', row?.missing ?? 0, 'scan'],
    ['excess', row?.excess ?? 0, 'open'],
  ] as const
  return (
    <>
      <dl className="tally" aria-label={words('scan.tally')}>
        {figures.map(([name, n, tone]) => (
          <div key={name}>
            <dt>{words(`scan.tally.${name}`)}</dt>
            <dd className={n > 0 ? tone : ''}>{row === null ? '–' : count(n)}</dd>
          </div>
        ))}
      </dl>
      <div className="tally-of">
        <div className="line between">
          <h2>{words('scan.tally.of', { serial: parts?.serial ?? receptacle, weight: weight(row?.weightKg ?? (parts === null ? null : parts.weightG / 1000)) })}</h2>
          <Button icon look="plain" aria-label={words('scan.closeReceptacle')} onPress={onClose}>
            <X className="i" aria-hidden />
          </Button>
        </div>
        {dispatch === null || parts === null ? null : (
          <Link to="/dispatches/$dispatch/$receptacle" params={{ dispatch: parts.dispatch, receptacle }} className="small tally-link">
            <bdi dir="ltr">{`${dispatch.origin} → ${dispatch.destination} · ${dispatch.subclass} · ${dispatch.number}`}</bdi>
          </Link>
        )}
      </div>
    </>
  )
}

export function LastScans({ entries, onShow }: { readonly entries: readonly ScanEntry[]; readonly onShow: (id: string) => void }) {
  const words = useWords()
  if (entries.length === 0) return <p className="sec muted">{words('scan.last.none')}</p>
  return (
    <ol className="last-scans" aria-label={words('scan.last')}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <button type="button" className={entry.undone ? 'last-scan undone' : 'last-scan'} onClick={() => onShow(entry.id)}>
            <Identifier value={entry.identifier} />
            <Outcome entry={entry} />
          </button>
        </li>
      ))}
    </ol>
  )
}

function Outcome({ entry }: { readonly entry: ScanEntry }) {
  const words = useWords()
  if (entry.undone) return <span className="muted">{words('scan.undone')}</span>
  if (entry.error !== null) return <span className="lane open">{words('scan.failed')}</span>
  if (entry.reply === null) return <span className="muted">…</span>
  const [surface, Icon] = LOOKS[entry.reply.headline]
  return (
    <span className={`lane ${surface}`}>
      <Icon className="i" aria-hidden />
      {words(`scan.headline.${entry.reply.headline}`)}
      {entry.repeated ? <span className="muted small">{words('scan.again')}</span> : null}
    </span>
  )
}

const SHOWN = 100

/** What somebody has to find: the station sounds when one of them passes. */
export function LocateList() {
  const words = useWords()
  const { count } = useFormats()
  const list = useDesk('floor.locate', { limit: SHOWN })
  const total = useDesk('floor.waiting', {}).data?.toLocate
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  if (list.data === undefined) return <Bones lines={8} />
  return (
    <>
      <div className="tally-of">
        <h2>{words('scan.locate.title', { count: total ?? list.data.rows.length })}</h2>
        {list.data.next === null ? null : <p className="small muted">{words('scan.locate.first', { shown: count(SHOWN) })}</p>}
      </div>
      <ul className="locate-list" aria-label={words('scan.mode.locate')} tabIndex={0}>
        {list.data.rows.map((row) => (
          <li key={row.case} className="locate-row">
            <Crosshair className="i open" aria-hidden />
            <Identifier value={row.item} />
            <span className="muted small" title={row.receptacle ?? ''}>
              {row.receptacle === null ? (
                words('scan.locate.loose')
              ) : (
                <bdi dir="ltr">{`${parseDispatch(row.dispatch ?? '')?.number ?? ''} · ${parseReceptacle(row.receptacle)?.serial ?? ''}`}</bdi>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
