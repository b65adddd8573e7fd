/**
 * Reads an XML document as one message, through its map.
 *
 * `saxes` says what is well-formed; this follows the map's tree beside it. A DOCTYPE is refused when it is
 * seen, so no entity but the five of XML is ever expanded; depth, attributes, names and texts are limited,
 * and so is what the parser may gather between two of its events.
 */
import { createHash } from 'node:crypto'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { Finding, MessageHead } from '../../../shared/domain/records.ts'
import { Assembly } from '../maps/assembly.ts'
import { trimmed } from '../maps/convert.ts'
import { chooseMap, type XmlMap } from '../maps/map.ts'
import type { InterchangeReader, ReadingContext, ReadingSink } from '../reading.ts'
import { findEncoding, TextStream } from './decoding.ts'
import { xmlPlan, type Element, type TextUse, type XmlPlan } from './plan.ts'

export const XML_LIMITS = { depth: 64, attributes: 64, name: 256, text: 1 << 20 } as const
/** Bytes decoded and parsed at a time: what is gathered beyond a limit before it is noticed. */
const PIECE = 1 << 16

/**
 * Never closed, never used: while one parser is alive a full garbage collection does not take the engine's
 * knowledge of its shapes away, which would cost three quarters of the speed for good.
 */
export const PARSER_KEPT_ALIVE = new SaxesParser({ xmlns: true })

/** Thrown through the parser to leave it at once; never past `#parse`. */
const LEAVE = { leave: true }

type Phase = 'encoding' | 'reading' | 'left'

export class XmlReader implements InterchangeReader {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  readonly #assembly: Assembly
  readonly #maps: readonly XmlMap[]
  readonly #parser = new SaxesParser({ xmlns: true })
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
  #lastEvent = 0

  #head: MessageHead = NO_HEAD
  #opened = false
  #setAside = false
  #plan: XmlPlan | null = null
  /** Maps for senders who have not shown themselves yet, by the path where they would. */
  #awaited = new Map<string, XmlMap[]>()

  #depth = 0
  readonly #names: string[] = []
  readonly #elements: (Element | null)[] = []
  readonly #attributes: (SaxesTagNS['attributes'] | null)[] = []
  #here: Element | null = null
  #text = ''
  readonly #texts: string[] = []
  #holds: (string | null)[] = []
  #ordinals: number[] = []

