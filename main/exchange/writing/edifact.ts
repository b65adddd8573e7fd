/** Writes an EDIFACT message, in an interchange of its own, by the map that reads it. */
import { createHash } from 'node:crypto'
import type { MessageHead } from '../../../shared/domain/records.ts'
import type { EdifactMap, SegmentGroup, SegmentRule, Take } from '../maps/map.ts'
import { placeNumber } from '../edifact/plan.ts'
import type { Instance, Message, WrittenValue } from './instances.ts'
import { WriteError, writeValue, withoutForbidden, type Changes } from './texts.ts'

/**
 * UNOW: UTF-8 under syntax version 4, every letter there is. UNOC: ISO 8859-1 under version 3, for partners
 * whose systems are older; letters it lacks become U+FFFD's stand-in `?` and are reported.
 */
export type EdifactCharset = 'UNOW' | 'UNOC'

/** A free text component holds so many characters (C108, an..512). */
const TEXT_LIMIT = 512
// oxlint-disable-next-line no-control-regex -- they are what must go
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g
const SPECIAL = { UNOW: /[?+:'*]/g, UNOC: /[?+:']/g } as const

export function writeEdifact(map: EdifactMap, head: MessageHead, message: Message, charset: EdifactCharset, zone: string, changes: Changes): Uint8Array {
  const writer = new Writer(map, message, charset, zone, changes)
  const segments = writer.body()
  const { version = '', release = '' } = /^(?<version>[^.]*)(?:\.(?<release>.*))?$/.exec(map.version ?? head.version ?? '')?.groups ?? {}
  const own = (text: string | null, field: string): string => writer.released(text ?? missing(field), field)
  const prepared = head.prepared === null ? missing('head.prepared') : new Date(head.prepared.ms).toISOString()
  const date = prepared.slice(charset === 'UNOW' ? 0 : 2, 10).replaceAll('-', '')
  const time = prepared.slice(11, 16).replace(':', '')
  const control = controlReference(head)
  const all = [
    `UNB+${charset}:${charset === 'UNOW' ? 4 : 3}+${own(head.sender, 'head.sender')}+${own(head.recipient, 'head.recipient')}+${date}:${time}+${control}`,
    `UNH+1+${map.type}:${version}:${release}:${map.agency ?? 'UP'}`,
    ...segments,
    `UNT+${segments.length + 2}+1`,
    `UNZ+1+${control}`,
  ]
  const una = charset === 'UNOW' ? "UNA:+.?*'" : "UNA:+.? '"
  const text = `${una}\r\n${all.map((segment) => `${segment}'\r\n`).join('')}`
  return Buffer.from(text, charset === 'UNOW' ? 'utf8' : 'latin1')
}

function missing(field: string): never {
  throw new WriteError('value-missing', `${field} is missing: an interchange cannot do without it.`, { field })
}

/** The interchange's control reference has 14 characters: the message's own reference, or what its digest begins with. */
function controlReference(head: MessageHead): string {
  const reference = head.reference ?? missing('head.reference')
  // With its time: a RESDES has its dispatch as reference, and a dispatch may get several.
  return /^[A-Z0-9]{1,14}$/.test(reference)
    ? reference
    : createHash('sha256')
        .update(`${head.type} ${reference} ${head.prepared?.ms ?? 0}`)
        .digest('hex')
        .slice(0, 14)
        .toUpperCase()
}

class Writer {
  readonly #map: EdifactMap
  readonly #message: Message
  readonly #charset: EdifactCharset
  readonly #zone: string
  readonly #changes: Changes
  readonly #segments: string[] = []
  readonly #writtenFields = new Set<string>()

  constructor(map: EdifactMap, message: Message, charset: EdifactCharset, zone: string, changes: Changes) {
    this.#map = map
    this.#message = message
    this.#charset = charset
    this.#zone = zone
    this.#changes = changes
  }

