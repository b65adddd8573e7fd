/** `npm run check`: the fast half of `npm test`: types, lint, format, dead code, layers. */
import { install, needNode, root, runNode } from './launch.mjs'

install()
process.exit(await runNode(needNode(), ['scripts/check-run.mjs', ...process.argv.slice(2)], { cwd: root }))
