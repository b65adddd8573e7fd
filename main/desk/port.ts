/**
 * What a host (Electron, local, command line) sees of the desk. Both hosts are thin: they carry calls in,
 * replies and notices out, and know nothing of what they carry.
 */
import type { Notice, Reply } from '../../shared/contract.ts'

/** One page, one socket of the command line: it has its own sign-in. */
export interface Connection {
  /** Never rejects: every failure is a `Reply`. `name` and `input` are whatever came over the wire. */
  call(name: unknown, input: unknown): Promise<Reply>
  close(): void
}

export interface Desk {
  /**
   * Opens a connection; `notify` is called with each change notice until it is closed.
   *
   * `trusted` is for a process that holds the store's key itself (the command line): it reads, imports and maintains
   * without a sign-in. A decision (`act`) still needs a signed-in officer, since it is signed with a name.
   */
  connect(options: { readonly host: 'electron' | 'local'; readonly notify: (notice: Notice) => void; readonly trusted?: true }): Connection
  /** Folder into which a host puts files that a page handed over, before it answers their paths. */
  readonly incomingFolder: string
  close(): Promise<void>
}
