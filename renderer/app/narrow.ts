import { useSyncExternalStore } from 'react'

/** Whether the window is narrower than so many CSS pixels (zooming in makes it so, too). */
export function useNarrow(pixels: number): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(`(max-width: ${pixels}px)`)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(`(max-width: ${pixels}px)`).matches,
  )
}
