/** Long work, followed from the command line: its lines as they come, then its end. */
import type { CallName, Input, Job, Notice } from '../../../shared/contract.ts'
import { CallFailed, LinkLost } from './failures.ts'
import type { Link } from './open.ts'

/** Calls that answer the id of a job. */
type JobCall = {
  [N in CallName]: N extends 'exchange.import' | 'store.rebuild' | 'store.verify' | 'store.backup' | 'rules.set' | 'rules.remove' | 'act.bulk' ? N : never
}[CallName]

/**
 * Starts a job and waits for its end.
 *
 * @param onLine called with each line, in order; the next one waits until it is done
 * @param onProgress called with each change of the job
 * @returns the job as it ended, also where it was cancelled
 * @throws CallFailed where it could not be started or failed, LinkLost where its owner went away
 */
export async function runJob<N extends JobCall>(
  link: Link,
  name: N,
  input: Input<N>,
  onLine: (line: unknown) => Promise<void> = async () => undefined,
  onProgress: (job: Job) => void = () => undefined,
): Promise<Job> {
  // Notices may overtake the reply that names the job, so all are kept until it is known which ones are ours.
  const notices: Notice[] = []
  let wake = () => undefined as void
  let lost = false
  const stopNotices = link.onNotice((notice) => {
    if (notice.kind === 'changed') return
    notices.push(notice)
    wake()
  })
  const stopLost = link.onLost(() => {
    lost = true
    wake()
  })
  const interrupt = { job: null as string | null }
  const cancel = () => {
    if (interrupt.job !== null) void link.call('jobs.cancel', { job: interrupt.job }).catch(() => undefined)
  }
  process.once('SIGINT', cancel)
  try {
    const { job: id } = (await link.callOnce(name, input)) as { readonly job: string }
    interrupt.job = id
    for (;;) {
      for (let notice = notices.shift(); notice !== undefined; notice = notices.shift()) {
        if (notice.kind === 'line' && notice.job === id) await onLine(notice.line)
        if (notice.kind !== 'job' || notice.job.id !== id) continue
        onProgress(notice.job)
        if (notice.job.status === 'failed')
          throw new CallFailed({ code: notice.job.error?.code ?? 'internal', message: notice.job.error?.message ?? 'The job failed.', details: {} })
        if (notice.job.status !== 'running') return notice.job
      }
      if (lost) throw new LinkLost('The desk that was open has gone.')
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      if (notices.length === 0 && !lost) await promise
    }
  } catch (error) {
    // The reader of our output has gone, or the line could not be printed: what still runs is of no use to anybody.
    cancel()
    throw error
  } finally {
    stopNotices()
    stopLost()
    process.off('SIGINT', cancel)
  }
}
