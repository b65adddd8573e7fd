import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const bench = await import(pathToFileURL(resolve(process.argv[2])).href)
// A file that only helps the others has nothing to measure.
const rows = typeof bench.run === 'function' ? await bench.run() : []
process.send(rows, () => process.exit(0))
