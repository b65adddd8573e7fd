/** `npm run -s liaison -- COMMAND …`: the command line under Node 24. Prints nothing of its own on stdout. */
import { buildIfChanged } from './build.mjs'
import { install, needNode, runNode } from './launch.mjs'

install()
// The one command that shows screens.
if (process.argv.slice(2).includes('desk')) {
  const built = await buildIfChanged('renderer')
  if (built !== 0) process.exit(2)
}
process.exit(await runNode(needNode(), ['main/local/liaison.ts', ...process.argv.slice(2)]))
