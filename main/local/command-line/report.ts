/** Reports as files, or on stdout for a program that reads them. */
import { writeFileSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { REPORT_FORMATS } from '../../../shared/contract/shift-formats.ts'
import { type Context, type Run, withDesk } from './context.ts'
import { CallFailed, CannotRun, DONE, messageOf, NotFound, UsageError } from './failures.ts'

const NAMES = ['shift'] as const
const LANGUAGES = ['en', 'fr'] as const

export const report: Run = async (context, { options, positionals }) => {
  const name = oneOf(positionals[0] ?? '', NAMES, 'There is a report')
  const format = oneOf(options.one('format') ?? 'csv', REPORT_FORMATS, '--format is')
  const language = options.one('language')
  const which = period({ shift: options.one('shift'), from: options.one('from'), to: options.one('to') })
  const out = options.one('out')
  return withDesk(context, async (link) => {
    const asked = {
      name,
      ...which,
      format,
      ...(language === null ? {} : { language: oneOf(language, LANGUAGES, '--language is') }),
      mark: options.has('bom'),
    }
    const file = await link.call('report.file', asked).catch((error: unknown) => {
      if (error instanceof CallFailed && error.code === 'not-found') throw new NotFound(`There is no shift "${which.shift ?? ''}". Name one by its number, or say open or last.`)
      throw error
    })
    if (out === null) {
      await context.output.line(file.text.replace(/\r?\n$/, ''))
      return DONE
    }
    const path = resolve(context.workingFolder, out)
    write(path, file.text)
    await said(context, path, file.name)
    return DONE
  })
}

async function said({ output }: Context, path: string, name: string): Promise<void> {
  if (output.asJson) await output.record({ file: path, name })
  else await output.line(`Written to ${path}.`)
}

/** Whole or not at all: a file that another program watches for must not be seen half written. */
function write(path: string, text: string): void {
  const unfinished = `${path}.part`
  try {
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new CannotRun(`${path} cannot be written: ${messageOf(error)}`)
  }
}

type Which = { readonly shift?: string; readonly from?: string; readonly to?: string }

/** @throws UsageError */
function period({ shift, from, to }: Readonly<Record<'shift' | 'from' | 'to', string | null>>): Which {
  if (shift !== null) {
    if (from !== null || to !== null) throw new UsageError('A shift has its own times: give --shift, or --from and --to.')
    return { shift }
  }
  if (from === null) throw new UsageError('report needs --from and --to, or --shift.')
  const ends = to === null ? {} : { to: time(to, 'to') }
  const which = { from: time(from, 'from'), ...ends }
  if (to !== null && Date.parse(to) < Date.parse(from)) throw new UsageError('--to is before --from.')
  return which
}

/** Also a day alone: its first moment, UTC. */
function time(text: string, name: string): string {
  const ms = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) || !Number.isFinite(ms))
    throw new UsageError(`--${name} takes a time like 2026-11-22T06:00:00Z or 2026-11-22T07:00:00+01:00, not "${text}".`)
  return new Date(ms).toISOString()
}

function oneOf<T extends string>(text: string, values: readonly T[], sentence: string): T {
  const found = values.find((value) => value === text)
  if (found === undefined) throw new UsageError(`${sentence} ${values.join(', ')}, not "${text}".`)
  return found
}
