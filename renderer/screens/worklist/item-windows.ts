/**
 * The rows near the viewport out of a list of any length: windows of 100 rows, each a query of its own.
 *
 * Windows that were left behind are forgotten after some seconds: memory follows what is looked at, not what was.
 */
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ItemFilter, ItemRow, ItemSort, Output } from '../../../shared/contract.ts'
import type { DeskError } from '../../app/client/desk-error.ts'
import { deskKey, useClient } from '../../app/desk.tsx'

export const WINDOW = 100
const KEPT_MS = 15_000
const SETTLE_MS = 70

export interface ItemWindows {
  readonly rowAt: (position: number) => ItemRow | null
  /** `null` until the first window came. */
  readonly total: number | null
  readonly exact: boolean
  readonly error: DeskError | null
  readonly retry: () => void
}

/** First rows of the windows that hold [first, last], and one more on each side. */
export function windowsFor(first: number, last: number, total: number | null): number[] {
  const from = Math.max(0, Math.floor(first / WINDOW) - 1)
  const end = Math.max(Math.floor(Math.max(last, first) / WINDOW) + 1, 0)
  const to = total === null ? Math.floor(Math.max(last, 0) / WINDOW) : Math.min(end, Math.max(0, Math.ceil(total / WINDOW) - 1))
  const starts: number[] = []
  for (let at = Math.min(from, to); at <= to; at += 1) starts.push(at * WINDOW)
  return starts
}

export function useItemWindows(filter: ItemFilter, sort: ItemSort, first: number, last: number): ItemWindows {
  const client = useClient()
  const known = useRef<{ readonly key: string; readonly total: number } | null>(null)
  const key = JSON.stringify([filter, sort])
  const total = known.current?.key === key ? known.current.total : null
  const starts = useSettled(windowsFor(first, last, total), key)
  const combined = useQueries({
    queries: starts.map((position) => {
      const input = { filter, sort, position, limit: WINDOW }
      return { queryKey: deskKey('items.window', input), queryFn: () => client.call('items.window', input), gcTime: KEPT_MS }
    }),
    combine,
  })
  const newest = combined.newest
  if (newest !== null) known.current = { key, total: newest.total }
  const { rows } = combined
  return {
    rowAt: useCallback((position: number) => rows.get(position) ?? null, [rows]),
    total: newest?.total ?? total,
    exact: newest?.exact ?? false,
    error: newest === null ? combined.error : null,
    retry: combined.retry,
  }
}

function combine(results: UseQueryResult<Output<'items.window'>, Error>[]) {
  const rows = new Map<number, ItemRow>()
  let newest: Output<'items.window'> | null = null
  let at = -1
  let error: DeskError | null = null
  for (const result of results) {
    if (result.error !== null) error = result.error as DeskError
    if (result.data === undefined) continue
    result.data.rows.forEach((row, index) => rows.set((result.data?.position ?? 0) + index, row))
    if (result.dataUpdatedAt > at) {
      at = result.dataUpdatedAt
      newest = result.data
    }
  }
  return { rows, newest, error, retry: () => results.forEach((result) => void (result.isError && result.refetch())) }
}

/** While the scroll bar is dragged over thousands of windows, ask only for where it rests. */
function useSettled(starts: number[], key: string): number[] {
  const [settled, setSettled] = useState({ first: starts[0] ?? 0, key })
  const first = starts[0] ?? 0
  const near = settled.key !== key || Math.abs(first - settled.first) <= WINDOW
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ first, key }), near ? 0 : SETTLE_MS)
    return () => clearTimeout(timer)
  }, [first, key, near])
  return near ? starts : []
}
