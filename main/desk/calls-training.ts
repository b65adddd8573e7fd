/** Into the training office and out of it, its day, its exercise. */
import type { Output } from '../../shared/contract.ts'
import { decidedAs, nextStep, scoreOf, verdictOn } from '../../shared/domain/training.ts'
import type { CallContext, Handlers } from './calls.ts'
import { sessionOf } from './calls-session.ts'
import { DeskFailure } from './failure.ts'
import { userRow } from './session.ts'
import { FIRST_CHAIR } from './training/office.ts'

export const trainingCalls: Handlers<'training.enter' | 'training.leave' | 'training.reset' | 'training.switch' | 'training.day' | 'training.inside' | 'training.exercise'> = {
  async 'training.enter'(context) {
    const { state, session } = context
    if (session.training) return sessionOf(context)
    await state.training.enter()
    // Whoever goes over has left the real office: its screen must not stand open behind a training day.
    Object.assign(session, { training: true, login: FIRST_CHAIR, locked: false, passwordAt: 0 })
    return sessionOf(context)
  },
  async 'training.leave'(context) {
    if (context.session.training) Object.assign(context.session, { training: false, login: null, locked: false })
    return sessionOf(context)
  },
  async 'training.reset'(context, { seed }) {
    dayOf(context)
    await context.state.training.reset(seed)
    context.session.login = FIRST_CHAIR
    return sessionOf(context)
  },
  async 'training.switch'(context, { login }) {
    const { users } = dayOf(context).engine.office()
    if (!Object.hasOwn(users, login) || users[login]?.enabled !== true) throw new DeskFailure('not-found')
    context.session.login = login
    return sessionOf(context)
  },
  async 'training.day'(context) {
    const { record, ahead, engine } = dayOf(context)
    return {
      seed: record.seed,
      beganAt: new Date(record.beganAt).toISOString(),
      read: record.mail.length - ahead.length,
      ahead: ahead.length,
      people: Object.values(engine.office().users)
        .filter(({ enabled }) => enabled)
        .map(userRow),
    }
  },
  async 'training.inside'(context, { item, open }) {
    const { truth, unsealed, unseal } = dayOf(context)
    const found = await detailOf(context, item)
    const inside = found === null ? undefined : truth.get(found.item)
    if (found === null || inside === undefined) return { inside: null }
    if (open && found.state !== 'expected') unseal(found.item)
    return { inside: unsealed.has(found.item) || liesOpen(found) ? inside : null }
  },
  async 'training.exercise'(context) {
    const { record } = dayOf(context)
    const items: Output<'training.exercise'>['items'] = []
    const times: number[] = []
    for (const { item, guided } of record.exercise) {
      const shown = await exerciseItem(context, item, guided, times)
      if (shown !== null) items.push(shown)
    }
    const next = items.findIndex((one) => one.verdict === null)
    const minutes = times.length === 0 ? null : (Math.max(...times) - Math.min(...times)) / 60_000
    return { items, next: next === -1 ? null : next, score: { ...scoreOf(items.map(({ verdict }) => verdict)), minutes } }
  },
}

type Detail = NonNullable<Output<'items.get'>['item']>
type Shown = Output<'training.exercise'>['items'][number]

/** @throws DeskFailure `not-training` */
function dayOf({ state, session }: Pick<CallContext, 'state' | 'session'>) {
  const { day } = state.training
  if (!session.training || day === null) throw new DeskFailure('not-training')
  return day
}

const detailOf = (context: CallContext, item: string): Promise<Detail | null> => dayOf(context).engine.reader.call('detail', { item })

const wasExamined = ({ timeline }: Detail): boolean => timeline.some(({ said }) => said.code === 'examined')
/** On the table, or decided: before, only who opens it sees what lies in it. */
const liesOpen = (found: Detail): boolean => found.state === 'under-examination' || wasExamined(found) || decidedAs(found.state) !== null

async function exerciseItem(context: CallContext, item: string, guided: boolean, times: number[]): Promise<Shown | null> {
  const { opened, unsealed, truth } = dayOf(context)
  const found = await detailOf(context, item)
  const inside = truth.get(item)
  if (found === null || inside === undefined) return null
  for (const { at, actor, command } of found.timeline) if (actor !== null && command !== null) times.push(Date.parse(at))
  const examined = wasExamined(found)
  const duty = found.timeline.some(({ said }) => said.code === 'released-with-duty')
  const progress = {
    lane: found.lane,
    state: found.state,
    guided,
    opened: opened.has(item),
    examined,
    unsealed: unsealed.has(item),
    duty,
    deserves: inside.deserves,
    risk: inside.risk,
  }
  const decided = decidedAs(found.state)
  return {
    item,
    lane: found.lane,
    state: found.state,
    description: found.description,
    originCountry: found.originCountry,
    guided,
    step: nextStep(progress),
    verdict: verdictOn(progress),
    decided,
    examined,
    inside: unsealed.has(item) || liesOpen(found) ? inside : null,
  }
}
