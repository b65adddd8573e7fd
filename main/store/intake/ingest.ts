/**
 * From the bytes of an interchange to facts, findings and projected items.
 *
 * A generator: it yields wherever the transaction may be committed, so that the writer can slice the work by
 * time and take officers' commands in between. What it has done when it yields is always resumable: facts of a
 * message count only once the message has its status, and a message whose items are not yet projected is
 * marked so. A process that dies anywhere starts again from the stored bytes (`resume`).
 *
 *   bytes kept ──► message row (no status) ──► facts, findings ──► status, place among versions ──► items projected ──► line
 */
import type { ImportLine } from '../../../shared/contract.ts'
import { kindOf, normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import type { CanonicalRecord, Finding, MessageHead } from '../../../shared/domain/records.ts'
import type { MessageStatus } from '../../../shared/domain/codes.ts'
import { english } from '../../../shared/i18n/say.ts'
import { openReader } from '../../exchange/open-reader.ts'
import { finishing, type MessageEnd, type ReadingContext, type ReadingSink } from '../../exchange/reading.ts'
import type { BodyStore } from '../bodies.ts'
import type { WriteDb } from '../open.ts'
import type { Projector } from '../project/projector.ts'
import { FACTS_PER_MESSAGE, factRange, factWriter, removeFacts, type RecordCounts } from './facts.ts'
import { placeVersion } from './versions.ts'

/** Bytes given to a reader at a time: some milliseconds of work, so slices stay near their size. */
const CHUNK = 64 * 1024
/** Rows projected or removed between two points where the transaction may end. */
const BATCH = 64

/** `done` of an interchange: being read · read · its import was cancelled or failed (a later import goes on with it). */
export const INTERCHANGE = { reading: 0, read: 1, cancelled: 2 } as const

export interface Interchange {
  readonly id: number
  readonly digest: string
  readonly name: string
  readonly size: number
  readonly map: string | null
  /** Read no more than so many messages: the import was cancelled there. */
  readonly stop_after: number | null
}

interface Waiting {
  /** `null`: a line about a file of which there is no message. */
  readonly id: number | null
  readonly counted: boolean
  readonly touched: readonly number[]
  readonly line: ImportLine
}

/**
 * Messages that have their status and whose items are not yet projected.
 *
 * Projecting an item costs far more than reading one fact of it, and a dispatch's items come at least twice: in the
 * PREDES and in the ITMATT. So messages are gathered, and each item is projected once for all of them; their lines
 * wait until that is done.
 */
export class Backlog {
  /** Bounds of what waits: messages, facts, and for how long somebody looks at a list without them. */
  static readonly MESSAGES = 1000
  static readonly FACTS = 250_000
  static readonly MS = 15_000

  readonly #waiting: Waiting[] = []
  #facts = 0
  #since = 0

  #push(entry: Waiting): void {
    if (this.#waiting.length === 0) this.#since = performance.now()
    this.#waiting.push(entry)
  }

  add(message: Waiting & { readonly id: number }, facts: number): void {
    this.#push(message)
    this.#facts += facts
  }

  /** A line that waits for none but those before it, so that lines come in the order of the files. */
  tell(line: ImportLine): void {
    this.#push({ id: null, counted: false, touched: [], line })
  }

  get full(): boolean {
    return this.#waiting.length >= Backlog.MESSAGES || this.#facts >= Backlog.FACTS || (this.#waiting.length > 0 && performance.now() - this.#since > Backlog.MS)
  }

  /** Projects what the waiting messages speak of, each subject once, and then yields their lines. */
  *project(dependencies: Pick<IngestDependencies, 'db' | 'projector'>): Generator<IngestStep, void, void> {
    const { db, projector } = dependencies
    const taken = this.#waiting.splice(0)
    this.#facts = 0
    const seen = new Set<string>()
    const done = db.prepare('UPDATE message SET projected = 1 WHERE id = ?')
    for (const { id, counted, touched } of taken) {
      if (id === null) continue
      if (counted) for (const message of [id, ...touched]) yield* projectMessage(dependencies, message, seen)
      else while (removeFacts(db, id, BATCH * 4)) yield { progress: 1 }
    }
    projector.flush()
    for (const { id } of taken) if (id !== null) done.run(id)
    for (const { line } of taken) yield { line }
  }
}

export interface IngestDependencies {
  readonly db: WriteDb
  readonly bodies: BodyStore
  readonly projector: Projector
  readonly context: (fileName: string, map: string | null) => ReadingContext
}

/** What ingest tells between slices. Lines are to be passed on only after the transaction that holds them is durable. */
export type IngestStep = { readonly line: ImportLine } | { readonly progress: number }

interface OpenMessage {
  readonly id: number
  n: number
  readonly counts: RecordCounts
  readonly findings: Finding[]
  overflow: boolean
}
interface ClosedMessage {
  readonly id: number
  readonly end: MessageEnd
  readonly counts: RecordCounts
  readonly findings: Finding[]
  readonly overflow: boolean
}

/**
 * Reads interchange `from`, from its first message without a status on.
 *
 * The lines of its messages come when the backlog is projected: by itself where it is full, else when the caller
 * says so (`backlog.project`), which it must do before it calls the work done.
 */
export function* ingest(dependencies: IngestDependencies, from: Interchange, backlog: Backlog): Generator<IngestStep, void, void> {
  const { db, bodies } = dependencies
  yield* forgetUnfinished(dependencies, from.id)

  const write = factWriter(db)
  const known = new Set(
    db
      .prepare<[number], { n: number }>('SELECT n FROM message WHERE interchange = ?')
      .all(from.id)
      .map((row) => row.n),
  )
  const insertMessage = db.prepare(
    'INSERT INTO message(interchange, n, type, version, sender, recipient, reference, prepared_ms, prepared_text, function, digest, byte_from, byte_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)',
  )
  const insertFinding = db.prepare('INSERT INTO finding(message, n, code, severity, place, fills, item) VALUES (?, ?, ?, ?, ?, ?, ?)')

  const closed: ClosedMessage[] = []
  /** Findings outside any message wait here for the next one. */
  let loose: Finding[] = []
  let lastId: number | null = null
  let index = 0
  let open: OpenMessage | null = null
  let skipping = false

  const keep = (message: number, n: number, finding: Finding) =>
    insertFinding.run(message, n, finding.code, finding.severity, finding.place, JSON.stringify(finding.values), finding.item)

  const sink: ReadingSink = {
    open(head: MessageHead) {
      const n = index
      index += 1
      skipping = known.has(n) || (from.stop_after !== null && n >= from.stop_after)
      if (skipping) {
        loose = []
        return
      }
      const id = Number(
        insertMessage.run(
          from.id,
          n,
          head.type,
          head.version,
          head.sender,
          head.recipient,
          head.reference,
          head.prepared?.ms ?? null,
          head.prepared?.text ?? null,
          head.function,
          '',
        ).lastInsertRowid,
      )
      open = { id, n: 0, counts: { dispatches: 0, receptacles: 0, items: 0, events: 0 }, findings: [], overflow: false }
      for (const finding of loose) {
        keep(id, open.findings.length, finding)
        open.findings.push(finding)
      }
      loose = []
    },
    record(record: CanonicalRecord) {
      if (skipping || open === null || open.overflow) return
      if (write.write(open.id, open.n, record, open.counts)) open.n += 1
      else open.overflow = true
    },
    finding(finding: Finding) {
      if (skipping) return
      if (open !== null) {
        keep(open.id, open.findings.length, finding)
        open.findings.push(finding)
        return
      }
      const before = closed.at(-1)
      if (before && before.id === lastId) {
        keep(before.id, before.findings.length, finding)
        before.findings.push(finding)
        // After a message that is skipped: it was told when that was read, or is of a part that nobody wants.
      } else if (index === 0) loose.push(finding)
    },
    close(end: MessageEnd) {
      if (skipping) {
        skipping = false
        lastId = null
        return
      }
      if (open === null) return
      closed.push({ id: open.id, end, counts: open.counts, findings: open.findings, overflow: open.overflow })
      lastId = open.id
      open = null
    },
  }

  const reader = openReader(dependencies.context(from.name, from.map), sink)
  let bytes = 0
  for (const chunk of bodies.chunks(from.digest, CHUNK)) {
    reader.push(chunk)
    bytes += chunk.length
    // The last closed message waits for the next chunk: a finding after it (a wrong UNZ count) is still its own.
    while (closed.length > 1) settle(dependencies, from, closed.shift(), backlog)
    if (backlog.full) yield* backlog.project(dependencies)
    yield { progress: from.size === 0 ? 1 : bytes / from.size }
  }
  for (const _ of finishing(reader)) yield { progress: 1 }
  while (closed.length > 0) settle(dependencies, from, closed.shift(), backlog)
  db.prepare('UPDATE interchange SET done = ? WHERE id = ?').run(from.stop_after === null ? INTERCHANGE.read : INTERCHANGE.cancelled, from.id)
  if (backlog.full) yield* backlog.project(dependencies)
}

/** A head whose sender and reference compare: a mailbox code, and a dispatch as a reference, mean the same in small letters. */
function comparable(head: MessageHead): MessageHead {
  const reference = head.reference !== null && kindOf(head.reference) === 'dispatch' ? normaliseIdentifier(head.reference) : head.reference
  return { ...head, reference, sender: head.sender?.toUpperCase() ?? null }
}

/** Gives a message that was read to its end its status and its place among the versions of its document. */
function settle(dependencies: IngestDependencies, from: Interchange, message: ClosedMessage | undefined, backlog: Backlog): void {
  if (!message) return
  const { db } = dependencies
  const { id, end, counts } = message
  const head = comparable(end.head)
  const findings = message.findings
  if (message.overflow) findings.push({ code: 'too-many-records', severity: 'error', place: 'message', values: { limit: FACTS_PER_MESSAGE - 1 }, scope: 'message', item: null })

  db.prepare(
    'UPDATE message SET type = ?, version = ?, sender = ?, recipient = ?, reference = ?, prepared_ms = ?, prepared_text = ?, function = ?, digest = ?, map = ?, byte_from = ?, byte_to = ? WHERE id = ?',
  ).run(
    head.type,
    head.version,
    head.sender,
    head.recipient,
    head.reference,
    head.prepared?.ms ?? null,
    head.prepared?.text ?? null,
    head.function,
    end.digest,
    end.map,
    end.from,
    end.to,
    id,
  )
  let status: MessageStatus = end.outcome === 'set-aside' || message.overflow ? 'set-aside' : findings.some(countsAgainst) ? 'accepted-with-findings' : 'accepted'
  let supersedes: number | null = null
  let touched: readonly number[] = []
  if (status !== 'set-aside') {
    const standing = placeVersion(db, {
      id,
      type: head.type,
      sender: head.sender,
      reference: head.reference,
      prepared_ms: head.prepared?.ms ?? null,
      function: head.function,
      digest: end.digest,
    })
    if (standing.duplicateOf !== null) status = 'duplicate'
    supersedes = standing.supersedes
    touched = standing.touched
  }
  const counted = status === 'accepted' || status === 'accepted-with-findings'
  db.prepare('UPDATE message SET status = ?, findings = ?, dispatches = ?, receptacles = ?, items = ?, events = ? WHERE id = ?').run(
    status,
    findings.filter((finding) => finding.scope === 'message').length,
    counted ? counts.dispatches : 0,
    counted ? counts.receptacles : 0,
    counted ? counts.items : 0,
    counted ? counts.events : 0,
    id,
  )
  dependencies.projector.messageChanged(id)
  for (const other of touched) dependencies.projector.messageChanged(other)

  const before =
    supersedes === null
      ? undefined
      : db.prepare<[number], { digest: string }>('SELECT i.digest FROM message m JOIN interchange i ON i.id = m.interchange WHERE m.id = ?').get(supersedes)
  const line: ImportLine = {
    file: from.name,
    sha256: from.digest,
    type: head.type === '' ? null : head.type,
    reference: head.reference,
    sender: head.sender,
    status,
    supersedes: before?.digest ?? null,
    findings: findings.filter((finding) => finding.scope === 'message').map(tell),
    dispatches: counted ? counts.dispatches : 0,
    receptacles: counted ? counts.receptacles : 0,
    items: counted ? counts.items : 0,
    events: counted ? counts.events : 0,
  }
  backlog.add({ id, counted, touched, line }, counts.dispatches + counts.receptacles + counts.items + counts.events + findings.length)
}

export const tell = (finding: Finding) => ({
  code: finding.code,
  severity: finding.severity,
  where: finding.place,
  values: { ...finding.values },
  text: english('finding', finding.code, finding.values),
})

/** Source: the command line: a warning or error on syntax, counts, unmapped parts or identifiers. */
const countsAgainst = (finding: Finding): boolean => finding.scope === 'message' && finding.severity !== 'info'

/** Projects every dispatch, receptacle and item that a message speaks of and that is not in `seen`. */
function* projectMessage({ db, projector }: Pick<IngestDependencies, 'db' | 'projector'>, message: number, seen: Set<string>): Generator<IngestStep, void, void> {
  const { from, to } = factRange(message)
  const sources = [
    ['dispatch_advice', 'dispatch', (subject: string) => projector.dispatch(subject)],
    ['receptacle_advice', 'receptacle', (subject: string) => projector.receptacle(subject)],
    ['item_advice', 'item', (subject: string) => projector.item(subject)],
    ['declaration', 'item', (subject: string) => projector.item(subject)],
    ['item_event', 'item', (subject: string) => projector.item(subject)],
    ['item_decision', 'item', (subject: string) => projector.item(subject)],
  ] as const
  for (const [table, column, project] of sources) {
    const next = db.prepare<[number, number, number], { id: number; subject: string }>(`SELECT id, ${column} AS subject FROM ${table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`)
    let at = from
    for (;;) {
      const rows = next.all(at, to, BATCH)
      for (const { subject } of rows) {
        if (seen.has(subject)) continue
        seen.add(subject)
        project(subject)
      }
      const last = rows.at(-1)
      if (!last) break
      at = last.id + 1
      yield { progress: 1 }
    }
  }
}

/** Stops an interchange where it is: what was read to its end stays (and is still to be projected), the rest was never read. */
export function* cancelInterchange(dependencies: IngestDependencies, interchange: number): Generator<IngestStep, void, void> {
  yield* forgetUnfinished(dependencies, interchange)
  dependencies.db
    .prepare(`UPDATE interchange SET done = ${INTERCHANGE.cancelled}, stop_after = (SELECT count(*) FROM message WHERE interchange = ?) WHERE id = ?`)
    .run(interchange, interchange)
}

/** Gives an interchange up that could not be read to its end: what was read stays, and the next import or rebuild tries again. */
export function* giveUpInterchange(dependencies: IngestDependencies, interchange: number): Generator<IngestStep, void, void> {
  yield* forgetUnfinished(dependencies, interchange)
  dependencies.db.prepare('UPDATE interchange SET done = ?, stop_after = NULL WHERE id = ?').run(INTERCHANGE.cancelled, interchange)
}

/** Messages that had no status when the process died are read again; what they had written goes first. */
function* forgetUnfinished({ db }: IngestDependencies, interchange: number): Generator<IngestStep, void, void> {
  const unread = db.prepare<[number], { id: number }>('SELECT id FROM message WHERE interchange = ? AND status IS NULL').all(interchange)
  for (const { id } of unread) {
    while (removeFacts(db, id, BATCH * 4)) yield { progress: 0 }
    db.prepare('DELETE FROM finding WHERE message = ?').run(id)
    db.prepare('DELETE FROM message WHERE id = ?').run(id)
    yield { progress: 0 }
  }
}

/** Messages that have a status, but whose items were not all projected when the work was broken off. Nobody waits for their lines. */
export function* projectPending({ db, projector }: Pick<IngestDependencies, 'db' | 'projector'>): Generator<IngestStep, void, void> {
  const pending = db
    .prepare<[], { id: number; status: string; supersedes: number | null }>('SELECT id, status, supersedes FROM message WHERE projected = 0 AND status IS NOT NULL ORDER BY id')
    .all()
  for (const row of pending) {
    const counted = row.status === 'accepted' || row.status === 'accepted-with-findings'
    const seen = new Set<string>()
    if (counted) for (const message of row.supersedes === null ? [row.id] : [row.id, row.supersedes]) yield* projectMessage({ db, projector }, message, seen)
    else while (removeFacts(db, row.id, BATCH * 4)) yield { progress: 1 }
    projector.flush()
    db.prepare('UPDATE message SET projected = 1 WHERE id = ?').run(row.id)
  }
}
