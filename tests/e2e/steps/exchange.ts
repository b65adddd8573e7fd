/** Messages in, answers out, as the Exchange screen shows them. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { MessageStatus, OutStatus } from '../../../shared/domain/codes.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { say, type Say } from './words.ts'

/** Reads files through the system's file dialog. */
export async function readFiles(page: Page, files: readonly string[], words: Say = say): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: words('exchange.choose') }).click()
  await (await chooser).setFiles([...files])
}

/** Drops files or folders onto the middle of an element, as the system's file manager does. */
export async function dropFiles(page: Page, onto: Locator, files: readonly string[]): Promise<void> {
  const box = await onto.boundingBox()
  if (box === null) throw new Error('There is nothing to drop onto')
  const { x, y } = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x, y, data })
  await session.detach()
}

export const messageRow = (page: Page, file: string, words: Say = say): Locator =>
  page
    .getByRole('tabpanel')
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: file, exact: true }) })
    .or(page.getByRole('row', { name: words('exchange.tab.in') + file }))

export async function expectMessage(page: Page, file: string, status: MessageStatus, words: Say = say): Promise<void> {
  await expect(messageRow(page, file, words)).toContainText(words(`message.${status}`))
}

/** Rows of the out-tray for one item, by what they tell the post. */
export const answerRow = (page: Page, item: string, answer: string): Locator =>
  page
    .getByRole('table', { name: say('exchange.tab.out') })
    .getByRole('row')
    .filter({ hasText: groupIdentifier(item) })
    .filter({ hasText: answer })

export async function expectAnswer(page: Page, item: string, answer: string, status: OutStatus, words: Say = say): Promise<void> {
  await expect(answerRow(page, item, answer).filter({ hasText: words(`out.${status}`) })).not.toHaveCount(0)
}
