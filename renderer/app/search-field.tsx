/** The search of the top bar: items, receptacles and dispatches as one types, newest first. */
import { useNavigate } from '@tanstack/react-router'
import { ListFilter, Package, ScanBarcode, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useState, type KeyboardEvent, type RefObject } from 'react'
import { keepPreviousData } from '@tanstack/react-query'
import { kindOf, normaliseIdentifier } from '../../shared/domain/identifiers.ts'
import { Identifier } from '../components/identifier.tsx'
import { LaneMark, StateMark } from '../components/marks.tsx'
import { useWords } from '../i18n/text.tsx'
import { useDesk } from './desk.tsx'
import type { Output } from '../../shared/contract.ts'

type Found = Output<'search'>
type Entry =
  | { readonly kind: 'item'; readonly row: Found['items'][number] }
  | { readonly kind: 'receptacle' | 'dispatch'; readonly id: string }
  | { readonly kind: 'open'; readonly id: string }
  | { readonly kind: 'all'; readonly text: string }

function entriesOf(text: string, found: Found | undefined): Entry[] {
  const id = normaliseIdentifier(text)
  const kind = kindOf(id)
  const entries: Entry[] = (found?.items ?? []).map((row) => ({ kind: 'item', row }))
  for (const { receptacle } of found?.receptacles ?? []) entries.push({ kind: 'receptacle', id: receptacle })
  for (const { dispatch } of found?.dispatches ?? []) entries.push({ kind: 'dispatch', id: dispatch })
  if (kind === 'item' && !entries.some((entry) => entry.kind === 'item' && entry.row.item === id)) entries.push({ kind: 'open', id })
  entries.push({ kind: 'all', text })
  return entries
}

export function SearchField({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const words = useWords()
  const navigate = useNavigate()
  const list = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const asked = useDeferredValue(useSettledText(text.trim()))
  const found = useDesk('search', { text: asked, limit: 8 }, { enabled: open && asked.length > 1, placeholderData: keepPreviousData, gcTime: 10_000 })
  const entries = text.trim() === '' ? [] : entriesOf(text.trim(), asked.length > 1 ? found.data : undefined)
  const focus = Math.min(at, entries.length - 1)

  const go = (entry: Entry) => {
    setOpen(false)
    setText('')
    field.current?.blur()
    if (entry.kind === 'item') void navigate({ to: '/items/$item', params: { item: entry.row.case } })
    else if (entry.kind === 'open') void navigate({ to: '/items/$item', params: { item: entry.id } })
    else if (entry.kind === 'all') void navigate({ to: '/worklist', search: { q: [entry.text] } })
    else void navigate({ to: '/worklist', search: { [entry.kind]: [entry.id] } })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((focus + step + entries.length) % Math.max(1, entries.length))
    } else if (event.key === 'Enter') {
      const entry = entries[focus]
      if (entry !== undefined) go(entry)
    } else if (event.key === 'Escape') {
      setOpen(false)
      setText('')
      field.current?.blur()
    }
  }
  const shown = open && entries.length > 0
  const nothing = found.data !== undefined && !found.isFetching && entries.length === 1
  return (
    <div className="find" role="search" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <div className="find-box">
        <Search className="i" aria-hidden />
        <input
          ref={field}
          role="combobox"
          aria-label={words('frame.search')}
          aria-expanded={shown}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={shown ? `${list}-${focus}` : undefined}
          placeholder={words('frame.search')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
            setOpen(true)
          }}
          onKeyDown={keys}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <div className={shown ? 'popover find-list' : 'sr'} role="listbox" id={list} aria-label={words('frame.search.results')}>
        {shown
          ? entries.map((entry, index) => (
              <div
                key={keyOf(entry)}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === focus}
                className="find-item"
                onPointerMove={() => setAt(index)}
                onPointerDown={(event) => (event.preventDefault(), go(entry))}
              >
                <EntryLine entry={entry} nothing={nothing} />
              </div>
            ))
          : null}
      </div>
    </div>
  )
}

const keyOf = (entry: Entry) => (entry.kind === 'item' ? entry.row.case : entry.kind === 'all' ? 'all' : `${entry.kind} ${entry.id}`)

function EntryLine({ entry, nothing }: { readonly entry: Entry; readonly nothing: boolean }) {
  const words = useWords()
  if (entry.kind === 'item')
    return (
      <>
        <Identifier value={entry.row.item} />
        <span className="clip muted grow">{entry.row.description}</span>
        <LaneMark lane={entry.row.lane} />
        <StateMark state={entry.row.state} />
      </>
    )
  if (entry.kind === 'all')
    return (
      <>
        <ListFilter className="i" aria-hidden />
        <span className="clip">{words(nothing ? 'frame.search.none' : 'frame.search.all', { text: entry.text })}</span>
      </>
    )
  return (
    <>
      {entry.kind === 'open' ? <ScanBarcode className="i" aria-hidden /> : <Package className="i" aria-hidden />}
      <Identifier value={entry.id} />
      <span className="muted small end">{words(entry.kind === 'dispatch' ? 'field.dispatch' : entry.kind === 'receptacle' ? 'field.receptacle' : 'field.item')}</span>
    </>
  )
}

/** A text as it was some moments ago: a scanner's or a fast typist's letters are asked about once. */
function useSettledText(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 90)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
