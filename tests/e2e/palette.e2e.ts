/** The palette: every action, every screen and every number from one field, by keyboard alone. */
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { dialog, expectScreen, toldDone } from './steps/screens.ts'
import { catalogues, say } from './steps/words.ts'
import { expectCursorOn, expectItemOpen, grid } from './steps/worklist.ts'

const GIFT = 'CP473124829FR'

const field = (page: Page): Locator => page.getByRole('combobox', { name: say('palette.label') })
const options = (page: Page): Locator => page.getByRole('listbox', { name: say('palette.list') }).getByRole('option')

async function openPalette(page: Page, typed = ''): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  if (typed !== '') await page.keyboard.type(typed)
}

/** The line that Enter would take, as assistive technology is told. */
async function expectAt(page: Page, text: string): Promise<void> {
  await expect
    .poll(async () => {
      const id = await field(page).getAttribute('aria-activedescendant')
      return id === null ? '' : page.locator(`[id="${id}"]`).textContent()
    })
    .toContain(text)
}

test('the palette leads to actions, screens, tabs and numbers by keyboard alone', async ({ page }) => {
  await signIn(page)
  await expectCursorOn(page, GIFT)

  await test.step('an action of the row in focus', async () => {
    await openPalette(page, 'fla')
    await expectAt(page, say('act.flag'))
    await page.keyboard.press('Enter')
    await expect(dialog(page, say('act.flag'))).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(toldDone(page)).toContainText(say('done.flag'))
    await expect(grid(page)).toBeFocused()
  })

  await test.step('what refuses says why and does nothing', async () => {
    await openPalette(page, say('act.reopen').toLowerCase())
    const first = options(page).first()
    await expect(first).toHaveAttribute('aria-disabled', 'true')
    await expect(first).toContainText(catalogues.en['reject.not-closed'] ?? '')
    await page.keyboard.press('Enter')
    await expect(field(page)).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(grid(page)).toBeFocused()
  })

  await test.step('a screen, and a part of one', async () => {
    await openPalette(page, 'adm us')
    await expectAt(page, `${say('screen.administration')} › ${say('admin.tab.users')}`)
    await page.keyboard.press('Enter')
    await expectScreen(page, 'administration')
    await expect(page.getByRole('tab', { name: say('admin.tab.users') })).toHaveAttribute('aria-selected', 'true')
    await openPalette(page, 'go to the w')
    await page.keyboard.press('Enter')
    await expectScreen(page, 'worklist')
  })

  await test.step('a number, in any spelling', async () => {
    await openPalette(page, 'cp 473 124')
    await expectAt(page, 'CP 473 124 829 FR')
    await page.keyboard.press('Enter')
    await expectItemOpen(page, GIFT)
  })

  await test.step('arrows go round the list, and the list is what axe wants', async () => {
    await openPalette(page)
    await page.keyboard.press('ArrowUp')
    await expect(options(page).last()).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowDown')
    await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
    const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
  })
})
