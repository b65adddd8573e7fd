/** What just happened, and the way back from it. Success passes by itself, a refusal stays until it is dismissed. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { onOfficerGone } from '../app/officer-memory.ts'
import { useKeyOf } from '../app/keys.tsx'
import { useWords } from '../i18n/text.tsx'
import { Kbd } from './button.tsx'

export interface Toast {
  readonly id: number
  readonly tone: 'done' | 'error'
  readonly text: string
  /** Until when undo is free, epoch ms, and what it does. */
  readonly undo: { readonly until: number; readonly run: () => void } | null
}

const SHOWN = 3
const SECONDS = 6
let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()
onOfficerGone(() => change([]))

function change(to: readonly Toast[]): void {
  toasts = to
  for (const listener of listeners) listener()
}

export function showToast(toast: Omit<Toast, 'id'>): void {
  // One success at a time: the newest is the one that is looked at. Refusals wait until they are read.
  change([...toasts.filter((one) => one.tone === 'error' || toast.tone === 'error'), { ...toast, id: next++ }].slice(-SHOWN))
}
export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}
export const toastDone = (text: string) => showToast({ tone: 'done', text, undo: null })
export const toastError = (text: string) => showToast({ tone: 'error', text, undo: null })

export function Toasts() {
  const words = useWords()
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  // Above an open window, too: a refusal is heard there, and undo can be pressed.
  return (
    <section className="toasts no-print" data-react-aria-top-layer="true" aria-label={words('frame.notifications')}>
      <div role="status" aria-live="polite" className="sr">
        {shown
          .filter((toast) => toast.tone === 'done')
          .map((toast) => toast.text)
          .join('. ')}
      </div>
      <div role="alert" className="sr">
        {shown
          .filter((toast) => toast.tone === 'error')
          .map((toast) => toast.text)
          .join('. ')}
      </div>
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} newest={toast === shown.at(-1)} />
      ))}
    </section>
  )
}

function ToastCard({ toast, newest }: { readonly toast: Toast; readonly newest: boolean }) {
  const words = useWords()
  const left = useSecondsLeft(toast.undo?.until ?? null)
  const undoKey = useKeyOf('act.undo')
  useEffect(() => {
    if (toast.tone === 'error') return
    const ms = toast.undo === null ? SECONDS * 1_000 : Math.max(0, Math.min(toast.undo.until - Date.now(), 12_000))
    const timer = setTimeout(() => dismissToast(toast.id), ms)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div className={`toast ${toast.tone}`}>
      {toast.tone === 'done' ? <CircleCheck className="i" aria-hidden /> : <CircleAlert className="i" aria-hidden />}
      <span>{toast.text}</span>
      {toast.undo === null || left === 0 ? null : (
        <button
          type="button"
          onClick={() => {
            dismissToast(toast.id)
            toast.undo?.run()
          }}
        >
          {words('toast.undoFor', { seconds: left })}
          {newest && undoKey !== undefined ? <Kbd keys={undoKey} /> : null}
        </button>
      )}
      <button type="button" aria-label={words('action.dismiss')} onClick={() => dismissToast(toast.id)}>
        <X className="i" aria-hidden />
      </button>
    </div>
  )
}

const secondsUntil = (until: number | null) => (until === null ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1_000)))

/** Whole seconds until a moment, counting down; 0 when it is past or there is none. */
export function useSecondsLeft(until: number | null): number {
  const [left, setLeft] = useState(() => secondsUntil(until))
  useEffect(() => {
    setLeft(secondsUntil(until))
    if (until === null || until <= Date.now()) return
    const timer = setInterval(() => {
      const now = secondsUntil(until)
      setLeft(now)
      if (now === 0) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [until])
  return left
}
