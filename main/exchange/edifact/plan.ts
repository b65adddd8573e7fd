/**
 * An EDIFACT map, compiled for reading.
 *
 * For each group of the map: which rules a segment tag may mean there, the group's own rules before those
 * of the groups around it, and how many groups end when an outer rule takes the segment.
 */
import { compileFilling, type Filling } from '../maps/convert.ts'
import type { GroupName } from '../maps/fields.ts'
import type { EdifactMap, SegmentGroup, SegmentRule } from '../maps/map.ts'
import { quickFor, type Quick } from './quick.ts'
import { PLACES } from './split.ts'
import { tagKey } from './tokenizer.ts'

export interface CompiledTake {
  readonly place: number
  /** Place of the converter's second text, -1 where there is none. */
  readonly other: number
  readonly filling: Filling
  /** The second text that is expected, as text and bytes. */
  readonly usual: Wanted | null
  /** The quick look that may answer instead of the converter. */
  readonly quick: Quick | null
  readonly isDate: boolean
  /** The text keeps its line breaks. */
  readonly freeText: boolean
}

/** A text to compare a part with, and its bytes. */
export interface Wanted {
  readonly text: string
  readonly bytes: Uint8Array
}

/** A part that must have one of these texts. */
export interface Condition {
  readonly place: number
  readonly texts: readonly Wanted[]
}

const wanted = (text: string): Wanted => ({ text, bytes: Buffer.from(text, 'latin1') })

export interface CompiledRule {
  readonly tag: string
  readonly conditions: readonly Condition[]
  readonly takes: readonly CompiledTake[]
  /** `items`: what the elements name are items, so that sound ones need no more than a look. */
  readonly each: { readonly from: number; readonly atMost: number; readonly starts: GroupName; readonly filling: Filling; readonly items: boolean } | null
  /** 1 for each place that is read, constant or to be passed over. */
  readonly known: Uint8Array
}

export interface Candidate {
  readonly rule: CompiledRule
  /** Groups that end before the rule applies. */
  readonly ends: number
  /** The group that the segment begins. */
  readonly begins: CompiledGroup | null
}

export interface CompiledGroup {
  readonly starts: GroupName | null
  readonly byTag: Map<number, readonly Candidate[]>
}

export interface EdifactPlan {
  readonly map: EdifactMap
  readonly root: CompiledGroup
}

interface Tree {
  readonly group: CompiledGroup
  readonly own: CompiledRule[]
  readonly trigger: CompiledRule | null
  readonly children: Tree[]
}

const plans = new WeakMap<EdifactMap, EdifactPlan>()

/** The plan of a map; compiled once for each map object. */
export function edifactPlan(map: EdifactMap): EdifactPlan {
  const known = plans.get(map)
  if (known !== undefined) return known
  const compile = (rule: SegmentRule): CompiledRule => compileRule(rule, map)
  const tree = (group: SegmentGroup): Tree => {
    const rules = group.segments.map(compile)
    return { group: { starts: group.starts, byTag: new Map() }, trigger: rules[0] ?? null, own: rules.slice(1), children: (group.groups ?? []).map(tree) }
  }
  const root: Tree = { group: { starts: map.starts, byTag: new Map() }, trigger: null, own: map.segments.map(compile), children: (map.groups ?? []).map(tree) }
  link(root, [])
  const plan: EdifactPlan = { map, root: root.group }
  plans.set(map, plan)
  return plan
}

/** Fills a group's table: its own segments, the groups inside it, then all that stands around it. */
function link(tree: Tree, around: readonly Tree[]): void {
  const scopes = [tree, ...around]
  scopes.forEach((scope, ends) => {
    for (const rule of scope.own) add(tree.group, { rule, ends, begins: null })
    for (const child of scope.children) if (child.trigger !== null) add(tree.group, { rule: child.trigger, ends, begins: child.group })
  })
  for (const child of tree.children) link(child, scopes)
}

function add(group: CompiledGroup, candidate: Candidate): void {
  const key = tagKey(candidate.rule.tag)
  group.byTag.set(key, [...(group.byTag.get(key) ?? []), candidate])
}

function compileRule(rule: SegmentRule, map: EdifactMap): CompiledRule {
  const known = new Uint8Array(PLACES)
  // The tag itself, with its components: explicit nesting (`GID:1`) numbers what we count ourselves.
  known.fill(1, 0, 16)
  const mark = (at: string): void => {
    known[placeNumber(at)] = 1
  }
  for (const at of [...Object.keys(rule.when ?? {}), ...Object.keys(rule.fixed ?? {})]) mark(at)
  if (rule.number !== undefined) mark(rule.number)
  for (const at of rule.ignore ?? []) {
    if (at === '*') known.fill(1)
    else if (at.includes('.')) mark(at)
    else known.fill(1, placeNumber(at), placeNumber(at) + 16)
  }
  const takes = (rule.take ?? []).map((take): CompiledTake => {
    mark(take.at)
    if (take.with !== undefined) mark(take.with)
    const usual = take.format ?? take.unit ?? take.currency
    return {
      place: placeNumber(take.at),
      other: take.with === undefined ? -1 : placeNumber(take.with),
      filling: compileFilling(take, map),
      usual: usual === undefined ? null : wanted(usual),
      quick: quickFor(take.as),
      isDate: take.as === 'date',
      freeText: take.as === 'text',
    }
  })
  const each =
    rule.each === undefined
      ? null
      : {
          from: rule.each.from,
          atMost: rule.each.atMost,
          starts: rule.each.starts,
          filling: compileFilling(rule.each, map),
          items: rule.each.to === 'item.item' && rule.each.as === 'item',
        }
  if (each !== null) for (let element = each.from; element < 64; element++) known[element * 16] = 1
  return {
    tag: rule.segment,
    conditions: Object.entries(rule.when ?? {}).map(([at, texts]) => ({
      place: placeNumber(at),
      texts: (typeof texts === 'string' ? [texts] : texts).map(wanted),
    })),
    takes,
    each,
    known,
  }
}

/** `3.2`, element and component from 1, as the tokenizer numbers places (the tag is element 0). */
export function placeNumber(at: string): number {
  const [element = '1', component = '1'] = at.split('.')
  return Number(element) * 16 + Number(component) - 1
}

/** A tokenizer's place as people write it: `3.2`. */
export function placeText(place: number): string {
  return `${place >> 4}.${(place & 15) + 1}`
}
