/** The desk's end of the writer's thread. */
import { Worker } from 'node:worker_threads'
import { StoreFailure, type StoreFailureCode } from './failure.ts'
import type { WriterCall, WriterCalls, WriterNotice, WriterReply, WriterRequest, WriterStart } from './protocol.ts'

export interface WriterClient {
  call<N extends WriterCall>(name: N, input: WriterCalls[N]['input']): Promise<WriterCalls[N]['output']>
  /** Ends the thread, after what it has in hand. */
  close(): Promise<void>
}

/** A failure that came over from another thread: `code` names an entry `error.<code>` where there is one. */
export class RemoteFailure extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
  constructor(error: { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> }) {
    super(error.message)
    this.name = 'RemoteFailure'
    this.code = error.code
    this.details = error.details
  }
}

/**
 * Starts the writer and waits until it is ready.
 *
 * @param listen called with every notice, from the first one on
 * @throws StoreFailure what opening the store threw in its thread
 */
export function startWriter(start: WriterStart, listen: (notice: WriterNotice) => void): Promise<WriterClient> {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData: start })
  const waiting = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>()
  let last = 0
  let ended: Error | null = null

  const end = (error: Error): void => {
    ended = error
    for (const entry of waiting.values()) entry.reject(error)
    waiting.clear()
  }
  const client: WriterClient = {
    call(name, input) {
      if (ended) return Promise.reject(ended)
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, name, input } satisfies WriterRequest)
      })
    },
    async close() {
      if (ended === null) await client.call('close', {})
      ended ??= new RemoteFailure({ code: 'desk-closed', message: 'The desk is closing.', details: {} })
      await worker.terminate()
    },
  }

  return new Promise((resolve, reject) => {
    worker.on('error', (error) => {
      end(error)
      reject(error)
    })
    worker.on('exit', (code) => end(new RemoteFailure({ code: 'desk-closed', message: `The writer ended (${code}).`, details: {} })))
    worker.on('message', (message: WriterReply | WriterNotice) => {
      if ('id' in message) {
        const entry = waiting.get(message.id)
        waiting.delete(message.id)
        if (message.ok) entry?.resolve(message.output as never)
        else entry?.reject(new RemoteFailure(message.error))
        return
      }
      if (message.kind === 'fatal') {
        void worker.terminate()
        reject(new StoreFailure(message.error.code as StoreFailureCode, message.error.message, message.error.details as Record<string, string | number>))
        return
      }
      listen(message)
      if (message.kind === 'ready') resolve(client)
    })
  })
}
