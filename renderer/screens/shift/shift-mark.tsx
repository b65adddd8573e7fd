import { Link } from '@tanstack/react-router'
import { ClipboardCheck } from 'lucide-react'
import { useDesk } from '../../app/desk.tsx'
import { useFormats } from '../../i18n/format.ts'
import { useWords } from '../../i18n/text.tsx'

/** The open shift in the top bar: since when, and the way to it. */
export function ShiftMark() {
  const words = useWords()
  const { moment, clock, day } = useFormats()
  const state = useDesk('shift.state', {}).data
  if (state === undefined) return null
  const at = state.open?.openedAt ?? null
  // A shift of today is told by its clock; one from before by its day, which is what should strike the eye.
  const text = at === null ? words('shift.frame.none') : words('shift.frame.open', { when: day(at) === day(new Date().toISOString()) ? clock(at) : moment(at) })
  return (
    <Link to="/shift" search={{}} className="shift-mark" title={text} aria-label={text}>
      <ClipboardCheck className="i" aria-hidden />
      <span>{text}</span>
    </Link>
  )
}
