import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { findingsEn } from '../../shared/i18n/findings.en.ts'
import { findingsFr } from '../../shared/i18n/findings.fr.ts'
import { ruleErrorsEn, rulesEn } from '../../shared/i18n/rules.en.ts'
import { ruleErrorsFr, rulesFr } from '../../shared/i18n/rules.fr.ts'
import { say } from '../../shared/i18n/say.ts'

const CATALOGUES: [name: string, en: Readonly<Record<string, string>>, fr: Readonly<Record<string, string>>][] = [
  ['findings', findingsEn, findingsFr],
  ['rules', rulesEn, rulesFr],
  ['errors of a rule', ruleErrorsEn, ruleErrorsFr],
]
const names = (text: string) => Array.from(text.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '').toSorted((a, b) => (a < b ? -1 : 1))

describe.each(CATALOGUES)('%s', (_name, en, fr) => {
  const all = [...Object.entries(en), ...Object.entries(fr)]
  it('have the same entries in both languages', () => {
    expect(Object.keys(fr).toSorted()).toEqual(Object.keys(en).toSorted())
  })
  it('name the same values in both languages', () => {
    const differing = Object.keys(en).filter((code) => code !== 'own' && names(en[code] ?? '').join() !== names(fr[code] ?? '').join())
    expect(differing).toEqual([])
  })
  it('keep to plain placeholders and typographic apostrophes, which ICU does not read as quotes', () => {
    expect(all.filter(([, text]) => /['<>#|]|\{\w+\s*,/.test(text))).toEqual([])
  })
  it('give the same words through the renderer’s ICU formatter', () => {
    const values = Object.fromEntries(all.flatMap(([, text]) => names(text)).map((name, at) => [name, at % 2 === 0 ? `x ${at} {y} 'z'` : at * 1000.5]))
    for (const [code, text] of all) expect(say({ [code]: text }, code, values)).toBe(new IntlMessageFormat(text, 'en').format(values))
  })
})

/** Source text of TypeScript below a folder, without the comments, where codes are only talked about. */
function sources(folder: string): string {
  const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(root + path, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
    .join('\n')
}
const codesIn = (source: string, ...patterns: RegExp[]) => patterns.flatMap((pattern) => Array.from(source.matchAll(pattern), (match) => match[1] ?? ''))

describe('every code that a reader or a check can tell has its sentence in English and, by its type, in French', () => {
  // The calls by which the readers, intake and the checks tell a finding: the code is their first text.
  const CALLS = /\b(?:add|collect|find|outside|setAside|irregular|leave|fail|giveUp|disagree|unreadable)\(\s*'([a-z0-9]+(?:-[a-z0-9]+)+|truncated)'/gi
  const TOLD = /\btell\((?:desk, )?'([a-z0-9-]+)'/g
  const OBJECTS = /\bcode: '([a-z0-9-]+)', severity\b/g
  const CHOSEN = /\bcode = [^\n?]*\? '([a-z0-9-]+)'/g
  const OTHERWISE = /\bcode = [^\n?]*\? '[a-z0-9-]+' : '([a-z0-9-]+)'/g
  const UNREAD = /\bunread\([\w.]+, [\w.]+, '([a-z0-9-]+)'/g
  /** The EDIFACT tokenizer's own word, which the reader tells as `segment-too-long`. */
  const INTERNAL = new Set(['overlong'])

  it.each([
    ['main/exchange', 40],
    ['main/store/intake', 1],
    ['main/store/writing', 2],
    ['shared/domain', 20],
  ])('%s', (folder, atLeast) => {
    const codes = new Set(
      codesIn(sources(folder), ...(folder === 'shared/domain' ? [CALLS] : folder === 'main/exchange' ? [CALLS, TOLD, OBJECTS, CHOSEN, OTHERWISE] : [OBJECTS, UNREAD])),
    )
    expect(codes.size).toBeGreaterThanOrEqual(atLeast)
    expect([...codes].filter((code) => !(code in findingsEn) && !INTERNAL.has(code)).toSorted()).toEqual([])
  })
  it('those that are put together from parts', () => {
    for (const code of ['unz-count', 'unz-reference', 'une-count', 'une-reference']) expect(findingsEn).toHaveProperty(code)
  })
})
