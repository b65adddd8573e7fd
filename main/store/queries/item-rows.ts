/** Rows of the worklist, from the columns of the projection to the contract's shape. */
import type { ItemRow } from '../../../shared/contract.ts'
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'

export const ITEM_COLUMNS = `item.id, item.item, item.case_id, item.dispatch, item.receptacle, item.state, item.lane, item.flags, item.targeted, item.class, item.origin_country,
  item.nature, item.description, item.pieces, item.gross_g, item.value, item.currency, item.sender, item.addressee, item.declaration IS NOT NULL AS declared, item.last_event, item.updated_ms`

export interface StoredItem {
  readonly id: number
  readonly item: string
  readonly case_id: string
  readonly dispatch: string | null
  readonly receptacle: string | null
  readonly state: number
  readonly lane: number
  readonly flags: string | null
  readonly targeted: number
  readonly class: string | null
  readonly origin_country: string | null
  readonly nature: string | null
  readonly description: string | null
  readonly pieces: number
  readonly gross_g: number | null
  readonly value: string | null
  readonly currency: string | null
  readonly sender: string | null
  readonly addressee: string | null
  readonly declared: number
  readonly last_event: string | null
  readonly updated_ms: number
}

export function itemRow(stored: StoredItem): ItemRow {
  const state = CASE_STATES[stored.state]
  const lane = LANES[stored.lane]
  if (state === undefined || lane === undefined) throw new RangeError(`Item ${stored.item} has state ${stored.state} and lane ${stored.lane}.`)
  return {
    item: stored.item,
    case: stored.case_id,
    dispatch: stored.dispatch,
    receptacle: stored.receptacle,
    state,
    lane,
    flags: stored.flags === null ? [] : (JSON.parse(stored.flags) as string[]),
    targeted: stored.targeted === 1,
    class: stored.class,
    originCountry: stored.origin_country,
    nature: stored.nature,
    description: stored.description,
    pieces: stored.pieces,
    grossWeightKg: kilograms(stored.gross_g),
    value: stored.value,
    currency: stored.currency,
    sender: stored.sender,
    addressee: stored.addressee,
    declared: stored.declared === 1,
    lastEvent: stored.last_event,
    updatedAt: isoTime(stored.updated_ms),
  }
}

/** Grams to kilograms; a number, as JSON gives it out. */
export const kilograms = (grams: number | null): number | null => (grams === null ? null : grams / 1000)

/** Epoch milliseconds to `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const isoTime = (ms: number): string => new Date(ms).toISOString()
export const isoTimeOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms))
