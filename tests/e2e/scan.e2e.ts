/** The scan station and the scanner on every screen, with a wedge that types as scanners do. */
import type { Page } from '@playwright/test'
import { groupIdentifier } from '../../shared/domain/identifiers.ts'
import { expect } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { dialog, expectScreen, goTo, searchField, toldRefused } from './steps/screens.ts'
import { say, type TextKey } from './steps/words.ts'
import { expectItemOpen } from './steps/worklist.ts'

const BAG = 'FRCDGACHZRHBAUN60123001000123'
const OTHER_BAG = 'FRCDGACHZRHBAUN60123002100064'
const ANNOUNCED = 'LX806576725FR'
const SEEN = 'RR473124829FR'
const GIFT = 'CP473124829FR'
const UNANNOUNCED = 'RR123456785CN'

/** On a French machine, what a scanner that is set to US types. */
const FRENCH: Readonly<Record<string, string>> = { A: 'q', Q: 'a', Z: 'w', W: 'z', M: ',' }
const FRENCH_DIGITS = 'à&é"\'(-è_ç'

/** Types a code as a scanner does: a key every `pace` milliseconds, by position, ended by Enter. */
async function scan(
  page: Page,
  code: string,
  { pace = 8, layout = 'us', end = 'Enter' }: { pace?: number; layout?: 'us' | 'fr'; end?: 'Enter' | 'Tab' | null } = {},
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const keys = [...code].map((character) => {
    const digit = /\d/.test(character)
    const text = layout === 'us' ? character : digit ? (FRENCH_DIGITS[Number(character)] ?? '') : (FRENCH[character]?.toUpperCase() ?? character)
    return { code: digit ? `Digit${character}` : `Key${character}`, key: text, text, modifiers: digit ? 0 : 8 }
  })
  // The times are the keys' own, and the keys are not waited for one by one: so a busy machine does not turn a scanner into a typist.
  let at = Date.now() / 1000 - (code.length * pace) / 1000
  const sent: Promise<unknown>[] = []
  const send = (key: { code: string; key: string; text?: string; modifiers?: number; windowsVirtualKeyCode?: number }) => {
    at += pace / 1000
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp: at, ...key }))
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: at + 0.002, code: key.code, key: key.key }))
  }
  for (const key of keys) send(key)
  if (end === 'Enter') send({ code: 'Enter', key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 })
  if (end === 'Tab') send({ code: 'Tab', key: 'Tab', windowsVirtualKeyCode: 9 })
  await Promise.all(sent)
  await session.detach()
}

const verdict = (page: Page) => page.locator('.verdict')
/** Of the random share an item may be sent to the scanner that its declaration would let go. */
async function expectVerdict(page: Page, headline: string | RegExp, tone: string | RegExp, ...notes: TextKey[]): Promise<void> {
  await expect(verdict(page)).toHaveAttribute('data-headline', headline)
  await expect(verdict(page)).toHaveAttribute('data-tone', tone)
  for (const note of notes) await expect(verdict(page)).toContainText(say(note))
}
const chooseMode = (page: Page, name: TextKey) =>
  page
    .getByRole('group', { name: say('scan.modes') })
    .getByRole('button', { name: say(name), exact: true })
    .click()
const tally = (page: Page, name: TextKey) =>
  page
    .locator('.tally > div')
    .filter({ hasText: say(name) })
    .getByRole('definition')

test('a receptacle and its items are taken in with the scanner alone, each scan a command that can be taken back', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: say('scan.title') })).toBeAttached()

  await chooseMode(page, 'scan.mode.receptacle')
  await scan(page, BAG)
  await expectVerdict(page, 'received', 'release')
  await expect(tally(page, 'scan.tally.announced')).toHaveText('2')
  await scan(page, BAG)
  await expectVerdict(page, 'received', 'repeated', 'scan.note.repeated')

  await page.keyboard.press('Alt+3')
  await expect(page.getByRole('button', { name: say('scan.mode.item'), exact: true })).toHaveAttribute('aria-pressed', 'true')
  await scan(page, ANNOUNCED, { pace: 40 })
  await expectVerdict(page, /green|orange/, /release|scan/, 'scan.note.as-announced')
  await scan(page, ANNOUNCED)
  await expectVerdict(page, /green|orange/, /repeated/, 'scan.note.repeated')
  await scan(page, GIFT)
  await expect(verdict(page)).toContainText(say('scan.note.other-receptacle', { receptacle: groupIdentifier(OTHER_BAG) }))
  await expect(tally(page, 'scan.tally.excess')).toHaveText('1')
  await expect(page.getByRole('alert').filter({ hasText: groupIdentifier(GIFT) })).toBeVisible()
  await scan(page, UNANNOUNCED)
  await expectVerdict(page, 'unknown', 'unknown', 'scan.note.not-announced')

  await test.step('warnings stay until they are acknowledged, with Enter alone', async () => {
    await expect(page.locator('.station-warnings')).toContainText(groupIdentifier(UNANNOUNCED))
    await page.keyboard.press('Enter')
    await expect(page.locator('.station-warnings')).toContainText(groupIdentifier(GIFT))
    await page.keyboard.press('Enter')
    await expect(page.locator('.station-warnings')).toHaveCount(0)
  })
  await test.step('the last scan is taken back', async () => {
    await expect(tally(page, 'scan.tally.excess')).toHaveText('2')
    await page.keyboard.press('Control+z')
    await expect(tally(page, 'scan.tally.excess')).toHaveText('1')
    await expect(
      page
        .getByRole('list', { name: say('scan.last') })
        .getByRole('listitem')
        .first(),
    ).toContainText(say('scan.undone'))
  })
})

