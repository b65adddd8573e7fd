/** Reads bytes through `openReader` and keeps what the sink was told, for the tests of the exchange. */
import { readFileSync } from 'node:fs'
import { BUILT_IN_MAPS } from '../../../main/exchange/maps/built-in.ts'
import { openReader } from '../../../main/exchange/open-reader.ts'
import type { MessageEnd, ReadingContext } from '../../../main/exchange/reading.ts'
import type { CanonicalRecord, Finding, MessageHead } from '../../../shared/domain/records.ts'
import { zoneOfPlace } from '../../../shared/domain/zones.ts'

export const CONTEXT: ReadingContext = { maps: BUILT_IN_MAPS, mapName: null, officeZone: 'Europe/Zurich', zoneOf: zoneOfPlace, knownOffices: new Set(), fileName: 'test' }

export type Call =
  | { readonly call: 'open'; readonly head: MessageHead }
  | { readonly call: 'record'; readonly record: CanonicalRecord }
  | { readonly call: 'finding'; readonly finding: Finding }
  | { readonly call: 'close'; readonly end: MessageEnd }

export interface ReadMessage {
  readonly end: MessageEnd
  readonly records: readonly CanonicalRecord[]
  readonly findings: readonly Finding[]
}

export interface Reading {
  readonly calls: readonly Call[]
  readonly messages: readonly ReadMessage[]
  /** Findings outside any message. */
  readonly loose: readonly Finding[]
}

export const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/exchange/${name}`, import.meta.url))
export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')

/** @param cuts where the bytes are cut into chunks; all at once without */
export function read(bytes: Uint8Array, context: Partial<ReadingContext> = {}, cuts: readonly number[] = []): Reading {
  const calls: Call[] = []
  const reader = openReader(
    { ...CONTEXT, ...context },
    {
      open: (head) => void calls.push({ call: 'open', head }),
      record: (record) => void calls.push({ call: 'record', record }),
      finding: (finding) => void calls.push({ call: 'finding', finding }),
      close: (end) => void calls.push({ call: 'close', end }),
    },
  )
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    // A copy, overwritten after use: a reader that keeps a piece of a chunk would read nonsense.
    const chunk = Uint8Array.from(bytes.subarray(from, cut))
    reader.push(chunk)
    chunk.fill(0x58)
    from = cut
  }
  reader.end()
  return sorted(calls)
}

export function readByteByByte(bytes: Uint8Array, context: Partial<ReadingContext> = {}): Reading {
  return read(
    bytes,
    context,
    Array.from({ length: bytes.length }, (_, i) => i),
  )
}

function sorted(calls: readonly Call[]): Reading {
  const messages: { end: MessageEnd; records: CanonicalRecord[]; findings: Finding[] }[] = []
  const loose: Finding[] = []
  let open: { records: CanonicalRecord[]; findings: Finding[] } | null = null
  for (const call of calls) {
    switch (call.call) {
      case 'open':
        if (open !== null) throw new Error('A message was opened inside another.')
        open = { records: [], findings: [] }
        break
      case 'record':
        if (open === null) throw new Error('A record stands outside any message.')
        open.records.push(call.record)
        break
      case 'finding':
        ;(open?.findings ?? loose).push(call.finding)
        break
      case 'close':
        if (open === null) throw new Error('A message was closed that was not open.')
        messages.push({ ...open, end: call.end })
        open = null
        break
    }
  }
  if (open !== null) throw new Error('A message was left open.')
  return { calls, messages, loose }
}

/** The only message of a reading. */
export function only(reading: Reading): ReadMessage {
  const [message, ...more] = reading.messages
  if (message === undefined || more.length > 0) throw new Error(`There are ${reading.messages.length} messages, not one.`)
  return message
}

export const codes = (findings: readonly Finding[]): string[] => findings.map((finding) => finding.code)
/** Codes of the findings that say something is wrong. */
export const faults = (findings: readonly Finding[]): string[] => codes(findings.filter((finding) => finding.severity !== 'info'))
/** Codes that make a message accepted with findings. */
export const messageFaults = (findings: readonly Finding[]): string[] => codes(findings.filter((finding) => finding.severity !== 'info' && finding.scope === 'message'))
