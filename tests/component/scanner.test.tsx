/** The driver of the scanner: what it takes out of fields, what it holds back, and what it lets through. */
import { act, fireEvent, render } from '@testing-library/react'
import { useState } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useKeyboard, useKeys } from '../../renderer/app/keys.tsx'
import { useScanner, useScans, type Scanned } from '../../renderer/app/scanner.ts'
import { setScannerSettings } from '../../renderer/app/scanner-settings.ts'
import { watchConsole } from './screen.tsx'

watchConsole()
const ITEM = 'RR473124829FR'
const heard = vi.fn<(scanned: Scanned) => boolean>(() => true)
const release = vi.fn<() => void>()
const down = vi.fn<() => void>()
const submitted = vi.fn<() => void>()

function Page() {
  const [text, setText] = useState('vase')
  useKeyboard()
  useScanner()
  useScans(heard)
  useKeys({
    title: 'worklist.title',
    bindings: [
      { keys: ['r'], label: 'act.release', run: release },
      { keys: ['j'], label: 'key.next', run: down },
    ],
  })
  return (
    <form onSubmit={(event) => (event.preventDefault(), submitted())}>
      <input aria-label="note" value={text} onChange={(event) => setText(event.target.value)} />
      <button type="submit">{'go'}</button>
    </form>
  )
}
const note = () => document.querySelector('input') as HTMLInputElement

let clock = 0
/** A key at a time of its own; what a browser does with it is done here, as far as it was not prevented. */
async function key(code: string, print: string, after: number, target: HTMLElement = document.body): Promise<void> {
  clock += after
  const event = new KeyboardEvent('keydown', { code, key: print, bubbles: true, cancelable: true, shiftKey: /^\p{Lu}$/u.test(print) })
  Object.defineProperty(event, 'timeStamp', { value: clock })
  await act(async () => {
    const goesOn = fireEvent(target, event)
    if (!goesOn || !(target instanceof HTMLInputElement)) return
    if (print === 'Enter') fireEvent.submit(target)
    else if (print.length === 1) fireEvent.input(target, { target: { value: target.value + print } })
  })
}
const codeOf = (character: string) => (/\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`)
async function scan(code: string, { target = document.body, end = 'Enter' as string | null, pace = 10 } = {}): Promise<void> {
  clock += 500
  for (const character of code) await key(codeOf(character), character, pace, target)
  if (end !== null) await key(end, end, pace, target)
}
const pause = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 150)))

beforeEach(() => {
  clock += 10_000
  vi.clearAllMocks()
  setScannerSettings({ prefix: '', suffix: '', layout: 'auto', gapMs: 75, sound: false })
  render(<Page />)
})

describe('a scan', () => {
  it('fires no shortcut of its letters', async () => {
    await scan(ITEM)
    await pause()
    expect(heard.mock.calls).toEqual([[{ kind: 'item', identifier: ITEM, sound: true }]])
    expect(release).not.toHaveBeenCalled()
  })
  it('leaves a field as it was, and submits nothing', async () => {
    await scan(ITEM, { target: note() })
    expect(heard).toHaveBeenCalledOnce()
    expect(note().value).toBe('vase')
    expect(submitted).not.toHaveBeenCalled()
  })
  it('that nobody ended is a scan outside of fields, and typing in them', async () => {
    await scan(ITEM, { end: null })
    await pause()
    expect(heard).toHaveBeenCalledOnce()
    await scan(ITEM, { end: null, target: note() })
    await pause()
    expect(heard).toHaveBeenCalledOnce()
    expect(note().value).toBe(`vase${ITEM}`)
  })
  it('of something else stays in its field, without its Enter', async () => {
    await scan('SHELF0012', { target: note() })
    expect(note().value).toBe('vaseSHELF0012')
    expect(submitted).not.toHaveBeenCalled()
    expect(heard).not.toHaveBeenCalled()
  })
  it('that is torn decides nothing', async () => {
    await scan('RR4731', { end: null })
    await pause()
    expect(heard.mock.calls).toEqual([[{ kind: 'noise', text: 'RR4731' }]])
    expect(release).not.toHaveBeenCalled()
  })
})

describe('what a person types', () => {
  it('reaches its field and submits its form', async () => {
    for (const character of ' 12') await key(codeOf(character), character, 120, note())
    await key('Enter', 'Enter', 120, note())
    expect(note().value).toBe('vase 12')
    expect(submitted).toHaveBeenCalledOnce()
  })
  it('fires its shortcut once no scan can follow', async () => {
    await key('KeyR', 'r', 500)
    expect(release).not.toHaveBeenCalled()
    await pause()
    expect(release).toHaveBeenCalledOnce()
  })
  it('moves the cursor at once, and keeps its order', async () => {
    await key('KeyJ', 'j', 500)
    expect(down).toHaveBeenCalledOnce()
    await key('KeyR', 'r', 200)
    await key('KeyJ', 'j', 40)
    expect(down).toHaveBeenCalledOnce()
    await key('ArrowDown', 'ArrowDown', 40)
    expect([release.mock.invocationCallOrder[0], down.mock.invocationCallOrder[1]].toSorted((a, b) => Number(a) - Number(b))[0]).toBe(release.mock.invocationCallOrder[0])
    expect(down).toHaveBeenCalledTimes(2)
  })
})
