/**
 * The chain: each event's hash covers the one before, so that nothing can be changed, dropped, put in or
 * put in another order unseen. What is hashed per event, in this order:
 *
 *   hash before (32) | digest of the command (32) | digest of the event's data (32) | header, canonical JSON in UTF-8
 *
 * The three digests have a fixed length and the header runs to the end, so no two events give one input.
 * A body's digest is salted (16 random bytes): after a purge nobody can guess a name back from it.
 * Hashes are recomputed from the headers, never sent; only the heads of pages are kept, signed.
 */
import { canonicalJson } from './canonical.ts'
import type { LedgerEvent } from './types.ts'

/** What this environment has to lend, since `shared` knows neither Node nor a browser. */
export interface Digests {
  sha256(bytes: Uint8Array): Uint8Array
  utf8(text: string): Uint8Array
}

export const SALT_BYTES = 16
/** Events a page. */
export const PAGE_SIZE = 256

export type EventHeader = Pick<LedgerEvent, 'seq' | 'command' | 'case' | 'type' | 'v' | 'at' | 'recordedAt' | 'actor'>

/** Hash before the first event: a chain belongs to one office and has a random name, so no two begin alike. */
export function genesisHash(digests: Digests, office: string, chain: string): Uint8Array {
  return digests.sha256(digests.utf8(canonicalJson(['liaison-ledger', 1, office, chain])))
}

/** Digest of a command or of an event's data. `body` is its canonical JSON in UTF-8. */
export function bodyDigest(digests: Digests, salt: Uint8Array, body: Uint8Array): Uint8Array {
  return digests.sha256(join([salt, body]))
}

/** Hash at an event, from the one before it. */
export function eventHash(digests: Digests, before: Uint8Array, header: EventHeader, commandDigest: Uint8Array, dataDigest: Uint8Array): Uint8Array {
  const { seq, command, case: caseId, type, v, at, recordedAt, actor } = header
  return digests.sha256(join([before, commandDigest, dataDigest, digests.utf8(canonicalJson([seq, command, caseId, type, v, at, recordedAt, actor]))]))
}

/** 0 for events 1 … 256, 1 for the next 256, and so on. */
export function pageOf(seq: number): number {
  return Math.floor((seq - 1) / PAGE_SIZE)
}

/** What is signed for a page: which chain, which page, up to which event, and the hash there. */
export function pageStatement(digests: Digests, office: string, chain: string, page: number, lastSeq: number, hash: Uint8Array): Uint8Array {
  return join([digests.utf8(canonicalJson(['liaison-page', 1, office, chain, page, lastSeq])), hash])
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
