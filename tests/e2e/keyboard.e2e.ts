/** The desk without a mouse: everything that an officer does all day, from the home row. */
import type { Page } from '@playwright/test'
import { collectComplaints, expect } from './fixtures.ts'
import { fillSignIn, signIn, SUPERVISOR, test } from './steps/office.ts'
import { chooseInMenu, dialog, expectScreen, searchField, searchFor, toldDone, toldRefused } from './steps/screens.ts'
import { say } from './steps/words.ts'
import { expectCursorOn, expectItemOpen, expectState, grid, rowOf } from './steps/worklist.ts'

const GIFT = 'CP473124829FR'

/**
 * What has the focus shows it: by an outline, a shadow or a mark of its own, on itself, on the box around it, or on the
 * row that it speaks of.
 */
async function expectFocusShown(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const transparent = /^(rgba\(0, 0, 0, 0\)|transparent)$/
    const marked = (element: Element | null): boolean => {
      if (element === null) return false
      const style = getComputedStyle(element)
      const after = getComputedStyle(element, '::after')
      return (
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
        (after.content !== 'none' && (!transparent.test(after.backgroundColor) || (after.outlineStyle !== 'none' && Number.parseFloat(after.outlineWidth) > 0)))
      )
    }
    const active = document.activeElement
    const row = document.getElementById(active?.getAttribute('aria-activedescendant') ?? '')
    return { what: active?.outerHTML.slice(0, 160) ?? '', marked: [active, active?.parentElement ?? null, row].some(marked) }
  })
  expect(shown.marked, `the focus shows on ${shown.what}`).toBe(true)
}

