/** What a zip is by the names in it, and which of its parts make it one that is not read. */
import type { ZipEntry, ZipProblem } from './zip-directory.ts'

export type Contents = { readonly kind: 'workbook' } | { readonly kind: 'other'; readonly looks: string } | { readonly kind: 'refused'; readonly problem: ZipProblem }

/** Macros, links to other files and files within the file: nothing of the kind is run or followed, so none is let in either. */
export function judgeContents(entries: readonly ZipEntry[]): Contents {
  const names = entries.map(({ name }) => name.toLowerCase())
  if (!names.includes('[content_types].xml')) return { kind: 'other', looks: names.includes('mimetype') ? 'OpenDocument' : 'zip' }
  if (names.some((name) => name.endsWith('workbook.bin'))) return { kind: 'other', looks: 'xlsb' }
  if (!names.some((name) => name.startsWith('xl/'))) return { kind: 'other', looks: 'an Office document that is no workbook' }
  const first = (test: RegExp): string | undefined => entries.find(({ name }) => test.test(name))?.name
  const macros = first(/(?:^|\/)(?:vba[^/]*\.bin|macrosheets\/[^/]+|dialogsheets\/[^/]+)$/i)
  if (macros !== undefined) return { kind: 'refused', problem: { code: 'workbook-macros', values: { part: macros } } }
  const outside = first(/(?:^|\/)(?:externallinks\/[^/]+\.xml|connections\.xml|querytables\/[^/]+|webextensions\/.+)$/i)
  if (outside !== undefined) return { kind: 'refused', problem: { code: 'workbook-links', values: { part: outside } } }
  const within = first(/(?:^|\/)(?:embeddings|activex|ctrlprops)\/|\.(?:zip|7z|rar|gz|xls[xmb]?|doc[xm]?|ppt[xm]?|exe|dll|js|vbs|ps1|jar)$/i)
  if (within !== undefined) return { kind: 'refused', problem: { code: 'workbook-embeds', values: { part: within } } }
  return { kind: 'workbook' }
}

/** Whether the first bytes of a zip are those of a workbook: its first entry is one that every workbook has. */
export function beginsAsWorkbook(bytes: Uint8Array): boolean {
  const length = (bytes[26] ?? 0) + (bytes[27] ?? 0) * 256
  const name = Buffer.from(bytes.subarray(30, 30 + length)).toString('latin1')
  return /^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|customXml\/)/i.test(name)
}
