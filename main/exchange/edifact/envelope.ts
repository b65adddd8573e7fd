/** An interchange or functional group around messages: what it says of them, and what is counted against its trailer. */
import type { Moment } from '../../../shared/domain/records.ts'
import { momentOf, parseEdifactTime } from '../../../shared/domain/time.ts'
import { trimmed } from '../maps/convert.ts'
import type { ReadingContext } from '../reading.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface Envelope {
  readonly tag: 'UNB' | 'UNG'
  readonly sender: string | null
  readonly recipient: string | null
  readonly prepared: Moment | null
  readonly reference: string
  /** Messages, or for an interchange with groups, groups. */
  messages: number
  groups: number
  readonly references: Set<string>
}

/** References remembered to notice repeated ones; an interchange with more messages is only checked so far. */
const REFERENCES_LIMIT = 100_000

/** Places of a segment's elements, as `placeNumber` gives them. */
const SENDER = 32
const RECIPIENT = 48
const PREPARED = 64
const REFERENCE = 80

/** The envelope that the UNB or UNG in the tokenizer opens; what a group does not say its interchange says. */
export function openEnvelope(tag: Envelope['tag'], tokens: Tokenizer, context: ReadingContext, around: Envelope | null): Envelope {
  const sender = trimmed(tokens.valueAt(SENDER)) ?? around?.sender ?? null
  return {
    tag,
    sender,
    recipient: trimmed(tokens.valueAt(RECIPIENT)) ?? around?.recipient ?? null,
    prepared: preparedAt(tokens, sender, context) ?? around?.prepared ?? null,
    reference: tokens.valueAt(REFERENCE),
    messages: 0,
    groups: 0,
    references: new Set(),
  }
}

/** Notes a message's reference; `true` where the envelope has had it before. */
export function isRepeated(envelope: Envelope, reference: string): boolean {
  if (reference === '' || envelope.references.size >= REFERENCES_LIMIT) return false
  const repeated = envelope.references.has(reference)
  envelope.references.add(reference)
  return repeated
}

/** Date and time of an envelope stand in two components; its clock is the sender's. */
function preparedAt(tokens: Tokenizer, sender: string | null, context: ReadingContext): Moment | null {
  const date = tokens.valueAt(PREPARED)
  const time = tokens.valueAt(PREPARED + 1)
  const seconds = date.length === 6 && time.length === 6
  const reading = parseEdifactTime(date + time, seconds ? '202' : null)
  if (reading === null) return null
  const zone = sender === null ? null : context.zoneOf(sender)
  return momentOf(reading, `${date}:${time}`, zone ?? context.officeZone)
}
