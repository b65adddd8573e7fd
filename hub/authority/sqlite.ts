/**
 * The ledger's authority over SQLite: a desk without a hub runs this one in its own process.
 *
 * Everything is read from the database inside the caller's transaction: nothing decided here survives a
 * ROLLBACK, and what was committed was synced before anybody hears of it (`synchronous=FULL` is the
 * caller's setting). The one thing kept in memory is the folded office, under the seq it was folded to.
 */
import type Sqlite from 'better-sqlite3'
import { accept, malformed, needsOf } from '../../shared/ledger/accept.ts'
import type { Acceptance, Loaded } from '../../shared/ledger/accept.ts'
import { bind, subjectOfCase } from '../../shared/ledger/bind.ts'
import { canonicalJson } from '../../shared/ledger/canonical.ts'
import { bodyDigest, eventHash, genesisHash, PAGE_SIZE, pageOf, pageStatement, SALT_BYTES } from '../../shared/ledger/chain.ts'
import type { Appended, Authority } from '../../shared/ledger/port.ts'
import type { LedgerCommand, LedgerEvent } from '../../shared/ledger/types.ts'
import type { LedgerCase } from '../../shared/domain/case.ts'
import { evolveOffice, NO_OFFICE } from '../../shared/domain/office.ts'
import type { OfficeState } from '../../shared/domain/office.ts'
import type { Signer } from './keys.ts'
import { foldCase, foldedSnapshot } from './fold.ts'
import { digests, eventOf, pack, resultOf, statements, unpack } from './rows.ts'
import type { ChainRow, Statements } from './rows.ts'
import { verifyLedger } from './verify.ts'
import type { Progress } from './verify.ts'
import type { Verification } from '../../shared/ledger/port.ts'

export interface AuthorityOptions extends Signer {
  /** IMPC of the office whose ledger this is. */
  readonly office: string
  /** Epoch ms. */
  readonly now: () => number
  /** Cryptographically strong bytes. */
  readonly random: (bytes: number) => Uint8Array
}

export interface SqliteAuthority extends Authority {
  /**
   * Recomputes everything: the chain, the digests of all bodies that were not purged, page signatures,
   * counters, and each case from its events. Reads only; on a reader's connection it does not disturb.
   */
  verify(progress?: Progress): Verification
  /** The office as it stood at an event: what an answer says must not change with a later setting. */
  officeAt(seq: number): OfficeState
  /** Receptacles of a dispatch that had been received by an event, with when; in the order of their identifiers. */
  receivedBy(dispatch: string, seq: number): readonly { readonly receptacle: string; readonly at: number }[]
  /** Drops the snapshots and folds them again. Answers how many cases there are. */
  rebuildCases(progress?: Progress): number
}

/** @param db open, keyed and migrated (AUTHORITY_SCHEMA) */
export function openAuthority(db: Sqlite.Database, options: AuthorityOptions): SqliteAuthority {
  return new SqliteLedger(db, options)
}

class SqliteLedger implements SqliteAuthority {
  readonly #sql: Statements
  readonly #options: AuthorityOptions
  readonly #office: string
  #folded: { readonly seq: number; readonly state: OfficeState } = { seq: 0, state: NO_OFFICE }

  constructor(db: Sqlite.Database, options: AuthorityOptions) {
    this.#sql = statements(db)
    this.#options = options
    this.#office = options.office
  }

  head(): ReturnType<Authority['head']> {
    const row = this.#sql.chain.get(this.#office)
    return row === undefined ? { chain: '', seq: 0, hash: '' } : { chain: row.chain, seq: row.seq, hash: row.hash.toString('hex') }
  }

  office(): OfficeState {
    return this.#officeAt(this.#sql.chain.get(this.#office)?.office_seq ?? 0)
  }

