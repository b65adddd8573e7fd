/** `npm run -s liaison -- COMMAND …`: the command line under Node 24. Prints nothing of its own on stdout. */
import { install, needNode, runNode } from './launch.mjs'

install()
process.exit(await runNode(needNode(), ['main/local/liaison.ts', ...process.argv.slice(2)]))
