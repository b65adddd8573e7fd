/**
 * Message maps: layouts as data.
 *
 * A map says which segment component, element or column fills which field of a canonical record. It is
 * plain JSON: an office copies one, changes it for a partner whose files differ, and tries it. Readers
 * compile a map once and then follow it; no layout stands in code.
 */
import { z } from '../../../shared/zod.ts'
import { FIELDS, GROUPS } from './fields.ts'

/**
 * Converters by name.
 *
 * `text` as received, without blanks around · `upper` in upper case · `item`, `receptacle`, `dispatch`
 * identifiers, normalised and checked · `office` an IMPC, compared with the local list · `integer` ·
 * `weight` to grams, its unit from `with` or `unit` · `money`, its currency from `with` · `amount` a number
 * kept as text · `date` a moment, its DTM format code from `with` or `format`, else ISO 8601 · `day` a
 * calendar day · `code` through the table `codes` · `flag` true/false, 1/0, yes/no.
 */
export const CONVERTERS = ['text', 'upper', 'item', 'receptacle', 'dispatch', 'office', 'integer', 'weight', 'money', 'amount', 'date', 'day', 'code', 'flag'] as const
export type Converter = (typeof CONVERTERS)[number]

const fieldName = z.string().refine((name) => FIELDS.has(name), { error: (issue) => `no field is called ${JSON.stringify(issue.input)}` })
const groupName = z.enum(GROUPS)

const take = z.strictObject({
  /** Where: `element.component` of a segment (from 1), a path below the group's element (`Sender/Name`, `@number`, `.`), or a column. */
  at: z.string().min(1),
  /** Where the converter's second text is: unit, currency, date format. */
  with: z.string().min(1).optional(),
  to: fieldName,
  as: z.enum(CONVERTERS),
  /** Unit of a weight where `with` gives none: KGM, GRM, LBR, ONZ (or kg, g, lb, oz). */
  unit: z.string().optional(),
  /** Currency of an amount where `with` gives none. */
  currency: z.string().optional(),
  /** DTM format code where `with` gives none, and the one to write. */
  format: z.string().optional(),
  /** Fields that may name the place whose zone a time without one is in; the first that has a known zone wins. */
  zone: z.array(fieldName).optional(),
  /** Name of a table in the map's `codes`. */
  codes: z.string().optional(),
  /** A repeated part is joined to the text before it with this; without it the first counts and a repetition is a finding. */
  join: z.string().optional(),
})

const place = z.string().regex(/^[1-9][0-9]?(?:\.(?:[1-9]|1[0-6]))?$/, 'a place in a segment is written element or element.component, from 1')
const edifactTake = take.extend({ at: place, with: place.optional() })

const segment = z.strictObject({
  segment: z.string().regex(/^[A-Z][A-Z0-9]{2}$/, 'a segment tag has three capital letters or digits'),
  /** Components that must have (one of) these values for the rule to apply. Written with the first of them. */
  when: z.record(place, z.union([z.string(), z.array(z.string()).min(1)])).optional(),
  /** Constants: written; when read they are known, whatever they say. */
  fixed: z.record(place, z.string()).optional(),
  /** The component that counts the group: 1, 2, 3 … when written; known when read. */
  number: place.optional(),
  /** Parts that are known and not read. An element without a component means all of it; `*` the whole segment. */
  ignore: z.array(z.union([place, z.literal('*')])).optional(),
  take: z.array(edifactTake).optional(),
  /** Each element from this one on starts and ends a group of its own. */
  each: z.strictObject({ from: z.int().min(1).max(60), atMost: z.int().min(1).max(60), starts: groupName, to: fieldName, as: z.enum(CONVERTERS) }).optional(),
})

interface SegmentGroupShape {
  starts: z.infer<typeof groupName>
  segments: z.infer<typeof segment>[]
  groups?: SegmentGroupShape[] | undefined
}
/** The first segment of a group starts it, each time it comes. */
const segmentGroup: z.ZodType<SegmentGroupShape> = z.lazy(() => z.strictObject({ starts: groupName, segments: z.array(segment).min(1), groups: z.array(segmentGroup).optional() }))

