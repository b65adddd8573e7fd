/** Which fields a condition may name, and how its values are chosen. */
import { CASE_STATES, LANES } from '../../../shared/domain/codes.ts'
import type { ItemField } from './filter-address.ts'

export const YES_NO = ['targeted', 'flagged', 'declared', 'open', 'proposed', 'reasoned', 'returned'] as const
export type YesNoField = (typeof YES_NO)[number]

/** In the order of the menu: what officers ask for most comes first. */
export const CONDITION_FIELDS: readonly ItemField[] = [
  'state',
  'lane',
  'targeted',
  'flagged',
  'declared',
  'open',
  'proposed',
  'heldHours',
  'reasoned',
  'returned',
  'class',
  'originCountry',
  'nature',
  'dispatch',
  'receptacle',
  'flag',
  'lastEvent',
  'assignee',
  'examiner',
  'rule',
  'currency',
  'item',
]

/** Fields whose values are known beforehand, or stand in a code table. */
export const CHOICES: Partial<Record<ItemField, readonly string[]>> = { state: CASE_STATES, lane: LANES }
export const TABLES: Partial<Record<ItemField, string>> = { class: 'mail-class', nature: 'nature', flag: 'flags', lastEvent: 'event-codes' }
export const UPPER_CASE: ReadonlySet<ItemField> = new Set(['originCountry', 'currency', 'dispatch', 'receptacle', 'item', 'lastEvent'])
