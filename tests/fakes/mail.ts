/** Mail of an office that never existed, for tests and benches that need much of it: what announces and what declares. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simulate, type SimulatedInterchange } from '../../main/simulate/office.ts'

/** Nothing in it is at fault, and no event comes of it: every item is expected. The same numbers give the same bytes. */
export function* mail(dispatches: number, itemsEach: number, seed = 1): Generator<SimulatedInterchange, void, void> {
  for (const one of simulate({ seed, office: 'CHZRHB', dispatches, items: dispatches * itemsEach, faults: false, startsAt: Date.UTC(2026, 10, 23, 5) })) {
    if (one.kind === 'interchange' && one.type !== 'EMSEVT' && one.type !== 'RESDES') yield one
  }
}

/** Writes the files into a folder; answers their bytes together. */
export function writeMail(folder: string, dispatches: number, itemsEach: number, seed?: number): number {
  mkdirSync(folder, { recursive: true })
  let bytes = 0
  for (const file of mail(dispatches, itemsEach, seed)) {
    bytes += file.bytes.length
    writeFileSync(join(folder, file.name), file.bytes)
  }
  return bytes
}
