/** A backup back into an empty data directory. There is no desk to ask yet, so this goes to the files itself. */
import { existsSync, rmdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { restoreStore } from '../../store/backup.ts'
import { OWNER_FILE, takeOwnership } from '../../store/owner-lock.ts'
import { type Context, keyText, type Run } from './context.ts'
import { CannotRun, codeOf, DONE, messageOf } from './failures.ts'
import { count } from './output.ts'

export const restore: Run = async (context, { positionals }) => {
  const { output, dataFolder, workingFolder } = context
  const [given = ''] = positionals
  const file = resolve(workingFolder, given)
  if (!existsSync(file)) throw new CannotRun(`There is no file ${given}.`)
  const restored = await asOwner(dataFolder, () => restoreStore({ file, folder: dataFolder, keys: keysOf(context) }))
  const record = { data: dataFolder, bodies: restored.bodies, ...restored.head }
  if (output.asJson) await output.record(record)
  else
    await output.line(
      `Restored into ${dataFolder}, with ${count(restored.bodies, 'message file and attachment', 'message files and attachments')}. It opens with the key that it was made with.`,
    )
  return DONE
}

function keysOf({ env }: Context): { readonly passphrase?: string; readonly recoveryKey?: string } {
  const passphrase = keyText(env)
  const recoveryKey = env['LIAISON_RECOVERY_KEY'] || passphrase
  return { ...(passphrase === null ? {} : { passphrase }), ...(recoveryKey === null ? {} : { recoveryKey }) }
}

/** Owns the directory meanwhile, so that no desk is set up where the backup goes. */
async function asOwner<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const made = !existsSync(folder)
  let release: () => void
  try {
    release = takeOwnership(folder)
  } catch (error) {
    if (codeOf(error) === 'owned') throw new CannotRun(`A desk is open on ${folder}. Close it, or restore into another directory.`)
    throw new CannotRun(messageOf(error))
  }
  try {
    return await work()
  } catch (error) {
    release()
    if (made) removeMade(folder)
    throw new CannotRun(messageOf(error))
  } finally {
    release()
  }
}

/** A directory that was made for nothing. */
function removeMade(folder: string): void {
  rmSync(join(folder, OWNER_FILE), { force: true })
  try {
    rmdirSync(folder)
  } catch {
    // Something else is in it by now.
  }
}
