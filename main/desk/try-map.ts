/** Tries a message map on a file without keeping anything: what comes out, and what no field took. */
import { createReadStream, statSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import type { Output, ParsedInput } from '../../shared/contract.ts'
import type { CanonicalRecord, Finding } from '../../shared/domain/records.ts'
import type { OfficeState } from '../../shared/domain/office.ts'
import { openReader } from '../exchange/open-reader.ts'
import { parseMap } from '../exchange/maps/map.ts'
import { finishing, type MessageEnd, type ReadingSink } from '../exchange/reading.ts'
import { tell } from '../store/intake/ingest.ts'
import { readingContexts } from '../store/writing/contexts.ts'
import { DeskFailure } from './failure.ts'

const LARGEST_MB = 50
/** Records shown of each message. */
const SAMPLE = 5
const MOST_MESSAGES = 200

type Tried = Output<'exchange.tryMap'>['messages'][number]

/** @throws DeskFailure `unreadable-file`, `file-too-large`, `map-invalid` */
export async function tryMap(office: OfficeState, { map, mapJson, path }: ParsedInput<'exchange.tryMap'>): Promise<Output<'exchange.tryMap'>> {
  let context = readingContexts(() => office)(path, map)
  if (mapJson !== null) {
    const reading = parseMap(jsonOf(mapJson))
    if (!reading.ok) throw new DeskFailure('map-invalid', { problem: reading.errors.join(' · ') })
    context = { ...context, maps: [...context.maps.filter((one) => one.name !== reading.map.name), reading.map], mapName: reading.map.name }
  }
  try {
    const stat = statSync(path)
    if (!stat.isFile()) throw new DeskFailure('unreadable-file', { reason: 'it is no file' })
    if (stat.size > LARGEST_MB * 1_000_000) throw new DeskFailure('file-too-large', { most: LARGEST_MB })
  } catch (error) {
    if (error instanceof DeskFailure) throw error
    throw new DeskFailure('unreadable-file', { reason: error instanceof Error ? error.message : String(error) })
  }

  const messages: Tried[] = []
  let open: { records: number; sample: CanonicalRecord[]; findings: Finding[] } = { records: 0, sample: [], findings: [] }
  const sink: ReadingSink = {
    open() {},
    record(record) {
      open.records += 1
      if (open.sample.length < SAMPLE) open.sample.push(record)
    },
    finding(finding) {
      open.findings.push(finding)
    },
    close(end: MessageEnd) {
      const { records, sample, findings } = open
      open = { records: 0, sample: [], findings: [] }
      if (messages.length >= MOST_MESSAGES) return
      messages.push({
        type: end.head.type === '' ? null : end.head.type,
        reference: end.head.reference,
        sender: end.head.sender,
        map: end.map,
        status:
          end.outcome === 'set-aside'
            ? 'set-aside'
            : findings.some((finding) => finding.scope === 'message' && finding.severity !== 'info')
              ? 'accepted-with-findings'
              : 'accepted',
        records,
        sample: sample.map((record) => JSON.stringify(record, null, 2)),
        findings: findings.map(tell),
      })
    },
  }
  const reader = openReader(context, sink)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    reader.push(chunk as Uint8Array)
    await turn()
  }
  for (const _ of finishing(reader)) await turn()
  return { messages }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DeskFailure('map-invalid', { problem: error instanceof Error ? error.message : String(error) })
  }
}
