/** Everything known of one item: what the screen of an item and `liaison item` show. */
import { codeLabel, type CodeTables } from '../../../shared/domain/code-tables.ts'
import type { ItemDetail } from '../../../shared/contract.ts'
import { timelineType, timelineValues, type Case } from '../../../shared/domain/case.ts'
import type { CustomsDecision, Declaration, Finding, Money } from '../../../shared/domain/records.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { decimalText } from '../../../shared/domain/money.ts'
import { english } from '../../../shared/i18n/say.ts'
import type { Authority } from '../../../shared/ledger/port.ts'
import type { Hit } from '../../selectivity/evaluate.ts'
import { factRange, messageOf } from '../intake/facts.ts'
import type { ReadDb } from '../open.ts'
import { REUSE_MS } from '../project/occurrences.ts'
import { isoTime, isoTimeOrNull, ITEM_COLUMNS, itemRow, kilograms, type StoredItem } from './item-rows.ts'
import { all, get } from './statements.ts'

type Said = ItemDetail['timeline'][number]['said']
interface TimelineEntry {
  readonly ms: number
  readonly kind: string
  readonly code: string
  readonly values: Record<string, string | number>
  readonly actor: string | null
  readonly command: string | null
}
interface MessageOf {
  readonly id: number
  readonly type: string
  readonly reference: string | null
  readonly sender: string | null
  readonly prepared_ms: number | null
  readonly live: number
  readonly counted: number
  readonly received_ms: number
}
interface EventRow {
  readonly id: number
  readonly code: string
  readonly at_ms: number | null
  readonly office: string | null
  readonly receptacle: string | null
  readonly reason: string | null
  readonly remark: string | null
}
interface PieceRow {
  readonly piece: number
  readonly description: string | null
  readonly quantity: number | null
  readonly net_g: number | null
  readonly value_text: string | null
  readonly value_minor: number | null
  readonly value_exponent: number | null
  readonly currency: string | null
  readonly hs: string | null
  readonly origin: string | null
}

