/** What the writer's queue does when the store is closed under it. */
import Sqlite from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import type { WriteDb } from '../../../main/store/open.ts'
import { Scheduler } from '../../../main/store/writing/scheduler.ts'

const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

test('work that is queued when the store closes is dropped, and nothing touches the closed store', async () => {
  const db = new Sqlite(':memory:') as unknown as WriteDb
  const scheduler = new Scheduler(
    db,
    () => {},
    () => {},
  )
  const step = vi.fn<() => boolean>(() => false)
  const failed = vi.fn<(error: unknown) => void>()
  scheduler.bulk({ step, committed: () => {}, failed })
  scheduler.urgent({ step, committed: () => {}, failed })
  await vi.waitFor(() => expect(step).toHaveBeenCalled())
  scheduler.stop()
  db.close()
  const steps = step.mock.calls.length
  await turns()
  expect(step.mock.calls.length).toBe(steps)
  expect(failed).not.toHaveBeenCalled()
  expect(scheduler.idle).toBe(true)
})
