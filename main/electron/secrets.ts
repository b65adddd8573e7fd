/** The operating system's key store (Keychain, DPAPI, libsecret or KWallet), which wraps the store's data key. */
import { safeStorage } from 'electron'

export interface OsKeyStore {
  wrap(key: Uint8Array): Uint8Array
  /** @throws where the key store refuses, or the wrapping is another user's */
  unwrap(wrapped: Uint8Array): Uint8Array
}

/**
 * `null` where there is none to rely on; the desk then uses a passphrase or a key file.
 *
 * Linux without a keyring would "encrypt" under a password that is written in Chromium's source.
 */
export function osKeyStore(): OsKeyStore | null {
  if (!safeStorage.isEncryptionAvailable()) return null
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return null
  return {
    // It takes text only, so the bytes go in as base64.
    wrap: (key) => new Uint8Array(safeStorage.encryptString(Buffer.from(key).toString('base64'))),
    unwrap: (wrapped) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64')),
  }
}