/** @param named an identifier in any spelling, or a case id; of a re-used number its latest case */
export function itemDetail(db: ReadDb, authority: Pick<Authority, 'caseById' | 'eventsOfCase'>, tables: CodeTables, named: string): ItemDetail | null {
  const stored = findItem(db, named)
  if (stored === null) return null
  const row = itemRow(stored)
  const more = get<{ declaration: number | null; hits: string | null; quality: string | null; first_ms: number; updated_ms: number }>(
    db,
    'SELECT declaration, hits, quality, first_ms, updated_ms FROM item WHERE id = ?',
    [stored.id],
  )
  if (more === undefined) return null
  const within = (ms: number): boolean => ms >= more.first_ms - REUSE_MS && ms <= more.updated_ms + REUSE_MS
  const messages = new Map<number, MessageOf>()
  const message = (fact: number): MessageOf | null => {
    const id = messageOf(fact)
    const kept =
      messages.get(id) ??
      get<MessageOf>(
        db,
        "SELECT m.id, m.type, m.reference, m.sender, m.prepared_ms, m.live, m.status IN ('accepted', 'accepted-with-findings') AS counted, i.received_ms FROM message m JOIN interchange i ON i.id = m.interchange WHERE m.id = ?",
        [id],
      )
    if (kept !== undefined) messages.set(id, kept)
    return kept?.counted === 1 ? kept : null
  }
  const ledger = authority.caseById(row.case)
  const known = ledger?.kind === 'item' ? ledger : null
  const reason = (code: string): string => codeLabel(tables, 'retention-reasons', code, 'en')

  const timeline: TimelineEntry[] = []
  const events = all<EventRow>(db, 'SELECT id, code, at_ms, office, receptacle, reason, remark FROM item_event WHERE item = ?', [row.item])
    .map((event) => ({ event, from: message(event.id) }))
    .filter(({ event, from }) => from?.live === 1 && within(event.at_ms ?? from.prepared_ms ?? from.received_ms))
    .sort((a, b) => (a.event.at_ms ?? 0) - (b.event.at_ms ?? 0) || a.event.id - b.event.id)
  for (const { event, from } of events) {
    const label = codeLabel(tables, 'event-codes', event.code, 'en')
    timeline.push({
      ms: event.at_ms ?? from?.prepared_ms ?? from?.received_ms ?? 0,
      kind: 'event',
      code: event.office === null ? 'post-event' : 'post-event-at',
      values: { code: event.code, label, office: event.office ?? '' },
      actor: from?.sender ?? null,
      command: null,
    })
  }
  for (const advice of all<{ id: number; receptacle: string | null }>(db, 'SELECT id, receptacle FROM item_advice WHERE item = ?', [row.item])) {
    const from = message(advice.id)
    if (from === null || !within(from.prepared_ms ?? from.received_ms)) continue
    const code = from.live === 0 ? 'announcement-withdrawn' : advice.receptacle === null ? 'announced-loose' : 'announced'
    timeline.push({
      ms: from.prepared_ms ?? from.received_ms,
      kind: 'message',
      code,
      values: { type: from.type, reference: from.reference ?? '', receptacle: advice.receptacle ?? '' },
      actor: from.sender,
      command: null,
    })
  }
  for (const { id } of all<{ id: number }>(db, 'SELECT id FROM declaration WHERE item = ?', [row.item])) {
    const from = message(id)
    if (from === null || !within(from.prepared_ms ?? from.received_ms)) continue
    timeline.push({
      ms: from.prepared_ms ?? from.received_ms,
      kind: 'message',
      code: id !== more.declaration ? 'declaration-replaced' : from.sender === null ? 'declared-unsigned' : 'declared',
      values: { type: from.type, reference: from.reference ?? '', from: from.sender ?? '—' },
      actor: from.sender,
      command: null,
    })
  }
  for (const answer of all<{ id: number; record: string }>(db, 'SELECT id, record FROM item_decision WHERE item = ?', [row.item])) {
    const from = message(answer.id)
    const record = JSON.parse(answer.record) as CustomsDecision
    const ms = record.decidedAt?.ms ?? from?.prepared_ms ?? from?.received_ms ?? 0
    if (from !== null && within(ms)) timeline.push({ ms, kind: 'message', code: 'foreign-answer', values: { decision: record.decision }, actor: from.sender, command: null })
  }
  for (const event of known?.id == null ? [] : authority.eventsOfCase(known.id)) {
    timeline.push({
      ms: event.at,
      kind: kindOfEvent(event.type, event.data),
      code: timelineType(event),
      values: { ...timelineValues(event, reason) },
      actor: event.actor,
      command: event.command,
    })
  }

  const declaration = declarationOf(db, more.declaration, message)
  return {
    ...row,
    declaration,
    content: contentOf(db, more.declaration, known),
    events: events.map(({ event, from }) => ({
      code: event.code,
      at: isoTimeOrNull(event.at_ms),
      office: event.office,
      receptacle: event.receptacle,
      reason: event.reason,
      remark: event.remark,
      message: from?.id ?? 0,
    })),
    timeline: timeline
      .sort((a, b) => a.ms - b.ms)
      .map((entry) => {
        const text = english('timeline', entry.code, entry.values)
        return { at: isoTime(entry.ms), kind: entry.kind, text, said: { code: entry.code, values: entry.values, text } satisfies Said, actor: entry.actor, command: entry.command }
      }),
    findings: findingsOf(db, row.item, more.quality, message),
    hits:
      more.hits === null
        ? []
        : (JSON.parse(more.hits) as Hit[]).map((hit) => ({
            rule: hit.rule,
            lane: hit.lane,
            reason: { code: hit.reason.code, values: { ...hit.reason.values }, text: hit.reason.text },
            values: { ...hit.values },
          })),
  }
}

function findItem(db: ReadDb, named: string): StoredItem | null {
  const byCase = get<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM item WHERE case_id = ?`, [named.trim()])
  if (byCase !== undefined) return byCase
  const item = normaliseIdentifier(named)
  return (
    get<StoredItem>(db, `SELECT ${ITEM_COLUMNS} FROM item WHERE case_id >= ? AND case_id < ? AND item = ? ORDER BY first_ms DESC LIMIT 1`, [`${item}#`, `${item}~~`, item]) ?? null
  )
}

/** The icon of a ledger event in the timeline. */
function kindOfEvent(type: string, data: Readonly<Record<string, unknown>>): string {
  if (typeof data['decision'] === 'string') return 'decision'
  switch (type) {
    case 'noted':
    case 'attached':
      return 'note'
    case 'flagged':
    case 'unflagged':
    case 'targeted':
    case 'untargeted':
      return 'flag'
    case 'examined':
      return 'finding'
    case 'answer-sent':
      return 'answer'
    default:
      return 'step'
  }
}

