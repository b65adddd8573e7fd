import { pageBridge } from '../../app/client/bridge.ts'

/** Hands a text to the shell or the browser to be saved, under a name. */
export function saveFile({ name, type, text }: { readonly name: string; readonly type: string; readonly text: string }): void {
  const bridge = pageBridge()
  if (bridge !== null) {
    // A page in Electron may not download; the shell asks where, and says what went wrong.
    void bridge.save(name, text)
    return
  }
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Freed once the browser has taken it; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
