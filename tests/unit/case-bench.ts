/** A case to try commands on, without a ledger: each accepted command is folded at once. */
import { decide, evolve, isRejection, NO_CASE } from '../../shared/domain/case.ts'
import type { Case, CaseCommand } from '../../shared/domain/case.ts'
import type { Lane, Role } from '../../shared/domain/codes.ts'
import type { CaseFacts, NewEvent, Rejection } from '../../shared/ledger/types.ts'

export interface By {
  readonly actor?: string
  readonly roles?: readonly Role[]
  readonly device?: string
  readonly lane?: Lane
}

export const SUBJECT = 'RR473124829FR'
const START = Date.UTC(2026, 0, 1, 8)

export class Bench {
  case: Case = { ...NO_CASE, subject: SUBJECT }
  readonly lane: Lane
  #seq = 0
  #commands = 0

  constructor(lane: Lane = 'green') {
    this.lane = lane
  }

  facts(lane: Lane = this.lane): CaseFacts {
    return { lane, rules: 1, hits: [], declaration: null, lastEvent: null, announced: true, receptacle: null, dispatch: null }
  }

  command(name: string, args: Readonly<Record<string, unknown>> = {}, by: By = {}): CaseCommand {
    this.#commands++
    const roles = by.roles ?? (by.actor === '@system' ? [] : (['officer'] as const))
    return {
      id: `command-${this.#commands}`,
      device: by.device ?? 'desk-1',
      name,
      v: 1,
      subject: SUBJECT,
      actor: by.actor ?? 'anna',
      roles,
      at: START + this.#commands * 60_000,
      args,
    }
  }

  fold(command: CaseCommand, events: readonly NewEvent[]): Case {
    for (const event of events) {
      const { id, subject, at, actor } = command
      this.case = evolve(this.case, { seq: ++this.#seq, command: id, case: `${SUBJECT}#1`, subject, type: event.type, v: event.v, at, actor, data: event.data })
    }
    return this.case
  }

  /** Gives a command and folds what it makes; answers its id, or why it was refused. */
  try(
    name: string,
    args: Readonly<Record<string, unknown>> = {},
    by: By = {},
  ): { readonly id: string; readonly events: readonly NewEvent[]; readonly rejection: Rejection | null } {
    const command = this.command(name, args, by)
    const answer = decide(this.case, this.facts(by.lane), command)
    if (isRejection(answer)) return { id: command.id, events: [], rejection: answer }
    this.fold(command, answer.events)
    return { id: command.id, events: answer.events, rejection: null }
  }

  /** The same; a refusal is a mistake of the test, except where the state itself already forbids the step. */
  give(name: string, args: Readonly<Record<string, unknown>> = {}, by: By = {}): this {
    this.try(name, args, by)
    return this
  }

  all(names: readonly string[]): this {
    for (const name of names) this.give(name)
    return this
  }
}
