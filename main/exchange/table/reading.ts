/** A table file as rows: its encoding, its delimiter, its heading row. */
import { CsvError, parse } from 'csv-parse/sync'

export type Rows =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[]; readonly encoding: string; readonly replaced: boolean }
  | { readonly ok: false; readonly reason: string; readonly row: number }

/** Rows of a CSV file. Row numbers are those of a spreadsheet: the first is 1, a quoted line break makes none. */
export function readRows(bytes: Uint8Array): Rows {
  const { text, encoding } = decode(bytes)
  const excel = /^sep=(.)\r?\n/i.exec(text)
  const body = excel === null ? text : text.slice(excel[0].length)
  try {
    const rows = parse(body, { delimiter: excel?.[1] ?? findDelimiter(body), relax_column_count: true, relax_quotes: true, skip_empty_lines: false }) as string[][]
    return { ok: true, rows: excel === null ? rows : [[excel[0].trim()], ...rows], encoding, replaced: text.includes('\uFFFD') }
  } catch (error) {
    if (error instanceof CsvError) return { ok: false, reason: error.message, row: typeof error['records'] === 'number' ? error['records'] + 1 : 0 }
    throw error
  }
}

/** By byte order mark; else UTF-8 if the bytes are that, else Windows-1252, which spreadsheets of western offices write. */
function decode(bytes: Uint8Array): { readonly text: string; readonly encoding: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'UTF-8' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}

/** The delimiter that stands most often in the first lines outside quotes; the earlier of `; TAB , |` wins a tie. */
function findDelimiter(text: string): string {
  const counts = new Map([';', '\t', ',', '|'].map((delimiter) => [delimiter, 0]))
  let quoted = false
  let lines = 0
  for (let i = 0; i < text.length && lines < 3; i++) {
    const char = text.charAt(i)
    if (char === '"') quoted = !quoted
    else if (!quoted && char === '\n') lines++
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + (lines === 0 ? 1000 : 1))
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

/** A heading as it is compared: without case, accents, blanks and marks. */
export function headingKey(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
