/**
 * The palette (`Ctrl K`): every action that can be done here, every screen and its parts, items and dispatches by
 * their numbers. A combobox over one list: focus stays in the field, `aria-activedescendant` names the line.
 */
import { useNavigate } from '@tanstack/react-router'
import { Bookmark, Lock, SquareChevronRight } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { keepPreviousData } from '@tanstack/react-query'
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components'
import { useWords, type Words } from '../i18n/text.tsx'
import { viewToSearch } from '../screens/worklist/filter-address.ts'
import { keyOfView, searchOfView, useSavedViews, VIEWS } from '../screens/worklist/views.ts'
import { useDesk } from './desk.tsx'
import { KeyCaps } from './key-names.tsx'
import { keysOf, keyTables } from './keys.tsx'
import { matchRank } from './palette-match.ts'
import { SCREENS } from './screens.ts'
import { addressOf, entriesOf, EntryLine, keyOfEntry, useSettledText, type Entry } from './search-entries.tsx'

interface Line {
  readonly id: string
  readonly name: string
  readonly group: string
  readonly keys?: string | undefined
  readonly refusal: string | null
  readonly icon: React.ReactNode
  readonly run: () => void
}

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const navigate = useNavigate()
  const list = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const typed = text.trim()
  const asked = useDeferredValue(useSettledText(typed))
  const found = useDesk('search', { text: asked, limit: 8 }, { enabled: asked.length > 1, placeholderData: keepPreviousData, gcTime: 10_000 })
  const saved = useSavedViews().views
  // As they stand when the palette opens: behind it, nothing is done.
  const lines = useMemo(() => {
    const screens: Line[] = SCREENS.flatMap(({ to, name, Icon, places }) =>
      (places ?? []).map((place): Line => ({
        id: `${to} ${place.name}`,
        name: `${words(name)} › ${words(place.name)}`,
        group: words('palette.screens'),
        refusal: null,
        icon: <Icon className="i" aria-hidden />,
        run: () => void navigate({ to, search: place.search }),
      })),
    )
    const views: Line[] = [
      ...VIEWS.map((view) => ({ id: view.id, name: words(view.name), search: viewToSearch(view) })),
      ...saved.map((view) => ({ id: keyOfView(view), name: view.name, search: searchOfView(view) })),
    ].map(({ id, name, search }): Line => ({
      id: `view ${id}`,
      name,
      group: words('view.menu'),
      refusal: null,
      icon: <Bookmark className="i" aria-hidden />,
      run: () => void navigate({ to: '/worklist', search }),
    }))
    return [...actionsNow(words), ...screens, ...views]
  }, [words, navigate, saved])
  const matching = useMemo(() => byMatch(lines, typed), [lines, typed])
  const numbers = typed.length < 2 ? [] : entriesOf(typed, asked.length > 1 ? found.data : undefined)
  // Whoever types a number means a number.
  const numbersFirst = /\d{3}/.test(typed)
  const nothing = found.data !== undefined && !found.isFetching && numbers.length === 1
  const options: readonly (Line | Entry)[] = numbersFirst ? [...numbers, ...matching] : [...matching, ...numbers]
  const focus = Math.min(at, options.length - 1)

  const open = (option: Line | Entry) => {
    const run = 'run' in option ? option.run : () => void navigate(addressOf(option))
    if ('run' in option && option.refusal !== null) return
    onClose()
    // What opens a window of its own must find this one gone and the focus where it was before: that comes with the next frame.
    requestAnimationFrame(() => requestAnimationFrame(run))
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const single = Math.abs(step) === 1
      setAt(single ? (focus + step + options.length) % Math.max(1, options.length) : Math.max(0, Math.min(options.length - 1, focus + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const option = options[focus]
      if (option !== undefined) open(option)
    }
  }
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [focus, options.length])
  return (
    <ModalOverlay isOpen isDismissable className="shade palette-shade" onOpenChange={(stays) => !stays && onClose()} data-modal-open="">
      <Modal className="modal palette">
        <AriaDialog aria-label={words('command.palette')}>
          <div className="palette-field">
            <SquareChevronRight className="i i-flip" aria-hidden />
            <input
              // The window is there to be typed into.
              autoFocus
              role="combobox"
              aria-label={words('palette.label')}
              aria-expanded
              aria-controls={list}
              aria-autocomplete="list"
              aria-activedescendant={focus < 0 ? undefined : `${list}-${focus}`}
              placeholder={words('palette.label')}
              value={text}
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              onChange={(event) => {
                setText(event.target.value)
                setAt(0)
              }}
              onKeyDown={keys}
            />
            <KeyCaps keys="Escape" />
          </div>
          <div className="palette-list" role="listbox" id={list} aria-label={words('palette.list')} ref={box}>
            {options.map((option, index) => {
              const group = 'run' in option ? option.group : words('palette.numbers')
              const before = options[index - 1]
              const headed = typed === '' && (before === undefined || !('run' in before) || before.group !== group)
              return (
                <div
                  key={'run' in option ? option.id : keyOfEntry(option)}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === focus}
                  aria-disabled={'run' in option && option.refusal !== null ? true : undefined}
                  className={headed ? 'palette-option headed' : 'palette-option'}
                  data-group={headed ? group : undefined}
                  onPointerMove={() => setAt(index)}
                  onClick={() => open(option)}
                >
                  <div className="palette-line">{'run' in option ? <ActionLine line={option} grouped={typed !== ''} /> : <EntryLine entry={option} nothing={nothing} />}</div>
                </div>
              )
            })}
          </div>
          <div className="sr" role="status">
            {words('palette.count', { count: options.length })}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function ActionLine({ line, grouped }: { readonly line: Line; readonly grouped: boolean }) {
  return (
    <>
      {line.refusal === null ? line.icon : <Lock className="i" aria-hidden />}
      <span className="palette-name">{line.name}</span>
      {line.refusal !== null ? <span className="palette-why clip">{line.refusal}</span> : grouped ? <span className="palette-group clip">{line.group}</span> : null}
      <span className="grow" />
      {line.keys === undefined ? null : <KeyCaps keys={line.keys} />}
    </>
  )
}

/** What the mounted screens can do, innermost first. An action of the screen hides the frame's of the same name. */
function actionsNow(words: Words): Line[] {
  const lines = new Map<string, Line>()
  for (const { title, bindings } of keyTables())
    for (const binding of bindings) {
      if (binding.hidden === true || binding.label === 'command.palette' || lines.has(binding.label)) continue
      const screen = SCREENS.find(({ go }) => go.label === binding.label)
      const Icon = screen?.Icon ?? SquareChevronRight
      lines.set(binding.label, {
        id: binding.label,
        name: words(binding.label),
        group: words(screen === undefined ? title : 'palette.screens'),
        keys: keysOf(binding)[0],
        refusal: binding.refusal?.() ?? null,
        icon: <Icon className={screen === undefined ? 'i i-flip' : 'i'} aria-hidden />,
        run: binding.choose ?? (() => binding.run(null)),
      })
    }
  // Groups stay together, each where its first line stands; what refuses comes last in its group.
  const groups = [...new Set([...lines.values()].map((line) => line.group))]
  const place = (line: Line) => groups.indexOf(line.group) * 2 + (line.refusal === null ? 0 : 1)
  return [...lines.values()].toSorted((one, other) => place(one) - place(other))
}

function byMatch(lines: readonly Line[], typed: string): readonly Line[] {
  if (typed === '') return lines
  return lines
    .flatMap((line, place) => {
      const rank = matchRank(line.name, typed)
      return rank === null ? [] : [{ line, rank, place }]
    })
    .toSorted((one, other) => one.rank - other.rank || one.line.name.length - other.line.name.length || one.place - other.place)
    .map(({ line }) => line)
}
