/**
 * The out-tray: what the ledger's events owe the post.
 *
 * A projection like the others: `apply` is called with every event in the ledger's order, at once when it is
 * made and again in a rebuild. A row says what is owed and where it stands; its bytes are made when it is
 * written, from the event alone (`main/exchange/out`).
 *
 *            undone (not yet sent)
 *   waiting ───────────────────────► undone
 *      │ ╲__ a later decision ─────► superseded (never sent)
 *      ▼
 *   (written) ── answer-sent ──────► sent       `failed` is a waiting row whose last try had a reason
 */
import type { LedgerEvent } from '../../../shared/ledger/types.ts'
import { kindOf } from '../../../shared/domain/identifiers.ts'
import { fileName } from '../../exchange/out/answers.ts'
import type { WriteDb } from '../open.ts'

export type AnswerType = 'CUSRSP' | 'EMSEVT' | 'RESDES'

/** `<command>/<item>/<type>[:<event code>]`: derived from the command, so a second write is the same row and file. */
export const answerId = (command: string, item: string, type: AnswerType, event: string | null): string => `${command}/${item}/${type}${event === null ? '' : `:${event}`}`

interface Row {
  readonly id: string
  readonly status: string
  readonly supersedes: string | null
}

export interface OutTray {
  apply(event: LedgerEvent): void
}

/** @param undoMs how long an answer waits so that undo is free; asked at each event, since the office may change it */
export function outTrayProjector(db: WriteDb, undoMs: () => number): OutTray {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO out_tray(id, seq, type, item, case_id, command, decision, event, actor, at_ms, due_ms, status, supersedes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
  )
  const answerOf = db.prepare<[string, string], Row>("SELECT id, status, supersedes FROM out_tray WHERE case_id = ? AND command = ? AND type = 'CUSRSP'")
  const supersede = db.prepare("UPDATE out_tray SET status = CASE WHEN status IN ('waiting', 'failed') THEN 'superseded' ELSE status END, superseded_by = ? WHERE id = ?")
  const supersedeEvents = db.prepare(
    "UPDATE out_tray SET status = 'superseded', superseded_by = ? WHERE case_id = ? AND command = ? AND type = 'EMSEVT' AND event <> 'EDB' AND status IN ('waiting', 'failed')",
  )
  const undo = db.prepare("UPDATE out_tray SET status = 'undone', reason = NULL WHERE case_id = ? AND command = ? AND status IN ('waiting', 'failed')")
  const putBack = db.prepare(
    "UPDATE out_tray SET status = CASE WHEN status = 'superseded' THEN 'waiting' ELSE status END, superseded_by = NULL WHERE case_id = ? AND superseded_by = ?",
  )
  const owedBy = db.prepare<[string, string], { id: string; type: AnswerType; item: string; command: string; event: string | null }>(
    'SELECT id, type, item, command, event FROM out_tray WHERE case_id = ? AND command = ?',
  )
  const sent = db.prepare("UPDATE out_tray SET status = 'sent', file = ?, digest = ?, reason = NULL WHERE id = ?")

  return {
    apply(event) {
      const { data } = event
      const add = (type: AnswerType, decision: string | null, code: string | null, supersedes: string | null) =>
        insert.run(
          answerId(event.command, event.subject, type, code),
          event.seq,
          type,
          event.subject,
          event.case,
          event.command,
          decision,
          code,
          textOf(data['officer']) ?? event.actor,
          event.at,
          event.recordedAt + undoMs(),
          supersedes,
        )

      if (typeof data['decision'] === 'string') {
        const before = textOf(data['supersedes'])
        const earlier = before === null ? undefined : answerOf.get(event.case, before)
        // An answer that never left leaves no trace at the post: the new one then supersedes what it superseded.
        const names = earlier === undefined ? null : earlier.status === 'sent' ? earlier.id : earlier.supersedes
        const id = answerId(event.command, event.subject, 'CUSRSP', null)
        add('CUSRSP', data['decision'], null, names)
        if (earlier !== undefined && earlier.id !== id) supersede.run(id, earlier.id)
        // What a decision owed goes with it where the post has heard of neither: it would be told of a release that never was.
        if (before !== null && before !== event.command) supersedeEvents.run(id, event.case, before)
      }
      const owes = data['owes']
      if (Array.isArray(owes)) for (const code of owes) if (typeof code === 'string') add('EMSEVT', null, code, null)
      if (event.type === 'received' && kindOf(event.subject) !== 'item') add('RESDES', null, null, null)
      if (event.type === 'undone') {
        const command = textOf(data['command'])
        if (command === null) return
        undo.run(event.case, command)
        putBack.run(event.case, answerId(command, event.subject, 'CUSRSP', null))
      }
      if (event.type === 'untargeted') {
        const command = textOf(data['withdraws'])
        if (command !== null) undo.run(event.case, command)
      }
      if (event.type === 'answer-sent') {
        const file = textOf(data['file'])
        for (const row of owedBy.all(event.case, textOf(data['command']) ?? '')) if (fileName(row) === file) sent.run(file, textOf(data['digest']), row.id)
      }
    },
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
