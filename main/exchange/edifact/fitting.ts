/** Which of the rules for a tag a segment fits: the first whose conditions its parts meet. */
import type { Candidate, Condition } from './plan.ts'
import { findToken, isToken } from './split.ts'
import type { Tokenizer } from './tokenizer.ts'

export function fitting(candidates: readonly Candidate[], tokens: Tokenizer): Candidate | null {
  const { tokens: count, window } = tokens
  const exact = tokens.plain && !tokens.small
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[i]
    if (candidate === undefined) continue
    const { conditions } = candidate.rule
    if (exact ? fitsExactly(conditions, count, window) : conditions.every(({ place, texts }) => texts.some(({ text, bytes }) => tokens.is(place, text, bytes)))) return candidate
  }
  return null
}

/** Whether the parts of a plain segment are, byte for byte, what the conditions want. */
function fitsExactly(conditions: readonly Condition[], count: number, window: Uint8Array): boolean {
  for (let i = 0; i < conditions.length; i++) {
    const condition = conditions[i]
    if (condition === undefined) continue
    const token = findToken(count, condition.place)
    const { texts } = condition
    let met = false
    for (let j = 0; j < texts.length && !met; j++) {
      const wanted = texts[j]
      met = wanted !== undefined && (token < 0 ? wanted.text === '' : isToken(window, token, wanted.bytes))
    }
    if (!met) return false
  }
  return true
}
