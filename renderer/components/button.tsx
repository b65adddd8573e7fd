import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd aria-hidden="true">{keys}</kbd>
}

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly children: ReactNode
  readonly look?: 'primary' | 'plain' | 'danger'
  readonly size?: 'small'
  /** The key that does the same, shown where it works. */
  readonly keys?: string | undefined
  readonly icon?: boolean
  readonly className?: string
}

export function Button({ look, size, keys, icon, className, children, ...rest }: ButtonProps) {
  const classes = ['btn', look, size, icon === true ? 'icon' : undefined, className].filter((name) => name !== undefined).join(' ')
  return (
    <AriaButton {...rest} className={classes} {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}>
      {children}
      {keys === undefined ? null : <Kbd keys={keys.length === 1 ? keys.toUpperCase() : keys} />}
    </AriaButton>
  )
}
