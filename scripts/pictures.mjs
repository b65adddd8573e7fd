/** `npm run pictures [-- --screens NAME,… --themes … --languages … --widths … --zooms …]`: every screen as it looks, into pictures/. */
import { buildIfChanged } from './build.mjs'
import { install, needNode, root, runNode } from './launch.mjs'

install()
const built = await buildIfChanged('renderer')
process.exit(built === 0 ? await runNode(needNode(), ['tests/pictures/take.ts', ...process.argv.slice(2)], { cwd: root }) : built)
