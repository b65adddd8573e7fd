/** What a set-up said of this machine's network, kept beside the store until the office has a hub. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '../../shared/zod.ts'
import { writeDurably } from '../store/durable.ts'

const FILE = 'machine.json'
const schema = z.object({ hub: z.string().nullable(), proxy: z.string().nullable(), ca: z.string().nullable() })
export type Machine = z.infer<typeof schema>
const NONE: Machine = { hub: null, proxy: null, ca: null }

export function readMachine(dataFolder: string): Machine {
  const file = join(dataFolder, FILE)
  if (!existsSync(file)) return NONE
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return NONE
  }
}

export function writeMachine(dataFolder: string, machine: Machine): void {
  writeDurably(join(dataFolder, FILE), `${JSON.stringify(machine, null, 1)}\n`)
}
