/** The worklist and the item, as an officer sees them. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { CaseState } from '../../../shared/domain/codes.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { searchFor } from './screens.ts'
import { say, type Say } from './words.ts'

export const grid = (page: Page, words: Say = say): Locator => page.getByRole('grid', { name: words('grid.label') })
export const rowOf = (page: Page, item: string): Locator => page.getByRole('row').filter({ hasText: groupIdentifier(item) })
/** The row that the keyboard is on, as assistive technology is told. */
export async function expectCursorOn(page: Page, item: string, words: Say = say): Promise<void> {
  await expect
    .poll(async () => {
      const id = await grid(page, words).getAttribute('aria-activedescendant')
      return id === null ? '' : page.locator(`[id="${id}"]`).textContent()
    })
    .toContain(groupIdentifier(item))
}

/** Opens an item as one does it: `/`, its number in any spelling, Enter. */
export async function openItem(page: Page, typed: string, item: string, words: Say = say): Promise<void> {
  await expect((await searchFor(page, typed, words)).first()).toContainText(groupIdentifier(item))
  await page.keyboard.press('Enter')
  await expectItemOpen(page, item)
}

export async function expectItemOpen(page: Page, item: string): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText(groupIdentifier(item))
}

export const actions = (page: Page, words: Say = say): Locator => page.getByRole('group', { name: words('item.actions') })

/** The state in words below the item's number. */
export async function expectState(page: Page, state: CaseState, words: Say = say): Promise<void> {
  await expect(
    page
      .getByRole('main')
      .getByText(words(`state.${state}`), { exact: true })
      .first(),
  ).toBeVisible()
}
