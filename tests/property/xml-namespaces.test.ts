/** Prefixes are read beside the parser; what is well formed there must be what it is where the parser itself knows namespaces. */
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { createXmlParser } from '../../main/exchange/xml/parser.ts'

interface Seen {
  readonly tags: string[]
  readonly attributes: string[]
  wellFormed: boolean
}

function ours(text: string): Seen {
  const seen: Seen = { tags: [], attributes: [], wellFormed: true }
  const nothing = (): void => {}
  let waiting: { readonly prefix: string; readonly local: string; readonly value: string }[] = []
  const parser = createXmlParser({
    attribute: (attribute) => void waiting.push(attribute),
    openTag(name, local) {
      seen.tags.push(`{${(name.includes(':') ? parser.uriOf(name.slice(0, name.indexOf(':'))) : parser.uriOf('')) ?? ''}}${local}`)
      for (const { prefix, local: own, value } of waiting) seen.attributes.push(`{${prefix === '' ? '' : (parser.uriOf(prefix) ?? '')}}${own}=${value}`)
      waiting = []
    },
    closeTag: nothing,
    text: nothing,
    doctype: nothing,
    aside: nothing,
    error() {
      seen.wellFormed = false
      throw STOP
    },
  })
  return run(seen, () => void parser.write(text).close())
}

function theirs(text: string): Seen {
  const seen: Seen = { tags: [], attributes: [], wellFormed: true }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', (tag) => {
    seen.tags.push(`{${tag.uri}}${tag.local}`)
    for (const { prefix, local, value, uri } of Object.values(tag.attributes)) seen.attributes.push(`{${prefix === '' ? '' : uri}}${local}=${value}`)
  })
  parser.on('error', () => {
    seen.wellFormed = false
    throw STOP
  })
  return run(seen, () => void parser.write(text).close())
}

const STOP = new Error('not well formed')
function run(seen: Seen, read: () => void): Seen {
  try {
    read()
  } catch (thrown) {
    if (thrown !== STOP) throw thrown
  }
  return seen
}

const prefix = fc.constantFrom('', '', '', 'a:', 'b:', 'xml:', 'xmlns:', ':', 'a:b:')
const uri = fc.constantFrom('urn:1', 'urn:1', 'urn:2', '', ' urn:1 ', 'http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/')
const attribute = fc.oneof(
  fc.tuple(prefix, fc.constantFrom('p', 'q')).map(([before, name]) => `${before}${name}="v"`),
  fc.tuple(fc.constantFrom('xmlns', 'xmlns:a', 'xmlns:b', 'xmlns:xml', 'xmlns:xmlns'), uri).map(([name, value]) => `${name}="${value}"`),
)
const elementAbove = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(prefix, fc.constantFrom('m', 'n'), fc.array(attribute, { maxLength: 3 }), fc.array(inner, { maxLength: 2 }), fc.constantFrom('', '', '', '', '<?t x?>', '<?a:t x?>'))
    .map(([before, name, attributes, children, aside]) => `<${[before + name, ...attributes].join(' ')}>${aside}${children.join('')}</${before}${name}>`)
const element = elementAbove(elementAbove(elementAbove(fc.constant('<a:e/>'))))

test('a document means the same, and is as well formed, as to a parser with namespaces', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        element,
        element.map((inner) => `<r xmlns:a="urn:1" xmlns:b="urn:2">${inner}</r>`),
      ),
      (text) => {
        const [mine, other] = [ours(text), theirs(text)]
        expect(mine.wellFormed).toBe(other.wellFormed)
        if (mine.wellFormed) expect(mine).toEqual(other)
      },
    ),
    { numRuns: 3000 },
  )
})
