/**
 * Maps made for one sender, who shows himself only inside the document, perhaps where no other map looks.
 *
 * Until one of them has met its sender, the texts and attributes seen are remembered, so that a map that
 * takes over gets the header it would have read.
 */
import { trimmed } from '../maps/convert.ts'
import type { XmlMap } from '../maps/map.ts'
import { xmlPlan } from './plan.ts'

export interface SeenPart {
  /** Names from the root's children down; an attribute has `@name` last. */
  readonly path: readonly string[]
  readonly text: string
}

/** Parts remembered; a header has fewer, and what follows it is no header. */
const SEEN_LIMIT = 500

export class AwaitedPartners {
  readonly seen: SeenPart[] = []
  #awaited = new Map<string, XmlMap[]>()

  constructor(candidates: readonly XmlMap[]) {
    for (const map of candidates) {
      const path = xmlPlan(map).senderPath
      if (map.sender !== null && path !== null) this.#awaited.set(path, [...(this.#awaited.get(path) ?? []), map])
    }
  }

  /** Whether any map still awaits its sender. */
  get waiting(): boolean {
    return this.#awaited.size > 0
  }

  /** Notes a part; returns the maps whose sender it names, after which none are awaited. */
  see(path: readonly string[], text: string): readonly XmlMap[] {
    const sender = trimmed(text)
    if (sender === null) return []
    if (this.seen.length < SEEN_LIMIT) this.seen.push({ path, text })
    const maps = (this.#awaited.get(path.join('/')) ?? []).filter((map) => map.sender === sender)
    if (maps.length > 0) this.#awaited = new Map()
    return maps
  }
}
