/** Runs a verification in a thread of its own: integrity checks and comparisons of a large store take seconds at a time. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { openBodies } from './bodies.ts'
import { BODIES_FOLDER, STORE_FILE } from './layout.ts'
import { verifyStore } from './verifying.ts'

const { dataFolder, keyHex, dataKey, office } = workerData as { dataFolder: string; keyHex: string; dataKey: Uint8Array; office: string }
const steps = verifyStore({ file: join(dataFolder, STORE_FILE), keyHex, folder: dataFolder, bodies: openBodies(join(dataFolder, BODIES_FOLDER), dataKey), office })
let told = 0
for (;;) {
  const next = steps.next()
  if (next.done) {
    parentPort?.postMessage({ result: next.value })
    break
  }
  if (performance.now() - told > 200 && next.value.progress !== undefined) {
    told = performance.now()
    parentPort?.postMessage({ progress: next.value.progress, at: next.value.at ?? '' })
  }
}