  /** The segments between UNH and UNT, without terminators. */
  body(): readonly string[] {
    const { dispatch, groups } = this.#message
    const root = this.#map.starts !== null && dispatch !== null ? dispatch : null
    const scope = [...(root === null ? [] : [root.values]), this.#message.head]
    for (const rule of this.#map.segments) this.#write(rule, scope, [], 0, false)
    const inside = [...(root?.children ?? []), ...groups]
    this.#writeGroups(this.#map.groups ?? [], inside, scope)
    this.#reportUnwritten([...inside, ...(root === null ? [] : [{ ...root, children: [] }])])
    return this.#segments
  }

  #writeGroups(groups: readonly SegmentGroup[], instances: readonly Instance[], around: readonly ReadonlyMap<string, WrittenValue>[]): void {
    for (const group of groups) {
      let number = 0
      for (const instance of instances) {
        if (instance.group !== group.starts) continue
        number++
        const scope = [instance.values, ...around]
        group.segments.forEach((rule, i) => this.#write(rule, scope, instance.children, number, i === 0))
        this.#writeGroups(group.groups ?? [], instance.children, scope)
      }
    }
  }

  #write(rule: SegmentRule, scope: readonly ReadonlyMap<string, WrittenValue>[], children: readonly Instance[], number: number, always: boolean): void {
    const constants = new Map<number, string>()
    for (const [at, texts] of Object.entries(rule.when ?? {})) constants.set(placeNumber(at), typeof texts === 'string' ? texts : (texts[0] ?? ''))
    for (const [at, text] of Object.entries(rule.fixed ?? {})) constants.set(placeNumber(at), text)
    if (rule.number !== undefined) constants.set(placeNumber(rule.number), String(number))
    if (rule.each !== undefined) return this.#writeEach(rule, rule.each, constants, children)

    const parts = new Map<number, string>()
    let filled = 0
    for (const takes of byField(rule.take ?? [])) filled += this.#fill(takes, scope, parts, constants)
    if (filled === 0 && !always && (rule.take ?? []).length > 0) return
    for (const [place, text] of constants) if (!parts.has(place)) parts.set(place, text)
    this.#segments.push(segmentText(rule.segment, parts))
  }

  /** Writes one field; several takes of one field are the components that a long text runs through. */
  #fill(takes: readonly Take[], scope: readonly ReadonlyMap<string, WrittenValue>[], parts: Map<number, string>, constants: ReadonlyMap<number, string>): number {
    const [first] = takes
    if (first === undefined) return 0
    const value = scope.find((values) => values.has(first.to))?.get(first.to)
    if (value === undefined) return 0
    this.#writtenFields.add(first.to)
    const written = writeValue(value, first, this.#map, this.#zone)
    const pieces = first.join === undefined ? [written.text] : cut(written.text, first.join, takes.length, first.to, this.#changes)
    pieces.forEach((piece, i) => {
      const place = placeNumber(takes[i]?.at ?? first.at)
      const text = this.released(piece, first.to)
      const other = parts.get(place)
      if (other !== undefined && other !== text) {
        throw new WriteError('values-contradict', `${first.to} has the same place in the message as another field, which says ${JSON.stringify(other)}.`, { field: first.to })
      }
      parts.set(place, text)
    })
    if (first.with !== undefined && written.other !== null && !constants.has(placeNumber(first.with))) parts.set(placeNumber(first.with), this.released(written.other, first.to))
    return 1
  }

  #writeEach(rule: SegmentRule, each: NonNullable<SegmentRule['each']>, constants: ReadonlyMap<number, string>, children: readonly Instance[]): void {
    const texts = children.filter((child) => child.group === each.starts).map((child) => child.values.get(each.to))
    const written = texts.filter((text) => text !== undefined).map((text) => this.released(writeValue(text, each, this.#map, this.#zone).text, each.to))
    if (written.length > 0) this.#writtenFields.add(each.to)
    for (let from = 0; from < written.length; from += each.atMost) {
      const parts = new Map(constants)
      written.slice(from, from + each.atMost).forEach((text, i) => parts.set((each.from + i) * 16, text))
      this.#segments.push(segmentText(rule.segment, parts))
    }
  }

  /** A text with its service characters released, and without what the character set does not have. */
  released(text: string, field: string): string {
    let clean = text
    if (/[\r\n\t]/.test(clean)) {
      clean = clean.replace(/\s*[\r\n\t]+\s*/g, ' ')
      this.#changes.add('line-break-replaced', 'info', field, { field })
    }
    clean = withoutForbidden(clean, CONTROL, field, this.#changes)
    if (this.#charset === 'UNOC') {
      let count = 0
      // oxlint-disable-next-line no-control-regex -- the set's own range
      clean = clean.replace(/[^\x00-\xff]/gu, () => {
        count++
        return '?'
      })
      if (count > 0) this.#changes.add('character-replaced', 'warning', field, { field, count })
    }
    return clean.replace(SPECIAL[this.#charset], '?$&')
  }

  #reportUnwritten(instances: readonly Instance[]): void {
    const missed = new Set<string>()
    const visit = (instance: Instance): void => {
      for (const name of instance.values.keys()) if (!this.#writtenFields.has(name)) missed.add(name)
      instance.children.forEach(visit)
    }
    instances.forEach(visit)
    for (const field of missed) this.#changes.add('not-written', 'info', field, { field })
  }
}

/** Takes that follow each other and fill one field, together. */
function byField(takes: readonly Take[]): Take[][] {
  const groups: Take[][] = []
  for (const take of takes) {
    const last = groups.at(-1)
    if (last?.[0]?.to === take.to && take.join !== undefined) last.push(take)
    else groups.push([take])
  }
  return groups
}

/** A long text in pieces of at most 512 characters, cut where the joint stands if it stands anywhere near. */
function cut(text: string, joint: string, pieces: number, field: string, changes: Changes): string[] {
  const result: string[] = []
  let rest = text
  let exact = true
  while (rest.length > TEXT_LIMIT && result.length < pieces - 1) {
    const at = joint === '' ? TEXT_LIMIT : rest.lastIndexOf(joint, TEXT_LIMIT)
    if (at > 0) {
      result.push(rest.slice(0, at))
      rest = rest.slice(at + joint.length)
    } else {
      // No joint to cut at; a letter of two code units stays whole.
      const hard = /[\ud800-\udbff]/.test(rest.charAt(TEXT_LIMIT - 1)) ? TEXT_LIMIT - 1 : TEXT_LIMIT
      result.push(rest.slice(0, hard))
      rest = rest.slice(hard)
      exact = false
    }
  }
  if (rest.length > TEXT_LIMIT) {
    rest = rest.slice(0, TEXT_LIMIT)
    exact = false
  }
  if (!exact) changes.add('text-cut', 'warning', field, { field })
  result.push(rest)
  return result
}

/** Elements and components in their places; empty ones at the end are left out. */
function segmentText(tag: string, parts: ReadonlyMap<number, string>): string {
  const elements: string[][] = []
  for (const [place, text] of parts) {
    const element = (elements[(place >> 4) - 1] ??= [])
    element[place & 15] = text
  }
  return [tag, ...withoutEmptyEnd(Array.from(elements, (components) => withoutEmptyEnd(Array.from(components ?? [], (text) => text ?? '')).join(':')))].join('+')
}

/** Before the parts are joined: of the joined text, a colon at the end may be an escaped one that belongs to the text. */
function withoutEmptyEnd(texts: string[]): string[] {
  while (texts.at(-1) === '') texts.pop()
  return texts
}
