/**
 * Sentences of the catalogues with their values, outside the renderer: for the command line, logs and as the
 * English fallback that travels with a code.
 *
 * Entries are ICU MessageFormat, as in the renderer, so the same entry gives the same words everywhere (a test
 * of the catalogues holds them to it). Most entries hold plain `{name}` placeholders only; those are filled
 * without a parser, because intake says a hundred thousand of them.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { CATALOGUES, type SaidKind } from './catalogues.ts'

export type SaidValues = Readonly<Record<string, string | number | boolean | null>>

const BEYOND_PLAIN = /\{\s*\w+\s*,|''|'[{}]/
const formats = new Map<string, IntlMessageFormat>()

/** A text with its `{name}` placeholders filled. A name without a value stays as it is, so that a mistake is seen. */
export function fillPlain(text: string, values: SaidValues): string {
  return text.replace(/\{([A-Za-z0-9]+)\}/g, (placeholder, name: string) => (Object.hasOwn(values, name) ? String(values[name] ?? '—') : placeholder))
}

function fill(text: string, values: SaidValues): string {
  if (!BEYOND_PLAIN.test(text)) return fillPlain(text, values)
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

/** English of a code, by the kind of thing it says. */
export function english(kind: SaidKind, code: string, values: SaidValues = {}): string {
  return say(CATALOGUES.en[kind], code, values)
}
