/** The built-in views, in the order of their tabs. A view is a filter with a name, nothing more. */
import type { ItemFilter, ItemSort, Output } from '../../../shared/contract.ts'
import type { TextKey } from '../../i18n/text.tsx'

export interface BuiltInView {
  readonly id: string
  readonly name: TextKey
  readonly filter: ItemFilter
  readonly sort: ItemSort
  /** Where one of the kept counters says exactly this. */
  readonly count?: (counts: Output<'items.counts'>) => number
}

export const VIEWS: readonly BuiltInView[] = [
  { id: 'all', name: 'worklist.view.all', filter: { where: [] }, sort: 'newest', count: (counts) => counts.all },
  {
    id: 'targeted',
    name: 'worklist.view.targeted',
    filter: {
      where: [
        { field: 'targeted', op: 'is', values: ['true'] },
        { field: 'state', op: 'is', values: ['expected', 'arrived'] },
      ],
    },
    sort: 'newest',
  },
  {
    id: 'examine',
    name: 'worklist.view.examine',
    filter: {
      where: [
        { field: 'lane', op: 'is', values: ['orange', 'red'] },
        { field: 'open', op: 'is', values: ['true'] },
      ],
    },
    sort: 'newest',
    count: (counts) => (counts.byLaneOpen['orange'] ?? 0) + (counts.byLaneOpen['red'] ?? 0),
  },
  { id: 'held', name: 'worklist.view.held', filter: { where: [{ field: 'state', op: 'is', values: ['held'] }] }, sort: 'oldest', count: (counts) => counts.byState['held'] ?? 0 },
  {
    id: 'undeclared',
    name: 'worklist.view.undeclared',
    filter: {
      where: [
        { field: 'declared', op: 'is', values: ['false'] },
        { field: 'open', op: 'is', values: ['true'] },
      ],
    },
    sort: 'newest',
    count: (counts) => counts.undeclaredOpen,
  },
  { id: 'proposals', name: 'worklist.view.proposals', filter: { where: [{ field: 'proposed', op: 'is', values: ['true'] }] }, sort: 'oldest' },
]
