/** French without a word of English, right to left, large letters and every width of screen: nothing is lost at an edge. */
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { signIn, test } from './steps/office.ts'
import { chooseInMenu, goTo } from './steps/screens.ts'
import { tourOfTheAdministration, tourOfTheExchange, tourOfTheGate, tourOfTheWork, type Look } from './steps/tour.ts'
import { catalogues, dire, mirrored, say, type Say } from './steps/words.ts'
import { expectCursorOn } from './steps/worklist.ts'

const GIFT = 'CP473124829FR'

/** English texts without gaps that read differently in French: none of them may stand on a French screen. */
const ENGLISH: readonly string[] = Object.entries(catalogues.en)
  .filter(([key, text]) => !text.includes('{') && !text.includes('<') && catalogues.fr[key] !== text)
  .map(([, text]) => text)
const FRENCH = new Set(Object.values(catalogues.fr))
/** What the sample mail says in its own language. */
const FROM_THE_POST = /Leather belt with metal buckle|No invoice in the parcel|Tea towel of linen|^unknown$/
const english = new Set(ENGLISH.filter((text) => !FRENCH.has(text) && !FROM_THE_POST.test(text)))
/** Words that no French sentence has: sentences with gaps are found by them. */
const COMMON = /\b(the|of|is|was|has|and|with|from|this|which|not|item|byte)\b/

/** Every text that can be read or is read out: nodes, names, descriptions, hints. */
const textsOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Element) for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription']) texts.push(node.getAttribute(name) ?? '')
      // What the post wrote stays in the language in which it wrote it.
      else if (node.parentElement?.closest('pre, script, style, [translate=no]') === null) texts.push(node.textContent ?? '')
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '')
  })

test.describe('French', () => {
  test('is chosen in the officer menu, and then no English is left on any screen', async ({ page }) => {
    test.setTimeout(240_000)
    const left = new Set<string>()
    const look: Look = async (name) => {
      for (const text of await textsOn(page)) if (english.has(text) || (COMMON.test(text) && !FROM_THE_POST.test(text))) left.add(`${name}: ${text}`)
    }
    await signIn(page)
    await expectCursorOn(page, GIFT)
    await chooseInMenu(page, 'menu.preferences')
    await page.getByText(say('menu.language.fr'), { exact: true }).click()
    await page.keyboard.press('Escape')
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    await expect(page.getByRole('columnheader', { name: dire('column.state') })).toBeVisible()
    // The line that is read out follows a moment later.
    await expect(page.getByText(/^Row 1 of 3/)).toHaveCount(0)
    await tourOfTheWork(page, dire, look)
    await tourOfTheExchange(page, dire, look)
    await tourOfTheAdministration(page, dire, look)
    // The choice outlives the page, on this machine.
    await page.reload()
    await tourOfTheGate(page, dire, look)
    expect([...left]).toEqual([])
  })
})

/** What reaches beyond its window, or is cut off by a box that does not scroll: by role or tag, with the start of its text. */
const overflowOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > root.clientWidth) found.push(`the page scrolls sideways by ${root.scrollWidth - root.clientWidth} px`)
    const called = (element: Element) =>
      `${element.getAttribute('role') ?? element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`
    const scrolls = (element: Element): boolean => {
      const { overflowX } = getComputedStyle(element)
      return overflowX === 'auto' || overflowX === 'scroll'
    }
    const frames = [...document.querySelectorAll('header, nav, main, aside, form, dialog, [role=dialog], [role=group], [role=toolbar], [role=tablist], [role=menu]')]
    for (const frame of frames) {
      const box = frame.getBoundingClientRect()
      if (box.width === 0 || getComputedStyle(frame).visibility === 'hidden') continue
      if (box.right > root.clientWidth + 1 || box.left < -1) found.push(`${called(frame)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px`)
      if (!scrolls(frame) && frame.scrollWidth > frame.clientWidth + 1 && frame.clientWidth > 0)
        found.push(`${called(frame)} holds ${frame.scrollWidth} px in ${frame.clientWidth} px`)
    }
    const inScroller = (element: Element): boolean => {
      for (let box = element.parentElement; box !== null && box !== root; box = box.parentElement) if (scrolls(box) && box.scrollWidth > box.clientWidth) return true
      return false
    }
    for (const control of document.querySelectorAll('button, input, select, textarea, a[href], [role=tab]')) {
      const box = control.getBoundingClientRect()
      if (box.width === 0 || box.height === 0 || inScroller(control)) continue
      // What waits above the window until it has the focus is no loss.
      if (box.bottom < 0) continue
      if (box.right > root.clientWidth + 1 || box.left < -1) found.push(`${called(control)} stands at ${Math.round(box.left)} to ${Math.round(box.right)} px`)
    }
    return found
  })

/** Walks past everything and looks for what does not fit. */
async function expectAllFits(page: Page, words: Say = say): Promise<void> {
  const found: string[] = []
  const look: Look = async (name) => void found.push(...(await overflowOn(page)).map((line) => `${name}: ${line}`))
  await tourOfTheWork(page, words, look)
  await tourOfTheExchange(page, words, look)
  await tourOfTheAdministration(page, words, look)
  expect(found).toEqual([])
}

test.describe('screens', () => {
  test('fit from right to left', async ({ page }) => {
    test.setTimeout(240_000)
    await page.goto(`${new URL(page.url()).origin}/?dir=rtl`)
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await signIn(page)
    await expectAllFits(page)
  })

  test('fit with Arabic letters around every word, and arrows go where they point', async ({ page }) => {
    test.setTimeout(240_000)
    await page.goto(`${new URL(page.url()).origin}/?pseudo=ar`)
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await signIn(page, undefined, mirrored)
    await test.step('the next tab is to the left', async () => {
      await page.getByRole('tab', { name: mirrored('worklist.view.all') }).focus()
      await page.keyboard.press('ArrowLeft')
      await expect(page.getByRole('tab', { name: mirrored('worklist.view.targeted') })).toHaveAttribute('aria-selected', 'true')
      await page.keyboard.press('ArrowRight')
    })
    await expectAllFits(page, mirrored)
  })
})

test.describe('a narrow window', () => {
  // 1440 pixels at 200 % are as wide.
  test.use({ viewport: { width: 720, height: 450 } })
  test('shows everything without scrolling sideways', async ({ page }) => {
    test.setTimeout(240_000)
    await signIn(page)
    await expectAllFits(page)
  })
})

test.describe('at every width', () => {
  test('the main screens fit', async ({ page }) => {
    test.setTimeout(180_000)
    await signIn(page)
    const found: string[] = []
    for (const [width, height] of [
      [1024, 768],
      [1440, 900],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height })
      for (const screen of ['worklist', 'dispatches', 'exchange', 'administration'] as const) {
        await goTo(page, screen)
        found.push(...(await overflowOn(page)).map((line) => `${screen} at ${width}: ${line}`))
      }
      await page.keyboard.press('g')
      await page.keyboard.press('w')
      await page.keyboard.press('Home')
      await expectCursorOn(page, GIFT)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('group', { name: say('item.actions') })).toBeVisible()
      found.push(...(await overflowOn(page)).map((line) => `item at ${width}: ${line}`))
    }
    expect(found).toEqual([])
  })
})
