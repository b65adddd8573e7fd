/** Saved views of the worklist. Every change is a ledger command, and what may be changed is decided there. */
import type { ItemFilter } from '../../shared/contract.ts'
import { MYSELF, OFFICE_VIEWS } from '../../shared/domain/built-in-views.ts'
import { viewsFor } from '../../shared/domain/views.ts'
import type { Actor } from '../store/protocol.ts'
import { administer } from './calls-administration.ts'
import type { Handlers } from './calls.ts'
import { DeskFailure } from './failure.ts'

const subjectOf = (owner: string, id: string): string => `@view/${owner}/${id}`

export const viewCalls: Handlers<'views.list' | 'views.set' | 'views.remove' | 'views.share'> = {
  async 'views.list'({ engine, actor }) {
    const { views, unread } = viewsFor(engine().office().views, actor?.login ?? null)
    return { views: [...views], unread }
  },
  async 'views.set'(context, { id, owner, view }) {
    await administer(context, [{ name: 'view-set', subject: subjectOf(owner, id), args: { view } }])
    return {}
  },
  async 'views.remove'(context, { id, owner }) {
    await administer(context, [{ name: 'view-remove', subject: subjectOf(owner, id), args: {} }])
    return {}
  },
  async 'views.share'(context, { id }) {
    const login = context.actor?.login ?? ''
    const view = context.engine().office().views[`${login}/${id}`]
    if (view === undefined) throw new DeskFailure('no-view', { id })
    await administer(context, [
      { name: 'view-set', subject: subjectOf(OFFICE_VIEWS, id), args: { view } },
      { name: 'view-remove', subject: subjectOf(login, id), args: {} },
    ])
    return {}
  },
}

/**
 * The filter as it reads for this officer: `@me` in a view that is everybody's own stands for who asks.
 *
 * @throws DeskFailure `nobody-asks` where nobody is signed in
 */
export function filterFor(filter: ItemFilter, actor: Actor | null): ItemFilter {
  if (!filter.where.some((clause) => clause.values.includes(MYSELF))) return filter
  if (actor === null) throw new DeskFailure('nobody-asks')
  return { ...filter, where: filter.where.map((clause) => ({ ...clause, values: clause.values.map((value) => (value === MYSELF ? actor.login : value)) })) }
}
