import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../shared/ledger/canonical.ts'
import { bodyDigest, eventHash, genesisHash, pageOf } from '../../shared/ledger/chain.ts'
import type { Digests, EventHeader } from '../../shared/ledger/chain.ts'

const digests: Digests = { sha256: (bytes) => hash('sha256', bytes, 'buffer'), utf8: (text) => Buffer.from(text, 'utf8') }

/** Any string, lone surrogates included. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units))

describe('canonical JSON', () => {
  it('is the same whatever order the keys were put in', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, one]) => [key, shuffled(one)]),
      )
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
      }),
    )
  })

  it('says what the value says, and says it again after a round through bytes', () => {
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(anyText, anyText))
    fc.assert(
      fc.property(value, (one) => {
        const text = canonicalJson(one)
        const back: unknown = JSON.parse(Buffer.from(text, 'utf8').toString('utf8'))
        expect(canonicalJson(back)).toBe(text)
        expect(back).toEqual(JSON.parse(JSON.stringify(one)))
      }),
    )
  })

  it('gives two values one text only if they are one value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b)
        if (same) expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(canonicalJson(b)))
      }),
    )
  })
})

interface Link {
  readonly header: EventHeader
  readonly command: Uint8Array
  readonly body: Uint8Array
}
const text = fc.string({ minLength: 1, maxLength: 8 })
const link: fc.Arbitrary<Link> = fc.record({
  header: fc.record({ seq: fc.nat(), command: text, case: text, type: text, v: fc.nat(), at: fc.nat(), recordedAt: fc.nat(), actor: text }),
  command: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  body: fc.uint8Array({ minLength: 32, maxLength: 32 }),
})
const headOf = (links: readonly Link[]): string =>
  Buffer.from(links.reduce((before, one) => eventHash(digests, before, one.header, one.command, one.body), genesisHash(digests, 'CHZRHB', '00'))).toString('hex')

describe('the chain', () => {
  it('shows a changed, a dropped, an added and a moved event', () => {
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), link, (links, pick, other, extra) => {
        const head = headOf(links)
        const at = pick % links.length
        const one = links[at]
        if (one === undefined) return
        const swap = (changed: Link) => links.with(at, changed)
        const flipped = (bytes: Uint8Array) => bytes.with(other % 32, (bytes[other % 32] ?? 0) ^ (1 << (other % 8)))
        const changes = [
          swap({ ...one, header: { ...one.header, seq: one.header.seq + 1 } }),
          swap({ ...one, header: { ...one.header, at: one.header.at + 1 } }),
          swap({ ...one, header: { ...one.header, recordedAt: one.header.recordedAt + 1 } }),
          swap({ ...one, header: { ...one.header, v: one.header.v + 1 } }),
          swap({ ...one, header: { ...one.header, actor: `${one.header.actor}x` } }),
          swap({ ...one, header: { ...one.header, type: `${one.header.type}x` } }),
          swap({ ...one, header: { ...one.header, case: `${one.header.case}x` } }),
          swap({ ...one, header: { ...one.header, command: `${one.header.command}x` } }),
          swap({ ...one, body: flipped(one.body) }),
          swap({ ...one, command: flipped(one.command) }),
          links.toSpliced(at, 1),
          links.toSpliced(at, 0, extra),
        ]
        for (const changed of changes) expect(headOf(changed)).not.toBe(head)
        const [first, second] = links
        if (first !== undefined && second !== undefined && headOf([first]) !== headOf([second])) expect(headOf([second, first, ...links.slice(2)])).not.toBe(head)
      }),
    )
  })

  it('begins differently for every office and every chain', () => {
    const begin = (office: string, chain: string) => Buffer.from(genesisHash(digests, office, chain)).toString('hex')
    expect(new Set([begin('CHZRHB', 'a'), begin('CHZRHB', 'b'), begin('FRCDGA', 'a'), begin('CHZRHBa', '')]).size).toBe(4)
  })

  it('hides what a body said behind its salt', () => {
    const body = Buffer.from('{"reason":"damaged"}')
    expect(bodyDigest(digests, Buffer.alloc(16, 1), body)).not.toEqual(bodyDigest(digests, Buffer.alloc(16, 2), body))
  })

  it.each([
    [1, 0],
    [256, 0],
    [257, 1],
    [512, 1],
    [513, 2],
  ])('event %i is on page %i', (seq, page) => {
    expect(pageOf(seq)).toBe(page)
  })
})