test.describe('one item', () => {
  test('is found, flagged, presented, examined, held and released by keys alone', async ({ page }) => {
    await test.step('signing in begins in the first field and ends with Enter', async () => {
      await expect(page.getByRole('textbox', { name: say('signIn.user') })).toBeFocused()
      await page.keyboard.type(SUPERVISOR.login)
      await page.keyboard.press('Tab')
      await page.keyboard.type(SUPERVISOR.password)
      await page.keyboard.press('Enter')
      await expect(grid(page)).toBeFocused()
    })

    await test.step('j and k move, and say where one is', async () => {
      await expectCursorOn(page, GIFT)
      await page.keyboard.press('j')
      await expectCursorOn(page, 'LX806576725FR')
      await page.keyboard.press('ArrowDown')
      await expectCursorOn(page, 'RR473124829FR')
      await page.keyboard.press('j')
      await expectCursorOn(page, 'RR473124829FR')
      await page.keyboard.press('k')
      await expectCursorOn(page, 'LX806576725FR')
      await page.keyboard.press('Home')
      await expectCursorOn(page, GIFT)
      await page.keyboard.press('End')
      await expectCursorOn(page, 'RR473124829FR')
      await expect(page.getByRole('complementary', { name: say('worklist.panel') })).toContainText('RR 473 124 829 FR')
    })

    await test.step('Space hides the panel and shows it', async () => {
      await page.keyboard.press('Space')
      await expect(page.getByRole('complementary', { name: say('worklist.panel') })).toHaveCount(0)
      await page.keyboard.press('Space')
      await expect(page.getByRole('complementary', { name: say('worklist.panel') })).toBeVisible()
    })

    await test.step('a piece of its number finds it', async () => {
      await expect((await searchFor(page, '3124829f')).first()).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(searchField(page)).toHaveValue('')
      await expect((await searchFor(page, 'phone corner')).first()).toContainText('CP 473 124 829 FR')
      await page.keyboard.press('Enter')
      await expectItemOpen(page, GIFT)
    })

    await test.step('f flags it, z takes that back, f flags it again', async () => {
      await page.keyboard.press('f')
      await expect(dialog(page, say('act.flag')).getByRole('combobox', { name: say('dialog.flag') })).toBeFocused()
      await page.keyboard.press('Control+Enter')
      await expect(toldDone(page)).toContainText(say('done.flag'))
      await expect(page.getByRole('main').getByText(say('item.flagged'), { exact: true })).toBeVisible()
      await page.keyboard.press('z')
      await expect(toldDone(page)).toContainText(say('done.unflag'))
      await expect(page.getByRole('main').getByText(say('item.flagged'), { exact: true })).toHaveCount(0)
    })

    await test.step('e orders an examination, p presents it', async () => {
      await page.keyboard.press('e')
      const order = dialog(page, say('act.examine'))
      await expect(order.getByRole('radio', { checked: true })).toBeFocused()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Control+Enter')
      await expect(order).toBeHidden()
      await expect(toldDone(page)).toContainText(say('done.examine'))
      await page.keyboard.press('p')
      await expectState(page, 'under-examination')
    })

    await test.step('e again records its result', async () => {
      await page.keyboard.press('e')
      const record = dialog(page, say('act.record'))
      await page.keyboard.press('Control+Enter')
      await expect(record.getByText(say('field.required'))).toBeVisible()
      await expect(record.getByRole('radio', { name: say('result.clear') })).toBeFocused()
      await page.keyboard.press('ArrowRight')
      await expect(record.getByRole('radio', { name: say('result.discrepancy') })).toBeChecked()
      await page.keyboard.press('Tab')
      await page.keyboard.type('Mobile phones, used')
      await expect(record.getByRole('textbox', { name: say('item.description') })).toHaveValue('Mobile phones, used')
      await page.keyboard.press('Control+Enter')
      await expect(record).toBeHidden()
      await expect(page.getByRole('region', { name: say('item.declaredFound') })).toContainText('Mobile phones, used')
    })

    await test.step('h holds it', async () => {
      await page.keyboard.press('h')
      const hold = dialog(page, say('act.hold'))
      await expect(hold.getByRole('combobox', { name: say('dialog.reason') })).toBeFocused()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Control+Enter')
      await expectState(page, 'held')
    })

    await test.step('r releases it, z takes that back', async () => {
      await page.keyboard.press('r')
      await expectState(page, 'released')
      await page.keyboard.press('h')
      await expect(toldRefused(page)).toContainText(/already/)
      await page.keyboard.press('z')
      await expectState(page, 'held')
      await page.keyboard.press('r')
      await expectState(page, 'released')
    })

    await test.step('j goes on to the next item, Esc back to its row', async () => {
      await page.keyboard.press('k')
      await expectItemOpen(page, 'LX806576725FR')
      await page.keyboard.press('j')
      await expectItemOpen(page, 'RR473124829FR')
      await page.keyboard.press('Escape')
      await expectScreen(page, 'worklist')
      await expectCursorOn(page, 'RR473124829FR')
      await page.keyboard.press('Enter')
      await expectItemOpen(page, 'RR473124829FR')
    })
  })
})

