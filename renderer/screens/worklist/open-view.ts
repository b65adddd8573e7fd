/**
 * The saved view that the address names, what has been changed since, and what can be done with it. Its actions are in
 * the registry: menu, palette and preferences show the same.
 */
import { useState } from 'react'
import { OFFICE_VIEWS } from '../../../shared/domain/built-in-views.ts'
import { useDesk, useDeskCall } from '../../app/desk.tsx'
import { declareKeys, useKeys } from '../../app/keys.tsx'
import { uuid7 } from '../../app/uuid.ts'
import { useErrorText } from '../../components/states.tsx'
import { toastDone, toastError } from '../../components/toast.tsx'
import { useWords } from '../../i18n/text.tsx'
import { columnsOf, sameColumns, type Arrangement } from './columns.tsx'
import { sameFilter, type WorklistSearch, type WorklistView } from './filter-address.ts'
import { keyOfView, searchOfView, useSavedViews, type SavedView } from './views.ts'

export type ViewAction = 'view.save' | 'view.update' | 'view.rename' | 'view.share' | 'view.remove'
export interface OpenView {
  readonly view: SavedView | null
  readonly changed: boolean
  readonly views: readonly SavedView[]
  readonly unread: number
  readonly self: string
  readonly supervisor: boolean
  /** `null` where it can be done. */
  readonly refusal: (action: ViewAction) => string | null
  readonly run: (action: ViewAction) => void
  /** What asks for something before it runs. */
  readonly asking: 'view.save' | 'view.rename' | 'view.remove' | null
  readonly endAsking: () => void
  /** @param owner a login, or the office */
  readonly save: (name: string, owner: string) => void
  readonly rename: (name: string) => void
  readonly remove: () => void
  readonly busy: boolean
  readonly error: unknown
}

const bind = declareKeys('view.menu', { 'view.save': [], 'view.update': [], 'view.rename': [], 'view.share': [], 'view.remove': [] })

/** The saved view that an address names, where this officer sees it. */
export function viewInAddress(search: WorklistSearch, views: readonly SavedView[]): SavedView | null {
  const [asked] = search['view'] ?? []
  return asked === undefined ? null : (views.find((one) => keyOfView(one) === asked) ?? null)
}

export function useOpenView(view: SavedView | null, shown: WorklistView, arrangement: Arrangement, go: (search: WorklistSearch) => void): OpenView {
  const words = useWords()
  const errorText = useErrorText()
  const user = useDesk('session.get', {}).data?.user
  const { views, unread } = useSavedViews()
  const set = useDeskCall('views.set')
  const removing = useDeskCall('views.remove')
  const sharing = useDeskCall('views.share')
  const [asking, setAsking] = useState<OpenView['asking']>(null)
  const self = user?.login ?? ''
  const supervisor = user?.roles.includes('supervisor') === true
  const columns = columnsOf(arrangement)
  const changed = view !== null && !(sameFilter(view.filter, shown.filter) && view.sort === shown.sort && (view.columns === null || sameColumns(view.columns, columns)))
  const content = { filter: shown.filter, sort: shown.sort, columns }
  const failed = { onError: (error: unknown) => toastError(errorText(error)) }

  const refusal = (action: ViewAction): string | null => {
    if (action === 'view.save') return null
    if (view === null) return words('view.refusal.none')
    if (action === 'view.share' && view.owner === OFFICE_VIEWS) return words('view.refusal.office')
    if ((view.owner === OFFICE_VIEWS || action === 'view.share') && !supervisor) return words('view.refusal.role')
    return action === 'view.update' && !changed ? words('view.refusal.same') : null
  }
  const run = (action: ViewAction) => {
    if (action === 'view.save') setAsking(action)
    else if (view === null || refusal(action) !== null) toastError(refusal(action) ?? '')
    else if (action === 'view.rename' || action === 'view.remove') setAsking(action)
    else if (action === 'view.update')
      set.mutate(
        { id: view.id, owner: view.owner, view: { name: view.name, ...content } },
        { onSuccess: () => (go(searchOfView({ ...view, ...content })), toastDone(words('view.updated', { name: view.name }))), ...failed },
      )
    else sharing.mutate({ id: view.id }, { onSuccess: () => (go(searchOfView({ ...view, owner: OFFICE_VIEWS })), toastDone(words('view.shared', { name: view.name }))), ...failed })
  }
  useKeys(
    bind({
      'view.save': { run: () => run('view.save') },
      'view.update': { run: () => run('view.update'), refusal: () => refusal('view.update') },
      'view.rename': { run: () => run('view.rename'), refusal: () => refusal('view.rename') },
      'view.share': { run: () => run('view.share'), refusal: () => refusal('view.share') },
      'view.remove': { run: () => run('view.remove'), refusal: () => refusal('view.remove') },
    }),
  )
  const begun = () => {
    set.reset()
    removing.reset()
    setAsking(null)
  }
  return {
    view,
    changed,
    views,
    unread,
    self,
    supervisor,
    refusal,
    run,
    asking,
    endAsking: begun,
    save: (name, owner) => {
      const made: SavedView = { id: uuid7(), owner, name, ...content }
      set.mutate({ id: made.id, owner, view: { name, ...content } }, { onSuccess: () => (setAsking(null), go(searchOfView(made)), toastDone(words('view.saved', { name }))) })
    },
    rename: (name) => {
      if (view === null) return
      const { filter, sort, columns: kept } = view
      set.mutate({ id: view.id, owner: view.owner, view: { name, filter, sort, columns: kept } }, { onSuccess: () => (setAsking(null), toastDone(words('view.saved', { name }))) })
    },
    remove: () => {
      if (view === null) return
      removing.mutate({ id: view.id, owner: view.owner }, { onSuccess: () => (setAsking(null), go({}), toastDone(words('view.removed', { name: view.name }))) })
    },
    busy: set.isPending || removing.isPending,
    error: set.error ?? removing.error,
  }
}

export const VIEW_ACTIONS: readonly ViewAction[] = ['view.save', 'view.update', 'view.rename', 'view.share', 'view.remove']
