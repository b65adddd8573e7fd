import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createIntl } from 'react-intl'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { deskEn } from '../../renderer/i18n/desk-en.ts'
import { deskFr } from '../../renderer/i18n/desk-fr.ts'
import { en } from '../../renderer/i18n/en.ts'
import { fr } from '../../renderer/i18n/fr.ts'

const renderer = join(import.meta.dirname, '../../renderer')
/** Names of the values in a message; those of plural and select too. */
const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name = '']) => name))].toSorted((one, other) => one.localeCompare(other))
const tags = (text: string) => [...new Set([...text.matchAll(/<(\w+)>/g)].map(([, name = '']) => name))].toSorted((one, other) => one.localeCompare(other))

describe('the catalogues', () => {
  it('have every entry in both languages', () => {
    expect(Object.keys(fr).toSorted()).toEqual(Object.keys(en).toSorted())
    expect(Object.keys(deskFr).toSorted()).toEqual(Object.keys(deskEn).toSorted())
  })

  it('use the same values and tags in both languages', () => {
    for (const [key, text] of Object.entries(en)) {
      const french = fr[key as keyof typeof en]
      expect.soft([key, ...names(french)]).toEqual([key, ...names(text)])
      expect.soft([key, ...tags(french)]).toEqual([key, ...tags(text)])
    }
  })

  it.each([
    ['en', { ...deskEn, ...en }],
    ['fr', { ...deskFr, ...fr }],
  ])('can be formatted, each entry in %s', (locale, messages: Readonly<Record<string, string>>) => {
    const failures: string[] = []
    const intl = createIntl({ locale, messages: messages as Record<string, string>, onError: (error) => failures.push(error.message) })
    for (const [id, text] of Object.entries(messages)) {
      const values: Record<string, string | number | ((chunks: unknown[]) => string)> = {}
      for (const [, name] of text.matchAll(/\{(\w+)/g)) values[name ?? ''] = 2
      for (const tag of tags(text)) values[tag] = (chunks) => chunks.join('')
      intl.formatMessage({ id }, values as Record<string, string>)
    }
    expect(failures).toEqual([])
  })

  it('write apostrophes as type, since ICU reads a straight one as a quote', () => {
    for (const [key, text] of Object.entries({ ...en, ...fr })) expect.soft(text.includes("'"), key).toBe(false)
  })
})

/** Groups whose keys are put together from a value of the desk: `state.held`, `table.flags`. */
const COMPOSED = /`([a-zA-Z]+(?:\.[\w-]+)*\.)\$\{/g

describe('every entry', () => {
  it('is said by some screen', () => {
    const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/^i18n\/(en|fr)\b/.test(file.replaceAll('\\', '/')))
      .map((file) => readFileSync(join(renderer, file), 'utf8'))
      // The reports say their words in shared, for paper and files as well.
      .concat(readFileSync(join(renderer, '../shared/report/shift-page.ts'), 'utf8'))
      .join('\n')
    const literal = new Set([...sources.matchAll(/'([a-zA-Z]+\.[\w.-]+)'/g)].map(([, key]) => key))
    const composed = [...new Set([...sources.matchAll(COMPOSED)].map(([, start = '']) => start)), ...[...sources.matchAll(/wordFor\('(\w+)'/g)].map(([, kind = '']) => `${kind}.`)]
    expect(Object.keys(en).filter((key) => !literal.has(key) && !composed.some((start) => key.startsWith(start)))).toEqual(['error.unexpected', 'error.place'])
  })
})

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
const SPOKEN = new Set(['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label', 'hint'])
const LETTERS = /\p{L}{2}/u
const nameOf = (node: Node): string => {
  const name = (node['openingElement'] as Node | undefined)?.['name'] as { readonly name?: string } | undefined
  return name?.name ?? ''
}

/** Texts in the markup that a person would read and no catalogue knows. Keys (`kbd`) and the product's name are no words. */
function loose(node: unknown, inside: string, found: string[]): void {
  if (Array.isArray(node)) {
    for (const one of node) loose(one, inside, found)
    return
  }
  if (!isNode(node)) return
  const text =
    node.type === 'JSXText'
      ? String(node['value'])
      : node.type === 'JSXExpressionContainer' && isNode(node['expression']) && node['expression'].type === 'Literal'
        ? String(node['expression']['value'])
        : ''
  if (LETTERS.test(text) && inside !== 'kbd' && inside !== 'brand' && inside !== 'attribute') found.push(text.trim())
  if (node.type === 'JSXAttribute') {
    const name = (node['name'] as { readonly name?: string }).name ?? ''
    const value = node['value']
    if (SPOKEN.has(name) && isNode(value) && value.type === 'Literal' && LETTERS.test(String(value['value']))) found.push(`${name}=${String(value['value'])}`)
    loose(value, 'attribute', found)
    return
  }
  const attributes = node.type === 'JSXElement' ? JSON.stringify((node['openingElement'] as Node)['attributes']) : ''
  const within =
    node.type === 'JSXElement'
      ? attributes.includes('"translate"') || inside === 'brand'
        ? 'brand'
        : nameOf(node)
      : inside === 'attribute' && node.type !== 'JSXFragment'
        ? 'attribute'
        : inside
  for (const [key, value] of Object.entries(node)) if (key !== 'type') loose(value, within, found)
}

describe('the screens', () => {
  it('say nothing that is not in the catalogues', () => {
    const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
    expect(files.length, 'the scan must have seen the screens').toBeGreaterThan(40)
    const found: string[] = []
    for (const file of files) {
      const texts: string[] = []
      const { program, errors } = parseSync(file, readFileSync(join(renderer, file), 'utf8'))
      expect(errors, file).toEqual([])
      loose(program, '', texts)
      found.push(...texts.map((text) => `${relative('.', file)}: ${text}`))
    }
    expect(found).toEqual([])
  })

  it('would be caught saying one', () => {
    const found: string[] = []
    loose(parseSync('x.tsx', `const a = <p title="Some words">Loose words<b>{'And more'}</b><kbd>Esc</kbd><i aria-label={words('key')} /></p>`).program, '', found)
    expect(found.toSorted()).toEqual(['And more', 'Loose words', 'title=Some words'])
  })
})
