/**
 * Starts the desk on a data folder: the one owner of it, whatever host shows it.
 *
 *   no keyring ──────────────► set-up ── session.setUp ──┐
 *   keyring, no key at hand ─► locked-store ── key ──────┼─► running (sign-in, open, locked: per connection)
 *   keyring and key ─────────────────────────────────────┘
 */
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Notice } from '../../shared/contract.ts'
import { KEYRING_FILE, openKeyring, type DataKey, type OsKeyStore } from '../store/keyring.ts'
import { INCOMING_FOLDER, TRAINING_FOLDER } from '../store/layout.ts'
import { takeOwnership } from '../store/owner-lock.ts'
import { answerCall } from './calls.ts'
import { startEngine, type Engine } from './engine.ts'
import { PasswordCheck } from './passwords.ts'
import type { Connection, Desk } from './port.ts'
import { newSession, type ConnectionSession } from './session.ts'
import { serveSocket, type SocketServer } from './socket.ts'
import { trainingOffice, type TrainingOffice, type TrainingOptions } from './training/office.ts'

export interface StartOptions {
  readonly dataFolder: string
  /** The store's passphrase (or its recovery key); `null` where a key file or the system's key store has it. */
  readonly keyText: string | null
  readonly osKeyStore: { wrap(key: Uint8Array): Uint8Array; unwrap(wrapped: Uint8Array): Uint8Array } | null
  /** How the training office gets its mail; a test brings a small one of its own. */
  readonly training?: Partial<TrainingOptions>
}

/** What the calls work on. */
export interface DeskState {
  readonly dataFolder: string
  readonly keyText: string | null
  readonly os: OsKeyStore | undefined
  readonly passwords: PasswordCheck
  /** SHA-256 of key texts that opened the store in this run: deriving a key takes a fifth of a second, each time. */
  readonly knownKeys: Set<string>
  engine: Engine | null
  /** Whether a keyring is there whose key nobody has given yet. */
  locked: boolean
  /** Whether the key is held, though the office was never set up to its end. */
  dataKey: DataKey | null
  /** Beside the real office, never of it: connections are in the one or in the other. */
  readonly training: TrainingOffice
  readonly notify: (notice: Notice) => void
  /** Opens the engine once its key is there; `office` for a store that has none yet. */
  open(dataKey: DataKey, office: string | null): Promise<void>
  /** Runs what makes or opens the store, one at a time: two windows that set up at once would make two keys for one store. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/**
 * @throws StoreFailure `owned` where another process has the folder, `wrong-key` where the key that was given does
 *   not open it, `newer-store`, `not-a-store`, `keyring-damaged`, `key-file-open`
 */
export async function startDesk(options: StartOptions): Promise<Desk> {
  const { dataFolder, keyText } = options
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') chmodSync(dataFolder, 0o700)
  const release = takeOwnership(dataFolder)
  const incomingFolder = join(dataFolder, INCOMING_FOLDER)
  // What was handed over and never imported has its original where it came from.
  rmSync(incomingFolder, { recursive: true, force: true })
  mkdirSync(incomingFolder, { mode: 0o700 })

  const connections = new Set<{ readonly notify: (notice: Notice) => void; readonly session: ConnectionSession }>()
  const telling =
    (training: boolean) =>
    (notice: Notice): void => {
      for (const connection of connections) if (connection.session.training === training) connection.notify(notice)
    }
  const notify = telling(false)
  const occupied = (): boolean => [...connections].some(({ session }) => session.training)
  let turn: Promise<unknown> = Promise.resolve()
  const store = options.osKeyStore
  const state: DeskState = {
    dataFolder,
    keyText,
    os: store === null ? undefined : { seal: (secret) => store.wrap(secret), unseal: (sealed) => store.unwrap(sealed) },
    passwords: new PasswordCheck(),
    knownKeys: new Set(),
    engine: null,
    locked: false,
    dataKey: null,
    training: trainingOffice(join(dataFolder, TRAINING_FOLDER), telling(true), occupied, options.training),
    notify,
    async open(dataKey, office) {
      state.engine = await startEngine({ dataFolder, dataKey, office, notify })
      state.dataKey = dataKey
      state.locked = false
      notify({ kind: 'changed', subjects: ['session', 'items', 'dispatches', 'messages', 'out', 'users', 'settings', 'codes', 'rules', 'maps'] })
    },
    alone(work) {
      const done = turn.then(work)
      turn = done.catch(() => undefined)
      return done
    },
  }

  let socket: SocketServer | null = null
  const close = async (): Promise<void> => {
    await socket?.close()
    await state.training.close()
    await state.engine?.close()
    rmSync(incomingFolder, { recursive: true, force: true })
    release()
  }
  try {
    if (existsSync(join(dataFolder, KEYRING_FILE))) {
      const key = await keyOf(state)
      if (key === null) state.locked = true
      else await state.open(key, null)
    }
  } catch (error) {
    await close()
    throw error
  }

  let closing: Promise<void> | null = null
  const desk: Desk = {
    incomingFolder,
    connect({ host, notify: listen, trusted }) {
      const session: ConnectionSession = newSession(host, trusted === true)
      const connection = { notify: listen, session }
      connections.add(connection)
      return {
        call: (name, input) => answerCall(state, session, name, input),
        close: () => void connections.delete(connection),
      } satisfies Connection
    },
    close: () => (closing ??= close()),
  }
  socket = await serveSocket(desk, { path: join(dataFolder, 'desk.sock'), checkKey: (given) => opens(state, given) }).catch((error: unknown) => {
    // The desk works without it; only a command line beside it will find no way in.
    process.emitWarning(`No socket for the command line could be made: ${error instanceof Error ? error.message : String(error)}`)
    return null
  })
  return desk
}

/** The data key by what there is at hand; `null` where nothing was given and nothing is there. */
async function keyOf(state: DeskState): Promise<DataKey | null> {
  try {
    return await openKeyring(state.dataFolder, { ...(state.keyText === null ? {} : { passphrase: state.keyText, recoveryKey: state.keyText }), os: state.os })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'no-key' && state.keyText === null) return null
    throw error
  }
}

/** Whether a caller of the socket knows the key; without one given, the key file speaks for whoever can read it. */
async function opens(state: DeskState, given: string | null): Promise<boolean> {
  if (state.dataKey === null) return true
  const fingerprint = createHash('sha256')
    .update(given ?? '')
    .digest('hex')
  if (given !== null && state.knownKeys.has(fingerprint)) return true
  try {
    const key = await openKeyring(state.dataFolder, given === null ? { os: state.os } : { passphrase: given, recoveryKey: given })
    const right = Buffer.from(key).equals(Buffer.from(state.dataKey))
    if (right && given !== null) state.knownKeys.add(fingerprint)
    return right
  } catch {
    return false
  }
}
