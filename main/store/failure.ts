/**
 * What can go wrong between the desk and its files, as a value that callers can tell apart.
 *
 * `code` names an entry `error.<code>` of the catalogues; the message is its English and says what to do.
 */
export type StoreFailureCode =
  /** There is no store in this folder. */
  | 'no-store'
  /** The key does not open it. */
  | 'wrong-key'
  /** No key was given, and none was found. */
  | 'no-key'
  /** A passphrase of fewer than 16 characters. */
  | 'short-key'
  /** Somebody else on this machine can read the key file. */
  | 'key-file-open'
  | 'keyring-damaged'
  /** A file that is something else. */
  | 'not-a-store'
  /** A store that cannot be read any more. */
  | 'store-damaged'
  /** Written by a later program. */
  | 'newer-store'
  /** Another process owns the data folder. */
  | 'owned'
  | 'body-missing'
  | 'body-damaged'
  | 'backup-damaged'
  /** Restoring, or making a store, wants an empty folder. */
  | 'folder-not-empty'
  /** A filter names a value that its field cannot have. */
  | 'filter'

export class StoreFailure extends Error {
  readonly code: StoreFailureCode
  readonly details: Readonly<Record<string, string | number>>

  constructor(code: StoreFailureCode, message: string, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StoreFailure'
    this.code = code
    this.details = details
  }
}
