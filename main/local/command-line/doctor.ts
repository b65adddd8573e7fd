/**
 * Says whether this machine has what the desk needs, and whether a data directory is in order. It looks, it changes
 * nothing: no directory is made, no store is opened for writing.
 */
import { existsSync, lstatSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connectSocket, SocketRefused } from '../../desk/socket.ts'
import { type Context, keyText, type Run } from './context.ts'
import { codeOf, DONE, messageOf, NOT_ALL_WELL } from './failures.ts'
import { socketPath } from './open.ts'
import { printable } from './output.ts'

interface Check {
  readonly check: string
  /** `false`: the desk will not work, or not safely. `null`: worth knowing, no more. */
  readonly ok: boolean | null
  readonly text: string
}

/** Free space below which an import of a day's mail may not fit. */
const LEAST_FREE = 1024 ** 3

export const doctor: Run = async (context) => {
  const { output } = context
  let allWell = true
  for (const look of [runtime, database, zones, disk, folder, key, owner, backups, network]) {
    const check = await attempt(look, context)
    allWell &&= check.ok !== false
    if (output.asJson) await output.record(check)
    else await output.line(printable(`${check.ok === null ? 'note' : check.ok ? 'ok  ' : 'FAIL'}  ${check.check}: ${check.text}`))
  }
  return allWell ? DONE : NOT_ALL_WELL
}

async function attempt(look: (context: Context) => Check | Promise<Check>, context: Context): Promise<Check> {
  try {
    return await look(context)
  } catch (error) {
    return { check: look.name, ok: false, text: messageOf(error) }
  }
}

function runtime(): Check {
  const major = Number(process.versions.node.split('.')[0])
  return { check: 'runtime', ok: major >= 24, text: `Node ${process.versions.node} on ${process.platform} ${process.arch}${major >= 24 ? '' : '; the desk needs Node 24'}` }
}

async function database(): Promise<Check> {
  const { default: Database } = await import('better-sqlite3')
  const db = new Database(':memory:')
  try {
    const version = String(db.prepare('SELECT sqlite_version()').pluck().get())
    const cipher = String(db.pragma('cipher', { simple: true }))
    return { check: 'database', ok: cipher !== 'undefined', text: `SQLite ${version}${cipher === 'undefined' ? ', but it cannot encrypt' : ', encryption built in'}` }
  } finally {
    db.close()
  }
}

function zones(): Check {
  const known = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Zurich' }).resolvedOptions().timeZone
  return { check: 'zones', ok: known === 'Europe/Zurich', text: 'the time zones of the world are known' }
}

function disk({ dataFolder }: Context): Check {
  let there = dataFolder
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there)
  const { bavail, bsize } = statfsSync(there)
  const free = bavail * bsize
  return { check: 'disk', ok: free >= LEAST_FREE, text: `${(free / 1024 ** 3).toFixed(1)} GiB free below ${there}` }
}

function folder({ dataFolder }: Context): Check {
  if (!existsSync(dataFolder)) return { check: 'folder', ok: null, text: `${dataFolder} is not there yet; "init" makes it` }
  const { mode, uid } = lstatSync(dataFolder)
  const own = process.getuid?.()
  if (own !== undefined && uid !== own) return { check: 'folder', ok: false, text: `${dataFolder} belongs to another user` }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return { check: 'folder', ok: false, text: `others may look into ${dataFolder} (mode ${(mode & 0o777).toString(8)}). Run: chmod 700 "${dataFolder}"` }
  return { check: 'folder', ok: true, text: `${dataFolder} is yours alone` }
}

/** Opens the keyring only: that proves the key without touching the store beside a desk that may be at work. */
async function key(context: Context): Promise<Check> {
  const { KEYRING_FILE, openKeyring } = await import('../../store/keyring.ts')
  if (!existsSync(join(context.dataFolder, KEYRING_FILE))) return { check: 'key', ok: null, text: 'no office is set up here' }
  try {
    await openKeyring(context.dataFolder, { passphrase: keyText(context.env) ?? undefined })
    return { check: 'key', ok: true, text: 'the key opens the store' }
  } catch (error) {
    return { check: 'key', ok: codeOf(error) === 'no-key' ? null : false, text: messageOf(error) }
  }
}

async function owner(context: Context): Promise<Check> {
  try {
    const connection = await connectSocket(socketPath(context.dataFolder), { key: keyText(context.env) })
    connection.close()
    return { check: 'owner', ok: true, text: 'a desk is open here; commands go through it' }
  } catch (error) {
    if (error instanceof SocketRefused) return { check: 'owner', ok: error.code === 'wrong-key' ? null : false, text: error.message }
    return { check: 'owner', ok: null, text: 'no desk is open here' }
  }
}

/** From the log beside the store, so that it can be asked while no desk runs, or no key is at hand. */
async function backups({ dataFolder }: Context): Promise<Check> {
  const [{ lastGood, readBackupLog }, { backupAlarm }] = await Promise.all([import('../../store/backup-log.ts'), import('../../desk/backups.ts')])
  const { log, damaged } = readBackupLog(dataFolder)
  if (damaged) return { check: 'backups', ok: false, text: 'the plan of the backups cannot be read; make it anew in Administration' }
  if (log.plan === null || !log.plan.enabled) return { check: 'backups', ok: null, text: 'no backups are planned; plan them in Administration' }
  const alarm = backupAlarm(log, Date.now())
  if (alarm !== null) return { check: 'backups', ok: false, text: `${alarm.text} (since ${alarm.since})` }
  const good = lastGood(log)
  return { check: 'backups', ok: true, text: good === null ? `planned into ${log.plan.folder}; none was made yet` : `the last one is of ${good.at}, ${good.file ?? ''}` }
}

async function network({ dataFolder }: Context): Promise<Check> {
  const { readMachine } = await import('../../set-up/machine.ts')
  const { hub, proxy, ca } = readMachine(dataFolder)
  if (ca !== null && !existsSync(ca)) return { check: 'network', ok: false, text: `the certificate ${ca} is gone; put it back, or run set-up with another one` }
  if (hub === null && proxy === null && ca === null) return { check: 'network', ok: null, text: 'no hub is named; the desk works alone and connects to nothing' }
  return { check: 'network', ok: null, text: `kept for later: hub ${hub ?? 'none'}, proxy ${proxy ?? 'none'}, certificate ${ca ?? 'none'}; nothing connects yet` }
}
