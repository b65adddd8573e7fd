import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react'
import type { ImportSummary } from '../../../shared/contract.ts'
import { useDeskCall, useJobs } from '../../app/desk.tsx'
import { Meter } from '../../components/meter.tsx'
import { Button } from '../../components/button.tsx'
import { useErrorText } from '../../components/states.tsx'
import { useWords } from '../../i18n/text.tsx'

/** The newest import: how far it is, how it ended. It goes on when the screen is left. */
export function ImportProgress({
  placing,
  failed,
  dismissed,
  onDismiss,
}: {
  readonly placing: number
  readonly failed: unknown
  readonly dismissed: string | null
  readonly onDismiss: (job: string) => void
}) {
  const words = useWords()
  const errorText = useErrorText()
  const cancel = useDeskCall('jobs.cancel')
  const job = [...useJobs().values()].map((record) => record.job).findLast((one) => one.kind === 'import')
  if (failed !== null)
    return (
      <div className="import">
        <div className="line open" role="alert">
          <CircleAlert className="i" aria-hidden />
          {errorText(failed)}
        </div>
      </div>
    )
  if (placing > 0)
    return (
      <div className="import" role="status">
        {words('exchange.placing', { count: placing })}
        <Meter label={words('frame.job.import')} progress={null} />
      </div>
    )
  if (job === undefined || job.id === dismissed) return <span />
  if (job.status === 'running')
    return (
      <div className="import">
        <div className="line between">
          <span className="clip" role="status">
            {words('exchange.import.running', { at: job.at ?? '…' })}
          </span>
          <Button size="small" onPress={() => cancel.mutate({ job: job.id })}>
            {words('exchange.import.cancel')}
          </Button>
        </div>
        <Meter label={words('frame.job.import')} progress={job.progress} />
      </div>
    )
  const summary = job.status === 'done' ? (job.result as Partial<ImportSummary> | null) : null
  const bad = job.status === 'failed'
  const aside = (summary?.setAside ?? 0) > 0
  return (
    <div className="import">
      <div className="line between">
        <span className={bad ? 'line open' : 'line'} role="status">
          {bad ? <CircleAlert className="i" aria-hidden /> : aside ? <TriangleAlert className="i doc" aria-hidden /> : <CircleCheck className="i go" aria-hidden />}
          <span>
            {summary !== null
              ? words('exchange.import.done', { messages: summary.messages ?? 0, files: summary.files ?? 0, items: summary.items ?? 0 })
              : bad
                ? words('exchange.import.failed', { reason: job.error?.message ?? '' })
                : words('exchange.import.cancelled')}
            {summary === null ? null : (
              <span className="muted small">
                <br />
                {words('exchange.import.counts', {
                  accepted: summary.accepted ?? 0,
                  withFindings: summary.acceptedWithFindings ?? 0,
                  setAside: summary.setAside ?? 0,
                  duplicate: summary.duplicate ?? 0,
                })}
              </span>
            )}
          </span>
        </span>
        <Button icon look="plain" size="small" aria-label={words('action.dismiss')} onPress={() => onDismiss(job.id)}>
          <X className="i" aria-hidden />
        </Button>
      </div>
    </div>
  )
}
