/** The ledger's statements and rows, and how a row becomes an event, a result or a case. */
import { hash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type Sqlite from 'better-sqlite3'
import { subjectOfCase } from '../../shared/ledger/bind.ts'
import type { Digests } from '../../shared/ledger/chain.ts'
import type { CommandResult, LedgerEvent } from '../../shared/ledger/types.ts'

export const digests: Digests = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  utf8: (text) => Buffer.from(text, 'utf8'),
}

export interface ChainRow {
  readonly chain: string
  readonly seq: number
  readonly hash: Buffer
  readonly office_seq: number
}
export interface CommandRow {
  readonly id: string
  readonly device: string
  readonly incarnation: number
  readonly n: number
  readonly name: string
  readonly v: number
  readonly subject: string
  readonly actor: string
  readonly at: number
  readonly recorded_at: number
  readonly digest: Buffer
  readonly result: 'accepted' | 'rejected'
  readonly case_id: string | null
  readonly state: string | null
  readonly first_seq: number | null
  readonly last_seq: number | null
  readonly outcome: string | null
}
export interface CounterRow {
  readonly device: string
  readonly incarnation: number
  readonly n: number | null
  readonly used: number
  readonly last: number | null
  readonly lost: number
}
export interface BodyRow {
  readonly salt: Buffer
  readonly coding: number
  readonly body: Buffer
}
export interface EventRow {
  readonly seq: number
  readonly command: string
  readonly case_id: string
  readonly type: string
  readonly v: number
  readonly at: number
  readonly recorded_at: number
  readonly actor: string
  readonly command_digest: Buffer
  readonly digest: Buffer
  /** All three are null where the body was purged (or is missing). */
  readonly salt: Buffer | null
  readonly coding: number | null
  readonly body: Buffer | null
}
export interface PageRow {
  readonly page: number
  readonly last_seq: number
  readonly hash: Buffer
  readonly signature: Buffer
  readonly public_key: Buffer
}
export interface CaseRow {
  readonly subject: string
  readonly k: number
  readonly case_id: string
  readonly kind: string
  readonly state: string
  readonly opened_at: number
  readonly last_at: number
  readonly last_seq: number
  readonly snapshot: string
}

/** Bodies below this many bytes gain nothing from compression. */
const COMPRESS_FROM = 1024
/** No body of ours unpacks to more: a larger one is damage, and must not take the memory with it. */
const MAX_BODY = 64 * 1024 * 1024

export function pack(bytes: Uint8Array): { readonly coding: number; readonly body: Uint8Array } {
  if (bytes.length < COMPRESS_FROM) return { coding: 0, body: bytes }
  const packed = zstdCompressSync(bytes)
  return packed.length < bytes.length ? { coding: 1, body: packed } : { coding: 0, body: bytes }
}

/** @throws where the stored bytes are damaged */
export function unpack(row: { readonly coding: number; readonly body: Buffer }): Buffer {
  return row.coding === 1 ? zstdDecompressSync(row.body, { maxOutputLength: MAX_BODY }) : row.body
}

/** An event as the ledger gives it; a purged body reads as `{}`. */
export function eventOf(row: EventRow): LedgerEvent {
  const data = row.body === null || row.coding === null ? {} : (JSON.parse(unpack({ coding: row.coding, body: row.body }).toString('utf8')) as Readonly<Record<string, unknown>>)
  return {
    seq: row.seq,
    command: row.command,
    case: row.case_id,
    subject: subjectOfCase(row.case_id).subject,
    type: row.type,
    v: row.v,
    at: row.at,
    recordedAt: row.recorded_at,
    actor: row.actor,
    data,
  }
}

export function resultOf(row: CommandRow): CommandResult {
  const outcome = row.outcome === null ? null : (JSON.parse(row.outcome) as Pick<CommandResult, 'rejection' | 'members'>)
  return { id: row.id, result: row.result, rejection: outcome?.rejection ?? null, seq: row.last_seq, case: row.case_id, state: row.state, members: outcome?.members ?? null }
}