interface ElementGroupShape {
  at: string
  starts?: z.infer<typeof groupName> | undefined
  take?: z.infer<typeof take>[] | undefined
  ignore?: string[] | undefined
  groups?: ElementGroupShape[] | undefined
}
const elementGroup: z.ZodType<ElementGroupShape> = z.lazy(() =>
  z.strictObject({
    at: z.string().min(1),
    starts: groupName.optional(),
    take: z.array(take).optional(),
    ignore: z.array(z.string()).optional(),
    groups: z.array(elementGroup).optional(),
  }),
)

const common = {
  name: z.string().min(1).max(80),
  /** What the map rests on, for people. */
  note: z.string().optional(),
  type: z.string().min(1),
  /** `2.1` also takes 2.1.x; `null` any version. */
  version: z.string().nullable(),
  /** Sender of the interchange that this map is for; `null` any. */
  sender: z.string().nullable(),
  codes: z.record(z.string(), z.record(z.string(), z.string())).optional(),
}

const edifactMap = z.strictObject({
  ...common,
  syntax: z.literal('edifact'),
  /** What the message as a whole fills besides its head. */
  starts: groupName.nullable(),
  /** Controlling agency of the UNH, written only. */
  agency: z.string().optional(),
  segments: z.array(segment),
  groups: z.array(segmentGroup).optional(),
})

const xmlMap = z.strictObject({
  ...common,
  syntax: z.literal('xml'),
  root: z.string().min(1),
  /** Written as the default namespace; when read, namespaces are never compared. */
  namespace: z.string().optional(),
  take: z.array(take).optional(),
  ignore: z.array(z.string()).optional(),
  groups: z.array(elementGroup),
})

const column = take.omit({ at: true }).extend({
  /** Headings, compared without case, blanks, dots, dashes and underscores. The first is the column's name for `with`. */
  names: z.array(z.string().min(1)).min(1),
  /** `null`: the column is only another one's `with`, or known and not read. */
  to: fieldName.nullable(),
})

const tableMap = z.strictObject({
  ...common,
  syntax: z.literal('table'),
  decimal: z.enum(['point', 'comma', 'either']),
  dates: z.enum(['day-first', 'month-first']),
  /** The group that each row is one of, in the declaration of its item. */
  rows: z.enum(['piece', 'document']),
  columns: z.array(column).min(1),
})

const messageMap = z.discriminatedUnion('syntax', [edifactMap, xmlMap, tableMap])

export type MessageMap = z.infer<typeof messageMap>
export type EdifactMap = z.infer<typeof edifactMap>
export type XmlMap = z.infer<typeof xmlMap>
export type TableMap = z.infer<typeof tableMap>
export type Take = z.infer<typeof take>
export type SegmentRule = z.infer<typeof segment>
export type SegmentGroup = SegmentGroupShape
export type ElementGroup = ElementGroupShape

export type ParsedMap = { readonly ok: true; readonly map: MessageMap } | { readonly ok: false; readonly errors: readonly string[] }

/**
 * A map from JSON (a text or an already parsed value).
 *
 * @returns the map, or what is wrong with it, each error led by where in the JSON it is: `groups[0].segments[2].take[0].to: no field is called "x"`
 */
