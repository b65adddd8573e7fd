/** What is known of what somebody holds under a scanner: by keys alone, so that it takes the same time in a store of any size. */
import type { SqliteAuthority } from '../../../hub/authority/sqlite.ts'
import type { ItemRow } from '../../../shared/contract.ts'
import { checkS10, kindOf, parseDispatch, parseReceptacle } from '../../../shared/domain/identifiers.ts'
import type { ScannedItem, ScanFacts } from '../../../shared/domain/scan-verdict.ts'
import type { Hit } from '../../selectivity/evaluate.ts'
import type { ReadDb } from '../open.ts'
import { REUSE_MS } from '../project/occurrences.ts'
import { itemRow } from './item-rows.ts'
import { latestCase } from './lookup.ts'
import { get, value } from './statements.ts'

export interface Scanned {
  readonly kind: ScanFacts['kind']
  readonly sound: boolean
  readonly known: boolean
  readonly destination: string | null
  readonly item: ScannedItem | null
  readonly bag: ScanFacts['receptacle']
  readonly row: ItemRow | null
  readonly reason: { code: string; values: Record<string, string | number>; text: string } | null
}

/** @param input `identifier` normalised; `actor` whose own flags are no news; `at` epoch ms: a number that rested for long is another item's now */
export function scanned(db: ReadDb, authority: Pick<SqliteAuthority, 'caseById' | 'office'>, input: { identifier: string; actor: string | null; at: number }): Scanned {
  const { identifier } = input
  const kind = kindOf(identifier)
  const nothing: Scanned = { kind, sound: true, known: false, destination: null, item: null, bag: null, row: null, reason: null }
  if (kind === 'dispatch')
    return { ...nothing, known: value(db, 'SELECT 1 FROM dispatch WHERE dispatch = ?', [identifier]) !== undefined, destination: parseDispatch(identifier)?.destination ?? null }
  if (kind === 'receptacle') {
    const stored = get<{ status: string; announcements: number }>(db, 'SELECT status, announcements FROM receptacle WHERE receptacle = ?', [identifier])
    const dispatch = parseReceptacle(identifier)?.dispatch
    return {
      ...nothing,
      known: stored !== undefined,
      destination: dispatch === undefined ? null : (parseDispatch(dispatch)?.destination ?? null),
      bag: stored === undefined ? null : { status: stored.status as NonNullable<ScanFacts['receptacle']>['status'], announced: stored.announcements > 0 },
    }
  }
  const sound = kind === 'other' || checkS10(identifier).ok
  const stored = latestCase(db, identifier)
  if (stored === null || (kind === 'item' && input.at - stored.updated_ms > REUSE_MS)) return { ...nothing, sound }
  const more = get<{ announced: number; advised: string | null; seen: number; hits: string | null }>(db, 'SELECT announced, advised, seen, hits FROM item WHERE id = ?', [
    stored.id,
  ])
  const row = itemRow(stored)
  const known = authority.caseById(stored.case_id)
  const users = authority.office().users
  const flaggedBy = known?.kind === 'item' ? known.flags.filter((flag) => flag.actor !== input.actor).map((flag) => users[flag.actor]?.name ?? flag.actor) : []
  const [hit] = more?.hits == null ? [] : (JSON.parse(more.hits) as Hit[])
  return {
    ...nothing,
    // What the desk knows under this number is that item, whatever its check digit says.
    sound: true,
    known: true,
    destination: stored.dispatch === null ? null : (parseDispatch(stored.dispatch)?.destination ?? null),
    item: {
      state: row.state,
      lane: row.lane,
      announced: more?.announced === 1,
      declared: row.declared,
      targeted: row.targeted,
      seen: more?.seen === 1,
      advised: more?.advised ?? null,
      flaggedBy: [...new Set(flaggedBy)],
    },
    row,
    reason: hit === undefined ? null : { code: hit.reason.code, values: { ...hit.reason.values }, text: hit.reason.text },
  }
}
