/**
 * What every reader (EDIFACT, XML, table) offers to intake, and what intake offers to it.
 *
 * Reading pushes: bytes go in in chunks of any size, calls come out. However the bytes are cut, the
 * same calls come out in the same order. A reader never throws on bytes; what it cannot read it
 * reports as a finding and sets the message aside.
 */
import type { CanonicalRecord, Finding, MessageHead } from '../../shared/domain/records.ts'
import type { MessageMap } from './maps/map.ts'

/** How a message ended. `set-aside` means: none of its records count, and `reason` says why in a finding. */
export interface MessageEnd {
  /** As known at the end; a header may stand after the records it heads. */
  readonly head: MessageHead
  readonly outcome: 'complete' | 'set-aside'
  /** Name of the message map used; `null` if none was found. */
  readonly map: string | null
  /** SHA-256 (hex) of the message's own bytes: from its first to its last segment, or of the whole document. */
  readonly digest: string
  /** Byte range of the message in the interchange: [from, to). */
  readonly from: number
  readonly to: number
}

/**
 * Calls come as: open, then records and findings, then close; again for the next message. Findings
 * outside any message (broken UNB, UNZ count) come between; intake gives them to the message before
 * them or, if there was none, to the next.
 */
export interface ReadingSink {
  open(head: MessageHead): void
  record(record: CanonicalRecord): void
  finding(finding: Finding): void
  close(end: MessageEnd): void
}

export interface InterchangeReader {
  push(chunk: Uint8Array): void
  /** The file ended. A message that is still open is closed as set-aside. Nothing may be pushed afterwards. */
  end(): void
  /** The same in steps, for a reader whose work begins when it has seen all bytes; without it `end` is short. */
  finish?(): Generator<void, void>
}

/** What a reader needs to know of the office; pure data. */
export interface ReadingContext {
  readonly maps: readonly MessageMap[]
  /** Force this map by name (`--map NAME`), whatever the sender. */
  readonly mapName: string | null
  /** IANA zone of the office, for times without a zone. */
  readonly officeZone: string
  /** IANA zone of an IMPC, an UN/LOCODE or a country, where known (for LOC+5 times, which are the origin's). `null`: the office's. */
  readonly zoneOf: (place: string) => string | null
  /** Offices that the local list knows; empty means: no list, say nothing. */
  readonly knownOffices: ReadonlySet<string>
  readonly fileName: string
}

/** Ends a reader in steps, whether it has any or not. */
export function* finishing(reader: InterchangeReader): Generator<void, void> {
  if (reader.finish === undefined) reader.end()
  else yield* reader.finish()
}