export function parseMap(json: unknown): ParsedMap {
  let value = json
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json)
    } catch (error) {
      return { ok: false, errors: [`not JSON: ${error instanceof Error ? error.message : String(error)}`] }
    }
  }
  const parsed = messageMap.safeParse(value)
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`) }
  const errors = inconsistencies(parsed.data)
  return errors.length === 0 ? { ok: true, map: parsed.data } : { ok: false, errors }
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'map'
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('')
}

/** Which converters give what a field of a type holds. */
const FITTING: Readonly<Record<string, readonly Converter[]>> = {
  text: ['text', 'upper', 'item', 'receptacle', 'dispatch', 'office', 'day', 'code', 'amount', 'integer'],
  amount: ['amount', 'text'],
  integer: ['integer'],
  grams: ['weight'],
  moment: ['date'],
  money: ['money'],
  flag: ['flag'],
  status: ['code'],
  function: ['code', 'text'],
}

/** What the shape of a map cannot say: a converter that does not fit its field, a code table that is not there. */
function inconsistencies(map: MessageMap): string[] {
  const errors: string[] = []
  const check = (where: string, one: { to: string | null; as: Converter; codes?: string | undefined }): void => {
    const type = one.to === null ? undefined : FIELDS.get(one.to)?.type
    if (type !== undefined && !FITTING[type]?.includes(one.as)) errors.push(`${where}.as: ${one.as} does not give what ${one.to} holds (${type})`)
    if (one.as === 'code' && one.codes === undefined) errors.push(`${where}.codes: a code needs the name of a table in codes`)
    if (one.codes !== undefined && map.codes?.[one.codes] === undefined) errors.push(`${where}.codes: the map has no table ${JSON.stringify(one.codes)}`)
  }
  const checkSegments = (where: string, segments: readonly SegmentRule[]): void => {
    segments.forEach((rule, i) => {
      rule.take?.forEach((one, j) => check(`${where}segments[${i}].take[${j}]`, one))
      if (rule.each !== undefined) check(`${where}segments[${i}].each`, rule.each)
    })
  }
  const checkSegmentGroups = (where: string, groups: readonly SegmentGroup[] | undefined): void => {
    groups?.forEach((group, i) => {
      checkSegments(`${where}groups[${i}].`, group.segments)
      checkSegmentGroups(`${where}groups[${i}].`, group.groups)
    })
  }
  const checkElementGroups = (where: string, groups: readonly ElementGroup[] | undefined): void => {
    groups?.forEach((group, i) => {
      group.take?.forEach((one, j) => check(`${where}groups[${i}].take[${j}]`, one))
      checkElementGroups(`${where}groups[${i}].`, group.groups)
    })
  }
  switch (map.syntax) {
    case 'edifact':
      checkSegments('', map.segments)
      checkSegmentGroups('', map.groups)
      break
    case 'xml':
      map.take?.forEach((one, i) => check(`take[${i}]`, one))
      checkElementGroups('', map.groups)
      break
    case 'table':
      map.columns.forEach((one, i) => {
        check(`columns[${i}]`, one)
        const other = one.with
        if (other !== undefined && !map.columns.some((candidate) => candidate.names[0] === other))
          errors.push(`columns[${i}].with: no column's first name is ${JSON.stringify(other)}`)
      })
      if (!map.columns.some((one) => one.to === 'declaration.item')) errors.push('columns: none fills declaration.item, which says what item a row belongs to')
      break
  }
  return errors
}

/** How a map came to be chosen. `other-version`: none was made for this version, so the newest of the type stands in. */
export interface Choice<M extends MessageMap> {
  readonly map: M
  readonly fit: 'forced' | 'version' | 'any-version' | 'other-version'
}

/**
 * The map for a message: of its type; a forced one first, then one made for the sender, then the closest version.
 *
 * @param candidates maps of one syntax, for EDIFACT and tables of one `type`, for XML of one root
 */
export function chooseMap<M extends MessageMap>(candidates: readonly M[], version: string | null, sender: string | null, forced: string | null): Choice<M> | null {
  let best: Choice<M> | null = null
  let bestRank = -1
  for (const map of candidates) {
    if (forced !== null && map.name === forced) return { map, fit: 'forced' }
    if (map.sender !== null && map.sender !== sender) continue
    // A message that names no version contradicts no map.
    const fit = map.version === null || version === null ? 'any-version' : matchesVersion(map.version, version) ? 'version' : 'other-version'
    const depth = fit === 'version' ? 2 + (map.version ?? '').split('.').length : fit === 'any-version' ? 1 : 0
    // A partner's map for another version ranks below any map that is made for this one.
    const rank = depth === 0 ? (map.sender === null ? 0 : 0.5) : depth + (map.sender === null ? 0 : 100)
    // Of maps that fit alike the newer wins, then the later: an office's copies follow the built-in maps.
    const newer = best !== null && rank === bestRank && compareVersions(map.version, best.map.version) >= 0
    if (rank > bestRank || newer) {
      best = { map, fit }
      bestRank = rank
    }
  }
  return best
}

function matchesVersion(wanted: string, found: string): boolean {
  return found === wanted || found.startsWith(`${wanted}.`)
}

function compareVersions(a: string | null, b: string | null): number {
  const left = (a ?? '').split('.').map(Number)
  const right = (b ?? '').split('.').map(Number)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
