/**
 * What no page may do, whoever wrote it. Our own pages do none of it; this is for the day when a text out of a message
 * finds a way to run.
 */
import type { App, Session, WebContents } from 'electron'
import { isOurs } from './origin.ts'

/** Copying a number from the screen is the only permission that our pages need. */
const ALLOWED = new Set(['clipboard-sanitized-write'])

/** Schemes that a page's own content may have; the network has none of them. */
const LOCAL = new Set(['app:', 'blob:', 'data:', 'devtools:', 'chrome-extension:'])

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => answer(ALLOWED.has(permission) && details.isMainFrame && isOurs(contents.getURL())))
  session.setPermissionCheckHandler((contents, permission) => contents !== null && ALLOWED.has(permission) && isOurs(contents.getURL()))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  // The renderer talks to nobody but main: the policy in the page's header says so, this holds even without it.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !URL.canParse(details.url) || !LOCAL.has(new URL(details.url).protocol) }))
  session.on('will-download', (event) => event.preventDefault())
  // Its dictionaries would come from the network.
  session.setSpellCheckerEnabled(false)
}

export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  // Our pages have no frames, so nothing is meant to load in one.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

export function hardenApp(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  // Nothing of ours comes over TLS, so no certificate is to be trusted, chosen or logged in to.
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, trust) => {
    event.preventDefault()
    trust(false)
  })
  app.on('select-client-certificate', (event) => event.preventDefault())
  app.on('login', (event) => event.preventDefault())
}
