/** Finding items, looking at one, and acting on them. */
import type { ItemFilter, Output } from '../../shared/contract.ts'
import type { Action } from '../../shared/domain/case.ts'
import { english } from '../../shared/i18n/say.ts'
import type { Actor } from '../store/protocol.ts'
import { filterFor } from './calls-views.ts'
import type { CallContext, Handlers } from './calls.ts'
import type { Engine } from './engine.ts'
import { DeskFailure } from './failure.ts'

/** A bulk action on a filter is resolved to items first; above this it is too much for one decision. */
const MOST_BULK = 100_000

export const itemCalls: Handlers<
  'items.window' | 'items.list' | 'items.get' | 'items.lookup' | 'search' | 'items.counts' | 'dispatches.list' | 'receptacles.list' | 'act' | 'act.preview' | 'act.bulk'
> = {
  'items.window': ({ engine, actor }, input) => engine().reader.call('window', { ...input, filter: filterFor(input.filter, actor) }),
  'items.list': ({ engine, actor }, input) => engine().reader.call('list', { ...input, filter: filterFor(input.filter, actor) }),
  async 'items.get'({ engine, actor }, { item }) {
    const found = await engine().reader.call('detail', { item })
    if (actor) engine().looked(actor.login, 'item', found?.item ?? item)
    if (actor === null || found === null) return { item: found, actions: [], seq: 0 }
    const { actions, seq } = await engine().writer.call('actions', { item: found.item, actor })
    return { item: found, actions: actions.map(shownAction), seq }
  },
  'items.lookup': ({ engine }, input) => engine().reader.call('lookup', input),
  async search({ engine, actor }, input) {
    if (actor) engine().looked(actor.login, 'search', input.text)
    return engine().reader.call('search', input)
  },
  'items.counts': ({ engine }) => engine().reader.call('counts', {}),
  'dispatches.list': ({ engine }, input) => engine().reader.call('dispatches', input),
  'receptacles.list': ({ engine }, input) => engine().reader.call('receptacles', input),

  async act(context, { commands }) {
    const actor = officer(context)
    return { outcomes: await context.engine().writer.call('act', { commands, actor }) }
  },
  async 'act.preview'(context, { name, args, items, filter }) {
    const actor = officer(context)
    return context.engine().writer.call('preview', { name, args, items: await targets(context.engine(), items, filter, actor), actor })
  },
  async 'act.bulk'(context, { name, args, items, filter }) {
    const actor = officer(context)
    return context.engine().writer.call('bulk', { name, args, items: await targets(context.engine(), items, filter, actor), actor })
  },
}

function officer({ actor }: CallContext): Actor {
  if (actor === null) throw new DeskFailure('signed-out')
  return actor
}

type ShownAction = Output<'items.get'>['actions'][number]

function shownAction(action: Action): ShownAction {
  const name = action.name as ShownAction['name']
  if (action.allowed) return { name, allowed: true, rejection: null, needsSecondPerson: action.needsSecondPerson }
  const { code, values } = action.rejection
  return { name, allowed: false, rejection: { code, values: { ...values }, text: english('reject', code, values) }, needsSecondPerson: false }
}

/** The items that a bulk action is meant for, once each. @throws DeskFailure `too-many` */
async function targets(engine: Engine, items: readonly string[] | undefined, given: ItemFilter | undefined, actor: Actor): Promise<string[]> {
  if (items) return [...new Set(items)]
  if (!given) return []
  const filter = filterFor(given, actor)
  const { items: found, more } = await engine.reader.call('items', { filter, limit: MOST_BULK })
  if (!more) return [...new Set(found)]
  const { total } = await engine.reader.call('window', { filter, sort: 'newest', position: 0, limit: 1 })
  throw new DeskFailure('too-many', { count: Math.max(total, MOST_BULK + 1), most: MOST_BULK })
}
