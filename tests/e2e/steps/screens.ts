/** Getting about: the screens of the frame, the search, the officer menu, what the desk says back. */
import { expect, type Locator, type Page } from '@playwright/test'
import { say, type Say, type TextKey } from './words.ts'

export type ScreenName = 'worklist' | 'dispatches' | 'shift' | 'insight' | 'exchange' | 'administration'

/** Opens a screen by its link and waits until it stands there. */
export async function goTo(page: Page, screen: ScreenName, words: Say = say): Promise<void> {
  await page
    .getByRole('navigation', { name: words('frame.navigation') })
    .getByRole('link', { name: words(`screen.${screen}`) })
    .click()
  await expectScreen(page, screen, words)
}

export async function expectScreen(page: Page, screen: ScreenName, words: Say = say): Promise<void> {
  await expect(page.getByRole('navigation', { name: words('frame.navigation') }).getByRole('link', { name: words(`screen.${screen}`) })).toHaveAttribute('aria-current', 'page')
  // The screen itself may come a moment after the link is marked.
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText(words(`${screen === 'administration' ? 'admin' : screen}.title`))
}

export async function openTab(page: Page, tab: TextKey, words: Say = say): Promise<void> {
  await page.getByRole('tab', { name: words(tab) }).click()
  await expect(page.getByRole('tab', { name: words(tab) })).toHaveAttribute('aria-selected', 'true')
}

export const searchField = (page: Page, words: Say = say): Locator => page.getByRole('combobox', { name: words('frame.search') })

/** What `/` finds for a text as an officer types it. */
export async function searchFor(page: Page, text: string, words: Say = say): Promise<Locator> {
  await page.keyboard.press('/')
  await expect(searchField(page, words)).toBeFocused()
  // Put in at once, as by pasting: keys at a machine's speed would be a scanner's.
  await page.keyboard.insertText(text)
  return page.getByRole('listbox', { name: words('frame.search.results') }).getByRole('option')
}

/** An entry of the officer menu. */
export async function chooseInMenu(page: Page, entry: TextKey, words: Say = say): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: words('frame.me') })
    .click()
  // Its name goes on with the key that does the same.
  await page.getByRole('menuitem', { name: new RegExp(`^${words(entry)}`) }).click()
}

/** What the desk says of a thing just done; gone by itself, or closed by the officer. */
export const toldDone = (page: Page, words: Say = say): Locator => page.getByRole('region', { name: words('frame.notifications') }).getByRole('status')
export const toldRefused = (page: Page, words: Say = say): Locator => page.getByRole('region', { name: words('frame.notifications') }).getByRole('alert')

export async function dismissAll(page: Page, words: Say = say): Promise<void> {
  const buttons = page.getByRole('region', { name: words('frame.notifications') }).getByRole('button', { name: words('action.dismiss') })
  while ((await buttons.count()) > 0) await buttons.first().click()
}

/** A dialog by its title. */
export const dialog = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title })
