/** First start, keys, sign-in, lock, recovery. */
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ParsedInput, Session } from '../../shared/contract.ts'
import { RECOVERY, type OfficeState } from '../../shared/domain/office.ts'
import { settingsOf, SHARE_KEY } from '../../shared/domain/settings.ts'
import { isZone } from '../../shared/domain/time.ts'
import { zoneOfPlace } from '../../shared/domain/zones.ts'
import { createKeyring, KEYRING_FILE, openByRecoveryKey, openKeyring, renewRecoveryKey, type FirstWrap } from '../store/keyring.ts'
import { STORE_FILE } from '../store/layout.ts'
import type { Actor } from '../store/protocol.ts'
import type { CallContext, Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'
import { hashPassword } from './passwords.ts'
import { userOf, userRow } from './session.ts'
import type { DeskState } from './start.ts'

export const sessionCalls: Handlers<'session.get' | 'session.setUp' | 'session.unlockStore' | 'session.signIn' | 'session.signOut' | 'session.lock' | 'session.recover'> = {
  'session.get': (context) => sessionOf(context),

  'session.setUp': ({ state }, input) => state.alone(() => setUp(state, input)),

  'session.unlockStore': ({ state }, { key }) =>
    state.alone(async () => {
      if (state.engine !== null) return {}
      if (!existsSync(join(state.dataFolder, KEYRING_FILE))) throw new DeskFailure('not-set-up')
      await state.open(await openKeyring(state.dataFolder, { passphrase: key, recoveryKey: key }), null)
      return {}
    }),

  async 'session.signIn'(context, { user, password }) {
    const engine = context.engine()
    const login = user.trim().toLowerCase()
    const stored = enabledUser(engine.office(), login)
    await context.state.passwords.check(login, password, stored?.passwordHash ?? null)
    // As it stands after the wait for the hash: the password may have been changed meanwhile.
    const now = enabledUser(engine.office(), login)
    if (now === null || now.passwordHash !== stored?.passwordHash) throw new DeskFailure('wrong-password')
    if (context.session.training) throw new DeskFailure('training')
    context.session.login = now.login
    context.session.passwordAt = now.passwordAt
    context.session.locked = false
    context.session.lastCall = Date.now()
    engine.looked(login, 'sign-in', context.session.host)
    return sessionOf(context)
  },

  'session.signOut'(context) {
    // Nobody can sign in to a training office by name: to sign out is to leave it.
    context.session.training = false
    context.session.login = null
    context.session.locked = false
    return sessionOf(context)
  },

  'session.lock'(context) {
    if (context.session.login !== null && !context.session.training) context.session.locked = true
    return sessionOf(context)
  },

  'session.recover': ({ state }, input) => state.alone(() => recover(state, input)),
}

async function setUp(state: DeskState, input: ParsedInput<'session.setUp'>): Promise<{ recoveryKey: string }> {
  if (isSetUp(state)) throw new DeskFailure('set-up-already')
  if (state.locked) throw new DeskFailure('no-key')
  const zone = input.zone ?? zoneOfPlace(input.office) ?? 'UTC'
  if (!isZone(zone)) throw new DeskFailure('unknown-zone', { zone })
  const passwordHash = await hashPassword(input.password)
  let recoveryKey: string
  let dataKey = state.dataKey
  if (dataKey === null) {
    // A keyring without a store is what a set-up that died in its first second leaves behind.
    const made = await createKeyring(state.dataFolder, firstWrap(state))
    dataKey = made.dataKey
    recoveryKey = made.recoveryKey
  } else recoveryKey = await renewRecoveryKey(state.dataFolder, dataKey)
  if (state.engine === null) await state.open(dataKey, input.office)
  const engine = state.engine
  if (engine === null) throw new Error('The store did not open.')
  const founder: Actor = { login: input.user, roles: ['supervisor', 'administrator'] }
  const setting = (key: string, value: unknown) => ({ name: 'setting-set', subject: `@setting/${key}`, args: { value } })
  const { rejection } = await engine.writer.call('office', {
    actor: founder,
    commands: [
      { name: 'office-open', subject: '@office', args: { office: input.office, zone, name: input.name } },
      { name: 'user-add', subject: `@user/${input.user}`, args: { login: input.user, name: input.userName ?? input.user, roles: [...founder.roles], passwordHash } },
      // The office's secret behind the random share: in the ledger, so that every desk of the office draws the same items.
      setting(SHARE_KEY, randomBytes(32).toString('hex')),
      ...(input.watchedFolder === null ? [] : [setting('watchedFolder', input.watchedFolder)]),
      ...(input.outFolder === null ? [] : [setting('outFolder', input.outFolder)]),
    ],
  })
  if (rejection !== null) throw new DeskFailure(rejection.code, rejection.values, rejection.text)
  return { recoveryKey }
}

async function recover(state: DeskState, { recoveryKey, user, password }: ParsedInput<'session.recover'>): Promise<Record<string, never>> {
  if (!existsSync(join(state.dataFolder, KEYRING_FILE))) throw new DeskFailure('not-set-up')
  // Who guesses recovery keys is slowed down like who guesses passwords; argon2id stands behind each try besides.
  const dataKey = await openByRecoveryKey(state.dataFolder, recoveryKey)
  if (state.engine === null) await state.open(dataKey, null)
  const engine = state.engine
  if (engine === null) throw new DeskFailure('not-set-up')
  const login = user.trim().toLowerCase()
  const known = Object.hasOwn(engine.office().users, login) ? engine.office().users[login] : undefined
  if (known === undefined) throw new DeskFailure('unknown-user', { login }, `This office has no user “${login}”.`)
  const passwordHash = await hashPassword(password)
  const { rejection } = await engine.writer.call('office', {
    actor: { login: RECOVERY, roles: [] },
    commands: [
      ...(known.enabled ? [] : [{ name: 'user-enable', subject: `@user/${login}`, args: {} }]),
      { name: 'user-password', subject: `@user/${login}`, args: { passwordHash } },
    ],
  })
  if (rejection !== null) throw new DeskFailure(rejection.code, rejection.values, rejection.text)
  return {}
}

const isSetUp = (state: DeskState): boolean => state.engine !== null && Object.keys(state.engine.office().users).length > 0

function firstWrap(state: DeskState): FirstWrap {
  // A folder with a store and no keyring holds data that no new key will ever open.
  if (existsSync(join(state.dataFolder, STORE_FILE))) throw new DeskFailure('no-key')
  rmSync(join(state.dataFolder, KEYRING_FILE), { force: true })
  if (state.keyText !== null) return { passphrase: state.keyText }
  return state.os === undefined ? { keyFile: null } : { os: state.os }
}

function enabledUser(office: OfficeState, login: string) {
  const user = Object.hasOwn(office.users, login) ? office.users[login] : undefined
  return user?.enabled === true ? user : null
}

export async function sessionOf({ state, session }: Pick<CallContext, 'state' | 'session'>): Promise<Session> {
  const { training } = session
  const nothing = { office: null, user: null, lockAfter: 15, host: session.host, training, waiting: { out: 0, setAside: 0 } }
  if (!training && state.locked) return { ...nothing, phase: 'locked-store' }
  const engine = training ? (state.training.day?.engine ?? null) : state.engine
  if (engine === null || !(training || isSetUp(state))) return { ...nothing, phase: 'set-up' }
  const office = engine.office()
  const settings = settingsOf(office)
  const user = userOf(session, office)
  const shown = {
    office: { office: office.office ?? '', name: settings.officeName, zone: settings.zone },
    user: user === null ? null : userRow(user),
    lockAfter: settings.lockMinutes,
    host: session.host,
    training,
  }
  if (user === null) return { ...shown, phase: 'sign-in', waiting: session.trusted ? await engine.waiting() : nothing.waiting }
  return { ...shown, phase: session.locked ? 'locked' : 'open', waiting: session.locked ? nothing.waiting : await engine.waiting() }
}
