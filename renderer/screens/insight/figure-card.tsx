/** A chart and its table, one at a time: the same numbers, and a sentence that says what to see. */
import { ChartColumn, Table } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { useWords } from '../../i18n/text.tsx'

export interface FigureTable {
  readonly head: readonly string[]
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[]
}

interface FigureCardProps {
  readonly title: string
  readonly text: string
  readonly table: FigureTable
  readonly wide?: boolean
  readonly children: ReactNode
}

export function FigureCard({ title, text, table, wide = false, children }: FigureCardProps) {
  const words = useWords()
  const id = useId()
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  const empty = table.rows.length === 0
  return (
    <section className={wide ? 'figure-card wide' : 'figure-card'} aria-labelledby={id}>
      <div className="figure-head">
        <h2 id={id}>{title}</h2>
        <div className="figure-switch" role="group" aria-label={words('insight.view', { chart: title })}>
          {(['chart', 'table'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={shown === one} title={words(`insight.${one}`)} onClick={() => setShown(one)}>
              {one === 'chart' ? <ChartColumn className="i" aria-hidden /> : <Table className="i" aria-hidden />}
              <span className="sr">{words(`insight.${one}`)}</span>
            </button>
          ))}
        </div>
      </div>
      {empty ? (
        <p className="figure-none muted">{words('insight.none')}</p>
      ) : (
        <>
          <p className="muted figure-text">{text}</p>
          {shown === 'chart' ? (
            // The sentence and the table say what the picture shows.
            <div className="figure-chart" role="img" aria-label={`${title}. ${text}`}>
              {children}
            </div>
          ) : (
            <div className="figure-table" tabIndex={0} role="group" aria-labelledby={id}>
              <table className="table">
                <thead>
                  <tr>
                    {table.head.map((name, at) => (
                      <th key={name} scope="col" className={at === 0 ? undefined : 'num'}>
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {table.rows.map(([name = '', ...cells], at) => (
                    <tr key={`${name} ${at}`}>
                      <th scope="row">{name}</th>
                      {cells.map((cell, column) => (
                        <td key={table.head[column + 1]} className="num">
                          {cell}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </section>
  )
}
