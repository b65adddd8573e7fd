/** Hands a text to the browser to be saved, under a name. */
export function saveFile({ name, type, text }: { readonly name: string; readonly type: string; readonly text: string }): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Freed once the browser has taken it; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
