import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const bench = await import(pathToFileURL(resolve(process.argv[2])).href)
const rows = await bench.run()
process.send(rows, () => process.exit(0))
