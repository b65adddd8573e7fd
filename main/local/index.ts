/** The desk in a browser window: starts the desk and its loopback server, opens the window, and ends both. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Desk } from '../desk/port.ts'
import { openBrowser } from './open-browser.ts'
import { type Addresses, askRunningDesk, leaveNote } from './running-desk.ts'
import { type LocalServer, openServer } from './server.ts'

export interface RunDeskOptions {
  readonly dataFolder: string
  /** 0 for any free one. */
  readonly port: number
  /** Whether to open a window; else only the address is printed. */
  readonly open: boolean
  /** Prints `{"ready":true,"url":…}` on stdout; else a line for people on stderr. */
  readonly json: boolean
  /** The passphrase of the store's key, `null` where a key file has it. */
  readonly keyText: string | null
  readonly startDesk: (options: { readonly dataFolder: string; readonly keyText: string | null; readonly osKeyStore: null }) => Promise<Desk>
  readonly pagesFolder?: string
  /** Opens the page in the training office. */
  readonly training?: boolean
}

/** The window appears while the store still opens; but a desk that ends at once (owned, wrong key) opens none. */
const HEAD_START_MS = 400
const IMPATIENT_MS = 1_500
/** How long to wait for a command that owns the data folder and is not a desk with a window. */
const OWNER_PATIENCE_MS = 15_000

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** `out/renderer`, beside the sources and beside the bundle alike. */
export function findPages(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const found = ['../../out/renderer', '../renderer', '../../renderer']
    .map((way) => join(here, way))
    .find((folder) => existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'assets')))
  if (found === undefined) throw new Error('The screens are not built. Run: npm run build')
  return found
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** Says where the desk is, and opens it. */
async function show(given: Addresses, options: RunDeskOptions): Promise<void> {
  const addresses = options.training === true ? { printed: `${given.printed}&training`, file: `${given.file}&training` } : given
  if (options.json) process.stdout.write(`${JSON.stringify({ ready: true, url: addresses.printed })}\n`)
  const shown = options.open ? await openBrowser(addresses.file, options.dataFolder) : 'none'
  if (options.json) return
  if (shown === 'none') tell(`Liaison Desk is open. Go to ${addresses.printed}`)
  else tell(`Liaison Desk is open in a ${shown === 'window' ? 'window of its own' : 'tab of the browser'}. If none appeared, go to ${addresses.printed}`)
  tell('The address works until ten minutes after it was printed or last opened; starting again prints a new one.')
}

/**
 * Runs the desk until it is stopped; answers the exit code (0, or 2 where it could not run).
 *
 * A data folder has one owner: where another desk runs on it, that one is opened and this process ends.
 */
export async function runDesk(options: RunDeskOptions): Promise<number> {
  const stopped = Promise.withResolvers<void>()
  let since: number | null = null
  const stop = () => {
    since ??= performance.now()
    stopped.resolve()
    // A terminal's Ctrl-C reaches the launcher and us, so it arrives twice; who presses it again later means it.
    if (performance.now() - since > IMPATIENT_MS) process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  // Whoever read our output may go away without ending the desk.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  const patience = Date.now() + OWNER_PATIENCE_MS
  for (;;) {
    const running = await askRunningDesk(options.dataFolder)
    if (running !== null) {
      await show(running, options)
      if (!options.json) tell('(It was running already; this start only opened it.)')
      return 0
    }
    const outcome = await runOnce(options, stopped.promise)
    if (outcome !== 'owned') return outcome
    if (Date.now() > patience) {
      tell(
        `Another program has the data folder ${options.dataFolder} open: a desk in an Electron window, or a command that is still at work. Close it, or give another folder with --data.`,
      )
      return 2
    }
    await Promise.race([sleep(250), stopped.promise])
  }
}

async function runOnce(options: RunDeskOptions, stopped: Promise<void>): Promise<number | 'owned'> {
  const ownerSecret = randomBytes(32).toString('base64url')
  const started = options.startDesk({ dataFolder: options.dataFolder, keyText: options.keyText, osKeyStore: null })
  const failure = started.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  let server: LocalServer
  try {
    server = await openServer({ desk: started, pagesFolder: options.pagesFolder ?? findPages(), port: options.port, ownerSecret })
  } catch (error) {
    const failed = await failure
    if (failed === null) await (await started).close()
    else if (codeOf(failed.error) === 'owned') return 'owned'
    tell(codeOf(error) === 'EADDRINUSE' ? `Port ${options.port} is taken; choose another with --port, or none for any free one.` : messageOf(error))
    return 2
  }
  const later = 'later' as const
  // A program that waits for the ready line wants a desk that can be used; a person wants to see a window.
  const waiting = options.json ? stopped.then(() => later) : sleep(HEAD_START_MS, later, { ref: false })
  const early = await Promise.race([failure, waiting])
  if (early !== null && early !== 'later') {
    await server.close()
    if (codeOf(early.error) === 'owned') return 'owned'
    tell(messageOf(early.error))
    return 2
  }
  // The note names this process as the one to ask, which it is once the data folder is ours.
  let takeBack = () => {}
  const noted = started.then(
    () => {
      takeBack = leaveNote(options.dataFolder, { pid: process.pid, port: server.port, secret: ownerSecret })
    },
    () => {},
  )
  await show({ printed: server.printedAddress(), file: server.fileAddress() }, options)
  if (!options.json) tell('Ctrl-C ends it.')
  const ended = await Promise.race([stopped.then(() => null), failure.then((failed) => failed ?? stopped.then(() => null))])
  await noted
  takeBack()
  await server.close()
  if (ended !== null) {
    tell(messageOf(ended.error))
    return 2
  }
  const desk = await started.catch(() => null)
  await desk?.close()
  return 0
}
