import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { buildIfChanged } from './build.mjs'
import { needChromium } from './chromium.mjs'
import { fastGates, heading, node, runGates } from './gates.mjs'
import { environment, run } from './launch.mjs'

const reports = 'test-results/reports'
mkdirSync(reports, { recursive: true })

const count = { passed: 0, failed: 0, skipped: 0 }
/** Why something did not run; printed above the last line, so that nobody has to look for it. */
const reasons = []

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** A file that fails to load has no tests: an exit code without a failure counts as one failure. */
function add(name, code, passed, failed, skipped) {
  const failures = code !== 0 && failed === 0 ? 1 : failed
  if (failures > failed) reasons.push(`${name} ended with exit code ${code} although no single test failed`)
  count.passed += passed
  count.failed += failures
  count.skipped += skipped
}

async function vitest() {
  heading('tests')
  const file = `${reports}/vitest.json`
  rmSync(file, { force: true })
  const code = await run(node, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile=${file}`], { env: environment(node) })
  const report = readReport(file)
  add('vitest', code, report?.numPassedTests ?? 0, report?.numFailedTests ?? 0, (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0))
  for (const suite of report?.testResults ?? []) {
    const pending = suite.assertionResults.filter((test) => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo')
    for (const test of pending) reasons.push(`skipped: ${test.fullName}`)
  }
}

async function endToEnd() {
  heading('end to end')
  const specs = existsSync('tests/e2e') ? readdirSync('tests/e2e', { recursive: true }).filter((name) => String(name).endsWith('.e2e.ts')) : []
  if (specs.length === 0) return
  const chromium = await needChromium()
  if (chromium.missing) {
    const required = /^(1|true)$/i.test(process.env.CI ?? '')
    reasons.push(`${required ? 'failed' : 'skipped'}: ${specs.length} end-to-end files, for there is no Chromium: ${chromium.missing}`)
    if (required) count.failed += 1
    else count.skipped += specs.length
    return
  }
  const file = `${reports}/playwright.json`
  rmSync(file, { force: true })
  const code = await run(node, ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], { env: environment(node, { PLAYWRIGHT_JSON_OUTPUT_NAME: file }) })
  const report = readReport(file)
  add('Playwright', code, (report?.stats?.expected ?? 0) + (report?.stats?.flaky ?? 0), report?.stats?.unexpected ?? 0, report?.stats?.skipped ?? 0)
  const visit = (suite) => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests)
        if (test.status === 'skipped') reasons.push(`skipped: ${spec.title}: ${test.annotations.map((note) => note.description ?? note.type).join('; ') || 'no reason given'}`)
    for (const inner of suite.suites ?? []) visit(inner)
  }
  for (const suite of report?.suites ?? []) visit(suite)
}

const gates = [...fastGates, { name: 'build', work: async () => (await buildIfChanged('renderer', { quiet: false })) || (await buildIfChanged('hosts', { quiet: false })) }]
const failedGates = await runGates(gates)
count.passed += gates.length - failedGates.length
count.failed += failedGates.length
for (const name of failedGates) reasons.push(`failed: ${name}`)

await vitest()
await endToEnd()

heading('result')
for (const reason of reasons) process.stdout.write(`${reason}\n`)
process.stdout.write(`${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}\n`)
process.exit(count.failed === 0 ? 0 : 1)
