/** A walk past everything that the desk can show, for tests that look at all of it in the same way. */
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { TextKey } from './words.ts'
import { groupIdentifier } from '../../../shared/domain/identifiers.ts'
import { HOSTILE, SAMPLES, sample } from './office.ts'
import { chooseInMenu, dialog, dismissAll, goTo, openTab, searchField, searchFor } from './screens.ts'
import { type Say } from './words.ts'
import { actions, expectState, grid, openItem, rowOf } from './worklist.ts'

/** Called wherever something new stands on the screen; `name` is for reports. */
export type Look = (name: string) => Promise<void>

const GIFT = 'CP473124829FR'

/** Nothing is on its way any more: no bars, no busy grid, and no message lies over a corner of the screen. */
export async function settled(page: Page, words: Say): Promise<void> {
  await expect(page.getByRole('status', { name: words('state.loading') })).toHaveCount(0)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  if ((await page.getByRole('dialog').count()) + (await page.getByRole('menu').count()) === 0) await dismissAll(page, words)
}

/** Screens before the sign-in, from the sign-in on; ends there. */
export async function tourOfTheGate(page: Page, words: Say, look: Look): Promise<void> {
  await expect(page.getByRole('heading', { name: words('signIn.title') })).toBeVisible()
  await look('sign-in')
  await page.getByRole('button', { name: words('signIn.forgot') }).click()
  await page.getByRole('button', { name: words('forgot.submit') }).click()
  await expect(page.getByText(words('field.required')).first()).toBeVisible()
  await look('a forgotten password, with what is missing')
  await page.getByRole('button', { name: words('action.back') }).click()
}

const ITEM_DIALOGS: readonly TextKey[] = ['act.flag', 'act.note', 'act.attach', 'act.assign', 'act.transfer', 'act.refuse', 'act.destroy', 'act.release-duty']

/** The worklist with all that opens over it, and an item with its dialogs. Begins on the worklist of the sample mail. */
export async function tourOfTheWork(page: Page, words: Say, look: Look): Promise<void> {
  const at = async (name: string) => {
    await settled(page, words)
    await look(name)
  }
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('menu')).toHaveCount(0)
  }

  await expect(rowOf(page, GIFT)).toBeVisible()
  await at('worklist')
  await page.keyboard.press('?')
  await at('keys')
  await close()
  await page.getByRole('button', { name: words('worklist.condition.add') }).click()
  await at('conditions to choose from')
  await page.getByRole('menuitem', { name: words('field.state'), exact: true }).click()
  await at('a new condition')
  await page.getByRole('checkbox', { name: words('state.held') }).check()
  await page.getByRole('button', { name: words('worklist.condition.apply') }).click()
  await expect(page.getByRole('heading', { name: words('worklist.empty.title') })).toBeVisible()
  await at('worklist, where no item meets the conditions')
  await page.getByRole('button', { name: words('worklist.clear'), exact: true }).click()
  await page.getByRole('button', { name: words('columns.title') }).click()
  await at('columns')
  await close()
  await grid(page, words).focus()
  await page.keyboard.press('x')
  await at('worklist with a selection')
  await page.keyboard.press('p')
  await expect(page.getByRole('dialog').getByText(words('bulk.accepted', { count: 1 }))).toBeVisible()
  await at('a bulk action')
  await close()
  await page.keyboard.press('Escape')
  await expect((await searchFor(page, 'cp473', words)).first()).toBeVisible()
  await at('search')
  await page.keyboard.press('Escape')
  await expect(searchField(page, words)).not.toBeFocused()

  await openItem(page, GIFT, GIFT, words)
  await at('item')
  await actions(page, words)
    .getByRole('button', { name: words('action.more') })
    .click()
  await at('more actions')
  await close()
  for (const action of ITEM_DIALOGS) {
    await actions(page, words)
      .getByRole('button', { name: words('action.more') })
      .click()
    await page.getByRole('menuitem', { name: new RegExp(`^${words(action)}`) }).click()
    await at(`${action} of an item`)
    await close()
  }
  await page.keyboard.press('h')
  await expect(dialog(page, words('act.hold'))).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog').getByText(words('field.required'))).toBeVisible()
  await at('hold, with what is missing')
  await close()
  await page.keyboard.press('p')
  await expectState(page, 'presented', words)
  await page.keyboard.press('e')
  await expect(dialog(page, words('act.record'))).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await at('result of an examination')
  await page.getByRole('radio', { name: words('result.discrepancy') }).check()
  await page.getByRole('textbox', { name: words('item.description') }).fill('Mobile phones, used')
  await page.keyboard.press('Control+Enter')
  await settled(page, words)
  // It can be brought into view, and nothing lies over it.
  await page.getByRole('cell', { name: 'Mobile phones, used' }).click({ trial: true })
  await at('item with a finding and an answer that waits')
  await expect((await searchFor(page, 'RA123456785CH', words)).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: words('item.missing.title', { identifier: groupIdentifier('RA123456785CH') }) })).toBeVisible()
  await at('an item that nobody knows')
}

