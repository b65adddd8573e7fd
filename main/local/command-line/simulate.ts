/** An office that never existed, as files: for trying a desk, a rule or a script without anybody's mail. */
import { resolve } from 'node:path'
import { writeOffice, type WrittenOffice } from '../../simulate/write.ts'
import { type Run, wholeNumber } from './context.ts'
import { CannotRun, DONE, messageOf, UsageError } from './failures.ts'
import { count } from './output.ts'

/** A day of no importance; the same for everybody, since the same options must give the same bytes. */
const START = '2026-11-23T05:00:00Z'
/** Files after which somebody who waits is told how far it is. */
const TOLD_EVERY = 500

export const simulateOffice: Run = async (context, { options }) => {
  const out = options.one('out')
  if (out === null || out === '') throw new UsageError('simulate needs --out DIR.')
  const number = (name: string, or: number): number => {
    const text = options.one(name)
    return text === null ? or : wholeNumber(text, name, 0, Number.MAX_SAFE_INTEGER)
  }
  const { output } = context
  try {
    const writing = writeOffice(
      {
        seed: number('seed', 1),
        office: options.one('office') ?? 'CHZRHB',
        dispatches: number('dispatches', 20),
        items: number('items', 2000),
        faults: faults(options.one('faults')),
        startsAt: moment(options.one('start') ?? START),
        hours: number('hours', 24),
      },
      resolve(context.workingFolder, out),
    )
    for (;;) {
      const { value, done } = writing.next()
      if (done === true) {
        if (output.asJson) await output.record(record(value))
        else await output.line(sentence(value))
        return DONE
      }
      if (value.files % TOLD_EVERY !== 0) continue
      output.say(`${count(value.files, 'file')}, truth of ${count(value.items, 'item')} so far`)
      // Lets a Ctrl-C in.
      await new Promise(setImmediate)
    }
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw new CannotRun(messageOf(error))
  }
}

function faults(text: string | null): boolean {
  if (text === null || text === 'on') return true
  if (text === 'off') return false
  throw new UsageError(`--faults takes on or off, not "${text}".`)
}

/** A day begins at midnight UTC; a moment names its zone. */
function moment(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new UsageError(`--start takes a day (2026-11-23) or a moment with its zone (2026-11-23T05:00Z), not "${text}".`)
  return ms
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

const record = (office: WrittenOffice): object => ({
  in: office.in,
  truth: office.truth,
  files: office.files,
  bytes: office.bytes,
  dispatches: office.dispatches,
  receptacles: office.receptacles,
  items: office.items,
  clean: office.clean,
  from: iso(office.from),
  to: iso(office.to),
})

const sentence = (office: WrittenOffice): string =>
  `${count(office.items, 'item')} in ${count(office.dispatches, 'dispatch', 'dispatches')}, ${count(office.items - office.clean, 'item')} with a fault: ${count(office.files, 'file')} in ${office.in}, the truth in ${office.truth}.`
