/**
 * The configuration file of an unattended set-up: what an administrator who installs twenty desks writes once.
 *
 * JSON, and strict: a misspelt key is told, not passed over. Passwords never stand in it; it names where they are.
 * Every complaint names the key and what to do. Documented in docs/operations.md, whose example a test reads.
 */
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { backupPlanSchema } from '../../shared/contract/backup.ts'
import { roleSchema, text } from '../../shared/contract/call.ts'
import { settingsSchema } from '../../shared/contract/records.ts'
import { isZone } from '../../shared/domain/time.ts'
import { z } from '../../shared/zod.ts'

const LOGIN = /^[a-z0-9][a-z0-9._-]{0,31}$/
const SHORTEST_PASSWORD = 8
const SHORTEST_KEY = 16

const secret = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })])
const person = z.strictObject({
  login: z.string().regex(LOGIN, 'a login has small letters, digits, dots and dashes'),
  name: text(200).min(1),
  password: secret,
})
const address = (schemes: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol) && new URL(value).password === '', {
    error: `an address beginning with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}, without a password in it`,
  })

export const configSchema = z.strictObject({
  version: z.literal(1),
  office: z.string().regex(/^[A-Z]{2}[A-Z0-9]{3}[A-Z]$/, 'the IMPC of the office of exchange, six characters like CHZRHB'),
  name: text(200).min(1).optional(),
  zone: z.string().refine(isZone, { error: 'a time zone like Europe/Zurich' }).optional(),
  language: settingsSchema.shape.language.optional(),
  /** `file`: a key file that the program makes · `environment`: the passphrase in LIAISON_KEY · `system`: the key store of the operating system (Electron). */
  key: z.enum(['file', 'environment', 'system']).default('file'),
  /** Where the recovery key is written at the first set-up, for its owner alone. */
  recoveryKeyFile: z.string().min(1).optional(),
  supervisor: person,
  users: z.array(person.extend({ roles: z.array(roleSchema).min(1) })).default([]),
  folders: z.strictObject({ watched: z.string().nullable().optional(), out: z.string().nullable().optional() }).default({}),
  settings: settingsSchema.pick({ undoSeconds: true, lockMinutes: true, ownAddress: true, postAddress: true, randomSharePerMille: true }).partial().default({}),
  backups: backupPlanSchema.extend({ enabled: z.boolean().default(true), keep: backupPlanSchema.shape.keep.default({ last: 7, daily: 7, weekly: 4 }) }).optional(),
  /** Kept for the day on which the office has a hub; until then nothing connects to it. */
  hub: address(['https:']).optional(),
  proxy: address(['http:', 'https:']).optional(),
  /** PEM file of the certificate that the office's own network vouches with. */
  ca: z.string().min(1).optional(),
})
export type SetUpConfig = z.output<typeof configSchema>

