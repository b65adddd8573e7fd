/** One line of a doctor's report, in the form that `liaison doctor` prints too; a mend only where something is wrong. */
export function report(ok, what, text, mend) {
  process.stdout.write(`${ok === null ? 'note' : ok ? 'ok  ' : 'FAIL'}  ${what}: ${text}\n`)
  if (ok === false && mend) process.stdout.write(`      ${mend}\n`)
}
