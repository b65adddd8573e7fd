import { Link, Outlet, useNavigate, type ErrorComponentProps } from '@tanstack/react-router'
import { ArrowLeftRight, CircleX, Monitor, MonitorX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Meter } from '../components/meter.tsx'
import { ErrorState, useErrorText } from '../components/states.tsx'
import { toastError } from '../components/toast.tsx'
import { useWords } from '../i18n/text.tsx'
import { useFilesIn } from '../screens/exchange/files-in.ts'
import { TrainingBanner } from '../screens/training/banner.tsx'
import { BackupAlarm } from './backup-alarm.tsx'
import { adoptJobs, useClient, useDesk, useDeskCall, useJobs } from './desk.tsx'
import { useFrameKeys } from './frame-keys.ts'
import { useIdleLock } from './idle-lock.ts'
import { KeysOverlay } from './keys-overlay.tsx'
import { useKeyboard } from './keys.tsx'
import { OfficerMenu } from './officer-menu.tsx'
import { Palette } from './palette.tsx'
import { OwnPasswordDialog } from './own-password.tsx'
import { SCREENS } from './screens.ts'
import { SearchField } from './search-field.tsx'
import { ShiftMark } from '../screens/shift/shift-mark.tsx'

export function Frame() {
  const words = useWords()
  const navigate = useNavigate()
  const search = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<'keys' | 'palette' | 'password' | null>(null)
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
  useFrameKeys({
    search: () => search.current?.select(),
    help: () => setOpen('keys'),
    palette: () => setOpen('palette'),
    password: () => setOpen('password'),
    go: (to) => void navigate({ to, search: {} }),
  })
  const close = () => setOpen(null)
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
        <ShiftMark />
        <SearchField field={search} />
        <LinkState up={up} />
        <OfficerMenu onOpen={setOpen} />
      </header>
      <div className="banners">
        {session?.training === true ? <TrainingBanner session={session} /> : null}
        {up ? null : (
          <div className="banner open" role="status">
            <MonitorX className="i" aria-hidden />
            {words('frame.link.down.long')}
          </div>
        )}
        <BackupAlarm />
      </div>
      <Rail setAside={session?.waiting.setAside ?? 0} />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      {open === 'keys' ? <KeysOverlay onClose={close} /> : null}
      {open === 'palette' ? <Palette onClose={close} /> : null}
      {open === 'password' && session?.user ? <OwnPasswordDialog login={session.user.login} name={session.user.name} onClose={close} /> : null}
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

export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const words = useWords()
  return <ErrorState error={error} retry={reset} title={words('error.crash')} />
}
