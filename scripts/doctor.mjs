/** `npm run doctor [-- --data DIR]`: what this machine has and lacks, and the mend for each. Exit 0 all well, 1 not. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, installedAsLocked, root, runNode } from './launch.mjs'
import { report } from './doctor-line.mjs'

let wrong = 0
const say = (ok, what, text, mend) => {
  if (ok === false) wrong += 1
  report(ok, what, text, mend)
}

const major = Number(process.versions.node.split('.')[0])
say(major >= 20, 'node', `${process.version} on ${process.platform} ${process.arch}`, 'Install Node 20 or newer; the desk brings its own Node 24.')

const installed = existsSync(join(root, 'node_modules')) && installedAsLocked()
say(installed, 'packages', installed ? 'as the lockfile names them' : 'not installed, or not as the lockfile names them', 'Run: npm start (it installs them)')

const node = findNode()
say(node !== null, 'node 24', node ?? `no package for ${process.platform} ${process.arch}, and this Node is older`, 'Install Node 24 on this machine.')

// A clock that is behind the program's own files is surely wrong; whether it is right to the second, a hub will say.
const newest = statSync(join(root, 'package-lock.json')).mtimeMs
say(
  Date.now() > newest - 86_400_000,
  'clock',
  `${new Date().toISOString()}, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`,
  'The clock is behind the program. Set it; decisions are recorded with its time.',
)

if (node === null || !installed) {
  report(null, 'the rest', 'could not be looked at without the packages')
  process.exit(1)
}
const rest = await runNode(node, ['scripts/doctor-run.mjs'], { cwd: root })
const desk = await runNode(node, ['main/local/liaison.ts', 'doctor', ...process.argv.slice(2)], { cwd: root })
process.exit(wrong + rest + desk === 0 ? 0 : 1)
