/** The training office, as a newcomer meets it. */
import { expect, type Locator, type Page } from '@playwright/test'
import { say, type Say } from './words.ts'

export const training = (page: Page, words: Say = say): Locator => page.getByRole('region', { name: words('training.region') })
/** The line that says what to do next. */
export const guide = (page: Page, words: Say = say): Locator => training(page, words).getByRole('status')

/** From the first screen or the sign-in; ends where its first exercise is shown. */
export async function openTraining(page: Page, from: 'first.training' | 'training.open' = 'first.training', words: Say = say): Promise<void> {
  await page.getByRole('button', { name: words(from) }).click()
  // A day of mail is read meanwhile, on a machine that has other things to do.
  await expect(page.getByRole('heading', { name: words('training.title'), level: 1 })).toBeVisible({ timeout: 60_000 })
  await expect(training(page, words)).toContainText(words('training.banner.text'))
}

/** The items of the exercise, each with its verdict or what is to be done with it. */
export const exerciseItems = (page: Page, words: Say = say): Locator => page.getByRole('list', { name: words('training.items') }).locator('> li')

/** A figure of the score, by its heading. */
export const figure = (page: Page, label: 'training.score.right' | 'training.score.missed' | 'training.score.needless', words: Say = say): Locator =>
  page
    .getByRole('region', { name: words('training.score'), exact: true })
    .locator('.score-figure')
    .filter({ hasText: words(label) })
    .locator('b')
