/** Every screen and dialog against axe: light and dark, English and French. */
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { collectComplaints, expect, startDesk, test as fresh } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { goTo } from './steps/screens.ts'
import { chooseToSetUp, keepRecoveryKey, setUpOffice } from './steps/start.ts'
import { guide, openTraining, training } from './steps/training.ts'
import { actions } from './steps/worklist.ts'
import { tourOfTheAdministration, tourOfTheExchange, tourOfTheGate, tourOfTheWork } from './steps/tour.ts'
import { dire, say, type Say } from './steps/words.ts'

/** What axe finds amiss, a line each: where, which rule, and what it complains of. */
async function violationsOn(page: Page, where: string): Promise<readonly string[]> {
  // React Aria's announcer speaks of a control by its id, which may be gone before the words are.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id}: ${node.target.join(' ')}: ${node.failureSummary?.replace(/\s+/g, ' ') ?? ''}`))
}

/** Looks at every stop of a tour and complains at its end of all at once. */
function axeOn(page: Page) {
  const found: string[] = []
  return {
    look: async (name: string) => void found.push(...(await violationsOn(page, name))),
    expectNothing: () => expect(found.join('\n')).toBe(''),
  }
}

async function wholeTour(page: Page, words: Say, axe: ReturnType<typeof axeOn>): Promise<void> {
  await tourOfTheGate(page, words, axe.look)
  await signIn(page, undefined, words)
  await tourOfTheWork(page, words, axe.look)
  await tourOfTheExchange(page, words, axe.look)
  await tourOfTheAdministration(page, words, axe.look)
  axe.expectNothing()
}

fresh('the first start and the recovery key', async ({ page }) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.getByRole('heading', { name: say('first.title') })).toBeVisible()
    const empty = axeOn(page)
    await empty.look(`first choice, ${colorScheme}`)
    empty.expectNothing()
  }
  await chooseToSetUp(page)
  const axe = axeOn(page)
  await axe.look('first start')
  await page.getByRole('button', { name: say('start.submit') }).click()
  await axe.look('first start, with what is missing')
  await setUpOffice(page)
  await expect(page.getByRole('heading', { name: say('recovery.title') })).toBeVisible()
  await axe.look('recovery key')
  await keepRecoveryKey(page)
  await signIn(page)
  await expect(page.getByRole('heading', { name: say('worklist.empty.title') })).toBeVisible()
  await axe.look('worklist of an office without mail')
  await goTo(page, 'dispatches')
  await axe.look('dispatches of an office without mail')
  await goTo(page, 'exchange')
  await axe.look('exchange of an office without mail')
  axe.expectNothing()
})

fresh('the training office, its exercise, an opened item and its score', async ({ page }) => {
  fresh.setTimeout(240_000)
  await openTraining(page)
  const axe = axeOn(page)
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await axe.look(`exercise, ${colorScheme}`)
  }
  await page.getByRole('button', { name: say('training.begin') }).click()
  await actions(page)
    .getByRole('button', { name: say('act.record') })
    .click()
  await expect(page.getByRole('dialog').getByRole('region', { name: say('training.table') })).toBeVisible()
  await axe.look('record, with what lies on the table')
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+Enter')
  await expect(guide(page)).toHaveText(say('training.guide.decide'))
  await expect(page.getByRole('region', { name: say('training.table') })).toBeVisible()
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await axe.look(`an opened item, ${colorScheme}`)
  }
  await page.keyboard.press('r')
  await expect(guide(page)).toHaveText(say('training.guide.find'))
  await training(page).getByRole('button', { name: /1\/\d/ }).click()
  await expect(page.getByText(say('training.inside'), { exact: true })).toBeVisible()
  await axe.look('exercise, with a verdict')
  await training(page)
    .getByRole('button', { name: say('training.again') })
    .click()
  await axe.look('start again')
  axe.expectNothing()
})

test('a store whose key is missing', async ({ home, context, complaints }) => {
  const desk = await startDesk(join(home, 'data'), { XDG_CONFIG_HOME: join(home, 'nowhere') })
  const page = await context.newPage()
  collectComplaints(page, complaints)
  await page.goto(desk.url)
  await expect(page.getByRole('heading', { name: say('lock.title') })).toBeVisible()
  const axe = axeOn(page)
  await axe.look('locked store')
  await page.close()
  await desk.stop()
  axe.expectNothing()
})

test('the scan station, a shift from its opening to its report, and insight', async ({ page }) => {
  test.setTimeout(240_000)
  await signIn(page)
  const axe = axeOn(page)
  const inBoth = async (name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await axe.look(`${name}, ${colorScheme}`)
    }
  }
  const go = async (address: string): Promise<void> => {
    await page.evaluate((hash) => (location.hash = hash), address)
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  }
  await go('#/scan')
  await inBoth('scan, before the first one')
  const field = page.locator('[data-scan-field]')
  await field.fill('CP473124829FR')
  await field.press('Enter')
  await expect(page.locator('.verdict')).toHaveAttribute('data-tone', /./)
  await inBoth('scan, with a verdict')

  await go('#/shift')
  await inBoth('shift, none open')
  await page
    .getByRole('main')
    .getByRole('button', { name: say('shift.open') })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await inBoth('shift, opening')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: say('report.shift') })).toBeVisible()
  await inBoth('shift, open')
  await page
    .getByRole('main')
    .getByRole('button', { name: say('shift.close') })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await inBoth('shift, closing')
  await page.keyboard.press('Escape')

  await go('#/insight')
  await inBoth('insight')
  axe.expectNothing()
})

test.describe('every screen and dialog', () => {
  test('in light, in English', async ({ page }) => {
    test.setTimeout(240_000)
    await wholeTour(page, say, axeOn(page))
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })

  test.describe('on a machine that is set to dark and to French', () => {
    test.use({ colorScheme: 'dark', locale: 'fr-CH' })
    test('in dark, in French', async ({ page }) => {
      test.setTimeout(240_000)
      await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
      await wholeTour(page, dire, axeOn(page))
      await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    })
  })
})