test('a closed item that turns up again says so, and a targeted one sounds in every mode', async ({ page, desk }) => {
  await signIn(page)
  await goTo(page, 'worklist')
  await scan(page, GIFT)
  await expectItemOpen(page, GIFT)
  await page.keyboard.press('t')
  await expect(page.getByText(say('item.targeted')).first()).toBeVisible()
  await page.goto(`${page.url().split('#')[0]}#/scan?mode=locate`)
  await expect(page.getByRole('list', { name: say('scan.mode.locate') })).toContainText(groupIdentifier(GIFT))
  await scan(page, GIFT)
  await expectVerdict(page, 'targeted', 'stop', 'scan.note.targeted')
  await chooseMode(page, 'scan.mode.present')
  await scan(page, GIFT)
  await expect(verdict(page)).toContainText(/Recorded as presented/)

  await scan(page, SEEN)
  await expect(verdict(page)).toContainText(/Recorded as presented/)
  await page.locator('.last-scan').first().click()
  await verdict(page).getByRole('link').click()
  await expectItemOpen(page, SEEN)
  await page.keyboard.press('r')
  await expect(page.getByText(say('state.released'), { exact: true }).first()).toBeVisible()
  await goToStation(page)
  await scan(page, SEEN)
  await expectVerdict(page, 'closed', 'stop')
  expect(desk.url).toBeTruthy()
})

async function goToStation(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: say('frame.navigation') })
    .getByRole('link', { name: say('screen.scan') })
    .click()
  await expect(page.getByRole('heading', { name: say('scan.title') })).toBeAttached()
}

test('on every screen a scan goes where it belongs, on a French keyboard too, and no field keeps a letter of it', async ({ page }) => {
  await signIn(page)
  await test.step('a receptacle, from the worklist, without pressing any of its keys', async () => {
    await scan(page, BAG, { layout: 'fr' })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(groupIdentifier(BAG))
  })
  await test.step('a dispatch, ended by Tab', async () => {
    await scan(page, BAG.slice(0, 20), { end: 'Tab' })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(groupIdentifier(BAG.slice(0, 20)))
  })
  await test.step('an item, while somebody types in the search', async () => {
    await searchField(page).fill('vase, ')
    await scan(page, SEEN, { layout: 'fr' })
    await expectItemOpen(page, SEEN)
    await expect(searchField(page)).toHaveValue('vase, ')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
  await test.step('while a window is open it waits, and what is written in it stays', async () => {
    await page.getByRole('main').focus()
    await page.keyboard.press('n')
    const note = dialog(page, say('act.note')).getByRole('textbox', { name: say('dialog.text') })
    await note.fill('torn on one side')
    await scan(page, GIFT)
    await expect(toldRefused(page)).toContainText(groupIdentifier(GIFT))
    await expect(note).toHaveValue('torn on one side')
    await page.keyboard.press('Escape')
    await expectItemOpen(page, SEEN)
  })
  await test.step('a torn scan says that it was not read, and decides nothing', async () => {
    await scan(page, 'RR4731', { end: null })
    await expect(toldRefused(page)).toContainText('RR4731')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expectItemOpen(page, SEEN)
  })
})

test('a segment of the bar leads to just its items, and the keyboard goes down to an item and up again', async ({ page }) => {
  await signIn(page)
  await goTo(page, 'dispatches')
  const board = page.getByRole('grid', { name: say('dispatches.title') })
  await board.getByRole('link', { name: say('dispatches.part.title', { part: say('state.arrived'), count: 2 }) }).click()
  await expectScreen(page, 'worklist')
  expect(new URL(page.url().replace('#', '')).search).toContain('state=arrived')
  await expect(page.getByText(groupIdentifier(SEEN)).first()).toBeVisible()
  await expect(page.getByText(groupIdentifier(GIFT))).toHaveCount(0)

  await goTo(page, 'dispatches')
  await expect(board.getByText('FRCDGA').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(groupIdentifier(BAG.slice(0, 20)))
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(groupIdentifier(BAG))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(groupIdentifier(BAG.slice(0, 20)))
  await page.keyboard.press('Escape')
  await expectScreen(page, 'dispatches')
})
