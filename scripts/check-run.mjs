import { fastGates, node, runGates } from './gates.mjs'
import { run } from './launch.mjs'

const layers = { name: 'layers', work: () => run(node, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'house', 'tests/house/layers.test.ts']) }
const gates = [...fastGates, layers]
const failed = await runGates(gates)
process.stdout.write(`\n${gates.length - failed.length} passed, ${failed.length} failed${failed.length > 0 ? ` (${failed.join(', ')})` : ''}\n`)
process.exit(failed.length === 0 ? 0 : 1)
