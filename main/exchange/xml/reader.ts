/**
 * Reads an XML document as one message, through its map.
 *
 * `saxes` says what is well-formed; this follows the map's tree beside it. A DOCTYPE is refused when it is
 * seen, so no entity but the five of XML is ever expanded; depth, attributes, names and texts are limited,
 * and so is what the parser may gather between two of its events.
 */
import { createHash } from 'node:crypto'
import type { SaxesTagNS } from 'saxes'
import type { Finding, MessageHead } from '../../../shared/domain/records.ts'
import { Assembly } from '../maps/assembly.ts'
import { trimmed } from '../maps/convert.ts'
import { chooseMap, type XmlMap } from '../maps/map.ts'
import type { InterchangeReader, ReadingContext, ReadingSink } from '../reading.ts'
import { findEncoding, TextStream } from './decoding.ts'
import { createXmlParser, type XmlAttribute, type XmlParser } from './parser.ts'
import { xmlPlan, type Element, type Held, type TextUse, type XmlPlan } from './plan.ts'

export const XML_LIMITS = { depth: 64, attributes: 64, name: 256, text: 1 << 20 } as const
/** Bytes decoded and parsed at a time, always cut at the same places, so that limits do not depend on how the file came. */
const PIECE = 1 << 16
/** Pieces without any event after which the parser is gathering something too long. */
const QUIET_PIECES = (2 * XML_LIMITS.text) / PIECE

/** Thrown through the parser to leave it at once; never past `#parse`. */
const LEAVE = { leave: true }

type Phase = 'encoding' | 'reading' | 'left'

export class XmlReader implements InterchangeReader {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  readonly #assembly: Assembly
  readonly #maps: readonly XmlMap[]
  readonly #parser: XmlParser
  readonly #digest = createHash('sha256')
  #phase: Phase = 'encoding'
  #first = Buffer.alloc(0)
  #stream: TextStream | null = null
  #blank = true
  #length = 0
  /** Characters given to the parser before the piece it is parsing, and characters of that piece not given. */
  #parsed = 0
  #withheld = 0
  #ending = false
  #piece = Buffer.alloc(PIECE)
  #pieceLength = 0
  /** Pieces parsed since the last event. */
  #quiet = 0

  #head: MessageHead = NO_HEAD
  #opened = false
  #setAside = false
  #plan: XmlPlan | null = null
  /** Maps for senders who have not shown themselves yet, by the path where they would. */
  #awaited = new Map<string, XmlMap[]>()

