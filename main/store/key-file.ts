/** A key file: 32 random bytes outside the data folder, readable by its owner alone. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { writeDurably } from './durable.ts'
import { StoreFailure } from './failure.ts'

/** Where the key file of a keyring lies when nobody said otherwise: the user's own configuration, never the data folder. */
export function defaultKeyFile(keyringId: string, env: Readonly<Record<string, string | undefined>> = process.env, platform: NodeJS.Platform = process.platform): string {
  const home = homedir()
  const configured = platform === 'win32' ? env['APPDATA'] : platform === 'darwin' ? undefined : env['XDG_CONFIG_HOME']
  const usual = platform === 'win32' ? join(home, 'AppData', 'Roaming') : platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.config')
  return join(configured === undefined || configured === '' ? usual : configured, 'liaison-desk', 'keys', `${keyringId}.key`)
}

/** Makes a key file, or takes the one that is there: two stores may share it. */
export function makeKeyFile(path: string): Uint8Array {
  const present = readKeyFile(path)
  if (present !== null) return present
  const secret = randomBytes(32)
  writeDurably(path, secret)
  return secret
}

/**
 * The secret of a key file; `null` where there is none.
 *
 * @throws StoreFailure `key-file-open` where others than its owner may read or write it (not on Windows, whose
 *   rights do not show in a mode); `wrong-key` where it does not hold 32 bytes
 */
export function readKeyFile(path: string): Uint8Array | null {
  if (!existsSync(path)) return null
  const { mode } = statSync(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new StoreFailure('key-file-open', `Others can read the key file ${path} (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 "${path}"`, {
      path,
      mode: (mode & 0o777).toString(8),
    })
  }
  const secret = readFileSync(path)
  if (secret.length !== 32) throw new StoreFailure('wrong-key', `${path} is not a key file: it should hold 32 bytes, and has ${secret.length}.`, { path })
  return new Uint8Array(secret)
}
