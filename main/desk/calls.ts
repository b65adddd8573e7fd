/**
 * Every call of the contract, answered. Input is parsed and the role checked here, for whichever host carried it;
 * output is parsed wherever the desk runs from its sources (development and tests).
 */
import { contract, type CallName, type Output, type ParsedInput, type Reply } from '../../shared/contract.ts'
import { NO_OFFICE } from '../../shared/domain/office.ts'
import type { Actor } from '../store/protocol.ts'
import { administrationCalls } from './calls-administration.ts'
import { backupCalls } from './calls-backup.ts'
import { exchangeCalls } from './calls-exchange.ts'
import { floorCalls } from './calls-floor.ts'
import { itemCalls } from './calls-items.ts'
import { sessionCalls } from './calls-session.ts'
import { tableCalls } from './calls-table.ts'
import { viewCalls } from './calls-views.ts'
import { trainingCalls } from './calls-training.ts'
import { insightCalls } from './calls-insight.ts'
import { shiftCalls } from './calls-shift.ts'
import type { Engine } from './engine.ts'
import { callError, DeskFailure } from './failure.ts'
import { authorise, lockIfIdle, type ConnectionSession } from './session.ts'
import type { DeskState } from './start.ts'
import { refusedInTraining } from './training/refused.ts'

export interface CallContext {
  readonly state: DeskState
  readonly session: ConnectionSession
  /** The office that the connection is in: the real one, or the training office. @throws DeskFailure `not-set-up`, `no-key` */
  readonly engine: () => Engine
  /** The officer. `null` on a trusted connection where nobody signed in. */
  readonly actor: Actor | null
}
export type Handler<N extends CallName> = (context: CallContext, input: ParsedInput<N>) => Promise<Output<N>>
export type Handlers<N extends CallName> = { readonly [M in N]: Handler<M> }

const HANDLERS: Handlers<CallName> = {
  ...shiftCalls,
  ...insightCalls,
  ...sessionCalls,
  ...itemCalls,
  ...floorCalls,
  ...exchangeCalls,
  ...administrationCalls,
  ...backupCalls,
  ...tableCalls,
  ...viewCalls,
  ...trainingCalls,
}

const CHECK_OUTPUT = import.meta.url.endsWith('.ts')

export async function answerCall(state: DeskState, session: ConnectionSession, name: unknown, input: unknown): Promise<Reply> {
  try {
    if (typeof name !== 'string' || !Object.hasOwn(contract, name)) throw new DeskFailure('unknown-call', { name: String(name).slice(0, 60) })
    return { ok: true, output: await answer(state, session, name as CallName, input) }
  } catch (error) {
    return {
      ok: false,
      error: callError(error, (reference, cause) => process.stderr.write(`desk ${reference}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`)),
    }
  }
}

async function answer<N extends CallName>(state: DeskState, session: ConnectionSession, name: N, input: unknown): Promise<Output<N>> {
  const { who, input: schema, output } = contract[name]
  const parsed = schema.safeParse(input ?? {})
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DeskFailure('input', { problem: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() })
  }
  if (session.training && refusedInTraining(name, parsed.data)) throw new DeskFailure('training')
  // The one place where a call is given the office that it works on.
  const running = (): Engine | null => (session.training ? (state.training.day?.engine ?? null) : state.engine)
  const office = running()?.office() ?? NO_OFFICE
  lockIfIdle(session, office, name)
  const engine = (): Engine => {
    const found = running()
    if (found !== null) return found
    throw new DeskFailure(state.locked ? 'no-key' : 'not-set-up')
  }
  if (who !== 'anyone') engine()
  const actor = who === 'anyone' ? null : authorise(session, office, name, who)
  const handler: Handler<N> = HANDLERS[name]
  const answered = await handler({ state, session, engine, actor }, parsed.data as ParsedInput<N>)
  if (CHECK_OUTPUT) {
    const checked = output.safeParse(answered)
    if (!checked.success) throw new Error(`${name} answered what its contract does not have: ${checked.error.message}`)
  }
  return answered
}
