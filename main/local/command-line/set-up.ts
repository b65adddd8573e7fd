/** `set-up`: an office by its configuration file; run again, it changes only what differs. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { KEYRING_FILE } from '../../store/keyring.ts'
import { applyConfig } from '../../set-up/apply.ts'
import { ConfigError, readConfig, type ReadConfig } from '../../set-up/config.ts'
import { type Context, type Run, withDesk } from './context.ts'
import { CannotRun, DONE, UsageError } from './failures.ts'

export const setUp: Run = async (context, { options }) => {
  const given = options.one('config')
  if (given === null || given === '') throw new UsageError('set-up needs --config FILE.')
  const { output } = context
  try {
    const read = readConfig(resolve(context.workingFolder, given), context.env)
    const fresh = !existsSync(join(context.dataFolder, KEYRING_FILE))
    if (read.config.key === 'system')
      throw new ConfigError(read.file, ['key: the key store of the system belongs to the desk in its own window; start that with --config, or write "file" or "environment"'])
    if (options.has('check')) return await checked(context, read, fresh)
    const applied = await withDesk(context, (link) => applyConfig(link, context.dataFolder, read), fresh ? 'no-office' : 'office')
    const { recoveryKey } = applied
    const written = read.config.recoveryKeyFile ?? null
    if (output.asJson)
      await output.record({
        office: applied.office,
        data: context.dataFolder,
        made: applied.made,
        changed: applied.changed,
        recoveryKey: written === null ? recoveryKey : null,
        recoveryKeyFile: recoveryKey === null ? null : written,
      })
    else {
      if (applied.made) await output.line(`Office ${applied.office} is set up in ${context.dataFolder}.`)
      if (applied.changed.length > 0) await output.line(`Changed: ${applied.changed.join(', ')}.`)
      else if (!applied.made) await output.line(`Office ${applied.office} is as its configuration says; nothing was changed.`)
      if (recoveryKey !== null) await output.line(written === null ? `Recovery key: ${recoveryKey}` : `The recovery key is in ${written}. Lock it away, apart from this machine.`)
    }
    return DONE
  } catch (error) {
    if (error instanceof ConfigError) throw new CannotRun(error.message)
    throw error
  }
}

async function checked({ output, dataFolder }: Context, read: ReadConfig, fresh: boolean): Promise<typeof DONE> {
  if (fresh) for (const { login } of [read.config.supervisor, ...read.config.users]) read.passwordOf(login)
  if (output.asJson) await output.record({ office: read.config.office, data: dataFolder, usable: true, fresh })
  else await output.line(`${read.file} can be used${fresh ? '' : `; ${dataFolder} has an office already`}. Nothing was changed.`)
  return DONE
}