/** A set-up that cannot be: each line names a key and its remedy. */
export class ConfigError extends Error {
  readonly code = 'set-up-config'
  readonly problems: readonly string[]
  constructor(file: string, problems: readonly string[]) {
    super(`The configuration ${file} cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

export interface ReadConfig {
  readonly file: string
  readonly config: SetUpConfig
  /** @throws ConfigError where it is not at hand; asked for only where it is needed */
  readonly passwordOf: (login: string) => string
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Reads and checks a configuration. Paths in it are absolute, or relative to the file itself.
 *
 * @throws ConfigError
 */
export function readConfig(file: string, env: Env): ReadConfig {
  let bytes: string
  try {
    bytes = readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(file, [`it cannot be read: ${error instanceof Error ? error.message : String(error)}`])
  }
  let json: unknown
  try {
    json = JSON.parse(bytes.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new ConfigError(file, [`it is not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
  const parsed = configSchema.safeParse(json)
  if (!parsed.success) throw new ConfigError(file, parsed.error.issues.flatMap(told))
  const config = absolute(parsed.data, dirname(resolve(file)))
  const problems = remarks(config, env)
  if (problems.length > 0) throw new ConfigError(file, problems)
  return { file, config, passwordOf: (login) => passwordOf(file, config, login, env) }
}

function told(issue: z.core.$ZodIssue): string[] {
  const key = issue.path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`)).join('')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => `${key === '' ? '' : `${key}.`}${name}: there is no such key; remove it or look at its spelling`)
  if (issue.code === 'invalid_union') {
    const nested = issue.errors.flat().map((one) => one.message)
    return [
      `${key}: ${key.endsWith('password') ? 'write {"env": "NAME"} or {"file": "PATH"}; a password never stands here' : key.endsWith('every') ? 'write {"hours": 6} or {"daily": "03:30"}' : nested.join(' or ')}`,
    ]
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && key !== '') return [`${key}: is missing`]
  return [`${key === '' ? 'the file' : key}: ${issue.message}`]
}

function absolute(config: SetUpConfig, base: string): SetUpConfig {
  const path = (one: string): string => (isAbsolute(one) ? one : join(base, one))
  const maybe = (one: string | null | undefined) => (typeof one === 'string' ? path(one) : one)
  const at = (one: SetUpConfig['supervisor']['password']) => ('file' in one ? { file: path(one.file) } : one)
  return {
    ...config,
    supervisor: { ...config.supervisor, password: at(config.supervisor.password) },
    users: config.users.map((user) => ({ ...user, password: at(user.password) })),
    folders: {
      ...(config.folders.watched === undefined ? {} : { watched: maybe(config.folders.watched) }),
      ...(config.folders.out === undefined ? {} : { out: maybe(config.folders.out) }),
    },
    ...(config.backups === undefined ? {} : { backups: { ...config.backups, folder: path(config.backups.folder) } }),
    ...(config.ca === undefined ? {} : { ca: path(config.ca) }),
    ...(config.recoveryKeyFile === undefined ? {} : { recoveryKeyFile: path(config.recoveryKeyFile) }),
  }
}

/** What the shape cannot say. */
function remarks(config: SetUpConfig, env: Env): string[] {
  const problems: string[] = []
  const folder = (key: string, path: string | null | undefined): void => {
    if (typeof path !== 'string') return
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) problems.push(`${key}: there is no folder ${path}; make it, or connect its disk or share`)
  }
  folder('folders.watched', config.folders.watched)
  folder('folders.out', config.folders.out)
  if (config.backups?.enabled === true) folder('backups.folder', config.backups.folder)
  const { watched, out } = config.folders
  if (typeof watched === 'string' && watched === out) problems.push('folders.out: is the watched folder too; answers would be read as mail. Name another one')
  const seen = new Set<string>()
  for (const [key, { login }] of [['supervisor', config.supervisor] as const, ...config.users.map((user, at) => [`users[${at}]`, user] as const)]) {
    if (seen.has(login)) problems.push(`${key}.login: ${login} stands there twice; remove one`)
    seen.add(login)
  }
  const key = env['LIAISON_KEY'] ?? ''
  if (config.key === 'environment' && [...key].length < SHORTEST_KEY)
    problems.push(`key: set LIAISON_KEY to a passphrase of ${SHORTEST_KEY} or more characters, or write "file" here`)
  if (config.key === 'file' && key !== '') problems.push('key: LIAISON_KEY is set, and would be the key; unset it, or write "environment" here')
  if (config.ca !== undefined) problems.push(...certificateProblems(config.ca))
  if (config.recoveryKeyFile !== undefined && statSync(dirname(config.recoveryKeyFile), { throwIfNoEntry: false })?.isDirectory() !== true)
    problems.push(`recoveryKeyFile: there is no folder ${dirname(config.recoveryKeyFile)}; make it`)
  return problems
}

function certificateProblems(file: string): string[] {
  if (!existsSync(file)) return [`ca: there is no file ${file}`]
  try {
    const certificate = new X509Certificate(readFileSync(file))
    if (!certificate.ca) return [`ca: ${file} holds a certificate that vouches for no others; ask for the one of the authority`]
    if (Date.parse(certificate.validTo) < Date.now()) return [`ca: the certificate in ${file} ended on ${certificate.validTo}; ask for a new one`]
    return []
  } catch {
    return [`ca: ${file} holds no certificate in PEM form`]
  }
}

function passwordOf(file: string, config: SetUpConfig, login: string, env: Env): string {
  const at = config.supervisor.login === login ? -1 : config.users.findIndex((user) => user.login === login)
  const key = at === -1 ? 'supervisor.password' : `users[${at}].password`
  const where = at === -1 ? config.supervisor.password : config.users[at]?.password
  const fail = (problem: string): never => {
    throw new ConfigError(file, [`${key}: ${problem}`])
  }
  let password: string
  if (where === undefined) return fail('is missing')
  if ('env' in where) password = env[where.env] ?? fail(`the environment has no ${where.env}; set it to the password that ${login} shall have`)
  else {
    const stat = statSync(where.file, { throwIfNoEntry: false })
    if (stat === undefined) return fail(`there is no file ${where.file}; put the password that ${login} shall have into it`)
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) fail(`others can read ${where.file}. Run: chmod 600 "${where.file}"`)
    password = readFileSync(where.file, 'utf8').replace(/\r?\n$/, '')
  }
  if ([...password].length < SHORTEST_PASSWORD) fail(`a password has ${SHORTEST_PASSWORD} or more characters`)
  return password
}
