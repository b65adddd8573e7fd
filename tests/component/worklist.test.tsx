import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { setPreferences } from '../../renderer/app/preferences.ts'
import { fakeDesk, itemRow } from './fake-client.ts'
import { click, openDesk, openWorklist, press, watchConsole } from './screen.tsx'

watchConsole()

const current = () => screen.getByRole('grid').getAttribute('aria-activedescendant')
const selected = () =>
  within(screen.getByRole('grid'))
    .getAllByRole('row')
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map((row) => Number(row.getAttribute('aria-rowindex')) - 2)

describe('the worklist', () => {
  it('tells a screen reader how many rows there are, though only those in the window exist', async () => {
    const grid = await openWorklist(fakeDesk())
    expect(grid.getAttribute('aria-rowcount')).toBe('301')
    expect(within(grid).getAllByRole('row').length).toBeLessThan(60)
  })

  it('moves by j and k, by arrows, by page, and to both ends', async () => {
    await openWorklist(fakeDesk())
    const expected: [key: string, row: string][] = [
      ['j', 'row-1'],
      ['ArrowDown', 'row-2'],
      ['k', 'row-1'],
      ['End', 'row-299'],
      ['ArrowUp', 'row-298'],
      ['Home', 'row-0'],
      ['k', 'row-0'],
    ]
    for (const [key, row] of expected) {
      await press(key)
      await waitFor(() => expect(current(), key).toBe(row))
    }
    await press('PageDown')
    await waitFor(() => expect(Number(current()?.slice(4))).toBeGreaterThan(5))
  })

  it('says the row in focus in a line of its own', async () => {
    await openWorklist(fakeDesk())
    await press('j')
    expect(await screen.findByText(/^Row 2 of 300: RR 100 000 015 FR, Open, Arrived$/)).toBeTruthy()
  })

  it('selects by x, extends by Shift, and clears by Escape', async () => {
    await openWorklist(fakeDesk())
    await press('x')
    await press('ArrowDown', { shiftKey: true })
    await press('J', { shiftKey: true })
    await waitFor(() => expect(selected()).toEqual([0, 1, 2]))
    expect(screen.getByText('30.00', { exact: false }).textContent).toContain('EUR 30.00')
    await press('Escape')
    await waitFor(() => expect(selected()).toEqual([]))
  })

  it('asks the desk for the rows of a range that are not there', async () => {
    const desk = fakeDesk()
    await openWorklist(desk)
    await press('x')
    await press('End')
    await waitFor(() => expect(current()).toBe('row-299'))
    const box = await screen.findByLabelText('Select RR100002995FR')
    await act(async () => {
      fireEvent.click(box, { shiftKey: true })
    })
    expect(await screen.findByText('300', { selector: 'b' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Do with the selection' })).toBeTruthy()
  })

  it('opens the item by Enter and comes back to the same row', async () => {
    await openWorklist(fakeDesk())
    await press('j')
    await press('j')
    await press('Enter')
    await waitFor(() => expect(location.hash).toContain('/items/RR100000025FR'))
    await screen.findByRole('heading', { level: 1, name: /RR 100 000 025 FR/ })
    await press('Escape')
    await waitFor(() => expect(current()).toBe('row-2'))
  })

  it('reads its filter from the address and says it as a sentence', async () => {
    const desk = fakeDesk({ rows: [itemRow(0, { state: 'held', lane: 'orange' }), itemRow(1)] })
    await openWorklist(desk, '#/worklist?state=held&lane=red&lane=orange&not.class=T')
    expect(screen.getByRole('button', { name: 'Change the condition: that are Held' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Change the condition: in the lane Open or Scan' })).toBeTruthy()
    expect(desk.asked('items.window')[0]?.filter.where).toEqual([
      { field: 'state', op: 'is', values: ['held'] },
      { field: 'lane', op: 'is', values: ['red', 'orange'] },
      { field: 'class', op: 'not', values: ['T'] },
    ])
    await click(screen.getByRole('button', { name: 'Remove the condition: that are Held' }))
    await waitFor(() => expect(location.hash).not.toContain('state=held'))
    expect(location.hash).toContain('lane=red&lane=orange')
  })

  it('changes its language without a reload', async () => {
    await openWorklist(fakeDesk())
    act(() => setPreferences({ language: 'fr' }))
    expect(await screen.findByRole('tab', { name: /Tous les envois/ })).toBeTruthy()
    expect(screen.getByRole('link', { name: /Dépêches/ })).toBeTruthy()
    expect(document.documentElement.lang).toBe('fr')
  })

  it('shows what changed when the desk says so', async () => {
    const desk = fakeDesk()
    await openWorklist(desk)
    desk.answer('items.window', ({ position }) => ({ rows: [itemRow(0, { state: 'held' })], position, total: 1, exact: true }))
    await act(async () => desk.notify({ kind: 'changed', subjects: ['items'] }))
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('2'))
    expect(within(screen.getByRole('grid')).getByText('Held')).toBeTruthy()
  })

  it('says that nothing is here, and what to do about it', async () => {
    const desk = fakeDesk({ rows: [] })
    await openDesk(desk, '#/worklist?state=held')
    expect(await screen.findByText('No item meets these conditions. Take one away, or look at all mail.')).toBeTruthy()
  })

  it('says what failed, with a reference that can be copied', async () => {
    const desk = fakeDesk()
    desk.answer('items.window', () => Promise.reject(new Error('disk on fire')))
    await openDesk(desk)
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy()
    expect(screen.getByText(/^Reference /)).toBeTruthy()
  })

  it('says that the desk does not answer any more', async () => {
    const desk = fakeDesk()
    await openWorklist(desk)
    act(() => desk.setLink(false))
    expect(await screen.findByText('No connection to the desk', {}, { timeout: 4_000 })).toBeTruthy()
    act(() => desk.setLink(true))
    expect(await screen.findByText('Working on this machine')).toBeTruthy()
  })
})
