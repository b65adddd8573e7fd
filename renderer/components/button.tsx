import type { ReactNode } from 'react'
import { printedKey } from '../app/key-names.tsx'
import { useWords } from '../i18n/text.tsx'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

export function Kbd({ keys }: { readonly keys: string }) {
  const words = useWords()
  return <kbd aria-hidden="true">{printedKey(keys, words)}</kbd>
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
      {keys === undefined ? null : <Kbd keys={keys} />}
    </AriaButton>
  )
}
