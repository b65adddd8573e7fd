/** Prints what stands on the page: through the shell as a PDF where there is one, else by the browser's own dialog. */
import { pageBridge } from './client/bridge.ts'

/** Whether this page is the one that the shell makes a PDF of: nobody looks at it, and it asks nobody to print. */
export const isPdfPage = (): boolean => new URLSearchParams(location.search).has('pdf')

/** @param title the name that the PDF is suggested under */
export async function printPage(title: string): Promise<void> {
  if (isPdfPage()) return
  // Once the fonts are there: the dialog's own picture of the page is made once.
  await document.fonts.ready
  const bridge = pageBridge()
  if (bridge === null) window.print()
  else await bridge.print(title)
}
