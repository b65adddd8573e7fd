/** The gates that `npm run check` and `npm test` share. Runs under Node 24, after the install. */
import { run } from './launch.mjs'

export const node = process.execPath

/** Each is one line of the count: a command that passes or fails as a whole. */
export const fastGates = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
  { name: 'dead code', args: ['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
]

export const heading = (name) => process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`)

/** Runs the gates one after the other, all of them even if one fails; answers the names of those that failed. */
export async function runGates(gates) {
  const failed = []
  for (const gate of gates) {
    heading(gate.name)
    const code = gate.work ? await gate.work() : await run(node, gate.args)
    process.stdout.write(code === 0 ? `${gate.name}: passed\n` : `${gate.name}: FAILED (exit ${code})\n`)
    if (code !== 0) failed.push(gate.name)
  }
  return failed
}
