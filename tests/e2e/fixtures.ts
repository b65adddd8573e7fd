/**
 * What every end-to-end test begins with: a desk of its own, started by the real command on an empty data folder, and
 * a page of it. A console message, an uncaught error or a report of the content security policy fails the test.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface RunningDesk {
  /** Opens the desk once or more; its token lives ten minutes. */
  readonly url: string
  readonly dataFolder: string
  /** Runs `liaison …` on the same data folder; answers what it printed and its exit code. */
  liaison(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>
  stop(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

const exited = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', (code) => resolve(code ?? 1)) : resolve(child.exitCode ?? 1)))

/**
 * Starts `liaison desk` and waits until it can be used. `env` adds to the environment (`LIAISON_KEY`, `LIAISON_PASSWORD`);
 * `port` is any free one unless it is named.
 */
export async function startDesk(dataFolder: string, env: Readonly<Record<string, string>> = {}, port = 0): Promise<RunningDesk> {
  const environment = { ...process.env, ...env }
  const run = (args: readonly string[]) =>
    spawn(process.execPath, ['main/local/liaison.ts', ...args, '--data', dataFolder], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const child = run(['desk', '--json', '--no-open', '--port', String(port)])
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { readonly ready?: boolean; readonly url?: string }
      if (said.ready === true && said.url !== undefined) resolve(said.url)
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`The desk ended with exit code ${code}: ${complaint}`)))
  })
  return {
    url,
    dataFolder,
    async liaison(...args) {
      const command = run(args)
      const printed = { out: '', err: '' }
      command.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text))
      command.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text))
      const code = await new Promise<number>((resolve) => command.on('close', (exit) => resolve(exit ?? 1)))
      return { code, ...printed }
    },
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM')
      await exited(child)
    },
    async kill() {
      child.kill('SIGKILL')
      await exited(child)
    },
  }
}

/** Puts into `complaints` what a page says that it should not. For pages that a test opens besides its first. */
export function collectComplaints(page: Page, complaints: string[]): void {
  // Errors and warnings of the console hold the reports of the content security policy too.
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('crash', () => complaints.push('the page crashed'))
}

interface Fixtures {
  /** Added to the environment of the desk. */
  readonly deskEnv: Record<string, string>
  /** A folder for this test alone; the desk's data folder is `data` in it. */
  readonly home: string
  readonly desk: RunningDesk
  readonly complaints: string[]
}

export const test = base.extend<Fixtures>({
  deskEnv: [{}, { option: true }],

  home: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'liaison-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },

  desk: async ({ home, deskEnv }, use) => {
    // A key file goes beside the data folder, where the test can take it away again.
    const desk = await startDesk(join(home, 'data'), { XDG_CONFIG_HOME: join(home, 'config'), ...deskEnv })
    await use(desk)
    await desk.stop()
  },

  complaints: [
    async ({}, use) => {
      const complaints: string[] = []
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],

  /** A page of the desk, entered by the printed address. */
  page: async ({ page, desk, complaints }, use) => {
    collectComplaints(page, complaints)
    await page.goto(desk.url)
    await use(page)
    // The desk ends before its pages do, and those say on the console that nobody answers.
    for (const open of page.context().pages()) open.removeAllListeners('console')
  },
})

export { expect }
