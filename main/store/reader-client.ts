/** The desk's end of the reader's thread. */
import { Worker } from 'node:worker_threads'
import type { ReaderCall, ReaderQueries, ReaderStart } from './reader.ts'
import { RemoteFailure } from './writer-client.ts'

type Answered<T> = T extends Generator<void, infer R> ? R : T
export interface ReaderClient {
  call<N extends ReaderCall>(name: N, input: Parameters<ReaderQueries[N]> extends [infer I] ? I : Record<string, never>): Promise<Answered<ReturnType<ReaderQueries[N]>>>
  close(): Promise<void>
}

type Message =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details: Record<string, unknown> } }
  | { readonly ready: true }
  | { readonly settled: true }

/** @param settled called when a list that a grid scrolls has been counted to its end */
export function startReader(start: ReaderStart, settled: () => void = () => {}): Promise<ReaderClient> {
  const worker = new Worker(new URL('./reader.ts', import.meta.url), { workerData: start })
  const waiting = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>()
  let last = 0
  let ended: Error | null = null
  /** Also of a thread that died: whoever closes the desk then must not wait for ever. */
  const exited = Promise.withResolvers<void>()
  const end = (error: Error): void => {
    ended = error
    for (const entry of waiting.values()) entry.reject(error)
    waiting.clear()
  }
  const closed = (): Error => new RemoteFailure({ code: 'desk-closed', message: 'The desk is closing.', details: {} })
  const client: ReaderClient = {
    call(name, input) {
      if (ended) return Promise.reject(ended)
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, name, input })
      })
    },
    async close() {
      ended ??= closed()
      worker.postMessage('close')
      await exited.promise
    },
  }
  return new Promise((resolve, reject) => {
    worker.on('error', (error) => {
      end(error)
      reject(error)
    })
    worker.on('exit', () => {
      end(closed())
      exited.resolve()
    })
    worker.on('message', (message: Message) => {
      if ('ready' in message) return resolve(client)
      if ('settled' in message) return settled()
      const entry = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.ok) entry?.resolve(message.output as never)
      else entry?.reject(new RemoteFailure(message.error))
    })
  })
}
