/** Who may do what, as the screens show it: each refusal says why, and nobody stays in who should be out. */
import { expect } from './fixtures.ts'
import { fillSignIn, sample, signIn, SUPERVISOR, test } from './steps/office.ts'
import { readFiles } from './steps/exchange.ts'
import { addPerson, openWindow, openWindowFor } from './steps/people.ts'
import { chooseInMenu, dialog, expectScreen, goTo, openTab, toldDone, toldRefused } from './steps/screens.ts'
import { say } from './steps/words.ts'
import { actions, expectCursorOn, expectItemOpen, expectState, openItem, rowOf } from './steps/worklist.ts'

const GIFT = 'CP473124829FR'
const SHIRT = 'RR473124829FR'
const person = (login: string, name: string) => ({ login, name, password: `the password of ${login}` })
const viewer = person('vera', 'Vera Views')
const officer = person('otto', 'Otto Officer')
const colleague = person('olga', 'Olga Officer')
const supervisor = person('sami', 'Sami Supervisor')
const administrator = person('ada', 'Ada Administrator')
const noRole = 'Your role does not allow this.'

test('each role sees what it may do, and why not the rest', async ({ page, context, desk, complaints }) => {
  test.setTimeout(240_000)
  await signIn(page)
  await addPerson(page, viewer, ['viewer'])
  await addPerson(page, officer, ['officer'])
  await addPerson(page, supervisor, ['supervisor'])
  await addPerson(page, administrator, ['administrator'])

  await test.step('a viewer looks, and is told why that is all', async () => {
    const window = await openWindowFor(viewer, context, desk, complaints)
    await expectCursorOn(window, GIFT)
    await expect(window.getByText(say('item.actions.role'))).toBeVisible()
    await window.keyboard.press('h')
    await expect(toldRefused(window)).toContainText(noRole)
    await expect(window.getByRole('dialog')).toHaveCount(0)
    await goTo(window, 'exchange')
    await readFiles(window, [sample('predes.edi')])
    await expect(window.getByRole('main').getByRole('alert')).toContainText(noRole)
    await goTo(window, 'administration')
    await expect(window.getByText(say('admin.readOnly'))).toBeVisible()
    await expect(window.getByRole('button', { name: say('action.save') })).toHaveCount(0)
    await expect(window.getByRole('textbox', { name: say('office.undo') })).toBeDisabled()
    await openTab(window, 'admin.tab.users')
    await expect(window.getByRole('cell', { name: viewer.login, exact: true })).toBeVisible()
    await expect(window.getByRole('button', { name: say('users.add') })).toHaveCount(0)
    await window.close()
  })

  await test.step('an officer decides, and changes no rule', async () => {
    const window = await openWindowFor(officer, context, desk, complaints)
    await openItem(window, SHIRT, SHIRT)
    await window.keyboard.press('r')
    await expectState(window, 'released')
    await window.keyboard.press('h')
    await expect(toldRefused(window)).toContainText('A supervisor can reopen the case.')
    await goTo(window, 'administration')
    await openTab(window, 'admin.tab.rules')
    await expect(window.getByText(say('admin.readOnly.supervisor'))).toBeVisible()
    await expect(window.getByRole('button', { name: say('rules.add') })).toHaveCount(0)
    await expect(window.getByRole('checkbox').first()).toBeDisabled()
    await window.close()
  })

  await test.step('a supervisor reopens and sets rules, and adds nobody', async () => {
    const window = await openWindowFor(supervisor, context, desk, complaints)
    await openItem(window, SHIRT, SHIRT)
    await actions(window)
      .getByRole('button', { name: say('act.reopen') })
      .click()
    const reopen = dialog(window, say('act.reopen'))
    await reopen.getByRole('textbox', { name: say('dialog.reason') }).fill('The invoice came after all')
    await reopen.getByRole('button', { name: say('act.reopen') }).click()
    await expect(toldDone(window)).toContainText(say('done.reopen'))
    await expectState(window, 'arrived')
    await goTo(window, 'administration')
    await expect(window.getByText(say('admin.readOnly'))).toBeVisible()
    await openTab(window, 'admin.tab.rules')
    const rule = window.getByRole('checkbox', { name: say('rules.enable', { id: 'value-0-or-1' }) })
    await rule.click()
    await expect(toldDone(window)).toContainText(say('rules.applied'))
    await expect(rule).not.toBeChecked()
    await openItem(window, GIFT, GIFT)
    await expect(window.getByText('The declared value is 1.00 EUR.')).toHaveCount(1)
    await window.close()
  })

  await test.step('an administrator keeps the office, and decides about no item', async () => {
    const window = await openWindowFor(administrator, context, desk, complaints)
    await expectCursorOn(window, GIFT)
    await window.keyboard.press('h')
    await expect(toldRefused(window)).toContainText(noRole)
    await goTo(window, 'administration')
    await window.getByRole('textbox', { name: say('office.name') }).fill('Zürich-Mülligen')
    await window.getByRole('button', { name: say('action.save') }).click()
    await expect(toldDone(window)).toContainText(say('admin.saved'))
    // Every other window hears of it.
    await expect(page.getByRole('banner')).toContainText('Zürich-Mülligen')
    await window.close()
  })
})

