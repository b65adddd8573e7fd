import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BodyStore } from '../../../main/store/bodies.ts'
import { openBodies } from '../../../main/store/bodies.ts'
import { failureOf, newFolder } from './store-folder.ts'

const KEY = new Uint8Array(32).fill(9)
const FRAME = 256 * 1024
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const SIZES = [0, 1, 4095, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 17]

function newBodies(): { bodies: BodyStore; folder: string; pathOf: (digest: string) => string } {
  const folder = join(newFolder(), 'bodies')
  return { bodies: openBodies(folder, KEY), folder, pathOf: (digest) => join(folder, digest.slice(0, 2), digest) }
}

describe('a body', () => {
  it.each(SIZES)('of %i bytes comes back as it was, under its SHA-256', (size) => {
    const { bodies } = newBodies()
    const bytes = randomBytes(size)
    expect(bodies.putBytes(bytes)).toEqual({ digest: sha256(bytes), size, existed: false })
    expect(Buffer.from(bodies.read(sha256(bytes))).equals(bytes)).toBe(true)
    expect(bodies.verify(sha256(bytes))).toBe('whole')
  })

  it('is the same from a file, from a stream and from memory, however it is cut', async () => {
    const bytes = randomBytes(2 * FRAME + 99)
    const file = join(newFolder(), 'in')
    writeFileSync(file, bytes)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 8 }), async (cuts) => {
        const { bodies } = newBodies()
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const stored = await bodies.putStream(at.slice(1).map((end, index) => bytes.subarray(at[index], end)))
        expect(stored).toEqual({ digest: sha256(bytes), size: bytes.length, existed: false })
        expect(Buffer.from(bodies.read(stored.digest)).equals(bytes)).toBe(true)
        expect(lastOf(bodies.putFile(file))).toEqual({ digest: sha256(bytes), size: bytes.length, existed: true })
      }),
      { numRuns: 10 },
    )
  })

  it('gives any range of itself, in chunks no larger than asked for', () => {
    const { bodies } = newBodies()
    const bytes = randomBytes(3 * FRAME + 17)
    const { digest } = bodies.putBytes(bytes)
    fc.assert(
      fc.property(fc.nat(bytes.length + 10), fc.nat(bytes.length + 10), fc.integer({ min: 1000, max: 2 * FRAME }), (from, to, size) => {
        const chunks = [...bodies.chunks(digest, size, { from, to })]
        for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(size)
        expect(Buffer.concat(chunks).equals(bytes.subarray(from, Math.max(from, to)))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('hands out chunks that stay as they are while the next is read', () => {
    const { bodies } = newBodies()
    const bytes = randomBytes(2 * FRAME)
    const chunks = [...bodies.chunks(bodies.putBytes(bytes).digest)]
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  })

  it('lets others go first while a large file is stored', () => {
    const file = join(newFolder(), 'in')
    writeFileSync(file, Buffer.alloc(5 * 1024 * 1024, 'UNA'))
    const { bodies } = newBodies()
    expect([...bodies.putFile(file)].length).toBeGreaterThanOrEqual(4)
  })

  it('is small and secret on the disk', () => {
    const { bodies, pathOf } = newBodies()
    const text = Buffer.from("UNB+UNOA:2+POST+CUSTOMS'\n".repeat(20_000))
    const { digest } = bodies.putBytes(text)
    const stored = readFileSync(pathOf(digest))
    expect(stored.length).toBeLessThan(text.length / 20)
    expect(stored.includes('UNB')).toBe(false)
    if (process.platform !== 'win32') expect((statSync(pathOf(digest)).mode & 0o777).toString(8)).toBe('600')
  })

  it('that is there already is not written again', () => {
    const { bodies, pathOf } = newBodies()
    const bytes = randomBytes(100)
    const { digest } = bodies.putBytes(bytes)
    const before = readFileSync(pathOf(digest))
    expect(bodies.putBytes(bytes)).toEqual({ digest, size: 100, existed: true })
    expect(readFileSync(pathOf(digest)).equals(before)).toBe(true)
  })

  it('can be listed and removed', () => {
    const { bodies } = newBodies()
    const digests = Array.from({ length: 20 }, (_, n) => bodies.putBytes(Buffer.from(`body ${n}`)).digest)
    expect([...bodies.list()]).toEqual(digests.toSorted())
    expect([bodies.remove(digests[0] ?? ''), bodies.remove(digests[0] ?? '')]).toEqual([true, false])
    expect(bodies.has(digests[0] ?? '')).toBe(false)
    expect(bodies.verify(digests[0] ?? '')).toBe('missing')
  })
})

describe('what is left behind', () => {
  it('nothing, when a file cannot be read to its end or its caller stops', async () => {
    const { bodies, folder } = newBodies()
    const file = join(newFolder(), 'in')
    writeFileSync(file, Buffer.alloc(5 * 1024 * 1024, 1))
    const half = bodies.putFile(file)
    half.next()
    half.return({ digest: '', size: 0, existed: false })
    await expect(bodies.putStream(failing())).rejects.toThrow(/gone/)
    expect(() => lastOf(bodies.putFile(join(folder, 'nowhere')))).toThrow(/ENOENT/)
    expect(readdirSync(join(folder, 'part'))).toEqual([])
    expect([...bodies.list()]).toEqual([])
  })

  it('by a process that was killed, is swept away by the next owner', () => {
    const { bodies, folder } = newBodies()
    const { digest } = bodies.putBytes(Buffer.from('kept'))
    writeFileSync(join(folder, 'part', 'half-written'), 'LDB1')
    bodies.sweep()
    expect(readdirSync(join(folder, 'part'))).toEqual([])
    expect(bodies.verify(digest)).toBe('whole')
  })
})

describe('somebody who breaks files', () => {
  it('is found out wherever a file is cut', () => {
    const { bodies, pathOf } = newBodies()
    const { digest } = bodies.putBytes(randomBytes(2 * FRAME + 5))
    const whole = readFileSync(pathOf(digest))
    const frame = FRAME + 5 + 16 + 4
    for (const length of [0, 3, 19, 20, 22, 24, 100, 20 + frame - 1, 20 + frame, 20 + frame + 4, 20 + 2 * frame, whole.length - 1]) {
      writeFileSync(pathOf(digest), whole)
      truncateSync(pathOf(digest), length)
      expect([length, bodies.verify(digest)]).toEqual([length, 'damaged'])
    }
  })

  it('is found out whichever byte is changed', async () => {
    const { bodies, pathOf } = newBodies()
    const { digest } = bodies.putBytes(randomBytes(3000))
    const whole = readFileSync(pathOf(digest))
    for (let at = 0; at < whole.length; at += at < 60 ? 1 : 97) {
      const changed = Buffer.from(whole)
      changed.writeUInt8((changed[at] ?? 0) ^ 0x10, at)
      writeFileSync(pathOf(digest), changed)
      expect([at, bodies.verify(digest)]).toEqual([at, 'damaged'])
    }
    expect(await failureOf(() => bodies.read(digest))).toBe('body-damaged')
  })

  it('is found out when frames change places, are dropped or repeated', () => {
    const { bodies, pathOf } = newBodies()
    const { digest } = bodies.putBytes(randomBytes(3 * FRAME))
    const whole = readFileSync(pathOf(digest))
    const [head, frames] = [whole.subarray(0, 20), [0, 1, 2].map((n) => whole.subarray(20 + n * (FRAME + 25), 20 + (n + 1) * (FRAME + 25)))]
    for (const order of [[1, 0, 2], [0, 1], [0, 2], [0, 1, 1, 2], [0, 1, 2, 2], [2], []]) {
      writeFileSync(pathOf(digest), Buffer.concat([head, ...order.map((n) => frames[n] ?? Buffer.alloc(0))]))
      expect([order, bodies.verify(digest)]).toEqual([order, 'damaged'])
    }
  })

  it('is found out when one body is put in the place of another', () => {
    const { bodies, pathOf } = newBodies()
    const [one, two] = [bodies.putBytes(Buffer.from('one')), bodies.putBytes(Buffer.from('two'))]
    renameSync(pathOf(one.digest), pathOf(two.digest))
    expect(bodies.verify(two.digest)).toBe('damaged')
  })

  it('learns nothing with another key', async () => {
    const { bodies, folder } = newBodies()
    const { digest } = bodies.putBytes(Buffer.from('one'))
    expect(await failureOf(() => openBodies(folder, new Uint8Array(32).fill(8)).read(digest))).toBe('body-damaged')
  })

  it('does not get out of the folder by a name', () => {
    const { bodies } = newBodies()
    for (const name of ['', '..', '../../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`, `${'a'.repeat(64)}\0`]) {
      expect(() => bodies.has(name)).toThrow(TypeError)
      expect(() => bodies.read(name)).toThrow(TypeError)
      expect(() => bodies.remove(name)).toThrow(TypeError)
    }
  })

  it('a body that is not there is missing, not damaged', async () => {
    const { bodies, pathOf } = newBodies()
    expect(await failureOf(() => bodies.read('a'.repeat(64)))).toBe('body-missing')
    expect(existsSync(pathOf('a'.repeat(64)))).toBe(false)
  })
})

function lastOf<Result>(steps: Generator<void, Result>): Result {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value
}

async function* failing(): AsyncGenerator<Uint8Array, void> {
  yield randomBytes(FRAME + 1)
  await Promise.resolve()
  throw new Error('the stick is gone')
}
