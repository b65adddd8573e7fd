/** The views of the worklist that come with the product. Apart from the saved ones, whose schemas a page does not need. */
import type { ItemFilter, ItemSort } from '../contract/records.ts'

/** The owner of the office's views. No login can be it: logins begin with a letter or digit. */
export const OFFICE_VIEWS = '@office'
/** Stands for whoever looks: a view with it is everybody's own list. */
export const MYSELF = '@me'

export interface BuiltInView {
  readonly id: string
  readonly filter: ItemFilter
  readonly sort: ItemSort
}
type Clause = ItemFilter['where'][number]
const is = (field: Clause['field'], ...values: string[]): Clause => ({ field, op: 'is', values })

/** In the order of their tabs and of the menu. Ids are names for scripts and addresses: never renamed. */
export const BUILT_IN_VIEWS = [
  { id: 'all', filter: { where: [] }, sort: 'newest' },
  { id: 'targeted', filter: { where: [is('targeted', 'true'), is('state', 'expected', 'arrived')] }, sort: 'newest' },
  { id: 'examine', filter: { where: [is('lane', 'orange', 'red'), is('open', 'true')] }, sort: 'newest' },
  { id: 'held', filter: { where: [is('state', 'held')] }, sort: 'oldest' },
  { id: 'undeclared', filter: { where: [is('declared', 'false'), is('open', 'true')] }, sort: 'newest' },
  { id: 'proposals', filter: { where: [is('proposed', 'true')] }, sort: 'oldest' },
  { id: 'my-examinations', filter: { where: [is('examiner', MYSELF)] }, sort: 'oldest' },
  { id: 'held-over-48-h', filter: { where: [is('state', 'held'), is('heldHours', '48')] }, sort: 'oldest' },
  { id: 'held-without-a-reason', filter: { where: [is('state', 'held'), is('reasoned', 'false')] }, sort: 'oldest' },
  { id: 'released-without-return', filter: { where: [is('state', 'released'), is('returned', 'false')] }, sort: 'oldest' },
] as const satisfies readonly BuiltInView[]
export type BuiltInViewId = (typeof BUILT_IN_VIEWS)[number]['id']