  append(command: LedgerCommand): Appended {
    const refusal = malformed(command)
    if (refusal !== null) return { result: refusal, known: false, events: [], cases: [] }
    const chain = this.#chain()
    const accepted = accept(this.#load(command, chain), command, this.#options.now())
    switch (accepted.kind) {
      case 'refused':
        return { result: accepted.result, known: false, events: [], cases: [] }
      case 'known':
        if (accepted.uses) this.#use(command)
        return { result: accepted.result, known: true, events: [], cases: [] }
      case 'stored':
        this.#store(command, accepted, chain)
        return { result: accepted.result, known: false, events: accepted.events, cases: accepted.purged.length === 0 ? accepted.cases : this.#purge(accepted.purged) }
    }
  }

  appendMany(commands: readonly LedgerCommand[]): readonly Appended[] {
    return commands.map((command) => this.append(command))
  }

  seal(): void {
    const chain = this.#sql.chain.get(this.#office)
    if (chain === undefined || chain.seq === 0) return
    const page = this.#sql.page.get(this.#office, pageOf(chain.seq))
    if (page?.last_seq === chain.seq && page.hash.equals(chain.hash)) return
    this.#signPage(chain.chain, chain.seq, chain.hash)
  }

  cursor(device: string, incarnation: number): number {
    return this.#sql.counted.get(this.#office, device, incarnation) ?? 0
  }

  command(id: string): ReturnType<Authority['command']> {
    const row = this.#sql.command.get(this.#office, id)
    if (row === undefined) return null
    const body = this.#sql.commandBody.get(this.#office, id)
    return { command: body === undefined ? null : (JSON.parse(unpack(body).toString('utf8')) as LedgerCommand), result: resultOf(row) }
  }

  caseOf(subject: string, at: number): LedgerCase | null {
    return bind(subject, this.#casesOf(subject), at)
  }

  caseById(id: string): LedgerCase | null {
    const { subject, k } = subjectOfCase(id)
    const row = this.#sql.caseAt.get(this.#office, subject, k)
    return row === undefined ? null : (JSON.parse(row.snapshot) as LedgerCase)
  }

  eventsOfCase(id: string): readonly LedgerEvent[] {
    return this.#sql.eventsOfCase.all(this.#office, id).map(eventOf)
  }

  events(seq: number, limit: number): readonly LedgerEvent[] {
    return this.#sql.eventsAfter.all(this.#office, seq, limit).map(eventOf)
  }

  officeAt(seq: number): OfficeState {
    return this.#sql.eventsOfOffice
      .all(this.#office)
      .map(eventOf)
      .filter((event) => event.seq <= seq)
      .reduce(evolveOffice, NO_OFFICE)
  }

  receivedBy(dispatch: string, seq: number): readonly { readonly receptacle: string; readonly at: number }[] {
    const received = new Map<string, number>()
    for (const event of this.#sql.consignmentEvents.all(this.#office, dispatch, `${dispatch}~`, seq).map(eventOf)) {
      if (event.type === 'received' && event.subject !== dispatch) received.set(event.subject, event.at)
      else if (event.type === 'undone' && event.data['type'] === 'received') received.delete(event.subject)
    }
    return [...received].map(([receptacle, at]) => ({ receptacle, at })).toSorted((a, b) => (a.receptacle < b.receptacle ? -1 : 1))
  }

  verify(progress?: Progress): Verification {
    return verifyLedger(this.#sql, this.#office, this.#options, progress)
  }

  rebuildCases(progress?: Progress): number {
    this.#sql.dropCases.run(this.#office)
    let done = 0
    let after = ''
    for (;;) {
      const ids = this.#sql.caseIds.all(this.#office, after)
      for (const id of ids) {
        if (id.startsWith('@')) continue
        const folded = foldCase(this.eventsOfCase(id))
        if (folded !== null) this.#putCase(folded)
        done++
      }
      const last = ids.at(-1)
      if (last === undefined) return done
      after = last
      progress?.(done, null)
    }
  }

  #chain(): ChainRow {
    const row = this.#sql.chain.get(this.#office)
    if (row !== undefined) return row
    const chain = Buffer.from(this.#options.random(16)).toString('hex')
    const hash = Buffer.from(genesisHash(digests, this.#office, chain))
    this.#sql.startChain.run(this.#office, chain, hash, Buffer.from(this.#options.publicKey))
    return { chain, seq: 0, hash, office_seq: 0 }
  }

  /** The office as of an event; folded anew where a ROLLBACK took back what was folded. */
  #officeAt(seq: number): OfficeState {
    if (this.#folded.seq !== seq) {
      const state = this.#sql.eventsOfOffice.all(this.#office).map(eventOf).reduce(evolveOffice, NO_OFFICE)
      this.#folded = { seq, state }
    }
    return this.#folded.state
  }

  #load(command: LedgerCommand, chain: ChainRow): Loaded {
    const known = this.#sql.command.get(this.#office, command.id)
    const counted = this.cursor(command.device, command.incarnation)
    const loaded = {
      known: known === undefined ? null : resultOf(known),
      counted,
      issued: command.n <= counted ? (this.#sql.issued.get(this.#office, command.device, command.incarnation, command.n) ?? null) : null,
      seq: chain.seq,
      office: this.#officeAt(chain.office_seq),
    }
    if (known !== undefined || command.n !== counted + 1) return { ...loaded, cases: new Map(), touched: [] }
    const needs = needsOf(command)
    return {
      ...loaded,
      cases: new Map(needs.subjects.map((subject) => [subject, this.#casesOf(subject)])),
      touched: needs.touchedBy === null ? [] : this.#touchedBy(needs.touchedBy),
    }
  }

  #casesOf(subject: string): readonly LedgerCase[] {
    return this.#sql.casesOf.all(this.#office, subject).map((snapshot) => JSON.parse(snapshot) as LedgerCase)
  }

  #touchedBy(id: string): readonly LedgerCase[] {
    const row = this.#sql.command.get(this.#office, id)
    if (row === undefined || row.first_seq === null || row.last_seq === null) return []
    return this.#sql.casesTouched
      .all(this.#office, row.first_seq, row.last_seq)
      .map((caseId) => this.caseById(caseId))
      .filter((one) => one !== null)
  }

  #use(command: LedgerCommand): void {
    this.#sql.count.run(this.#office, command.device, command.incarnation, command.n)
    this.#sql.issue.run(this.#office, command.device, command.incarnation, command.n, command.id)
  }

  #store(command: LedgerCommand, accepted: Extract<Acceptance, { kind: 'stored' }>, chain: ChainRow): void {
    const { result, events } = accepted
    const body = digests.utf8(accepted.json)
    const salt = Buffer.from(this.#options.random(SALT_BYTES))
    const digest = Buffer.from(bodyDigest(digests, salt, body))
    const recordedAt = events[0]?.recordedAt ?? this.#options.now()
    const outcome = result.rejection === null && result.members === null ? null : JSON.stringify({ rejection: result.rejection, members: result.members })
    const { id, device, incarnation, n, name, v, subject, actor, at } = command
    this.#use(command)
    this.#sql.addCommand.run(
      this.#office,
      id,
      device,
      incarnation,
      n,
      name,
      v,
      subject,
      actor,
      at,
      recordedAt,
      digest,
      result.result,
      result.case,
      result.state,
      events[0]?.seq ?? null,
      result.seq,
      outcome,
    )
    const packed = pack(body)
    this.#sql.addCommandBody.run(this.#office, id, salt, packed.coding, packed.body)
    if (events.length === 0) return

    let hash = chain.hash
    for (const event of events) hash = this.#storeEvent(event, digest, hash, chain.chain)
    const last = chain.seq + events.length
    const ofOffice = accepted.office !== this.#folded.state
    this.#sql.advance.run(last, hash, ofOffice ? last : chain.office_seq, this.#office)
    if (ofOffice) this.#folded = { seq: last, state: accepted.office }
    for (const one of accepted.cases) this.#putCase(one)
  }

  #storeEvent(event: LedgerEvent, commandDigest: Buffer, before: Buffer, chain: string): Buffer {
    const body = digests.utf8(canonicalJson(event.data))
    const salt = Buffer.from(this.#options.random(SALT_BYTES))
    const digest = Buffer.from(bodyDigest(digests, salt, body))
    const hash = Buffer.from(eventHash(digests, before, event, commandDigest, digest))
    this.#sql.addEvent.run(this.#office, event.seq, event.command, event.case, event.type, event.v, event.at, event.recordedAt, event.actor, commandDigest, digest)
    const packed = pack(body)
    this.#sql.addEventBody.run(this.#office, event.seq, salt, packed.coding, packed.body)
    if (event.seq % PAGE_SIZE === 0) this.#signPage(chain, event.seq, hash)
    return hash
  }

  #signPage(chain: string, seq: number, hash: Buffer): void {
    const page = pageOf(seq)
    const signature = Buffer.from(this.#options.sign(pageStatement(digests, this.#office, chain, page, seq, hash)))
    this.#sql.putPage.run(this.#office, page, seq, hash, signature, Buffer.from(this.#options.publicKey))
  }

  #putCase(one: LedgerCase): void {
    const id = one.id ?? ''
    const { subject, k } = subjectOfCase(id)
    this.#sql.putCase.run(this.#office, subject, k, id, one.kind, one.state, one.openedAt, one.lastAt, one.lastSeq, foldedSnapshot(one))
  }

  /** Removes what was said in these cases; what happened, by whom and when, stays. */
  #purge(ids: readonly string[]): readonly LedgerCase[] {
    const cases: LedgerCase[] = []
    for (const id of ids) {
      this.#sql.purgeCommands.run(this.#office, this.#office, id)
      this.#sql.purgeEvents.run(this.#office, this.#office, id)
      const skeleton = foldCase(this.eventsOfCase(id))
      if (skeleton === null) continue
      this.#putCase(skeleton)
      cases.push(skeleton)
    }
    this.#sql.purgeRejected.run(this.#office, this.#office, JSON.stringify(ids), JSON.stringify(ids.map((id) => subjectOfCase(id).subject)))
    return cases
  }
}
