/**
 * Character sets of EDIFACT interchanges, by the syntax identifier of the UNB.
 *
 * Texts reach us as Latin-1 strings, one char a byte; only those with a byte beyond ASCII are decoded.
 * Source: ISO 9735, list of syntax identifiers. UNOX (ISO 2022 by the standard) is UTF-8 in practice.
 */
import { isUtf8 } from 'node:buffer'

const LABELS: Readonly<Record<string, string>> = {
  UNOC: 'iso-8859-1',
  UNOD: 'iso-8859-2',
  UNOE: 'iso-8859-5',
  UNOF: 'iso-8859-7',
  UNOG: 'iso-8859-3',
  UNOH: 'iso-8859-4',
  UNOI: 'iso-8859-6',
  UNOJ: 'iso-8859-8',
  UNOK: 'iso-8859-9',
  UNOL: 'iso-8859-15',
  UNOW: 'utf-8',
  UNOX: 'utf-8',
  UNOY: 'utf-8',
  UNOZ: 'utf-8',
}

/**
 * What decoding found. `foreign`: bytes that the declared set does not have, read in the likeliest other way;
 * `utf-8`: declared as ISO 8859-1, but UTF-8 by its bytes, and read as that; `replaced`: U+FFFD stands for some.
 */
export type Decoded = 'as-declared' | 'foreign' | 'utf-8' | 'replaced'

export interface Charset {
  readonly name: string
  /** Decodes a Latin-1 string of bytes; what happened is told through `outcome`. */
  decode(bytes: string, outcome: (decoded: Decoded) => void): string
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const tolerantUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')

/** ASCII only by name. Senders put other letters there all the same: UTF-8 if they make sense so, else Windows-1252. */
const ascii: Charset = {
  name: 'ASCII',
  decode(bytes, outcome) {
    outcome('foreign')
    const raw = bytesOf(bytes)
    try {
      return strictUtf8.decode(raw)
    } catch {
      return windows1252.decode(raw)
    }
  },
}

const utf8: Charset = {
  name: 'UTF-8',
  decode(bytes, outcome) {
    const raw = bytesOf(bytes)
    try {
      return strictUtf8.decode(raw)
    } catch {
      outcome('replaced')
      return tolerantUtf8.decode(raw)
    }
  },
}

const charsets = new Map<string, Charset>()

/** The charset of a syntax identifier (`UNOC`); an unknown one is read as UTF-8, else Windows-1252, and `known` is false. */
export function charsetOf(syntaxId: string): { readonly charset: Charset; readonly known: boolean } {
  const id = syntaxId.toUpperCase()
  if (id === 'UNOA' || id === 'UNOB') return { charset: ascii, known: true }
  const label = LABELS[id]
  if (label === undefined) return { charset: ascii, known: false }
  if (label === 'utf-8') return { charset: utf8, known: true }
  let charset = charsets.get(label)
  if (charset === undefined) {
    // WHATWG reads iso-8859-1 as Windows-1252: the same letters, and quotes and dashes instead of C1 controls.
    const decoder = new TextDecoder(label)
    charset = {
      name: label.toUpperCase(),
      decode(bytes, outcome) {
        const raw = bytesOf(bytes)
        // Many senders say UNOC and write UTF-8. In Latin-1, bytes that make sense as UTF-8 would be words such as “Ã©”.
        // The other sets have letters in those places, so their word is taken.
        if (id === 'UNOC' && isUtf8(raw)) {
          outcome('utf-8')
          return strictUtf8.decode(raw)
        }
        const text = decoder.decode(raw)
        if (text.includes('\uFFFD')) outcome('replaced')
        return text
      },
    }
    charsets.set(label, charset)
  }
  return { charset, known: true }
}

/** What is read before any UNB has said otherwise. */
export const UNDECLARED: Charset = ascii
