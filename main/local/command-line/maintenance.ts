/** Care of the store: rebuild, verify, backup, restore. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Job } from '../../../shared/contract.ts'
import { type Run, withDesk } from './context.ts'
import { CannotRun, DONE, LinkLost, NOT_ALL_WELL } from './failures.ts'
import { runJob } from './jobs.ts'
import { count, type Output, printable } from './output.ts'

/** Says how far a job has got, at most once a second, and only where a person is likely to look. */
function progress(output: Output): (job: Job) => void {
  let last = 0
  return (job) => {
    if (output.asJson || job.progress === null || Date.now() - last < 1000) return
    last = Date.now()
    output.say(`${Math.floor(job.progress * 100)} %${job.at === null ? '' : ` – ${job.at}`}`)
  }
}

/** Each of these may be done again from its beginning, so a job that went away with its owner is. */
async function maintain(work: () => Promise<Job>, output: Output): Promise<Job> {
  for (let again = 0; ; again++) {
    try {
      const job = await work()
      if (job.status === 'cancelled') throw new CannotRun('Cancelled before its end.')
      return job
    } catch (error) {
      if (!(error instanceof LinkLost) || again === 5) throw error
      output.say('The desk that was at it has gone; beginning again.')
    }
  }
}

const recordOf = (job: Job): Readonly<Record<string, unknown>> => (typeof job.result === 'object' && job.result !== null ? (job.result as Readonly<Record<string, unknown>>) : {})
const numberIn = (result: Readonly<Record<string, unknown>>, key: string): number => (typeof result[key] === 'number' ? result[key] : 0)

export const rebuild: Run = async (context) =>
  withDesk(context, async (link) => {
    const { output } = context
    const result = recordOf(await maintain(() => runJob(link, 'store.rebuild', {}, undefined, progress(output)), output))
    if (output.asJson) await output.record(result)
    else await output.line(`Rebuilt from ${count(numberIn(result, 'messages'), 'message')} and ${count(numberIn(result, 'events'), 'event')} of the ledger.`)
    return DONE
  })

interface Problem {
  readonly where: string
  readonly text: string
}

export const verify: Run = async (context) =>
  withDesk(context, async (link) => {
    const { output } = context
    const result = recordOf(await maintain(() => runJob(link, 'store.verify', {}, undefined, progress(output)), output))
    const ok = result['ok'] === true
    if (output.asJson) await output.record(result)
    else {
      const looked = `${count(numberIn(result, 'events'), 'event')} of the ledger, ${count(numberIn(result, 'messages'), 'message')}, ${count(numberIn(result, 'items'), 'item')}`
      const problems = (Array.isArray(result['problems']) ? result['problems'] : []) as Problem[]
      for (const { where, text } of problems) await output.line(printable(`${where}: ${text}`))
      await output.line(ok ? `All is as it should be: ${looked}.` : `${count(problems.length, 'difference')} in ${looked}.`)
    }
    return ok ? DONE : NOT_ALL_WELL
  })

export const backup: Run = async (context, { positionals }) => {
  const [given = ''] = positionals
  const file = resolve(context.workingFolder, given)
  if (existsSync(file)) throw new CannotRun(`${given} is there already. A backup does not overwrite another one.`)
  return withDesk(context, async (link) => {
    const { output } = context
    const job = await maintain(() => runJob(link, 'store.backup', { file }, undefined, progress(output)), output)
    if (output.asJson) await output.record({ file, ...recordOf(job) })
    else await output.line(`Backed up to ${file}. It opens with the same key, and with the recovery key.`)
    return DONE
  })
}
