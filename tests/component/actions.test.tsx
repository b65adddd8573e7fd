import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { linkLost } from '../../renderer/app/client/desk-error.ts'
import { setPreferences } from '../../renderer/app/preferences.ts'
import { fakeDesk, itemRow } from './fake-client.ts'
import { click, openDesk, openWorklist, press, watchConsole } from './screen.tsx'

watchConsole()

const sent = (desk: ReturnType<typeof fakeDesk>) => desk.asked('act').flatMap(({ commands }) => commands.map(({ name, item, args }) => ({ name, item, args })))

describe('a decision on one item', () => {
  it('without questions runs at once and offers its undo', async () => {
    const desk = fakeDesk()
    await openWorklist(desk)
    await press('p')
    expect((await screen.findAllByText('Presented · RR 100 000 005 FR')).length).toBeGreaterThan(0)
    const command = desk.asked('act')[0]?.commands[0]
    await press('z')
    await waitFor(() => expect(sent(desk).at(-1)).toEqual({ name: 'undo', item: 'RR100000005FR', args: { command: command?.id } }))
  })

  it('that is not possible says why and sends nothing', async () => {
    const desk = fakeDesk({ refused: { release: 'answer-sent' } })
    await openWorklist(desk)
    await press('r')
    expect((await screen.findAllByText(/^Release, RR 100 000 005 FR: refused\./)).length).toBeGreaterThan(0)
    expect(desk.asked('act')).toEqual([])
  })

  it('opens on the field that matters and ends with Ctrl Enter', async () => {
    const desk = fakeDesk()
    await openWorklist(desk)
    await press('h')
    const reason = await screen.findByLabelText('Reason')
    await waitFor(() => expect(document.activeElement).toBe(reason))
    expect(within(reason).queryByText('Not admitted'), 'a reason to return is no reason to hold').toBeNull()
    await press('Enter', { ctrlKey: true })
    expect(screen.getByRole('dialog').textContent).toContain('Needed')
    await act(async () => {
      fireEvent.change(reason, { target: { value: 'proof-of-value' } })
      fireEvent.change(screen.getByLabelText(/^Note/), { target: { value: ' invoice asked for ' } })
    })
    await press('Enter', { ctrlKey: true })
    await waitFor(() => expect(sent(desk)).toEqual([{ name: 'hold', item: 'RR100000005FR', args: { reason: 'proof-of-value', text: 'invoice asked for' } }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('refuses an amount that is none before the desk has to', async () => {
    const desk = fakeDesk()
    await openDesk(desk, '#/items/RR100000005FR%231')
    await click(await screen.findByRole('button', { name: 'More' }))
    await click(await screen.findByRole('menuitem', { name: 'Release against duty' }))
    const amount = await screen.findByLabelText('Duty and tax to pay')
    fireEvent.change(amount, { target: { value: 'twelve' } })
    await press('Enter', { ctrlKey: true })
    expect(screen.getByText('An amount, such as 12.50')).toBeTruthy()
    expect(screen.getByText('Three letters, such as CHF')).toBeTruthy()
    fireEvent.change(amount, { target: { value: '12,5' } })
    fireEvent.change(screen.getByLabelText('Currency'), { target: { value: 'chf' } })
    await press('Enter', { ctrlKey: true })
    await waitFor(() => expect(sent(desk)).toEqual([{ name: 'release-duty', item: 'RR100000005FR', args: { amount: '12.5', currency: 'CHF' } }]))
  })

  it('takes of a found piece only what differs', async () => {
    const desk = fakeDesk({ rows: [itemRow(0, { state: 'under-examination' })] })
    await openWorklist(desk)
    await press('e')
    await click(await screen.findByLabelText('Differs from the declaration'))
    fireEvent.change(screen.getByLabelText('Description'), { target: { value: 'Mobile phones' } })
    fireEvent.change(screen.getByLabelText('Quantity'), { target: { value: 'many' } })
    await press('Enter', { ctrlKey: true })
    expect(screen.getByText('A number')).toBeTruthy()
    fireEvent.change(screen.getByLabelText(/^Quantity/), { target: { value: '20' } })
    await press('Enter', { ctrlKey: true })
    await waitFor(() =>
      expect(sent(desk)).toEqual([{ name: 'record', item: 'RR100000005FR', args: { result: 'discrepancy', found: [{ piece: 1, description: 'Mobile phones', quantity: 20 }] } }]),
    )
  })

  it('goes out again with the same id when the line broke, so that nothing is done twice', async () => {
    const desk = fakeDesk()
    let attempts = 0
    desk.answer('act', ({ commands }) => {
      attempts += 1
      if (attempts === 1) throw linkLost()
      return {
        outcomes: commands.map(({ id = '', name, item }) => ({
          id,
          item,
          name,
          result: 'accepted',
          code: null,
          text: '',
          said: null,
          pending: false,
          seq: 8,
          state: 'presented',
          undoUntil: null,
          refused: [],
        })),
      }
    })
    await openWorklist(desk)
    await press('p')
    await waitFor(() => expect(desk.asked('act')).toHaveLength(2), { timeout: 4_000 })
    const [first, second] = desk.asked('act').map(({ commands }) => commands[0]?.id)
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(second).toBe(first)
  })

  it('keeps what was typed and not sent', async () => {
    await openWorklist(fakeDesk())
    await press('n')
    fireEvent.change(await screen.findByRole('textbox', { name: 'Note' }), { target: { value: 'half a thought' } })
    await press('Escape')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await press('n')
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Note' })).value).toBe('half a thought')
  })

  it('is not made by a single key where those are switched off', async () => {
    const desk = fakeDesk()
    await openWorklist(desk)
    act(() => setPreferences({ singleKeys: false }))
    await press('p')
    await press('ArrowDown')
    expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toBe('row-1')
    expect(desk.asked('act')).toEqual([])
  })
})
