/**
 * English as if it were Arabic: each text between Arabic letters, so that the two directions really meet on the screen
 * before a catalogue in Arabic exists. For tests and pictures, by `?pseudo=ar` in the address; no officer is offered it.
 */
export function mirrored(catalogue: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, `عـ ${text} ـس`]))
}
