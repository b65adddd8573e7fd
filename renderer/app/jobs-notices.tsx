/**
 * Long work, on every screen: a quiet button in the top bar with what runs and what has ended, and a word when
 * something that this page began is over while one is elsewhere.
 */
import { useRouterState } from '@tanstack/react-router'
import { Ban, CircleAlert, CircleCheck, Hourglass } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Dialog as AriaDialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Job } from '../../shared/contract.ts'
import { Button } from '../components/button.tsx'
import { Meter } from '../components/meter.tsx'
import { showToast } from '../components/toast.tsx'
import { useFormats } from '../i18n/format.ts'
import { useSaid, useWords } from '../i18n/text.tsx'
import { adoptJobs, isOwnJob, useClient, useDeskCall, useJobs } from './desk.tsx'

/** Where a job's own screen says how it ended, in more words than a notice has. */
const TOLD_ON: Partial<Record<Job['kind'], string>> = {
  import: '/exchange',
  rebuild: '/administration',
  verify: '/administration',
  backup: '/administration',
  evaluate: '/administration',
}
const SHOWN = 8

export function JobsButton() {
  const words = useWords()
  const client = useClient()
  const known = useJobs()
  useEffect(() => {
    client.call('jobs.list', {}).then(
      ({ jobs }) => adoptJobs(jobs),
      () => {},
    )
  }, [client])
  const jobs = [...known.values()].map((record) => record.job).toReversed()
  const running = jobs.filter((job) => job.status === 'running')
  useEndings(jobs)
  const label = running.length === 0 ? words('jobs.title') : words('jobs.running', { count: running.length })
  return (
    <DialogTrigger>
      <Button icon look="plain" aria-label={label} className={running.length === 0 ? 'jobs' : 'jobs running'}>
        <Hourglass className="i" aria-hidden />
        {running.length === 0 ? null : <Meter label={label} progress={running[0]?.progress ?? null} />}
      </Button>
      <Popover className="popover" placement="bottom end">
        <AriaDialog className="jobs-list" aria-label={words('jobs.title')}>
          <h2>{words('jobs.title')}</h2>
          {jobs.length === 0 ? <p className="muted small">{words('jobs.none')}</p> : null}
          <ul>
            {jobs.slice(0, SHOWN).map((job) => (
              <li key={job.id}>
                <JobLine job={job} />
              </li>
            ))}
          </ul>
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  )
}

function JobLine({ job }: { readonly job: Job }) {
  const words = useWords()
  const said = useSaid()
  const { since } = useFormats()
  const cancel = useDeskCall('jobs.cancel')
  const name = words(`frame.job.${job.kind}`)
  if (job.status === 'running')
    return (
      <>
        <div className="line between">
          <span className="strong">{name}</span>
          <Button size="small" onPress={() => cancel.mutate({ job: job.id })}>
            {words('action.cancel')}
          </Button>
        </div>
        <Meter label={name} progress={job.progress} />
        <div className="small muted clip">{job.at ?? since(job.startedAt)}</div>
      </>
    )
  const Icon = { done: CircleCheck, failed: CircleAlert, cancelled: Ban }[job.status]
  const tone = { done: 'go', failed: 'open', cancelled: 'muted' }[job.status]
  return (
    <div className="line">
      <Icon className={`i ${tone}`} aria-hidden />
      <span className="grow">
        {words(`job.${job.status}`, { job: name })}
        {job.error === null ? null : <span className="small muted">{` · ${said('error', { ...job.error, values: {}, text: job.error.message })}`}</span>}
      </span>
      <span className="small muted">{since(job.startedAt)}</span>
    </div>
  )
}

/** Its screen is open and says it. That rules are applied is said when they are set; that they could not be is not. */
const isTold = (job: Job, path: string): boolean => TOLD_ON[job.kind] === path && (job.kind !== 'evaluate' || job.status === 'done')

/** Says how a job of this page ended, unless its screen is open and says it better. A bulk action says it itself. */
function useEndings(jobs: readonly Job[]): void {
  const words = useWords()
  const said = useSaid()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const before = useRef(new Set<string>())
  useEffect(() => {
    for (const job of jobs) {
      if (job.status === 'running') before.current.add(job.id)
      else if (before.current.delete(job.id) && isOwnJob(job.id) && job.kind !== 'bulk' && !isTold(job, path)) {
        const text = words(`job.${job.status}`, { job: words(`frame.job.${job.kind}`) })
        const why = job.error === null ? '' : ` ${said('error', { ...job.error, values: {}, text: job.error.message })}`
        showToast({ tone: job.status === 'failed' ? 'error' : 'done', text: `${text}${why}`, undo: null })
      }
    }
  }, [jobs, path, words, said])
}
