import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultKeyFile } from '../../../main/store/key-file.ts'
import type { OsKeyStore } from '../../../main/store/keyring.ts'
import { createKeyring, databaseKeyHex, deriveKey, KEYRING_FILE, openKeyring, readKeyring, renewRecoveryKey, rewrap } from '../../../main/store/keyring.ts'
import { makeRecoveryKey, readRecoveryKey } from '../../../main/store/recovery-key.ts'
import { failureOf, newFolder } from './store-folder.ts'

const PASSPHRASE = 'correct horse battery staple'
/** Seals by turning bits; what matters is who gets what back. */
const osStore = (mark: number): OsKeyStore => ({
  seal: (secret) => Uint8Array.from([mark, ...secret.map((byte) => byte ^ mark)]),
  unseal: (sealed) => {
    if (sealed[0] !== mark) throw new Error('another user’s secret')
    return sealed.subarray(1).map((byte) => byte ^ mark)
  },
})

let configured: string | undefined
beforeEach(() => {
  configured = process.env['XDG_CONFIG_HOME']
  process.env['XDG_CONFIG_HOME'] = newFolder()
})
afterEach(() => {
  if (configured === undefined) delete process.env['XDG_CONFIG_HOME']
  else process.env['XDG_CONFIG_HOME'] = configured
})

