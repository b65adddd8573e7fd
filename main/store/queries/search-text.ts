/**
 * What a typed text looks for: an identifier, a piece of one, or words.
 *
 * Pieces are found through trigrams, which say only that all three-letter parts occur; whether they stand
 * together is checked on the item. Words are found whole, the last one also as a beginning, since people
 * read results while they type.
 */
import { kindOf, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'

export type Sought =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'item' | 'receptacle' | 'dispatch'; readonly identifier: string }
  /** Tried in this order; the second only where the first finds nothing. */
  | { readonly kind: 'text'; readonly ways: readonly TextWay[] }

export type TextWay = { readonly by: 'fragment'; readonly match: string; readonly fragment: string } | { readonly by: 'words'; readonly match: string }

export function soughtBy(text: string): Sought {
  const whole = kindOf(text)
  if (whole !== 'other') return { kind: whole, identifier: normaliseIdentifier(text) }
  const words = wordsOf(text)
  const fragment = fragmentOf(text)
  const ways: TextWay[] = []
  if (fragment !== null && looksLikeIdentifier(text, fragment)) ways.push(fragmentWay(fragment))
  if (words !== null) ways.push(words)
  if (fragment !== null && !looksLikeIdentifier(text, fragment) && !/\s/.test(text.trim())) ways.push(fragmentWay(fragment))
  return ways.length === 0 ? { kind: 'nothing' } : { kind: 'text', ways }
}

/** Three signs at least, since that is what the trigram index holds. */
export function fragmentOf(text: string): string | null {
  const fragment = normaliseIdentifier(text)
  return /^[A-Z0-9]{3,60}$/.test(fragment) ? fragment : null
}

/** One word with a digit in it, or groups that make up a part of an S10: `RR 473 124`, `124 829 FR`. */
function looksLikeIdentifier(text: string, fragment: string): boolean {
  if (!/[0-9]/.test(fragment)) return false
  return !/\s/.test(text.trim()) || /^[A-Z]{0,2}[0-9]{3,9}[A-Z]{0,2}$/.test(fragment)
}

function fragmentWay(fragment: string): TextWay {
  const parts = new Set<string>()
  for (let at = 0; at + 3 <= fragment.length; at++) parts.add(`"${fragment.slice(at, at + 3)}"`)
  return { by: 'fragment', match: [...parts].join(' AND '), fragment }
}

/** Letters, digits and private signs make a word, combining accents belong to it: what FTS5's unicode61 does. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\u0300-\u036f]*/gu
const MOST_WORDS = 12
/** The length of the prefix index; a shorter beginning would have to gather a good part of all items. */
const SHORTEST_BEGINNING = 3

function wordsOf(text: string): TextWay | null {
  const words = (text.normalize('NFC').match(WORD) ?? []).slice(0, MOST_WORDS)
  if (words.length === 0) return null
  const beginning = /[\p{L}\p{N}\p{Co}\u0300-\u036f]$/u.test(text.trimEnd()) && [...(words.at(-1) ?? '')].length >= SHORTEST_BEGINNING
  const quoted = words.map((word, index) => `"${word}"${beginning && index === words.length - 1 ? '*' : ''}`)
  return { by: 'words', match: [...new Set(quoted)].join(' AND ') }
}
