/** Where a scan goes that no screen takes: an item, a receptacle, a dispatch to its page. */
import { useNavigate } from '@tanstack/react-router'
import { groupIdentifier, parseReceptacle } from '../../shared/domain/identifiers.ts'
import { toastError } from '../components/toast.tsx'
import { useWords } from '../i18n/text.tsx'
import { useScanner, useScans } from './scanner.ts'

export function useScannedAnywhere(): void {
  const words = useWords()
  const navigate = useNavigate()
  useScanner()
  useScans((scanned) => {
    // A window holds something half done: what was scanned waits until it is closed.
    const inWindow = document.querySelector('[data-modal-open]') !== null
    if (scanned.kind === 'noise') {
      toastError(words('scan.toast.noise', { text: scanned.text }))
      return true
    }
    const identifier = groupIdentifier(scanned.identifier)
    if (inWindow) toastError(words('scan.toast.window', { identifier }))
    else if (!scanned.sound) toastError(words('scan.toast.checkDigit', { identifier }))
    else if (scanned.kind === 'item') void navigate({ to: '/items/$item', params: { item: scanned.identifier } })
    else if (scanned.kind === 'dispatch') void navigate({ to: '/dispatches/$dispatch', params: { dispatch: scanned.identifier } })
    else
      void navigate({
        to: '/dispatches/$dispatch/$receptacle',
        params: { dispatch: parseReceptacle(scanned.identifier)?.dispatch ?? scanned.identifier, receptacle: scanned.identifier },
      })
    return true
  }, true)
}
