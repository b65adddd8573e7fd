/**
 * Sentences of the catalogues with their values, outside the renderer: for the command line, logs and as the
 * English fallback that travels with a code.
 *
 * The catalogues of findings, rules, rejections, timeline and errors keep to plain `{name}` placeholders:
 * no plurals, no formats, no tags, and typographic apostrophes (’), since ICU reads a straight one as a quote.
 * So this substitution and the renderer's ICU formatter give the same words for the same entry; a test of
 * the catalogues holds them to it.
 */
import { findingsEn } from './findings.en.ts'
import { ruleErrorsEn, rulesEn } from './rules.en.ts'

export type SaidValues = Readonly<Record<string, string | number | boolean | null>>

/** A text with its `{name}` placeholders filled. A name without a value stays as it is, so that a mistake is seen. */
export function fill(text: string, values: SaidValues): string {
  return text.replace(/\{([A-Za-z0-9]+)\}/g, (placeholder, name: string) => (Object.hasOwn(values, name) ? String(values[name] ?? '—') : placeholder))
}

/** The sentence of a catalogue's entry; the code itself where the catalogue has none (a newer desk's code, say). */
export function say(catalogue: Readonly<Record<string, string>>, code: string, values: SaidValues = {}): string {
  return Object.hasOwn(catalogue, code) ? fill(catalogue[code] ?? code, values) : code
}

const ENGLISH = {
  finding: findingsEn,
  rule: rulesEn,
  error: ruleErrorsEn,
} satisfies Record<string, Readonly<Record<string, string>>>

/** English of a code, by the kind of thing it says. */
export function english(kind: keyof typeof ENGLISH, code: string, values: SaidValues = {}): string {
  return say(ENGLISH[kind], code, values)
}
