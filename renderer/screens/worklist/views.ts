/** Views of the worklist as the screen offers them: the ready-made ones, one's own and the office's. */
import type { ItemFilter, ItemSort, Output } from '../../../shared/contract.ts'
import { BUILT_IN_VIEWS, type BuiltInViewId } from '../../../shared/domain/built-in-views.ts'
import { useDesk } from '../../app/desk.tsx'
import type { TextKey } from '../../i18n/text.tsx'
import { sameFilter, viewToSearch, type WorklistSearch } from './filter-address.ts'

type Counts = Output<'items.counts'>
export interface ReadyView {
  readonly id: string
  readonly name: TextKey
  readonly filter: ItemFilter
  readonly sort: ItemSort
  /** Where one of the kept counters says exactly this. */
  readonly count: ((counts: Counts) => number) | null
  /** Whether it has a tab of its own; the others wait in the menu. */
  readonly tab: boolean
}
export type SavedView = Output<'views.list'>['views'][number]

const COUNTS: Partial<Record<BuiltInViewId, (counts: Counts) => number>> = {
  all: (counts) => counts.all,
  examine: (counts) => (counts.byLaneOpen['orange'] ?? 0) + (counts.byLaneOpen['red'] ?? 0),
  held: (counts) => counts.byState['held'] ?? 0,
  undeclared: (counts) => counts.undeclaredOpen,
}
const TABS: ReadonlySet<string> = new Set(['all', 'targeted', 'examine', 'held', 'undeclared'] satisfies BuiltInViewId[])

export const VIEWS: readonly ReadyView[] = BUILT_IN_VIEWS.map(({ id, filter, sort }) => ({
  id,
  name: `worklist.view.${id}`,
  filter,
  sort,
  count: COUNTS[id] ?? null,
  tab: TABS.has(id),
}))

const NONE: Output<'views.list'> = { views: [], unread: 0 }
export function useSavedViews(): Output<'views.list'> {
  return useDesk('views.list', {}).data ?? NONE
}

export const keyOfView = ({ owner, id }: Pick<SavedView, 'owner' | 'id'>): string => `${owner}/${id}`

/** The address of a saved view: all of its filter, so that whoever cannot see the view still sees its list. */
export const searchOfView = (view: SavedView): WorklistSearch => ({ ...viewToSearch(view), view: [keyOfView(view)] })

export const readyViewOf = (filter: ItemFilter): ReadyView | null => VIEWS.find((one) => sameFilter(one.filter, filter)) ?? null
