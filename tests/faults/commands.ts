/** The command line as a process of its own, so that it can be killed, traced and timed as users' scripts meet it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDesk } from '../../main/desk/start.ts'
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LIAISON = join(ROOT, 'main/local/liaison.ts')

export const PASSWORD = 'correct horse battery'
export const KEY = 'a passphrase of several words'

export interface Ended {
  /** `null` where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** What it has printed so far. */
  readonly stdout: () => string
}

export const environment = (extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  LIAISON_KEY: KEY,
  LIAISON_PASSWORD: PASSWORD,
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'),
  ...extra,
})

/** @param before a program that runs ours, as `strace … --` does */
export function start(
  args: readonly string[],
  { env, before = [], cwd }: { readonly env?: NodeJS.ProcessEnv; readonly before?: readonly string[]; readonly cwd?: string } = {},
): Running {
  const [file = process.execPath, ...rest] = [...before, process.execPath, LIAISON, ...args]
  const child = spawn(file, rest, { env: environment(env), stdio: ['pipe', 'pipe', 'pipe'], ...(cwd === undefined ? {} : { cwd }) })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  child.stdin.on('error', () => undefined)
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8')
  const ended = new Promise<Ended>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout: text(out), stderr: text(err) })))
  return { child, ended, stdout: () => text(out) }
}

export async function run(
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly input?: string; readonly before?: readonly string[]; readonly cwd?: string } = {},
): Promise<Ended> {
  const running = start(args, options)
  running.child.stdin?.end(options.input ?? '')
  return running.ended
}

/** Whole lines of JSON; a last one that a kill cut short was never acknowledged. */
export function records<T = Record<string, unknown>>(stdout: string): T[] {
  return stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

export async function setUp(data: string): Promise<void> {
  const { code, stderr } = await run(['init', '--office', 'CHZRHB', '--user', 'anna', '--role', 'supervisor', '--data', data, '--json'])
  if (code !== 0) throw new Error(`init ended with ${code}: ${stderr}`)
}

/** Lets answers leave at once. The undo time is the office's setting, and no command goes around it. */
export async function withoutUndoTime(data: string): Promise<void> {
  const desk = await startDesk({ dataFolder: data, keyText: KEY, osKeyStore: null })
  try {
    const connection = desk.connect({ host: 'local', notify: () => undefined })
    for (const [name, input] of [
      ['session.signIn', { user: 'anna', password: PASSWORD }],
      ['settings.set', { undoSeconds: 0 }],
    ] as const) {
      const reply = await connection.call(name, input)
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
    }
  } finally {
    await desk.close()
  }
}

/** The n-th registered item of a post that writes its numbers one after the other. */
export function s10(n: number): string {
  const serial = String(n).padStart(8, '0')
  return `RR${serial}${s10CheckDigit(serial)}FR`
}

/** A PREDES that announces one dispatch: `items` items in one receptacle, numbered from `first`. */
export function predes(number: number, first: number, items: number): string {
  const dispatch = `FRCDGACHZRHBAUN6${String(number).padStart(4, '0')}`
  const receptacle = `${dispatch}001000123`
  const segments = [
    `UNB+UNOC:3+FRA01+CHA01+261122:0715+PD${number}`,
    'UNH+1+PREDES:2:1:UP',
    `BGM+PRE+${dispatch}+9`,
    'DTM+137:202611220700:203',
    'CNT+11:1',
    `CNT+16:${items}`,
    'GID+1+1:BG',
    `PCI++${receptacle}`,
    `QTY+52:${items}`,
    ...Array.from({ length: items }, (_, n) => `GIN+BN+${s10(first + n)}`),
  ]
  return [...segments, `UNT+${segments.length}+1`, `UNZ+1+PD${number}`].map((segment) => `${segment}'\n`).join('')
}

/** A folder with one PREDES a dispatch. */
export function writeDispatches(folder: string, from: number, dispatches: number, itemsEach: number): void {
  mkdirSync(folder, { recursive: true })
  for (let n = from; n < from + dispatches; n++) writeFileSync(join(folder, `predes-${String(n).padStart(4, '0')}.edi`), predes(n, n * itemsEach, itemsEach))
}
