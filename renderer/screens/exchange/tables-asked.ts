/**
 * Tables whose columns nobody has explained yet, waiting for somebody to do so.
 *
 * Apart from the screen: a file may be dropped anywhere, and the screen that asks opens only then.
 */
import { useSyncExternalStore } from 'react'
import { onOfficerGone } from '../../app/officer-memory.ts'

export interface AskedTable {
  readonly path: string
  readonly name: string
}

let waiting: readonly AskedTable[] = []
const listeners = new Set<() => void>()

function set(next: readonly AskedTable[]): void {
  waiting = next
  for (const listener of listeners) listener()
}

export const askTables = (tables: readonly AskedTable[]): void => set([...waiting.filter((one) => tables.every(({ path }) => path !== one.path)), ...tables])
export const answeredTable = (path: string): void => set(waiting.filter((one) => one.path !== path))
onOfficerGone(() => set([]))

export const useAskedTables = (): readonly AskedTable[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting,
  )

/** Whether a file may be a table, by its name: those are looked at before they are read. */
export const looksLikeTable = (path: string): boolean => /\.(?:csv|tsv|txt|xlsx|xlsm)$/i.test(path)
