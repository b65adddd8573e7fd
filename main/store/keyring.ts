/**
 * The data key and what wraps it.
 *
 * Everything at rest is encrypted under one random data key. It never touches the disk bare: `keyring.json`
 * holds it wrapped, once for each way in: a passphrase, a key file outside the data folder, the operating
 * system's key store, the recovery key. So a passphrase changes without a byte of the store being written
 * again, and whoever copies the data folder alone has nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hashRaw } from '@node-rs/argon2'
import { z } from '../../shared/zod.ts'
import { writeDurably } from './durable.ts'
import { StoreFailure } from './failure.ts'
import { defaultKeyFile, makeKeyFile, readKeyFile } from './key-file.ts'
import { makeRecoveryKey, readRecoveryKey } from './recovery-key.ts'

/** 32 random bytes. Only `deriveKey` may use it; nothing is encrypted under it directly. */
export type DataKey = Uint8Array

/** The operating system's key store, as a host offers it (Electron's safeStorage). */
export interface OsKeyStore {
  seal(secret: Uint8Array): Uint8Array
  /** @throws where the store refuses or the secret is another user's */
  unseal(sealed: Uint8Array): Uint8Array
}

/** How the data key is wrapped first. The recovery key comes in any case. */
export type FirstWrap =
  /** Any text of 16 or more characters. */
  | { readonly passphrase: string }
  /** Path of the key file to make; `null`: the default place. */
  | { readonly keyFile: string | null }
  | { readonly os: OsKeyStore }

/** What there is to open a keyring with; tried in this order, as far as the keyring has such a wrap. */
export interface Keys {
  readonly passphrase?: string | undefined
  readonly recoveryKey?: string | undefined
  readonly os?: OsKeyStore | undefined
  /** Path of a key file; without it, the path recorded, then the default place. */
  readonly keyFile?: string | undefined
}

export const KEYRING_FILE = 'keyring.json'
export const SHORTEST_PASSPHRASE = 16

const base64 = z.base64().max(4096)
const sealed = { nonce: base64, wrapped: base64 }
const argon2 = z.strictObject({
  name: z.literal('argon2id'),
  memoryKiB: z.number().int().min(8).max(1_048_576),
  passes: z.number().int().min(1).max(20),
  lanes: z.number().int().min(1).max(16),
})
const wrapSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), kdf: argon2, salt: base64, ...sealed }),
  z.strictObject({ kind: z.literal('recovery'), kdf: argon2, salt: base64, ...sealed }),
  z.strictObject({ kind: z.literal('key-file'), path: z.string().nullable(), salt: base64, ...sealed }),
  z.strictObject({ kind: z.literal('os'), key: base64, ...sealed }),
])
const keyringSchema = z.strictObject({ v: z.literal(1), id: z.string().regex(/^[0-9a-f]{16}$/), wraps: z.array(wrapSchema).min(1).max(16) })
type Wrap = z.infer<typeof wrapSchema>
type Kdf = z.infer<typeof argon2>
export type Keyring = z.infer<typeof keyringSchema>

/** OWASP's first choice for argon2id is 46 MiB and one pass; a desk is opened a few times a day, so it may cost more. */
const KDF: Kdf = { name: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 1 }

/**
 * Makes a data key and its keyring.
 *
 * @returns the data key, and the recovery key, which is nowhere else: it is shown once
 * @throws StoreFailure `short-key`; `folder-not-empty` where a keyring is there already
 */
export async function createKeyring(folder: string, first: FirstWrap): Promise<{ readonly dataKey: DataKey; readonly recoveryKey: string }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = join(folder, KEYRING_FILE)
  if (existsSync(file)) throw new StoreFailure('folder-not-empty', `${folder} has a keyring already; making another would lock its store for ever.`, { folder })
  const id = randomBytes(8).toString('hex')
  const dataKey = randomBytes(32)
  const recoveryKey = makeRecoveryKey()
  const wraps = [await wrapFirst(id, dataKey, first), await wrapByText(id, 'recovery', readRecoveryKey(recoveryKey) ?? '', dataKey)]
  write(folder, { v: 1, id, wraps })
  return { dataKey, recoveryKey }
}

/**
 * The data key, by whatever of `keys` opens it.
 *
 * A passphrase that fails is tried as the recovery key too: the one field of the unlocking screen takes both.
 *
 * @throws StoreFailure `no-store` without a keyring · `no-key` where nothing fitting was given or found ·
 *   `wrong-key` where something was, and did not open it · `key-file-open` · `keyring-damaged`
 */
