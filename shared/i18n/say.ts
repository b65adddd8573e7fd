/**
 * Sentences of the catalogues with their values, outside the renderer: for the command line, logs and as the
 * English fallback that travels with a code.
 *
 * Entries are ICU MessageFormat, as in the renderer, so the same entry gives the same words everywhere (a test
 * of the catalogues holds them to it). Most entries hold plain `{name}` placeholders only; those are filled
 * without a parser, because intake says a hundred thousand of them.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { errorsEn } from './errors.en.ts'
import { findingsEn } from './findings.en.ts'
import { rejectionsEn } from './rejections.en.ts'
import { ruleErrorsEn, rulesEn } from './rules.en.ts'
import { timelineEn } from './timeline.en.ts'

export type SaidValues = Readonly<Record<string, string | number | boolean | null>>

const BEYOND_PLAIN = /\{\s*\w+\s*,|''|'[{}]/
const formats = new Map<string, IntlMessageFormat>()

/** A text with its placeholders filled. A name without a value stays as it is, so that a mistake is seen. */
export function fill(text: string, values: SaidValues): string {
  if (!BEYOND_PLAIN.test(text)) return text.replace(/\{([A-Za-z0-9]+)\}/g, (placeholder, name: string) => (Object.hasOwn(values, name) ? String(values[name] ?? '—') : placeholder))
  try {
    let format = formats.get(text)
    if (format === undefined) {
      format = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true })
      formats.set(text, format)
    }
    return String(format.format({ ...values }))
  } catch {
    // A value that a newer desk no longer sends must not hide the sentence.
    return text
  }
}

/** The sentence of a catalogue's entry; the code itself where the catalogue has none (a newer desk's code, say). */
export function say(catalogue: Readonly<Record<string, string>>, code: string, values: SaidValues = {}): string {
  return Object.hasOwn(catalogue, code) ? fill(catalogue[code] ?? code, values) : code
}

const ENGLISH = {
  finding: findingsEn,
  rule: rulesEn,
  reject: rejectionsEn,
  timeline: timelineEn,
  error: { ...ruleErrorsEn, ...errorsEn },
} satisfies Record<string, Readonly<Record<string, string>>>

/** English of a code, by the kind of thing it says. */
export function english(kind: keyof typeof ENGLISH, code: string, values: SaidValues = {}): string {
  return say(ENGLISH[kind], code, values)
}