test.describe('keys', () => {
  test('are shown by ?, lead to every screen, and never type into what one is writing', async ({ page }) => {
    await signIn(page)
    await expectCursorOn(page, GIFT)

    await test.step('? shows the keys of this screen and those of every screen', async () => {
      await page.keyboard.press('?')
      const keys = dialog(page, say('keys.title'))
      await expect(keys.getByRole('heading', { name: say('worklist.title') })).toBeVisible()
      await expect(keys.getByRole('heading', { name: say('keys.everywhere') })).toBeVisible()
      await expect(keys.getByRole('term').filter({ hasText: say('act.hold') })).toBeVisible()
      // A key in a dialog is not a key of the screen below.
      await page.keyboard.press('h')
      await expect(page.getByRole('dialog')).toHaveCount(1)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    })

    await test.step('g and a letter go to a screen', async () => {
      for (const [key, screen] of [
        ['d', 'dispatches'],
        ['x', 'exchange'],
        ['a', 'administration'],
        ['w', 'worklist'],
      ] as const) {
        await page.keyboard.press('g')
        await page.keyboard.press(key)
        await expectScreen(page, screen)
      }
      await expect(grid(page)).toBeFocused()
    })

    await test.step('typing in the search is typing', async () => {
      await page.keyboard.press('/')
      await page.keyboard.type('ghpez?x /1')
      await expect(searchField(page)).toHaveValue('ghpez?x /1')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await page.keyboard.press('Escape')
      await expectScreen(page, 'worklist')
    })

    await test.step('so it is in a dialog’s note, and Escape leaves the item as it was', async () => {
      await page.keyboard.press('n')
      const note = dialog(page, say('act.note')).getByRole('textbox', { name: say('dialog.text') })
      await expect(note).toBeFocused()
      await page.keyboard.type('seen by r, h and z; gw?')
      await expect(note).toHaveValue('seen by r, h and z; gw?')
      await expect(page.getByRole('dialog')).toHaveCount(1)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(rowOf(page, GIFT)).toContainText(say('state.expected'))
    })

    await test.step('Tab reaches what a mouse does, and shows where it is', async () => {
      await page.keyboard.press('Tab')
      for (let stop = 0; stop < 30; stop += 1) {
        await expectFocusShown(page)
        await page.keyboard.press(stop < 15 ? 'Tab' : 'Shift+Tab')
      }
    })

    await test.step('single keys can be switched off, and say so', async () => {
      const singleKeys = async () => {
        await chooseInMenu(page, 'menu.preferences')
        await page.getByRole('checkbox', { name: new RegExp(say('menu.singleKeys')) }).click()
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
      }
      await singleKeys()
      await grid(page).focus()
      await page.keyboard.press('h')
      await page.keyboard.press('j')
      await expectCursorOn(page, GIFT)
      await expect(page.getByRole('dialog')).toHaveCount(0)
      // Keys that are no letters stay.
      await page.keyboard.press('ArrowDown')
      await expectCursorOn(page, 'LX806576725FR')
      await chooseInMenu(page, 'menu.keys')
      await expect(dialog(page, say('keys.title'))).toContainText(say('keys.off'))
      await page.keyboard.press('Escape')
      await singleKeys()
      await grid(page).focus()
      await page.keyboard.press('k')
      await expectCursorOn(page, GIFT)
    })
  })
})

test.describe('many items', () => {
  test.use({ mail: [], generated: { dispatches: 1, items: 60 } })

  test('are selected by x and by ranges, and a bulk action says beforehand who will refuse and why', async ({ page }) => {
    await signIn(page)
    const status = page.getByRole('main').getByRole('status')
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '61')

    await test.step('two are presented already', async () => {
      for (const rows of [1, 2]) {
        await page.keyboard.press('p')
        await expect(page.getByRole('row', { name: say('state.presented') })).toHaveCount(rows)
        await page.keyboard.press('j')
      }
      await page.keyboard.press('Home')
    })

    await test.step('x selects one, Shift and arrows a range, Escape nothing', async () => {
      await page.keyboard.press('x')
      await expect(status.filter({ hasText: '1 selected' })).toBeVisible()
      for (let row = 0; row < 4; row += 1) await page.keyboard.press('Shift+ArrowDown')
      await expect(status.filter({ hasText: '5 selected' })).toBeVisible()
      await expect(page.getByRole('row', { selected: true })).toHaveCount(5)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('row', { selected: true })).toHaveCount(0)
      await page.keyboard.press('Home')
      await page.keyboard.press('x')
      for (let row = 0; row < 4; row += 1) await page.keyboard.press('Shift+J')
      await expect(page.getByRole('row', { selected: true })).toHaveCount(5)
    })

    await test.step('the dialog says what will happen to how many', async () => {
      await page.keyboard.press('p')
      const bulk = dialog(page, say('bulk.title', { action: say('act.present'), count: 5 }))
      await expect(bulk).toContainText(say('bulk.accepted', { count: 3 }))
      await expect(bulk).toContainText(say('bulk.refused', { count: 2 }))
      await expect(bulk).toContainText('This was done before')
      await page.keyboard.press('Control+Enter')
      await expect(bulk).toBeHidden()
      await expect(toldDone(page)).toContainText(say('bulk.done', { action: say('act.present'), accepted: 3, rejected: 2 }))
      await expect(page.getByRole('row', { name: say('state.presented') })).toHaveCount(5)
      await expect(page.getByRole('row', { selected: true })).toHaveCount(0)
    })

    await test.step('all of a filter at once, with the reason that it needs', async () => {
      await page.getByRole('checkbox', { name: say('grid.selectAll') }).focus()
      await page.keyboard.press('Space')
      await expect(status.filter({ hasText: 'All 60 selected' })).toBeVisible()
      await grid(page).focus()
      await page.keyboard.press('h')
      const bulk = page.getByRole('dialog')
      await expect(bulk.getByRole('combobox', { name: say('dialog.reason') })).toBeFocused()
      await page.keyboard.press('ArrowDown')
      await expect(bulk).toContainText(say('bulk.accepted', { count: 60 }))
      await page.keyboard.press('Control+Enter')
      await expect(toldDone(page)).toContainText(say('bulk.done', { action: say('act.hold'), accepted: 60, rejected: 0 }))
      await expect(page.getByRole('tab', { name: say('worklist.view.held') })).toContainText('60')
    })
  })
})

