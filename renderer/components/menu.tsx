import type { ReactNode } from 'react'
import { Header, Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection as AriaMenuSection, MenuTrigger, Popover, type MenuItemProps } from 'react-aria-components'

export { MenuTrigger }

export function Menu({
  label,
  children,
  placement = 'bottom end',
}: {
  readonly label: string
  readonly children: ReactNode
  readonly placement?: 'bottom end' | 'bottom start' | 'top end' | 'top start'
}) {
  return (
    <Popover className="popover" placement={placement}>
      <AriaMenu className="menu" aria-label={label}>
        {children}
      </AriaMenu>
    </Popover>
  )
}

export function MenuItem({ danger = false, ...props }: Omit<MenuItemProps, 'className' | 'children' | 'style'> & { readonly danger?: boolean; readonly children: ReactNode }) {
  return <AriaMenuItem {...props} className={danger ? 'menu-item danger' : 'menu-item'} />
}

export function MenuSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <AriaMenuSection>
      <Header className="menu-head">{title}</Header>
      {children}
    </AriaMenuSection>
  )
}