test('an item that a colleague flagged is released by two', async ({ page, context, desk, complaints }) => {
  test.setTimeout(180_000)
  await signIn(page)
  await addPerson(page, officer, ['officer'])
  await addPerson(page, colleague, ['officer'])
  const otto = await openWindowFor(officer, context, desk, complaints)
  const olga = await openWindowFor(colleague, context, desk, complaints)

  await test.step('one flags it', async () => {
    await openItem(otto, SHIRT, SHIRT)
    await otto.keyboard.press('f')
    const flag = dialog(otto, say('act.flag'))
    await flag.getByRole('combobox', { name: say('dialog.flag') }).selectOption('suspicion')
    await flag.getByRole('button', { name: say('act.flag') }).click()
    await expect(otto.getByRole('main').getByText('Suspicion', { exact: true })).toBeVisible()
  })

  await test.step('the other can only propose to release it, and is told so', async () => {
    // The flag came to the other window by itself.
    await expect(rowOf(olga, SHIRT)).toContainText(say('item.flagged'))
    await openItem(olga, SHIRT, SHIRT)
    await olga.keyboard.press('r')
    const release = dialog(olga, say('act.release'))
    await expect(release.getByText(say('dialog.release.second'))).toBeVisible()
    await release.getByRole('textbox', { name: say('dialog.text') }).fill('The firm is known here')
    await olga.keyboard.press('Control+Enter')
    await expect(toldDone(olga)).toContainText(say('done.proposed'))
    await expectState(olga, 'arrived')
    await expect(olga.getByText(say('item.proposal'))).toBeVisible()
    await olga.keyboard.press('a')
    await expect(toldRefused(olga)).toContainText('You proposed this yourself')
  })

  await test.step('the first finds it among the proposals and approves', async () => {
    await otto.keyboard.press('Escape')
    await otto.getByRole('button', { name: new RegExp(`${say('view.menu')}$`) }).click()
    await otto.getByRole('menuitem', { name: say('worklist.view.proposals') }).click()
    await expectCursorOn(otto, SHIRT)
    await otto.keyboard.press('Home')
    await otto.keyboard.press('Enter')
    await expectItemOpen(otto, SHIRT)
    await expect(otto.getByText(say('item.proposal'))).toBeVisible()
    await actions(otto)
      .getByRole('button', { name: say('act.approve') })
      .click()
    await expectState(otto, 'released')
    await expectState(olga, 'released')
    await expect(olga.getByText(say('item.proposal'))).toHaveCount(0)
  })
})

