import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isTemporary, watchFolder, type WatchState } from '../../main/exchange/watch.ts'

/** A loaded machine is slow, not wrong. */
const SOON = { timeout: 20_000, interval: 20 }

let folder: string
let stop: () => Promise<void>
let imported: string[]
let states: WatchState[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-watch-'))
  imported = []
  states = []
  stop = async () => undefined
})
afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Watches with short times; `importFile` takes what begins with "good". */
function begin(importFile?: (path: string) => Promise<{ status: string }>, settleMs = 60) {
  const watching = watchFolder({
    folder,
    settleMs,
    pollMs: 20,
    onState: (state) => states.push(state),
    importFile: async (path) => {
      imported.push(relative(folder, path))
      return importFile === undefined ? { status: readFileSync(path, 'utf8').startsWith('good') ? 'accepted' : 'set-aside' } : importFile(path)
    },
  })
  stop = () => watching.stop()
}
const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
const inside = (name: string) => {
  try {
    return readdirSync(join(folder, name)).sort()
  } catch {
    return []
  }
}
const last = () => states.at(-1)

describe('a file in the watched folder', () => {
  test('moves to done/ or set-aside/ once it is imported, and is never deleted', async () => {
    put('predes.edi', 'good')
    put('photo.jpg', 'no message')
    begin()
    await expect.poll(() => [inside('done'), inside('set-aside')], SOON).toEqual([['predes.edi'], ['photo.jpg']])
    expect(readFileSync(join(folder, 'set-aside', 'photo.jpg'), 'utf8')).toBe('no message')
    await expect.poll(last, SOON).toEqual({ status: 'watching', reason: null, waiting: 0 })
    expect(imported.sort()).toEqual(['photo.jpg', 'predes.edi'])
  })

  test('is left alone while it grows', async () => {
    put('slow.edi', 'good')
    begin(undefined, 1000)
    for (let n = 0; n < 12; n++) {
      await new Promise((resolve) => setTimeout(resolve, 25))
      appendFileSync(join(folder, 'slow.edi'), '.')
    }
    const early = [...imported]
    await expect.poll(() => inside('done'), SOON).toEqual(['slow.edi'])
    expect(early).toEqual([])
    expect(readFileSync(join(folder, 'done', 'slow.edi'), 'utf8')).toBe(`good${'.'.repeat(12)}`)
  })

  test('keeps an earlier file of the same name: the later one gets a number', async () => {
    mkdirSync(join(folder, 'done'))
    writeFileSync(join(folder, 'done', 'a.edi'), 'first')
    put('a.edi', 'good second')
    begin()
    await expect.poll(() => inside('done'), SOON).toEqual(['a (2).edi', 'a.edi'])
    put('a.edi', 'good third')
    await expect.poll(() => inside('done'), SOON).toEqual(['a (2).edi', 'a (3).edi', 'a.edi'])
    expect(readFileSync(join(folder, 'done', 'a.edi'), 'utf8')).toBe('first')
  })

  test('of a subfolder keeps its way', async () => {
    mkdirSync(join(folder, 'FRA01'))
    put('FRA01/a.edi', 'good')
    begin()
    await expect.poll(() => inside('done/FRA01'), SOON).toEqual(['a.edi'])
  })

  test('that changes while it is read is not moved away with what was not read', async () => {
    put('a.edi', 'good')
    let first = true
    begin(async (path) => {
      if (first) appendFileSync(path, ' and more')
      first = false
      return { status: 'accepted' }
    })
    await expect.poll(() => inside('done'), SOON).toEqual(['a.edi'])
    expect(imported).toEqual(['a.edi', 'a.edi'])
    expect(readFileSync(join(folder, 'done', 'a.edi'), 'utf8')).toBe('good and more')
  })

  test('that the desk fails on stays, and the others go on', async () => {
    put('a.edi', 'good')
    put('b.edi', 'good')
    begin(async (path) => {
      if (basename(path) === 'a.edi') throw new Error('the desk is being closed')
      return { status: 'accepted' }
    })
    await expect.poll(() => inside('done'), SOON).toEqual(['b.edi'])
    await expect.poll(last, SOON).toMatchObject({ status: 'failing', waiting: 1 })
    expect(inside('.').includes('a.edi')).toBe(true)
    // Not again at each look: a file that breaks something would otherwise break it once a second.
    expect(imported.filter((name) => name === 'a.edi')).toHaveLength(1)
  })
})

describe('what is not imported', () => {
  test('links, also to a folder, and what others have not finished', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'liaison-elsewhere-'))
    writeFileSync(join(elsewhere, 'secret.edi'), 'good')
    symlinkSync(join(elsewhere, 'secret.edi'), join(folder, 'link.edi'))
    symlinkSync(elsewhere, join(folder, 'linked'))
    for (const name of ['.hidden', 'upload.part', 'upload.edi.TMP', '~lock.edi', 'draft.edi~']) put(name, 'good')
    put('z.edi', 'good')
    begin()
    await expect.poll(() => inside('done'), SOON).toEqual(['z.edi'])
    expect(imported).toEqual(['z.edi'])
    expect(readdirSync(elsewhere)).toEqual(['secret.edi'])
    rmSync(elsewhere, { recursive: true })
  })

  test.each([
    ['a.edi', false],
    ['a.part', true],
    ['a.edi.filepart', true],
    ['partial.edi', false],
    ['.a.edi', true],
    ['a~', true],
    ['Thumbs.db', true],
    ['tmp.edi', false],
  ])('%s: temporary %s', (name, temporary) => {
    expect(isTemporary(name)).toBe(temporary)
  })
})

test('a folder that vanishes is said to be missing, and watched again when it is back', async () => {
  begin()
  await expect.poll(last, SOON).toMatchObject({ status: 'watching' })
  renameSync(folder, `${folder}-away`)
  await expect.poll(last, SOON).toMatchObject({ status: 'missing', reason: expect.stringContaining('is not there') })
  renameSync(`${folder}-away`, folder)
  put('a.edi', 'good')
  await expect.poll(() => inside('done'), SOON).toEqual(['a.edi'])
  await expect.poll(last, SOON).toMatchObject({ status: 'watching', reason: null })
})

test('after stop nothing is imported any more', async () => {
  begin()
  await expect.poll(last, SOON).toMatchObject({ status: 'watching' })
  await stop()
  put('a.edi', 'good')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(imported).toEqual([])
})
