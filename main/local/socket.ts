/**
 * A page's WebSocket: first its secret, then calls in, replies and notices out. See shared/bridge.ts.
 *
 * A page that loses its socket and comes back with the same secret within a moment finds its connection, hence its
 * sign-in, as it left it.
 */
import type { WebSocket } from '@fastify/websocket'
import { SOCKET_CLOSE, type SocketMessage } from '../../shared/bridge.ts'
import { z } from '../../shared/zod.ts'
import type { Connection, Desk } from '../desk/port.ts'
import type { PageRecord } from './sessions.ts'

const HELLO_MS = 10_000
/** How long a dropped page's connection waits for it. */
const GRACE_MS = 20_000
/** The largest message: a map or ten thousand identifiers fit many times. */
export const MOST_MESSAGE_BYTES = 8 * 1024 ** 2
/** A page that does not read for so long is gone or broken; its notices must not fill the memory of the desk. */
const MOST_WAITING_BYTES = 64 * 1024 ** 2

const helloSchema = z.strictObject({ secret: z.string().max(200) })
/** Name and input are the desk's to judge; here only the frame around them. */
const callSchema = z.strictObject({ id: z.number().int().min(0), name: z.unknown(), input: z.unknown() })

/** The connection of a page, through every socket that it opens. */
export interface HeldPage {
  readonly connection: Promise<Connection>
  socket: WebSocket | null
  grace: NodeJS.Timeout | null
}

function parse(bytes: unknown): unknown {
  try {
    return JSON.parse(String(bytes))
  } catch {
    return undefined
  }
}

function hold(desk: Promise<Desk>): HeldPage {
  const held: HeldPage = {
    connection: desk.then((open) => open.connect({ host: 'local', notify: (notice) => send(held, { notice }) })),
    socket: null,
    grace: null,
  }
  // A desk that does not start ends the process with its reason; here it only must not be an unhandled rejection.
  held.connection.catch(() => {})
  return held
}

function send(held: HeldPage, message: SocketMessage): void {
  const { socket } = held
  if (socket === null || socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.close(SOCKET_CLOSE.slow, 'The page does not read')
  else socket.send(JSON.stringify(message))
}

export function letGo(page: PageRecord<HeldPage>): void {
  const { held } = page
  if (held === null) return
  page.held = null
  if (held.grace !== null) clearTimeout(held.grace)
  held.connection.then(
    (connection) => connection.close(),
    () => {},
  )
}

function attach(desk: Promise<Desk>, page: PageRecord<HeldPage>, socket: WebSocket): HeldPage {
  const held = page.held ?? hold(desk)
  page.held = held
  if (held.grace !== null) clearTimeout(held.grace)
  held.grace = null
  // The page has one socket; what is left of an older one was lost on the way.
  held.socket?.close(SOCKET_CLOSE.stopped, 'Another socket of this page took over')
  held.socket = socket
  socket.on('close', () => {
    if (held.socket !== socket) return
    held.socket = null
    held.grace = setTimeout(() => letGo(page), GRACE_MS)
    held.grace.unref()
  })
  return held
}

/** Serves one socket. `pageOf` answers the page that a secret proves, `null` for a wrong one. */
export function carry(socket: WebSocket, desk: Promise<Desk>, pageOf: (secret: string) => PageRecord<HeldPage> | null): void {
  let held: HeldPage | null = null
  const silence = setTimeout(() => socket.close(SOCKET_CLOSE.refused, 'The page did not prove itself'), HELLO_MS)
  silence.unref()
  socket.on('close', () => clearTimeout(silence))
  socket.on('error', () => socket.terminate())
  socket.on('message', (bytes: unknown) => {
    // What comes behind a message that closed the socket is not heard.
    if (socket.readyState !== socket.OPEN) return
    const message = parse(bytes)
    if (held === null) {
      const hello = helloSchema.safeParse(message)
      const page = hello.success ? pageOf(hello.data.secret) : null
      if (page === null) {
        socket.close(SOCKET_CLOSE.refused, 'The page did not prove itself')
        return
      }
      clearTimeout(silence)
      held = attach(desk, page, socket)
      return
    }
    const call = callSchema.safeParse(message)
    if (!call.success) {
      socket.close(SOCKET_CLOSE.malformed, 'Not a call')
      return
    }
    void answer(held, call.data.id, call.data.name, call.data.input)
  })
}

async function answer(held: HeldPage, id: number, name: unknown, input: unknown): Promise<void> {
  const connection = await held.connection.catch(() => null)
  if (connection === null) {
    held.socket?.close(SOCKET_CLOSE.stopped, 'The desk did not start')
    return
  }
  send(held, { id, reply: await connection.call(name, input) })
}
