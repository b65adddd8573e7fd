/**
 * The local host: the same desk and the same screens, for a browser on this machine.
 *
 * Listens on 127.0.0.1 and nowhere else. docs/hosts.md draws how a page gets in.
 */
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { SOCKET_CLOSE } from '../../shared/bridge.ts'
import { SECURITY_HEADERS } from '../csp.ts'
import type { Desk } from '../desk/port.ts'
import { openPages } from '../pages.ts'
import { refusal } from './guard.ts'
import { MOST_BYTES, placeFile, TooLarge } from './place.ts'
import { answerStart } from './running-desk.ts'
import { Sessions } from './sessions.ts'
import { carry, type HeldPage, letGo, MOST_MESSAGE_BYTES } from './socket.ts'

export interface ServerOptions {
  /** May still be opening: pages are shown at once, calls wait for it. */
  readonly desk: Promise<Desk>
  /** `out/renderer`. */
  readonly pagesFolder: string
  /** 0 for any free one. */
  readonly port: number
  /** By which another start of the same person proves itself, when it asks for a new address. */
  readonly ownerSecret: string
  readonly now?: () => number
  readonly mostBytes?: number
}

export interface LocalServer {
  readonly port: number
  /** An address to print: its token ends ten minutes after it was printed or last used. */
  printedAddress(): string
  /** An address for the redirect file: once, within 30 seconds. */
  fileAddress(): string
  close(): Promise<void>
}

/** How long pages may take to close their sockets when the desk ends. */
const FAREWELL_MS = 500

const TEXT = 'text/plain; charset=utf-8'
const HTML = 'text/html; charset=utf-8'

const page = (title: string, body: string, head = ''): string =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">${head}<title>${title}</title></head><body>${body}</body></html>\n`

/** For who comes without a session: what happened, and how to get in. */
const REFUSED = page(
  'Liaison Desk',
  '<h1>This address no longer opens the desk</h1><p>It works for a short time after it was given out, and only while the same desk runs. Start Liaison Desk again: it opens the desk that is running, or prints a new address.</p>',
)
/**
 * A browser that comes from our redirect file does not send a `SameSite=Strict` cookie along with the navigation that
 * set it. A page of ours that moves on by itself does.
 */
const step = (wish: string): string => page('Liaison Desk', '<p>Opening the desk …</p>', `<meta http-equiv="refresh" content="0;url=/?again${wish}">`)
/** A page that is opened for the training office keeps that wish on its way in; nothing else of an address is kept. */
const TRAINING_WISH = 'training'

const FOUND_HEAD_END = /<\/head>/i

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join() : value)

