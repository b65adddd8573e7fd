/** A manifest of a new sender, explained once and read by itself from then on; and backups that fail where everybody sees it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { sheetData, workbookParts, zipOf } from '../fakes/zip.ts'
import { expect } from './fixtures.ts'
import { readFiles, expectMessage } from './steps/exchange.ts'
import { signIn, test } from './steps/office.ts'
import { dialog, goTo, openTab } from './steps/screens.ts'
import { say } from './steps/words.ts'

const workbook = (item: string): Buffer =>
  zipOf(
    workbookParts([
      { name: 'Hinweise', xml: sheetData([['Bitte beachten']]) },
      {
        name: 'Liste',
        xml: sheetData([
          ['Kolli', 'Was', 'Stück', 'Preis', 'Farbe'],
          [item, 'Schale', 2, 12.5, 'rot'],
          [item, 'Teller', 'viele', 3, 'blau'],
        ]),
      },
    ]),
  )

test.use({ viewport: { width: 1024, height: 640 } })

test('a workbook of a new sender is explained once; the next one is read by itself', async ({ page, home }) => {
  const [first, next] = [join(home, 'liste-1.xlsx'), join(home, 'liste-2.xlsx')]
  writeFileSync(first, workbook('LX806576725FR'))
  writeFileSync(next, workbook('RR473124829FR'))
  await signIn(page)
  await goTo(page, 'exchange')
  await readFiles(page, [first])

  const preview = dialog(page, say('table.title'))
  await expect(preview).toBeVisible()
  await expect(preview.getByLabel(say('table.sheet'))).toHaveValue('1')
  await expect(preview.getByLabel(say('table.meaning', { heading: 'Kolli' }))).toHaveValue('item')
  await expect(preview.getByLabel(say('table.meaning', { heading: 'Farbe' }))).toHaveValue('')
  await expect(preview.getByRole('button', { name: say('table.remember') })).toBeInViewport({ ratio: 1 })
  // The fault stands at its column, with the row to look at.
  await expect(preview.getByRole('row').filter({ hasText: 'Stück' }).getByRole('alert')).toContainText('viele')
  expect((await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations).toEqual([])

  // What is needed and what is said twice is told before anything is read.
  await preview.getByLabel(say('table.meaning', { heading: 'Kolli' })).selectOption('')
  await expect(preview.getByRole('status')).toContainText(say('meaning.item'))
  await preview.getByLabel(say('table.meaning', { heading: 'Kolli' })).selectOption('item')
  await preview.getByLabel(say('table.meaning', { heading: 'Farbe' })).selectOption('description')
  await expect(preview.getByText(say('table.twice'))).toBeVisible()
  await preview.getByLabel(say('table.meaning', { heading: 'Farbe' })).selectOption('')

  // By the keyboard alone: the dialog opened on the sender.
  await preview.getByLabel(say('table.currency')).fill('eur')
  await page.keyboard.press('Control+Enter')
  await expect(preview.getByText(say('field.required'), { exact: true })).toBeVisible()
  await preview.getByRole('textbox', { name: say('table.sender') }).fill('DEFRAA')
  await page.keyboard.press('Control+Enter')
  await expect(preview).toBeHidden()
  await expectMessage(page, 'liste-1.xlsx', 'accepted')

  await readFiles(page, [next])
  await expectMessage(page, 'liste-2.xlsx', 'accepted')
  await expect(preview).toBeHidden()
})

test('backups are planned and made; where they fail, every screen says so until one went well', async ({ page, home }) => {
  const folder = join(home, 'backups')
  mkdirSync(folder)
  await signIn(page)
  await goTo(page, 'administration')
  await openTab(page, 'admin.tab.backups')
  const panel = page.getByRole('tabpanel')
  await expect(panel.getByRole('heading', { name: say('backup.state.off') })).toBeVisible()
  await panel.getByRole('textbox', { name: say('backup.folder') }).fill(join(home, 'nowhere'))
  await panel.getByRole('button', { name: say('action.save') }).click()
  await expect(panel.getByRole('alert')).toContainText('nowhere')
  await panel.getByRole('textbox', { name: say('backup.folder') }).fill(folder)
  await panel.getByRole('button', { name: say('action.save') }).click()
  await expect(panel.getByRole('heading', { name: say('backup.state.well') })).toBeVisible({ timeout: 30_000 })
  expect((await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations).toEqual([])

  rmSync(folder, { recursive: true })
  await panel.getByRole('button', { name: say('backup.now') }).click()
  const banner = page.locator('.banners').getByRole('alert')
  await expect(banner).toContainText(folder)
  await goTo(page, 'worklist')
  await expect(banner).toContainText(folder)
  expect((await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations).toEqual([])

  mkdirSync(folder)
  await banner.getByRole('link', { name: say('backup.alarm.see') }).click()
  await panel.getByRole('button', { name: say('backup.now') }).click()
  await expect(banner).toBeHidden()
  await expect(panel.getByRole('table').getByRole('row')).toHaveCount(4)
})
