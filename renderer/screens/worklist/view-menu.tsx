/** The views that have no tab: one's own, the office's, the rarer ready-made ones; and what can be done with the open one. */
import { Bookmark, ChevronDown, Lock } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { OFFICE_VIEWS } from '../../../shared/domain/built-in-views.ts'
import { Menu, MenuItem, MenuSection, MenuTrigger } from '../../components/menu.tsx'
import { useWords } from '../../i18n/text.tsx'
import { viewToSearch, type WorklistSearch } from './filter-address.ts'
import { VIEW_ACTIONS, type OpenView } from './open-view.ts'
import { keyOfView, searchOfView, VIEWS, type ReadyView } from './views.ts'

interface MenuProps {
  readonly open: OpenView
  readonly ready: ReadyView | null
  readonly go: (search: WorklistSearch) => void
}

export function ViewMenu({ open, ready, go }: MenuProps) {
  const words = useWords()
  const groups = [
    { title: words('view.mine'), views: open.views.filter((view) => view.owner === open.self) },
    { title: words('view.office'), views: open.views.filter((view) => view.owner === OFFICE_VIEWS) },
  ]
  const shown = open.view?.name ?? (ready !== null && !ready.tab ? words(ready.name) : null)
  return (
    <MenuTrigger>
      <AriaButton className={shown === null ? 'tab view-menu' : 'tab view-menu chosen'}>
        <Bookmark className="i-s" aria-hidden />
        <span className="clip">{shown ?? words('view.menu')}</span>
        {open.changed ? <span className="n">{words('view.changed')}</span> : null}
        <ChevronDown className="i-s" aria-hidden />
        {shown === null ? null : <span className="sr">{words('view.menu')}</span>}
      </AriaButton>
      <Menu label={words('view.menu')} placement="bottom start">
        {groups
          .filter((group) => group.views.length > 0)
          .map((group) => (
            <MenuSection key={group.title} title={group.title}>
              {group.views.map((view) => (
                <MenuItem key={keyOfView(view)} id={keyOfView(view)} textValue={view.name} onAction={() => go(searchOfView(view))}>
                  <span className="clip">{view.name}</span>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        <MenuSection title={words('view.ready')}>
          {VIEWS.filter((view) => !view.tab).map((view) => (
            <MenuItem key={view.id} id={view.id} textValue={words(view.name)} onAction={() => go(viewToSearch(view))}>
              {words(view.name)}
            </MenuItem>
          ))}
        </MenuSection>
        {open.unread === 0 ? null : (
          <MenuItem id="unread" isDisabled textValue={words('view.unread', { count: open.unread })}>
            <span className="small muted">{words('view.unread', { count: open.unread })}</span>
          </MenuItem>
        )}
        <MenuSection title={open.view?.name ?? words('worklist.items')}>
          {VIEW_ACTIONS.filter((action) => action === 'view.save' || open.view !== null).map((action) => {
            const refusal = open.refusal(action)
            return (
              <MenuItem key={action} id={action} textValue={words(action)} isDisabled={refusal !== null} danger={action === 'view.remove'} onAction={() => open.run(action)}>
                {refusal === null ? null : <Lock className="i-s" aria-hidden />}
                {words(action)}
                {refusal === null ? null : <span className="end small muted clip">{refusal}</span>}
              </MenuItem>
            )
          })}
        </MenuSection>
      </Menu>
    </MenuTrigger>
  )
}
