/** The worklist over many items: it fills while they come in, goes to its end, sorts, filters and finds. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { findBrowser } from '../../main/local/browsers.ts'
import { writeMail } from '../fakes/mail.ts'
import { expect } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { searchFor } from './steps/screens.ts'
import { say } from './steps/words.ts'
import { expectItemOpen, grid } from './steps/worklist.ts'

const ITEMS = 20_000

/** Rows that a screen reader is told of, the head not counted; -1 while nobody knows. */
const rowCount = async (page: Page): Promise<number> => Number(await grid(page).getAttribute('aria-rowcount')) - 1
const lastRow = (page: Page) =>
  grid(page)
    .getByRole('row')
    .and(page.locator(`[aria-rowindex="${ITEMS + 1}"]`))

const browser = findBrowser()
test.use({
  mail: [],
  // A browser without a window shows no scroll bars otherwise, and here one is dragged.
  launchOptions: { ...(browser ? { executablePath: browser.file } : {}), ignoreDefaultArgs: ['--hide-scrollbars'] },
})

test('twenty thousand items come in beside the open desk, and the list is as quick at its end as at its beginning', async ({ page, home, desk }) => {
  test.setTimeout(300_000)
  await signIn(page)
  await expect(page.getByRole('heading', { name: say('worklist.empty.title') })).toBeVisible()
  const mail = join(home, 'mail')
  let item = ''
  writeMail(mail, 20, ITEMS / 20)

  await test.step('they appear while they are read, and are found meanwhile', async () => {
    const reading = desk.liaison('import', mail, '--json')
    await expect(grid(page)).toBeVisible({ timeout: 60_000 })
    await expect.poll(() => rowCount(page), { timeout: 60_000 }).toBeGreaterThan(100)
    const some = (await grid(page).getByRole('row').nth(1).textContent()) ?? ''
    item = /[A-Z]{2} \d{3} \d{3} \d{3} [A-Z]{2}/.exec(some)?.[0] ?? ''
    await expect((await searchFor(page, item)).first()).toContainText(item)
    await page.keyboard.press('Enter')
    await expectItemOpen(page, item.replaceAll(' ', ''))
    await page.keyboard.press('Escape')
    const { code, out } = await reading
    expect(code).toBe(0)
    expect(out).toContain('"setAside":0')
    await expect.poll(() => rowCount(page), { timeout: 60_000 }).toBe(ITEMS)
    await expect(page.getByText(say('worklist.total', { count: ITEMS }))).toBeVisible()
  })

  await test.step('End goes to the last row, Home to the first', async () => {
    await grid(page).focus()
    await page.keyboard.press('End')
    await expect(lastRow(page)).toBeInViewport()
    await expect(lastRow(page)).toContainText(/[A-Z]{2} \d{3} \d{3} \d{3} [A-Z]{2}/)
    await expect(grid(page)).toHaveAttribute('aria-activedescendant', (await lastRow(page).getAttribute('id')) ?? '')
    await page.keyboard.press('PageUp')
    await expect(lastRow(page)).not.toHaveAttribute('id', (await grid(page).getAttribute('aria-activedescendant')) ?? '')
    await page.keyboard.press('Home')
    await expect(grid(page).getByRole('row').and(page.locator('[aria-rowindex="2"]'))).toBeInViewport()
  })

  await test.step('the bar is dragged to the end and the last row stands there', async () => {
    const box = await grid(page).boundingBox()
    // The columns fit beside the bar: no second bar for what stands further right.
    expect(await grid(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    if (box === null) throw new Error('There is no grid')
    // The bar’s thumb stands below its arrow, at the far edge.
    await page.mouse.move(box.x + box.width - 6, box.y + 26)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 6, box.y + box.height / 2, { steps: 8 })
    await page.mouse.move(box.x + box.width - 6, box.y + box.height + 200, { steps: 8 })
    await page.mouse.up()
    await expect(lastRow(page)).toBeInViewport()
    await expect(lastRow(page)).toContainText(/[A-Z]{2} \d{3} \d{3} \d{3} [A-Z]{2}/)
  })

  await test.step('a wheel goes on from there', async () => {
    await grid(page).hover()
    await page.mouse.wheel(0, -3_000)
    await expect(lastRow(page)).not.toBeInViewport()
    await expect(
      grid(page)
        .getByRole('row')
        .filter({ hasText: /[A-Z]{2} \d{3} \d{3} \d{3} [A-Z]{2}/ })
        .first(),
    ).toBeVisible()
  })

  await test.step('it is sorted by a column’s head', async () => {
    const head = page.getByRole('columnheader').filter({ has: page.getByRole('button', { name: say('column.item'), exact: true }) })
    await head.getByRole('button', { name: say('column.item') }).click()
    await expect(head).toHaveAttribute('aria-sort', 'ascending')
    const shown = async () => (await grid(page).getByRole('row').allTextContents()).flatMap((text) => /[A-Z]{2} \d{3} \d{3} \d{3} [A-Z]{2}/.exec(text)?.[0] ?? [])
    await expect.poll(async () => (await shown())[0]).toMatch(/^CC/)
    const identifiers = await shown()
    expect(identifiers).toEqual(identifiers.toSorted())
  })

  await test.step('a filter narrows it, and says to how many', async () => {
    await page.getByRole('tab', { name: say('worklist.view.examine') }).click()
    await expect.poll(() => rowCount(page)).toBeLessThan(ITEMS)
    const shown = await rowCount(page)
    expect(shown).toBeGreaterThan(0)
    await expect(page.getByText(say('worklist.total', { count: shown }))).toBeVisible()
    await expect(page.getByRole('tab', { name: say('worklist.view.examine') })).toContainText(shown.toLocaleString('en-GB'))
  })

  await test.step('words and pieces of identifiers find among all of them', async () => {
    await expect((await searchFor(page, 'stroopwafels')).first()).toContainText('Stroopwafels, tin')
    await page.keyboard.press('Escape')
    // The second half of a number, as it stands on a torn label.
    await expect((await searchFor(page, item.replaceAll(' ', '').slice(6))).first()).toContainText(item)
    await page.keyboard.press('Escape')
  })
})
