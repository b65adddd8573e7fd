/** The people of an office, and a window for each. */
import { expect, type BrowserContext, type Page } from '@playwright/test'
import type { Role } from '../../../shared/domain/codes.ts'
import { collectComplaints, type RunningDesk } from '../fixtures.ts'
import { signIn, type Person } from './office.ts'
import { dialog, goTo, openTab, toldDone } from './screens.ts'
import { say } from './words.ts'

const ROLES: readonly Role[] = ['viewer', 'officer', 'supervisor', 'administrator']

/** Adds a person on the page of an administrator. */
export async function addPerson(page: Page, person: Person, roles: readonly Role[]): Promise<void> {
  await goTo(page, 'administration')
  await openTab(page, 'admin.tab.users')
  await page.getByRole('button', { name: say('users.add') }).click()
  const form = dialog(page, say('users.add'))
  await form.getByRole('textbox', { name: say('users.login') }).fill(person.login)
  await form.getByRole('textbox', { name: say('users.name'), exact: true }).fill(person.name)
  await form.getByLabel(say('start.password'), { exact: true }).fill(person.password)
  for (const role of ROLES) await form.getByRole('checkbox', { name: say(`role.${role}`) }).setChecked(roles.includes(role))
  await form.getByRole('button', { name: say('action.add') }).click()
  await expect(toldDone(page)).toContainText(say('users.added', { name: person.name }))
}

/** Another window of the same desk: it signs in for itself. */
export async function openWindow(context: BrowserContext, desk: RunningDesk, complaints: string[]): Promise<Page> {
  const page = await context.newPage()
  collectComplaints(page, complaints)
  await page.goto(desk.url)
  return page
}

export async function openWindowFor(person: Person, context: BrowserContext, desk: RunningDesk, complaints: string[]): Promise<Page> {
  const page = await openWindow(context, desk, complaints)
  await signIn(page, person)
  return page
}
