/** Empty, loading, failed: what every screen shows when it has nothing else to show. */
import { CircleAlert, type LucideIcon } from 'lucide-react'
import { onlineManager } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { toDeskError, type DeskError } from '../app/client/desk-error.ts'
import { useWords, useSaid } from '../i18n/text.tsx'
import { Button } from './button.tsx'
import { copyText } from './identifier.tsx'

export function EmptyState({ Icon, title, children, actions }: { readonly Icon: LucideIcon; readonly title: string; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return (
    <div className="empty">
      <Icon aria-hidden />
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className="line wrap">{actions}</div>}
    </div>
  )
}

/** A failure in the officer's words: the catalogue's sentence, else what the desk said. */
export function useErrorText(): (error: unknown) => string {
  const said = useSaid()
  return useCallback(
    (cause) => {
      const error = toDeskError(cause)
      const values: Record<string, string | number> = {}
      for (const [name, value] of Object.entries(error.details)) if (typeof value === 'string' || typeof value === 'number') values[name] = value
      return said('error', { code: error.code, values, text: error.message })
    },
    [said],
  )
}

export function ErrorState({ error, retry, title }: { readonly error: unknown; readonly retry?: () => void; readonly title?: string }) {
  const words = useWords()
  const text = useErrorText()
  const [copied, setCopied] = useState(false)
  const known: DeskError = toDeskError(error)
  const report = `${known.code} ${known.reference}\n${known.message}\n${JSON.stringify(known.details)}`
  return (
    <div className="empty" role="alert">
      <CircleAlert aria-hidden />
      <h2>{title ?? words('error.title')}</h2>
      <p>{text(error)}</p>
      <p className="small">{words('error.what.retry')}</p>
      <div className="line wrap">
        {retry === undefined ? null : <Button onPress={retry}>{words('action.retry')}</Button>}
        <Button look="plain" onPress={() => void copyText(report).then(setCopied)}>
          {copied ? words('action.copied') : words('error.copy')}
        </Button>
        <span className="small muted mono">{words('error.reference', { reference: known.reference })}</span>
      </div>
    </div>
  )
}

/** True once waiting has lasted long enough to be shown: what takes under 300 ms needs no sign of it. */
export function useSlow(waiting: boolean, after = 300): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!waiting) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), after)
    return () => clearTimeout(timer)
  }, [waiting, after])
  return slow
}

export function Bone({ width }: { readonly width: string }) {
  return <span className="bone" style={{ inlineSize: width }} aria-hidden />
}

/** Whether the desk answers. */
export function useLinkUp(): boolean {
  return useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  )
}

/** In the place of what cannot come while the desk does not answer. */
export function LinkLost() {
  const words = useWords()
  return (
    <p className="sec muted" role="status">
      {words('error.link-lost')}
    </p>
  )
}

/** Bars for a block of text that is on its way. Nothing at all for the first 300 ms, but the room is taken. */
export function Bones({ lines }: { readonly lines: number }) {
  const words = useWords()
  const slow = useSlow(true)
  const up = useLinkUp()
  // Nothing is on its way from a desk that does not answer.
  if (!up && slow) return <LinkLost />
  return (
    <div className="bones" role="status" aria-label={words('state.loading')}>
      {Array.from({ length: lines }, (_, at) => (
        <div key={at} className="bones-line">
          {slow ? <Bone width={`${45 + ((at * 37) % 50)}%`} /> : null}
        </div>
      ))}
    </div>
  )
}
