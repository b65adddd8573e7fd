/** The scan station: one field, one verdict. Works with a scanner and gloves alone, and with a keyboard alone. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Crosshair, Inbox, LogIn, Mail, Maximize, Package, ScanBarcode, Search, Settings2, TriangleAlert, Undo2, Volume2, VolumeX, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { SCAN_MODES, type ScanMode } from '../../../shared/domain/scan-verdict.ts'
import { useKeys } from '../../app/keys.tsx'
import { useScans } from '../../app/scanner.ts'
import { setScannerSettings, useScannerSettings } from '../../app/scanner-settings.ts'
import { Button, Kbd } from '../../components/button.tsx'
import { useErrorText } from '../../components/states.tsx'
import { toastDone, toastError } from '../../components/toast.tsx'
import { useCodeTable } from '../../app/codes.ts'
import { useSaid, useWords } from '../../i18n/text.tsx'
import { ScannerDialog } from './scanner-dialog.tsx'
import { LastScans, LocateList, ReceptacleTally } from './side.tsx'
import { isWarning, useStation, type ScanEntry } from './station.ts'
import { VerdictPanel } from './verdict-panel.tsx'

const ICONS: Readonly<Record<ScanMode, LucideIcon>> = { 'look-up': Search, receptacle: Package, item: Mail, present: LogIn, locate: Crosshair }
const isMode = (text: string | undefined): text is ScanMode => SCAN_MODES.some((mode) => mode === text)

export function ScanScreen() {
  const words = useWords()
  const navigate = useNavigate()
  const asked = useSearch({ from: '/scan' })['mode']?.[0]
  const mode = isMode(asked) ? asked : 'look-up'
  const station = useStation()
  const settings = useScannerSettings()
  const field = useRef<HTMLInputElement>(null)
  const whole = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [setUp, setSetUp] = useState(false)
  const takeBack = useTakeBack(station.undo)
  const setMode = (next: ScanMode) => {
    void navigate({ to: '/scan', search: next === 'look-up' ? {} : { mode: [next] }, replace: true })
    field.current?.focus()
  }
  useEffect(() => field.current?.focus(), [])
  useScans((scanned) => {
    if (document.querySelector('[data-modal-open]') !== null) return false
    station.scan(scanned.kind === 'noise' ? scanned.text : scanned.identifier, mode)
    field.current?.focus()
    return true
  })
  const send = () => {
    if (text.trim() === '') station.acknowledge()
    else station.scan(text, mode)
    setText('')
  }
  const fill = () => void (document.fullscreenElement === null ? whole.current?.requestFullscreen() : document.exitFullscreen())
  useKeys({
    title: 'scan.title',
    bindings: [
      ...SCAN_MODES.map((one, at) => ({ keys: [`Alt+${at + 1}`], label: `scan.mode.${one}`, run: () => setMode(one) }) as const),
      { keys: ['Ctrl+Z'], label: 'scan.undo', run: takeBack },
      { keys: ['Escape'], label: 'scan.acknowledge', run: () => station.acknowledge() },
    ],
  })
  const keys = (event: KeyboardEvent) => {
    // Alt with a digit by its position: what it would print differs from layout to layout.
    const at = /^Digit([1-5])$/.exec(event.code)?.[1]
    const chosen = SCAN_MODES[Number(at) - 1]
    if (event.altKey && chosen !== undefined) {
      event.preventDefault()
      setMode(chosen)
    }
  }
  const shown = station.entries.find((entry) => entry.id === station.shown) ?? null
  const warnings = station.entries.filter(isWarning)
  const canUndo = station.entries.some((entry) => entry.reply?.recorded === true && !entry.undone)
  return (
    <div ref={whole} className="station" role="presentation" onKeyDown={keys}>
      <div className="station-bar">
        <h1 className="sr">{words('scan.title')}</h1>
        <div className="station-modes" role="group" aria-label={words('scan.modes')}>
          {SCAN_MODES.map((one, at) => {
            const Icon = ICONS[one]
            return (
              <button
                key={one}
                type="button"
                className="station-mode"
                aria-pressed={one === mode}
                aria-keyshortcuts={`Alt+${at + 1}`}
                title={`${words(`scan.mode.${one}`)} (Alt ${at + 1})`}
                onClick={() => setMode(one)}
              >
                <Icon className="i" aria-hidden />
                <span className="station-word">{words(`scan.mode.${one}`)}</span>
              </button>
            )
          })}
        </div>
        <div className="station-tools">
          <Button look="plain" isDisabled={!canUndo} onPress={takeBack}>
            <Undo2 className="i i-flip" aria-hidden />
            <span className="sr">{words('scan.undo')}</span>
            <Kbd keys="Ctrl+Z" />
          </Button>
          <Button icon look="plain" aria-label={words(settings.sound ? 'scan.sound.on' : 'scan.sound.off')} onPress={() => setScannerSettings({ sound: !settings.sound })}>
            {settings.sound ? <Volume2 className="i" aria-hidden /> : <VolumeX className="i" aria-hidden />}
          </Button>
          <Button icon look="plain" aria-label={words('scan.settings')} onPress={() => setSetUp(true)}>
            <Settings2 className="i" aria-hidden />
          </Button>
          <Button icon look="plain" aria-label={words('scan.fill')} onPress={fill}>
            <Maximize className="i" aria-hidden />
          </Button>
        </div>
      </div>
      <div className="station-work">
        <VerdictPanel
          entry={shown}
          mode={mode}
          open={station.open}
          field={
            <div className="station-foot">
              {warnings.length === 0 ? null : <Warnings warnings={warnings} onAcknowledge={() => (station.acknowledge(), field.current?.focus())} />}
              <label className="station-field">
                <ScanBarcode className="i" aria-hidden />
                <span className="sr">{words('scan.field')}</span>
                <input
                  ref={field}
                  value={text}
                  data-scan-field=""
                  placeholder={words('scan.field')}
                  autoComplete="off"
                  autoCapitalize="characters"
                  spellCheck={false}
                  maxLength={400}
                  onChange={(event) => setText(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') send()
                    else if (event.key === 'Escape') {
                      if (text === '') station.acknowledge()
                      setText('')
                    }
                  }}
                />
              </label>
            </div>
          }
        />
        <aside className="station-side" aria-label={words('scan.side')}>
          {mode === 'locate' ? <LocateList /> : station.open === null ? <NoReceptacle mode={mode} /> : <ReceptacleTally receptacle={station.open} onClose={station.close} />}
          {mode === 'locate' ? null : <LastScans entries={station.entries} onShow={station.show} />}
        </aside>
      </div>
      <Spoken entry={shown} />
      {setUp ? <ScannerDialog onClose={() => setSetUp(false)} /> : null}
    </div>
  )
}

function NoReceptacle({ mode }: { readonly mode: ScanMode }) {
  const words = useWords()
  if (mode !== 'item' && mode !== 'present') return null
  return (
    <div className="tally-of muted">
      <Inbox className="i" aria-hidden /> {words('scan.noReceptacle')}
    </div>
  )
}

/** Warnings wait here also when newer scans have taken the panel. */
function Warnings({ warnings, onAcknowledge }: { readonly warnings: readonly ScanEntry[]; readonly onAcknowledge: () => void }) {
  const words = useWords()
  const [first] = warnings
  if (first === undefined) return null
  return (
    <div className="station-warnings" role="alert">
      <TriangleAlert className="i" aria-hidden />
      <span className="clip">
        {words('scan.warnings', {
          count: warnings.length,
          identifier: groupIdentifier(first.identifier),
          headline: words(first.reply === null ? 'scan.failed' : `scan.headline.${first.reply.headline}`),
        })}
      </span>
      <button type="button" className="station-ack" onClick={onAcknowledge}>
        {words('scan.acknowledge')} <Kbd keys="Enter" />
      </button>
    </div>
  )
}

