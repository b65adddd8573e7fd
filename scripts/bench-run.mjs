/** Each bench runs in a process of its own, so that one's heap does not slow the next; ours and its peer share one. */
import { fork } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { say } from './launch.mjs'

const [, , wanted = ''] = process.argv
const folder = 'tests/bench'
const files = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.startsWith('_') && name.includes(wanted))
      .sort()
  : []
if (files.length === 0) {
  say(wanted === '' ? `There is no bench in ${folder}.` : `No bench in ${folder} has "${wanted}" in its name.`)
  process.exit(2)
}

/** Answers the rows of one bench, or the reason why there are none. */
const measure = (file) =>
  new Promise((resolve) => {
    const child = fork('scripts/bench-one.mjs', [`${folder}/${file}`], { execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'], stdio: ['ignore', 2, 2, 'ipc'] })
    let rows = null
    child.on('message', (message) => (rows = message))
    child.on('exit', (code, signal) => resolve(rows ?? `ended with ${signal ?? `exit code ${code}`}`))
  })

const figure = (value) => {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'number') return String(value)
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

const table = []
let failed = 0
for (const file of files) {
  const name = basename(file, '.ts').replace(/\.bench$/, '')
  say(`${name} …`)
  const rows = await measure(file)
  if (Array.isArray(rows)) for (const row of rows) table.push([name, row.name, figure(row.ours), figure(row.peer), figure(row.ratio), row.unit ?? '', row.note ?? ''])
  else {
    failed += 1
    table.push([name, 'FAILED', '–', '–', '–', '', rows])
  }
}

const head = ['bench', 'what', 'ours', 'peer', 'ratio', 'unit', 'note']
const widths = head.map((title, column) => Math.max(title.length, ...table.map((row) => row[column].length)))
const line = (cells) =>
  cells
    .map((cell, column) => (column >= 2 && column <= 4 ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
    .join('  ')
    .trimEnd()
process.stdout.write(`${[line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...table.map(line)].join('\n')}\n`)
process.exit(failed === 0 ? 0 : 1)
