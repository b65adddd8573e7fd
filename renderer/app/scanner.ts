/**
 * A scanner on every screen: hears every key before the page does, and takes back what a scan has put into a field.
 *
 * Typing is never held up: letters go into their field as always, and only once they turn out to be an identifier that a
 * scanner sent is the field put back as it was. Shortcuts wait for as long as a scanner's next key may take, since the
 * first letters of `RR 473…` would else release the item that happens to be on the screen.
 */
import { useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Scan, Stroke } from '../../shared/scanner/recognise.ts'
import { fallSilent, hear, isMachine, SILENCE, type Heard, type Wedge } from '../../shared/scanner/wedge.ts'
import { scannerSettings } from './scanner-settings.ts'

export type Scanned = Scan | { readonly kind: 'noise'; readonly text: string }
/** Answers whether it took the scan; the next one below is asked else. */
type Sink = (scanned: Scanned) => boolean
const sinks: { current: Sink }[] = []

/** Scans come here while this is mounted; the innermost sink first. */
export function useScans(sink: Sink, everywhere = false): void {
  const held = useRef(sink)
  held.current = sink
  useEffect(() => {
    if (everywhere) sinks.unshift(held)
    else sinks.push(held)
    return () => {
      sinks.splice(sinks.indexOf(held), 1)
    }
  }, [everywhere])
}

type Field = HTMLInputElement | HTMLTextAreaElement
/** A field as it was before a stroke. */
interface Before {
  readonly field: Field | null
  readonly value: string
  readonly from: number | null
  readonly to: number | null
}

let wedge: Wedge = SILENCE
let before: Before[] = []
let held: (() => void)[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let listening = 0
/** Whether the burst before the present key looked like a barcode: digits, and no small letters. */
let wedgeWasCode = false
const isCode = (strokes: readonly Stroke[]): boolean =>
  strokes.some((stroke) => stroke.code.startsWith('Digit')) && !strokes.some((stroke) => stroke.code.startsWith('Key') && !stroke.shift && /\p{Ll}/u.test(stroke.key))

/** Keys that move and no more: they need not wait, and a scan that moves the cursor has harmed nobody. */
const HARMLESS: ReadonlySet<string> = new Set(['j', 'k'])

/**
 * Holds a shortcut back until it is known to be no part of a scan. Answers false where nobody listens for one, or where
 * the key cannot belong to one; then it is to run at once.
 */
export function holdForScan(event: KeyboardEvent, run: () => void): boolean {
  if (listening === 0 || wedge.strokes.length === 0 || event.repeat) return false
  const waits = /^[\p{L}\p{N}]$/u.test(event.key) && (held.length > 0 || !HARMLESS.has(event.key))
  // In their order: what follows a key that waits must not overtake it.
  if (waits) held.push(run)
  else free()
  return waits
}

function free(): void {
  const shortcuts = held
  held = []
  // Each sees the screen as the one before has left it.
  for (const run of shortcuts) flushSync(run)
}

const TEXT_FIELD = 'input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=file]), textarea'
function fieldOf(target: EventTarget | null): Field | null {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? (target.matches(TEXT_FIELD) ? target : null) : null
}
function snapshot(field: Field | null): Before {
  if (field === null) return { field, value: '', from: null, to: null }
  return { field, value: field.value, from: field.selectionStart, to: field.selectionEnd }
}

/** Sets a value as typing would, so that React hears of it. */
function putBack({ field, value, from, to }: Before): void {
  if (field === null || !field.isConnected || field.value === value) return
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  if (from !== null && document.activeElement === field) field.setSelectionRange(from, to)
}

function deliver(scanned: Scanned): void {
  for (const { current } of sinks.toReversed()) if (current(scanned)) return
}

/** Answers whether the key that ended it was the scanner's own. */
function conclude(heard: Heard): boolean {
  if (heard.kind === 'scan') {
    held = []
    const scans = before.slice(heard.from - heard.strokes.length)
    const fields = new Set(scans.map((one) => one.field))
    for (const field of fields) {
      const first = scans.find((one) => one.field === field)
      if (first !== undefined) putBack(first)
    }
    deliver(heard.scan)
    return true
  }
  if (heard.kind === 'noise') {
    held = []
    // Into a field somebody may scan what he likes: a shelf, an invoice. Its text stays, and only its Enter goes nowhere.
    if (!inField()) deliver({ kind: 'noise', text: heard.text })
    return !inField() || wedgeWasCode
  }
  if (heard.kind === 'typing') free()
  return false
}

/** Whether the burst went into a field that is not the station's own. */
const inField = (): boolean => before.some((one) => one.field !== null && !('scanField' in one.field.dataset))

function silence(): void {
  // Keys that wait to be handled are older than this timer: the pause was the page's, not the scanner's.
  const scheduling = (navigator as { readonly scheduling?: { readonly isInputPending?: () => boolean } }).scheduling
  if (scheduling?.isInputPending?.() === true) {
    timer = setTimeout(silence, 8)
    return
  }
  const heard = fallSilent(wedge, scannerSettings())
  wedge = SILENCE
  // Without an Enter or a Tab of the scanner's own, letters in a field are what somebody meant to put there.
  conclude(heard.kind !== 'typing' && inField() ? { kind: 'typing' } : heard)
  before = []
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing) return
  if (event.repeat) {
    clearTimeout(timer)
    silence()
    return
  }
  const settings = scannerSettings()
  const stroke: Stroke = {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    chord: (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph'),
    at: event.timeStamp,
  }
  // The burst before this key, where the page was too busy to notice that it had ended.
  if (stroke.at - wedge.lastAt > settings.gapMs && wedge.strokes.length > 0) {
    clearTimeout(timer)
    silence()
  }
  wedgeWasCode = isCode(wedge.strokes)
  const next = hear(wedge, stroke, settings)
  wedge = next.wedge
  clearTimeout(timer)
  if (next.heard.kind === 'assembling') {
    if (next.heard.pace === 1) {
      free()
      before = []
    }
    if (next.heard.pace > before.length) before.push(snapshot(fieldOf(event.target)))
    else if (stroke.chord && isMachine(wedge.strokes)) {
      // A control character that the scanner sends (Ctrl and a letter) would open a browser's window or menu.
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    timer = setTimeout(silence, settings.gapMs + 5)
    return
  }
  if (conclude(next.heard)) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  before = []
}

/** Listens from here on; the frame of the signed-in desk does. */
export function useScanner(): void {
  useEffect(() => {
    listening += 1
    if (listening === 1) window.addEventListener('keydown', onKey, true)
    return () => {
      listening -= 1
      if (listening > 0) return
      window.removeEventListener('keydown', onKey, true)
      clearTimeout(timer)
      wedge = SILENCE
      before = []
      held = []
    }
  }, [])
}
