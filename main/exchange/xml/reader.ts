/**
 * Reads an XML document as one message, through its map.
 *
 * `saxes` says what is well-formed; this follows the map's tree beside it. A DOCTYPE is refused when it is
 * seen, so no entity but the five of XML is ever expanded.
 */
import type { Finding, MessageHead } from '../../../shared/domain/records.ts'
import { Assembly } from '../maps/assembly.ts'
import { trimmed } from '../maps/convert.ts'
import { chooseMap, type XmlMap } from '../maps/map.ts'
import type { InterchangeReader, ReadingContext, ReadingSink } from '../reading.ts'
import { XML_LIMITS, XmlFeed } from './feed.ts'
import { AwaitedPartners, type SeenPart } from './partners.ts'
import type { XmlAttribute } from './namespaces.ts'
import { xmlPlan, type Element, type Held, type TextUse, type XmlPlan } from './plan.ts'

export class XmlReader implements InterchangeReader {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  readonly #assembly: Assembly
  readonly #maps: readonly XmlMap[]
  readonly #feed: XmlFeed

  #head: MessageHead = NO_HEAD
  #opened = false
  #setAside = false
  #plan: XmlPlan | null = null
  #partners: AwaitedPartners | null = null

  #depth = 0
  /** Open elements by depth: what the map has for them, and the names of those it has nothing for. */
  readonly #elements: (Element | null)[] = []
  readonly #names: string[] = []
  #here: Element | null = null
  /** Attributes of the tag that is about to open: the first so many of the array. */
  readonly #attributes: XmlAttribute[] = []
  #attributeCount = 0
  /** Attributes of open elements whose text needs one of them, by depth. */
  readonly #others: (readonly XmlAttribute[])[] = []
  #text = ''
  readonly #texts: string[] = []
  /** Open elements that began inside a text, or below one that did. */
  #mixed = 0
  #holds: (string | null)[] = []
  #ordinals: number[] = []

