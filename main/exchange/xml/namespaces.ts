/**
 * Namespaces in XML 1.0, beside a parser that knows none.
 *
 * The parser's own way makes two dictionaries a tag and a set for each tag with attributes, and costs a fifth of
 * all reading. Messages seldom have a prefix: here a name without one costs a look for a colon.
 * Source: W3C, Namespaces in XML 1.0 (third edition); what it forbids is told to `fail`.
 */
const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

export interface XmlAttribute {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly value: string
}

export class Namespaces {
  readonly #fail: (reason: string) => void
  /** Declared prefixes, those of the innermost element last. */
  readonly #declared: { readonly prefix: string; readonly uri: string; readonly depth: number }[] = []
  #depth = 0
  /** Of the tag being read: attributes with a prefix. */
  #prefixed: XmlAttribute[] = []

  constructor(fail: (reason: string) => void) {
    this.#fail = fail
  }

  /** An attribute of the tag that `open` is called for next. */
  attribute(name: string, value: string): XmlAttribute {
    const colon = name.indexOf(':')
    if (colon < 0) {
      if (name === 'xmlns') this.#declare('', value.trim())
      return { name, prefix: '', local: name, value }
    }
    const attribute: XmlAttribute = { name, prefix: name.slice(0, colon), local: this.#localOf(name, colon), value }
    if (attribute.prefix === 'xmlns') this.#declare(attribute.local, value.trim())
    this.#prefixed.push(attribute)
    return attribute
  }

  /** The tag has been read. @returns its name without the prefix */
  open(name: string): string {
    this.#depth++
    if (this.#prefixed.length > 0) this.#checkAttributes()
    const colon = name.indexOf(':')
    if (colon < 0) return name
    const prefix = name.slice(0, colon)
    const local = this.#localOf(name, colon)
    if (prefix === 'xmlns') this.#fail('tags may not have "xmlns" as prefix.')
    else this.#bound(prefix)
    return local
  }

  close(): void {
    while ((this.#declared.at(-1)?.depth ?? 0) >= this.#depth) this.#declared.pop()
    this.#depth--
  }

  /** The namespace of a prefix where the parser stands; `null` where it has none. */
  uriOf(prefix: string): string | null {
    for (let at = this.#declared.length - 1; at >= 0; at--) {
      const one = this.#declared[at]
      if (one?.prefix === prefix) return one.uri
    }
    return prefix === 'xml' ? XML : prefix === 'xmlns' ? XMLNS : null
  }

  #localOf(name: string, colon: number): string {
    const local = name.slice(colon + 1)
    if (colon === 0 || local === '' || local.includes(':')) this.#fail(`malformed name: ${name}.`)
    return local
  }

  #bound(prefix: string): string {
    const uri = this.uriOf(prefix)
    if (uri === null) this.#fail(`unbound namespace prefix: "${prefix}".`)
    return uri ?? prefix
  }

  #declare(prefix: string, uri: string): void {
    if (prefix !== '' && uri === '') this.#fail('invalid attempt to undefine prefix in XML 1.0')
    if (prefix === 'xml' ? uri !== XML : uri === XML) this.#fail(`the prefix "${prefix}" may not be bound to ${uri}.`)
    if (prefix === 'xmlns' || uri === XMLNS) this.#fail(`the prefix "${prefix}" may not be bound to ${uri}.`)
    this.#declared.push({ prefix, uri, depth: this.#depth + 1 })
  }

  /** A prefix may be declared after its use in the same tag, so attributes are looked at when all of them are there. */
  #checkAttributes(): void {
    const seen = new Set<string>()
    for (const { prefix, local } of this.#prefixed) {
      const name = `${this.#bound(prefix)} ${local}`
      if (seen.has(name)) this.#fail(`duplicate attribute: ${local}.`)
      seen.add(name)
    }
    this.#prefixed = []
  }
}
