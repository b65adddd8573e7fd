import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { DeskError } from '../../renderer/app/client/desk-error.ts'
import { fakeDesk, openSession } from './fake-client.ts'
import { click as clickOn, openDesk, watchConsole } from './screen.tsx'

watchConsole()

const nobody = { office: null, user: null }
const type = (label: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const click = (name: string) => clickOn(screen.getByRole('button', { name }))

describe('the first start', () => {
  it('says at each field what is missing or cannot be meant', async () => {
    const desk = fakeDesk({ session: openSession({ phase: 'set-up', ...nobody }) })
    await openDesk(desk)
    await clickOn(await screen.findByRole('button', { name: /^Set up this office/ }))
    await screen.findByLabelText('Office of exchange (IMPC)')
    type('Office of exchange (IMPC)', 'QQZRHB')
    type('First supervisor: sign-in name', 'Anna')
    type('Password', 'short')
    await click('Set up the office')
    expect(screen.getByText('Country QQ is not known')).toBeTruthy()
    expect(screen.getByText(/^Lower case letters, digits, dot/)).toBeTruthy()
    expect(screen.getByText('At least 8 characters')).toBeTruthy()
    expect(desk.asked('session.setUp')).toEqual([])
  })

  it('shows the recovery key once and goes on only when it was kept', async () => {
    const desk = fakeDesk({ session: openSession({ phase: 'set-up', ...nobody }) })
    desk.answer('session.setUp', () => {
      desk.answer('session.get', () => openSession({ phase: 'sign-in', user: null }))
      return { recoveryKey: 'AAAA-BBBB-CCCC' }
    })
    const copied = vi.fn<(text: string) => Promise<void>>(async () => {})
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: copied }, configurable: true })
    await openDesk(desk)
    await clickOn(await screen.findByRole('button', { name: /^Set up this office/ }))
    await screen.findByLabelText('Office of exchange (IMPC)')
    type('Office of exchange (IMPC)', 'ch zrhb')
    type('First supervisor: sign-in name', 'anna')
    type('Password', 'correct horse')
    type('Password again', 'correct horse')
    await click('Set up the office')
    expect((await screen.findByText('AAAA-BBBB-CCCC')).tagName).toBe('OUTPUT')
    expect(desk.asked('session.setUp')[0]).toMatchObject({ office: 'CHZRHB', user: 'anna', zone: null, watchedFolder: null })
    await act(async () => desk.notify({ kind: 'changed', subjects: ['session'] }))
    expect(screen.getByText('AAAA-BBBB-CCCC'), 'a notice must not take the key away').toBeTruthy()
    await click('Copy the key')
    expect(copied).toHaveBeenCalledWith('AAAA-BBBB-CCCC')
    expect(screen.getByRole('button', { name: 'Continue' }).hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByLabelText('I have put it in a safe place'))
    await click('Continue')
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
    expect(screen.queryByText('AAAA-BBBB-CCCC')).toBeNull()
  })
})

describe('signing in', () => {
  it('says that name and password do not belong together, at the field', async () => {
    const desk = fakeDesk({ session: openSession({ phase: 'sign-in', user: null }) })
    desk.answer('session.signIn', () => Promise.reject(new DeskError({ code: 'wrong-password', message: 'no', details: {} })))
    await openDesk(desk)
    await screen.findByLabelText('Name')
    type('Name', 'anna')
    type('Password', 'wrong one')
    await click('Sign in')
    expect(await screen.findByText('The name or the password is not right.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
  })

  it('after an idle lock asks only for the password of the same officer', async () => {
    const desk = fakeDesk({ session: openSession({ phase: 'locked' }) })
    desk.answer('session.signIn', () => openSession())
    await openDesk(desk)
    await screen.findByText('A. Keller, your list is where you left it.')
    expect(screen.queryByLabelText('Name')).toBeNull()
    type('Password', 'correct horse')
    await click('Sign in')
    await waitFor(() => expect(desk.asked('session.signIn')).toEqual([{ user: 'anna', password: 'correct horse' }]))
    expect(await screen.findByRole('grid')).toBeTruthy()
  })

  it('comes back to the gate when the desk itself has locked', async () => {
    const desk = fakeDesk()
    await openDesk(desk)
    await screen.findByRole('grid')
    desk.answer('session.get', () => openSession({ phase: 'locked' }))
    desk.answer('items.window', () => Promise.reject(new DeskError({ code: 'locked', message: 'locked', details: {} })))
    await act(async () => desk.notify({ kind: 'changed', subjects: ['items'] }))
    expect(await screen.findByText('A. Keller, your list is where you left it.')).toBeTruthy()
  })

  it('lets an office back in with the recovery key', async () => {
    const desk = fakeDesk({ session: openSession({ phase: 'sign-in', user: null }) })
    desk.answer('session.recover', () => ({}))
    await openDesk(desk)
    await screen.findByLabelText('Name')
    await click('Forgot the password?')
    type('Recovery key', 'AAAA-BBBB')
    type('Name', 'anna')
    type('New password', 'another horse')
    await click('Set the new password')
    expect(await screen.findByText('The new password is set. Sign in with it.')).toBeTruthy()
    expect(desk.asked('session.recover')).toEqual([{ recoveryKey: 'AAAA-BBBB', user: 'anna', password: 'another horse' }])
  })

  it('forgets what one officer has seen before the next signs in', async () => {
    const desk = fakeDesk()
    desk.answer('session.signOut', () => openSession({ phase: 'sign-in', user: null }))
    await openDesk(desk)
    await screen.findByRole('grid')
    const before = desk.asked('items.counts').length
    await clickOn(screen.getByRole('button', { name: /Officer menu/ }))
    await clickOn(await screen.findByRole('menuitem', { name: 'Sign out' }))
    await screen.findByLabelText('Name')
    desk.answer('session.signIn', () => openSession())
    type('Name', 'ben')
    type('Password', 'correct horse')
    await click('Sign in')
    await screen.findByRole('grid')
    await waitFor(() => expect(desk.asked('items.counts').length).toBeGreaterThan(before))
  })
})
