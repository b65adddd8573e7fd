/** The first screens of a new machine. */
import { expect, type Page } from '@playwright/test'
import { OFFICE, SUPERVISOR } from './office.ts'
import { say, type Say } from './words.ts'

/** Says on the very first screen that an office is to be set up. */
export async function chooseToSetUp(page: Page, words: Say = say): Promise<void> {
  await page.getByRole('button', { name: words('first.office') }).click()
  await expect(page.getByRole('heading', { name: words('start.title') })).toBeVisible()
}

/** Fills the first form and sends it. */
export async function setUpOffice(
  page: Page,
  { outFolder, watchedFolder }: { readonly outFolder?: string; readonly watchedFolder?: string } = {},
  words: Say = say,
): Promise<void> {
  await expect(page.getByRole('heading', { name: words('start.title') })).toBeVisible()
  await page.getByRole('textbox', { name: words('start.office'), exact: true }).fill(OFFICE)
  await page.getByRole('textbox', { name: words('start.user'), exact: true }).fill(SUPERVISOR.login)
  await page.getByLabel(words('start.password'), { exact: true }).fill(SUPERVISOR.password)
  await page.getByLabel(words('start.passwordAgain'), { exact: true }).fill(SUPERVISOR.password)
  if (watchedFolder !== undefined) await page.getByRole('textbox', { name: words('start.watched') }).fill(watchedFolder)
  if (outFolder !== undefined) await page.getByRole('textbox', { name: words('start.out') }).fill(outFolder)
  await page.getByRole('button', { name: words('start.submit') }).click()
}

/** Reads the recovery key off the screen, says that it is kept, goes on. */
export async function keepRecoveryKey(page: Page, words: Say = say): Promise<string> {
  await expect(page.getByRole('heading', { name: words('recovery.title') })).toBeVisible()
  const key = (await page.getByRole('status', { name: words('recovery.key') }).textContent())?.trim() ?? ''
  const go = page.getByRole('button', { name: words('action.continue') })
  await expect(go).toBeDisabled()
  await page.getByRole('checkbox', { name: words('recovery.kept') }).check()
  await go.click()
  return key
}
