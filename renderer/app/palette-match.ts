/**
 * How well a name answers what was typed. The same typing gives the same order every day: nothing is learnt of
 * anybody's habits, so that a hand may learn the order instead.
 */

/** Small letters without accents: `é` is found by `e`. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’']/g, ' ').trim()

/** 0 is the best, `null` no match. Names of one rank are ordered by the caller. */
export function matchRank(name: string, typed: string): number | null {
  const text = folded(name)
  const wanted = folded(typed)
  if (wanted === '') return 0
  if (text === wanted) return 0
  if (text.startsWith(wanted)) return 1
  const words = text.split(/[\s:›·,()-]+/).filter((word) => word !== '')
  const parts = wanted.split(/\s+/)
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 2
  if (text.includes(wanted)) return 3
  if (parts.every((part) => text.includes(part))) return 4
  return wanted.length > 1 &&
    words
      .map((word) => word.charAt(0))
      .join('')
      .includes(wanted)
    ? 5
    : null
}
