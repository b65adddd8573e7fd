/** The one origin whose pages this program shows. */
export const SCHEME = 'app'
export const HOST = 'desk'
export const START_PAGE = `${SCHEME}://${HOST}/index.html`

/** Whether an address is one of our pages: the exact scheme and host, no port, no user name before the host. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === ''
}
