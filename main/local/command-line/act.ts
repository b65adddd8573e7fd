/** Decisions from a script: a command a line in, an outcome a line out, each after its commit. */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { commandInputSchema } from '../../../shared/contract.ts'
import { type Context, type Run, withDesk } from './context.ts'
import { CallFailed, CannotRun, DONE, NOT_ALL_WELL, UsageError } from './failures.ts'
import { type LineIn, linesIn } from './lines-in.ts'
import type { Link } from './open.ts'
import { printable } from './output.ts'
import { type ActInput, outcomeRecord, type OutcomeRecord } from './rows.ts'

/** Commands sent at a time. Small enough that the first outcomes come soon, large enough that a commit is shared. */
const BLOCK = 200

export const act: Run = async (context, { options, positionals }) => {
  const user = options.one('as')
  if (user === null) throw new UsageError('act needs --as USER: a decision is signed with a name.')
  const password = context.env['LIAISON_PASSWORD']
  if (password === undefined || password === '') throw new CannotRun(`Set LIAISON_PASSWORD to the password of ${user}.`)
  const input = await openInput(context, positionals[0] ?? '-')
  let allWell = true
  await withDesk(context, async (link) => {
    await signIn(link, user, password)
    for await (const block of linesIn(input, BLOCK)) {
      for (const outcome of await decide(
        link,
        block.map((line) => readCommand(line, context.workingFolder)),
      )) {
        allWell &&= outcome.result === 'accepted'
        await print(context, outcome)
      }
    }
  })
  return allWell ? DONE : NOT_ALL_WELL
}

/** A file is opened before the desk is, so that a mistyped name is answered at once. @throws CannotRun */
async function openInput(context: Context, name: string): Promise<Readable> {
  if (name === '-') return context.stdio.stdin
  const file = createReadStream(resolve(context.workingFolder, name))
  await new Promise<void>((opened, failed) => {
    file.once('open', () => opened())
    file.once('error', (error) => failed(new CannotRun(`${name} cannot be read: ${error.message}`)))
  })
  return file
}

async function signIn(link: Link, user: string, password: string): Promise<void> {
  try {
    await link.signIn(user, password)
  } catch (error) {
    if (error instanceof CallFailed) throw new CannotRun(`${user} could not be signed in: ${error.message}`)
    throw error
  }
}

/** A line as a command, or as the outcome that it has already. */
export type ReadLine = { readonly command: ActInput & { readonly id: string } } | { readonly outcome: OutcomeRecord }

const refusedLine = (code: 'syntax' | 'args', text: string, from: Readonly<Record<string, unknown>> = {}): ReadLine => {
  const textOf = (key: string) => (typeof from[key] === 'string' ? from[key] : null)
  return { outcome: { id: textOf('id'), item: textOf('item'), name: textOf('name'), result: 'rejected', code, text, pending: false, seq: null, state: null } }
}

const KEYS: ReadonlySet<string> = new Set(['id', 'name', 'item', 'args'])

/**
 * Reads a line of `act`.
 *
 * A command without an id gets one here and not in the desk: so it can be sent again when the desk goes away before
 * it answered, and is still decided once.
 */
export function readCommand(line: LineIn, workingFolder: string): ReadLine {
  if ('problem' in line) return refusedLine('syntax', line.problem === 'too-long' ? 'The line is longer than 1 MiB.' : 'The line is not UTF-8.')
  let value: unknown
  try {
    value = JSON.parse(line.text)
  } catch (error) {
    return refusedLine('syntax', `The line is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refusedLine('syntax', 'A command is a JSON object.')
  const given = value as Readonly<Record<string, unknown>>
  const unknown = Object.keys(given).find((key) => !KEYS.has(key))
  if (unknown !== undefined) return refusedLine('args', `A command has no key "${unknown}"; its keys are id, name, item and args.`, given)
  // `null` says "absent", as it does in what we print.
  const present = Object.fromEntries(Object.entries(given).filter(([, part]) => part !== null))
  const parsed = commandInputSchema.safeParse(present)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refusedLine('syntax', `${issue?.path.join('.') || 'The command'}: ${issue?.message ?? 'is not as it should be'}`, given)
  }
  const { id, name, item, args } = parsed.data
  return { command: { id: id ?? uuidv7(), name, item, ...(args === undefined ? {} : { args: name === 'attach' ? absolutePath(args, workingFolder) : args }) } }
}

/** `attach {path}` names a file of this working directory, whichever process reads it. */
function absolutePath(args: Readonly<Record<string, unknown>>, workingFolder: string): Record<string, unknown> {
  const path = args['path']
  return typeof path === 'string' && path !== '' ? { ...args, path: resolve(workingFolder, path) } : { ...args }
}

/** Sends the commands of a block and puts the outcomes of its other lines between them, in the order of the lines. */
export async function decide(link: Pick<Link, 'call'>, lines: readonly ReadLine[]): Promise<OutcomeRecord[]> {
  const commands = lines.flatMap((line) => ('command' in line ? [line.command] : []))
  if (commands.length === 0) return lines.flatMap((line) => ('outcome' in line ? [line.outcome] : []))
  const { outcomes } = await link.call('act', { commands })
  let next = 0
  return lines.map((line) => {
    if ('outcome' in line) return line.outcome
    const outcome = outcomes[next++]
    if (outcome === undefined) throw new CannotRun('The desk answered fewer commands than it was given.')
    return outcomeRecord(outcome)
  })
}

async function print({ output }: Context, outcome: OutcomeRecord): Promise<void> {
  if (output.asJson) return output.record(outcome)
  const what = [outcome.name, outcome.item].filter((part) => part !== null).join(' ')
  const state = outcome.state === null ? '' : ` → ${outcome.state}`
  await output.line(
    printable(
      outcome.result === 'accepted'
        ? `${what}: accepted${state}${outcome.text === '' ? '' : ` – ${outcome.text}`}`
        : `${what === '' ? '(unreadable line)' : what}: rejected – ${outcome.text} (${outcome.code})`,
    ),
  )
}

/** A UUID of version 7: ordered by time, so that ids of one day lie together in the store. */
export function uuidv7(now: number = Date.now()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
