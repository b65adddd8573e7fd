/**
 * How fast interchanges become canonical records, beside the npm parsers that only split them.
 *
 * All run in one process, in turns, and the median of each is compared. Ours starts from bytes and ends with
 * records in a sink; the peers get text that is decoded already and handlers that do next to nothing.
 * Run it alone with `node tests/bench/exchange.ts`.
 */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { XMLParser } from 'fast-xml-parser'
import { s10CheckDigit } from '../../shared/domain/identifiers.ts'
import { zoneOfPlace } from '../../shared/domain/zones.ts'
import { Tokenizer } from '../../main/exchange/edifact/tokenizer.ts'
import { BUILT_IN_MAPS } from '../../main/exchange/maps/built-in.ts'
import { openReader } from '../../main/exchange/open-reader.ts'
import type { ReadingContext, ReadingSink } from '../../main/exchange/reading.ts'

export interface Row {
  readonly name: string
  readonly ours: number
  readonly peer: number | null
  readonly ratio: number | null
  readonly unit: string
  readonly note: string
}

const CHUNK = 64 * 1024
const ROUNDS = 15

/** Of the two EDIFACT parsers only what is used here; ts-edifact ships types that this module setting cannot read. */
interface EventParser {
  onOpenSegment(tag: string): void
  onElement(): void
  onComponent(text: string): void
  onCloseSegment(): void
  on(event: string, handler: (text: string) => void): void
  write(text: string): void
  end(): void
  encoding(charset: string): void
}
const require = createRequire(import.meta.url)
const { Parser: TsEdifact } = require('ts-edifact/lib/parser.js') as { Parser: new (configuration: object) => EventParser }
const { Configuration } = require('ts-edifact/lib/configuration.js') as { Configuration: new (options: object) => object }
const { NullValidator } = require('ts-edifact/lib/validator.js') as { NullValidator: new () => object }
const NodeEdifact = require('edifact/parser.js') as new () => EventParser

const context: ReadingContext = { maps: BUILT_IN_MAPS, mapName: null, officeZone: 'Europe/Zurich', zoneOf: zoneOfPlace, knownOffices: new Set(), fileName: 'bench' }

function itemId(n: number): string {
  const serial = String(10_000_000 + ((n * 7919) % 89_999_999)).slice(0, 8)
  return `${['RR', 'LX', 'CP', 'EE', 'UA'][n % 5]}${serial}${s10CheckDigit(serial)}FR`
}

/** The envelope of one interchange around messages until they have so many bytes: the peers read no second UNA. */
function interchange(bytes: number, type: string, message: (n: number) => readonly string[]): string {
  const parts: string[] = ["UNB+UNOC:3+FRA01+CHA01+261122:0715+PD1'\r\n"]
  let count = 0
  for (let size = 0; size < bytes;) {
    count++
    const lines = message(count)
    const text = `UNH+${count}+${type}:UP'\r\n${lines.join('\r\n')}\r\nUNT+${lines.length + 2}+${count}'\r\n`
    parts.push(text)
    size += text.length
  }
  parts.push(`UNZ+${count}+PD1'\r\n`)
  return parts.join('')
}

/** PREDES: 20 receptacles of 40 items a message. */
function predes(bytes: number): string {
  let n = 0
  return interchange(bytes, 'PREDES:2:1', (message) => {
    const dispatch = `FRCDGACHZRHBAUN6${String(message % 10_000).padStart(4, '0')}`
    const lines = [
      `BGM+PRE+${dispatch}+9'`,
      "DTM+137:202611220700:203'",
      "DTM+182:202611220640:203'",
      "TDT+20+LX0633+4++LX'",
      "LOC+5+CDG'",
      "DTM+189:202611220920:203'",
      "LOC+7+ZRH'",
      "DTM+232:202611221045:203'",
      "CNT+11:20'",
      "CNT+16:800'",
      "CNT+7:246:KGM'",
    ]
    for (let receptacle = 1; receptacle <= 20; receptacle++) {
      lines.push(`GID+${receptacle}+1:BG'`, `PCI++${dispatch}${String(receptacle).padStart(3, '0')}000123'`, "MEA+WT+G+KGM:12.3'", "QTY+52:40'", "HAN+RG'")
      for (let group = 0; group < 8; group++) lines.push(`GIN+BN+${[0, 1, 2, 3, 4].map(() => itemId(n++)).join('+')}'`)
    }
    return lines
  })
}

