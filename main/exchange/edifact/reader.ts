/**
 * Reads EDIFACT interchanges: envelopes here, the segments of a message through its map.
 *
 *     UNA? UNB ( UNG? ( UNH … UNT )* UNE? )* UNZ, and all of that again
 *
 * Each message stands for itself: what is wrong in one, or around it, never keeps the next from being read.
 */
import type { Finding, MessageHead } from '../../../shared/domain/records.ts'
import { isSoundS10At, S10_LENGTH } from '../../../shared/domain/identifiers.ts'
import { Assembly } from '../maps/assembly.ts'
import { trimmed } from '../maps/convert.ts'
import { Findings } from '../maps/findings.ts'
import { chooseMap, type EdifactMap } from '../maps/map.ts'
import type { InterchangeReader, ReadingContext, ReadingSink } from '../reading.ts'
import { charsetOf, UNDECLARED, type Decoded } from './charset.ts'
import { edifactPlan, placeText, type Candidate, type CompiledGroup, type CompiledRule, type CompiledTake } from './plan.ts'
import { quickTime, quickValue } from './quick.ts'
import { isRepeated, openEnvelope, type Envelope } from './envelope.ts'
import { fitting } from './fitting.ts'
import { findToken, isEmptyToken, PLACES_OF, REPETITION, STARTS } from './split.ts'
import { tagKey, Tokenizer, type SegmentSink } from './tokenizer.ts'

const UNB = tagKey('UNB')
const UNZ = tagKey('UNZ')
const UNG = tagKey('UNG')
const UNE = tagKey('UNE')
const UNH = tagKey('UNH')
const UNT = tagKey('UNT')
/** Places of a segment's parts, as `placeNumber` gives them. */
const E1 = 16
const E2 = 32
const E11 = 176

interface OpenMessage {
  readonly head: MessageHead
  readonly reference: string
  readonly from: number
  readonly map: EdifactMap | null
  setAside: boolean
}

export class EdifactReader implements InterchangeReader, SegmentSink {
  readonly #context: ReadingContext
  readonly #sink: ReadingSink
  readonly #tokens: Tokenizer
  readonly #assembly: Assembly
  /** Findings outside any message. */
  readonly #stray: Findings
  readonly #maps: readonly EdifactMap[]
  #skip: number
  /** Made once: a function made where it is passed on would cost the hot paths a closure each time they are entered. */
  readonly #here = (): string => this.#place()
  #interchange: Envelope | null = null
  #group: Envelope | null = null
  #message: OpenMessage | null = null
  #segment = 0
  /** Open groups of the map, the innermost last; the first is the message itself. */
  #groups: CompiledGroup[] = []
  #current: CompiledGroup = NO_GROUP
  #messages = 0

