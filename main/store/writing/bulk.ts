/** One action on many items: what it would do, and then doing it, in slices. */
import type { CommandOutcome, ItemFilter, ParsedInput } from '../../../shared/contract.ts'
import { normaliseIdentifier } from '../../../shared/domain/identifiers.ts'
import { english } from '../../../shared/i18n/say.ts'
import { compileFilter } from '../queries/item-filter.ts'
import type { WriteDb } from '../open.ts'
import type { Actor, WriterCalls } from '../protocol.ts'
import type { JobStep } from './jobs.ts'
import type { Officers } from './officers.ts'

/** A preview looks at so many items at the most; above that it says for how many it speaks. */
export const MOST_PREVIEWED = 5000
const EXAMPLES = 5
const KEPT_REJECTIONS = 100

type Target = { readonly items?: readonly string[] | undefined; readonly filter?: ItemFilter | undefined }

function itemsOf(db: WriteDb, target: Target): string[] {
  if (target.items) return [...new Set(target.items.map((item) => normaliseIdentifier(item)))]
  if (!target.filter) return []
  const { where, parameters } = compileFilter(target.filter)
  return db.prepare<unknown[], { item: string }>(`SELECT item FROM item WHERE ${where} ORDER BY id DESC`).all(...parameters).map((row) => row.item)
}

export function previewBulk(db: WriteDb, desk: Officers, input: Omit<ParsedInput<'act.preview'>, never>, actor: Actor): WriterCalls['preview']['output'] {
  const items = itemsOf(db, input)
  let accepted = 0
  let proposals = 0
  const refused = new Map<string, { said: { code: string; values: Record<string, string | number>; text: string }; count: number; examples: string[] }>()
  for (const item of items.slice(0, MOST_PREVIEWED)) {
    const answer = desk.ask(input.name, input.args, item, actor)
    if (answer.kind === 'accepted') accepted += 1
    else if (answer.kind === 'proposal') proposals += 1
    else {
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

export function* bulkAct(db: WriteDb, desk: Officers, input: ParsedInput<'act.bulk'>, actor: Actor): Generator<JobStep, { accepted: number; rejected: number; outcomes: CommandOutcome[] }, void> {
  const items = itemsOf(db, input)
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
