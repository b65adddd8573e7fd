/** An office as tests need it: made by the command line in a second, or by hand through the first screen. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { writeMail } from '../../fakes/mail.ts'
import { test as base } from '../fixtures.ts'
import { say, type Say } from './words.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export const SAMPLES = fileURLToPath(new URL('../../fixtures/samples/', import.meta.url))
export const HOSTILE = fileURLToPath(new URL('../../fixtures/e2e/', import.meta.url))
export const sample = (name: 'predes.edi' | 'itmatt.xml' | 'manifest.csv' | 'emsevt.edi'): string => join(SAMPLES, name)

export const OFFICE = 'CHZRHB'
export const SUPERVISOR = { login: 'anna', name: 'anna', password: 'a first good password' } as const
export interface Person {
  readonly login: string
  readonly name: string
  readonly password: string
}

/** Runs `liaison …` on a data folder that no desk holds. @throws Error with what it said, unless it ended with 0 or 1 */
export async function liaison(home: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn(process.execPath, ['main/local/liaison.ts', ...args, '--data', join(home, 'data')], {
    cwd: root,
    env: { ...process.env, XDG_CONFIG_HOME: join(home, 'config'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0 && code !== 1) throw new Error(`liaison ${args.join(' ')} ended with ${code}: ${err}`)
  return out
}

interface Mail {
  /** Files and folders that were read before the desk opens. */
  readonly mail: readonly string[]
  /** Generated mail besides: so many dispatches of so many items. */
  readonly generated: { readonly dispatches: number; readonly items: number }
}
interface Offices {
  /** Puts an office with this mail into an empty folder, as `data` and `config`; answers its recovery key. */
  into(home: string, mail: Mail): Promise<string>
}

/** Makes an office and reads mail into it. It has no out folder: nothing leaves before a test says so. */
async function makeOffice(home: string, { mail, generated: { dispatches, items } }: Mail): Promise<string> {
  const made = await liaison(home, ['init', '--json', '--office', OFFICE, '--user', SUPERVISOR.login], { LIAISON_PASSWORD: SUPERVISOR.password })
  const folder = join(home, 'mail')
  if (dispatches > 0) writeMail(folder, dispatches, items)
  if (dispatches > 0 || mail.length > 0) await liaison(home, ['import', '--json', ...mail, ...(dispatches > 0 ? [folder] : [])])
  return (JSON.parse(made) as { readonly recoveryKey: string }).recoveryKey
}

/** A test that begins at the sign-in of an office with the sample mail. */
export const test = base.extend<Mail & { readonly recoveryKey: string }, { readonly offices: Offices }>({
  mail: [[SAMPLES], { option: true }],
  generated: [{ dispatches: 0, items: 0 }, { option: true }],
  // Made once and then copied: most tests begin with the same one.
  offices: [
    async ({}, use) => {
      const made = new Map<string, { readonly folder: string; readonly recoveryKey: string }>()
      await use({
        async into(home, mail) {
          const key = JSON.stringify(mail)
          let office = made.get(key)
          if (office === undefined) {
            const folder = mkdtempSync(join(tmpdir(), 'liaison-office-'))
            office = { folder, recoveryKey: await makeOffice(folder, mail) }
            made.set(key, office)
          }
          for (const part of ['data', 'config']) cpSync(join(office.folder, part), join(home, part), { recursive: true })
          return office.recoveryKey
        },
      })
      for (const { folder } of made.values()) rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  // The folder, not the desk: whatever is started on it finds the office there.
  home: async ({ home, offices, mail, generated }, use) => {
    writeFileSync(join(home, 'recovery-key'), await offices.into(home, { mail, generated }))
    await use(home)
  },
  recoveryKey: async ({ home }, use) => use(readFileSync(join(home, 'recovery-key'), 'utf8')),
})

/** Signs in on a page that asks for it. */
export async function signIn(page: Page, { login, password }: Pick<Person, 'login' | 'password'> = SUPERVISOR, words: Say = say): Promise<void> {
  await fillSignIn(page, login, password, words)
  await expect(page.getByRole('navigation', { name: words('frame.navigation') })).toBeVisible()
}

export async function fillSignIn(page: Page, login: string, password: string, words: Say = say): Promise<void> {
  await page.getByRole('textbox', { name: words('signIn.user') }).fill(login)
  await page.getByLabel(words('signIn.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: words('signIn.submit'), exact: true }).click()
}