const EVENT_COLUMNS = 'e.seq, e.command, e.case_id, e.type, e.v, e.at, e.recorded_at, e.actor, e.command_digest, e.digest, b.salt, b.coding, b.body'
const BODY = 'LEFT JOIN ledger_event_body b ON b.office = e.office AND b.seq = e.seq'
const EVENTS = `SELECT ${EVENT_COLUMNS} FROM ledger_event e ${BODY}`
// Without statistics SQLite would rather walk the office's whole chain in order than look up a case and sort.
const EVENTS_BY_CASE = `SELECT ${EVENT_COLUMNS} FROM ledger_event e INDEXED BY ledger_event_case ${BODY}`

/** Every statement once; each takes the office first. */
export function statements(db: Sqlite.Database) {
  return {
    chain: db.prepare<[string], ChainRow>('SELECT chain, seq, hash, office_seq FROM ledger_chain WHERE office = ?'),
    startChain: db.prepare('INSERT INTO ledger_chain (office, chain, seq, hash, office_seq, public_key) VALUES (?, ?, 0, ?, 0, ?)'),
    advance: db.prepare('UPDATE ledger_chain SET seq = ?, hash = ?, office_seq = ? WHERE office = ?'),

    counted: db.prepare<[string, string, number], number>('SELECT n FROM ledger_device WHERE office = ? AND device = ? AND incarnation = ?').pluck(),
    count: db.prepare('INSERT INTO ledger_device (office, device, incarnation, n) VALUES (?, ?, ?, ?) ON CONFLICT (office, device, incarnation) DO UPDATE SET n = excluded.n'),
    issued: db.prepare<[string, string, number, number], string>('SELECT command FROM ledger_issue WHERE office = ? AND device = ? AND incarnation = ? AND n = ?').pluck(),
    issue: db.prepare('INSERT INTO ledger_issue (office, device, incarnation, n, command) VALUES (?, ?, ?, ?, ?)'),
    // Per device: how far it counts, how many numbers were used, the last of them, and how many name no command.
    counters: db.prepare<[string], CounterRow>(
      `SELECT device, incarnation, max(counted) AS n, count(used) AS used, max(used) AS last, sum(lost) AS lost FROM (
         SELECT device, incarnation, n AS counted, NULL AS used, 0 AS lost, office FROM ledger_device
         UNION ALL
         SELECT i.device, i.incarnation, NULL, i.n, c.id IS NULL, i.office FROM ledger_issue i LEFT JOIN ledger_command c ON c.office = i.office AND c.id = i.command
       ) WHERE office = ? GROUP BY device, incarnation`,
    ),
    unnumbered: db
      .prepare<[string], number>(
        'SELECT count(*) FROM ledger_command c WHERE c.office = ? AND NOT EXISTS (SELECT 1 FROM ledger_issue i WHERE i.office = c.office AND i.device = c.device AND i.incarnation = c.incarnation AND i.n = c.n AND i.command = c.id)',
      )
      .pluck(),

    command: db.prepare<[string, string], CommandRow>('SELECT * FROM ledger_command WHERE office = ? AND id = ?'),
    commandBody: db.prepare<[string, string], BodyRow>('SELECT salt, coding, body FROM ledger_command_body WHERE office = ? AND id = ?'),
    commandsAfter: db.prepare<[string, string, number], CommandRow>('SELECT * FROM ledger_command WHERE office = ? AND id > ? ORDER BY id LIMIT ?'),
    addCommand: db.prepare(
      `INSERT INTO ledger_command (office, id, device, incarnation, n, name, v, subject, actor, at, recorded_at, digest, result, case_id, state, first_seq, last_seq, outcome)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    addCommandBody: db.prepare('INSERT INTO ledger_command_body (office, id, salt, coding, body) VALUES (?, ?, ?, ?, ?)'),

    addEvent: db.prepare(
      'INSERT INTO ledger_event (office, seq, command, case_id, type, v, at, recorded_at, actor, command_digest, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    addEventBody: db.prepare('INSERT INTO ledger_event_body (office, seq, salt, coding, body) VALUES (?, ?, ?, ?, ?)'),
    eventsAfter: db.prepare<[string, number, number], EventRow>(`${EVENTS} WHERE e.office = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`),
    eventsOfCase: db.prepare<[string, string], EventRow>(`${EVENTS_BY_CASE} WHERE e.office = ? AND e.case_id = ? ORDER BY e.seq`),
    // '@' … 'A': the subjects of administration, in the order of the ledger.
    eventsOfOffice: db.prepare<[string], EventRow>(`${EVENTS_BY_CASE} WHERE e.office = ? AND e.case_id >= '@' AND e.case_id < 'A' ORDER BY e.seq`),
    /** Events of a dispatch and of its receptacles, whose identifiers begin with its own, up to a seq. */
    consignmentEvents: db.prepare<[string, string, string, number], EventRow>(
      `${EVENTS_BY_CASE} WHERE e.office = ? AND e.case_id >= ? AND e.case_id < ? AND e.seq <= ? ORDER BY e.seq`,
    ),
    casesTouched: db.prepare<[string, number, number], string>('SELECT DISTINCT case_id FROM ledger_event WHERE office = ? AND seq BETWEEN ? AND ?').pluck(),
    caseIds: db.prepare<[string, string], string>('SELECT DISTINCT case_id FROM ledger_event WHERE office = ? AND case_id > ? ORDER BY case_id LIMIT 1000').pluck(),

    page: db.prepare<[string, number], PageRow>('SELECT page, last_seq, hash, signature, public_key FROM ledger_page WHERE office = ? AND page = ?'),
    pages: db.prepare<[string], number>('SELECT count(*) FROM ledger_page WHERE office = ?').pluck(),
    putPage: db.prepare(
      `INSERT INTO ledger_page (office, page, last_seq, hash, signature, public_key) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (office, page) DO UPDATE SET last_seq = excluded.last_seq, hash = excluded.hash, signature = excluded.signature, public_key = excluded.public_key`,
    ),

    casesOf: db.prepare<[string, string], string>('SELECT snapshot FROM ledger_case WHERE office = ? AND subject = ? ORDER BY k').pluck(),
    caseAt: db.prepare<[string, string, number], CaseRow>(
      'SELECT subject, k, case_id, kind, state, opened_at, last_at, last_seq, snapshot FROM ledger_case WHERE office = ? AND subject = ? AND k = ?',
    ),
    cases: db.prepare<[string], number>('SELECT count(*) FROM ledger_case WHERE office = ?').pluck(),
    putCase: db.prepare(
      `INSERT INTO ledger_case (office, subject, k, case_id, kind, state, opened_at, last_at, last_seq, snapshot) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (office, subject, k) DO UPDATE SET state = excluded.state, opened_at = excluded.opened_at, last_at = excluded.last_at, last_seq = excluded.last_seq, snapshot = excluded.snapshot`,
    ),
    dropCases: db.prepare('DELETE FROM ledger_case WHERE office = ?'),

    purgeEvents: db.prepare('DELETE FROM ledger_event_body WHERE office = ? AND seq IN (SELECT seq FROM ledger_event WHERE office = ? AND case_id = ?)'),
    purgeCommands: db.prepare('DELETE FROM ledger_command_body WHERE office = ? AND id IN (SELECT command FROM ledger_event WHERE office = ? AND case_id = ?)'),
    // Also what was rejected before the subject had a case: a remark is a remark.
    purgeRejected: db.prepare(
      `DELETE FROM ledger_command_body WHERE office = ? AND id IN (
         SELECT id FROM ledger_command WHERE office = ? AND result = 'rejected'
           AND (case_id IN (SELECT value FROM json_each(?)) OR (case_id IS NULL AND subject IN (SELECT value FROM json_each(?)))))`,
    ),
  }
}
export type Statements = ReturnType<typeof statements>