export async function openServer(options: ServerOptions): Promise<LocalServer> {
  const sessions = new Sessions<HeldPage>(options.now)
  const pages = openPages(options.pagesFolder)
  const placed = new Set<string>()
  const mostBytes = options.mostBytes ?? MOST_BYTES
  let port = 0

  const cookieName = (): string => `liaison-desk-${port}`
  const sessionOf = (request: IncomingMessage): string | undefined => {
    const start = `${cookieName()}=`
    const found = (request.headers.cookie ?? '')
      .split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(start))
    return found?.slice(start.length)
  }

  const app: FastifyInstance = fastify({
    logger: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 4096 },
    // Uploads stream for as long as they like; a request's head may not.
    requestTimeout: 0,
    http: { headersTimeout: 20_000 },
    // Answered before any hook: no page can be hurt by a request that is not one, but the promise is "every response".
    clientErrorHandler(_error, socket) {
      if (!socket.writable) return
      const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.end(`HTTP/1.1 400 Bad Request\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`)
    },
    frameworkErrors(_error, _request, reply: FastifyReply) {
      void refuse(reply, 400, 'Not an address.')
    },
  })

  const refuse = (reply: FastifyReply, status: number, text: string, type = TEXT): FastifyReply =>
    reply.headers(SECURITY_HEADERS).header('cache-control', 'no-store').code(status).type(type).send(text)

  // Before our own hook: what that one refuses is an upgrade too, whose socket only the plugin lets go.
  await app.register(websocket, { options: { maxPayload: MOST_MESSAGE_BYTES, perMessageDeflate: false } })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    const { headers, method } = request.raw
    const why = refusal(
      {
        method: method ?? '',
        path: pathOf(request),
        host: headers.host,
        origin: headers.origin,
        site: header(headers['sec-fetch-site']),
        mode: header(headers['sec-fetch-mode']),
        upgrade: headers.upgrade !== undefined,
      },
      port,
    )
    if (why !== null) return refuse(reply.header('connection', 'close'), 403, why)
  })
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => refuse(reply, error.statusCode ?? 500, 'The request failed.'))
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'There is nothing here.'))

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.get<{ Querystring: { token?: unknown; training?: unknown } }>('/enter', { exposeHeadRoute: false }, async (request, reply) => {
    const { token, training } = request.query
    const session = typeof token === 'string' ? sessions.enter(token) : null
    if (session === null) return refuse(reply, 403, REFUSED, HTML)
    // A second window of a browser that is in already keeps the session that its first window lives on.
    if (!sessions.knows(sessionOf(request.raw))) void reply.header('set-cookie', `${cookieName()}=${session}; Path=/; HttpOnly; SameSite=Strict`)
    return reply.header('cache-control', 'no-store').redirect(training === undefined ? '/' : `/?${TRAINING_WISH}`, 303)
  })

  app.post('/again', async (request, reply) => {
    const { 'x-nonce': nonce, 'x-proof': proof } = request.raw.headers
    const answer = answerStart(options.ownerSecret, nonce, proof, () => ({ printed: server.printedAddress(), file: server.fileAddress() }))
    return answer === null ? refuse(reply, 403, 'Not for you.') : reply.header('cache-control', 'no-store').send(answer)
  })

  app.get('/socket', { websocket: true }, (socket, request) => {
    const session = sessionOf(request.raw)
    carry(socket, options.desk, (secret) => sessions.page(session, secret))
  })

  app.put<{ Params: { name: string } }>('/place/:name', async (request, reply) => {
    if (sessions.page(sessionOf(request.raw), request.raw.headers['x-page-secret']) === null)
      return refuse(reply.header('connection', 'close'), 403, 'The page did not prove itself.')
    if (request.params.name === '') return refuse(reply.header('connection', 'close'), 404, 'A file needs a name.')
    if (Number(request.raw.headers['content-length'] ?? 0) > mostBytes) return refuse(reply.header('connection', 'close'), 413, 'The file is too large.')
    const { incomingFolder } = await options.desk
    try {
      const { path } = await placeFile(incomingFolder, request.params.name, request.raw, mostBytes)
      placed.add(dirname(path))
      return await reply.header('cache-control', 'no-store').send({ path })
    } catch (error) {
      if (error instanceof TooLarge) return refuse(reply.header('connection', 'close'), 413, 'The file is too large.')
      throw error
    }
  })

  // All the rest: built pages and what they load.
  app.get('/*', async (request, reply) => {
    const session = sessionOf(request.raw)
    const path = pathOf(request)
    if (!sessions.knows(session)) {
      const wish = request.raw.url === `/?${TRAINING_WISH}` ? `&${TRAINING_WISH}` : ''
      const arriving = header(request.raw.headers['sec-fetch-site']) === 'cross-site' && (request.raw.url === '/' || wish !== '')
      return arriving ? refuse(reply, 200, step(wish), HTML) : refuse(reply, 403, REFUSED, HTML)
    }
    const found = await pages.read(path)
    if (found === null) return refuse(reply, 404, 'There is nothing here.')
    void reply.type(found.type).header('cache-control', found.lasting ? 'private, max-age=31536000, immutable' : 'no-store')
    if (!found.type.startsWith('text/html')) return reply.send(found.body)
    const meta = `<meta name="page-secret" content="${sessions.newPage(session)}" />`
    return reply.send(found.body.toString('utf8').replace(FOUND_HEAD_END, `${meta}</head>`))
  })

  await app.listen({ host: '127.0.0.1', port: options.port })
  port = (app.server.address() as AddressInfo).port

  const address = (token: string): string => `http://127.0.0.1:${port}/enter?token=${token}`
  const server: LocalServer = {
    port,
    printedAddress: () => address(sessions.printedToken()),
    fileAddress: () => address(sessions.fileToken()),
    async close() {
      for (const socket of app.websocketServer.clients) socket.close(SOCKET_CLOSE.stopped, 'The desk was stopped')
      for (const held of sessions.heldPages()) letGo(held)
      // A page that does not answer the farewell (its machine asleep, its tab frozen) would be waited for half a minute.
      const hurry = setTimeout(() => app.websocketServer.clients.forEach((socket) => socket.terminate()), FAREWELL_MS)
      await app.close()
      clearTimeout(hurry)
      // What pages handed over was read into the store or is no longer wanted; it must not lie about unencrypted.
      await Promise.all([...placed].map((folder) => rm(folder, { recursive: true, force: true })))
    },
  }
  return server
}

function pathOf(request: FastifyRequest): string {
  const url = request.raw.url ?? ''
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}
