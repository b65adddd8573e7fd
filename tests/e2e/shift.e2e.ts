/** A supervisor opens a shift, work is done, the shift is closed with a count, printed and saved: the same numbers everywhere. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Locator, Page } from '@playwright/test'
import { expect, type RunningDesk } from './fixtures.ts'
import { signIn, SUPERVISOR, test } from './steps/office.ts'
import { dialog, goTo, toldDone } from './steps/screens.ts'
import { say } from './steps/words.ts'

const ITEMS = ['RR473124829FR', 'LX806576725FR', 'CP473124829FR'] as const

test.use({ deskEnv: { LIAISON_PASSWORD: SUPERVISOR.password } })

/** What officers do meanwhile. */
async function work(desk: RunningDesk, home: string, commands: readonly (readonly [name: string, item: string, args?: Record<string, unknown>])[]): Promise<void> {
  const file = join(home, 'commands')
  await writeFile(file, commands.map(([name, item, args = {}]) => JSON.stringify({ name, item, args })).join('\n'))
  const { code, out, err } = await desk.liaison('act', file, '--as', SUPERVISOR.login, '--json')
  expect({ code, out, err }).toEqual({ code: 0, out: expect.any(String), err: expect.any(String) })
}

/** Every number of a report by its address. */
const cellsOf = (report: Locator): Promise<Record<string, string>> =>
  report.evaluate((root) => Object.fromEntries([...root.querySelectorAll('[data-cell]')].map((cell) => [cell.getAttribute('data-cell'), cell.textContent?.trim() ?? ''])))

/** The numbers of a CSV by the same addresses. */
function cellsOfCsv(text: string): Record<string, string> {
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true })
  return Object.fromEntries(rows.map((row) => [`${row['section']}/${row['key']}/${row['line']}`, row['value'] ?? '']))
}

const openShift = async (page: Page): Promise<void> => {
  await goTo(page, 'shift')
  await page
    .getByRole('main')
    .getByRole('button', { name: say('shift.open') })
    .first()
    .click()
  const form = dialog(page, say('shift.open.title'))
  await expect(form.getByText(say('shift.open.lead', { custody: 0, detained: 0 }))).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(toldDone(page)).toContainText(say('shift.opened'))
}

test('a shift from its opening to the signed page', async ({ page, desk, home }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
  })
  await page.reload()
  await signIn(page)
  await openShift(page)
  await expect(page.getByRole('banner').getByRole('link', { name: /^Shift since/ })).toBeVisible()

  await work(desk, home, [
    ['present', ITEMS[0]],
    ['present', ITEMS[1]],
    ['present', ITEMS[2]],
    ['record', ITEMS[1], { result: 'clear' }],
    ['release-duty', ITEMS[1], { amount: '12.50', currency: 'CHF' }],
    ['hold', ITEMS[0], { reason: 'proof-of-value' }],
    ['detain', ITEMS[2]],
  ])
  const report = page.getByRole('region', { name: say('report.shift') })
  const cell = (at: string): Locator => report.locator(`[data-cell="${at}"]`)
  for (const [at, n] of [
    ['balance/all/presented', '3'],
    ['balance/all/released', '1'],
    ['balance/all/detained', '1'],
    ['balance/all/closing', '1'],
    ['balance/all/detainedClosing', '1'],
    ['officer/anna/presented', '3'],
    ['state/held/items', '1'],
  ] as const)
    await expect(cell(at)).toHaveText(n)
  await expect(cell('duty/CHF/amount')).toContainText('12.50')
  await expect(report.getByText(say('report.balanced'))).toBeVisible()

  // A number opens its items, and the address can be sent to a colleague.
  await cell('balance/all/presented').getByRole('link').click()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '4')
  await page.goBack()

  await page.keyboard.press('c')
  const form = dialog(page, say('shift.close.title'))
  await form.getByRole('textbox', { name: say('shift.counted.custody') }).fill('0')
  await form.getByRole('textbox', { name: say('shift.counted.detained') }).fill('1')
  await expect(form.getByText(say('shift.counted.missing', { count: 1 }))).toBeVisible()
  await form.getByRole('textbox', { name: new RegExp(say('shift.note')) }).fill('=One letter is being looked for')
  await page.keyboard.press('Control+Enter')
  await expect(toldDone(page)).toContainText(say('shift.closed'))
  await expect(cell('count/closing/difference')).toHaveText('-1')

  // What was done after the close does not change it.
  const signed = await cellsOf(report)
  await work(desk, home, [['present', 'RR123456785CH']])
  expect(await cellsOf(report)).toEqual(signed)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: say('shift.export') }).click()
  await page.getByRole('menuitem', { name: say('shift.export.csv') }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv.startsWith('\u{feff}section,key,line,value,unit\r\n')).toBe(true)
  expect(csv).toContain("closingNote,'=One letter is being looked for")
  const inFile = cellsOfCsv(csv)
  for (const [at, text] of Object.entries(signed)) if (!at.includes('/total/') && !at.includes('duty') && !text.includes('-')) expect([at, inFile[at]]).toEqual([at, text])

  await page
    .getByRole('main')
    .getByRole('button', { name: say('shift.print') })
    .click()
  const sheet = page.getByRole('article', { name: say('report.shift') })
  await expect(sheet).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes')
  expect(await cellsOf(sheet)).toEqual(signed)
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  expect(pdf.length).toBeGreaterThan(10_000)

  // The page that the command line writes has the same cells again.
  const { code, out } = await desk.liaison('report', 'shift', '--shift', 'last', '--format', 'html')
  expect(code).toBe(0)
  const html = Object.fromEntries([...out.matchAll(/data-cell="([^"]+)">(?:<bdi[^>]*>)?([^<]*)/g)].map(([, at, text]) => [at, text]))
  expect(html).toEqual(signed)
})

test('without a count, without a role, and with nothing to close', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('shift.title'))
  await expect(page.getByText(say('shift.none.text'))).toBeVisible()
  await openShift(page)
  await expect(page.getByText(say('report.balanced'))).toBeVisible()
  await page.keyboard.press('c')
  const form = dialog(page, say('shift.close.title'))
  await form.getByRole('textbox', { name: say('shift.counted.custody') }).fill('many')
  await expect(form.getByText(say('shift.counted.bad'))).toBeVisible()
  await expect(form.getByRole('button', { name: say('shift.close') })).toBeDisabled()
  await form.getByRole('textbox', { name: say('shift.counted.custody') }).fill('')
  await page.keyboard.press('Control+Enter')
  await expect(toldDone(page)).toContainText(say('shift.closed'))
  await expect(page.getByRole('navigation', { name: say('shift.past') }).getByRole('button')).toHaveCount(1)
})
