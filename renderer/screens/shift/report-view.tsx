/** The report on the screen: the balance in one line, then its tables. */
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { Fragment } from 'react'
import type { ShiftReport } from '../../../shared/contract/shift.ts'
import { CUSTODY_EQUATION } from '../../../shared/domain/balance.ts'
import type { Line } from '../../../shared/domain/balance.ts'
import { plainMovement, writeMovement } from '../../../shared/domain/movement.ts'
import { shiftPage } from '../../../shared/report/shift-page.ts'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'
import { ReportTable } from './report-table.tsx'
import { useReportWords } from './report-words.ts'

export function ReportView({ report }: { readonly report: ShiftReport }) {
  const words = useWords()
  const page = shiftPage(report, useReportWords())
  return (
    <>
      <RunningBalance report={report} text={page.verdict.text} />
      <div className="report">
        {page.correction === null ? null : (
          <section className="report-correction">
            <h2>{page.correction.title}</h2>
            <p>{page.correction.text}</p>
            <div className="report-tables">
              {page.correction.tables.map((table) => (
                <ReportTable key={table.id} table={table} open />
              ))}
            </div>
          </section>
        )}
        <div className="report-tables">
          {page.tables.map((table) => (
            <ReportTable key={table.id} table={table} open />
          ))}
        </div>
        {page.notes.length === 0 ? null : (
          <section className="report-notes">
            <h2>{words('report.notes')}</h2>
            {page.notes.map((note) => (
              <p key={note.label}>
                <span className="muted">{note.label}: </span>
                {note.text}
              </p>
            ))}
          </section>
        )}
      </div>
    </>
  )
}

/** Lines that an office sees every day stand always; the others once they have a number. */
const ALWAYS: ReadonlySet<Line> = new Set<Line>(['opening', 'presented', 'released', 'closing'])

function RunningBalance({ report, text }: { readonly report: ShiftReport; readonly text: string }) {
  const words = useWords()
  const { count } = useFormats()
  const { lines, balanced } = report.balance
  const shown = CUSTODY_EQUATION.filter(([line]) => ALWAYS.has(line) || lines[line] !== 0)
  const equals = shown.findIndex(([, sign]) => sign === -1)
  return (
    <section className="running" aria-label={words('shift.running')}>
      <div className="running-line">
        {shown.map(([line], at) => (
          <Fragment key={line}>
            {at === 0 ? null : (
              <span className={at === equals ? 'running-sign equals' : 'running-sign'} aria-hidden>
                {at === equals ? '=' : '+'}
              </span>
            )}
            <Link
              to="/worklist"
              search={{ moved: [writeMovement(plainMovement(line, Date.parse(report.from), Date.parse(report.to), report.known))] }}
              className={line === 'opening' || line === 'closing' ? 'running-part stock' : 'running-part'}
              title={words('shift.items', { count: count(lines[line]) })}
            >
              <span className="running-n">{count(lines[line])}</span>
              <span className="running-name">{words(`report.line.${line}`)}</span>
            </Link>
          </Fragment>
        ))}
      </div>
      <p className={balanced ? 'running-verdict go' : 'running-verdict open'} role="status">
        {balanced ? <CircleCheck className="i" aria-hidden /> : <CircleAlert className="i" aria-hidden />}
        {text}
      </p>
    </section>
  )
}
