/**
 * The command line's entry, and of the packed `out/main/local.js`. Apart from `cli.ts`, so that this may be imported
 * by tests without running, and because the Node of one platform is too old for `import.meta.main`.
 */
import { main } from './cli.ts'

process.exitCode = await main(process.argv.slice(2))
