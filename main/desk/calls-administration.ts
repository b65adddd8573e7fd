/** Users, settings, code tables, rules, care of the store. Every change is a ledger command. */
import { resolve } from 'node:path'
import type { Output } from '../../shared/contract.ts'
import { parseRule, type Rule } from '../../shared/domain/rules.ts'
import { settingsOf } from '../../shared/domain/settings.ts'
import { isZone } from '../../shared/domain/time.ts'
import { english } from '../../shared/i18n/say.ts'
import { databaseKeyHex } from '../store/keyring.ts'
import { startVerify } from '../store/verify-client.ts'
import { rulesOf, tablesOf } from '../store/writing/rule-set.ts'
import type { CallContext, Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'
import { hashPassword } from './passwords.ts'
import { userRow } from './session.ts'

interface OfficeCommand {
  readonly name: string
  readonly subject: string
  readonly args: Record<string, unknown>
}

/** Gives commands of administration in the officer's name. @throws DeskFailure with the code of the refusal */
export async function administer({ engine, actor }: CallContext, commands: readonly OfficeCommand[]): Promise<string | null> {
  if (actor === null) throw new DeskFailure('signed-out')
  const { rejection, job } = await engine().writer.call('office', { commands: [...commands], actor })
  if (rejection !== null) throw new DeskFailure(rejection.code, rejection.values, rejection.text)
  return job
}

export const administrationCalls: Handlers<
  | 'users.list'
  | 'users.add'
  | 'users.set'
  | 'users.password'
  | 'settings.get'
  | 'settings.set'
  | 'codes.list'
  | 'codes.set'
  | 'codes.remove'
  | 'rules.list'
  | 'rules.set'
  | 'rules.remove'
  | 'store.rebuild'
  | 'store.verify'
  | 'store.backup'
> = {
  async 'users.list'({ engine }) {
    return { users: Object.values(engine().office().users).map(userRow) }
  },
  async 'users.add'(context, { login, name, roles, password }) {
    await administer(context, [{ name: 'user-add', subject: `@user/${login}`, args: { login, name, roles, passwordHash: await hashPassword(password) } }])
    return {}
  },
  async 'users.set'(context, { login, name, roles, enabled }) {
    const subject = `@user/${login}`
    const known = context.engine().office().users
    const isEnabled = Object.hasOwn(known, login) && known[login]?.enabled === true
    await administer(context, [
      // Enabled first: somebody who comes back may be the one who then holds a last role.
      ...(enabled === true && !isEnabled ? [{ name: 'user-enable', subject, args: {} }] : []),
      ...(name !== undefined || roles !== undefined
        ? [{ name: 'user-set', subject, args: { ...(name === undefined ? {} : { name }), ...(roles === undefined ? {} : { roles }) } }]
        : []),
      ...(enabled === false && isEnabled ? [{ name: 'user-disable', subject, args: {} }] : []),
    ])
    return {}
  },
  async 'users.password'(context, { login, password, present }) {
    const { engine, actor, state, session } = context
    if (actor === null) throw new DeskFailure('signed-out')
    const own = actor.login === login
    const users = engine().office().users
    const user = Object.hasOwn(users, login) ? users[login] : undefined
    if (own) await state.passwords.check(login, present ?? '', user?.passwordHash ?? null)
    else if (!actor.roles.includes('administrator')) throw new DeskFailure('role')
    await administer(context, [{ name: 'user-password', subject: `@user/${login}`, args: { passwordHash: await hashPassword(password) } }])
    // Other sessions end with the old password; the one that changed it goes on.
    if (own) session.passwordAt = engine().office().users[login]?.passwordAt ?? session.passwordAt
    return {}
  },

  async 'settings.get'({ engine }) {
    return settingsOf(engine().office())
  },
  async 'settings.set'(context, settings) {
    if (settings.zone !== undefined && !isZone(settings.zone)) throw new DeskFailure('unknown-zone', { zone: settings.zone })
    const before: Readonly<Record<string, unknown>> = settingsOf(context.engine().office())
    const changed = Object.entries(settings).filter(([key, value]) => value !== undefined && value !== before[key])
    if (changed.length > 0)
      await administer(
        context,
        changed.map(([key, value]) => ({ name: 'setting-set', subject: `@setting/${key}`, args: { value } })),
      )
    return {}
  },

  async 'codes.list'({ engine }, { table }) {
    const tables = tablesOf(engine().office())
    return {
      tables: [...tables].map(([name, rows]) => ({ table: name, count: rows.filter((row) => row.active).length })),
      codes: (table === null ? [] : (tables.get(table) ?? [])).map((row) => ({ ...row, labels: { ...row.labels }, extra: { ...row.extra } })),
    }
  },
  async 'codes.set'(context, { table, code, label, labels, extra }) {
    await administer(context, [{ name: 'code-set', subject: `@code/${table}/${code}`, args: { table, code, label, labels, extra } }])
    return {}
  },
  async 'codes.remove'(context, { table, code }) {
    await administer(context, [{ name: 'code-remove', subject: `@code/${table}/${code}`, args: {} }])
    return {}
  },

  async 'rules.list'({ engine }) {
    const office = engine().office()
    const hits = await engine().reader.call('ruleHits', {})
    return {
      version: office.rulesVersion,
      rules: rulesOf(office).rules.map((rule) => ({ ...shownRule(rule), builtIn: !Object.hasOwn(office.rules, rule.id), hits: hits[rule.id] ?? 0 })),
    }
  },
  async 'rules.set'(context, { json }) {
    let given: unknown
    try {
      given = JSON.parse(json)
    } catch (error) {
      throw new DeskFailure('rule-invalid', { problem: error instanceof Error ? error.message : String(error) })
    }
    const reading = parseRule(given)
    if (!reading.ok) throw new DeskFailure('rule-invalid', { problem: reading.errors.map((error) => `${error.path}: ${english('error', error.code, error.values)}`).join(' · ') })
    const job = await administer(context, [{ name: 'rule-set', subject: `@rule/${reading.rule.id}`, args: { rule: { ...reading.rule } } }])
    return { job: job ?? '' }
  },
  async 'rules.remove'(context, { id }) {
    return { job: (await administer(context, [{ name: 'rule-remove', subject: `@rule/${id}`, args: {} }])) ?? '' }
  },

  'store.rebuild': ({ engine }) => engine().writer.call('rebuild', {}),
  async 'store.verify'({ engine }) {
    const { dataFolder, dataKey, office, outsideJob } = engine()
    return {
      job: outsideJob('verify', (progress, signal) => startVerify({ dataFolder, keyHex: databaseKeyHex(dataKey), dataKey, office: office().office ?? '' }, progress, signal)),
    }
  },
  async 'store.backup'({ engine }, { file }) {
    const { dataFolder, dataKey, outsideJob } = engine()
    return {
      job: outsideJob('backup', async (progress, signal) => (await import('../store/backup.ts')).backupStore({ dataFolder, dataKey, file: resolve(file) }, progress, signal)),
    }
  },
}

function shownRule(rule: Rule): Omit<Output<'rules.list'>['rules'][number], 'builtIn' | 'hits'> {
  const reason = 'code' in rule.reason ? { code: rule.reason.code, values: {}, text: english('rule', rule.reason.code) } : { code: '', values: {}, text: rule.reason.text.en }
  return { id: rule.id, lane: rule.lane, reason, json: JSON.stringify(rule, null, 2), enabled: rule.enabled, owner: rule.owner }
}
