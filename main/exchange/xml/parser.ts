/**
 * The XML parser, always built the same way.
 *
 * `saxes` is fast as long as the engine sees parsers of one shape. Two things would cost three quarters
 * of its speed or more, and both are avoided here:
 *  - `on` adds each handler as a property under a computed name. Too many of those, seven in fact, and the
 *    engine turns the object into a dictionary. So the properties are there before, declared by name.
 *  - The engine forgets a shape when a full garbage collection finds no parser of it alive, and throws away
 *    what it had compiled; after some rounds for good. So one parser stays open for ever, in the middle of a
 *    document, which keeps the shapes of its open tags alive too.
 */
import { SaxesParser, type SaxesAttributePlain, type SaxesTagPlain } from 'saxes'
import { Namespaces, type XmlAttribute } from './namespaces.ts'

/** Called by the parser itself, so without a `this` of their own. */
export interface XmlHandlers {
  /** Each attribute before its tag. Asking the tag for them is slow: it keeps them in a dictionary. */
  readonly attribute: (attribute: XmlAttribute) => void
  /** `local` is the name without its prefix. */
  readonly openTag: (name: string, local: string) => void
  readonly closeTag: () => void
  /** Text or a CDATA section; one text may come in several pieces. */
  readonly text: (text: string) => void
  readonly doctype: () => void
  /** A comment or a processing instruction. */
  readonly aside: () => void
  readonly error: (error: Error) => void
}

/** What is used of the parser; its own declaration calls the handlers' properties private. */
type Surface = Pick<SaxesParser<{ xmlns: false }>, 'on' | 'write' | 'close' | 'position' | 'line' | 'column' | 'fail'>
const Base = SaxesParser as unknown as new (options: { readonly xmlns: false }) => Surface

class XmlParser extends Base {
  protected readonly attributeHandler = undefined
  protected readonly openTagHandler = undefined
  protected readonly closeTagHandler = undefined
  protected readonly textHandler = undefined
  protected readonly cdataHandler = undefined
  protected readonly doctypeHandler = undefined
  protected readonly commentHandler = undefined
  protected readonly piHandler = undefined
  protected readonly errorHandler = undefined
  readonly #namespaces: Namespaces

  /** What the parser has gathered of a reference since its `&`. */
  declare protected readonly entity: string | undefined

  constructor(handlers: XmlHandlers) {
    super({ xmlns: false })
    const namespaces = new Namespaces((reason) => void this.fail(reason))
    this.#namespaces = namespaces
    this.on('attribute', ({ name, value }: SaxesAttributePlain) => handlers.attribute(namespaces.attribute(name, value)))
    this.on('opentag', ({ name }: SaxesTagPlain) => handlers.openTag(name, namespaces.open(name)))
    this.on('closetag', () => {
      handlers.closeTag()
      namespaces.close()
    })
    this.on('text', handlers.text)
    this.on('cdata', handlers.text)
    this.on('doctype', handlers.doctype)
    this.on('comment', handlers.aside)
    this.on('processinginstruction', ({ target }) => {
      if (target.includes(':')) this.fail(`malformed name: ${target}.`)
      handlers.aside()
    })
    this.on('error', handlers.error)
  }

  /** The namespace of a prefix where the parser stands; `null` where it has none. */
  uriOf(prefix: string): string | null {
    return this.#namespaces.uriOf(prefix)
  }

  /** Characters after an `&` whose `;` has not come: many of them mean that the `&` stands for itself, which XML does not allow. */
  get unfinishedReference(): number {
    return this.entity?.length ?? 0
  }
}
export type { XmlParser }

export function createXmlParser(handlers: XmlHandlers): XmlParser {
  return new XmlParser(handlers)
}

const nothing = (): void => {}
/** Never closed. It has read what messages are made of, so that its shape is theirs. */
export const PARSER_KEPT_ALIVE = createXmlParser({ attribute: nothing, openTag: nothing, closeTag: nothing, text: nothing, doctype: nothing, aside: nothing, error: nothing })
PARSER_KEPT_ALIVE.write(
  '<?xml version="1.0" encoding="UTF-8"?>\r\n<a xmlns="urn:a" xmlns:b="urn:b" b:c="d" e=\'f\'>\r\n<!-- g --><?h i?><![CDATA[j]]><b:k>l &amp; m</b:k><n/><o p="q">r',
)
