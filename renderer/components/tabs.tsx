import { useRef, type KeyboardEvent, type ReactNode } from 'react'

export interface TabChoice {
  readonly id: string
  readonly label: ReactNode
  readonly count?: string | undefined
}

/** Tabs that choose what one panel shows. Arrows move between them, as the pattern wants. */
export function Tabs({
  label,
  tabs,
  value,
  onChange,
  panel,
}: {
  readonly label: string
  readonly tabs: readonly TabChoice[]
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly panel: string
}) {
  const list = useRef<HTMLDivElement>(null)
  const rtl = () => document.documentElement.dir === 'rtl'
  const keys = (event: KeyboardEvent) => {
    const forward = event.key === (rtl() ? 'ArrowLeft' : 'ArrowRight')
    const back = event.key === (rtl() ? 'ArrowRight' : 'ArrowLeft')
    if (!forward && !back) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.id === value)
    const to = tabs[(at + (forward ? 1 : -1) + tabs.length) % tabs.length]
    if (to === undefined) return
    onChange(to.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${to.id}"]`)?.focus()
  }
  const focusable = tabs.some((tab) => tab.id === value) ? value : tabs[0]?.id
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={keys}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          data-tab={tab.id}
          className="tab"
          aria-selected={tab.id === value}
          aria-controls={panel}
          tabIndex={tab.id === focusable ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="n">{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}
