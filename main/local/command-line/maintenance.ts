/** Care of the store: rebuild, verify, backup, restore. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Job } from '../../../shared/contract.ts'
import { type Run, withDesk } from './context.ts'
import { CannotRun, DONE, LinkLost, NOT_ALL_WELL } from './failures.ts'
import { runJob } from './jobs.ts'
import type { Output } from './output.ts'

/** Says how far a job has got, at most once a second, and only where a person is likely to look. */
function progress(output: Output): (job: Job) => void {
  let last = 0
  return (job) => {
    if (output.asJson || job.progress === null || Date.now() - last < 1000) return
    last = Date.now()
    output.say(`${Math.floor(job.progress * 100)} %${job.at === null ? '' : ` – ${job.at}`}`)
  }
}

async function maintain(work: () => Promise<Job>, output: Output): Promise<Job> {
  let job: Job
  try {
    job = await work()
  } catch (error) {
    if (error instanceof LinkLost) throw new CannotRun('The desk that was open was closed in the middle. Nothing is damaged; run the command again.')
    throw error
  }
  if (job.status === 'cancelled') {
    output.say('Cancelled.')
    throw new CannotRun('The command was cancelled before its end.')
  }
  return job
}

const recordOf = (job: Job): Readonly<Record<string, unknown>> => (typeof job.result === 'object' && job.result !== null ? (job.result as Readonly<Record<string, unknown>>) : {})

export const rebuild: Run = async (context) =>
  withDesk(context, async (link) => {
    const { output } = context
    const job = await maintain(() => runJob(link, 'store.rebuild', {}, undefined, progress(output)), output)
    if (output.asJson) await output.record({ rebuilt: recordOf(job) })
    else await output.line(`Rebuilt from the messages and the ledger.${described(recordOf(job))}`)
    return DONE
  })

export const verify: Run = async (context) =>
  withDesk(context, async (link) => {
    const { output } = context
    const job = await maintain(() => runJob(link, 'store.verify', {}, undefined, progress(output)), output)
    const result = recordOf(job)
    const ok = result['ok'] === true
    if (output.asJson) await output.record({ verified: result })
    else await output.line(ok ? `All is as it should be.${described(result)}` : `A difference was found.${described(result)}`)
    return ok ? DONE : NOT_ALL_WELL
  })

const described = (result: Readonly<Record<string, unknown>>): string => {
  const parts = Object.entries(result).flatMap(([key, value]) => (key === 'ok' || value === null ? [] : [`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`]))
  return parts.length === 0 ? '' : `\n  ${parts.join('\n  ')}`
}

export const backup: Run = async (context, { positionals }) => {
  const [given = ''] = positionals
  const file = resolve(context.workingFolder, given)
  if (existsSync(file)) throw new CannotRun(`${given} is there already. A backup does not overwrite another one.`)
  return withDesk(context, async (link) => {
    const { output } = context
    const job = await maintain(() => runJob(link, 'store.backup', { file }, undefined, progress(output)), output)
    if (output.asJson) await output.record({ backup: { file, ...recordOf(job) } })
    else await output.line(`Backed up to ${file}. It opens with the same key, and with the recovery key.`)
    return DONE
  })
}
