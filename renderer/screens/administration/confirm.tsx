import type { ReactNode } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError } from '../../components/fields.tsx'
import { useErrorText } from '../../components/states.tsx'

/** Asks once before something is taken away. */
export function Confirm({
  title,
  text,
  label,
  busy,
  error,
  run,
  onClose,
}: {
  readonly title: string
  readonly text: ReactNode
  readonly label: string
  readonly busy: boolean
  readonly error: unknown
  readonly run: () => void
  readonly onClose: () => void
}) {
  const errorText = useErrorText()
  return (
    <Dialog title={title} onClose={onClose} submit={{ label, run, busy, danger: true }}>
      <p>{text}</p>
      {error === null ? null : <FieldError text={errorText(error)} />}
    </Dialog>
  )
}
