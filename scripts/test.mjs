/** `npm test`: everything that CI runs, from a fresh clone. Ends with one line, `N passed, N failed[, N skipped]`. */
import { install, needNode, root, runNode } from './launch.mjs'

install()
process.exit(await runNode(needNode(), ['scripts/test-run.mjs', ...process.argv.slice(2)], { cwd: root }))
