/**
 * Writes messages through the same maps that read them.
 *
 * The same head and records always give the same bytes: no clock, no counter and no random number has a
 * part in them, so a file that is written again after a crash is the same file.
 */
import type { CanonicalRecord, Finding, MessageHead } from '../../shared/domain/records.ts'
import type { MessageMap } from './maps/map.ts'
import { writeEdifact, type EdifactCharset } from './writing/edifact.ts'
import { messageOf } from './writing/instances.ts'
import { Changes, WriteError } from './writing/texts.ts'
import { writeXml } from './writing/xml.ts'

export { WriteError } from './writing/texts.ts'

export interface WriteOptions {
  /** UNOW (UTF-8) unless the partner needs UNOC (ISO 8859-1). */
  readonly charset?: EdifactCharset
  /** IANA zone of times that the map writes without one; UTC by default. */
  readonly zone?: string
}

export interface WrittenMessage {
  readonly bytes: Uint8Array
  /** What was changed or left out: characters that the syntax forbids (U+FFFD stands for them), fields that the map has no place for. */
  readonly findings: readonly Finding[]
}

/**
 * One message in an interchange of its own (EDIFACT) or a document (XML).
 *
 * @param head needs `sender`, `recipient`, `reference` and `prepared` for EDIFACT
 * @throws WriteError where a value has no text in the message, two fields contradict in one place, or the map is for tables
 */
export function writeMessage(map: MessageMap, head: MessageHead, records: readonly CanonicalRecord[], options: WriteOptions = {}): WrittenMessage {
  const changes = new Changes()
  const message = messageOf(head, records)
  const zone = options.zone ?? 'UTC'
  switch (map.syntax) {
    case 'edifact':
      return { bytes: writeEdifact(map, head, message, options.charset ?? 'UNOW', zone, changes), findings: changes.findings }
    case 'xml':
      return { bytes: writeXml(map, message, zone, changes), findings: changes.findings }
    case 'table':
      throw new WriteError('table-not-written', 'Tables are read, not written.', { map: map.name })
  }
}