  constructor(context: ReadingContext, sink: ReadingSink) {
    this.#context = context
    this.#sink = sink
    this.#maps = context.maps.filter((map) => map.syntax === 'xml')
    this.#assembly = new Assembly(context, sink, { place: () => this.#path(), mark: () => 0, placeOf: () => this.#path() })
    this.#feed = new XmlFeed(
      {
        attribute: (attribute) => {
          this.#attributes[this.#attributeCount++] = attribute
        },
        openTag: (name, local) => this.#openTag(name, local),
        closeTag: () => this.#closeTag(),
        text: (text) => this.#addText(text),
      },
      {
        failed: (code, place, values) => this.#fail(code, place, values),
        noticed: (code, severity, values) => this.#assembly.findings.collect(code, severity, '', () => this.#path(), values),
      },
    )
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(chunk)
  }

  end(): void {
    const digest = this.#feed.end()
    if (!this.#opened) this.#fail('no-message', 'byte 0', { looks: 'XML' })
    if (!this.#setAside && this.#plan === null) this.#fail('no-map', '/', { type: this.#head.type, version: this.#head.version ?? '' })
    const head = this.#assembly.head(this.#head)
    if (!this.#setAside && head.reference === null) this.#tell('no-reference', 'warning', '/', {})
    this.#assembly.findings.flush()
    this.#sink.close({ head, outcome: this.#setAside ? 'set-aside' : 'complete', map: this.#plan?.map.name ?? null, digest, from: 0, to: this.#feed.length })
  }

  #openTag(name: string, local: string): void {
    this.#feed.quiet = 0
    const depth = this.#depth
    if (depth >= XML_LIMITS.depth) this.#feed.leave('too-deep', { limit: XML_LIMITS.depth })
    if (name.length > XML_LIMITS.name) this.#feed.leave('name-too-long', { limit: XML_LIMITS.name })
    if (depth === 0) this.#openRoot(local)
    const parent = this.#here
    const here: Element | null = depth === 0 ? (this.#plan?.root ?? null) : parent === null || parent.ignored ? parent : child(parent, local)
    if (this.#text !== '' || this.#mixed > 0) this.#keepText(depth)
    this.#elements[depth] = here
    this.#depth = depth + 1
    this.#here = here
    if (here === null) {
      this.#names[depth] = local
      // Told once for the topmost element that the map does not know; what is inside it goes with it.
      if (parent !== null || depth === 0) this.#unmapped(this.#pathOf(false))
    } else if (!here.ignored) {
      if (here.ordinal >= 0) {
        this.#ordinals[here.ordinal] = (this.#ordinals[here.ordinal] ?? 0) + 1
        for (const inner of here.inner) this.#ordinals[inner] = 0
      }
      if (here.starts !== null) this.#assembly.begin(here.starts)
    }
    if (this.#attributeCount > 0) this.#readAttributes(here)
    else if (here !== null && here.usesAttribute) this.#others[depth] = NO_ATTRIBUTES
  }

  /** An element begins inside a text: the text before it waits, by depth, until the element ends. */
  #keepText(depth: number): void {
    this.#texts[depth] = this.#text
    this.#text = ''
    this.#mixed++
  }

  #readAttributes(here: Element | null): void {
    const count = this.#attributeCount
    const attributes = this.#attributes
    attributes.length = count
    this.#attributeCount = 0
    if (count > XML_LIMITS.attributes) this.#feed.leave('too-many-attributes', { limit: XML_LIMITS.attributes })
    if (here !== null && here.usesAttribute) this.#others[this.#depth - 1] = attributes.slice()
    for (const { name, prefix, local, value } of attributes) {
      if (name.length > XML_LIMITS.name) this.#feed.leave('name-too-long', { limit: XML_LIMITS.name })
      if (value.length > XML_LIMITS.text) this.#feed.tooLong()
      if (this.#partners !== null) this.#meet(this.#partners, local, value)
      // A map that has just taken over has been given what was seen, this attribute too.
      if (here !== this.#here || here === null || here.ignored || prefix === 'xmlns' || name === 'xmlns' || prefix === 'xml') continue
      const uses = here.attributes.get(local)
      if (uses !== undefined) for (const use of uses) this.#use(use, value, attributes)
      else if (prefix === '' || this.#feed.uriOf(prefix) !== SCHEMA_INSTANCE) this.#unmapped(`${this.#pathOf(false)}/@${local}`)
    }
  }

  #addText(text: string): void {
    this.#feed.quiet = 0
    if (text.length > XML_LIMITS.text) this.#feed.tooLong()
    const here = this.#here
    if ((here !== null && here.texts.length > 0) || this.#partners !== null) {
      this.#text += text
      if (this.#text.length > XML_LIMITS.text) this.#feed.tooLong()
    }
    if (here !== null && here.texts.length === 0 && !here.ignored && !isBlank(text)) this.#unmapped(`${this.#pathOf(false)}/text()`)
  }

  #closeTag(): void {
    this.#feed.quiet = 0
    if (this.#partners !== null) this.#meet(this.#partners, null, this.#text)
    const here = this.#here
    const depth = this.#depth - 1
    if (here !== null && !here.ignored) {
      const text = this.#text
      const texts = here.texts
      if (text !== '') for (let i = 0; i < texts.length; i++) this.#use(texts[i], text, here.usesAttribute ? (this.#others[depth] ?? NO_ATTRIBUTES) : NO_ATTRIBUTES)
      if (here.held.length > 0) this.#putHeld(here.held)
      if (here.starts !== null) this.#assembly.end(here.starts)
    }
    this.#text = ''
    if (this.#mixed > 0) this.#takeText(depth)
    this.#depth = depth
    this.#here = depth === 0 ? null : (this.#elements[depth - 1] ?? null)
  }

  #takeText(depth: number): void {
    this.#mixed--
    this.#text = this.#texts[depth] ?? ''
  }

  /** The group ends: what waited for a second text has it now, or never will. */
  #putHeld(held: readonly Held[]): void {
    for (const { filling, text, other } of held) {
      const late = this.#holds[text] ?? null
      if (late !== null) this.#assembly.put(filling, late, this.#holds[other] ?? null)
      this.#holds[text] = null
      this.#holds[other] = null
    }
  }

  #use(use: TextUse | undefined, text: string, attributes: readonly XmlAttribute[]): void {
    if (use === undefined) return
    if (use.hold >= 0) this.#holds[use.hold] = text
    if (use.filling === null) return
    const other = use.otherAttribute === null ? null : attributeNamed(attributes, use.otherAttribute)
    this.#assembly.put(use.filling, text, other)
  }

  #openRoot(local: string): void {
    const candidates = this.#maps.filter((map) => map.root === local)
    const version = candidates.map((map) => xmlPlan(map).versionAttribute).find((name) => name !== null) ?? 'version'
    const found = trimmed(attributeNamed(this.#attributes.slice(0, this.#attributeCount), version) ?? '')
    const choice = chooseMap(candidates, found, null, this.#context.mapName)
    this.#head = { ...NO_HEAD, type: choice?.map.type ?? candidates[0]?.type ?? local.slice(0, 40), version: found }
    this.#open()
    this.#assembly.reset(null)
    const partners = new AwaitedPartners(candidates)
    if (choice?.fit !== 'forced' && partners.waiting) this.#partners = partners
    if (choice === null && this.#partners === null) this.#feed.leave('no-map', { type: this.#head.type, version: found ?? '' })
    if (choice === null) return
    if (choice.fit === 'other-version') this.#assembly.findings.collect('map-of-other-version', 'warning', '', () => this.#path(), { version: found ?? '', map: choice.map.name })
    this.#follow(choice.map)
  }

  /** A text or attribute stands where a partner's map may say who sends: if it is that partner, his map takes over. */
  #meet(partners: AwaitedPartners, attribute: string | null, text: string): void {
    const path = Array.from({ length: this.#depth - 1 }, (_, i) => this.#nameAt(i + 1))
    const maps = partners.see(attribute === null ? path : [...path, `@${attribute}`], text)
    if (maps.length === 0) return
    this.#partners = null
    const sender = maps[0]?.sender ?? null
    const choice = chooseMap([...maps, ...(this.#plan === null ? [] : [this.#plan.map])], this.#head.version, sender, null)
    if (choice === null || choice.map === this.#plan?.map) return
    if (this.#assembly.begun) {
      this.#tell('sender-late', 'warning', this.#path(), { sender: sender ?? '', map: choice.map.name })
      return
    }
    for (const code of ['unmapped', 'map-of-other-version']) this.#assembly.findings.forget(code)
    this.#follow(choice.map)
    this.#assembly.begin('head')
    // The part just met is about to be read in its turn, by the new map.
    for (const seen of partners.seen.slice(0, attribute === null ? -1 : undefined)) this.#readSeen(seen)
  }

  /** A part of the header that came before its map did. */
  #readSeen({ path, text }: SeenPart): void {
    const last = path.at(-1) ?? ''
    const attribute = last.startsWith('@') ? last.slice(1) : null
    let element = this.#plan?.root ?? null
    for (const name of attribute === null ? path : path.slice(0, -1)) element = element?.children.get(name) ?? null
    if (element === null || element.ignored) return
    for (const use of (attribute === null ? element.texts : element.attributes.get(attribute)) ?? []) this.#use(use, text, NO_ATTRIBUTES)
  }

  /** Goes on by a map, from the element that is open. */
  #follow(map: XmlMap): void {
    const plan = xmlPlan(map)
    const names = Array.from({ length: this.#depth }, (_, depth) => this.#nameAt(depth))
    names.forEach((name, depth) => (this.#names[depth] = name))
    this.#plan = plan
    this.#holds = Array.from({ length: plan.holds }, () => null)
    this.#ordinals = Array.from({ length: plan.ordinals }, () => 0)
    for (let depth = 0; depth < this.#depth; depth++) {
      const parent = depth === 0 ? null : (this.#elements[depth - 1] ?? null)
      this.#elements[depth] = depth === 0 ? plan.root : (parent?.children.get(names[depth] ?? '') ?? null)
    }
    this.#here = this.#depth === 0 ? null : (this.#elements[this.#depth - 1] ?? null)
  }

  #unmapped(part: string): void {
    this.#assembly.findings.collect('unmapped', 'warning', part, () => this.#path(), { part })
  }

  #path(): string {
    return this.#depth === 0 ? 'document' : this.#pathOf(true)
  }

  #nameAt(depth: number): string {
    return this.#elements[depth]?.name ?? this.#names[depth] ?? ''
  }

  #pathOf(numbered: boolean): string {
    let path = ''
    for (let depth = 0; depth < this.#depth; depth++) {
      const ordinal = this.#elements[depth]?.ordinal ?? -1
      path += `/${this.#nameAt(depth)}${numbered && ordinal >= 0 ? `[${this.#ordinals[ordinal]}]` : ''}`
    }
    return path
  }

  #open(): void {
    if (this.#opened) return
    this.#opened = true
    this.#feed.begun = true
    this.#sink.open(this.#head)
  }

  #fail(code: string, place: string, values: Finding['values']): void {
    this.#open()
    this.#setAside = true
    this.#tell(code, 'error', place, values)
  }

  #tell(code: string, severity: Finding['severity'], place: string, values: Finding['values']): void {
    this.#assembly.findings.add(code, severity, 'message', place, values)
  }
}

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'
const NO_HEAD: MessageHead = { type: '', version: null, sender: null, recipient: null, reference: null, prepared: null, function: 'original' }

/** White space between elements is most of the texts there are. */
function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 32) return false
  return true
}

/** Elements mostly follow each other as they did the last time; that saves the look-up. */
function child(parent: Element, local: string): Element | null {
  const before = parent.latest
  const guess = before === null ? null : before.next
  if (guess !== null && guess.name === local) {
    parent.latest = guess
    return guess
  }
  const found = parent.children.get(local) ?? null
  if (found !== null) {
    if (before !== null) before.next = found
    parent.latest = found
  }
  return found
}

const NO_ATTRIBUTES: readonly XmlAttribute[] = []

function attributeNamed(attributes: readonly XmlAttribute[], local: string): string | null {
  for (const attribute of attributes) if (attribute.local === local) return attribute.value
  return null
}
