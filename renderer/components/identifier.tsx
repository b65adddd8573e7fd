import { Check, Copy } from 'lucide-react'
import { useState, type ClipboardEvent } from 'react'
import { groupIdentifier, normaliseIdentifier } from '../../shared/domain/identifiers.ts'
import { useWords } from '../i18n/text.tsx'
import { Button } from './button.tsx'

/**
 * An identifier as people read it: grouped, monospace, left to right in every script.
 *
 * Copying it gives the plain identifier: what is pasted into a post's form must not carry our blanks.
 */
export function Identifier({ value, className = '' }: { readonly value: string; readonly className?: string }) {
  const copy = (event: ClipboardEvent) => {
    const selection = document.getSelection()?.toString().trim() ?? ''
    if (normaliseIdentifier(selection) !== value) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', value)
  }
  return (
    <bdi dir="ltr" className={`ident ${className}`} onCopy={copy}>
      {groupIdentifier(value)}
    </bdi>
  )
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  const press = async () => {
    if (!(await copyText(text))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 1_600)
  }
  return (
    <Button icon look="plain" size="small" aria-label={copied ? words('action.copied') : label} onPress={() => void press()}>
      {copied ? <Check className="i" aria-hidden /> : <Copy className="i" aria-hidden />}
    </Button>
  )
}
