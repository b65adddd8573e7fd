/**
 * Draws that depend on nothing but their keys.
 *
 * Every dispatch, receptacle and item draws from a stream of its own, named by what it is about. So any of them can be
 * made again, alone, whenever one of its messages is written: nothing has to be remembered, and a draw that is added
 * to one does not shift those of all others.
 */

/** 32 bits from any keys (murmur3's mixing). */
export function hash(...keys: readonly (number | string)[]): number {
  let h = 0x9747b28c
  for (const key of keys) {
    if (typeof key === 'number') h = mixed(mixed(h, key | 0), Math.trunc(key / 0x1_0000_0000) | 0)
    else {
      for (let at = 0; at < key.length; at++) h = mixed(h, key.charCodeAt(at))
      h = mixed(h, 0x5bd1e995 ^ key.length)
    }
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function mixed(h: number, key: number): number {
  let k = Math.imul(key, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const turned = h ^ k
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0
}

export class Chance {
  #state: number

  constructor(...keys: readonly (number | string)[]) {
    this.#state = hash(...keys)
  }

  /** From 0 up to, and without, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number, both bounds included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  /** Between two positive bounds, small ones more often, as weights and prices are. */
  skewed(least: number, most: number): number {
    return least * (most / least) ** this.next()
  }

  happens(perMille: number): boolean {
    return this.next() * 1000 < perMille
  }

  pick<T>(list: readonly T[]): T {
    const at = Math.floor(this.next() * list.length)
    if (at >= list.length) throw new RangeError('There is nothing to pick from.')
    return list[at] as T
  }

  /** One of a list, by the weight of each. */
  weighted<T extends { readonly share: number }>(list: readonly T[]): T {
    let left = this.next() * list.reduce((sum, one) => sum + one.share, 0)
    for (const one of list) {
      left -= one.share
      if (left < 0) return one
    }
    return this.pick(list)
  }
}
