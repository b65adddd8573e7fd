/** One process owns a data folder: with real processes, which are really killed. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { OWNER_FILE, takeOwnership } from '../../main/store/owner-lock.ts'
import { failureOf, newFolder } from '../unit/store/store-folder.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Another process that owns the folder once this resolves. */
async function otherOwner(folder: string): Promise<ChildProcess> {
  const script = join(newFolder(), 'own.ts')
  const lock = new URL('../../main/store/owner-lock.ts', import.meta.url).href
  writeFileSync(
    script,
    `import { takeOwnership } from ${JSON.stringify(lock)}\ntakeOwnership(${JSON.stringify(folder)})\nprocess.stdout.write('owned')\nsetInterval(() => {}, 1000)\n`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(String(said)).toBe('owned')
  return child
}

describe('the owner of a data folder', () => {
  it('is one process', async () => {
    const folder = newFolder()
    await otherOwner(folder)
    expect(await failureOf(() => takeOwnership(folder))).toBe('owned')
  })

  it('loses it when it is killed, without anybody cleaning up', async () => {
    const folder = newFolder()
    const child = await otherOwner(folder)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    expect(await failureOf(() => takeOwnership(folder)())).toBeNull()
  })

  it('is one within a process too, and a failed try does not cost the owner his lock', async () => {
    const folder = newFolder()
    const release = takeOwnership(folder)
    expect(await failureOf(() => takeOwnership(folder))).toBe('owned')
    expect(await failureOf(() => takeOwnership(folder))).toBe('owned')
    const script = join(newFolder(), 'try.ts')
    const lock = new URL('../../main/store/owner-lock.ts', import.meta.url).href
    writeFileSync(
      script,
      `import { takeOwnership } from ${JSON.stringify(lock)}\ntry { takeOwnership(${JSON.stringify(folder)}) } catch (error) { process.stdout.write(error.code) }\n`,
    )
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(String(said)).toBe('owned')
    release()
    release()
    takeOwnership(folder)()
  })

  it.skipIf(process.platform === 'win32')('has a folder and a lock of his own', () => {
    const folder = join(newFolder(), 'data')
    takeOwnership(folder)()
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    expect((statSync(join(folder, OWNER_FILE)).mode & 0o777).toString(8)).toBe('600')
  })
})
