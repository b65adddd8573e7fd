import { Link, Outlet, useNavigate, type ErrorComponentProps } from '@tanstack/react-router'
import { ArrowLeftRight, Monitor, MonitorX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { ErrorState, useErrorText } from '../components/states.tsx'
import { toastError } from '../components/toast.tsx'
import { useWords } from '../i18n/text.tsx'
import { useFilesIn } from '../screens/exchange/files-in.ts'
import { TrainingBanner } from '../screens/training/banner.tsx'
import { BackupAlarm } from './backup-alarm.tsx'
import { useClient, useDesk } from './desk.tsx'
import { useFrameKeys } from './frame-keys.ts'
import { useIdleLock } from './idle-lock.ts'
import { JobsButton } from './jobs-notices.tsx'
import { KeysOverlay } from './keys-overlay.tsx'
import { useKeyboard } from './keys.tsx'
import { useScannedAnywhere } from './scanned-anywhere.ts'
import { OfficerMenu } from './officer-menu.tsx'
import { Palette } from './palette.tsx'
import { OwnPasswordDialog } from './own-password.tsx'
import { PreferencesDialog } from './preferences-dialog.tsx'
import { SCREENS } from './screens.ts'
import { SearchField } from './search-field.tsx'
import { ShiftMark } from '../screens/shift/shift-mark.tsx'

export function Frame() {
  const words = useWords()
  const navigate = useNavigate()
  const search = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<'keys' | 'palette' | 'password' | 'preferences' | null>(null)
  const session = useDesk('session.get', {}).data
  const up = useLink()
  // Files may be dropped anywhere; where they are read is shown. A browser would open them in a window of their own.
  const { over, failed, dropProps } = useFilesIn(() => void navigate({ to: '/exchange', search: {} }))
  const errorText = useErrorText()
  useEffect(() => {
    if (failed !== null) toastError(errorText(failed))
  }, [failed, errorText])
  useKeyboard()
  useScannedAnywhere()
  useIdleLock(session?.lockAfter ?? 15)
  useFrameKeys({
    search: () => search.current?.select(),
    help: () => setOpen('keys'),
    palette: () => setOpen('palette'),
    password: () => setOpen('password'),
    preferences: () => setOpen('preferences'),
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
        <JobsButton />
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
      {open === 'preferences' ? <PreferencesDialog onClose={close} /> : null}
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
        // Whoever goes to a screen is on it: the keyboard begins there, and not once more on the link.
        <Link
          key={to}
          to={to}
          search={{}}
          title={words(name)}
          onClick={() => document.getElementById('main')?.focus()}
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ includeSearch: false }}
        >
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

export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const words = useWords()
  return <ErrorState error={error} retry={reset} title={words('error.crash')} />
}
