/** The report as a page to print and sign. Its margins carry the office and the page's number (CSS margin boxes). */
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect } from 'react'
import type { ShiftReport } from '../../../shared/contract/shift.ts'
import { shiftPage } from '../../../shared/report/shift-page.ts'
import { useWords } from '../../i18n/text.tsx'
import { ReportTable } from './report-table.tsx'
import { useReportWords } from './report-words.ts'

export function ReportSheet({ report }: { readonly report: ShiftReport }) {
  const words = useWords()
  const page = shiftPage(report, useReportWords())
  const { title, office, period, verdict, correction } = page
  usePageMargins(office, `${title} · ${period}`, words('report.page'), words('report.of'))
  return (
    <article className="sheet" aria-label={title}>
      <header className="sheet-head">
        <p className="sheet-office">{office}</p>
        <h2>{title}</h2>
        <p>{period}</p>
      </header>
      <dl className="sheet-facts">
        {page.facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.text}</dd>
          </div>
        ))}
      </dl>
      <p className={verdict.balanced ? 'sheet-verdict go' : 'sheet-verdict open'}>
        {verdict.balanced ? <CircleCheck className="i" aria-hidden /> : <CircleAlert className="i" aria-hidden />}
        {verdict.text}
      </p>
      {page.tables.map((table) => (
        <ReportTable key={table.id} table={table} open={false} />
      ))}
      {correction === null ? null : (
        <section className="report-correction">
          <h2>{correction.title}</h2>
          <p>{correction.text}</p>
          {correction.tables.map((table) => (
            <ReportTable key={table.id} table={table} open={false} />
          ))}
        </section>
      )}
      {page.notes.map((note) => (
        <section key={note.label} className="report-notes">
          <h2>{`${words('report.notes')}: ${note.label}`}</h2>
          <p>{note.text}</p>
        </section>
      ))}
      <footer className="sheet-signatures">
        {page.signatures.map((one) => (
          <div key={one.label}>
            <strong>{one.label}</strong>
            <span>{one.place}</span>
          </div>
        ))}
      </footer>
    </article>
  )
}

/** Margin boxes take their words from a style sheet of this page, made by the object model: the policy allows no other. */
function usePageMargins(start: string, end: string, page: string, of: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`@page {
      @top-left { content: ${cssText(start)}; }
      @top-right { content: ${cssText(end)}; }
      @bottom-right { content: ${cssText(`${page} `)} counter(page) ${cssText(` ${of} `)} counter(pages); }
    }`)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [start, end, page, of])
}

const cssText = (text: string): string => `"${text.replace(/["\\\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)}"`
