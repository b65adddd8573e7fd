/**
 * Brings a desk to what its configuration says, through the calls that a screen would make.
 *
 * The first run sets the office up; a later one changes what differs and nothing else. Nobody is removed, and no
 * password of somebody who has one is touched: those are for people.
 */
import type { CallName, Input, Output, Settings } from '../../shared/contract.ts'
import { writeDurably } from '../store/durable.ts'
import { ConfigError, type ReadConfig, type SetUpConfig } from './config.ts'
import { readMachine, writeMachine, type Machine } from './machine.ts'

/** A connection that may read without a sign-in, as the holder of the key. */
export interface SetUpLink {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
}

export interface Applied {
  readonly office: string
  /** Whether this run set the office up. */
  readonly made: boolean
  /** What differed, as keys of the configuration. */
  readonly changed: readonly string[]
  readonly recoveryKey: string | null
}

/** @throws ConfigError where the office is another one, or what the set-up needs is not at hand; and what calls throw */
export async function applyConfig(link: SetUpLink, dataFolder: string, read: ReadConfig): Promise<Applied> {
  const { config } = read
  const session = await link.call('session.get', {})
  let recoveryKey: string | null = null
  const made = session.phase === 'set-up'
  if (made) {
    // All passwords before anything is made: a set-up that stops half-way is worse than none.
    for (const { login } of [config.supervisor, ...config.users]) read.passwordOf(login)
    recoveryKey = await setUp(link, read)
    if (config.recoveryKeyFile !== undefined) writeDurably(config.recoveryKeyFile, `${recoveryKey}\n`)
  } else if (session.office !== null && session.office.office !== config.office)
    throw new ConfigError(read.file, [`office: this desk is that of ${session.office.office}, not ${config.office}; name another data directory with --data. Nothing was changed`])

  const changed: string[] = []
  let signedIn = false
  const change = async (key: string, act: () => Promise<unknown>): Promise<void> => {
    if (!signedIn) await signIn(link, read)
    signedIn = true
    await act()
    changed.push(key)
  }
  await settings(link, config, change)
  await users(link, read, change)
  await backups(link, config, change)
  network(dataFolder, config, changed)
  return { office: config.office, made, changed, recoveryKey }
}

type Change = (key: string, act: () => Promise<unknown>) => Promise<void>

async function setUp(link: SetUpLink, { config, passwordOf }: ReadConfig): Promise<string> {
  const { recoveryKey } = await link.call('session.setUp', {
    office: config.office,
    name: config.name ?? null,
    zone: config.zone ?? null,
    user: config.supervisor.login,
    userName: config.supervisor.name,
    password: passwordOf(config.supervisor.login),
    watchedFolder: config.folders.watched ?? null,
    outFolder: config.folders.out ?? null,
  })
  return recoveryKey
}

async function signIn(link: SetUpLink, { file, config, passwordOf }: ReadConfig): Promise<void> {
  const { login } = config.supervisor
  try {
    await link.call('session.signIn', { user: login, password: passwordOf(login) })
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(file, [
      `supervisor.password: ${login} cannot sign in with it (${error instanceof Error ? error.message : String(error)}); what differs can only be changed in this person's name. Give the present password`,
    ])
  }
}

async function settings(link: SetUpLink, config: SetUpConfig, change: Change): Promise<void> {
  const now = await link.call('settings.get', {})
  const wanted: Readonly<Record<string, Settings[keyof Settings] | undefined>> = {
    ...config.settings,
    ...(config.name === undefined ? {} : { officeName: config.name }),
    ...(config.zone === undefined ? {} : { zone: config.zone }),
    ...(config.language === undefined ? {} : { language: config.language }),
    ...(config.folders.watched === undefined ? {} : { watchedFolder: config.folders.watched }),
    ...(config.folders.out === undefined ? {} : { outFolder: config.folders.out }),
  }
  const keys: Partial<Record<keyof Settings, string>> = { officeName: 'name', zone: 'zone', language: 'language', watchedFolder: 'folders.watched', outFolder: 'folders.out' }
  for (const name of Object.keys(now) as (keyof Settings)[]) {
    const value = wanted[name]
    if (value !== undefined && now[name] !== value) await change(keys[name] ?? `settings.${name}`, () => link.call('settings.set', { [name]: value }))
  }
}

async function users(link: SetUpLink, { config, passwordOf }: ReadConfig, change: Change): Promise<void> {
  const { users: known } = await link.call('users.list', {})
  for (const { login, name, roles } of config.users) {
    const user = known.find((one) => one.login === login)
    if (user === undefined) await change(`users.${login}`, () => link.call('users.add', { login, name, roles, password: passwordOf(login) }))
    else if (user.name !== name || user.roles.toSorted().join() !== roles.toSorted().join()) await change(`users.${login}`, () => link.call('users.set', { login, name, roles }))
  }
}

async function backups(link: SetUpLink, { backups: wanted }: SetUpConfig, change: Change): Promise<void> {
  if (wanted === undefined) return
  const { plan } = await link.call('backup.status', {})
  if (plan === null || canonical(plan) !== canonical(wanted)) await change('backups', () => link.call('backup.setPlan', wanted))
}

const canonical = (value: object): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'object' && one !== null ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1))) : one))

function network(dataFolder: string, config: SetUpConfig, changed: string[]): void {
  const now = readMachine(dataFolder)
  const wanted: Machine = { hub: config.hub ?? null, proxy: config.proxy ?? null, ca: config.ca ?? null }
  const differing = (['hub', 'proxy', 'ca'] as const).filter((key) => now[key] !== wanted[key])
  if (differing.length === 0) return
  writeMachine(dataFolder, wanted)
  changed.push(...differing)
}
