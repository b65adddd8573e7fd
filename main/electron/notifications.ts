/** Tells of long work that ended while the window was not looked at. A screen that is looked at says it itself. */
import { type BrowserWindow, Notification } from 'electron'
import type { Job, Notice } from '../../shared/contract.ts'
import { shellText } from './words.ts'

/** Work that ended sooner is nothing to call somebody back for. */
const LONG_MS = 10_000

export function worthTelling(job: Job, focused: boolean, now: number): boolean {
  if (focused || job.status === 'running' || job.status === 'cancelled') return false
  // A failure is told however soon it came; nobody may find out a week later that no backup was made.
  return job.status === 'failed' || now - Date.parse(job.startedAt) >= LONG_MS
}

/** @param window the desk's window as it is now; `null` once it is gone */
export function tellOfJobs(window: () => BrowserWindow | null): (notice: Notice) => void {
  const told = new Set<string>()
  return (notice) => {
    if (notice.kind !== 'job' || told.has(notice.job.id)) return
    const { job } = notice
    const shown = window()
    if (shown === null || !worthTelling(job, shown.isFocused(), Date.now()) || !Notification.isSupported()) return
    told.add(job.id)
    const name = shellText(job.kind)
    // Names of people and items stay inside: a notification lies on a locked screen too.
    const notification = new Notification({ title: shellText(job.status === 'failed' ? 'failed' : 'done', { job: name }) })
    notification.on('click', () => {
      if (shown.isMinimized()) shown.restore()
      shown.focus()
    })
    notification.show()
    shown.flashFrame(true)
  }
}
