/** The first start from a script: a store, its key, an office and its first user. */
import { isAbsolute, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { ROLES } from '../../../shared/domain/codes.ts'
import { type Context, keyText, type Run, withDesk } from './context.ts'
import { CallFailed, CannotRun, DONE, UsageError } from './failures.ts'

const OFFICE = /^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/
const LOGIN = /^[a-z0-9][a-z0-9._-]{0,31}$/
const SHORTEST_PASSWORD = 8
const SHORTEST_KEY = 16

export const init: Run = async (context, { options }) => {
  const office = (options.one('office') ?? '').replace(/\s/g, '').toUpperCase()
  if (!OFFICE.test(office)) throw new UsageError('init needs --office: the IMPC of your office of exchange, six characters like CHZRHB.')
  const user = options.one('user') ?? ''
  if (!LOGIN.test(user)) throw new UsageError('init needs --user: a login name of small letters, digits, dots and dashes.')
  checkRole(options.one('role') ?? 'supervisor')
  const zone = options.one('zone')
  if (zone !== null && !isZone(zone)) throw new UsageError(`There is no time zone "${zone}". Zones are named like Europe/Zurich.`)
  const password = newPassword(context, user)
  if (context.env['LIAISON_KEY'] === '') throw new CannotRun('LIAISON_KEY is empty. Unset it for a key file, or give it a passphrase of 16 or more characters.')
  const key = keyText(context.env)
  if (key !== null && [...key].length < SHORTEST_KEY) throw new CannotRun(`LIAISON_KEY has ${[...key].length} characters; a passphrase has ${SHORTEST_KEY} or more.`)

  return withDesk(
    context,
    async (link) => {
      // The passphrase is that of whoever makes the store. An open window shows the same first steps; let it be one of the two.
      if (!link.owner) throw new CannotRun(`A desk is open on ${context.dataFolder} and waits for its office to be set up there. Close it first.`)
      const { recoveryKey } = await link.call('session.setUp', {
        office,
        name: options.one('name'),
        zone,
        user,
        userName: options.one('user-name'),
        password,
        watchedFolder: folderOf(context, options.one('watch')),
        outFolder: folderOf(context, options.one('out')),
      })
      const { zone: used } = await link.call('settings.get', {})
      const { users } = await link.call('users.list', {})
      const record = {
        office,
        user,
        roles: users.find(({ login }) => login === user)?.roles ?? [],
        zone: used,
        data: context.dataFolder,
        key: key === null ? 'file' : 'passphrase',
        recoveryKey,
      }
      const { output } = context
      if (output.asJson) await output.record(record)
      else {
        await output.line(`Office ${office} is set up in ${context.dataFolder} (times in ${used}); its first user is ${user} (${record.roles.join(', ')}).`)
        await output.line(key === null ? 'The store opens with a key file of yours. Back it up apart from the store.' : 'The store opens with the passphrase in LIAISON_KEY.')
        await output.line(`Recovery key: ${recoveryKey}`)
      }
      output.say('Write the recovery key down and lock it away: it is shown this once, and without it nobody gets back in when the key or the last password is lost.')
      return DONE
    },
    'no-office',
  )
}

/** A new password as it came in the environment: never an argument, which a process list would show. @throws CannotRun */
export function newPassword(context: Context, user: string): string {
  const password = context.env['LIAISON_PASSWORD'] ?? ''
  if (password === '') throw new CannotRun(`Set LIAISON_PASSWORD to the password that ${user} shall have.`)
  if ([...password].length < SHORTEST_PASSWORD) throw new CannotRun(`A password has ${SHORTEST_PASSWORD} or more characters.`)
  return password
}

/** An office begins with somebody who may do everything; who may do less is added by that person. */
function checkRole(text: string): void {
  if (!ROLES.some((role) => role === text)) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not "${text}".`)
  if (text !== 'supervisor' && text !== 'administrator') throw new CannotRun('The first user of an office is supervisor and administrator; others are added in Administration.')
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat && !/^[+-]/.test(zone)
  } catch {
    return false
  }
}

function folderOf(context: Context, folder: string | null): string | null {
  if (folder === null) return null
  const path = isAbsolute(folder) ? folder : resolve(context.workingFolder, folder)
  if (!existsSync(path)) throw new CannotRun(`There is no folder ${path}. Make it first.`)
  return path
}

/** An office whose last supervisor forgot the password: the recovery key from `init` sets a new one. */
export const recover: Run = async (context, { options }) => {
  const user = options.one('user')
  if (user === null) throw new UsageError('recover needs --user USER.')
  const recoveryKey = context.env['LIAISON_RECOVERY_KEY'] ?? ''
  if (recoveryKey === '') throw new CannotRun('Set LIAISON_RECOVERY_KEY to the recovery key that was shown when the office was set up.')
  const password = newPassword(context, user)
  // With a lost passphrase the recovery key opens the store as well.
  const env = keyText(context.env) === null ? { ...context.env, LIAISON_KEY: recoveryKey } : context.env
  return withDesk({ ...context, env }, async (link) => {
    try {
      await link.call('session.recover', { recoveryKey, user, password })
    } catch (error) {
      if (error instanceof CallFailed) throw new CannotRun(error.message)
      throw error
    }
    if (context.output.asJson) await context.output.record({ user, recovered: true })
    else await context.output.line(`${user} has a new password and can sign in.`)
    return DONE
  })
}
