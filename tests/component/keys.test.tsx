import { render } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keyName } from '../../renderer/app/key-names.tsx'
import { belongsToWidget, useKeyboard, useKeys, type KeyBinding } from '../../renderer/app/keys.tsx'
import { press, watchConsole } from './screen.tsx'

watchConsole()
afterEach(() => document.body.replaceChildren())

describe('the name of a key', () => {
  it.each([
    ['a letter', { key: 'j', code: 'KeyJ', shiftKey: false }, 'j'],
    ['with caps lock', { key: 'J', code: 'KeyJ', shiftKey: false }, 'j'],
    ['with Shift', { key: 'J', code: 'KeyJ', shiftKey: true }, 'Shift+J'],
    ['what a French layout prints', { key: 'a', code: 'KeyQ', shiftKey: false }, 'a'],
    ['a sign, however it is typed', { key: '/', code: 'Period', shiftKey: true }, '/'],
    ['the question mark', { key: '?', code: 'Slash', shiftKey: true }, '?'],
    ['an Arabic layout, by position', { key: 'ت', code: 'KeyJ', shiftKey: false }, 'j'],
    ['the space bar', { key: ' ', code: 'Space', shiftKey: false }, 'Space'],
    ['an arrow with Shift', { key: 'ArrowDown', code: 'ArrowDown', shiftKey: true }, 'Shift+ArrowDown'],
  ])('%s', (_case, event, name) => {
    expect(keyName(event)).toBe(name)
  })
})

describe('a key belongs to where it is typed', () => {
  it.each([
    ['<input>', 'j', true],
    ['<textarea></textarea>', '?', true],
    ['<select></select>', 'j', true],
    ['<input type="checkbox">', 'j', false],
    ['<input type="checkbox">', 'Space', true],
    ['<button></button>', 'Enter', true],
    ['<button></button>', 'r', false],
    ['<div role="menu"><p></p></div>', 'r', true],
    ['<div role="tablist"><button></button></div>', 'ArrowDown', true],
    ['<p></p>', 'Enter', false],
  ])('%s takes %s: %s', (html, name, taken) => {
    document.body.innerHTML = html
    const inner = document.body.querySelector('p, button, input, textarea, select')
    expect(belongsToWidget(inner, name)).toBe(taken)
  })
})

function Screen({ bindings, everywhere = false }: { readonly bindings: readonly KeyBinding[]; readonly everywhere?: boolean }) {
  useKeys({ title: 'worklist.title', bindings }, everywhere)
  return null
}
function Keyboard({ children }: { readonly children: React.ReactNode }) {
  useKeyboard()
  return children
}

describe('the tables of keys', () => {
  it('put the screen before the frame, whichever came first', async () => {
    const frame = vi.fn<() => void>()
    const screen = vi.fn<() => void>()
    render(
      <Keyboard>
        <Screen bindings={[{ keys: ['x'], label: 'key.select', run: screen }]} />
        <Screen everywhere bindings={[{ keys: ['x', 'g w'], label: 'keys.search', run: frame }]} />
      </Keyboard>,
    )
    await press('x')
    expect([screen.mock.calls.length, frame.mock.calls.length]).toEqual([1, 0])
    await press('g')
    await press('w')
    expect(frame).toHaveBeenCalledTimes(1)
  })

  it('take a prefix for one key only', async () => {
    const go = vi.fn<() => void>()
    const write = vi.fn<() => void>()
    render(
      <Keyboard>
        <Screen
          bindings={[
            { keys: ['g w'], label: 'keys.search', run: go },
            { keys: ['w'], label: 'key.select', run: write },
          ]}
        />
      </Keyboard>,
    )
    for (const key of ['g', 'x', 'w']) await press(key)
    expect([go.mock.calls.length, write.mock.calls.length]).toEqual([0, 1])
  })

  it('leave Ctrl, Alt and a dialog alone', async () => {
    const run = vi.fn<() => void>()
    const screen = <Screen bindings={[{ keys: ['x'], label: 'key.select', run }]} />
    const { rerender } = render(
      <Keyboard>
        {screen}
        <div data-modal-open="">{'a dialog'}</div>
      </Keyboard>,
    )
    await press('x')
    rerender(<Keyboard>{screen}</Keyboard>)
    await press('x', { ctrlKey: true })
    expect(run).not.toHaveBeenCalled()
    await press('x')
    expect(run).toHaveBeenCalledTimes(1)
  })
})
