/** The training office: a newcomer finds, examines, and releases or holds, by mouse and by keyboard, and reads the score. */
import { expect, test } from './fixtures.ts'
import { signIn, test as withOffice } from './steps/office.ts'
import { dialog, goTo, openTab, searchField } from './steps/screens.ts'
import { exerciseItems, figure, guide, openTraining, training } from './steps/training.ts'
import { say } from './steps/words.ts'
import { actions, expectItemOpen, expectState, grid } from './steps/worklist.ts'
import type { Page } from '@playwright/test'

const asks = (page: Page, step: 'find' | 'present' | 'examine' | 'decide' | 'judge') => expect(guide(page)).toHaveText(say(`training.guide.${step}`))
const openNext = (page: Page) =>
  training(page)
    .getByRole('button', { name: say('training.guide.open') })
    .click()
const hold = async (page: Page) => {
  await actions(page)
    .getByRole('button', { name: say('act.hold') })
    .click()
  const window = dialog(page, say('act.hold'))
  await window.getByRole('combobox', { name: say('dialog.reason') }).selectOption({ index: 1 })
  await window.getByRole('button', { name: say('act.hold') }).click()
  await expectState(page, 'held')
}

test('from the first screen, by mouse: six items, each explained, then another day, and out again', async ({ page }) => {
  test.setTimeout(240_000)
  await expect(page.getByRole('button', { name: say('first.office') })).toBeVisible()
  await openTraining(page)

  await test.step('the first item is examined and released', async () => {
    await page.getByRole('button', { name: say('training.begin') }).click()
    await asks(page, 'present')
    await expect(page.getByRole('region', { name: say('training.table') })).toHaveCount(0)
    await actions(page)
      .getByRole('button', { name: say('act.present') })
      .click()
    await asks(page, 'examine')
    await actions(page)
      .getByRole('button', { name: say('act.record') })
      .click()
    const record = dialog(page, say('act.record'))
    await expect(record.getByRole('region', { name: say('training.table') })).toContainText('×')
    await record.getByRole('radio', { name: say('result.clear') }).check()
    await record.getByRole('button', { name: say('act.record') }).click()
    await asks(page, 'decide')
    await actions(page)
      .getByRole('button', { name: say('act.release'), exact: false })
      .first()
      .click()
    await expectState(page, 'released')
    await expect(training(page).getByRole('button', { name: /1\/\d/ })).toBeVisible()
  })

  await test.step('the second holds something else, and is held', async () => {
    await asks(page, 'find')
    await openNext(page)
    await actions(page)
      .getByRole('button', { name: say('act.present') })
      .click()
    await asks(page, 'examine')
    await actions(page)
      .getByRole('button', { name: say('act.record') })
      .click()
    const record = dialog(page, say('act.record'))
    await record.getByRole('radio', { name: say('result.discrepancy') }).check()
    await record
      .getByRole('textbox', { name: say('item.quantity') })
      .first()
      .fill('3')
    await record.getByRole('button', { name: say('act.record') }).click()
    await asks(page, 'decide')
    await hold(page)
  })

  const all = await test.step('the others are judged alone: all are held, rightly or not', async () => {
    await training(page).getByRole('button', { name: /2\/\d/ }).click()
    const count = await exerciseItems(page).count()
    expect(count).toBeGreaterThan(2)
    for (let at = 2; at < count; at++) {
      await openNext(page)
      await asks(page, 'judge')
      await hold(page)
    }
    return count
  })

  await test.step('the score says what really lay in each', async () => {
    await expect(guide(page)).toContainText(/\d/)
    await training(page)
      .getByRole('button', { name: say('training.guide.score') })
      .click()
    const right = Number(await figure(page, 'training.score.right').textContent())
    const needless = Number(await figure(page, 'training.score.needless').textContent())
    expect(right).toBeGreaterThanOrEqual(2)
    expect(right + needless).toBe(all)
    await expect(figure(page, 'training.score.missed')).toHaveText('0')
    await expect(exerciseItems(page).getByText(say('training.inside'), { exact: true })).toHaveCount(all)
    await expect(exerciseItems(page).first()).toContainText(say('training.why.right.released'))
    await expect(exerciseItems(page).nth(1)).toContainText(say('training.why.right.kept'))
  })

  await test.step('answers wait and are never sent', async () => {
    await goTo(page, 'exchange')
    await openTab(page, 'exchange.tab.out')
    await expect(
      page
        .getByRole('row')
        .filter({ hasText: say('training.out') })
        .first(),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: say('exchange.out.writeNow') })).toBeDisabled()
  })

  await test.step('the supervisor has a chair, too', async () => {
    await training(page)
      .getByRole('button', { name: /Sascha Berg/ })
      .click()
    await expect(page.getByRole('banner')).toContainText('Sascha Berg')
    await expect(training(page).getByRole('button', { name: /Robin Vale/ })).toBeVisible()
  })

  await test.step('another day is laid', async () => {
    await training(page)
      .getByRole('button', { name: say('training.again') })
      .click()
    const again = dialog(page, say('training.again.title'))
    await again.getByRole('radio', { name: say('training.again.number') }).check()
    await again.getByRole('button', { name: say('training.again.submit') }).click()
    await expect(again.getByRole('textbox')).toHaveAccessibleDescription(new RegExp(say('training.again.number.bad')))
    await again.getByRole('textbox').fill('20261122')
    await again.getByRole('button', { name: say('training.again.submit') }).click()
    await expect(again).toBeHidden({ timeout: 60_000 })
    await expect(page.getByText(/20261122/)).toBeVisible()
    await expect(training(page).getByRole('button', { name: /0\/\d/ })).toBeVisible()
    await expect(page.getByText(say('training.inside'), { exact: true })).toHaveCount(0)
  })

  await test.step('and the first screen is where it was', async () => {
    await training(page)
      .getByRole('button', { name: say('training.leave') })
      .click()
    await expect(page.getByRole('heading', { name: say('first.title') })).toBeVisible()
    await expect(training(page)).toHaveCount(0)
  })
})

