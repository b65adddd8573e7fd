/** The search of the top bar: items, receptacles and dispatches as one types, newest first. */
import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useDeferredValue, useId, useState, type KeyboardEvent, type RefObject } from 'react'
import { keepPreviousData } from '@tanstack/react-query'
import { useWords } from '../i18n/text.tsx'
import { useDesk } from './desk.tsx'
import { KeyCaps } from './key-names.tsx'
import { useKeyOf } from './keys.tsx'
import { addressOf, entriesOf, EntryLine, keyOfEntry, useSettledText, type Entry } from './search-entries.tsx'

export function SearchField({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const words = useWords()
  const navigate = useNavigate()
  const list = useId()
  const hint = useKeyOf('keys.search')
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
    void navigate(addressOf(entry))
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
        {hint === undefined ? null : <KeyCaps keys={hint} />}
      </div>
      <div className={shown ? 'popover find-list' : 'sr'} role="listbox" id={list} aria-label={words('frame.search.results')}>
        {shown
          ? entries.map((entry, index) => (
              <div
                key={keyOfEntry(entry)}
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
