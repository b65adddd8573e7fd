/**
 * The desk behind a WebSocket on the same loopback origin.
 *
 *     page                              desk
 *      | -- {secret} -------------------> |   proves the page; anything else closes the socket
 *      | -- {id, name, input} ----------> |
 *      | <- {id, reply} ----------------- |   in any order
 *      | <- {notice} -------------------- |   unasked
 *
 * A dropped socket comes back by itself (0.25 s, doubling to 5 s). Calls that were under way are refused with
 * `link-lost`: only the caller knows whether asking twice is harmless.
 */
import { SOCKET_CLOSE, type Hello, type SocketCall, type SocketMessage } from '../../../shared/bridge.ts'
import type { ApiClient, CallName, Input, Notice, Output } from '../../../shared/contract.ts'
import { DeskError, linkLost } from './desk-error.ts'

interface Waiting {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: DeskError) => void
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

export function socketClient(secret: string, origin: Pick<Location, 'host' | 'protocol'> = location): ApiClient {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(notice: Notice) => void>()
  const linkListeners = new Set<(up: boolean) => void>()
  let queue: string[] = []
  let socket: WebSocket | null = null
  let up = false
  let next = 1
  let pause = FIRST_PAUSE_MS

  const setLink = (value: boolean) => {
    if (up === value) return
    up = value
    for (const listener of linkListeners) listener(value)
  }

  const open = () => {
    const opened = new WebSocket(`${origin.protocol === 'https:' ? 'wss' : 'ws'}://${origin.host}/socket`)
    socket = opened
    opened.addEventListener('open', () => {
      opened.send(JSON.stringify({ secret } satisfies Hello))
      pause = FIRST_PAUSE_MS
      for (const text of queue) opened.send(text)
      queue = []
      setLink(true)
    })
    opened.addEventListener('message', (event) => {
      const incoming = JSON.parse(String(event.data)) as SocketMessage
      if ('notice' in incoming) {
        for (const listener of listeners) listener(incoming.notice)
        return
      }
      if (!('reply' in incoming)) return
      const call = waiting.get(incoming.id)
      waiting.delete(incoming.id)
      if (incoming.reply.ok) call?.resolve(incoming.reply.output)
      else call?.reject(new DeskError(incoming.reply.error))
    })
    opened.addEventListener('close', (event) => {
      socket = null
      queue = []
      setLink(false)
      const lost = [...waiting.values()]
      waiting.clear()
      for (const call of lost) call.reject(linkLost())
      // Another desk answers by now: only a page of its own has a secret that it knows.
      if (event.code === SOCKET_CLOSE.refused) {
        location.reload()
        return
      }
      setTimeout(open, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    })
  }
  open()

  return {
    host: 'local',
    call: <N extends CallName>(name: N, input: Input<N>) =>
      new Promise<Output<N>>((resolve, reject) => {
        if (socket === null) {
          reject(linkLost())
          return
        }
        const id = next
        next += 1
        waiting.set(id, { resolve: (output) => resolve(output as Output<N>), reject })
        const text = JSON.stringify({ id, name, input } satisfies SocketCall)
        if (socket.readyState === WebSocket.OPEN) socket.send(text)
        else queue.push(text)
      }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onLink: (listener) => {
      linkListeners.add(listener)
      return () => linkListeners.delete(listener)
    },
    place: async (files) => {
      const paths: string[] = []
      for (const { name, file } of files) {
        const response = await fetch(`/place/${encodeURIComponent(name)}`, { method: 'PUT', headers: { 'x-page-secret': secret }, body: file as Blob }).catch(() => {
          throw linkLost()
        })
        if (!response.ok)
          throw new DeskError({ code: 'place', message: `The file ${name} could not be handed over (${response.status}).`, details: { name, status: response.status } })
        paths.push(((await response.json()) as { path: string }).path)
      }
      return paths
    },
  }
}
