/** What happens when things break: the desk dies under the page, hostile files come in, a file is dropped anywhere. */
import { join } from 'node:path'
import type { Page, WebSocketRoute } from '@playwright/test'
import { collectComplaints, expect, startDesk } from './fixtures.ts'
import { dropFiles, expectMessage, readFiles } from './steps/exchange.ts'
import { HOSTILE, SAMPLES, signIn, SUPERVISOR, test } from './steps/office.ts'
import { dialog, expectScreen, goTo, openTab, toldDone } from './steps/screens.ts'
import { say } from './steps/words.ts'
import { expectCursorOn, expectItemOpen, expectState, grid, openItem, rowOf } from './steps/worklist.ts'

const GIFT = 'CP473124829FR'
/** What a browser itself says of a server that is not there; nothing of ours is among it. */
const NOBODY_THERE = /net::ERR_CONNECTION_REFUSED|net::ERR_CONNECTION_RESET|net::ERR_EMPTY_RESPONSE|WebSocket connection to .* failed|403 \(Forbidden\)/

const linkLost = (page: Page) => page.getByRole('status').filter({ hasText: say('frame.link.down.long') })

test('the desk is killed under the page: it says so, loses nothing that was confirmed, and all is there after a start', async ({ home, context, complaints }) => {
  test.setTimeout(180_000)
  const env = { XDG_CONFIG_HOME: join(home, 'config') }
  const desk = await startDesk(join(home, 'data'), env)
  const said: string[] = []
  const page = await context.newPage()
  collectComplaints(page, said)
  await page.goto(desk.url)
  await signIn(page)
  const port = Number(new URL(page.url()).port)

  await test.step('a decision is confirmed, and the power goes', async () => {
    await openItem(page, GIFT, GIFT)
    await page.keyboard.press('p')
    await expectState(page, 'presented')
    await desk.kill()
    await expect(linkLost(page)).toBeVisible()
    await expect(page.getByRole('banner')).toContainText(say('frame.link.down'))
  })

  await test.step('what was on the screen stays, and other screens do not pretend to load', async () => {
    await expectItemOpen(page, GIFT)
    await expectState(page, 'presented')
    await goTo(page, 'worklist')
    await expect(rowOf(page, GIFT)).toBeVisible()
    for (const screen of ['dispatches', 'exchange', 'administration'] as const) {
      await goTo(page, screen)
      await expect(page.getByRole('main').getByText(say('error.link-lost'))).toBeVisible()
      await expect(page.getByRole('status', { name: say('state.loading') })).toHaveCount(0)
    }
    await expect(linkLost(page)).toBeVisible()
  })

  await test.step('a desk that was started anew on the same port asks the old page to come in again', async () => {
    const again = await startDesk(join(home, 'data'), env, port)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('#desk')).toHaveCount(0)
    await page.goto(again.url)
    await signIn(page)
    await openItem(page, GIFT, GIFT)
    await expectState(page, 'presented')
    await expect(page.getByRole('region', { name: say('item.timeline') })).toContainText('anna')
    const { code, out } = await again.liaison('verify', '--json')
    expect({ code, out }).toMatchObject({ code: 0 })
    await page.close()
    await again.stop()
  })
  complaints.push(...said.filter((line) => !NOBODY_THERE.test(line)))
})

test('a link that breaks for a moment signs nobody out, and what was decided meanwhile is done once', async ({ page, desk }) => {
  let broken = false
  const open = new Set<WebSocketRoute>()
  await page.routeWebSocket(/\/socket$/, (socket) => {
    if (broken) {
      void socket.close({ code: 1012 })
      return
    }
    open.add(socket)
    socket.connectToServer()
  })
  await page.reload()
  await signIn(page)
  await openItem(page, GIFT, GIFT)

  await test.step('the line breaks, and a key is pressed all the same', async () => {
    broken = true
    for (const socket of open) await socket.close({ code: 1012 })
    await expect(linkLost(page)).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByRole('main').getByText(say('state.expected'), { exact: true })).toBeVisible()
  })

  await test.step('it comes back: the same officer, and the decision is done', async () => {
    broken = false
    await expect(linkLost(page)).toHaveCount(0)
    await expectState(page, 'presented')
    await expect(toldDone(page)).toContainText(say('done.present'))
    const { out } = await desk.liaison('item', GIFT, '--json')
    const { timeline } = JSON.parse(out) as { readonly timeline: readonly { readonly kind: string; readonly actor: string | null }[] }
    expect(timeline.filter(({ actor }) => actor === SUPERVISOR.login)).toHaveLength(1)
  })
})

test('hostile files are set aside with the reason, and the rest of them is read', async ({ page }) => {
  await signIn(page)
  await goTo(page, 'exchange')
  await readFiles(page, [join(HOSTILE, 'entities.xml'), join(HOSTILE, 'no-message.bin'), join(HOSTILE, 'counts-wrong.edi')])
  await expectMessage(page, 'counts-wrong.edi', 'accepted-with-findings')
  await expect(page.getByText(say('exchange.import.counts', { accepted: 0, withFindings: 1, setAside: 2, duplicate: 0 }))).toBeVisible()
  await expect(page.getByRole('navigation', { name: say('frame.navigation') }).getByRole('link', { name: say('screen.exchange') })).toContainText('2')
  await openTab(page, 'exchange.tab.aside')
  for (const [file, reason] of [
    ['entities.xml', /DOCTYPE/],
    ['no-message.bin', /neither EDIFACT nor XML nor a table/],
  ] as const) {
    await expectMessage(page, file, 'set-aside')
    await page.getByRole('button', { name: file }).click()
    const message = dialog(page, file)
    await expect(message.getByRole('row').filter({ hasText: reason })).toBeVisible()
    await page.keyboard.press('Escape')
  }
  await goTo(page, 'worklist')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '6')
})

test('files may be dropped on any screen; they are read, and shown where they are', async ({ page, context }) => {
  await signIn(page)
  await expectCursorOn(page, GIFT)
  await dropFiles(page, grid(page), [join(HOSTILE, 'counts-wrong.edi')])
  await expectScreen(page, 'exchange')
  await expectMessage(page, 'counts-wrong.edi', 'accepted-with-findings')
  await goTo(page, 'administration')
  await dropFiles(page, page.getByRole('heading', { name: say('admin.title') }), [HOSTILE])
  await expectScreen(page, 'exchange')
  await expectMessage(page, 'no-message.bin', 'set-aside')

  await test.step('but onto a field for a file they are only for that field', async () => {
    await openTab(page, 'exchange.tab.try')
    await dropFiles(page, page.getByLabel(say('exchange.try.file'), { exact: true }), [join(SAMPLES, 'manifest.csv')])
    await page.getByRole('button', { name: say('exchange.try.run'), exact: true }).click()
    await expect(page.getByText(say('exchange.try.records', { count: 1 }))).toBeVisible()
  })
  // Nothing was opened in a window of its own.
  expect(context.pages()).toHaveLength(1)
})
