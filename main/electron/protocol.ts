/** `app://desk/…`: the built screens, under the same headers as the local host gives them. */
import { type CustomScheme, protocol } from 'electron'
import { SECURITY_HEADERS } from '../csp.ts'
import type { Pages } from '../pages.ts'
import { isOurs, SCHEME } from './origin.ts'

/** Registered before the app is ready. No CORS, no service worker, no bypass of the policy. */
export const PRIVILEGES: CustomScheme = { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }

export const registerScheme = (): void => protocol.registerSchemesAsPrivileged([PRIVILEGES])

const empty = (status: number): Response => new Response(null, { status, headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store' } })

/** Answers a request for a page. Whatever the address, only built files are read. */
export async function answer(request: Pick<Request, 'method' | 'url'>, pages: Pages): Promise<Response> {
  if (request.method !== 'GET') return empty(405)
  if (!isOurs(request.url)) return empty(404)
  const page = await pages.read(new URL(request.url).pathname)
  if (page === null) return empty(404)
  const headers = { ...SECURITY_HEADERS, 'content-type': page.type, 'cache-control': page.lasting ? 'private, max-age=31536000, immutable' : 'no-store' }
  return new Response(new Uint8Array(page.body), { headers })
}

export const serveScheme = (pages: Pages): void => protocol.handle(SCHEME, (request) => answer(request, pages))
