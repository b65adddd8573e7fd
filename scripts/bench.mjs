/** `npm run bench [-- NAME]`: every tests/bench/*.ts (or those whose name holds NAME), one table. */
import { install, needNode, root, runNode } from './launch.mjs'

install()
process.exit(await runNode(needNode(), ['scripts/bench-run.mjs', ...process.argv.slice(2)], { cwd: root }))