function declarationOf(db: ReadDb, id: number | null, message: (fact: number) => MessageOf | null): ItemDetail['declaration'] {
  const stored = id === null ? undefined : get<{ record: string }>(db, 'SELECT record FROM declaration WHERE id = ?', [id])
  if (id === null || stored === undefined) return null
  const record = JSON.parse(stored.record) as Omit<Declaration, 'content' | 'kind'>
  const from = message(id)
  return {
    message: from?.id ?? 0,
    type: from?.type ?? '',
    reference: from?.reference ?? null,
    from: from?.sender ?? null,
    prepared: isoTimeOrNull(from?.prepared_ms ?? null),
    localId: record.localId,
    postingDate: record.postingDate,
    mailClass: record.mailClass,
    mailCategory: record.mailCategory,
    handlingClass: record.handlingClass,
    originOperator: record.originOperator,
    destinationOperator: record.destinationOperator,
    dispatch: record.dispatch,
    receptacle: record.receptacle,
    nature: record.nature,
    grossWeightKg: kilograms(record.grossWeightG),
    postage: money(record.postage),
    insuredValue: money(record.insuredValue),
    sender: record.sender === null ? null : { ...record.sender, taxIds: [...record.sender.taxIds] },
    addressee: record.addressee === null ? null : { ...record.addressee, taxIds: [...record.addressee.taxIds] },
    documents: [...record.documents],
    referrals: record.referrals.map((referral) => ({ code: referral.code, at: isoTimeOrNull(referral.at?.ms ?? null), answered: referral.answered })),
    customsOffice: record.customsOffice,
  }
}

const money = (value: Money | null) => (value === null ? null : { amount: value.minor === null ? value.text : decimalText(value.minor, value.exponent), currency: value.currency })

/** Declared pieces in their order, each with what was found of it; a piece found in excess of the declaration comes last. */
function contentOf(db: ReadDb, declaration: number | null, ledger: Case | null): ItemDetail['content'] {
  const declared =
    declaration === null
      ? []
      : all<PieceRow>(
          db,
          'SELECT piece, description, quantity, net_g, value_text, value_minor, value_exponent, currency, hs, origin FROM content_piece WHERE declaration = ? ORDER BY piece',
          [declaration],
        )
  const found = new Map((ledger?.found ?? []).map((piece) => [piece.piece, piece]))
  const foundOf = (piece: number): ItemDetail['content'][number]['found'] => {
    const one = found.get(piece)
    if (one === undefined) return null
    return {
      description: one.description ?? null,
      quantity: one.quantity ?? null,
      netWeightKg: kilograms(one.netWeightG ?? null),
      value: one.value ?? null,
      currency: one.currency ?? null,
      hs: one.hs ?? null,
      origin: one.origin ?? null,
    }
  }
  const lines = declared.map((piece) => ({
    piece: piece.piece,
    description: piece.description,
    quantity: piece.quantity,
    netWeightKg: kilograms(piece.net_g),
    value: piece.value_minor === null ? null : decimalText(piece.value_minor, piece.value_exponent ?? 2),
    currency: piece.currency,
    hs: piece.hs,
    origin: piece.origin,
    found: foundOf(piece.piece),
  }))
  const numbers = new Set(declared.map((piece) => piece.piece))
  const excess = [...found.keys()].filter((piece) => !numbers.has(piece)).toSorted((a, b) => a - b)
  return [
    ...lines,
    ...excess.map((piece) => ({ piece, description: null, quantity: null, netWeightKg: null, value: null, currency: null, hs: null, origin: null, found: foundOf(piece) })),
  ]
}

/** Faults of this item: what readers said of it in messages that count, and the quality of the declaration in force. */
function findingsOf(db: ReadDb, item: string, quality: string | null, message: (fact: number) => MessageOf | null): ItemDetail['findings'] {
  const said = all<{ message: number; code: string; severity: string; place: string; fills: string }>(
    db,
    'SELECT message, code, severity, place, fills FROM finding WHERE item = ? ORDER BY message, n LIMIT 200',
    [item],
  )
    .filter((row) => message(factRange(row.message).from)?.live === 1)
    .map((row) => {
      const values = JSON.parse(row.fills) as Record<string, string | number>
      return { code: row.code, severity: severityOf(row.severity), where: row.place, values, text: english('finding', row.code, values) }
    })
  const seen = new Set(said.map((finding) => finding.code))
  const own = quality === null ? [] : (JSON.parse(quality) as Finding[]).filter((finding) => !seen.has(finding.code))
  return [
    ...said,
    ...own.map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      where: finding.place,
      values: { ...finding.values },
      text: english('finding', finding.code, finding.values),
    })),
  ]
}

const severityOf = (text: string): 'info' | 'warning' | 'error' => (text === 'info' || text === 'warning' ? text : 'error')
