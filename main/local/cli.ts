/**
 * The command line, for gateways, scripts and administrators. Its commands, keys and exit codes are a promise:
 * docs/command-line.md.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, COMMANDS, COMMON, helpText, usageOf } from './command-line/commands.ts'
import type { Context, Given, Options } from './command-line/context.ts'
import { defaultDataFolder } from './command-line/data-folder.ts'
import { CallFailed, CannotRun, COULD_NOT_RUN, codeOf, DONE, type ExitCode, messageOf, NOT_ALL_WELL, NotFound, UsageError } from './command-line/failures.ts'
import type { StartDesk } from './command-line/open.ts'
import { isReaderGone, Output, type Stdio } from './command-line/output.ts'

const startRealDesk: StartDesk = async (options) => (await import('../desk/start.ts')).startDesk(options)

/**
 * Runs one command.
 *
 * @param argv arguments after the program's name
 * @param startDesk how a desk is started in this process; tests bring their own
 * @returns the exit code: 0 done · 1 done, but something was set aside, rejected, not found or different · 2 could not run
 */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv = process.env, stdio: Stdio = process, startDesk: StartDesk = startRealDesk): Promise<ExitCode> {
  // Before anything is parsed there is no --json to go by: what can be said then goes to stderr anyway.
  let output = new Output(stdio, false)
  let command: Command | null = null
  try {
    const called = nameAndRest(argv)
    if (called === null || called.name === 'help') {
      const asked = called === null ? undefined : called.rest.find((one) => !one.startsWith('-'))
      const about = asked === undefined ? null : find(asked)
      // Asked for, it is the answer; else it is an advice to somebody who has typed nothing.
      if (called === null && !argv.some((one) => one === '--help' || one === '-h')) throw new UsageError('Which command?')
      await output.line(about === null ? helpText() : `${usageOf(about)}\n${about.summary}`)
      await output.flushed()
      return DONE
    }
    command = find(called.name)
    const given = parse(command, called.rest)
    output = given.options.has('json') ? new Output(stdio, true) : output
    if (given.options.has('help')) {
      await output.line(`${usageOf(command)}\n${command.summary}`)
      await output.flushed()
      return DONE
    }
    const workingFolder = process.cwd()
    const data = given.options.one('data')
    if (data === '') throw new UsageError('--data takes a directory.')
    const context: Context = { env, stdio, output, workingFolder, dataFolder: data === null ? defaultDataFolder(env) : resolve(workingFolder, data), startDesk }
    const code = await (await command.load())(context, given)
    await output.flushed()
    return code
  } catch (error) {
    return explain(error, output, command)
  }
}

/** The command's name may come after the common options. */
function nameAndRest(argv: readonly string[]): { readonly name: string; readonly rest: readonly string[] } | null {
  for (let at = 0; at < argv.length; at++) {
    const arg = argv[at] ?? ''
    if (arg === '--data') at++
    else if (!arg.startsWith('-')) return { name: arg, rest: [...argv.slice(0, at), ...argv.slice(at + 1)] }
  }
  return null
}

function find(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name)
  if (command === undefined) throw new UsageError(`There is no command "${name}".`)
  return command
}

/** @throws UsageError */
function parse(command: Command, args: readonly string[]): Given {
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ args: [...args], options: { ...COMMON, ...command.options }, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
  const { values, positionals } = parsed
  const [least, most] = command.positionals
  const help = values['help'] === true
  if (!help && positionals.length < least) throw new UsageError(`${command.name} needs ${command.usage.split(' ')[0]}.`)
  if (positionals.length > most) throw new UsageError(`${command.name} does not take "${positionals[most]}".`)
  const all = (name: string) => {
    const value = values[name]
    return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')
  }
  const options: Options = { all, one: (name) => all(name).at(-1) ?? null, has: (name) => values[name] === true }
  return { options, positionals }
}

/** Says on stderr what went wrong, and which exit code that is. */
function explain(error: unknown, output: Output, command: Command | null): ExitCode {
  // The reader took what it wanted and left, as `head` does. There is nothing to complain about, and nowhere to.
  if (isReaderGone(error)) return DONE
  if (error instanceof UsageError) {
    output.say(error.message)
    output.say(command === null ? helpText() : `Usage: ${usageOf(command)}`)
    return COULD_NOT_RUN
  }
  if (error instanceof NotFound) {
    output.say(error.message)
    return NOT_ALL_WELL
  }
  if (error instanceof CannotRun) {
    output.say(error.message)
    return COULD_NOT_RUN
  }
  if (error instanceof CallFailed) {
    output.say(`${error.message} (${error.code})`)
    return COULD_NOT_RUN
  }
  const code = codeOf(error)
  output.say(`The command failed: ${messageOf(error)}${code === null ? '' : ` (${code})`}`)
  return COULD_NOT_RUN
}