  constructor(context: ReadingContext, sink: ReadingSink) {
    this.#context = context
    this.#sink = sink
    this.#maps = context.maps.filter((map) => map.syntax === 'xml')
    this.#assembly = new Assembly(context, sink, { place: () => this.#path(), mark: () => 0, placeOf: () => this.#path() })
    const parser = this.#parser
    parser.on('opentag', (tag) => this.#openTag(tag))
    parser.on('closetag', () => this.#closeTag())
    parser.on('text', (text) => this.#addText(text))
    parser.on('cdata', (text) => this.#addText(text))
    parser.on('doctype', () => this.#leave('doctype-refused', {}))
    parser.on('comment', () => this.#event())
    parser.on('processinginstruction', () => this.#event())
    parser.on('error', (error) => this.#leave('not-well-formed', { reason: error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '') }))
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
    for (let at = 0; at < bytes.length && this.#phase === 'reading'; at += PIECE) {
      this.#parse(this.#stream?.decode(bytes.subarray(at, at + PIECE)) ?? '')
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
      this.#parser.write(text)
      this.#withheld = 0
      if (this.#position() - this.#lastEvent > XML_LIMITS.text) this.#tooLong()
      this.#parsed += text.length
    } catch (thrown) {
      if (thrown !== LEAVE) throw thrown
    }
  }

  /** Every event passes here: what the parser gathers between two of them has a limit. */
  #event(): void {
    const position = this.#position()
    if (position - this.#lastEvent > XML_LIMITS.text) this.#tooLong()
    this.#lastEvent = position
  }

  #tooLong(): never {
    this.#leave('text-too-long', { limit: XML_LIMITS.text })
  }

  #position(): number {
    return this.#parser.position
  }

  #leave(code: string, values: Finding['values']): never {
    // What the parser misses when the document is over is the rest of the document.
    const truncated = code === 'not-well-formed' && this.#ending && this.#opened
    this.#phase = 'left'
    this.#fail(truncated ? 'truncated' : code, this.#lineAndByte(), values)
    throw LEAVE
  }

  #lineAndByte(): string {
    const byte = this.#stream?.byteAt(this.#position() - this.#parsed + this.#withheld) ?? 0
    return `line ${this.#parser.line}, column ${this.#parser.column} (byte ${byte})`
  }

  #openTag(tag: SaxesTagNS): void {
    this.#event()
    const depth = this.#depth
    if (depth >= XML_LIMITS.depth) this.#leave('too-deep', { limit: XML_LIMITS.depth })
    if (tag.name.length > XML_LIMITS.name) this.#leave('name-too-long', { limit: XML_LIMITS.name })
    if (depth === 0) this.#openRoot(tag)
    const parent = this.#here
    const here: Element | null = depth === 0 ? (this.#plan?.root ?? null) : parent === null || parent.ignored ? parent : (parent.children.get(tag.local) ?? null)
    this.#texts[depth] = this.#text
    this.#names[depth] = tag.local
    this.#elements[depth] = here
    this.#attributes[depth] = tag.attributes
    this.#depth = depth + 1
    this.#here = here
    this.#text = ''
    if (here === null) {
      // Told once for the topmost element that the map does not know; what is inside it goes with it.
      if (parent !== null || depth === 0) this.#unmapped(this.#pathOf(false))
    } else if (!here.ignored) {
      if (here.ordinal >= 0) {
        this.#ordinals[here.ordinal] = (this.#ordinals[here.ordinal] ?? 0) + 1
        for (const inner of here.inner) this.#ordinals[inner] = 0
      }
      if (here.starts !== null) this.#assembly.begin(here.starts)
    }
    this.#readAttributes(tag.attributes, here)
  }

  #readAttributes(attributes: SaxesTagNS['attributes'], here: Element | null): void {
    let count = 0
    for (const name in attributes) {
      const attribute = attributes[name]
      if (attribute === undefined) continue
      if (++count > XML_LIMITS.attributes) this.#leave('too-many-attributes', { limit: XML_LIMITS.attributes })
      if (name.length > XML_LIMITS.name) this.#leave('name-too-long', { limit: XML_LIMITS.name })
      if (this.#awaited.size > 0) this.#meetSender(`@${attribute.local}`, attribute.value)
      if (here === null || here.ignored || attribute.prefix === 'xmlns' || name === 'xmlns' || attribute.prefix === 'xml' || attribute.uri === SCHEMA_INSTANCE) continue
      const uses = here.attributes.get(attribute.local)
      if (uses === undefined) this.#unmapped(`${this.#pathOf(false)}/@${attribute.local}`)
      else for (const use of uses) this.#use(use, attribute.value, attributes)
    }
  }

  #addText(text: string): void {
    this.#event()
    if (text.length > XML_LIMITS.text) this.#tooLong()
    const here = this.#here
    if (here === null) {
      if (this.#awaited.size > 0) this.#text += text
      return
    }
    if (here.texts.length > 0 || this.#awaited.size > 0) {
      this.#text += text
      if (this.#text.length > XML_LIMITS.text) this.#tooLong()
    } else if (!here.ignored && trimmed(text) !== null) this.#unmapped(`${this.#pathOf(false)}/text()`)
  }

  #closeTag(): void {
    this.#event()
    const here = this.#here
    const depth = this.#depth - 1
    if (this.#awaited.size > 0) this.#meetSender('', this.#text)
    if (here !== null && !here.ignored) {
      const text = this.#text
      if (text !== '') for (const use of here.texts) this.#use(use, text, this.#attributes[depth] ?? null)
      for (const { filling, text: held, other } of here.held) {
        const late = this.#holds[held] ?? null
        if (late !== null) this.#assembly.put(filling, late, this.#holds[other] ?? null)
        this.#holds[held] = null
        this.#holds[other] = null
      }
      if (here.starts !== null) this.#assembly.end(here.starts)
    }
    this.#text = this.#texts[depth] ?? ''
    this.#depth = depth
    this.#here = depth === 0 ? null : (this.#elements[depth - 1] ?? null)
  }

  #use(use: TextUse, text: string, attributes: SaxesTagNS['attributes'] | null): void {
    if (use.hold >= 0) this.#holds[use.hold] = text
    if (use.filling === null) return
    const other = use.otherAttribute === null || attributes === null ? null : attributeNamed(attributes, use.otherAttribute)
    this.#assembly.put(use.filling, text, other)
  }

  #openRoot(tag: SaxesTagNS): void {
    const candidates = this.#maps.filter((map) => map.root === tag.local)
    const version = candidates.map((map) => xmlPlan(map).versionAttribute).find((name) => name !== null) ?? 'version'
    const found = trimmed(attributeNamed(tag.attributes, version) ?? '')
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
    const elements = this.#names.slice(1, this.#depth).join('/')
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
    this.#plan = plan
    this.#holds = Array.from({ length: plan.holds }, () => null)
    this.#ordinals = Array.from({ length: plan.ordinals }, () => 0)
    for (let depth = 0; depth < this.#depth; depth++) {
      const parent = depth === 0 ? null : (this.#elements[depth - 1] ?? null)
      this.#elements[depth] = depth === 0 ? plan.root : (parent?.children.get(this.#names[depth] ?? '') ?? null)
    }
    this.#here = this.#depth === 0 ? null : (this.#elements[this.#depth - 1] ?? null)
  }

  #unmapped(part: string): void {
    this.#assembly.findings.collect('unmapped', 'warning', part, () => this.#path(), { part })
  }

  #path(): string {
    return this.#depth === 0 ? 'document' : this.#pathOf(true)
  }

  #pathOf(numbered: boolean): string {
    let path = ''
    for (let depth = 0; depth < this.#depth; depth++) {
      const ordinal = this.#elements[depth]?.ordinal ?? -1
      path += `/${this.#names[depth]}${numbered && ordinal >= 0 ? `[${this.#ordinals[ordinal]}]` : ''}`
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

function attributeNamed(attributes: SaxesTagNS['attributes'], local: string): string | null {
  const plain = attributes[local]
  if (plain !== undefined) return plain.value
  for (const name in attributes) {
    const attribute = attributes[name]
    if (attribute?.local === local) return attribute.value
  }
  return null
}