describe('the ways in', () => {
  it('a passphrase opens what it was made with, however its accents are composed', async () => {
    const folder = newFolder()
    const { dataKey } = await createKeyring(folder, { passphrase: 'Zo\u0308llner am Zürichsee' })
    expect(await openKeyring(folder, { passphrase: 'Z\u00f6llner am Zu\u0308richsee' })).toEqual(new Uint8Array(dataKey))
  })

  it('the recovery key opens every store, typed with small letters, blanks, or an O for a zero', async () => {
    const folder = newFolder()
    const { dataKey, recoveryKey } = await createKeyring(folder, { passphrase: PASSPHRASE })
    const typed = recoveryKey.toLowerCase().replaceAll('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(await openKeyring(folder, { recoveryKey: typed })).toEqual(new Uint8Array(dataKey))
    // The one field of the unlocking screen takes both.
    expect(await openKeyring(folder, { passphrase: typed })).toEqual(new Uint8Array(dataKey))
  })

  it('a key file is made in the user’s configuration, for its owner alone, and found there', async () => {
    const folder = newFolder()
    const { dataKey } = await createKeyring(folder, { keyFile: null })
    const path = defaultKeyFile(readKeyring(folder).id)
    expect(path.startsWith(folder)).toBe(false)
    if (process.platform !== 'win32') expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
    expect(await openKeyring(folder, {})).toEqual(new Uint8Array(dataKey))
  })

  it('a key file may lie where somebody says', async () => {
    const folder = newFolder()
    const keyFile = join(newFolder(), 'stick', 'desk.key')
    const { dataKey } = await createKeyring(folder, { keyFile })
    expect(await openKeyring(folder, {})).toEqual(new Uint8Array(dataKey))
    expect(await failureOf(() => openKeyring(folder, { keyFile: join(newFolder(), 'other.key') }))).toBe('no-key')
  })

  it('the operating system’s key store opens for the same user alone', async () => {
    const folder = newFolder()
    const { dataKey } = await createKeyring(folder, { os: osStore(7) })
    expect(await openKeyring(folder, { os: osStore(7) })).toEqual(new Uint8Array(dataKey))
    expect(await failureOf(() => openKeyring(folder, { os: osStore(8) }))).toBe('wrong-key')
    expect(await failureOf(() => openKeyring(folder, {}))).toBe('no-key')
  })

  it.skipIf(process.platform === 'win32')('what was typed opens first, even where a key file lies about that others can read', async () => {
    const folder = newFolder()
    const keyFile = join(newFolder(), 'desk.key')
    const { dataKey } = await createKeyring(folder, { passphrase: PASSPHRASE })
    await rewrap(folder, dataKey, { keyFile })
    chmodSync(keyFile, 0o644)
    expect(await openKeyring(folder, { passphrase: PASSPHRASE })).toEqual(new Uint8Array(dataKey))
    expect(await failureOf(() => openKeyring(folder, {}))).toBe('key-file-open')
  })

  it('a second way is added without writing the store again', async () => {
    const folder = newFolder()
    const { dataKey, recoveryKey } = await createKeyring(folder, { os: osStore(7) })
    await rewrap(folder, dataKey, { passphrase: PASSPHRASE })
    for (const keys of [{ passphrase: PASSPHRASE }, { os: osStore(7) }, { recoveryKey }]) expect(await openKeyring(folder, keys)).toEqual(new Uint8Array(dataKey))
  })
})

describe('what does not open', () => {
  it('another passphrase is wrong, and none is missing', async () => {
    const folder = newFolder()
    await createKeyring(folder, { passphrase: PASSPHRASE })
    expect(await failureOf(() => openKeyring(folder, { passphrase: `${PASSPHRASE}.` }))).toBe('wrong-key')
    expect(await failureOf(() => openKeyring(folder, {}))).toBe('no-key')
    expect(await failureOf(() => openKeyring(folder, { recoveryKey: makeRecoveryKey() }))).toBe('wrong-key')
    expect(await failureOf(() => openKeyring(folder, { recoveryKey: 'not a recovery key' }))).toBe('wrong-key')
  })

  it('a changed passphrase ends the old one, a renewed recovery key the old one', async () => {
    const folder = newFolder()
    const { dataKey, recoveryKey } = await createKeyring(folder, { passphrase: PASSPHRASE })
    await rewrap(folder, dataKey, { passphrase: 'another passphrase of some length' })
    const renewed = await renewRecoveryKey(folder, dataKey)
    expect(await failureOf(() => openKeyring(folder, { passphrase: PASSPHRASE }))).toBe('wrong-key')
    expect(await failureOf(() => openKeyring(folder, { recoveryKey }))).toBe('wrong-key')
    expect(await openKeyring(folder, { recoveryKey: renewed })).toEqual(new Uint8Array(dataKey))
  })

  it.each(['', 'short', '123456789012345', '🔑'.repeat(15)])('a passphrase of fewer than 16 characters (%s) makes no store', async (passphrase) => {
    const folder = newFolder()
    expect(await failureOf(() => createKeyring(folder, { passphrase }))).toBe('short-key')
    expect(existsSync(join(folder, KEYRING_FILE))).toBe(false)
  })

  it('sixteen characters are enough, whatever they are', async () => {
    const folder = newFolder()
    await createKeyring(folder, { passphrase: '🔑'.repeat(16) })
    expect(await failureOf(() => openKeyring(folder, { passphrase: '🔑'.repeat(16) }))).toBeNull()
  })

  it.skipIf(process.platform === 'win32').each([0o640, 0o604, 0o666, 0o620])('a key file that others can read or write (mode %o) is refused, with what to do', async (mode) => {
    const folder = newFolder()
    const keyFile = join(newFolder(), 'desk.key')
    await createKeyring(folder, { keyFile })
    chmodSync(keyFile, mode)
    expect(await failureOf(() => openKeyring(folder, {}))).toBe('key-file-open')
    await expect(openKeyring(folder, {})).rejects.toThrow(/chmod 600/)
  })

  it('a second keyring is not made over the first: its store would be lost', async () => {
    const folder = newFolder()
    await createKeyring(folder, { passphrase: PASSPHRASE })
    const before = readFileSync(join(folder, KEYRING_FILE), 'utf8')
    expect(await failureOf(() => createKeyring(folder, { passphrase: PASSPHRASE }))).toBe('folder-not-empty')
    expect(readFileSync(join(folder, KEYRING_FILE), 'utf8')).toBe(before)
  })
})

describe('the keyring on the disk', () => {
  it.skipIf(process.platform === 'win32')('is for its owner alone, and so is its folder', async () => {
    const folder = join(newFolder(), 'data')
    await createKeyring(folder, { passphrase: PASSPHRASE })
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    expect((statSync(join(folder, KEYRING_FILE)).mode & 0o777).toString(8)).toBe('600')
  })

  it('holds neither the data key nor the recovery key nor the passphrase', async () => {
    const folder = newFolder()
    const { dataKey, recoveryKey } = await createKeyring(folder, { passphrase: PASSPHRASE })
    const text = readFileSync(join(folder, KEYRING_FILE), 'utf8')
    for (const secret of [PASSPHRASE, recoveryKey, recoveryKey.replaceAll('-', ''), Buffer.from(dataKey).toString('hex'), Buffer.from(dataKey).toString('base64')])
      expect(text.includes(secret)).toBe(false)
  })

  it('a wrap moved into another keyring, or called another kind, opens nothing', async () => {
    const [one, two] = [newFolder(), newFolder()]
    await createKeyring(one, { passphrase: PASSPHRASE })
    await createKeyring(two, { passphrase: PASSPHRASE })
    const moved = { ...readKeyring(one), wraps: readKeyring(two).wraps }
    writeFileSync(join(one, KEYRING_FILE), JSON.stringify(moved))
    expect(await failureOf(() => openKeyring(one, { passphrase: PASSPHRASE }))).toBe('wrong-key')
  })

  it.each([
    ['cut', (text: string) => text.slice(0, -40)],
    ['empty', () => ''],
    ['of another version', (text: string) => text.replace('"v": 1', '"v": 2')],
    ['with an unknown part', (text: string) => text.replace('"v": 1', '"v": 1, "more": true')],
    ['asking for memory without end', (text: string) => text.replaceAll('65536', '999999999')],
  ])('%s is called damaged, not wrong', async (_name, change) => {
    const folder = newFolder()
    await createKeyring(folder, { passphrase: PASSPHRASE })
    writeFileSync(join(folder, KEYRING_FILE), change(readFileSync(join(folder, KEYRING_FILE), 'utf8')))
    expect(await failureOf(() => openKeyring(folder, { passphrase: PASSPHRASE }))).toBe('keyring-damaged')
  })

  it('where there is none there is no store', async () => {
    expect(await failureOf(() => openKeyring(newFolder(), { passphrase: PASSPHRASE }))).toBe('no-store')
  })
})

describe('sub-keys', () => {
  it('differ by purpose and by data key, and are the same every time', () => {
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    const keys = [one, two].flatMap((key) =>
      (['database', 'bodies', 'random-share', 'body-digest', 'device-key'] as const).map((purpose) => Buffer.from(deriveKey(key, purpose)).toString('hex')),
    )
    expect(new Set(keys).size).toBe(10)
    expect(databaseKeyHex(one)).toBe(keys[0])
  })

  it('never change: a change would lock every store there is', () => {
    expect(databaseKeyHex(new Uint8Array(32).fill(1))).toMatchInlineSnapshot(`"44c87570c1405f6b46224ddd01dd6952bc2012d195994ff808619f85e4c6e6d2"`)
    expect(Buffer.from(deriveKey(new Uint8Array(32).fill(1), 'bodies')).toString('hex')).toMatchInlineSnapshot(`"d1ffe40d7763338780d37de6cab8e48d9645789c7367a30be9752c54e137a27b"`)
  })
})

describe('a recovery key', () => {
  it('is 160 bits in eight groups of four, without a letter that looks like a digit', () => {
    for (let times = 0; times < 200; times++) expect(makeRecoveryKey()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/)
  })
  it.each(['', 'ABCD', `${'A'.repeat(31)}U`, 'A'.repeat(33), `${'A'.repeat(31)}é`])('is not “%s”', (text) => {
    expect(readRecoveryKey(text)).toBeNull()
  })
})

describe('the default place of a key file', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '/c' }, /^\/c\/liaison-desk\/keys\/0123456789abcdef\.key$/],
    ['linux', {}, /\/\.config\/liaison-desk\/keys\/0123456789abcdef\.key$/],
    ['linux', { XDG_CONFIG_HOME: '' }, /\/\.config\/liaison-desk\/keys\//],
    ['darwin', { XDG_CONFIG_HOME: '/c' }, /\/Library\/Application Support\/liaison-desk\/keys\//],
    ['win32', { APPDATA: '/roaming' }, /^\/roaming\/liaison-desk\/keys\//],
  ] as const)('on %s with %o', (platform, env, expected) => {
    expect(defaultKeyFile('0123456789abcdef', env, platform)).toMatch(expected)
  })
})