  #depth = 0
  readonly #names: string[] = []
  readonly #elements: (Element | null)[] = []
  /** Attributes of the tag that is about to open: the first so many of the array. */
  readonly #attributes: XmlAttribute[] = []
  #attributeCount = 0
  /** Second texts from attributes of open elements, by depth. */
  readonly #others: (readonly XmlAttribute[])[] = []
  #here: Element | null = null
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
    this.#parser = createXmlParser({
      attribute: (attribute) => {
        this.#attributes[this.#attributeCount++] = attribute
      },
      openTag: (tag) => this.#openTag(tag),
      closeTag: () => this.#closeTag(),
      text: (text) => this.#addText(text),
      doctype: () => this.#leave('doctype-refused', {}),
      aside: () => {
        this.#quiet = 0
      },
      error: (error) => this.#leave('not-well-formed', { reason: error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '') }),
    })
  }

  push(chunk: Uint8Array): void {
    this.#digest.update(chunk)
    this.#length += chunk.length
    if (this.#phase === 'left') return
    if (this.#phase === 'encoding') {
      this.#first = Buffer.concat([this.#first, chunk])
      this.#begin(false)
      return
    }
    this.#decode(chunk)
  }

  end(): void {
    if (this.#phase === 'encoding') this.#begin(true)
    if (this.#phase === 'reading') this.#parse(this.#stream?.decode(this.#piece.subarray(0, this.#pieceLength)) ?? '')
    if (this.#phase === 'reading') {
      this.#parse(this.#stream?.end() ?? '')
      this.#parse(null)
    }
    this.#close()
  }

  #begin(ended: boolean): void {
    const encoding = findEncoding(this.#first, ended)
    if (encoding === null) return
    const first = this.#first
    this.#first = Buffer.alloc(0)
    try {
      this.#stream = new TextStream(encoding)
    } catch {
      this.#phase = 'left'
      this.#fail('encoding-unknown', 'byte 0', { encoding: encoding.label })
      return
    }
    this.#phase = 'reading'
    if (encoding.contradicts !== null) this.#tell('encoding-contradicted', 'warning', 'byte 0', { declared: encoding.contradicts, found: encoding.label })
    this.#decode(first.subarray(encoding.mark))
  }

  #decode(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#phase === 'reading'; ) {
      if (this.#pieceLength === 0 && bytes.length - at >= PIECE) {
        this.#parse(this.#stream?.decode(bytes.subarray(at, at + PIECE)) ?? '')
        at += PIECE
        continue
      }
      const part = bytes.subarray(at, at + PIECE - this.#pieceLength)
      this.#piece.set(part, this.#pieceLength)
      this.#pieceLength += part.length
      at += part.length
      if (this.#pieceLength < PIECE) return
      this.#pieceLength = 0
      this.#parse(this.#stream?.decode(this.#piece) ?? '')
    }
  }

  /** Gives the parser a piece of text, or with `null` the end of the document. */
  #parse(piece: string | null): void {
    if (this.#phase === 'left') return
    try {
      if (piece === null) {
        this.#ending = true
        this.#parser.close()
        return
      }
      if (piece.includes('\uFFFD')) this.#assembly.findings.collect('bytes-replaced', 'warning', '', () => this.#path(), {})
      let text = piece
      if (this.#blank) {
        text = piece.trimStart()
        if (text.length < piece.length) this.#assembly.findings.collect('leading-blanks', 'info', '', () => 'byte 0', {})
        this.#withheld = piece.length - text.length
        if (text === '') return
        this.#blank = false
      }
      this.#quiet++
      this.#parser.write(text)
      this.#withheld = 0
      if (this.#quiet > QUIET_PIECES) this.#tooLong()
      this.#parsed += text.length
    } catch (thrown) {
      if (thrown !== LEAVE) throw thrown
    }
  }

  #tooLong(): never {
    this.#leave('text-too-long', { limit: XML_LIMITS.text })
  }

  #leave(code: string, values: Finding['values']): never {
    // What the parser misses when the document is over is the rest of the document.
    const truncated = code === 'not-well-formed' && this.#ending && this.#opened
    this.#phase = 'left'
    this.#fail(truncated ? 'truncated' : code, this.#lineAndByte(), values)
    throw LEAVE
  }

  #lineAndByte(): string {
    const byte = this.#stream?.byteAt(this.#parser.position - this.#parsed + this.#withheld) ?? 0
    return `line ${this.#parser.line}, column ${this.#parser.column} (byte ${byte})`
  }

  #openTag(tag: SaxesTagNS): void {
    this.#quiet = 0
    const depth = this.#depth
    if (depth >= XML_LIMITS.depth) this.#leave('too-deep', { limit: XML_LIMITS.depth })
    if (tag.name.length > XML_LIMITS.name) this.#leave('name-too-long', { limit: XML_LIMITS.name })
    if (depth === 0) this.#openRoot(tag)
    const parent = this.#here
    const local = tag.local
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
    if (this.#attributeCount > 0) this.#readAttributes(tag, here)
    else if (here !== null && here.usesAttribute) this.#others[depth] = NO_ATTRIBUTES
  }

  /** An element begins inside a text: the text before it waits, by depth, until the element ends. */
  #keepText(depth: number): void {
    this.#texts[depth] = this.#text
    this.#text = ''
    this.#mixed++
  }

  #readAttributes(tag: SaxesTagNS, here: Element | null): void {
    const count = this.#attributeCount
    const attributes = this.#attributes
    attributes.length = count
    this.#attributeCount = 0
    if (count > XML_LIMITS.attributes) this.#leave('too-many-attributes', { limit: XML_LIMITS.attributes })
    if (here !== null && here.usesAttribute) this.#others[this.#depth - 1] = attributes.slice()
    for (const { name, prefix, local, value } of attributes) {
      if (name.length > XML_LIMITS.name) this.#leave('name-too-long', { limit: XML_LIMITS.name })
      if (value.length > XML_LIMITS.text) this.#tooLong()
      if (this.#awaited.size > 0) this.#meetSender(`@${local}`, value)
      if (here === null || here.ignored || prefix === 'xmlns' || name === 'xmlns' || prefix === 'xml') continue
      const uses = here.attributes.get(local)
      if (uses !== undefined) for (const use of uses) this.#use(use, value, attributes)
      else if (prefix === '' || tag.attributes[name]?.uri !== SCHEMA_INSTANCE) this.#unmapped(`${this.#pathOf(false)}/@${local}`)
    }
  }

  #addText(text: string): void {
    this.#quiet = 0
    if (text.length > XML_LIMITS.text) this.#tooLong()
    const here = this.#here
    if (here === null) {
      if (this.#awaited.size > 0) this.#text += text
      return
    }
    if (here.texts.length > 0 || this.#awaited.size > 0) {
      this.#text += text
      if (this.#text.length > XML_LIMITS.text) this.#tooLong()
    } else if (!here.ignored && !isBlank(text)) this.#unmapped(`${this.#pathOf(false)}/text()`)
  }

  #closeTag(): void {
    this.#quiet = 0
    const here = this.#here
    const depth = this.#depth - 1
    if (this.#awaited.size > 0) this.#meetSender('', this.#text)
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

  #openRoot(tag: SaxesTagNS): void {
    const candidates = this.#maps.filter((map) => map.root === tag.local)
    const version = candidates.map((map) => xmlPlan(map).versionAttribute).find((name) => name !== null) ?? 'version'
    const found = trimmed(attributeNamed(this.#attributes.slice(0, this.#attributeCount), version) ?? '')
    const choice = chooseMap(candidates, found, null, this.#context.mapName)
    this.#head = { ...NO_HEAD, type: choice?.map.type ?? candidates[0]?.type ?? tag.local.slice(0, 40), version: found }
    this.#open()
    this.#assembly.reset(null)
    if (choice?.fit !== 'forced') this.#await(candidates)
    if (choice === null && this.#awaited.size === 0) this.#leave('no-map', { type: this.#head.type, version: found ?? '' })
    if (choice === null) return
    if (choice.fit === 'other-version') this.#tell('map-of-other-version', 'warning', this.#path(), { version: found ?? '', map: choice.map.name })
    this.#follow(choice.map)
  }

  #await(candidates: readonly XmlMap[]): void {
    for (const map of candidates) {
      const path = xmlPlan(map).senderPath
      if (map.sender === null || path === null) continue
      this.#awaited.set(path, [...(this.#awaited.get(path) ?? []), map])
    }
  }

  /** A text stands where a partner's map says who sends: if it is that partner, his map takes over. */
  #meetSender(attribute: string, text: string): void {
    let elements = ''
    for (let depth = 1; depth < this.#depth; depth++) elements += `${depth === 1 ? '' : '/'}${this.#nameAt(depth)}`
    const path = attribute === '' ? elements : elements === '' ? attribute : `${elements}/${attribute}`
    const sender = trimmed(text)
    const maps = this.#awaited.get(path)?.filter((map) => map.sender === sender)
    if (sender === null || maps === undefined || maps.length === 0) return
    const choice = chooseMap([...maps, ...(this.#plan === null ? [] : [this.#plan.map])], this.#head.version, sender, null)
    this.#awaited = new Map()
    if (choice === null || choice.map === this.#plan?.map) return
    if (this.#assembly.records > 0) {
      this.#tell('sender-late', 'warning', this.#path(), { sender, map: choice.map.name })
      return
    }
    this.#assembly.findings.forget('unmapped')
    this.#follow(choice.map)
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

  #close(): void {
    if (!this.#opened) this.#fail('no-message', 'byte 0', { looks: 'XML' })
    const head = this.#assembly.head(this.#head)
    if (!this.#setAside && head.reference === null) this.#tell('no-reference', 'warning', '/', {})
    this.#assembly.findings.flush()
    this.#sink.close({
      head, outcome: this.#setAside ? 'set-aside' : 'complete', map: this.#plan?.map.name ?? null, digest: this.#digest.digest('hex'), from: 0, to: this.#length,
    })
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
