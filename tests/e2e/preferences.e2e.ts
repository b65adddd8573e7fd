/** Preferences: keys that somebody changed are the keys everywhere, and a collision is told before it does harm. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { dialog } from './steps/screens.ts'
import { say } from './steps/words.ts'
import { expectCursorOn, grid } from './steps/worklist.ts'

const GIFT = 'CP473124829FR'
const preferences = (page: Page) => dialog(page, say('menu.preferences'))

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}

async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await expect(preferences(page)).toBeVisible()
  await page.getByRole('tab', { name: say('preferences.tab.keys') }).click()
}

test('a key is changed, collides, is taken over, works, shows, outlives the page and is put back', async ({ page }) => {
  await signIn(page)
  await expectCursorOn(page, GIFT)

  await test.step('a free key', async () => {
    await page.keyboard.press('Control+,')
    await expectNoViolations(page)
    await page.keyboard.press('Escape')
    await openKeys(page)
    await page.getByRole('button', { name: say('preferences.keys.change', { action: say('act.flag') }) }).click()
    await page.keyboard.press('y')
    await expect(page.getByRole('button', { name: say('preferences.keys.reset', { action: say('act.flag') }) })).toBeVisible()
    await expectNoViolations(page)
  })

  await test.step('a key that is another’s is told, and can be taken from there', async () => {
    await page.getByRole('button', { name: say('preferences.keys.change', { action: say('act.hold') }) }).click()
    await page.keyboard.press('r')
    await expect(preferences(page).getByRole('alert')).toContainText(say('preferences.keys.taken', { keys: 'R', action: say('act.release') }))
    await preferences(page)
      .getByRole('button', { name: say('preferences.keys.takeOver') })
      .click()
    await expect(preferences(page).getByRole('alert')).toHaveCount(0)
    await page.getByRole('button', { name: say('preferences.keys.change', { action: say('act.note') }) }).click()
    await page.keyboard.press('Enter')
    await expect(preferences(page).getByRole('alert')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(preferences(page)).toHaveCount(0)
  })

  await test.step('what it does now, on the list and in ?', async () => {
    await page.keyboard.press('f')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('y')
    await expect(dialog(page, say('act.flag'))).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('r')
    await expect(dialog(page, say('act.hold'))).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(dialog(page, say('keys.title')).getByText(say('act.flag'), { exact: true }).locator('xpath=../dd')).toHaveText('Y')
    await expect(dialog(page, say('keys.title')).getByText(say('act.release'), { exact: true })).toHaveCount(0)
    await page.keyboard.press('Escape')
  })

  await test.step('after the page was opened anew, and put back', async () => {
    await page.reload()
    await signIn(page)
    await expect(grid(page)).toBeFocused()
    await page.keyboard.press('y')
    await expect(dialog(page, say('act.flag'))).toBeVisible()
    await page.keyboard.press('Escape')
    await openKeys(page)
    await page.getByRole('button', { name: say('preferences.keys.resetAll') }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('f')
    await expect(dialog(page, say('act.flag'))).toBeVisible()
  })
})

test('a window that was typed into says so before it closes, and loses nothing', async ({ page }) => {
  await signIn(page)
  await page.evaluate(() => (location.hash = '#/administration?tab=users'))
  await page.getByRole('button', { name: say('users.add') }).click()
  const add = dialog(page, say('users.add'))
  await add.getByRole('textbox', { name: say('users.login') }).fill('bruno')
  await page.keyboard.press('Escape')
  await expect(add.getByRole('alert')).toContainText(say('dialog.unsent'))
  await add.getByRole('button', { name: say('dialog.unsent.stay') }).click()
  await expect(add.getByRole('textbox', { name: say('users.login') })).toHaveValue('bruno')
  await page.keyboard.press('Escape')
  await add.getByRole('button', { name: say('dialog.unsent.leave') }).click()
  await expect(add).toHaveCount(0)
})
