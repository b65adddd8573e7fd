/** Opens the whole application over a fake desk, at an address, as an officer would find it. */
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { App } from '../../renderer/app/app.tsx'
import { forgetOfficer } from '../../renderer/app/officer-memory.ts'
import { setPreferences } from '../../renderer/app/preferences.ts'
import type { FakeDesk } from './fake-client.ts'

// How long to wait for what must come at all: nothing here measures time, and a busy machine is slow.
configure({ asyncUtilTimeout: 20_000 })

export async function openDesk(desk: FakeDesk, address = '#/worklist'): Promise<void> {
  location.hash = address
  await act(async () => {
    render(<App client={desk.client} />)
  })
}

/** The worklist with its rows there. */
export async function openWorklist(desk: FakeDesk, address = '#/worklist'): Promise<HTMLElement> {
  await openDesk(desk, address)
  await waitFor(() => expect(document.querySelector('.grid .ident'), 'the first rows').not.toBeNull())
  return screen.getByRole('grid')
}

/** A key as a keyboard sends it to what has the focus. */
export async function press(key: string, more: { readonly shiftKey?: boolean; readonly ctrlKey?: boolean } = {}): Promise<void> {
  const target = document.activeElement ?? document.body
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key
  await act(async () => {
    fireEvent.keyDown(target, { key, code, ...more })
    fireEvent.keyUp(target, { key, code, ...more })
  })
}

export async function click(element: HTMLElement): Promise<void> {
  await act(async () => {
    fireEvent.click(element)
  })
}

/** Every message on the console is a fault: of the catalogue, of React, of a component. */
export function watchConsole(): void {
  beforeEach(() => {
    localStorage.clear()
    setPreferences({ language: 'en', theme: 'system', density: 'comfortable', singleKeys: true, sidePanel: true, direction: 'auto' })
    vi.spyOn(console, 'error').mockImplementation((...message) => {
      expect.soft(message.map(String).join(' ').slice(0, 400), 'console.error').toBe('')
    })
  })
  afterEach(() => {
    cleanup()
    forgetOfficer()
    vi.restoreAllMocks()
  })
}
