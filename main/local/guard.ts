/**
 * Who may speak to the loopback server: only pages that it served itself.
 *
 * A page of any web site can make the browser of this machine send requests to 127.0.0.1. It cannot forge `Host`
 * (a name that an attacker points at 127.0.0.1 stands there: DNS rebinding), nor `Origin`, nor `Sec-Fetch-Site`.
 */

export interface Asking {
  readonly method: string
  readonly path: string
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`, `Sec-Fetch-Mode`: absent where a program asks, not a browser. */
  readonly site: string | undefined
  readonly mode: string | undefined
  readonly upgrade: boolean
}

/** Addresses that a program of the same person asks, which proves itself by a secret and sends no `Origin`. */
const FOR_PROGRAMS = new Set(['/again'])

/** Answers why the request is refused, `null` if it may pass. */
export function refusal(asking: Asking, port: number): string | null {
  const { host, origin } = asking
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return 'This desk answers only on its own loopback address.'
  if (origin !== undefined && origin !== `http://${host}`) return 'This desk answers only to its own pages.'
  const reading = asking.method === 'GET' || asking.method === 'HEAD'
  if (origin === undefined && (asking.upgrade || !reading) && !FOR_PROGRAMS.has(asking.path)) return 'This desk answers only to its own pages.'
  // Another port of this machine is `same-site` and would get our cookies along. To open the desk is a navigation.
  const foreign = asking.site === 'cross-site' || asking.site === 'same-site'
  if (foreign && asking.mode !== 'navigate') return 'This desk answers only to its own pages.'
  return null
}