test('from the first screen, without a mouse: an item is found by its number, examined and released', async ({ page }) => {
  test.setTimeout(240_000)
  const keys = page.keyboard
  await expect(page.getByRole('button', { name: say('first.training') })).toBeVisible()
  await keys.press('Tab')
  await expect(page.getByRole('button', { name: say('first.training') })).toBeFocused()
  await keys.press('Enter')
  await expect(page.getByRole('button', { name: say('training.begin') })).toBeFocused({ timeout: 60_000 })

  const item = (await exerciseItems(page).first().locator('.ident').textContent()) ?? ''
  await asks(page, 'find')
  await keys.press('/')
  await expect(searchField(page)).toBeFocused()
  await keys.type(item.replace(/\D/g, ''))
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText(item)
  await keys.press('Enter')
  await expectItemOpen(page, item)
  await asks(page, 'present')
  await keys.press('p')
  await asks(page, 'examine')
  await keys.press('e')
  await expect(dialog(page, say('act.record')).getByRole('region', { name: say('training.table') })).toBeVisible()
  await keys.press('Space')
  await keys.press('Control+Enter')
  await asks(page, 'decide')
  await keys.press('r')
  await expectState(page, 'released')
  await asks(page, 'find')
  await keys.press('g')
  await keys.press('t')
  await expect(exerciseItems(page).first()).toContainText(say('training.verdict.right'))
})

withOffice('from the sign-in of a real office, which finds nothing of it, and back', async ({ page }) => {
  withOffice.setTimeout(180_000)
  await openTraining(page, 'training.open')
  await goTo(page, 'worklist')
  await expect(grid(page)).not.toHaveAttribute('aria-rowcount', '4')
  await training(page)
    .getByRole('button', { name: say('training.leave') })
    .click()
  await signIn(page)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')
  await expect(training(page)).toHaveCount(0)
})
