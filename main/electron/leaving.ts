/** Asks before the window closes on work that is not done: answers that have not left, jobs that are running. */
import { type BrowserWindow, dialog } from 'electron'
import type { CallName, Input, Output } from '../../shared/contract.ts'
import { shellText } from './words.ts'

export type Ask = <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N> | null>

/** A desk that does not answer must not hold the window open. */
const PATIENCE_MS = 2_000

/** What would be left undone, in words; empty where nothing would. */
export async function undone(ask: Ask): Promise<string[]> {
  const [session, jobs] = await Promise.all([ask('session.get', {}), ask('jobs.list', {})])
  const settings = session?.phase === 'open' && session.waiting.out > 0 ? await ask('settings.get', {}) : null
  const running = jobs?.jobs.filter(({ status }) => status === 'running').map(({ kind }) => shellText(kind)) ?? []
  return [
    // Without an out folder answers wait for somebody else; asking each day would teach people not to read.
    ...(settings !== null && settings.outFolder !== null && session !== null ? [shellText('leaveOut', { count: session.waiting.out })] : []),
    ...(running.length > 0 ? [shellText('leaveJobs', { jobs: [...new Set(running)].join(', ') })] : []),
  ]
}

export function askBeforeLeaving(window: BrowserWindow, ask: Ask): void {
  let leaving = false
  let asking = false
  // The system ends the session: it does not wait for an answer, and a desk that is killed loses nothing.
  window.on('session-end', () => (leaving = true))
  window.on('close', (event) => {
    if (leaving) return
    event.preventDefault()
    if (asking) return
    asking = true
    void decide(window, ask)
      .catch(() => true)
      .then((leave) => {
        asking = false
        if (!leave) return
        leaving = true
        window.close()
      })
  })
}

async function decide(window: BrowserWindow, ask: Ask): Promise<boolean> {
  const late = Promise.withResolvers<string[]>()
  const timer = setTimeout(() => late.resolve([]), PATIENCE_MS)
  const left = await Promise.race([undone(ask), late.promise]).finally(() => clearTimeout(timer))
  if (left.length === 0) return true
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: shellText('leaveTitle'),
    detail: left.join('\n\n'),
    buttons: [shellText('leave'), shellText('stay')],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
}
