/** Folders for stores of a test, removed when its file is done. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-store-'))
  made.push(folder)
  return folder
}

/** The code of the StoreFailure that `run` throws; anything else is thrown on, nothing thrown is `null`. */
export async function failureOf(run: () => unknown): Promise<string | null> {
  try {
    await run()
    return null
  } catch (error) {
    if (error instanceof Error && error.name === 'StoreFailure' && 'code' in error) return String(error.code)
    throw error
  }
}