export async function openKeyring(folder: string, keys: Keys): Promise<DataKey> {
  const keyring = readKeyring(folder)
  let tried = false
  for (const attempt of attempts(keyring, keys)) {
    const key = await attempt()
    if (key === 'absent') continue
    tried = true
    if (key !== null) return key
  }
  if (tried) throw new StoreFailure('wrong-key', 'The key does not open this store.', { folder })
  const ways = keyring.wraps.map((wrap) => wrap.kind).join(', ')
  throw new StoreFailure('no-key', `This store is locked, and no key for it was found. It opens by: ${ways}. Set LIAISON_KEY, or put the key file back.`, { folder, ways })
}

/**
 * The data key by the recovery key and by nothing else: where having it is the proof of who asks, a key file that
 * lies at hand proves nothing.
 *
 * @throws StoreFailure `no-store` · `wrong-key` · `keyring-damaged`
 */
export async function openByRecoveryKey(folder: string, text: string): Promise<DataKey> {
  const keyring = readKeyring(folder)
  const secret = readRecoveryKey(text)
  for (const wrap of keyring.wraps) {
    if (wrap.kind !== 'recovery' || secret === null) continue
    const key = unwrap(keyring.id, wrap, await stretch(secret, wrap))
    if (key !== null) return key
  }
  throw new StoreFailure('wrong-key', 'This is not the recovery key of this store.', { folder })
}

/** The keyring as it lies in the folder; it holds nothing secret by itself. */
export function readKeyring(folder: string): Keyring {
  const file = join(folder, KEYRING_FILE)
  if (!existsSync(file)) throw new StoreFailure('no-store', `There is no store in ${folder}.`, { folder })
  try {
    return keyringSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new StoreFailure('keyring-damaged', `${file} cannot be read. Restore it from a backup; without it the store cannot be opened.`, { file }, error)
  }
}

/** Sets or changes the way in: replaces the wrap of that kind, leaves the others. A new passphrase ends the old one. */
export async function rewrap(folder: string, dataKey: DataKey, way: FirstWrap): Promise<void> {
  const keyring = readKeyring(folder)
  const wrap = await wrapFirst(keyring.id, dataKey, way)
  write(folder, { ...keyring, wraps: [wrap, ...keyring.wraps.filter((other) => other.kind !== wrap.kind)] })
}

/** A new recovery key, once the old one was used or seen; the old one opens nothing afterwards. */
export async function renewRecoveryKey(folder: string, dataKey: DataKey): Promise<string> {
  const keyring = readKeyring(folder)
  const recoveryKey = makeRecoveryKey()
  const wrap = await wrapByText(keyring.id, 'recovery', readRecoveryKey(recoveryKey) ?? '', dataKey)
  write(folder, { ...keyring, wraps: [...keyring.wraps.filter((other) => other.kind !== 'recovery'), wrap] })
  return recoveryKey
}

/** What a sub-key is for. A name is never removed or reused: it decides the key. */
export type Purpose = 'database' | 'bodies' | 'random-share' | 'body-digest' | 'device-key'

/** A key of 32 bytes for one purpose (HKDF-SHA-256), so that no two uses share one. */
export function deriveKey(dataKey: DataKey, purpose: Purpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(0), `liaison-desk/${purpose}`, 32))
}

/** The key of the database in the form `openForWriting` and `openForReading` take. */
export function databaseKeyHex(dataKey: DataKey): string {
  return Buffer.from(deriveKey(dataKey, 'database')).toString('hex')
}

const TRIED: readonly Wrap['kind'][] = ['passphrase', 'recovery', 'os', 'key-file']

/** `absent`: there was nothing to try. `null`: it was tried and is not the key. */
type Attempt = () => Promise<DataKey | null | 'absent'>

function attempts(keyring: Keyring, keys: Keys): Attempt[] {
  const list: Attempt[] = []
  const { passphrase, recoveryKey, os, keyFile } = keys
  // What somebody typed goes first: it must open the store even where a key file lies about that others can read.
  for (const wrap of keyring.wraps.toSorted((a, b) => TRIED.indexOf(a.kind) - TRIED.indexOf(b.kind))) {
    switch (wrap.kind) {
      case 'passphrase':
        if (passphrase !== undefined) list.push(async () => unwrap(keyring.id, wrap, await stretch(normalisePassphrase(passphrase), wrap)))
        break
      case 'recovery':
        for (const text of [recoveryKey, passphrase]) {
          const secret = text === undefined ? null : readRecoveryKey(text)
          if (secret !== null) list.push(async () => unwrap(keyring.id, wrap, await stretch(secret, wrap)))
          else if (text !== undefined && text === recoveryKey) list.push(() => Promise.resolve(null))
        }
        break
      case 'os':
        if (os !== undefined) list.push(() => Promise.resolve(unwrapByOs(keyring.id, wrap, os)))
        break
      case 'key-file':
        list.push(() => {
          const secret = readKeyFile(keyFile ?? wrap.path ?? defaultKeyFile(keyring.id))
          return Promise.resolve(secret === null ? 'absent' : unwrap(keyring.id, wrap, mix(secret, wrap)))
        })
        break
    }
  }
  return list
}