  /** @param skip bytes before the interchange that are none of it */
  constructor(context: ReadingContext, sink: ReadingSink, skip = 0) {
    this.#skip = skip
    this.#context = context
    this.#sink = sink
    this.#maps = context.maps.filter((map) => map.syntax === 'edifact')
    this.#stray = new Findings(sink)
    this.#tokens = new Tokenizer(this, skip)
    // Until a message begins the digest is of the whole file, should there be none.
    this.#tokens.digestFrom(skip)
    this.#assembly = new Assembly(context, sink, {
      place: this.#here,
      mark: () => this.#segment * MARK + this.#tokens.from,
      placeOf: (mark) => `segment ${Math.floor(mark / MARK)} (byte ${mark % MARK})`,
    })
  }

  push(chunk: Uint8Array): void {
    if (this.#skip === 0) return this.#tokens.push(chunk)
    this.#outside('leading-bytes', 'info', 'byte 0', { count: this.#skip })
    // Whoever found where the interchange begins had all these bytes in hand, and gives them at once.
    this.#tokens.push(chunk.subarray(this.#skip))
    this.#skip = 0
  }

  end(): void {
    const tail = this.#tokens.end()
    if (this.#message !== null) {
      this.#setAside('truncated', tail < 0 ? this.#tokens.offset : tail, {})
      this.#closeMessage(this.#tokens.offset)
    } else if (tail >= 0) {
      this.#outside('truncated', 'warning', `byte ${tail}`, {})
    }
    this.#closeEnvelopes(`byte ${this.#tokens.offset}`)
    if (this.#messages === 0) this.#noMessage()
    else this.#stray.flush()
  }

  segment(): void {
    const tag = this.#tokens.tag
    // Service segments all begin with UN; the rest is by far the most.
    if (tag >>> 8 === SERVICE) {
      switch (tag) {
        case UNH:
          return this.#openMessage()
        case UNT:
          return this.#endMessage()
        case UNB:
          return this.#openInterchange()
        case UNZ:
          return this.#endInterchange()
        case UNG:
          return this.#openGroup()
        case UNE:
          return this.#endGroup()
        default:
          break
      }
    }
    if (this.#message === null) {
      const stray = this.#tokens.value(0).slice(0, 12)
      this.#stray.collect('segment-outside-message', 'warning', stray, () => this.#where(), { tag: stray })
      return
    }
    this.#segment++
    if (!this.#message.setAside) this.#apply()
  }

  irregular(code: 'overlong' | 'una-unusable' | 'line-terminators', from: number): void {
    if (code === 'overlong') {
      if (this.#message === null) return this.#outside('segment-too-long', 'error', `byte ${from}`, {})
      this.#segment++
      this.#setAside('segment-too-long', from, {})
      return
    }
    this.#outside(code, code === 'una-unusable' ? 'warning' : 'info', `byte ${from}`, {})
  }

  decoded(decoded: Decoded, charset: string): void {
    const findings = this.#message === null ? this.#stray : this.#assembly.findings
    const code = decoded === 'foreign' ? 'charset-exceeded' : decoded === 'utf-8' ? 'encoding-contradicted' : 'bytes-replaced'
    if (decoded === 'utf-8') return findings.collect(code, 'warning', charset, () => `byte ${this.#tokens.from}`, { declared: charset, found: 'UTF-8' })
    findings.collect(code, decoded === 'foreign' ? 'info' : 'warning', charset, () => `byte ${this.#tokens.from}`, { charset })
  }

  /** One segment of a message, through the map. */
  #apply(): void {
    const tokens = this.#tokens
    const candidates = this.#current.byTag.get(tokens.tag)
    const candidate = candidates === undefined ? null : fitting(candidates, tokens)
    if (candidate === null) return this.#unmappedSegment(candidates !== undefined)
    for (let i = candidate.ends; i > 0; i--) this.#endInnermost()
    if (candidate.begins !== null) {
      this.#groups.push(candidate.begins)
      this.#current = candidate.begins
      if (candidate.begins.starts !== null) this.#assembly.begin(candidate.begins.starts)
    }
    const { takes, each, known } = candidate.rule
    if (tokens.broken) this.#assembly.findings.collect('line-break-in-segment', 'info', '', this.#here, {})
    for (let i = 0; i < takes.length; i++) {
      const take = takes[i]
      if (take !== undefined) this.#take(take)
    }
    if (each !== null) this.#takeEach(each, candidate)
    const count = tokens.tokens
    for (let token = 1; token < count; token++) {
      const place = PLACES_OF[token] ?? 0
      if ((place < REPETITION ? known[place] !== 1 : each === null || known[place - REPETITION] !== 1) && !isEmptyToken(token)) this.#unmappedPart(candidate, place)
    }
  }

  #take(take: CompiledTake): void {
    const tokens = this.#tokens
    const token = findToken(tokens.tokens, take.place)
    if (token < 0) return
    const { filling, quick, usual, other: otherPlace } = take
    const start = STARTS[token] ?? 0
    const end = (STARTS[token + 1] ?? 1) - 1
    if (quick !== null && tokens.plain) {
      const value = quickValue(quick, tokens.window, start, end, tokens.text)
      if (value !== undefined && this.#assembly.fill(filling.register, value)) return
    }
    // Units and formats are nearly always the usual ones, which need no text of their own.
    const other = otherPlace < 0 ? null : usual !== null && tokens.is(otherPlace, usual.text, usual.bytes) ? usual.text : tokens.valueAt(otherPlace)
    if (take.isDate && other === '303') {
      const ms = quickTime(tokens.window, start, end, tokens.service.release)
      if (ms !== null && this.#assembly.fill(filling.register, { ms, text: tokens.value(token), assumed: false })) return
    }
    const text = tokens.value(token)
    if (tokens.broken) this.#assembly.put(filling, take.freeText ? text : unbroken(text), other === null ? null : unbroken(other))
    else this.#assembly.put(filling, text, other)
  }

  /** Each element from one on begins and ends a group of its own. */
  #takeEach(each: NonNullable<CompiledRule['each']>, candidate: Candidate): void {
    const tokens = this.#tokens
    const { tokens: count, window, text } = tokens
    const assembly = this.#assembly
    const first = each.from << 4
    const items = each.items && tokens.plain ? assembly.itemsHere() : null
    let found = 0
    let next = STARTS[1] ?? 0
    for (let token = 1; token < count; token++) {
      const start = next
      next = STARTS[token + 1] ?? 0
      const place = (PLACES_OF[token] ?? 0) & (REPETITION - 1)
      if (place < first || (place & 15) !== 0 || next - start <= 1) continue
      found++
      if (items !== null && next - start === S10_LENGTH + 1 && isSoundS10At(window, start)) {
        items.add(text.slice(start, next - 1))
        continue
      }
      assembly.begin(each.starts)
      assembly.put(each.filling, tokens.broken ? unbroken(tokens.value(token)) : tokens.value(token), null)
      assembly.end(each.starts)
    }
    if (found > each.atMost) assembly.findings.collect('too-many-elements', 'warning', candidate.rule.tag, this.#here, { tag: candidate.rule.tag, allowed: each.atMost })
  }

  #unmappedSegment(tagKnown: boolean): void {
    const tag = this.#tokens.value(0).toUpperCase().slice(0, 12)
    // A known tag is unmapped by its qualifier, an unknown one as a whole.
    const qualifier = tagKnown ? this.#tokens.valueAt(E1).slice(0, 12) : ''
    const part = qualifier === '' ? tag : `${tag}+${qualifier}`
    this.#assembly.findings.collect('unmapped', 'warning', part, this.#here, { part })
  }

  #unmappedPart(candidate: Candidate, place: number): void {
    const qualifier = candidate.rule.conditions.map((condition) => this.#tokens.valueAt(condition.place)).join('+')
    const where = place >= REPETITION ? `${placeText(place - REPETITION)} (repeated)` : placeText(place)
    const part = `${candidate.rule.tag}${qualifier === '' ? '' : `+${qualifier}`} ${where}`
    this.#assembly.findings.collect('unmapped', 'warning', part, this.#here, { part })
  }

  #endInnermost(): void {
    const ended = this.#groups.pop()
    if (ended !== undefined && ended.starts !== null) this.#assembly.end(ended.starts)
    this.#current = this.#groups[this.#groups.length - 1] ?? NO_GROUP
  }

  #openInterchange(): void {
    const tokens = this.#tokens
    this.#breakOff()
    this.#closeEnvelopes(this.#where())
    const syntax = (trimmed(tokens.valueAt(E1)) ?? '').toUpperCase()
    const { charset, known } = charsetOf(syntax)
    tokens.charset = charset
    if (tokens.valueAt(E1 + 1) === '4') tokens.allowRepetition()
    this.#interchange = openEnvelope('UNB', tokens, this.#context, null)
    if (!known) this.#outside('charset-unknown', 'warning', this.#where(), { charset: syntax })
    if (tokens.valueAt(E11) === '1') this.#outside('test-indicator', 'warning', this.#where(), {})
  }

  #openGroup(): void {
    this.#breakOff()
    if (this.#group !== null) this.#outside('une-missing', 'warning', this.#where(), {})
    if (this.#interchange !== null) this.#interchange.groups++
    this.#group = openEnvelope('UNG', this.#tokens, this.#context, this.#interchange)
  }

  #openMessage(): void {
    const tokens = this.#tokens
    this.#breakOff()
    if (this.#interchange === null && this.#messages === 0) this.#outside('unb-missing', 'warning', this.#where(), {})
    const envelope = this.#group ?? this.#interchange
    const reference = tokens.valueAt(E1)
    const type = (trimmed(tokens.valueAt(E2)) ?? '').toUpperCase()
    const version = [tokens.valueAt(E2 + 1), tokens.valueAt(E2 + 2)]
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .join('.')
    const sender = envelope?.sender ?? null
    const head: MessageHead = {
      type,
      version: version === '' ? null : version,
      sender,
      recipient: envelope?.recipient ?? null,
      reference: null,
      prepared: envelope?.prepared ?? null,
      function: 'original',
    }
    const choice = chooseMap(
      this.#maps.filter((map) => map.type === type),
      head.version,
      sender,
      this.#context.mapName,
    )
    this.#message = { head, reference, from: tokens.from, map: choice?.map ?? null, setAside: choice === null }
    this.#messages++
    this.#segment = 1
    tokens.digestFrom(tokens.from)
    this.#assembly.reset(sender)
    this.#sink.open(head)
    for (const counted of [this.#interchange, this.#group]) if (counted !== null) counted.messages++
    if (envelope !== null && isRepeated(envelope, reference)) this.#find('reference-repeated', 'warning', { reference })
    if (choice === null) {
      this.#find('no-map', 'error', { type, version: head.version ?? '' })
      return
    }
    if (choice.fit === 'other-version') this.#find('map-of-other-version', 'warning', { version: head.version ?? '', map: choice.map.name })
    this.#current = edifactPlan(choice.map).root
    this.#groups = [this.#current]
    if (this.#current.starts !== null) this.#assembly.begin(this.#current.starts)
  }

  #endMessage(): void {
    const message = this.#message
    if (message === null) return this.#outside('segment-outside-message', 'warning', this.#where(), { tag: 'UNT' })
    const tokens = this.#tokens
    this.#segment++
    const stated = trimmed(tokens.valueAt(E1))
    const reference = tokens.valueAt(E2)
    if (stated === null || Number(stated) !== this.#segment) this.#find('unt-count', 'warning', { stated: stated ?? '', found: this.#segment })
    if (reference.trim() !== message.reference.trim()) this.#find('unt-reference', 'warning', { stated: reference, expected: message.reference })
    this.#closeMessage(tokens.to)
  }

  /** A message that the next envelope or message cuts off has lost its end, and who knows what before it. */
  #breakOff(): void {
    if (this.#message === null) return
    this.#setAside('unt-missing', this.#tokens.from, { tag: this.#tokens.value(0) })
    this.#closeMessage(this.#tokens.from)
  }

  #setAside(code: string, byte: number, values: Finding['values']): void {
    if (this.#message === null) return
    this.#assembly.findings.add(code, 'error', 'message', `segment ${this.#segment + 1} (byte ${byte})`, values)
    this.#message.setAside = true
  }

  #closeMessage(to: number): void {
    const message = this.#message
    if (message === null) return
    if (message.map !== null && !message.setAside) while (this.#groups.length > 0) this.#endInnermost()
    const head = this.#assembly.head(message.head)
    if (!message.setAside && head.reference === null) this.#find('no-reference', 'warning', {})
    this.#assembly.findings.flush()
    this.#sink.close({
      head,
      outcome: message.setAside ? 'set-aside' : 'complete',
      map: message.map?.name ?? null,
      digest: this.#tokens.digestTo(to),
      from: message.from,
      to,
    })
    this.#message = null
    this.#groups = []
    this.#current = NO_GROUP
  }

  #endGroup(): void {
    this.#breakOff()
    const group = this.#group
    if (group === null) return this.#outside('segment-outside-message', 'warning', this.#where(), { tag: 'UNE' })
    this.#checkTrailer('une', group.messages, group.reference)
    this.#group = null
  }

  #endInterchange(): void {
    this.#breakOff()
    const interchange = this.#interchange
    if (interchange === null) return this.#outside('segment-outside-message', 'warning', this.#where(), { tag: 'UNZ' })
    if (this.#group !== null) this.#outside('une-missing', 'warning', this.#where(), {})
    this.#group = null
    this.#checkTrailer('unz', interchange.groups > 0 ? interchange.groups : interchange.messages, interchange.reference)
    this.#interchange = null
    this.#tokens.charset = UNDECLARED
  }

  #checkTrailer(trailer: 'unz' | 'une', found: number, expected: string): void {
    const stated = trimmed(this.#tokens.valueAt(E1))
    const reference = this.#tokens.valueAt(E2)
    if (stated === null || Number(stated) !== found) this.#outside(`${trailer}-count`, 'warning', this.#where(), { stated: stated ?? '', found })
    if (reference.trim() !== expected.trim()) this.#outside(`${trailer}-reference`, 'warning', this.#where(), { stated: reference, expected })
  }

  #closeEnvelopes(place: string): void {
    if (this.#group !== null) this.#outside('une-missing', 'warning', place, {})
    if (this.#interchange !== null) this.#outside('unz-missing', 'warning', place, {})
    this.#group = null
    this.#interchange = null
  }

  /** An interchange that holds no message is still a thing received: it is told as one that is set aside. */
  #noMessage(): void {
    const head: MessageHead = { type: '', version: null, sender: null, recipient: null, reference: null, prepared: null, function: 'original' }
    this.#sink.open(head)
    this.#outside('no-message', 'error', 'byte 0', { looks: 'EDIFACT' })
    this.#stray.flush()
    this.#sink.close({ head, outcome: 'set-aside', map: null, digest: this.#tokens.digestTo(this.#tokens.offset), from: 0, to: this.#tokens.offset })
  }

  #find(code: string, severity: Finding['severity'], values: Finding['values']): void {
    this.#assembly.findings.add(code, severity, 'message', this.#place(), values)
  }

  #outside(code: string, severity: Finding['severity'], place: string, values: Finding['values']): void {
    this.#stray.add(code, severity, 'message', place, values)
  }

  #place(): string {
    return `segment ${this.#segment} (byte ${this.#tokens.from})`
  }

  #where(): string {
    return `${this.#tokens.value(0).toUpperCase().slice(0, 12)} (byte ${this.#tokens.from})`
  }
}

const NO_GROUP: CompiledGroup = { starts: null, byTag: new Map() }
const SERVICE = tagKey('UNA') >>> 8
/** Marks hold a segment number and a byte offset in one number: 8 GB of bytes, a million segments. */
const MARK = 2 ** 33

function unbroken(text: string): string {
  return text.replace(/[\r\n]/g, '')
}