/** The verdict for those who listen: the word, what to do, then the identifier. */
function Spoken({ entry }: { readonly entry: ScanEntry | null }) {
  const words = useWords()
  const instructions = useCodeTable('scan-instructions')
  const reply = entry?.reply ?? null
  return (
    <div className="sr" role="status" aria-live="assertive">
      {reply === null
        ? ''
        : `${words(`scan.headline.${reply.headline}`)}. ${instructions.label(reply.headline)}. ${entry?.repeated === true ? `${words('scan.note.repeated')}. ` : ''}${groupIdentifier(reply.identifier)}`}
    </div>
  )
}

function useTakeBack(undo: ReturnType<typeof useStation>['undo']): () => void {
  const words = useWords()
  const said = useSaid()
  const errorText = useErrorText()
  return () => {
    undo().then(
      (undone) => {
        if (undone === null) toastError(words('toast.nothingToUndo'))
        else if (undone.outcome.result === 'accepted') toastDone(words('toast.done', { done: words('done.undo'), item: groupIdentifier(undone.entry.identifier) }))
        else
          toastError(
            words('toast.refused', {
              action: words('act.undo'),
              item: groupIdentifier(undone.entry.identifier),
              reason: undone.outcome.said === null ? undone.outcome.text : said('reject', undone.outcome.said),
            }),
          )
      },
      (cause: unknown) => toastError(errorText(cause)),
    )
  }
}
