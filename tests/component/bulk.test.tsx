import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fakeDesk } from './fake-client.ts'
import { click, openWorklist, press, watchConsole } from './screen.tsx'

watchConsole()

async function selectThree() {
  await press('x')
  await press('ArrowDown', { shiftKey: true })
  await press('ArrowDown', { shiftKey: true })
  await screen.findByText('3', { selector: 'b' })
}

describe('a bulk action', () => {
  it('shows to how many it would happen and which refuse and why, before it runs', async () => {
    const desk = fakeDesk()
    desk.answer('act.preview', () => ({
      total: 3,
      accepted: 1,
      proposals: 1,
      refused: [{ said: { code: 'closed', values: { state: 'released' }, text: 'closed' }, count: 1, examples: ['RR100000005FR'] }],
    }))
    desk.answer('act.bulk', () => ({ job: 'job-1' }))
    await openWorklist(desk)
    await selectThree()
    await press('p')
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText('1 item will change')).toBeTruthy()
    expect(within(dialog).getByText(/1 needs a second person/)).toBeTruthy()
    expect(within(dialog).getByText('1 will refuse')).toBeTruthy()
    expect(within(dialog).getByText(/RR 100 000 005 FR/)).toBeTruthy()
    expect(desk.asked('act.bulk')).toEqual([])
    await press('Enter', { ctrlKey: true })
    await waitFor(() => expect(desk.asked('act.bulk')).toEqual([{ name: 'present', args: {}, items: ['RR100000005FR', 'RR100000015FR', 'RR100000025FR'] }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const job = { id: 'job-1', kind: 'bulk', progress: 1, at: null, startedAt: '2026-11-22T08:00:00.000Z', error: null } as const
    await act(async () => desk.notify({ kind: 'job', job: { ...job, status: 'done', result: { accepted: 2, rejected: 1 } } }))
    expect((await screen.findAllByText('Present: 2 items done, 1 refused')).length).toBeGreaterThan(0)
  })

  it('asks for what it needs at the field, and works nothing out before', async () => {
    const desk = fakeDesk()
    desk.answer('act.preview', () => ({ total: 3, accepted: 3, proposals: 0, refused: [] }))
    await openWorklist(desk)
    await selectThree()
    await press('h')
    const reason = await screen.findByLabelText('Reason')
    await press('Enter', { ctrlKey: true })
    expect((await screen.findByRole('dialog')).textContent).toContain('Needed')
    expect(desk.asked('act.preview')).toEqual([])
    await act(async () => {
      fireEvent.change(reason, { target: { value: 'proof-of-value' } })
    })
    expect(await screen.findByText('3 items will change')).toBeTruthy()
    expect(desk.asked('act.preview').at(-1)?.args).toEqual({ reason: 'proof-of-value' })
  })

  it('sends all of the filter as a filter, not as a list of what happens to be loaded', async () => {
    const desk = fakeDesk()
    desk.answer('act.preview', () => ({ total: 300, accepted: 300, proposals: 0, refused: [] }))
    await openWorklist(desk, '#/worklist?state=arrived')
    await click(screen.getByLabelText('Select all items of this list'))
    await press('p')
    expect(await screen.findByText('300 items will change')).toBeTruthy()
    expect(desk.asked('act.preview').at(-1)).toEqual({ name: 'present', args: {}, filter: { where: [{ field: 'state', op: 'is', values: ['arrived'] }] } })
  })
})
