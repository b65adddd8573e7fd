/** Files and folders into the desk: a line a message, after its commit, and a summary at the end. */
import { lstatSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { ImportLine, ImportSummary } from '../../../shared/contract.ts'
import { type Context, type Run, withDesk } from './context.ts'
import { CannotRun, DONE, LinkLost, messageOf, NOT_ALL_WELL, UsageError } from './failures.ts'
import { runJob } from './jobs.ts'
import type { Link } from './open.ts'
import { count, type Output, printable } from './output.ts'
import { findingRecord } from './rows.ts'

/** Paths that one job takes. */
const PATHS = 1000

export const importFiles: Run = async (context, { options, positionals }) => {
  if (positionals.length === 0) throw new UsageError('import needs at least one PATH.')
  const named = positionals.map((given) => ({ given, absolute: resolve(context.workingFolder, given) }))
  for (const { given, absolute } of named) checkPath(given, absolute)
  const map = options.one('map')
  return withDesk(context, async (link) => {
    if (map !== null) await checkMap(link, map)
    const tally = emptySummary()
    const shown = new Set<string>()
    let cancelled = false
    for (let from = 0; from < named.length && !cancelled; from += PATHS) {
      const part = await importOnce(context, link, named.slice(from, from + PATHS), map, shown)
      add(tally, part.summary)
      cancelled = part.cancelled
    }
    if (cancelled) context.output.say('Cancelled. What had been read by then is in the desk; import the same again for the rest.')
    if (context.output.asJson) await context.output.record({ summary: tally })
    else await context.output.line(sentence(tally))
    return tally.setAside > 0 || cancelled ? NOT_ALL_WELL : DONE
  })
}

interface Named {
  readonly given: string
  readonly absolute: string
}

/** @throws CannotRun where there is nothing: a mistyped name must not look like an empty folder */
function checkPath(given: string, absolute: string): void {
  try {
    lstatSync(absolute)
  } catch (error) {
    throw new CannotRun(`${given} cannot be read: ${messageOf(error)}. Nothing was imported.`)
  }
}

async function checkMap(link: Link, name: string): Promise<void> {
  const { maps } = await link.call('exchange.maps', {})
  if (!maps.some((map) => map.name === name)) throw new CannotRun(`There is no map "${name}". Maps: ${maps.map((map) => map.name).join(', ')}.`)
}

/**
 * Imports as one job. When the desk that did it goes away, the same paths are imported again: what was committed is a
 * duplicate by then, and a file of which lines were shown already is not shown again as one.
 */
async function importOnce(
  context: Context,
  link: Link,
  named: readonly Named[],
  map: string | null,
  shown: Set<string>,
): Promise<{ readonly summary: ImportSummary; readonly cancelled: boolean }> {
  const { output } = context
  const repeated = { messages: 0, duplicate: 0 }
  for (let again = 0; ; again++) {
    try {
      const job = await runJob(link, 'exchange.import', { paths: named.map(({ absolute }) => absolute), map }, async (raw) => {
        const line = raw as ImportLine
        const key = `${line.file}\0${line.sha256}`
        if (again > 0 && line.status === 'duplicate' && shown.has(key)) {
          repeated.messages++
          repeated.duplicate++
          return
        }
        shown.add(key)
        await print(output, { ...line, file: asGiven(line.file, named) })
      })
      const summary = (job.result ?? emptySummary()) as ImportSummary
      return { summary: { ...summary, messages: summary.messages - repeated.messages, duplicate: summary.duplicate - repeated.duplicate }, cancelled: job.status === 'cancelled' }
    } catch (error) {
      if (!(error instanceof LinkLost) || again === 5) throw error
    }
  }
}

/** A file's name in the terms of the command: below the path that was given, as `grep -r` would name it. */
export function asGiven(file: string, named: readonly Named[]): string {
  for (const { given, absolute } of named) {
    if (file === absolute) return given
    if (file.startsWith(absolute.endsWith(sep) ? absolute : absolute + sep)) return join(given, relative(absolute, file))
  }
  return file
}

/** A line of `import`, key by key. */
export const importRecord = (line: ImportLine) => ({
  file: line.file,
  sha256: line.sha256,
  type: line.type,
  reference: line.reference,
  sender: line.sender,
  status: line.status,
  supersedes: line.supersedes,
  findings: line.findings.map(findingRecord),
  dispatches: line.dispatches,
  receptacles: line.receptacles,
  items: line.items,
  events: line.events,
})

async function print(output: Output, line: ImportLine): Promise<void> {
  if (output.asJson) return output.record(importRecord(line))
  const what = [line.type, line.reference].filter((part) => part !== null).join(' ')
  const parts = [
    line.dispatches > 0 ? count(line.dispatches, 'dispatch', 'dispatches') : null,
    line.receptacles > 0 ? count(line.receptacles, 'receptacle') : null,
    line.items > 0 ? count(line.items, 'item') : null,
    line.events > 0 ? count(line.events, 'event') : null,
  ].filter((part) => part !== null)
  await output.line(printable(`${line.file}: ${what === '' ? '' : `${what} – `}${line.status}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`))
  for (const finding of line.findings) await output.line(printable(`    ${finding.severity}: ${finding.text} (${finding.where})`))
}

const emptySummary = () => ({
  files: 0,
  messages: 0,
  accepted: 0,
  acceptedWithFindings: 0,
  setAside: 0,
  duplicate: 0,
  dispatches: 0,
  receptacles: 0,
  items: 0,
  events: 0,
  seconds: 0,
})

function add(tally: ReturnType<typeof emptySummary>, part: ImportSummary): void {
  for (const key of Object.keys(tally) as (keyof ImportSummary)[]) tally[key] += part[key]
  tally.seconds = Math.round(tally.seconds * 1000) / 1000
}

const sentence = (tally: ImportSummary): string =>
  `${count(tally.files, 'file')}, ${count(tally.messages, 'message')}: ${tally.accepted} accepted, ${tally.acceptedWithFindings} with findings, ${tally.setAside} set aside, ${tally.duplicate} duplicate. ` +
  `${count(tally.dispatches, 'dispatch', 'dispatches')}, ${count(tally.receptacles, 'receptacle')}, ${count(tally.items, 'item')}, ${count(tally.events, 'event')} in ${tally.seconds.toFixed(1)} s.`
