/** A newcomer's first day: from a machine without an office to an answer that the post can collect. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { dropFiles, expectAnswer, expectMessage, readFiles } from './steps/exchange.ts'
import { OFFICE, sample, signIn, SUPERVISOR } from './steps/office.ts'
import { chooseInMenu, dialog, expectScreen, goTo, openTab, toldDone } from './steps/screens.ts'
import { chooseToSetUp, keepRecoveryKey, setUpOffice } from './steps/start.ts'
import { say } from './steps/words.ts'
import { actions, expectState, grid, openItem, rowOf } from './steps/worklist.ts'
import { collected, elementsIn, segmentsIn } from './steps/written.ts'

const GIFT = 'CP473124829FR'

test('an office is set up, mail is read, an item is found, examined, held and released, and the answer lies in the out folder', async ({ page, home }) => {
  test.setTimeout(240_000)
  const out = join(home, 'out')
  mkdirSync(out)

  await test.step('the first start asks for an office and shows its recovery key once', async () => {
    await chooseToSetUp(page)
    await page.getByRole('button', { name: say('start.submit') }).click()
    await expect(page.getByRole('textbox', { name: say('start.office') })).toHaveAccessibleDescription(new RegExp(say('field.required')))
    await setUpOffice(page)
    expect(await keepRecoveryKey(page)).toMatch(/^[0-9A-Z]{4,}(-[0-9A-Z]{4,})+$/)
    await signIn(page)
    await expectScreen(page, 'worklist')
    await expect(page.getByText(say('recovery.title'))).toHaveCount(0)
    await expect(page.getByRole('banner')).toContainText(OFFICE)
  })

  await test.step('messages come in by the file dialog and by a drop, and say what became of them', async () => {
    await page.getByRole('button', { name: say('worklist.empty.import') }).click()
    await expectScreen(page, 'exchange')
    await readFiles(page, [sample('predes.edi'), sample('itmatt.xml')])
    await expectMessage(page, 'predes.edi', 'accepted')
    await expectMessage(page, 'itmatt.xml', 'accepted')
    await dropFiles(page, page.getByRole('tabpanel'), [sample('manifest.csv'), sample('emsevt.edi'), sample('predes.edi')])
    await expectMessage(page, 'manifest.csv', 'accepted')
    await expectMessage(page, 'emsevt.edi', 'accepted')
    await expect(page.getByText(say('exchange.import.counts', { accepted: 2, withFindings: 0, setAside: 0, duplicate: 1 }))).toBeVisible()
  })

  await test.step('the items stand in the worklist with the lane that the rules gave them', async () => {
    await goTo(page, 'worklist')
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')
    await expect(rowOf(page, GIFT)).toContainText(say('lane.orange'))
    await expect(rowOf(page, 'RR473124829FR')).toContainText(say('state.arrived'))
  })

  await test.step('an item is found in an odd spelling, presented and examined', async () => {
    await openItem(page, 'cp 473-124 829.fr', GIFT)
    await expect(page.getByText(`“gift” alone does not describe the goods.`).first()).toBeVisible()
    await actions(page)
      .getByRole('button', { name: say('act.present') })
      .click()
    await expect(toldDone(page)).toContainText(say('done.present'))
    await expectState(page, 'presented')
    await actions(page)
      .getByRole('button', { name: say('action.more') })
      .click()
    await page.getByRole('menuitem', { name: say('act.examine'), exact: true }).click()
    await dialog(page, say('act.examine'))
      .getByRole('radio', { name: /Open|Ouverture/ })
      .check()
    await dialog(page, say('act.examine'))
      .getByRole('button', { name: say('act.examine') })
      .click()
    await expectState(page, 'under-examination')
  })

  await test.step('what differs is recorded beside what was declared', async () => {
    await actions(page)
      .getByRole('button', { name: say('act.record') })
      .click()
    const record = dialog(page, say('act.record'))
    await record.getByRole('radio', { name: say('result.discrepancy') }).check()
    await record.getByRole('textbox', { name: say('item.description') }).fill('Mobile phones, used')
    await record.getByRole('textbox', { name: say('item.quantity') }).fill('18')
    await record.getByRole('textbox', { name: say('item.value') }).fill('2340.00')
    await record.getByRole('button', { name: say('act.record') }).click()
    await expect(record).toBeHidden()
    const found = page
      .getByRole('region', { name: say('item.declaredFound') })
      .getByRole('row')
      .filter({ has: page.getByRole('cell', { name: say('item.found'), exact: true }) })
    await expect(found).toContainText('Mobile phones, used')
    await expect(found).toContainText('18')
    await expect(found).toContainText('EUR 2,340.00')
    await expect(found).toContainText(say('item.asDeclared'))
  })

  await test.step('it is held, with a reason that stops the clock of the post', async () => {
    await actions(page)
      .getByRole('button', { name: say('act.hold') })
      .click()
    const hold = dialog(page, say('act.hold'))
    await hold.getByRole('button', { name: say('act.hold') }).click()
    await expect(hold.getByRole('combobox', { name: say('dialog.reason') })).toHaveAccessibleDescription(new RegExp(say('field.required')))
    await hold.getByRole('combobox', { name: say('dialog.reason') }).selectOption('proof-of-value')
    await hold.getByRole('button', { name: say('act.hold') }).click()
    await expectState(page, 'held')
  })

  const releaseAgainstDuty = async () => {
    await actions(page)
      .getByRole('button', { name: say('action.more') })
      .click()
    await page.getByRole('menuitem', { name: say('act.release-duty'), exact: true }).click()
    const release = dialog(page, say('act.release-duty'))
    await release.getByRole('textbox', { name: say('dialog.amount') }).fill('187,20')
    await release.getByRole('textbox', { name: say('dialog.currency') }).fill('chf')
    await release.getByRole('button', { name: say('act.release-duty') }).click()
    await expectState(page, 'released')
  }

  await test.step('it is released against duty, and the answer waits in the out-tray', async () => {
    await releaseAgainstDuty()
    await goTo(page, 'exchange')
    await openTab(page, 'exchange.tab.out')
    await expectAnswer(page, GIFT, say('decision.RELEASE_DUTY'), 'waiting')
    await expect(page.getByRole('row').filter({ hasText: say('decision.RELEASE_DUTY') })).toContainText(/\bin \d+ s/)
    await expect(page.getByText(say('exchange.out.noFolder'))).toBeVisible()
    expect(collected(out)).toEqual([])
  })

  await test.step('until then it can be undone', async () => {
    await page
      .getByRole('button', { name: new RegExp(`^${say('toast.undoFor', { seconds: 0 }).split(' · ')[0]}`) })
      .last()
      .click()
    await expect(toldDone(page)).toContainText(say('done.undo'))
    await expectAnswer(page, GIFT, say('decision.RELEASE_DUTY'), 'undone')
    await openItem(page, GIFT, GIFT)
    await expectState(page, 'held')
  })

  await test.step('with an out folder and no undo time, it is written at once', async () => {
    await goTo(page, 'administration')
    await page.getByRole('textbox', { name: say('office.out') }).fill(out)
    await page.getByRole('textbox', { name: say('office.undo') }).fill('0')
    await page.getByRole('button', { name: say('action.save') }).click()
    await expect(toldDone(page)).toContainText(say('admin.saved'))
    await openItem(page, GIFT, GIFT)
    await releaseAgainstDuty()
    await goTo(page, 'exchange')
    await openTab(page, 'exchange.tab.out')
    await page.getByRole('button', { name: say('exchange.out.writeNow') }).click()
    await expectAnswer(page, GIFT, say('decision.RELEASE_DUTY'), 'sent')
    await expectAnswer(page, GIFT, 'EDC', 'sent')
  })

  await test.step('and says the same to parsers that are not ours', async () => {
    const response = collected(out).find((name) => name.startsWith(`CUSRSP_${GIFT}_`)) ?? ''
    expect(elementsIn(out, response)).toMatchObject({
      CUSRSP: {
        Header: { Sender: OFFICE },
        Response: {
          ItemId: GIFT,
          Receptacle: 'FRCDGACHZRHBAUN60123002100064',
          Decision: 'RELEASE_DUTY',
          Office: OFFICE,
          Assessment: { Total: { '#text': '187.20', '@_currency': 'CHF' } },
        },
      },
    })
    const event = collected(out).find((name) => name.startsWith(`EMSEVT_${GIFT}_`) && name.includes('EDC')) ?? ''
    const segments = segmentsIn(out, event)
    expect(segments.map(([tag]) => tag)).toEqual(expect.arrayContaining(['UNB', 'UNH', 'BGM', 'CNI', 'STS', 'LOC', 'UNT', 'UNZ']))
    expect(segments.find(([tag]) => tag === 'CNI')).toEqual(['CNI', ['1'], [GIFT]])
    expect(segments.find(([tag]) => tag === 'STS')).toEqual(['STS', ['1'], ['EDC']])
    expect(segments.find(([tag]) => tag === 'LOC')).toEqual(['LOC', ['175'], [OFFICE]])
  })

  await test.step('what was sent is not undone', async () => {
    await openItem(page, GIFT, GIFT)
    await page.keyboard.press('z')
    await expect(page.getByRole('alert')).toContainText(say('toast.nothingToUndo'))
    await expectState(page, 'released')
  })

  await test.step('the day ends with signing out', async () => {
    await chooseInMenu(page, 'menu.signOut')
    await expect(page.getByRole('heading', { name: say('signIn.title') })).toBeVisible()
    await expect(page.getByRole('textbox', { name: say('signIn.user') })).toBeVisible()
    await expect(page.getByText(SUPERVISOR.login)).toHaveCount(0)
  })
})