async function wrapFirst(id: string, dataKey: DataKey, way: FirstWrap): Promise<Wrap> {
  if ('passphrase' in way) {
    const passphrase = normalisePassphrase(way.passphrase)
    if ([...passphrase].length < SHORTEST_PASSPHRASE) {
      throw new StoreFailure('short-key', `A key needs at least ${SHORTEST_PASSPHRASE} characters; several words are easier to keep than signs.`, { shortest: SHORTEST_PASSPHRASE })
    }
    return wrapByText(id, 'passphrase', passphrase, dataKey)
  }
  if ('os' in way) {
    const key = randomBytes(32)
    return { kind: 'os', key: Buffer.from(way.os.seal(key)).toString('base64'), ...seal(id, 'os', key, dataKey) }
  }
  const path = way.keyFile ?? defaultKeyFile(id)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const secret = makeKeyFile(path)
  const salt = randomBytes(16).toString('base64')
  return { kind: 'key-file', path: way.keyFile, salt, ...seal(id, 'key-file', mix(secret, { salt }), dataKey) }
}

async function wrapByText(id: string, kind: 'passphrase' | 'recovery', text: string, dataKey: DataKey): Promise<Wrap> {
  const salt = randomBytes(16).toString('base64')
  return { kind, kdf: KDF, salt, ...seal(id, kind, await stretch(text, { kdf: KDF, salt }), dataKey) }
}

function unwrapByOs(id: string, wrap: Extract<Wrap, { kind: 'os' }>, os: OsKeyStore): DataKey | null {
  let key: Uint8Array
  try {
    key = os.unseal(Buffer.from(wrap.key, 'base64'))
  } catch {
    // Another user of the machine, or a key store that was reset: the other ways in are still to be tried.
    return null
  }
  return unwrap(id, wrap, key)
}

/** Typed on another keyboard, the same letters may come composed otherwise. */
function normalisePassphrase(text: string): string {
  return text.normalize('NFC')
}

async function stretch(text: string, { kdf, salt }: { readonly kdf: Kdf; readonly salt: string }): Promise<Uint8Array> {
  // 2 is Algorithm.Argon2id; the package's const enum cannot be imported where types are only erased.
  return hashRaw(text, { algorithm: 2, memoryCost: kdf.memoryKiB, timeCost: kdf.passes, parallelism: kdf.lanes, outputLen: 32, salt: Buffer.from(salt, 'base64') })
}

function mix(secret: Uint8Array, { salt }: { readonly salt: string }): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, Buffer.from(salt, 'base64'), 'liaison-desk/key-file', 32))
}

/** The keyring's id and the kind are bound in: a wrap moved into another keyring, or renamed, does not open. */
const bound = (id: string, kind: Wrap['kind']) => Buffer.from(`liaison-desk keyring 1 ${id} ${kind}`, 'utf8')

function seal(id: string, kind: Wrap['kind'], key: Uint8Array, dataKey: DataKey): { nonce: string; wrapped: string } {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(bound(id, kind))
  return { nonce: nonce.toString('base64'), wrapped: Buffer.concat([cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]).toString('base64') }
}

function unwrap(id: string, wrap: Wrap, key: Uint8Array): DataKey | null {
  const wrapped = Buffer.from(wrap.wrapped, 'base64')
  const nonce = Buffer.from(wrap.nonce, 'base64')
  if (key.length !== 32 || nonce.length !== 12 || wrapped.length !== 48) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(bound(id, wrap.kind))
  decipher.setAuthTag(wrapped.subarray(32))
  try {
    return new Uint8Array(Buffer.concat([decipher.update(wrapped.subarray(0, 32)), decipher.final()]))
  } catch {
    return null
  }
}

function write(folder: string, keyring: Keyring): void {
  writeDurably(join(folder, KEYRING_FILE), `${JSON.stringify(keyring, null, 2)}\n`)
}
