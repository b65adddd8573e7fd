/**
 * Checks a ledger against itself: chain, bodies, commands, pages, counters, cases. Reads in batches, so it
 * takes little memory whatever the size, and goes on after a deviation so that one run names them all.
 */
import type { Signer } from './keys.ts'
import { foldCase, foldedSnapshot } from './fold.ts'
import { digests, eventOf, unpack } from './rows.ts'
import type { BodyRow, ChainRow, CommandRow, EventRow, Statements } from './rows.ts'
import { subjectOfCase } from '../../shared/ledger/bind.ts'
import { bodyDigest, eventHash, genesisHash, PAGE_SIZE, pageOf, pageStatement } from '../../shared/ledger/chain.ts'
import type { LedgerProblem, Verification } from '../../shared/ledger/port.ts'
import type { LedgerCommand } from '../../shared/ledger/types.ts'

/** How many are done, of how many (`null` where nobody counted them). */
export type Progress = (done: number, total: number | null) => void
type Report = (code: LedgerProblem['code'], where: string, text: string) => void

const BATCH = 1000
/** A ledger with more deviations than this is not mended line by line. */
const MOST_PROBLEMS = 1000

export function verifyLedger(sql: Statements, office: string, signer: Pick<Signer, 'publicKey' | 'verify'>, progress?: Progress): Verification {
  const problems: LedgerProblem[] = []
  const report: Report = (code, where, text) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, where, text })
  }
  const chain = sql.chain.get(office)
  const purged = new Map<string, Purge>()
  const unexplained: Missing[] = []
  let events = 0
  if (chain !== undefined) {
    events = verifyChain(sql, office, chain, signer, { report, purged, unexplained, progress })
    verifyCommands(sql, office, { report, purged, unexplained })
    verifyCases(sql, office, report)
  }
  verifyCounters(sql, office, report)
  // Whether a missing body was purged is known only now: the purge comes after what it removes.
  for (const missing of unexplained) {
    if (!explained(missing, purged)) report('body-missing', missing.where, 'The body is gone and no purge says why.')
  }
  return { ok: problems.length === 0, events, problems }
}

/** When a case was last purged. */
interface Purge {
  readonly seq: number
  readonly recordedAt: number
}

/** A missing body. The purge of one of `cases` explains it, if it came after `seq` (of an event) or `recordedAt` (of a rejected command). */
interface Missing {
  readonly where: string
  /** Cases, or, for a command that was rejected before there was one, the subject. */
  readonly cases: readonly string[]
  readonly seq: number | null
  readonly recordedAt: number
}

/** A case that lived on after its purge is no excuse for what was said later. */
function explained({ cases, seq, recordedAt }: Missing, purged: ReadonlyMap<string, Purge>): boolean {
  return cases.some((id) => {
    const purge = purged.get(id)
    return purge !== undefined && (seq === null ? recordedAt <= purge.recordedAt : seq < purge.seq)
  })
}

interface Findings {
  readonly report: Report
  /** Cases (and their subjects) that a purge names. */
  readonly purged: Map<string, Purge>
  readonly unexplained: Missing[]
  readonly progress?: Progress | undefined
}

function verifyChain(sql: Statements, office: string, chain: ChainRow, signer: Pick<Signer, 'publicKey' | 'verify'>, findings: Findings): number {
  const { report } = findings
  let hash: Uint8Array = genesisHash(digests, office, chain.chain)
  let expected = 1
  let count = 0
  let command: CommandRow | undefined
  for (;;) {
    const rows = sql.eventsAfter.all(office, expected - 1, BATCH)
    for (const row of rows) {
      if (row.seq !== expected) report('gap', `event ${expected}`, `Events ${expected} to ${row.seq - 1} are missing.`)
      expected = row.seq + 1
      count++
      if (command?.id !== row.command) command = sql.command.get(office, row.command)
      verifyEvent(row, command, findings)
      hash = eventHash(digests, hash, { ...row, case: row.case_id, recordedAt: row.recorded_at }, row.command_digest, row.digest)
      if (row.seq % PAGE_SIZE === 0 || row.seq === chain.seq) hash = verifyPage(sql, office, chain, row.seq, hash, signer, report)
    }
    findings.progress?.(count, chain.seq)
    if (rows.length < BATCH) break
  }
  if (expected - 1 !== chain.seq) report('head', 'head', `The chain says that it ends at ${chain.seq}, the events end at ${expected - 1}.`)
  else if (!chain.hash.equals(hash)) report('head', 'head', 'The hash of the last event is not the one that the chain keeps.')
  const pages = sql.pages.get(office) ?? 0
  const due = chain.seq === 0 ? 0 : pageOf(chain.seq) + 1
  if (pages !== due) report('page', `page ${Math.min(pages, due)}`, `There are ${pages} pages where there should be ${due}.`)
  return count
}

