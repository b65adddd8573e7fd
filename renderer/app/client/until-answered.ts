import { LINK_LOST, toDeskError } from './desk-error.ts'

const PAUSE_MS = 500

/**
 * Makes a call again until the desk has answered. What it sends carries an id, so that a second arrival
 * only fetches the stored result: after a break in the line nobody has to guess whether it was done.
 *
 * @param attempts half a second apart
 * @throws what the desk refused it with, or the lost link when the time is over
 */
export async function untilAnswered<T>(call: () => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (cause) {
      if (toDeskError(cause).code !== LINK_LOST || attempt === attempts) throw cause
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}
