/** What every command is given: where it runs, where it prints, and how it reaches a desk. */
import { Link, type OpenOptions, type StartDesk } from './open.ts'
import type { ExitCode } from './failures.ts'
import { UsageError } from './failures.ts'
import type { Output, Stdio } from './output.ts'

export interface Context {
  readonly env: NodeJS.ProcessEnv
  readonly stdio: Stdio
  readonly output: Output
  readonly dataFolder: string
  /** Absolute. The paths of a command line are those of its own working directory, never of the process that owns the desk. */
  readonly workingFolder: string
  readonly startDesk: StartDesk
}

/** Option values as the parser leaves them. */
export interface Options {
  /** The last one given. */
  one(name: string): string | null
  all(name: string): readonly string[]
  has(name: string): boolean
}

export interface Given {
  readonly options: Options
  readonly positionals: readonly string[]
}

export type Run = (context: Context, given: Given) => Promise<ExitCode>

/** The passphrase of the store. An empty one is as good as none. */
export const keyText = (env: NodeJS.ProcessEnv): string | null => env['LIAISON_KEY'] || null

/** Opens the desk for as long as `work` needs it. */
export async function withDesk<T>(context: Context, work: (link: Link) => Promise<T>, expect: OpenOptions['expect'] = 'office'): Promise<T> {
  const link = await Link.open({ dataFolder: context.dataFolder, keyText: keyText(context.env), startDesk: context.startDesk, expect })
  try {
    return await work(link)
  } finally {
    await link.close()
  }
}

/** A whole number of an option, between two bounds. @throws UsageError */
export function wholeNumber(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d{1,15}$/.test(text) || value < least || value > most) throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`)
  return value
}