/** Dispatches and the exchange. An answer waits in the out-tray since the tour of the work. */
export async function tourOfTheExchange(page: Page, words: Say, look: Look): Promise<void> {
  const at = async (name: string) => {
    await settled(page, words)
    await look(name)
  }
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await goTo(page, 'dispatches', words)
  const list = page.getByRole('grid')
  await expect(list.getByText('FRCDGA').first()).toBeVisible()
  await at('dispatches')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('FRCDGA')
  await expect(list.getByText('002', { exact: true })).toBeVisible()
  await at('receptacles of a dispatch')
  await page.keyboard.press('Enter')
  await expect(list.getByText(groupIdentifier('RR473124829FR'))).toBeVisible()
  await at('items of a receptacle')

  await page
    .getByRole('navigation', { name: words('frame.navigation') })
    .getByRole('link', { name: words('screen.scan'), exact: true })
    .click()
  await expect(page.locator('.verdict')).toHaveAttribute('data-headline', 'ready')
  await at('scan station, ready')
  const field = page.getByRole('textbox', { name: words('scan.field') })
  // Of the random share one may be sent to the scanner instead of being let go.
  for (const [identifier, headline] of [
    ['RR473124829FR', /green|orange/],
    ['RR123456785CN', /unknown/],
    ['FRCDGACHZRHBAUN60123001000123', /announced/],
  ] as const) {
    await field.fill(identifier)
    await field.press('Enter')
    await expect(page.locator('.verdict')).toHaveAttribute('data-headline', headline)
    await at(`scan station, ${identifier}`)
  }
  await page.keyboard.press('Alt+5')
  await expect(page.getByRole('list', { name: words('scan.mode.locate') })).toBeAttached()
  await at('scan station, locate')
  await page.getByRole('button', { name: words('scan.settings') }).click()
  await at('scan station, the scanner')
  await close()

  await goTo(page, 'exchange', words)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: words('exchange.choose'), exact: true }).click()
  await (await chooser).setFiles([join(HOSTILE, 'no-message.bin'), join(HOSTILE, 'counts-wrong.edi'), sample('predes.edi')])
  await expect(page.getByRole('button', { name: 'counts-wrong.edi' })).toBeVisible()
  await at('exchange, messages in')
  await page.getByRole('button', { name: 'counts-wrong.edi' }).click()
  await at('a message with findings')
  await close()
  await openTab(page, 'exchange.tab.aside', words)
  await expect(page.getByRole('button', { name: 'no-message.bin' })).toBeVisible()
  await at('exchange, set aside')
  await openTab(page, 'exchange.tab.out', words)
  await expect(page.getByRole('button', { name: groupIdentifier(GIFT) }).first()).toBeVisible()
  await at('exchange, answers out')
  await page
    .getByRole('button', { name: groupIdentifier(GIFT) })
    .first()
    .click()
  await at('an answer')
  await close()
  await openTab(page, 'exchange.tab.try', words)
  await page.getByLabel(words('exchange.try.file'), { exact: true }).setInputFiles(join(SAMPLES, 'manifest.csv'))
  await page.getByRole('button', { name: words('exchange.try.run'), exact: true }).click()
  await expect(page.getByText(words('exchange.try.records', { count: 1 }))).toBeVisible()
  await at('a map, tried')
}

/** Every tab of the administration with its dialogs, as an administrator and supervisor sees it. */
export async function tourOfTheAdministration(page: Page, words: Say, look: Look): Promise<void> {
  const at = async (name: string) => {
    await settled(page, words)
    await look(name)
  }
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await goTo(page, 'administration', words)
  await expect(page.getByRole('textbox', { name: words('office.undo') })).toBeVisible()
  await at('office')
  await openTab(page, 'admin.tab.users', words)
  await page.getByRole('button', { name: words('users.add') }).click()
  await page.keyboard.press('Control+Enter')
  await at('a new user, with what is missing')
  await close()
  await page.getByRole('button', { name: words('users.edit', { name: 'anna' }) }).click()
  await at('a user')
  await close()
  await openTab(page, 'admin.tab.codes', words)
  await expect(page.getByRole('table')).toBeVisible()
  await at('code tables')
  await page.getByRole('button', { name: words('codes.add') }).click()
  await at('a new code')
  await close()
  await openTab(page, 'admin.tab.rules', words)
  await expect(page.getByRole('checkbox').first()).toBeVisible()
  await at('rules')
  await page.getByRole('button', { name: words('rules.edit', { id: 'value-0-or-1' }) }).click()
  await at('a rule')
  await close()
  await openTab(page, 'admin.tab.maps', words)
  await expect(page.getByRole('table')).toBeVisible()
  await at('message maps')
  await openTab(page, 'admin.tab.about', words)
  await page.getByRole('button', { name: words('about.verify.run') }).click()
  await expect(page.getByText(words('about.job.clean'))).toBeVisible()
  await at('store and keys, verified')
  await chooseInMenu(page, 'menu.password', words)
  await at('one’s own password')
  await close()
  await page
    .getByRole('banner')
    .getByRole('button', { name: words('frame.me') })
    .click()
  await at('officer menu')
  await close()
  await chooseInMenu(page, 'menu.lock', words)
  await expect(page.getByRole('heading', { name: words('signIn.locked') })).toBeVisible()
  await at('locked')
}
