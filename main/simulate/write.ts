/** A simulated office as files: what arrives in `in/`, and beside it the truth, a line a record. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { simulate, type Simulated, type SimulationOptions } from './office.ts'

export interface WrittenOffice {
  /** Folder with the interchanges, in the order of their names. */
  readonly in: string
  readonly truth: string
  readonly files: number
  readonly bytes: number
  readonly dispatches: number
  readonly receptacles: number
  readonly items: number
  /** Items that are as they were said to be. */
  readonly clean: number
  /** Epoch ms of the first and the last file. */
  readonly from: number | null
  readonly to: number | null
}

/** Truth is written in pieces of about so many characters. */
const PIECE = 1 << 20

/**
 * Writes file by file, so that the size of the office does not matter to memory; yields after each, so that a caller
 * can say how far it is, or stop.
 *
 * @param folder made if only it is missing; must be empty
 * @throws RangeError for options that cannot be · Error where the folder is not empty or cannot be written
 */
export function* writeOffice(options: SimulationOptions, folder: string): Generator<WrittenOffice, WrittenOffice, void> {
  // Wrong options are told before anything is made.
  const simulated = simulate(options)
  let next = simulated.next()
  // Its parent must be there: making a whole path never ends on a file system that can make none (/proc).
  if (!existsSync(folder)) make(folder)
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty. Name a folder that is new or empty, so that two offices never mix.`)
  const inFolder = join(folder, 'in')
  const truthFile = join(folder, 'truth.ndjson')
  mkdirSync(inFolder)
  const truth = openSync(truthFile, 'wx')
  const sum = { files: 0, bytes: 0, dispatches: 0, receptacles: 0, items: 0, clean: 0, from: null as number | null, to: null as number | null }
  let lines = ''
  const told = (): WrittenOffice => ({ in: inFolder, truth: truthFile, ...sum })
  try {
    for (; next.done !== true; next = simulated.next()) {
      const one = next.value
      const line = lineOf(one)
      if (line !== null) lines += `${JSON.stringify(line)}\n`
      if (lines.length > PIECE) {
        writeSync(truth, lines)
        lines = ''
      }
      switch (one.kind) {
        case 'interchange':
          writeFileSync(join(inFolder, one.name), one.bytes, { flag: 'wx' })
          sum.files += 1
          sum.bytes += one.bytes.length
          sum.from ??= one.at
          sum.to = one.at
          yield told()
          break
        case 'truth':
          sum.items += 1
          if (one.faults.length === 0) sum.clean += 1
          break
        case 'truth-of-receptacle':
          sum.receptacles += 1
          break
        case 'truth-of-dispatch':
          sum.dispatches += 1
          break
      }
    }
    writeSync(truth, lines)
    fsyncSync(truth)
  } finally {
    closeSync(truth)
  }
  return told()
}

function make(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    throw new Error(`${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}. The folder above it must be there, and yours to write in.`, {
      cause: error,
    })
  }
}

/** Of a file only what is wrong with it is worth a line. */
function lineOf(one: Simulated): object | null {
  if (one.kind !== 'interchange') return one
  const { name, at, type, faults } = one
  return faults.length === 0 ? null : { kind: 'truth-of-interchange', name, at, type, faults }
}