function verifyEvent(row: EventRow, command: CommandRow | undefined, { report, purged, unexplained }: Findings): void {
  const where = `event ${row.seq}`
  if (command === undefined) report('command', where, `Its command ${row.command} is missing.`)
  else if (!command.digest.equals(row.command_digest)) report('command', where, `Its command ${row.command} is not the one that was chained.`)
  else if (
    command.first_seq === null ||
    command.last_seq === null ||
    row.seq < command.first_seq ||
    row.seq > command.last_seq ||
    command.actor !== row.actor ||
    command.at !== row.at
  ) {
    report('command', where, `It does not fit its command ${row.command}.`)
  }
  if (row.salt === null || row.body === null || row.coding === null) {
    unexplained.push({ where, cases: [row.case_id], seq: row.seq, recordedAt: row.recorded_at })
    return
  }
  if (!bodyFits({ salt: row.salt, coding: row.coding, body: row.body }, row.digest)) report('body', where, 'Its body was changed.')
  else if (row.type === 'purged' && row.case_id === '@retention') {
    const named = eventOf(row).data['cases']
    for (const id of Array.isArray(named) ? (named as readonly string[]) : []) {
      for (const key of [id, subjectOfCase(id).subject]) purged.set(key, { seq: row.seq, recordedAt: row.recorded_at })
    }
  }
}

/** Goes on from the signed hash of a page that does not fit, so that the pages after it are not blamed for it. */
function verifyPage(sql: Statements, office: string, chain: ChainRow, seq: number, hash: Uint8Array, signer: Pick<Signer, 'publicKey' | 'verify'>, report: Report): Uint8Array {
  const where = `page ${pageOf(seq)}`
  const page = sql.page.get(office, pageOf(seq))
  if (page === undefined || page.last_seq !== seq) {
    report('page', where, `It is not signed up to event ${seq}.`)
    return hash
  }
  const signed =
    Buffer.from(signer.publicKey).equals(page.public_key) &&
    signer.verify(pageStatement(digests, office, chain.chain, page.page, page.last_seq, page.hash), page.signature, page.public_key)
  if (!signed) report('signature', where, 'Its signature is not that of this ledger.')
  if (!page.hash.equals(hash)) report('page', where, `Something in events ${page.page * PAGE_SIZE + 1} to ${seq} was changed.`)
  return signed ? page.hash : hash
}

function bodyFits(row: BodyRow, digest: Buffer): boolean {
  try {
    return digest.equals(bodyDigest(digests, row.salt, unpack(row)))
  } catch {
    return false
  }
}

function verifyCommands(sql: Statements, office: string, { report, unexplained }: Findings): void {
  let after = ''
  for (;;) {
    const rows = sql.commandsAfter.all(office, after, BATCH)
    for (const row of rows) {
      const where = `command ${row.id}`
      const body = sql.commandBody.get(office, row.id)
      if (body === undefined) unexplained.push({ where, cases: casesOf(sql, office, row), seq: row.last_seq, recordedAt: row.recorded_at })
      else if (!bodyFits(body, row.digest)) report('body', where, 'Its body was changed.')
      else if (!rowFits(row, JSON.parse(unpack(body).toString('utf8')) as LedgerCommand)) report('command', where, 'Its row does not say what its body says.')
      if ((row.result === 'accepted') !== (row.last_seq !== null)) report('command', where, 'Its result does not fit its events.')
      else if (row.last_seq !== null && row.last_seq > (sql.chain.get(office)?.seq ?? 0)) report('command', where, 'Its events are missing.')
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

function casesOf(sql: Statements, office: string, row: CommandRow): readonly string[] {
  if (row.first_seq === null || row.last_seq === null) return [row.case_id ?? row.subject]
  return sql.casesTouched.all(office, row.first_seq, row.last_seq)
}

function rowFits(row: CommandRow, { id, device, incarnation, n, name, v, subject, actor, at }: LedgerCommand): boolean {
  const said = [id, device, incarnation, n, name, v, subject, actor, at]
  return said.every((value, i) => value === [row.id, row.device, row.incarnation, row.n, row.name, row.v, row.subject, row.actor, row.at][i])
}

function verifyCounters(sql: Statements, office: string, report: Report): void {
  for (const { device, incarnation, n, used, last, lost } of sql.counters.all(office)) {
    const where = `device ${device}, incarnation ${incarnation}`
    if (used !== n || last !== n) report('counter', where, `It counts to ${n ?? 0}, but ${used} numbers up to ${last ?? 0} were used.`)
    if (lost > 0) report('counter', where, `${lost} of its numbers name a command that is missing.`)
  }
  const unnumbered = sql.unnumbered.get(office) ?? 0
  if (unnumbered > 0) report('counter', 'commands', `${unnumbered} commands have no number.`)
}

function verifyCases(sql: Statements, office: string, report: Report): void {
  let after = ''
  let folded = 0
  for (;;) {
    const ids = sql.caseIds.all(office, after)
    for (const id of ids) {
      if (id.startsWith('@')) continue
      folded++
      if (!caseFits(sql, office, id)) report('case', id, 'Its snapshot is not the fold of its events.')
    }
    const last = ids.at(-1)
    if (last === undefined) break
    after = last
  }
  const kept = sql.cases.get(office) ?? 0
  if (kept !== folded) report('case', 'cases', `${kept} snapshots are kept, ${folded} cases have events.`)
}

function caseFits(sql: Statements, office: string, id: string): boolean {
  const { subject, k } = subjectOfCase(id)
  const row = sql.caseAt.get(office, subject, k)
  try {
    const folded = foldCase(sql.eventsOfCase.all(office, id).map(eventOf))
    if (folded === null || row === undefined) return false
    const columns =
      row.case_id === id &&
      row.kind === folded.kind &&
      row.state === folded.state &&
      row.opened_at === folded.openedAt &&
      row.last_at === folded.lastAt &&
      row.last_seq === folded.lastSeq
    return columns && row.snapshot === foldedSnapshot(folded)
  } catch {
    return false
  }
}
