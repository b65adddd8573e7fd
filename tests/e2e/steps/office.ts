/** An office as tests need it: made by the command line in a second, or by hand through the first screen. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
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

/** Makes the office and reads mail into it before any desk is open. */
export async function prepareOffice(home: string, mail: readonly string[]): Promise<{ readonly recoveryKey: string }> {
  mkdirSync(join(home, 'out'))
  const made = await liaison(home, ['init', '--json', '--office', OFFICE, '--user', SUPERVISOR.login, '--out', join(home, 'out')], { LIAISON_PASSWORD: SUPERVISOR.password })
  if (mail.length > 0) await liaison(home, ['import', '--json', ...mail])
  return JSON.parse(made) as { readonly recoveryKey: string }
}

/** A test that begins at the sign-in of an office with the sample mail; `mail` chooses other mail, or none. */
export const test = base.extend<{ readonly mail: readonly string[]; readonly recoveryKey: string }>({
  mail: [[SAMPLES], { option: true }],
  // The folder, not the desk: whatever is started on it finds the office there.
  home: async ({ home, mail }, use) => {
    const { recoveryKey } = await prepareOffice(home, mail)
    writeFileSync(join(home, 'recovery-key'), recoveryKey)
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
  await page.getByRole('button', { name: words('signIn.submit') }).click()
}
