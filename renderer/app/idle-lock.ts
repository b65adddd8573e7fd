import { useEffect } from 'react'
import { useDeskCall } from './desk.tsx'

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
const LOOK_MS = 10_000

/**
 * Locks the session after idle minutes. The address, the place in the list and what was typed into a dialog stay.
 *
 * A time stamp and a slow look instead of a timer per movement: a machine that slept locks when it wakes.
 */
export function useIdleLock(minutes: number): void {
  const { mutate: lock } = useDeskCall('session.lock')
  useEffect(() => {
    let last = Date.now()
    const alive = () => {
      last = Date.now()
    }
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive, { passive: true, capture: true })
    const look = setInterval(() => {
      if (Date.now() - last >= minutes * 60_000) lock({})
    }, LOOK_MS)
    return () => {
      clearInterval(look)
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive, { capture: true })
    }
  }, [minutes, lock])
}
