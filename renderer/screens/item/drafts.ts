import { useState } from 'react'
import { onOfficerGone } from '../../app/officer-memory.ts'

/** What was typed into a dialog and not sent: it is there again after a lock or a slip of the hand. */
const drafts = new Map<string, unknown>()
const KEPT = 20
onOfficerGone(() => drafts.clear())

export function useDraft<T>(key: string, initial: () => T): [value: T, set: (value: T) => void, forget: () => void] {
  const [value, setValue] = useState<T>(() => (drafts.has(key) ? (drafts.get(key) as T) : initial()))
  return [
    value,
    (next) => {
      drafts.delete(key)
      drafts.set(key, next)
      if (drafts.size > KEPT) drafts.delete(drafts.keys().next().value ?? '')
      setValue(next)
    },
    () => drafts.delete(key),
  ]
}
