/**
 * The desk as React sees it: calls as queries, notices as invalidations, jobs as a store.
 *
 * Query keys begin with the subject that a notice names, so that `changed: items` reaches everything shown of
 * items without anybody listing queries.
 */
import { QueryClient, onlineManager, useMutation, useQuery, useQueryClient, type QueryKey, type UseQueryOptions } from '@tanstack/react-query'
import { createContext, use, useSyncExternalStore } from 'react'
import type { ApiClient, CallName, Input, Job, Notice, Output, Session, Subject } from '../../shared/contract.ts'
import { DeskError, LINK_LOST, toDeskError } from './client/desk-error.ts'
import { forgetOfficer } from './officer-memory.ts'

/** Which subject a call shows. Calls that change something have none: notices tell what they changed. */
const SUBJECTS = {
  'session.get': 'session',
  'items.window': 'items',
  'items.list': 'items',
  'items.get': 'items',
  'items.lookup': 'items',
  'items.counts': 'items',
  search: 'items',
  'floor.dispatch': 'dispatches',
  'floor.receptacle': 'dispatches',
  'floor.locate': 'items',
  'floor.waiting': 'items',
  'act.preview': 'items',
  'exchange.messages': 'messages',
  'exchange.message': 'messages',
  'exchange.out': 'out',
  'exchange.outText': 'out',
  'exchange.maps': 'maps',
  'users.list': 'users',
  'settings.get': 'settings',
  'codes.list': 'codes',
  'rules.list': 'rules',
  'backup.status': 'backup',
  'views.list': 'views',
  'training.day': 'training',
  'training.inside': 'training',
  'training.exercise': 'training',
  'insight.get': 'shift',
  'shift.state': 'shift',
  'shift.list': 'shift',
  'shift.report': 'shift',
} as const satisfies Partial<Record<CallName, Subject>>
export type ReadName = keyof typeof SUBJECTS

export const deskKey = <N extends ReadName>(name: N, input: Input<N>): QueryKey => [SUBJECTS[name], name, input]

const DeskContext = createContext<ApiClient | null>(null)
export const DeskProvider = DeskContext.Provider

export function useClient(): ApiClient {
  const client = use(DeskContext)
  if (client === null) throw new Error('No desk above this component')
  return client
}

type ReadOptions<N extends ReadName, T> = Omit<UseQueryOptions<Output<N>, DeskError, T>, 'queryKey' | 'queryFn'>

/** A reading call as a query; it is asked again when a notice names its subject. */
export function useDesk<N extends ReadName, T = Output<N>>(name: N, input: Input<N>, options?: ReadOptions<N, T>) {
  const client = useClient()
  return useQuery<Output<N>, DeskError, T>({ queryKey: deskKey(name, input), queryFn: () => client.call(name, input), ...options })
}

/** A changing call as a mutation. What it changed comes back as a notice. */
export function useDeskCall<N extends CallName>(name: N) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation<Output<N>, DeskError, Input<N>>({
    mutationFn: async (input) => {
      try {
        return await client.call(name, input)
      } catch (cause) {
        throw toDeskError(cause)
      }
    },
    onSuccess: (output) => {
      if (!name.startsWith('session.') && !name.startsWith('training.')) return
      if (isSession(output)) noteSession(queries, output)
      else void queries.invalidateQueries({ queryKey: ['session'] })
    },
  })
}

const isSession = (output: unknown): output is Session => typeof output === 'object' && output !== null && 'phase' in output

/** The session as an answer gave it. What one officer has seen does not wait in memory for the next. */
function noteSession(queries: QueryClient, session: Session): void {
  const key = deskKey('session.get', {})
  const before = queries.getQueryData<Session>(key)
  // From the real office into the training office or back nothing goes along that one has seen there.
  const moved = before !== undefined && before.training !== session.training
  if (session.phase === 'sign-in' || moved) forgetOfficer()
  if (session.phase !== 'open' || moved) queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  if (moved) forgetJobs()
  queries.setQueryData(key, session)
  // Another officer may do other things with what stands on the screen.
  if (session.phase === 'open' && !moved && before?.user?.login !== session.user?.login) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
}

/**
 * A query client that follows the desk's link instead of the machine's network: a desk on this machine is
 * there without any network, and a browser that believes itself offline would otherwise ask nothing.
 */
