/**
 * Words of a description, as rules and quality checks compare them.
 *
 * Everything a list says is literal: no list, rule or message ever becomes a regular expression, so a
 * term such as `(a+)+$` costs what any eight characters cost.
 */

/** A text in the forms that comparisons need. */
export interface Words {
  /** Lower case, without diacritics, single blanks. */
  readonly folded: string
  /** Runs of letters and digits of `folded`, in order. */
  readonly tokens: readonly string[]
}

/** Letters that Unicode does not decompose, though people type them without their stroke or as two letters. */
const STROKES: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', þ: 'th' }
const PLAIN = /^[\x20-\x7e]*$/

/**
 * A text in lower case, without diacritics, with single blanks: `ÉPÉE  d’Été` → `epee d’ete`.
 *
 * Letters in disguise (full-width, mathematical) become plain ones and invisible characters go: whoever writes
 * 𝐠𝐮𝐧 or puts a soft hyphen into it wants it read by people only.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) {
    const lower = text.toLowerCase()
    return (lower.includes('  ') ? lower.replace(/ +/g, ' ') : lower).trim()
  }
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Cf}]/gu, '')
    .replace(/[ßæœøđðłħıþ]/g, (letter) => STROKES[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim()
}

/** Runs of letters and digits of a folded text. */
function tokensOf(folded: string): readonly string[] {
  return folded.match(PLAIN.test(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? []
}

const MEMO_ENTRIES = 2048
const MEMO_LENGTH = 200
const memo = new Map<string, Words>()

/**
 * The words of a text. Declarations repeat ("gift", "T-shirt"), so short texts are remembered, within
 * bounds: a hostile file cannot make this grow.
 */
export function wordsOf(text: string): Words {
  const known = memo.get(text)
  if (known) return known
  const folded = fold(text)
  const words = { folded, tokens: tokensOf(folded) }
  if (text.length <= MEMO_LENGTH) {
    if (memo.size >= MEMO_ENTRIES) memo.clear()
    memo.set(text, words)
  }
  return words
}

/** A term to look for, and phrases in which it means nothing bad: `gun`, but not `glue gun`. */
export interface Term {
  readonly term: string
  readonly unless: readonly string[]
}

/** Finds the first term, in the text's order, that stands in it as whole words; answers it as listed. */
export type TermFinder = (words: Words) => string | null

/** Scripts written without blanks: there a term is found anywhere, since no word has an edge. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

interface Phrase {
  readonly term: string
  readonly tokens: readonly string[]
  readonly innocent: readonly (readonly string[])[]
}

/**
 * A finder of whole words and phrases, blind to case, diacritics and punctuation between words.
 *
 * One look-up per word of the text, however long the list is.
 */
export function termFinder(terms: readonly Term[]): TermFinder {
  const byFirst = new Map<string, Phrase[]>()
  const anywhere: { readonly term: string; readonly folded: string }[] = []
  for (const { term, unless } of terms) {
    const { folded, tokens } = wordsOf(term)
    const first = tokens[0]
    if (first === undefined) continue
    if (UNSPACED.test(folded)) {
      anywhere.push({ term, folded })
      continue
    }
    const phrase = { term, tokens, innocent: unless.map((phrase) => wordsOf(phrase).tokens).filter((phrase) => phrase.length > 0) }
    const others = byFirst.get(first)
    if (others) others.push(phrase)
    else byFirst.set(first, [phrase])
  }
  return ({ folded, tokens }) => {
    for (let at = 0; at < tokens.length; at++) {
      const phrases = byFirst.get(tokens[at] ?? '')
      if (!phrases) continue
      for (const phrase of phrases) {
        if (standsAt(tokens, at, phrase.tokens) && !phrase.innocent.some((innocent) => covers(tokens, innocent, at, phrase.tokens.length))) return phrase.term
      }
    }
    for (const { term, folded: part } of anywhere) if (folded.includes(part)) return term
    return null
  }
}

function standsAt(tokens: readonly string[], at: number, phrase: readonly string[]): boolean {
  if (at < 0 || at + phrase.length > tokens.length) return false
  for (let i = 0; i < phrase.length; i++) if (tokens[at + i] !== phrase[i]) return false
  return true
}

/** Whether `phrase` stands in the text so that it includes the words [at, at + length). */
function covers(tokens: readonly string[], phrase: readonly string[], at: number, length: number): boolean {
  for (let from = at + length - phrase.length; from <= at; from++) if (standsAt(tokens, from, phrase)) return true
  return false
}

/** Whether a text consists of one term of a list and nothing else. */
export type AloneTest = (words: Words) => boolean

/**
 * A test for texts that are a term of a list and nothing more, blind to case, diacritics, punctuation and,
 * in English words, to singular or plural: who writes "gifts" has said no more than "gift".
 */
export function aloneTest(terms: readonly string[]): AloneTest {
  const known = new Set<string>()
  // Most descriptions are no term at all; that must cost a look-up, not a joined text.
  const firsts = new Set<string>()
  let longest = 0
  const add = (alone: string): void => {
    const tokens = alone.split(' ')
    known.add(alone)
    firsts.add(tokens[0] ?? '')
    longest = Math.max(longest, tokens.length)
  }
  for (const term of terms) {
    const alone = wordsOf(term).tokens.join(' ')
    if (alone === '') continue
    add(alone)
    if (!alone.endsWith('s')) add(`${alone}s`)
    else if (alone.length > 3 && !alone.endsWith('ss')) add(alone.slice(0, -1))
  }
  return ({ tokens }) => {
    const first = tokens[0]
    if (first === undefined || tokens.length > longest || !firsts.has(first)) return false
    return known.has(tokens.length === 1 ? first : tokens.join(' '))
  }
}