test.describe('a view', () => {
  test('is an address: chips write it, back and forward keep it, a colleague opens it after signing in', async ({ page, context, complaints }) => {
    await signIn(page)
    const chip = (text: string) => page.getByRole('button', { name: say('worklist.condition.edit', { text }), exact: true })
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')

    await test.step('a tab is a filter, and stands as a sentence', async () => {
      await page.getByRole('tab', { name: say('worklist.view.examine') }).focus()
      await page.keyboard.press('Enter')
      await expect(chip('in the lane Scan or Open')).toBeVisible()
      expect(new URLSearchParams(page.url().split('?')[1]).getAll('lane')).toEqual(['orange', 'red'])
    })

    await test.step('a condition is added by keys', async () => {
      await page.getByRole('button', { name: say('worklist.condition.add') }).focus()
      await page.keyboard.press('Enter')
      // At a hand's speed: faster, it would be a scanner's.
      await page.keyboard.type(say('field.originCountry').slice(0, 12), { delay: 90 })
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
      await page.keyboard.type('fr')
      await page.keyboard.press('Control+Enter')
      await expect(chip('from France')).toBeVisible()
      expect(page.url()).toContain('originCountry=FR')
    })
    const filtered = page.url()
    const rows = await grid(page).getAttribute('aria-rowcount')

    await test.step('back takes one condition away, forward brings it again', async () => {
      await page.goBack()
      await expect(chip('from France')).toHaveCount(0)
      await expect(chip('in the lane Scan or Open')).toBeVisible()
      await page.goForward()
      await expect(chip('from France')).toBeVisible()
      expect(page.url()).toBe(filtered)
    })

    await test.step('the address opens the same view in another window, once its officer has signed in', async () => {
      const other = await context.newPage()
      collectComplaints(other, complaints)
      await other.goto(filtered)
      await fillSignIn(other, SUPERVISOR.login, SUPERVISOR.password)
      await expect(other.getByRole('button', { name: say('worklist.condition.edit', { text: 'from France' }), exact: true })).toBeVisible()
      await expect(grid(other)).toHaveAttribute('aria-rowcount', rows ?? '')
    })

    await test.step('taking a chip away widens the list', async () => {
      await page.getByRole('button', { name: say('worklist.condition.remove', { text: 'from France' }) }).focus()
      await page.keyboard.press('Enter')
      await expect(chip('from France')).toHaveCount(0)
      await page.getByRole('button', { name: say('worklist.clear'), exact: true }).focus()
      await page.keyboard.press('Enter')
      await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')
      expect(page.url()).not.toContain('?')
    })
  })
})
