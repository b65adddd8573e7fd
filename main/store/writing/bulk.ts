/** One action on many items: what it would do, and then doing it, in slices. */
import type { CommandOutcome } from '../../../shared/contract.ts'
import { english } from '../../../shared/i18n/say.ts'
import type { BulkInput, WriterCalls } from '../protocol.ts'
import type { JobStep } from './jobs.ts'
import type { Officers } from './officers.ts'

/** A preview looks at so many items at the most; above that it says for how many it speaks. */
export const MOST_PREVIEWED = 5000
const EXAMPLES = 5
const KEPT_REJECTIONS = 100

export function* previewBulk(desk: Officers, input: BulkInput): Generator<void, WriterCalls['preview']['output']> {
  const { items, actor } = input
  let accepted = 0
  let proposals = 0
  const refused = new Map<string, { said: { code: string; values: Record<string, string | number>; text: string }; count: number; examples: string[] }>()
  for (const item of items.slice(0, MOST_PREVIEWED)) {
    yield
    const answer = desk.ask(input.name, input.args, item, actor)
    if (!('rejection' in answer)) {
      if (answer.kind === 'accepted') accepted += 1
      else proposals += 1
    } else {
      const { code, values } = answer.rejection
      const text = english('reject', code, values)
      const group = refused.get(text) ?? { said: { code, values: { ...values }, text }, count: 0, examples: [] }
      group.count += 1
      if (group.examples.length < EXAMPLES) group.examples.push(item)
      refused.set(text, group)
    }
  }
  return { total: items.length, accepted, proposals, refused: [...refused.values()].sort((a, b) => b.count - a.count) }
}

export function* bulkAct(desk: Officers, input: BulkInput): Generator<JobStep, { accepted: number; rejected: number; outcomes: CommandOutcome[] }, void> {
  const { items, actor } = input
  let accepted = 0
  let rejected = 0
  const outcomes: CommandOutcome[] = []
  for (const [index, item] of items.entries()) {
    const outcome = desk.act({ name: input.name, item, args: input.args }, actor)
    if (outcome.result === 'accepted') accepted += 1
    else {
      rejected += 1
      if (outcomes.length < KEPT_REJECTIONS) outcomes.push(outcome)
    }
    yield { progress: (index + 1) / items.length }
  }
  return { accepted, rejected, outcomes }
}
