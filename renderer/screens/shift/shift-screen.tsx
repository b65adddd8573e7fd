/** The shift: its running balance, opening and closing, the reports of earlier ones. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, ClipboardCheck, Printer, Save } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { REPORT_FORMATS } from '../../../shared/contract/shift-formats.ts'
import type { ShiftReport } from '../../../shared/contract/shift.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { declareKeys, useKeyOf, useKeys } from '../../app/keys.tsx'
import { printPage } from '../../app/print-page.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.tsx'
import { Bones, EmptyState, ErrorState, useErrorText } from '../../components/states.tsx'
import { toastDone, toastError } from '../../components/toast.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { EarlierShifts } from './earlier-shifts.tsx'
import { ReportSheet } from './report-sheet.tsx'
import { ReportView } from './report-view.tsx'
import { useReportWords } from './report-words.ts'
import { saveFile } from './save-file.ts'
import { CloseShiftDialog, OpenShiftDialog } from './shift-dialogs.tsx'

const bind = declareKeys('shift.title', { 'shift.keys.open': ['o'], 'shift.keys.close': ['c'], 'shift.keys.print': ['p'], 'shift.print.back': ['Escape'] })

export function ShiftScreen() {
  const search = useSearch({ from: '/shift' })
  const state = useDesk('shift.state', {})
  const open = state.data?.open ?? null
  // Without a choice: the open shift; where there is none, the last one, which is what a supervisor comes back for.
  const chosen = search['shift']?.[0] ?? open?.id ?? null
  if (state.isError) return <ErrorState error={state.error} retry={() => void state.refetch()} />
  return <ShiftOf key={chosen ?? ''} chosen={chosen} printing={search['print'] !== undefined} state={state.data} />
}

function ShiftOf({ chosen, printing, state }: { readonly chosen: string | null; readonly printing: boolean; readonly state: ReturnType<typeof useDesk<'shift.state'>>['data'] }) {
  const words = useWords()
  const navigate = useNavigate()
  const { moment } = useFormats()
  const { person } = useReportWords()
  const [dialog, setDialog] = useState<'open' | 'close' | null>(null)
  const roles = useDesk('session.get', {}).data?.user?.roles ?? []
  const supervisor = roles.includes('supervisor')
  const mayOpen = supervisor || roles.includes('officer')
  const open = state?.open ?? null
  const report = useDesk('shift.report', { shift: chosen ?? 'open' }, { enabled: chosen !== null, placeholderData: (before) => before })
  const shown = report.data ?? null
  const running = shown?.running === true && open !== null
  const show = (shift: string | null, print = false) =>
    void navigate({ to: '/shift', search: { ...(shift === null ? {} : { shift: [shift] }), ...(print ? { print: ['1'] } : {}) } })
  const print = () => chosen !== null && show(chosen, true)
  useKeys(
    bind({
      'shift.keys.open': {
        run: () => state !== undefined && open === null && mayOpen && setDialog('open'),
        refusal: () => (open === null && mayOpen ? null : words('shift.none.role')),
      },
      'shift.keys.close': { run: () => running && supervisor && setDialog('close'), refusal: () => (running && supervisor ? null : words('shift.close.role')) },
      'shift.keys.print': print,
      'shift.print.back': () => printing && show(chosen),
    }),
  )
  const keyOpen = useKeyOf('shift.keys.open')
  const keyClose = useKeyOf('shift.keys.close')
  if (printing && shown !== null) return <Printed report={shown} onBack={() => show(chosen)} />
  const since =
    shown?.shift === null || shown?.shift === undefined
      ? ''
      : shown.shift.closedAt === null
        ? words('shift.since', { when: moment(shown.shift.openedAt), who: person(shown.shift.openedBy) })
        : words('shift.closedBy', { when: moment(shown.shift.closedAt), who: person(shown.shift.closedBy ?? '') })
  return (
    <div className="work">
      <div className="work-head">
        <h1>{words('shift.title')}</h1>
        <span className="muted clip shift-since">{since}</span>
        {shown === null ? null : <SaveMenu report={shown} />}
        {shown === null ? null : (
          <Button onPress={print}>
            <Printer className="i" aria-hidden />
            {words('shift.print')}
          </Button>
        )}
        {running && supervisor ? (
          <Button look="primary" keys={keyClose} onPress={() => setDialog('close')}>
            {words('shift.close')}
          </Button>
        ) : null}
        {state !== undefined && open === null && mayOpen ? (
          <Button look="primary" keys={keyOpen} onPress={() => setDialog('open')}>
            {words('shift.open')}
          </Button>
        ) : null}
      </div>
      <span />
      <div className="split shift-split work-grid">
        <EarlierShifts chosen={chosen} open={open} onChoose={(shift) => show(shift)} />
        <div className="page-scroll" tabIndex={0} role="region" aria-label={words('report.shift')}>
          {report.isError ? (
            <ErrorState error={report.error} retry={() => void report.refetch()} />
          ) : state === undefined || (chosen !== null && shown === null) ? (
            <Bones lines={14} />
          ) : shown === null ? (
            <EmptyState
              Icon={ClipboardCheck}
              title={words('shift.none')}
              actions={
                mayOpen ? (
                  <Button look="primary" onPress={() => setDialog('open')}>
                    {words('shift.open')}
                  </Button>
                ) : undefined
              }
            >
              {words(mayOpen ? 'shift.none.text' : 'shift.none.role')}
            </EmptyState>
          ) : (
            <ReportView report={shown} />
          )}
        </div>
      </div>
      {dialog === 'open' && state !== undefined ? (
        <OpenShiftDialog
          state={state}
          onClose={() => setDialog(null)}
          onOpened={() => {
            setDialog(null)
            toastDone(words('shift.opened'))
            show(null)
          }}
        />
      ) : null}
      {dialog === 'close' && shown !== null ? (
        <CloseShiftDialog
          report={shown}
          onClose={() => setDialog(null)}
          onClosed={(closed) => {
            setDialog(null)
            toastDone(words('shift.closed'))
            show(closed.id)
          }}
        />
      ) : null}
    </div>
  )
}

function SaveMenu({ report }: { readonly report: ShiftReport }) {
  const words = useWords()
  const errorText = useErrorText()
  const call = useDeskCall('report.file')
  const save = (format: (typeof REPORT_FORMATS)[number]) =>
    call.mutate(
      { name: 'shift', ...(report.shift === null ? { from: report.from, to: report.to } : { shift: report.shift.id }), format, mark: format === 'csv', ...language() },
      {
        onSuccess: (file) => {
          saveFile(file)
          toastDone(words('shift.exported', { name: file.name }))
        },
        onError: (error) => toastError(errorText(error)),
      },
    )
  return (
    <MenuTrigger>
      <AriaButton className="btn">
        <Save className="i" aria-hidden />
        {words('shift.export')}
      </AriaButton>
      <Menu label={words('shift.export')}>
        {REPORT_FORMATS.map((format) => (
          <MenuItem key={format} id={format} onAction={() => save(format)}>
            {words(`shift.export.${format}`)}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}

/** A saved page speaks the language of who saves it, and runs as this screen runs. */
function language(): { readonly language: 'en' | 'fr'; readonly direction: 'ltr' | 'rtl' } {
  const { lang, dir } = document.documentElement
  return { language: lang.startsWith('fr') ? 'fr' : 'en', direction: dir === 'rtl' ? 'rtl' : 'ltr' }
}

/** The page as it comes out of the printer, and the printer's own dialog over it. */
function Printed({ report, onBack }: { readonly report: ShiftReport; readonly onBack: () => void }) {
  const words = useWords()
  const title = words('shift.print.title')
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void printPage(title)
  }, [title])
  return (
    <div className="printed">
      <div className="work-head no-print">
        <Button look="plain" onPress={onBack}>
          <ArrowLeft className="i turns" aria-hidden />
          {words('shift.print.back')}
        </Button>
        <h1>{words('shift.print.title')}</h1>
        <span className="grow" />
        <Button look="primary" onPress={() => void printPage(title)}>
          <Printer className="i" aria-hidden />
          {words('shift.print')}
        </Button>
      </div>
      <div className="printed-desk" tabIndex={0} role="region" aria-label={words('shift.print.title')}>
        <ReportSheet report={report} />
      </div>
    </div>
  )
}
