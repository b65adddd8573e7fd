/**
 * How long releases take. Source: the Time Release Study of the domain's rules: mean, median, p90 and range, by channel.
 *
 * The channel is what customs did: *on data* where the item never came into custody; otherwise by its examination.
 * An item that nobody examined was a matter of documents; one that was examined was opened where its lane asks for
 * that (red), else scanned.
 */
export const CHANNELS = ['data', 'documents', 'scan', 'opened'] as const
export type Channel = (typeof CHANNELS)[number]

export function channelOf({ onData, examined, lane }: { readonly onData: boolean; readonly examined: boolean; readonly lane: string | null }): Channel {
  if (onData) return 'data'
  if (!examined) return 'documents'
  return lane === 'red' ? 'opened' : 'scan'
}

export interface Spread {
  readonly mean: number
  readonly median: number
  readonly p90: number
  readonly least: number
  readonly most: number
}

/** @param minutes in any order; `null` for none. The percentile is the nearest rank: a time that one item really had. */
export function spreadOf(minutes: readonly number[]): Spread | null {
  if (minutes.length === 0) return null
  const sorted = minutes.toSorted((a, b) => a - b)
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  const middle = sorted.length / 2
  const median = sorted.length % 2 === 1 ? rank(0.5) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  return { mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length, median, p90: rank(0.9), least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 }
}
