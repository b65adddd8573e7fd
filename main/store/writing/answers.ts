/**
 * Sends what is due: makes the answer from its ledger event, delivers the file durably, then says so in the ledger.
 *
 * In this order, so that it is *at least* once: a crash between the two writes the very same file again. An answer
 * that could not be written stays in the tray with the reason.
 */
import { codeRow } from '../../../shared/domain/code-tables.ts'
import type { OfficeState } from '../../../shared/domain/office.ts'
import { settingsOf } from '../../../shared/domain/settings.ts'
import { english } from '../../../shared/i18n/say.ts'
import type { SqliteAuthority } from '../../../hub/authority/sqlite.ts'
import type { CaseFacts, CommandResult, LedgerCommand, LedgerEvent } from '../../../shared/ledger/types.ts'
import { composeAnswer, type Answer, type OwedAnswer } from '../../exchange/out/answers.ts'
import { deliver } from '../../exchange/out/deliver.ts'
import { chooseMap, type MessageMap } from '../../exchange/maps/map.ts'
import { writeMessage } from '../../exchange/write.ts'
import type { WriteDb } from '../open.ts'
import type { WriterCalls } from '../protocol.ts'
import { mapsOf } from './contexts.ts'
import { tablesOf } from './rule-set.ts'

interface Row {
  readonly id: string
  readonly seq: number
  readonly type: OwedAnswer['type']
  readonly item: string
  readonly case_id: string
  readonly command: string
  readonly decision: string | null
  readonly event: string | null
  readonly supersedes: string | null
}
const COLUMNS = 'id, seq, type, item, case_id, command, decision, event, supersedes'

export interface AnswerDependencies {
  readonly db: WriteDb
  readonly authority: SqliteAuthority
  readonly office: () => OfficeState
  readonly markSent: (subject: string, sent: { readonly command: string; readonly file: string; readonly digest: string }) => CommandResult
}

export interface Answers {
  /** Writes what is due into `folder`, or into the office's out folder. */
  flush(folder: string | null): Generator<void, WriterCalls['flush']['output']>
  /** The message as it will be (or was) written. */
  text(id: string): string
}

export function answers({ db, authority, office, markSent }: AnswerDependencies): Answers {
  const dueRows = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM out_tray WHERE status IN ('waiting', 'failed') AND due_ms <= ? ORDER BY seq, id`)
  const oneRow = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM out_tray WHERE id = ?`)
  const isWaiting = db.prepare<[string], { one: number }>("SELECT 1 AS one FROM out_tray WHERE id = ? AND status IN ('waiting', 'failed')")
  const fail = db.prepare("UPDATE out_tray SET status = 'failed', reason = ? WHERE id = ?")
  const waiting = db.prepare<[], { n: number }>("SELECT count(*) AS n FROM out_tray WHERE status IN ('waiting', 'failed')")

  /** Folded once for all rows between two changes of the office. */
  let folded: { readonly from: number; readonly state: OfficeState } | null = null
  function officeAt(seq: number): OfficeState {
    const now = office()
    if (seq >= now.lastSeq) return now
    if (folded === null || folded.from !== seq) folded = { from: seq, state: authority.officeAt(seq) }
    return folded.state
  }

  function compose(row: Row): { readonly answer: Answer; readonly bytes: Uint8Array } {
    const event = authority.events(row.seq - 1, 1)[0]
    if (event === undefined) throw new Error(`The ledger has no event ${row.seq}.`)
    // As the office stood when it was decided: a second write must be the same bytes, whatever was set since.
    const state = officeAt(row.seq)
    const settings = settingsOf(state)
    const tables = tablesOf(state)
    const command = authority.command(row.command)?.command ?? null
    const answer = composeAnswer(row, event satisfies LedgerEvent, {
      office: state.office ?? '',
      ownAddress: settings.ownAddress,
      postAddress: settings.postAddress,
      receptacle: receptacleIn(command, row.item),
      received: row.type === 'RESDES' ? authority.receivedBy(row.item.slice(0, 20), row.seq) : [],
      postCode: (table, code) => codeRow(tables, table, code)?.extra[table === 'decisions' ? 'post_code' : 'upu_code'] || code,
    })
    const maps: readonly MessageMap[] = mapsOf(state).filter((map) => map.type === answer.head.type)
    const map = chooseMap(maps, answer.head.version, settings.postAddress, null)?.map
    if (map === undefined) throw new Error(`There is no message map for ${answer.head.type}.`)
    return { answer, bytes: writeMessage(map, answer.head, answer.records).bytes }
  }

  return {
    *flush(folder) {
      const to = folder ?? settingsOf(office()).outFolder
      const written: WriterCalls['flush']['output']['written'] = []
      const failed: WriterCalls['flush']['output']['failed'] = []
      for (const row of dueRows.all(Date.now())) {
        yield
        // Another command may have come between two steps: what it superseded or undid does not leave any more.
        if (isWaiting.get(row.id) === undefined) continue
        try {
          if (to === null) throw new Error('No out folder is set. Name one in Administration, or with --flush DIR.')
          const { answer, bytes } = compose(row)
          const delivery = deliver(to, answer.file, bytes)
          if (!delivery.ok) throw new Error(delivery.reason)
          const result = markSent(row.item, { command: row.command, file: answer.file, digest: delivery.sha256 })
          if (result.result === 'rejected') throw new Error(`The ledger refused to note the answer as sent (${result.rejection?.code ?? ''}).`)
          written.push({ id: row.id, file: answer.file, sha256: delivery.sha256 })
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          fail.run(reason, row.id)
          failed.push({ id: row.id, reason })
        }
      }
      return { written, failed, waiting: waiting.get()?.n ?? 0 }
    },
    text(id) {
      const row = oneRow.get(id)
      if (row === undefined) throw Object.assign(new Error(english('error', 'not-found')), { code: 'not-found', details: { id } })
      return Buffer.from(compose(row).bytes).toString('utf8')
    },
  }
}

/** Where the item lay when it was decided: from the command's own facts, so that the bytes never change. */
function receptacleIn(command: LedgerCommand | null, item: string): string | null {
  const facts = command?.facts ?? null
  if (facts === null) return null
  const of: CaseFacts | undefined = 'members' in facts ? facts.members.find((member) => member.subject === item)?.facts : facts
  return of?.receptacle ?? null
}
