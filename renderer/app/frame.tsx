import { Link, Outlet, useNavigate, type ErrorComponentProps } from '@tanstack/react-router'
import { ArrowLeftRight, ArrowUpDown, CircleX, ListChecks, Monitor, MonitorX, Package, Settings, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorState, useErrorText } from '../components/states.tsx'
import { toastError } from '../components/toast.tsx'
import { useWords, type TextKey } from '../i18n/text.tsx'
import { useFilesIn } from '../screens/exchange/files-in.ts'
import { adoptJobs, useClient, useDesk, useDeskCall, useJobs } from './desk.tsx'
import { useIdleLock } from './idle-lock.ts'
import { KeysOverlay } from './keys-overlay.tsx'
import { useKeyboard, useKeys } from './keys.tsx'
import { OfficerMenu } from './officer-menu.tsx'
import { SearchField } from './search-field.tsx'

interface Screen {
  readonly to: '/worklist' | '/dispatches' | '/exchange' | '/administration'
  readonly name: TextKey
  readonly Icon: LucideIcon
}
/** Only what exists. */
const SCREENS: readonly Screen[] = [
  { to: '/worklist', name: 'screen.worklist', Icon: ListChecks },
  { to: '/dispatches', name: 'screen.dispatches', Icon: Package },
  { to: '/exchange', name: 'screen.exchange', Icon: ArrowUpDown },
  { to: '/administration', name: 'screen.administration', Icon: Settings },
]

export function Frame() {
  const words = useWords()
  const navigate = useNavigate()
  const search = useRef<HTMLInputElement>(null)
  const [help, setHelp] = useState(false)
  const session = useDesk('session.get', {}).data
  const up = useLink()
  // Files may be dropped anywhere; where they are read is shown. A browser would open them in a window of their own.
  const { over, failed, dropProps } = useFilesIn(() => void navigate({ to: '/exchange', search: {} }))
  const errorText = useErrorText()
  useEffect(() => {
    if (failed !== null) toastError(errorText(failed))
  }, [failed, errorText])
  useKeyboard()
  useIdleLock(session?.lockAfter ?? 15)
  useKeys(
    {
      title: 'keys.everywhere',
      bindings: [
        { keys: ['/'], label: 'keys.search', run: () => search.current?.select() },
        { keys: ['?'], label: 'keys.help', run: () => setHelp(true) },
        { keys: ['g w'], label: 'keys.goWorklist', run: () => void navigate({ to: '/worklist', search: {} }) },
        { keys: ['g d'], label: 'keys.goDispatches', run: () => void navigate({ to: '/dispatches', search: {} }) },
        { keys: ['g x'], label: 'keys.goExchange', run: () => void navigate({ to: '/exchange', search: {} }) },
        { keys: ['g a'], label: 'keys.goAdministration', run: () => void navigate({ to: '/administration', search: {} }) },
      ],
    },
    true,
  )
  return (
    <div className="frame" {...dropProps}>
      <header className="top no-print">
        <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById('main')?.focus())}>
          {words('frame.skip')}
        </a>
        <Brand />
        <div className="office">
          <span className="mono">{session?.office?.office}</span>
          <span className="muted office-name clip">{session?.office?.name}</span>
        </div>
        <SearchField field={search} />
        <LinkState up={up} />
        <OfficerMenu onKeys={() => setHelp(true)} />
      </header>
      <div className="banners">
        {up ? null : (
          <div className="banner open" role="status">
            <MonitorX className="i" aria-hidden />
            {words('frame.link.down.long')}
          </div>
        )}
      </div>
      <Rail setAside={session?.waiting.setAside ?? 0} />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      {help ? <KeysOverlay onClose={() => setHelp(false)} /> : null}
      {over ? <div className="drop">{words('exchange.drop.release')}</div> : null}
    </div>
  )
}

export function Brand() {
  return (
    <div className="brand">
      <ArrowLeftRight className="i" aria-hidden />
      <span translate="no">
        {'Liaison '}
        <b>{'Desk'}</b>
      </span>
    </div>
  )
}

function useLink(): boolean {
  const client = useClient()
  const [up, setUp] = useState(true)
  useEffect(() => {
    // A socket that comes back within a moment is no news.
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = client.onLink((now) => {
      clearTimeout(timer)
      if (now) setUp(true)
      else timer = setTimeout(() => setUp(false), 1_200)
    })
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [client])
  return up
}

function LinkState({ up }: { readonly up: boolean }) {
  const words = useWords()
  const text = words(up ? 'frame.link.up' : 'frame.link.down')
  const Icon = up ? Monitor : MonitorX
  return (
    <span className={up ? 'link' : 'link down'} title={text}>
      <Icon className="i" aria-hidden />
      <span className="link-words">{text}</span>
    </span>
  )
}

function Rail({ setAside }: { readonly setAside: number }) {
  const words = useWords()
  const counts = useDesk('items.counts', {}).data
  const by = (state: string) => counts?.byState[state] ?? 0
  return (
    <nav className="rail no-print" aria-label={words('frame.navigation')}>
      {SCREENS.map(({ to, name, Icon }) => (
        <Link key={to} to={to} search={{}} title={words(name)} activeProps={{ 'aria-current': 'page' }} activeOptions={{ includeSearch: false }}>
          <Icon className="i" aria-hidden />
          <span className="label">{words(name)}</span>
          {to === '/exchange' && setAside > 0 ? (
            <span className="n hot" title={words('message.set-aside')}>
              {words('word.count', { count: setAside })}
            </span>
          ) : null}
        </Link>
      ))}
      <div className="rail-foot">
        <RunningJob />
        {counts === undefined ? null : (
          <>
            <div>{words('frame.rail.counts', { expected: by('expected'), arrived: by('arrived') + by('presented') })}</div>
            <div>{words('frame.rail.held', { held: by('held'), exam: by('under-examination') })}</div>
            <div>{words('frame.rail.released', { released: by('released') })}</div>
          </>
        )}
      </div>
    </nav>
  )
}

/** The newest job under way, on every screen: it goes on where it was started and can be stopped from anywhere. */
function RunningJob() {
  const words = useWords()
  const client = useClient()
  const jobs = useJobs()
  const cancel = useDeskCall('jobs.cancel')
  useEffect(() => {
    client.call('jobs.list', {}).then(
      ({ jobs: known }) => adoptJobs(known),
      () => {},
    )
  }, [client])
  const running = [...jobs.values()].map((record) => record.job).findLast((job) => job.status === 'running')
  if (running === undefined) return null
  const name = words(`frame.job.${running.kind}`)
  return (
    <div className="rail-job">
      <div className="line between">
        <span className="clip" title={running.at ?? name}>
          {name}
        </span>
        <Button icon look="plain" size="small" aria-label={words('action.cancel')} onPress={() => cancel.mutate({ job: running.id })}>
          <CircleX className="i-s" aria-hidden />
        </Button>
      </div>
      <Meter label={name} progress={running.progress} />
    </div>
  )
}

export function Meter({ label, progress }: { readonly label: string; readonly progress: number | null }) {
  return (
    <div
      className={progress === null ? 'meter unsure' : 'meter'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(progress === null ? {} : { 'aria-valuenow': Math.round(progress * 100) })}
    >
      <div style={progress === null ? {} : { inlineSize: `${progress * 100}%` }} />
    </div>
  )
}

export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const words = useWords()
  return <ErrorState error={error} retry={reset} title={words('error.crash')} />
}