export function createQueries(client: ApiClient): QueryClient {
  onlineManager.setEventListener(() => () => {})
  onlineManager.setOnline(true)
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 20 && error instanceof DeskError && error.code === LINK_LOST,
        retryDelay: 250,
      },
    },
  })
  client.onLink((up) => {
    onlineManager.setOnline(up)
    // What changed while nobody could tell us.
    if (up) void queries.invalidateQueries()
  })
  const forward = throttleSubjects((subjects) => {
    for (const subject of subjects) void queries.invalidateQueries({ queryKey: [subject] })
  })
  client.subscribe((notice) => {
    if (notice.kind === 'changed') forward(notice.subjects)
    else noteJob(notice)
  })
  return queries
}

/** Refusals that say that this page believes itself signed in and is not. */
const SESSION_OVER: ReadonlySet<string> = new Set(['locked', 'signed-out'])

/**
 * The same client, which asks for the session anew when the desk has ended it: idle time, a changed password, a desk
 * that was started again. So the gate comes down, and no screen is left full of refusals.
 */
export function guardSession(client: ApiClient, queries: QueryClient): ApiClient {
  return {
    ...client,
    call: async <N extends CallName>(name: N, input: Input<N>) => {
      try {
        const output = await client.call(name, input)
        if (isStarted(output)) ownJobs.add(output.job)
        return output
      } catch (cause) {
        if (cause instanceof DeskError && SESSION_OVER.has(cause.code)) void queries.invalidateQueries({ queryKey: ['session'] })
        throw cause
      }
    },
  }
}

const PAUSE_MS = 700

/** The first notice passes at once, those of the next moment together: an import changes `items` many times a second. */
function throttleSubjects(pass: (subjects: ReadonlySet<Subject>) => void): (subjects: readonly Subject[]) => void {
  let held = new Set<Subject>()
  let pausing = false
  const release = () => {
    if (held.size === 0) {
      pausing = false
      return
    }
    pass(held)
    held = new Set()
    setTimeout(release, PAUSE_MS)
  }
  return (subjects) => {
    for (const subject of subjects) held.add(subject)
    if (pausing) return
    pausing = true
    release()
  }
}

// ── Jobs: they survive a change of screen, so they live outside React. ─────────────────────────────
export interface JobRecord {
  readonly job: Job
  /** The last lines of its output, newest last. */
  readonly lines: readonly unknown[]
}
const KEPT_LINES = 500
let jobs: ReadonlyMap<string, JobRecord> = new Map()
const jobListeners = new Set<() => void>()

function noteJob(notice: Exclude<Notice, { kind: 'changed' }>): void {
  const id = notice.kind === 'job' ? notice.job.id : notice.job
  const before = jobs.get(id)
  const next = new Map(jobs)
  if (notice.kind === 'job') next.set(id, { job: notice.job, lines: before?.lines ?? [] })
  else if (before !== undefined) next.set(id, { ...before, lines: [...before.lines, notice.line].slice(-KEPT_LINES) })
  else
    next.set(id, { job: { id, kind: 'import', status: 'running', progress: null, at: null, startedAt: new Date().toISOString(), result: null, error: null }, lines: [notice.line] })
  jobs = next
  for (const listener of jobListeners) listener()
}

function forgetJobs(): void {
  jobs = new Map()
  for (const listener of jobListeners) listener()
}

/** Jobs that this page began: their end is news here, and not on every other screen of the office. */
const ownJobs = new Set<string>()
const isStarted = (output: unknown): output is { readonly job: string } => typeof output === 'object' && output !== null && 'job' in output && typeof output.job === 'string'
export const isOwnJob = (id: string): boolean => ownJobs.has(id)

/** Jobs that were running before this page opened. */
export function adoptJobs(known: readonly Job[]): void {
  for (const job of known) if (!jobs.has(job.id)) noteJob({ kind: 'job', job })
}

export function useJobs(): ReadonlyMap<string, JobRecord> {
  return useSyncExternalStore(
    (listener) => {
      jobListeners.add(listener)
      return () => jobListeners.delete(listener)
    },
    () => jobs,
  )
}

/** Resolves when the job has ended, whatever its end. */
export function whenJobEnds(id: string): Promise<Job> {
  return new Promise((resolve) => {
    const look = () => {
      const job = jobs.get(id)?.job
      if (job === undefined || job.status === 'running') return
      jobListeners.delete(look)
      resolve(job)
    }
    jobListeners.add(look)
    look()
  })
}
