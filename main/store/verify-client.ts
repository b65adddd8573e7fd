import { Worker } from 'node:worker_threads'
import type { VerifyResult } from './verifying.ts'

/** Verifies a store in a thread of its own; ended early by `signal`. */
export function startVerify(
  start: { readonly dataFolder: string; readonly keyHex: string; readonly dataKey: Uint8Array; readonly office: string },
  progress: (part: number, at: string) => void,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: start })
  signal.addEventListener('abort', () => void worker.terminate())
  return new Promise((resolve, reject) => {
    worker.on('message', (message: { result: VerifyResult } | { progress: number; at: string }) => {
      if ('result' in message) resolve(message.result)
      else progress(message.progress, message.at)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The verification was ended.')))
  })
}