/** EMSEVT: 100 events a message. */
function emsevt(bytes: number): string {
  let n = 0
  return interchange(bytes, 'EMSEVT:3:0', (message) => {
    const lines = [`BGM+EVT+20261122${message}+9'`, "DTM+137:202611221135?+01:303'"]
    for (let event = 1; event <= 100; event++, n++) {
      const time = `20261122${String(n % 24).padStart(2, '0')}${String(n % 60).padStart(2, '0')}`
      lines.push(`CNI+${event}+${itemId(n)}'`, `STS+1+${n % 9 === 0 ? 'EME' : 'EMD'}'`, `DTM+334:${time}?+01:303'`, "LOC+175+CHZRHB'", "RFF+AAS:FRCDGACHZRHBAUN60123001000123'")
      if (n % 9 === 0) lines.push("STS+7+documents-awaited'", "FTX+AAI+++Aucune facture dans l?'envoi'")
    }
    return lines
  })
}

/** One ITMATT of as many items as fit. */
function itmatt(bytes: number): string {
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ITMATT version="1.5.0">\n  <Header><Sender>FRA01</Sender><Recipient>CHA01</Recipient><Reference>IA1</Reference><Prepared>2026-11-21T18:02:11Z</Prepared></Header>\n',
  ]
  let size = 0
  for (let n = 0; size < bytes; n++) {
    const piece = (number: number): string =>
      `    <ContentPiece number="${number}"><Description>Men's knitted cotton T-shirt, size ${n % 50}</Description><Quantity>2</Quantity><NetWeight unit="kg">0.${100 + (n % 800)}</NetWeight><Value currency="EUR">${n % 90}.00</Value><HSCode>610910</HSCode><OriginCountry>PT</OriginCountry></ContentPiece>\n`
    const item =
      `  <MailItem>\n    <ItemId>${itemId(n)}</ItemId><PostingDate>2026-11-20</PostingDate>\n    <MailClass>U</MailClass><MailCategory>A</MailCategory><HandlingClass>RG</HandlingClass>\n` +
      '    <OriginOperator>FRA</OriginOperator><DestinationOperator>CHA</DestinationOperator>\n    <Dispatch>FRCDGACHZRHBAUN60123</Dispatch><Receptacle>FRCDGACHZRHBAUN60123001000123</Receptacle>\n' +
      '    <Nature>11</Nature><GrossWeight unit="kg">0.450</GrossWeight>\n    <Postage currency="EUR">9.60</Postage><InsuredValue currency="EUR">120.00</InsuredValue>\n' +
      `    <Sender><Name>Sender ${n}</Name><Street>${n % 200} rue des Tanneurs</Street><City>Lille</City><PostalCode>59000</PostalCode><Country>FR</Country><TaxId scheme="IOSS">IM2500000001</TaxId></Sender>\n` +
      `    <Addressee><Name>Jürg ${n}</Name><Street>Seestrasse ${n % 90}</Street><City>Zürich</City><PostalCode>8002</PostalCode><Country>CH</Country><Telephone>+41 44 000 00 00</Telephone></Addressee>\n` +
      `${piece(1)}${piece(2)}    <Document type="invoice" number="2026-${n}"/>\n  </MailItem>\n`
    parts.push(item)
    size += item.length
  }
  parts.push('</ITMATT>\n')
  return parts.join('')
}

function chunksOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, i) => bytes.subarray(i * CHUNK, (i + 1) * CHUNK))
}

/** Cut after whole lines: the peers take a release character for the end of a segment where it is a chunk's last. */
function pieces(text: string): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const line = text.indexOf('\n', at + CHUNK)
    const end = line < 0 ? text.length : line + 1
    parts.push(text.slice(at, end))
    at = end
  }
  return parts
}

/** Records counted, findings counted: neither may be lost to the optimiser, nor wrong without notice. */
function readRecords(chunks: readonly Buffer[]): { records: number; findings: number; setAside: number } {
  const counted = { records: 0, findings: 0, setAside: 0 }
  const sink: ReadingSink = {
    open() {},
    record() {
      counted.records++
    },
    finding(finding) {
      if (finding.severity !== 'info') counted.findings++
    },
    close(end) {
      if (end.outcome === 'set-aside') counted.setAside++
    },
  }
  const reader = openReader(context, sink)
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  return counted
}

function tokenise(chunks: readonly Buffer[]): number {
  let segments = 0
  const tokens = new Tokenizer({
    segment() {
      segments++
    },
    irregular() {},
    decoded() {},
  })
  for (const chunk of chunks) tokens.push(chunk)
  tokens.end()
  return segments
}

function tsEdifact(texts: readonly string[]): number {
  let components = 0
  const parser = new TsEdifact(new Configuration({ validator: new NullValidator(), charset: 'UNOC' }))
  parser.onOpenSegment = () => {}
  parser.onElement = () => {}
  parser.onCloseSegment = () => {}
  parser.onComponent = () => {
    components++
  }
  for (const text of texts) parser.write(text)
  parser.end()
  return components
}

function nodeEdifact(texts: readonly string[]): number {
  let components = 0
  const parser = new NodeEdifact()
  parser.encoding('UNOC')
  parser.on('component', () => {
    components++
  })
  for (const text of texts) parser.write(text)
  parser.end()
  return components
}

