/** A window over the screen. It opens on the field that matters, ends with Ctrl Enter, closes with Esc. */
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useWords } from '../i18n/text.tsx'
import { Button } from './button.tsx'

interface DialogProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  /** With these it is a form; without, it only shows something. */
  readonly submit?: { readonly label: string; readonly run: () => void; readonly busy?: boolean; readonly disabled?: boolean; readonly danger?: boolean }
  /** What is typed outlives the window (a draft): nothing is asked when it closes. */
  readonly keeps?: boolean
  readonly wide?: boolean
  readonly footer?: ReactNode
}

export function Dialog({ title, lead, onClose, children, submit, keeps = false, wide = false, footer }: DialogProps) {
  const words = useWords()
  const blocked = submit === undefined || submit.busy === true || submit.disabled === true
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!blocked) submit?.run()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !blocked) {
      event.preventDefault()
      submit?.run()
    }
  }
  const form = useRef<HTMLFormElement>(null)
  // Typed into and not sent: the first try to leave says so, and loses nothing.
  const typed = useRef(false)
  const [asking, setAsking] = useState(false)
  const leave = () => {
    if (submit === undefined || keeps || !typed.current || submit.busy === true) onClose()
    else setAsking(true)
  }
  // The window takes the focus when it opens; the field that matters takes it from there.
  useEffect(() => {
    if (form.current?.contains(document.activeElement) !== true) form.current?.querySelector<HTMLElement>('[data-first-field]')?.focus()
  }, [])
  useFocusBack()
  return (
    <ModalOverlay isOpen isDismissable className="shade" onOpenChange={(open) => !open && (asking ? onClose() : leave())} data-modal-open="">
      <Modal className={wide ? 'modal wide' : 'modal'}>
        {/* Outside the form: a window without a field has the focus on itself, and Ctrl Enter must reach it there, too. */}
        <div role="presentation" className="modal-keys" onKeyDown={keys}>
          <AriaDialog>
            <div className="modal-head">
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              {lead === undefined ? null : <p className="muted">{lead}</p>}
            </div>
            <form ref={form} onSubmit={send} onInput={() => (typed.current = true)} noValidate>
              <div className="modal-body">{children}</div>
              {asking ? (
                <div className="modal-unsent" role="alert">
                  <span className="grow">{words('dialog.unsent')}</span>
                  <Button size="small" onPress={() => setAsking(false)} autoFocus>
                    {words('dialog.unsent.stay')}
                  </Button>
                  <Button size="small" look="danger" onPress={onClose}>
                    {words('dialog.unsent.leave')}
                  </Button>
                </div>
              ) : null}
              <div className="modal-foot">
                {footer}
                <Button look="plain" onPress={leave}>
                  {submit === undefined ? words('action.close') : words('action.cancel')}
                </Button>
                {submit === undefined ? null : (
                  <Button
                    type="submit"
                    look={submit.danger === true ? 'danger' : 'primary'}
                    isDisabled={submit.disabled === true}
                    isPending={submit.busy === true}
                    keys="Ctrl+Enter"
                  >
                    {submit.label}
                  </Button>
                )}
              </div>
            </form>
          </AriaDialog>
        </div>
      </Modal>
    </ModalOverlay>
  )
}

/**
 * Gives the focus back to where it was before the window opened. A window that closes together with what it changed
 * (the list is drawn anew, a button is gone) otherwise leaves it nowhere, and who listens loses the place.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      }, FOCUS_BACK_MS)
    },
    [before],
  )
}
const FOCUS_BACK_MS = 60
