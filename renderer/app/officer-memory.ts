/**
 * What this page remembers of the officer at it: places in lists, half-written notes, steps that could be undone.
 *
 * It outlives screens and a lock, and ends with the sign-in: the next officer finds nothing of the last one's.
 */
const forgetters = new Set<() => void>()

export function onOfficerGone(forget: () => void): void {
  forgetters.add(forget)
}

export function forgetOfficer(): void {
  for (const forget of forgetters) forget()
}