/** Median seconds of each, the runs taken in turns so that a busy moment falls on all. */
function medians(runs: Readonly<Record<string, () => unknown>>, rounds: number): Record<string, number> {
  const times: Record<string, number[]> = {}
  for (let round = -2; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const from = performance.now()
      run()
      if (round >= 0) (times[name] ??= []).push((performance.now() - from) / 1000)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, of]) => [name, of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0]))
}

/** Median seconds of ours and of `saxes` alone, which runs in a thread of its own, in turns. */
async function besideSaxes(ours: () => unknown, texts: readonly string[]): Promise<{ readonly ours: number; readonly saxes: number }> {
  const worker = new Worker(new URL('_saxes-alone.ts', import.meta.url), { workerData: texts })
  const peer: number[] = []
  const own: number[] = []
  for (let round = -2; round < ROUNDS; round++) {
    const from = performance.now()
    ours()
    const took = (performance.now() - from) / 1000
    worker.postMessage(null)
    const [{ seconds, elements }] = (await once(worker, 'message')) as [{ seconds: number; elements: number }]
    if (elements === 0) throw new Error('saxes read nothing')
    if (round < 0) continue
    own.push(took)
    peer.push(seconds)
  }
  await worker.terminate()
  const median = (of: number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
  return { ours: median(own), saxes: median(peer) }
}

export async function run(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, text, note] of [
    ['PREDES', predes(10_000_000), 'items in receptacles'],
    ['EMSEVT', emsevt(10_000_000), 'events with their times'],
  ] as const) {
    const bytes = Buffer.from(text, 'latin1')
    const chunks = chunksOf(bytes)
    const texts = pieces(text)
    const megabytes = bytes.length / 1e6
    const read = readRecords(chunks)
    if (read.findings > 0 || read.setAside > 0) throw new Error(`${name} was to read without findings: ${JSON.stringify(read)}`)
    const seconds = medians({ ours: () => readRecords(chunks), tokens: () => tokenise(chunks), ts: () => tsEdifact(texts), node: () => nodeEdifact(texts) }, ROUNDS)
    const speed = (run: string): number => megabytes / (seconds[run] ?? 1)
    const best = Math.max(speed('ts'), speed('node'))
    rows.push(
      {
        name: `${name} bytes → records`,
        ours: speed('ours'),
        peer: best,
        ratio: speed('ours') / best,
        unit: 'MB/s',
        note: `${read.records} records (${note}); peer: the faster of the two below, which split only`,
      },
      { name: `${name} ts-edifact alone`, ours: speed('ours'), peer: speed('ts'), ratio: speed('ours') / speed('ts'), unit: 'MB/s', note: 'streaming parser, text decoded before' },
      {
        name: `${name} edifact alone`,
        ours: speed('ours'),
        peer: speed('node'),
        ratio: speed('ours') / speed('node'),
        unit: 'MB/s',
        note: 'streaming parser, text decoded before',
      },
      { name: `${name} our tokenising alone`, ours: speed('tokens'), peer: best, ratio: speed('tokens') / best, unit: 'MB/s', note: '' },
    )
  }
  const text = itmatt(10_000_000)
  const bytes = Buffer.from(text, 'utf8')
  const chunks = chunksOf(bytes)
  const texts = pieces(text)
  const megabytes = bytes.length / 1e6
  const read = readRecords(chunks)
  if (read.findings > 0 || read.setAside > 0) throw new Error(`ITMATT was to read without findings: ${JSON.stringify(read)}`)
  const seconds = await besideSaxes(() => readRecords(chunks), texts)
  const tree = medians({ tree: () => new XMLParser({ ignoreAttributes: false }).parse(text) }, 3)
  const ours = megabytes / seconds.ours
  const peer = megabytes / seconds.saxes
  const whole = megabytes / (tree['tree'] ?? 1)
  rows.push(
    {
      name: 'ITMATT bytes → records',
      ours,
      peer,
      ratio: ours / peer,
      unit: 'MB/s',
      note: `${read.records} declarations; peer: saxes with namespaces alone (built so that it is fast), text decoded before`,
    },
    { name: 'ITMATT fast-xml-parser', ours, peer: whole, ratio: ours / whole, unit: 'MB/s', note: 'peer builds a tree of the whole document, no namespaces' },
  )
  return rows
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1].replaceAll('\\', '/').split('/').slice(-3).join('/'))) {
  for (const row of await run()) {
    process.stdout.write(
      `${row.name.padEnd(30)} ${row.ours.toFixed(1).padStart(8)} ${(row.peer ?? 0).toFixed(1).padStart(8)} ${(row.ratio ?? 0).toFixed(2).padStart(6)} ${row.unit}  ${row.note}\n`,
    )
  }
}
