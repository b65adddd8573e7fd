import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deliver } from '../../main/exchange/out/deliver.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-out-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (text: string) => Buffer.from(text, 'utf8')
const NAME = 'CUSRSP_RR473124829FR_01936c1e-0000-7000-8000-000000000001.xml'

describe('an answer is written', () => {
  test('whole, under its own name, and nothing else is left in the folder', () => {
    const delivery = deliver(folder, NAME, bytes('<CUSRSP/>'))
    expect(delivery).toMatchObject({ ok: true, path: join(folder, NAME), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(readdirSync(folder)).toEqual([NAME])
    expect(readFileSync(join(folder, NAME), 'utf8')).toBe('<CUSRSP/>')
  })

  test('a second time as the same file', () => {
    const first = deliver(folder, NAME, bytes('<CUSRSP/>'))
    expect(deliver(folder, NAME, bytes('<CUSRSP/>'))).toEqual(first)
    expect(readdirSync(folder)).toEqual([NAME])
  })

  test('after a crash that left half of it behind', () => {
    writeFileSync(join(folder, `.${NAME}.part`), 'half of i')
    expect(deliver(folder, NAME, bytes('<CUSRSP/>')).ok).toBe(true)
    expect(readdirSync(folder)).toEqual([NAME])
  })
})

describe('an answer stays in the tray, with a reason in words', () => {
  const reason = (to: string, name = NAME) => {
    const delivery = deliver(to, name, bytes('<CUSRSP/>'))
    return delivery.ok ? 'written' : delivery.reason
  }

  test('where the folder is missing', () => {
    expect(reason(join(folder, 'gone'))).toMatch(/gone is not there/)
  })

  test('where the folder is a file', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(reason(join(folder, 'file'))).toMatch(/is not a folder/)
  })

  test('where a file of this name says something else, which is left as it is', () => {
    writeFileSync(join(folder, NAME), 'somebody else’s')
    expect(reason(folder)).toMatch(/there already with other content/)
    expect(readFileSync(join(folder, NAME), 'utf8')).toBe('somebody else’s')
  })

  test('where a folder has this name', () => {
    mkdirSync(join(folder, NAME))
    expect(reason(folder)).toMatch(/is no file/)
  })

  test('where a link has this name: what it points to is not touched', () => {
    writeFileSync(join(folder, 'target'), 'precious')
    symlinkSync(join(folder, 'target'), join(folder, NAME))
    expect(reason(folder)).toMatch(/is no file/)
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('precious')
  })

  test.runIf(existsSync('/dev/full') && existsSync('/proc/self'))('where nothing can be written', () => {
    expect(reason('/proc/self')).not.toBe('written')
  })

  test.runIf(process.getuid?.() !== 0)('where the folder is read-only', () => {
    chmodSync(folder, 0o500)
    expect(reason(folder)).toMatch(/may not write/)
    chmodSync(folder, 0o700)
  })

  test.each(['../escape.xml', 'a/b.xml', '', '.hidden', '..'])('where its name is %j', (name) => {
    expect(reason(folder, name)).toMatch(/is no name/)
    expect(readdirSync(folder)).toEqual([])
  })
})
