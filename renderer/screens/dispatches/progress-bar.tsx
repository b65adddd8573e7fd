/** How far the items of a dispatch or receptacle have come: one bar, whose parts lead to just those items. */
import { Link } from '@tanstack/react-router'
import type { DispatchRow, ReceptacleRow } from './rows.ts'
import { useFormats } from '../../i18n/format.ts'
import { useWords, type TextKey } from '../../i18n/text.tsx'
import type { CaseState } from '../../../shared/domain/codes.ts'

interface Part {
  readonly id: 'expected' | 'arrived' | 'presented' | 'held' | 'released' | 'stopped'
  readonly name: TextKey
  readonly states: readonly CaseState[]
}
export const PARTS: readonly Part[] = [
  { id: 'released', name: 'state.released', states: ['released'] },
  { id: 'stopped', name: 'dispatches.part.stopped', states: ['refused', 'detained', 'destroyed', 'transferred'] },
  { id: 'held', name: 'state.held', states: ['held'] },
  { id: 'presented', name: 'dispatches.part.presented', states: ['presented', 'under-examination'] },
  { id: 'arrived', name: 'state.arrived', states: ['arrived'] },
  { id: 'expected', name: 'state.expected', states: ['expected'] },
]
type Row = DispatchRow | ReceptacleRow
type Within = Readonly<Record<string, readonly string[]>>

export const within = (row: Row): Within => ('receptacles' in row ? { dispatch: [row.dispatch] } : { receptacle: [row.receptacle] })

/** @param reachable whether its parts are in the order of Tab: in a list only those of the row where the cursor is */
export function ProgressBar({ row, reachable, legend = false }: { readonly row: Row; readonly reachable: boolean; readonly legend?: boolean }) {
  const words = useWords()
  const { count } = useFormats()
  const parts = PARTS.filter((part) => row[part.id] > 0)
  if (parts.length === 0) return <span className="progress empty" aria-hidden />
  const segment = (part: Part, text: string | null) => (
    <Link
      key={part.id}
      to="/worklist"
      search={{ ...within(row), state: [...part.states] }}
      className={text === null ? `progress-part ${part.id}` : 'progress-key'}
      style={text === null ? { flexGrow: row[part.id] } : {}}
      tabIndex={reachable ? 0 : -1}
      title={words('dispatches.part.title', { part: words(part.name), count: row[part.id] })}
      aria-label={words('dispatches.part.title', { part: words(part.name), count: row[part.id] })}
      onClick={(event) => event.stopPropagation()}
    >
      {text === null ? null : (
        <>
          <span className={`progress-dot ${part.id}`} aria-hidden />
          {words(part.name)} <b>{text}</b>
        </>
      )}
    </Link>
  )
  if (!legend) return <span className="progress">{parts.map((part) => segment(part, null))}</span>
  return (
    <div className="progress-block">
      <span className="progress tall" aria-hidden>
        {parts.map((part) => (
          <span key={part.id} className={`progress-part ${part.id}`} style={{ flexGrow: row[part.id] }} />
        ))}
      </span>
      <div className="progress-keys">{parts.map((part) => segment(part, count(row[part.id])))}</div>
    </div>
  )
}
