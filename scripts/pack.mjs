/** `npm run pack [-- electron-builder's arguments]`: builds, then packs for this platform (or `--linux --win --mac`). */
import { buildIfChanged } from './build.mjs'
import { install, needNode, root, runNode } from './launch.mjs'

install()
const built = (await buildIfChanged('renderer')) || (await buildIfChanged('hosts'))
if (built !== 0) process.exit(built)
process.exit(await runNode(needNode(), ['node_modules/electron-builder/cli.js', '--publish', 'never', ...process.argv.slice(2)], { cwd: root }))