test('a desk is locked by hand and by idleness, and keeps the place and what was typed', async ({ page }) => {
  await page.clock.install()
  await page.reload()
  await signIn(page)
  await openItem(page, GIFT, GIFT)
  const locked = page.getByRole('heading', { name: say('signIn.locked') })

  await test.step('by the menu; a wrong password says so', async () => {
    await chooseInMenu(page, 'menu.lock')
    await expect(locked).toBeVisible()
    await expect(page.getByText(GIFT.slice(2, 5))).toHaveCount(0)
    await page.getByLabel(say('signIn.password'), { exact: true }).fill('not the password')
    await page.getByRole('button', { name: say('signIn.submit'), exact: true }).click()
    await expect(page.getByLabel(say('signIn.password'), { exact: true })).toHaveAccessibleDescription(/not right/)
    await expect(page.getByLabel(say('signIn.password'), { exact: true })).toHaveValue('')
    await page.getByLabel(say('signIn.password'), { exact: true }).fill(SUPERVISOR.password)
    await page.getByRole('button', { name: say('signIn.submit'), exact: true }).click()
    await expectItemOpen(page, GIFT)
  })

  await test.step('by fifteen minutes in which nobody touches it', async () => {
    await page.keyboard.press('n')
    await dialog(page, say('act.note'))
      .getByRole('textbox', { name: say('dialog.text') })
      .fill('The addressee called')
    await page.clock.fastForward('14:00')
    await expect(locked).toHaveCount(0)
    await page.clock.fastForward('02:00')
    await expect(locked).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByLabel(say('signIn.password'), { exact: true }).fill(SUPERVISOR.password)
    await page.getByRole('button', { name: say('signIn.submit'), exact: true }).click()
    await expectItemOpen(page, GIFT)
    await page.keyboard.press('n')
    await expect(dialog(page, say('act.note')).getByRole('textbox', { name: say('dialog.text') })).toHaveValue('The addressee called')
    await page.keyboard.press('Escape')
  })

  await test.step('somebody else signs in without a trace of the first', async () => {
    await chooseInMenu(page, 'menu.lock')
    await page.getByRole('button', { name: say('signIn.other') }).click()
    await expect(page.getByRole('heading', { name: say('signIn.title') })).toBeVisible()
    await expect(page.getByText(SUPERVISOR.name)).toHaveCount(0)
  })
})

test('whoever is withdrawn is out at once, and a forgotten password is set anew with the recovery key', async ({ page, context, desk, complaints, recoveryKey }) => {
  test.setTimeout(180_000)
  await signIn(page)
  await addPerson(page, officer, ['officer'])
  const otto = await openWindowFor(officer, context, desk, complaints)
  await expectScreen(otto, 'worklist')

  await test.step('a user who may no longer sign in sees the sign-in', async () => {
    await page.getByRole('button', { name: say('users.edit', { name: officer.name }) }).click()
    const edit = page.getByRole('dialog')
    await edit.getByRole('checkbox', { name: say('users.enabled') }).uncheck()
    await edit.getByRole('button', { name: say('action.save') }).click()
    await expect(page.getByRole('row', { name: officer.name })).toContainText(say('users.disabled'))
    await expect(otto.getByRole('heading', { name: say('signIn.title') })).toBeVisible()
    await fillSignIn(otto, officer.login, officer.password)
    await expect(otto.getByLabel(say('signIn.password'), { exact: true })).toHaveAccessibleDescription(/not right/)
    await otto.close()
  })

  await test.step('the last administrator is not withdrawn', async () => {
    await page.getByRole('button', { name: say('users.edit', { name: SUPERVISOR.name }) }).click()
    const edit = page.getByRole('dialog')
    await edit.getByRole('checkbox', { name: say('users.enabled') }).uncheck()
    await edit.getByRole('button', { name: say('action.save') }).click()
    await expect(edit.getByRole('alert')).toContainText('the last')
    await page.keyboard.press('Escape')
  })

  await test.step('the recovery key gives a new password, and ends the sessions of the old one', async () => {
    const window = await openWindow(context, desk, complaints)
    await window.getByRole('button', { name: say('signIn.forgot') }).click()
    await window.getByRole('textbox', { name: say('recovery.key') }).fill(recoveryKey.toLowerCase().replaceAll('-', ' '))
    await window.getByRole('textbox', { name: say('signIn.user') }).fill(SUPERVISOR.login)
    await window.getByLabel(say('forgot.newPassword'), { exact: true }).fill('another good password')
    await window.getByRole('button', { name: say('forgot.submit') }).click()
    await expect(window.getByText(say('forgot.done'))).toBeVisible()
    await expect(page.getByRole('heading', { name: say('signIn.title') })).toBeVisible()
    await fillSignIn(page, SUPERVISOR.login, SUPERVISOR.password)
    await expect(page.getByLabel(say('signIn.password'), { exact: true })).toHaveAccessibleDescription(/not right/)
    await signIn(window, { login: SUPERVISOR.login, password: 'another good password' })
  })
})
