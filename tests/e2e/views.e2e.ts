/** Saved views: made by one officer, given to the office, opened by another from the address alone. */
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { SAMPLES, signIn, test } from './steps/office.ts'
import { addPerson, openWindowFor } from './steps/people.ts'
import { dialog, toldDone } from './steps/screens.ts'
import { say } from './steps/words.ts'
import { grid } from './steps/worklist.ts'

test.use({ mail: [SAMPLES] })
const OFFICER = { login: 'bruno', name: 'Bruno', password: 'a second good password' } as const
const NAME = 'Orange from France'

const viewsButton = (page: Page) => page.getByRole('main').getByRole('button', { name: new RegExp(`${say('view.menu')}$`) })
const openMenu = async (page: Page) => {
  await viewsButton(page).click()
  return page.getByRole('menu', { name: say('view.menu') })
}

test('a view is saved, keeps its columns, is given to the office, and another officer opens it from the address', async ({ page, desk, browser, complaints }) => {
  await signIn(page)
  await page.evaluate(() => (location.hash = '#/worklist?lane=orange&originCountry=FR'))
  await expect(grid(page).getByRole('row')).toHaveCount(2)

  await test.step('saved for oneself, with a column more', async () => {
    await page.getByRole('button', { name: say('view.save.short'), exact: true }).click()
    const save = dialog(page, say('view.save'))
    await page.keyboard.press('Control+Enter')
    await expect(save.getByText(say('field.required'))).toBeVisible()
    await save.getByRole('textbox', { name: say('view.name') }).fill(NAME)
    await page.keyboard.press('Control+Enter')
    await expect(save).toBeHidden()
    await expect(toldDone(page)).toContainText(say('view.saved', { name: NAME }))
    await expect(viewsButton(page)).toContainText(NAME)
    await page.getByRole('button', { name: say('columns.title') }).click()
    await page.getByRole('checkbox', { name: say('column.sender') }).check()
    await page.keyboard.press('Escape')
    await expect(viewsButton(page)).toContainText(say('view.changed'))
    await page.getByRole('button', { name: say('view.update'), exact: true }).click()
    await expect(toldDone(page)).toContainText(say('view.updated', { name: NAME }))
    await expect(viewsButton(page)).not.toContainText(say('view.changed'))
  })

  await test.step('its columns are its own', async () => {
    await page.getByRole('tab', { name: new RegExp(`^${say('worklist.view.all')}`) }).click()
    await expect(page.getByRole('columnheader', { name: say('column.sender') })).toHaveCount(0)
    await page.goBack()
    await expect(page.getByRole('columnheader', { name: say('column.sender') })).toBeVisible()
  })

  await test.step('given to the office', async () => {
    await (await openMenu(page)).getByRole('menuitem', { name: say('view.share') }).click()
    await expect(toldDone(page)).toContainText(say('view.shared', { name: NAME }))
    await expect((await openMenu(page)).getByRole('group', { name: say('view.office') }).getByRole('menuitem', { name: NAME })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  const address = await page.evaluate(() => location.hash)
  expect(address).toContain('lane=orange')

  await test.step('opened by a colleague, who may not change it', async () => {
    await addPerson(page, OFFICER, ['officer'])
    const context = await browser.newContext()
    const other = await openWindowFor(OFFICER, context, desk, complaints)
    await other.evaluate((to) => (location.hash = to), address)
    await expect(grid(other).getByRole('row')).toHaveCount(2)
    await expect(other.getByRole('columnheader', { name: say('column.sender') })).toBeVisible()
    await expect(viewsButton(other)).toContainText(NAME)
    await expect((await openMenu(other)).getByRole('menuitem', { name: new RegExp(say('view.remove')) })).toHaveAttribute('aria-disabled', 'true')
    other.removeAllListeners('console')
    await context.close()
  })

  await test.step('a script asks for it by name', async () => {
    const { code, out } = await desk.liaison('items', '--view', NAME.toUpperCase(), '--json')
    expect({
      code,
      items: out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { item: string }).item),
    }).toEqual({ code: 0, items: ['CP473124829FR'] })
  })
})
