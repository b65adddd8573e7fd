/** Writes an XML message by the map that reads it. */
import type { ElementGroup, Take, XmlMap } from '../maps/map.ts'
import type { Instance, Message, WrittenValue } from './instances.ts'
import { writeValue, withoutForbidden, type Changes } from './texts.ts'

interface Node {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: Node[]
  text: string | null
}

// oxlint-disable-next-line no-control-regex -- what XML 1.0 forbids, escaped or not
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

export function writeXml(map: XmlMap, message: Message, zone: string, changes: Changes): Uint8Array {
  const root = node(map.root)
  if (map.namespace !== undefined) root.attributes.set('xmlns', map.namespace)
  const writer = new Writer(map, zone, changes)
  const instances = [...(message.dispatch === null ? [] : [message.dispatch]), ...message.groups]
  writer.takes(root, map.take ?? [], [message.head])
  for (const group of map.groups) writer.group(root, group, instances, [message.head])
  writer.reportUnwritten(instances)
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${serialise(root, '')}\n`, 'utf8')
}

class Writer {
  readonly #map: XmlMap
  readonly #zone: string
  readonly #changes: Changes
  readonly #writtenFields = new Set<string>()

  constructor(map: XmlMap, zone: string, changes: Changes) {
    this.#map = map
    this.#zone = zone
    this.#changes = changes
  }

  group(parent: Node, group: ElementGroup, instances: readonly Instance[], around: readonly ReadonlyMap<string, WrittenValue>[]): void {
    if (group.starts === undefined) {
      // The element is made when something in it is: a group without content leaves no trace.
      const draft = node('')
      this.#content(draft, group, instances, around)
      if (draft.children.length > 0 || draft.attributes.size > 0 || draft.text !== null) graft(descend(parent, group.at), draft)
      return
    }
    for (const instance of instances) {
      if (instance.group !== group.starts) continue
      const path = group.at.split('/')
      const made = node(path.at(-1) ?? group.at)
      descend(parent, path.slice(0, -1).join('/')).children.push(made)
      this.#content(made, group, instance.children, [instance.values, ...around])
    }
  }

  #content(here: Node, group: ElementGroup, instances: readonly Instance[], scope: readonly ReadonlyMap<string, WrittenValue>[]): void {
    this.takes(here, group.take ?? [], scope)
    for (const child of group.groups ?? []) this.group(here, child, instances, scope)
  }

  takes(here: Node, takes: readonly Take[], scope: readonly ReadonlyMap<string, WrittenValue>[]): void {
    for (const take of takes) {
      const value = scope.find((values) => values.has(take.to))?.get(take.to)
      if (value === undefined) continue
      this.#writtenFields.add(take.to)
      // An element Function is for what is not the usual.
      if (take.to === 'head.function' && value === 'original') continue
      const written = writeValue(value, take, this.#map, this.#zone)
      this.#put(here, take.at, written.text, take.to)
      if (take.with !== undefined && written.other !== null) this.#put(here, take.with, written.other, take.to)
    }
  }

  #put(here: Node, path: string, text: string, field: string): void {
    const clean = withoutForbidden(text, FORBIDDEN, field, this.#changes)
    const at = path.lastIndexOf('@')
    if (at < 0) descend(here, path === '.' ? '' : path).text = clean
    else descend(here, path.slice(0, at).replace(/\/$/, '').replace(/^\.$/, '')).attributes.set(path.slice(at + 1), clean)
  }

  reportUnwritten(instances: readonly Instance[]): void {
    const missed = new Set<string>()
    const visit = (instance: Instance): void => {
      for (const name of instance.values.keys()) if (!this.#writtenFields.has(name)) missed.add(name)
      instance.children.forEach(visit)
    }
    instances.forEach(visit)
    for (const field of missed) this.#changes.add('not-written', 'info', field, { field })
  }
}

function node(name: string): Node {
  return { name, attributes: new Map(), children: [], text: null }
}

function descend(from: Node, path: string): Node {
  let here = from
  for (const name of path.split('/').filter((part) => part !== '')) {
    let child = here.children.findLast((candidate) => candidate.name === name)
    if (child === undefined) {
      child = node(name)
      here.children.push(child)
    }
    here = child
  }
  return here
}

function graft(onto: Node, draft: Node): void {
  onto.children.push(...draft.children)
  for (const [name, value] of draft.attributes) onto.attributes.set(name, value)
  onto.text = draft.text ?? onto.text
}

function serialise(node: Node, indent: string): string {
  const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('')
  const text = node.text === null ? '' : escapeText(node.text)
  if (node.children.length === 0) return text === '' ? `${indent}<${node.name}${attributes}/>` : `${indent}<${node.name}${attributes}>${text}</${node.name}>`
  const inside = node.children.map((child) => serialise(child, `${indent}  `)).join('\n')
  return `${indent}<${node.name}${attributes}>${text}\n${inside}\n${indent}</${node.name}>`
}

/** A bare carriage return would be read as a line feed (XML 1.0, 2.11). */
function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (char) => ESCAPES[char] ?? char)
}

/** Line breaks and tabs in an attribute would be read as blanks (XML 1.0, 3.3.3). */
function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (char) => ESCAPES[char] ?? char)
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' }
