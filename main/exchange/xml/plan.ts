/** An XML map, compiled for reading: a tree of elements by local name. */
import { compileFilling, type Filling } from '../maps/convert.ts'
import type { GroupName } from '../maps/fields.ts'
import type { ElementGroup, Take, XmlMap } from '../maps/map.ts'

/** Where a text found goes: to its field at once, or held until its group ends because it waits for, or is, a second text. */
export interface TextUse {
  readonly filling: Filling | null
  /** Attribute of the same element that is the second text. */
  readonly otherAttribute: string | null
  /** Index into the held texts, -1 where nothing is held. */
  readonly hold: number
}

/** A text that is converted when its group ends, since its second text stands in another element. */
export interface Held {
  readonly filling: Filling
  readonly text: number
  readonly other: number
}

export interface Element {
  readonly name: string
  readonly children: Map<string, Element>
  readonly texts: TextUse[]
  /** One of the texts has its second text in an attribute. */
  usesAttribute: boolean
  readonly attributes: Map<string, TextUse[]>
  /** The group that the element begins and ends. */
  starts: GroupName | null
  readonly held: Held[]
  /** Known, with all inside it, and not read. */
  ignored: boolean
  /** Numbers elements that begin a group, for places. -1 for others. */
  ordinal: number
  /** Ordinals that begin at 1 again inside this element. */
  readonly inner: number[]
  /** The child met last, and the sibling that came after this element the last time: a guess, no rule. */
  latest: Element | null
  next: Element | null
}

export interface XmlPlan {
  readonly map: XmlMap
  readonly root: Element
  readonly holds: number
  readonly ordinals: number
  /** Path (`Header/Sender`, `Header/@from`) below the root that fills head.sender. */
  readonly senderPath: string | null
  /** Attribute of the root that fills head.version. */
  readonly versionAttribute: string | null
}

const plans = new WeakMap<XmlMap, XmlPlan>()

/** The plan of a map; compiled once for each map object. */
export function xmlPlan(map: XmlMap): XmlPlan {
  const known = plans.get(map)
  if (known !== undefined) return known
  const compiler = new Compiler(map)
  const root = element(map.root)
  compiler.takes(root, map.take ?? [], root)
  compiler.ignore(root, map.ignore ?? [])
  for (const group of map.groups) compiler.group(root, group, '')
  const plan: XmlPlan = {
    map,
    root,
    holds: compiler.holds,
    ordinals: compiler.ordinals,
    senderPath: compiler.senderPath,
    versionAttribute: map.take?.find((take) => take.to === 'head.version' && take.at.startsWith('@'))?.at.slice(1) ?? null,
  }
  plans.set(map, plan)
  return plan
}

function element(name: string): Element {
  return {
    name,
    children: new Map(),
    texts: [],
    usesAttribute: false,
    attributes: new Map(),
    starts: null,
    held: [],
    ignored: false,
    ordinal: -1,
    inner: [],
    latest: null,
    next: null,
  }
}

class Compiler {
  holds = 0
  ordinals = 0
  senderPath: string | null = null
  readonly #map: XmlMap

  constructor(map: XmlMap) {
    this.#map = map
  }

  /** Returns the ordinals inside the group. */
  group(parent: Element, group: ElementGroup, path: string): number[] {
    const here = descend(parent, group.at)
    const inside = path === '' ? group.at : `${path}/${group.at}`
    if (group.starts !== undefined) {
      here.starts = group.starts
      here.ordinal = this.ordinals++
    }
    this.takes(here, group.take ?? [], here, inside)
    this.ignore(here, group.ignore ?? [])
    for (const child of group.groups ?? []) here.inner.push(...this.group(here, child, inside))
    return here.ordinal < 0 ? here.inner : [here.ordinal, ...here.inner]
  }

  takes(here: Element, takes: readonly Take[], owner: Element, path = ''): void {
    for (const take of takes) {
      if (take.to === 'head.sender') this.senderPath = path === '' ? take.at : take.at === '.' ? path : `${path}/${take.at}`
      const filling = compileFilling(take, this.#map)
      const at = split(take.at)
      const other = take.with === undefined ? null : split(take.with)
      if (other === null || (other.path === at.path && other.attribute !== null)) {
        use(here, at, { filling, otherAttribute: other?.attribute ?? null, hold: -1 })
        if (other !== null) use(here, other, null)
        continue
      }
      const held: Held = { filling, text: this.holds++, other: this.holds++ }
      owner.held.push(held)
      use(here, at, { filling: null, otherAttribute: null, hold: held.text })
      use(here, other, { filling: null, otherAttribute: null, hold: held.other })
    }
  }

  ignore(here: Element, paths: readonly string[]): void {
    for (const path of paths) {
      const at = split(path)
      if (at.attribute === null) descend(here, at.path).ignored = true
      else use(here, at, null)
    }
  }
}

interface Path {
  readonly path: string
  readonly attribute: string | null
}

function split(path: string): Path {
  const at = path.lastIndexOf('@')
  if (at < 0) return { path: path === '.' ? '' : path, attribute: null }
  return { path: path.slice(0, at).replace(/\/$/, '').replace(/^\.$/, ''), attribute: path.slice(at + 1) }
}

function descend(from: Element, path: string): Element {
  let here = from
  for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
    let child = here.children.get(name)
    if (child === undefined) {
      child = element(name)
      here.children.set(name, child)
    }
    here = child
  }
  return here
}

/** Notes a use of an element's text or attribute; `null` makes an attribute known without reading it. */
function use(from: Element, at: Path, use: TextUse | null): void {
  const here = descend(from, at.path)
  if (at.attribute === null) {
    if (use !== null) here.texts.push(use)
    if (use !== null && use.otherAttribute !== null) here.usesAttribute = true
    return
  }
  const uses = here.attributes.get(at.attribute) ?? []
  if (use !== null) uses.push(use)
  here.attributes.set(at.attribute, uses)
}
