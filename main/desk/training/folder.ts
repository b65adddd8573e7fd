/**
 * What lies in the folder of the training office.
 *
 *   training/day.json      which day is the present one, and its key
 *   training/day-3f9c…/    a day: its store, its truth, and the mail that has not arrived yet
 *
 * `day.json` is written last and whole. So whenever the process dies, laying a first day or another one, it names
 * a day that is complete (or none), and whatever else lies here is swept away at the next opening.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '../../../shared/zod.ts'
import { writeDurably } from '../../store/durable.ts'

const DAY_FILE = 'day.json'

const daySchema = z.strictObject({
  v: z.literal(1),
  /** Name of its folder. */
  name: z.string().regex(/^day-[0-9a-f]{12}$/),
  seed: z.number().int().min(0).max(0xffff_ffff),
  /** Epoch ms at which somebody first sat down at it. */
  beganAt: z.number().int(),
  office: z.string(),
  /** In the open: nothing in a training office is anybody's, and a key to lose would be one to ask for. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** File names of the mail, in the order of its arrival; one that has arrived is no longer there. */
  mail: z.array(z.string()),
  exercise: z.array(z.strictObject({ item: z.string(), guided: z.boolean() })),
})
export type DayRecord = z.infer<typeof daySchema>

export const newDayName = (): string => `day-${randomBytes(6).toString('hex')}`

/** The present day; `null` where there is none, or none that can be read: then another is laid. */
export function readDay(base: string): DayRecord | null {
  try {
    return daySchema.parse(JSON.parse(readFileSync(join(base, DAY_FILE), 'utf8')))
  } catch {
    return null
  }
}

/** Makes this the present day, durably. */
export function writeDay(base: string, day: DayRecord): void {
  writeDurably(join(base, DAY_FILE), `${JSON.stringify(day)}\n`)
}

/** Makes the folder, and removes from it all that is not of the present day: what a process that died had begun. */
export function sweep(base: string, keep: string | null): void {
  mkdirSync(base, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(base)) if (name !== keep && name !== DAY_FILE) rmSync(join(base, name), { recursive: true, force: true })
}
