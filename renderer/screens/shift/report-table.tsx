import { Link } from '@tanstack/react-router'
import { writeMovement } from '../../../shared/domain/movement.ts'
import type { PageCell, PageTable } from '../../../shared/report/shift-page.ts'
import { Identifier } from '../../components/identifier.tsx'
import { useWords } from '../../i18n/text.tsx'

/** A table of the report. On the screen (`open`) each number leads to the items that it counts. */
export function ReportTable({ table, open }: { readonly table: PageTable; readonly open: boolean }) {
  const name = `report-${table.id}`
  return (
    <section className={`report-table ${table.id}`} aria-labelledby={name}>
      <h2 id={name}>{table.title}</h2>
      <div className="report-box" {...(open ? { tabIndex: 0, role: 'group', 'aria-labelledby': name } : {})}>
        <table className="table">
          {table.head.length === 0 ? null : (
            <thead>
              <tr>
                {table.head.map((head, at) => (
                  <th key={`${head.text} ${at}`} scope="col" className={head.as === 'number' ? 'num' : undefined}>
                    {head.text === '' ? <span className="sr">{table.title}</span> : head.text}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {table.rows.map((row, at) => (
              <tr key={row[0] === undefined ? at : `${row[0].text} ${at}`}>
                {row.map((cell, column) =>
                  column === 0 && cell.text !== '' ? (
                    <th key="name" scope="row" className={cell.strong ? 'strong' : undefined} data-cell={cell.at ?? undefined}>
                      <Content cell={cell} open={open} />
                    </th>
                  ) : (
                    <td
                      key={cell.at ?? column}
                      className={[cell.as === 'number' ? 'num' : '', cell.strong ? 'strong' : ''].join(' ').trim() || undefined}
                      data-cell={cell.at ?? undefined}
                    >
                      <Content cell={cell} open={open} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Content({ cell, open }: { readonly cell: PageCell; readonly open: boolean }) {
  const words = useWords()
  if (cell.as === 'identifier') {
    if (!open) return <Identifier value={cell.text} />
    return (
      <Link to="/items/$item" params={{ item: cell.text }} className="report-figure">
        <Identifier value={cell.text} />
      </Link>
    )
  }
  if (!open || cell.items === null) return cell.text
  return (
    <Link to="/worklist" search={{ moved: [writeMovement(cell.items)] }} className="report-figure" title={words('shift.items', { count: cell.text })}>
      {cell.text}
    </Link>
  )
}
