/** Nothing jumps while it loads: what the browser itself counts as layout shift, on every screen. */
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { expectCursorOn } from './steps/worklist.ts'

declare global {
  interface Window {
    shifts: string[]
    shifted: number
  }
}

/** A hundredth is what one cannot see; the web's own bound for good is a tenth. */
const UNSEEN = 0.01

async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    interface Shift extends PerformanceEntry {
      readonly value: number
      readonly hadRecentInput: boolean
      readonly sources: readonly { readonly node: Node | null }[]
    }
    window.shifts = []
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        window.shifted += entry.value
        const what = entry.sources.map(({ node }) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : (node?.nodeName ?? ''))).join(', ')
        window.shifts.push(`${location.hash} ${entry.value.toFixed(4)}: ${what}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

test.use({ generated: { dispatches: 4, items: 120 } })

test('no screen jumps while its rows, panels and counts come', async ({ page }) => {
  await watchShifts(page)
  await page.reload()
  await signIn(page)
  await expect(page.locator('.grid .ident').first()).toBeVisible()
  const links = await page.locator('nav.rail a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  for (const link of [...links, '#/worklist?state=expected', '#/items/CP473124829FR', '#/worklist']) {
    // By the address, not by a click: what moves within half a second of a press is no shift to the browser.
    await page.evaluate((to) => (location.hash = to.replace(/^.*#/, '#')), link)
    await page.waitForTimeout(900)
  }
  await page.keyboard.press('Home')
  await expectCursorOn(page, '')
  const { shifted, shifts } = await page.evaluate(() => ({ shifted: window.shifted, shifts: window.shifts }))
  expect(shifted, shifts.join('\n')).toBeLessThan(UNSEEN * (links.length + 4))
  expect(shifts.filter((line) => Number(/ ([\d.]+):/.exec(line)?.[1] ?? 0) > UNSEEN)).toEqual([])
})
