/** A configuration that waits for the first start of a desk: named by the administrator, or at the place that is looked at. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, Desk } from '../desk/port.ts'
import { KEYRING_FILE } from '../store/keyring.ts'
import { applyConfig } from './apply.ts'
import { ConfigError, readConfig } from './config.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where a machine's configuration lies when nobody names one; its administrator alone can write there. */
export function machineConfig(env: Env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env['PROGRAMDATA'] || 'C:\\ProgramData', 'liaison-desk', 'set-up.json')
  if (platform === 'darwin') return '/Library/Application Support/liaison-desk/set-up.json'
  return '/etc/liaison-desk/set-up.json'
}

/** `--config FILE` or `--config=FILE`, LIAISON_CONFIG, else the machine's; `null` where there is none. */
export function configOf(argv: readonly string[], env: Env): string | null {
  const at = argv.findIndex((word) => word === '--config' || word.startsWith('--config='))
  const word = argv[at]
  const given = word === undefined ? env['LIAISON_CONFIG'] : word === '--config' ? argv[at + 1] : word.slice('--config='.length)
  if (given !== undefined && given !== '') return given
  const usual = machineConfig(env)
  return existsSync(usual) ? usual : null
}

/**
 * Sets a new desk up by its configuration before anybody sees it. A desk that has an office is left alone: what
 * differs later is changed by `liaison set-up`, which somebody asks for.
 *
 * @throws ConfigError: a set-up that was ordered and cannot be must not end in an empty screen
 */
export async function setUpAtFirstStart(options: {
  readonly dataFolder: string
  readonly config: string | null
  readonly env: Env
  readonly hasKeyStore: boolean
  readonly open: (useKeyStore: boolean) => Promise<Desk>
}): Promise<Desk> {
  const { dataFolder, config: file, env, hasKeyStore, open } = options
  if (file === null || existsSync(join(dataFolder, KEYRING_FILE))) return open(true)
  const read = readConfig(file, env)
  const { key, recoveryKeyFile } = read.config
  if (recoveryKeyFile === undefined) throw new ConfigError(file, ['recoveryKeyFile: is missing; nobody is there to write the recovery key down, so say which file it goes to'])
  if (key === 'system' && !hasKeyStore) throw new ConfigError(file, ['key: this machine has no key store that can be relied on; write "file" or "environment"'])
  const desk = await open(key === 'system')
  const connection = desk.connect({ host: 'local', notify: () => {}, trusted: true })
  try {
    await applyConfig(linkOf(connection), dataFolder, read)
    return desk
  } catch (error) {
    await desk.close()
    throw error
  } finally {
    connection.close()
  }
}

function linkOf(connection: Connection): Parameters<typeof applyConfig>[0] {
  return {
    async call(name, input) {
      const reply = await connection.call(name, input)
      if (!reply.ok) throw Object.assign(new Error(reply.error.message), { code: reply.error.code })
      return reply.output as never
    },
  }
}
